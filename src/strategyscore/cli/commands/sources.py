"""`strategyscore sources`: what the answers cite, for a reference manager."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from strategyscore.cli.errors import wrong_usage
from strategyscore.cli.inputs import scored
from strategyscore.cli.options import AsOfOption, CountriesOption, RubricOption, VariantOption
from strategyscore.cli.output import write_text


class Bibliography(StrEnum):
    """The formats of a bibliography."""

    BIBTEX = "bibtex"
    RIS = "ris"
    CSL = "csl"


def sources(
    rubric: RubricOption = None,
    countries: CountriesOption = None,
    as_of: AsOfOption = None,
    variant: VariantOption = None,
    form: Annotated[
        Bibliography | None,
        typer.Option(
            "--format",
            "-f",
            help="BibTeX, RIS, or the JSON of the Citation Style Language.",
            show_default="by the file's suffix, or bibtex",
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", metavar="FILE", help="Write them to this .bib, .ris or .json file."),
    ] = None,
) -> None:
    """Print the sources that the scored answers cite, each once, for LaTeX or a reference manager.

    **Examples**

    - `strategyscore sources --countries RUS`
    - `strategyscore sources --countries RUS,KAZ --out sources.ris`
    """
    from strategyscore.output.bibliography import SUFFIXES, bibliography

    if form is None and out is not None and out.suffix.lower() not in SUFFIXES:
        wrong_usage(f"{out.name}: sources go into a file of {', '.join(SUFFIXES)}; change --out, or name a --format")
    style = form.value if form else SUFFIXES[out.suffix.lower()] if out else Bibliography.BIBTEX.value
    with scored(rubric, countries, as_of, None, variant) as scores:
        text = bibliography(scores, style)  # type: ignore[arg-type]  # the names of both are the same
        if out is None:
            typer.echo(text, nl=False)
        else:
            write_text(out, text)
