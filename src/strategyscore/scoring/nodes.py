"""What every node of a rubric comes to: scores, bounds, coverage and weights."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from strategyscore.errors import ScoringError
from strategyscore.methods.aggregate import shares
from strategyscore.model.rubric import Rubric
from strategyscore.scoring.engine import evaluate, shared
from strategyscore.scoring.modifiers import Step
from strategyscore.scoring.prepare import Prepared
from strategyscore.scoring.program import Program

Floats = NDArray[np.float64]

_SLACK = 1e-12
_ARRAYS = ("values", "lower", "upper", "coverage", "imputed", "weights", "unrounded")


@dataclass(frozen=True, eq=False)
class NodeScores:
    """What every node of a rubric comes to, for every country.

    Attributes
    ----------
    values : ndarray, shape (countries, nodes)
        Scores from the answers there are, whatever their coverage; NaN where there is no answer.
    lower, upper : ndarray, shape (countries, nodes)
        What the score would be with all missing answers at their worst and at their best; NaN where nothing of the node
        applies.
    coverage : ndarray, shape (countries, nodes)
        The answered share of the weight below the node; NaN where nothing of it applies.
    imputed : ndarray, shape (countries, nodes)
        The share of the weight below the node that was filled in.
    weights : ndarray, shape (countries, nodes)
        Share of the siblings' weight; NaN where benefit of the doubt gave a country none.
    steps : mapping of int to list of Step
        By the column of a group that a factor or a cap has a part in, how its score came about.
    unrounded : ndarray, shape (countries, nodes)
        The scores as gates see them: those of criteria before they are rounded.
    """

    values: Floats
    lower: Floats
    upper: Floats
    coverage: Floats
    imputed: Floats
    weights: Floats
    steps: Mapping[int, list[Step]]
    unrounded: Floats

    def __post_init__(self) -> None:
        for array in (self.values, self.lower, self.upper, self.coverage, self.imputed, self.weights):
            array.setflags(write=False)

    def counted(self, children: tuple[int, ...]) -> Floats:
        """The weights with which the children of a group count for each country, shape (countries, children).

        They are 0 where a child has no score, and add up to 1; NaN where none has one.
        """
        known = self._counted
        if children not in known:
            below = list(children)
            known[children] = shares(self.values[:, below], np.nan_to_num(self.weights[:, below]))
        return known[children]

    @cached_property
    def _counted(self) -> dict[tuple[int, ...], Floats]:
        """What `counted` has told: for one country after the other it would be worked out anew."""
        return {}

    def rows(self, rows: slice) -> NodeScores:
        """Those of some countries."""
        arrays = {name: getattr(self, name)[rows] for name in _ARRAYS}
        return NodeScores(
            **arrays, steps={node: [step.rows(rows) for step in done] for node, done in self.steps.items()}
        )

    @classmethod
    def stacked(cls, parts: Sequence[NodeScores]) -> NodeScores:
        """The countries of several one after the other, all scored by one program."""
        arrays = {name: np.concatenate([getattr(part, name) for part in parts]) for name in _ARRAYS}
        steps = {
            node: [Step.stacked(alike) for alike in zip(*(part.steps[node] for part in parts), strict=True)]
            for node in parts[0].steps
        }
        return cls(**arrays, steps=steps)


def nodes_of(program: Program, prepared: Prepared) -> NodeScores:
    """Evaluate a program on prepared criteria: scores, bounds, coverage and weights of every node.

    Raises
    ------
    ScoringError
        If the values do not allow what a group asks for.
    """
    count = len(prepared.values)
    same = (prepared.values == prepared.lower) & (prepared.values == prepared.upper)
    same |= ~prepared.applicable
    known = same.all(axis=0)
    sides = np.stack([prepared.values, prepared.lower, prepared.upper])
    leaves = [sides[0, :, leaf] if known[leaf] else sides[:, :, leaf] for leaf in range(len(known))]
    evaluation = evaluate(program, leaves, bounds=True, applicable=prepared.applicable, factors=prepared.factors)
    values, lower, upper = (
        np.column_stack([column if column.ndim == 1 else column[side] for column in evaluation.columns])
        for side in range(3)
    )
    coverage = np.column_stack(shared(program, list(prepared.coverage.T), evaluation.weights))
    coverage[coverage > 1 - _SLACK] = 1.0  # all answered is all answered, whatever the rounding of the shares
    filled = np.where(prepared.applicable, prepared.imputed, np.nan)
    imputed = np.column_stack(shared(program, list(filled.T), evaluation.weights))
    weights = np.ones((count, len(program.paths)))
    for kernel in program.kernels:
        weights[:, kernel.children] = evaluation.weights[kernel.node]
    unrounded = values.copy()
    unrounded[:, program.leaves] = prepared.values
    return NodeScores(values, lower, upper, coverage, imputed, weights, evaluation.steps, unrounded)


def check_finite(rubric: Rubric, nodes: NodeScores, *, withheld: bool = False) -> None:
    """Refuse what is no number: numbers that are each within their limits may still be too much together.

    Parameters
    ----------
    rubric : Rubric
    nodes : NodeScores
    withheld : bool
        Whether a node of which something is answered may have no score.

    Raises
    ------
    ScoringError
    """
    for part in (nodes.values, nodes.lower, nodes.upper):
        wrong = (np.isinf(part) if part is nodes.values and withheld else ~np.isfinite(part)) & (nodes.coverage > 0)
        if wrong.any():
            path = rubric.nodes[int(np.argmax(wrong.any(axis=0)))].path
            raise ScoringError(f"{path}: a result is too large for a number; choose other units or weights")
