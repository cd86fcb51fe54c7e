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
