"""A key: what each colour or mark stands for, drawn as it is drawn in the chart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from matplotlib.artist import Artist
from matplotlib.lines import Line2D
from matplotlib.patches import Polygon, Rectangle

from strategyscore.charts import style

LINE = 1.45  # height of a line of the key, in units of the text's size
_MARK = 1.9  # room for the mark and the gap behind it
_GAP = 1.5

Mark = Literal["box", "dot", "square", "bar", "line", "tick", "small", "middle", "corner", "dashed"]


@dataclass(frozen=True)
class Key:
    """One entry.

    Attributes
    ----------
    label : str
    colour : str
        Of the mark's face.
    mark : {"box", "dot", "square", "bar", "line", "tick", "small", "middle", "corner", "dashed"}
        A box; a dot; a square; a range; a line; an upright stroke; a small and a middling box; a box with a corner
        cut off; a dashed line.
    edge : str or None
        Of its edge; the face's where there is none.
    hatch : str or None
    """

    label: str
    colour: str
    mark: Mark = "box"
    edge: str | None = None
    hatch: str | None = None

    def artist(self, x: float, y: float, unit: tuple[float, float], em: float, **placed: Any) -> Artist:
        """The mark, its lower left corner at a point, `unit` being an em across and up."""
        wide, tall = unit
        edge = self.edge or self.colour
        if self.mark in ("dot", "square"):
            shape = "o" if self.mark == "dot" else "s"
            look: dict[str, Any] = {
                "marker": shape,
                "linestyle": "none",
                "markersize": em * 0.7,
                "markerfacecolor": self.colour,
            }
            return Line2D([x + 0.6 * wide], [y + 0.36 * tall], markeredgecolor=edge, **look, **placed)
        if self.mark in ("line", "tick", "dashed"):
            across = self.mark != "tick"
            xs = [x, x + 1.3 * wide] if across else [x + 0.6 * wide] * 2
            ys = [y + 0.36 * tall] * 2 if across else [y - 0.1 * tall, y + 0.8 * tall]
            look = (
                {"linestyle": (0, (2, 2)), "linewidth": em * 0.1} if self.mark == "dashed" else {"linewidth": em * 0.16}
            )
            return Line2D(xs, ys, color=self.colour, solid_capstyle="butt", **look, **placed)
        if self.mark == "corner":
            edges = [(0, -0.05), (0.8, -0.05), (0.8, 0.3), (0.4, 0.75), (0, 0.75)]
            return Polygon([(x + a * wide, y + b * tall) for a, b in edges], facecolor=self.colour, **placed)
        low, side, across_ = {"bar": (0.1, 0.5, 1.3), "small": (0.2, 0.35, 0.35), "middle": (0.1, 0.56, 0.56)}.get(
            self.mark, (-0.05, 0.8, 0.8)
        )
        box = ((x, y + low * tall), across_ * wide, side * tall)
        return Rectangle(*box, facecolor=self.colour, edgecolor=edge, hatch=self.hatch, linewidth=0.6, **placed)


def key_lines(keys: Sequence[Key], room: float) -> list[list[tuple[Key, list[str]]]]:
    """The entries line by line, in so much room (in units of the text size); a label too long is broken."""
    lines: list[list[tuple[Key, list[str]]]] = []
    used = 0.0
    for key in keys:
        words = style.wrapped(key.label, room - _MARK, 1.0)
        width = _MARK + max(map(style.measured, words), default=0.0) + _GAP
        if not lines or used + width - _GAP > room or len(words) > 1:
            lines.append([])
            used = 0.0
        lines[-1].append((key, words))
        used += width
    return lines


def key_height(lines: Sequence[Sequence[tuple[Key, list[str]]]]) -> float:
    """How tall a key is, in units of the text size."""
    return sum(LINE * max(len(words) for _, words in line) for line in lines)


def draw_key(figure: Any, lines: Sequence[Sequence[tuple[Key, list[str]]]], em: float, edge: float, top: float) -> None:
    """Draw the lines downwards from a height of the figure, both in points.

    Parameters
    ----------
    figure : Figure
    lines : sequence
        From `key_lines`.
    em : float
        Size of the text in points.
    edge, top : float
        Where the key begins, in points from the figure's left and lower edge.
    """
    across, up = (float(side) * 72 for side in figure.get_size_inches())
    y = top
    for line in lines:
        x = edge
        for key, words in line:
            spot = (x / across, (y - em) / up)
            figure.add_artist(key.artist(*spot, (em / across, em / up), em, transform=figure.transFigure))
            for number, text in enumerate(words):
                at = (x + _MARK * em) / across, (y - em - number * LINE * em) / up
                figure.text(*at, text, color=style.colours().muted, fontsize=em, va="baseline")
            x += (_MARK + max(map(style.measured, words), default=0.0) + _GAP) * em
        y -= LINE * em * max(len(words) for _, words in line)
