"""What draws of weights say of each country: which weights make it first, and how surely.

The descriptors of stochastic multicriteria acceptability analysis. They hold for any analysis in which weights vary.

Source: Lahdelma and Salminen (2001), SMAA-2, Operations Research 49; entropy of ranks: Tervonen and Lahdelma (2007),
European Journal of Operational Research 178.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from strategyscore.errors import ScoringError
from strategyscore.methods.rank import TIE
from strategyscore.robustness.draw import BLOCK, Block, draw, score_block

if TYPE_CHECKING:
    import pandas as pd

    from strategyscore.robustness.uncertainty import Uncertainty

Floats = NDArray[np.float64]
_Blocks = list[tuple[Block, int]]


def entropy(counts: NDArray[np.int64]) -> Floats:
    """How uncertain each country's rank is, in bits: 0 where it always has the same one.

    Parameters
    ----------
    counts : ndarray of int, shape (countries, ranks)

    Returns
    -------
    ndarray, shape (countries,)
        At most the binary logarithm of the number of ranks.
    """
    shares = counts / counts.sum(axis=1, keepdims=True)
    logs = np.log2(shares, out=np.zeros_like(shares), where=shares > 0)
    return np.asarray(np.maximum(-(shares * logs).sum(axis=1), 0.0))


def smaa(drawn: Uncertainty) -> pd.DataFrame:
    """See `Uncertainty.smaa`; the countries in the order of the plan."""
    import pandas as pd

    from strategyscore.schemas import AcceptabilityTable

    blocks = _blocks(drawn)
    first, central = _central(drawn, blocks)
    confidence = [
        _confidence(drawn, blocks, row, {node: own[row] for node, own in central.items()}) for row in range(len(first))
    ]
    table = pd.DataFrame(
        {"first": first, "confidence": confidence, "entropy": entropy(drawn.counts)},
        index=pd.Index(np.array(drawn.plan.codes), name="country", dtype=str),
    )
    for node, own in central.items():
        for child, column in zip(drawn.plan.program.by_node[node].children, own.T, strict=True):
            table[drawn.plan.program.paths[child]] = column
    return AcceptabilityTable.validate(table)


def _blocks(drawn: Uncertainty) -> _Blocks:
    """Every block, with the number of its draws that count."""
    numbers = range(-(-drawn.draws // BLOCK))
    return [(draw(drawn.plan, number), min(BLOCK, drawn.draws - number * BLOCK)) for number in numbers]


def _first(drawn: Uncertainty, block: Block, count: int) -> Floats:
    """What part of the first rank each country has in each draw, shape (draws, countries); ties share it."""
    scores = np.nan_to_num(score_block(drawn.plan, block)[:count], nan=-np.inf)
    leads = scores >= scores.max(axis=1, keepdims=True) - TIE * drawn.plan.span
    return np.asarray(leads / leads.sum(axis=1, keepdims=True))


def _central(drawn: Uncertainty, blocks: _Blocks) -> tuple[Floats, dict[int, Floats]]:
    """The share of the draws in which each country is first, and their mean weights by group, NaN for never."""
    sums: dict[int, Floats] = {}
    total = np.zeros(len(drawn.plan.codes))
    for block, count in blocks:
        first = _first(drawn, block, count)
        total += first.sum(axis=0)
        for node, weights in block.weights.items():
            sums[node] = sums.get(node, 0.0) + first.T @ weights[:count]
    if not sums:
        raise ScoringError("no weights vary that rest on judgement, so there are none that make a country first")
    return total / drawn.draws, {
        node: np.divide(part, total[:, None], out=np.full(part.shape, np.nan), where=total[:, None] > 0)
        for node, part in sums.items()
    }


def _confidence(drawn: Uncertainty, blocks: _Blocks, row: int, central: dict[int, Floats]) -> float:
    """How often a country is first under its own central weights, with all else drawn as it was."""
    if any(np.isnan(weights).any() for weights in central.values()):
        return float("nan")
    firsts = 0.0
    for block, count in blocks:
        own = {node: np.broadcast_to(weights, (BLOCK, len(weights))) for node, weights in central.items()}
        firsts += float(_first(drawn, dataclasses.replace(block, weights=own), count)[:, row].sum())
    return firsts / drawn.draws
