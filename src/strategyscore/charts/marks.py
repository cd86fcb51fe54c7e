"""The bars, lines and dots of rows, drawn together: a chart of 200 countries has a thousand of them."""

from __future__ import annotations

from typing import Any

from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.patches import Rectangle

from strategyscore.charts import style
from strategyscore.charts.cells import draw_cells
from strategyscore.charts.rows import Row

Spot = tuple[float, float]


class Marks:
    """What is to be drawn in some axes; `draw` draws it, bars below lines and lines below dots."""

    def __init__(self, axes: Axes) -> None:
        self._axes = axes
        self._bars: list[tuple[tuple[float, float, float, float], str]] = []
        self._lines: dict[float, list[tuple[tuple[Spot, Spot], str]]] = {}
        self._dots: dict[tuple[str, str, str, float], list[Spot]] = {}

    def range_bar(self, y: float, ends: tuple[float, float], row: Row, height: float) -> None:
        """What missing answers could make of a score; hatched where the score is thin.

        Parameters
        ----------
        y : float
        ends : tuple of float
            Where it begins and ends.
        row : Row
            Whose it is.
        height : float
            How thick it is, in units of the vertical axis.
        """
        strong, pale = style.colours().pair(row.highlighted)
        left, top, wide = min(ends), y - height / 2, abs(ends[1] - ends[0])
        if row.thin:  # few are, and the lines of a hatch have the colour of one edge
            look: dict[str, Any] = {"edgecolor": strong, "hatch": "////", "linewidth": 0.5}
            self._axes.add_artist(Rectangle((left, top), wide, height, facecolor=pale, zorder=2, **look))
        elif wide > 0:
            self._bars.append(((left, top, wide, height), pale))

    def line(self, start: Spot, end: Spot, colour: str, width: float) -> None:
        """A straight line, so many points wide."""
        self._lines.setdefault(width, []).append(((start, end), colour))

    def dot(self, x: float, y: float, row: Row, size: float) -> None:
        """A score: a full dot, or a hollow one of a country that is set apart."""
        self.mark("o", x, y, style.colours().pair(row.highlighted)[0], size, hollow=row.apart)

    def square(self, x: float, y: float, size: float) -> None:
        """The mean of a group."""
        self.mark("s", x, y, style.colours().strong, size)

    def mark(self, shape: str, x: float, y: float, colour: str, size: float, *, hollow: bool = False) -> None:
        """A mark of one of matplotlib's shapes."""
        self._dots.setdefault((shape, colour, "white" if hollow else colour, size), []).append((x, y))

    def draw(self) -> None:
        """Draw them."""
        draw_cells(self._axes, [box for box, _ in self._bars], [fill for _, fill in self._bars], zorder=2)
        for width, lines in self._lines.items():
            segments, colours = zip(*lines, strict=True)
            drawn = LineCollection(segments, colors=colours, linewidths=width, zorder=2.8)
            self._axes.add_collection(drawn, autolim=False)
        for (shape, colour, face, size), spots in self._dots.items():
            look: dict[str, Any] = {"color": colour, "markerfacecolor": face, "markersize": size}
            self._axes.plot(*zip(*spots, strict=True), shape, zorder=3, clip_on=False, **look)
