"""`strategyscore compare`: countries side by side."""

from __future__ import annotations

from typing import Annotated

import typer

from strategyscore.cli.errors import refuse, wrong_usage, wrong_values
from strategyscore.cli.inputs import scored, split
from strategyscore.cli.options import (
    AsOfOption,
    CountriesOption,
    FormatOption,
    OutOption,
    RubricOption,
    VariantOption,
    WeightOption,
    country_argument,
)
from strategyscore.cli.output import chosen_format, write_table
from strategyscore.cli.terminal import note, say


def compare(
    first: Annotated[str, country_argument()],
    second: Annotated[
        str | None,
        typer.Argument(
            help="The country that it is held against, or with --with the path of a part or criterion.",
            show_default=False,
        ),
    ] = None,
    node: Annotated[
        str | None,
        typer.Argument(help="The path of a part or criterion, such as sovereignty.", show_default="all of it"),
    ] = None,
    others: Annotated[
        list[str] | None,
        typer.Option(
            "--with",
            metavar="NAMES",
            help="Hold it against several countries: codes, names or groups, with commas between them.",
        ),
    ] = None,
    adds: Annotated[
        bool,
        typer.Option("--split", help="Split the gap between the two scores over the criteria instead."),
    ] = False,
    rubric: RubricOption = None,
    countries: CountriesOption = None,
    as_of: AsOfOption = None,
    variant: VariantOption = None,
    weight: WeightOption = None,
    form: FormatOption = None,
    out: OutOption = None,
) -> None:
    """Show countries side by side: a row a criterion, the level of each country, and how far the first is ahead.

    What cannot be compared, since one side has no answer, is listed apart and counts for nothing. With `--split` the
    gap between two scores is split over the criteria, so that the parts add up to it.

    **Examples**

    - `strategyscore compare RUS CHN`
    - `strategyscore compare France kaz partnerships`
    - `strategyscore compare RUS --with CHN,IND,KAZ`
    - `strategyscore compare RUS CHN --split`
    - `strategyscore chart side-by-side RUS,CHN,IND,KAZ` (the same as a picture)
    """
    form = chosen_format(form, out)
    if others:
        if node is not None:
            wrong_usage("with --with name one country and at most one path; name the other countries after --with")
        second, node = None, second
        refuse("--with", {"split": adds or None})
    elif second is None:
        wrong_usage(f"name a country to hold {first} against, or several: strategyscore compare {first} --with CHN,IND")
    with scored(rubric, countries, as_of, weight, variant) as scores:
        from strategyscore.analysis.side_by_side import side_by_side
        from strategyscore.output.captions import weak_sentence

        doubted = weak_sentence(scores, scores.rubric.node(node) if node else scores.rubric.root)

        def tell(text: str) -> None:
            say(text)
            if doubted:
                note(doubted)

        if adds:
            assert second is not None
            compared = scores.compare(first, second, node)
            write_table(lambda: compared.table, lambda: scores.provenance, form, out, lambda: tell(compared.text()))
            return
        with wrong_values():
            beside = side_by_side(scores, first, split(others) if others else [second or ""], node)
        write_table(lambda: beside.table, lambda: scores.provenance, form, out, lambda: tell(beside.text()))
