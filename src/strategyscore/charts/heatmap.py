"""The heat map: every child of a node by country."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import compress
from typing import Any, NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.colors import to_hex
from matplotlib.patches import Rectangle

from strategyscore.analysis.audit import weak_criteria
from strategyscore.charts import style
from strategyscore.charts.cells import Heads, draw_cells
from strategyscore.charts.frame import Frame, Plan, Texts
from strategyscore.charts.group_rows import group_notes, group_rows
from strategyscore.charts.headlines import parts
from strategyscore.charts.legend import Key
from strategyscore.charts.rows import (
    Row,
    any_thin,
    heights,
    label_rows,
    label_width,
    middles,
    on_slide,
    select,
    told,
    whole_numbers,
)
from strategyscore.model.nodes import Node
from strategyscore.output.captions import (
    called,
    counted_note,
    measure,
    one_source_note,
    source_line,
    thin_note,
    weak_note,
)
from strategyscore.scoring.scores import Scores
from strategyscore.text.words import DASH, points

_GAP = 0.15  # between the total and its parts, in cells


def heatmap(
    scores: Scores,
    node: str | None = None,
    *,
    groups: str | Iterable[str] | None = None,
    ax: Axes | None = None,
    title: str | None = None,
    size: style.Size = "page",
    source: str | None = None,
    countries: str | Iterable[str] | None = None,
    highlight: str | Iterable[str] | None = None,
) -> style.Chart:
    """Show the children of a node by country, each cell with its score, and a corner cut off if answers are missing.

    Parameters
    ----------
    scores : Scores
        From `strategyscore.score`.
    node : str, optional
        The path of the group whose children are the columns; the whole rubric where it is not given.
    groups : str or iterable of str, optional
        Groups of countries to show below the countries, each by the mean of its members: by id or title, a region, a
        column of the table that tells groups apart, or ``"region"`` or ``"income"`` for all of them.
    ax : matplotlib Axes, optional
        Where to draw; a new figure where it is not given. In your own axes the title is drawn, and the size sets the
        texts only.
    title : str, optional
        The text above; it names what is drawn where it is not given.
    size : {"column", "page", "slide"}
        What the chart is for, half a page, a page or a slide: it sets width and text size.
    source : str, optional
        The line below; it says where the numbers come from where it is not given. An empty text leaves it out.
    countries : str or iterable of str, optional
        The countries to show, by code, name or group such as EU; all where it is not given. Ranks stay those among all.
    highlight : str or iterable of str, optional
        The countries to highlight, by code, name or group: in another colour, and in bold.

    Returns
    -------
    Chart
        A matplotlib Figure with an ``alt_text``. In your own axes it is their figure, which is left without one.

    Raises
    ------
    UnknownNode, UnknownCountry, UnknownGroup
        With a suggestion.

    See Also
    --------
    strategyscore.charts.contributions : What each part adds.
    strategyscore.charts.ranking : The order of the countries.

    Examples
    --------
    >>> ss.charts.heatmap(scores).alt_text
    'On average countries score highest on Rules (56) and lowest on Compute (50). Readiness: score from
    0 to 100, 4 countries. Aria: Readiness 70.0, Rules 100.0, Compute 40.0. Bora: Readiness 65.0, Rules
    50.0, Compute 80.0. Cala: Readiness 47.5, Rules 75.0, Compute 20.0. Dona: Readiness 30.0, Rules 0.0,
    Compute 60.0.'
    >>> chart = ss.charts.heatmap(scores, "rules", size="slide", highlight="Bora")
    >>> chart.get_size_inches().round(1).tolist()
    [13.3, 7.5]
    """
    shown = scores.rubric.node(node) if node else scores.rubric.root
    columns = [shown, *shown.children]
    rows = select(scores, shown, countries, highlight)
    low, high = scores.rubric.scale
    digits = whole_numbers(scores)
    rows, cut = on_slide(rows, size)
    below = group_rows(scores, shown, groups, short=size == "column")
    weak = weak_criteria(scores)
    every = [scores.nodes.values[:, scores.column[column.path]] for column in columns]
    means = [points(float(np.nanmean(value)), digits) if np.isfinite(value).any() else DASH for value in every]
    notes = (
        one_source_note(scores, (row.code for row in rows)),
        *group_notes(scores, below),
        thin_note(scores, "Hatched") if any_thin(scores, rows, columns) else "",
        counted_note(scores, "the means"),
        weak_note(scores, columns),
        cut,
    )
    texts = Texts(
        title or parts(scores, shown.children),
        measure(scores, shown),
        notes,
        source_line(scores) if source is None else source,
    )
    rows = [*rows, *below]
    left = label_width(rows)
    with style.house_style(size):
        ink = style.colours()
        words = [called(column, weak) for column in columns]

        def plan(whole: float) -> Plan:
            above = 1.5 + Heads(words, _width(whole, left, columns)).height
            return Plan(heights(rows, 1.45), left, 0.6, above=above, below=0.5, least=2.6 * len(columns))

        keys = [
            Key(f"{low:g}", to_hex(ink.sequential(0.0)), edge=ink.rule),
            Key(f"{(low + high) / 2:g}", to_hex(ink.sequential(0.5))),
            Key(f"{high:g}", to_hex(ink.sequential(1.0))),
        ]
        cells = [row.on(scores, column) for row in rows for column in columns]
        if any(cell.coverage < 1 for cell in cells):
            keys.append(Key("corner cut: not all questions are answered", ink.muted, "corner"))
        if any(np.isnan(cell.value) for cell in cells):
            keys.append(Key("no answer", "white", edge=ink.rule))
        frame = Frame(ax, size, texts, plan, keys=keys, panels=2)
        em = frame.points
        cell = _width(frame.whole, left, columns)
        heads = Heads(words, cell)
        size_of = em * min(0.95, cell / 2.4)
        for panel in frame.panels:
            axes = panel.axes
            axes.set_xlim(0, len(columns) + _GAP)
            axes.set_xticks([])
            axes.spines[:].set_visible(False)
            placed = list(middles(panel, rows, left, 0.6, em))
            starts = [x + (_GAP if x else 0.0) for x in range(len(columns))]  # the total stands apart
            here = [
                Cell(start, y, row.on(scores, column))
                for start, column in zip(starts, columns, strict=True)
                for row, y in placed
            ]
            _cells(axes, here, (low, high), size_of, cell, digits)
            for start, mean in zip(starts, means, strict=True):
                axes.annotate(
                    f"mean {mean}" if cell > 4 else mean,
                    (start + 0.5, 1),
                    xycoords=("data", "axes fraction"),
                    xytext=(0, em * 0.3),
                    textcoords="offset points",
                    ha="center",
                    fontsize=em * 0.8,
                    color=ink.muted,
                    annotation_clip=False,
                )
            heads.draw(axes, [start + 0.5 for start in starts], em, ink.ink, lift=1.6)
            label_rows(axes, [row for row, _ in placed], [y for _, y in placed], left, em)
    return frame.finish(
        " ".join(
            f"{row.name}: {', '.join(f'{column.title} {told(scores, row, column)}' for column in columns)}."
            for row in rows
        )
    )


def _width(whole: float, left: float, columns: Sequence[Node]) -> float:
    """How wide a cell is, in units of the text size."""
    return (whole - left - 0.6) / (len(columns) + _GAP)


class Cell(NamedTuple):
    """A country's score of a part, by the left end and the middle of its cell."""

    x: float
    y: float
    row: Row


