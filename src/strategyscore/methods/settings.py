"""The methods that a rubric may ask for, each with its settings."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from strategyscore.documents.schema.base import Identifier, Number, Shape, Text
from strategyscore.model.problems import did_you_mean

Probability = Annotated[Number, Field(gt=0, le=1)]
Share = Annotated[Number, Field(ge=0, le=1)]


def _mend(message: str) -> PydanticCustomError:
    return PydanticCustomError("mend", "{message}", {"message": message})


def _short(value: Any) -> Any:
    """`aggregate: geometric` is short for `aggregate: {method: geometric}`."""
    return {"method": value} if isinstance(value, str) else value


def _settings(given: Shape, allowed: dict[str, tuple[str, ...]], needed: dict[str, tuple[str, ...]]) -> None:
    """Refuse settings that belong to another method, and ask for those that the method needs."""
    method = given.method  # type: ignore[attr-defined]
    for name in given.model_fields_set - {"method"}:
        owners = [owner for owner, names in allowed.items() if name in names]
        if owners and method not in owners:
            raise _mend(f"{name!r} goes with method {' or '.join(owners)}, not with {method}; remove it")
    for name in needed.get(method, ()):
        if getattr(given, name) is None:
            raise _mend(f"method {method} needs {name!r}; add '{name}: ...'")


class Missing(Shape):
    """What is done about missing answers."""

    rule: Literal["available"] = "available"
    minimum_coverage: Share = 0.0


class Confidence(Shape):
    """The probability that a level stated with this confidence is the right one."""

    high: Probability = 0.95
    medium: Probability = 0.80
    low: Probability = 0.60


class DivideBy(Shape):
    """A quantity is divided by another column of the table."""

    divide_by: Text


Transform = Literal["log", "log10", "sqrt"] | DivideBy
_TRANSFORMS = ("log", "log10", "sqrt")


def _transforms(value: Any) -> Any:
    listed = value if isinstance(value, list) else [value]
    for place, item in enumerate(listed):
        if isinstance(item, str) and item.startswith("divide_by:"):
            listed[place] = {"divide_by": item.removeprefix("divide_by:").strip()}
            continue
        if isinstance(item, str) and item not in _TRANSFORMS:
            near = did_you_mean(item, [*_TRANSFORMS, "divide_by"])
            raise _mend(f"{item!r} is not known here; {near}")
    return listed


Transforms = Annotated[list[Transform], BeforeValidator(_transforms)]


class Imputation(Shape):
    """What stands in for a missing value of a quantity."""

    method: Literal["none", "mean", "median", "group_mean"] = "none"
    group: Text | None = None

    @model_validator(mode="after")
    def _check(self) -> Imputation:
        _settings(self, {"group_mean": ("group",)}, {"group_mean": ("group",)})
        return self


class Treatment(Shape):
    """What is done about outliers of a quantity, if its skewness and kurtosis ask for it."""

    method: Literal["none", "winsorise"] = "none"
    points: Annotated[int, Field(ge=1)] | None = None
    quantiles: Annotated[list[Share], Field(min_length=2, max_length=2)] | None = None
    skewness: Annotated[Number, Field(gt=0)] = 2.0
    kurtosis: Annotated[Number, Field(gt=0)] = 3.5
    then: Literal["log"] | None = None

    @model_validator(mode="after")
    def _check(self) -> Treatment:
        _settings(self, {"winsorise": ("points", "quantiles", "skewness", "kurtosis", "then")}, {})
        if self.method == "winsorise" and (self.points is None) == (self.quantiles is None):
            raise _mend("winsorise takes 'points' or 'quantiles'; give one of the two")
        if self.quantiles and self.quantiles[0] >= self.quantiles[1]:
            raise _mend("the quantiles fall; put the lower first")
        return self


class Normalisation(Shape):
    """How the values of a quantity reach a common scale."""

    method: Literal[
        "goalposts",
        "minmax",
        "zscore",
        "rank",
        "percentile",
        "borda",
        "distance_to_reference",
        "distance_to_maximum",
        "fraction_of_maximum",
        "target",
        "none",
    ]
    low: Number | None = None
    high: Number | None = None
    clip: bool = True
    range: Annotated[list[Number], Field(min_length=2, max_length=2)] | None = None
    mean: Number | None = None
    sd: Annotated[Number, Field(gt=0)] | None = None
    reference: Text | None = None
    target: Number | None = None

    @model_validator(mode="after")
    def _check(self) -> Normalisation:
        capped = ("goalposts", "distance_to_reference", "target")
        allowed = {
            "goalposts": ("low", "high"),
            "zscore": ("mean", "sd"),
            "distance_to_reference": ("reference",),
            "target": ("target",),
        }
        for method in capped:
            allowed[method] = (*allowed[method], "clip")
        for method in ("goalposts", "minmax", "rank", "percentile", "borda", *capped, "distance_to_maximum"):
            allowed[method] = (*allowed.get(method, ()), "range")
        allowed["fraction_of_maximum"] = ("range",)
        needed = {
            "goalposts": ("low", "high"),
            "distance_to_reference": ("reference",),
            "target": ("target",),
        }
        _settings(self, allowed, needed)
        if self.low is not None and self.high is not None and self.low >= self.high:
            raise _mend(f"low {self.low:g} is not below high {self.high:g}; put the lower first")
        if self.range and self.range[0] >= self.range[1]:
            raise _mend("the range falls; put the lower first")
        return self


class Aggregation(Shape):
    """How the children of a node become its score."""

    method: Literal[
        "arithmetic",
        "geometric",
        "harmonic",
        "power",
        "median",
        "minimum",
        "maximum",
        "owa",
        "copeland",
        "borda",
    ]
    p: Number | None = None
    weights: Annotated[list[Annotated[Number, Field(ge=0)]], Field(min_length=1)] | None = None

    @model_validator(mode="after")
    def _check(self) -> Aggregation:
        _settings(self, {"power": ("p",), "owa": ("weights",)}, {"power": ("p",), "owa": ("weights",)})
        if self.weights and sum(self.weights) == 0:
            raise _mend("all weights here are zero; give at least one rank a weight")
        return self


def _fraction(value: Any) -> Any:
    """`1/3` in a pairwise matrix."""
    if isinstance(value, str):
        try:
            return float(Fraction(value.replace(" ", "")))
        except (ValueError, ZeroDivisionError):
            raise _mend(f"{value!r} is not a number; write 3 or 1/3") from None
    return value


Ratio = Annotated[Number, Field(gt=0), BeforeValidator(_fraction)]


class Weighting(Shape):
    """How the children of a node get their weights."""

    method: Literal["given", "equal", "ahp", "budget", "entropy", "critic", "pca", "benefit_of_the_doubt"] = "given"
    matrix: Annotated[list[list[Ratio]], Field(min_length=2)] | None = None
    allow_inconsistent: bool | None = None
    experts: Annotated[dict[Text, dict[Identifier, Annotated[Number, Field(ge=0)]]], Field(min_length=1)] | None = None
    components: Annotated[int, Field(ge=1)] | None = None
    low: Share | None = None
    high: Share | None = None

    @model_validator(mode="after")
    def _check(self) -> Weighting:
        allowed = {
            "ahp": ("matrix", "allow_inconsistent"),
            "budget": ("experts",),
            "pca": ("components",),
            "benefit_of_the_doubt": ("low", "high"),
        }
        _settings(self, allowed, {"ahp": ("matrix",), "budget": ("experts",)})
        if self.low is not None and self.high is not None and self.low > self.high:
            raise _mend("the limits fall; put the lower one at 'low'")
        return self


AggregationField = Annotated[Aggregation, BeforeValidator(_short)]
ImputationField = Annotated[Imputation, BeforeValidator(_short)]
TreatmentField = Annotated[Treatment, BeforeValidator(_short)]
NormalisationField = Annotated[Normalisation, BeforeValidator(_short)]
WeightingField = Annotated[Weighting, BeforeValidator(_short)]
