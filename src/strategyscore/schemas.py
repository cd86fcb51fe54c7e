"""pandera models of every table that is handed out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
import pandera.pandas as pa
from pandera.typing import Index, Series

if TYPE_CHECKING:
    from strategyscore.model.rubric import Rubric

_SLACK = 1e-9  # rounding in a sum must not count as a breach


class _Scored(pa.DataFrameModel):
    """The columns that every table of scores has."""

    rank: Series[pd.Int64Dtype] = pa.Field(ge=1, nullable=True, description="1 is best; ties share the better rank")
    score: Series[float] = pa.Field(nullable=True, description="absent where nothing is answered")
    lower: Series[float] = pa.Field(
        nullable=True, description="the score with every missing answer at its worst; absent where nothing applies"
    )
    upper: Series[float] = pa.Field(
        nullable=True, description="the score with every missing answer at its best; absent where nothing applies"
    )
    coverage: Series[float] = pa.Field(
        ge=0, le=1 + _SLACK, nullable=True, description="answered share of the weight; absent where nothing applies"
    )
    band: Series[str] | None = pa.Field(description="the band that the score lies in; empty where there is none")
    next_band: Series[str] | None = pa.Field(
        description="another band that the score is within rounding of, else empty"
    )

    @pa.dataframe_check(error="lower <= score <= upper")
    @classmethod
    def _score_within_bounds(cls, table: pd.DataFrame) -> Any:
        inside = (table["lower"] <= table["score"] + _SLACK) & (table["score"] <= table["upper"] + _SLACK)
        return table["score"].isna() | inside

    @pa.dataframe_check(error="a rank only where there is a score")
    @classmethod
    def _rank_with_score(cls, table: pd.DataFrame) -> Any:
        return table["score"].notna() | table["rank"].isna()


class ScoreTable(_Scored):
    """`Scores.table`: a row a country, best first; after these columns, one for each child of the root."""

    country: Index[str] = pa.Field(unique=True, str_length={"min_value": 1}, description="ISO 3166-1 alpha-3")
    thin: Series[str] = pa.Field(
        description="the shown nodes of which less is answered than the rubric's minimum; they count without a rank"
    )

    @pa.dataframe_check(error="the columns of the root's children hold numbers")
    @classmethod
    def _children_are_numbers(cls, table: pd.DataFrame) -> bool:
        children = table.columns.difference([*_Scored.to_schema().columns, "thin"])
        return all(pd.api.types.is_float_dtype(table[child]) for child in children)

    class Config:
        """A country's row stands under its code."""

        name = "ScoreTable"


class TidyScores(_Scored):
    """`Scores.tidy`: a row for every country and node of the rubric."""

    country: Series[str] = pa.Field(str_length={"min_value": 1}, description="ISO 3166-1 alpha-3")
    node: Series[str] = pa.Field(description="the node's path; the root's is the rubric's id")
    depth: Series[int] = pa.Field(ge=0, description="0 for the root")
    weight: Series[float] = pa.Field(ge=0, le=1 + _SLACK, nullable=True, description="share among the siblings")
    thin: Series[bool] = pa.Field(
        description="less is answered than the rubric's minimum: it counts, and is not ranked"
    )
    imputed: Series[float] | None = pa.Field(
        ge=0, le=1 + _SLACK, nullable=True, description="share of the weight that was filled in"
    )

    class Config:
        """No country has a node twice."""

        name = "TidyScores"
        unique = ["country", "node"]


class ContributionTable(pa.DataFrameModel):
    """`Explanation.table`: what each criterion adds to a score; the column adds up to it."""

    node: Index[str] = pa.Field(
        unique=True, description="path of the criterion, or of a group whose mean is not linear"
    )
    title: Series[str] = pa.Field(description="of the criterion or group")
    weight: Series[float] = pa.Field(ge=0, le=1 + _SLACK, nullable=True, description="share of the explained node")
    score: Series[float] = pa.Field(nullable=True, description="on the rubric's scale; absent where missing")
    adds: Series[float] = pa.Field(description="points that it adds to the explained score")

    class Config:
        """A criterion stands in it once."""

        name = "ContributionTable"


class GapTable(pa.DataFrameModel):
    """`Comparison.table`: the gap between two countries, split over criteria; the column `gap` adds up to it."""

    node: Index[str] = pa.Field(
        unique=True, description="path of the criterion, or of a group whose mean is not linear"
    )
    title: Series[str] = pa.Field(description="of the criterion or group")
    first: Series[float] = pa.Field(nullable=True, description="score of the first country")
    second: Series[float] = pa.Field(nullable=True, description="score of the second country")
    gap: Series[float] = pa.Field(description="points that it adds to first minus second")

    class Config:
        """A criterion stands in it once."""

        name = "GapTable"


