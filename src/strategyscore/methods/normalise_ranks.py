"""Values to a common scale by their order alone.

Every function takes an array whose first axis is the countries, higher is better, and works on each column by itself;
NaN is missing and stays NaN.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from strategyscore.methods.fields import Range, Shape
from strategyscore.methods.normalise import need_spread, to_range
from strategyscore.methods.rank import ascending
from strategyscore.methods.register import normalisation

Floats = NDArray[np.float64]
Scale = tuple[float, float]
Ties = Literal["lowest", "mean"]


def rank(values: ArrayLike, ties: Ties = "lowest") -> Floats:
    """Ranks within each column, 1 for the smallest.

    Parameters
    ----------
    values : array_like, shape (countries, ...)
    ties : {"lowest", "mean"}
        Whether what is tied shares the smallest of its ranks, or their mean.
    """
    array = np.asarray(values, dtype=np.float64)
    low = ascending(array)
    if ties == "lowest":
        return low
    high = (~np.isnan(array)).sum(axis=0) + 1 - ascending(-array)
    return np.asarray((low + high) / 2)


def borda(values: ArrayLike, ties: Ties = "lowest") -> Floats:
    """How many others each value beats: its rank less 1."""
    return rank(values, ties) - 1.0


@normalisation("percentile", phrase="percentile ranks")
def percentile(values: ArrayLike, ties: Ties = "lowest") -> Floats:
    """The share of the others that each value beats: (rank - 1) / (n - 1).

    Raises
    ------
    ScoringError
        If a column has one present value only.
    """
    array = np.asarray(values, dtype=np.float64)
    count = (~np.isnan(array)).sum(axis=0)
    need_spread(count == 1, "only one value is present, so it has no percentile")
    return np.asarray(borda(array, ties) / np.maximum(count - 1, 1))


class _Ranked(Shape):
    """Ranks as they are, or stretched onto a range."""

    range: Range | None = None
    ties: Ties = "lowest"


def _ends_of_ranks(first: float) -> Callable[..., tuple[Any, Any]]:
    def ends(values: Floats, settings: Mapping[str, Any], scale: Scale) -> tuple[Any, Any]:
        """A missing value could have the lowest rank or the highest."""
        if settings["range"]:
            low, high = settings["range"]
            return low, high
        return first, (~np.isnan(values)).sum(axis=0) - 1 + first

    return ends


@normalisation("rank", phrase="ranks", share=False, settings=_Ranked, ends=_ends_of_ranks(1.0))
def _rank(values: ArrayLike, range: Sequence[float] | None = None, ties: Ties = "lowest") -> Floats:
    """Ranks within each criterion, 1 for the worst; ties share the smaller rank, or with `ties: mean` the mean one."""
    return rank(values, ties) if range is None else to_range(_spread_out(values, ties), *range)


@normalisation("borda", phrase="Borda ranks", share=False, settings=_Ranked, ends=_ends_of_ranks(0.0))
def _borda(values: ArrayLike, range: Sequence[float] | None = None, ties: Ties = "lowest") -> Floats:
    """How many others each value beats; a tie counts nothing, or with `ties: mean` a half."""
    return borda(values, ties) if range is None else to_range(_spread_out(values, ties), *range)


def _spread_out(values: ArrayLike, ties: Ties) -> Floats:
    """Ranks from 0 to 1; 0 for a single one."""
    array = np.asarray(values, dtype=np.float64)
    return np.asarray(borda(array, ties) / np.maximum((~np.isnan(array)).sum(axis=0) - 1, 1))
