"""One country, criterion by criterion, with the text of the level that it reaches."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes

from strategyscore.charts import style
from strategyscore.charts.legend import Key, draw_key, key_lines
from strategyscore.charts.parameters import documented
from strategyscore.errors import ScoringError
from strategyscore.model.answers import Answer
from strategyscore.model.nodes import Criterion, Node
from strategyscore.output.captions import source_line, thin_note
from strategyscore.scoring.scores import Scores
from strategyscore.text.words import percent, plain, points

_SMALL = 0.86
_MOST = 2  # lines of a level's text; a longer one gives way to the level's short name, where it has one
_SCALE = 9.0  # width of the scale, in units of the text size


@dataclass(frozen=True)
class _Line:
    node: Node
    head: list[str]
    text: list[str]
    answer: Answer | None = None
    said: str = ""

    @property
    def height(self) -> float:
        """In lines of text."""
        if not self.node.is_leaf:
            return 1.9
        return 0.42 + _SMALL * max(len(self.head), len(self.text), 1)


@documented
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
    """Show one country on every criterion: its level on the scale, and what that level says.

    Parameters
    ----------
    scores : Scores
    country : str, optional
        Whose profile, by code or name; the leader of the ranking where it is not profiled.
    node : str, optional
        The path of the group whose criteria are shown; the whole rubric where it is not profiled.
    ax, title, size, source
        As of every chart; `help` tells them in full.

    Raises
    ------
    UnknownNode, UnknownCountry
        With a suggestion.
    ScoringError
        If the profile is a row of a table, which has no levels.
    """
    shown = scores.rubric.node(node) if node else scores.rubric.root
    profiled = scores.countries[country] if country else scores.countries[scores.order[0]]
    if scores.countries.numbers is not None:
        raise ScoringError("a table has values and no levels; a country's profile is drawn from its answers")
    row = scores.row(profiled.code)
    low, high = scores.rubric.scale
    column = scores.column[shown.path]
    title = plain(title or f"{profiled.name}: {shown.title}")
    marks = "Each criterion on its scale of levels, and what the level reached says."
    if np.isfinite(scores.nodes.values[row, column]):
        marks = f"Score {_score(scores, row, shown)}. {marks}"
    if scores.thin[row, [scores.column[part.path] for part in shown.walk()]].any():
        marks += f" {thin_note(scores, 'Marked *')}"
    with style.house_style(size):
        palette = style.colours()
        width, em = style.WIDTHS[size]
        whole = width * 72 / em - 1.2
        left = min(0.33 * whole, 19.0)
        right = whole - left - _SCALE
        lines = _lines(scores, row, shown, (left - 1.6) * em, (right - 2.6) * em, em)
        tall = [line.height for line in lines]
        at = np.cumsum([0.0, *tall])
        keys = [
            Key("confidence high", palette.strong, round=True),
            Key("medium", palette.pale, palette.strong, round=True),
            Key("low", "white", palette.strong, round=True),
            Key("no answer", "white", palette.rule, round=True),
        ]
        key = key_lines(keys, whole)
        frame = style.Frame(
            ax,
            size,
            title,
            marks,
            plain(source_line(scores, [profiled.code]) if source is None else source),
            height=float(at[-1]),
            left=left + 0.6,
            right=right + 0.6,
            above=0.9 + len(key),
            below=0.4,
        )
        axes, em = frame.ax, frame.points
        for line, top, height in zip(lines, at, tall, strict=False):
            y = float(top + height / 2)
            if not line.node.is_leaf:
                axes.axhline(
                    float(top + 0.5),
                    color=palette.rule,
                    linewidth=0.8,
                    xmin=-left / _SCALE,
                    xmax=1 + right / _SCALE,
                    clip_on=False,
                )
                _text(axes, 0, y + 0.25, line.head[0], -left * em, em, weight="bold")
                _text(axes, 1, y + 0.25, _score(scores, row, line.node), 1.6 * em, em, weight="bold")
                continue
            _text(axes, 0, y, "\n".join(line.head), -left * em, em * _SMALL)
            ink = palette.ink if line.answer else palette.muted
            _text(axes, 1, y, "\n".join(line.text), 1.6 * em, em * _SMALL, colour=ink)
            _scale(axes, line, y, (scores.nodes.values[row, scores.column[line.node.path]] - low) / (high - low), em)
        axes.set_xlim(-0.06, 1.06)
        axes.set_ylim(float(at[-1]), 0)
        axes.set_xticks([])
        axes.set_yticks([])
        axes.spines[:].set_visible(False)
        if ax is None:
            draw_key(axes, key, em, left, 0.9)
    return frame.finish(
        f"{title}. {marks} "
        + " ".join(f"{line.node.title}: {line.said}." for line in lines if line.node.is_leaf).replace("..", ".")
    )


def _lines(scores: Scores, row: int, shown: Node, head: float, text: float, em: float) -> list[_Line]:
    leaves = {leaf.path: column for column, leaf in enumerate(scores.rubric.criteria)}
    lines: list[_Line] = []

    def visit(node: Node) -> None:
        if node.is_leaf:
            answer = scores.ratings.answer(row, leaves[node.path])
            said = plain(node.said(answer) if answer and isinstance(node, Criterion) else "No answer")
            lines_of_text = style.wrapped(said, text, em * _SMALL)
            short = getattr(node, "shorts", {}).get(answer.level, "") if answer else ""
            if answer and short and len(lines_of_text) > _MOST:
                lines_of_text = style.wrapped(plain(f"{answer.level} {short}"), text, em * _SMALL)
            lines.append(
                _Line(
                    node,
                    style.wrapped(plain(node.called), head, em * _SMALL),
                    lines_of_text,
                    answer,
                    said,
                )
            )
            return
        if node is not shown:
            lines.append(_Line(node, [plain(node.called)], []))
        for child in node.children:
            visit(child)

    visit(shown)
    return lines


def _score(scores: Scores, row: int, node: Node) -> str:
    """A score, with the share answered where that is not all, and a mark where it is thin."""
    column = scores.column[node.path]
    said = points(float(scores.nodes.values[row, column]), scores.rubric.digits)
    said += "*" if scores.thin[row, column] else ""
    coverage = float(scores.nodes.coverage[row, column])
    return said if coverage > 1 - 1e-9 else f"{said} ({percent(coverage)} answered)"


def _scale(axes: Axes, line: _Line, y: float, share: float, em: float) -> None:
    palette = style.colours()
    steps = np.linspace(0, 1, max(len(line.node.steps), 2)) if isinstance(line.node, Criterion) else np.array([0, 1])
    if getattr(line.node, "points", None) and isinstance(line.node, Criterion):
        steps = (line.node.steps - line.node.steps[0]) / (line.node.steps[-1] - line.node.steps[0])
    axes.plot((0, 1), (y, y), color=palette.rule, linewidth=em * 0.1, zorder=1)
    for x in steps:
        axes.plot(x, y, "o", color="white", markeredgecolor=palette.rule, markersize=em * 0.5, zorder=2)
    if line.answer and np.isfinite(share):
        face = {"high": palette.strong, "medium": palette.pale, "low": "white"}[line.answer.confidence or "high"]
        axes.plot((0, share), (y, y), color=palette.strong, linewidth=em * 0.1, zorder=2)
        axes.plot(share, y, "o", color=face, markeredgecolor=palette.strong, markersize=em * 0.85, zorder=3)


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
    axes.annotate(
        text,
        (edge, y),
        xycoords=("axes fraction", "data"),
        xytext=(shift, 0),
        textcoords="offset points",
        ha="left",
        va="center",
        fontsize=size,
        fontweight=weight,
        color=colour or style.colours().ink,
        linespacing=1.15,
        annotation_clip=False,
    )
