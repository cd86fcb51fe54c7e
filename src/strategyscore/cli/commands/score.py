"""`strategyscore score`: the ranking."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from strategyscore.cli.against import hold_against
from strategyscore.cli.by_group import show_groups
from strategyscore.cli.draws import intervals, read_draws
from strategyscore.cli.errors import plain_errors, refuse, wrong_usage, wrong_values
from strategyscore.cli.inputs import is_panel, scored, scored_over_time, split
from strategyscore.cli.options import (
    CountriesOption,
    FormatOption,
    GroupsOption,
    OutOption,
    RubricOption,
    SeedOption,
    TimeOption,
    TimesOption,
    VariantOption,
    VaryOption,
    WeightOption,
    WithinOption,
    draws_option,
)
from strategyscore.cli.output import chosen_format, for_a_person, write_table
from strategyscore.cli.over_time import write_panel
from strategyscore.cli.terminal import print_rows, say

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from strategyscore.robustness.uncertainty import Uncertainty
    from strategyscore.scoring.scores import Scores

# Of 21 countries they take 0.15 s; against 200,000 draws, 1 interval end in 25 is off, and none by more than one rank.
DRAWS = 2_000


def score(
    rubric: RubricOption = None,
    countries: CountriesOption = None,
    as_of: TimesOption = None,
    time: TimeOption = None,
    variant: VariantOption = None,
    weight: WeightOption = None,
    draws: Annotated[
        int | None,
        draws_option(
            f"{DRAWS} in the terminal, none elsewhere",
            "How many draws the intervals of ranks rest on; 0 leaves the intervals out.",
        ),
    ] = None,
    seed: SeedOption = None,
    vary: VaryOption = None,
    groups: GroupsOption = None,
    within: WithinOption = None,
    published: Annotated[
        Path | None,
        typer.Option(
            "--against",
            metavar="FILE",
            help="A table of published figures; says what agrees, what rounding explains, and what differs.",
        ),
    ] = None,
    digits: Annotated[
        int | None,
        typer.Option(
            min=0, max=12, help="To how many decimals the published figures are rounded.", show_default="as they are"
        ),
    ] = None,
    form: FormatOption = None,
    out: OutOption = None,
) -> None:
    """Rank the countries: each with its score, the interval of its rank, bounds and coverage.

    The column "90 % of ranks" says which ranks a country takes in nine of ten draws of what is uncertain. `lowest` and
    `highest` say what the missing answers could make of the score. A table for a file or a program has the intervals
    where `--draws` asks for them, as the columns `rank_lower` and `rank_upper`.

    A table with a column of years, quarters or months, which `--time` names, or profiles at several dates, is scored at
    each of these: a row a country and time, with the growth since the time before and a year since the first.

    With `--against` a table of published figures, it says instead which of them agree, which differ by no more than the
    rounding of the inputs, and which by more; the command then ends with 1 if one differs by more.

    **Examples**

    - `strategyscore score`
    - `strategyscore score --rubric sovereignty --countries RUS,KAZ --as-of 2025-02`
    - `strategyscore score --countries RUS,KAZ --as-of 2023,2024,2025` (how the scores ran, and their growth)
    - `strategyscore score --weight regulation=2,partnerships=0`
    - `strategyscore score --groups EU,G7,BRICS` (a row a group instead, and the ranks within each)
    - `strategyscore score --within EU,region` (these ranks beside those among all countries)
    - `strategyscore score --draws 5000 --out scores.xlsx` (or a csv, json, md, tex or parquet file)
    """
    if is_panel(as_of, time):
        unused = {"draws": draws, "seed": seed, "vary": vary, "groups": groups, "within": within}
        refuse("a panel", {**unused, "against": published, "digits": digits})
        with scored_over_time(rubric, countries, as_of, weight, variant, time) as panel:
            write_panel(panel, chosen_format(form, out), out)
        return
    if published is not None:
        refuse("--against", {"draws": draws, "seed": seed, "vary": vary, "groups": groups, "within": within})
        with scored(rubric, countries, as_of, weight, variant) as scores:
            hold_against(scores, published, digits, form, out)
        return
    if groups and within:
        wrong_usage("--within does nothing where --groups shows a row a group; remove one of the two")
    if digits is not None:
        wrong_usage("--digits does nothing without --against; add it, or remove --digits")
    form = chosen_format(form, out)
    in_terminal = for_a_person(form, out)
    if not in_terminal and draws is None and (seed is not None or vary is not None):
        typed = "--vary" if seed is None else "--seed"
        wrong_usage(f"{typed} does nothing where there are no intervals; add --draws, or remove {typed}")
    with plain_errors():
        asked = read_draws(draws, seed, vary, DRAWS if in_terminal else 0)
    with scored(rubric, countries, as_of, weight, variant) as scores:
        from strategyscore.analysis.by_group import by_group
        from strategyscore.analysis.evidence import evidence_table
        from strategyscore.scoring.within import labels, rank_columns

        drawn = intervals(scores, asked)
        if groups:
            with wrong_values():
                table = by_group(scores, split(groups), drawn)
            write_table(
                lambda: table,
                lambda: (drawn or scores).provenance,
                form,
                out,
                lambda: show_groups(table, scores.ranks_within(split(groups)), scores),
                sheets={"ranks within": lambda: scores.ranks_within(split(groups))},
            )
            return
        with wrong_values():
            inside, named = rank_columns(scores, split(within)), labels(scores, split(within))
        write_table(
            lambda: with_intervals(scores.table, drawn, inside, named),
            lambda: (drawn or scores).provenance,
            form,
            out,
            lambda: _print(scores, drawn, inside, named),
            digits=scores.rubric.digits,
            sheets={"every node": lambda: scores.tidy, "evidence": lambda: evidence_table(scores)},
        )


def with_intervals(
    table: pd.DataFrame,
    drawn: Uncertainty | None,
    within: Mapping[str, pd.Series[int]],
    named: Mapping[str, pd.Series[str]] | None = None,
) -> pd.DataFrame:
    """A table of scores with the ranks within groups, and the 90 % intervals of ranks, beside the ranks.

    Parameters
    ----------
    table : DataFrame
        A row a country.
    drawn : Uncertainty or None
        Without it there are no intervals.
    within : mapping of str to Series
        Ranks by country, by the name of the group or of the column of groups.
    named : mapping of str to Series, optional
        The group that each country is in, by the name of the column of groups.
    """
    for name, words in (named or {}).items():
        table.insert(0, name, words.reindex(table.index))
    first = len(named or {})
    for number, (name, ranks) in enumerate(within.items(), first + 1):
        table.insert(number, f"rank_in_{name}", ranks.reindex(table.index))
    if drawn is None:
        return table
    ends = drawn.ranks[["lower", "upper"]].astype("Int64").reindex(table.index)
    table.insert(first + 1, "rank_lower", ends["lower"])
    table.insert(first + 2, "rank_upper", ends["upper"])
    return table


def _print(
    scores: Scores,
    drawn: Uncertainty | None,
    within: Mapping[str, pd.Series[int]],
    named: Mapping[str, pd.Series[str]],
) -> None:
    """The ranking, and a word where profiles speak for different dates."""
    from strategyscore.analysis.evidence import one_source
    from strategyscore.analysis.like_for_like import earliest
    from strategyscore.output.captions import gate_note, screen_note, table_head, thin_note
    from strategyscore.scoring.bands import bands, in_words
    from strategyscore.text.words import DASH, enumerated, percent, plain, points, span

    digits, nodes = scores.rubric.digits, scores.nodes
    shown = scores.rubric.root.children
    heads = [
        "rank",
        *(f"in {name}" for name in within),
        "country",
        *named,
        "score",
        *(["90 % of ranks"] if drawn else []),
    ]
    heads += ["lowest", "highest", "answered", *(child.id for child in shown)]
    columns = [scores.column[child.path] for child in shown]
    heads += ["band"] if scores.rubric.root.bands else []
    banded, near = bands(scores, scores.rubric.root)
    rows = []
    for row in scores.order:
        profile, rank = scores.countries[row], scores.ranks[row, 0]
        cells = ["" if rank != rank else f"{rank:.0f}"]
        cells += [str(ranks[profile.code]).replace("<NA>", "") for ranks in within.values()]
        cells.append(plain(f"{profile.name} ({profile.code})"))
        cells += [words[profile.code] for words in named.values()]
        cells.append(points(float(nodes.values[row, 0]), digits) + thin_mark(scores, row, 0))
        if drawn:
            ends = drawn.rank_ends.get(profile.code)
            cells.append(span(*ends) if ends else DASH)
        cells += [points(float(side[row, 0]), digits) for side in (nodes.lower, nodes.upper)]
        cells.append(percent(float(nodes.coverage[row, 0])))
        cells += [
            points(float(nodes.values[row, column]), digits) + thin_mark(scores, row, column) for column in columns
        ]
        cells += [in_words(banded[row], near[row])] if scores.rubric.root.bands else []
        rows.append([plain(cell) for cell in cells])
    say(table_head(scores, drawn))
    print_rows(heads, rows, ("country", *named))
    if scores.thin[:, [0, *columns]].any():
        say(thin_note(scores, "*"))
    if alone := one_source(scores):
        names = enumerated(scores.countries[code].name for code in alone)
        say(f"{names}: all answers rest on one source{' each' if len(alone) > 1 else ''}.")
    for sentences in filter(None, (gate_note(scores), screen_note(scores))):
        say(sentences)
    if date := earliest(scores):
        say(f"The evidence reaches to different dates; --as-of {date} counts only what held by {date.said}.")


def thin_mark(scores: Scores, row: int, column: int) -> str:
    """A star behind a score that is thin."""
    return "*" if scores.thin[row, column] else ""