def _cells(
    axes: Axes, cells: Sequence[Cell], scale: tuple[float, float], size: float, wide: float, digits: int
) -> None:
    """Fill cells by their scores, mark what is open, and write the scores into them."""
    low, high = scale
    palette = style.colours()
    shares = np.array([(cell.row.value - low) / (high - low) for cell in cells])
    fills = [tuple(fill) for fill in palette.sequential(np.nan_to_num(shares))]
    scored = np.isfinite(shares)
    boxes = [(cell.x + 0.02, cell.y - 0.66, 0.96, 1.32) for cell in cells]
    draw_cells(axes, list(compress(boxes, scored)), list(compress(fills, scored)))
    corners = []
    for (x, y, row), (left, top, across, tall), fill in zip(cells, boxes, fills, strict=True):
        box = (left, top), across, tall
        if np.isnan(row.value):
            axes.add_artist(Rectangle(*box, facecolor="white", edgecolor=palette.rule, linewidth=0.6))
            axes.text(x + 0.5, y, DASH, color=palette.muted, fontsize=size, ha="center", va="center_baseline")
            continue
        ink = style.on_colour(fill)
        if row.thin:
            hatch: dict[str, Any] = {"edgecolor": ink, "hatch": "////", "alpha": 0.35}
            axes.add_artist(Rectangle(*box, facecolor="none", linewidth=0, **hatch))
        if row.coverage < 1 - 1e-9:
            side = 0.62  # of the corner, in lines; as wide as it is tall
            right = left + across
            corners.append([(right - side * 1.45 / wide, top), (right, top), (right, top + side)])
        behind = {"facecolor": fill, "edgecolor": "none", "pad": 1.0} if row.thin else None
        look: dict[str, Any] = {"ha": "center", "va": "center_baseline", "bbox": behind}
        axes.text(x + 0.5, y, points(row.value, digits), color=ink, fontsize=size, **look)
    axes.add_collection(PolyCollection(corners, facecolors="white", linewidths=0, zorder=1.5), autolim=False)
