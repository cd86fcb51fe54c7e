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
_QUARTER: dict[str, Any] = {"str_matches": r"^\d{4}Q[1-4]$"}
_MONTH: dict[str, Any] = {"str_matches": r"^\d{4}-\d{2}$"}


class _Timed(pa.DataFrameModel):
    """A country at a time: one of three columns says when."""

    country: Series[str] = pa.Field(str_length={"min_value": 1}, description="ISO 3166-1 alpha-3")
    year: Series[int] | None = pa.Field(**_YEAR, description="in a panel of years, the year")
    quarter: Series[str] | None = pa.Field(**_QUARTER, description="in a panel of quarters, the quarter, as 2021Q3")
    month: Series[str] | None = pa.Field(**_MONTH, description="in a panel of months, the month, as 2021-09")

    @pa.dataframe_check(error="no country has a time twice, and one column says when")
    @classmethod
    def _once(cls, table: pd.DataFrame) -> bool:
        when = [name for name in ("year", "quarter", "month") if name in table]
        return len(when) == 1 and not table.duplicated(["country", *when]).any()


class PanelTable(_Timed, Scored):
    """`PanelScores.panel`: a row for every country and year, by year, best first; ranks are those within the year."""

    imputed: Series[float] | None = pa.Field(
        ge=0, le=1 + SLACK, nullable=True, description="share of the weight that was filled in"
    )
    thin: Series[bool] = pa.Field(
        description="whether less is answered than the rubric's minimum: it counts, and is not ranked"
    )


class TrendTable(PanelTable):
    """`PanelScores.trend`: the rows of the panel with what changed, by country."""

    difference: Series[float] = pa.Field(nullable=True, description="the score less that of the time before")
    percent: Series[float] = pa.Field(
        nullable=True, description="the difference in per cent of the score before; absent unless that is above 0"
    )
    certain: Series[pd.BooleanDtype] = pa.Field(
        nullable=True, description="whether the bounds of the two do not meet; absent at the first time"
    )
    percent_a_year: Series[float] = pa.Field(
        gt=-100, nullable=True, description="growth a year since the first time; absent unless both scores are above 0"
    )


class GrowthTable(_Timed):
    """`PanelScores.growth`: what changed since the year, quarter or month before."""

    before: Series[Any] = pa.Field(description="the time before it in the panel")
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


class CompoundGrowthTable(pa.DataFrameModel):
    """`PanelScores.compound_growth`: the growth a year between two years."""

    country: Index[str] = pa.Field(unique=True, description="ISO 3166-1 alpha-3")
    first: Series[Any] = pa.Field(description="the earlier year, quarter or month")
    last: Series[Any] = pa.Field(description="the later one")
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
