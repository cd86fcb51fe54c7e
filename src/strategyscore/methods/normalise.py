"""Values to a common scale.

Every function takes an array whose first axis is the countries, higher is better, and works on each column by itself.
NaN is missing and stays NaN. A column that has no spread, where the method needs one, is an error and never NaN.

The definitions follow COINr's, whose results they can be held against, and the OECD/JRC Handbook on Constructing
Composite Indicators (2008), section 5.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Annotated, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from pydantic import Field, model_validator

from strategyscore.errors import ScoringError, did_you_mean, sentence
from strategyscore.methods.fields import Number, Positive, Range, Shape, Text, mend
from strategyscore.methods.register import normalisation

Floats = NDArray[np.float64]
Scale = tuple[float, float]


class _Goalposts(Shape):
    """Two fixed ends, in the unit of the value."""

    low: Number
    high: Number
    clip: bool = True
    range: Range | None = None

    @model_validator(mode="after")
    def _rises(self) -> _Goalposts:
        if self.low >= self.high:
            raise mend(f"low {self.low:g} is not below high {self.high:g}; put the lower first")
        return self


@normalisation(
    "goalposts",
    alone=True,
    settings=_Goalposts,
    turns="result",
    by_column=("low", "high"),
    in_unit=("low", "high"),
    span=lambda raw, settings: settings["high"] - settings["low"],
)
def goalposts(values: ArrayLike, low: ArrayLike, high: ArrayLike, *, clip: bool = True) -> Floats:
    """Place values between two fixed ends: 0 at `low`, 1 at `high`.

    Parameters
    ----------
    values : array_like, shape (countries, ...)
        In the unit of the goalposts.
    low, high : float or array_like
        The ends, for all columns or for each.
    clip : bool
        Whether what lies outside is put on the nearer end.
    """
    low, high = np.asarray(low, dtype=np.float64), np.asarray(high, dtype=np.float64)
    shares = (np.asarray(values, dtype=np.float64) - low) / (high - low)
    return np.clip(shares, 0.0, 1.0) if clip else np.asarray(shares)


class _Piecewise(Shape):
    """Corners of a broken line."""

    points: Annotated[
        list[Annotated[list[Number], Field(min_length=2, max_length=2)]],
        Field(min_length=2, description="a value and its share of the scale, from 0 to 1, the values rising"),
    ]

    @model_validator(mode="after")
    def _rise(self) -> _Piecewise:
        for (before, _), (value, _) in pairwise(self.points):
            if value <= before:
                raise mend(f"the value {value:g} comes after {before:g}; write the points in rising order")
        if strange := next((share for _, share in self.points if not 0 <= share <= 1), None):
            raise mend(f"{strange:g} is no share of the scale; write one from 0 to 1")
        return self


@normalisation("piecewise", phrase="piecewise goalposts", settings=_Piecewise, turns="result", alone=True)
def piecewise(values: ArrayLike, points: Sequence[Sequence[float]]) -> Floats:
    """Place values on a line through fixed points; what lies beyond the outermost ones is put on them.

    Parameters
    ----------
    values : array_like, shape (countries, ...)
        After the transforms of the criterion.
    points : sequence of pairs
        A value, in that unit, and its share of the scale; values rise, shares need not.
    """
    at, shares = np.asarray(points, dtype=np.float64).T
    return np.asarray(np.interp(np.asarray(values, dtype=np.float64), at, shares))


class _TwoSided(Shape):
    """A range that is best, and the ends on either side of it."""

    low: Number
    best: Annotated[list[Number], Field(min_length=2, max_length=2, description="where the best range begins and ends")]
    high: Number

    @model_validator(mode="after")
    def _rise(self) -> _TwoSided:
        first, last = self.best
        if not self.low < first <= last < self.high:
            raise mend("the goalposts do not rise; write low below best, and best below high")
        return self


@normalisation("two_sided", phrase="two-sided goalposts", settings=_TwoSided, turns="result", alone=True)
def two_sided(values: ArrayLike, low: float, best: Sequence[float], high: float) -> Floats:
    """Place values by how near they are to a best range: 1 within it, 0 from `low` down and from `high` up.

    Parameters
    ----------
    values : array_like, shape (countries, ...)
        After the transforms of the criterion.
    low, high : float
        The ends, in that unit.
    best : pair of float
        Where the best range begins and ends.
    """
    corners = {low: 0.0, best[0]: 1.0, best[1]: 1.0, high: 0.0}  # a best point is one corner
    return piecewise(values, list(corners.items()))


@normalisation("minmax", phrase="min-max", span=lambda raw, settings: float(np.nanmax(raw) - np.nanmin(raw)))
def minmax(values: ArrayLike) -> Floats:
    """Place values between the smallest and the largest of their column: 0 and 1.

    Raises
    ------
    ScoringError
        If all present values of a column are equal.
    """
    array = np.asarray(values, dtype=np.float64)
    low, high = _ends(array)
    need_spread(low == high, "all present values are equal, so there is no range to place them in")
    return np.asarray((array - low) / (high - low))


@normalisation("zscore", phrase="z-scores", share=False)
def zscore(values: ArrayLike, mean: Number = 0.0, sd: Positive = 1.0) -> Floats:
    """Shift and stretch each column to a mean and a standard deviation (of a sample, n - 1).

    Raises
    ------
    ScoringError
        If all present values of a column are equal, or there is only one.
    """
    array = np.asarray(values, dtype=np.float64)
    present = ~np.isnan(array)
    count = present.sum(axis=0)
    centre = np.divide(np.sum(array, axis=0, where=present), count, out=np.zeros(array.shape[1:]), where=count > 0)
    low, high = _ends(array)
    need_spread((low == high) | (count == 1), "all present values are equal, so they have no standard deviation")
    squares = np.sum(np.square(array - centre), axis=0, where=present)
    spread = np.sqrt(np.divide(squares, count - 1, out=np.ones(array.shape[1:]), where=count > 1))
    return np.asarray((array - centre) / spread * sd + mean)


def distance_to_reference(values: ArrayLike, row: int, *, clip: bool = False) -> Floats:
    """Place values between the smallest (0) and the value of one row (1).

    Parameters
    ----------
    values : array_like, shape (countries, ...)
    row : int
        The reference country's.
    clip : bool
        Whether what exceeds the reference counts as 1.

    Raises
    ------
    ScoringError
        If the reference is missing, or the smallest itself.
    """
    array = np.asarray(values, dtype=np.float64)
    need_spread(np.isnan(array[row]), "the value of the reference country is missing")
    return _placed_to(array, array[row], clip, "the reference country has the smallest value, so there is no distance")


@normalisation("distance_to_maximum")
def distance_to_maximum(values: ArrayLike) -> Floats:
    """1 less the distance to the largest value, as a share of the column's range; the same as `minmax`."""
    return minmax(values)


