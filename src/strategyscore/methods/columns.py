"""Means of columns that differ in shape: those that are the same in all draws, and those that are drawn.

The columns of a group are its children. One that is the same in all draws has the shape (countries,), a drawn one
(draws, countries). All that are the same go through one matrix product with the weights, and only drawn ones are added
one by one, so that ten thousand draws of weights cost one product.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def mean_of_columns(columns: Sequence[Floats], weights: Floats) -> Floats:
    """The weighted arithmetic mean of what is present.

    Parameters
    ----------
    columns : sequence of ndarray, each of shape (countries,) or (draws, countries)
        The children; NaN where missing.
    weights : ndarray, shape (children,) or (draws, children)
        Not negative; they add up to 1.

    Returns
    -------
    ndarray, shape (countries,) or (draws, countries)
        NaN where no child of positive weight is present.
    """
    same = [index for index, column in enumerate(columns) if column.ndim == 1]
    drawn = [index for index, column in enumerate(columns) if column.ndim > 1]
    if drawn and weights.ndim == 1 and len({column.shape for column in columns}) == 1:
        return _stacked(np.stack(columns), weights)
    block = np.stack([columns[index] for index in same]) if same else np.zeros((0, columns[0].shape[-1]))
    share = weights[..., same] if drawn else weights
    if not (np.isnan(block).any() or any(np.isnan(columns[index]).any() for index in drawn)):
        total = share @ block
        for index in drawn:
            total = total + weights[..., index, None] * columns[index]
        return np.asarray(total)
    known = ~np.isnan(block)
    total, present = share @ np.where(known, block, 0.0), share @ known.astype(np.float64)
    for index in drawn:
        column, weight = columns[index], weights[..., index, None]
        known = ~np.isnan(column)
        total = total + weight * np.where(known, column, 0.0)
        present = present + weight * known
    return _over(np.asarray(total), np.asarray(present))


def product_of_columns(
    columns: Sequence[Floats],
    weights: Floats,
    ends: Sequence[float] | None = None,
    *,
    scale: tuple[float, float] = (0.0, 100.0),
) -> Floats | None:
    """The weighted geometric mean of what is present, as the mean of logarithms; None where a value is negative.

    The parameters are those of `mean_of_columns` and of `strategyscore.methods.geometric`. A zero of positive weight
    makes the mean zero.
    """
    if ends is not None:
        (low, _), (start, _), factor = scale, ends, turning(ends, scale)
        mean = product_of_columns([start + factor * (column - low) for column in columns], weights)
        lowest, highest = (extreme_of_columns(columns, weights, pick) for pick in (np.fmin, np.fmax))
        if mean is None or lowest is None or highest is None:
            return None
        return np.clip(low + (mean - start) / factor, lowest, highest)  # rounding must not leave the scale
    least = [float(np.fmin.reduce(column, axis=None, initial=np.inf)) for column in columns]
    if min(least) < 0:
        return None
    empty = [index for index, low in enumerate(least) if low == 0]
    with np.errstate(divide="ignore"):
        logs = [np.log(column) for column in columns]
    for index in empty:
        logs[index] = np.where(columns[index] == 0, 0.0, logs[index])
    mean = np.exp(mean_of_columns(logs, weights))
    for index in empty:
        counts = weights[..., index] > 0
        zero = (columns[index] == 0) & (counts[..., None] if counts.ndim else counts)
        mean = np.where(zero, 0.0, mean)
    return np.asarray(mean)


def turning(ends: Sequence[float], scale: tuple[float, float]) -> float:
    """How far a score moves, for each point of the scale, where the ends of the scale become other ends."""
    return (ends[1] - ends[0]) / (scale[1] - scale[0])


def extreme_of_columns(columns: Sequence[Floats], weights: Floats, pick: np.ufunc) -> Floats | None:
    """The least or the most of what is present, by `numpy.fmin` or `numpy.fmax`.

    The other parameters are those of `mean_of_columns`. None where a child counts in some draws only.
    """
    counts = weights > 0
    if counts.ndim > 1:
        if not (counts == counts[:1]).all():
            return None
        counts = counts[0]
    counted = [column for column, has_weight in zip(columns, counts, strict=True) if has_weight]
    # those that are the same in all draws first: the rest of the work is then done on draws only where it must be
    counted.sort(key=lambda column: column.ndim)
    result = reduce(pick, counted) if counted else np.full(columns[0].shape[-1], np.nan)
    shape = np.broadcast_shapes(result.shape, (*weights.shape[:-1], 1))  # as a mean under these weights has it
    return np.broadcast_to(result, shape).copy()  # of its own, since it may be written to


def _stacked(block: Floats, weights: Floats) -> Floats:
    """Columns of one shape under one set of weights: one product for all of them."""
    flat = block.reshape(len(block), -1)
    if not np.isnan(flat).any():
        return np.asarray((weights @ flat).reshape(block.shape[1:]))
    known = ~np.isnan(flat)
    total, present = weights @ np.where(known, flat, 0.0), weights @ known.astype(np.float64)
    return _over(total, present).reshape(block.shape[1:])


def _over(total: Floats, present: Floats) -> Floats:
    return np.asarray(np.divide(total, present, out=np.full(np.shape(total), np.nan), where=present > 0))
