"""What the commands share: options, errors as lines, progress, tables in the terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from strategyscore.errors import DocumentError
from strategyscore.output.formats import Format

if TYPE_CHECKING:
    import pandas as pd

    from strategyscore.analysis.audit import Audit
    from strategyscore.model.countries import Countries
    from strategyscore.model.dates import PartialDate
    from strategyscore.model.rubric import Rubric
    from strategyscore.robustness.sensitivity import Sensitivity
    from strategyscore.robustness.uncertainty import Uncertainty
    from strategyscore.robustness.vary import Vary
    from strategyscore.scoring.scores import Scores


class ChartName(StrEnum):
    """The charts of the catalogue, named here so that help texts need not load matplotlib."""

    RANKING = "ranking"
    HEATMAP = "heatmap"
    CONTRIBUTIONS = "contributions"
    SMALL_MULTIPLES = "small-multiples"
    SCATTER = "scatter"
    SLOPE = "slope"
    DUMBBELL = "dumbbell"
    PROFILE = "profile"
    COVERAGE = "coverage"
    RANK_INTERVALS = "rank-intervals"
    RANK_ACCEPTABILITY = "rank-acceptability"
    DOMINANCE = "dominance"
    TORNADO = "tornado"


class SchemaName(StrEnum):
    """The files that have a schema."""

    PROFILE = "profile"
    RUBRIC = "rubric"


class AuditBy(StrEnum):
    """What a row of the audit stands for."""

    CRITERION = "criterion"
    COUNTRY = "country"


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
FormatOption = Annotated[Format | None, typer.Option("--format", "-f", help="How the table leaves.")]
OutOption = Annotated[
    Path | None, typer.Option("--out", "-o", metavar="FILE", help="Where it goes instead of the terminal.")
]
DrawsOption = Annotated[int, typer.Option("--draws", min=1, help="How many draws.")]
SeedOption = Annotated[int, typer.Option("--seed", min=0, help="The same seed gives the same numbers.")]
VaryOption = Annotated[
    str | None,
    typer.Option(
        "--vary",
        metavar="NAMES|FILE",
        help="What varies: some of weights, ratings, missing, methods, structure, or a YAML file that says how.",
        show_default="weights,ratings,missing",
    ),
]


def split(words: list[str] | None) -> list[str]:
    """Options given as `A,B` or repeated; a path that holds a comma stays whole."""
    return [
        part
        for word in words or []
        for part in ([word] if Path(word).exists() else map(str.strip, word.split(",")))
        if part
    ]


def read_scores(rubric: str | None, countries: list[str] | None, as_of: str | None) -> Scores:
    """Read everything and score; if that fails, show all problems of all files at once."""
    from strategyscore.documents.check import check_inputs, check_strictly
    from strategyscore.documents.load_rubric import load_rubric
    from strategyscore.scoring.scores import score

    day = _date(as_of)
    try:
        asked = load_rubric(rubric)
        chosen = _countries(asked, split(countries))
        if problems := check_strictly(chosen, asked):
            raise DocumentError(problems)
        return score(asked, chosen, as_of=day)
    except DocumentError as error:
        profiles = [place for place in split(countries) if not _is_table(place)]
        checked = check_inputs(rubric, profiles) if profiles or not countries else []
        raise DocumentError([*error.problems, *checked]) from None


def _countries(rubric: Rubric, places: list[str]) -> Countries:
    """Profiles, or the rows of a table; codes pick from either."""
    tables = [place for place in places if _is_table(place)]
    if not tables:
        from strategyscore.documents.load_countries import load_countries

        return load_countries(places)
    from strategyscore.documents.tables import read_table

    codes = [place for place in places if place not in tables]
    if len(tables) > 1:
        raise typer.BadParameter("give one table at a time", param_hint="--countries")
    countries = read_table(tables[0], rubric)
    return countries.pick(codes) if codes else countries


def _is_table(place: str) -> bool:
    return Path(place).suffix.lower() in (".csv", ".parquet", ".xlsx")


def _date(text: str | None) -> PartialDate | None:
    from strategyscore.model.dates import PartialDate

    try:
        return PartialDate.parse(text) if text else None
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--as-of") from None


@contextmanager
def plain_errors() -> Iterator[None]:
    """Problems end with 1 and wrong names with 2, each as a line on stderr."""
    from strategyscore.errors import ScoringError, UnknownName

    try:
        yield
    except (DocumentError, ScoringError) as error:
        leave(str(error), 1)
    except UnknownName as error:
        leave(f"Error: {error}", 2)
    except OSError as error:
        leave(f"Error: {error.filename}: {error.strerror}" if error.filename else f"Error: {error}", 1)


def leave(message: str, code: int) -> NoReturn:
    """A line on stderr, and the end."""
    typer.echo(message, err=True)
    raise typer.Exit(code)


def read_settings(vary: str | None) -> Vary:
    """What is to vary: a file that says how, or names."""
    from strategyscore.robustness.vary import read_vary

    try:
        return read_vary(vary if vary is None or vary.endswith((".yaml", ".yml")) else split([vary]))
    except DocumentError:
        raise
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--vary") from None


def made_from(scores: Scores, drawn: Uncertainty | None = None) -> dict[str, Any]:
    """How a table was made."""
    return drawn.provenance if drawn else scores.provenance


def write_new(path: Path, text: str) -> None:
    """A file that was not there before; one that was stays as it is."""
    from strategyscore.output.files import write_whole

    if path.exists():
        leave(f"Error: {path} is there already; give another place with --out", 2)
    write_whole({path: text.encode()})
    typer.echo(path)


@contextmanager
def draw_bar(draws: int) -> Iterator[Callable[[int], None]]:
    """A bar on stderr, where a person watches, that is told how many draws are done."""
    if not sys.stderr.isatty():
        yield lambda done: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = TextColumn("draws"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    with Progress(*columns, console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task("draws", total=draws)
        yield lambda done: shown.update(task, completed=done)


@contextmanager
def progress() -> Iterator[Callable[[str], None]]:
    """A display of the steps on stderr, where a person watches."""
    if not sys.stderr.isatty():
        yield lambda step: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn()
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("start", total=8 + len(ChartName))
        begun = iter(range(100))

        def tell(step: str) -> None:
            progress.update(task, description=step, completed=next(begun))

        yield tell


def print_table(scores: Scores) -> None:
    """The ranking, with bounds and coverage, and a word where profiles speak for different dates."""
    from strategyscore.analysis.like_for_like import earliest
    from strategyscore.text.words import percent, plain, points

    children, digits = scores.rubric.root.children, scores.rubric.digits
    heads = ["rank", "country", "score", "lowest", "highest", "answered", *(child.id for child in children)]
    rows = []
    for code, row in scores.table.iterrows():
        profile = scores.countries[str(code)]
        rank = "" if row["score"] != row["score"] else str(int(row["rank"]))
        cells = [rank, plain(f"{profile.name} ({code})")]
        cells += [points(float(row[name]), digits) for name in ("score", "lower", "upper")]
        cells += [percent(float(row["coverage"])), *(points(float(row[child.id]), digits) for child in children)]
        rows.append(cells)
    print_rows(heads, rows)
    if date := earliest(scores):
        typer.echo(f"The profiles speak for different dates; --as-of {date} compares them like for like.")


def print_intervals(found: Uncertainty) -> None:
    """Ranks and scores with their 90 % intervals."""
    from strategyscore.text.words import percent, plain, points, span

    table = found.table
    digits = found.nominal.rubric.digits
    heads = ["rank", "country", "90 % of ranks", "median", "first", "score", "90 % of scores"]
    rows = []
    for code, row in table.iterrows():
        rows.append(
            [
                str(int(row["nominal"])),
                plain(f"{found.nominal.countries[str(code)].name} ({code})"),
                span(float(row["lower"]), float(row["upper"])),
                str(int(row["median"])),
                percent(float(row["first"])),
                points(float(row["score"]), digits),
                f"{points(float(row['q05']), digits)} to {points(float(row['q95']), digits)}",
            ]
        )
    print_rows(heads, rows)
    for code in found.excluded:
        typer.echo(f"{code} has no score, and so no interval", err=True)


def print_indices(found: Sensitivity) -> None:
    """First-order and total indices of each score, and of the mean shift of ranks."""
    from strategyscore.text.words import VARIED, points

    table = found.indices
    rows = []
    for output, code in (("rank_shift", ""), *(("score", code) for code in found.plan.codes)):
        for _, row in table[(table["output"] == output) & (table["country"] == code)].iterrows():
            numbers = [points(float(row[name]), 2) for name in ("first", "total", "total_lower", "total_upper")]
            what = f"score of {code}" if code else "mean shift of ranks"
            rows.append([what, VARIED[row["source"]], numbers[0], numbers[1], f"{numbers[2]} to {numbers[3]}"])
    print_rows(["of", "source", "first-order", "total", "95 % interval"], rows, ("of", "source"))


def print_swap(changes: pd.DataFrame, pair: Sequence[str]) -> None:
    """The least changes of one weight that let two countries change places."""
    if changes.empty:
        typer.echo(f"No change of one weight alone lets {pair[0]} and {pair[1]} change places.")
        return
    rows = [
        [str(node), f"{row['given']:.3f}", f"{row['needed']:.3f}", f"{row['change']:+.3f}"]
        for node, row in changes.iterrows()
    ]
    print_rows(["weight of", "share now", "share at which they are equal", "change"], rows, ("weight of",))


def print_audit(found: Audit, table: pd.DataFrame) -> None:
    """One of its tables, and the agreement over all ratings coded twice."""
    from strategyscore.text.words import plain, points

    flat = table.reset_index()
    rows = [
        [points(cell, 2) if isinstance(cell, float) else plain(str(cell)) for cell in row]
        for row in flat.itertuples(index=False)
    ]
    print_rows([str(name).replace("_", " ") for name in flat], rows, ("node", "country", "kinds", "thin"))
    twice = int(found.criteria["coded_twice"].sum())
    typer.echo(f"Coded twice: {twice}. Krippendorff's alpha over all (ordinal): {points(found.alpha, 2)}")


def print_rows(heads: Sequence[str], rows: Iterable[Sequence[str]], words: Container[str] = ("country",)) -> None:
    """A table in the terminal; columns named in `words` are set to the left."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    shown = Table(box=None, pad_edge=False, header_style="bold")
    for name in heads:
        shown.add_column(Text(name), justify="left" if name in words else "right")
    for cells in rows:
        shown.add_row(*map(Text, cells))
    console = Console()
    if not console.is_terminal:
        console = Console(width=200)
    console.print(shown)


