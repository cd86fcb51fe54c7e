"""The page: one file with every picture inside it, which asks for nothing over the network."""

from __future__ import annotations

import base64
import re
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

from strategyscore.analysis.by_group import by_group
from strategyscore.analysis.changes.split import CAUSES_SAID, Changes
from strategyscore.analysis.findings.basis import Basis
from strategyscore.analysis.findings.collect import key_findings
from strategyscore.analysis.findings.finding import Findings
from strategyscore.analysis.findings.grammar import names
from strategyscore.analysis.findings.order import reversed_pairs
from strategyscore.analysis.side_by_side import SideBySide, side_by_side
from strategyscore.output.captions import outside_note, weak_note
from strategyscore.output.over_time import courses, over_time_note, times_shown
from strategyscore.report.cite import citation
from strategyscore.report.first import axis, key, rank_rows, read_first
from strategyscore.report.method import how_scored
from strategyscore.report.pictures import Picture
from strategyscore.report.portraits import Portrait, glance, portraits
from strategyscore.report.robustness import Robustness, described
from strategyscore.report.trust import agreement, others
from strategyscore.robustness.tiers import FIRM
from strategyscore.scoring.panel import PanelScores
from strategyscore.scoring.scores import Scores
from strategyscore.text.words import DASH, enumerated, percent, render

Depth = Literal["brief", "standard", "full"]
DEPTHS = ("brief", "standard", "full")

_PARTS = (
    "heatmap",
    "contributions",
    "small-multiples",
    "distributions",
    "scatter",
    "correlations",
    "tiles",
    "tree",
    "ranking",
)
_BESIDE = 7  # countries beside the first in a comparison
_PER_CENT = re.compile(r" %(?<=\d %)")  # no line ends between a number and its sign; a text first is sought fastest
_MOVED = 3  # countries of which the change is told
_FEW = 3  # countries with a portrait in a brief


