"""Step 4: values to a common scale.

Every function takes an array whose first axis is the countries, higher is better, and works on each column by itself.
NaN is missing and stays NaN. A column that has no spread, where the method needs one, is an error and never NaN.

The definitions follow COINr's, whose results they can be held against, and the OECD/JRC Handbook on Constructing
Composite Indicators (2008), section 5.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from strategyscore.methods.ranking import ascending
from strategyscore.model.errors import ScoringError

Floats = NDArray[np.float64]


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


def minmax(values: ArrayLike) -> Floats:
    """Place values between the smallest and the largest of their column: 0 and 1.

    Raises
    ------
    ScoringError
        If all present values of a column are equal.
    """
    array = np.asarray(values, dtype=np.float64)
    low, high = _ends(array)
    _need_spread(low == high, "all present values are equal, so there is no range to place them in")
    return np.asarray((array - low) / (high - low))


def zscore(values: ArrayLike, mean: float = 0.0, sd: float = 1.0) -> Floats:
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
    _need_spread((low == high) | (count == 1), "all present values are equal, so they have no standard deviation")
    squares = np.sum(np.square(array - centre), axis=0, where=present)
    spread = np.sqrt(np.divide(squares, count - 1, out=np.ones(array.shape[1:]), where=count > 1))
    return np.asarray((array - centre) / spread * sd + mean)


def rank(values: ArrayLike) -> Floats:
    """Ranks within each column, 1 for the smallest; ties share the smaller rank."""
    return ascending(values)


def borda(values: ArrayLike) -> Floats:
    """How many others each value beats: its rank less 1."""
    return rank(values) - 1.0


def percentile(values: ArrayLike) -> Floats:
    """The share of the others that each value beats: (rank - 1) / (n - 1).

    Raises
    ------
    ScoringError
        If a column has one present value only.
    """
    array = np.asarray(values, dtype=np.float64)
    count = (~np.isnan(array)).sum(axis=0)
    _need_spread(count == 1, "only one value is present, so it has no percentile")
    return np.asarray(borda(array) / np.maximum(count - 1, 1))


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
    _need_spread(np.isnan(array[row]), "the value of the reference country is missing")
    return _to_target(array, array[row], clip, "the reference country has the smallest value, so there is no distance")


def distance_to_maximum(values: ArrayLike) -> Floats:
    """1 less the distance to the largest value, as a share of the column's range; the same as `minmax`."""
    return minmax(values)


def fraction_of_maximum(values: ArrayLike) -> Floats:
    """Values as shares of the largest of their column.

    Raises
    ------
    ScoringError
        If the largest is not above zero.
    """
    array = np.asarray(values, dtype=np.float64)
    _, high = _ends(array)
    _need_spread((high <= 0) & np.isfinite(high), "the largest value is not above 0, so there are no shares of it")
    return np.asarray(array / high)


def target(values: ArrayLike, goal: ArrayLike, *, clip: bool = False) -> Floats:
    """Place values between the smallest (0) and a target (1).

    Raises
    ------
    ScoringError
        If the target is the smallest value.
    """
    return _to_target(
        np.asarray(values, dtype=np.float64),
        np.asarray(goal, dtype=np.float64),
        clip,
        "the target is not above the smallest value, so there is no distance to it",
    )


def to_range(shares: ArrayLike, low: float, high: float) -> Floats:
    """Stretch 0 to 1 onto a range."""
    return low + (high - low) * np.asarray(shares, dtype=np.float64)


def _to_target(array: Floats, goal: Floats, clip: bool, why: str) -> Floats:
    low, _ = _ends(array)
    _need_spread((goal <= low) & np.isfinite(low), why)
    shares = (array - low) / (goal - low)
    return np.minimum(shares, 1.0) if clip else np.asarray(shares)


def _ends(array: Floats) -> tuple[Floats, Floats]:
    present = ~np.isnan(array)
    low = np.min(array, axis=0, where=present, initial=np.inf)
    high = np.max(array, axis=0, where=present, initial=-np.inf)
    return np.asarray(low), np.asarray(high)


def _need_spread(bad: ArrayLike, why: str) -> None:
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
