"""One country, criterion by criterion, with the text of the level that it reaches."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from strategyscore.analysis.audit import weak_criteria
from strategyscore.analysis.findings.basis import Basis
from strategyscore.charts import style
from strategyscore.charts.frame import Frame, Plan, Texts
from strategyscore.charts.headlines import MEDIAN, headline
from strategyscore.charts.labels import beside
from strategyscore.charts.legend import Key
from strategyscore.charts.rows import any_thin, select
from strategyscore.errors import ScoringError
from strategyscore.model.answers import Answer
from strategyscore.model.nodes import Criterion, Node
from strategyscore.output.captions import THIN, called, one_source_note, source_line, thin_note, until, weak_note
from strategyscore.scoring.scores import Scores
from strategyscore.text.words import percent, plain, points

_SMALL = 0.86
_MOST = 2  # lines of a level's text; a longer one gives way to the level's short name, where it has one
_SCALE = 8.5  # width of the scale, in units of the text size
_SINCE = 3.8  # and of the column of dates


@dataclass(frozen=True)
class _Line:
    node: Node
    head: list[str]
    text: list[str]
    answer: Answer | None = None
    said: str = ""
    since: str = ""

    @property
    def height(self) -> float:
        """In lines of text."""
        if not self.node.is_leaf:
            return 1.6
        return 0.32 + _SMALL * max(len(self.head), len(self.text), 1)


def profile(
    scores: Scores,
    country: str | None = None,
    node: str | None = None,
    *,
    ax: Axes | None = None,
    title: str | None = None,
    size: style.Size = "page",
    source: str | None = None,
) -> style.Chart:
    """Show one country on every criterion: its level, what that says and since when, and the median of the others.

    Parameters
    ----------
    scores : Scores
        From `strategyscore.score`.
    country : str, optional
        Whose profile, by code or name; the leader of the ranking where it is not given.
    node : str, optional
        The path of the group whose criteria are shown; the whole rubric where it is not given.
    ax : matplotlib Axes, optional
        Where to draw; a new figure where it is not given. In your own axes the title is drawn, and the size sets the
        texts only.
    title : str, optional
        The text above; it names what is drawn where it is not given.
    size : {"column", "page", "slide"}
        What the chart is for, half a page, a page or a slide: it sets width and text size.
    source : str, optional
        The line below; it says where the numbers come from where it is not given. An empty text leaves it out.

    Returns
    -------
    Chart
        A matplotlib Figure with an ``alt_text``. In your own axes it is their figure, which is left without one.

    Raises
    ------
    UnknownNode, UnknownCountry
        With a suggestion.
    ScoringError
        If the profile is a row of a table, which has no levels.

    See Also
    --------
    strategyscore.tables.scorecard : The same as a table.

    Examples
    --------
    >>> chart = ss.charts.profile(coded, "RUS")
    >>> "Russia" in chart.alt_text
    True
    """
    shown = scores.rubric.node(node) if node else scores.rubric.root
    profiled = scores.countries[country] if country else scores.countries[scores.order[0]]
    if scores.countries.numbers is not None:
        raise ScoringError("a table has values and no levels; a country's profile is drawn from its answers")
    row = scores.row(profiled.code)
    low, high = scores.rubric.scale
    whole = select(scores, shown, [profiled.code], None)[0]
    weak = weak_criteria(scores)
    of_others = Basis(scores, None).medians[row].tolist()
    medians = {leaf.path: median for leaf, median in zip(scores.rubric.criteria, of_others, strict=True)}
    leaves = [leaf for leaf in shown.walk() if leaf.is_leaf]
    thin = any_thin(scores, [whole], list(shown.walk()))
    texts = Texts(
        title or _title(scores, row, leaves, medians),
        f"{shown.title}: {_score(scores, row, shown)}; {until(scores, [profiled])}",
        (
            one_source_note(scores, [profiled.code], plain(profiled.name)),
            thin_note(scores, THIN) if thin else "",
            weak_note(scores, leaves),
        ),
        source_line(scores) if source is None else source,  # the medians rest on all
    )
    with style.house_style(size):
        ink = style.colours()
        keys = [
            Key("level, confidence high", ink.strong, "dot"),
            Key("medium", ink.pale, "dot", edge=ink.strong),
            Key("low", "white", "dot", edge=ink.strong),
            Key("median of its peers", ink.highlighted, "tick"),
        ]
        lines: list[_Line] = []
        longest = max(style.measured(called(node, weak), "bold") for node in shown.walk())

        def plan(room: float) -> Plan:
            left, right = _sides(room, longest)
            lines[:] = _lines(scores, row, shown, left - 1.6, right - 1.6 - _SINCE, weak)
            heads = [place for place, line in enumerate(lines) if not line.node.is_leaf]
            return Plan([line.height for line in lines], left, right, above=1.3, below=0.4, least=0.0, heads=heads)

        frame = Frame(ax, size, texts, plan, keys=keys, panels=2)
        em = frame.points
        left, right = _sides(frame.whole, longest)
        for panel in frame.panels:
            axes = panel.axes
            for index, y in panel:
                line = lines[index]
                column = scores.column[line.node.path]
                if not line.node.is_leaf:
                    rule = float(panel.ends[index - panel.rows.start]) + 0.35
                    ends: dict[str, Any] = {"xmin": (0.6 - left) / _SCALE, "xmax": 1 + (right - 0.6) / _SCALE}
                    axes.axhline(rule, color=ink.rule, linewidth=0.8, clip_on=False, **ends)
                    _text(axes, 0, y + 0.2, line.head[0], (0.6 - left) * em, em, weight="bold")
                    said = _score(scores, row, line.node, (right - 1.6) / _SMALL)
                    _text(axes, 1, y + 0.2, said, em, em * _SMALL, weight="bold")
                    _levels(axes, line.node, y + 0.2, em)
                    continue
                _text(axes, 0, y, "\n".join(line.head), (0.6 - left) * em, em * _SMALL)
                colour = ink.ink if line.answer else ink.muted
                _text(axes, 1, y, "\n".join(line.text), em, em * _SMALL, colour=colour)
                if line.answer and line.since:
                    at = (right - _SINCE + 0.4) * em
                    _text(axes, 1, y, line.since, at, em * 0.72, colour=ink.muted)
                share = (scores.nodes.values[row, column] - low) / (high - low)
                median = (medians[line.node.path] - low) / (high - low)
                _scale(axes, line, y, share, median, em)
            axes.set_xlim(-0.06, 1.06)
            axes.set_xticks([])
            axes.spines[:].set_visible(False)
            _head(axes, "since", right * em - (_SINCE - 0.4) * em, em)
            if lines[panel.rows.start].node.is_leaf:
                _levels(axes, shown, -0.55, em)
    return frame.finish(
        " ".join(f"{line.node.title}: {line.said}." for line in lines if line.node.is_leaf).replace("..", ".")
    )


def _title(scores: Scores, row: int, leaves: Sequence[Node], medians: Mapping[str, float]) -> str:
    """On how many questions the country is above the median of its peers and below it."""
    values = scores.nodes.values[row, [scores.column[leaf.path] for leaf in leaves]]
    away = values - np.array([medians[leaf.path] for leaf in leaves])
    numbers = {"answered": int(np.isfinite(values).sum()), "compared": int(np.isfinite(away).sum())}
    numbers |= {"above": int((away > 1e-9).sum()), "below": int((away < -1e-9).sum())}
    return headline(MEDIAN, numbers, {"country": scores.countries[row].in_sentence})


def _sides(whole: float, longest: float) -> tuple[float, float]:
    """The room for names, the longest of which is so long, and for the text of levels."""
    left = min(0.34 * whole, longest + 1.8)
    return left, max(whole - left - _SCALE, 8.0)


def _head(axes: Axes, text: str, shift: float, em: float) -> None:
    axes.annotate(
        text,
        (1, 1),
        xycoords="axes fraction",
        xytext=(shift, em * 0.2),
        textcoords="offset points",
        va="bottom",
        fontsize=em * 0.72,
        color=style.colours().muted,
        annotation_clip=False,
    )


def _levels(axes: Axes, node: Node, y: float, em: float) -> None:
    """The numbers of the levels above the scales of a group, where all of its criteria have the same levels."""
    below = [leaf for leaf in node.walk() if isinstance(leaf, Criterion)]
    counts = {len(leaf.steps) if not getattr(leaf, "points", None) else 0 for leaf in below}
    if len(counts) != 1 or not max(counts, default=0):
        return
    for level, x in enumerate(np.linspace(0, 1, max(counts))):
        look: dict[str, Any] = {"ha": "center", "va": "center", "fontsize": em * 0.72, "color": style.colours().muted}
        axes.text(x, y, str(level), clip_on=False, **look)


def _lines(scores: Scores, row: int, shown: Node, head: float, text: float, weak: Sequence[str]) -> list[_Line]:
    leaves = {leaf.path: column for column, leaf in enumerate(scores.rubric.criteria)}
    lines: list[_Line] = []

    def visit(node: Node) -> None:
        if node.is_leaf:
            answer = scores.ratings.answer(row, leaves[node.path])
            said = plain(node.said(answer) if answer and isinstance(node, Criterion) else "No answer")
            lines_of_text = style.wrapped(said, text, _SMALL)
            short = getattr(node, "shorts", {}).get(answer.level, "") if answer else ""
            if answer and short and len(lines_of_text) > _MOST:
                lines_of_text = style.wrapped(plain(f"{answer.level} {short}"), text, _SMALL)
            lines.append(
                _Line(
                    node,
                    style.wrapped(called(node, weak), head, _SMALL),
                    lines_of_text,
                    answer,
                    said,
                    str(answer.since)[:7] if answer and answer.since else "",
                )
            )
            return
        if node is not shown:
            lines.append(_Line(node, [plain(node.called)], []))
        for child in node.children:
            visit(child)

    visit(shown)
    return lines


def _score(scores: Scores, row: int, node: Node, room: float = np.inf) -> str:
    """A score with its bounds and the share answered where that is not all, as much of it as there is room for.

    A score that is thin bears its sign.
    """
    column, digits = scores.column[node.path], scores.rubric.digits
    value, lower, upper = (
        points(float(side[row, column]), digits)
        for side in (scores.nodes.values, scores.nodes.lower, scores.nodes.upper)
    )
    coverage = float(scores.nodes.coverage[row, column])
    said = f"score {value}{THIN * bool(scores.thin[row, column])}"
    if not coverage < 1 - 1e-9:
        return said
    ends = f"{said} ({lower} to {upper})"
    most = (f"{ends}, {percent(coverage)} answered", ends, ends.removeprefix("score "), said)
    return next((text for text in most if style.measured(text, "bold") <= room), said)


def _scale(axes: Axes, line: _Line, y: float, share: float, median: float, em: float) -> None:
    palette = style.colours()
    steps = np.linspace(0, 1, max(len(line.node.steps), 2)) if isinstance(line.node, Criterion) else np.array([0, 1])
    if getattr(line.node, "points", None) and isinstance(line.node, Criterion):
        steps = (line.node.steps - line.node.steps[0]) / (line.node.steps[-1] - line.node.steps[0])
    axes.plot((0, 1), (y, y), color=palette.rule, linewidth=em * 0.1, zorder=1)
    for x in steps:
        axes.plot(x, y, "o", color="white", markeredgecolor=palette.rule, markersize=em * 0.45, zorder=2)
    if np.isfinite(median):
        axes.plot((median, median), (y - 0.42, y + 0.42), color=palette.highlighted, linewidth=em * 0.13, zorder=4)
    if line.answer and np.isfinite(share):
        face = {"high": palette.strong, "medium": palette.pale, "low": "white"}[line.answer.confidence or "high"]
        axes.plot((0, share), (y, y), color=palette.strong, linewidth=em * 0.1, zorder=1.5)
        axes.plot(share, y, "o", color=face, markeredgecolor=palette.strong, markersize=em * 0.75, zorder=3)


def _text(
    axes: Axes,
    edge: int,
    y: float,
    text: str,
    shift: float,
    size: float,
    weight: str = "normal",
    colour: str | None = None,
) -> None:
    """A text beside the axes, so many points from their left (0) or right (1) edge."""
    look: dict[str, Any] = {"fontsize": size, "fontweight": weight, "color": colour or style.colours().ink}
    beside(axes, y, text, shift, edge=edge, ha="left", linespacing=1.15, **look)