def to_html(
    scores: Scores,
    pictures: Mapping[str, Picture],
    provenance: dict[str, Any],
    findings: Findings,
    *,
    robust: Robustness | None = None,
    reason: str = "",
    before: Scores | None = None,
    moved: Changes | None = None,
    panel: PanelScores | None = None,
    highlight: Sequence[str] = (),
    depth: Depth = "standard",
    files: Collection[str] = (),
) -> str:
    """The page.

    Parameters
    ----------
    scores : Scores
    pictures : mapping of str to Picture
        Those that are shown, as ``svg`` and for a ``phone``.
    provenance : dict
    findings : Findings
        All that there are, from `strategyscore.analysis.findings`.
    robust : Robustness or None
    reason : str
        Why there is no analysis of uncertainty.
    before : Scores or None
        The same countries on the earliest date that a profile speaks for.
    moved : Changes or None
        What changed since then.
    panel : PanelScores or None
        The scores at several times, the last of which are `scores`.
    highlight : sequence of str
        Codes of the countries that the page is about.
    depth : {"brief", "standard", "full"}
        At most four printed pages; countries at half a page each, with the evidence on the screen; all of it in print.
    files : collection of str
        The formats of the charts that stand beside the page as files.
    """
    drawn = robust.uncertainty if robust else None
    basis = Basis(scores, drawn)
    rows = rank_rows(basis)
    people = portraits(basis, findings)
    shown = _shown(people, highlight, depth)
    lines = glance(people) if depth == "brief" and not shown else []
    change = findings.kinds("change")
    moves = findings.kinds("moved")
    beside = _beside(basis, highlight)
    grouped = by_group(scores, uncertainty=drawn)
    outside = [f"“{title}”" for title in grouped.query("not q05 <= mean <= q95")["title"]] if drawn else []
    trusted = [] if depth == "brief" else [*agreement(scores), *others(scores)]
    parts_shown = [name for name in _PARTS if name in pictures]
    told = {
        "findings": "Findings",
        "ranking": "Ranking",
        "groups": "Groups of countries" if len(grouped) else "",
        "comparison": "Comparison" if beside or "dumbbell" in pictures else "",
        "changes": "What changed" if change else "",
        "time": "Over time" if panel else "",
        "countries": "Countries" if shown else "",
        "glance": "Countries at a glance" if lines else "",
        "parts": "Parts of the index" if parts_shown else "",
        "coverage": "What is rated" if "coverage" in pictures else "",
        "agreement": "How sure the ratings are" if trusted else "",
        "robustness": "How sure the ranks are",
        "method": "Method",
        **({} if depth == "brief" else {"evidence": "Evidence", "rubric": "Questions", "made": "How this was made"}),
    }
    drawn_axis = axis(basis)
    first = read_first(basis)
    page = render(
        "report.html.j2",
        Path(__file__).parent / "templates",
        scores=scores,
        rubric=scores.rubric,
        depth=depth,
        linked=depth != "brief",
        sections=[(id_, title) for id_, title in told.items() if title],
        rows=rows,
        axis=drawn_axis,
        axis_step=drawn_axis.at(drawn_axis.low + drawn_axis.step),
        chart_title=_chart_title(basis),
        tiers=len(basis.tiers),
        firm=percent(FIRM),
        key=key(scores, rows),
        key_findings=key_findings(scores, drawn, focus=highlight, before=before),
        read_first=first,
        trusted=trusted,
        highlighted=set(highlight),
        grouped=list(grouped.itertuples()),
        portraits=shown,
        shown_codes={item.profile.code for item in shown},
        lines=lines,
        beside=beside,
        before=before,
        change=change[0] if len(change) else None,
        moves=list(moves),
        moved=moved,
        panel=panel,
        times=[panel.years[at] for at in times_shown(panel)] if panel else [],
        courses=courses(panel) if panel else [],
        over_time=over_time_note(panel) if panel else "",
        causes=CAUSES_SAID,
        risen=[item for item in moves if item.numbers["up"] + item.numbers["down"]][:_MOVED],
        order_findings=findings.kinds("pairs", "order"),
        reversed=[
            (basis.name(first), basis.name(second), f"holds in {percent(basis.above(first, second))} of the draws")
            for first, second in reversed_pairs(basis)
        ],
        parts_shown=parts_shown,
        method=how_scored(scores),
        groups_outside=outside_note(outside, "mean"),
        shares=dict(zip(scores.column, scores.nodes.weights[0], strict=True)),
        pictures={
            name: {"alt": picture.alt_text, **{kind: _data(picture, kind) for kind in ("svg", "phone")}}
            for name, picture in pictures.items()
        },
        provenance=provenance,
        cite=citation(scores),
        robust=robust,
        reason=reason,
        drawn=described(robust.uncertainty.plan.vary, scores.rubric.confidence) if robust else [],
        chart_files=enumerated(name.upper() for name in files),
        dash=DASH,
        weak_note=weak_note(scores, scores.rubric.criteria),
    )
    return _PER_CENT.sub("\N{NO-BREAK SPACE}%", page)


def _data(picture: Picture, kind: str) -> str:
    return base64.b64encode(picture.files[kind]).decode("ascii")


def _shown(people: list[Portrait], highlight: Sequence[str], depth: Depth) -> list[Portrait]:
    """The countries that have a portrait: all, and in a brief those that it is about."""
    if depth != "brief":
        return people
    return [item for item in people if item.profile.code in highlight][:_FEW]


def _beside(basis: Basis, highlight: Sequence[str]) -> SideBySide | None:
    """The first highlighted country beside those that are highlighted too, or else those around it."""
    first = next((code for code in highlight if code in basis.scores.countries.codes), None)
    codes = [basis.scores.countries.codes[row] for row in basis.scores.order]
    if first is None or len(codes) < 2:
        return None
    others = [code for code in codes if code != first]
    if len(highlight) > 1:
        others = [code for code in others if code in highlight]
    elif len(others) > _BESIDE:  # the leader, and the nearest in the published order
        place = codes.index(first)
        others = sorted(others, key=lambda code: (codes.index(code) != 0, abs(codes.index(code) - place)))[:_BESIDE]
    return side_by_side(basis.scores, first, others[:_BESIDE]) if others else None


def _chart_title(basis: Basis) -> str:
    """What the ranking shows, in a sentence."""
    if not basis.ranked:
        return "No country has a rank"
    if len(basis.ranked) == 1:
        return f"{basis.scores.countries[basis.ranked[0]].name}: score"
    if not basis.tiers:
        return f"{basis.name(basis.ranked[0])[0].upper()}{basis.name(basis.ranked[0])[1:]} has the highest score"
    first = basis.tiers[0]
    told = names(basis.names(first))
    told = told[0].upper() + told[1:]
    if len(first) == 1:
        return f"{told} leads" if len(basis.tiers) > 1 else told
    return f"{told} cannot be told apart at the top"
