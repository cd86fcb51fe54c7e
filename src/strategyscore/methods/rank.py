"""Ranks from scores: one rule for tables, draws, charts and the page."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from strategyscore.text.rounding import whole_units

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]

TIE = 1e-12  # of the span of the scale: the order in which a sum was rounded must not decide a rank


def placed(scores: Floats, span: float) -> tuple[Ints, Ints]:
    """The countries of each row, best first, and the place of each of these, counted from 0.

    Parameters
    ----------
    scores : ndarray, shape (..., countries)
        Higher is better; NaN goes last.
    span : float
        The length of the scale. Neighbours in the order that are closer than `TIE` of it share the better place; with 0
        only equal ones do.

    Returns
    -------
    order, place : ndarray of int, shape (..., countries)
        `place` in the order of `order`.
    """
    order = np.argsort(-scores, axis=-1)
    ordered = _taken(scores, order)
    same = ordered[..., :-1] - ordered[..., 1:] <= TIE * span
    rank = np.broadcast_to(np.arange(scores.shape[-1]), scores.shape)
    if same.any():
        rank = rank.copy()
        rank[..., 1:][same] = 0
        rank = np.maximum.accumulate(rank, axis=-1)
    return order, rank


def _taken(values: Floats, order: Ints) -> Floats:
    """`np.take_along_axis` along the last axis, by one flat look-up, which is twice as fast."""
    n = values.shape[-1]
    starts = np.arange(0, values.size, n).reshape(*values.shape[:-1], 1) if n else 0
    return np.asarray(values.ravel()[order + starts])


def ranks(scores: ArrayLike, span: float) -> Floats:
    """Competition ranks along the last axis: 1 is best, ties share the better rank, NaN has none.

    Parameters
    ----------
    scores : array_like, shape (..., countries)
        Higher is better.
    span : float
        The length of the scale, as for `placed`.

    Returns
    -------
    ndarray
        Of the shape of `scores`, NaN where there is no score.

    See Also
    --------
    strategyscore.Scores.ranks : Those of scores.

    Examples
    --------
    >>> ranks([70.0, 80.0, 70.0, float("nan"), 60.0], span=100).tolist()
    [2.0, 1.0, 2.0, nan, 4.0]
    """
    array = np.asarray(scores, dtype=np.float64)
    order, rank = placed(array, span)
    result = np.empty_like(array)
    np.put_along_axis(result, order, rank + 1.0, axis=-1)
    result[np.isnan(array)] = np.nan
    return result


def rank_counts(scores: Floats, span: float) -> NDArray[np.int64]:
    """How often each country has each rank over all draws.

    Parameters
    ----------
    scores : ndarray, shape (draws, countries)
    span : float
        The length of the scale.

    Returns
    -------
    ndarray of int, shape (countries, ranks)
    """
    n = scores.shape[1]
    order, rank = placed(scores, span)
    order *= n
    order += rank
    counts: NDArray[np.int64] = np.bincount(order.ravel(), minlength=n * n)
    return counts.reshape(n, n)


def moved(before: tuple[ArrayLike, ArrayLike], after: tuple[ArrayLike, ArrayLike], slack: float) -> NDArray[np.int64]:
    """Which way scores moved whatever the missing answers are: only where the bounds of the two do not meet.

    Parameters
    ----------
    before, after : tuple of array_like
        The lower and the upper bounds; NaN meets everything.
    slack : float
        Bounds that are no farther apart meet.

    Returns
    -------
    ndarray of int
        1 where they rose, -1 where they fell, 0 where the bounds meet.

    Examples
    --------
    >>> moved(([10.0, 50.0], [30.0, 60.0]), ([40.0, 55.0], [45.0, 70.0]), slack=1e-9).tolist()
    [1, 0]
    """
    (low, high), (lower, upper) = (tuple(np.asarray(end, dtype=np.float64) for end in ends) for ends in (before, after))
    return np.asarray((lower > high + slack).astype(np.int64) - (upper < low - slack))


def ascending(values: ArrayLike) -> Floats:
    """Ranks along the first axis, 1 for the smallest; ties share the smaller rank, NaN has none."""
    return np.moveaxis(ranks(np.moveaxis(-np.asarray(values, dtype=np.float64), 0, -1), span=0.0), -1, 0)


def rounded(values: ArrayLike, digits: int, half: str = "up") -> Floats:
    """Round to so many decimals, decided on the decimal value as a spreadsheet shows it.

    What counts as a half, `strategyscore.text.rounding` says: the mean of 7.5 and 8.2 becomes 7.9.

    Parameters
    ----------
    values : array_like
    digits : int
    half : {"up", "even"}
        Where a half goes: away from zero, or to the even digit.

    Examples
    --------
    >>> rounded([(7.5 + 8.2) / 2, 0.25, -0.25, 2.449], 1).tolist()
    [7.9, 0.3, -0.3, 2.4]
    >>> rounded([(7.5 + 8.2) / 2, 0.25, 0.35, -0.25], 1, "even").tolist()
    [7.8, 0.2, 0.4, -0.2]
    """
    array = np.asarray(values, dtype=np.float64)
    whole = whole_units(np.abs(array) * 10.0**digits, even=half == "even")
    return np.asarray(np.copysign(whole, array) / 10.0**digits)
