"""The shape of a country profile: every key that it may have."""

from __future__ import annotations

from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_core import PydanticCustomError

from strategyscore.documents.shapes import Date, Identifier, Number, Shape, Text

MAX_QUOTE_WORDS = 12


def _url(text: str) -> str:
    try:
        parts = urlsplit(text)
        good = parts.scheme in ("http", "https") and "." in (parts.hostname or "") and not parts.username
    except ValueError:
        good = False
    if not good or any(char.isspace() or char in "<>\"'`\\{}|^" for char in text):
        raise PydanticCustomError("mend", "{text} is not a web address; write https://...", {"text": repr(text)})
    return text


def _few_words(text: str) -> str:
    if len(text.split()) > MAX_QUOTE_WORDS:
        message = "a quote of {n} words is too long; keep it to {most}, and say the rest in your own words"
        raise PydanticCustomError("mend", message, {"n": len(text.split()), "most": MAX_QUOTE_WORDS})  # type: ignore[misc]
    return text


class Source(Shape):
    """Something published that evidence stands in."""

    title: Text
    kind: Annotated[Text, Field(max_length=40)]
    author: Text | None = None
    publisher: Text | None = None
    url: Annotated[str, AfterValidator(_url)] | None = None
    published: Date | None = None
    accessed: Date | None = None


class Evidence(Shape):
    """A fact, and where it stands."""

    source: Identifier
    where: Text
    states: Text
    quote: Annotated[Text, AfterValidator(_few_words)] | None = None


ConfidenceName = Literal["high", "medium", "low"]


class Rating(Shape):
    """An answer to one criterion, from a day on: a level, a checklist's answers, or a value."""

    level: int | None = None
    coders: Annotated[dict[Identifier, int], Field(min_length=1)] | None = None
    answers: Annotated[dict[Identifier, Literal["yes", "partly", "no"]], Field(min_length=1)] | None = None
    value: Number | None = None
    year: Annotated[int, Field(ge=1900, le=2200)] | None = None
    since: Date | None = None
    confidence: ConfidenceName | None = None
    because: Text | None = None
    evidence: Annotated[list[Evidence], Field(min_length=1)]
    earlier: list[Rating] = []

    @property
    def begins(self) -> Any:
        """The date from which it holds; a value's year where nothing else is said."""
        return self.since or Date_of_year(self.year)


def Date_of_year(year: int | None) -> Any:  # noqa: N802
    from strategyscore.documents.dates import PartialDate

    return None if year is None else PartialDate.parse(year)


def _several_years(value: Any) -> Any:
    """A list of values is the newest with the others as its past; positions are kept by `profile.history`."""
    return value


class CountryFile(Shape):
    """A country profile as it stands in its file."""

    country: str
    as_of: Date
    about: Text | None = None
    sources: dict[Identifier, Source]
    ratings: dict[str, Annotated[Rating | list[Rating], BeforeValidator(_several_years)]]


OWNERS: dict[str, type[Shape]] = {
    "sources": Source,
    "evidence": Evidence,
    "ratings": Rating,
}
