"""`strategyscore chart`: one chart as a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from strategyscore.cli.draws import LEAST_SAMPLE, USUAL, USUAL_SAMPLE, Draws, draw_scores, intervals, read_draws
from strategyscore.cli.errors import plain_errors, refuse, wrong_usage, wrong_values
from strategyscore.cli.inputs import highlighted, is_panel, scored, scored_over_time, split
from strategyscore.cli.options import (
    ChartSize,
    CountriesOption,
    GroupsOption,
    HighlightOption,
    RubricOption,
    SeedOption,
    SourceOption,
    TimeOption,
    TimesOption,
    TitleOption,
    VariantOption,
    VaryOption,
    WeightOption,
    draws_option,
)
from strategyscore.cli.terminal import note, say
from strategyscore.cli.versions import read_version

if TYPE_CHECKING:
    from strategyscore.charts.catalogue import Entry
    from strategyscore.robustness.uncertainty import Uncertainty
    from strategyscore.scoring.scores import Scores


def chart(
    name: Annotated[
        str,
        typer.Argument(help="Which chart to draw; `strategyscore list charts` explains them.", metavar="NAME"),
    ],
    which: Annotated[
        str | None,
        typer.Argument(
            help="What the chart shows: a path, a country, a date or a rubric, as in the examples.",
            metavar="NODE|COUNTRY|DATE|RUBRIC",
        ),
    ] = None,
    rubric: RubricOption = None,
    countries: CountriesOption = None,
    as_of: TimesOption = None,
    time: TimeOption = None,
    variant: VariantOption = None,
    weight: WeightOption = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            "-o",
            metavar="FILE",
            help="Write the chart to this .svg, .png or .pdf file.",
            show_default="NAME.svg",
        ),
    ] = None,
    size: Annotated[ChartSize, typer.Option("--size", help="What the chart is for.")] = ChartSize.PAGE,
    title: TitleOption = None,
    source: SourceOption = None,
    highlight: HighlightOption = None,
    groups: GroupsOption = None,
    draws: Annotated[
        int | None,
        draws_option(
            f"{USUAL}; {USUAL_SAMPLE} for drivers",
            "How many draws to make, for the charts that show draws; 0 leaves the intervals out of a ranking.",
        ),
    ] = None,
    seed: SeedOption = None,
    vary: VaryOption = None,
) -> None:
    """Draw one chart into a file, and print the file's name.

    An option that a chart does not take is an error; `strategyscore list charts` says what each takes.

    **Examples**

    - `strategyscore chart ranking --highlight RUS` (with intervals; `--draws 0` leaves them out)
    - `strategyscore chart ranking --groups EU,G7` (or contributions, heatmap, scatter, slope, small-multiples, trend)
    - `strategyscore chart coverage regulation` (or contributions, heatmap, small-multiples)
    - `strategyscore chart distributions sovereignty` (or correlations)
    - `strategyscore chart distributions --groups income` (the scores of the members of each group)
    - `strategyscore chart profile RUS`
    - `strategyscore chart dumbbell RUS,CHN` (of one country: against the leader)
    - `strategyscore chart side-by-side RUS,CHN,IND,KAZ` (the first against the others, level by level)
    - `strategyscore chart slope 2025-02 --out slope.pdf`
    - `strategyscore chart slope mine/my-index.yaml` (against another rubric)
    - `strategyscore chart waterfall RUS,2025-02` (a country and an earlier version)
    - `strategyscore chart scatter sovereignty,partnerships --countries RUS,CHN,KAZ`
    - `strategyscore chart rank-intervals --draws 2000` (or rank-acceptability, dominance)
    - `strategyscore chart heatmap --countries RUS,CHN,KAZ --size slide --out heatmap.png`
    - `strategyscore chart tornado RUS` (what one answer or one weight would change)
    - `strategyscore chart drivers RUS --draws 256` (shares of the variance)
    - `strategyscore chart held-against` (the ranking beside published indices)
    - `strategyscore chart tree` (what the index is made of)
    - `strategyscore chart tiles --size slide` (a map of equal tiles)
    - `strategyscore chart trend --as-of 2023,2024,2025 --highlight RUS` (with a table: `--time COLUMN`)
    """
    from strategyscore.charts.catalogue import CATALOGUE
    from strategyscore.charts.saving import SAVERS
    from strategyscore.errors import did_you_mean, sentence
    from strategyscore.output.files import write_whole
    from strategyscore.scoring.provenance import source_stamp

    if name not in CATALOGUE:  # an installed package may offer more than there are
        wrong_usage(sentence(f"there is no chart {name!r}", did_you_mean(name, CATALOGUE)))
    entry, words = CATALOGUE[name], split([which] if which else None)
    file = out or Path(f"{name}.svg")
    suffix = file.suffix.lower()
    if suffix not in SAVERS:
        wrong_usage(f"{file.name}: a chart is a file of {', '.join(SAVERS)}; change --out")
    _check(name, entry, words, {"highlight": highlight, "draws": draws, "seed": seed, "vary": vary, "groups": groups})
    if entry.needs == "panel":
        if not is_panel(as_of, time):
            wrong_usage(f"{name} shows several times; name them, such as --as-of 2023,2024,2025, or --time COLUMN")
        with scored_over_time(rubric, countries, as_of, weight, variant, time) as panel:
            shown: dict[str, Any] = {"highlight": highlighted(highlight, panel)} if entry.highlights else {}
            shown |= {"groups": split(groups)} if groups else {}
            with wrong_values():
                figure = entry.draw(panel, *words, size=size.value, title=title, source=source, **shown)
            last = panel[panel.years[-1]]
            write_whole({file: SAVERS[suffix](figure, Source=source_stamp(last))})
            say(file)
        return
    refuse(name, {"time": time})
    with plain_errors():
        asked = _asked(name, entry, draws, seed, vary)
    with scored(rubric, countries, as_of, weight, variant) as scores:
        words = _codes(entry, words, scores)
        options: dict[str, Any] = {"size": size.value, "title": title, "source": source}
        if entry.highlights:
            options["highlight"] = highlighted(highlight, scores)
        if groups:
            options["groups"] = split(groups)
        if entry.intervals:
            typed = {"draws": draws or None, "seed": seed, "vary": vary}
            options["uncertainty"] = _intervals(scores, words, asked, typed)
        with wrong_values():
            figure = entry.draw(*_drawn_from(entry, scores, words, asked), **options)
        write_whole({file: SAVERS[suffix](figure, Source=source_stamp(scores))})
        say(file)


def _check(name: str, entry: Entry, words: Sequence[str], options: Mapping[str, object]) -> None:
    """End with 2 where something was typed that does nothing for the chart."""
    if len(words) > len(entry.takes) and "countries" not in entry.takes:
        wanted = f"takes at most {len(entry.takes)}" if entry.takes else "shows all countries on the whole rubric"
        wrong_usage(f"{name} {wanted}; leave {', '.join(words[len(entry.takes) :])!r} out")
    refuse(name, {option: value for option, value in options.items() if option not in entry.options})


def _asked(name: str, entry: Entry, draws: int | None, seed: int | None, vary: str | None) -> Draws:
    """What is to be drawn; no draws for a chart that shows none."""
    if "draws" not in entry.options:
        return read_draws(0, None, None)
    usual, least = (USUAL, 0 if entry.intervals else 1)
    if entry.needs == "sensitivity":
        usual, least = USUAL_SAMPLE, LEAST_SAMPLE
    if draws is not None and draws < least:
        wrong_usage(f"{name} needs {least} or more draws; raise --draws")
    return read_draws(draws, seed, vary, usual)


def _codes(entry: Entry, words: Sequence[str], scores: Scores) -> list[Any]:
    """What the chart takes, with countries by their codes; where it takes several, the rest of the words are these."""
    pairs = zip(words, entry.takes, strict=False)
    return [
        list(words[place:]) if kind == "countries" else scores.countries[word].code if kind == "country" else word
        for place, (word, kind) in enumerate(pairs)
    ]


def _intervals(scores: Scores, words: Sequence[str], draws: Draws, typed: Mapping[str, object]) -> Uncertainty | None:
    """The intervals of a ranking; a part of the rubric has none, since draws rank the whole."""
    if not words or scores.rubric.node(words[0]) is scores.rubric.root:
        return intervals(scores, draws)
    refuse(f"ranking {words[0]}", typed)
    if draws.number:
        note("No intervals are shown: draws rank the whole rubric, not a part of it.")
    return None


def _drawn_from(entry: Entry, scores: Scores, words: Sequence[str], draws: Draws) -> tuple[Any, ...]:
    """What the chart is drawn from, and the words that stand after it."""
    from strategyscore.analysis.like_for_like import like_for_like, rankings
    from strategyscore.robustness.sensitivity import sensitivity

    if entry.needs == "rankings":
        with wrong_values():
            return (rankings(scores, *words),)
    if entry.needs == "changes":
        from strategyscore.analysis.changes.split import changes

        before = read_version(words[1], scores) if len(words) > 1 else like_for_like(scores)
        if before is None:
            wrong_usage("all profiles speak for one date; name a country and a version, such as RUS,2025-02")
        return changes(before, scores), *words[:1]
    if entry.needs == "uncertainty":
        return (draw_scores(scores, draws),)
    if entry.needs == "sensitivity":
        return sensitivity(scores, draws=draws.number, seed=draws.seed, vary=draws.vary), *words
    return scores, *words
