"""Scores held against published indices: rank correlations, and where the two part."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from strategyscore.documents.load_rubric import DEFAULT
from strategyscore.scoring.scores import Scores, check_scores
from strategyscore.text.words import enumerated, points

if TYPE_CHECKING:
    import pandas as pd

_FILE = Path(__file__).parent / "published" / "indices.csv"
_FEWEST = 5  # countries that both have
_WIDE = 10  # countries, of which a ranking can be held against others in a report


def published_indices() -> pd.DataFrame:
    """The totals of six published AI indices: a row a country, a column an index with its year, on its own scale.

    Their makers stand in ``analysis/published/README.md``.
    """
    import pandas as pd

    table = pd.read_csv(_FILE, dtype={"year": str})
    table["index"] += " " + table["year"]
    return table.pivot(index="country", columns="index", values="score").sort_index(axis=1)


def held_against(scores: Scores, indices: pd.DataFrame | None = None) -> pd.DataFrame:
    """Spearman's rank correlations of scores with other indices.

    Parameters
    ----------
    scores : Scores
    indices : DataFrame, optional
        A row a country by its code, a column an index, high being good; `published_indices` where it is not given.

    Returns
    -------
    DataFrame
        A row an index: `countries`, how many both have, then the correlation of the whole and of each child of the root
        with it, ties at their mean rank; NaN where both have fewer than five. Validated by
        `strategyscore.schemas.held_against_schema`.
    """
    import pandas as pd

    from strategyscore.schemas import held_against_schema

    check_scores(scores)
    others = published_indices() if indices is None else indices
    nodes = [scores.rubric.root, *(part for part in scores.rubric.root.children if not part.is_leaf)]
    own = pd.DataFrame(
        {node.path: scores.nodes.values[:, scores.column[node.path]] for node in nodes}, index=scores.countries.codes
    )
    common = others.reindex(own.index)
    # of the countries that both have, with ties at their mean rank
    correlations = pd.concat([own, common], axis=1).corr("spearman", min_periods=_FEWEST)
    table = correlations.iloc[own.shape[1] :, : own.shape[1]].set_axis(common.columns.astype(str), axis=0)
    table.insert(0, "countries", common.notna().sum().to_numpy())
    table.index.name = "index"
    return held_against_schema([node.path for node in nodes]).validate(table)


def of_one_subject(scores: Scores) -> bool:
    """Whether a report holds these scores against the published indices: the bundled rubric over enough countries."""
    return scores.rubric.id == DEFAULT and len(scores.countries) >= _WIDE


def parted(scores: Scores, indices: pd.DataFrame | None = None, most: int = 3) -> str:
    """Where a ranking and the mean rank in other indices part most, in a sentence."""
    import pandas as pd

    others = published_indices() if indices is None else indices
    own = pd.Series(scores.nodes.values[:, 0], index=scores.countries.codes)
    shared = others.reindex(own.index).dropna(thresh=max(2, others.shape[1] // 2))
    gap = shared.rank(pct=True).mean(axis=1) - own[shared.index].rank(pct=True)
    count = len(shared)
    higher, lower = gap.nlargest(most), gap.nsmallest(most)

    def told(part: pd.Series[float]) -> str:
        names = {code: scores.countries[str(code)].name for code in part.index}
        return enumerated(f"{names[code]} ({abs(places) * count:.0f})" for code, places in part.items())

    return (
        f"Against the mean of {others.shape[1]} published indices over {count} countries, this one places "
        f"{told(lower)} higher by so many ranks, and {told(higher)} lower."
    )


def sentence(table: pd.DataFrame, root: str) -> str:
    """The correlations of the whole, from the least to the most."""
    whole = table[root].dropna()
    return (
        f"Spearman's rank correlation with {len(whole)} published indices lies between {points(whole.min(), 2)} "
        f"({whole.idxmin()}) and {points(whole.max(), 2)} ({whole.idxmax()})."
    )