class GateTable(pa.DataFrameModel):
    """`Scores.gates`: a row for every country and gate of the rubric."""

    country: Series[str] = pa.Field(str_length={"min_value": 1}, description="ISO 3166-1 alpha-3")
    node: Series[str] = pa.Field(description="path of the group that has the gate")
    criterion: Series[str] = pa.Field(description="path of what must reach the minimum")
    at_least: Series[float] = pa.Field(description="the minimum: a level, a share of yes, or a score")
    result: Series[str] = pa.Field(
        isin=["pass", "fail", "not known", "not applicable"], description="whether it is reached"
    )
    cap: Series[float] = pa.Field(
        nullable=True,
        description="the group's score is at most this where the gate fails; absent where it only reports",
    )


class GateShares(pa.DataFrameModel):
    """`Uncertainty.gates`: a row for every drawn country and gate of the rubric."""

    country: Series[str] = pa.Field(str_length={"min_value": 1}, description="ISO 3166-1 alpha-3")
    node: Series[str] = pa.Field(description="path of the group that has the gate")
    criterion: Series[str] = pa.Field(description="path of what must reach the minimum")
    at_least: Series[float] = pa.Field(description="the minimum: a level, a share of yes, or a score")
    passes: Series[float] = pa.Field(ge=0, le=1, description="share of the draws in which it is reached")
    known: Series[float] = pa.Field(ge=0, le=1, description="share of the draws in which it is known whether it is")


class StatisticsTable(pa.DataFrameModel):
    """`diagnostics.statistics`: what the raw values of each criterion are like."""

    node: Index[str] = pa.Field(unique=True, description="path of the criterion")
    n: Series[int] = pa.Field(ge=0, description="values present")
    missing: Series[int] = pa.Field(ge=0, description="values missing")
    mean: Series[float] = pa.Field(nullable=True, description="of the values present")
    sd: Series[float] = pa.Field(nullable=True, description="of a sample")
    min: Series[float] = pa.Field(nullable=True, description="smallest value")
    median: Series[float] = pa.Field(nullable=True, description="of the values present")
    max: Series[float] = pa.Field(nullable=True, description="largest value")
    unique: Series[int] = pa.Field(ge=0, description="distinct values")
    skewness: Series[float] = pa.Field(nullable=True, description="of the values present")
    kurtosis: Series[float] = pa.Field(nullable=True, description="excess, of the values present")
    outlying: Series[bool] = pa.Field(description="absolute skewness from 2 and kurtosis from 3.5")
    outliers: Series[int] = pa.Field(ge=0, description="values beyond the quartiles by 1.5 times their distance")


class ReliabilityTable(pa.DataFrameModel):
    """`diagnostics.reliability`: whether the children of each group measure one thing."""

    node: Index[str] = pa.Field(unique=True, description="path of the group")
    children: Series[int] = pa.Field(ge=2, description="how many there are")
    n: Series[int] = pa.Field(ge=0, description="countries that have all children")
    alpha: Series[float] = pa.Field(le=1 + _SLACK, nullable=True, description="Cronbach's, standardised")
    mean_correlation: Series[float] = pa.Field(
        ge=-1 - _SLACK, le=1 + _SLACK, nullable=True, description="between pairs of children"
    )


class EffectiveWeights(pa.DataFrameModel):
    """`diagnostics.effective_weights`: the weight a child was given beside the one it has."""

    node: Index[str] = pa.Field(unique=True, description="path of the child")
    group: Series[str] = pa.Field(description="path of its group")
    given: Series[float] = pa.Field(ge=0, le=1 + _SLACK, description="share that the rubric gives")
    correlation: Series[float] = pa.Field(ge=-1 - _SLACK, le=1 + _SLACK, description="with the group's score")
    effective: Series[float] = pa.Field(ge=0, le=1 + _SLACK, nullable=True, description="share of squared correlation")


class RankIntervals(pa.DataFrameModel):
    """`Uncertainty.ranks`: how far each rank can be trusted."""

    country: Index[str] = pa.Field(unique=True, description="ISO 3166-1 alpha-3")
    nominal: Series[pd.Int64Dtype] = pa.Field(ge=1, nullable=True, description="the rank as it is; absent where thin")
    median: Series[int] = pa.Field(ge=1, description="of the drawn ranks")
    mean: Series[float] = pa.Field(ge=1, description="of the drawn ranks")
    lower: Series[int] = pa.Field(ge=1, description="5 % of the draws rank it at this or better")
    upper: Series[int] = pa.Field(ge=1, description="95 % of the draws rank it at this or better")
    first: Series[float] = pa.Field(ge=0, le=1, description="share of the draws that rank it first")


