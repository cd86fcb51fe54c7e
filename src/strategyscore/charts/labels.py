"""Texts beside the axes: at a height of the data, and so many points from an edge."""

from __future__ import annotations

from typing import Any

from matplotlib.axes import Axes
from matplotlib.text import Text
from matplotlib.transforms import ScaledTranslation, Transform

INDENT = 0.6
"""How far from the left end of the room beside the axes a label begins, in units of the text size."""


def beside(axes: Axes, y: float, text: str, shift: float, *, edge: float = 0.0, **look: Any) -> Text:
    """Write a text beside the axes, its middle at a height.

    Parameters
    ----------
    axes : Axes
    y : float
        In units of the vertical axis.
    text : str
    shift : float
        Points to the right of the edge; below 0 to its left.
    edge : float
        0 for the left edge of the axes, 1 for the right one.
    **look
        Of the text, such as ``ha="right"``.
    """
    look = {"va": "center", **look}
    return axes.text(edge, y, text, transform=_shifted(axes, shift), clip_on=False, **look)


def label_left(axes: Axes, y: float, text: str, left: float, em: float, **look: Any) -> Text:
    """Write a label that begins at the left end of the room beside the axes, `left` times the text size wide."""
    return beside(axes, y, text, (INDENT - left) * em, **look)


def near(axes: Axes, x: float, y: float, text: str, shift: float, **look: Any) -> Text:
    """Write a text beside a point of the data, so many points to its right, or to its left where below 0."""
    look = {"va": "center", **look}
    return axes.text(x, y, text, transform=_shifted(axes, shift, of_data=True), **look)


def _shifted(axes: Axes, shift: float, *, of_data: bool = False) -> Transform:
    """From the data, or an edge and a height, to where a text goes.

    The texts of one column share it, and take a third less time than annotations, which have one each.
    """
    known: dict[tuple[float, bool], Transform] = axes.__dict__.setdefault("_strategyscore_columns", {})
    if (shift, of_data) not in known:
        moved = ScaledTranslation(shift / 72, 0, axes.figure.dpi_scale_trans)
        known[shift, of_data] = (axes.transData if of_data else axes.get_yaxis_transform()) + moved
    return known[shift, of_data]
