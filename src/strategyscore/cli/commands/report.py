"""`strategyscore report`: tables, charts and one page."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from strategyscore.cli.draws import USUAL, intervals, read_draws
from strategyscore.cli.errors import plain_errors, wrong_usage, wrong_values
from strategyscore.cli.inputs import highlighted, is_panel, read_panel, read_scores, split
from strategyscore.cli.options import (
    ChartName,
    CountriesOption,
    HighlightOption,
    RubricOption,
    SeedOption,
    TimeOption,
    TimesOption,
    VariantOption,
    VaryOption,
    WeightOption,
    draws_option,
)
from strategyscore.cli.terminal import note, progress, show_page
from strategyscore.cli.weights import read_weights, weights_sentence

if TYPE_CHECKING:
    from strategyscore.scoring.panel import PanelScores
    from strategyscore.scoring.scores import Scores

_STEPS, _CHARTS = 8, 7  # without charts, and of a page of standard depth


def report(
    rubric: RubricOption = None,
    countries: CountriesOption = None,
    as_of: TimesOption = None,
    time: TimeOption = None,
    variant: VariantOption = None,
    weight: WeightOption = None,
    out: Annotated[Path, typer.Option("--out", "-o", metavar="FOLDER", help="Write the files to this folder.")] = Path(
        "out"
    ),
    highlight: HighlightOption = None,
    draws: Annotated[
        int | None, draws_option(str(USUAL), "How many draws robustness rests on; 0 leaves robustness out.")
    ] = None,
    seed: SeedOption = None,
    vary: VaryOption = None,
    brief: Annotated[bool, typer.Option("--brief", help="Write at most four printed pages, without evidence.")] = False,
    full: Annotated[bool, typer.Option("--full", help="Show every chart, and print the evidence too.")] = False,
    also: Annotated[
        list[str] | None,
        typer.Option(
            "--also",
            metavar="FORMATS",
            help="Write these beside the page, with commas between them: docx (Word), pptx (slides), pdf (the page "
            "as printed; needs Chromium or Chrome), png (each chart as a picture of dots).",
        ),
    ] = None,
    show: Annotated[bool, typer.Option("--open", help="Open the page in the browser.")] = False,
) -> None:
    """Write tables, charts and one self-contained page, and print the path of the page.

    The page opens with findings in words, the ranking with its tiers and intervals, and what to read first. Beside
    it are `explorer.html` with a slider for every weight, `scores.csv`, `scores.json`, `tidy.csv`, `findings.csv`,
    `changes.csv`, `evidence.csv`, `sources.bib`, `provenance.json`, the ranking and the charts of the page as SVG,
    and under `robustness/` how far ranks can be trusted. With `--full` every chart is drawn. With `--also` stand
    there the brief and a page on each highlighted country, or on each where none is, as a Word document or slides,
    the page as PDF, and the charts as PNG too. Nothing is written if a rubric or profile has a problem. Of several
    dates, or a table with a column of times, the page is on the last time, with a section on how the scores ran,
    and `trend.csv` stands beside it. Without options the report is on all bundled countries.

    **Examples**

    - `strategyscore report --brief --countries RUS,CHN,IND,KAZ --highlight RUS`
    - `strategyscore report --as-of 2023,2024,2025 --countries RUS,KAZ --draws 0` (with a section on how the scores ran)
    - `strategyscore report --also pdf --countries RUS,KAZ --draws 500`
    - `strategyscore report --rubric regulation --countries FRA,DEU --highlight FRA --draws 0 --out briefing`
    """
    if brief and full:
        wrong_usage("--brief and --full exclude each other; leave one out")
    with plain_errors():
        weights = read_weights(weight)
        with progress(_STEPS + (len(ChartName) if full else _CHARTS)) as tell:
            tell("read and score")
            asked = read_draws(draws, seed, vary)
            scores: Scores | PanelScores
            if is_panel(as_of, time):
                scores = read_panel(rubric, countries, as_of, weights, variant, time)
                last = scores[scores.years[-1]]
            else:
                scores = last = read_scores(rubric, countries, as_of, weights, variant)
            marked = highlighted(highlight, scores)
            tell("load the charts")
            from strategyscore.report import write_report
            from strategyscore.report.beside import ready
            from strategyscore.robustness.workers import cores

            depth = "brief" if brief else "full" if full else "standard"
            options: dict[str, Any] = {"depth": depth, "draws": asked.number, "seed": asked.seed, "vary": asked.vary}
            with wrong_values():
                beside = ready(split(also))
            page = write_report(scores, out, highlight=marked, also=beside, workers=cores(), on_step=tell, **options)
        # the page says why it has no intervals where there can be none; a single draw lets stderr say it too
        if not last.together:
            intervals(last, replace(asked, number=min(asked.number, 1), typed=False))
    show_page(page, opened=show)
    if weights:
        note(weights_sentence(weights))
