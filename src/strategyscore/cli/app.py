"""The command line: parses, calls the library, prints."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from strategyscore.cli.console import (
    AsOfOption,
    AuditBy,
    ChartName,
    ChartSize,
    CountriesOption,
    DrawsOption,
    FormatOption,
    OutOption,
    RubricOption,
    SeedOption,
    VaryOption,
    draw_bar,
    leave_table,
    made_from,
    plain_errors,
    print_audit,
    print_indices,
    print_intervals,
    print_swap,
    print_table,
    progress,
    read_scores,
    read_settings,
    split,
)
from strategyscore.cli.documents import new, schema
from strategyscore.cli.tables import table
from strategyscore.errors import ScoringError

app = typer.Typer(
    name="strategyscore",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
    context_settings={"help_option_names": ["-h", "--help"]},
)


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
    from strategyscore.documents.bundled import bundled
    from strategyscore.documents.check import check as check_files
    from strategyscore.documents.check import check_inputs

    with plain_errors():
        if countries or not paths:
            places = list(paths or []) if rubric else [bundled("rubrics"), *(paths or [])]
            problems = check_inputs(rubric, split(countries), places)
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
    form: FormatOption = None,
    out: OutOption = None,
) -> None:
    """Rank the countries, with bounds and coverage.

    **Examples**

    - `strategyscore score`
    - `strategyscore score --rubric sovereignty --countries RUS,CHN --as-of 2025-02`
    - `strategyscore score --out scores.xlsx` (csv, json, md, tex, parquet; or `--format`)
    """
    from strategyscore.analysis.evidence import evidence_table

    with plain_errors():
        scores = read_scores(rubric, countries, as_of)
        leave_table(
            scores.table,
            lambda: made_from(scores),
            form,
            out,
            lambda: print_table(scores),
            digits=scores.rubric.digits,
            sheets={"every node": lambda: scores.tidy, "evidence": lambda: evidence_table(scores)},
        )


@app.command()
def report(
    rubric: RubricOption = None,
    countries: CountriesOption = None,
    as_of: AsOfOption = None,
    out: Annotated[Path, typer.Option("--out", "-o", metavar="FOLDER", help="Where the files go.")] = Path("out"),
    highlight: Annotated[
        list[str] | None, typer.Option("--highlight", metavar="CODES", help="Countries to set apart in the charts.")
    ] = None,
    draws: Annotated[int, typer.Option("--draws", min=0, help="How many draws; 0 leaves robustness out.")] = 10_000,
    seed: SeedOption = 0,
    vary: VaryOption = None,
) -> None:
    """Write tables, charts and one self-contained page.

    Leaves `index.html`, `scores.csv`, `scores.json`, `tidy.csv`, `evidence.csv`, `provenance.json`, the charts as PNG
    and SVG, and under `robustness/` how far ranks can be trusted. Nothing is written if a rubric or profile has a
    problem.

    **Examples**

    - `strategyscore report`
    - `strategyscore report --countries RUS,CHN,KAZ --highlight RUS --out briefing`
    - `strategyscore report --as-of 2025-02 --draws 100000`
    """
    with plain_errors(), progress() as tell:
        tell("read and score")
        scores = read_scores(rubric, countries, as_of)
        tell("load the charts")
        from strategyscore.report import write_report
        from strategyscore.robustness.workers import cores

        settings = read_settings(vary)
        marked = split(highlight)
        options: dict[str, Any] = {"draws": draws, "seed": seed, "vary": settings, "workers": cores()}
        page = write_report(scores, out, highlight=marked, on_step=tell, **options)
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

    with plain_errors():
        explanation = read_scores(rubric, countries, as_of).explain(country, node)
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
    with plain_errors():
        typer.echo(read_scores(rubric, countries, as_of).compare(first, second, node).text())


@app.command()
def uncertainty(
    rubric: RubricOption = None,
    countries: CountriesOption = None,
    as_of: AsOfOption = None,
    draws: DrawsOption = 10_000,
    seed: SeedOption = 0,
    vary: VaryOption = None,
    form: FormatOption = None,
    out: OutOption = None,
) -> None:
    """Draw what is uncertain many times: each rank with the interval it takes in 90 % of the draws.

    **Examples**

    - `strategyscore uncertainty`
    - `strategyscore uncertainty --vary weights,structure --draws 100000`
    - `strategyscore uncertainty --vary vary.yaml --format csv --out ranks.csv`
    """
    from strategyscore.robustness.uncertainty import uncertainty as analyse

    with plain_errors():
        settings = read_settings(vary)
        scores = read_scores(rubric, countries, as_of)
        with draw_bar(draws) as advance:
            found = analyse(scores, draws=draws, seed=seed, vary=settings, on_progress=advance)
        leave_table(
            found.table,
            lambda: made_from(scores, found),
            form,
            out,
            lambda: print_intervals(found),
            digits=scores.rubric.digits,
        )


@app.command()
def sensitivity(
    rubric: RubricOption = None,
    countries: CountriesOption = None,
    as_of: AsOfOption = None,
    draws: Annotated[int, typer.Option("--draws", min=8, help="Of each of the two samples.")] = 1024,
    seed: SeedOption = 0,
    vary: VaryOption = None,
    swap: Annotated[
        str | None,
        typer.Option("--swap", metavar="A,B", help="The least change of one weight at which two countries are equal."),
    ] = None,
    form: FormatOption = None,
    out: OutOption = None,
) -> None:
    """Show which source of uncertainty drives scores and ranks, by Sobol' indices.

    **Examples**

    - `strategyscore sensitivity`
    - `strategyscore sensitivity --swap USA,CHN`
    - `strategyscore sensitivity --format csv --out sensitivity.csv`
    """
    from strategyscore.robustness.sensitivity import sensitivity as analyse

    with plain_errors():
        settings = read_settings(vary)
        scores = read_scores(rubric, countries, as_of)
        found = analyse(scores, draws=draws, seed=seed, vary=settings)
        if swap is None:
            table, show = found.indices, lambda: print_indices(found)
        else:
            pair = split([swap])
            if len(pair) != 2:
                raise typer.BadParameter("name two countries, such as USA,CHN", param_hint="--swap")
            changes = found.swap(*pair)
            table, show = changes, lambda: print_swap(changes, pair)
        leave_table(table, lambda: made_from(scores), form, out, show)


@app.command()
def chart(
    name: Annotated[ChartName, typer.Argument(help="Which.", metavar="NAME")],
    which: Annotated[
        str | None,
        typer.Argument(help="A path, a country or a date, as in the examples.", metavar="[NODE|COUNTRY|DATE]"),
    ] = None,
    rubric: RubricOption = None,
    countries: CountriesOption = None,
    as_of: AsOfOption = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", metavar="FILE", help="A .svg, .png or .pdf file.", show_default="NAME.svg"),
    ] = None,
    size: Annotated[ChartSize, typer.Option("--size", help="What it is for.")] = ChartSize.PAGE,
    title: Annotated[str | None, typer.Option("--title", help="Another title.")] = None,
    source: Annotated[str | None, typer.Option("--source", help="Another line below.")] = None,
    highlight: Annotated[
        list[str] | None, typer.Option("--highlight", metavar="CODES", help="Countries to set apart.")
    ] = None,
    draws: DrawsOption = 10_000,
    seed: SeedOption = 0,
    vary: VaryOption = None,
) -> None:
    """Draw one chart.

    **Examples**

    - `strategyscore chart ranking --highlight RUS`
    - `strategyscore chart contributions` (or small-multiples, coverage; of a part: `chart coverage regulation`)
    - `strategyscore chart profile RUS --out russia.pdf`
    - `strategyscore chart dumbbell RUS,CHN` (one country: against the leader)
    - `strategyscore chart slope 2025-02` (or another rubric: `chart slope mine/my-index.yaml`)
    - `strategyscore chart scatter sovereignty,partnerships`
    - `strategyscore chart rank-intervals` (or rank-acceptability, dominance)
    - `strategyscore chart heatmap regulation --size slide --out regulation.png`
    - `strategyscore chart tornado RUS`
    """
    from strategyscore.cli.single_chart import draw_chart

    with plain_errors():
        settings = read_settings(vary)
        scores = read_scores(rubric, countries, as_of)
        file = out or Path(f"{name.value}.svg")
        marked = split(highlight)
        try:
            draw_chart(
                scores,
                name.value,
                file,
                which,
                draws=draws,
                seed=seed,
                vary=settings,
                size=size.value,
                title=title,
                source=source,
                highlight=marked,
            )
        except ScoringError:
            raise
        except ValueError as error:
            raise typer.BadParameter(str(error)) from None
    typer.echo(file)


@app.command()
def audit(
    rubric: RubricOption = None,
    countries: CountriesOption = None,
    as_of: AsOfOption = None,
    by: Annotated[AuditBy, typer.Option("--by", help="A row for each of these.")] = AuditBy.CRITERION,
    form: FormatOption = None,
    out: OutOption = None,
) -> None:
    """Show what the ratings rest on: answers, confidence, sources, and how far two coders agree.

    **Examples**

    - `strategyscore audit`
    - `strategyscore audit --by country`
    """
    from strategyscore.analysis.audit import audit as analyse

    with plain_errors():
        scores = read_scores(rubric, countries, as_of)
        found = analyse(scores)
        table = found.criteria if by is AuditBy.CRITERION else found.countries
        leave_table(table, lambda: made_from(scores), form, out, lambda: print_audit(found, table))


app.command()(table)
app.add_typer(new, name="new")
app.command()(schema)


def main() -> None:
    """The console script."""
    app()


if __name__ == "__main__":
    main()
