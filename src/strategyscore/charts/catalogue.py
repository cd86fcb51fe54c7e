"""Every chart by the name that files and the command line know it by, and what it is drawn from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from matplotlib.figure import Figure

from strategyscore.charts.heatmap import heatmap
from strategyscore.charts.intervals import rank_intervals
from strategyscore.charts.matrices import dominance, rank_acceptability
from strategyscore.charts.ranking import ranking
from strategyscore.charts.tornado import tornado


@dataclass(frozen=True)
class Entry:
    """A chart.

    Attributes
    ----------
    draw : callable
        Takes what it is drawn from, then the options of a chart.
    needs : {"scores", "uncertainty", "sensitivity"}
        What it is drawn from.
    takes : {"node", "country"} or None
        What its second argument is.
    highlights : bool
        Whether countries can be set apart in it.
    """

    draw: Callable[..., Figure]
    needs: Literal["scores", "uncertainty", "sensitivity"]
    takes: Literal["node", "country"] | None = None
    highlights: bool = True


CATALOGUE = {
    "ranking": Entry(ranking, "scores", "node"),
    "heatmap": Entry(heatmap, "scores", "node"),
    "rank-intervals": Entry(rank_intervals, "uncertainty"),
    "rank-acceptability": Entry(rank_acceptability, "uncertainty"),
    "dominance": Entry(dominance, "uncertainty"),
    "tornado": Entry(tornado, "sensitivity", "country", highlights=False),
}
