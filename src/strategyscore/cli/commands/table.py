"""`strategyscore table`: one table for a report as a file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from strategyscore.cli.draws import USUAL, intervals, read_draws
from strategyscore.cli.errors import plain_errors, refuse, wrong_usage, wrong_values
from strategyscore.cli.inputs import scored, split
from strategyscore.cli.options import (
    AsOfOption,
    CountriesOption,
    GroupsOption,
    RubricOption,
    SeedOption,
    SourceOption,
    TableName,
    TitleOption,
    VariantOption,
    VaryOption,
    WeightOption,
    draws_option,
)
from strategyscore.cli.terminal import say

_TAKES = {
    TableName.RANKING: (0, "takes no country"),
    TableName.SCORECARD: (1, "takes one country, such as RUS"),
    TableName.COMPARISON: (2, "takes two countries, such as RUS,CHN"),
    TableName.STRENGTHS: (1, "takes one country, such as RUS"),
}


def table(
    name: Annotated[
        TableName,
        typer.Argument(help="Which table to make: ranking, scorecard, comparison or strengths.", metavar="NAME"),
    ],
    which: Annotated[
        str | None,
        typer.Argument(
            help="One country for a scorecard or its strengths, two with a comma for a comparison.",
            metavar="COUNTRY[,COUNTRY]",
        ),
    ] = None,
    rubric: RubricOption = None,
    countries: CountriesOption = None,
    as_of: AsOfOption = None,
    variant: VariantOption = None,
    weight: WeightOption = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            "-o",
            metavar="FILE",
            help="Write the table to this .html, .tex, .md, .xlsx, .parquet, .csv or .json file.",
            show_default="NAME.html",
        ),
    ] = None,
    groups: GroupsOption = None,
    title: TitleOption = None,
    source: SourceOption = None,
    draws: Annotated[
        int | None,
        draws_option(str(USUAL), "How many draws the intervals of a ranking rest on; 0 leaves the intervals out."),
    ] = None,
    seed: SeedOption = None,
    vary: VaryOption = None,
) -> None:
    """Make a table for a report: the ranking with intervals, a country's scorecard with evidence, a comparison of two
    countries, or the strengths and weaknesses of one.

    **Examples**

    - `strategyscore table ranking --out ranking.html`
    - `strategyscore table ranking --groups EU,G7,BRICS --draws 500` (their means stand below the countries)
    - `strategyscore table scorecard RUS --out russia.xlsx`
    - `strategyscore table comparison RUS,CHN --out gap.tex`
    - `strategyscore table strengths RUS --out strengths.html` (the criteria on which it ranks best and worst)
    """
    words = split([which] if which else None)
    wanted, says = _TAKES[name]
    if len(words) != wanted:
        wrong_usage(f"{name} {says}")
    if name is not TableName.RANKING:
        refuse(name, {"groups": groups, "draws": draws, "seed": seed, "vary": vary})
    with plain_errors():
        asked = read_draws(draws, seed, vary)
    with scored(rubric, countries, as_of, weight, variant) as scores:
        from strategyscore import tables

        file = out or Path(f"{name}.html")
        if file.suffix.lower() not in tables.table.SUFFIXES:
            wrong_usage(f"{file.name}: a table is a file of {', '.join(tables.table.SUFFIXES)}; change --out")
        codes = [scores.countries[word].code for word in words]
        if name is TableName.RANKING:
            with wrong_values():
                below = split(groups) or None
                written = tables.ranking(scores, intervals(scores, asked), title=title, source=source, groups=below)
        elif name is TableName.SCORECARD:
            written = tables.scorecard(scores, *codes, title=title, source=source)
        elif name is TableName.STRENGTHS:
            written = tables.strengths(scores, *codes, title=title, source=source)
        else:
            written = tables.comparison(scores, *codes, title=title, source=source)
        written.save(file)
        say(file)
