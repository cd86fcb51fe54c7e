"""The ratings that changed, each with what it rests on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from strategyscore.analysis.changes.sides import Side
from strategyscore.model.answers import Answer, Source
from strategyscore.model.nodes import Criterion
from strategyscore.scoring.scores import Scores


@dataclass(frozen=True)
class ChangedRating:
    """An answer that differs between the two sides.

    Attributes
    ----------
    country, node, title : str
        The country's code, the criterion's path and its title.
    change : {"rose", "fell", "changed", "new", "gone"}
        ``changed`` where as much is answered otherwise, and comes to the same.
    before, after : str
        The answers in words; empty where there is none.
    since : str
        From when the answer after holds.
    corrected : bool
        Whether the answer after holds from no later than the one before, so that what changed is the rating and not
        what is rated.
    because : str
        What ties the evidence to the answer after, or to the one that is gone.
    sources : tuple of Source
        What that answer cites.
    """

    country: str
    node: str
    title: str
    change: str
    before: str
    after: str
    since: str
    corrected: bool
    because: str
    sources: tuple[Source, ...]

    @property
    def cited(self) -> str:
        """The sources in one line: title, publisher, date and address of each."""
        return "; ".join(map(_cited, self.sources))


def changed_ratings(before: Scores, after: Scores, side: Side) -> list[ChangedRating]:
    """The answers of the common countries that differ, in the order of the countries' codes and of the rubric.

    Parameters
    ----------
    before, after : Scores
    side : Side
        Both sides as the rubric after reads them.
    """
    old, new = side.pair
    result = []
    for row, column in np.argwhere(side.differs | side.new_or_gone):
        code, leaf = side.common[row], side.rubric.criteria[column]
        values = float(old.values[row, column]), float(new.values[row, column])
        pair = [_answer(scores, code, leaf) for scores in (before, after)]
        known = pair[1] or pair[0]
        profile = (after if pair[1] else before).countries[code]
        keys = dict.fromkeys(item.source for item in known.evidence) if known else {}
        result.append(
            ChangedRating(
                country=code,
                node=leaf.path,
                title=leaf.title,
                change=_change(values, old.coverage[row, column], new.coverage[row, column]),
                before=_said(leaf, pair[0], values[0]),
                after=_said(leaf, pair[1], values[1]),
                since=pair[1].since if pair[1] else "",
                corrected=bool(pair[0] and pair[1] and pair[1].begins.first <= pair[0].begins.first),
                because=(known.because or "") if known else "",
                sources=tuple(profile.sources[key] for key in keys if key in profile.sources),
            )
        )
    return result


def _answer(scores: Scores, code: str, leaf: Criterion) -> Answer | None:
    """The answer that a side has to a criterion of another rubric, perhaps."""
    if scores.countries.numbers is not None:
        return None
    return scores.countries[code].answer_to(leaf, scores.as_of)


def _change(values: tuple[float, float], before: float, after: float) -> str:
    if not before > 0:
        return "new" if after > 0 else "changed"
    if not after > 0:
        return "gone"
    return "rose" if values[1] > values[0] else "fell" if values[1] < values[0] else "changed"


def _said(leaf: Criterion, answer: Answer | None, value: float) -> str:
    if answer is None and np.isnan(value):
        return ""
    if answer is not None and answer.answers:
        return ", ".join(f"{name}: {reply}" for name, reply in answer.answers.items())
    if answer is not None and leaf.check(answer):
        return "no answer to the present question"
    return leaf.reply(answer, value)


def _cited(source: Source) -> str:
    date = source.published or source.accessed
    verb = "" if source.published else "accessed "
    parts = [source.title, source.publisher or source.author or "", f"{verb}{date.said}" if date else "", source.url]
    return ", ".join(part for part in parts if part)