@normalisation("fraction_of_maximum", turns="itself")
def fraction_of_maximum(values: ArrayLike, *, lower_is_better: bool = False) -> Floats:
    """Values as shares of the largest of their column; where less is better, the smallest as a share of each.

    Raises
    ------
    ScoringError
        If the largest is not above zero; where less is better, if a value is not.
    """
    array = np.asarray(values, dtype=np.float64)
    low, high = _ends(array)
    if lower_is_better:
        need_spread(low <= 0, "a value is not above 0, so the smallest is no share of it")
        return np.asarray(low / array)
    need_spread((high <= 0) & np.isfinite(high), "the largest value is not above 0, so there are no shares of it")
    return np.asarray(array / high)


def place_to_target(values: ArrayLike, goal: ArrayLike, *, clip: bool = False) -> Floats:
    """Place values between the smallest (0) and a target (1).

    Raises
    ------
    ScoringError
        If the target is the smallest value.
    """
    return _placed_to(
        np.asarray(values, dtype=np.float64),
        np.asarray(goal, dtype=np.float64),
        clip,
        "the target is not above the smallest value, so there is no distance to it",
    )


class _Reference(Shape):
    """A country that others are held against."""

    reference: Text
    clip: bool = True
    range: Range | None = None


@normalisation("distance_to_reference", settings=_Reference)
def _distance_to_reference(values: ArrayLike, reference: str, clip: bool, *, codes: Sequence[str]) -> Floats:
    """The distance to a reference country, which has the top of the scale."""
    if reference not in codes:
        near = did_you_mean(reference, codes)
        raise ScoringError(sentence(f"the reference country {reference!r} is not among them", near))
    return distance_to_reference(values, list(codes).index(reference), clip=clip)


