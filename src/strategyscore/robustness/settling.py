"""What would most reduce the uncertainty: the answer whose settling narrows a country's interval most."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from strategyscore.robustness.draws import BLOCK, draw, evaluate
from strategyscore.robustness.uncertainty import Uncertainty, ranks_of

if TYPE_CHECKING:
    import pandas as pd

Ints = NDArray[np.intp]

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
        `strategyscore.schemas.SettlingTable`.
    """
    import pandas as pd

    from strategyscore.schemas import SettlingTable

    plan = found.plan
    blocks = [draw(plan, block) for block in range(-(-min(found.draws, _DRAWS) // BLOCK))]
    drawn = np.vstack([evaluate(plan, block) for block in blocks])
    ranks = ranks_of(drawn, exact=plan.exact)
    outcomes: dict[int, list[tuple[int, Ints]]] = {}
    for number, cells in enumerate(plan.cells):
        levels = np.vstack([block.levels[number] for block in blocks])
        for place, (row, leaf) in enumerate(zip(cells.rows, cells.leaves, strict=True)):
            outcomes.setdefault(row, []).append((leaf, levels[:, place]))
    for number, spans in enumerate(plan.ranges):
        position = np.vstack([block.positions[number] for block in blocks])
        bins = np.argsort(np.argsort(position, axis=0), axis=0) * _BINS // len(position)
        for place, (row, leaf) in enumerate(zip(spans.rows, spans.leaves, strict=True)):
            outcomes.setdefault(row, []).append((leaf, bins[:, place]))
    rows = []
    for row, mine in outcomes.items():
        by_rank, by_points = _Sorted(ranks[:, row]), _Sorted(drawn[:, row])
        for leaf, outcome in mine:
            rows.append(
                {
                    **_named(found, row, leaf),
                    "ranks": by_rank.width(),
                    "ranks_settled": by_rank.width_within(outcome),
                    "points": by_points.width(),
                    "points_settled": by_points.width_within(outcome),
                }
            )
    columns = ["country", "node", "now", "ranks", "ranks_settled", "points", "points_settled"]
    table = pd.DataFrame(rows, columns=columns).astype({"country": str, "node": str, "now": str})
    table = table.astype(dict.fromkeys(columns[3:], float))
    gain = (table["ranks"] - table["ranks_settled"]).round(6), table["points"] - table["points_settled"]
    order = np.lexsort((-gain[1].to_numpy(), -gain[0].to_numpy(), table["country"].to_numpy(dtype=str)))
    return SettlingTable.validate(table.iloc[order].reset_index(drop=True))


def most_reducing(found: Uncertainty) -> pd.DataFrame:
    """The first row of each country in `settling`: the answer to look for next."""
    return settling(found).groupby("country", as_index=False).first()


def _named(found: Uncertainty, row: int, leaf: int) -> dict[str, str]:
    """The country, the criterion, and what its answer is now."""
    code, path = found.plan.codes[row], found.plan.criteria[leaf]
    ratings = found.scores_as_they_are.ratings
    place = found.scores_as_they_are.row(code)
    answer = ratings.answers[place][leaf] if ratings.answers else None
    now = "missing"
    if not np.isnan(ratings.values[place, leaf]):
        now = f"{answer.confidence} confidence" if answer and answer.confidence else "uncertain"
    return {"country": code, "node": path, "now": now}


class _Sorted:
    """Values sorted once, for the widths of 90 % intervals of many parts of them."""

    def __init__(self, values: NDArray[Any]) -> None:
        self.order = np.argsort(values, kind="stable")
        self.values = values[self.order]

    def width(self) -> float:
        return _width(self.values)

    def width_within(self, outcome: Ints) -> float:
        """The expected width, were the outcome known."""
        sorted_outcome = outcome[self.order]
        parts = [self.values[sorted_outcome == one] for one in range(int(outcome.max()) + 1)]
        return float(sum(len(part) / len(outcome) * _width(part) for part in parts if len(part)))


def _width(values: NDArray[Any]) -> float:
    """Between the quantiles of 5 and 95 %, by the inverse of the distribution of sorted values."""
    low, high = (max(math.ceil(share * len(values) - 1e-9), 1) - 1 for share in (0.05, 0.95))
    return float(values[high] - values[low])
