"""In what share of the draws each gate is passed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from strategyscore.robustness.draw import BLOCK, columns_of, draw
from strategyscore.scoring.gates import gates
from strategyscore.scoring.modifiers import fails

if TYPE_CHECKING:
    import pandas as pd

    from strategyscore.robustness.uncertainty import Uncertainty


def gate_shares(drawn: Uncertainty) -> pd.DataFrame:
    """See `Uncertainty.gates`; the draws are made again from their seed."""
    import pandas as pd

    from strategyscore.schemas import GateShares

    plan = drawn.plan
    asked = list(gates(drawn.nominal))
    passed = np.zeros((len(asked), len(plan.codes)))
    known = np.zeros_like(passed)
    for block in range(-(-drawn.draws // BLOCK) if asked else 0):
        count = min(BLOCK, drawn.draws - block * BLOCK)
        for program, chosen, column in columns_of(plan, draw(plan, block)):
            kept = chosen < count
            for index, (group, _, _) in enumerate(asked):
                kernel = program.by_node[drawn.nominal.column[group.path]]
                gate = kernel.gates[[item[0] for item in asked[:index]].count(group)]
                scores = column(gate.node)[kept]
                there = ~np.isnan(scores)
                known[index] += there.sum(axis=0)
                passed[index] += (there & ~fails(gate, scores, plan.span)).sum(axis=0)
    rows = [
        {
            "country": code,
            "node": group.path,
            "criterion": gate.criterion,
            "at_least": float(gate.at_least),
            "passes": float(passed[index, position] / drawn.draws),
            "known": float(known[index, position] / drawn.draws),
        }
        for index, (group, gate, _) in enumerate(asked)
        for position, code in enumerate(plan.codes)
    ]
    columns = ["country", "node", "criterion", "at_least", "passes", "known"]
    table = pd.DataFrame(rows, columns=columns).astype(dict.fromkeys(columns[:3], str))
    return GateShares.validate(table.astype(dict.fromkeys(columns[3:], float)))
