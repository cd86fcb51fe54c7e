"""The ranking: a score a country, with what missing answers could make of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from strategyscore.charts import style
from strategyscore.charts.rows import label_right, label_rows, label_width, select
from strategyscore.output.captions import drawn_line, source_line
from strategyscore.robustness.uncertainty import Uncertainty
from strategyscore.scoring.scores import Scores
from strategyscore.text.words import DASH, percent, plain, points, span

if TYPE_CHECKING:
    import pandas as pd


def ranking(
    scores: Scores,
    node: str | None = None,
    *,
    uncertainty: Uncertainty | None = None,
    ax: Axes | None = None,
    title: str | None = None,
    size: style.Size = "page",
    source: str | None = None,
    countries: Iterable[str] | None = None,
    highlight: str | Iterable[str] | None = None,
) -> Figure:
    """Rank countries by score, each with its bounds and coverage.

    Parameters
    ----------
    scores : Scores
    node : str, optional
        The path of the node to rank by; the whole rubric where it is not given.
    uncertainty : Uncertainty, optional
        Draws of the same countries; adds the 90 % intervals of scores and ranks. They are those of the whole rubric.
    ax : matplotlib Axes, optional
        Where to draw; a new figure where it is not given.
    title, source : str, optional
        The text above, and the line below; written from the scores where they are not given.
    size : {"column", "page", "slide"}
        What the chart is for: it sets width and text size.
    countries : iterable of str, optional
        The codes to show; all where it is not given. Ranks stay those among all.
    highlight : str or iterable of str, optional
        Codes to set apart.

    Returns
    -------
    matplotlib Figure
        With an ``alt_text``, unless it is drawn into your own axes.

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

    def said(value: float) -> str:
        return points(float(value), scores.rubric.digits)

    title = plain(title or f"{shown.title}: ranking")
    marks = "Dot: score. Bar: the range through which missing answers could move it."
    if drawn is not None:
        marks += " Line: 90 % of the draws."
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
        for y, row in enumerate(rows):
            value = scores.nodes.values[row.index, column]
            bounds = scores.nodes.lower[row.index, column], scores.nodes.upper[row.index, column]
            strong, pale = style.colours().pair(row.highlighted)
            axes.hlines(y, *bounds, color=pale, linewidth=em * 0.95, zorder=2)
            if row.rank is None:
                axes.annotate(
                    "not ranked",
                    (sum(bounds) / 2, y),
                    ha="center",
                    va="center",
                    color=style.colours().ink,
                    fontsize=em * 0.86,
                )
            else:
                if drawn is not None and row.code in drawn.index:
                    start, stop = drawn.loc[[row.code], ["q05", "q95"]].to_numpy(dtype=float)[0]
                    axes.hlines(y, start, stop, color=strong, linewidth=em * 0.16, zorder=3)
                axes.plot(value, y, "o", color=strong, markersize=em * 0.85, zorder=3, clip_on=False)
                _label_score(axes, float(value), said(value), y, (low, high), em, color=strong)
        label_right(axes, (percent(float(scores.nodes.coverage[row.index, column])) for row in rows), "answered", em)
        if drawn is not None:
            label_right(axes, (_ranks(drawn, row.code) for row in rows), "90 % of ranks", em, ends=12.6)
        axes.set_ylim(len(rows) - 0.4, -0.6)
        axes.set_xlim(low, high)
        axes.tick_params(axis="x", length=0, pad=em * 0.5)
        label_rows(axes, rows, range(len(rows)), left, em)
        axes.grid(axis="x")
    return frame.finish(
        title
        + ". "
        + " ".join(
            f"{row.rank}. {row.name} {said(scores.nodes.values[row.index, column])}"
            f" ({said(scores.nodes.lower[row.index, column])} to"
            f" {said(scores.nodes.upper[row.index, column])})"
            + (f", ranks {_ranks(drawn, row.code)} in 90 % of the draws." if drawn is not None else ".")
            if row.rank
            else f"{row.name} is not ranked."
            for row in rows
        )
    )


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
