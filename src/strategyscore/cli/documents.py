"""The commands that start documents: blanks, and the schemas that editors check them by."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

import typer

from strategyscore.cli.console import RubricOption, SchemaName, plain_errors, write_new

new = typer.Typer(no_args_is_help=True, help="Start a country profile or a rubric from a blank that has no problem.")


@new.command("country")
def new_country(
    country: Annotated[str, typer.Argument(help="ISO 3166-1 alpha-3.")],
    rubric: RubricOption = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", metavar="FILE", help="Where it goes.", show_default="countries/NAME.yaml"),
    ] = None,
) -> None:
    """Write a profile in which every criterion stands as a comment, with its question and levels.

    **Examples**

    - `strategyscore new country KEN`
    - `strategyscore new country KEN --rubric mine/my-index.yaml --out mine/kenya.yaml`
    """
    from strategyscore.documents.blank import blank_profile, profile_file
    from strategyscore.documents.load_rubric import load_rubric
    from strategyscore.errors import sentence
    from strategyscore.model.names import country_codes, suggest

    with plain_errors():
        if country not in country_codes():
            message = sentence(f"{country!r} is no code of ISO 3166-1 alpha-3", suggest(country))
            raise typer.BadParameter(message, param_hint="COUNTRY")
        write_new(out or Path("countries") / profile_file(country), blank_profile(country, load_rubric(rubric)))


@new.command("rubric")
def new_rubric(
    name: Annotated[str, typer.Argument(help="Its id: lower case, words joined by hyphens.")],
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", metavar="FOLDER", help="Where it goes.", show_default="rubrics"),
    ] = None,
) -> None:
    """Write a rubric with one criterion of each kind, to be changed.

    **Example**

    - `strategyscore new rubric digital-readiness --out mine`
    """
    from strategyscore.documents.blank import blank_rubric

    path = (out or Path("rubrics")) / f"{name}.yaml"
    with plain_errors():
        if not re.fullmatch(r"[a-z][a-z0-9]*([-_][a-z0-9]+)*", name):
            raise typer.BadParameter(f"{name!r} is no id; use lower-case words joined by hyphens", param_hint="NAME")
        write_new(path, blank_rubric(path))


def schema(
    document: Annotated[SchemaName, typer.Argument(help="Of which file.")] = SchemaName.PROFILE,
) -> None:
    """Print the JSON Schema of a profile or a rubric, for editors that check and complete YAML.

    **Example**

    - `strategyscore schema profile > profile.schema.json`
    """
    import json

    from strategyscore.documents.schema.profile import CountryFile
    from strategyscore.documents.schema.rubric import RubricFile
    from strategyscore.methods.fields import Shape

    shapes: dict[SchemaName, type[Shape]] = {SchemaName.PROFILE: CountryFile, SchemaName.RUBRIC: RubricFile}
    shape = shapes[document]
    typer.echo(json.dumps(shape.model_json_schema(), ensure_ascii=False, indent=2))
