"""Groups of countries as rows of a chart: the mean of their members that are scored, and how far these spread."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from strategyscore.analysis.by_group import by_group, members_scored
from strategyscore.analysis.evidence import one_source
from strategyscore.charts import style
from strategyscore.charts.legend import Key
from strategyscore.charts.rows import Row
from strategyscore.model.groups import CountryGroup
from strategyscore.model.nodes import Node
from strategyscore.robustness.uncertainty import Uncertainty
from strategyscore.scoring.scores import Scores
from strategyscore.scoring.within import divisions
from strategyscore.text.words import enumerated, points

_LONG = 24  # letters of a title; a longer one gives way to the id


@dataclass(frozen=True)
class GroupRow(Row):
    """A group on one node; its value and bounds are the means of its members'.

    Attributes
    ----------
    members : tuple of int
        The rows of the members that are scored.
    lowest, highest : float
        The scores of the members between which all lie.
    interval : tuple of float or None
        Between which the mean lies in 90 % of the draws; of the whole rubric only.
    """

    members: tuple[int, ...] = ()
    lowest: float = np.nan
    highest: float = np.nan
    interval: tuple[float, float] | None = None

    @property
    def block(self) -> str:
        return "means of groups"

    @property
    def tag(self) -> str:
        return f"{self.code} ({len(self.members)})"

    def on(self, scores: Scores, node: Node) -> GroupRow:
        """The same group on another node."""
        column, rows = scores.column[node.path], list(self.members)
        values = scores.nodes.values[rows, column]
        known = np.array(rows)[np.isfinite(values)]
        if not len(known):
            return replace(self, value=np.nan, lower=np.nan, upper=np.nan, coverage=0.0, lowest=np.nan, highest=np.nan)
        sides = (scores.nodes.values, scores.nodes.lower, scores.nodes.upper, scores.nodes.coverage)
        value, lower, upper, coverage = (float(side[known, column].mean()) for side in sides)
        ends = float(np.nanmin(values)), float(np.nanmax(values))
        return replace(self, value=value, lower=lower, upper=upper, coverage=coverage, lowest=ends[0], highest=ends[1])


def group_rows(
    scores: Scores,
    node: Node,
    groups: str | Iterable[str] | None,
    uncertainty: Uncertainty | None = None,
    *,
    short: bool = False,
) -> list[GroupRow]:
    """The groups that are asked for as rows, the highest mean first; of all regions, or of a column, those of several.

    `short` names a group by its id where its title is longer.

    Raises
    ------
    UnknownGroup
        With a suggestion.
    ValueError
        If no member of a group is scored.
    """
    if groups is None:
        return []
    table = by_group(scores, groups, uncertainty)
    told = divisions(scores, groups)
    named = {one.id: one for several in told.values() for one in several}
    asked = {one.id for several in told.values() if len(several) == 1 for one in several}
    rows = []
    for name in table.index:
        one = named[str(name)]
        members = tuple(members_scored(scores, one))
        if len(members) == 1 and one.id not in asked:
            continue  # it would repeat a country
        called = one.id if short else short_title(one)
        of = f" ({len(members)})" if one.division else f" ({len(members)} of {len(one.members)})"
        ends = table.loc[[name], ["q05", "q95"]].to_numpy(dtype=float)[0] if uncertainty is not None else None
        row = GroupRow(
            index=-1,
            code=one.id,
            name=called + of,
            rank=None,
            tied=False,
            highlighted=False,
            value=np.nan,
            lower=np.nan,
            upper=np.nan,
            coverage=0.0,
            thin=False,
            one_source=False,
            members=members,
            interval=None if ends is None else (float(ends[0]), float(ends[1])),
        )
        rows.append(row.on(scores, node))
    return sorted(rows, key=lambda row: (np.isnan(row.value), -row.value, row.name))


def short_title(group: CountryGroup) -> str:
    """What a group is called beside a row: its title, or its id where that is long."""
    return group.id if len(group.title) > _LONG else group.title


def group_keys(rows: Sequence[Row]) -> list[Key]:
    """What a square stands for, if one of the rows is a group."""
    some = any(isinstance(row, GroupRow) for row in rows)
    return [Key("mean of a group", style.colours().strong, "square")] if some else []


def group_notes(scores: Scores, rows: Sequence[Row]) -> Iterator[str]:
    """What groups are, and which of them count a country that is set apart."""
    if not rows:
        return
    yield "Groups: the mean of the members that are scored, each counting alike; in brackets how many they are."
    apart = {scores.row(code): scores.countries[code].name for code in one_source(scores)}
    for row, name in apart.items():
        several = [one.code for one in rows if isinstance(one, GroupRow) and row in one.members]
        if several:
            yield f"{enumerated(several)} {'counts' if len(several) == 1 else 'count'} {name} too, which is set apart."


def spread_line(axes: Axes, y: float, row: GroupRow, em: float) -> None:
    """From the lowest to the highest member, with a stroke at each end."""
    look: dict[str, Any] = {
        "color": style.colours().muted,
        "linewidth": em * 0.09,
        "markersize": em * 0.6,
        "zorder": 2.5,
    }
    axes.plot((row.lowest, row.highest), (y, y), marker="|", **look)


def told_group(row: GroupRow, digits: int) -> str:
    """A group in a sentence."""
    ends = f"members from {points(row.lowest, digits)} to {points(row.highest, digits)}"
    return f"{row.name}: mean {points(row.value, digits)}, {ends}."


def countries_of(rows: Sequence[Row]) -> list[Row]:
    """The rows that are countries."""
    return [row for row in rows if not isinstance(row, GroupRow)]
