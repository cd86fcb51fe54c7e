"""Charts in one house style; each is a function of scores that returns a matplotlib figure."""

from strategyscore.charts.heatmap import heatmap
from strategyscore.charts.ranking import ranking

__all__ = ["heatmap", "ranking"]
