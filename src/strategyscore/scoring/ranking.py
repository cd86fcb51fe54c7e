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
    rounded = np.round(np.asarray(scores, dtype=np.float64) / span, 12)
    order = np.argsort(-rounded, axis=0)  # NaN goes last
    ordered = np.take_along_axis(rounded, order, axis=0)
    position = np.broadcast_to(np.arange(len(rounded)).reshape(-1, *[1] * (rounded.ndim - 1)), rounded.shape)
    first = np.ones(rounded.shape, dtype=bool)
    first[1:] = ordered[1:] != ordered[:-1]
    best = np.maximum.accumulate(np.where(first, position, 0), axis=0) + 1.0
    result = np.empty_like(rounded)
    np.put_along_axis(result, order, best, axis=0)
    result[np.isnan(rounded)] = np.nan
    return result
