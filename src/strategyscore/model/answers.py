"""What a profile answers to a criterion, and what the answer rests on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from strategyscore.model.dates import PartialDate

ConfidenceName = Literal["high", "medium", "low"]
Reply = Literal["yes", "partly", "no"]

ALWAYS = PartialDate.parse(1900)  # when an answer begins that does not say
REPLIES: dict[str, float] = {"yes": 1.0, "partly": 0.5, "no": 0.0}


@dataclass(frozen=True)
class Source:
    """Something published that evidence stands in.

    Attributes
    ----------
    title, author, publisher : str
        As the publication has them.
    kind : str or None
        What it is, in a word: law, strategy, article, dataset.
    url : str or None
        None where there is none.
    published, accessed : PartialDate or None
        When it came out, and when it was looked up; one of the two at least.
    language : str or None
        The code of the language that it is written in.

    See Also
    --------
    strategyscore.Evidence : What stands in it.
    strategyscore.bibliography : All sources, for a reference manager.

    Examples
    --------
    >>> act = ss.Source("AI Act", publisher="European Union", published=ss.PartialDate.parse("2024-07-12"))
    >>> act.published.said
    '12 July 2024'
    """

    title: str
    kind: str | None = None
    author: str | None = None
    publisher: str | None = None
    url: str | None = None
    published: PartialDate | None = None
    accessed: PartialDate | None = None
    language: str | None = None


@dataclass(frozen=True)
class Evidence:
    """A fact, and where it stands.

    Attributes
    ----------
    source : str
        The key of a source of the same profile.
    where : str
        The section, article, page or table.
    states : str
        The fact in the coder's own words.
    quote : str or None
        A few words of the source, for checking.

    See Also
    --------
    strategyscore.Source : Where it stands.
    strategyscore.evidence_table : All evidence behind scores.

    Examples
    --------
    >>> fact = ss.Evidence(source="gazette", where="Section 2", states="A bill was read.")
    >>> fact.where
    'Section 2'
    """

    source: str
    where: str
    states: str
    quote: str | None = None


@dataclass(frozen=True)
class Answer:
    """What a profile answers to one criterion, from a day on.

    Attributes
    ----------
    begins : PartialDate
        From when it holds: its ``since``, or the year of a value.
    level : int or None
        Of an ordinal criterion: the level that counts, the coders' lower median where only they are named.
    code : str or None
        The word for that level in the rubric, until the criterion tells its number; see `Criterion.numbered`.
    coders : mapping of str to int
        The level each coder gave, where several rated.
    at_least : bool
        Whether the true level may be higher, and is not lower.
    answers : mapping of str to {"yes", "partly", "no"}
        Of a checklist.
    value : float or None
        Of a quantity, in the criterion's unit.
    confidence : {"high", "medium", "low"} or None
        How sure the coder is of the level.
    because : str or None
        What ties the evidence to the level.
    evidence : tuple of Evidence
        At least one in a profile; none in an answer that was made up for a what-if.
    at : tuple
        Where it stands in the profile's document.
    not_applicable : bool
        Whether the criterion is taken out of this country's rubric: it is neither missing nor zero.

    See Also
    --------
    strategyscore.Evidence : What it rests on.
    strategyscore.CountryProfile.answer_to : The answer to a criterion on a day.
    strategyscore.Countries.replace : What if a country answered otherwise.

    Examples
    --------
    >>> answer = coded.countries["CHN"].answer_to(coded.rubric.node("law"))
    >>> answer.answered_by
    'level'
    """

    begins: PartialDate
    level: int | None = None
    coders: Mapping[str, int] = field(default_factory=dict)
    at_least: bool = False
    answers: Mapping[str, Reply] = field(default_factory=dict)
    value: float | None = None
    confidence: ConfidenceName | None = None
    because: str | None = None
    evidence: tuple[Evidence, ...] = ()
    at: tuple[Any, ...] = ()
    not_applicable: bool = False
    code: str | None = None

    @property
    def since(self) -> str:
        """From when it holds, in words; empty where it always has."""
        return "" if self.not_applicable and self.begins == ALWAYS else str(self.begins)

    @property
    def answered_by(self) -> str:
        """Which kind of answer it is: ``level``, ``answers``, ``value``, or nothing where there is none."""
        if self.not_applicable:
            return "not_applicable"
        if self.level is not None or self.code is not None:
            return "level"
        return "answers" if self.answers else "" if self.value is None else "value"
