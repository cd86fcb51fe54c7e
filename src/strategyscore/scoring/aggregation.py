"""Step 3: the children of a node become its score.

Every function takes `values` of shape (..., children), where NaN is missing and is left out with its weight, and
non-negative `weights` of shape (children,) or any that broadcasts. A result is NaN where every child of positive
weight is missing. Leading axes are free, so countries and draws go through in one call.
Source: OECD/JRC, Handbook on Constructing Composite Indicators (2008), section 6.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from strategyscore.documents.rubric_shape import Aggregation

Floats = NDArray[np.float64]


def shares(values: ArrayLike, weights: ArrayLike) -> Floats:
    """The weights that count where values are present, scaled to add up to 1; NaN where none does."""
    present = ~np.isnan(np.asarray(values, dtype=np.float64))
    counted = np.where(present, np.asarray(weights, dtype=np.float64), 0.0)
    total = counted.sum(axis=-1, keepdims=True)
    missing = np.full(counted.shape, np.nan)
    return np.asarray(np.divide(counted, total, out=missing, where=total > 0))


def arithmetic(values: ArrayLike, weights: ArrayLike) -> Floats:
    r"""Weighted arithmetic mean, :math:`\sum w_i v_i / \sum w_i`."""
    parts = shares(values, weights)
    return np.asarray(np.sum(np.where(parts == 0, 0.0, values) * parts, axis=-1))


def power(values: ArrayLike, weights: ArrayLike, p: float) -> Floats:
    r"""Weighted power mean, :math:`(\sum w_i v_i^p / \sum w_i)^{1/p}`, the geometric mean at p = 0.

    Values must not be negative. For p <= 0 a zero makes the mean zero, its limit.
    """
    parts = shares(values, weights)
    counted = np.where(parts == 0, 1.0, values)  # what has no weight must not decide
    with np.errstate(divide="ignore", over="ignore", under="ignore"):
        if p == 0:
            result = np.exp(np.sum(np.log(counted) * parts, axis=-1))
        else:
            result = np.sum(counted**p * parts, axis=-1) ** (1.0 / p)
    return np.asarray(result)


def geometric(values: ArrayLike, weights: ArrayLike) -> Floats:
    r"""Weighted geometric mean, :math:`\prod v_i^{w_i / \sum w}`; zero where a value is zero."""
    return power(values, weights, 0.0)


def harmonic(values: ArrayLike, weights: ArrayLike) -> Floats:
    r"""Weighted harmonic mean, :math:`\sum w_i / \sum (w_i / v_i)`; zero where a value is zero."""
    return power(values, weights, -1.0)


def median(values: ArrayLike, weights: ArrayLike) -> Floats:
    """Weighted median: where the weights, in the order of the values, reach one half.

    Where they reach it exactly between two values, the mean of the two; so with equal weights the ordinary median.
    """
    parts = shares(values, weights)
    order = np.argsort(np.where(parts == 0, np.inf, values), axis=-1)
    ordered = np.take_along_axis(np.asarray(values, dtype=np.float64), order, axis=-1)
    reached = np.cumsum(np.take_along_axis(parts, order, axis=-1), axis=-1)
    low = np.argmax(reached >= 0.5 - 1e-12, axis=-1)[..., None]
    high = np.argmax(reached > 0.5 + 1e-12, axis=-1)[..., None]
    middle = (np.take_along_axis(ordered, low, axis=-1) + np.take_along_axis(ordered, high, axis=-1)) / 2
    return np.where(np.isnan(parts[..., 0]), np.nan, middle[..., 0])


def minimum(values: ArrayLike, weights: ArrayLike) -> Floats:
    """The smallest value of positive weight."""
    parts = shares(values, weights)
    return np.where(np.isnan(parts[..., 0]), np.nan, np.min(np.where(parts == 0, np.inf, values), axis=-1))


def maximum(values: ArrayLike, weights: ArrayLike) -> Floats:
    """The largest value of positive weight."""
    parts = shares(values, weights)
    return np.where(np.isnan(parts[..., 0]), np.nan, np.max(np.where(parts == 0, -np.inf, values), axis=-1))


METHODS = {
    "arithmetic": arithmetic,
    "geometric": geometric,
    "harmonic": harmonic,
    "median": median,
    "minimum": minimum,
    "maximum": maximum,
}


def aggregate(values: ArrayLike, weights: ArrayLike, how: Aggregation) -> Floats:
    """Aggregate as a rubric asks.

    Parameters
    ----------
    values : array_like, shape (..., children)
    weights : array_like, shape (children,) or broadcastable
    how : Aggregation
        The method and its setting.

    Returns
    -------
    ndarray, shape (...)
    """
    if how.method == "power":
        assert how.p is not None
        return power(values, weights, how.p)
    return METHODS[how.method](values, weights)
