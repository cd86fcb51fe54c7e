"""The times of a panel: years, quarters or months, each counted so that the next one is one more."""

from __future__ import annotations

import re
from calendar import month_name
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

FIRST_YEAR = 1000
_QUARTERS = ("first", "second", "third", "fourth")

Time = int | str
"""A year such as 2021, a quarter such as ``"2021Q3"`` or a month such as ``"2021-09"``."""

Times = Sequence[int] | list[str] | tuple[str, ...]
"""Several of them, all of one kind."""

_FORM = re.compile(r"(\d{4})(?:\.0)?(?:[- ]?[Qq]([1-4])|-(\d{2}))?", re.ASCII)
WRITTEN = "write 2021, 2021Q3 or 2021-09"


@dataclass(frozen=True)
class Calendar:
    """What the times of a panel are.

    Attributes
    ----------
    name : {"year", "quarter", "month"}
    a_year : int
        How many make a year.
    """

    name: str
    a_year: int

    def number(self, time: object) -> int | None:
        """The number of a time, one more for the next one; None for what is no time of this calendar."""
        known = read_time(time)
        return known[1] if known is not None and known[0] == self else None

    def label(self, number: int) -> Time:
        """The time of a number, as it is written.

        Examples
        --------
        >>> MONTH.label(MONTH.number("2021-09") + 4)
        '2022-01'
        """
        year, part = divmod(int(number), self.a_year)
        if self.a_year == 1:
            return year
        return f"{year}Q{part + 1}" if self.a_year == 4 else f"{year}-{part + 1:02d}"

    def said(self, number: int) -> str:
        """The time of a number in a sentence.

        Examples
        --------
        >>> MONTH.said(MONTH.number("2021-09")), QUARTER.said(QUARTER.number("2021Q3")), YEAR.said(2021)
        ('September 2021', 'the third quarter of 2021', '2021')
        """
        year, part = divmod(int(number), self.a_year)
        if self.a_year == 12:
            return f"{month_name[part + 1]} {year}"
        return f"the {_QUARTERS[part]} quarter of {year}" if self.a_year == 4 else str(year)

    def ends(self, number: int) -> str:
        """The year, or the last month, of a time, as a date is written."""
        if self.a_year == 1:
            return str(number)
        months = 12 // self.a_year
        return str(MONTH.label((number + 1) * months - 1))


YEAR, QUARTER, MONTH = Calendar("year", 1), Calendar("quarter", 4), Calendar("month", 12)


def read_time(cell: Any) -> tuple[Calendar, int] | None:
    """A cell as a year, quarter or month; None where it is none of these.

    Examples
    --------
    >>> read_time(2021.0)
    (Calendar(name='year', a_year=1), 2021)
    >>> read_time("2021-Q3")
    (Calendar(name='quarter', a_year=4), 8086)
    >>> read_time("2021-13") is read_time(15) is None
    True
    """
    match = None if isinstance(cell, bool) else _FORM.fullmatch(str(cell).strip())
    if match is None or int(match[1]) < FIRST_YEAR:
        return None
    year = int(match[1])
    if match[2]:
        return QUARTER, 4 * year + int(match[2]) - 1
    if match[3]:
        return (MONTH, 12 * year + int(match[3]) - 1) if 1 <= int(match[3]) <= 12 else None
    return YEAR, year


def read_times(cells: Iterable[Any]) -> tuple[Calendar, list[int], dict[int, str]]:
    """Times that are all of one kind, that of the first.

    Returns
    -------
    calendar : Calendar
    numbers : list of int
        0 where a cell is wrong.
    wrong : dict of int to str
        What is wrong with a cell, and what to do, by its position.
    """
    calendar: Calendar | None = None
    counted: list[int] = []
    wrong: dict[int, str] = {}
    for position, cell in enumerate(cells):
        known = read_time(cell)
        counted.append(known[1] if known else 0)
        if known is None:
            wrong[position] = f"is no year, quarter or month; {WRITTEN}"
        elif calendar is None:
            calendar = known[0]
        elif known[0] != calendar:
            wrong[position] = f"is a {known[0].name}, where the first is a {calendar.name}; write all of one kind"
    return calendar or YEAR, counted, wrong
