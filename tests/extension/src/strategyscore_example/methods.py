"""The Lehmer mean; importing this module registers it."""

import numpy as np

from strategyscore import methods


@methods.aggregation("lehmer", phrase="Lehmer mean", from_zero=True)
def lehmer(values, weights, p: float = 2.0):
    r"""Weighted Lehmer mean, :math:`\sum w_i v_i^p / \sum w_i v_i^{p-1}`: large values count more.

    Source: Bullen (2003), Handbook of Means and Their Inequalities, chapter III.
    """
    shares = methods.shares(values, weights)
    known = np.where(shares == 0, 1.0, values)
    top, bottom = (shares * known**p).sum(axis=-1), (shares * known ** (p - 1)).sum(axis=-1)
    return np.divide(top, bottom, out=np.where(np.isnan(bottom), np.nan, 0.0), where=bottom > 0)
