"""Scores over several years as tables, each validated by its pandera model."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import pandas as pd

    from strategyscore.scoring.panel import PanelScores

Floats = NDArray[np.float64]

_SLACK = 1e-9  # of the span: bounds that are nearer meet


def panel_table(scores: PanelScores) -> pd.DataFrame:
    """See `PanelScores.panel`."""
    import pandas as pd

    from strategyscore.schemas import PanelTable

    panel, nodes, root = scores.countries, scores.whole.nodes, scores.rubric.root
    table = pd.DataFrame(
        {
            "country": np.array(panel.codes, dtype=object),
            "year": panel.times,
            "rank": scores.ranks()[panel.cells],
            "score": nodes.values[:, 0],
            "lower": nodes.lower[:, 0],
            "upper": nodes.upper[:, 0],
            "coverage": nodes.coverage[:, 0],
        }
    ).astype({"country": str, "rank": "Int64"})
    if scores.whole.imputes:
        table["imputed"] = nodes.imputed[:, 0]
    if root.bands:
        from strategyscore.scoring.bands import bands

        table["band"], table["next_band"] = bands(scores.whole, root)
    table["thin"] = scores.whole.thin[:, 0]
    table = table.sort_values(["year", "rank"], kind="stable", na_position="last", ignore_index=True)
    return PanelTable.validate(table)


def growth_table(scores: PanelScores, node: str | None) -> pd.DataFrame:
    """See `PanelScores.growth`."""
    import pandas as pd

    from strategyscore.schemas import GrowthTable

    panel, years = scores.countries, np.array(scores.years, dtype=np.int64)
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
            "year": years[year],
            "before": years[year - 1],
            "score_before": before,
            "score": now,
            "difference": now - before,
            "percent": 100 * _ratio(now - before, before),
            "certain": certain[year - 1, country],
        }
    ).astype({"country": str})
    return GrowthTable.validate(table)


def compound_table(scores: PanelScores, first: int, last: int, node: str | None) -> pd.DataFrame:
    """See `PanelScores.compound_growth`."""
    import pandas as pd

    from strategyscore.schemas import CompoundGrowthTable

    for year in (first, last):
        scores.countries.at(year)
    if first >= last:
        raise ValueError(f"growth runs from an earlier year to a later one, and {first} is not before {last}")
    one, two = scores.years.index(first), scores.years.index(last)
    values = scores.series(node)
    start, end = values[one], values[two]
    grown = np.where(end > 0, _ratio(np.where(end > 0, end, np.nan), start), np.nan)
    table = pd.DataFrame(
        {
            "first": first,
            "last": last,
            "score_first": start,
            "score_last": end,
            "percent": 100 * (grown ** (1 / (last - first)) - 1),
            "certain": _apart(scores, node, slice(one, one + 1), slice(two, two + 1))[0],
        },
        index=pd.Index(scores.countries.countries, name="country", dtype=str),
    ).astype({"first": np.int64, "last": np.int64})
    return CompoundGrowthTable.validate(table)


def _ratio(part: Floats, whole: Floats) -> Floats:
    """A share of what is above 0, NaN of all else: a rise from 0 or from below has no per cent."""
    return np.asarray(np.divide(part, whole, out=np.full(part.shape, np.nan), where=whole > 0))


def _apart(scores: PanelScores, node: str | None, before: slice, after: slice) -> NDArray[np.bool_]:
    """Whether the bounds of two years do not meet."""
    lower, upper = scores.series(node, "lower"), scores.series(node, "upper")
    slack = _SLACK * scores.whole.program.span
    return np.asarray((lower[after] > upper[before] + slack) | (upper[after] < lower[before] - slack))
