"""The command that makes tables for tables."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from strategyscore.cli.console import (
    AsOfOption,
    CountriesOption,
    DrawsOption,
    RubricOption,
    SeedOption,
    VaryOption,
    plain_errors,
    read_scores,
    read_settings,
    split,
)


class TableName(StrEnum):
    """The tables for tables."""

    RANKING = "ranking"
    SCORECARD = "scorecard"
    COMPARISON = "comparison"


def table(
    name: Annotated[TableName, typer.Argument(help="Which.", metavar="NAME")],
    which: Annotated[
        str | None,
        typer.Argument(help="For scorecard a country, for comparison two with a comma.", metavar="[COUNTRY]"),
    ] = None,
    rubric: RubricOption = None,
    countries: CountriesOption = None,
    as_of: AsOfOption = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            "-o",
            metavar="FILE",
            help="A .html, .tex, .md, .xlsx, .parquet, .csv or .json file.",
            show_default="NAME.html",
        ),
    ] = None,
    title: Annotated[str | None, typer.Option("--title", help="Another title.")] = None,
    source: Annotated[str | None, typer.Option("--source", help="Another line below.")] = None,
    draws: DrawsOption = 10_000,
    seed: SeedOption = 0,
    vary: VaryOption = None,
) -> None:
    """Make a table for a report: the ranking with intervals, a country's scorecard with evidence, or a comparison.

    **Examples**

    - `strategyscore table ranking --out ranking.html`
    - `strategyscore table scorecard RUS --out russia.xlsx`
    - `strategyscore table comparison RUS,CHN --out gap.tex`
    """
    wanted = {TableName.RANKING: 0, TableName.SCORECARD: 1, TableName.COMPARISON: 2}[name]
    given = split([which]) if which else []
    if len(given) != wanted:
        says = {0: "takes no country", 1: "takes one country, such as RUS", 2: "takes two countries, such as RUS,CHN"}
        raise typer.BadParameter(f"{name.value} {says[wanted]}", param_hint="[COUNTRY]")
    with plain_errors():
        settings = read_settings(vary)
        scores = read_scores(rubric, countries, as_of)
        from strategyscore import tables

        file = out or Path(f"{name.value}.html")
        if file.suffix.lower() not in tables.table.SUFFIXES:
            raise typer.BadParameter(f"a table is a file of {', '.join(tables.table.SUFFIXES)}", param_hint="--out")
        if name is TableName.RANKING:
            from strategyscore.robustness.uncertainty import uncertainty

            drawn = uncertainty(scores, draws=draws, seed=seed, vary=settings)
            made = tables.ranking(scores, drawn, title=title, source=source)
        elif name is TableName.SCORECARD:
            made = tables.scorecard(scores, *given, title=title, source=source)
        else:
            made = tables.comparison(scores, *given, title=title, source=source)
        made.save(file)
    typer.echo(file)
