"""The treatment of outliers.

Every function takes an array whose first axis is the countries, works on each column by itself, and leaves NaN, which
is missing, as it is. Source: OECD/JRC, Handbook on Constructing Composite Indicators (2008), section 4. Skewness and
kurtosis are the sample-adjusted ones, G1 and G2, that spreadsheets and COINr use.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from pydantic import Field, model_validator

from strategyscore.methods.fields import Positive, Shape, Share, mend
from strategyscore.methods.register import treatment

Floats = NDArray[np.float64]


def skewness(values: ArrayLike) -> Floats:
    r"""Adjusted skewness of each column, :math:`G_1`; NaN for fewer than 3 values, or equal ones."""
    n, second, third, _ = _moments(values)
    with np.errstate(invalid="ignore", divide="ignore"):
        result = third / second**1.5 * np.sqrt(n * (n - 1)) / (n - 2)
    return np.where((n < 3) | (second == 0), np.nan, result)


def kurtosis(values: ArrayLike) -> Floats:
    r"""Adjusted excess kurtosis of each column, :math:`G_2`; NaN for fewer than 4 values, or equal ones."""
    n, second, _, fourth = _moments(values)
    with np.errstate(invalid="ignore", divide="ignore"):
        excess = fourth / second**2 - 3
        result = ((n + 1) * excess + 6) * (n - 1) / ((n - 2) * (n - 3))
    return np.where((n < 4) | (second == 0), np.nan, result)


def is_outlying(values: ArrayLike, skew: float = 2.0, kurt: float = 3.5) -> NDArray[np.bool_]:
    """Whether a column's absolute skewness and its kurtosis both reach their limits, the usual rule."""
    with np.errstate(invalid="ignore"):
        return np.asarray((np.abs(skewness(values)) >= skew) & (kurtosis(values) >= kurt))


def winsorise(values: ArrayLike, points: int, skew: float = 2.0, kurt: float = 3.5) -> Floats:
    """Pull in the outermost points of one column until it is no longer outlying.

    The largest value (the smallest, where the column is skewed to the left) takes the value of the next one inward,
    again and again, for at most `points` points; points that are tied go together.

    Parameters
    ----------
    values : array_like, shape (countries,)
    points : int
        At most so many points are changed, but for ties.
    skew, kurt : float
        See `is_outlying`.
    """
    result = np.array(values, dtype=np.float64)
    high: NDArray[np.intp] = np.array([], dtype=np.intp)
    low = high
    while is_outlying(result, skew, kurt) and len(high) + len(low) < points:
        if skewness(result) >= 0:
            high = np.flatnonzero(result == np.nanmax(result))
            result[high] = np.nanmax(np.delete(result, high))
        else:
            low = np.flatnonzero(result == np.nanmin(result))
            result[low] = np.nanmin(np.delete(result, low))
    return result


def clip_quantiles(values: ArrayLike, low: float, high: float) -> Floats:
    """Put what lies outside two quantiles of its column on them."""
    array = np.asarray(values, dtype=np.float64)
    return np.clip(array, np.nanquantile(array, low, axis=0), np.nanquantile(array, high, axis=0))


def shifted_log(values: ArrayLike) -> Floats:
    r"""A logarithm that bears zeros and negative values, :math:`\log(x - \min x + 0.01 (\max x - \min x))`.

    It draws in a column's right tail; see `log_of_the_tail` for one skewed to the left.
    """
    array = np.asarray(values, dtype=np.float64)
    low, high = np.nanmin(array, axis=0), np.nanmax(array, axis=0)
    return np.asarray(np.log(array - low + 0.01 * (high - low)))


def log_of_the_tail(values: ArrayLike) -> Floats:
    """`shifted_log` of a column skewed to the right, and of the mirror image of one skewed to the left.

    A column and its mirror image are treated alike: the order of the values stays.
    """
    array = np.asarray(values, dtype=np.float64)
    left = skewness(array) < 0
    return np.where(left, -shifted_log(-array), shifted_log(array))


