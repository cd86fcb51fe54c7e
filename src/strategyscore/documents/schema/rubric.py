"""The shape of a rubric file: every key that it may have."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Discriminator, Field, Tag, model_validator

from strategyscore import limits
from strategyscore.documents.schema.base import Date
from strategyscore.documents.schema.choices import (
    AggregationField,
    ImputationField,
    NormalisationField,
    TreatmentField,
    WeightingField,
)
from strategyscore.documents.schema.transforms import DivideBy, Transforms
from strategyscore.methods.fields import (
    IDENTIFIER,
    Identifier,
    NotNegative,
    Number,
    Positive,
    Probability,
    Shape,
    Share,
    Text,
    Title,
    mend,
)
from strategyscore.methods.registry import Choice
from strategyscore.model import criteria
from strategyscore.model.nodes import Criterion

Rule = Annotated[
    Literal["available", "worst", "withhold"],
    Field(
        description="the weight of what is missing goes to its siblings (where nothing is said); or it counts at its "
        "worst; or the group has no score while something is missing"
    ),
]
MinimumAnswered = Annotated[
    Share, Field(description="where less of the children's weight is answered, the group's answers are set aside")
]


Over = Annotated[
    Literal["all", "each"],
    Field(
        description="of a panel: whether what rests on the data, such as a min-max, runs over all years together "
        "(where nothing is said), or within each"
    ),
]
Fill = Annotated[
    Literal["none", "last", "linear"],
    Field(
        description="of a panel: what stands in for a gap of a country's series: nothing; the last value; or, of "
        "quantities, what lies on the straight line between its neighbours"
    ),
]


class MissingHere(Shape):
    """What is done about missing answers in a group and in those below it that say nothing else."""

    rule: Rule | None = None
    minimum_answered: MinimumAnswered | None = None

    @model_validator(mode="before")
    @classmethod
    def _at_the_top(cls, value: Any) -> Any:
        if cls is MissingHere and isinstance(value, dict) and "minimum_coverage" in value:
            raise mend("'minimum_coverage' holds for the whole rubric; write it under 'missing' at the top")
        return value


class Missing(MissingHere):
    """What is done about missing answers."""

    minimum_coverage: Annotated[
        Share, Field(description="a node of which less is answered is marked as thin, and not ranked")
    ] = 0.0


Digits = Annotated[int, Field(ge=0, le=12)]


class Rounding(Shape):
    """How scores are rounded, decided on the decimal value."""

    digits: Annotated[Digits, Field(description="how many decimals")]
    half: Annotated[
        Literal["up", "even"], Field(description="where a half goes: away from zero, or to the even digit")
    ] = "up"
    at: Annotated[
        Literal["root", "every_node"],
        Field(description="the rubric's own score is rounded, or that of every node before it is used again"),
    ] = "root"


def _rounding(value: Any) -> str:
    return "<rounding>" if isinstance(value, dict) else "<digits>"


RoundingField = Annotated[
    Annotated[Digits, Tag("<digits>")] | Annotated[Rounding, Tag("<rounding>")], Discriminator(_rounding)
]


class Screen(Shape):
    """Which countries are scored: of which less is answered is left out before anything is normalised."""

    minimum_coverage: Probability
    by: Annotated[
        Literal["weight", "criteria"], Field(description="a share of the weight, or of the number of criteria")
    ] = "weight"


class Confidence(Shape):
    """The probability that a level stated with this confidence is the right one."""

    high: Probability = 0.95
    medium: Probability = 0.80
    low: Probability = 0.60
    two_levels: Annotated[Share, Field(description="of the errors, how many reach two levels")] = 0.0
    measured: Annotated[Date, Field(description="when they were worked out from two coders' agreement")] | None = None


LevelNumber = Annotated[int, Field(ge=-limits.LEVEL_SIZE, le=limits.LEVEL_SIZE)]


class Level(Shape):
    """An anchor with more than its text."""

    text: Text
    short: (
        Annotated[str, Field(min_length=1, max_length=40, description="its text in few letters, for charts")] | None
    ) = None
    points: Annotated[Number, Field(description="what it counts, where levels are not equal steps")] | None = None
    code: Annotated[Identifier, Field(description="the word for it in tables")] | None = None


class Change(Shape):
    """An entry of a rubric's history."""

    version: Text
    date: Date
    what: Text


class _Weighted(Shape):
    weight: Annotated[NotNegative, Field(description="relative to its siblings; 0 switches it off")] = 1.0


class Include(_Weighted):
    """Another rubric as a child."""

    include: Annotated[Text, Field(max_length=limits.NAME_LETTERS)]


class _Named(_Weighted):
    id: Identifier
    title: Title | None = None
    short: Annotated[Text, Field(max_length=40, description="its title in few letters, for charts")] | None = None
    question: Text | None = None
    why: Text | None = None
    evidence: Text | None = None


def _by_number(value: Any) -> Any:
    """Levels that are named by words get numbers from 0, in the order of their points, or else in that of the file."""
    if not isinstance(value, dict) or not value or not all(isinstance(key, str) for key in value):
        return value
    if any(re.fullmatch(r"[-+]?[0-9]+", key) or not re.fullmatch(IDENTIFIER, key) for key in value):
        return value

    def points(item: Any) -> float:
        counts = item.get("points") if isinstance(item, dict) else None
        return float(counts) if isinstance(counts, int | float) else 0.0

    ordered = sorted(value.items(), key=lambda pair: points(pair[1]))
    return {
        number: {**(item if isinstance(item, dict) else {"text": item}), "code": key}
        for number, (key, item) in enumerate(ordered)
    }


