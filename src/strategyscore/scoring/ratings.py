"""Step 1: the answers of the profiles as arrays, countries in rows, criteria in columns."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from strategyscore.documents.dates import PartialDate
from strategyscore.documents.profile import Answer, Countries, CountryProfile
from strategyscore.documents.rubric import Node, Rubric

REPLIES = {"yes": 1.0, "partly": 0.5, "no": 0.0}


@dataclass(frozen=True)
class Ratings:
    """Raw answers, before normalisation.

    Attributes
    ----------
    values : ndarray, shape (countries, criteria)
        Levels, values in the criterion's unit, or the mean over a checklist's answered items; NaN where missing.
    lower, upper : ndarray, shape (countries, criteria)
        The same with unanswered items of a checklist at worst and at best; NaN where the whole criterion is missing.
    coverage : ndarray, shape (countries, criteria)
        1 where answered, 0 where missing, the answered share for a checklist.
    answers : list of list of Answer or None
        What the values were read from.
    """

    values: NDArray[np.float64]
    lower: NDArray[np.float64]
    upper: NDArray[np.float64]
    coverage: NDArray[np.float64]
    answers: list[list[Answer | None]]


def read_ratings(rubric: Rubric, countries: Countries, as_of: PartialDate | None = None) -> Ratings:
    """Gather the answers that hold on a day.

    Parameters
    ----------
    rubric : Rubric
        Its criteria are the columns, in their order.
    countries : Countries
        The rows.
    as_of : PartialDate, optional
        The day; the latest answers where it is not given.
    """
    answers = [[answer_to(leaf, profile, as_of) for leaf in rubric.criteria] for profile in countries]
    numbers = [[_numbers(leaf, answer) for leaf, answer in zip(rubric.criteria, row, strict=True)] for row in answers]
    stacked = np.array(numbers, dtype=np.float64).reshape(len(countries), len(rubric.criteria), 4)
    values, lower, upper, coverage = np.moveaxis(stacked, -1, 0)
    return Ratings(values, lower, upper, coverage, answers)


def answer_to(leaf: Node, profile: CountryProfile, as_of: PartialDate | None = None) -> Answer | None:
    """A profile's answer to a criterion, under the criterion's key or its path in the rubric."""
    return profile.answer(leaf.key, as_of) or profile.answer(leaf.path, as_of)


def _numbers(leaf: Node, answer: Answer | None) -> tuple[float, float, float, float]:
    """Value, lower, upper, coverage of one answer."""
    nan = float("nan")
    if answer is None:
        return nan, nan, nan, 0.0
    if leaf.kind == "checklist":
        given = [REPLIES[answer.answers[item]] for item in leaf.checklist if item in answer.answers]
        if not given:
            return nan, nan, nan, 0.0
        n, total = len(leaf.checklist), sum(given)
        return total / len(given), total / n, (total + n - len(given)) / n, len(given) / n
    number = answer.level if leaf.kind == "levels" else answer.value
    value = nan if number is None else float(number)
    return value, value, value, 1.0
