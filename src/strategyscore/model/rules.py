"""What a rubric must hold to, whoever makes it: a file, a table, a notebook."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any

from strategyscore import limits
from strategyscore.methods.fill import FILLS
from strategyscore.methods.registry import aggregations, normalisations, transforms, weightings
from strategyscore.model.criteria import Levels, Quantity
from strategyscore.model.nodes import Group, Node
from strategyscore.model.references import reference_faults
from strategyscore.model.settings import MISSING_RULES, OVER, Missing, MissingHere

# Columns of the score table, beside which the root's children stand.
RESERVED = frozenset({"country", "rank", "score", "lower", "upper", "coverage", "imputed", "band", "next_band", "thin"})

BESIDE = "{beside}"  # where a file can say in which line the other one stands

Fault = tuple[tuple[Any, ...], str]  # where below the node's entry in a file, and what is wrong


def group_faults(group: Group, scale: tuple[float, float]) -> Iterator[Fault]:
    """What is wrong with a group as such: its children's ids and weights, and its methods.

    Parameters
    ----------
    group : Group
        With its children.
    scale : tuple of float
        Of the rubric.
    """
    ids = [child.id for child in group.children]
    titles = [" ".join(child.title.split()).casefold() for child in group.children]
    seen = {group.id} if group.depth == 0 else set()
    for index, child in enumerate(group.children):
        at = ("criteria", index, "id")
        if group.depth == 0 and child.id in RESERVED:
            yield at, f"the id {child.id!r} is a column of every score table; choose another"
        if child.id in seen:
            other = "the rubric itself" if group.depth == 0 and child.id == group.id else "a sibling"
            yield at, f"the id {child.id!r} names {other}{BESIDE} already; give this one its own"
        elif titles.index(titles[index]) < index:
            at = ("criteria", index, "title")
            yield at, f"the title {child.title!r} is a sibling's as well, and tables show titles; choose another"
        seen.add(child.id)
        if not (math.isfinite(child.weight) and child.weight >= 0):
            yield ("criteria", index, "weight"), f"the weight {child.weight:g} is not a number of 0 or more; mend it"
        elif child.weight > limits.LARGEST:
            yield ("criteria", index, "weight"), limits.magnitude(child.weight)
    if not group.children:
        yield ("criteria",), "this is empty; fill it in, or remove the key"
    elif sum(child.weight for child in group.children) == 0:
        yield ("criteria",), "all weights here are zero; give at least one criterion a weight"
    aggregation = aggregations[group.aggregate.method]
    settings = aggregation.complete(group.aggregate)
    if aggregation.check is not None:
        for at, message in aggregation.check(settings, ids):
            yield ("aggregate", *at), message
    if aggregation.needs_zero(settings) and scale[0] < 0:
        message = f"{group.aggregate.method} means need a scale from 0 up; start the scale at 0, or use arithmetic"
        yield ("aggregate",), message
    if group.missing is not None:
        yield from missing_faults(group.missing)
    yield from _band_faults(group, scale)
    weighting = weightings[group.weights.method]
    if weighting.check is not None:
        for at, message in weighting.check(weighting.complete(group.weights), ids):
            yield ("weights", *at), message


def missing_faults(missing: Missing | MissingHere) -> Iterator[Fault]:
    """A rule must be known, and a share be one."""
    if missing.rule is not None and missing.rule not in MISSING_RULES:
        message = f"{missing.rule!r} is no rule for missing answers; use one of {', '.join(MISSING_RULES)}"
        yield ("missing", "rule"), message
    if missing.minimum_answered is not None and not 0 <= missing.minimum_answered <= 1:
        yield ("missing", "minimum_answered"), f"{missing.minimum_answered:g} is no share; write one from 0 to 1"


def panel_faults(over: str, fill: str) -> Iterator[str]:
    """What is done about years must be known."""
    for name, said, known in (("over", over, OVER), ("fill", fill, FILLS)):
        if said not in known:
            yield f"{said!r} is not known for {name!r}; use one of {', '.join(known)}"


def _band_faults(group: Group, scale: tuple[float, float]) -> Iterator[Fault]:
    """Bands part the whole scale, each with some of it."""
    for band, above in zip(group.bands, group.bands[1:], strict=False):
        if band.start == above.start:
            message = f"{above.name!r} begins at {above.start:g} as {band.name!r} does; let one begin higher"
            yield ("bands", above.name), message
    for band in group.bands:
        if band.start > scale[1]:
            message = f"{band.name!r} begins above the scale, which ends at {scale[1]:g}; let it begin on the scale"
            yield ("bands", band.name), message
    if group.bands and group.bands[0].start > scale[0]:
        low = group.bands[0]
        message = f"scores from {scale[0]:g} to {low.start:g} have no band; let {low.name!r} begin at {scale[0]:g}"
        yield ("bands", low.name), message


def quantity_faults(quantity: Quantity) -> Iterator[Fault]:
    """Goalposts stand in the unit of the value, so they must bear its transforms."""
    method = normalisations[quantity.normalise.method]
    for name in method.in_unit:
        value = quantity.normalise.settings.get(name)
        for step in quantity.transform:
            if isinstance(step, str) and value is not None and not transforms[step].bears(value):
                yield ("normalise", name), f"{value:g} has no {step}; write goalposts above 0"
                return


def level_faults(leaf: Levels) -> Iterator[Fault]:
    """Points stand at every level or at none, and rise; no code stands twice."""
    levels = sorted(leaf.levels)
    for below, level in zip([None, *levels], levels, strict=False):
        if leaf.points and level not in leaf.points:
            yield ("levels", level), f"level {level} has no points, and others have; write them for each"
        elif leaf.points and below is not None and below in leaf.points and leaf.points[level] < leaf.points[below]:
            message = f"level {level} has fewer points than level {below}; put the levels in order, worst first"
            yield ("levels", level, "points"), message
        if (code := leaf.codes.get(level)) and code in [leaf.codes.get(other) for other in levels if other < level]:
            yield ("levels", level, "code"), f"the code {code!r} stands for another level already; choose another"
    if leaf.points and len(set(leaf.points.values())) == 1 and len(leaf.points) == len(levels):
        yield ("levels",), "all levels have the same points, so they do not differ; write what each counts"


def scale_faults(scale: Sequence[float]) -> Iterator[Fault]:
    """A scale rises, and has ends."""
    low, high = scale
    if not (math.isfinite(low) and math.isfinite(high)):
        yield ("scale",), "an end of the scale is not finite; write a number"
    elif low >= high:
        yield ("scale",), f"the scale falls from {low:g} to {high:g}; put the lower first"
    elif max(-low, high) > limits.SCALE_LARGEST or high - low < limits.SCALE_SMALLEST:
        message = (
            f"the scale from {low:g} to {high:g} is too long or too short for sound sums; use one such as [0, 100]"
        )
        yield ("scale",), message


def tree_faults(root: Node, scale: tuple[float, float]) -> Iterator[tuple[str, str]]:
    """Everything that is wrong with a whole tree: the path of the node, and what it is."""
    for _, message in scale_faults(scale):
        yield root.path, message
    for node in root.walk():
        if isinstance(node, Group):
            for _, message in group_faults(node, scale):
                yield node.path, message.replace(BESIDE, "")
        elif isinstance(node, Quantity | Levels):
            for _, message in quantity_faults(node) if isinstance(node, Quantity) else level_faults(node):
                yield node.path, message
    if isinstance(root, Group):
        for group, (_, message) in reference_faults(root, scale):
            yield group.path, message
