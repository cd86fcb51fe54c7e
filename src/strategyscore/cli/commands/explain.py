"""`strategyscore explain`: what a score is made of."""

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
from strategyscore.cli.terminal import note, say

_WIDEST = 100


def explain(
    country: Annotated[str, country_argument()],
    node: NodeArgument = None,
    rubric: RubricOption = None,
    countries: CountriesOption = None,
    as_of: AsOfOption = None,
    variant: VariantOption = None,
    weight: WeightOption = None,
) -> None:
    """Show what a score is made of: every criterion, its level's text, its evidence, and what it adds.

    **Examples**

    - `strategyscore explain RUS sovereignty`
    - `strategyscore explain China infrastructure.compute`
    """
    import shutil

    with scored(rubric, countries, as_of, weight, variant) as scores:
        from strategyscore.output.captions import weak_sentence

        explanation = scores.explain(country, node)
        say(explanation.text(min(shutil.get_terminal_size((_WIDEST, 24)).columns, _WIDEST)))
        if doubted := weak_sentence(scores, scores.rubric.node(node) if node else scores.rubric.root):
            note(doubted)
