"""Matrices of cells: rows of countries or criteria by columns, each cell in a colour."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.colors import LinearSegmentedColormap, to_hex

from strategyscore.charts import style
from strategyscore.charts.legend import Key

HEAD = 0.86  # of the text's size


def draw_cells(
    axes: Axes,
    boxes: Sequence[tuple[float, float, float, float]],
    fills: Sequence[Any],
    edge: str | None = None,
    zorder: float = 1,
) -> None:
    """Fill boxes, given by left, top, width and height; all at once, which stays small however many there are."""
    if not boxes:
        return
    x, y, wide, tall = np.array(boxes).T
    corners = np.stack(
        [
            np.column_stack([x, y]),
            np.column_stack([x + wide, y]),
            np.column_stack([x + wide, y + tall]),
            np.column_stack([x, y + tall]),
        ],
        axis=1,
    )
    look: dict[str, Any] = {"edgecolors": edge, "linewidths": 0.5} if edge else {"linewidths": 0}
    axes.add_collection(PolyCollection(list(corners), facecolors=list(fills), zorder=zorder, **look), autolim=False)


def correlation_colour(value: float) -> str:
    """The colour of a correlation, from one that is negative over none to one that is positive."""
    ink = style.colours()
    return to_hex(_apart(ink.highlighted, ink.strong)((value + 1) / 2))


@lru_cache(maxsize=8)  # hundreds of cells ask for it
def _apart(negative: str, positive: str) -> LinearSegmentedColormap:
    return LinearSegmentedColormap.from_list("apart", [negative, "#f4f5f7", positive])


def correlation_keys(least: float) -> list[Key]:
    """What the colours of correlations stand for, of which the lowest is one."""
    values = ((-1, "\N{MINUS SIGN}1"), (-0.5, "\N{MINUS SIGN}0.5"), (0, "0"), (0.5, "0.5"), (1, "1"))
    return [Key(text, correlation_colour(value)) for value, text in values if value > -1 or least < -0.5]


def cell_heads(words: Sequence[str], cell: float) -> tuple[list[list[str]], bool]:
    """Heads of columns in lines as wide as a cell, or upright where a word would be broken; and whether they are.

    Parameters
    ----------
    words : sequence of str
    cell : float
        How wide a column is, in units of the text size.
    """
    room = (cell - 0.2) / HEAD
    longest = max(style.measured(part, "bold") for word in words for part in word.split())
    upright = longest > room
    return [style.wrapped(word, 11.0 if upright else room, 1.0, "bold") for word in words], upright


def upright_heads(axes: Axes, heads: Iterable[tuple[float, str]], em: float, size: float, every: int = 1) -> None:
    """Write texts above the axes, turned by 90 degrees; of many every second, third and so on."""
    for place, (x, head) in enumerate(heads):
        if place % every:
            continue
        axes.annotate(
            head,
            (x, 1),
            xycoords=axes.get_xaxis_transform(),
            xytext=(0, em * 0.35),
            textcoords="offset points",
            ha="center",
            va="bottom",
            rotation=90,
            fontsize=size,
            color=style.colours().muted,
            annotation_clip=False,
        )
