"""Scores at several times in the terminal, in a file or for a program."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from strategyscore.cli.output import write_table
from strategyscore.cli.terminal import print_rows, say
from strategyscore.text.words import plain

if TYPE_CHECKING:
    from strategyscore.output.formats import Format
    from strategyscore.scoring.panel import PanelScores


def write_panel(scores: PanelScores, form: Format, out: Path | None) -> None:
    """Write a row a country and time, with growth; in the terminal a row a country.

    Parameters
    ----------
    scores : PanelScores
    form : Format
        From `strategyscore.cli.output.chosen_format`.
    out : Path or None
    """
    sheets = {"growth a year": scores.compound_growth} if len(scores.years) > 1 else {}
    write_table(
        lambda: scores.trend().set_index("country"),
        lambda: scores.provenance,
        form,
        out,
        lambda: _print(scores),
        digits=scores.rubric.digits,
        sheets=sheets,
    )


def _print(scores: PanelScores) -> None:
    from strategyscore.output.over_time import courses, over_time_note, times_shown

    labels = [str(scores.years[at]) for at in times_shown(scores)]
    heads = ["rank", "country", *labels, "change", "% a year", "certain"]
    rows = [
        [
            each.rank,
            plain(f"{each.name} ({each.code})"),
            *each.scores,
            each.difference,
            each.percent,
            "yes" if each.certain else "no",
        ]
        for each in courses(scores)
    ]
    print_rows(heads, rows)
    say(over_time_note(scores))
