"""The countries of a report: half a page each, and the evidence with numbered sources."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property

from strategyscore.analysis.audit import weak_criteria
from strategyscore.analysis.findings.basis import Basis
from strategyscore.analysis.findings.finding import Finding, Findings
from strategyscore.analysis.findings.grammar import level
from strategyscore.analysis.side_by_side import shade
from strategyscore.model.answers import Source
from strategyscore.model.profile import CountryProfile
from strategyscore.output.captions import called
from strategyscore.scoring.explanation import Explanation
from strategyscore.text.words import DASH, points


@dataclass(frozen=True)
class Cell:
    """One criterion in the strip of a country.

    Attributes
    ----------
    path, short, text, tip : str
        Its path, its short title, what stands in the cell, and a sentence.
    shade : int or None
        From 0, the worst, to 4, the best; None where there is no answer.
    against : str
        A sign where it stands above or below the median of the peers.
    """

    path: str
    short: str
    text: str
    tip: str
    shade: int | None
    against: str


@dataclass(frozen=True)
class Strip:
    """One part of the index in the strip of a country: its title, score and cells, and its explanation."""

    title: str
    score: str
    cells: tuple[Cell, ...]
    explanation: Explanation


@dataclass(frozen=True)
class Citation:
    """A source with its number in the country's list."""

    number: int
    source: Source
    cited: bool

    @property
    def kind(self) -> str:
        """What it is, and when it came out or was looked up."""
        date = self.source.published or self.source.accessed
        verb = "" if self.source.published else "accessed "
        return ", ".join(filter(None, [self.source.kind or "", f"{verb}{date.said}" if date else ""]))


@dataclass(frozen=True)
class Portrait:
    """All that the page says of one country.

    Attributes
    ----------
    profile : CountryProfile
    whole : Explanation
    strips : tuple of Strip
    findings : Findings
        On this country.
    moved : Finding or None
        What changed since the earlier date.
    """

    profile: CountryProfile
    whole: Explanation
    strips: tuple[Strip, ...]
    findings: Findings
    moved: Finding | None

    @property
    def story(self) -> str:
        """Where it stands, in sentences."""
        return " ".join(item.text for item in self.findings.kinds("standing", "parted", "apart", "peers"))

    @property
    def open(self) -> list[Finding]:
        """What is not known, and what it could change."""
        told = list(self.findings.kinds("unknown", "ask", "reach", "bounds"))
        closed = any(item.kind == "reach" and not item.numbers["open"] for item in told)  # which says that all is known
        return [item for item in told if not (closed and item.kind == "unknown")]

    @property
    def rests(self) -> str:
        """On how many sources it rests."""
        return " ".join(item.text for item in self.findings.kinds("sources"))

    @cached_property
    def citations(self) -> dict[str, Citation]:
        """The sources by key: those that count in the order in which they are cited, then the others."""
        items = [item for strip in self.strips for item in strip.explanation.parts]
        answers = [answer for item in items if item.answer for answer in (item.answer, *item.earlier)]
        keys = [evidence.source for answer in answers for evidence in answer.evidence]
        ordered = dict.fromkeys([*keys, *self.profile.sources])
        return {
            key: Citation(number, self.profile.sources[key], key in keys)
            for number, key in enumerate((key for key in ordered if key in self.profile.sources), 1)
        }


def portraits(basis: Basis, findings: Findings) -> list[Portrait]:
    """The countries in the published order, those without a rank last."""
    scores = basis.scores
    root = scores.rubric.root
    parts = root.children if any(child.children for child in root.children) else (root,)
    moved = {item.countries[0]: item for item in findings.kinds("moved")}
    told: dict[str, list[Finding]] = {}
    for item in findings:
        if item.kind not in ("moved", "change", "lead", "tier", "pairs", "order"):
            told.setdefault(item.countries[0], []).append(item)
    columns = {leaf.path: column for column, leaf in enumerate(scores.rubric.criteria)}
    weak = weak_criteria(scores)
    result = []
    for row in scores.order:
        profile = scores.countries[row]
        strips = []
        for part in parts:
            explained = scores.explain(profile.code, part.path)
            leaves = [columns[node.path] for node in part.walk() if node.is_leaf]
            cells = tuple(_cell(basis, row, column, weak) for column in leaves)
            mark = "*" if explained.thin else ""
            strips.append(Strip(part.title, points(explained.score, scores.rubric.digits) + mark, cells, explained))
        own = Findings(tuple(told.get(profile.code, ())))
        result.append(Portrait(profile, scores.explain(profile.code), tuple(strips), own, moved.get(profile.code)))
    return result


def _cell(basis: Basis, row: int, column: int, weak: Collection[str]) -> Cell:
    scores = basis.scores
    leaf = scores.rubric.criteria[column]
    raw, value = float(scores.ratings.values[row, column]), float(scores.prepared.values[row, column])
    if math.isnan(raw):
        return Cell(leaf.path, called(leaf, weak), DASH, f"{leaf.title}: no answer", None, "")
    stepped = bool(len(leaf.steps))
    text = level(raw) if stepped else points(value, 0)
    median = float(basis.medians[row, column])
    against = "" if math.isnan(median) or abs(value - median) < 1e-9 else "▲" if value > median else "▼"
    said = {"": "level with", "▲": "above", "▼": "below"}[against]
    compared = "" if math.isnan(median) else f", {said} the median of its peers"
    tip = f"{leaf.title}: {'level ' if stepped else ''}{text}{'' if stepped else ' points'}{compared}"
    return Cell(leaf.path, called(leaf, weak), text, tip, shade(scores, row, column), against)


def glance(items: list[Portrait]) -> list[Mapping[str, object]]:
    """A line a country: the first strength, the first weakness, and how many answers are missing."""
    lines: list[Mapping[str, object]] = []
    for item in items:
        strong, weak = item.findings.kinds("strength"), item.findings.kinds("weakness")
        lines.append(
            {
                "code": item.profile.code,
                "name": item.profile.name,
                "strong": strong[0].text if len(strong) else DASH,
                "weak": weak[0].text if len(weak) else DASH,
                "missing": len(item.whole.missing),
            }
        )
    return lines