class _Winsorise(Shape):
    """How far outliers are pulled in, and which columns have them."""

    points: Annotated[int, Field(ge=1)] | None = None
    quantiles: Annotated[list[Share], Field(min_length=2, max_length=2)] | None = None
    skewness: Positive = 2.0
    kurtosis: Positive = 3.5
    then: Annotated[
        Literal["log", "log_of_winsorised"] | None,
        Field(description="where that is not enough: the logarithm of the column as it was, or as it is by then"),
    ] = None

    @model_validator(mode="after")
    def _one_of_two(self) -> _Winsorise:
        if (self.points is None) == (self.quantiles is None):
            raise mend("winsorise takes 'points' or 'quantiles'; give one of the two")
        if self.quantiles and self.quantiles[0] >= self.quantiles[1]:
            raise mend("the quantiles fall; put the lower first")
        return self


@treatment("none")
def _none(values: ArrayLike) -> Floats:
    """Outliers stay as they are."""
    return np.asarray(values, dtype=np.float64)


@treatment("winsorise", phrase="winsorised", settings=_Winsorise)
def _winsorise(
    values: ArrayLike,
    points: int | None,
    quantiles: Sequence[float] | None,
    skewness: float,
    kurtosis: float,
    then: str | None,
) -> tuple[Floats, list[str]]:
    """Outlying columns are winsorised; where that is not enough, the logarithm may take the place of that."""
    before = np.asarray(values, dtype=np.float64)
    after, actions = before.copy(), np.full(before.shape[1], "none", dtype=object)
    for column in np.flatnonzero(is_outlying(before, skewness, kurtosis)):
        one = before[:, column]
        pulled = clip_quantiles(one, *quantiles) if quantiles else winsorise(one, points or 0, skewness, kurtosis)
        after[:, column], actions[column] = pulled, "winsorised"
    if then is not None:
        again = np.flatnonzero((actions == "winsorised") & is_outlying(after, skewness, kurtosis))
        after[:, again] = log_of_the_tail((before if then == "log" else after)[:, again])
        actions[again] = "log" if then == "log" else "winsorised, log"
    return after, list(actions)


class _Log(Shape):
    """Which columns have outliers, and what is done where the logarithm is not enough."""

    skewness: Positive = 2.0
    kurtosis: Positive = 3.5
    then: Literal["winsorise"] | None = None
    points: Annotated[int, Field(ge=1, description="at most so many are pulled in by 'then: winsorise'")] | None = None

    @model_validator(mode="after")
    def _together(self) -> _Log:
        if (self.then is None) != (self.points is None):
            raise mend("'then: winsorise' and 'points' go together; give both or none")
        return self


@treatment("log", phrase="logarithm", settings=_Log)
def _log(
    values: ArrayLike, skewness: float, kurtosis: float, then: str | None, points: int | None
) -> tuple[Floats, list[str]]:
    """The logarithm of outlying columns; where that is not enough, its outermost points may be pulled in."""
    before = np.asarray(values, dtype=np.float64)
    after, actions = before.copy(), np.full(before.shape[1], "none", dtype=object)
    columns = np.flatnonzero(is_outlying(before, skewness, kurtosis))
    after[:, columns], actions[columns] = log_of_the_tail(before[:, columns]), "log"
    if then is not None:
        for column in columns[is_outlying(after[:, columns], skewness, kurtosis)]:
            after[:, column] = winsorise(after[:, column], points or 0, skewness, kurtosis)
            actions[column] = "log, winsorised"
    return after, list(actions)


def _moments(values: ArrayLike) -> tuple[Floats, Floats, Floats, Floats]:
    """The count and the second to fourth central moments of each column."""
    array = np.asarray(values, dtype=np.float64)
    present = ~np.isnan(array)
    n = present.sum(axis=0).astype(np.float64)
    with np.errstate(invalid="ignore", divide="ignore"):
        off = np.where(present, array - np.sum(array, axis=0, where=present) / n, 0.0)
        second, third, fourth = (np.sum(off**power, axis=0) / n for power in (2, 3, 4))
    return n, np.asarray(second), np.asarray(third), np.asarray(fourth)
