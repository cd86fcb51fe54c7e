"""Tiers: runs of countries that the draws cannot tell apart."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]

FIRM = 0.95
"""The share of the draws from which on the order of two countries is called firm."""


def tiers(above: Floats, firm: float = FIRM) -> Ints:
    """Part countries, in their published order, into runs within which no pair is firm.

    Parameters
    ----------
    above : ndarray, shape (countries, countries)
        The probability that the row is above the column, both in the published order, best first; ties count half.
    firm : float
        From which probability on a pair is firm.

    Returns
    -------
    ndarray of int, shape (countries,)
        The number of each country's tier, from 1.

    Notes
    -----
    From the top, a country opens a new tier if it and some country of the tier so far can be told apart. So within a
    tier no pair is firm, whichever way; two neighbours on either side of a border need not be firm. The idea is that of
    the groups of a multiple comparison: Goldstein and Spiegelhalter (1996), Journal of the Royal Statistical Society A
    159.

    Examples
    --------
    >>> tiers(np.array([[0.5, 0.7, 0.99], [0.3, 0.5, 0.98], [0.01, 0.02, 0.5]])).tolist()
    [1, 1, 2]
    """
    told_apart = np.maximum(above, above.T) >= firm
    numbers = np.ones(len(above), dtype=np.intp)
    begins = 0
    for country in range(1, len(above)):
        if told_apart[country, begins:country].any():
            begins = country
        numbers[country] = numbers[country - 1] + (begins == country)
    return numbers
