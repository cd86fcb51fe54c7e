"""Scores over several years as tables, each validated by its pandera model."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from strategyscore.methods.rank import moved
from strategyscore.model.nodes import Group

if TYPE_CHECKING:
    import pandas as pd

    from strategyscore.model.periods import Time
    from strategyscore.scoring.panel import PanelScores

Floats = NDArray[np.float64]

_SLACK = 1e-9  # of the span: bounds that are nearer meet


def panel_table(scores: PanelScores) -> pd.DataFrame:
    """See `PanelScores.panel`."""
    from strategyscore.schemas import PanelTable

    when = scores.countries.calendar.name
    table = _rows(scores, None).sort_values([when, "rank"], kind="stable", na_position="last", ignore_index=True)
    return PanelTable.validate(table)


def _rows(scores: PanelScores, path: str | None) -> pd.DataFrame:
    """A row for every row of the panel, in its order, on a node."""
    import pandas as pd

    panel, nodes = scores.countries, scores.whole.nodes
    node = scores.rubric.node(path) if path else scores.rubric.root
    column = scores.rubric.column[node.path]
    table = pd.DataFrame(
        {
            "country": np.array(panel.codes, dtype=object),
            panel.calendar.name: _labels(scores)[panel.cells[0]],
            "rank": scores.ranks(path)[panel.cells],
            "score": nodes.values[:, column],
            "lower": nodes.lower[:, column],
            "upper": nodes.upper[:, column],
            "coverage": nodes.coverage[:, column],
        }
    ).astype({"country": str, "rank": "Int64"})
    if scores.whole.imputes:
        table["imputed"] = nodes.imputed[:, column]
    if isinstance(node, Group) and node.bands:
        from strategyscore.scoring.bands import bands

        table["band"], table["next_band"] = bands(scores.whole, node)
    table["thin"] = scores.whole.thin[:, column]
    return table


def _labels(scores: PanelScores) -> NDArray[Any]:
    """The years as numbers, or the quarters or months as they are written."""
    years = scores.years
    return np.array(years, dtype=np.int64 if scores.countries.calendar.a_year == 1 else object)


def trend_table(scores: PanelScores, node: str | None) -> pd.DataFrame:
    """See `PanelScores.trend`."""
    from strategyscore.schemas import TrendTable

    panel, when = scores.countries, scores.countries.calendar.name
    keys, told = ["country", when], ["difference", "percent", "certain"]
    table = _rows(scores, node).merge(growth_table(scores, node)[[*keys, *told]], how="left", on=keys)
    table["certain"] = table["certain"].astype("boolean")
    since = (panel.numbers - panel.numbers[0])[:, None] / panel.calendar.a_year
    values = scores.series(node)
    start = np.broadcast_to(values[0], values.shape)
    grown = _grown(start, values, np.broadcast_to(since, values.shape))
    table["percent_a_year"] = grown[panel.cells]
    return TrendTable.validate(table.sort_values(keys, kind="stable", ignore_index=True))


def _grown(start: Floats, end: Floats, years: Floats) -> Floats:
    """Per cent a year that lead from one score to another over so many years; NaN unless both are above 0."""
    ratio = np.where(end > 0, _ratio(np.where(end > 0, end, np.nan), start), np.nan)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(100 * (np.where(years > 0, ratio, np.nan) ** (1 / years) - 1))


def growth_table(scores: PanelScores, node: str | None) -> pd.DataFrame:
    """See `PanelScores.growth`."""
    import pandas as pd

    from strategyscore.schemas import GrowthTable

    panel, years = scores.countries, _labels(scores)
    values = scores.series(node)
    certain = _apart(scores, node, slice(None, -1), slice(1, None))
    year, country = panel.cells
    later = np.flatnonzero(year > 0)
    later = later[np.lexsort((year[later], country[later]))]
    year, country = year[later], country[later]
    before, now = values[year - 1, country], values[year, country]
    table = pd.DataFrame(
        {
            "country": np.array(panel.countries, dtype=object)[country],
            panel.calendar.name: years[year],
            "before": years[year - 1],
            "score_before": before,
            "score": now,
            "difference": now - before,
            "percent": 100 * _ratio(now - before, before),
            "certain": certain[year - 1, country],
        }
    ).astype({"country": str})
    return GrowthTable.validate(table)


def compound_table(scores: PanelScores, first: Time, last: Time, node: str | None) -> pd.DataFrame:
    """See `PanelScores.compound_growth`."""
    import pandas as pd

    from strategyscore.schemas import CompoundGrowthTable

    for year in (first, last):
        scores.countries.at(year)
    panel = scores.countries
    one, two = scores.years.index(first), scores.years.index(last)
    if one >= two:
        name = panel.calendar.name
        raise ValueError(f"growth runs from an earlier {name} to a later one, and {first} is not before {last}")
    values = scores.series(node)
    start, end = values[one], values[two]
    years = (panel.numbers[two] - panel.numbers[one]) / panel.calendar.a_year
    table = pd.DataFrame(
        {
            "first": first,
            "last": last,
            "score_first": start,
            "score_last": end,
            "percent": _grown(start, end, np.full(start.shape, years)),
            "certain": _apart(scores, node, slice(one, one + 1), slice(two, two + 1))[0],
        },
        index=pd.Index(scores.countries.countries, name="country", dtype=str),
    )
    return CompoundGrowthTable.validate(table)


def _ratio(part: Floats, whole: Floats) -> Floats:
    """A share of what is above 0, NaN of all else: a rise from 0 or from below has no per cent."""
    return np.asarray(np.divide(part, whole, out=np.full(part.shape, np.nan), where=whole > 0))


def _apart(scores: PanelScores, node: str | None, before: slice, after: slice) -> NDArray[np.bool_]:
    """Whether the bounds of two years do not meet."""
    lower, upper = scores.series(node, "lower"), scores.series(node, "upper")
    slack = _SLACK * scores.whole.program.span
    return np.asarray(moved((lower[before], upper[before]), (lower[after], upper[after]), slack) != 0)
