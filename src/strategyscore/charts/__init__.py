"""Charts in one house style; each takes scores, draws or indices and returns a matplotlib figure."""

from strategyscore.charts.heatmap import heatmap
from strategyscore.charts.intervals import rank_intervals
from strategyscore.charts.matrices import dominance, rank_acceptability
from strategyscore.charts.ranking import ranking
from strategyscore.charts.style import use_style
from strategyscore.charts.tornado import tornado

__all__ = ["dominance", "heatmap", "rank_acceptability", "rank_intervals", "ranking", "tornado", "use_style"]
