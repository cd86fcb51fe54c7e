"""Groups of countries in the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from strategyscore.cli.terminal import print_rows
from strategyscore.text.words import DASH, percent, plain, points

if TYPE_CHECKING:
    import pandas as pd


def show_groups(table: pd.DataFrame, digits: int) -> None:
    """Print groups with the mean of their members, its interval, and the spread.

    Parameters
    ----------
    table : DataFrame
        From `strategyscore.by_group`.
    digits : int
        Of the scores.
    """
    drawn = "q05" in table
    heads = ["group", "scored", "mean", *(["90 % of means"] if drawn else []), "sd", "lowest", "highest", "answered"]
    rows = []
    each: Any
    for each in table.itertuples():
        cells = [
            plain(f"{each.title} ({each.Index})"),
            f"{each.scored} of {each.members}",
            points(float(each.mean), digits),
        ]
        if drawn:
            ends = float(each.q05), float(each.q95)
            known = ends[0] == ends[0]
            cells.append(f"{points(ends[0], digits)} to {points(ends[1], digits)}" if known else DASH)
        cells += [points(float(value), digits) for value in (each.sd, each.lowest, each.highest)]
        rows.append([*cells, percent(float(each.coverage))])
    print_rows(heads, rows, ("group",))
