"""What would most reduce the uncertainty: the answer whose settling narrows a country's interval most."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from strategyscore.robustness.draw import BLOCK, Levels, draw, score_block
from strategyscore.robustness.run import ranks_of

if TYPE_CHECKING:
    import pandas as pd

    from strategyscore.robustness.uncertainty import Uncertainty

Ints = NDArray[np.intp]

_DRAWS = 20_000
_BINS = 5


def settling(drawn: Uncertainty) -> pd.DataFrame:
    """See `Uncertainty.settling`."""
    import pandas as pd

    from strategyscore.schemas import SettlingTable

    plan = drawn.plan
    count = min(drawn.draws, _DRAWS)
    blocks = [draw(plan, block) for block in range(-(-count // BLOCK))]
    if len(drawn.kept) == drawn.draws:  # no draw was passed over: none need be scored again
        scores = drawn.kept[:count]
    else:
        scores = np.vstack([score_block(plan, block) for block in blocks])[:count]
    ranks = ranks_of(scores, plan.span)
    outcomes: dict[int, list[tuple[int, Levels]]] = {}
    for number, cells in enumerate(plan.cells):
        # a row each answer, since what follows reads all draws of one answer
        levels = np.ascontiguousarray(np.concatenate([block.levels[number] for block in blocks])[:count].T)
        for row, leaf, mine in zip(cells.rows, cells.leaves, levels, strict=True):
            outcomes.setdefault(row, []).append((leaf, mine))
    for number, spans in enumerate(plan.ranges):
        drawn_at = np.vstack([block.positions[number] for block in blocks])[:count]
        bins = (np.argsort(np.argsort(drawn_at, axis=0), axis=0) * _BINS // len(drawn_at)).astype(np.uint8)
        for row, leaf, mine in zip(spans.rows, spans.leaves, np.ascontiguousarray(bins.T), strict=True):
            outcomes.setdefault(row, []).append((leaf, mine))
    rows = []
    ranked = {int(row): position for position, row in enumerate(plan.ranked)}
    for row, mine in outcomes.items():
        if row not in ranked:
            continue  # it counts for others' scores, and has no rank of its own
        row = ranked[row]
        by_rank, by_points = _Sorted(ranks[:, row]), _Sorted(scores[:, row])
        for leaf, outcome in mine:
            rows.append(
                {
                    **_named(drawn, row, leaf),
                    "ranks": by_rank.width(),
                    "ranks_settled": by_rank.width_within(outcome),
                    "points": by_points.width(),
                    "points_settled": by_points.width_within(outcome),
                }
            )
    columns = ["country", "node", "now", "ranks", "ranks_settled", "points", "points_settled"]
    table = pd.DataFrame(rows, columns=columns).astype({"country": str, "node": str, "now": str})
    table = table.astype(dict.fromkeys(columns[3:], float))
    # a gain of ranks below what is shown is none, and a loss is noise: where ranks cannot tell, points do
    gain = (table["ranks"] - table["ranks_settled"]).clip(lower=0).round(1), table["points"] - table["points_settled"]
    order = np.lexsort((-gain[1].to_numpy(), -gain[0].to_numpy(), table["country"].to_numpy(dtype=str)))
    return SettlingTable.validate(table.iloc[order].reset_index(drop=True))


def _named(drawn: Uncertainty, row: int, leaf: int) -> dict[str, str]:
    """The country, the criterion, and what its answer is now: missing, set aside, or its confidence."""
    code, path = drawn.plan.codes[row], drawn.plan.criteria[leaf]
    ratings = drawn.nominal.ratings
    position = drawn.nominal.row(code)
    answer = ratings.answer(position, leaf)
    now = "missing"
    if drawn.nominal.prepared.set_aside[position, leaf]:
        now = "set aside"
    elif not np.isnan(ratings.values[position, leaf]):
        now = f"{answer.confidence} confidence" if answer and answer.confidence else "uncertain"
    return {"country": code, "node": path, "now": now}


class _Sorted:
    """Values sorted once, for the widths of 90 % intervals of many parts of them."""

    def __init__(self, values: NDArray[Any]) -> None:
        self.order = np.argsort(values, kind="stable")
        self.values = values[self.order]

    def width(self) -> float:
        return _width(self.values)

    def width_within(self, outcome: Levels) -> float:
        """The expected width, were the outcome known."""
        sorted_outcome = outcome[self.order]
        parts = [np.flatnonzero(sorted_outcome == one) for one in range(int(outcome.max()) + 1)]
        return float(sum(len(part) / len(outcome) * _width(self.values, part) for part in parts if len(part)))


def _width(values: NDArray[Any], part: Ints | None = None) -> float:
    """Between the quantiles of 5 and 95 %, by the inverse of the distribution of sorted values, or a part of them."""
    count = len(values) if part is None else len(part)
    low, high = (max(math.ceil(share * count - 1e-9), 1) - 1 for share in (0.05, 0.95))
    if part is not None:
        low, high = part[low], part[high]
    return float(values[high] - values[low])
