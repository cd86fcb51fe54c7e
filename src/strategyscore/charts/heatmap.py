"""The heat map: every child of a node by country."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from strategyscore.charts import style
from strategyscore.charts.parameters import documented
from strategyscore.charts.rows import any_thin, label_rows, label_width, select, told
from strategyscore.output.captions import source_line, thin_note
from strategyscore.scoring.scores import Scores
from strategyscore.text.words import percent, plain, points


@documented
def heatmap(
    scores: Scores,
    node: str | None = None,
    *,
    ax: Axes | None = None,
    title: str | None = None,
    size: style.Size = "page",
    source: str | None = None,
    countries: str | Iterable[str] | None = None,
    highlight: str | Iterable[str] | None = None,
) -> style.Chart:
    """Show the children of a node by country, each cell with its score and, if it is not whole, its coverage.

    Parameters
    ----------
    scores : Scores
    node : str, optional
        The path of the group whose children are the columns; the whole rubric where it is not given.
    ax, title, size, source, countries, highlight
        As of every chart; `help` tells them in full.

    Raises
    ------
    UnknownNode, UnknownCountry
        With a suggestion.
    """
    shown = scores.rubric.node(node) if node else scores.rubric.root
    columns = [shown, *shown.children]
    rows = select(scores, shown, countries, highlight)
    low, high = scores.rubric.scale
    digits = scores.rubric.digits
    title = plain(title or f"{shown.title}: what it is made of")
    span = f"Scores from {low:g} to {high:g}, darker is higher."
    marks = f"{span} Small figures: share answered, where it is not all."
    if any_thin(scores, rows, columns):
        marks += f" {thin_note(scores, 'Hatched')}"
    with style.house_style(size):
        width, em = style.WIDTHS[size]
        left = label_width(rows)
        cell = (width * 72 / em - left - 0.8) / (len(columns) + 0.15)
        upright = cell < 7  # too narrow for words side by side
        fits = 24 if upright else int(cell / 0.52)
        heads = [textwrap.wrap(plain(column.called), fits, break_long_words=False) for column in columns]
        above = max(max(map(len, head)) for head in heads) * 0.37 if upright else 0.86 * max(map(len, heads))
        frame = style.Frame(
            ax,
            size,
            title,
            marks,
            plain(source_line(scores) if source is None else source),
            height=float(np.clip(48 / max(len(rows), 1), 1.9, 2.6)) * len(rows),  # twenty countries fit a page
            left=left,
            right=0.8,
            above=0.9 + above,
            below=0.4,
        )
        axes, em = frame.ax, frame.points
        for x, column in enumerate(columns):
            start = x + (0.15 if x else 0.0)  # the total stands apart
            index = scores.column[column.path]
            for y, row in enumerate(rows):
                value = float(scores.nodes.values[row.index, index])
                text = em * min(1.0, cell / 3.4)
                coverage, thin = float(scores.nodes.coverage[row.index, index]), bool(scores.thin[row.index, index])
                _cell(axes, start, y, value, coverage, thin, (low, high), text, digits)
            axes.text(
                start + 0.5,
                -0.12,
                "\n".join(heads[x]),
                ha="center",
                va="bottom",
                fontsize=em * 0.86,
                fontweight="bold" if x == 0 else "normal",
                linespacing=1.15,
                rotation=90 if upright else 0,
            )
        axes.set_xlim(0, len(columns) + 0.15)
        axes.set_ylim(len(rows), 0)
        axes.set_xticks([])
        axes.spines[:].set_visible(False)
        label_rows(axes, rows, np.arange(len(rows)) + 0.5, left, em)
    return frame.finish(
        f"{title}. "
        + " ".join(
            f"{row.name}: {', '.join(f'{column.title} {told(scores, row, column)}' for column in columns)}."
            for row in rows
        )
    )


def _cell(
    axes: Axes,
    x: float,
    y: int,
    value: float,
    coverage: float,
    thin: bool,
    scale: tuple[float, float],
    em: float,
    digits: int,
) -> None:
    low, high = scale
    answered = "" if coverage > 1 - 1e-9 else percent(coverage)
    box = (x + 0.02, y + 0.04), 0.96, 0.92
    fill: Any = "white"
    if np.isnan(value):
        axes.add_patch(Rectangle(*box, facecolor=fill, edgecolor=style.colours().rule, hatch="////", linewidth=0))
        ink, text = style.colours().muted, ""
    else:
        fill = style.colours().sequential((value - low) / (high - low))
        ink, text = style.on_colour(fill), points(value, digits)
        hatch: dict[str, Any] = {"edgecolor": ink, "hatch": "////", "alpha": 0.35} if thin else {}
        axes.add_patch(Rectangle(*box, facecolor=fill, linewidth=0))
        axes.add_patch(Rectangle(*box, facecolor="none", linewidth=0, **hatch))
    if text:
        axes.text(
            x + 0.5,
            y + (0.36 if answered else 0.5),
            text,
            ha="center",
            va="center",
            color=ink,
            fontsize=em,
            fontweight="bold",
            bbox={"facecolor": fill, "edgecolor": "none", "pad": 1.0} if thin else None,
        )
    if answered:
        axes.text(
            x + 0.5,
            y + (0.74 if text else 0.5),
            answered,
            ha="center",
            va="center",
            color=ink,
            fontsize=em * 0.78,
            bbox={"facecolor": fill, "edgecolor": "none", "pad": 0.8} if thin or not text else None,
        )
