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

    from strategyscore.scoring.scores import Scores


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
    - `strategyscore audit --by confidence` tells how often coders are right, worked out from how often they agree.
    - `strategyscore audit --by coder` holds the ranks of each coder alone against intervals drawn from the other.
    - `strategyscore audit --by index` holds the scores against published indices.
    """
    form = chosen_format(form, out)
    with scored(rubric, countries, as_of, None, variant) as scores:
        table, sentences = _table(scores, by)
        write_table(lambda: table, lambda: scores.provenance, form, out, lambda: _print(table, sentences))


def _table(scores: Scores, by: AuditBy) -> tuple[pd.DataFrame, list[str]]:
    """The table that was asked for, and what it comes to in words."""
    from strategyscore.analysis.audit import audit as analyse

    if by is AuditBy.CODER:
        from strategyscore.analysis.out_of_sample import out_of_sample, said

        table = out_of_sample(scores)
        return table, [said(table)]
    if by is AuditBy.INDEX:
        from strategyscore.analysis.held_against import held_against, parted, sentence

        table = held_against(scores)
        return table, [sentence(table, scores.rubric.root.path), parted(scores)]
    result = analyse(scores)
    tables = {
        AuditBy.CRITERION: result.criteria,
        AuditBy.COUNTRY: result.countries,
        AuditBy.PART: result.parts,
        AuditBy.CONFIDENCE: result.confidence,
    }
    return tables[by], result.sentences


def _print(table: pd.DataFrame, sentences: list[str]) -> None:
    """A table, and what it comes to."""
    from strategyscore.text.words import plain, points

    flat = table.reset_index()
    rows = [
        [points(cell, 2) if isinstance(cell, float) else plain(str(cell)) for cell in row]
        for row in flat.itertuples(index=False)
    ]
    words = ("node", "country", "part", "confidence", "index", "kinds", "few sources")
    print_rows([str(name).replace("_", " ") for name in flat], rows, words)
    for sentence in sentences:
        say(sentence)
