"""What groups do about missing answers, told in the answers themselves, so that it holds in whatever counts them.

Too little of a group is answered: its answers are set aside, as if they were missing. What is missing counts at its
worst: it gets that value. A group that withholds its score while something is missing is the evaluator's business.
"""

from __future__ import annotations

import dataclasses

import numpy as np
from numpy.typing import NDArray

from strategyscore.scoring.prepare import Prepared
from strategyscore.scoring.program import Kernel, Program

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

_SLACK = 1e-12


def settled(program: Program, prepared: Prepared) -> Prepared:
    """The criteria after what the groups of a program do about missing answers.

    Parameters
    ----------
    program : Program
    prepared : Prepared

    Returns
    -------
    Prepared
        Coverage stays what is answered, but for what is set aside; and bounds stay those of the answers that count.
    """
    if not program.settles_missing:
        return prepared
    aside = _set_aside(program, prepared) & prepared.applicable
    partial = (prepared.coverage < 1) & ~prepared.imputed
    values = np.where(aside | (partial & _below(program, "withhold")), np.nan, prepared.values)
    lower = np.where(aside, np.fmin(prepared.worst, prepared.lower), prepared.lower)
    upper = np.where(aside, np.fmax(prepared.best, prepared.upper), prepared.upper)
    worst = _at_worst(program, values, prepared.applicable) | (partial & _below(program, "worst"))
    return dataclasses.replace(
        prepared,
        values=np.where(worst, lower, values),
        lower=lower,
        upper=upper,
        coverage=np.where(aside, 0.0, prepared.coverage),
        imputed=prepared.imputed & ~aside,
        set_aside=aside & (prepared.coverage > 0),
        at_worst=worst,
    )


def _below(program: Program, rule: str) -> Mask:
    """The criteria whose group has a rule, shape (criteria,)."""
    children = {child for kernel in program.kernels if kernel.rule == rule for child in kernel.children}
    return np.array([leaf in children for leaf in program.leaves])


def answered(kernel: Kernel, has: dict[int, Floats]) -> Floats:
    """What share of the weight of a group's children is answered, shape (countries,); NaN where none applies."""
    below = np.stack([has[child] for child in kernel.children], axis=-1)
    applies = np.where(np.isnan(below), 0.0, kernel.share)
    total = applies.sum(axis=-1)
    share = (np.nan_to_num(below) * applies).sum(axis=-1)
    return np.asarray(np.divide(share, total, out=np.full(len(below), np.nan), where=total > 0))


def _set_aside(program: Program, prepared: Prepared) -> Mask:
    """The answers below groups of which too little is answered, shape (countries, criteria).

    A criterion counts with its answered share; a group that has a score counts as answered, however much of it is.
    """
    has = dict(zip(program.leaves, prepared.coverage.T, strict=True))
    short: dict[int, Mask] = {}
    for kernel in program.kernels:
        share = answered(kernel, has)
        short[kernel.node] = share < kernel.minimum_answered - _SLACK
        withheld = (kernel.rule == "withhold") & (share < 1 - _SLACK)
        has[kernel.node] = np.where(short[kernel.node] | withheld, 0.0, np.sign(share))
    for kernel in reversed(program.kernels):
        for child in kernel.children:
            short[child] = short.get(child, np.zeros(1, dtype=bool)) | short[kernel.node]
    return np.column_stack([short[leaf] for leaf in program.leaves])


def _at_worst(program: Program, values: Floats, applicable: Mask) -> Mask:
    """The missing answers that count at their worst, shape (countries, criteria).

    Under a group of that rule they do; a whole group below it that has no score is missing too, with all that it lacks.
    """
    unknown = np.isnan(values) & applicable
    lacks = dict(zip(program.leaves, unknown.T, strict=True))
    applies = dict(zip(program.leaves, applicable.T, strict=True))
    for kernel in program.kernels:
        counted = [child for child, share in zip(kernel.children, kernel.shares, strict=True) if share > 0]
        there = np.stack([applies[child] for child in counted])
        below = np.stack([lacks[child] for child in counted])
        applies[kernel.node] = there.any(axis=0)
        every, some = (below | ~there).all(axis=0) & applies[kernel.node], below.any(axis=0)
        lacks[kernel.node] = {"available": every, "withhold": some, "worst": np.zeros_like(every)}[kernel.rule]
    filled: dict[int, Mask] = {program.kernels[-1].node: np.zeros(len(values), dtype=bool)}
    for kernel in reversed(program.kernels):
        for child in kernel.children:
            filled[child] = filled[kernel.node] | (lacks[child] & (kernel.rule == "worst"))
    return unknown & np.column_stack([filled[leaf] for leaf in program.leaves])
