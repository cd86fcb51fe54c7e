"""Countries scored on a rubric: arrays with their names, handed out as tables."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, overload

import numpy as np
from numpy.typing import NDArray

from strategyscore.documents.check import check_profiles
from strategyscore.errors import DocumentError, ScoringError
from strategyscore.methods.rank import ranks
from strategyscore.model.countries import Countries
from strategyscore.model.dates import PartialDate
from strategyscore.model.panels import CountryPanel
from strategyscore.model.periods import Time, Times
from strategyscore.model.rubric import Rubric
from strategyscore.scoring.answers import Ratings, read_ratings
from strategyscore.scoring.frames import score_table, tidy_scores, treatment_table
from strategyscore.scoring.gates import gate_table
from strategyscore.scoring.missing import settled
from strategyscore.scoring.nodes import NodeScores, check_finite, nodes_of
from strategyscore.scoring.prepare import Prepared, prepare
from strategyscore.scoring.program import Program, compile_rubric
from strategyscore.scoring.provenance import provenance
from strategyscore.scoring.screen import screened_out
from strategyscore.text.words import DASH, countries_said, percent, points

if TYPE_CHECKING:
    import pandas as pd

    from strategyscore.scoring.comparison import Comparison
    from strategyscore.scoring.explanation import Explanation
    from strategyscore.scoring.panel import PanelScores

Floats = NDArray[np.float64]

_SLACK = 1e-12


@overload
def score(rubric: Rubric, countries: Countries, as_of: str | int | dt.date | PartialDate | None = None) -> Scores: ...
@overload
def score(rubric: Rubric, countries: Countries, as_of: Times) -> PanelScores: ...
@overload
def score(rubric: Rubric, countries: CountryPanel, as_of: None = None) -> PanelScores: ...
def score(
    rubric: Rubric,
    countries: Countries | CountryPanel,
    as_of: str | int | dt.date | PartialDate | Times | None = None,
) -> Scores | PanelScores:
    """Score countries on a rubric.

    Parameters
    ----------
    rubric : Rubric
        From `load_rubric`, or any of its parts that is a file.
    countries : Countries or CountryPanel
        From `load_countries` or `read_table`.
    as_of : str, date or sequence, optional
        A day, month or year; the ratings that held at its end count. Several years, quarters (``"2024Q1"``) or months
        make a panel. The latest ratings where it is not given.

    Returns
    -------
    Scores or PanelScores
        A `PanelScores` of several years. What rests on the data, such as a min-max, is worked out over all years, or
        within each, as the rubric's ``over`` says; ``fill`` says what stands in for gaps.

    Raises
    ------
    DocumentError
        If a profile does not fit the rubric, with every misfit.
    ScoringError
        If the values do not allow what the rubric asks for, such as a min-max without a range.
    ValueError
        If `as_of` is no date, or there is no country.
    TypeError
        If the rubric or the countries are something else.

    See Also
    --------
    strategyscore.uncertainty : How far scores can be trusted.
    strategyscore.charts.ranking : The scores as a picture.
    strategyscore.write_report : All of it on a page.

    Notes
    -----
    Levels go linearly onto the rubric's scale, quantities by their ``normalise``, checklists as the mean of
    yes = 1, partly = 1/2 and no = 0. A group is the weighted mean, of the kind that its ``aggregate`` names, of the
    children that have a score. See the OECD/JRC Handbook on Constructing Composite Indicators (2008), sections 5 and 6.

    Examples
    --------
    >>> ss.score(rubric, countries).table[["rank", "score", "coverage"]]
             rank  score  coverage
    country
    Aria        1   70.0      1.00
    Bora        2   65.0      1.00
    Cala        3   47.5      1.00
    Dona        4   30.0      0.75
    >>> geometric = rubric.replace("rules", aggregate="geometric")
    >>> ss.score(geometric, countries).table["score"].round(1).to_dict()
    {'Aria': 70.0, 'Cala': 45.4, 'Bora': 40.0, 'Dona': 30.0}
    """
    if not isinstance(rubric, Rubric):
        raise TypeError(f"rubric must be a Rubric, not {type(rubric).__name__}; load it with load_rubric")
    if isinstance(countries, CountryPanel) or (isinstance(as_of, Sequence) and not isinstance(as_of, str)):
        from strategyscore.scoring.panel import score_panel

        return score_panel(rubric, _panel(rubric, countries, as_of))
    if not isinstance(countries, Countries):
        raise TypeError(f"countries must be Countries, not {type(countries).__name__}; load them with load_countries")
    if not len(countries):
        raise ValueError("there is no country to score; load at least one profile")
    _check_profiles(rubric, countries)
    day = PartialDate.of(as_of)
    if day is not None and countries.numbers is not None:
        raise ValueError(_NO_DATES)
    program = compile_rubric(rubric)
    ratings = read_ratings(rubric, countries, day)
    screened = screened_out(rubric, program, ratings, countries.codes)
    if screened:
        countries = countries[[code for code in countries.codes if code not in screened]]
        ratings = read_ratings(rubric, countries, day)
    prepared = settled(program, prepare(rubric, ratings, countries.codes))
    nodes = nodes_of(program, prepared)
    check_finite(rubric, nodes, withheld=program.withholds)
    return Scores(rubric, countries, day, ratings, prepared, program, nodes, screened)


_NO_DATES = "a table has no dates, so as_of does not go with it; score profiles, or leave as_of out"


def _check_profiles(rubric: Rubric, countries: Countries) -> None:
    if problems := check_profiles(countries, rubric):
        raise DocumentError(problems)


def _panel(rubric: Rubric, countries: Countries | CountryPanel, as_of: object) -> CountryPanel:
    """The panel that is to be scored: that of a table, or profiles as they stood in several years."""
    if isinstance(countries, CountryPanel):
        if as_of is not None:
            raise ValueError("a panel has its own years, so as_of does not go with it; leave it out")
        return countries
    if not isinstance(countries, Countries):
        raise TypeError(f"countries must be Countries, not {type(countries).__name__}; load them with load_countries")
    if countries.numbers is not None:
        raise ValueError(_NO_DATES)
    assert isinstance(as_of, Sequence)
    if not as_of or not len(countries):
        raise ValueError("a panel takes countries, and years such as 2021, not none; write as_of=[2020, 2021]")
    _check_profiles(rubric, countries)
    return CountryPanel.of_profiles(countries, as_of)


@dataclass(frozen=True, repr=False, eq=False)
class Scores:
    """Countries scored on a rubric.

    Attributes
    ----------
    rubric : Rubric
    countries : Countries
        The rows of the arrays, in the order of their codes.
    as_of : PartialDate or None
        The day whose ratings count; None for the latest.
    ratings : Ratings
        The raw answers.
    prepared : Prepared
        The criteria, normalised, with what was imputed and treated on the way.
    program : Program
        The rubric, compiled.
    nodes : NodeScores
        Scores, bounds and coverage of every node.
    screened : mapping of str to float
        The answered share of the countries that the rubric's screen left out, by their codes.
    together : tuple of int or str
        The years, quarters or months of the panel that these scores are one of, where they rest on the other years too.

    See Also
    --------
    strategyscore.score : How they are made.
    strategyscore.uncertainty : How far they can be trusted.
    strategyscore.charts.ranking : The scores as a picture.

    Examples
    --------
    >>> scores
    <Scores of 4 countries on readiness 0>
    >>> scores.table[["rank", "score", "lower", "upper"]]
             rank  score  lower  upper
    country
    Aria        1   70.0   70.0   70.0
    Bora        2   65.0   65.0   65.0
    Cala        3   47.5   47.5   47.5
    Dona        4   30.0   30.0   55.0
    """

    rubric: Rubric
    countries: Countries
    as_of: PartialDate | None
    ratings: Ratings = field(repr=False)
    prepared: Prepared = field(repr=False)
    program: Program = field(repr=False)
    nodes: NodeScores = field(repr=False)
    screened: Mapping[str, float] = field(default_factory=dict, repr=False)
    together: tuple[Time, ...] = field(default=(), repr=False)

    def __eq__(self, other: object) -> bool:
        """Scores are equal if they were made of the same: scoring does not depend on anything else."""
        if not isinstance(other, Scores):
            return NotImplemented
        mine, theirs = (self.rubric, self.countries, self.as_of), (other.rubric, other.countries, other.as_of)
        return mine == theirs and self.together == other.together

    def __hash__(self) -> int:
        return hash((self.rubric, self.countries, self.as_of))

    @cached_property
    def thin(self) -> NDArray[np.bool_]:
        """Whether less of a node is answered than the rubric's minimum, shape (countries, nodes).

        What counts is shown: a thin node keeps its score, which counts in its parent's too, and has no rank.
        """
        enough = self.nodes.coverage >= self.program.minimum_coverage - _SLACK
        thin: NDArray[np.bool_] = ~enough & ~np.isnan(self.nodes.values)
        thin.setflags(write=False)
        return thin

    @cached_property
    def ranks(self) -> Floats:
        """Ranks, shape (countries, nodes); NaN where there is no score, or a thin one.

        Criteria are ranked as they are; in a group, scores that differ by the rounding of a sum only are equal.
        """
        counted = np.where(self.thin, np.nan, self.nodes.values).T
        result = ranks(counted, span=0.0)
        groups = [kernel.node for kernel in self.program.kernels]
        result[groups] = ranks(counted[groups], span=self.program.span)
        result.setflags(write=False)
        return result.T

    @cached_property
    def order(self) -> list[int]:
        """The rows of the countries, best first, those without a rank last."""
        ranks = self.ranks[:, 0]
        return [int(row) for row in np.argsort(np.where(np.isnan(ranks), np.inf, ranks), kind="stable")]

    @property
    def column(self) -> dict[str, int]:
        """The column of each node's path in the arrays."""
        return self.rubric.column

    def row(self, country: str) -> int:
        """The row of a country in the arrays, by its code or name.

        Parameters
        ----------
        country : str
            Its code or name.

        Returns
        -------
        int
            From 0, in the order of the codes.

        Raises
        ------
        UnknownCountry
            If it is not among those scored.

        See Also
        --------
        strategyscore.Scores.column : The column of a node.

        Examples
        --------
        >>> float(scores.nodes.values[scores.row("Bora"), scores.column["compute"]])
        80.0
        """
        return self.countries.row(country)

    @property
    def provenance(self) -> dict[str, Any]:
        """What a reader needs to make the same numbers again."""
        return provenance(self)

    @property
    def imputes(self) -> bool:
        """Whether the rubric asks for imputation, so that tables flag it."""
        return self.rubric.impute.method != "none" or bool(self.countries.numbers and self.countries.numbers.filled)

    @property
    def treated(self) -> pd.DataFrame:
        """What was done about outliers: a row a criterion that was looked at.

        Validated by `strategyscore.schemas.TreatmentTable`.
        """
        return treatment_table(self)

    @property
    def gates(self) -> pd.DataFrame:
        """A row for every country and gate: what must be reached, and whether it is.

        `result` is pass, fail, not known (where there is no answer) or not applicable; `cap` is what the score of
        `node` is at most where the gate fails. Validated by `strategyscore.schemas.GateTable`.
        """
        return gate_table(self)

    @cached_property
    def _table(self) -> pd.DataFrame:
        return score_table(self)

    @property
    def table(self) -> pd.DataFrame:
        """A row a country, best first: rank, score, lower, upper, coverage, then each child of the root, then `thin`.

        `thin` names those of the shown nodes of which less is answered than the rubric's minimum: they count, and are
        not ranked. Where the rubric imputes, `imputed` says what share of the weight was filled in. Validated by
        `strategyscore.schemas.ScoreTable`; a copy, free to change.
        """
        return self._table.copy()

    @cached_property
    def _tidy(self) -> pd.DataFrame:
        return tidy_scores(self)

    @property
    def tidy(self) -> pd.DataFrame:
        """A row for every country and node: country, node, depth, score, lower, upper, coverage, rank, weight, thin.

        Validated by `strategyscore.schemas.TidyScores`; a copy, free to change.
        """
        return self._tidy.copy()

    def ranks_within(self, groups: str | Iterable[str], node: str | None = None) -> pd.DataFrame:
        """A row for every group and member: its rank among the members, beside that among all countries.

        Parameters
        ----------
        groups : str or iterable of str
            Groups by id, title or another name, see `strategyscore.groups`, or columns of the table that tell groups
            apart, such as ``"region"`` or ``"income"``.
        node : str, optional
            A path; the whole rubric where it is not given.

        Returns
        -------
        DataFrame
            By group, best first. Validated by `strategyscore.schemas.RanksWithin`.

        Raises
        ------
        UnknownGroup, UnknownNode
            With a suggestion.
        ValueError
            If a column holds no groups.

        See Also
        --------
        strategyscore.by_group : A row a group.

        Examples
        --------
        >>> within = ss.score(ss.load_rubric(), ss.load_countries()).ranks_within("G7")
        >>> within["rank"].tolist()
        [1, 2, 3, 4, 5, 6, 7]
        """
        from strategyscore.scoring.within import ranks_within

        return ranks_within(self, groups, node)

    def explain(self, country: str, node: str | None = None) -> Explanation:
        """What a score is made of, down to the evidence.

        Parameters
        ----------
        country : str
            ISO 3166-1 alpha-3.
        node : str, optional
            A path, such as ``sovereignty.hardware``; the whole rubric where it is not given.

        Returns
        -------
        Explanation
            Its `text` is for the terminal; in a notebook it shows itself.

        Raises
        ------
        UnknownCountry, UnknownNode
            With a suggestion.

        See Also
        --------
        strategyscore.Scores.compare : Two countries.
        strategyscore.tables.scorecard : The same as a table for publication.

        Examples
        --------
        >>> scores.explain("Bora").table
                         title  weight  score  adds
        node
        rules.law    Law on AI    0.25  100.0  25.0
        rules.audit     Audits    0.25    0.0   0.0
        compute        Compute    0.50   80.0  40.0
        """
        from strategyscore.scoring.explanation import explain

        return explain(self, country, node)

    def compare(self, first: str, second: str, node: str | None = None) -> Comparison:
        """The gap between two countries, split over the criteria.

        Parameters
        ----------
        first, second : str
            Codes or names; the gap is the first less the second.
        first, second : str
            Codes or names; the gap is the first less the second.
        first, second : str
            Codes or names; the gap is the first less the second.
        node : str, optional
            A path; the whole rubric where it is not given.

        Returns
        -------
        Comparison
            Its `text` is for the terminal; in a notebook it shows itself.

        Raises
        ------
        UnknownCountry, UnknownNode
            With a suggestion.

        See Also
        --------
        strategyscore.side_by_side : One country beside several.
        strategyscore.charts.dumbbell : The differences as a picture.

        Examples
        --------
        >>> scores.compare("Aria", "Bora").table
                         title  first  second   gap
        node
        rules.audit     Audits  100.0     0.0  25.0
        compute        Compute   40.0    80.0 -20.0
        rules.law    Law on AI  100.0   100.0   0.0
        """
        from strategyscore.scoring.comparison import compare

        return compare(self, first, second, node)

    def __repr__(self) -> str:
        day = f" as of {self.as_of}" if self.as_of else ""
        return f"<Scores of {countries_said(len(self.countries))} on {self.rubric.id} {self.rubric.version}{day}>"

    def _repr_html_(self) -> str:
        table = self._table.copy()
        table.index = table.index.map(lambda code: f"{self.countries[code].name} ({code})")
        formats: Any = {"coverage": percent}
        return str(
            table.to_html(float_format=lambda value: points(value, self.rubric.digits), na_rep=DASH, formatters=formats)
        )


def check_scores(scores: object, *, anew: bool = False) -> None:
    """Refuse what is no `Scores`, with a word on what to do.

    Parameters
    ----------
    scores : object
    anew : bool
        Whether they are to be made anew, from their own countries alone.

    Raises
    ------
    TypeError
    ScoringError
        If they are to be made anew, and rest on the other years of a panel.
    """
    if not isinstance(scores, Scores):
        raise TypeError(f"scores must be Scores, not {type(scores).__name__}; make them with score(rubric, countries)")
    if anew and scores.together:
        years = f"{scores.together[0]} to {scores.together[-1]}"
        message = (
            f"these scores rest on the other years of their panel, {years}, too, so one year is not enough for this"
        )
        raise ScoringError(f"{message}; write 'over: each' in the rubric, and score it again")
