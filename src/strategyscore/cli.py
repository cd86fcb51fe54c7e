"""The command line: parses, calls the library, prints."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

if TYPE_CHECKING:
    from strategyscore.documents.dates import PartialDate
    from strategyscore.documents.profile import Countries
    from strategyscore.documents.rubric import Rubric
    from strategyscore.scoring.scores import Scores

app = typer.Typer(
    name="strategyscore",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
    context_settings={"help_option_names": ["-h", "--help"]},
)


class Format(StrEnum):
    """How a table leaves."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


RubricOption = Annotated[
    str | None,
    typer.Option(
        "--rubric",
        "-r",
        metavar="ID|FILE",
        help="A bundled rubric's id, or a file.",
        show_default="national-ai-strategy",
    ),
]
CountriesOption = Annotated[
    list[str] | None,
    typer.Option(
        "--countries",
        "-c",
        metavar="CODES|PATHS",
        help="ISO 3166-1 alpha-3 codes, files, folders or one table (csv, parquet, xlsx); commas between them.",
        show_default="all bundled",
    ),
]
AsOfOption = Annotated[
    str | None,
    typer.Option("--as-of", metavar="DATE", help="Count the ratings that held by then: 2025, 2025-02 or 2025-02-14."),
]


@app.callback(invoke_without_command=True)
def _main(
    version: Annotated[bool, typer.Option("--version", help="Show the version and leave.", is_eager=True)] = False,
) -> None:
    """Scores national AI strategies from rubrics and evidence that a person can read.

    `strategyscore report` scores the bundled countries and writes tables, charts and one page under `out/`.
    """
    if version:
        from strategyscore.version import __version__

        typer.echo(__version__)
        raise typer.Exit


@app.command()
def check(
    paths: Annotated[
        list[Path] | None, typer.Argument(metavar="[PATHS]...", help="Files and folders; all that is bundled if none.")
    ] = None,
    rubric: RubricOption = None,
    countries: CountriesOption = None,
) -> None:
    """Show every problem of rubrics and profiles, each with its line and column.

    Says nothing and ends with 0 where there is none, and with 1 where there is one.

    **Examples**

    - `strategyscore check`
    - `strategyscore check countries/kenya.yaml`
    - `strategyscore check mine/ --rubric mine/my-index.yaml`
    """
    from strategyscore.documents.checking import check as check_files
    from strategyscore.documents.checking import check_inputs
    from strategyscore.documents.places import bundled

    with _plain_errors():
        if countries or not paths:
            places = list(paths or []) if rubric else [bundled("rubrics"), *(paths or [])]
            problems = check_inputs(rubric, _split(countries), places)
        else:
            problems = check_files(paths, rubric)
    for problem in problems:
        typer.echo(problem)
    if problems:
        raise typer.Exit(1)


@app.command()
def score(
    rubric: RubricOption = None,
    countries: CountriesOption = None,
    as_of: AsOfOption = None,
    form: Annotated[Format | None, typer.Option("--format", "-f", help="How the table leaves.")] = None,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", metavar="FILE", help="Where it goes instead of the terminal.")
    ] = None,
) -> None:
    """Rank the countries, with bounds and coverage.

    **Examples**

    - `strategyscore score`
    - `strategyscore score --rubric sovereignty --countries RUS,CHN --as-of 2025-02`
    - `strategyscore score --format csv --out scores.csv`
    """
    with _plain_errors():
        scores = _scores(rubric, countries, as_of)
        if form is None:
            suffix = out.suffix.removeprefix(".").lower() if out else ""
            form = Format(suffix) if suffix in (Format.CSV, Format.JSON) else Format.TABLE
        if form is Format.TABLE and out is None:
            _print_table(scores)
            return
        from strategyscore.report.files import to_csv, to_json, write_whole

        if form is Format.JSON:
            from strategyscore.report.provenance import provenance

            text = to_json(scores.table, provenance(scores))
        else:
            text = to_csv(scores.table) if form is Format.CSV else scores.table.to_string() + "\n"
        if out is None:
            typer.echo(text, nl=False)
        else:
            write_whole({out: text.encode()})


@app.command()
def report(
    rubric: RubricOption = None,
    countries: CountriesOption = None,
    as_of: AsOfOption = None,
    out: Annotated[Path, typer.Option("--out", "-o", metavar="FOLDER", help="Where the files go.")] = Path("out"),
    highlight: Annotated[
        list[str] | None, typer.Option("--highlight", metavar="CODES", help="Countries to set apart in the charts.")
    ] = None,
) -> None:
    """Write tables, charts and one self-contained page.

    Leaves `index.html`, `scores.csv`, `scores.json`, `tidy.csv`, `evidence.csv`, `provenance.json` and the charts as
    PNG and SVG. Nothing is written if a rubric or profile has a problem.

    **Examples**

    - `strategyscore report`
    - `strategyscore report --countries RUS,CHN,KAZ --highlight RUS --out briefing`
    - `strategyscore report --as-of 2025-02`
    """
    with _plain_errors(), _progress() as tell:
        tell("read and score")
        scores = _scores(rubric, countries, as_of)
        tell("load the charts")
        from strategyscore.report import write_report

        page = write_report(scores, out, highlight=_split(highlight), on_step=tell)
    typer.echo(page)


