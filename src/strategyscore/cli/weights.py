"""Other weights from the command line: `--weight PATH=NUMBER`."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING

from strategyscore.cli.errors import wrong_usage

if TYPE_CHECKING:
    from strategyscore.model.rubric import Rubric


def read_weights(words: list[str] | None) -> dict[str, float]:
    """The weights that were typed, by path; what cannot be a weight ends with 2."""
    weights: dict[str, float] = {}
    for word in (part.strip() for text in words or [] for part in text.split(",")):
        path, equals, number = (part.strip() for part in word.partition("="))
        if not path or not equals:
            wrong_usage(f"--weight {word!r} is no PATH=NUMBER; write it like regulation=2.5")
        try:
            weight = float(number)
        except ValueError:
            wrong_usage(f"--weight {word!r}: {number!r} is not a number; write it like {path}=2.5")
        if not 0 <= weight < math.inf:
            wrong_usage(f"--weight {word!r}: a weight is 0 or more, and finite; 0 switches {path} off")
        if path in weights:
            wrong_usage(f"--weight names {path} twice; keep one of the two")
        weights[path] = weight
    return weights


def reweighted(rubric: Rubric, weights: Mapping[str, float]) -> Rubric:
    """The rubric with other weights.

    Parameters
    ----------
    rubric : Rubric
    weights : mapping of str to float
        By path; what is not named keeps its own.

    Raises
    ------
    UnknownNode
        If there is no such path, with a suggestion.
    """
    if not weights:
        return rubric
    for path in weights:
        if rubric.node(path) is rubric.root:
            wrong_usage(f"--weight {path} is the whole rubric, which has no siblings; name one of its parts")
    try:
        return rubric.with_weights(weights)
    except ValueError as error:
        wrong_usage(f"--weight: {error}")


def weights_sentence(weights: Mapping[str, float]) -> str:
    """The changed weights in a sentence."""
    return f"Weights changed: {', '.join(f'{path} {weight:g}' for path, weight in weights.items())}."