class Levels(_Named):
    """A leaf answered by one level of an anchored ordinal scale."""

    levels: Annotated[
        dict[LevelNumber, Text | Level],
        Field(min_length=2, max_length=limits.LEVELS),
        BeforeValidator(_by_number),  # after the limits, so that the JSON Schema has them as those of an object
        Field(description="the anchors by level, worst first; or by words, in the order of their points"),
    ]

    def criterion(self, **head: Any) -> Criterion:
        """The criterion that it says, with a head that follows from its place in the tree."""
        anchors = sorted(self.levels.items())
        return criteria.Levels(
            **head,
            levels={level: item if isinstance(item, str) else item.text for level, item in anchors},
            shorts={level: item.short for level, item in anchors if isinstance(item, Level) and item.short},
            points={
                level: item.points for level, item in anchors if isinstance(item, Level) and item.points is not None
            },
            codes={level: item.code for level, item in anchors if isinstance(item, Level) and item.code},
        )


class Item(Shape):
    """A question of a checklist with more than its text."""

    text: Text
    weight: Annotated[Positive, Field(description="relative to the other questions")] = 1.0


class Checklist(_Named):
    """A leaf answered item by item with yes, partly or no."""

    checklist: Annotated[dict[Identifier, Text | Item], Field(min_length=1, description="questions by item")]

    def criterion(self, **head: Any) -> Criterion:
        """As for levels."""
        items = {name: item if isinstance(item, Item) else Item(text=item) for name, item in self.checklist.items()}
        return criteria.Checklist(
            **head,
            checklist={name: item.text for name, item in items.items()},
            weights={name: item.weight for name, item in items.items() if item.weight != 1},
        )


class Quantity(_Named):
    """A leaf answered by a number."""

    unit: Text
    normalise: NormalisationField
    direction: Literal["higher", "lower"] = "higher"
    transform: Transforms = []
    treat: TreatmentField | None = None
    multiply_by: Annotated[Text, Field(description="a column of the table: the score is multiplied by it")] | None = (
        None
    )

    def criterion(self, **head: Any) -> Criterion:
        """As for levels."""
        steps = (step if isinstance(step, str) else criteria.DivideBy(step.divide_by) for step in self.transform)
        return criteria.Quantity(
            **head,
            unit=self.unit,
            normalise=self.normalise,
            direction=self.direction,
            transform=tuple(steps),
            treat=self.treat,
            multiply_by=self.multiply_by,
        )


Bands = Annotated[
    dict[Annotated[Text, Field(max_length=40)], Number],
    Field(
        min_length=2,
        max_length=limits.BANDS,
        description="named ranges of scores: the lowest score in each",
    ),
]


Column = Annotated[Text, Field(description="a column of the table: the score is multiplied by it")]


class Otherwise(Shape):
    """What holds where a gate is not passed."""

    cap: Annotated[Number, Field(description="the group's score is at most this")]


class Gate(Shape):
    """A minimum that something must reach; without 'otherwise' it only reports."""

    criterion: Annotated[Text, Field(description="the path of a criterion, or of a group below, in this file")]
    at_least: Annotated[Number, Field(description="a level, for a checklist the share of yes, else a score")]
    otherwise: Otherwise | None = None


class Adjustment(Shape):
    """A factor by the level of a criterion: a penalty, a bonus, a halving."""

    criterion: Annotated[Text, Field(description="the path of a criterion with levels, in this file")]
    factors: Annotated[dict[LevelNumber, NotNegative], Field(min_length=2, description="by level; 1 changes nothing")]


Gates = Annotated[list[Gate], Field(min_length=1, max_length=limits.BANDS, description="what must be reached")]
Adjustments = Annotated[list[Adjustment], Field(min_length=1, max_length=limits.BANDS, description="factors by level")]


class Group(_Named):
    """A node with children."""

    criteria: Annotated[list[Entry], Field(min_length=1)]
    aggregate: AggregationField = Choice("arithmetic")
    weights: WeightingField = Choice("given")
    rescale: Literal["minmax"] | None = None
    missing: MissingHere | None = None
    multiply_by: Column | None = None
    adjust: Adjustments = []
    gates: Gates = []
    bands: Bands = {}


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

    format: Literal[1] = 1
    rubric: Annotated[Identifier, Field(description="the file's name without its suffix")]
    title: Title | None = None
    short: Annotated[Text, Field(max_length=40, description="its title in few letters, for charts")] | None = None
    version: Text = "0"
    about: Text | None = None
    source: Text | None = None
    scale: Annotated[list[Number], Field(min_length=2, max_length=2)] = [0.0, 100.0]
    aggregate: AggregationField = Choice("arithmetic")
    weights: WeightingField = Choice("given")
    rescale: Literal["minmax"] | None = None
    multiply_by: Column | None = None
    adjust: Adjustments = []
    gates: Gates = []
    bands: Bands = {}
    decimals: RoundingField | None = None
    missing: Missing = Missing()
    screen: Screen | None = None
    impute: ImputationField = Choice("none")
    treat: TreatmentField = Choice("none")
    over: Over = "all"
    fill: Fill = "none"
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
    "missing": Missing,
    "<rounding>": Rounding,
    "screen": Screen,
    "gates": Gate,
    "otherwise": Otherwise,
    "adjust": Adjustment,
    "confidence": Confidence,
    "transform": DivideBy,
    "changes": Change,
}
