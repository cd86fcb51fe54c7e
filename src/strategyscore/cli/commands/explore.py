"""`strategyscore explore`: a page on which a reader sets the weights."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from strategyscore.cli.inputs import scored
from strategyscore.cli.options import AsOfOption, CountriesOption, RubricOption, WeightOption
from strategyscore.cli.terminal import show_page


def explore(
    rubric: RubricOption = None,
    countries: CountriesOption = None,
    as_of: AsOfOption = None,
    weight: WeightOption = None,
    out: Annotated[Path, typer.Option("--out", "-o", metavar="FILE", help="Write the page to this file.")] = Path(
        "explorer.html"
    ),
    show: Annotated[bool, typer.Option("--open", help="Open the page in the browser.")] = False,
) -> None:
    """Write a page on which a reader sets the weights, and print its path.

    Sliders change the weights; scores, ranks and the 90 % intervals of the ranks follow at once, beside the published
    ranks. Every answer opens down to its facts and sources. The address of the page keeps what was set, and the page
    gives it away as a rubric that `strategyscore score` takes. The page is one file, and asks for nothing over the
    network.

    **Examples**

    - `strategyscore explore`
    - `strategyscore explore --rubric regulation --countries G7 --out regulation.html`
    """
    with scored(rubric, countries, as_of, weight) as scores:
        from strategyscore.explorer.build import write_explorer

        page = write_explorer(scores, out)
        show_page(page, opened=show)
