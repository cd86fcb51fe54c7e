"""`strategyscore new`: blanks to be filled in."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

import typer

from strategyscore.cli.errors import plain_errors, wrong_usage
from strategyscore.cli.options import RubricOption, country_argument
from strategyscore.cli.output import write_new

new = typer.Typer(no_args_is_help=True, help="Start a country profile or a rubric from a blank that has no problem.")


@new.command("country")
def new_country(
    country: Annotated[str, country_argument()],
    rubric: RubricOption = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", "-o", metavar="FILE", help="Write the profile to this file.", show_default="countries/NAME.yaml"
        ),
    ] = None,
) -> None:
    """Write a profile in which every criterion stands as a comment, with its question and levels.

    A file that is there already stays as it is.

    **Examples**

    - `strategyscore new country KEN`
    - `strategyscore new country Kenya --rubric sovereignty --out mine/kenya.yaml`
    """
    from strategyscore.documents.blank import blank_profile, profile_file
    from strategyscore.documents.load_rubric import load_rubric
    from strategyscore.errors import did_you_mean, sentence
    from strategyscore.model.names import country_code, country_codes

    with plain_errors():
        code = country_code(country) or country
        if code not in country_codes():
            near = did_you_mean(code.upper(), country_codes())
            wrong_usage(sentence(f"{country!r} is no code of ISO 3166-1 and no country's name", near))
        write_new(out or Path("countries") / profile_file(code), blank_profile(code, load_rubric(rubric)))


@new.command("rubric")
def new_rubric(
    name: Annotated[str, typer.Argument(help="The rubric's id, in lower case, with hyphens between words.")],
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", metavar="FOLDER", help="Write the rubric to this folder.", show_default="rubrics"),
    ] = None,
) -> None:
    """Write a rubric with one criterion of each kind, to be changed.

    A file that is there already stays as it is.

    **Examples**

    - `strategyscore new rubric digital-readiness --out mine`
    """
    from strategyscore.documents.blank import blank_rubric

    path = (out or Path("rubrics")) / f"{name}.yaml"
    with plain_errors():
        if not re.fullmatch(r"[a-z][a-z0-9]*([-_][a-z0-9]+)*", name):
            wrong_usage(f"{name!r} is no id; use lower-case words joined by hyphens")
        write_new(path, blank_rubric(path))
