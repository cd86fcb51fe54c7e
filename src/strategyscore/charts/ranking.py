"""The ranking: a score a country, with what missing answers could make of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.axes import Axes

from strategyscore.charts import style
from strategyscore.charts.parameters import documented
from strategyscore.charts.rows import dot, label_right, label_rows, label_width, range_bar, select
from strategyscore.model.nodes import Group
from strategyscore.output.captions import drawn_line, gate_note, screen_note, source_line, thin_note
from strategyscore.robustness.uncertainty import Uncertainty
from strategyscore.scoring.bands import bands, in_words
from strategyscore.scoring.scores import Scores
from strategyscore.text.words import DASH, enumerated, percent, plain, points, span

if TYPE_CHECKING:
    import pandas as pd


@documented
def ranking(
    scores: Scores,
    node: str | None = None,
    *,
    uncertainty: Uncertainty | None = None,
    ax: Axes | None = None,
    title: str | None = None,
    size: style.Size = "page",
    source: str | None = None,
    countries: str | Iterable[str] | None = None,
    highlight: str | Iterable[str] | None = None,
) -> style.Chart:
    """Rank countries by score, each with its bounds and coverage.

    A country of which less is answered than the rubric's minimum is shown with its score, hatched, and without a rank.

    Parameters
    ----------
    scores : Scores
    node : str, optional
        The path of the node to rank by; the whole rubric where it is not given.
    uncertainty : Uncertainty, optional
        Draws of the same countries; adds the 90 % intervals of scores and ranks. They are those of the whole rubric.
    ax, title, size, source, countries, highlight
        As of every chart; `help` tells them in full.

    Raises
    ------
    UnknownNode, UnknownCountry
        With a suggestion.
    ValueError
        If draws are given for a node other than the whole rubric.
    """
    shown = scores.rubric.node(node) if node else scores.rubric.root
    column = scores.column[shown.path]
    rows = select(scores, shown, countries, highlight)
    low, high = scores.rubric.scale
    if uncertainty is not None and shown is not scores.rubric.root:
        raise ValueError("draws rank the whole rubric; leave the node out, or the draws")
    drawn = None if uncertainty is None else uncertainty.table

    def score_said(value: float) -> str:
        return points(float(value), scores.rubric.digits)

    title = plain(title or f"{shown.title}: ranking")
    marks = "Dot: score. Bar: the range through which missing answers could move it."
    if drawn is not None:
        marks += " Line: 90 % of the draws."
    edges = shown.bands if isinstance(shown, Group) else ()
    if edges:
        begins = enumerated(f"{band.name} from {band.start:g}" for band in edges)
        marks += f" Upright lines: where bands begin ({begins})."
    banded = [in_words(*pair) for pair in zip(*bands(scores, shown), strict=True)]
    if any(row.thin for row in rows):
        marks += f" {thin_note(scores, 'Hatched')}"
    for note in filter(None, (gate_note(scores, shown), screen_note(scores))):
        marks += f" {note}"
    line = source_line(scores) if uncertainty is None else drawn_line(uncertainty)
    left = label_width(rows)
    with style.house_style(size):
        frame = style.Frame(
            ax,
            size,
            title,
            marks,
            plain(line if source is None else source),
            height=2.1 * len(rows),
            left=left,
            right=6.2 if drawn is None else 13.4,
            above=1.6,
        )
        axes, em = frame.ax, frame.points
        for band in edges[1:]:
            axes.axvline(band.start, color=style.colours().muted, linewidth=em * 0.08, linestyle=(0, (4, 3)), zorder=1)
        for y, row in enumerate(rows):
            bounds = float(scores.nodes.lower[row.index, column]), float(scores.nodes.upper[row.index, column])
            strong = style.colours().pair(row.highlighted)[0]
            range_bar(axes, y, bounds, row, em * 0.95, 0.31)
            if np.isnan(row.value):
                ink = style.colours().ink
                said = "not applicable" if np.isnan(row.coverage) else "no score" if row.coverage else "no answer"
                bounds = (low, high) if np.isnan(row.coverage) else bounds
                axes.annotate(said, (sum(bounds) / 2, y), ha="center", va="center", color=ink, fontsize=em * 0.86)
                continue
            if drawn is not None and row.code in drawn.index:
                start, stop = drawn.loc[[row.code], ["q05", "q95"]].to_numpy(dtype=float)[0]
                axes.hlines(y, start, stop, color=strong, linewidth=em * 0.16, zorder=3)
            dot(axes, row.value, y, row, em * 0.85)
            _label_score(axes, row.value, score_said(row.value), y, (low, high), em, color=strong)
        label_right(axes, (percent(row.coverage) for row in rows), "answered", em)
        if drawn is not None:
            label_right(axes, (_ranks(drawn, row.code) for row in rows), "90 % of ranks", em, ends=12.6)
        axes.set_ylim(len(rows) - 0.4, -0.6)
        axes.set_xlim(low, high)
        axes.tick_params(axis="x", length=0, pad=em * 0.5)
        label_rows(axes, rows, range(len(rows)), left, em)
        axes.grid(axis="x")
    described = []
    for row in rows:
        lower, upper = scores.nodes.lower[row.index, column], scores.nodes.upper[row.index, column]
        ends = f"{score_said(lower)} to {score_said(upper)}"
        text = f"{row.rank}. {row.name}" if row.rank else row.name
        text += f" has no score ({ends})" if np.isnan(row.value) else f" {score_said(row.value)} ({ends})"
        text += f", band {banded[row.index]}" if banded[row.index] else ""
        text += f", no rank, {percent(row.coverage)} answered" if row.thin else ""
        text += f", ranks {_ranks(drawn, row.code)} in 90 % of the draws" if drawn is not None else ""
        described.append(f"{text}.")
    return frame.finish(f"{title}. {' '.join(described)}")


def _ranks(drawn: pd.DataFrame, code: str) -> str:
    """The ranks that a country takes in nine of ten draws."""
    if code not in drawn.index:
        return DASH
    low, high = drawn.loc[[code], ["lower", "upper"]].to_numpy(dtype=float)[0]
    return span(low, high)


def _label_score(
    axes: Axes, value: float, text: str, y: int, scale: tuple[float, float], em: float, *, color: str
) -> None:
    """The score above its dot, kept inside the axes at either end of the scale."""
    low, high = scale
    share = (value - low) / (high - low)
    side = "left" if share < 0.03 else "right" if share > 0.97 else "center"
    axes.annotate(
        text,
        (value, y),
        xytext=(0, em * 0.62),
        textcoords="offset points",
        ha=side,
        va="bottom",
        fontsize=em * 0.9,
        fontweight="bold",
        color=color,
        annotation_clip=False,
    )
