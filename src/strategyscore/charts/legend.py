"""A key above the axes: what each colour or mark stands for, in as many lines as it needs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from strategyscore.charts import style

_LINE = 1.45  # in units of the text's size
_MARK = 1.5  # room for the mark and the gap behind it
_GAP = 1.4


@dataclass(frozen=True)
class Key:
    """One entry.

    Attributes
    ----------
    label : str
    colour : str
        Of the mark's face.
    edge : str or None
        Of its edge; the face's where there is none.
    hatch : str or None
    round : bool
        A dot instead of a box.
    """

    label: str
    colour: str
    edge: str | None = None
    hatch: str | None = None
    round: bool = False


def key_lines(keys: Sequence[Key], room: float) -> list[list[Key]]:
    """The entries line by line, in so much room (in units of the text size)."""
    lines: list[list[Key]] = []
    used = 0.0
    for key in keys:
        width = _MARK + style.measured(key.label) + _GAP
        if not lines or used + width > room:
            lines.append([])
            used = 0.0
        lines[-1].append(key)
        used += width
    return lines


def draw_key(axes: Axes, lines: Sequence[Sequence[Key]], em: float, left: float = 0.0, lift: float = 0.6) -> None:
    """Draw the lines above the axes.

    Parameters
    ----------
    axes : Axes
    lines : sequence of sequence of Key
        From `key_lines`.
    em : float
        Size of the text in points.
    left, lift : float
        How far to the left of the axes' edge and above its top the key begins, in units of the text size.
    """
    figure = axes.get_figure(root=True)
    assert figure is not None
    points = figure.dpi / 72
    box = axes.get_position()
    width, height = (figure.get_size_inches() * figure.dpi).tolist()
    top = (box.y1 * height) / points / em
    for number, line in enumerate(reversed(list(lines))):
        y = top + lift + number * _LINE
        x = box.x0 * width / points / em - left
        for key in line:
            where = (x * em * points / width, y * em * points / height)
            side = 0.8 * em * points
            if key.round:
                figure.add_artist(
                    Line2D(
                        [where[0] + 0.5 * side / width],
                        [where[1] + 0.45 * side / height],
                        marker="o",
                        linestyle="none",
                        markersize=em * 0.75,
                        markerfacecolor=key.colour,
                        markeredgecolor=key.edge or key.colour,
                        transform=figure.transFigure,
                    )
                )
            else:
                figure.add_artist(
                    Rectangle(
                        where,
                        side / width,
                        side / height,
                        facecolor=key.colour,
                        edgecolor=key.edge or key.colour,
                        hatch=key.hatch,
                        linewidth=0.6,
                        transform=figure.transFigure,
                    )
                )
            figure.text(
                where[0] + _MARK * em * points / width,
                where[1],
                key.label,
                color=style.colours().muted,
                fontsize=em * 0.95,
                va="baseline",
            )
            x += _MARK + style.measured(key.label) + _GAP
