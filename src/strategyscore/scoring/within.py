"""Ranks within groups of countries, and which countries a group has: a group by name, or a column of the table."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from strategyscore.documents.cells import is_missing
from strategyscore.errors import UnknownGroup, did_you_mean
from strategyscore.methods.rank import ranks
from strategyscore.model.groups import DIVISIONS, CountryGroup, group

if TYPE_CHECKING:
    import pandas as pd

    from strategyscore.scoring.scores import Scores

Floats = NDArray[np.float64]


def divisions(scores: Scores, words: str | Iterable[str]) -> dict[str, list[CountryGroup]]:
    """What words that name groups stand for: one group each, or all groups that a column of the table tells apart.

    Parameters
    ----------
    scores : Scores
    words : str or iterable of str
        Names of groups, see `strategyscore.groups`, or of columns of the table that was read. A column's name means
        the column, whatever else it may mean; where no column is called so, ``region`` means the regions of the United
        Nations, see `strategyscore.regions`, and ``income`` the World Bank's groups, see `strategyscore.income_groups`.

    Returns
    -------
    dict of str to list of CountryGroup
        By the id of the group or the name of the column, each once.

    Raises
    ------
    UnknownGroup
        With a suggestion.
    ValueError
        If a column does not put countries together, or two groups that are not the same have one id.
    """
    told: dict[str, list[CountryGroup]] = {}
    for word in [words] if isinstance(words, str) else words:
        columns = scores.countries.numbers.others if scores.countries.numbers else {}
        if word in columns:
            told[word] = _of_column(word, scores.countries.codes, columns[word])
            continue
        if word in DIVISIONS:
            told[word] = [one for one in DIVISIONS[word]().values() if set(one.members) & set(scores.countries.codes)]
            continue
        try:
            one = group(word)
        except UnknownGroup as error:
            if did_you_mean(word, columns).startswith("did"):
                raise UnknownGroup(error.message, word, columns) from None
            raise
        told[one.id] = [one]
    seen: dict[str, CountryGroup] = {}
    for one in (one for several in told.values() for one in several):
        if seen.setdefault(one.id, one) != one:
            raise ValueError(f"two groups are called {one.id!r}; ask for one of the two at a time")
    return told


def _of_column(name: str, codes: list[str], column: NDArray[np.generic]) -> list[CountryGroup]:
    """A group for every entry of a column; an empty cell belongs to none."""
    members: dict[str, list[str]] = {}
    for code, cell in zip(codes, column.tolist(), strict=True):
        if not is_missing(cell):
            text = f"{cell:g}" if isinstance(cell, float) else str(cell).strip()
            members.setdefault(text, []).append(code)
    if not members or (len(codes) > 1 and all(len(several) == 1 for several in members.values())):
        raise ValueError(f"no two countries have the same entry in the column {name!r}, so it holds no groups")
    return [CountryGroup(text, text, tuple(several)) for text, several in sorted(members.items())]


def within(scores: Scores, one: CountryGroup, node: str | None = None) -> Floats:
    """The rank of each country among the members of a group, NaN of those that are none or have no rank.

    Parameters
    ----------
    scores : Scores
    one : CountryGroup
    node : str, optional
        A path; the whole rubric where it is not given.
    """
    column = 0 if node is None else scores.column[scores.rubric.node(node).path]
    member = np.isin(scores.countries.codes, one.members)
    # ranks of ranks: whoever shares one among all countries shares one here
    return ranks(np.where(member, -scores.ranks[:, column], np.nan), span=0.0)


def rank_columns(scores: Scores, words: str | Iterable[str]) -> dict[str, pd.Series[int]]:
    """For each group, or column of groups, the ranks of the countries in it, or in their own, by code.

    Parameters
    ----------
    scores : Scores
    words : str or iterable of str
        As for `divisions`.
    """
    import pandas as pd

    columns = {}
    for name, several in divisions(scores, words).items():
        each = np.stack([within(scores, one) for one in several])
        joined = np.where(np.isnan(each).all(axis=0), np.nan, np.nan_to_num(each).sum(axis=0))
        columns[name] = pd.Series(joined, index=scores.countries.codes).astype("Int64")
    return columns


def labels(scores: Scores, words: str | Iterable[str]) -> dict[str, pd.Series[str]]:
    """For each column of groups among the words, the group that each country is in, by code; empty where in none.

    Parameters
    ----------
    scores : Scores
    words : str or iterable of str
        As for `divisions`; one that names a single group has no column here.
    """
    import pandas as pd

    codes = scores.countries.codes
    several = {name: parts for name, parts in divisions(scores, words).items() if name not in {p.id for p in parts}}
    return {
        name: pd.Series([next((p.title for p in parts if code in p.members), "") for code in codes], index=codes)
        for name, parts in several.items()
    }


def ranks_within(scores: Scores, groups: str | Iterable[str], node: str | None = None) -> pd.DataFrame:
    """See `Scores.ranks_within`."""
    import pandas as pd

    from strategyscore.schemas import RanksWithin

    column = 0 if node is None else scores.column[scores.rubric.node(node).path]
    rows = []
    for one in (one for several in divisions(scores, groups).values() for one in several):
        own = within(scores, one, node)
        of = int(np.isfinite(own).sum())
        members = [row for row, code in enumerate(scores.countries.codes) if code in one.members]
        for row in sorted(members, key=lambda row: (np.isnan(own[row]), own[row])):
            code, score = scores.countries.codes[row], scores.nodes.values[row, column]
            rows.append((one.id, one.title, code, own[row], of, scores.ranks[row, column], score))
    names = ["group", "title", "country", "rank", "of", "overall", "score"]
    kinds: Any = {
        "group": str,
        "title": str,
        "country": str,
        "rank": "Int64",
        "of": int,
        "overall": "Int64",
        "score": float,
    }
    return RanksWithin.validate(pd.DataFrame(rows, columns=names).astype(kinds))
