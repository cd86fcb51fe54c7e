"""What would most reduce the uncertainty: the answer whose settling narrows a country's interval most."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from strategyscore.robustness.draws import BLOCK, draw, evaluate
from strategyscore.robustness.uncertainty import Uncertainty, ranks_of

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]

_DRAWS = 20_000
_BINS = 5


def settling(found: Uncertainty) -> pd.DataFrame:
    """How much narrower a country's 90 % intervals would be, were one of its uncertain answers known.

    The draws are sorted by what they drew for the answer; the interval's expected width is the mean of the widths
    within each outcome. Nothing but the draws themselves is scored.

    Parameters
    ----------
    found : Uncertainty
        That varied ratings or missing answers.

    Returns
    -------
    pandas.DataFrame
        A row for each country and uncertain answer, those that narrow the interval of its rank most first (then of its
        score); columns ``country``, ``node``, ``now`` (missing, or the confidence), ``ranks`` and ``points`` (widths of
        the intervals), ``ranks_settled`` and ``points_settled`` (expected). Validated by
        `strategyscore.tables.SettlingTable`.
    """
    import pandas as pd

    from strategyscore.tables import SettlingTable

    plan = found.plan
    blocks = [draw(plan, block) for block in range(-(-min(found.draws, _DRAWS) // BLOCK))]
    drawn = np.vstack([evaluate(plan, block) for block in blocks])
    ranks = ranks_of(drawn, exact=plan.vary.weights is not None)
    rows = []
    for number, cells in enumerate(plan.cells):
        outcome = np.vstack([block.levels[number] for block in blocks])
        rows += [
            _row(found, cells.rows[k], cells.leaves[k], outcome[:, k], drawn, ranks) for k in range(len(cells.rows))
        ]
    for number, spans in enumerate(plan.ranges):
        position = np.vstack([block.positions[number] for block in blocks])
        places = np.argsort(np.argsort(position, axis=0), axis=0) * _BINS // len(position)
        rows += [
            _row(found, spans.rows[k], spans.leaves[k], places[:, k], drawn, ranks) for k in range(len(spans.rows))
        ]
    columns = ["country", "node", "now", "ranks", "ranks_settled", "points", "points_settled"]
    table = pd.DataFrame(rows, columns=columns).astype({"country": str, "node": str, "now": str})
    table = table.astype(dict.fromkeys(columns[3:], float))
    gain = (table["ranks"] - table["ranks_settled"]).round(6), table["points"] - table["points_settled"]
    order = np.lexsort((-gain[1].to_numpy(), -gain[0].to_numpy(), table["country"].to_numpy(dtype=str)))
    return SettlingTable.validate(table.iloc[order].reset_index(drop=True))


def most_reducing(found: Uncertainty) -> pd.DataFrame:
    """The first row of each country in `settling`: the answer to look for next."""
    return settling(found).groupby("country", as_index=False).first()


def _row(
    found: Uncertainty,
    row: int,
    leaf: int,
    outcome: NDArray[np.intp],
    drawn: Floats,
    ranks: NDArray[np.int64],
) -> dict[str, object]:
    code, path = found.plan.codes[row], found.plan.criteria[leaf]
    ratings = found.scores_as_they_are.ratings
    place = found.scores_as_they_are.row(code)
    answer = ratings.answers[place][leaf] if ratings.answers else None
    now = "missing"
    if not np.isnan(ratings.values[place, leaf]):
        now = f"{answer.confidence} confidence" if answer and answer.confidence else "uncertain"
    widths = {}
    for name, values in (("ranks", ranks[:, row]), ("points", drawn[:, row])):
        widths[name] = _width(values)
        shares = [(np.mean(outcome == level), _width(values[outcome == level])) for level in np.unique(outcome)]
        widths[f"{name}_settled"] = float(sum(share * width for share, width in shares))
    return {"country": code, "node": path, "now": now, **widths}


def _width(values: NDArray[np.float64] | NDArray[np.int64]) -> float:
    low, high = np.quantile(values, (0.05, 0.95), method="inverted_cdf")
    return float(high - low)
