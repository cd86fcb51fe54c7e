"""A table out: to the terminal, to standard output or to a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from strategyscore.cli.errors import wrong_usage, wrong_values
from strategyscore.cli.terminal import say
from strategyscore.output.formats import Format

if TYPE_CHECKING:
    import pandas as pd


def chosen_format(form: Format | None, out: Path | None) -> Format:
    """The format that was asked for, else the one that the file's suffix stands for."""
    if form is None:
        with wrong_values():
            form = Format.of(out.suffix) if out else Format.TABLE
    if form.binary and out is None:
        wrong_usage(f"{form} goes into a file; add --out FILE")
    return form


def for_a_person(form: Format, out: Path | None) -> bool:
    """Whether the table is read in the terminal, rather than by a program or in a file."""
    return out is None and form is Format.TABLE


def write_table(
    table: Callable[[], pd.DataFrame],
    provenance: Callable[[], Mapping[str, Any]],
    form: Format,
    out: Path | None,
    in_terminal: Callable[[], None],
    *,
    digits: int = 2,
    sheets: Mapping[str, Callable[[], pd.DataFrame]] | None = None,
) -> None:
    """Write a table to the terminal, to standard output or to a file, as was asked for.

    Parameters
    ----------
    table : callable
        The table, where it is not shown in the terminal.
    provenance : callable
        Tells what the table was computed from, for the formats that carry it.
    form : Format
        From `chosen_format`.
    out : Path or None
    in_terminal : callable
        Shows the table to a person.
    digits, sheets
        As for `encode`.
    """
    from strategyscore.output.files import write_whole
    from strategyscore.output.formats import encode

    if for_a_person(form, out):
        in_terminal()
        return
    content = encode(table(), form, provenance, digits=digits, sheets=sheets)
    if out is None:
        typer.echo(content.decode(), nl=False)
    else:
        write_whole({out: content})


def write_text(path: Path, text: str) -> None:
    """Write a file, whole or not at all, and print its path."""
    from strategyscore.output.files import write_whole

    write_whole({path: text.encode()})
    say(path)


def write_new(path: Path, text: str) -> None:
    """Write a file that was not there before; one that was stays as it is."""
    if path.exists():
        wrong_usage(f"{path} is there already; name another file or folder with --out")
    write_text(path, text)
