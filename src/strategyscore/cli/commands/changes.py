"""`strategyscore changes`: what moved between two versions, and why."""

from __future__ import annotations

from typing import Annotated

import typer

from strategyscore.cli.errors import wrong_usage
from strategyscore.cli.inputs import scored
from strategyscore.cli.options import (
    AsOfOption,
    CountriesOption,
    FormatOption,
    OutOption,
    RubricOption,
    VariantOption,
    WeightOption,
)
from strategyscore.cli.output import chosen_format, write_table
from strategyscore.cli.terminal import say
from strategyscore.cli.versions import LATEST, read_version


def changes(
    old: Annotated[
        str,
        typer.Argument(
            help="The version before: a date, a rubric, a folder of profiles, rubrics or a report, a table, git:REV, "
            "or CODE=VARIANT.",
        ),
    ],
    new: Annotated[
        str, typer.Argument(help="The version after, likewise; `latest` is what the options ask for.")
    ] = LATEST,
    country: Annotated[
        str | None,
        typer.Option(
            "--country",
            metavar="NAME",
            help="Show this country's changed ratings with their sources.",
            show_default="all countries, a line each",
        ),
    ] = None,
    rubric: RubricOption = None,
    countries: CountriesOption = None,
    as_of: AsOfOption = None,
    variant: VariantOption = None,
    weight: WeightOption = None,
    form: FormatOption = None,
    out: OutOption = None,
) -> None:
    """Split each country's change of score and rank over what caused it, so that the parts add up to the change.

    The causes are facts that changed (answers given on both sides that differ), answers that are new or gone, the
    rubric with its weights, and the other countries. A version may also be a revision of the git repository in which
    the files lie, such as git:HEAD~20, or a folder that `strategyscore report` wrote. The workbook of
    `--out FILE.xlsx` has the changed ratings on a sheet of their own.

    **Examples**

    - `strategyscore changes 2025-02`
    - `strategyscore changes 2025-02 2026-01 --country RUS`
    - `strategyscore changes national-ai-strategy --weight regulation=2`
    - `strategyscore changes RUS=wider --countries BRICS`
    - `strategyscore changes 2025-02 --out changes.xlsx`
    """
    form = chosen_format(form, out)
    if old == new:
        wrong_usage(f"both versions are {old!r}, so nothing changed; name two")
    with scored(rubric, countries, as_of, weight, variant) as scores:
        from strategyscore.analysis.changes.split import changes as split

        before, after = (read_version(word, scores, picked=bool(countries)) for word in (old, new))
        found = split(before, after)
        if country is not None:
            try:
                move = found[country]
            except KeyError as error:
                if type(error) is not KeyError:
                    raise
                wrong_usage(error.args[0])
            rows = found.ratings[found.ratings["country"] == move.code]
            told = found.story(move.code)
            write_table(lambda: rows, lambda: found.provenance, form, out, lambda: say(told))
            return
        sheets = {"ratings": lambda: found.ratings}
        write_table(lambda: found.table, lambda: found.provenance, form, out, lambda: say(found.text()), sheets=sheets)