@app.command()
def explain(
    country: Annotated[str, typer.Argument(help="ISO 3166-1 alpha-3.")],
    node: Annotated[str | None, typer.Argument(help="A path, such as sovereignty.hardware.")] = None,
    rubric: RubricOption = None,
    countries: CountriesOption = None,
    as_of: AsOfOption = None,
) -> None:
    """Show what a score is made of: every criterion, its level's text, its evidence, and what it adds.

    **Examples**

    - `strategyscore explain RUS sovereignty`
    - `strategyscore explain CHN infrastructure.compute`
    """
    import shutil

    with _plain_errors():
        explanation = _scores(rubric, countries, as_of).explain(country, node)
    typer.echo(explanation.text(min(shutil.get_terminal_size((100, 24)).columns, 100)))


@app.command()
def compare(
    first: Annotated[str, typer.Argument(help="ISO 3166-1 alpha-3.")],
    second: Annotated[str, typer.Argument(help="ISO 3166-1 alpha-3.")],
    node: Annotated[str | None, typer.Argument(help="A path, such as sovereignty.")] = None,
    rubric: RubricOption = None,
    countries: CountriesOption = None,
    as_of: AsOfOption = None,
) -> None:
    """Split the gap between two countries over the criteria.

    **Examples**

    - `strategyscore compare RUS CHN`
    - `strategyscore compare RUS KAZ partnerships`
    """
    with _plain_errors():
        typer.echo(_scores(rubric, countries, as_of).compare(first, second, node).text())


def _split(words: list[str] | None) -> list[str]:
    """Options given as `A,B` or repeated; a path that holds a comma stays whole."""
    return [
        part
        for word in words or []
        for part in ([word] if Path(word).exists() else map(str.strip, word.split(",")))
        if part
    ]


def _scores(rubric: str | None, countries: list[str] | None, as_of: str | None) -> Scores:
    """Read everything and score; if that fails, show all problems of all files at once."""
    from strategyscore.documents.checking import check_inputs
    from strategyscore.documents.load_rubric import load_rubric
    from strategyscore.documents.problems import DocumentError
    from strategyscore.scoring.scores import score

    day = _date(as_of)
    try:
        asked = load_rubric(rubric)
        return score(asked, _countries(asked, _split(countries)), as_of=day)
    except DocumentError as error:
        profiles = [place for place in _split(countries) if not _is_table(place)]
        checked = check_inputs(rubric, profiles) if profiles or not countries else []
        raise DocumentError([*error.problems, *checked]) from None


def _countries(rubric: Rubric, places: list[str]) -> Countries:
    """Profiles, or the rows of a table; codes pick from either."""
    tables = [place for place in places if _is_table(place)]
    if not tables:
        from strategyscore.documents.load_countries import load_countries

        return load_countries(places)
    from strategyscore.exchange.tables import read_table

    codes = [place for place in places if place not in tables]
    if len(tables) > 1:
        raise typer.BadParameter("give one table at a time", param_hint="--countries")
    countries = read_table(tables[0], rubric)
    return countries.pick(codes) if codes else countries


def _is_table(place: str) -> bool:
    return Path(place).suffix.lower() in (".csv", ".parquet", ".xlsx")


def _date(text: str | None) -> PartialDate | None:
    from strategyscore.documents.dates import PartialDate

    try:
        return PartialDate.parse(text) if text else None
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--as-of") from None


@contextmanager
def _plain_errors() -> Iterator[None]:
    """Problems end with 1 and wrong names with 2, each as a line on stderr."""
    from strategyscore.documents.problems import DocumentError
    from strategyscore.documents.wanted import UnknownName
    from strategyscore.scoring.errors import ScoringError

    try:
        yield
    except (DocumentError, ScoringError) as error:
        _leave(str(error), 1)
    except UnknownName as error:
        _leave(f"Error: {error}", 2)
    except OSError as error:
        _leave(f"Error: {error.filename}: {error.strerror}" if error.filename else f"Error: {error}", 1)


def _leave(message: str, code: int) -> NoReturn:
    typer.echo(message, err=True)
    raise typer.Exit(code)


@contextmanager
def _progress() -> Iterator[Callable[[str], None]]:
    """A display of the steps on stderr, where a person watches."""
    if not sys.stderr.isatty():
        yield lambda step: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn()
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("start", total=7)
        begun = iter(range(100))

        def tell(step: str) -> None:
            progress.update(task, description=step, completed=next(begun))

        yield tell


def _print_table(scores: Scores) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from strategyscore.display import percent, plain, points

    shown = Table(box=None, pad_edge=False, header_style="bold")
    children, digits = scores.rubric.root.children, scores.rubric.digits
    for name in ("rank", "country", "score", "lowest", "highest", "answered", *(child.id for child in children)):
        shown.add_column(Text(name), justify="left" if name == "country" else "right")
    for code, row in scores.table.iterrows():
        profile = scores.countries[str(code)]
        rank = "" if row["score"] != row["score"] else str(int(row["rank"]))
        cells = [rank, plain(f"{profile.name} ({code})")]
        cells += [points(float(row[name]), digits) for name in ("score", "lower", "upper")]
        cells += [percent(float(row["coverage"])), *(points(float(row[child.id]), digits) for child in children)]
        shown.add_row(*map(Text, cells))
    console = Console()
    if not console.is_terminal:
        console = Console(width=200)
    console.print(shown)


def main() -> None:
    """The console script."""
    app()


if __name__ == "__main__":
    main()
