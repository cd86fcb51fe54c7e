"""pandera models of every table that is handed out."""

from __future__ import annotations

from strategyscore.schemas.changes import ChangedRatings, ChangeTable
from strategyscore.schemas.drawn import (
    AcceptabilityTable,
    GateShares,
    IntervalTable,
    RankIntervals,
    ScoreIntervals,
    SettlingTable,
    SobolTable,
    SwapTable,
    share_schema,
)
from strategyscore.schemas.evidence import (
    Agreement,
    AuditedConfidence,
    AuditedCountries,
    AuditedCriteria,
    AuditedParts,
    EvidenceTable,
    OutOfSample,
    held_against_schema,
    values_schema,
)
from strategyscore.schemas.findings import FindingTable, GapTable, TierTable, side_by_side_schema
from strategyscore.schemas.groups import GroupTable, RanksWithin, StrengthTable
from strategyscore.schemas.panel import CompoundGrowthTable, GrowthTable, PanelTable, TrendTable
from strategyscore.schemas.scored import (
    AgainstTable,
    ContributionTable,
    EffectiveWeights,
    GateTable,
    ReliabilityTable,
    ScoreTable,
    StatisticsTable,
    TidyScores,
    TreatmentTable,
    component_schema,
    correlation_schema,
)

__all__ = [
    "AcceptabilityTable",
    "AgainstTable",
    "Agreement",
    "AuditedConfidence",
    "AuditedCountries",
    "AuditedCriteria",
    "AuditedParts",
    "ChangeTable",
    "ChangedRatings",
    "CompoundGrowthTable",
    "ContributionTable",
    "EffectiveWeights",
    "EvidenceTable",
    "FindingTable",
    "GapTable",
    "GateShares",
    "GateTable",
    "GroupTable",
    "GrowthTable",
    "IntervalTable",
    "OutOfSample",
    "PanelTable",
    "RankIntervals",
    "RanksWithin",
    "ReliabilityTable",
    "ScoreIntervals",
    "ScoreTable",
    "SettlingTable",
    "SobolTable",
    "StatisticsTable",
    "StrengthTable",
    "SwapTable",
    "TidyScores",
    "TierTable",
    "TreatmentTable",
    "TrendTable",
    "component_schema",
    "correlation_schema",
    "held_against_schema",
    "share_schema",
    "side_by_side_schema",
    "values_schema",
]
