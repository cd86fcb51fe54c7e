"""The gap between two countries, criterion by criterion."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from strategyscore.charts import style
from strategyscore.charts.legend import Key, draw_key, key_lines
from strategyscore.charts.rows import label_right
from strategyscore.errors import ScoringError
from strategyscore.model.nodes import Node
from strategyscore.output.captions import source_line
from strategyscore.scoring.scores import Scores
from strategyscore.text.words import DASH, plain, points


def dumbbell(
    scores: Scores,
    country: str | None = None,
    other: str | None = None,
    node: str | None = None,
    *,
    ax: Axes | None = None,
    title: str | None = None,
    size: style.Size = "page",
    source: str | None = None,
) -> Figure:
    """Show how far two countries are apart on each criterion, the widest gap in favour of the second on top.

    Parameters
    ----------
    scores : Scores
    country : str, optional
        The first country; the second of the ranking where it is not given.
    other : str, optional
        Whom it is held against; the leader of the ranking where it is not given, and the second for the leader.
    node : str, optional
        The path of the group whose criteria are compared; the whole rubric where it is not given.
    ax, title, size, source
        As for `ranking`.

    Returns
    -------
    matplotlib Figure
        With an ``alt_text``, unless it is drawn into your own axes.

    Raises
    ------
    UnknownNode, UnknownCountry
        With a suggestion.
    ScoringError
        If there is no other country to hold it against.
    """
    shown = scores.rubric.node(node) if node else scores.rubric.root
    best = list(scores.table.index)
    first = scores.countries[country or best[min(1, len(best) - 1)]]
    second = scores.countries[other or next((code for code in best if code != first.code), first.code)]
    if first.code == second.code:
        raise ScoringError(f"{first.code} cannot be held against itself; name another country")
    pair = [scores.row(first.code), scores.row(second.code)]
    leaves = [leaf for leaf in scores.rubric.criteria if f"{leaf.path}.".startswith(f"{shown.path}.") or node is None]
    values = np.array([[scores.nodes.values[row, scores.column[leaf.path]] for row in pair] for leaf in leaves])
    gaps = values[:, 1] - values[:, 0]
    order = sorted(range(len(leaves)), key=lambda i: (np.isnan(gaps[i]), -np.nan_to_num(gaps[i]), i))
    low, high = scores.rubric.scale
    digits = scores.rubric.digits
    title = plain(title or f"{first.name} and {second.name}: where they are apart")
    marks = f"Score on each criterion, {low:g} to {high:g}. Right: {second.name} less {first.name}."
    if np.isnan(gaps).any():
        marks += f" {DASH}: at least one has no answer."
    with style.house_style(size):
        palette = style.colours()
        width, em = style.WIDTHS[size]
        most = 0.36 * width * 72 / em
        heads = [style.wrapped(plain(leaves[i].title), most * em, em) for i in order]
        left = max(style.measured(line) for head in heads for line in head) + 1.4
        tall = [0.45 + 1.1 * max(len(head), 1) for head in heads]
        at = np.cumsum([0.0, *tall])
        middle = (at[:-1] + at[1:]) / 2
        keys = [Key(plain(first.name), palette.marked, round=True), Key(plain(second.name), palette.strong, round=True)]
        lines = key_lines(keys, width * 72 / em - 1.2)
        frame = style.Frame(
            ax,
            size,
            title,
            plain(marks),
            plain(source_line(scores, [first.code, second.code]) if source is None else source),
            height=float(at[-1]),
            left=left,
            right=6.2,
            above=1.5 + len(lines),
        )
        axes, em = frame.ax, frame.points
        for y, head, i in zip(middle, heads, order, strict=True):
            _row(axes, float(y), "\n".join(head), values[i], em)
        signed = [points(float(gaps[i]), digits, signed=True) for i in order]
        axes.set_ylim(float(at[-1]), 0)
        label_right(axes, signed, "gap", em, middle)
        axes.set_yticks([])
        axes.set_xlim(low, high)
        axes.tick_params(axis="x", length=0, pad=em * 0.5)
        axes.grid(axis="x")
        if ax is None:
            draw_key(axes, lines, em, left - 0.6, 2.0)
    return frame.finish(_said(title, [first, second], [leaves[i] for i in order], values[order], digits))


def _row(axes: Axes, y: float, head: str, pair: np.ndarray[Any, np.dtype[np.float64]], em: float) -> None:
    palette = style.colours()
    axes.annotate(
        head,
        (0, y),
        xycoords=("axes fraction", "data"),
        xytext=(-em * 0.9, 0),
        textcoords="offset points",
        ha="right",
        va="center",
        linespacing=1.1,
        annotation_clip=False,
    )
    if np.isfinite(pair).all():
        axes.plot(pair, [y, y], color=palette.rule, linewidth=em * 0.45, solid_capstyle="butt", zorder=2)
    same = pair[0] == pair[1]
    for value, colour, share in zip(pair, (palette.marked, palette.strong), (1.3, 1.0), strict=True):
        if np.isfinite(value):  # where they are equal, one stands around the other
            axes.plot(
                value, y, "o", color=colour, markersize=em * 0.8 * (share if same else 1), zorder=3, clip_on=False
            )


def _said(title: str, pair: list[Any], leaves: list[Node], values: Any, digits: int) -> str:
    return f"{title}. " + " ".join(
        f"{leaf.title}: {pair[0].name} {points(float(one), digits)}, {pair[1].name} {points(float(two), digits)}."
        for leaf, (one, two) in zip(leaves, values, strict=True)
    )
