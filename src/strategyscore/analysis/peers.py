"""The median of a country's peers on each criterion."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

LEAST_PEERS = 3
"""How many must answer a criterion for their median to say anything."""


def median_of_peers(values: Floats) -> Floats:
    """The median of each criterion.

    Parameters
    ----------
    values : ndarray, shape (peers, criteria)
        NaN where missing.

    Returns
    -------
    ndarray, shape (criteria,)
        NaN where fewer than `LEAST_PEERS` have an answer.
    """
    medians = np.full(values.shape[1], np.nan)
    enough = (~np.isnan(values)).sum(axis=0) >= LEAST_PEERS
    if enough.any():
        medians[enough] = np.nanmedian(values[:, enough], axis=0)
    return medians


def medians_of_others(values: Floats) -> Floats:
    """For each country the median of all the others on each criterion, as `median_of_peers` has it.

    Parameters
    ----------
    values : ndarray, shape (countries, criteria)
        NaN where missing.

    Returns
    -------
    ndarray, shape (countries, criteria)
    """
    known = ~np.isnan(values)
    order = np.argsort(values, axis=0, kind="stable")  # what is missing last
    ordered = np.take_along_axis(values, order, axis=0)
    at = np.empty_like(order)
    np.put_along_axis(at, order, np.arange(len(values))[:, None], axis=0)
    others = known.sum(axis=0) - known
    middles = []
    for middle in ((others - 1) // 2, others // 2):
        # in the order without the country itself, what stands behind it moves up by one
        place = np.clip(middle + (known & (middle >= at)), 0, len(values) - 1)
        middles.append(np.take_along_axis(ordered, place, axis=0))
    return np.where(others >= LEAST_PEERS, (middles[0] + middles[1]) / 2, np.nan)
