"""Who is above whom in the draws, and tiers: runs of countries that the draws cannot tell apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from strategyscore.robustness.draw import BLOCK

if TYPE_CHECKING:
    import pandas as pd

    from strategyscore.robustness.uncertainty import Uncertainty

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]

FIRM = 0.95
"""The share of the draws from which on the order of two countries is called firm."""


def above(kept: Floats, tie: float) -> Floats:
    """How often each country is above each other.

    Parameters
    ----------
    kept : ndarray, shape (draws, countries)
        Scores.
    tie : float
        Scores no farther apart than this are equal, and count half.

    Returns
    -------
    ndarray, shape (countries, countries)
        The share of the draws in which the row is above the column.
    """
    scored = (~np.isnan(kept)).astype(np.float64)
    total = 0.5 * (scored.T @ scored)  # half of the draws in which both have a score, and half of the lead
    for start in range(0, len(kept), BLOCK):
        part = np.ascontiguousarray(kept[start : start + BLOCK].T)
        for country in range(len(part) - 1):
            ahead = part[country] - part[country + 1 :]
            lead = 0.5 * (np.count_nonzero(ahead > tie, axis=1) - np.count_nonzero(ahead < -tie, axis=1))
            total[country, country + 1 :] += lead
            total[country + 1 :, country] -= lead
    return total / len(kept)


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


def tier_table(drawn: Uncertainty) -> pd.DataFrame:
    """See `Uncertainty.tiers`."""
    import pandas as pd

    from strategyscore.schemas import TierTable

    order, ranks = drawn._order, drawn._nominal_ranks
    ranked = order[~np.isnan(ranks[order])]
    numbers = np.full(len(ranks), np.nan)
    numbers[: len(ranked)] = tiers(drawn._dominance[np.ix_(ranked, ranked)])
    codes = pd.Index(np.array(drawn.plan.codes)[order], name="country", dtype=str)
    return TierTable.validate(pd.DataFrame({"nominal": ranks[order], "tier": numbers}, index=codes).astype("Int64"))
