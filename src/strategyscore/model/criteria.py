"""The kinds of criteria, each of which knows all there is to know of its answers.

A kind reads, checks, bounds, words and blanks an answer; nobody else asks which kind a criterion is.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, ClassVar, Literal

import numpy as np

from strategyscore.errors import did_you_mean, sentence
from strategyscore.methods.registry import Choice, transforms
from strategyscore.model.answers import REPLIES, Answer
from strategyscore.model.nodes import MINMAX, UNANSWERED, Criterion, Floats, Misfit, Reading

_LEVELS_NAMED = 20  # in a message


@lru_cache(1024)  # asked for each rating, of which many are alike
def _one_reading(at: int, count: int, sure: float, two_levels: float, *, upwards: bool = False) -> Floats:
    """How likely each level is after one reading: the level read is right, or the next, or the one after that."""
    chances = np.zeros(count)
    chances[at] = sure
    near, far = ([at + step * way for way in (-1, 1) if not upwards or way > 0] for step in (1, 2))
    near, far = ([one for one in some if 0 <= one < count] for some in (near, far))
    if not near:
        chances[at] = 1.0
    else:
        reach = two_levels if far else 0.0
        chances[near] += (1 - sure) * (1 - reach) / len(near)
        if far:
            chances[far] += (1 - sure) * reach / len(far)
    chances.setflags(write=False)
    return chances


@dataclass(frozen=True, kw_only=True)
class Levels(Criterion):
    """A criterion answered by one level of an anchored ordinal scale.

    Attributes
    ----------
    levels : mapping of int to str
        The anchors, worst level first.
    shorts : mapping of int to str
        The anchors in few words, for charts; those that have them.
    points : mapping of int to float
        What each level counts; empty where they are equal steps of their numbers.
    codes : mapping of int to str
        The words for levels in tables; those that have one.
    """

    levels: Mapping[int, str] = field(default_factory=dict)
    shorts: Mapping[int, str] = field(default_factory=dict)
    points: Mapping[int, float] = field(default_factory=dict)
    codes: Mapping[int, str] = field(default_factory=dict)

    kind: ClassVar[str] = "levels"
    answered_by: ClassVar[str] = "level"
    verbatim: ClassVar[bool] = True

    @property
    def ends(self) -> tuple[float, float]:
        return float(self.steps[0]), float(self.steps[-1])

    @property
    def asked(self) -> tuple[float, float]:
        return float(min(self.levels)), float(max(self.levels))

    @property
    def allowed(self) -> Floats:
        return np.array(sorted(self.levels), dtype=np.float64)

    @property
    def steps(self) -> Floats:
        return np.array([self.points.get(level, level) for level in sorted(self.levels)], dtype=np.float64)

    def raw(self, answered: Floats) -> Floats:
        if not self.points:
            return answered
        return np.asarray(np.interp(answered, self.allowed, self.steps))

    def _read(self, answer: Answer) -> Reading:
        if answer.level is None:
            return UNANSWERED
        counts = float(self.points.get(answer.level, answer.level))
        return Reading(counts, counts, counts, 1.0)

    def numbered(self, answer: Answer) -> Answer:
        if answer.code is None:
            return answer
        level = next((level for level, code in self.codes.items() if code == answer.code), None)
        return dataclasses.replace(answer, level=level, code=None)

    def _misfits(self, answer: Answer) -> list[Misfit]:
        if answer.code is not None and answer.code not in self.codes.values():
            message = f"{answer.code!r} is no level of {self.path}"
            remedy = did_you_mean(answer.code, self.codes.values()) or f"write one of {self._range}"
            return [(("level",), sentence(message, remedy), False)]
        answer = self.numbered(answer)
        stated: dict[tuple[Any, ...], int | None] = {("coders", who): level for who, level in answer.coders.items()}
        stated[("level",)] = answer.level
        return [
            (at, f"level {level} is not one of {self._range} of {self.path}", False)
            for at, level in stated.items()
            if level not in self.levels
        ]

    @property
    def _range(self) -> str:
        levels = sorted(self.levels)
        if len(levels) == levels[-1] - levels[0] + 1:
            return f"{levels[0]} to {levels[-1]}"
        few = levels[:_LEVELS_NAMED]
        return ", ".join(map(str, few)) + (f" ... {levels[-1]}" if len(few) < len(levels) else "")

    def refuses(self, value: float) -> str:
        if value in self.levels:
            return ""
        return f"it is not one of the levels {self._range} of {self.path}"

    def _reply(self, answer: Answer | None, raw: float) -> str:
        level = raw if answer is None else answer.level
        if level is None or math.isnan(level):
            return "not answered"
        if self.points and answer is None:
            return f"{raw:g} of {self.ends[1]:g} points"
        least = "at least " if answer and answer.at_least else ""
        counts = f", {self.points[int(level)]:g} of {self.ends[1]:g} points" if self.points else ""
        return f"{least}level {level:g} of {min(self.levels)} to {max(self.levels)}{counts}"

    def _lines(self, answer: Answer) -> list[str]:
        return [] if answer.level is None else [self.levels[answer.level]]

    def _said(self, answer: Answer) -> str:
        return "No answer" if answer.level is None else f"{answer.level}  {self.levels[answer.level]}"

    def chances(self, answer: Answer, sure: float, two_levels: float = 0.0) -> Floats | None:
        if answer.level is None:
            return None
        steps = sorted(self.levels)
        here = steps.index(answer.level)
        read = [steps.index(level) for level in answer.coders.values()] or [here]
        if len(set(read)) > 1:  # where coders differ, any of theirs is as likely
            chances = np.bincount(read, minlength=len(steps)).astype(np.float64)
            if answer.at_least:
                chances[here] += chances[:here].sum()
                chances[:here] = 0.0
        elif len(read) > 1 and not answer.at_least:
            return None  # what two read alike is not in doubt
        else:
            # more facts would raise a level that is marked so, and two coders are no surer of that than one
            chances = _one_reading(here, len(steps), sure, two_levels, upwards=answer.at_least)
        return chances / chances.sum() if np.count_nonzero(chances) > 1 else None

    @property
    def anchors(self) -> Mapping[str, str]:
        return {
            str(level): f"{text} ({self.points[level]:g} points)" if self.points else text
            for level, text in self.levels.items()
        }

    def blank(self, day: dt.date) -> list[str]:
        return [f"level: {min(self.levels)}", *_rated(day)]

    def content(self) -> dict[str, Any]:
        return {
            "levels": {
                level: {"text": text, **more} if (more := self._more(level)) else text
                for level, text in self.levels.items()
            }
        }

    def _more(self, level: int) -> dict[str, Any]:
        """What a file says of a level beside its text."""
        pairs = {"short": self.shorts, "points": self.points, "code": self.codes}
        return {name: known[level] for name, known in pairs.items() if level in known}

    @property
    def description(self) -> str:
        return f"levels {self._range}"


@dataclass(frozen=True, kw_only=True)
class Checklist(Criterion):
    """A criterion answered item by item with yes, partly or no.

    Attributes
    ----------
    checklist : mapping of str to str
        The items, in their order.
    weights : mapping of str to float
        Of the items, relative to one another; 1 for one that is not named.
    """

    checklist: Mapping[str, str] = field(default_factory=dict)
    weights: Mapping[str, float] = field(default_factory=dict)

    kind: ClassVar[str] = "checklist"
    answered_by: ClassVar[str] = "answers"

    @property
    def ends(self) -> tuple[float, float]:
        return 0.0, 1.0

    def _read(self, answer: Answer) -> Reading:
        weights = {item: self.weights.get(item, 1.0) for item in self.checklist}
        known = {item: weight for item, weight in weights.items() if item in answer.answers}
        if not (answered := sum(known.values())):
            return UNANSWERED
        whole, total = sum(weights.values()), sum(REPLIES[answer.answers[item]] * known[item] for item in known)
        return Reading(total / answered, total / whole, (total + whole - answered) / whole, answered / whole)

    def _misfits(self, answer: Answer) -> list[Misfit]:
        return [
            (("answers", item), sentence(f"{self.path} has no item {item!r}", did_you_mean(item, self.checklist)), True)
            for item in answer.answers
            if item not in self.checklist
        ]

    def refuses(self, value: float) -> str:
        return "" if 0 <= value <= 1 else f"{self.path} is a checklist; give the share of yes, from 0 to 1"

    def _reply(self, answer: Answer | None, raw: float) -> str:
        if answer is None:
            return "not answered" if math.isnan(raw) else f"{raw:.0%} yes"
        return f"{len(answer.answers)} of {len(self.checklist)} items answered"

    def _lines(self, answer: Answer) -> list[str]:
        return [f"{text}: {answer.answers.get(item, 'missing')}" for item, text in self.checklist.items()]

    def _said(self, answer: Answer) -> str:
        replies = list(answer.answers.values())
        return f"{replies.count('yes')} of {len(self.checklist)} yes, {replies.count('partly')} partly"

    @property
    def anchors(self) -> Mapping[str, str]:
        return self.checklist

    def blank(self, day: dt.date) -> list[str]:
        return [f"answers: {{{', '.join(f'{item}: no' for item in self.checklist)}}}", *_rated(day)]

    def content(self) -> dict[str, Any]:
        return {
            "checklist": {
                item: {"text": text, "weight": self.weights[item]} if self.weights.get(item, 1.0) != 1 else text
                for item, text in self.checklist.items()
            }
        }

    @property
    def description(self) -> str:
        return f"checklist of {len(self.checklist)}"


@dataclass(frozen=True)
class DivideBy:
    """A quantity is divided by another column of the table."""

    divide_by: str


@dataclass(frozen=True, kw_only=True)
class Quantity(Criterion):
    """A criterion answered by a number.

    Attributes
    ----------
    unit : str
    normalise : Choice
        How it reaches the scale.
    direction : {"higher", "lower"}
        What is better.
    transform : tuple of str or DivideBy
        Changes of its unit, in their order.
    treat : Choice or None
        What is done about outliers; None where the rubric's treatment holds.
    multiply_by : str or None
        The column of the table that its score is multiplied by.
    """

    unit: str = ""
    normalise: Choice = MINMAX
    direction: Literal["higher", "lower"] = "higher"
    transform: tuple[str | DivideBy, ...] = ()
    treat: Choice | None = None
    multiply_by: str | None = None

    kind: ClassVar[str] = "quantity"
    answered_by: ClassVar[str] = "value"

    def _read(self, answer: Answer) -> Reading:
        if answer.value is None:
            return UNANSWERED
        value = float(answer.value)
        return Reading(value, value, value, 1.0)

    def lacks(self, value: float) -> str | None:
        """The name of the first transform that has no meaning for a value, or None."""
        steps = (step for step in self.transform if isinstance(step, str))
        return next((step for step in steps if not transforms[step].bears(value)), None)

    def _misfits(self, answer: Answer) -> list[Misfit]:
        assert answer.value is not None
        step = self.lacks(answer.value)
        if step is None:
            return []
        return [(("value",), f"{answer.value:g} has no {step}; {self.path} needs a value above 0", False)]

    def refuses(self, value: float) -> str:
        step = self.lacks(value)
        return "" if step is None else f"it has no {step}; {self.path} needs a value above 0"

    def _reply(self, answer: Answer | None, raw: float) -> str:
        if answer is None:
            return "not answered" if math.isnan(raw) else f"{raw:g} {self.unit}".strip()
        return f"{answer.value:g} {self.unit} ({answer.begins})"

    def _said(self, answer: Answer) -> str:
        return f"{answer.value:g} {self.unit}".strip()

    @property
    def anchors(self) -> Mapping[str, str]:
        return {"unit": f"{self.unit}; {self.direction} is better"}

    def blank(self, day: dt.date) -> list[str]:
        return [f"value: 1  # {self.unit}", f"year: {day.year - 1}"]

    def content(self) -> dict[str, Any]:
        content: dict[str, Any] = {"unit": self.unit}
        if self.direction != "higher":
            content["direction"] = self.direction
        if self.transform:
            steps = [{"divide_by": step.divide_by} if isinstance(step, DivideBy) else step for step in self.transform]
            content["transform"] = steps if len(steps) > 1 else steps[0]
        content["normalise"] = self.normalise.content
        if self.treat is not None:
            content["treat"] = self.treat.content
        if self.multiply_by is not None:
            content["multiply_by"] = self.multiply_by
        return content

    @property
    def description(self) -> str:
        return self.unit or "quantity"


def _rated(day: dt.date) -> list[str]:
    return [f"since: {day:%Y-%m}", "confidence: medium", "because: What ties the fact to the level"]
