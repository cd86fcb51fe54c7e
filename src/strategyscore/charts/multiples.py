"""Small multiples: a panel for each part, the countries in one order."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from strategyscore.charts import style
from strategyscore.charts.rows import label_rows, label_width, select
from strategyscore.output.captions import source_line
from strategyscore.scoring.scores import Scores
from strategyscore.text.words import DASH, plain, points

_GAP = 0.12  # between panels, in widths of a panel


def small_multiples(
    scores: Scores,
    node: str | None = None,
    *,
    ax: Axes | None = None,
    title: str | None = None,
    size: style.Size = "page",
    source: str | None = None,
    countries: Iterable[str] | None = None,
    highlight: str | Iterable[str] | None = None,
) -> Figure:
    """Show the scores of each child of a node side by side, with their bounds, the countries in the order of the node.

    Parameters
    ----------
    scores : Scores
    node : str, optional
        The path of the group whose children are the panels; the whole rubric where it is not given.
    ax, title, size, source, countries, highlight
        As for `ranking`.

    Returns
    -------
    matplotlib Figure
        With an ``alt_text``, unless it is drawn into your own axes.

    Raises
    ------
    UnknownNode, UnknownCountry
        With a suggestion.
    """
    shown = scores.rubric.node(node) if node else scores.rubric.root
    panels = shown.children
    rows = select(scores, shown, countries, highlight)
    low, high = scores.rubric.scale
    digits = scores.rubric.digits
    title = plain(title or f"{shown.title}: part by part")
    marks = f"Dot: score, {low:g} to {high:g}. Bar: what missing answers could make of it. Line: the middle country."
    left = label_width(rows)
    with style.house_style(size):
        width, em = style.WIDTHS[size]
        panel = (width * 72 / em - left - 1.2) / (len(panels) * (1 + _GAP) - _GAP)
        room = panel * em * 0.98
        heads = [style.wrapped(plain(child.title), room, em * 0.86) for child in panels]
        frame = style.Frame(
            ax,
            size,
            title,
            marks,
            plain(source_line(scores) if source is None else source),
            height=1.5 * len(rows),
            left=left,
            right=1.2,
            above=0.8 + 0.86 * max(map(len, heads)),
            below=1.4,
        )
        axes, em = frame.ax, frame.points
        palette = style.colours()

        def place(number: int, value: float) -> float:
            return number * (1 + _GAP) + (value - low) / (high - low)

        for number, child in enumerate(panels):
            column = scores.column[child.path]
            ends = place(number, low), place(number, high)
            axes.text(
                ends[0],
                1 + 0.3 / (1.5 * max(len(rows), 1)),
                "\n".join(heads[number]),
                transform=axes.get_xaxis_transform(),
                va="bottom",
                fontsize=em * 0.86,
                linespacing=1.15,
            )
            for end in (*ends, place(number, (low + high) / 2)):
                axes.axvline(end, color=palette.rule, linewidth=0.6, zorder=0)
            middle = (
                np.nanmedian(scores.nodes.values[:, column])
                if np.isfinite(scores.nodes.values[:, column]).any()
                else None
            )
            if middle is not None:
                axes.axvline(place(number, float(middle)), color=palette.muted, linewidth=0.8, zorder=1)
            for y, row in enumerate(rows):
                strong, pale = palette.pair(row.highlighted)
                bounds = scores.nodes.lower[row.index, column], scores.nodes.upper[row.index, column]
                axes.hlines(
                    y, place(number, bounds[0]), place(number, bounds[1]), color=pale, linewidth=em * 0.6, zorder=2
                )
                value = scores.nodes.values[row.index, column]
                if np.isfinite(value):
                    axes.plot(place(number, value), y, "o", color=strong, markersize=em * 0.62, zorder=3, clip_on=False)
                else:
                    axes.text(
                        place(number, (bounds[0] + bounds[1]) / 2),
                        y,
                        DASH,
                        ha="center",
                        va="center",
                        fontsize=em * 0.86,
                    )
        ticks = [
            (place(n, edge), f"{edge:g}", side) for n in range(len(panels)) for edge, side in ((low, 0), (high, 1))
        ]
        axes.set_xticks([])
        for x, text, side in ticks:
            axes.annotate(
                text,
                (x, 0),
                xycoords=axes.get_xaxis_transform(),
                xytext=(0, -em * 0.5),
                textcoords="offset points",
                ha="right" if side else "left",
                va="top",
                color=palette.muted,
                fontsize=em * 0.86,
                annotation_clip=False,
            )
        axes.spines[:].set_visible(False)
        axes.set_ylim(len(rows) - 0.4, -0.6)
        axes.set_xlim(0, place(len(panels) - 1, high))
        label_rows(axes, rows, range(len(rows)), left, em)
    return frame.finish(
        f"{title}. "
        + " ".join(
            f"{child.title}: "
            + ", ".join(
                f"{row.name} {points(float(scores.nodes.values[row.index, scores.column[child.path]]), digits)}"
                for row in rows
            )
            + "."
            for child in panels
        )
    )
