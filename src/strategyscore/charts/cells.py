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


class Heads:
    """Heads of columns: in lines as wide as a cell, or upright where a word would be broken.

    Parameters
    ----------
    words : sequence of str
    cell : float
        How wide a column is, in units of the text size.
    """

    def __init__(self, words: Sequence[str], cell: float) -> None:
        room = (cell - 0.2) / HEAD
        self.upright = max(style.measured(part, "bold") for word in words for part in word.split()) > room
        self._lines = [style.wrapped(word, 11.0 if self.upright else room, 1.0, "bold") for word in words]

    @property
    def height(self) -> float:
        """How high they reach, in lines of text."""
        longest = max(style.measured(line, "bold") for lines in self._lines for line in lines)
        return HEAD * (longest / 1.45 if self.upright else max(map(len, self._lines)))

    def draw(
        self, axes: Axes, middles: Iterable[float], em: float, first: str | None = None, lift: float = 0.35
    ) -> None:
        """Write them above the axes, the first one in bold and in a colour where it has one.

        Parameters
        ----------
        axes : Axes
        middles : iterable of float
            Of the columns.
        em : float
            Size of the text in points.
        first : str or None
            The colour of the first one.
        lift : float
            How far above the axes they begin, in units of the text size.
        """
        for place, (x, lines) in enumerate(zip(middles, self._lines, strict=True)):
            apart = first is not None and not place
            axes.annotate(
                "\n".join(lines),
                (x, 1),
                xycoords=axes.get_xaxis_transform(),
                xytext=(0, em * lift),
                textcoords="offset points",
                ha="center",
                va="bottom" if self.upright else "baseline",
                rotation=90 if self.upright else 0,
                linespacing=1.15,
                fontsize=em * HEAD,
                fontweight="bold" if apart else "normal",
                color=first if apart else style.colours().ink,
                annotation_clip=False,
            )


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
