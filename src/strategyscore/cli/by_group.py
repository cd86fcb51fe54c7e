"""Groups of countries in the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from strategyscore.cli.terminal import print_rows, say
from strategyscore.model.groups import titled
from strategyscore.text.words import DASH, percent, plain, points

if TYPE_CHECKING:
    import pandas as pd

    from strategyscore.scoring.scores import Scores


def show_groups(table: pd.DataFrame, members: pd.DataFrame, scores: Scores) -> None:
    """Print groups with the mean of their members, its interval, and the spread; below it the ranks within each.

    Parameters
    ----------
    table : DataFrame
        From `strategyscore.by_group`.
    members : DataFrame
        From `Scores.ranks_within`.
    scores : Scores
        What both were made from.
    """
    from strategyscore.output.captions import table_head

    digits = scores.rubric.digits
    drawn = "q05" in table
    heads = ["group", "scored", "mean", *(["90 % of means"] if drawn else []), "sd", "lowest", "highest", "answered"]
    rows = []
    each: Any
    for each in table.itertuples():
        cells = [
            plain(titled(each.title, each.Index)),
            f"{each.scored} of {each.members}",
            points(float(each.mean), digits),
        ]
        if drawn:
            ends = float(each.q05), float(each.q95)
            known = ends[0] == ends[0]
            cells.append(f"{points(ends[0], digits)} to {points(ends[1], digits)}" if known else DASH)
        cells += [points(float(value), digits) for value in (each.sd, each.lowest, each.highest)]
        rows.append([*cells, percent(float(each.coverage))])
    say(table_head(scores))
    print_rows(heads, rows, ("group",))
    say("")
    ranked = members.astype({"rank": float, "overall": float})
    inside: list[list[str]] = []
    for each in ranked.itertuples():
        cells = [
            plain(titled(each.title, each.group)),
            f"{points(each.rank, 0)} of {each.of}",
            plain(f"{scores.countries[each.country].name} ({each.country})"),
            points(each.score, digits),
            points(each.overall, 0),
        ]
        inside.append(cells)
    print_rows(["group", "rank in it", "country", "score", "rank among all"], inside, ("group", "country"))
