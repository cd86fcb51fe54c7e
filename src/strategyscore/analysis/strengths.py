"""Strengths and weaknesses of a country: the criteria on which it ranks best and worst among the countries."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import numpy as np

from strategyscore.analysis.peers import LEAST_PEERS
from strategyscore.methods.rank import ranks
from strategyscore.model.groups import expand
from strategyscore.scoring.scores import Scores, check_scores

if TYPE_CHECKING:
    import pandas as pd

"""Countries beside it that answer a criterion, for a rank on it to say anything."""


def strengths(
    scores: Scores,
    country: str,
    most: int = 5,
    *,
    among: str | Iterable[str] | None = None,
    node: str | None = None,
) -> pd.DataFrame:
    """The criteria on which a country ranks best, and those on which it ranks worst.

    Parameters
    ----------
    scores : Scores
        From `strategyscore.score`.
    country : str
        Its code or name.
    most : int
        How many strengths, and how many weaknesses, at most.
    among : str or iterable of str, optional
        The countries or groups of countries among which it is ranked; all that are scored where it is not given.
    node : str, optional
        The path of the group whose criteria are looked at; the whole rubric where it is not given.

    Returns
    -------
    DataFrame
        A row a criterion, strengths first, each kind with the clearest first. `leads` is the share of the other
        countries that score lower, less the share that score higher: 1 for a country that is best alone, 0 in the
        middle, and small where most countries answer alike. Validated by `strategyscore.schemas.StrengthTable`.

    Raises
    ------
    UnknownCountry, UnknownNode
        With a suggestion.
    ValueError
        If `most` is no whole number of 1 or more.

    See Also
    --------
    strategyscore.tables.strengths : The same as a table to publish.
    strategyscore.Scores.ranks_within : Ranks within groups of countries.

    Notes
    -----
    A criterion counts where the country and three others have a score on it. One on which as many score higher as
    score lower is neither a strength nor a weakness.

    Examples
    --------
    >>> ss.strengths(scores, "Aria", most=1)[["kind", "title", "rank", "of"]]
           kind      title  rank  of
    0  strength  Law on AI     1   4
    1  weakness    Compute     3   4
    """
    import pandas as pd

    from strategyscore.schemas import StrengthTable

    check_scores(scores)
    if isinstance(most, bool) or not isinstance(most, int) or most < 1:
        raise ValueError(f"most must be a whole number of 1 or more, not {most!r}")
    codes = scores.countries.codes
    own = scores.row(country)
    picked = codes if among is None else expand(among, codes)
    rows = [own, *(codes.index(code) for code in picked if codes.index(code) != own)]
    top = scores.rubric.node(node) if node else scores.rubric.root
    told: list[dict[str, Any]] = []
    for leaf in scores.rubric.criteria:
        if leaf is not top and top is not scores.rubric.root and not leaf.path.startswith(f"{top.path}."):
            continue
        values = scores.nodes.values[rows, scores.column[leaf.path]]
        others = values[1:][~np.isnan(values[1:])]
        if np.isnan(values[0]) or len(others) < LEAST_PEERS:
            continue
        leads = float(np.mean(others < values[0]) - np.mean(others > values[0]))
        if leads:
            told.append(
                {
                    "kind": "strength" if leads > 0 else "weakness",
                    "node": leaf.path,
                    "title": leaf.title,
                    "rank": int(ranks(values, span=0.0)[0]),
                    "tied": int((others == values[0]).sum()),
                    "of": len(others) + 1,
                    "score": float(values[0]),
                    "median": float(np.median(others)),
                    "leads": leads,
                }
            )
    clearest = sorted(told, key=lambda row: -abs(row["leads"]))
    kept = [row for kind in ("strength", "weakness") for row in [r for r in clearest if r["kind"] == kind][:most]]
    names = list(StrengthTable.to_schema().columns)
    table = pd.DataFrame(kept, columns=names).astype(
        {name: str(column.dtype) for name, column in StrengthTable.to_schema().columns.items()}
    )
    return StrengthTable.validate(table)
