"""What stands in for a gap in a series of years: the last value, or what lies on the line between its neighbours."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]

FILLS = ("none", "last", "linear")


def carried_forward(values: ArrayLike) -> Floats:
    """The last value present, carried forward along the first axis; what nothing precedes stays missing.

    Parameters
    ----------
    values : array_like, shape (years, ...)
        In the order of the years; NaN where missing.

    Examples
    --------
    >>> carried_forward([float("nan"), 2, float("nan"), 5]).tolist()
    [nan, 2.0, 2.0, 5.0]
    """
    array = np.asarray(values, dtype=np.float64)
    return _taken(array, _before(~np.isnan(array)))


def interpolated(values: ArrayLike, years: ArrayLike) -> Floats:
    """Gaps between two values filled on the straight line between these; what lies before or after all stays missing.

    Parameters
    ----------
    values : array_like, shape (years, ...)
        In the order of the years; NaN where missing.
    years : array_like, shape (years,)
        Rising; they may lie at unequal distances.

    Examples
    --------
    >>> interpolated([1, float("nan"), 4, float("nan")], [2000, 2001, 2003, 2004]).tolist()
    [1.0, 2.0, 4.0, nan]
    """
    array, at = np.asarray(values, dtype=np.float64), np.asarray(years, dtype=np.float64)
    present = ~np.isnan(array)
    before = _before(present)
    after = len(array) - 1 - _before(present[::-1])[::-1]
    after = np.where(after > len(array) - 1, -1, after)
    start, end = _taken(array, before), _taken(array, after)
    at = at.reshape(-1, *(1,) * (array.ndim - 1))
    first = np.take_along_axis(np.broadcast_to(at, array.shape), np.maximum(before, 0), axis=0)
    last = np.take_along_axis(np.broadcast_to(at, array.shape), np.maximum(after, 0), axis=0)
    share = (at - first) / np.where(last > first, last - first, 1.0)
    return np.where(present, array, start + (end - start) * share)


def _before(present: NDArray[np.bool_]) -> Ints:
    """The position of the last value present up to each, -1 where there is none."""
    positions = np.arange(len(present)).reshape(-1, *(1,) * (present.ndim - 1))
    found: Any = np.maximum.accumulate(np.where(present, positions, -1), axis=0)
    return np.asarray(found, dtype=np.intp)


def _taken(values: Floats, at: Ints) -> Floats:
    """The values at positions along the first axis, NaN at -1."""
    return np.where(at < 0, np.nan, np.take_along_axis(values, np.maximum(at, 0), axis=0))
