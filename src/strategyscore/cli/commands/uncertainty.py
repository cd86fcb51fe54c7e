"""`strategyscore uncertainty`: how far ranks and scores can be trusted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from strategyscore.cli.draws import USUAL, draw_scores, read_draws
from strategyscore.cli.errors import plain_errors
from strategyscore.cli.inputs import scored
from strategyscore.cli.options import (
    AsOfOption,
    CountriesOption,
    FormatOption,
    OutOption,
    RubricOption,
    SeedOption,
    VariantOption,
    VaryOption,
    WeightOption,
    draws_option,
)
from strategyscore.cli.output import chosen_format, write_table
from strategyscore.cli.terminal import note, print_rows, say

if TYPE_CHECKING:
    from strategyscore.robustness.uncertainty import Uncertainty


def uncertainty(
    rubric: RubricOption = None,
    countries: CountriesOption = None,
    as_of: AsOfOption = None,
    variant: VariantOption = None,
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
    with scored(rubric, countries, as_of, weight, variant) as scores:
        drawn = draw_scores(scores, asked)
        write_table(
            lambda: drawn.table,
            lambda: (drawn or scores).provenance,
            form,
            out,
            lambda: _print(drawn),
            digits=scores.rubric.digits,
        )


def _print(drawn: Uncertainty) -> None:
    """Ranks and scores with their 90 % intervals."""
    import pandas as pd

    from strategyscore.output.captions import table_head
    from strategyscore.text.words import percent, plain, points, span

    digits = drawn.nominal.rubric.digits
    shares = drawn.bands if drawn.plan.program.by_node[0].bands else None
    heads = ["rank", "country", "90 % of ranks", "median", "first", "score", "90 % of scores"]
    rows = [
        [
            "" if pd.isna(row["nominal"]) else f"{row['nominal']:.0f}",
            plain(f"{drawn.nominal.countries[str(code)].name} ({code})"),
            span(float(row["lower"]), float(row["upper"])),
            str(int(row["median"])),
            percent(float(row["first"])),
            points(float(row["score"]), digits),
            f"{points(float(row['q05']), digits)} to {points(float(row['q95']), digits)}",
        ]
        for code, row in drawn.table.iterrows()
    ]
    if shares is not None:
        heads += [plain(name) for name in shares.columns]
        for line, (_, row) in zip(rows, shares.iterrows(), strict=True):
            line += [percent(float(share)) for share in row]
    say(table_head(drawn.nominal, drawn))
    print_rows(heads, rows)
    for code in drawn.excluded:
        note(f"{code} has no score, and so no interval.")
