"""Countries scored on a rubric: arrays with their names, handed out as tables."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from strategyscore.documents.check import check_profiles
from strategyscore.methods.ranking import ascending, ranks
from strategyscore.model.dates import PartialDate
from strategyscore.model.problems import DocumentError
from strategyscore.model.profile import Countries
from strategyscore.model.rubric import Rubric
from strategyscore.scoring.preparation import Prepared, prepare
from strategyscore.scoring.ratings import Ratings, read_ratings
from strategyscore.scoring.tree import NodeScores, score_tree
from strategyscore.text.words import DASH, percent, points

if TYPE_CHECKING:
    import pandas as pd

    from strategyscore.scoring.comparison import Comparison
    from strategyscore.scoring.explanation import Explanation

_SLACK = 1e-12


def score(rubric: Rubric, countries: Countries, as_of: str | dt.date | PartialDate | None = None) -> Scores:
    """Score countries on a rubric.

    Parameters
    ----------
    rubric : Rubric
        From `load_rubric`, or any of its parts that is a file.
    countries : Countries
        From `load_countries`.
    as_of : str or date, optional
        A day, month or year; the ratings that held at its end count. The latest ratings where it is not given.

    Returns
    -------
    Scores

    Raises
    ------
    DocumentError
        If a profile does not fit the rubric, with every misfit.
    ScoringError
        If the values do not allow what the rubric asks for, such as a min-max without a range.
    ValueError
        If `as_of` is no date, or there is no country.

    Notes
    -----
    Levels go linearly onto the rubric's scale, quantities by their ``normalise``, checklists as the mean of
    yes = 1, partly = 1/2 and no = 0. A group is the weighted mean, of the kind that its ``aggregate`` names, of the
    children that have a score. See the OECD/JRC Handbook on Constructing Composite Indicators (2008), sections 5 and 6.
    """
    if not len(countries):
        raise ValueError("there is no country to score; load at least one profile")
    problems = check_profiles(countries, rubric)
    if problems:
        raise DocumentError(problems)
    day = as_of if isinstance(as_of, PartialDate) or as_of is None else PartialDate.parse(as_of)
    if day is not None and countries.numbers is not None:
        raise ValueError("a table has no dates, so as_of does not go with it; score profiles, or leave as_of out")
    ratings = read_ratings(rubric, countries, day)
    prepared = prepare(rubric, ratings, countries.codes)
    nodes = score_tree(rubric, prepared)
    if rubric.decimals is not None:
        for side in (nodes.values, nodes.lower, nodes.upper):
            side[:, 0] = np.round(side[:, 0], rubric.decimals)
    return Scores(rubric, countries, day, ratings, prepared, nodes)


@dataclass(frozen=True, repr=False)
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
    nodes : NodeScores
        Scores, bounds and coverage of every node, before the minimum coverage is applied.
    """

    rubric: Rubric
    countries: Countries
    as_of: PartialDate | None
    ratings: Ratings = field(repr=False)
    prepared: Prepared = field(repr=False)
    nodes: NodeScores = field(repr=False)

    @cached_property
    def reported(self) -> NDArray[np.float64]:
        """Scores, shape (countries, nodes); NaN where the coverage is below the rubric's minimum."""
        enough = self.nodes.coverage >= self.rubric.missing.minimum_coverage - _SLACK
        return np.where(enough, self.nodes.values, np.nan)

    @cached_property
    def ranks(self) -> NDArray[np.float64]:
        """Ranks of the reported scores, shape (countries, nodes).

        Criteria are ranked as they are; in a group, scores that differ by the rounding of a sum only are equal.
        """
        low, high = self.rubric.scale
        result = ascending(-self.reported)
        groups = [index for index, node in enumerate(self.rubric.nodes) if not node.is_leaf]
        result[:, groups] = ranks(self.reported[:, groups], high - low)
        return result

    @cached_property
    def column(self) -> dict[str, int]:
        """The column of each node's path in the arrays."""
        return {node.path: index for index, node in enumerate(self.rubric.nodes)}

    def row(self, country: str) -> int:
        """The row of a country in the arrays.

        Raises
        ------
        UnknownCountry
            If it is not among those scored.
        """
        return self.countries.codes.index(self.countries[country].code)

    @property
    def imputes(self) -> bool:
        """Whether the rubric asks for imputation, so that tables flag it."""
        return self.rubric.impute.method != "none"

    @property
    def treated(self) -> pd.DataFrame:
        """What was done about outliers: a row a criterion that was looked at.

        Validated by `strategyscore.schemas.TreatmentTable`.
        """
        import pandas as pd

        from strategyscore.schemas import TreatmentTable

        rows = [
            {
                "node": path,
                "action": done.action,
                "points": int(done.changed.sum()),
                "countries": ", ".join(np.array(self.countries.codes)[done.changed]),
                "skewness_before": done.skewness[0],
                "kurtosis_before": done.kurtosis[0],
                "skewness": done.skewness[1],
                "kurtosis": done.kurtosis[1],
                "passes": done.passes,
            }
            for path, done in self.prepared.treated.items()
        ]
        table = pd.DataFrame(rows, columns=["node", *TreatmentTable.to_schema().columns])
        kinds: Any = {name: str(column.dtype) for name, column in TreatmentTable.to_schema().columns.items()}
        return TreatmentTable.validate(table.astype({"node": str, **kinds}).set_index("node"))

    @cached_property
    def _table(self) -> pd.DataFrame:
        import pandas as pd

        from strategyscore.schemas import ScoreTable

        columns = {
            "rank": self.ranks[:, 0],
            "score": self.reported[:, 0],
            "lower": self.nodes.lower[:, 0],
            "upper": self.nodes.upper[:, 0],
            "coverage": self.nodes.coverage[:, 0],
        }
        for child in self.rubric.root.children:
            columns[child.id] = self.reported[:, self.column[child.path]]
        if self.imputes:
            columns["imputed"] = self.nodes.imputed[:, 0]
        table = pd.DataFrame(columns, index=pd.Index(self.countries.codes, name="country", dtype=str))
        table = table.astype({"rank": "Int64"}).sort_values("rank", kind="stable", na_position="last")
        return ScoreTable.validate(table)

    @property
    def table(self) -> pd.DataFrame:
        """A row a country, best first: rank, score, lower, upper, coverage, then each child of the root.

        Where the rubric imputes, a last column `imputed` says what share of the weight was filled in. Validated by
        `strategyscore.schemas.ScoreTable`; a copy, free to change.
        """
        return self._table.copy()

    @cached_property
    def _tidy(self) -> pd.DataFrame:
        import pandas as pd

        from strategyscore.schemas import TidyScores

        nodes, n = self.rubric.nodes, len(self.countries)
        table = pd.DataFrame(
            {
                "country": np.repeat(np.array(self.countries.codes, dtype=object), len(nodes)),
                "node": np.tile(np.array([node.path for node in nodes], dtype=object), n),
                "depth": np.tile([node.depth for node in nodes], n),
                "score": self.reported.ravel(),
                "lower": self.nodes.lower.ravel(),
                "upper": self.nodes.upper.ravel(),
                "coverage": self.nodes.coverage.ravel(),
                "rank": self.ranks.ravel(),
                "weight": self.nodes.weights.ravel(),
            }
        ).astype({"country": str, "node": str, "rank": "Int64"})
        if self.imputes:
            table["imputed"] = self.nodes.imputed.ravel()
        return TidyScores.validate(table)

    @property
    def tidy(self) -> pd.DataFrame:
        """A row for every country and node: country, node, depth, score, lower, upper, coverage, rank, weight.

        Validated by `strategyscore.schemas.TidyScores`; a copy, free to change.
        """
        return self._tidy.copy()

    def explain(self, country: str, node: str | None = None) -> Explanation:
        """What a score is made of, down to the evidence.

        Parameters
        ----------
        country : str
            ISO 3166-1 alpha-3.
        node : str, optional
            A path, such as ``sovereignty.hardware``; the whole rubric where it is not given.

        Raises
        ------
        UnknownCountry, UnknownNode
            With a suggestion.
        """
        from strategyscore.scoring.explanation import explain

        return explain(self, country, node)

    def compare(self, first: str, second: str, node: str | None = None) -> Comparison:
        """The gap between two countries, split over the criteria.

        Raises
        ------
        UnknownCountry, UnknownNode
            With a suggestion.
        """
        from strategyscore.scoring.comparison import compare

        return compare(self, first, second, node)

    def __repr__(self) -> str:
        day = f" as of {self.as_of}" if self.as_of else ""
        return f"<Scores of {len(self.countries)} countries on {self.rubric.id} {self.rubric.version}{day}>"

    def _repr_html_(self) -> str:
        table = self._table.copy()
        table.index = table.index.map(lambda code: f"{self.countries[code].name} ({code})")
        formats: Any = {"coverage": percent}
        return str(
            table.to_html(float_format=lambda value: points(value, self.rubric.digits), na_rep=DASH, formatters=formats)
        )
