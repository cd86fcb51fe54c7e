"""Tables of scores, of what they are made of, and of the statistics on them."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pandera.pandas as pa
from pandera.typing import Index, Series

from strategyscore.schemas.fields import SLACK


class Scored(pa.DataFrameModel):
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
        ge=0, le=1 + SLACK, nullable=True, description="answered share of the weight; absent where nothing applies"
    )
    band: Series[str] | None = pa.Field(description="the band that the score lies in; empty where there is none")
    next_band: Series[str] | None = pa.Field(
        description="another band that the score is within rounding of, else empty"
    )

    @pa.dataframe_check(error="lower <= score <= upper")
    @classmethod
    def _score_within_bounds(cls, table: pd.DataFrame) -> Any:
        inside = (table["lower"] <= table["score"] + SLACK) & (table["score"] <= table["upper"] + SLACK)
        return table["score"].isna() | inside

    @pa.dataframe_check(error="a rank only where there is a score")
    @classmethod
    def _rank_with_score(cls, table: pd.DataFrame) -> Any:
        return table["score"].notna() | table["rank"].isna()


class ScoreTable(Scored):
    """`Scores.table`: a row a country, best first; after these columns, one for each child of the root."""

    country: Index[str] = pa.Field(unique=True, str_length={"min_value": 1}, description="ISO 3166-1 alpha-3")
    thin: Series[str] = pa.Field(
        description="the shown nodes of which less is answered than the rubric's minimum; they count without a rank"
    )

    @pa.dataframe_check(error="the columns of the root's children hold numbers")
    @classmethod
    def _children_are_numbers(cls, table: pd.DataFrame) -> bool:
        children = table.columns.difference([*Scored.to_schema().columns, "thin"])
        return all(pd.api.types.is_float_dtype(table[child]) for child in children)

    class Config:
        """A country's row stands under its code."""

        name = "ScoreTable"


class TidyScores(Scored):
    """`Scores.tidy`: a row for every country and node of the rubric."""

    country: Series[str] = pa.Field(str_length={"min_value": 1}, description="ISO 3166-1 alpha-3")
    node: Series[str] = pa.Field(description="the node's path; the root's is the rubric's id")
    depth: Series[int] = pa.Field(ge=0, description="0 for the root")
    weight: Series[float] = pa.Field(ge=0, le=1 + SLACK, nullable=True, description="share among the siblings")
    thin: Series[bool] = pa.Field(
        description="less is answered than the rubric's minimum: it counts, and is not ranked"
    )
    imputed: Series[float] | None = pa.Field(
        ge=0, le=1 + SLACK, nullable=True, description="share of the weight that was filled in"
    )

    class Config:
        """No country has a node twice."""

        name = "TidyScores"
        unique = ["country", "node"]


class ContributionTable(pa.DataFrameModel):
    """`Explanation.table`: what each criterion adds to a score; the column adds up to it."""

    node: Index[str] = pa.Field(
        unique=True, description="path of the criterion, or of a group whose mean is not linear, or missing"
    )
    title: Series[str] = pa.Field(description="of the criterion or group")
    weight: Series[float] = pa.Field(ge=0, le=1 + SLACK, nullable=True, description="share of the explained node")
    score: Series[float] = pa.Field(nullable=True, description="on the rubric's scale; absent where missing")
    adds: Series[float] = pa.Field(description="points that it adds to the explained score")

    class Config:
        """A criterion stands in it once."""

        name = "ContributionTable"


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
    alpha: Series[float] = pa.Field(le=1 + SLACK, nullable=True, description="Cronbach's, standardised")
    raw_alpha: Series[float] = pa.Field(le=1 + SLACK, nullable=True, description="Cronbach's, of covariances")
    mean_correlation: Series[float] = pa.Field(
        ge=-1 - SLACK, le=1 + SLACK, nullable=True, description="between pairs of children"
    )


class EffectiveWeights(pa.DataFrameModel):
    """`diagnostics.effective_weights`: the weight a child was given beside the one it has."""

    node: Index[str] = pa.Field(unique=True, description="path of the child")
    group: Series[str] = pa.Field(description="path of its group")
    given: Series[float] = pa.Field(ge=0, le=1 + SLACK, description="share that the rubric gives")
    correlation: Series[float] = pa.Field(ge=-1 - SLACK, le=1 + SLACK, description="with the group's score")
    effective: Series[float] = pa.Field(ge=0, le=1 + SLACK, nullable=True, description="share of squared correlation")


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


def correlation_schema(paths: list[str]) -> pa.DataFrameSchema:
    """The model of `diagnostics.correlations`: paths by paths, from -1 to 1.

    Parameters
    ----------
    paths : list of str
        Of the nodes, its rows and columns.

    Returns
    -------
    pandera.DataFrameSchema
        Of the table.

    See Also
    --------
    strategyscore.diagnostics.correlations : What it is of.

    Examples
    --------
    >>> found = ss.diagnostics.correlations(scores, "readiness")
    >>> ss.schemas.correlation_schema(["rules", "compute"]).validate(found).shape
    (2, 2)
    """
    check = pa.Check.in_range(-1 - SLACK, 1 + SLACK)
    columns = {path: pa.Column(float, check, nullable=True) for path in paths}
    return pa.DataFrameSchema(columns, index=pa.Index(str, unique=True, name="node"), strict=True)


def component_schema(paths: list[str]) -> pa.DataFrameSchema:
    """The model of `diagnostics.principal_components`: a row a component, a column of loadings for each path.

    Parameters
    ----------
    paths : list of str
        Of the children, which are its last columns.

    Returns
    -------
    pandera.DataFrameSchema
        Of the table.

    See Also
    --------
    strategyscore.diagnostics.principal_components : What it is of.

    Examples
    --------
    >>> parts = ss.diagnostics.principal_components(scores, "readiness")
    >>> ss.schemas.component_schema(["rules", "compute"]).validate(parts).shape
    (2, 5)
    """
    columns = {"eigenvalue": pa.Column(float, pa.Check.ge(0))}
    columns |= {name: pa.Column(float, pa.Check.in_range(0, 1 + SLACK)) for name in ("explained", "cumulated")}
    columns |= {path: pa.Column(float) for path in paths}
    return pa.DataFrameSchema(columns, index=pa.Index(int, unique=True, name="component"), strict=True)


class AgainstTable(pa.DataFrameModel):
    """`against`: computed figures beside published ones."""

    country: Series[str] = pa.Field(description="code of the country")
    column: Series[str] = pa.Field(description="column of the published table")
    node: Series[str] = pa.Field(description="path of the node")
    published: Series[float] = pa.Field(nullable=True, description="the figure as it was published")
    computed: Series[float] = pa.Field(nullable=True, description="the same, computed")
    difference: Series[float] = pa.Field(nullable=True, description="computed less published")
    rounding: Series[float] = pa.Field(ge=0, nullable=True, description="how far rounding can part the two")
    verdict: Series[str] = pa.Field(
        isin=["agrees", "rounding of the inputs", "differs", "computed only", "published only"],
        description="whether they agree",
    )
