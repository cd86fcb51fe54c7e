"""The first screen: the ranking as a table that draws itself, and what to read before anything else."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass

import numpy as np

from strategyscore.analysis.audit import PRIMARY
from strategyscore.analysis.evidence import cited_sources, one_source
from strategyscore.analysis.findings.basis import Basis
from strategyscore.analysis.findings.order import reversed_pairs
from strategyscore.analysis.findings.portrait import parted_ones
from strategyscore.model.answers import Answer
from strategyscore.output.captions import ONE_SOURCE, THIN, gate_note, outside_note, screen_note, thin_note
from strategyscore.report.method import never_zero
from strategyscore.report.trust import variants
from strategyscore.scoring.bands import bands, in_words
from strategyscore.scoring.scores import Scores
from strategyscore.text.words import DASH, enumerated, percent, points, span

EVIDENCE_UNTIL = "Evidence until"
_OLD = 6 * 30  # days by which evidence may end before the newest without being told

REVERSED = "↑"


@dataclass(frozen=True)
class Place:
    """Where the marks of a country stand, in per cent of the axis.

    Attributes
    ----------
    lower, upper : float
        The ends of what the missing answers allow.
    low, high : float or None
        The 90 % interval of the draws.
    score : float or None
    """

    lower: float
    upper: float
    low: float | None
    high: float | None
    score: float | None


@dataclass(frozen=True)
class RankRow:
    """One country of the ranking; texts are ready to be shown.

    Attributes
    ----------
    code, name : str
    tier : int or None
    opens : bool
        Whether it is the first of its tier.
    rank, score, band, bounds, interval, ranks, answered, sources, until : str
        Its rank with ``=`` for a tie, score, band where the rubric has bands, lowest and highest score, 90 % intervals
        of score and rank, answered share, number of sources, and the date that its evidence reaches to.
    marks : str
        Signs that the key below the table explains.
    apart : bool
        Whether it is set apart: it rests on one source, or too little is answered for a rank.
    place : Place
    """

    code: str
    name: str
    tier: int | None
    opens: bool
    rank: str
    score: str
    band: str
    bounds: str
    interval: str
    ranks: str
    answered: str
    sources: str
    until: str
    marks: str
    apart: bool
    place: Place


@dataclass(frozen=True)
class Axis:
    """The part of the scale that is drawn.

    Attributes
    ----------
    low, high, step : float
    """

    low: float
    high: float
    step: float

    @property
    def ticks(self) -> list[tuple[str, float]]:
        """Each figure on the axis, and where it stands in per cent."""
        count = round((self.high - self.low) / self.step)
        values = [self.low + number * self.step for number in range(count + 1)]
        return [(f"{value:g}", self.at(value)) for value in values]

    def at(self, value: float) -> float:
        """Where a score stands, in per cent."""
        return round(100 * (value - self.low) / (self.high - self.low), 2)


def axis(basis: Basis) -> Axis:
    """From the last round figure below all scores to the top of the scale."""
    low, high = basis.scores.rubric.scale
    step = (high - low) / 5
    lowest = [float(np.nanmin(basis.scores.nodes.lower[:, 0]))]
    lowest += [float(row["q05"]) for row in basis.intervals.values()]
    begins = low + step * min(3, max(0, math.floor((min(lowest) - low) / step + 1e-9)))
    return Axis(begins, high, step)


def rank_rows(basis: Basis) -> list[RankRow]:
    """The countries in the published order, those that are set apart last."""
    scores, drawn = basis.scores, axis(basis)
    alone, turned = set(one_source(basis.scores)), {second for _, second in reversed_pairs(basis)}
    tier = {code: number for number, members in enumerate(basis.tiers, 1) for code in members}
    digits = scores.rubric.digits
    banded = [in_words(*pair) for pair in zip(*bands(scores, scores.rubric.root), strict=True)]
    rows: list[RankRow] = []
    seen: set[int | None] = set()
    codes = [scores.countries.codes[row] for row in scores.order]
    thin = {code for code in codes if math.isnan(basis.rank(code))}
    for code in sorted(codes, key=lambda code: code in thin or code in alone):
        row = scores.row(code)
        score, (lower, upper), ends = basis.score(code), basis.bounds(code), basis.intervals.get(code)
        marks = [ONE_SOURCE] * (code in alone) + [THIN] * (code in thin) + [REVERSED] * (code in turned)
        number = tier.get(code)
        apart = code in alone or code in thin
        rows.append(
            RankRow(
                code=code,
                name=scores.countries[code].name,
                tier=number,
                opens=not apart and number is not None and number not in seen,
                rank=_rank(basis, code),
                score=points(score, digits),
                band=banded[row] or DASH,
                bounds=f"{points(lower, digits)} to {points(upper, digits)}",
                interval=f"{points(ends['q05'], digits)} to {points(ends['q95'], digits)}" if ends else DASH,
                ranks=span(ends["lower"], ends["upper"]) if ends else DASH,
                answered=percent(float(scores.nodes.coverage[row, 0])),
                sources=str(len(cited_sources(scores, row))) if scores.ratings.answers else "",
                until=_until(basis, code),
                marks=" ".join(marks),
                apart=apart,
                place=Place(
                    drawn.at(lower),
                    drawn.at(upper),
                    drawn.at(float(ends["q05"])) if ends else None,
                    drawn.at(float(ends["q95"])) if ends else None,
                    None if math.isnan(score) else drawn.at(score),
                ),
            )
        )
        seen.add(number)
    return rows


def _rank(basis: Basis, code: str) -> str:
    rank = basis.rank(code)
    if math.isnan(rank):
        return DASH
    return f"{rank:.0f}" + "=" * (sum(basis.rank(other) == rank for other in basis.ranked) > 1)


def _until(basis: Basis, code: str) -> str:
    if basis.scores.as_of is not None:
        return basis.scores.as_of.said
    profile = basis.scores.countries[code]
    return profile.as_of.said if profile.as_of else ""


def key(scores: Scores, rows: list[RankRow]) -> list[str]:
    """What the signs of a ranking say, those that stand in it, and whom gates and screens set back."""
    said = {
        ONE_SOURCE: f"{ONE_SOURCE}: all answers rest on one source; set apart, with the rank that they give.",
        THIN: thin_note(scores, THIN),
        REVERSED: f"{REVERSED}: in most draws above a country that is ranked higher.",
    }
    marked = [text for sign, text in said.items() if any(sign in row.marks for row in rows)]
    return [*marked, *filter(None, (gate_note(scores), screen_note(scores)))]


def read_first(basis: Basis) -> list[tuple[str, str]]:
    """What a reader should know before anything else: a heading and sentences for each."""
    notes = [(EVIDENCE_UNTIL, _dates(basis)), ("Sources", _sources(basis)), ("One source", _alone(basis))]
    notes += [("Not known", _gaps(basis)), ("Levels", _levels(basis)), ("Score and interval", _parted(basis))]
    notes += [("Other evidence", sentence) for sentence in variants(basis.scores)]
    return [(head, text) for head, text in notes if text]


def _dates(basis: Basis) -> str:
    scores = basis.scores
    if scores.as_of is not None:
        return f"Ratings that held by {scores.as_of.said}."
    dated = {profile.code: profile.as_of for profile in scores.countries if profile.as_of}
    if not dated:
        return ""
    newest = max(dated.values(), key=lambda date: date.last)
    old = {code: date for code, date in dated.items() if (newest.last - date.last).days > _OLD}
    text = f"{newest.said[0].upper()}{newest.said[1:]}."
    if old:
        several = enumerated(f"{basis.name(code)} ({date.said})" for code, date in sorted(old.items()))
        text += f" Much earlier for {several}: what happened since then does not count."
    return text


def _sources(basis: Basis) -> str:
    scores = basis.scores
    if not scores.ratings.answers:
        return f"Values from {scores.countries.numbers.name}." if scores.countries.numbers else ""
    cited = [source for row in range(len(scores.countries)) for source in cited_sources(scores, row).values()]
    if not cited:
        return ""
    kinds = Counter(source.kind or "other" for source in cited).most_common()
    primary = sum(source.kind in PRIMARY for source in cited)
    first = enumerated(f"{count:,} {kind}" for kind, count in kinds[:4])
    rest = sum(count for _, count in kinds[4:])
    text = f"{len(cited):,} are cited: {first}" + (f", and {rest:,} of other kinds." if rest else ".")
    return f"{text} {percent(primary / len(cited))} of them are primary, such as laws, strategies and statistics."


def _alone(basis: Basis) -> str:
    alone = one_source(basis.scores)
    if not alone:
        return ""
    verb = "rests" if len(alone) == 1 else "rest"
    return (
        f"{enumerated(basis.names(alone))} {verb} on one source {'each ' if len(alone) > 1 else ''}"
        f"(marked {ONE_SOURCE}, and set apart). What that source leaves out is not known."
    )


def _gaps(basis: Basis) -> str:
    scores = basis.scores
    missing = int(np.isnan(scores.ratings.values).sum())
    if not missing:
        return "Every question is answered for every country."
    text = f"{missing} of {scores.ratings.values.size} answers."
    if never_zero(scores.rubric):
        text += " A missing answer is never counted as zero."
    thin = [code for code in scores.countries.codes if math.isnan(basis.rank(code))]
    if thin:
        text += f" Too little is answered for a rank of {enumerated(basis.names(thin))}."
    return text


def _levels(basis: Basis) -> str:
    answers = [answer for row in basis.scores.ratings.answers for answer in row if isinstance(answer, Answer)]
    rated = [answer for answer in answers if answer.level is not None]
    least, doubted = sum(answer.at_least for answer in rated), sum(answer.confidence != "high" for answer in rated)
    parts = []
    if least:
        parts.append(f"{least} of {len(rated)} are stated as the least that holds: more evidence can only raise them.")
    if doubted:
        parts.append(f"{doubted} of {len(rated)} are of medium or low confidence.")
    return " ".join(parts)


def _parted(basis: Basis) -> str:
    if basis.drawn is None:
        return ""
    names = basis.names(parted_ones(basis))
    return outside_note(names) or "Every published score lies within its own 90 % interval."
