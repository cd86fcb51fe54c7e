"""Tables of answers, of the evidence behind them, and of how far they can be trusted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandera.pandas as pa
from pandera.typing import Index, Series

from strategyscore.schemas.fields import SHARE, SLACK

if TYPE_CHECKING:
    from strategyscore.model.rubric import Rubric


class Agreement(pa.DataFrameModel):
    """How far the coders of some ratings agree."""

    coded_twice: Series[int] = pa.Field(ge=0, description="ratings by two or more coders")
    agree: Series[float] = pa.Field(in_range=SHARE, nullable=True, description="the share on which all coders agree")
    alpha: Series[float] = pa.Field(le=1 + SLACK, nullable=True, description="Krippendorff's, ordinal")
    alpha_low: Series[float] = pa.Field(le=1 + SLACK, nullable=True, description="5 % of the resamples lie below")
    alpha_high: Series[float] = pa.Field(le=1 + SLACK, nullable=True, description="5 % of the resamples lie above")


class AuditedParts(Agreement):
    """`Audit.parts`: how far coders agree on the whole, and on each part of it."""

    part: Index[str] = pa.Field(unique=True, description="path")


class AuditedCriteria(Agreement):
    """`Audit.criteria`: what the answers to each criterion rest on."""

    node: Index[str] = pa.Field(unique=True, description="path of the criterion")
    answered: Series[int] = pa.Field(ge=0, description="countries")
    missing: Series[int] = pa.Field(ge=0, description="countries")
    high: Series[int] = pa.Field(ge=0, description="answers of high confidence")
    medium: Series[int] = pa.Field(ge=0, description="answers of medium confidence")
    low: Series[int] = pa.Field(ge=0, description="answers of low confidence")


class AuditedCountries(Agreement):
    """`Audit.countries`: what each profile rests on."""

    country: Index[str] = pa.Field(unique=True, description="ISO 3166-1 alpha-3")
    answered: Series[int] = pa.Field(ge=0, description="criteria")
    missing: Series[int] = pa.Field(ge=0, description="criteria")
    sources: Series[int] = pa.Field(ge=0, description="cited by the answers")
    kinds: Series[str] = pa.Field(description="how many sources of each kind")
    few_sources: Series[str] = pa.Field(description="parts of the root that rest on fewer than two sources")
    primary: Series[int] = pa.Field(ge=0, description="answers that rest on a primary source")


class AuditedConfidence(pa.DataFrameModel):
    """`Audit.confidence`: how often coders who stated a confidence are right."""

    confidence: Index[str] = pa.Field(unique=True, isin=["high", "medium", "low", "all"])
    pairs: Series[int] = pa.Field(ge=0, description="ratings by two coders")
    agree: Series[float] = pa.Field(in_range=SHARE, nullable=True, description="the share on which they agree")
    apart: Series[float] = pa.Field(in_range=SHARE, nullable=True, description="the share two levels apart or more")
    accuracy: Series[float] = pa.Field(in_range=SHARE, nullable=True, description="of a coder, implied by agree")
    low: Series[float] = pa.Field(in_range=SHARE, nullable=True, description="lower end of a 90 % interval of it")
    high: Series[float] = pa.Field(in_range=SHARE, nullable=True, description="upper end")
    two_levels: Series[float] = pa.Field(in_range=SHARE, nullable=True, description="of errors, reach two levels")


class OutOfSample(pa.DataFrameModel):
    """`out_of_sample`: ranks by one coder alone, and the intervals drawn from the other."""

    country: Index[str] = pa.Field(unique=True, description="ISO 3166-1 alpha-3")
    first: Series[float] = pa.Field(ge=1, description="rank by the first coder alone")
    second: Series[float] = pa.Field(ge=1, description="rank by the second coder alone")
    lower: Series[float] = pa.Field(ge=1, description="90 % of the ranks drawn from the first lie from here")
    upper: Series[float] = pa.Field(ge=1, description="to here")
    within: Series[bool] = pa.Field(description="whether the second's rank lies there")
    lower_2: Series[float] = pa.Field(ge=1, description="90 % of the ranks drawn from the second lie from here")
    upper_2: Series[float] = pa.Field(ge=1, description="to here")
    within_2: Series[bool] = pa.Field(description="whether the first's rank lies there")


def held_against_schema(paths: list[str]) -> pa.DataFrameSchema:
    """The model of `held_against`: a row an index, its rank correlation with each node.

    Parameters
    ----------
    paths : list of str
        Of the nodes that the index is held against.

    Returns
    -------
    pandera.DataFrameSchema
        Of the table.

    See Also
    --------
    strategyscore.against : Holds scores against published figures.

    Examples
    --------
    >>> ss.schemas.held_against_schema(["rules"]).columns["rules"].nullable
    True
    """
    check = pa.Check.in_range(-1 - SLACK, 1 + SLACK)
    columns = {"countries": pa.Column(int, pa.Check.ge(0))}
    columns |= {path: pa.Column(float, check, nullable=True) for path in paths}
    return pa.DataFrameSchema(columns, index=pa.Index(str, unique=True, name="index"), strict=True)


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
    kind: Series[str] = pa.Field(description="of the source: law, strategy, press; empty where none is stated")
    language: Series[str] = pa.Field(description="code of the source's language; empty where none is stated")
    published: Series[str] = pa.Field(
        description="day, month or year in which the source came out; empty where it does not say"
    )
    accessed: Series[str] = pa.Field(description="day on which it was looked up")


def values_schema(rubric: Rubric) -> pa.DataFrameSchema:
    """The model of a table of values for a rubric: a row a country, a column a criterion under its key.

    Parameters
    ----------
    rubric : Rubric
        From `strategyscore.load_rubric`.

    Returns
    -------
    pandera.DataFrameSchema
        Of the table.

    See Also
    --------
    strategyscore.read_table : Reads such a table.

    Examples
    --------
    >>> list(ss.schemas.values_schema(rubric).columns)
    ['readiness.rules.law', 'readiness.rules.audit', 'readiness.compute']
    """
    columns = {}
    for leaf in rubric.criteria:
        checks = [pa.Check.isin(leaf.allowed.tolist())] if len(leaf.allowed) else []
        if leaf.asked is not None:
            checks.append(pa.Check.in_range(*leaf.asked))
        columns[leaf.key] = pa.Column(float, checks, nullable=True)
    return pa.DataFrameSchema(columns, index=pa.Index(str, unique=True, name="country"), strict=True)
