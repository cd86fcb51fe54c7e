"""Tables that go straight into a report, made with great-tables; each saves itself in every common format."""

from strategyscore.publication.comparison import comparison
from strategyscore.publication.made import PublicationTable
from strategyscore.publication.ranking import ranking
from strategyscore.publication.scorecard import scorecard

__all__ = ["PublicationTable", "comparison", "ranking", "scorecard"]
