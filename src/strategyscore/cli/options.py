"""The options that commands share, and the names that they choose from."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from strategyscore import limits
from strategyscore.output.formats import Format


class ChartName(StrEnum):
    """The charts of the catalogue, named here so that help texts need not load matplotlib."""

    RANKING = "ranking"
    HEATMAP = "heatmap"
    CONTRIBUTIONS = "contributions"
    SMALL_MULTIPLES = "small-multiples"
    SCATTER = "scatter"
    SLOPE = "slope"
    WATERFALL = "waterfall"
    DUMBBELL = "dumbbell"
    SIDE_BY_SIDE = "side-by-side"
    PROFILE = "profile"
    COVERAGE = "coverage"
    DISTRIBUTIONS = "distributions"
    CORRELATIONS = "correlations"
    HELD_AGAINST = "held-against"
    TREE = "tree"
    TILES = "tiles"
    RANK_INTERVALS = "rank-intervals"
    RANK_ACCEPTABILITY = "rank-acceptability"
    DOMINANCE = "dominance"
    TORNADO = "tornado"
    DRIVERS = "drivers"
    TREND = "trend"


class TableName(StrEnum):
    """The tables for reports."""

    RANKING = "ranking"
    SCORECARD = "scorecard"
    COMPARISON = "comparison"
    STRENGTHS = "strengths"


class SchemaName(StrEnum):
    """The files that have a schema."""

    PROFILE = "profile"
    RUBRIC = "rubric"


class AuditBy(StrEnum):
    """What a row of the audit stands for."""

    CRITERION = "criterion"
    COUNTRY = "country"
    PART = "part"
    CONFIDENCE = "confidence"
    CODER = "coder"
    INDEX = "index"


class ChartSize(StrEnum):
    """What a chart is for."""

    COLUMN = "column"
    PAGE = "page"
    SLIDE = "slide"


RubricOption = Annotated[
    str | None,
    typer.Option(
        "--rubric",
        "-r",
        metavar="ID|FILE",
        help="The id of a bundled rubric, or a rubric's file.",
        show_default="national-ai-strategy",
    ),
]
CountriesOption = Annotated[
    list[str] | None,
    typer.Option(
        "--countries",
        "-c",
        metavar="NAMES|PATHS",
        help="Countries by code or name, files, folders, or one table (csv, parquet, xlsx), with commas between them.",
        show_default="all bundled",
    ),
]
VariantOption = Annotated[
    list[str] | None,
    typer.Option(
        "--variant",
        metavar="CODE=NAME",
        help="Score this variant of a country's profile, such as RUS=wider; repeat it for several.",
    ),
]
AsOfOption = Annotated[
    str | None,
    typer.Option(
        "--as-of",
        metavar="DATE",
        help="Count the ratings that held by this date, such as 2025, 2025-02 or 2025-02-14.",
        show_default="the latest ratings",
    ),
]
TimesOption = Annotated[
    str | None,
    typer.Option(
        "--as-of",
        metavar="DATE[,DATE]",
        help="Count the ratings that held by this date, such as 2025, 2025-02 or 2025-02-14; several years, quarters "
        "or months, such as 2023,2024,2025 or 2024Q4,2025Q1, make a panel.",
        show_default="the latest ratings",
    ),
]
TimeOption = Annotated[
    str | None,
    typer.Option(
        "--time",
        metavar="COLUMN",
        help="The column of the table that holds the years, quarters (2021Q3) or months (2021-09) of a panel.",
    ),
]
WeightOption = Annotated[
    list[str] | None,
    typer.Option(
        "--weight",
        "-w",
        metavar="PATH=NUMBER",
        help="Give a part or criterion another weight among its siblings; repeat it, or put commas between several.",
    ),
]
GroupsOption = Annotated[
    list[str] | None,
    typer.Option(
        "--groups",
        metavar="NAMES",
        help="Show these groups of countries, such as EU,G7,BRICS or a column of the table, by the mean of their "
        "members and its spread.",
    ),
]
WithinOption = Annotated[
    list[str] | None,
    typer.Option(
        "--within",
        metavar="NAMES",
        help="Show the ranks within these groups, such as EU,G7 or a column of the table, beside those among all.",
    ),
]
FormatOption = Annotated[
    Format | None,
    typer.Option("--format", "-f", help="The format of the table.", show_default="by the file's suffix, or table"),
]
OutOption = Annotated[
    Path | None, typer.Option("--out", "-o", metavar="FILE", help="Write the table to this file, not to the terminal.")
]
SeedOption = Annotated[
    int | None,
    typer.Option("--seed", min=0, help="The same seed gives the same draws.", show_default="0"),
]
VaryOption = Annotated[
    str | None,
    typer.Option(
        "--vary",
        metavar="NAMES|FILE",
        help="What varies: some of weights, ratings, missing, methods and structure, or a YAML file that says how.",
        show_default="weights,ratings,missing",
    ),
]
HighlightOption = Annotated[
    list[str] | None,
    typer.Option("--highlight", metavar="NAMES", help="Set these countries apart, with commas between them."),
]
TitleOption = Annotated[
    str | None, typer.Option("--title", help="Write this title above it.", show_default="written from the scores")
]
SourceOption = Annotated[
    str | None, typer.Option("--source", help="Write this line below it.", show_default="written from the scores")
]
NodeArgument = Annotated[
    str | None,
    typer.Argument(help="The path of a part or criterion, such as sovereignty.hardware.", show_default="all of it"),
]


def country_argument() -> Any:
    """The argument that names one country."""
    return typer.Argument(help="The country's code or English name.")


def draws_option(usual: str, text: str, least: int = 0) -> Any:
    """The option --draws, whose usual number is the command's own.

    It is None where nobody typed it, so that a command can tell whether it was asked for.
    """
    return typer.Option("--draws", min=least, max=limits.DRAWS, help=text, show_default=usual)
