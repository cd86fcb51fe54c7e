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

from strategyscore.methods.aggregate import shares
from strategyscore.model.nodes import Node

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
    """

    node: Node
    weight: float
    score: float
    adds: float


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
        below = values[list(kernel.children)]
        counted = np.nan_to_num(shares(below, np.nan_to_num(scores.nodes.weights[row, list(kernel.children)])))
        for child, share in zip(this.children, counted, strict=True):
            visit(child, weight * float(share))
        if not kernel.linear:
            mean = float(np.nansum(counted * np.nan_to_num(below)))
            parts.append(Part(this, np.nan, value, 0.0 if np.isnan(value) else weight * (value - mean)))

    visit(node, 1.0)
    return parts


def effect(scores: Scores, node: Node) -> str:
    """What a group's own part is the effect of, in words: of its mean, of rescaling, of rounding."""
    kernel = scores.program.by_node[scores.column[node.path]]
    own = kernel.weighting is not None and kernel.weighting.scores_itself
    causes = [kernel.weighting.phrase] if own and kernel.weighting else []
    causes += [f"the {kernel.method.phrase}"] if not kernel.method.linear and not own else []
    causes += ["rescaling"] if kernel.rescale else []
    causes += ["rounding"] if kernel.decimals is not None else []
    return " and ".join(causes)