class ScoreIntervals(pa.DataFrameModel):
    """`Uncertainty.scores`: how far each score can be trusted."""

    country: Index[str] = pa.Field(unique=True, description="ISO 3166-1 alpha-3")
    nominal: Series[float] = pa.Field(nullable=True, description="the score as it is")
    mean: Series[float] = pa.Field(description="of the drawn scores")
    q05: Series[float] = pa.Field(description="5 % of the drawn scores are this or less")
    q25: Series[float] = pa.Field(description="a quarter of the drawn scores is this or less")
    q50: Series[float] = pa.Field(description="median of the drawn scores")
    q75: Series[float] = pa.Field(description="three quarters of the drawn scores are this or less")
    q95: Series[float] = pa.Field(description="95 % of the drawn scores are this or less")


class IntervalTable(RankIntervals):
    """`Uncertainty.table`: ranks and scores with their intervals, a row a country."""

    score: Series[float] = pa.Field(nullable=True, description="the score as it is")
    score_mean: Series[float] = pa.Field(description="mean of the drawn scores")
    q05: Series[float] = pa.Field(description="5 % of the drawn scores are this or less")
    q25: Series[float] = pa.Field(description="a quarter of the drawn scores is this or less")
    q50: Series[float] = pa.Field(description="median of the drawn scores")
    q75: Series[float] = pa.Field(description="three quarters of the drawn scores are this or less")
    q95: Series[float] = pa.Field(description="95 % of the drawn scores are this or less")


class SobolTable(pa.DataFrameModel):
    """`Sensitivity.indices`: what share of the variance of an output each source has."""

    output: Series[str] = pa.Field(
        isin=["score", "rank", "rank_shift"], description="score, rank, or the mean shift of all ranks"
    )
    country: Series[str] = pa.Field(description="empty for the mean shift of all ranks")
    source: Series[str] = pa.Field(description="of uncertainty")
    first: Series[float] = pa.Field(nullable=True, description="share that the source has alone")
    first_lower: Series[float] = pa.Field(nullable=True, description="end of the 95 % interval of first")
    first_upper: Series[float] = pa.Field(nullable=True, description="end of the 95 % interval of first")
    total: Series[float] = pa.Field(nullable=True, description="share that the source has a part in")
    total_lower: Series[float] = pa.Field(nullable=True, description="end of the 95 % interval of total")
    total_upper: Series[float] = pa.Field(nullable=True, description="end of the 95 % interval of total")


class SwapTable(pa.DataFrameModel):
    """`Sensitivity.swap`: the change of one weight that lets two countries change places."""

    node: Index[str] = pa.Field(unique=True, description="path of the node")
    given: Series[float] = pa.Field(ge=0, le=1, description="the weight as it is")
    needed: Series[float] = pa.Field(ge=0, le=1, description="the weight at which both are equal")
    change: Series[float] = pa.Field(ge=-1, le=1, description="needed less given")


class SettlingTable(pa.DataFrameModel):
    """`settling`: how much narrower an interval would be, were an answer known."""

    country: Series[str] = pa.Field(description="ISO 3166-1 alpha-3")
    node: Series[str] = pa.Field(description="the uncertain answer")
    now: Series[str] = pa.Field(description="missing, set aside, or its confidence")
    ranks: Series[float] = pa.Field(ge=0, description="width of the 90 % interval of the rank")
    ranks_settled: Series[float] = pa.Field(ge=0, description="expected width, were the answer known")
    points: Series[float] = pa.Field(ge=0, description="width of the 90 % interval of the score")
    points_settled: Series[float] = pa.Field(ge=0, description="expected width, were the answer known")


class AuditedCriteria(pa.DataFrameModel):
    """`Audit.criteria`: what the answers to each criterion rest on."""

    node: Index[str] = pa.Field(unique=True, description="path of the criterion")
    answered: Series[int] = pa.Field(ge=0, description="countries")
    missing: Series[int] = pa.Field(ge=0, description="countries")
    high: Series[int] = pa.Field(ge=0, description="answers of high confidence")
    medium: Series[int] = pa.Field(ge=0, description="answers of medium confidence")
    low: Series[int] = pa.Field(ge=0, description="answers of low confidence")
    coded_twice: Series[int] = pa.Field(ge=0, description="ratings by two or more coders")
    alpha: Series[float] = pa.Field(le=1 + _SLACK, nullable=True, description="Krippendorff's, ordinal")


class AuditedCountries(pa.DataFrameModel):
    """`Audit.countries`: what each profile rests on."""

    country: Index[str] = pa.Field(unique=True, description="ISO 3166-1 alpha-3")
    answered: Series[int] = pa.Field(ge=0, description="criteria")
    missing: Series[int] = pa.Field(ge=0, description="criteria")
    sources: Series[int] = pa.Field(ge=0, description="cited by the answers")
    kinds: Series[str] = pa.Field(description="how many sources of each kind")
    few_sources: Series[str] = pa.Field(description="parts of the root that rest on fewer than two sources")


