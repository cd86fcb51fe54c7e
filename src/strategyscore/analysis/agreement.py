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

    Notes
    -----
    ``1 - observed / expected`` disagreement, both from the matrix of coincidences. Source: K. Krippendorff, Computing
    Krippendorff's Alpha-Reliability (2011), University of Pennsylvania.
    """
    pairable = ~np.isnan(ratings)
    kept = ratings[:, pairable.sum(axis=0) >= 2]
    values, codes = np.unique(kept[~np.isnan(kept)], return_inverse=True)
    if len(values) < 2:
        return float("nan")
    counts = np.zeros((kept.shape[1], len(values)))
    np.add.at(counts, (np.nonzero(~np.isnan(kept))[1], codes), 1)
    raters = counts.sum(axis=1)
    coincidences = (counts / (raters - 1)[:, None]).T @ counts - np.diag((counts / (raters - 1)[:, None]).sum(axis=0))
    totals = coincidences.sum(axis=0)
    distance = _distances(values, totals, scale)
    expected = (totals[:, None] * totals * distance).sum() / (totals.sum() - 1)
    return float(1 - (coincidences * distance).sum() / expected)


def _distances(values: Floats, totals: Floats, scale: str) -> Floats:
    """Squared distances between values: for ordinal ones, by how many ratings lie between them."""
    if scale == "nominal":
        return 1 - np.eye(len(values))
    position = values if scale == "interval" else np.cumsum(totals) - totals / 2
    return np.asarray((position[:, None] - position) ** 2)
