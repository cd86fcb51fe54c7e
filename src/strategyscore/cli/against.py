"""`strategyscore score --against`: what agrees with published figures."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from strategyscore.cli.errors import PROBLEMS, wrong_values
from strategyscore.cli.output import chosen_format, write_table
from strategyscore.cli.terminal import print_rows, say
from strategyscore.output.formats import Format
from strategyscore.text.words import plain

if TYPE_CHECKING:
    from strategyscore.scoring.scores import Scores

_SHOWN = 40  # figures that differ, in the terminal


def hold_against(scores: Scores, published: Path, digits: int | None, form: Format | None, out: Path | None) -> None:
    """Tell it, or write the table of all figures; the process ends with 1 if rounding does not explain one."""
    from strategyscore.analysis.against import against

    form = chosen_format(form, out)
    with wrong_values():
        found = against(scores, published, digits=digits)
    differing = found.differing

    def show() -> None:
        say(found.text)
        if not len(differing):
            return
        heads = ["country", "column", "published", "computed", "difference", "rounding"]
        rows = differing[heads].head(_SHOWN).itertuples(index=False)
        print_rows(heads, [[_cell(cell) for cell in row] for row in rows], words=heads[:2])
        if len(differing) > _SHOWN:
            say(f"{len(differing) - _SHOWN} more differ; --out FILE writes all.")

    write_table(lambda: found.table.set_index("country"), lambda: scores.provenance, form, out, show)
    if len(differing):
        raise typer.Exit(PROBLEMS)


def _cell(value: object) -> str:
    if not isinstance(value, float):
        return plain(str(value))
    return "" if value != value else f"{value:.6g}"
