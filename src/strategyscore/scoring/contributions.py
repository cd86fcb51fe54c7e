"""A score as a sum of what its criteria add.

Under arithmetic means a criterion adds its share of the weight times its score, and these add up to the score. Another
mean differs from the arithmetic one of the same parts; that difference stands as a part of its own, named after its
group, so that the parts always add up. (It is how a ministry would read it: so many points from each answer, less so
many because the pillars are out of balance.)
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from strategyscore.methods.rank import TIE
from strategyscore.model.nodes import Node
from strategyscore.scoring.modifiers import Step
from strategyscore.scoring.program import Kernel
from strategyscore.text.words import enumerated

if TYPE_CHECKING:
    from strategyscore.scoring.scores import Scores


@dataclass(frozen=True)
class Part:
    """One part of a score.

    Attributes
    ----------
    node : Node
        A criterion; or a group, whose part is the difference between its score and the arithmetic mean.
    weight : float
        Share of the explained node's weight, among the answered ones; NaN where missing.
    score : float
        On the rubric's scale; NaN where missing.
    adds : float
        Points that it adds to the explained score.
    effects : tuple of (str, float)
        Of a group, what its part is the effect of, in words, each with the points that it adds.
    """

    node: Node
    weight: float
    score: float
    adds: float
    effects: tuple[tuple[str, float], ...] = ()


def contributions(scores: Scores, row: int, node: Node) -> list[Part]:
    """The parts of one country's score of a node; `adds` adds up to it.

    Parameters
    ----------
    scores : Scores
    row : int
        The country's row.
    node : Node
        What is explained.
    """
    values = scores.nodes.values[row]
    parts: list[Part] = []

    def visit(this: Node, weight: float) -> None:
        value = float(values[scores.column[this.path]])
        if this.is_leaf:
            adds = 0.0 if np.isnan(value) else weight * value
            parts.append(Part(this, np.nan if np.isnan(value) else weight, value, adds))
            return
        kernel = scores.program.by_node[scores.column[this.path]]
        counted = np.nan_to_num(scores.nodes.counted(kernel.children)[row])
        for child, share in zip(this.children, counted.tolist(), strict=True):
            visit(child, weight * share)
        if not kernel.linear:
            mean = float(counted @ np.nan_to_num(values[list(kernel.children)]))
            adds = 0.0 if np.isnan(value) else weight * (value - mean)
            parts.append(Part(this, np.nan, value, adds, _effects(scores, this, row, weight, mean)))

    withheld = np.isnan(values[scores.column[node.path]])  # a score that there is not is made of nothing
    visit(node, 0.0 if withheld else 1.0)
    return parts


def effect(scores: Scores, node: Node) -> str:
    """What a group's own part is the effect of, in words: its mean, rescaling, factors and caps, rounding."""
    kernel = scores.program.by_node[scores.column[node.path]]
    causes = [*_of_the_mean(kernel), *(_changed(scores, kernel, step) for step in _changes(scores, kernel))]
    causes += ["rounding"] if kernel.decimals is not None else []
    return enumerated(causes) if len(causes) > 2 else " and ".join(causes)


def _of_the_mean(kernel: Kernel) -> list[str]:
    own = kernel.weighting is not None and kernel.weighting.scores_itself
    causes = [kernel.weighting.phrase] if own and kernel.weighting else []
    causes += [f"the {kernel.method.phrase}"] if not kernel.method.linear and not own else []
    return causes + (["rescaling"] if kernel.rescale else [])


def _changes(scores: Scores, kernel: Kernel) -> list[Step]:
    """The factors and caps of a group, in their order."""
    return [step for step in scores.nodes.steps.get(kernel.node, []) if step.kind != "mean"]


def _changed(scores: Scores, kernel: Kernel, step: Step, row: int | None = None) -> str:
    """A factor or a cap, in words; for one country with its factor."""
    size = "" if row is None or step.factor is None else f" {step.factor[row]:g}"
    if step.kind == "multiply":
        return f"the factor{size} in {kernel.multiply_by}"
    if step.kind == "adjust":
        return f"the factor{size} for {scores.rubric.nodes[kernel.adjust[step.index].node].title}"
    gate = kernel.gates[step.index]
    return f"the cap of {gate.cap:g} for {scores.rubric.nodes[gate.node].title}"


def _effects(scores: Scores, node: Node, row: int, weight: float, mean: float) -> tuple[tuple[str, float], ...]:
    """What one country's score of a group owes to each factor and cap; empty where the group has none of them."""
    kernel = scores.program.by_node[scores.column[node.path]]
    changes = _changes(scores, kernel)
    if not changes:
        return ()
    value = float(scores.nodes.values[row, kernel.node])
    first = float(scores.nodes.steps[kernel.node][0].after[row])
    told = [(" and ".join(_of_the_mean(kernel)), first - mean)]
    for before, step in zip(scores.nodes.steps[kernel.node], changes, strict=False):
        told.append((_changed(scores, kernel, step, row), float(step.after[row] - before.after[row])))
    told.append(("rounding", value - float(changes[-1].after[row])))
    counted = [(words, weight * points) for words, points in told if words and abs(points) > TIE * scores.program.span]
    return () if np.isnan(value) else tuple(counted)
