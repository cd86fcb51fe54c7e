"""Steps 2 and 3: transforms, imputation, and the treatment of outliers.

Every function takes an array of values and leaves NaN, which is missing, as it is (imputation excepted).
Source: OECD/JRC, Handbook on Constructing Composite Indicators (2008), sections 3 and 4. Skewness and kurtosis are the
sample-adjusted ones, G1 and G2, that spreadsheets and COINr use.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

TRANSFORMS = {"log": np.log, "log10": np.log10, "sqrt": np.sqrt}


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
    r"""A logarithm that bears zeros and negative values, :math:`\log(x - \min x + 0.01 (\max x - \min x))`."""
    array = np.asarray(values, dtype=np.float64)
    low, high = np.nanmin(array, axis=0), np.nanmax(array, axis=0)
    return np.asarray(np.log(array - low + 0.01 * (high - low)))


def impute(values: ArrayLike, how: str, groups: NDArray[np.object_] | None = None) -> Floats:
    """Fill the missing values of each column.

    Parameters
    ----------
    values : array_like, shape (countries, criteria)
    how : {"none", "mean", "median", "group_mean"}
        With ``group_mean`` a value missing in a group that has none present stays missing.
    groups : ndarray of object, shape (countries,), optional
        The group of each country, for ``group_mean``.
    """
    array = np.array(values, dtype=np.float64)
    if how == "none":
        return array
    if how == "group_mean":
        assert groups is not None
        for group in dict.fromkeys(groups):
            rows = groups == group
            array[rows] = impute(array[rows], "mean")
        return array
    present = ~np.isnan(array)
    filler = np.full(array.shape[1], np.nan)
    known = present.any(axis=0)
    statistic = np.nanmean if how == "mean" else np.nanmedian
    filler[known] = statistic(array[:, known], axis=0)
    return np.where(present, array, filler)


@dataclass(frozen=True)
class Treated:
    """What was done to one column.

    Attributes
    ----------
    values : ndarray, shape (countries,)
    action : str
        ``"none"``, ``"winsorised"`` or ``"log"``.
    changed : ndarray of bool, shape (countries,)
    skewness, kurtosis : tuple of float
        Before and after.
    passes : bool
        Whether it is no longer outlying.
    """

    values: Floats
    action: str
    changed: NDArray[np.bool_]
    skewness: tuple[float, float]
    kurtosis: tuple[float, float]
    passes: bool


def treat(
    values: ArrayLike,
    *,
    points: int | None = None,
    quantiles: tuple[float, float] | None = None,
    skew: float = 2.0,
    kurt: float = 3.5,
    then_log: bool = False,
) -> Treated:
    """Treat one column if it is outlying: winsorise it, and if that is not enough take the logarithm instead.

    Parameters
    ----------
    values : array_like, shape (countries,)
    points : int, optional
        Winsorise at most so many points; see `winsorise`.
    quantiles : tuple of float, optional
        Clip at these quantiles instead.
    skew, kurt : float
        See `is_outlying`.
    then_log : bool
        Whether `shifted_log` of the untreated column follows where winsorising does not suffice.
    """
    before = np.asarray(values, dtype=np.float64)
    after, action = before, "none"
    if is_outlying(before, skew, kurt):
        after = clip_quantiles(before, *quantiles) if quantiles else winsorise(before, points or 0, skew, kurt)
        action = "winsorised"
        if then_log and is_outlying(after, skew, kurt):
            after, action = shifted_log(before), "log"
    return Treated(
        values=after,
        action=action,
        changed=~((after == before) | np.isnan(before)),
        skewness=(float(skewness(before)), float(skewness(after))),
        kurtosis=(float(kurtosis(before)), float(kurtosis(after))),
        passes=not bool(is_outlying(after, skew, kurt)),
    )


def _moments(values: ArrayLike) -> tuple[Floats, Floats, Floats, Floats]:
    """The count and the second to fourth central moments of each column."""
    array = np.asarray(values, dtype=np.float64)
    present = ~np.isnan(array)
    n = present.sum(axis=0).astype(np.float64)
    with np.errstate(invalid="ignore", divide="ignore"):
        off = np.where(present, array - np.sum(array, axis=0, where=present) / n, 0.0)
        second, third, fourth = (np.sum(off**power, axis=0) / n for power in (2, 3, 4))
    return n, np.asarray(second), np.asarray(third), np.asarray(fourth)
