"""What changes a group's score after its children made it: factors, penalties and caps."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from strategyscore.methods.rank import TIE
from strategyscore.scoring.program import FactorsAt, GateAt, Kernel

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Step:
    """One step of a group's score, to be told.

    Attributes
    ----------
    kind : {"mean", "rescale", "multiply", "adjust", "gate", "round"}
    after : ndarray, shape (countries,)
        The score when it was done.
    index : int
        Which adjustment or gate of the group it is.
    factor : ndarray of shape (countries,), or None
        What the score was multiplied by.
    """

    kind: str
    after: Floats
    index: int = 0
    factor: Floats | None = None

    def rows(self, rows: slice) -> Step:
        """That of some countries."""
        return Step(self.kind, self.after[rows], self.index, None if self.factor is None else self.factor[rows])

    @classmethod
    def stacked(cls, parts: Sequence[Step]) -> Step:
        """The countries of several one after the other."""
        factors = [part.factor for part in parts if part.factor is not None]
        after = np.concatenate([part.after for part in parts])
        return cls(parts[0].kind, after, parts[0].index, np.concatenate(factors) if factors else None)


def modified(
    kernel: Kernel,
    scores: Floats,
    seen: Callable[[int], Floats],
    factors: Mapping[str, Floats],
    span: float,
    bounds: bool,
    gone: Ints | None,
) -> tuple[Floats, list[Step]]:
    """A group's scores after its factors and caps.

    Parameters
    ----------
    kernel : Kernel
    scores : ndarray of shape (countries,) or (draws, countries)
    seen : callable
        The scores of a node, by its position.
    factors : mapping of str to ndarray of shape (countries,)
        What `Kernel.multiply_by` names.
    span : float
        The length of the scale.
    bounds : bool
        As for `evaluate`.
    gone : ndarray of int, shape (draws,), or None
        The position of the criterion that a draw leaves out, -1 for none: what rests on it falls away.

    Returns
    -------
    ndarray, list of Step
    """
    steps: list[Step] = []
    if kernel.multiply_by is not None:
        factor = factors[kernel.multiply_by]
        scores = scores * factor
        steps.append(Step("multiply", _nominal(scores, bounds), 0, factor))
    for index, item in enumerate(kernel.adjust):
        factor = _factor(item, seen(item.node), span, bounds, gone)
        scores = _times(scores, factor, bounds)
        steps.append(Step("adjust", _nominal(scores, bounds), index, _nominal(factor, bounds)))
    for index, gate in enumerate(kernel.gates):
        if gate.cap is not None:
            short = fails(gate, seen(gate.node), span)
            if gone is not None:
                short = short & (gone != gate.node)[:, None]
            scores = np.where(short, np.minimum(scores, gate.cap), scores)
            steps.append(Step("gate", _nominal(scores, bounds), index))
    return scores, steps


def fails(gate: GateAt, scores: Floats, span: float) -> Mask:
    """Where a gate is not passed; what is not known, or does not apply, does not fail."""
    return np.asarray(scores < gate.at_least - TIE * span)


def _nominal(values: Floats, bounds: bool) -> Floats:
    """The scores themselves, without their ends."""
    return np.asarray(values[0]) if bounds and values.ndim > 1 else values


def _factor(item: FactorsAt, scores: Floats, span: float, bounds: bool, gone: Ints | None) -> Floats:
    """The factor of the level that each score is, 1 where it is not known; of bounds, its least and its most."""
    at, factors = np.array(item.at), np.array(item.factors)
    if bounds and scores.ndim > 1:
        tie = TIE * span
        may = (at >= scores[1][:, None] - tie) & (at <= scores[2][:, None] + tie)
        least, most = np.where(may, factors, np.inf).min(axis=-1), np.where(may, factors, -np.inf).max(axis=-1)
        ends = [np.where(may.any(axis=-1), end, 1.0) for end in (least, most)]
        return np.stack([_of_level(at, factors, scores[0]), *ends])
    factor = _of_level(at, factors, scores)
    return factor if gone is None else np.where((gone == item.node)[:, None], 1.0, factor)


def _of_level(at: Floats, factors: Floats, scores: Floats) -> Floats:
    nearest = np.abs(scores[..., None] - at).argmin(axis=-1)
    return np.where(np.isnan(scores), 1.0, factors[nearest])


def _times(scores: Floats, factor: Floats, bounds: bool) -> Floats:
    """Scores times factors; of bounds, the least and the most that the product may be."""
    if not bounds or factor.ndim == 1:
        return np.asarray(scores * factor)
    ends = np.broadcast_to(scores, factor.shape)
    least, most = (np.stack([ends[side] * factor[1], ends[side] * factor[2]]) for side in (1, 2))
    return np.stack([ends[0] * factor[0], least.min(axis=0), most.max(axis=0)])