def leave_table(
    table: pd.DataFrame,
    made: Callable[[], Mapping[str, Any]],
    form: Format | None,
    out: Path | None,
    in_terminal: Callable[[], None],
    *,
    digits: int = 2,
    sheets: Mapping[str, Callable[[], pd.DataFrame]] | None = None,
) -> None:
    """A table to the terminal, to standard output or to a file, by what was asked for.

    Parameters
    ----------
    table : DataFrame
    made : callable
        Tells how it was made, for JSON.
    form : Format or None
        By the suffix of `out` where it is None.
    out : Path or None
    in_terminal : callable
        Shows the table to a person.
    digits, sheets
        As for `encode`.
    """
    from strategyscore.output.files import write_whole
    from strategyscore.output.formats import encode

    if form is None:
        form = Format.of(out.suffix) if out else Format.TABLE
    if form is Format.TABLE and out is None:
        in_terminal()
        return
    if form.binary and out is None:
        raise typer.BadParameter(f"{form} goes into a file; add --out FILE", param_hint="--format")
    try:
        content = encode(table, form, made, digits=digits, sheets=sheets)
    except ModuleNotFoundError as error:
        leave(str(error), 1)
    if out is None:
        typer.echo(content.decode(), nl=False)
    else:
        write_whole({out: content})
