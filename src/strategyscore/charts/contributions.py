"""Contributions: what each part adds to a score, stacked."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.patches import Rectangle

from strategyscore.charts import style
from strategyscore.charts.legend import Key, draw_key, key_lines
from strategyscore.charts.parameters import documented
from strategyscore.charts.rows import any_thin, label_right, label_rows, label_width, select, told
from strategyscore.model.nodes import Node
from strategyscore.output.captions import source_line, thin_note
from strategyscore.scoring.contributions import contributions as parts_of
from strategyscore.scoring.contributions import effect
from strategyscore.scoring.scores import Scores
from strategyscore.text.words import percent, plain, points


@documented
def contributions(
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
    """Show what each child of a node adds to the score of each country.

    Under an arithmetic mean the parts add up to the score. What another method, such as a geometric mean, takes off
    stands hatched behind the score, and what it adds stands dotted. A part of which less is answered than the rubric's
    minimum counts all the same, and is cross-hatched.

    Parameters
    ----------
    scores : Scores
    node : str, optional
        The path of the group whose children are the parts; the whole rubric where it is not given.
    ax, title, size, source, countries, highlight
        As of every chart; `help` tells them in full.

    Raises
    ------
    UnknownNode, UnknownCountry
        With a suggestion.
    """
    shown = scores.rubric.node(node) if node else scores.rubric.root
    rows = select(scores, shown, countries, highlight)
    digits = scores.rubric.digits
    added = {row.code: _added(scores, row.index, shown) for row in rows}
    thin = any_thin(scores, rows, (shown, *shown.children))
    title = plain(title or f"{shown.title}: what adds up to the score")
    cause = "" if shown.is_leaf else effect(scores, shown)
    marks = "Each segment: the points that a part adds."
    marks += f" Hatched: what {cause} takes off." if any(own < -1e-9 for _, own in added.values()) else ""
    marks += f" Dotted: what {cause} adds." if any(own > 1e-9 for _, own in added.values()) else ""
    if thin:
        marks += f" {thin_note(scores, 'Cross-hatched, and * at the score')}"
    left, right = label_width(rows), 11.4 if thin else 6.2
    with style.house_style(size):
        palette = style.colours()
        width, em = style.WIDTHS[size]
        fills = [palette.parts[i % len(palette.parts)] for i in range(len(shown.children))]
        keys = [Key(plain(child.called), fill) for child, fill in zip(shown.children, fills, strict=True)]
        lines = key_lines(keys, width * 72 / em - 1.2)
        frame = style.Frame(
            ax,
            size,
            title,
            marks,
            plain(source_line(scores) if source is None else source),
            height=1.75 * len(rows),
            left=left,
            right=right,
            above=1.4 + len(lines),
        )
        axes, em = frame.ax, frame.points
        high = scores.rubric.scale[1]
        room = (width * 72 / em - left - right) / high  # units of the text size a point takes
        for y, row in enumerate(rows):
            adds, own = added[row.code]
            start = 0.0
            for child, value, fill in zip(shown.children, adds, fills, strict=True):
                ink = style.on_colour(to_rgb(fill))
                axes.barh(y, value, left=start, height=0.66, color=fill, edgecolor="white", linewidth=0.5, zorder=2)
                part = row.on(scores, child)
                text, share, behind = points(value, digits), 0.82, None
                if part.thin:
                    corner = (start, y - 0.33)
                    hatch: dict[str, Any] = {"hatch": "xxxx", "edgecolor": ink, "alpha": 0.5}
                    axes.add_patch(Rectangle(corner, value, 0.66, fill=False, linewidth=0, zorder=2, **hatch))
                    text, share = f"{text}\n{percent(part.coverage)}", 0.66
                    behind = {"facecolor": fill, "edgecolor": "none", "pad": 0.6}
                if value * room > 0.62 * len(points(value, digits)) + 0.3:
                    x = start + value / 2
                    look: dict[str, Any] = {"ha": "center", "va": "center", "linespacing": 1.05, "bbox": behind}
                    axes.text(x, y, text, color=ink, fontsize=em * share, **look)
                start += value
            if own < -1e-9:
                axes.barh(
                    y,
                    own,
                    left=start,
                    height=0.7,
                    facecolor="white",
                    alpha=0.75,
                    zorder=3,
                )
                axes.barh(
                    y, own, left=start, height=0.66, fill=False, edgecolor=palette.muted, hatch="//////", zorder=4
                )
            elif own > 1e-9:
                axes.barh(y, own, left=start, height=0.66, fill=False, edgecolor=palette.ink, hatch="....", zorder=4)
        totals = [points(row.value, digits) + ("*" if row.thin else "") for row in rows]
        label_right(axes, totals, "score", em, ends=5.4)
        if thin:
            label_right(axes, (percent(row.coverage) for row in rows), "answered", em, ends=10.6)
        axes.set_ylim(len(rows) - 0.5, -0.5)
        axes.set_xlim(min(0.0, scores.rubric.scale[0]), high)
        axes.tick_params(axis="x", length=0, pad=em * 0.5)
        label_rows(axes, rows, range(len(rows)), left, em)
        axes.grid(axis="x")
        if ax is None:
            draw_key(axes, lines, em, left - 0.6, 1.9)
        else:
            axes.legend(
                [bars[0] for bars in axes.containers[: len(keys)]], [key.label for key in keys], loc="lower right"
            )
    return frame.finish(
        f"{title}. "
        + " ".join(
            f"{row.name} {told(scores, row, shown)}: "
            + ", ".join(
                f"{child.title} {points(value, digits)}"
                + (
                    f" ({told(scores, row, child)} by itself)"
                    if scores.thin[row.index, scores.column[child.path]]
                    else ""
                )
                for child, value in zip(shown.children, added[row.code][0], strict=True)
            )
            + (f", {cause} {points(added[row.code][1], digits)}" if abs(added[row.code][1]) > 1e-9 else "")
            + "."
            for row in rows
        )
    )


def _added(scores: Scores, row: int, shown: Node) -> tuple[list[float], float]:
    """What each child adds, and what the node's own method does."""
    parts = parts_of(scores, row, shown)
    own = sum(part.adds for part in parts if part.node is shown and not shown.is_leaf)
    below = [
        float(np.nansum([part.adds for part in parts if f"{part.node.path}.".startswith(f"{child.path}.")]))
        for child in shown.children
    ]
    return below, own
