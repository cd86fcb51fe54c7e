"""What a missing level could be, judged by the countries that answer the other questions alike: an ordinal hot deck.

The level that a country lacks on a criterion is drawn from the levels of those that have one there, its donors. A donor
counts the more the more alike its other answers are; the country's own answers elsewhere count as two more donors, and
one donor stands for every level being as likely, so that no level is ruled out and a country without donors is not
sure of anything. That what is missing is like what is not, for countries alike, is an assumption: where silence itself
tells of a low level, draw ``uniform``.

The two numbers of donors were set so that intervals of scores hold hidden answers as often as they say
(`tests/test_missing.py`).

Source: R. R. Andridge and R. J. A. Little (2010), A Review of Hot Deck Imputation for Survey Non-response,
International Statistical Review 78.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

LIKE = 0.05  # of the scale: a donor that is farther away than the nearest by this counts 1/e of it
PRIOR_ANSWERS = 2.0  # of an even quarter of the scale each: a distance over few common answers is not taken as exact
PRIOR_DISTANCE = 0.25
OWN = 2.0  # donors that a country's own other answers count as, all together
EVEN = 1.0  # donors that all levels count as, all together


def distances(shares: Floats) -> Floats:
    """How unlike countries answer: the mean absolute difference over the criteria that both have answered.

    Parameters
    ----------
    shares : ndarray, shape (countries, criteria)
        Answers from 0, the worst, to 1, the best; NaN where missing.

    Returns
    -------
    ndarray, shape (countries, countries)
        From 0 to 1, drawn a little towards a quarter where few answers are common.
    """
    known = ~np.isnan(shares)
    filled = np.where(known, shares, 0.0)
    total = np.zeros((len(shares), len(shares)))
    for answers, here in zip(filled.T, known.T, strict=True):
        total += np.abs(answers[:, None] - answers) * (here[:, None] & here)
    common = known.astype(np.float64) @ known.T
    return np.asarray((total + PRIOR_ANSWERS * PRIOR_DISTANCE) / (common + PRIOR_ANSWERS))


def level_chances(shares: Floats, far: Floats, row: int, column: int, steps: Floats) -> Floats:
    """How likely each level is where a country's answer is missing.

    Parameters
    ----------
    shares : ndarray, shape (countries, criteria)
        As for `distances`.
    far : ndarray, shape (countries, countries)
        From `distances`.
    row, column : int
        The country and the criterion.
    steps : ndarray, shape (levels,)
        The share of the scale of each level, from 0 to 1.

    Returns
    -------
    ndarray, shape (levels,)
        They add up to 1, and none is 0.
    """
    chances = np.full(len(steps), EVEN / len(steps))
    donors = np.flatnonzero(~np.isnan(shares[:, column]) & (np.arange(len(shares)) != row))
    if len(donors):
        near = far[row, donors]
        np.add.at(chances, _nearest(shares[donors, column], steps), np.exp(-(near - near.min()) / LIKE))
    own = np.delete(shares[row], column)
    own = own[~np.isnan(own)]
    if len(own):
        np.add.at(chances, _nearest(own, steps), OWN / len(own))
    return np.asarray(chances / chances.sum())


def _nearest(shares: Floats, steps: Floats) -> NDArray[np.intp]:
    """The level that each share of the scale is nearest to, the lower one of two, whatever the rounding."""
    return np.asarray(np.abs(shares[:, None] - steps).round(9).argmin(axis=1))
