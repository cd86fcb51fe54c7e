"""Countries over several years: the rows of a table that is long in time, or profiles as they stood in each year."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from strategyscore.errors import UnknownYear
from strategyscore.methods.fill import carried_forward, interpolated
from strategyscore.model.countries import Countries
from strategyscore.model.criteria import Quantity
from strategyscore.model.groups import expand
from strategyscore.model.periods import YEAR, Calendar, Time, read_times
from strategyscore.model.rubric import Rubric

Ints = NDArray[np.int64]


def row_code(country: str, year: Time) -> str:
    """What the row of a country in a year, quarter or month is called where all of them stand in one table.

    Examples
    --------
    >>> row_code("RUS", 2021)
    'RUS 2021'
    """
    return f"{country} {year}"


@dataclass(frozen=True, repr=False, eq=False)
class CountryPanel(Mapping[Time, Countries]):
    """Countries over several years, quarters or months; a mapping from each of these to its countries.

    Attributes
    ----------
    rows : Countries
        All years as one table, in the order of years and codes, each row under its country's code and the year, such as
        ``RUS 2021``.
    codes : tuple of str
        The country of each row.
    times : ndarray of int, shape (rows,)
        Its year, or the number of its quarter or month. Read-only.
    dated : Countries or None
        The profiles whose answers are taken as they stood in each year; None for a table.
    calendar : Calendar
        Whether the times are years, quarters or months.

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
    calendar: Calendar = YEAR

    def __post_init__(self) -> None:
        self.times.setflags(write=False)

    @classmethod
    def of_profiles(cls, countries: Countries, years: Iterable[Time]) -> CountryPanel:
        """Profiles as they stood at the end of each of some years, quarters or months.

        Parameters
        ----------
        countries : Countries
            Profiles, with the days from which their answers hold.
        years : iterable of int or str
            Years, or quarters or months such as ``"2024Q3"`` or ``"2024-09"``, in any order; each counts once.

        Returns
        -------
        CountryPanel
            A row for every country and year.

        Raises
        ------
        ValueError
            If they are not all of one kind.

        See Also
        --------
        strategyscore.score : Makes one itself where `as_of` names several years.

        Examples
        --------
        >>> ss.CountryPanel.of_profiles(coded.countries.pick("RUS"), [2023, 2024]).rows.codes
        ['RUS 2023', 'RUS 2024']
        """
        asked = list(years)
        calendar, counted, wrong = read_times(asked)
        if wrong:
            said = "; ".join(f"{asked[at]!r} {why}" for at, why in wrong.items())
            raise ValueError(f"a panel takes years such as 2021, or quarters or months: {said}")
        numbers = sorted(set(counted))
        ordered = [calendar.label(number) for number in numbers]
        rows = Countries(
            tuple(
                dataclasses.replace(profile, code=row_code(profile.code, year), label=profile.name)
                for year in ordered
                for profile in countries
            ),
            changed=countries.changed,
        )
        times = np.repeat(np.array(numbers, dtype=np.int64), len(countries))
        return cls(rows, tuple(countries.codes) * len(ordered), times, countries, calendar)

    @cached_property
    def numbers(self) -> Ints:
        """The years, or the numbers of the quarters or months, rising: the next one is one more."""
        return np.unique(self.times)

    @cached_property
    def years(self) -> tuple[Time, ...]:
        """The years, quarters or months, rising."""
        return tuple(self.calendar.label(number) for number in self.numbers)

    @cached_property
    def countries(self) -> tuple[str, ...]:
        """The codes of all countries, in order."""
        return tuple(sorted(set(self.codes)))

    @cached_property
    def cells(self) -> tuple[Ints, Ints]:
        """The position of each row's year and country among `years` and `countries`."""
        country = {code: position for position, code in enumerate(self.countries)}
        at = np.searchsorted(self.numbers, self.times).astype(np.int64)
        return at, np.array([country[code] for code in self.codes], dtype=np.int64)

    def ends(self, year: Time) -> str:
        """The year, or the last month of a quarter or month, as a date is written.

        Parameters
        ----------
        year : int or str
            One of `years`.

        Returns
        -------
        str
            Such as ``"2024"`` or ``"2024-09"``.

        See Also
        --------
        strategyscore.CountryPanel.at : The rows of a year.

        Examples
        --------
        >>> panel.countries.ends(2024)
        '2024'
        """
        number = self.calendar.number(year)
        assert number is not None
        return self.calendar.ends(number)

    def at(self, year: Time) -> slice:
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
            raise UnknownYear(f"the panel has no {self.calendar.name} {year!r}", year, self.years)
        number = self.numbers[self.years.index(year)]
        start, end = np.searchsorted(self.times, [number, number + 1])
        return slice(int(start), int(end))

    def __getitem__(self, year: Time) -> Countries:
        rows = self.at(year)
        if self.dated is not None:
            return self.dated[list(self.codes[rows])]
        picked = self.rows[rows]
        named = zip(picked, self.codes[rows], strict=True)
        return dataclasses.replace(
            picked, profiles=tuple(dataclasses.replace(profile, code=code) for profile, code in named)
        )

    def __iter__(self) -> Iterator[Time]:
        return iter(self.years)

    def __len__(self) -> int:
        return len(self.years)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, CountryPanel):
            return NotImplemented
        return self.rows == other.rows and self.dated == other.dated

    def __hash__(self) -> int:
        return hash(self.rows)

    def pick(self, words: str | Iterable[str]) -> CountryPanel:
        """The rows of some countries, named by codes, names or groups.

        Parameters
        ----------
        words : str or iterable of str
            Codes, names or groups of countries.

        Returns
        -------
        CountryPanel
            The one it is called on stays as it is.

        Raises
        ------
        UnknownCountry
            If there is no such country.

        See Also
        --------
        strategyscore.CountryPanel.without : Leaves single rows out.

        Examples
        --------
        >>> panel.countries.pick("Aria").rows.codes
        ['Aria 2023', 'Aria 2024']
        """
        picked = set(expand(words, self.countries))
        dropped = {row for row, code in zip(self.rows.codes, self.codes, strict=True) if code not in picked}
        return self.without(dropped)

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
        full = carried_forward(cube) if rubric.fill == "last" else interpolated(cube, self.numbers)
        applies = np.column_stack([numbers.applies(key) for key in keys])
        after = np.where(applies, full[self.cells], np.nan)
        new = np.isnan(before) & ~np.isnan(after)
        changed = [column for column in range(len(keys)) if new[:, column].any()]
        values = {keys[column]: np.ascontiguousarray(after[:, column]) for column in changed}
        marks = {keys[column]: np.ascontiguousarray(new[:, column]) for column in changed}
        told = dataclasses.replace(numbers, values={**numbers.values, **values}, filled={**numbers.filled, **marks})
        return dataclasses.replace(self, rows=dataclasses.replace(self.rows, numbers=told))

    def __repr__(self) -> str:
        from strategyscore.text.words import countries_said

        return f"<CountryPanel: {countries_said(len(self.countries))}, {self.years[0]} to {self.years[-1]}>"
