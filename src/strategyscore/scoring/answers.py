"""The answers of profiles, or the columns of a table, as arrays: a row a country, a column a criterion."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from strategyscore.errors import ScoringError
from strategyscore.model.answers import Answer
from strategyscore.model.countries import Countries, Numbers
from strategyscore.model.dates import PartialDate
from strategyscore.model.rubric import Rubric

Answers = tuple[tuple[Answer | None, ...], ...]
_ARRAYS = ("values", "lower", "upper", "coverage")


@dataclass(frozen=True, eq=False)
class Ratings:
    """Raw answers, before normalisation.

    Attributes
    ----------
    values : ndarray, shape (countries, criteria)
        Levels or their points, values in the criterion's unit, or the mean over a checklist's answered items; NaN where
        missing.
    lower, upper : ndarray, shape (countries, criteria)
        The same with unanswered items of a checklist at worst and at best; NaN where the whole criterion is missing.
    coverage : ndarray, shape (countries, criteria)
        1 where answered, 0 where missing, the answered share for a checklist; NaN where a criterion does not apply.
    others : mapping of str to ndarray
        Columns of a table that are no criteria, such as denominators.
    answers : tuple of tuple of Answer or None
        What the values were read from; empty for a table.
    filled : ndarray of bool, shape (countries, criteria), or None
        Values that stand in for missing ones, taken from other years; they do not count as answered. None where there
        are none.
    """

    values: NDArray[np.float64]
    lower: NDArray[np.float64]
    upper: NDArray[np.float64]
    coverage: NDArray[np.float64]
    others: Mapping[str, NDArray[Any]]
    answers: Answers = ()
    filled: NDArray[np.bool_] | None = None

    def __post_init__(self) -> None:
        for array in (self.values, self.lower, self.upper, self.coverage):
            array.setflags(write=False)

    @property
    def applicable(self) -> NDArray[np.bool_]:
        """Where a criterion applies to a country, shape (countries, criteria)."""
        return ~np.isnan(self.coverage)

    def rows(self, rows: slice | NDArray[np.int_]) -> Ratings:
        """Those of some countries."""
        return Ratings(
            self.values[rows],
            self.lower[rows],
            self.upper[rows],
            self.coverage[rows],
            {name: column[rows] for name, column in self.others.items()},
            self.answers[rows] if isinstance(rows, slice) else tuple(self.answers[row] for row in rows if self.answers),
            None if self.filled is None else self.filled[rows],
        )

    @classmethod
    def stacked(cls, parts: Sequence[Ratings]) -> Ratings:
        """The countries of several one after the other, none of which has other columns."""
        arrays = {name: np.concatenate([getattr(part, name) for part in parts]) for name in _ARRAYS}
        return cls(**arrays, others={}, answers=tuple(row for part in parts for row in part.answers))

    def answer(self, row: int, column: int) -> Answer | None:
        """What a value was read from; None where it is missing, and for a table."""
        return self.answers[row][column] if self.answers else None


def read_ratings(rubric: Rubric, countries: Countries, as_of: PartialDate | None = None) -> Ratings:
    """Gather the answers that hold on a day, or the columns of a table.

    Parameters
    ----------
    rubric : Rubric
        Its criteria are the columns, in their order.
    countries : Countries
        The rows.
    as_of : PartialDate, optional
        The day; the latest answers where it is left out.

    Raises
    ------
    ScoringError
        If a table lacks the column of a criterion.
    """
    if countries.numbers is not None:
        values = _columns(rubric, countries.numbers)
        applies = np.column_stack([countries.numbers.applies(leaf.key) for leaf in rubric.criteria])
        known, filled = values, None
        if countries.numbers.filled:
            filled = np.column_stack([countries.numbers.is_filled(leaf.key) for leaf in rubric.criteria])
            known = np.where(filled, np.nan, values)
        coverage = np.where(applies, 1.0 - np.isnan(known), np.nan)
        return Ratings(values, known, known, coverage, countries.numbers.others, (), filled)
    answers = tuple(tuple(profile.answer_to(leaf, as_of) for leaf in rubric.criteria) for profile in countries)
    readings = [[leaf.read(answer) for leaf, answer in zip(rubric.criteria, row, strict=True)] for row in answers]
    stacked = np.array(readings, dtype=np.float64).reshape(len(countries), len(rubric.criteria), 4)
    values, lower, upper, coverage = (np.ascontiguousarray(side) for side in np.moveaxis(stacked, -1, 0))
    return Ratings(values, lower, upper, coverage, {}, answers)


def _columns(rubric: Rubric, numbers: Numbers) -> NDArray[np.float64]:
    missing = [leaf.path for leaf in rubric.criteria if leaf.key not in numbers.values]
    if missing:
        raise ScoringError(f"{numbers.name} has no column for {', '.join(missing)}; read it with this rubric")
    return np.column_stack([leaf.raw(numbers.values[leaf.key]) for leaf in rubric.criteria])
