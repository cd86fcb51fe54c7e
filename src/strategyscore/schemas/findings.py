"""pandera models of findings, tiers and comparisons."""

from __future__ import annotations

import pandas as pd
import pandera.pandas as pa
from pandera.typing import Index, Series


class TierTable(pa.DataFrameModel):
    """`Uncertainty.tiers`: runs of countries that the draws cannot tell apart."""

    country: Index[str] = pa.Field(unique=True, description="ISO 3166-1 alpha-3")
    nominal: Series[pd.Int64Dtype] = pa.Field(ge=1, nullable=True, description="the rank as it is; absent where thin")
    tier: Series[pd.Int64Dtype] = pa.Field(ge=1, nullable=True, description="from 1 at the top; absent without a rank")


class FindingTable(pa.DataFrameModel):
    """`Findings.table`: what a score says in sentences, with what each rests on."""

    kind: Series[str] = pa.Field(description="what the sentence is about, such as lead or strength")
    text: Series[str] = pa.Field(description="the sentence")
    countries: Series[str] = pa.Field(description="codes of the countries that it is about, the first one first")
    node: Series[str] = pa.Field(description="path of the node that it is about")
    rests_on: Series[str] = pa.Field(
        isin=["draws", "bounds", "scores", "ratings", "sources"], description="what it rests on"
    )
    numbers: Series[str] = pa.Field(description="the numbers that it rests on, as name=value")


class GapTable(pa.DataFrameModel):
    """`Comparison.table`: the gap between two countries, split over criteria; the column `gap` adds up to it."""

    node: Index[str] = pa.Field(
        unique=True, description="path of the criterion, or of a group whose mean is not linear, or missing"
    )
    title: Series[str] = pa.Field(description="of the criterion or group")
    first: Series[float] = pa.Field(nullable=True, description="score of the first country")
    second: Series[float] = pa.Field(nullable=True, description="score of the second country")
    gap: Series[float] = pa.Field(description="points that it adds to first minus second")


def side_by_side_schema(codes: list[str]) -> pa.DataFrameSchema:
    """The model of `SideBySide.table`: a level, or a score where there are no levels, for each country.

    Parameters
    ----------
    codes : list of str
        Of the countries, which are columns.

    Returns
    -------
    pandera.DataFrameSchema
        Of the table.

    See Also
    --------
    strategyscore.side_by_side : What it is of.

    Examples
    --------
    >>> beside = ss.side_by_side(scores, "Aria", "Bora").table
    >>> ss.schemas.side_by_side_schema(["Aria", "Bora"]).validate(beside).shape
    (3, 5)
    """
    columns = {"title": pa.Column(str), "part": pa.Column(str)}
    columns |= {code: pa.Column(float, nullable=True) for code in [*codes, "difference"]}
    return pa.DataFrameSchema(columns, index=pa.Index(str, unique=True, name="node"), strict=True)
