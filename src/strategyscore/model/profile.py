"""Country profiles: dated answers, each with its evidence."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

from strategyscore.documents.schema.profile import ConfidenceName, Evidence, Reply, Source
from strategyscore.documents.yaml12 import Document
from strategyscore.model.dates import PartialDate
from strategyscore.model.errors import UnknownCountry
from strategyscore.model.names import country_name


@dataclass(frozen=True)
class Answer:
    """What a profile answers to one criterion, from a day on.

    Attributes
    ----------
    begins : PartialDate
        From when it holds: its ``since``, or the year of a value.
    level : int or None
        Of an ordinal criterion; the coders' lower median where only they are given.
    coders : mapping of str to int
        The level each coder gave, where several rated.
    answers : mapping of str to {"yes", "partly", "no"}
        Of a checklist.
    value : float or None
        Of a quantity, in the criterion's unit.
    confidence : {"high", "medium", "low"} or None
        How sure the coder is of the level.
    because : str or None
        What ties the evidence to the level.
    evidence : tuple of Evidence
        At least one.
    place : tuple
        Where it stands in the profile's document.
    """

    begins: PartialDate
    level: int | None = None
    coders: Mapping[str, int] = field(default_factory=dict)
    answers: Mapping[str, Reply] = field(default_factory=dict)
    value: float | None = None
    confidence: ConfidenceName | None = None
    because: str | None = None
    evidence: tuple[Evidence, ...] = ()
    place: tuple[Any, ...] = ()


@dataclass(frozen=True)
class CountryProfile:
    """A country's answers and their sources.

    Attributes
    ----------
    code : str
        ISO 3166-1 alpha-3.
    as_of : PartialDate or None
        The date that the profile speaks for; None for a row of a table.
    about : str or None
        A note on the profile.
    sources : mapping of str to Source
        What the evidence cites.
    history : mapping of str to tuple of Answer
        The answers to each criterion, oldest first.
    document : Document
        The file, for positions.
    label : str or None
        A name from a table.
    """

    code: str
    as_of: PartialDate | None
    sources: Mapping[str, Source]
    history: Mapping[str, tuple[Answer, ...]]
    document: Document = field(repr=False)
    about: str | None = None
    label: str | None = None

    @cached_property
    def name(self) -> str:
        """What the country is called: its label, or its short English name."""
        return self.label or country_name(self.code)

    def answer(self, key: str, as_of: PartialDate | None = None) -> Answer | None:
        """The last answer to a criterion that had begun by a date; None where it is missing that day."""
        known = [item for item in self.history.get(key, ()) if as_of is None or item.begins.begins_by(as_of)]
        return known[-1] if known else None

    def __repr__(self) -> str:
        return f"<CountryProfile {self.code} as of {self.as_of}: {len(self.history)} ratings>"

    def _repr_html_(self) -> str:
        from strategyscore.text.words import render

        return render("profile.html.j2", profile=self)


@dataclass(frozen=True)
class Numbers:
    """Columns of a table, a row for each country in the order of their codes.

    Attributes
    ----------
    values : mapping of str to ndarray of float
        The values of a criterion under its key; NaN where missing.
    others : mapping of str to ndarray
        The other columns, such as denominators and groups.
    name : str
        What the table is called.
    digest : str
        SHA-256 of its content.
    """

    values: Mapping[str, NDArray[np.float64]]
    others: Mapping[str, NDArray[Any]]
    name: str
    digest: str


@dataclass(frozen=True, repr=False)
class Countries(Sequence[CountryProfile]):
    """Profiles in the order of their codes; picked by position, slice or code.

    Attributes
    ----------
    profiles : tuple of CountryProfile
    numbers : Numbers or None
        Values from a table, see `read_table`.
    """

    profiles: tuple[CountryProfile, ...]
    numbers: Numbers | None = None

    @cached_property
    def codes(self) -> list[str]:
        """The codes of ISO 3166-1 alpha-3, in order."""
        return [profile.code for profile in self.profiles]

    @cached_property
    def digest(self) -> str:
        """SHA-256 over the digests of all files."""
        digests = sorted({profile.document.digest for profile in self.profiles})
        return hashlib.sha256("".join(digests).encode()).hexdigest()

    @overload
    def __getitem__(self, which: int | str) -> CountryProfile: ...
    @overload
    def __getitem__(self, which: slice) -> Countries: ...
    def __getitem__(self, which: int | str | slice) -> CountryProfile | Countries:
        if isinstance(which, slice):
            return self._picked(range(len(self.profiles))[which])
        if isinstance(which, int):
            return self.profiles[which]
        for profile in self.profiles:
            if profile.code == which:
                return profile
        raise UnknownCountry(f"there is no profile of {which!r}", which, self.codes)

    def pick(self, codes: Iterable[str]) -> Countries:
        """The countries of these codes, in the order of their codes.

        Raises
        ------
        UnknownCountry
            If there is no profile of one.
        """
        rows = {self.codes.index(self[code].code) for code in codes}
        return self._picked(sorted(rows))

    def _picked(self, rows: Iterable[int]) -> Countries:
        chosen = list(rows)
        numbers = self.numbers and replace(
            self.numbers,
            values={key: column[chosen] for key, column in self.numbers.values.items()},
            others={key: column[chosen] for key, column in self.numbers.others.items()},
        )
        return Countries(tuple(self.profiles[row] for row in chosen), numbers)

    def __len__(self) -> int:
        return len(self.profiles)

    def __iter__(self) -> Iterator[CountryProfile]:
        return iter(self.profiles)

    def __repr__(self) -> str:
        return f"<Countries: {', '.join(self.codes)}>"

    def _repr_html_(self) -> str:
        from strategyscore.text.words import render

        return render("countries.html.j2", countries=self)
