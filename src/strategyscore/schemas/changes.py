"""pandera models of what changed between two scorings."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pandera.pandas as pa
from pandera.typing import Index, Series

from strategyscore.schemas.fields import SLACK

_CAUSES = ("facts", "answers", "rubric", "peers")


class ChangeTable(pa.DataFrameModel):
    """`Changes.table`: the change of each country's score and rank, and what each cause adds to it."""

    country: Index[str] = pa.Field(unique=True, description="ISO 3166-1 alpha-3")
    rank_before: Series[pd.Int64Dtype] = pa.Field(ge=1, nullable=True, coerce=True, description="absent without a rank")
    rank_after: Series[pd.Int64Dtype] = pa.Field(ge=1, nullable=True, coerce=True, description="absent without a rank")
    score_before: Series[float] = pa.Field(nullable=True, description="absent where nothing is answered")
    score_after: Series[float] = pa.Field(nullable=True, description="absent where nothing is answered")
    change: Series[float] = pa.Field(nullable=True, description="the score after less the score before")
    facts: Series[float] = pa.Field(nullable=True, description="points from answers given on both sides that differ")
    answers: Series[float] = pa.Field(nullable=True, description="points from answers that are new or gone")
    rubric: Series[float] = pa.Field(nullable=True, description="points from the rubric and its weights")
    peers: Series[float] = pa.Field(nullable=True, description="points from the other countries")
    rank_change: Series[float] = pa.Field(
        nullable=True, description="the rank after less the rank before; below 0 where the country climbed"
    )
    rank_facts: Series[float] = pa.Field(nullable=True, description="ranks from answers on both sides that differ")
    rank_answers: Series[float] = pa.Field(nullable=True, description="ranks from answers that are new or gone")
    rank_rubric: Series[float] = pa.Field(nullable=True, description="ranks from the rubric and its weights")
    rank_peers: Series[float] = pa.Field(nullable=True, description="ranks from the other countries")
    questions: Series[int] = pa.Field(ge=0, description="criteria answered on both sides")
    same_before: Series[float] = pa.Field(nullable=True, description="the score before on these criteria alone")
    same_after: Series[float] = pa.Field(nullable=True, description="the score after on these criteria alone")
    rose: Series[int] = pa.Field(ge=0, description="ratings that rose")
    fell: Series[int] = pa.Field(ge=0, description="ratings that fell")
    new: Series[int] = pa.Field(ge=0, description="answers that are new")
    gone: Series[int] = pa.Field(ge=0, description="answers that are gone")

    @pa.dataframe_check(error="the parts add up to the change")
    @classmethod
    def _adds_up(cls, table: pd.DataFrame) -> Any:
        return _sum_is(table, "change", _CAUSES)

    @pa.dataframe_check(error="the parts add up to the change of the rank")
    @classmethod
    def _ranks_add_up(cls, table: pd.DataFrame) -> Any:
        return _sum_is(table, "rank_change", [f"rank_{name}" for name in _CAUSES])


def _sum_is(table: pd.DataFrame, total: str, parts: Any) -> Any:
    added = table[list(parts)].sum(axis=1, skipna=False)
    return added.isna() | (np.abs(added - table[total]) <= SLACK * (1 + np.abs(table[total])))


class ChangedRatings(pa.DataFrameModel):
    """`Changes.ratings`: a row a rating that changed."""

    country: Series[str] = pa.Field(description="ISO 3166-1 alpha-3")
    node: Series[str] = pa.Field(description="path of the criterion")
    title: Series[str] = pa.Field(description="of the criterion")
    change: Series[str] = pa.Field(
        isin=["rose", "fell", "changed", "new", "gone"],
        description="changed: as much is answered, otherwise, and comes to the same",
    )
    before: Series[str] = pa.Field(description="the answer before; empty where there was none")
    after: Series[str] = pa.Field(description="the answer after; empty where there is none")
    since: Series[str] = pa.Field(description="from when the answer after holds")
    corrected: Series[bool] = pa.Field(
        description="the answer after holds from no later than the one before: the rating was mended"
    )
    because: Series[str] = pa.Field(description="what ties the evidence to the answer")
    sources: Series[str] = pa.Field(description="what the answer cites: title, publisher, date and address")

    class Config:
        """No country has a criterion twice."""

        name = "ChangedRatings"
        unique = ["country", "node"]
