"""`strategyscore audit`: what the ratings rest on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from strategyscore.cli.inputs import scored
from strategyscore.cli.options import (
    AsOfOption,
    AuditBy,
    CountriesOption,
    FormatOption,
    OutOption,
    RubricOption,
    VariantOption,
)
from strategyscore.cli.output import chosen_format, write_table
from strategyscore.cli.terminal import print_rows, say

if TYPE_CHECKING:
    import pandas as pd

    from strategyscore.analysis.audit import Audit


def audit(
    rubric: RubricOption = None,
    countries: CountriesOption = None,
    as_of: AsOfOption = None,
    variant: VariantOption = None,
    by: Annotated[AuditBy, typer.Option("--by", help="What a row of the table stands for.")] = AuditBy.CRITERION,
    form: FormatOption = None,
    out: OutOption = None,
) -> None:
    """Show what the ratings rest on: answers, confidence, sources, and how far two coders agree.

    **Examples**

    - `strategyscore audit`
    - `strategyscore audit --by country --countries RUS,CHN,KAZ`
    """
    from strategyscore.analysis.audit import audit as analyse

    form = chosen_format(form, out)
    with scored(rubric, countries, as_of, None, variant) as scores:
        result = analyse(scores)
        table = result.criteria if by is AuditBy.CRITERION else result.countries
        write_table(lambda: table, lambda: scores.provenance, form, out, lambda: _print(result, table))


def _print(result: Audit, table: pd.DataFrame) -> None:
    """One of its tables, and the agreement over all ratings coded twice."""
    from strategyscore.text.words import plain, points

    flat = table.reset_index()
    rows = [
        [points(cell, 2) if isinstance(cell, float) else plain(str(cell)) for cell in row]
        for row in flat.itertuples(index=False)
    ]
    print_rows([str(name).replace("_", " ") for name in flat], rows, ("node", "country", "kinds", "few sources"))
    twice = int(result.criteria["coded_twice"].sum())
    say(f"Coded twice: {twice}. Krippendorff's alpha over all (ordinal): {points(result.alpha, 2)}")
