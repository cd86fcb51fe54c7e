"""How far coders agree: Krippendorff's alpha."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def krippendorff_alpha(ratings: Floats, scale: Literal["nominal", "ordinal", "interval"] = "ordinal") -> float:
    """Krippendorff's alpha: 1 for full agreement, 0 for what chance alone would give.

    Parameters
    ----------
    ratings : ndarray, shape (coders, units)
        NaN where a coder did not rate a unit; a unit counts if two or more did.
    scale : {"nominal", "ordinal", "interval"}
        What the difference between two values means.

    Returns
    -------
    float
        NaN where no unit has two ratings, or all ratings are the same, so that there is nothing to disagree about.

    See Also
    --------
    strategyscore.audit : Applies it to profiles that were coded twice.

    Notes
    -----
    ``1 - observed / expected`` disagreement, both from the matrix of coincidences. Source: K. Krippendorff, Computing
    Krippendorff's Alpha-Reliability (2011), University of Pennsylvania.

    Examples
    --------
    >>> first, second = [1, 2, 3, 0], [1, 2, 2, 0]
    >>> round(ss.krippendorff_alpha(np.array([first, second], dtype=float)), 2)
    0.91
    """
    values, coincidences = _coincidences(ratings)
    if len(values) < 2:
        return float("nan")
    return float(_alphas(values, coincidences.sum(axis=0)[None], scale)[0])


def alpha_interval(
    ratings: Floats,
    scale: Literal["nominal", "ordinal", "interval"] = "ordinal",
    *,
    share: float = 0.9,
    resamples: int = 1000,
    seed: int = 0,
) -> tuple[float, float]:
    """An interval of alpha by the bootstrap: units are drawn again, with replacement.

    Parameters
    ----------
    ratings, scale
        As for `krippendorff_alpha`.
    share : float
        Of the resamples that lie within the interval.
    resamples : int
    seed : int

    Returns
    -------
    low, high : float
        NaN where alpha is.

    Notes
    -----
    Source: A. F. Hayes and K. Krippendorff, Answering the Call for a Standard Reliability Measure for Coding Data,
    Communication Methods and Measures 1 (2007); their bootstrap draws pairs, this one whole units.
    """
    values, coincidences = _coincidences(ratings)
    if len(values) < 2:
        return float("nan"), float("nan")
    # units rated alike are drawn together: how many units of each kind a resample has is multinomial too
    kinds, alike = np.unique(coincidences.reshape(len(coincidences), -1), axis=0, return_counts=True)
    n = len(coincidences)
    counts = np.random.default_rng(seed).multinomial(n, alike / n, size=resamples).astype(np.float64)
    drawn = (counts @ kinds).reshape(resamples, *coincidences.shape[1:])
    alphas = _alphas(values, drawn, scale)
    low, high = np.nanquantile(alphas, [(1 - share) / 2, (1 + share) / 2])
    return float(low), float(high)


def _coincidences(ratings: Floats) -> tuple[Floats, Floats]:
    """The values that occur, and for each unit the matrix of its pairs of values."""
    pairable = ~np.isnan(ratings)
    kept = ratings[:, pairable.sum(axis=0) >= 2]
    values, codes = np.unique(kept[~np.isnan(kept)], return_inverse=True)
    counts = np.zeros((kept.shape[1], len(values)))
    np.add.at(counts, (np.nonzero(~np.isnan(kept))[1], codes), 1)
    raters = counts.sum(axis=1)
    pairs = counts[:, :, None] * counts[:, None, :] - counts[:, :, None] * np.eye(len(values))
    return values, pairs / (raters - 1)[:, None, None]


def _alphas(values: Floats, coincidences: Floats, scale: str) -> Floats:
    """Alpha of each matrix of coincidences, shape (matrices, values, values); NaN where nothing could differ."""
    totals = coincidences.sum(axis=-1)
    distance = _distances(values, totals, scale)
    whole = totals.sum(axis=-1)
    expected = (totals[:, :, None] * totals[:, None, :] * distance).sum(axis=(1, 2)) / (whole - 1)
    observed = (coincidences * distance).sum(axis=(1, 2))
    return np.asarray(1 - np.divide(observed, expected, out=np.full(len(whole), np.nan), where=expected > 0))


def _distances(values: Floats, totals: Floats, scale: str) -> Floats:
    """Squared distances between values: for ordinal ones, by how many ratings lie between them."""
    if scale == "nominal":
        return np.broadcast_to(1 - np.eye(len(values)), (len(totals), len(values), len(values)))
    position = values[None] if scale == "interval" else np.cumsum(totals, axis=-1) - totals / 2
    return np.asarray((position[:, :, None] - position[:, None, :]) ** 2)
