"""The shape of a rubric file: every key that it may have."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag

from strategyscore.documents.schema.base import Date, Identifier, Number, Shape, Text
from strategyscore.methods.settings import (
    Aggregation,
    AggregationField,
    Confidence,
    DivideBy,
    Imputation,
    ImputationField,
    Missing,
    Normalisation,
    NormalisationField,
    Transforms,
    Treatment,
    TreatmentField,
    Weighting,
    WeightingField,
)


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
    normalise: NormalisationField
    direction: Literal["higher", "lower"] = "higher"
    transform: Transforms = []
    treat: TreatmentField | None = None


class Group(_Named):
    """A node with children."""

    criteria: Annotated[list[Entry], Field(min_length=1)]
    aggregate: AggregationField = Aggregation(method="arithmetic")
    weights: WeightingField = Weighting()
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
    aggregate: AggregationField = Aggregation(method="arithmetic")
    weights: WeightingField = Weighting()
    rescale: Literal["minmax"] | None = None
    decimals: Annotated[int, Field(ge=0, le=12)] | None = None
    missing: Missing = Missing()
    impute: ImputationField = Imputation()
    treat: TreatmentField = Treatment()
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
    "transform": DivideBy,
    "treat": Treatment,
    "impute": Imputation,
    "weights": Weighting,
    "changes": Change,
}
