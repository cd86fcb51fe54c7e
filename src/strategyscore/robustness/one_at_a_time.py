"""What one change at a time does to a country's score and rank: the data of a tornado chart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from strategyscore.robustness.run import ranks_of
from strategyscore.scoring.engine import evaluate
from strategyscore.scoring.scores import Scores, check_scores

Floats = NDArray[np.float64]

FACTOR = 2.0
"""What a weight is divided and multiplied by."""


@dataclass(frozen=True)
class Move:
    """Two changes of one thing, all else as it is.

    Attributes
    ----------
    node : str
        The path of the criterion that is answered otherwise, or of the node whose weight changes.
    kind : {"missing", "rating", "weight"}
        A missing answer at its worst and at its best; a level one lower and one higher; a weight divided and multiplied
        by `FACTOR`, its siblings giving way.
    low, high : str
        What is changed to, in words: levels, or the share of the siblings' weight.
    scores : tuple of float
        The country's score with the first and with the second change.
    ranks : tuple of float
        Its rank; NaN where it has none.
    """

    node: str
    kind: Literal["missing", "rating", "weight"]
    low: str
    high: str
    scores: tuple[float, float]
    ranks: tuple[float, float]


def one_at_a_time(scores: Scores, country: str) -> list[Move]:
    """Change each answer of a country and each weight by itself, and score anew.

    A level that stands as the least that is true is only raised, and a level at an end of its scale has one side only.
    The other countries keep their answers; their scores change with the weights.

    Parameters
    ----------
    scores : Scores
    country : str
        Its code or name.

    Returns
    -------
    list of Move
        In the order of the rubric, weights last.

    Raises
    ------
    UnknownCountry
        With a suggestion.
    """
    check_scores(scores, anew=True)
    row = scores.row(country)
    program, values = scores.program, scores.prepared.values
    answers, weights = list(_answers(scores, row)), list(_weights(scores))
    count = 2 * (len(answers) + len(weights))
    leaves = [np.repeat(column[None, :], max(count, 1), axis=0) for column in values.T]
    for place, (leaf, ends, *_) in enumerate(answers):
        leaves[leaf][2 * place : 2 * place + 2, row] = ends
    given = {kernel.node: np.array(kernel.shares, dtype=float) for kernel in program.kernels}
    shares: dict[int, Floats] = {}
    for place, (group, child, ends, _) in enumerate(weights, len(answers)):
        if group not in shares:
            shares[group] = np.repeat(given[group][None, :], count, axis=0)
        for side, share in enumerate(ends):
            rest = np.delete(given[group], child)
            shares[group][2 * place + side] = np.insert(rest * (1 - share) / rest.sum(), child, share)
    found = evaluate(
        program,
        leaves,
        shares=shares,
        applicable=scores.prepared.applicable,
        factors=scores.prepared.factors,
    ).root
    root = np.broadcast_to(found, (max(count, 1), len(values)))
    ranks = _ranks(scores, root, row)

    def move(place: int, node: str, kind: Literal["missing", "rating", "weight"], said: tuple[str, str]) -> Move:
        both = slice(2 * place, 2 * place + 2)
        low, high = map(float, root[both, row])
        return Move(node, kind, *said, (low, high), (float(ranks[both][0]), float(ranks[both][1])))

    moves = [
        move(place, scores.rubric.criteria[leaf].path, kind, said)
        for place, (leaf, _, kind, said) in enumerate(answers)
    ]
    for place, (group, child, _, said) in enumerate(weights, len(answers)):
        kernel = next(kernel for kernel in program.kernels if kernel.node == group)
        moves.append(move(place, program.paths[kernel.children[child]], "weight", said))
    return moves


def _ranks(scores: Scores, root: Floats, row: int) -> Floats:
    """The ranks of one country among those that have one; NaN where it has none."""
    ranked = np.flatnonzero(~np.isnan(scores.ranks[:, 0]))
    if row not in ranked:
        return np.full(len(root), np.nan)
    place = int(np.searchsorted(ranked, row))
    return ranks_of(root[:, ranked], scores.program.span)[:, place].astype(float)


_Answer = tuple[int, tuple[float, float], Literal["missing", "rating"], tuple[str, str]]


def _answers(scores: Scores, row: int) -> Iterator[_Answer]:
    """The criterion, its values at both ends, and what they are called."""
    prepared = scores.prepared
    low, high = scores.rubric.scale
    for leaf, criterion in enumerate(scores.rubric.criteria):
        if not prepared.applicable[row, leaf] or prepared.set_aside[row, leaf]:
            continue
        steps = criterion.steps
        levels = [] if not len(steps) else list(low + (high - low) * (steps - steps[0]) / (steps[-1] - steps[0]))
        answer = scores.ratings.answer(row, leaf)
        if np.isnan(prepared.values[row, leaf]):
            ends = float(prepared.worst[row, leaf]), float(prepared.best[row, leaf])
            if np.isfinite(ends).all():
                yield leaf, ends, "missing", ("0", str(len(levels) - 1)) if levels else ("lowest", "highest")
        elif levels and answer is not None and answer.level is not None:
            here = int(np.argmin(np.abs(np.array(levels) - prepared.values[row, leaf])))
            below = here if answer.at_least else max(here - 1, 0)
            above = min(here + 1, len(levels) - 1)
            yield leaf, (levels[below], levels[above]), "rating", (str(below), str(above))


def _weights(scores: Scores) -> Iterator[tuple[int, int, tuple[float, float], tuple[str, str]]]:
    """The group, the child's place in it, its share divided and multiplied, and these in words."""
    for kernel in reversed(scores.program.kernels):
        if kernel.weighting is not None or len(kernel.children) < 2:
            continue
        for child, share in enumerate(map(float, kernel.shares)):
            if not 0 < share < 1:
                continue
            ends = tuple(share * factor / (1 + share * (factor - 1)) for factor in (1 / FACTOR, FACTOR))
            low, high = ends
            yield kernel.node, child, (low, high), (f"{low:.0%}".replace("%", " %"), f"{high:.0%}".replace("%", " %"))
