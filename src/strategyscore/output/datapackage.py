"""A descriptor of the report's tables, after the Data Package standard: every column with its type and meaning."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from strategyscore import schemas as models
from strategyscore.scoring.scores import Scores

if TYPE_CHECKING:
    import pandas as pd

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"


@dataclass(frozen=True)
class Described:
    """A table of the report.

    Attributes
    ----------
    frame : DataFrame
    says : str
        What its rows are.
    model : str or None
        The name of its pandera model in `strategyscore.schemas`.
    others : str
        What a column says that the model does not name; ``{}`` stands for its name.
    key : tuple of str
        The columns that tell rows apart.
    """

    frame: pd.DataFrame
    says: str
    model: str | None = None
    others: str = ""
    key: tuple[str, ...] = ()


def datapackage(scores: Scores, files: Mapping[str, Described], made: str) -> dict[str, Any]:
    """The content of ``datapackage.json``.

    Parameters
    ----------
    scores : Scores
    files : mapping of str to Described
        Each table under its path from the descriptor.
    made : str
        When it was made, in ISO 8601.

    Raises
    ------
    ValueError
        If a column has no description.
    """
    titles = {node.path: node.title for node in scores.rubric.nodes} | {
        child.id: child.title for child in scores.rubric.root.children
    }
    names = {profile.code: profile.name for profile in scores.countries}
    sources = {
        (source.title, source.url)
        for profile in scores.countries
        for source in profile.sources.values()
        if source.url is not None
    }
    return {
        "$schema": PROFILE,
        "name": re.sub(r"[^a-z0-9._-]+", "-", scores.rubric.id.lower()),
        "title": scores.rubric.title,
        "description": scores.rubric.about or scores.rubric.title,
        "version": scores.rubric.version,
        "created": made,
        "sources": [{"title": title, "path": url} for title, url in sorted(sources)],
        "resources": [_resource(path, one, titles | names) for path, one in files.items()],
    }


def _resource(path: str, one: Described, titles: Mapping[str, str]) -> dict[str, Any]:
    frame = one.frame.reset_index() if one.frame.index.name is not None else one.frame
    known = _known(one.model)
    if one.frame.index.name is not None:
        known.setdefault(str(one.frame.index.name), known.get("", "ISO 3166-1 alpha-3"))
    fields = []
    for column in frame.columns:
        name = str(column)
        says = known.get(name) or (one.others.format(titles.get(name, name)) if one.others else "")
        if not says:
            raise ValueError(f"{path}: the column {name!r} has no description")
        fields.append({"name": name, "type": _type(frame[column]), "description": says})
    schema: dict[str, Any] = {"fields": fields, "missingValues": [""]}
    if one.key:
        schema["primaryKey"] = list(one.key)
    return {
        "name": re.sub(r"[^a-z0-9]+", "-", str(PurePosixPath(path).with_suffix("")).lower()),
        "path": path,
        "type": "table",
        "description": one.says,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": schema,
    }


def _known(model: str | None) -> dict[str, str]:
    """What a model says of its columns; its index stands under the empty name."""
    if model is None:
        return {}
    schema = getattr(models, model).to_schema()
    said = {str(name): column.description for name, column in schema.columns.items() if column.description}
    if schema.index is not None and schema.index.description:
        said[""] = schema.index.description
    return said


def _type(column: pd.Series[Any]) -> str:
    from pandas.api.types import is_bool_dtype, is_float_dtype, is_integer_dtype

    if is_bool_dtype(column):
        return "boolean"
    return "integer" if is_integer_dtype(column) else "number" if is_float_dtype(column) else "string"
