"""The shape of a country profile: every key that it may have."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, ConfigDict, Discriminator, Field, Tag
from pydantic_core import PydanticCustomError

from strategyscore.documents.schema.base import Date
from strategyscore.methods.fields import Identifier, Number, Shape, Text
from strategyscore.model import answers
from strategyscore.model.answers import ConfidenceName, Reply

MAX_QUOTE_WORDS = 12
_NOT_IN_URLS = re.compile(r"""[\s<>"'`\\{}|^]""")


def _url(text: str) -> str:
    try:
        parts = urlsplit(text)
        good = parts.scheme in ("http", "https") and "." in (parts.hostname or "") and not parts.username
    except ValueError:
        good = False
    if not good or _NOT_IN_URLS.search(text):
        raise PydanticCustomError("mend", "{text} is not a web address; write https://...", {"text": repr(text)})
    return text


def _few_words(text: str) -> str:
    if len(text.split()) > MAX_QUOTE_WORDS:
        raise PydanticCustomError(
            "mend",
            "a quote of {n} words is too long; keep it to {most}, and say the rest in your own words",
            {"n": len(text.split()), "most": MAX_QUOTE_WORDS},
        )
    return text


class Source(Shape):
    """Something published that evidence stands in; see `strategyscore.model.answers.Source`."""

    title: Annotated[Text, Field(description="as published")]
    kind: Annotated[Text, Field(max_length=40, description="a word: law, strategy, article, dataset")] | None = None
    author: Annotated[Text, Field(description="as published")] | None = None
    publisher: Annotated[Text, Field(description="who brought it out")] | None = None
    url: Annotated[str, AfterValidator(_url), Field(description="the page itself: https://...")] | None = None
    published: Date | None = None
    accessed: Date | None = None
    language: Annotated[str, Field(pattern=r"^[a-z]{2,3}$", description="a code of ISO 639")] | None = None

    def read(self) -> answers.Source:
        """The source itself."""
        return answers.Source(**{name: getattr(self, name) for name in type(self).model_fields})


class Evidence(Shape):
    """A fact, and where it stands; see `strategyscore.model.answers.Evidence`."""

    source: Annotated[Identifier, Field(description="the key of a source of this profile")]
    where: Annotated[Text, Field(description="the section, article, page or table")]
    states: Annotated[Text, Field(description="the fact in the coder's own words")]
    quote: (
        Annotated[Text, AfterValidator(_few_words), Field(description="at most twelve words, for checking")] | None
    ) = None

    def read(self) -> answers.Evidence:
        """The evidence itself."""
        return answers.Evidence(self.source, self.where, self.states, self.quote)


class Rating(Shape):
    """An answer to one criterion, from a day on: a level, a checklist's answers, a value, or that it does not apply."""

    model_config = ConfigDict(
        json_schema_extra={
            "anyOf": [
                {"required": ["evidence"]},
                {"required": ["not_applicable"], "properties": {"not_applicable": {"const": True}}},
            ]
        }
    )

    level: Annotated[int | Identifier, Field(description="the level that counts, or the word for it")] | None = None
    at_least: Annotated[bool, Field(description="the true level may be higher, and is not lower")] = False
    coders: Annotated[dict[Identifier, int], Field(min_length=1, description="the level each coder gave")] | None = None
    answers: Annotated[dict[Identifier, Reply], Field(min_length=1, description="by item")] | None = None
    value: Annotated[Number, Field(description="of a quantity, in the criterion's unit")] | None = None
    year: Annotated[int, Field(ge=1900, le=2200, description="that the value is of")] | None = None
    since: Annotated[Date, Field(description="from when the answer holds")] | None = None
    confidence: Annotated[ConfidenceName, Field(description="how sure the coder is of the level")] | None = None
    because: Annotated[Text, Field(description="what ties the facts to the level, and why not one more")] | None = None
    not_applicable: Annotated[
        bool, Field(description="the criterion is taken out of this country's rubric; say why under because")
    ] = False
    evidence: Annotated[list[Evidence], Field(min_length=1, description="the facts, each with its source")] = []
    earlier: Annotated[list[Rating], Field(description="what held before, newest first")] = []


def _number_of(value: Any) -> str:
    return "<several>" if isinstance(value, list) else "<one>"


Ratings = Annotated[
    Annotated[Rating, Tag("<one>")] | Annotated[list[Rating], Field(min_length=1), Tag("<several>")],
    Discriminator(_number_of),
]


class CountryFile(Shape):
    """A country profile as it stands in its file."""

    format: Literal[1] = 1
    country: str
    variant: Annotated[Identifier, Field(description="a second evidence base of the same country")] | None = None
    as_of: Date
    about: Text | None = None
    sources: dict[Identifier, Source]
    ratings: dict[str, Ratings]


OWNERS: dict[str, type[Shape]] = {"sources": Source, "evidence": Evidence, "ratings": Rating}
