"""`strategyscore check`: every problem of rubrics and profiles."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from strategyscore.cli.errors import PROBLEMS, plain_errors
from strategyscore.cli.inputs import split
from strategyscore.cli.options import CountriesOption, RubricOption
from strategyscore.cli.terminal import note, say
from strategyscore.errors import told


def check(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(metavar="PATHS", help="Files and folders to check.", show_default="all that is bundled"),
    ] = None,
    rubric: RubricOption = None,
    countries: CountriesOption = None,
) -> None:
    """Show every problem of rubrics and profiles, each with its line and column.

    Where there is no problem, one line on standard error says how much was read, and the command ends with 0; it ends
    with 1 where there is one. Profiles are held against the rubric.

    **Examples**

    - `strategyscore check`
    - `strategyscore check countries/kenya.yaml`
    - `strategyscore check mine --rubric mine/my-index.yaml`
    """
    from strategyscore.documents.bundled import bundled
    from strategyscore.documents.check import checked, checked_inputs

    with plain_errors():
        if countries or not paths:
            files = list(paths or []) if rubric else [bundled("rubrics"), *(paths or [])]
            found = checked_inputs(rubric, split(countries), files)
        else:
            found = checked(paths, rubric)
    if found.problems:
        say("\n".join(told(found.problems)))
        raise typer.Exit(PROBLEMS)
    note(found.said)
