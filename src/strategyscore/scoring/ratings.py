"""Step 1: the answers of profiles, or the columns of a table, as arrays: a row a country, a column a criterion."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from strategyscore.model.dates import PartialDate
from strategyscore.model.errors import ScoringError
from strategyscore.model.profile import Answer, Countries, CountryProfile, Numbers
from strategyscore.model.rubric import Node, Rubric

REPLIES = {"yes": 1.0, "partly": 0.5, "no": 0.0}
Answers = tuple[tuple[Answer | None, ...], ...]


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
    others : mapping of str to ndarray
        Columns of a table that are no criteria, such as denominators.
    answers : tuple of tuple of Answer or None
        What the values were read from; empty for a table.
    """

    values: NDArray[np.float64]
    lower: NDArray[np.float64]
    upper: NDArray[np.float64]
    coverage: NDArray[np.float64]
    others: Mapping[str, NDArray[Any]]
    answers: Answers = ()


def read_ratings(rubric: Rubric, countries: Countries, as_of: PartialDate | None = None) -> Ratings:
    """Gather the answers that hold on a day, or the columns of a table.

    Parameters
    ----------
    rubric : Rubric
        Its criteria are the columns, in their order.
    countries : Countries
        The rows.
    as_of : PartialDate, optional
        The day; the latest answers where it is not given.

    Raises
    ------
    ScoringError
        If a table lacks the column of a criterion.
    """
    if countries.numbers is not None:
        values = _columns(rubric, countries.numbers)
        return Ratings(values, values, values, 1.0 - np.isnan(values), countries.numbers.others)
    answers = tuple(tuple(answer_to(leaf, profile, as_of) for leaf in rubric.criteria) for profile in countries)
    numbers = [[_numbers(leaf, answer) for leaf, answer in zip(rubric.criteria, row, strict=True)] for row in answers]
    stacked = np.array(numbers, dtype=np.float64).reshape(len(countries), len(rubric.criteria), 4)
    values, lower, upper, coverage = np.moveaxis(stacked, -1, 0)
    return Ratings(values, lower, upper, coverage, {}, answers)


def answer_to(leaf: Node, profile: CountryProfile, as_of: PartialDate | None = None) -> Answer | None:
    """A profile's answer to a criterion, under the criterion's key or its path in the rubric."""
    return profile.answer(leaf.key, as_of) or profile.answer(leaf.path, as_of)


def _columns(rubric: Rubric, numbers: Numbers) -> NDArray[np.float64]:
    missing = [leaf.path for leaf in rubric.criteria if leaf.key not in numbers.values]
    if missing:
        raise ScoringError(f"{numbers.name} has no column for {', '.join(missing)}; read it with this rubric")
    return np.column_stack([numbers.values[leaf.key] for leaf in rubric.criteria])


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
