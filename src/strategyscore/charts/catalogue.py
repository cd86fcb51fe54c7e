"""Every chart by the name that files and the command line know it by, and what it is drawn from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from strategyscore.charts.contributions import contributions
from strategyscore.charts.coverage import coverage
from strategyscore.charts.dumbbell import dumbbell
from strategyscore.charts.heatmap import heatmap
from strategyscore.charts.intervals import rank_intervals
from strategyscore.charts.matrices import dominance, rank_acceptability
from strategyscore.charts.multiples import small_multiples
from strategyscore.charts.profile import profile
from strategyscore.charts.ranking import ranking
from strategyscore.charts.scatter import scatter
from strategyscore.charts.slope import slope
from strategyscore.charts.style import Chart
from strategyscore.charts.tornado import tornado
from strategyscore.text.offers import offered

ENTRY_POINTS = "strategyscore.charts"


@dataclass(frozen=True)
class Entry:
    """A chart.

    Attributes
    ----------
    draw : callable
        Takes what it is drawn from, then the options of a chart.
    needs : {"scores", "rankings", "uncertainty", "sensitivity"}
        What it is drawn from; rankings are those of an earlier date and the latest.
    takes : tuple of str
        What stands after it, in order: a node's path, a country's code, or the earlier date.
    highlights : bool
        Whether countries can be highlighted in it.
    intervals : bool
        Whether an `Uncertainty` of the same scores adds intervals to it, as ``uncertainty=``.
    """

    draw: Callable[..., Chart]
    needs: Literal["scores", "rankings", "uncertainty", "sensitivity"]
    takes: tuple[Literal["node", "country", "date"], ...] = ()
    highlights: bool = True
    intervals: bool = False

    @property
    def shows(self) -> str:
        """What it shows, in a sentence: the first line of its documentation."""
        return (self.draw.__doc__ or "").strip().splitlines()[0]

    @property
    def options(self) -> tuple[str, ...]:
        """The options of the command line that do something for it."""
        drawn = self.intervals or self.needs in ("uncertainty", "sensitivity")
        return (
            *("size", "title", "source"),
            *(("highlight",) if self.highlights else ()),
            *(("draws", "seed", "vary") if drawn else ()),
        )


CATALOGUE = {
    "ranking": Entry(ranking, "scores", ("node",), intervals=True),
    "heatmap": Entry(heatmap, "scores", ("node",)),
    "contributions": Entry(contributions, "scores", ("node",)),
    "small-multiples": Entry(small_multiples, "scores", ("node",)),
    "scatter": Entry(scatter, "scores", ("node", "node")),
    "slope": Entry(slope, "rankings", ("date",)),
    "dumbbell": Entry(dumbbell, "scores", ("country", "country"), highlights=False),
    "profile": Entry(profile, "scores", ("country",), highlights=False),
    "coverage": Entry(coverage, "scores", ("node",)),
    "rank-intervals": Entry(rank_intervals, "uncertainty"),
    "rank-acceptability": Entry(rank_acceptability, "uncertainty"),
    "dominance": Entry(dominance, "uncertainty"),
    "tornado": Entry(tornado, "sensitivity", ("country",), highlights=False),
}
# Those of installed packages: each entry point stands for an `Entry`; none takes the name of one of ours.
CATALOGUE |= {name: entry for name, entry in offered(ENTRY_POINTS) if name not in CATALOGUE}
