"""Tables that go straight into a report, made with great-tables; each saves itself in every common format."""

from strategyscore.tables.comparison import comparison
from strategyscore.tables.ranking import ranking
from strategyscore.tables.scorecard import scorecard
from strategyscore.tables.strengths import strengths
from strategyscore.tables.table import PublicationTable

__all__ = ["PublicationTable", "comparison", "ranking", "scorecard", "strengths"]