def share_schema(columns: list[Any]) -> pa.DataFrameSchema:
    """The model of `Uncertainty.acceptability` and `dominance`: shares of the draws."""
    check = pa.Check.in_range(0, 1 + _SLACK)
    shares = {column: pa.Column(float, check) for column in columns}
    return pa.DataFrameSchema(shares, index=pa.Index(str, unique=True, name="country"), strict=True)


def correlation_schema(paths: list[str]) -> pa.DataFrameSchema:
    """The model of `diagnostics.correlations`: paths by paths, from -1 to 1."""
    check = pa.Check.in_range(-1 - _SLACK, 1 + _SLACK)
    columns = {path: pa.Column(float, check, nullable=True) for path in paths}
    return pa.DataFrameSchema(columns, index=pa.Index(str, unique=True, name="node"), strict=True)


def component_schema(paths: list[str]) -> pa.DataFrameSchema:
    """The model of `diagnostics.principal_components`: a row a component, a column of loadings for each path."""
    columns = {"eigenvalue": pa.Column(float, pa.Check.ge(0))}
    columns |= {name: pa.Column(float, pa.Check.in_range(0, 1 + _SLACK)) for name in ("explained", "cumulated")}
    columns |= {path: pa.Column(float) for path in paths}
    return pa.DataFrameSchema(columns, index=pa.Index(int, unique=True, name="component"), strict=True)


def values_schema(rubric: Rubric) -> pa.DataFrameSchema:
    """The model of a table of values for a rubric: a row a country, a column a criterion under its key.

    Parameters
    ----------
    rubric : Rubric
    """
    columns = {}
    for leaf in rubric.criteria:
        checks = [pa.Check.isin(leaf.allowed.tolist())] if len(leaf.allowed) else []
        if leaf.asked is not None:
            checks.append(pa.Check.in_range(*leaf.asked))
        columns[leaf.key] = pa.Column(float, checks, nullable=True)
    return pa.DataFrameSchema(columns, index=pa.Index(str, unique=True, name="country"), strict=True)


class TreatmentTable(pa.DataFrameModel):
    """`Scores.treated`: what was done about the outliers of each criterion."""

    node: Index[str] = pa.Field(unique=True, description="path of the criterion")
    action: Series[str] = pa.Field(description="none, winsorised, log, or the word of another method")
    points: Series[int] = pa.Field(ge=0, description="how many values changed")
    countries: Series[str] = pa.Field(description="codes of the countries whose value changed")
    skewness_before: Series[float] = pa.Field(nullable=True, description="before treatment")
    kurtosis_before: Series[float] = pa.Field(nullable=True, description="before treatment")
    skewness: Series[float] = pa.Field(nullable=True, description="after treatment")
    kurtosis: Series[float] = pa.Field(nullable=True, description="after treatment")
    passes: Series[bool] = pa.Field(description="whether the criterion is no longer outlying")


class EvidenceTable(pa.DataFrameModel):
    """`evidence_table`: a row for every piece of evidence behind the ratings that were scored."""

    country: Series[str] = pa.Field(str_length=3, description="ISO 3166-1 alpha-3")
    node: Series[str] = pa.Field(description="path of the criterion")
    answer: Series[str] = pa.Field(description="the level, the value, or the answers to a checklist")
    since: Series[str] = pa.Field(description="day, month or year from which the answer holds")
    confidence: Series[str] = pa.Field(
        isin=["high", "medium", "low", ""], description="the coder's, empty where none is stated"
    )
    because: Series[str] = pa.Field(description="what ties the evidence to the level's anchor")
    states: Series[str] = pa.Field(description="the fact, in the coder's words")
    quote: Series[str] = pa.Field(description="a few words found in the source, for checking")
    where: Series[str] = pa.Field(description="where in the source")
    source: Series[str] = pa.Field(description="key of the source in the profile")
    title: Series[str] = pa.Field(description="of the source")
    author: Series[str] = pa.Field(description="of the source")
    publisher: Series[str] = pa.Field(description="of the source")
    url: Series[str] = pa.Field(description="of the source")
    published: Series[str] = pa.Field(
        description="day, month or year in which the source came out; empty where it does not say"
    )
    accessed: Series[str] = pa.Field(description="day on which it was looked up")


__all__ = [
    "AuditedCountries",
    "AuditedCriteria",
    "ContributionTable",
    "EffectiveWeights",
    "EvidenceTable",
    "GapTable",
    "GateShares",
    "GateTable",
    "IntervalTable",
    "RankIntervals",
    "ReliabilityTable",
    "ScoreIntervals",
    "ScoreTable",
    "SettlingTable",
    "SobolTable",
    "StatisticsTable",
    "SwapTable",
    "TidyScores",
    "TreatmentTable",
    "component_schema",
    "correlation_schema",
    "share_schema",
    "values_schema",
]
