"""The answers of every country in the order of their dates, so that the page can go back to an earlier one."""

from __future__ import annotations

from typing import Any

import numpy as np

from strategyscore.methods.normalise import goalposts, to_range
from strategyscore.model.answers import Answer
from strategyscore.model.criteria import Levels
from strategyscore.model.nodes import Criterion
from strategyscore.robustness.doubts import cumulated
from strategyscore.scoring.scores import Scores
from strategyscore.text.words import points

NOT_APPLICABLE = "n/a"


def history_data(scores: Scores) -> dict[str, Any] | None:
    """What every answer counts, how sure it is, and since when.

    Returns
    -------
    dict or None
        ``cells``: for each one with an answer its row, its criterion, and its answers, the oldest first: the first day,
        the mark that stands in a table, the score, the position of the chances of its levels, None where it is not in
        doubt, and where the answer is not whole its lowest and highest score and its coverage. ``chances``: cumulated,
        as for `draws_data`. None for a table, for a day that was chosen already, where all began on one day, and where
        a score depends on the other countries.
    """
    criteria = scores.rubric.criteria
    if scores.countries.numbers is not None or scores.as_of is not None or any(leaf.ends is None for leaf in criteria):
        return None
    days = {answer.begins for profile in scores.countries for own in profile.history.values() for answer in own}
    if len(days) < 2:
        return None
    cells: list[list[Any]] = []
    chances: dict[tuple[float, ...], int] = {}
    for row, profile in enumerate(scores.countries):
        for leaf, criterion in enumerate(criteria):
            if answers := profile.answers_to(criterion):
                cells.append([row, leaf, [_told(scores, criterion, answer, chances) for answer in answers]])
    return {"cells": cells, "chances": [list(own) for own in chances]}


def _told(scores: Scores, criterion: Criterion, answer: Answer, chances: dict[tuple[float, ...], int]) -> list[Any]:
    reading, ends = criterion.read(answer), criterion.ends
    assert ends is not None
    sides = np.array([reading.value, reading.lower, reading.upper])
    placed = to_range(goalposts(sides, *ends), *scores.rubric.scale).tolist()
    value, low, high = (None if np.isnan(side) else side for side in placed)
    mark = mark_of(criterion, answer, reading.value, placed[0], max(scores.rubric.digits - 1, 0))
    confidence = scores.rubric.confidence
    own = criterion.chances(answer, confidence.of(answer.confidence), confidence.two_levels)
    doubt = None if own is None else chances.setdefault(tuple(cumulated(own, len(own)).tolist()), len(chances))
    told = [answer.begins.first.isoformat(), mark, value, doubt]
    if (value, low, high, reading.coverage) == (value, value, value, 1):
        return told
    return [*told, low, high, None if np.isnan(reading.coverage) else reading.coverage]


def mark_of(criterion: Criterion, answer: Answer | None, raw: float, score: float, digits: int) -> str | None:
    """What stands in a cell of a table: a level, or the score of another answer; None where it is missing.

    Parameters
    ----------
    criterion : Criterion
    answer : Answer or None
        None in a table.
    raw, score : float
        What the answer is before and after it is brought onto the scale.
    digits : int
        With how many decimals a score stands there.
    """
    if answer is not None and answer.not_applicable:
        return NOT_APPLICABLE
    if np.isnan(raw):
        return None
    if not isinstance(criterion, Levels):
        return points(score, digits)
    level = criterion.allowed[int(np.abs(criterion.steps - raw).argmin())]
    return f"{level:g}{'+' if answer and answer.at_least else ''}"
