"""Blocks of draws in the hands of workers: rank counts, and the scores that are kept."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from strategyscore.methods.rank import placed, rank_counts
from strategyscore.robustness.draw import BLOCK, draw, score_block
from strategyscore.robustness.plan import Plan
from strategyscore.robustness.workers import one_thread_each

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Task:
    """A run of blocks, and which of its draws are kept."""

    plan: Plan
    first: int
    blocks: int
    draws: int
    every: int


def tasks_of(plan: Plan, draws: int, blocks: int, every: int) -> list[Task]:
    """Runs of blocks: enough of them that no worker waits long for the last."""
    size = min(max(1, blocks // 32), 32)
    return [Task(plan, first, min(size, blocks - first), draws, every) for first in range(0, blocks, size)]


def run(task: Task) -> tuple[NDArray[np.int64], Floats]:
    """Rank counts, and the scores of the draws that are kept."""
    n = len(task.plan.codes)
    counts = np.zeros((n, n), dtype=np.int64)
    kept = []
    with one_thread_each():
        for block in range(task.first, task.first + task.blocks):
            count = min(BLOCK, task.draws - block * BLOCK)
            scores = scores_of(task.plan, block)[:count]
            counts += rank_counts(scores, task.plan.span)
            kept.append(scores[(-block * BLOCK) % task.every :: task.every])
    return counts, np.concatenate(kept)


def scores_of(plan: Plan, block: int, streams: dict[str, int] | None = None) -> Floats:
    """The scores of a whole block, shape (draws, countries)."""
    return score_block(plan, draw(plan, block, streams))


def ranks_of(scores: Floats, span: float) -> NDArray[np.int64]:
    """Ranks of each draw, shape (draws, countries); a country without a score in a draw comes last."""
    order, rank = placed(scores, span)
    ranks = np.empty_like(rank)
    np.put_along_axis(ranks, order, rank + 1, axis=1)
    return ranks
