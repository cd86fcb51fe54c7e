"""Bands: in which named range a score lies, and which other one it would be in but for rounding."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from strategyscore.methods.rank import TIE

Ints = NDArray[np.intp]


def band_of(scores: ArrayLike, starts: ArrayLike, span: float) -> Ints:
    """The band that each score lies in.

    Parameters
    ----------
    scores : array_like
        Of any shape; NaN lies in none.
    starts : array_like, shape (bands,)
        The lowest score of each band, rising. What is below by the rounding of a sum only lies in it.
    span : float
        The length of the scale.

    Returns
    -------
    ndarray of int
        Of the shape of `scores`: counted from 0, -1 for none.

    Examples
    --------
    >>> band_of([10, 35, 34.9, float("nan")], [0, 35, 70], span=100).tolist()
    [0, 1, 0, -1]
    """
    array = np.asarray(scores, dtype=np.float64)
    below = np.asarray(starts, dtype=np.float64) - TIE * span
    return np.where(np.isnan(array), -1, np.searchsorted(below, array, side="right") - 1)


def band_near(scores: ArrayLike, starts: ArrayLike, span: float, digits: int, *, rounded: bool) -> Ints:
    """The band that a score would lie in, were it half a unit of its last shown digit higher or lower.

    Parameters
    ----------
    scores, starts, span
        As for `band_of`.
    digits : int
        How many decimals are shown.
    rounded : bool
        Whether the scores are rounded to these. A score that is not, and lies on an edge, lies there exactly.

    Returns
    -------
    ndarray of int
        Of the shape of `scores`: counted from 0, -1 where there is none.

    Examples
    --------
    >>> band_near([34.96, 35.0, 35.2], [0, 35, 70], span=100, digits=1, rounded=False).tolist()
    [1, -1, -1]
    >>> band_near([34.9, 35.0], [0, 35, 70], span=100, digits=1, rounded=True).tolist()
    [-1, 0]
    """
    array, edges = np.asarray(scores, dtype=np.float64), np.asarray(starts, dtype=np.float64)
    here = band_of(array, edges, span)
    half, tie = 0.5 * 10.0**-digits * (1 + 1e-9), TIE * span
    up, down = np.append(edges[1:], np.inf)[here] - array, array - edges[here]
    above = (up > tie) & (up <= half)
    below = (here > 0) & (down <= half) & (rounded | (np.abs(down) > tie))
    return np.where(here < 0, -1, np.where(above, here + 1, np.where(below, here - 1, -1)))
