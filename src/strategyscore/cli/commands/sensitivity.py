"""`strategyscore sensitivity`: what drives scores and ranks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from strategyscore.cli.draws import LEAST_SAMPLE, USUAL_SAMPLE, read_draws
from strategyscore.cli.errors import plain_errors, refuse, wrong_usage
from strategyscore.cli.inputs import scored, split
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
from strategyscore.cli.terminal import print_rows, say

if TYPE_CHECKING:
    import pandas as pd

    from strategyscore.robustness.sensitivity import Sensitivity


def sensitivity(
    rubric: RubricOption = None,
    countries: CountriesOption = None,
    as_of: AsOfOption = None,
    variant: VariantOption = None,
    weight: WeightOption = None,
    draws: Annotated[
        int | None, draws_option(str(USUAL_SAMPLE), "How many draws each of the two samples has.", least=LEAST_SAMPLE)
    ] = None,
    seed: SeedOption = None,
    vary: VaryOption = None,
    swap: Annotated[
        str | None,
        typer.Option(
            "--swap",
            metavar="A,B",
            help="Show instead the least change of one weight at which two countries are equal.",
        ),
    ] = None,
    form: FormatOption = None,
    out: OutOption = None,
) -> None:
    """Show which source of uncertainty drives scores and ranks, by Sobol' indices.

    A first-order index is the share of the variance that a source causes alone, a total one the share that it has a
    part in.

    **Examples**

    - `strategyscore sensitivity --draws 256 --out sensitivity.csv`
    - `strategyscore sensitivity --swap USA,CHN`
    """
    from strategyscore.robustness.sensitivity import sensitivity as analyse

    form = chosen_format(form, out)
    pair = split([swap]) if swap is not None else []
    if swap is not None:
        refuse("--swap", {"draws": draws, "seed": seed, "vary": vary})
        if len(pair) != 2:
            wrong_usage("--swap takes two countries, such as USA,CHN")
    with plain_errors():
        # a swap draws nothing; with weights alone a country that has no score is refused, not compared as if it had one
        asked = read_draws(draws, seed, "weights" if pair else vary, LEAST_SAMPLE if pair else USUAL_SAMPLE)
    with scored(rubric, countries, as_of, weight, variant) as scores:
        result = analyse(scores, draws=asked.number, seed=asked.seed, vary=asked.vary)
        if pair:
            changes = result.swap(*pair)
            write_table(lambda: changes, lambda: scores.provenance, form, out, lambda: _print_swap(changes, pair))
        else:
            write_table(lambda: result.indices, lambda: result.provenance, form, out, lambda: _print(result))


def _print(result: Sensitivity) -> None:
    """First-order and total indices of each score, and of the mean shift of ranks."""
    from strategyscore.text.words import points, source_said

    table = result.indices
    rows = []
    for output, code in (("rank_shift", ""), *(("score", code) for code in result.plan.codes)):
        for _, row in table[(table["output"] == output) & (table["country"] == code)].iterrows():
            numbers = [points(float(row[name]), 2) for name in ("first", "total", "total_lower", "total_upper")]
            what = f"score of {code}" if code else "mean shift of ranks"
            rows.append([what, source_said(row["source"]), numbers[0], numbers[1], f"{numbers[2]} to {numbers[3]}"])
    say(
        "Shares of the variance, from 0 to 1 (Sobol' indices): first-order, what a source causes alone; total, what it "
        "has a part in, with the 95 % interval of the total."
    )
    print_rows(["of", "source", "first-order", "total", "95 % of total"], rows, ("of", "source"))


def _print_swap(changes: pd.DataFrame, pair: Sequence[str]) -> None:
    """The least changes of one weight that let two countries change places."""
    if changes.empty:
        say(f"No change of one weight alone lets {pair[0]} and {pair[1]} change places.")
        return
    rows = [
        [str(node), f"{row['given']:.3f}", f"{row['needed']:.3f}", f"{row['change']:+.3f}"]
        for node, row in changes.iterrows()
    ]
    print_rows(["weight of", "share now", "share at which they are equal", "change"], rows, ("weight of",))
