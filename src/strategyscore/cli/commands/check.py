"""`strategyscore check`: every problem of rubrics and profiles."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from strategyscore.cli.errors import PROBLEMS, plain_errors
from strategyscore.cli.inputs import split
from strategyscore.cli.options import CountriesOption, RubricOption
from strategyscore.cli.terminal import say
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

    The command says nothing and ends with 0 where there is no problem, and it ends with 1 where there is one. Profiles
    are held against the rubric.

    **Examples**

    - `strategyscore check`
    - `strategyscore check countries/kenya.yaml`
    - `strategyscore check mine --rubric mine/my-index.yaml`
    """
    from strategyscore.documents.bundled import bundled
    from strategyscore.documents.check import check as check_files
    from strategyscore.documents.check import check_inputs

    with plain_errors():
        if countries or not paths:
            files = list(paths or []) if rubric else [bundled("rubrics"), *(paths or [])]
            problems = check_inputs(rubric, split(countries), files)
        else:
            problems = check_files(paths, rubric)
    if problems:
        say("\n".join(told(problems)))
        raise typer.Exit(PROBLEMS)
