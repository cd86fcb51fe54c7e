"""Scores as tables, each validated by its pandera model."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from strategyscore.scoring.bands import bands

if TYPE_CHECKING:
    import pandas as pd

    from strategyscore.scoring.scores import Scores


def treatment_table(scores: Scores) -> pd.DataFrame:
    """See `Scores.treated`."""
    import pandas as pd

    from strategyscore.schemas import TreatmentTable

    done = scores.prepared.treated
    codes = np.array(scores.countries.codes)
    table = pd.DataFrame(
        {
            "node": done.paths,
            "action": done.actions,
            "points": done.changed.sum(axis=0),
            "countries": [", ".join(codes[changed]) for changed in done.changed.T],
            **done.moments,
            "passes": ~done.outlying,
        }
    )
    table = table.reindex(columns=["node", *TreatmentTable.to_schema().columns])
    kinds: Any = {name: str(column.dtype) for name, column in TreatmentTable.to_schema().columns.items()}
    return TreatmentTable.validate(table.astype({"node": str, **kinds}).set_index("node"))


def score_table(scores: Scores) -> pd.DataFrame:
    """See `Scores.table`."""
    import pandas as pd

    from strategyscore.schemas import ScoreTable

    columns: dict[str, Any] = {
        "rank": scores.ranks[:, 0],
        "score": scores.nodes.values[:, 0],
        "lower": scores.nodes.lower[:, 0],
        "upper": scores.nodes.upper[:, 0],
        "coverage": scores.nodes.coverage[:, 0],
    }
    for child in scores.rubric.root.children:
        columns[child.id] = scores.nodes.values[:, scores.column[child.path]]
    if scores.imputes:
        columns["imputed"] = scores.nodes.imputed[:, 0]
    if scores.rubric.root.bands:
        columns["band"], columns["next_band"] = bands(scores, scores.rubric.root)
    table = pd.DataFrame(columns, index=pd.Index(scores.countries.codes, name="country", dtype=str))
    table["thin"] = _thin_parts(scores)
    table = table.astype({"rank": "Int64", "thin": str})
    return ScoreTable.validate(table.sort_values("rank", kind="stable", na_position="last"))


def _thin_parts(scores: Scores) -> list[str]:
    """For each country the shown nodes that are thin, the rubric's own id first."""
    shown = (scores.rubric.root, *scores.rubric.root.children)
    rows = scores.thin[:, [scores.column[node.path] for node in shown]]
    return [", ".join(node.id for node, thin in zip(shown, row, strict=True) if thin) for row in rows]


def tidy_scores(scores: Scores) -> pd.DataFrame:
    """See `Scores.tidy`."""
    import pandas as pd

    from strategyscore.schemas import TidyScores

    nodes, n = scores.rubric.nodes, len(scores.countries)
    table = pd.DataFrame(
        {
            "country": np.repeat(np.array(scores.countries.codes, dtype=object), len(nodes)),
            "node": np.tile(np.array([node.path for node in nodes], dtype=object), n),
            "depth": np.tile([node.depth for node in nodes], n),
            "score": scores.nodes.values.ravel(),
            "lower": scores.nodes.lower.ravel(),
            "upper": scores.nodes.upper.ravel(),
            "coverage": scores.nodes.coverage.ravel(),
            "rank": scores.ranks.ravel(),
            "weight": scores.nodes.weights.ravel(),
            "thin": scores.thin.ravel(),
        }
    ).astype({"country": str, "node": str, "rank": "Int64"})
    if scores.imputes:
        table["imputed"] = scores.nodes.imputed.ravel()
    if any(group.bands for group in scores.rubric.groups):
        pairs = [bands(scores, node) for node in nodes]
        for name, columns in zip(("band", "next_band"), zip(*pairs, strict=True), strict=True):
            table[name] = [band for row in zip(*columns, strict=True) for band in row]
    return TidyScores.validate(table)
