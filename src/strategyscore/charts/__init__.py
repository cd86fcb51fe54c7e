"""Charts in one house style; each takes scores, draws or indices and returns a `Chart`, a matplotlib figure."""

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
from strategyscore.charts.style import use_style
from strategyscore.charts.tiles import tiles
from strategyscore.charts.tornado import tornado
from strategyscore.charts.tree import tree
from strategyscore.charts.trend import trend
from strategyscore.charts.waterfall import waterfall

__all__ = [
    "contributions",
    "correlations",
    "coverage",
    "distributions",
    "dominance",
    "drivers",
    "dumbbell",
    "heatmap",
    "held_against",
    "profile",
    "rank_acceptability",
    "rank_intervals",
    "ranking",
    "scatter",
    "side_by_side",
    "slope",
    "small_multiples",
    "tiles",
    "tornado",
    "tree",
    "trend",
    "use_style",
    "waterfall",
]
