"""An average that knows of pairs: the Choquet integral with weights that are Shapley values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from pydantic import Field

from strategyscore.errors import did_you_mean, sentence
from strategyscore.methods.aggregate import shares
from strategyscore.methods.fields import Identifier, Number, Shape
from strategyscore.methods.register import aggregation

Floats = NDArray[np.float64]


class _Interaction(Shape):
    """How pairs of criteria act together."""

    interaction: Annotated[
        dict[Identifier, dict[Identifier, Annotated[Number, Field(ge=-1, le=1)]]],
        Field(
            min_length=1,
            description="by the ids of two criteria: above 0 both are needed, below 0 one can stand for the other",
        ),
    ]


def _pairs(interaction: Mapping[str, Mapping[str, float]], ids: Sequence[str]) -> Floats:
    """The interactions as a symmetric matrix."""
    at = {name: place for place, name in enumerate(ids)}
    matrix = np.zeros((len(ids), len(ids)))
    for one, others in interaction.items():
        for two, value in others.items():
            matrix[at[one], at[two]] = matrix[at[two], at[one]] = value
    return matrix


def _check(settings: Mapping[str, Any], ids: Sequence[str]) -> list[tuple[tuple[Any, ...], str]]:
    """Pairs are of criteria of the group, and stand once."""
    wrong: list[tuple[tuple[Any, ...], str]] = []
    seen: set[frozenset[str]] = set()
    for one, others in settings["interaction"].items():
        if one not in ids:
            message = sentence(f"the group has no criterion {one!r}", did_you_mean(one, ids))
            wrong.append((("interaction", one), message))
        for two in others:
            at, pair = ("interaction", one, two), frozenset((one, two))
            if two not in ids:
                wrong.append((at, sentence(f"the group has no criterion {two!r}", did_you_mean(two, ids))))
            elif one == two:
                wrong.append((at, f"{one!r} cannot act together with itself; name two criteria"))
            elif pair in seen:
                wrong.append((at, f"the pair of {one!r} and {two!r} stands here twice; remove one"))
            seen.add(pair)
    return wrong


@aggregation("choquet", phrase="Choquet integral", settings=_Interaction, check=_check)
def choquet(
    values: ArrayLike,
    weights: ArrayLike,
    interaction: Mapping[str, Mapping[str, float]],
    *,
    ids: Sequence[str],
) -> Floats:
    r"""Choquet integral of pairs, :math:`\sum_i \phi_i v_i - \frac{1}{2} \sum_{i<j} I_{ij} |v_i - v_j|`.

    The weights :math:`\phi_i` are the Shapley values, and :math:`I_{ij}` says how a pair acts together: above 0 the
    lower of the two counts more, below 0 the higher. Without interaction it is the arithmetic mean.

    Parameters
    ----------
    values, weights
        As for every mean. What is missing is left out with its weight and its pairs.
    interaction : mapping
        :math:`I_{ij}` from -1 to 1 by the ids of two criteria, each pair once.
    ids : sequence of str
        The ids of the children.

    Notes
    -----
    A score must not fall where a value rises, which asks for :math:`\phi_i \ge \frac{1}{2} \sum_j |I_{ij}|`. Where the
    weights do not bear the interactions, these are shrunk, all alike, until they do.
    Source: Grabisch (1997), Fuzzy Sets and Systems 92.
    """
    parts = shares(values, weights)
    array = np.where(parts == 0, 0.0, values)
    phi = np.where(np.isnan(parts), 0.0, parts)
    pairs, counts = _pairs(interaction, ids), phi > 0
    asked = np.einsum("...i,...j,ij->...i", counts, counts, np.abs(pairs)) / 2
    with np.errstate(over="ignore"):
        bears = np.min(np.divide(phi, asked, out=np.full(phi.shape, np.inf), where=asked > 0), axis=-1)
    shrunk = np.minimum(1.0, bears)
    loss = np.zeros(phi.shape[:-1])
    for one, two in np.argwhere(np.triu(pairs)):
        both = counts[..., one] & counts[..., two]
        loss = loss + pairs[one, two] * np.where(both, np.abs(array[..., one] - array[..., two]), 0.0)
    result = np.sum(phi * array, axis=-1) - shrunk * loss / 2
    return np.where(np.isnan(parts[..., 0]), np.nan, result)
