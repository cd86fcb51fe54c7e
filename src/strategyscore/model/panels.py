"""Countries over several years: the rows of a table that is long in time, or profiles as they stood in each year."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from strategyscore.errors import UnknownYear
from strategyscore.methods.fill import carried_forward, interpolated
from strategyscore.model.countries import Countries
from strategyscore.model.criteria import Quantity
from strategyscore.model.rubric import Rubric

Ints = NDArray[np.int64]

FIRST_YEAR, LAST_YEAR = 1000, 9999


def row_code(country: str, year: int) -> str:
    """What the row of a country in a year is called where all years stand in one table.

    Examples
    --------
    >>> row_code("RUS", 2021)
    'RUS 2021'
    """
    return f"{country} {year}"


@dataclass(frozen=True, repr=False, eq=False)
class CountryPanel(Mapping[int, Countries]):
    """Countries over several years; a mapping from each year to its countries.

    Attributes
    ----------
    rows : Countries
        All years as one table, in the order of years and codes, each row under its country's code and the year, such as
        ``RUS 2021``.
    codes : tuple of str
        The country of each row.
    times : ndarray of int, shape (rows,)
        Its year. Read-only.
    dated : Countries or None
        The profiles whose answers are taken as they stood in each year; None for a table.

    See Also
    --------
    strategyscore.read_table : Reads one from a table with years.
    strategyscore.score : Scores it.

    Examples
    --------
    >>> panel.countries.years
    (2023, 2024)
    >>> panel.countries.rows.codes[:3]
    ['Aria 2023', 'Bora 2023', 'Cala 2023']
    """

    rows: Countries
    codes: tuple[str, ...]
    times: Ints
    dated: Countries | None = None

    def __post_init__(self) -> None:
        self.times.setflags(write=False)

    @classmethod
    def of_profiles(cls, countries: Countries, years: list[int]) -> CountryPanel:
        """Profiles as they stood at the end of each of some years.

        Parameters
        ----------
        countries : Countries
            Profiles, with the days from which their answers hold.
        years : list of int
            In any order; each counts once.

        Returns
        -------
        CountryPanel
            A row for every country and year.

        See Also
        --------
        strategyscore.score : Makes one itself where `as_of` names several years.

        Examples
        --------
        >>> ss.CountryPanel.of_profiles(coded.countries.pick("RUS"), [2023, 2024]).rows.codes
        ['RUS 2023', 'RUS 2024']
        """
        ordered = sorted(set(years))
        rows = Countries(
            tuple(
                dataclasses.replace(profile, code=row_code(profile.code, year), label=profile.name)
                for year in ordered
                for profile in countries
            ),
            changed=countries.changed,
        )
        times = np.repeat(np.array(ordered, dtype=np.int64), len(countries))
        return cls(rows, tuple(countries.codes) * len(ordered), times, countries)

    @cached_property
    def years(self) -> tuple[int, ...]:
        """The years, rising."""
        return tuple(int(year) for year in np.unique(self.times))

    @cached_property
    def countries(self) -> tuple[str, ...]:
        """The codes of all countries, in order."""
        return tuple(sorted(set(self.codes)))

    @cached_property
    def cells(self) -> tuple[Ints, Ints]:
        """The position of each row's year and country among `years` and `countries`."""
        country = {code: position for position, code in enumerate(self.countries)}
        at = np.searchsorted(np.array(self.years), self.times).astype(np.int64)
        return at, np.array([country[code] for code in self.codes], dtype=np.int64)

    def at(self, year: int) -> slice:
        """The rows of a year.

        Parameters
        ----------
        year : int
            One of `years`.

        Returns
        -------
        slice
            Of `rows`, and of every array of them.

        Raises
        ------
        UnknownYear
            If the panel has none, with those that it has.

        See Also
        --------
        strategyscore.CountryPanel.years : The years that there are.

        Examples
        --------
        >>> panel.countries.at(2024)
        slice(4, 8, None)
        """
        if year not in self.years:
            raise UnknownYear(f"the panel has no year {year!r}", year, self.years)
        start, end = np.searchsorted(self.times, [year, year + 1])
        return slice(int(start), int(end))

    def __getitem__(self, year: int) -> Countries:
        rows = self.at(year)
        if self.dated is not None:
            return self.dated[list(self.codes[rows])]
        picked = self.rows[rows]
        named = zip(picked, self.codes[rows], strict=True)
        return dataclasses.replace(
            picked, profiles=tuple(dataclasses.replace(profile, code=code) for profile, code in named)
        )

    def __iter__(self) -> Iterator[int]:
        return iter(self.years)

    def __len__(self) -> int:
        return len(self.years)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, CountryPanel):
            return NotImplemented
        return self.rows == other.rows and self.dated == other.dated

    def __hash__(self) -> int:
        return hash(self.rows)

    def without(self, rows: set[str]) -> CountryPanel:
        """The same without some rows, by their codes in `rows`.

        Parameters
        ----------
        rows : set of str
            Codes of rows, such as ``RUS 2021``.

        Returns
        -------
        CountryPanel
            The one it is called on stays as it is.

        See Also
        --------
        strategyscore.CountryPanel.filled : Fills gaps.

        Examples
        --------
        >>> panel.countries.without({"Dona 2023"}).codes
        ('Aria', 'Bora', 'Cala', 'Aria', 'Bora', 'Cala', 'Dona')
        """
        kept = [row for row, code in enumerate(self.rows.codes) if code not in rows]
        return dataclasses.replace(
            self, rows=self.rows[kept], codes=tuple(self.codes[row] for row in kept), times=self.times[kept]
        )

    def filled(self, rubric: Rubric) -> CountryPanel:
        """The same with the gaps of each country's series filled as a rubric says, see `Rubric.fill`.

        Only rows that there are get values. What was filled in is told by `Numbers.filled`. Profiles stay as they are:
        an answer holds until another begins.

        Parameters
        ----------
        rubric : Rubric
            Whose ``fill`` says how.

        Returns
        -------
        CountryPanel
            The same one where the rubric fills nothing.

        See Also
        --------
        strategyscore.PanelScores.panel : Says what share of a score was filled in.

        Examples
        --------
        >>> panel.countries.filled(rubric) is panel.countries
        True
        """
        numbers = self.rows.numbers
        if rubric.fill == "none" or numbers is None:
            return self
        keys = [leaf.key for leaf in rubric.criteria if rubric.fill == "last" or isinstance(leaf, Quantity)]
        if not keys:
            return self
        before = np.column_stack([numbers.values[key] for key in keys])
        cube = np.full((len(self.years), len(self.countries), len(keys)), np.nan)
        cube[self.cells] = before
        full = carried_forward(cube) if rubric.fill == "last" else interpolated(cube, self.years)
        applies = np.column_stack([numbers.applies(key) for key in keys])
        after = np.where(applies, full[self.cells], np.nan)
        new = np.isnan(before) & ~np.isnan(after)
        changed = [column for column in range(len(keys)) if new[:, column].any()]
        values = {keys[column]: np.ascontiguousarray(after[:, column]) for column in changed}
        marks = {keys[column]: np.ascontiguousarray(new[:, column]) for column in changed}
        told = dataclasses.replace(numbers, values={**numbers.values, **values}, filled={**numbers.filled, **marks})
        return dataclasses.replace(self, rows=dataclasses.replace(self.rows, numbers=told))

    def __repr__(self) -> str:
        return f"<CountryPanel: {len(self.countries)} countries, {self.years[0]} to {self.years[-1]}>"
