"""What the gates and adjustments of a rubric say of its other nodes."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping

from strategyscore.errors import did_you_mean, sentence
from strategyscore.model.criteria import Levels
from strategyscore.model.nodes import Criterion, Group, Node
from strategyscore.model.settings import Adjustment, Gate

Fault = tuple[tuple[str | int, ...], str]  # where below the group's entry in a file, and what is wrong


def reference_faults(root: Group, scale: tuple[float, float]) -> Iterator[tuple[Group, Fault]]:
    """What is wrong with the gates and adjustments of a whole tree, by the group that has them.

    Parameters
    ----------
    root : Group
    scale : tuple of float
    """
    nodes = {node.path: node for node in root.walk()}
    for group in nodes.values():
        if isinstance(group, Group):
            for index, gate in enumerate(group.gates):
                for at, message in _gate_faults(group, gate, nodes, scale):
                    yield group, (("gates", index, *at), message)
            for index, item in enumerate(group.adjust):
                for at, message in _adjustment_faults(item, nodes):
                    yield group, (("adjust", index, *at), message)


def _unknown(name: str, nodes: Mapping[str, Node]) -> str:
    return sentence(f"there is no criterion {name!r}", did_you_mean(name, nodes) or "name one of this rubric")


def _gate_faults(group: Group, gate: Gate, nodes: Mapping[str, Node], scale: tuple[float, float]) -> Iterator[Fault]:
    node = nodes.get(gate.criterion)
    if node is None:
        yield ("criterion",), _unknown(gate.criterion, nodes)
        return
    if not isinstance(node, Criterion) and node not in [*group.walk()][1:]:
        message = f"{gate.criterion!r} is neither a criterion nor a group below {group.title!r}; name one that is"
        yield ("criterion",), message
    low, high = ends_of(node, scale)
    if not low < gate.at_least <= high:
        message = f"{node.title!r} goes from {low:g} to {high:g}, so {gate.at_least:g} is always or never reached"
        yield ("at_least",), f"{message}; write a number above {low:g}, and at most {high:g}"
    if gate.cap is not None and not scale[0] <= gate.cap < scale[1]:
        message = f"a cap of {gate.cap:g} does nothing on a scale from {scale[0]:g} to {scale[1]:g}; write one within"
        yield ("otherwise", "cap"), message


def _adjustment_faults(item: Adjustment, nodes: Mapping[str, Node]) -> Iterator[Fault]:
    node = nodes.get(item.criterion)
    if node is None:
        yield ("criterion",), _unknown(item.criterion, nodes)
        return
    levels = sorted(node.levels) if isinstance(node, Levels) else []
    if not levels:
        yield ("criterion",), f"{item.criterion!r} has no levels to take factors by; name a criterion with levels"
        return
    named = dict(item.factors)
    lacking = [str(level) for level in levels if level not in named]
    if lacking:
        message = f"level {', '.join(lacking)} of {item.criterion!r} has no factor; write one, 1 where nothing changes"
        yield ("factors",), message
    for level in named:
        if level not in levels:
            few = ", ".join(map(str, levels[:20]))
            yield ("factors", level), f"{level} is no level of {item.criterion!r}; its levels are {few}"


def ends_of(node: Node, scale: tuple[float, float]) -> tuple[float, float]:
    """The least and the most that a gate can ask of a node: its levels, its share of yes, or a score."""
    own = node.asked if isinstance(node, Criterion) else None
    return scale if own is None else own


def kept(group: Group, gone: set[str]) -> Group:
    """A group without the gates and adjustments that rest on what is left out."""
    return dataclasses.replace(
        group,
        gates=tuple(gate for gate in group.gates if gate.criterion not in gone),
        adjust=tuple(item for item in group.adjust if item.criterion not in gone),
    )
