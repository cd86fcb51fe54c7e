"""Countries scored over several years: all years in one evaluation, each year's scores among them."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from strategyscore.errors import ScoringError
from strategyscore.methods.rank import ranks
from strategyscore.model.dates import PartialDate
from strategyscore.model.panels import CountryPanel
from strategyscore.model.periods import Time
from strategyscore.model.rubric import Rubric
from strategyscore.scoring.answers import Ratings, read_ratings
from strategyscore.scoring.missing import settled
from strategyscore.scoring.nodes import NodeScores, check_finite, nodes_of
from strategyscore.scoring.panel_tables import compound_table, growth_table, panel_table, trend_table
from strategyscore.scoring.prepare import Prepared, Treated, prepare
from strategyscore.scoring.program import Program, compile_rubric
from strategyscore.scoring.scores import Scores
from strategyscore.scoring.screen import screened_out
from strategyscore.text.words import DASH, countries_said, percent, points

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]


def score_panel(rubric: Rubric, panel: CountryPanel) -> PanelScores:
    """Score all years of a panel; see `strategyscore.score`.

    Raises
    ------
    ScoringError
        If the values do not allow what the rubric asks for; where each year is normalised by itself, with the year.
    """
    panel = panel.filled(rubric)
    program = compile_rubric(rubric)
    ratings = _ratings(rubric, panel)
    screened = screened_out(rubric, program, ratings, panel.rows.codes)
    if screened:
        ratings = ratings.rows(np.array([row for row, code in enumerate(panel.rows.codes) if code not in screened]))
        panel = panel.without(set(screened))
    treated: dict[Time, Treated] = {}
    if rubric.over == "each":
        prepared, nodes = _each(rubric, program, panel, ratings, treated)
    else:
        prepared = settled(program, prepare(rubric, ratings, panel.rows.codes))
        nodes = nodes_of(program, prepared)
    check_finite(rubric, nodes, withheld=program.withholds)
    whole = Scores(rubric, panel.rows, None, ratings, prepared, program, nodes, screened)
    return PanelScores(rubric, panel, whole, treated)


def _ratings(rubric: Rubric, panel: CountryPanel) -> Ratings:
    """The raw answers of all rows: those of a table, or those that held at the end of each year."""
    if panel.dated is None:
        return read_ratings(rubric, panel.rows)
    return Ratings.stacked([read_ratings(rubric, panel.dated, _end_of(panel, year)) for year in panel.years])


def _end_of(panel: CountryPanel, year: Time) -> PartialDate:
    return PartialDate.parse(panel.ends(year))


def _each(
    rubric: Rubric, program: Program, panel: CountryPanel, ratings: Ratings, treated: dict[Time, Treated]
) -> tuple[Prepared, NodeScores]:
    """Each year by itself; rows that do not rest on one another go through the program together."""
    parts: list[Prepared] = []
    nodes: list[NodeScores] = []
    for year in panel.years:
        rows = panel.at(year)
        try:
            parts.append(settled(program, prepare(rubric, ratings.rows(rows), panel.codes[rows])))
            treated[year] = parts[-1].treated
            nodes += [nodes_of(program, parts[-1])] if program.whole else []
        except ScoringError as error:
            raise ScoringError(f"{year}: {error}") from None
    prepared = Prepared.stacked(parts)
    return prepared, NodeScores.stacked(nodes) if program.whole else nodes_of(program, prepared)


@dataclass(frozen=True, repr=False, eq=False)
class PanelScores(Mapping[Time, Scores]):
    """Countries scored on a rubric in several years, quarters or months; a mapping from each to its `Scores`.

    Attributes
    ----------
    rubric : Rubric
    countries : CountryPanel
        What was scored, its gaps filled as the rubric says.
    whole : Scores
        All rows as one table, each under its country's code and the year, such as ``RUS 2021``: its ranks are those
        among all rows.

    See Also
    --------
    strategyscore.score : How it is made.
    strategyscore.charts.trend : The scores over the years as a picture.

    Examples
    --------
    >>> panel
    <PanelScores of 4 countries, 2023 to 2024, on readiness 0>
    >>> panel[2024].table["score"].to_dict()
    {'Aria': 70.0, 'Bora': 65.0, 'Cala': 47.5, 'Dona': 30.0}
    """

    rubric: Rubric
    countries: CountryPanel
    whole: Scores = field(repr=False)
    _treated: Mapping[Time, Treated] = field(repr=False)
    _made: dict[Time, Scores] = field(default_factory=dict, repr=False)

    def __getitem__(self, year: Time) -> Scores:
        rows = self.countries.at(year)
        if year not in self._made:
            whole = self.whole
            ends = {code: share for code, share in whole.screened.items() if code.endswith(f" {year}")}
            self._made[year] = Scores(
                self.rubric,
                self.countries[year],
                None if self.countries.dated is None else _end_of(self.countries, year),
                whole.ratings.rows(rows),
                whole.prepared.rows(rows, self._treated.get(year)),
                whole.program,
                whole.nodes.rows(rows),
                {code.removesuffix(f" {year}"): share for code, share in ends.items()},
                self.years if self._together else (),
            )
        return self._made[year]

    def __iter__(self) -> Iterator[Time]:
        return iter(self.years)

    def __len__(self) -> int:
        return len(self.years)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, PanelScores):
            return NotImplemented
        return (self.rubric, self.countries) == (other.rubric, other.countries)

    def __hash__(self) -> int:
        return hash((self.rubric, self.countries))

    @property
    def years(self) -> tuple[Time, ...]:
        """The years, quarters or months, rising."""
        return self.countries.years

    @property
    def _together(self) -> bool:
        """Whether what a year gets rests on the other years too."""
        rubric = self.rubric
        own = rubric.impute.method == "none" and rubric.treat.method == "none" and not self.whole.program.whole
        own = own and not self.whole.prepared.treated.paths and all(leaf.ends is not None for leaf in rubric.criteria)
        return rubric.over == "all" and not own

    def series(self, node: str | None = None, side: str = "values") -> Floats:
        """The scores of a node by year and country.

        Parameters
        ----------
        node : str, optional
            A path; the whole rubric where it is not given.
        side : {"values", "lower", "upper", "coverage", "imputed"}
            Which of `NodeScores`.

        Returns
        -------
        ndarray, shape (years, countries)
            In the order of `years` and ``countries.countries``; NaN where a country has no row in a year.

        Raises
        ------
        UnknownNode
            If there is no such node.

        See Also
        --------
        strategyscore.PanelScores.panel : The same as a table.

        Examples
        --------
        >>> panel.series("compute")
        array([[20., 60., 20., 20.],
               [40., 80., 20., 60.]])
        """
        cube = np.full((len(self.years), len(self.countries.countries)), np.nan)
        cube[self.countries.cells] = getattr(self.whole.nodes, side)[:, self._column(node)]
        return cube

    def thin(self, node: str | None = None) -> NDArray[np.bool_]:
        """Whether less of a node is answered than the rubric's minimum, by year and country.

        Parameters
        ----------
        node : str, optional
            A path; the whole rubric where it is not given.

        Returns
        -------
        ndarray of bool, shape (years, countries)
            In the order of `years` and ``countries.countries``.

        See Also
        --------
        strategyscore.PanelScores.ranks : A thin score has none.

        Examples
        --------
        >>> bool(panel.thin().any())
        False
        """
        thin = np.zeros((len(self.years), len(self.countries.countries)), dtype=bool)
        thin[self.countries.cells] = self.whole.thin[:, self._column(node)]
        return thin

    def ranks(self, node: str | None = None) -> Floats:
        """The ranks within each year by year and country; NaN where there is no score, or a thin one.

        Parameters
        ----------
        node : str, optional
            A path; the whole rubric where it is not given.

        Returns
        -------
        ndarray, shape (years, countries)
            In the order of `years` and ``countries.countries``; 1 is best.

        Raises
        ------
        UnknownNode
            If there is no such node.

        See Also
        --------
        strategyscore.PanelScores.series : The scores.

        Examples
        --------
        >>> panel.ranks("compute")
        array([[2., 1., 2., 2.],
               [3., 1., 4., 2.]])
        """
        of_group = self._column(node) in self.whole.program.by_node
        return ranks(
            np.where(self.thin(node), np.nan, self.series(node)), span=self.whole.program.span if of_group else 0.0
        )

    def _column(self, node: str | None) -> int:
        return 0 if node is None else self.rubric.column[self.rubric.node(node).path]

    @property
    def panel(self) -> pd.DataFrame:
        """A row for every country and year, by year, best first: rank within the year, score, lower, upper, coverage.

        Of quarters or months, the column `year` is called so instead.

        Where values were filled in, `imputed` says what share of the weight. Validated by
        `strategyscore.schemas.PanelTable`.
        """
        return panel_table(self)

    @property
    def table(self) -> pd.DataFrame:
        """The same as `panel`."""
        return self.panel

    def growth(self, node: str | None = None) -> pd.DataFrame:
        """What changed since the year before.

        Parameters
        ----------
        node : str, optional
            A path; the whole rubric where it is not given.

        Returns
        -------
        DataFrame
            A row for every country and year but the first: the year `before` it in the panel, both scores, their
            `difference` in points, `percent` of the score before (absent unless that is above 0), and `certain`:
            whether the bounds of the two do not meet, so that it is a change whatever the missing answers are.
            Validated by `strategyscore.schemas.GrowthTable`.

        Raises
        ------
        UnknownNode
            If there is no such node.

        See Also
        --------
        strategyscore.PanelScores.compound_growth : From one year to another, per year.
        strategyscore.changes : Says why a score changed.

        Examples
        --------
        >>> panel.growth()[["country", "before", "difference", "percent", "certain"]]
          country  before  difference     percent  certain
        0    Aria    2023        10.0   16.666667     True
        1    Bora    2023        10.0   18.181818     True
        2    Cala    2023         0.0    0.000000    False
        3    Dona    2023        20.0  200.000000    False
        """
        return growth_table(self, node)

    def trend(self, node: str | None = None) -> pd.DataFrame:
        """The rows of `panel` with what changed: since the time before, and per cent a year since the first.

        Parameters
        ----------
        node : str, optional
            A path; the whole rubric where it is not given.

        Returns
        -------
        DataFrame
            By country, then by time. Beside the columns of `panel`, `difference`, `percent` and `certain` as in
            `growth`, and `percent_a_year` as in `compound_growth` since the first time of the panel; they are absent
            at the first. Validated by `strategyscore.schemas.TrendTable`.

        Raises
        ------
        UnknownNode
            If there is no such node.

        See Also
        --------
        strategyscore.charts.trend : The scores as lines.

        Examples
        --------
        >>> panel.trend().query("country == 'Aria'")[["year", "score", "difference"]]
           year  score  difference
        0  2023   60.0         NaN
        1  2024   70.0        10.0
        """
        return trend_table(self, node)

    def compound_growth(self, first: Time | None = None, last: Time | None = None, node: str | None = None) -> Any:
        """The growth in a year that, repeated, leads from the score of one year to that of another.

        Parameters
        ----------
        first, last : int or str, optional
            The two years, quarters or months; the first and the last of the panel where they are not given.
        node : str, optional
            A path; the whole rubric where it is not given.

        Returns
        -------
        DataFrame
            A row a country: both years and scores, `percent` a year (absent unless both scores are above 0), and
            `certain` as for `growth`. Validated by `strategyscore.schemas.CompoundGrowthTable`.

        Raises
        ------
        UnknownYear, UnknownNode
            If there is no such year or node.
        ValueError
            If the first year is not before the last.

        See Also
        --------
        strategyscore.PanelScores.growth : From each year to the next.

        Examples
        --------
        >>> panel.compound_growth()[["percent", "certain"]]
                    percent  certain
        country
        Aria      16.666667     True
        Bora      18.181818     True
        Cala       0.000000    False
        Dona     200.000000    False
        """
        return compound_table(
            self, self.years[0] if first is None else first, self.years[-1] if last is None else last, node
        )

    @property
    def provenance(self) -> dict[str, Any]:
        """What a reader needs to make the same numbers again: that of the last year, with all years."""
        return self[self.years[-1]].provenance | {"years": list(self.years), "screened_out": dict(self.whole.screened)}

    def __repr__(self) -> str:
        several = countries_said(len(self.countries.countries))
        years = f"{self.years[0]} to {self.years[-1]}"
        return f"<PanelScores of {several}, {years}, on {self.rubric.id} {self.rubric.version}>"

    def _repr_html_(self) -> str:
        formats: Any = {"coverage": percent}
        digits = self.rubric.digits
        return str(
            self.panel.to_html(
                float_format=lambda value: points(value, digits), na_rep=DASH, formatters=formats, max_rows=60
            )
        )

    def __getstate__(self) -> dict[str, Any]:
        return {item.name: getattr(self, item.name) for item in dataclasses.fields(self)} | {"_made": {}}
