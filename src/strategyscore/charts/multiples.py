"""Small multiples: a panel for each part, the countries in one order."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from matplotlib.axes import Axes

from strategyscore.charts import style
from strategyscore.charts.parameters import documented
from strategyscore.charts.rows import any_thin, dot, label_rows, label_width, range_bar, select, told
from strategyscore.output.captions import source_line, thin_note
from strategyscore.scoring.scores import Scores
from strategyscore.text.words import DASH, percent, plain, points

_GAP = 0.12  # between panels, in widths of a panel


@documented
def small_multiples(
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
    """Show the scores of each child of a node side by side, with their bounds, the countries in the order of the node.

    Parameters
    ----------
    scores : Scores
    node : str, optional
        The path of the group whose children are the panels; the whole rubric where it is not given.
    ax, title, size, source, countries, highlight
        As of every chart; `help` tells them in full.

    Raises
    ------
    UnknownNode, UnknownCountry
        With a suggestion.
    """
    shown = scores.rubric.node(node) if node else scores.rubric.root
    panels = shown.children
    rows = select(scores, shown, countries, highlight)
    low, high = scores.rubric.scale
    title = plain(title or f"{shown.title}: part by part")
    marks = f"Dot: score, {low:g} to {high:g}. Bar: what missing answers could make of it. Line: the middle country."
    if any_thin(scores, rows, panels):
        marks += f" {thin_note(scores, 'Hatched, with its score and the share answered')}"
    left = label_width(rows)
    with style.house_style(size):
        width, em = style.WIDTHS[size]
        panel = (width * 72 / em - left - 1.2) / (len(panels) * (1 + _GAP) - _GAP)
        room = panel * em * 0.98
        heads = [style.wrapped(plain(child.called), room, em * 0.86) for child in panels]
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

        def across(number: int, value: float) -> float:
            return number * (1 + _GAP) + (value - low) / (high - low)

        for number, child in enumerate(panels):
            column = scores.column[child.path]
            ends = across(number, low), across(number, high)
            axes.text(
                ends[0],
                1 + 0.3 / (1.5 * max(len(rows), 1)),
                "\n".join(heads[number]),
                transform=axes.get_xaxis_transform(),
                va="bottom",
                fontsize=em * 0.86,
                linespacing=1.15,
            )
            for end in (*ends, across(number, (low + high) / 2)):
                axes.axvline(end, color=palette.rule, linewidth=0.6, zorder=0)
            values = scores.nodes.values[:, column]
            if np.isfinite(values).any():
                axes.axvline(across(number, float(np.nanmedian(values))), color=palette.muted, linewidth=0.8, zorder=1)
            for y, whole in enumerate(rows):
                row = whole.on(scores, child)
                bounds = scores.nodes.lower[row.index, column], scores.nodes.upper[row.index, column]
                start, stop = (across(number, float(end)) for end in bounds)
                range_bar(axes, y, (start, stop), row, em * 0.6, 0.28)
                if np.isfinite(row.value):
                    dot(axes, across(number, row.value), y, row, em * 0.62)
                else:
                    axes.text((start + stop) / 2, y, DASH, ha="center", va="center", fontsize=em * 0.86)
                if row.thin:
                    said = f"{points(row.value, scores.rubric.digits)}, {percent(row.coverage)}"
                    _above(axes, said, (across(number, row.value), y), ends, em * 0.72, panel)
        ticks = [
            (across(n, edge), f"{edge:g}", side) for n in range(len(panels)) for edge, side in ((low, 0), (high, 1))
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
        axes.set_xlim(0, across(len(panels) - 1, high))
        label_rows(axes, rows, range(len(rows)), left, em)
    return frame.finish(
        f"{title}. "
        + " ".join(
            f"{child.title}: " + ", ".join(f"{row.name} {told(scores, row, child)}" for row in rows) + "."
            for child in panels
        )
    )


def _above(
    axes: Axes, text: str, spot: tuple[float, float], ends: tuple[float, float], size: float, panel: float
) -> None:
    """A small text above a dot, within its panel."""
    half = 0.5 * 0.72 * style.measured(text) / panel
    x = min(max(spot[0], ends[0] + half), ends[1] - half)
    axes.annotate(
        text,
        (x, spot[1]),
        xytext=(0, size * 0.55),
        textcoords="offset points",
        ha="center",
        va="bottom",
        fontsize=size,
        color=style.colours().ink,
        bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.2},
        zorder=1.5,
    )
