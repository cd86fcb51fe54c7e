"""Days, months and years as evidence gives them."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache

_FORM = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)


@dataclass(frozen=True)
class PartialDate:
    """A day, a month or a year.

    Attributes
    ----------
    text : str
        The date as written: ``2025``, ``2025-02`` or ``2025-02-14``.
    first, last : datetime.date
        The first and the last day that it covers.

    See Also
    --------
    strategyscore.Source : What has such dates.

    Examples
    --------
    >>> date = ss.PartialDate.parse("2025-02")
    >>> date.said
    'February 2025'
    >>> date.last
    datetime.date(2025, 2, 28)
    """

    text: str
    first: dt.date
    last: dt.date

    def __str__(self) -> str:
        return self.text

    @property
    def said(self) -> str:
        """The date in a sentence: ``14 February 2025``, ``February 2025`` or ``2025``."""
        return _said(self.text)

    @classmethod
    def parse(cls, value: object) -> PartialDate:
        """Read a date from text, a whole number (a year), or a `datetime.date`.

        Parameters
        ----------
        value : str, int or datetime.date
            Such as ``2025-02-14``, ``2025-02`` or 2025.

        Returns
        -------
        PartialDate
            With the first and the last day that it covers.

        Raises
        ------
        ValueError
            If the value is no day, month or year of the calendar.

        See Also
        --------
        strategyscore.PartialDate.of : Takes None and dates that are read as well.

        Examples
        --------
        >>> ss.PartialDate.parse("2024-02").last
        datetime.date(2024, 2, 29)
        """
        text = value.isoformat()[:10] if isinstance(value, dt.date) else str(value)
        if not isinstance(value, bool) and (known := _read(text)):
            return known
        raise ValueError(f"{text!r} is not a date; write 2025-02-14, 2025-02 or 2025")

    @classmethod
    def of(cls, value: object) -> PartialDate | None:
        """A date however it is written; None stays None.

        Parameters
        ----------
        value : str, int, datetime.date, PartialDate or None
            As for `parse`.

        Returns
        -------
        PartialDate or None
            None for None.

        Raises
        ------
        ValueError
            As for `parse`.

        See Also
        --------
        strategyscore.PartialDate.parse : Takes no None.

        Examples
        --------
        >>> ss.PartialDate.of(2025).said
        '2025'
        >>> ss.PartialDate.of(None) is None
        True
        """
        return value if isinstance(value, PartialDate) or value is None else cls.parse(value)

    def begins_by(self, other: PartialDate) -> bool:
        """Whether this date has begun by the end of `other`.

        Parameters
        ----------
        other : PartialDate
            The day, month or year.

        Returns
        -------
        bool
            True where the first day of this one is not after the last day of `other`.

        See Also
        --------
        strategyscore.CountryProfile.answer_to : What it decides.

        Examples
        --------
        >>> ss.PartialDate.parse("2025-03").begins_by(ss.PartialDate.parse("2025"))
        True
        """
        return self.first <= other.last


@lru_cache(4096)  # profiles say the same few dates again and again
def _read(text: str) -> PartialDate | None:
    """The date that a text says, or None where it has not the form of one."""
    match = _FORM.fullmatch(text)
    if not match:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    assert year is not None
    try:
        first = dt.date(year, month or 1, day or 1)
    except ValueError:
        raise ValueError(f"{text!r} is not in the calendar; write 2025-02-14, 2025-02 or 2025") from None
    if day:
        last = first
    elif month:
        last = first.replace(day=calendar.monthrange(year, month)[1])
    else:
        last = dt.date(year, 12, 31)
    return PartialDate(text, first, last)


@lru_cache(maxsize=4096)  # a report says few dates many times
def _said(text: str) -> str:
    parts = text.split("-")
    day = [str(int(parts[2]))] if len(parts) > 2 else []
    return " ".join([*day, *([calendar.month_name[int(parts[1])]] if len(parts) > 1 else []), parts[0]])
