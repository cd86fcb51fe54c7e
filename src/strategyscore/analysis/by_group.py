"""Groups of countries as rows: the mean of their members' scores, and how far these spread."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from strategyscore.model.groups import CountryGroup
from strategyscore.model.groups import groups as all_groups
from strategyscore.robustness.uncertainty import Uncertainty
from strategyscore.scoring.scores import Scores, check_scores
from strategyscore.scoring.within import divisions

if TYPE_CHECKING:
    import pandas as pd

FEW = 3
"""Members that must be scored for a group to be shown where nobody asked for it."""


def members_scored(scores: Scores, one: CountryGroup) -> list[int]:
    """The rows of a group's members that have a score."""
    codes = scores.countries.codes
    rows = [codes.index(code) for code in one.members if code in codes]
    return [row for row in rows if not np.isnan(scores.nodes.values[row, 0])]


def usual_groups(scores: Scores) -> list[CountryGroup]:
    """The groups of which `FEW` members or more are scored, but for those that are all that is scored.

    Of groups with the same members among those scored, the one that they make up most of is shown.
    """
    several = {one.id: members_scored(scores, one) for one in all_groups().values()}
    fullest: dict[tuple[int, ...], CountryGroup] = {}
    for one in sorted(all_groups().values(), key=lambda one: len(one.members)):
        fullest.setdefault(tuple(sorted(several[one.id])), one)
    kept = {one.id for rows, one in fullest.items() if FEW <= len(rows) < len(scores.countries)}
    return [one for one in all_groups().values() if one.id in kept]


def by_group(
    scores: Scores, groups: str | Iterable[str] | None = None, uncertainty: Uncertainty | None = None
) -> pd.DataFrame:
    """A row a group: the mean score of its members that are scored, each counting alike, and their spread.

    Parameters
    ----------
    scores : Scores
        From `strategyscore.score`.
    groups : str or iterable of str, optional
        By id, title or another name, see `strategyscore.groups`, or columns of the table that tell groups apart, such
        as ``"region"``; those of which three members or more are scored, and not all that is scored, where nothing is
        given.
    uncertainty : Uncertainty, optional
        Of the same scores; adds ``q05`` and ``q95``, between which the mean lies in 90 % of the draws.

    Returns
    -------
    DataFrame
        Validated by `strategyscore.schemas.GroupTable`, the highest mean first; after its columns one for each child of
        the root with the mean of the members that have a score there.

    Raises
    ------
    UnknownGroup
        With a suggestion.
    ValueError
        If no member of a group is scored, or the draws are of other scores.

    See Also
    --------
    strategyscore.groups : The groups that are known.
    strategyscore.tables.ranking : Shows groups below countries.

    Examples
    --------
    >>> ss.by_group(coded, "BRICS")[["countries", "scored"]]
          countries  scored
    group
    BRICS  CHN, RUS       2
    """
    import pandas as pd

    from strategyscore.schemas import GroupTable

    check_scores(scores)
    if uncertainty is not None and uncertainty.nominal != scores:
        raise ValueError("the draws are of other scores; draw these with uncertainty(scores)")
    if groups is None:
        chosen = usual_groups(scores)
    else:
        named = [one for several in divisions(scores, groups).values() for one in several]
        chosen = list({one.id: one for one in named}.values())
    rows = [_row(scores, one, uncertainty) for one in chosen]
    names = ["group", *(name for name, column in GroupTable.to_schema().columns.items() if column.required)]
    names += ["q05", "q95"] if uncertainty is not None else []
    names += [child.id for child in scores.rubric.root.children]
    texts = ("group", "title", "countries")
    table = pd.DataFrame(rows, columns=names).astype(dict.fromkeys(texts, str))
    floats = [name for name in names if name not in (*texts, "scored", "members")]
    table = table.astype({**dict.fromkeys(floats, float), "scored": int, "members": int}).set_index("group")
    return GroupTable.validate(table.sort_values("mean", ascending=False, kind="stable"))


def _row(scores: Scores, one: CountryGroup, uncertainty: Uncertainty | None) -> dict[str, Any]:
    rows = members_scored(scores, one)
    if not rows:
        raise ValueError(f"no member of the group {one.named} is scored; add one, or leave the group out")
    nodes = scores.nodes
    values = nodes.values[rows, 0]
    told: dict[str, Any] = {
        "group": one.id,
        "title": one.title,
        "countries": ", ".join(scores.countries.codes[row] for row in rows),
        "scored": len(rows),
        "members": len(one.members),
        "mean": values.mean(),
        "sd": values.std(ddof=1) if len(rows) > 1 else np.nan,
        "lowest": values.min(),
        "highest": values.max(),
        "lower": nodes.lower[rows, 0].mean(),
        "upper": nodes.upper[rows, 0].mean(),
        "coverage": nodes.coverage[rows, 0].mean(),
    }
    if uncertainty is not None:
        told |= dict(zip(("q05", "q95"), _interval(scores, rows, uncertainty), strict=True))
    for child in scores.rubric.root.children:
        below = nodes.values[rows, scores.column[child.path]]
        told[child.id] = np.nan if np.isnan(below).all() else float(np.nanmean(below))
    return told


def _interval(scores: Scores, rows: list[int], uncertainty: Uncertainty) -> NDArray[np.float64]:
    """Between which the mean of the members that are drawn lies in 90 % of the draws."""
    place = {code: number for number, code in enumerate(uncertainty.plan.codes)}
    drawn = [place[code] for code in (scores.countries.codes[row] for row in rows) if code in place]
    if not drawn:
        return np.full(2, np.nan)
    return np.asarray(np.nanquantile(uncertainty.kept[:, drawn].mean(axis=1), (0.05, 0.95)))
