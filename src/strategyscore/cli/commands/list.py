"""`strategyscore list`: what there is to score, to draw and to name."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import typer

from strategyscore.cli.errors import plain_errors
from strategyscore.cli.inputs import scored
from strategyscore.cli.options import CountriesOption, FormatOption, OutOption, RubricOption
from strategyscore.cli.output import chosen_format, write_table
from strategyscore.cli.terminal import print_rows
from strategyscore.output.formats import Format

Row = Mapping[str, Any]

listing = typer.Typer(no_args_is_help=True, help="List countries, criteria, rubrics, charts or groups, a row for each.")


@listing.command("countries")
def list_countries(
    rubric: RubricOption = None,
    countries: CountriesOption = None,
    form: FormatOption = None,
    out: OutOption = None,
) -> None:
    """List the countries that have a profile: code, name, date, and how many criteria of the rubric are answered.

    **Examples**

    - `strategyscore list countries`
    - `strategyscore list countries --rubric regulation --format csv`
    """
    form = chosen_format(form, out)
    with scored(rubric, countries, None, None) as scores:
        paths = [leaf.path for leaf in scores.rubric.criteria]
        covered = scores.tidy.pivot(index="country", columns="node", values="coverage")[paths] > 0
        answered = {str(code): int(number) for code, number in covered.sum(axis=1).items()}
        rows = [
            {
                "country": profile.code,
                "name": profile.name,
                "as_of": str(profile.as_of) if profile.as_of else "",
                "answered": answered[profile.code],
                "criteria": len(paths),
            }
            for profile in scores.countries
        ]
        _write(rows, form, out, provenance=lambda: scores.provenance)


@listing.command("criteria")
def list_criteria(rubric: RubricOption = None, form: FormatOption = None, out: OutOption = None) -> None:
    """List the criteria of a rubric: path, title, kind, and the share of the whole weight that each has.

    A criterion has no share where a group above it computes its weights, from the data or from experts.

    **Examples**

    - `strategyscore list criteria`
    - `strategyscore list criteria --rubric hdi`
    """
    from strategyscore.documents.load_rubric import load_rubric
    from strategyscore.scoring.program import compile_rubric, shares_of_the_whole

    form = chosen_format(form, out)
    with plain_errors():
        asked = load_rubric(rubric)
        program = compile_rubric(asked)
        shares = shares_of_the_whole(program)
        rows = [
            {"path": leaf.path, "title": leaf.title, "kind": leaf.kind, "share": shares[node]}
            for leaf, node in zip(asked.criteria, program.leaves, strict=True)
        ]
        _write(rows, form, out, shares=("share",))


@listing.command("rubrics")
def list_rubrics(form: FormatOption = None, out: OutOption = None) -> None:
    """List the rubrics that have an id, those of installed packages too: id, title, version, number of criteria.

    **Examples**

    - `strategyscore list rubrics`
    """
    from strategyscore.documents.bundled import rubric_files
    from strategyscore.documents.load_rubric import load_rubric

    form = chosen_format(form, out)
    with plain_errors():
        rows = [
            {"id": one.id, "title": one.title, "version": one.version, "criteria": len(one.criteria)}
            for one in map(load_rubric, rubric_files())
        ]
        _write(rows, form, out)


@listing.command("charts")
def list_charts(form: FormatOption = None, out: OutOption = None) -> None:
    """List the charts: name, what each shows, what it takes after its name, and its options.

    **Examples**

    - `strategyscore list charts`
    """
    from strategyscore.charts.catalogue import CATALOGUE

    form = chosen_format(form, out)
    rows = [
        {
            "name": name,
            "shows": entry.shows,
            "takes": ",".join(_TAKES[kind] for kind in entry.takes),
            "options": ", ".join(entry.options),
        }
        for name, entry in CATALOGUE.items()
    ]
    with plain_errors():
        _write(rows, form, out)


@listing.command("groups")
def list_groups(form: FormatOption = None, out: OutOption = None) -> None:
    """List the groups of countries, regions and groups by income that can stand for a list of countries: id, title and
    members.

    **Examples**

    - `strategyscore list groups`
    """
    form = chosen_format(form, out)
    from strategyscore.model.groups import every_group

    rows = [{"id": one.id, "title": one.title, "members": ", ".join(one.members)} for one in every_group()]
    with plain_errors():
        _write(rows, form, out)


_TAKES = {"node": "[NODE]", "country": "[COUNTRY]", "countries": "[COUNTRIES]", "date": "[DATE or RUBRIC]"}


def _write(
    rows: Sequence[Row],
    form: Format,
    out: Path | None,
    *,
    provenance: Callable[[], Mapping[str, Any]] | None = None,
    shares: Sequence[str] = (),
) -> None:
    """Write a list, its first column as the index; in the terminal the columns named in `shares` are percentages."""
    from strategyscore.text.words import DASH, plain, points
    from strategyscore.version import __version__

    heads = list(rows[0])

    def in_terminal() -> None:
        def text(name: str, value: Any) -> str:
            if name in shares:
                return DASH if value != value else f"{points(100 * value)} %"
            return plain(str(value))

        numbers = [name for name in heads if isinstance(rows[0][name], int | float)]
        words = [name.replace("_", " ") for name in heads if name not in numbers]
        cells = [[text(name, row[name]) for name in heads] for row in rows]
        print_rows([name.replace("_", " ") for name in heads], cells, words)

    def table() -> Any:
        import pandas as pd

        return pd.DataFrame(list(rows)).set_index(heads[0])

    write_table(table, provenance or (lambda: {"strategyscore": __version__}), form, out, in_terminal)
