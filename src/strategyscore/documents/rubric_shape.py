"""The shape of a rubric file: every key that it may have."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Discriminator, Field, Tag
from pydantic_core import PydanticCustomError

from strategyscore.documents.shapes import Date, Identifier, Number, Shape, Text

Method = Literal["arithmetic", "geometric", "harmonic", "power", "median", "minimum", "maximum"]


class Aggregation(Shape):
    """How the children of a node become its score."""

    method: Method
    p: Number | None = None


def _aggregation(value: Any) -> Any:
    """`aggregate: geometric` is short for `aggregate: {method: geometric}`."""
    if isinstance(value, str):
        value = {"method": value}
    if isinstance(value, dict) and (value.get("method") == "power") != ("p" in value):
        raise PydanticCustomError("mend", "'p' goes with method power, and only there; write {method: power, p: 2}")
    return value


class Missing(Shape):
    """What is done about missing answers."""

    rule: Literal["available"] = "available"
    minimum_coverage: Annotated[Number, Field(ge=0, le=1)] = 0.0


Probability = Annotated[Number, Field(gt=0, le=1)]


class Confidence(Shape):
    """The probability that a level stated with this confidence is the right one."""

    high: Probability = 0.95
    medium: Probability = 0.80
    low: Probability = 0.60


class Normalisation(Shape):
    """How the values of a quantity reach the rubric's scale."""

    method: Literal["goalposts", "minmax", "none"]
    low: Number | None = None
    high: Number | None = None
    clip: bool = True


class Change(Shape):
    """An entry of a rubric's history."""

    version: Text
    date: Date
    what: Text


class _Weighted(Shape):
    weight: Annotated[Number, Field(ge=0)] = 1.0


class Include(_Weighted):
    """Another rubric as a child."""

    include: Text


class _Named(_Weighted):
    id: Identifier
    title: Text | None = None
    question: Text | None = None
    why: Text | None = None
    evidence: Text | None = None


class Levels(_Named):
    """A leaf answered by one level of an anchored ordinal scale."""

    levels: Annotated[dict[int, Text], Field(min_length=2)]


class Checklist(_Named):
    """A leaf answered item by item with yes, partly or no."""

    checklist: Annotated[dict[Identifier, Text], Field(min_length=1)]


class Quantity(_Named):
    """A leaf answered by a number."""

    unit: Text
    normalise: Normalisation
    direction: Literal["higher", "lower"] = "higher"
    transform: Literal["log", "log10", "sqrt"] | None = None


class Group(_Named):
    """A node with children."""

    criteria: Annotated[list[Entry], Field(min_length=1)]
    aggregate: Annotated[Aggregation, BeforeValidator(_aggregation)] = Aggregation(method="arithmetic")
    rescale: Literal["minmax"] | None = None


_KINDS = {
    "include": "<include>",
    "criteria": "<group>",
    "levels": "<levels>",
    "checklist": "<checklist>",
    "normalise": "<quantity>",
    "unit": "<quantity>",
}


def _kind(value: Any) -> str | None:
    if isinstance(value, dict):
        return next((tag for key, tag in _KINDS.items() if key in value), "<levels>")
    return "<levels>"


Entry = Annotated[
    Annotated[Include, Tag("<include>")]
    | Annotated[Group, Tag("<group>")]
    | Annotated[Levels, Tag("<levels>")]
    | Annotated[Checklist, Tag("<checklist>")]
    | Annotated[Quantity, Tag("<quantity>")],
    Discriminator(_kind),
]


class RubricFile(Shape):
    """A rubric as it stands in its file."""

    rubric: Identifier
    title: Text | None = None
    version: Text = "0"
    about: Text | None = None
    source: Text | None = None
    scale: Annotated[list[Number], Field(min_length=2, max_length=2)] = [0.0, 100.0]
    aggregate: Annotated[Aggregation, BeforeValidator(_aggregation)] = Aggregation(method="arithmetic")
    rescale: Literal["minmax"] | None = None
    missing: Missing = Missing()
    confidence: Confidence = Confidence()
    criteria: Annotated[list[Entry], Field(min_length=1)]
    changes: list[Change] = []


Group.model_rebuild()
RubricFile.model_rebuild()

# Which shape stands under which key or tag; see `shapes.fit`.
OWNERS: dict[str, type[Shape]] = {
    "<include>": Include,
    "<group>": Group,
    "<levels>": Levels,
    "<checklist>": Checklist,
    "<quantity>": Quantity,
    "aggregate": Aggregation,
    "missing": Missing,
    "confidence": Confidence,
    "normalise": Normalisation,
    "changes": Change,
}
