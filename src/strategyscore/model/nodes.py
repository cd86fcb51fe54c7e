"""The nodes of a rubric: groups, and what every kind of criterion can do."""

from __future__ import annotations

import datetime as dt
from abc import abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from strategyscore.methods.registry import Choice
from strategyscore.model.answers import Answer
from strategyscore.model.settings import Adjustment, Band, Gate, MissingHere

Floats = NDArray[np.float64]
NAN = float("nan")

# What holds where a file says nothing.
ARITHMETIC, GIVEN, MINMAX, NONE = (Choice(name) for name in ("arithmetic", "given", "minmax", "none"))


@dataclass(frozen=True, kw_only=True)
class Node:
    """A node of a rubric: the rubric itself, a group, or a criterion.

    Attributes
    ----------
    id : str
        Its name among its siblings.
    path : str
        Its name in the whole rubric, such as ``sovereignty.hardware``; the root's is the rubric's id.
    key : str
        Its name in profiles: the id of the rubric file that defines it, then its path in that file.
    title, short, question, why, evidence : str or None
        What it is called, also in few letters for charts, what it asks, why that matters, and what counts as evidence.
    weight : float
        Relative weight among its siblings.
    depth : int
        0 for the root.
    """

    id: str
    path: str
    key: str
    title: str
    weight: float = 1.0
    depth: int = 0
    short: str | None = None
    question: str | None = None
    why: str | None = None
    evidence: str | None = None

    kind: ClassVar[str] = ""

    @property
    def children(self) -> tuple[Node, ...]:
        """Empty for a criterion."""
        return ()

    @property
    def is_leaf(self) -> bool:
        """Whether it is a criterion."""
        return not self.children

    @property
    def called(self) -> str:
        """Its short title, or its title where it has none."""
        return self.short or self.title

    def walk(self) -> Iterator[Node]:
        """This node and all below it, parents before children."""
        yield self
        for child in self.children:
            yield from child.walk()

    @property
    def description(self) -> str:
        """How it is answered, or summed up, in a few words."""
        return self.kind


@dataclass(frozen=True, kw_only=True)
class Group(Node):
    """A node with children.

    Attributes
    ----------
    aggregate : Choice
        How its children become its score.
    weights : Choice
        How its children get their weights.
    rescale : {"minmax"} or None
        Whether its scores are stretched over the countries.
    missing : MissingHere or None
        What it says about missing answers; None where the group above it holds.
    multiply_by : str or None
        The column of a table that its score is multiplied by.
    adjust : tuple of Adjustment
        Factors of its score by the level of a criterion.
    gates : tuple of Gate
        What must be reached, and what its score is at most where it is not.
    bands : tuple of Band
        Ranges of its scores that have names, the lowest first.
    rubric, version : str
        The file that it is, where it is one.
    """

    children: tuple[Node, ...] = ()
    aggregate: Choice = ARITHMETIC
    weights: Choice = GIVEN
    rescale: Literal["minmax"] | None = None
    missing: MissingHere | None = None
    multiply_by: str | None = None
    adjust: tuple[Adjustment, ...] = ()
    gates: tuple[Gate, ...] = ()
    bands: tuple[Band, ...] = ()
    rubric: str = ""
    version: str = ""

    kind: ClassVar[str] = "group"

    @property
    def description(self) -> str:
        from strategyscore.methods.registry import aggregations

        return aggregations[self.aggregate.method].phrase


class Reading(NamedTuple):
    """An answer as numbers: what it comes to, what it could come to, and how much of it is answered."""

    value: float
    lower: float
    upper: float
    coverage: float


UNANSWERED = Reading(NAN, NAN, NAN, 0.0)
NOT_APPLICABLE = Reading(NAN, NAN, NAN, NAN)

Misfit = tuple[tuple[Any, ...], str, bool]  # where below the answer, what is wrong, and whether the key is


@dataclass(frozen=True, kw_only=True)
class Criterion(Node):
    """A leaf of a rubric, of one of the kinds below."""

    answered_by: ClassVar[str] = ""
    verbatim: ClassVar[bool] = False  # whether what an answer says in full are the rubric's own words

    @property
    def ends(self) -> tuple[float, float] | None:
        """The raw values at the worst and the best; None where that rests on the data."""
        return None

    @property
    def asked(self) -> tuple[float, float] | None:
        """The least and the most that an answer says, where that is not what it counts: levels, not their points."""
        return self.ends

    def raw(self, answered: Floats) -> Floats:
        """What answers of a table count: the points of levels."""
        return answered

    @property
    def allowed(self) -> Floats:
        """What an answer of a table may be, where that is one of few numbers; else empty."""
        return self.steps

    @property
    def steps(self) -> Floats:
        """The raw values that an answer may have, worst first, where they are few; else empty."""
        return np.empty(0)

    def read(self, answer: Answer | None) -> Reading:
        """An answer as numbers; NaN throughout where the criterion does not apply."""
        if answer is None:
            return UNANSWERED
        return NOT_APPLICABLE if answer.not_applicable else self._read(answer)

    @abstractmethod
    def _read(self, answer: Answer) -> Reading:
        """The same for an answer that applies."""

    def numbered(self, answer: Answer) -> Answer:
        """An answer whose level is named by a word with the number of that level."""
        return answer

    def check(self, answer: Answer) -> list[Misfit]:
        """Why an answer of a profile does not fit."""
        if not answer.answered_by or answer.not_applicable:
            return []  # said already, or fits every criterion
        if answer.answered_by != self.answered_by:
            message = (
                f"{self.path} is answered by {self.answered_by!r}, not by {answer.answered_by!r}; "
                f"write '{self.answered_by}: ...'"
            )
            return [((answer.answered_by,), message, True)]
        return self._misfits(answer)

    @abstractmethod
    def _misfits(self, answer: Answer) -> list[Misfit]:
        """The same for an answer of the right kind."""

    @abstractmethod
    def refuses(self, value: float) -> str:
        """Why it cannot take a value of a table, and how to mend that; empty where it can."""

    def reply(self, answer: Answer | None, raw: float = NAN) -> str:
        """An answer in a few words, or the raw value where it comes from a table."""
        return "not applicable" if answer is not None and answer.not_applicable else self._reply(answer, raw)

    @abstractmethod
    def _reply(self, answer: Answer | None, raw: float) -> str:
        """The same for an answer that applies."""

    def lines(self, answer: Answer | None) -> list[str]:
        """What an answer says in full."""
        return [] if answer is None or answer.not_applicable else self._lines(answer)

    def _lines(self, answer: Answer) -> list[str]:
        """The same for an answer that applies."""
        return []

    def said(self, answer: Answer) -> str:
        """An answer in one line, with what it says."""
        return "Not applicable" if answer.not_applicable else self._said(answer)

    @abstractmethod
    def _said(self, answer: Answer) -> str:
        """The same for an answer that applies."""

    def chances(self, answer: Answer, sure: float, two_levels: float = 0.0) -> Floats | None:
        """How likely each of the `steps` is the right one; None where the answer is not in doubt.

        Parameters
        ----------
        answer : Answer
        sure : float
            The probability that its level is right.
        two_levels : float
            The share of errors that reach two levels.
        """
        return None

    @property
    def anchors(self) -> Mapping[str, str]:
        """What may be answered, and what that means."""
        return {}

    @abstractmethod
    def blank(self, day: dt.date) -> list[str]:
        """The lines of a rating to be filled in, but for its evidence."""

    @abstractmethod
    def content(self) -> dict[str, Any]:
        """Its own keys as a rubric file has them."""
