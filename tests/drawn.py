"""What a chart drew: its dots and its boxes, whichever artists of matplotlib draw them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.colors import to_hex
from matplotlib.patches import Rectangle


class Dot(NamedTuple):
    """A mark at a point."""

    y: float
    x: float
    face: str
    shape: str


class Box(NamedTuple):
    """A box that is filled."""

    top: float
    left: float
    right: float
    fill: str


def dots(axes: Axes, shapes: str = "os") -> list[Dot]:
    """Round dots and squares, row by row and from left to right."""
    lines = [line for line in axes.lines if line.get_marker() in tuple(shapes)]
    return sorted(
        Dot(float(y), float(x), to_hex(str(line.get_markerfacecolor())), str(line.get_marker()))
        for line in lines
        for x, y in np.asarray(line.get_xydata(), dtype=float)
    )


def boxes(axes: Axes) -> list[Box]:
    """Boxes that have a width, row by row and from left to right."""
    return sorted(box for box in _boxes(axes) if box.right > box.left)


def _boxes(axes: Axes) -> Iterator[Box]:
    for patch in axes.patches:
        if isinstance(patch, Rectangle) and patch.get_facecolor()[3]:
            left, right = sorted((patch.get_x(), patch.get_x() + patch.get_width()))
            yield Box(patch.get_y(), left, right, to_hex(patch.get_facecolor()))
    for cells in axes.collections:
        if isinstance(cells, PolyCollection):
            fills = np.broadcast_to(cells.get_facecolors(), (len(cells.get_paths()), 4))
            for path, fill in zip(cells.get_paths(), fills, strict=True):
                if len(path.vertices) == 5:
                    (left, top), (right, _) = path.vertices[:4].min(axis=0), path.vertices[:4].max(axis=0)
                    yield Box(float(top), float(left), float(right), to_hex(tuple(fill)))
