"""Country profiles: dated answers, each with its evidence."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, overload

from strategyscore.documents.dates import PartialDate
from strategyscore.documents.places import country_name
from strategyscore.documents.profile_shape import ConfidenceName, Evidence, Reply, Source
from strategyscore.documents.wanted import UnknownCountry
from strategyscore.documents.yaml12 import Document


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
    as_of : PartialDate
        The date that the profile speaks for.
    about : str or None
        A note on the profile.
    sources : mapping of str to Source
        What the evidence cites.
    history : mapping of str to tuple of Answer
        The answers to each criterion, oldest first.
    document : Document
        The file, for positions.
    """

    code: str
    as_of: PartialDate
    sources: Mapping[str, Source]
    history: Mapping[str, tuple[Answer, ...]]
    document: Document = field(repr=False)
    about: str | None = None

    @cached_property
    def name(self) -> str:
        """The country's short English name."""
        return country_name(self.code)

    def answer(self, key: str, as_of: PartialDate | None = None) -> Answer | None:
        """The last answer to a criterion that had begun by a date; None where it is missing that day."""
        known = [item for item in self.history.get(key, ()) if as_of is None or item.begins.begins_by(as_of)]
        return known[-1] if known else None

    def __repr__(self) -> str:
        return f"<CountryProfile {self.code} as of {self.as_of}: {len(self.history)} ratings>"


@dataclass(frozen=True, repr=False)
class Countries(Sequence[CountryProfile]):
    """Profiles in the order of their codes; picked by position, slice or code.

    Attributes
    ----------
    profiles : tuple of CountryProfile
    """

    profiles: tuple[CountryProfile, ...]

    @property
    def codes(self) -> list[str]:
        """The codes of ISO 3166-1 alpha-3, in order."""
        return [profile.code for profile in self.profiles]

    @cached_property
    def digest(self) -> str:
        """SHA-256 over the digests of all files."""
        digests = sorted(profile.document.digest for profile in self.profiles)
        return hashlib.sha256("".join(digests).encode()).hexdigest()

    @overload
    def __getitem__(self, which: int | str) -> CountryProfile: ...
    @overload
    def __getitem__(self, which: slice) -> Countries: ...
    def __getitem__(self, which: int | str | slice) -> CountryProfile | Countries:
        if isinstance(which, slice):
            return Countries(self.profiles[which])
        if isinstance(which, int):
            return self.profiles[which]
        for profile in self.profiles:
            if profile.code == which:
                return profile
        raise UnknownCountry(f"there is no profile of {which!r}", which, self.codes)

    def __len__(self) -> int:
        return len(self.profiles)

    def __iter__(self) -> Iterator[CountryProfile]:
        return iter(self.profiles)

    def __repr__(self) -> str:
        return f"<Countries: {', '.join(self.codes)}>"
