"""Weights that make criteria as important as they are meant to be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from pydantic import Field

from strategyscore.errors import ScoringError, did_you_mean, sentence
from strategyscore.methods.aggregate import arithmetic
from strategyscore.methods.fields import Identifier, NotNegative, Shape
from strategyscore.methods.register import weighting
from strategyscore.methods.weigh import correlations, scaled
from strategyscore.text.words import enumerated

Floats = NDArray[np.float64]


class _Targets(Shape):
    """How important each child is meant to be."""

    targets: Annotated[
        dict[Identifier, NotNegative] | None, Field(description="by id, relative to one another; equal where left out")
    ] = None


def _check_targets(settings: Mapping[str, Any], ids: Sequence[str]) -> list[tuple[tuple[Any, ...], str]]:
    """There is a target for each child, and some above zero."""
    targets = settings["targets"]
    if targets is None:
        return []
    wrong: list[tuple[tuple[Any, ...], str]] = [
        (("targets", name), sentence(f"the group has no criterion {name!r}", did_you_mean(name, ids)))
        for name in targets
        if name not in ids
    ]
    if silent := [name for name in ids if name not in targets]:
        wrong.append((("targets",), f"nothing is said of {enumerated(silent)}; give a target, 0 where it is none"))
    if not sum(targets.values()):
        wrong.append((("targets",), "all targets are zero; give at least one"))
    return wrong


def importance(values: ArrayLike, weights: ArrayLike) -> Floats:
    """How much each criterion has to do with the weighted mean: the share of its variance that it explains alone.

    The squared correlation of each criterion with the mean, and 0 where that is negative, scaled to add up to 1.

    Parameters
    ----------
    values : array_like, shape (countries, criteria)
    weights : array_like, shape (criteria,)
    """
    return np.maximum(_signed(np.asarray(values, dtype=np.float64), np.asarray(weights, dtype=np.float64)), 0.0)


@weighting("balanced", phrase="balanced weights", settings=_Targets, check=_check_targets)
def balanced(
    values: ArrayLike, targets: Mapping[str, float] | None = None, *, ids: Sequence[str] | None = None
) -> Floats:
    """Weights under which each criterion is as important as it is meant to be, as nearly as can be.

    Weights are no importance: of two criteria of one weight, the one that varies more, or goes along with the others,
    decides more. Here the weights are sought under which the `importance` of each comes nearest to its target.

    Parameters
    ----------
    values : array_like, shape (countries, criteria)
    targets : mapping of str to float, optional
        By the ids of the criteria, relative to one another; all alike where it is left out.
    ids : sequence of str, optional
        Of the criteria; those of `targets`, in their order, where it is left out.

    Raises
    ------
    ScoringError
        If no criterion tells any countries apart.

    Notes
    -----
    Least squares on the shares, from equal weights. What was reached stands in `diagnostics.effective_weights`. A
    criterion that goes against the others may get no weight at all.
    Source: Becker, Saisana, Paruolo and Vandecasteele (2017), Ecological Indicators 80.
    """
    from scipy.optimize import least_squares

    array = np.asarray(values, dtype=np.float64)
    n = array.shape[1]
    wanted = scaled(np.ones(n) if targets is None else [targets[name] for name in ids or targets])
    if n == 1:
        return np.ones(1)
    if not importance(array, np.ones(n)).any():
        raise ScoringError("no criterion tells the countries apart, so the data gives no weights; give them yourself")
    # the sign is kept on the way, so that a criterion that goes against the others is pulled up, too
    found = least_squares(
        lambda logs: _signed(array, np.exp(logs - logs.max())) - wanted,
        np.log(scaled(wanted + 0.1 / n)),
        bounds=(-20.0, 20.0),
        xtol=1e-10,
        ftol=1e-12,
    )
    return scaled(np.exp(found.x - found.x.max()))


def _signed(values: Floats, weights: Floats) -> Floats:
    """Squared correlations with the weighted mean, with their sign, as shares of the positive ones."""
    along = correlations(np.column_stack([values, arithmetic(values, weights)]))[-1, :-1]
    squares = along * np.abs(along)
    total = np.maximum(squares, 0.0).sum()
    return np.asarray(squares / total if total > 0 else squares)
