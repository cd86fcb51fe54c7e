"""The frame that every chart stands in: texts, key, panels of rows, and margins measured in lines of text."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, cast

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from numpy.typing import NDArray

from strategyscore.charts import style
from strategyscore.charts.legend import LINE, Key, draw_key, key_height, key_lines
from strategyscore.text.words import plain

_HEAD = 1.35  # of the text's size
_SMALL = 0.86
_GAP = 1.6  # between panels, in units of the text size
_LEAST = 7.0  # points, the smallest text of a slide
_STRETCH = 2.0  # how much taller than they need be the rows of a slide may stand


@dataclass(frozen=True)
class Texts:
    """What stands around a chart.

    Attributes
    ----------
    title : str
        What it shows, in a sentence.
    subtitle : str
        What is measured, on which scale, of how many and when.
    notes : tuple of str
        Below the chart: what its signs mean, and who is left out.
    source : str
        Where the numbers come from.
    """

    title: str
    subtitle: str
    notes: tuple[str, ...]
    source: str

    @property
    def described(self) -> str:
        """The beginning of an alternative text."""
        return " ".join(f"{text.rstrip('.')}." for text in (self.title, self.subtitle) if text)


@dataclass(frozen=True)
class Plan:
    """The room that a chart takes.

    Attributes
    ----------
    rows : sequence of float
        Height of each row, in lines of text.
    left, right : float
        Room beside the axes, in units of the text size.
    above, below : float
        Room for labels between axes and texts, in lines of text.
    least : float
        The width that the axes need, in units of the text size.
    heads : collection of int
        Rows that stay with the next one, and so never end a panel.
    """

    rows: Sequence[float]
    left: float
    right: float
    above: float = 0.6
    below: float = 1.6
    least: float = 8.0
    heads: Collection[int] = ()


@dataclass(frozen=True)
class Panel:
    """Axes with some of the rows.

    Attributes
    ----------
    axes : Axes
        Of which the vertical axis counts lines of text, downwards.
    rows : range
    at : ndarray
        The middle of each of these rows.
    ends : ndarray
        Where each begins, and the last one ends.
    """

    axes: Axes
    rows: range
    at: NDArray[np.float64]
    ends: NDArray[np.float64]

    def __iter__(self) -> Iterator[tuple[int, float]]:
        """Each row with its middle."""
        return zip(self.rows, map(float, self.at), strict=True)


class Frame:
    """A chart's figure, panels, texts and key.

    Parameters
    ----------
    ax : Axes or None
        Axes of the user's own; a new figure where there is none.
    size : {"column", "page", "slide"}
    texts : Texts
        In the user's own axes only the title is drawn.
    plan : callable
        The room that the chart takes, if a panel is so wide, in units of the text size.
    keys : sequence of Key
    panels : int
        Into how many panels side by side a slide may part the rows.
    """

    def __init__(
        self,
        ax: Axes | None,
        size: style.Size,
        texts: Texts,
        plan: Callable[[float], Plan],
        *,
        keys: Sequence[Key] = (),
        panels: int = 1,
    ) -> None:
        self._texts, self._keys, self._plan = texts, keys, plan
        width, points = style.WIDTHS[size]
        self.points = points
        if ax is not None:
            self.whole = width * 72 / points
            self.plan = plan(self.whole)
            self.figure = ax.figure
            ax.set_title(plain(texts.title), loc="left", fontsize=points * 1.15, fontweight="bold")
            self.panels = [_panel(ax, self.plan.rows, range(len(self.plan.rows)), sum(self.plan.rows))]
            if keys:
                marks = [key.artist(0, 0, (1, 1), points) for key in keys]
                below: dict[str, Any] = {
                    "loc": "upper left",
                    "bbox_to_anchor": (0, -0.06),
                    "frameon": False,
                    "fontsize": points,
                }
                ax.legend(marks, [key.label for key in keys], **below)
            return
        self._width, self._points = width, points
        tall = style.HEIGHTS.get(size)
        count = 1
        if tall is not None:
            self.points, count = self._fitted(tall, panels)
            style.text_size(self.points)
        self._lay_out(tall, count)

    @property
    def ax(self) -> Axes:
        """The axes of the first panel."""
        return self.panels[0].axes

    def _fitted(self, tall: float, most: int) -> tuple[float, int]:
        """The largest text with which all stands on a slide, and the number of panels."""
        best = (_LEAST, 1)
        for points in np.arange(self._points, _LEAST - 0.01, -0.5):
            for count in range(1, most + 1):
                whole = self._whole(float(points), count)
                plan = self._plan(whole)
                if whole - plan.left - plan.right < plan.least and count > 1:
                    continue
                best = (float(points), count)
                rows = max(map(sum, parted(plan.rows, count, plan.heads)), default=0.0)
                if self._around(plan, float(points)) + rows * points * LINE <= tall * 72:
                    return best
        return best

    def _whole(self, points: float, count: int) -> float:
        return (self._width * 72 / points - _GAP * (count - 1)) / count

    def _written(self, points: float) -> tuple[list[str], list[str], list[list[tuple[Key, list[str]]]], list[str]]:
        room = 0.96 * (self._width * 72 - 1.2 * points)  # drawn text is hinted, and may be wider than measured
        small = points * _SMALL
        heading = style.wrapped(plain(self._texts.title), room, self._points * _HEAD, "bold")
        explained = style.wrapped(plain(self._texts.subtitle), room, points)
        below = [line for note in self._texts.notes if note for line in style.wrapped(plain(note), room, small)]
        sourced = style.wrapped(plain(self._texts.source), room, small)
        return heading, explained, key_lines(self._keys, room / points), [*below, *sourced]

    def _around(self, plan: Plan, points: float) -> float:
        """The height of all but the rows, in points."""
        return sum(self._bands(plan, points))

    def _bands(self, plan: Plan, points: float) -> tuple[float, float]:
        """The height above and below the axes, in points."""
        line = points * LINE
        heading, explained, key, below = self._written(points)
        top = 0.5 * line + 1.5 * LINE * self._points * len(heading) * 0.9 + line * len(explained)
        top += key_height(key) * points + (0.35 * line if key else 0) + plan.above * line
        return top, plan.below * line + line * (0.7 + 0.95 * _SMALL / 0.86 * len(below))

    def _lay_out(self, tall: float | None, count: int) -> None:
        points, line = self.points, self.points * LINE
        self.whole = self._whole(points, count)
        self.plan = plan = self._plan(self.whole)
        heading, explained, key, below = self._written(points)
        over, under = self._bands(plan, points)
        parts = parted(plan.rows, count, plan.heads)
        most = max(map(sum, parts), default=0.0)
        height = most * line
        if tall is not None:
            height = min(max(tall * 72 - over - under, 0.2 * height), _STRETCH * height)
            under = tall * 72 - over - height
        total, across = over + height + under, self._width * 72
        self.figure = style.Chart(figsize=(self._width, total / 72))
        FigureCanvasAgg(self.figure)
        edge = 0.6 * points
        y = total - 0.5 * line
        for text in heading:
            size = self._points * _HEAD
            self.figure.text(edge / across, y / total, text, fontsize=size, fontweight="bold", va="top")
            y -= 1.35 * LINE * self._points
        muted = style.colours().muted
        for text in explained:
            self.figure.text(edge / across, y / total, text, color=muted, va="top")
            y -= line
        draw_key(self.figure, key, points, edge, y - 0.25 * line)
        y = (0.95 * len(below) + 0.2) * line
        for text in below:
            self.figure.text(edge / across, y / total, text, color=muted, fontsize=points * _SMALL, va="top")
            y -= 0.95 * line
        self.panels = []
        first = 0
        for number, rows in enumerate(parts):
            x = (number * (self.whole + _GAP) + plan.left) * points
            wide = (self.whole - plan.left - plan.right) * points
            axes = self.figure.add_axes((x / across, (total - over - height) / total, wide / across, height / total))
            self.panels.append(_panel(axes, rows, range(first, first + len(rows)), most))
            first += len(rows)

    def finish(self, alt_text: str) -> style.Chart:
        """The figure; one of its own describes itself, the user's is left as it is."""
        if isinstance(self.figure, style.Chart):
            self.figure.alt_text = f"{plain(self._texts.described)} {alt_text}".replace("\N{NO-BREAK SPACE}", " ")
        return cast("style.Chart", self.figure)


