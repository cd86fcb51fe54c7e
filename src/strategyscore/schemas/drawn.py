"""Tables of what draws show."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pandera.pandas as pa
from pandera.typing import Index, Series

from strategyscore.schemas.fields import SLACK


class GateShares(pa.DataFrameModel):
    """`Uncertainty.gates`: a row for every drawn country and gate of the rubric."""

    country: Series[str] = pa.Field(str_length={"min_value": 1}, description="ISO 3166-1 alpha-3")
    node: Series[str] = pa.Field(description="path of the group that has the gate")
    criterion: Series[str] = pa.Field(description="path of what must reach the minimum")
    at_least: Series[float] = pa.Field(description="the minimum: a level, a share of yes, or a score")
    passes: Series[float] = pa.Field(ge=0, le=1, description="share of the draws in which it is reached")
    known: Series[float] = pa.Field(ge=0, le=1, description="share of the draws in which it is known whether it is")


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


def share_schema(columns: list[Any]) -> pa.DataFrameSchema:
    """The model of `Uncertainty.acceptability` and `dominance`: shares of the draws.

    Parameters
    ----------
    columns : list
        Its columns: ranks, or codes of countries.

    Returns
    -------
    pandera.DataFrameSchema
        Of the table.

    See Also
    --------
    strategyscore.Uncertainty.acceptability : What it is of.

    Examples
    --------
    >>> drawn = ss.uncertainty(scores, draws=500)
    >>> ss.schemas.share_schema([1, 2, 3, 4]).validate(drawn.acceptability).shape
    (4, 4)
    """
    check = pa.Check.in_range(0, 1 + SLACK)
    shares = {column: pa.Column(float, check) for column in columns}
    return pa.DataFrameSchema(shares, index=pa.Index(str, unique=True, name="country"), strict=True)


class AcceptabilityTable(pa.DataFrameModel):
    """`Uncertainty.smaa`: what makes countries first. Beside these a column a node: its central weight."""

    country: Index[str] = pa.Field(unique=True, description="ISO 3166-1 alpha-3")
    first: Series[float] = pa.Field(ge=0, le=1 + SLACK, description="share of the draws in which it ranks first")
    confidence: Series[float] = pa.Field(
        ge=0, le=1 + SLACK, nullable=True, description="the same under its central weights; absent where never first"
    )
    entropy: Series[float] = pa.Field(ge=0, description="of its ranks, in bits; 0 where it always has the same")
