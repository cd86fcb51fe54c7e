"""pandera models of scores over several years."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pandera.pandas as pa
from pandera.typing import Index, Series

from strategyscore.schemas.fields import SLACK
from strategyscore.schemas.scored import Scored

_YEAR: dict[str, Any] = {"ge": 1000, "le": 9999}


class PanelTable(Scored):
    """`PanelScores.panel`: a row for every country and year, by year, best first."""

    country: Series[str] = pa.Field(str_length={"min_value": 1}, description="ISO 3166-1 alpha-3")
    year: Series[int] = pa.Field(**_YEAR, description="the rank is that within it")
    imputed: Series[float] | None = pa.Field(
        ge=0, le=1 + SLACK, nullable=True, description="share of the weight that was filled in"
    )
    thin: Series[bool] = pa.Field(
        description="whether less is answered than the rubric's minimum: it counts, and is not ranked"
    )

    class Config:
        """No country has a year twice."""

        name = "PanelTable"
        unique = ["country", "year"]


class GrowthTable(pa.DataFrameModel):
    """`PanelScores.growth`: what changed since the year before."""

    country: Series[str] = pa.Field(str_length={"min_value": 1}, description="ISO 3166-1 alpha-3")
    year: Series[int] = pa.Field(**_YEAR, description="the later year")
    before: Series[int] = pa.Field(**_YEAR, description="the year before it in the panel")
    score_before: Series[float] = pa.Field(nullable=True, description="absent where nothing is answered")
    score: Series[float] = pa.Field(nullable=True, description="absent where nothing is answered")
    difference: Series[float] = pa.Field(nullable=True, description="the score less the score before")
    percent: Series[float] = pa.Field(
        nullable=True, description="the difference in per cent of the score before; absent unless that is above 0"
    )
    certain: Series[bool] = pa.Field(description="whether the bounds of the two do not meet")

    @pa.dataframe_check(error="the difference is that of the scores")
    @classmethod
    def _is_difference(cls, table: pd.DataFrame) -> bool:
        return np.allclose(table["difference"], table["score"] - table["score_before"], equal_nan=True)

    class Config:
        """No country has a year twice."""

        name = "GrowthTable"
        unique = ["country", "year"]


class CompoundGrowthTable(pa.DataFrameModel):
    """`PanelScores.compound_growth`: the growth a year between two years."""

    country: Index[str] = pa.Field(unique=True, description="ISO 3166-1 alpha-3")
    first: Series[int] = pa.Field(**_YEAR, description="the earlier year")
    last: Series[int] = pa.Field(**_YEAR, description="the later year")
    score_first: Series[float] = pa.Field(nullable=True, description="absent where nothing is answered")
    score_last: Series[float] = pa.Field(nullable=True, description="absent where nothing is answered")
    percent: Series[float] = pa.Field(
        gt=-100, nullable=True, description="growth a year; absent unless both scores are above 0"
    )
    certain: Series[bool] = pa.Field(description="whether the bounds of the two do not meet")

    @pa.dataframe_check(error="the first year is before the last")
    @classmethod
    def _in_order(cls, table: pd.DataFrame) -> Any:
        return table["first"] < table["last"]
