"""The pandera model of groups of countries as rows."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pandera.pandas as pa
from pandera.typing import Index, Series

from strategyscore.schemas.fields import SLACK


class GroupTable(pa.DataFrameModel):
    """`by_group`: a row a group of countries; after these columns, one for each child of the root."""

    group: Index[str] = pa.Field(unique=True, description="id of the group")
    title: Series[str] = pa.Field(description="of the group")
    countries: Series[str] = pa.Field(description="codes of the members that are scored")
    scored: Series[int] = pa.Field(ge=1, description="how many members are scored")
    members: Series[int] = pa.Field(ge=1, description="how many members there are")
    mean: Series[float] = pa.Field(description="mean score of the members that are scored, each counting alike")
    sd: Series[float] = pa.Field(ge=0, nullable=True, description="standard deviation of their scores, of a sample")
    lowest: Series[float] = pa.Field(description="the lowest score among them")
    highest: Series[float] = pa.Field(description="the highest score among them")
    lower: Series[float] = pa.Field(description="the mean with every missing answer at its worst")
    upper: Series[float] = pa.Field(description="the mean with every missing answer at its best")
    coverage: Series[float] = pa.Field(ge=0, le=1 + SLACK, description="mean answered share of the weight")
    q05: Series[float] | None = pa.Field(nullable=True, description="the mean is below this in 5 % of the draws")
    q95: Series[float] | None = pa.Field(nullable=True, description="the mean is above this in 5 % of the draws")

    @pa.dataframe_check(error="lowest <= mean <= highest")
    @classmethod
    def _mean_within(cls, table: pd.DataFrame) -> Any:
        return (table["lowest"] <= table["mean"] + SLACK) & (table["mean"] <= table["highest"] + SLACK)


class RanksWithin(pa.DataFrameModel):
    """`Scores.ranks_within`: a row for every group and member that is scored."""

    group: Series[str] = pa.Field(description="id of the group, or the entry in the column of the table")
    title: Series[str] = pa.Field(description="of the group")
    country: Series[str] = pa.Field(str_length={"min_value": 1}, description="ISO 3166-1 alpha-3")
    rank: Series[pd.Int64Dtype] = pa.Field(ge=1, nullable=True, description="among the members; 1 is best")
    of: Series[int] = pa.Field(ge=0, description="how many members have a rank")
    overall: Series[pd.Int64Dtype] = pa.Field(ge=1, nullable=True, description="among all that are scored")
    score: Series[float] = pa.Field(nullable=True, description="absent where nothing is answered")

    @pa.dataframe_check(error="the rank in a group is no worse than that among all")
    @classmethod
    def _no_worse(cls, table: pd.DataFrame) -> Any:
        return table["rank"].isna() | (table["rank"] <= table["overall"])

    class Config:
        """No group has a country twice."""

        name = "RanksWithin"
        unique = ["group", "country"]


class StrengthTable(pa.DataFrameModel):
    """`strengths`: the criteria on which a country ranks best and worst, strengths first."""

    kind: Series[str] = pa.Field(isin=["strength", "weakness"], description="whether most others score lower or higher")
    node: Series[str] = pa.Field(unique=True, description="path of the criterion")
    title: Series[str] = pa.Field(description="of the criterion")
    rank: Series[int] = pa.Field(ge=1, description="of the country on this criterion; ties share the better rank")
    tied: Series[int] = pa.Field(ge=0, description="how many others have the same score")
    of: Series[int] = pa.Field(ge=1, description="how many countries have a score on it, with this one")
    score: Series[float] = pa.Field(description="of the country, on the rubric's scale")
    median: Series[float] = pa.Field(description="of the others")
    leads: Series[float] = pa.Field(
        ge=-1, le=1, description="share of the others that score lower, less the share that score higher"
    )

    class Config:
        """A criterion stands in it once."""

        name = "StrengthTable"
