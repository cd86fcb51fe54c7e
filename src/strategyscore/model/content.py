"""A rubric as plain data: the content of the file that says it."""

from __future__ import annotations

from typing import Any

from strategyscore.model.nodes import Criterion, Group, Node
from strategyscore.model.rubric import Rubric
from strategyscore.model.settings import USUAL_PANEL

FORMAT = 1


def rubric_content(rubric: Rubric) -> dict[str, Any]:
    """What stands in the file of a rubric, key by key; rubrics that it includes become groups."""
    content: dict[str, Any] = {"format": FORMAT, "rubric": rubric.id, "title": rubric.title, "version": rubric.version}
    content |= {name: value for name in ("about", "source") if (value := getattr(rubric, name))}
    content["scale"] = list(rubric.scale)
    if rubric.decimals is not None:
        content["decimals"] = rubric.decimals.content
    content |= _methods(rubric.root)
    missing = rubric.root.missing.below(rubric.missing) if rubric.root.missing else rubric.missing
    content["missing"] = {"rule": missing.rule, "minimum_coverage": missing.minimum_coverage}
    if missing.minimum_answered:
        content["missing"]["minimum_answered"] = missing.minimum_answered
    if rubric.screen is not None:
        content["screen"] = {"minimum_coverage": rubric.screen.minimum_coverage, "by": rubric.screen.by}
    content["confidence"] = {name: getattr(rubric.confidence, name) for name in ("high", "medium", "low")}
    if rubric.confidence.two_levels:
        content["confidence"]["two_levels"] = rubric.confidence.two_levels
    if rubric.confidence.measured is not None:
        content["confidence"]["measured"] = str(rubric.confidence.measured)
    for name in ("impute", "treat"):
        if (choice := getattr(rubric, name)).method != "none":
            content[name] = choice.content
    content |= {name: said for name, usual in USUAL_PANEL.items() if (said := getattr(rubric, name)) != usual}
    content["criteria"] = [_entry(child) for child in rubric.root.children]
    if rubric.changes:
        content["changes"] = [
            {"version": change.version, "date": str(change.date), "what": change.what} for change in rubric.changes
        ]
    return content


def _entry(node: Node) -> dict[str, Any]:
    content: dict[str, Any] = {"id": node.id, "title": node.title}
    if node.weight != 1:
        content["weight"] = node.weight
    content |= {name: value for name in ("short", "question", "why", "evidence") if (value := getattr(node, name))}
    if isinstance(node, Group):
        content |= _methods(node)
        if node.missing is not None and node.missing.content:
            content["missing"] = node.missing.content
        return content | {"criteria": [_entry(child) for child in node.children]}
    assert isinstance(node, Criterion)
    return content | node.content()


def _methods(group: Group) -> dict[str, Any]:
    content: dict[str, Any] = {"aggregate": group.aggregate.content}
    if group.weights.method != "given":
        content["weights"] = group.weights.content
    if group.rescale:
        content["rescale"] = group.rescale
    if group.multiply_by is not None:
        content["multiply_by"] = group.multiply_by
    if group.adjust:
        content["adjust"] = [{"criterion": item.criterion, "factors": dict(item.factors)} for item in group.adjust]
    if group.gates:
        content["gates"] = [gate.content for gate in group.gates]
    if group.bands:
        content["bands"] = {band.name: band.start for band in group.bands}
    return content
