"""Ranks from scores."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray


def ranks(scores: ArrayLike, span: float = 100.0) -> NDArray[np.float64]:
    """Competition ranks along the first axis: 1 is best, ties share the better rank, NaN has none.

    Parameters
    ----------
    scores : array_like, shape (countries, ...)
        Higher is better.
    span : float
        The length of the scale. Scores closer than 1e-12 of it are equal: the order in which a sum was rounded must
        not decide a rank.

    Returns
    -------
    ndarray
        Of the shape of `scores`, NaN where there is no score.
    """
    return ascending(-np.round(np.asarray(scores, dtype=np.float64) / span, 12))


def ascending(values: ArrayLike) -> NDArray[np.float64]:
    """Ranks along the first axis, 1 for the smallest; ties share the smaller rank, NaN has none."""
    array = np.asarray(values, dtype=np.float64)
    order = np.argsort(array, axis=0)  # NaN goes last
    ordered = np.take_along_axis(array, order, axis=0)
    position = np.arange(len(array), dtype=np.intp).reshape(-1, *[1] * (array.ndim - 1))
    first = np.ones(array.shape, dtype=bool)
    first[1:] = ordered[1:] != ordered[:-1]
    result = np.empty_like(array)
    np.put_along_axis(result, order, np.maximum.accumulate(np.where(first, position, 0), axis=0) + 1.0, axis=0)
    result[np.isnan(array)] = np.nan
    return result
