"""The gates of a rubric: which country passes which."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from strategyscore.model.nodes import Group, Node
from strategyscore.model.settings import Gate
from strategyscore.scoring.modifiers import fails
from strategyscore.scoring.program import GateAt

if TYPE_CHECKING:
    import pandas as pd

    from strategyscore.scoring.scores import Scores

RESULTS = ("pass", "fail", "not known", "not applicable")


def gates(scores: Scores) -> Iterator[tuple[Group, Gate, GateAt]]:
    """Every gate with the group that has it, as the rubric says it and as the program has it."""
    for group in scores.rubric.groups:
        kernel = scores.program.by_node[scores.column[group.path]]
        for gate, at in zip(group.gates, kernel.gates, strict=True):
            yield group, gate, at


def results(scores: Scores, gate: GateAt) -> list[str]:
    """What becomes of each country at a gate: one of `RESULTS`, by the rows of the countries."""
    values, coverage = scores.nodes.unrounded[:, gate.node], scores.nodes.coverage[:, gate.node]
    short = fails(gate, values, scores.program.span)
    known = np.where(short, "fail", "pass")
    unknown = np.where(np.isnan(coverage), "not applicable", "not known")
    return [str(result) for result in np.where(np.isnan(values), unknown, known)]


def gate_table(scores: Scores) -> pd.DataFrame:
    """See `Scores.gates`."""
    import pandas as pd

    from strategyscore.schemas import GateTable

    rows = [
        {
            "country": code,
            "node": group.path,
            "criterion": gate.criterion,
            "at_least": float(gate.at_least),
            "result": result,
            "cap": np.nan if gate.cap is None else float(gate.cap),
        }
        for group, gate, at in gates(scores)
        for code, result in zip(scores.countries.codes, results(scores, at), strict=True)
    ]
    columns = ["country", "node", "criterion", "at_least", "result", "cap"]
    table = pd.DataFrame(rows, columns=columns)
    texts = dict.fromkeys(("country", "node", "criterion", "result"), str)
    return GateTable.validate(table.astype({**texts, "at_least": float, "cap": float}))


def required(scores: Scores, gate: Gate) -> str:
    """What a gate asks for, in words."""
    node: Node = scores.rubric.node(gate.criterion)
    cap = "" if gate.cap is None else f", else the score is at most {gate.cap:g}"
    return f"{node.title} must reach {gate.at_least:g}{cap}"