def _panel(axes: Axes, heights: Sequence[float], rows: range, tall: float) -> Panel:
    ends = np.cumsum([0.0, *heights])
    axes.set_ylim(max(tall, 1e-9), 0)
    axes.set_yticks([])
    return Panel(axes, rows, (ends[:-1] + ends[1:]) / 2, ends)


def parted(rows: Sequence[float], count: int, heads: Collection[int] = ()) -> list[Sequence[float]]:
    """Rows in so many runs of about the same height, at least one run.

    Groups that begin with a head stay whole, if that makes no run much taller; else a head keeps the next row.
    """
    if count < 2 or len(rows) < count:
        return [rows]
    kept: list[list[int]] = []
    for row in range(len(rows)):
        if row - 1 in heads:
            kept[-1].append(row)
        else:
            kept.append([row])
    fine = _runs(rows, kept, count)
    edges = [0, *sorted(head for head in heads if head > 0 and head - 1 not in heads), len(rows)]
    whole = _runs(rows, [list(range(*ends)) for ends in pairwise(edges)], count)
    return whole if heads and max(map(sum, whole)) <= 1.2 * max(map(sum, fine)) else fine


def _runs(rows: Sequence[float], blocks: Sequence[Sequence[int]], count: int) -> list[Sequence[float]]:
    """Blocks of rows in at most so many runs, as low as they can be by steps of a quarter of a line."""
    most = sum(rows) / count
    while True:
        runs: list[list[float]] = [[]]
        for block in blocks:
            tall = [rows[row] for row in block]
            if runs[-1] and sum(runs[-1]) + sum(tall) > most + 1e-9:
                runs.append([])
            runs[-1] += tall
        if len(runs) <= count:
            return list(runs)
        most += 0.25
