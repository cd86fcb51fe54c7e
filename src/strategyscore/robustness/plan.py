"""Everything that draws need, as arrays: made once, sent to every worker."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from strategyscore.methods.settings import Aggregation
from strategyscore.model.errors import ScoringError
from strategyscore.model.rubric import Node, Rubric
from strategyscore.robustness.vary import Vary
from strategyscore.scoring.scores import Scores, score

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]

_SPACING = {"equal": 1.0, "convex": 2.0, "concave": 0.5}


@dataclass(frozen=True)
class Group:
    """A group of the rubric, children before parents.

    Attributes
    ----------
    node : int
        Its place among the nodes.
    children : ndarray of int
        The places of its children.
    weights : ndarray, shape (children,)
        Their shares.
    how : Aggregation
    rescale : bool
    varies : bool
        Whether its children's weights vary.
    """

    node: int
    children: Ints
    weights: Floats
    how: Aggregation
    rescale: bool
    varies: bool


@dataclass(frozen=True)
class Cells:
    """Ratings that are drawn, of one source.

    Attributes
    ----------
    source : str
        ``"ratings"`` or ``"missing"``.
    rows, leaves : ndarray of int, shape (cells,)
        Country and criterion.
    cumulated : ndarray, shape (cells, levels)
        Probability of each level or a lower one.
    """

    source: str
    rows: Ints
    leaves: Ints
    cumulated: Floats


@dataclass(frozen=True)
class Ranges:
    """Ratings that are drawn between two ends, of one source.

    Attributes
    ----------
    source : str
    rows, leaves : ndarray of int, shape (cells,)
    sd : ndarray, shape (cells,)
        On the scale, about the nominal value; 0 for a uniform draw between the ends.
    """

    source: str
    rows: Ints
    leaves: Ints
    sd: Floats


@dataclass(frozen=True)
class Variant:
    """One choice of methods.

    Attributes
    ----------
    name : tuple of str
        What was chosen, in the order of `Plan.choices`.
    values, lower, upper : ndarray, shape (countries, criteria)
        On the scale.
    levels : ndarray, shape (criteria, levels)
        The score of each level of an ordinal criterion.
    how : Aggregation or None
        For all groups, where it varies.
    """

    name: tuple[str, ...]
    values: Floats
    lower: Floats
    upper: Floats
    levels: Floats
    how: Aggregation | None


@dataclass(frozen=True)
class Plan:
    """What to draw and how to score it.

    Attributes
    ----------
    codes : tuple of str
        The countries that are ranked.
    nominal : ndarray, shape (countries,)
        Their scores as they are.
    criteria : tuple of str
        Paths of the criteria.
    leaf_nodes : ndarray of int, shape (criteria,)
        Their places among the nodes.
    nodes : int
        How many nodes there are.
    groups : tuple of Group
    cells : tuple of Cells
    ranges : tuple of Ranges
    variants : tuple of Variant
    choices : tuple of str
        Which methods vary.
    experts : tuple of dict
        Weights by node, for each expert.
    scale : tuple of float
    vary : Vary
    seed : int
    """

    codes: tuple[str, ...]
    nominal: Floats
    criteria: tuple[str, ...]
    leaf_nodes: Ints
    nodes: int
    groups: tuple[Group, ...]
    cells: tuple[Cells, ...]
    ranges: tuple[Ranges, ...]
    variants: tuple[Variant, ...]
    choices: tuple[str, ...]
    experts: tuple[dict[int, float], ...]
    scale: tuple[float, float]
    vary: Vary
    seed: int

    @property
    def exact(self) -> bool:
        """Whether drawn scores are continuous, so that none are equal but by chance."""
        return self.vary.weights is not None


def make_plan(scores: Scores, vary: Vary, seed: int) -> Plan:
    """Prepare an analysis.

    Raises
    ------
    ScoringError
        If the rubric or the settings cannot be varied.
    """
    rubric, countries = scores.rubric, scores.countries
    vary = vary.for_rubric(rubric)
    if any(node.weighting and node.weighting.method == "benefit_of_the_doubt" for node in rubric.nodes):
        raise ScoringError("benefit of the doubt already gives each country its best weights; it cannot be varied")
    values = scores.nodes.values[:, 0] if vary.missing is not None else scores.reported[:, 0]
    ranked = np.flatnonzero(~np.isnan(values)) if vary.missing is None else np.arange(len(values))
    if len(ranked) < 2:
        raise ScoringError("fewer than two countries have a score, so there is no rank to be uncertain about")
    variants = _variants(scores, vary, ranked)
    cells, ranges = _cells(scores, vary, ranked)
    place = {node.path: index for index, node in enumerate(rubric.nodes)}
    return Plan(
        codes=tuple(np.array(countries.codes)[ranked]),
        nominal=scores.nodes.values[ranked, 0],
        criteria=tuple(leaf.path for leaf in rubric.criteria),
        leaf_nodes=np.array([place[leaf.path] for leaf in rubric.criteria]),
        nodes=len(rubric.nodes),
        groups=_groups(rubric, scores, vary, place),
        cells=cells,
        ranges=ranges,
        variants=variants,
        choices=_choices(vary),
        experts=_experts(rubric, vary, place),
        scale=rubric.scale,
        vary=vary,
        seed=seed,
    )


def _groups(rubric: Rubric, scores: Scores, vary: Vary, place: dict[str, int]) -> tuple[Group, ...]:
    groups = []
    levels = vary.weights.levels if vary.weights else None
    for node in reversed(rubric.nodes):
        if node.is_leaf:
            continue
        assert node.aggregate is not None
        below = np.array([place[child.path] for child in node.children])
        groups.append(
            Group(
                node=place[node.path],
                children=below,
                weights=scores.nodes.weights[0, below],
                how=node.aggregate,
                rescale=node.rescale is not None,
                varies=vary.weights is not None and (levels is None or node.depth + 1 in levels),
            )
        )
    return tuple(groups)


def _experts(rubric: Rubric, vary: Vary, place: dict[str, int]) -> tuple[dict[int, float], ...]:
    if vary.weights is None or vary.weights.experts is None:
        return ()
    sets = []
    for weights in vary.weights.experts.values():
        sets.append({place[rubric.node(path).path]: value for path, value in weights.items()})
    for node in rubric.nodes:
        for chosen in sets:
            if node.children and not sum(chosen.get(place[child.path], child.weight) for child in node.children):
                raise ScoringError(f"an expert gives no weight to any child of {node.path}; give one to some")
    return tuple(sets)


def _choices(vary: Vary) -> tuple[str, ...]:
    if vary.methods is None:
        return ()
    return tuple(name for name in type(vary.methods).model_fields if getattr(vary.methods, name))


def _variants(scores: Scores, vary: Vary, ranked: Ints) -> tuple[Variant, ...]:
    """The criteria under each combination of methods."""
    rubric = scores.rubric
    choices = _choices(vary)
    options = [getattr(vary.methods, name) for name in choices]
    variants = []
    for combination in itertools.product(*options):
        chosen = dict(zip(choices, combination, strict=True))
        changed = _changed(rubric, chosen)
        found = scores if changed is rubric else score(changed, scores.countries, scores.as_of)
        spacing = _SPACING[chosen.get("spacing", "equal")]
        prepared = found.prepared
        values, lower, upper = prepared.values.copy(), prepared.lower.copy(), prepared.upper.copy()
        ordinal = [index for index, leaf in enumerate(rubric.criteria) if leaf.kind == "levels"]
        low, high = rubric.scale
        for side in (values, lower, upper):
            side[:, ordinal] = low + (high - low) * ((side[:, ordinal] - low) / (high - low)) ** spacing
        variants.append(
            Variant(
                name=tuple(_called(option) for option in combination),
                values=values[ranked],
                lower=lower[ranked],
                upper=upper[ranked],
                levels=_levels(rubric, spacing),
                how=chosen.get("aggregate"),
            )
        )
    return tuple(variants)


def _called(option: Any) -> str:
    if isinstance(option, str):
        return option
    settings = option.model_dump(exclude_defaults=True)
    method = option.method
    rest = {name: value for name, value in settings.items() if name != "method"}
    return f"{method} {rest}" if rest else str(method)


def _changed(rubric: Rubric, chosen: dict[str, Any]) -> Rubric:
    """The rubric with other ways of preparing its criteria."""
    changed = rubric
    if "impute" in chosen:
        changed = replace(changed, impute=chosen["impute"])
    if "treat" in chosen:
        changed = replace(changed, treat=chosen["treat"])
    if "normalise" in chosen:

        def turned(node: Node) -> Node:
            if node.kind == "quantity":
                return replace(node, normalise=chosen["normalise"])
            return replace(node, children=tuple(map(turned, node.children)))

        changed = replace(changed, root=turned(rubric.root))
    return changed


def _levels(rubric: Rubric, spacing: float) -> Floats:
    low, high = rubric.scale
    widest = max((len(leaf.levels) for leaf in rubric.criteria), default=0)
    table = np.full((len(rubric.criteria), max(widest, 1)), np.nan)
    for index, leaf in enumerate(rubric.criteria):
        if leaf.levels:
            steps = np.array(list(leaf.levels), dtype=np.float64)
            shares = (steps - steps[0]) / (steps[-1] - steps[0])
            table[index, : len(steps)] = low + (high - low) * shares**spacing
    return table


def _cells(scores: Scores, vary: Vary, ranked: Ints) -> tuple[tuple[Cells, ...], tuple[Ranges, ...]]:
    """The ratings that are uncertain, and how."""
    rubric = scores.rubric
    width = max(max((len(leaf.levels) for leaf in rubric.criteria), default=0), 1)
    found: dict[str, list[tuple[int, int, Floats]]] = {"ratings": [], "missing": []}
    spans: dict[str, list[tuple[int, int, float]]] = {"ratings": [], "missing": []}
    errors = _standard_errors(scores, vary)
    missing = np.isnan(scores.ratings.values[ranked])
    ordinal = np.array([leaf.kind == "levels" for leaf in rubric.criteria])
    inexact = np.isin(np.arange(len(ordinal)), list(errors))
    unknown = np.where(ordinal, missing, scores.prepared.coverage[ranked] < 1) & (vary.missing is not None)
    doubted = ~missing & np.where(ordinal, vary.ratings is not None, inexact) & ~unknown
    for row, column in np.argwhere(unknown | doubted):
        leaf = rubric.criteria[column]
        source = "missing" if unknown[row, column] else "ratings"
        if not ordinal[column]:
            spans[source].append((row, column, 0.0 if unknown[row, column] else errors[column]))
            continue
        chances = (
            np.ones(len(leaf.levels)) if unknown[row, column] else _chances(scores, int(ranked[row]), column, leaf)
        )
        if chances is not None:
            found[source].append((row, column, _padded(chances, width)))
    cells = []
    for source, items in found.items():
        if items:
            rows, leaves, odds = zip(*items, strict=True)
            cells.append(Cells(source, np.array(rows), np.array(leaves), np.array(odds)))
    ranges = []
    for source, spread in spans.items():
        if spread:
            rows, leaves, sd = zip(*spread, strict=True)
            ranges.append(Ranges(source, np.array(rows), np.array(leaves), np.array(sd)))
    return tuple(cells), tuple(ranges)


def _chances(scores: Scores, country: int, column: int, leaf: Node) -> Floats | None:
    """How likely each level is: between coders, each as likely; else by confidence, the rest to the neighbours."""
    answer = scores.ratings.answers[country][column] if scores.ratings.answers else None
    if answer is None or answer.level is None:
        return None
    steps = list(leaf.levels)
    chances = np.zeros(len(steps))
    if len(answer.coders) > 1:
        for level in answer.coders.values():
            chances[steps.index(level)] += 1
        return chances if np.count_nonzero(chances) > 1 else None
    sure = getattr(scores.rubric.confidence, answer.confidence or "medium")
    if sure >= 1:
        return None
    here = steps.index(answer.level)
    near = [place for place in (here - 1, here + 1) if 0 <= place < len(steps)]
    chances[here] = sure
    chances[near] = (1 - sure) / len(near)
    return chances


def _padded(chances: Floats, width: int) -> Floats:
    cumulated = np.ones(width)
    cumulated[: len(chances)] = np.cumsum(chances) / chances.sum()
    cumulated[len(chances) - 1 :] = 1.0
    return cumulated


def _standard_errors(scores: Scores, vary: Vary) -> dict[int, float]:
    """Standard errors on the scale, by column; a normalisation must be linear for that."""
    if vary.ratings is None:
        return {}
    errors = {}
    low, high = scores.rubric.scale
    for path, error in vary.ratings.standard_errors.items():
        leaf = scores.rubric.node(path)
        if leaf.kind != "quantity" or leaf.normalise is None:
            raise ScoringError(f"{path} is no quantity, so it has no standard error; its ratings have a confidence")
        ends = leaf.normalise.range or [low, high]
        column = [item.path for item in scores.rubric.criteria].index(leaf.path)
        raw = scores.ratings.values[:, column]
        if leaf.transform or leaf.normalise.method not in ("goalposts", "minmax"):
            raise ScoringError(f"{path}: a standard error needs goalposts or minmax without a transform")
        if leaf.normalise.method == "goalposts":
            assert leaf.normalise.low is not None
            assert leaf.normalise.high is not None
            span = leaf.normalise.high - leaf.normalise.low
        else:
            span = float(np.nanmax(raw) - np.nanmin(raw))
        errors[column] = error / span * (ends[1] - ends[0])
    return errors
