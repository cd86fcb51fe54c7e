"""Every chart by the name that files and the command line know it by, and what it is drawn from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from strategyscore.charts.contributions import contributions
from strategyscore.charts.correlations import correlations
from strategyscore.charts.coverage import coverage
from strategyscore.charts.distributions import distributions
from strategyscore.charts.drivers import drivers
from strategyscore.charts.dumbbell import dumbbell
from strategyscore.charts.heatmap import heatmap
from strategyscore.charts.held_against import held_against
from strategyscore.charts.intervals import rank_intervals
from strategyscore.charts.matrices import dominance, rank_acceptability
from strategyscore.charts.multiples import small_multiples
from strategyscore.charts.profile import profile
from strategyscore.charts.ranking import ranking
from strategyscore.charts.scatter import scatter
from strategyscore.charts.side_by_side import side_by_side
from strategyscore.charts.slope import slope
from strategyscore.charts.style import Chart
from strategyscore.charts.tiles import tiles
from strategyscore.charts.tornado import tornado
from strategyscore.charts.tree import tree
from strategyscore.charts.trend import trend
from strategyscore.charts.waterfall import waterfall
from strategyscore.text.offers import offered

ENTRY_POINTS = "strategyscore.charts"


@dataclass(frozen=True)
class Entry:
    """A chart.

    Attributes
    ----------
    draw : callable
        Takes what it is drawn from, then the options of a chart.
    needs : {"scores", "rankings", "uncertainty", "sensitivity", "changes", "panel"}
        What it is drawn from; rankings are those of an earlier date and the latest, changes those between them, and a
        panel the scores at several times.
    takes : tuple of str
        What stands after it, in order: a node's path, a country's code, the earlier date, or countries, as many as are
        named.
    highlights : bool
        Whether countries can be highlighted in it.
    intervals : bool
        Whether an `Uncertainty` of the same scores adds intervals to it, as ``uncertainty=``.
    groups : bool
        Whether groups of countries can be rows of it.
    depth : {"standard", "full", "named"}
        From which depth on a report draws it, or that it must be named.
    """

    draw: Callable[..., Chart]
    needs: Literal["scores", "rankings", "uncertainty", "sensitivity", "changes", "panel"]
    takes: tuple[Literal["node", "country", "countries", "date"], ...] = ()
    highlights: bool = True
    intervals: bool = False
    depth: Literal["standard", "full", "named"] = "standard"
    groups: bool = False

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
            *(("groups",) if self.groups else ()),
        )


CATALOGUE = {
    "ranking": Entry(ranking, "scores", ("node",), intervals=True, groups=True),
    "heatmap": Entry(heatmap, "scores", ("node",), groups=True),
    "contributions": Entry(contributions, "scores", ("node",), depth="full", groups=True),
    "small-multiples": Entry(small_multiples, "scores", ("node",), groups=True, depth="full"),
    "scatter": Entry(scatter, "scores", ("node", "node"), depth="full", groups=True),
    # ranks of two dates rest on different questions: a page tells the change in words, and without ranks
    "slope": Entry(slope, "rankings", ("date",), depth="named", groups=True),
    "waterfall": Entry(waterfall, "changes", ("country", "date"), highlights=False),
    "dumbbell": Entry(dumbbell, "scores", ("country", "country"), highlights=False),
    "side-by-side": Entry(side_by_side, "scores", ("country", "countries"), highlights=False, depth="named"),
    "profile": Entry(profile, "scores", ("country",), highlights=False, depth="full"),
    "coverage": Entry(coverage, "scores", ("node",)),
    "distributions": Entry(distributions, "scores", ("node",), groups=True, depth="named"),
    "correlations": Entry(correlations, "scores", ("node",), highlights=False, depth="named"),
    "held-against": Entry(held_against, "scores", highlights=False),
    "tree": Entry(tree, "scores", ("node",), highlights=False, depth="named"),
    "tiles": Entry(tiles, "scores", ("node",), depth="named"),
    "rank-intervals": Entry(rank_intervals, "uncertainty"),
    "rank-acceptability": Entry(rank_acceptability, "uncertainty", depth="full"),
    "dominance": Entry(dominance, "uncertainty", depth="full"),
    "tornado": Entry(tornado, "scores", ("country",), highlights=False, depth="full"),
    "drivers": Entry(drivers, "sensitivity", ("country",), highlights=False, depth="full"),
    "trend": Entry(trend, "panel", ("node",), groups=True),
}
# Those of installed packages: each entry point stands for an `Entry`; none takes the name of one of ours.
CATALOGUE |= {name: entry for name, entry in offered(ENTRY_POINTS) if name not in CATALOGUE}
