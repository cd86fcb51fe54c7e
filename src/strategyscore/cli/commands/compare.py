"""`strategyscore compare`: the gap between two countries."""

from __future__ import annotations

from typing import Annotated

from strategyscore.cli.inputs import scored
from strategyscore.cli.options import (
    AsOfOption,
    CountriesOption,
    NodeArgument,
    RubricOption,
    VariantOption,
    WeightOption,
    country_argument,
)
from strategyscore.cli.terminal import say


def compare(
    first: Annotated[str, country_argument()],
    second: Annotated[str, country_argument()],
    node: NodeArgument = None,
    rubric: RubricOption = None,
    countries: CountriesOption = None,
    as_of: AsOfOption = None,
    variant: VariantOption = None,
    weight: WeightOption = None,
) -> None:
    """Split the gap between two countries over the criteria, so that the parts add up to it.

    **Examples**

    - `strategyscore compare RUS CHN`
    - `strategyscore compare France kaz partnerships`
    """
    with scored(rubric, countries, as_of, weight, variant) as scores:
        say(scores.compare(first, second, node).text())
