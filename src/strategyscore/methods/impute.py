"""What stands in for a missing value of a quantity.

Source: OECD/JRC, Handbook on Constructing Composite Indicators (2008), section 3.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from strategyscore.methods.fields import Text
from strategyscore.methods.register import imputation

Floats = NDArray[np.float64]


@imputation("none")
def _none(values: ArrayLike) -> Floats:
    """What is missing stays missing."""
    return np.asarray(values, dtype=np.float64)


@imputation("mean")
def mean(values: ArrayLike) -> Floats:
    """The mean of the values present in the column."""
    return _filled(np.array(values, dtype=np.float64), np.nanmean)


@imputation("median")
def median(values: ArrayLike) -> Floats:
    """The median of the values present in the column."""
    return _filled(np.array(values, dtype=np.float64), np.nanmedian)


@imputation("group_mean", phrase="mean of the group")
def group_mean(values: ArrayLike, group: Text, *, groups: NDArray[np.object_]) -> Floats:
    """The mean of the country's group; a value missing in a group that has none present stays missing.

    Parameters
    ----------
    values : array_like, shape (countries, criteria)
    group : str
        The column that says which group a country is in.
    groups : ndarray of object, shape (countries,)
        What it says.
    """
    array = np.array(values, dtype=np.float64)
    for one in dict.fromkeys(groups):
        rows = groups == one
        array[rows] = mean(array[rows])
    return array


def _filled(array: Floats, statistic: Any) -> Floats:
    present = ~np.isnan(array)
    known = present.any(axis=0)
    filler = np.full(array.shape[1], np.nan)
    filler[known] = statistic(array[:, known], axis=0)
    return np.where(present, array, filler)
