"""`strategyscore uncertainty`: how far ranks and scores can be trusted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from strategyscore.cli.draws import USUAL, drawn, read_draws
from strategyscore.cli.errors import plain_errors
from strategyscore.cli.inputs import scored
from strategyscore.cli.options import (
    AsOfOption,
    CountriesOption,
    FormatOption,
    OutOption,
    RubricOption,
    SeedOption,
    VaryOption,
    WeightOption,
    draws_option,
)
from strategyscore.cli.output import chosen_format, write_table
from strategyscore.cli.terminal import note, print_rows

if TYPE_CHECKING:
    from strategyscore.robustness.uncertainty import Uncertainty


def uncertainty(
    rubric: RubricOption = None,
    countries: CountriesOption = None,
    as_of: AsOfOption = None,
    weight: WeightOption = None,
    draws: Annotated[int | None, draws_option(str(USUAL), "How many draws to make.", least=1)] = None,
    seed: SeedOption = None,
    vary: VaryOption = None,
    form: FormatOption = None,
    out: OutOption = None,
) -> None:
    """Draw what is uncertain many times, and show each rank with the interval it takes in 90 % of the draws.

    **Examples**

    - `strategyscore uncertainty`
    - `strategyscore uncertainty --vary weights,structure --draws 2000`
    - `strategyscore uncertainty --vary vary.yaml --out ranks.csv`
    """
    form = chosen_format(form, out)
    with plain_errors():
        asked = read_draws(draws, seed, vary)
    with scored(rubric, countries, as_of, weight) as scores:
        found = drawn(scores, asked)
        write_table(
            lambda: found.table,
            lambda: (found or scores).provenance,
            form,
            out,
            lambda: _print(found),
            digits=scores.rubric.digits,
        )


def _print(found: Uncertainty) -> None:
    """Ranks and scores with their 90 % intervals."""
    from strategyscore.text.words import percent, plain, points, span

    digits = found.nominal.rubric.digits
    heads = ["rank", "country", "90 % of ranks", "median", "first", "score", "90 % of scores"]
    rows = [
        [
            str(int(row["nominal"])),
            plain(f"{found.nominal.countries[str(code)].name} ({code})"),
            span(float(row["lower"]), float(row["upper"])),
            str(int(row["median"])),
            percent(float(row["first"])),
            points(float(row["score"]), digits),
            f"{points(float(row['q05']), digits)} to {points(float(row['q95']), digits)}",
        ]
        for code, row in found.table.iterrows()
    ]
    print_rows(heads, rows)
    for code in found.excluded:
        note(f"{code} has no score, and so no interval.")
