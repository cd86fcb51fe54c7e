"""A change split over its causes: plain functions on arrays."""

from __future__ import annotations

from itertools import permutations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def shapley(values: Floats) -> Floats:
    """Split what happens when all causes come into force over the causes, each by its mean effect over all orders.

    Parameters
    ----------
    values : ndarray, shape (2, ..., 2, cases)
        What comes out with some of k causes in force, one axis a cause (0 before it, 1 after it), then the cases. NaN
        where nothing comes out.

    Returns
    -------
    ndarray, shape (k, cases)
        The parts, which add up to the value with all causes less that with none. A cause that changes nothing, whatever
        else is in force, has the part 0; causes whose effects are alike have equal parts. Where some values are NaN,
        the mean is over the orders that meet none of them; NaN where there is no such order.

    Notes
    -----
    Source: L. S. Shapley (1953), A value for n-person games. The sum over all orders takes k! steps, which is little
    for the few causes there are here.

    Examples
    --------
    Two causes that each add 1, and 2 more where they meet:

    >>> shapley(np.array([[[0.0], [1.0]], [[1.0], [4.0]]])).ravel().tolist()
    [2.0, 2.0]
    """
    causes = values.ndim - 1
    total = np.zeros((causes, values.shape[-1]))
    counted = np.zeros(values.shape[-1])
    for order in permutations(range(causes)):
        here = [0] * causes
        path = [values[tuple(here)]]
        for cause in order:
            here[cause] = 1
            path.append(values[tuple(here)])
        steps = np.diff(np.stack(path), axis=0)
        known = np.isfinite(steps).all(axis=0)
        counted += known
        total[list(order)] += np.where(known, steps, 0.0)
    parts: Floats = np.divide(total, counted, out=np.full(total.shape, np.nan), where=counted > 0)
    return parts


def rounded_to_sum(parts: Floats, total: int, digits: int) -> Ints:
    """Parts in whole units of the last digit that add up to a total: those nearest to the next unit are rounded to it.

    Parameters
    ----------
    parts : ndarray, shape (parts,)
    total : int
        What they add up to, in units of the last digit; the exact sum, or that rounded.
    digits : int
        How many decimals a unit has.

    Returns
    -------
    ndarray of int
        A part of exactly 0 stays 0 wherever another one can be moved.

    Notes
    -----
    The method of the largest remainder (Hamilton), to either side.

    Examples
    --------
    >>> rounded_to_sum(np.array([0.14, 0.14, 0.0]), 3, 1).tolist()
    [2, 1, 0]
    """
    units = parts * 10.0**digits
    whole = np.rint(units)
    short = total - int(whole.sum())
    way = int(np.sign(short))
    moving = np.where(parts == 0, -np.inf, (units - whole) * way)
    order = np.argsort(-moving, kind="stable")
    for step in range(abs(short)):
        whole[order[step % len(order)]] += way
    return np.asarray(whole, dtype=np.int64)
