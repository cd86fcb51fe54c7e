"""What a report says of how far its ratings can be trusted, in sentences."""

from __future__ import annotations

from contextlib import suppress

from strategyscore.analysis.audit import audit
from strategyscore.analysis.held_against import held_against, of_one_subject, parted, sentence
from strategyscore.analysis.out_of_sample import out_of_sample, said
from strategyscore.errors import ScoringError
from strategyscore.scoring.scores import Scores, score
from strategyscore.text.words import points


def agreement(scores: Scores) -> list[str]:
    """How far coders agree, and whether the intervals of one hold the ranks of the other."""
    if scores.countries.numbers is not None:
        return []
    sentences = audit(scores).sentences
    with suppress(ScoringError):  # too few countries were coded twice, which the sentences before tell
        sentences.append(said(out_of_sample(scores)))
    return sentences


def others(scores: Scores) -> list[str]:
    """How the ranking compares with published indices; nothing for a rubric of another subject, or few countries."""
    if not of_one_subject(scores):
        return []
    return [sentence(held_against(scores), scores.rubric.root.path), parted(scores)]


def variants(scores: Scores) -> list[str]:
    """What the score would be on another evidence base, for each country that has one."""
    sentences = []
    for other in scores.countries.variants:
        if other.variant is None:
            continue
        told = score(scores.rubric, scores.countries.with_variant(other.code, other.variant), as_of=scores.as_of)
        then, now = scores.explain(other.code), told.explain(other.code)
        name = scores.countries[other.code].name
        rank = f"rank {now.rank} of {now.ranked}" if now.rank else "no rank"
        sentences.append(
            f"What is ranked for {name} is what its profile rests on: on the evidence of the variant "
            f"“{other.variant}” the score would be {points(now.score, now.digits)} ({rank}) instead of "
            f"{points(then.score, then.digits)}."
        )
    return sentences
