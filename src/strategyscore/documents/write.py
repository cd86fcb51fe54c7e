"""A rubric as the text of its YAML file."""

from __future__ import annotations

from typing import Any

from strategyscore.documents.schema.base import Shape
from strategyscore.methods.settings import DivideBy
from strategyscore.model.rubric import Node, Rubric


def to_yaml(rubric: Rubric) -> str:
    """Write a rubric as one YAML file; rubrics that it includes become groups.

    Parameters
    ----------
    rubric : Rubric

    Returns
    -------
    str
        To be saved as ``<id>.yaml``; `load_rubric` reads the same rubric from it.
    """
    import yaml

    root = rubric.root
    content: dict[str, Any] = {"rubric": rubric.id, "title": rubric.title, "version": rubric.version}
    content |= {name: value for name in ("about", "source") if (value := getattr(rubric, name))}
    content["scale"] = list(rubric.scale)
    if rubric.decimals is not None:
        content["decimals"] = rubric.decimals
    content |= _group(root)
    for name in ("missing", "confidence", "impute", "treat"):
        if settings := _settings(getattr(rubric, name)):
            content[name] = settings
    content["criteria"] = [_node(child) for child in root.children]
    if rubric.changes:
        content["changes"] = [
            {"version": change.version, "date": str(change.date), "what": change.what} for change in rubric.changes
        ]
    return yaml.safe_dump(content, sort_keys=False, allow_unicode=True, width=118)


def _node(node: Node) -> dict[str, Any]:
    content: dict[str, Any] = {"id": node.id, "title": node.title}
    if node.weight != 1:
        content["weight"] = node.weight
    content |= {name: value for name in ("question", "why", "evidence") if (value := getattr(node, name))}
    if not node.is_leaf:
        return content | _group(node) | {"criteria": [_node(child) for child in node.children]}
    if node.kind != "quantity":
        return content | {node.kind: dict(node.levels if node.kind == "levels" else node.checklist)}
    content["unit"] = node.unit
    if node.direction != "higher":
        content["direction"] = node.direction
    if node.transform:
        steps = [{"divide_by": step.divide_by} if isinstance(step, DivideBy) else step for step in node.transform]
        content["transform"] = steps if len(steps) > 1 else steps[0]
    content["normalise"] = _settings(node.normalise)
    if node.treat is not None:
        content["treat"] = _settings(node.treat) or "none"
    return content


def _group(node: Node) -> dict[str, Any]:
    content: dict[str, Any] = {"aggregate": _settings(node.aggregate) or "arithmetic"}
    if weights := _settings(node.weighting):
        content["weights"] = weights
    if node.rescale:
        content["rescale"] = node.rescale
    return content


def _settings(shape: Shape | None) -> Any:
    """What differs from the defaults; the bare name of a method that has no settings."""
    if shape is None:
        return None
    content = shape.model_dump(exclude_defaults=True)
    if "method" in type(shape).model_fields and type(shape).model_fields["method"].is_required():
        content = {"method": shape.method, **content}  # type: ignore[attr-defined]
    return content["method"] if list(content) == ["method"] else content
