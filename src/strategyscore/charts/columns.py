"""Scales side by side in the same axes: a column for each part, all with the same rows."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from matplotlib.axes import Axes

from strategyscore.charts import style

_GAP = 0.14  # between columns, in widths of a column
_HEAD, _SMALLEST = 0.86, 0.6  # of the text's size


class Columns:
    """Columns of the same scale.

    Parameters
    ----------
    heads : sequence of str
        What stands above each.
    room : float
        The width of all, in units of the text size.
    scale : tuple of float
        The ends of the scale of each.
    shares : sequence of float, optional
        How wide each is beside the others; all alike where it is not given.
    """

    def __init__(
        self, heads: Sequence[str], room: float, scale: tuple[float, float], shares: Sequence[float] | None = None
    ) -> None:
        self.heads, self.room, self.scale = heads, room, scale
        shares = shares or [1.0] * len(heads)
        mean = sum(shares) / max(len(shares), 1)
        self.wide = [share / mean for share in shares]
        self.starts = [sum(self.wide[:number]) + number * _GAP for number in range(len(heads))]
        self.whole = sum(self.wide) + max(len(heads) - 1, 0) * _GAP

    @cached_property
    def size(self) -> float:
        """The size of the heads beside that of the text: smaller where a word would be broken."""
        longest = max((style.measured(word) for head in self.heads for word in head.split()), default=1.0)
        return _HEAD if self.upright else min(_HEAD, max(_SMALLEST, min(self._widths, default=1.0) / longest))

    @property
    def _widths(self) -> list[float]:
        return [self.room * wide / self.whole for wide in self.wide]

    @cached_property
    def upright(self) -> bool:
        """Whether the columns are too narrow for words, so that heads stand upright."""
        longest = max((style.measured(word) for head in self.heads for word in head.split()), default=0.0)
        return longest * _SMALLEST > min(self._widths, default=1.0) + 0.05

    @cached_property
    def wrapped(self) -> list[list[str]]:
        """The heads in lines that fit."""
        if self.upright:
            return [style.wrapped(head, 11.0, 1.0) for head in self.heads]
        pairs = zip(self.heads, self._widths, strict=True)
        return [style.wrapped(head, (width + 0.05) / self.size, 1.0) for head, width in pairs]

    @property
    def lines(self) -> float:
        """The height of the heads, in lines of text."""
        if self.upright:
            return max((style.measured(line) for head in self.wrapped for line in head), default=0.0) * self.size / 1.45
        return self.size * max(map(len, self.wrapped), default=0)

    def at(self, number: int, value: float) -> float:
        """Where a value stands in a column."""
        low, high = self.scale
        return self.starts[number] + self.wide[number] * (value - low) / (high - low)

    def draw(self, axes: Axes, em: float, *, scales: bool = True) -> None:
        """Draw heads and, if wanted, scales, with the middle of each too."""
        palette = style.colours()
        low, high = self.scale
        middle = (low + high) / 2
        spot: dict[str, Any] = {
            "xycoords": axes.get_xaxis_transform(),
            "textcoords": "offset points",
            "annotation_clip": False,
        }
        for number, head in enumerate(self.wrapped):
            axes.annotate(
                "\n".join(head),
                (self.at(number, middle if self.upright else low), 1),
                rotation=90 if self.upright else 0,
                ha="center" if self.upright else "left",
                xytext=(0, em * 0.5),
                va="bottom" if self.upright else "baseline",
                fontsize=em * self.size,
                linespacing=1.15,
                **spot,
            )
            narrow = self.room * self.wide[number] / self.whole < 5
            for value, side in () if not scales else ((low, "left"), (middle, "center"), (high, "right")):
                axes.axvline(self.at(number, value), color=palette.rule, linewidth=0.6, zorder=0)
                if not (narrow and value == middle):
                    axes.annotate(
                        f"{value:g}",
                        (self.at(number, value), 0),
                        xytext=(0, -em * 0.4),
                        ha=side,
                        va="top",
                        color=palette.muted,
                        fontsize=em * 0.8,
                        **spot,
                    )
        axes.set_xticks([])
        axes.spines[:].set_visible(False)
        axes.set_xlim(0, self.whole)