class _Target(Shape):
    """A value to reach."""

    target: Number
    clip: bool = True
    range: Range | None = None


@normalisation("target", phrase="distance to a target", settings=_Target, turns="itself", by_column=("target",))
def _to_the_target(values: ArrayLike, target: ArrayLike, clip: bool, *, lower_is_better: bool) -> Floats:
    """The distance from the worst value to a target, which has the top of the scale."""
    goal = np.asarray(target, dtype=np.float64)
    if lower_is_better:
        return place_to_target(-np.asarray(values, dtype=np.float64), -goal, clip=clip)
    return place_to_target(values, goal, clip=clip)


class _InRange(Shape):
    """Where the values lie; the scale where nothing is said."""

    range: Range | None = None


def _ends_as_they_are(values: Floats, settings: Mapping[str, Any], scale: Scale) -> tuple[Any, Any]:
    """The ends of the scale, or beyond them what the others have."""
    low, high = settings["range"] or scale
    least, greatest = _ends(values)
    return np.fmin(low, least), np.fmax(high, greatest)


@normalisation(
    "none",
    phrase="values as they are",
    share=False,
    settings=_InRange,
    turns="itself",
    ends=_ends_as_they_are,
    alone=True,
)
def _as_they_are(
    values: ArrayLike, range: Sequence[float] | None = None, *, lower_is_better: bool, scale: Scale
) -> Floats:
    """Values that are on the scale already; where less is better, turned round within it."""
    array = np.asarray(values, dtype=np.float64)
    low, high = range or scale
    return low + high - array if lower_is_better else array


def to_range(shares: ArrayLike, low: float, high: float) -> Floats:
    """Stretch 0 to 1 onto a range."""
    return low + (high - low) * np.asarray(shares, dtype=np.float64)


def _placed_to(array: Floats, goal: Floats, clip: bool, why: str) -> Floats:
    low, _ = _ends(array)
    need_spread((goal <= low) & np.isfinite(low), why)
    shares = (array - low) / (goal - low)
    return np.minimum(shares, 1.0) if clip else np.asarray(shares)


def _ends(array: Floats) -> tuple[Floats, Floats]:
    present = ~np.isnan(array)
    low = np.min(array, axis=0, where=present, initial=np.inf)
    high = np.max(array, axis=0, where=present, initial=-np.inf)
    return np.asarray(low), np.asarray(high)


def need_spread(bad: ArrayLike, why: str) -> None:
    """Raise with the positions of the columns that have none."""
    columns = np.flatnonzero(bad)
    if len(columns):
        raise ColumnError(why, columns.tolist())


class ColumnError(ScoringError):
    """Some columns do not allow the method.

    Attributes
    ----------
    why : str
    columns : list of int
        Their positions in the array.
    """

    def __init__(self, why: str, columns: list[int]) -> None:
        self.why = why
        self.columns = columns
        super().__init__(f"{why} (column {', '.join(map(str, columns))})")

    def __reduce__(self) -> tuple[Any, ...]:
        # by default an exception is built anew from its text alone, which ends a pool of processes
        return type(self), (self.why, self.columns)
