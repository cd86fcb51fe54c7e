"""How the children of a node become its score.

Every function takes `values` of shape (..., children), where NaN is missing and is left out with its weight, and
non-negative `weights` of shape (children,) or any that broadcasts. A result is NaN where every child of positive
weight is missing. Leading axes are free, so countries and draws go through in one call.
At zero: the geometric and the harmonic mean, and a power mean with p <= 0, are zero if a value of positive weight is
zero, which is their limit. They have no meaning for negative values; a rubric that asks for them must have a scale
from 0 up, and `ScoringError` is raised if a value below zero reaches them all the same.
Source: OECD/JRC, Handbook on Constructing Composite Indicators (2008), section 6.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Annotated, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from pydantic import Field, field_validator, model_validator

from strategyscore.errors import ScoringError
from strategyscore.methods.columns import extreme_of_columns, mean_of_columns, product_of_columns, turning
from strategyscore.methods.fields import Exponent, NotNegative, Positive, Shape, mend
from strategyscore.methods.register import aggregation

Floats = NDArray[np.float64]


def shares(values: ArrayLike, weights: ArrayLike) -> Floats:
    """The weights that count where values are present, scaled to add up to 1; NaN where none does.

    Parameters
    ----------
    values : array_like, shape (..., children)
        NaN where missing.
    weights : array_like
        Of the children; broadcast to `values`.

    Returns
    -------
    ndarray, shape (..., children)
        0 where a value is missing.

    See Also
    --------
    strategyscore.methods.arithmetic : The mean with these weights.

    Examples
    --------
    >>> ss.methods.shares([[80, 20], [np.nan, 20]], [3, 1]).tolist()
    [[0.75, 0.25], [0.0, 1.0]]
    """
    present = ~np.isnan(np.asarray(values, dtype=np.float64))
    counted = np.where(present, np.asarray(weights, dtype=np.float64), 0.0)
    total = counted.sum(axis=-1, keepdims=True)
    missing = np.full(counted.shape, np.nan)
    return np.asarray(np.divide(counted, total, out=missing, where=total > 0))


@aggregation("arithmetic", phrase="weighted arithmetic mean", linear=True, columns=mean_of_columns)
def arithmetic(values: ArrayLike, weights: ArrayLike) -> Floats:
    r"""Weighted arithmetic mean, :math:`\sum w_i v_i / \sum w_i`.

    Parameters
    ----------
    values : array_like, shape (..., children)
        NaN where missing; these give their weight to the others.
    weights : array_like
        Of the children; broadcast to `values`.

    Returns
    -------
    ndarray, shape (...)
        NaN where nothing is present.

    See Also
    --------
    strategyscore.methods.shares : The weights that count.

    Examples
    --------
    >>> ss.methods.arithmetic([[80, 20], [np.nan, 20]], [3, 1]).tolist()
    [65.0, 20.0]
    """
    parts = shares(values, weights)
    return np.asarray(np.sum(np.where(parts == 0, 0.0, values) * parts, axis=-1))


@aggregation("power", phrase="weighted power mean", from_zero=True)
def power(values: ArrayLike, weights: ArrayLike, p: Exponent) -> Floats:
    r"""Weighted power mean, :math:`(\sum w_i v_i^p / \sum w_i)^{1/p}`, the geometric mean at p = 0.

    For p <= 0 a zero makes the mean zero, its limit.

    Raises
    ------
    ScoringError
        If a value of positive weight is negative.
    """
    parts = shares(values, weights)
    counted = np.where(parts == 0, 1.0, values)  # what has no weight must not decide
    if np.any(counted < 0):
        raise ScoringError("a value is negative, and this mean has no meaning there; use an arithmetic one")
    with np.errstate(divide="ignore", over="ignore", under="ignore"):
        if p == 0:
            result = np.exp(np.sum(np.log(counted) * parts, axis=-1))
        else:
            result = np.sum(counted**p * parts, axis=-1) ** (1.0 / p)
    return np.asarray(result)


class _TurnedEnds(Shape):
    """Where a geometric mean is taken."""

    ends: (
        Annotated[
            list[Positive],
            Field(min_length=2, max_length=2, description="what the lowest and the highest score become for the mean"),
        ]
        | None
    ) = None

    @model_validator(mode="after")
    def _differ(self) -> _TurnedEnds:
        if self.ends and self.ends[0] == self.ends[1]:
            raise mend(f"both ends are {self.ends[0]:g}; write what the lowest and the highest score become")
        return self


def _has_no_zero(settings: Mapping[str, Any]) -> bool:
    return not settings.get("ends")


@aggregation(
    "geometric",
    phrase="weighted geometric mean",
    settings=_TurnedEnds,
    from_zero=_has_no_zero,
    columns=product_of_columns,
)
def geometric(
    values: ArrayLike,
    weights: ArrayLike,
    ends: Sequence[float] | None = None,
    *,
    scale: tuple[float, float] = (0.0, 100.0),
) -> Floats:
    r"""Weighted geometric mean, :math:`\prod v_i^{w_i / \sum w}`; zero where a value is zero.

    Parameters
    ----------
    values, weights
        As for every function here.
    ends : sequence of two floats, optional
        What the ends of the scale become before the mean is taken, and are put back to after. ``[10, 1]`` turns a
        scale round, so that one bad value weighs more than the mean of all (INFORM); ``[1, 100]`` shifts one that
        begins at zero, so that a zero does not make all zero.
    scale : tuple of two floats
        The lowest and the highest score.
    """
    if ends is None:
        return power(values, weights, 0.0)
    (low, _), (start, _), factor = scale, ends, turning(ends, scale)
    mean = low + (power(start + factor * (np.asarray(values, dtype=np.float64) - low), weights, 0.0) - start) / factor
    return np.clip(mean, minimum(values, weights), maximum(values, weights))  # rounding must not leave the scale


@aggregation("sum", phrase="weighted sum")
def weighted_sum(values: ArrayLike, weights: ArrayLike) -> Floats:
    r"""Sum, :math:`n \sum w_i v_i / \sum w_i` over the :math:`n` children of positive weight.

    With equal weights, and nothing missing, the plain sum. What is missing counts as the mean of the rest, unless the
    rubric says that it counts at its worst. For points on ranges of their own, whose sum must fit the scale.
    """
    counted = np.count_nonzero(np.asarray(weights), axis=-1)
    return np.asarray(arithmetic(values, weights) * counted)


@aggregation("harmonic", phrase="weighted harmonic mean", from_zero=True)
def harmonic(values: ArrayLike, weights: ArrayLike) -> Floats:
    r"""Weighted harmonic mean, :math:`\sum w_i / \sum (w_i / v_i)`; zero where a value is zero."""
    return power(values, weights, -1.0)


@aggregation("median", phrase="weighted median")
def median(values: ArrayLike, weights: ArrayLike) -> Floats:
    """Weighted median: where the weights, in the order of the values, reach one half.

    Where they reach it exactly between two values, the mean of the two; so with equal weights the ordinary median.
    """
    parts = shares(values, weights)
    array = np.broadcast_to(np.asarray(values, dtype=np.float64), parts.shape)
    order = np.argsort(np.where(parts == 0, np.inf, array), axis=-1)
    ordered = np.take_along_axis(array, order, axis=-1)
    reached = np.cumsum(np.take_along_axis(parts, order, axis=-1), axis=-1)
    low = np.argmax(reached >= 0.5 - 1e-12, axis=-1)[..., None]
    high = np.argmax(reached > 0.5 + 1e-12, axis=-1)[..., None]
    middle = (np.take_along_axis(ordered, low, axis=-1) + np.take_along_axis(ordered, high, axis=-1)) / 2
    return np.where(np.isnan(parts[..., 0]), np.nan, middle[..., 0])


@aggregation("minimum", phrase="minimum", columns=partial(extreme_of_columns, pick=np.fmin))
def minimum(values: ArrayLike, weights: ArrayLike) -> Floats:
    """The smallest value of positive weight."""
    parts = shares(values, weights)
    return np.where(np.isnan(parts[..., 0]), np.nan, np.min(np.where(parts == 0, np.inf, values), axis=-1))


@aggregation("maximum", phrase="maximum", columns=partial(extreme_of_columns, pick=np.fmax))
def maximum(values: ArrayLike, weights: ArrayLike) -> Floats:
    """The largest value of positive weight."""
    parts = shares(values, weights)
    return np.where(np.isnan(parts[..., 0]), np.nan, np.max(np.where(parts == 0, -np.inf, values), axis=-1))


def owa(values: ArrayLike, weights: ArrayLike, order_weights: ArrayLike) -> Floats:
    r"""Ordered weighted average: a weight for the best value, the second best and so on, whichever child has it.

    The children's own weights say how much of the order each takes up: the cumulated order weights are read as a
    function Q of the cumulated share of importance, and the i-th best value counts :math:`Q(T_i) - Q(T_{i-1})`. With
    equal weights and nothing missing this is the plain average of the ordered values.

    Parameters
    ----------
    values : array_like, shape (..., children)
    weights : array_like, shape (children,) or broadcastable
    order_weights : array_like, shape (children,)
        Best first; scaled to add up to 1.

    Notes
    -----
    Source: Yager (1996), International Journal of Intelligent Systems 11.
    """
    parts = shares(values, weights)
    array = np.broadcast_to(np.asarray(values, dtype=np.float64), parts.shape)
    order = np.argsort(np.where(parts == 0, np.inf, -array), axis=-1)
    ordered = np.take_along_axis(array, order, axis=-1)
    importance = np.cumsum(np.take_along_axis(parts, order, axis=-1), axis=-1)
    order_shares = np.asarray(order_weights, dtype=np.float64)
    steps = np.concatenate([[0.0], np.cumsum(order_shares) / order_shares.sum()])
    reached = np.interp(importance, np.linspace(0.0, 1.0, len(steps)), steps)
    counted = np.diff(reached, axis=-1, prepend=0.0)
    result = np.sum(np.where(counted == 0, 0.0, ordered) * counted, axis=-1)
    return np.where(np.isnan(parts[..., 0]), np.nan, result)


def _check_order(settings: Mapping[str, Any], ids: Sequence[str]) -> list[tuple[tuple[Any, ...], str]]:
    """There is a weight for each place in the order."""
    count = len(settings["weights"])
    if count == len(ids):
        return []
    return [(("weights",), f"owa has {count} weights for {len(ids)} criteria; give one for each")]


class _OrderWeights(Shape):
    """What an ordered weighted average is told."""

    weights: Annotated[list[NotNegative], Field(min_length=1, description="from the best value to the worst")]

    @field_validator("weights")
    @classmethod
    def _some(cls, weights: list[float]) -> list[float]:
        if not sum(weights):
            raise mend("all weights here are zero; give at least one rank a weight")
        return weights


@aggregation("owa", phrase="ordered weighted average", settings=_OrderWeights, check=_check_order)
def _owa(values: ArrayLike, shares_of_children: ArrayLike, /, weights: ArrayLike) -> Floats:
    """Ordered weighted average: a weight for the best value, the second best and so on, whichever child has it."""
    return owa(values, shares_of_children, weights)
