"""Step 2: answers to the rubric's scale.

Every function takes an array whose first axis is the countries and leaves NaN as it is.
Source: OECD/JRC, Handbook on Constructing Composite Indicators (2008), section 5.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from strategyscore.documents.rubric import Node

Floats = NDArray[np.float64]
Scale = tuple[float, float]

TRANSFORMS = {"log": np.log, "log10": np.log10, "sqrt": np.sqrt}


class ScoringError(ValueError):
    """The data does not allow what the rubric asks for."""


def goalposts(values: ArrayLike, low: float, high: float, *, clip: bool = True) -> Floats:
    """Place values between two fixed ends: 0 at `low`, 1 at `high`.

    Parameters
    ----------
    values : array_like
        In the unit of the goalposts.
    low, high : float
        The ends; `low` below `high`.
    clip : bool
        Whether what lies outside is put on the nearer end.
    """
    shares = (np.asarray(values, dtype=np.float64) - low) / (high - low)
    return np.clip(shares, 0.0, 1.0) if clip else shares


def minmax(values: ArrayLike) -> Floats:
    """Place values between the smallest and the largest of their column: 0 and 1.

    Raises
    ------
    ScoringError
        If all present values of a column are equal.
    """
    array = np.asarray(values, dtype=np.float64)
    present = ~np.isnan(array)
    low = np.min(array, axis=0, where=present, initial=np.inf)
    high = np.max(array, axis=0, where=present, initial=-np.inf)
    if np.any(low == high):
        raise ScoringError("all present values are equal, so min-max has no range; use goalposts, or leave it out")
    return np.asarray((array - low) / (high - low))


def to_scale(shares: ArrayLike, scale: Scale) -> Floats:
    """Stretch 0 to 1 onto the reported scale."""
    low, high = scale
    return low + (high - low) * np.asarray(shares, dtype=np.float64)


def normalise(values: ArrayLike, leaf: Node, scale: Scale) -> Floats:
    """The answers to one criterion on the reported scale.

    Parameters
    ----------
    values : array_like, shape (countries,)
        Levels, shares of a checklist, or values in the criterion's unit; NaN where missing.
    leaf : Node
        The criterion.
    scale : tuple of float
        The ends of the reported scale.

    Raises
    ------
    ScoringError
        If the criterion asks for min-max and its values are all equal.
    """
    array = np.asarray(values, dtype=np.float64)
    if leaf.kind == "levels":
        return to_scale(goalposts(array, min(leaf.levels), max(leaf.levels)), scale)
    if leaf.kind == "checklist":
        return to_scale(array, scale)
    given = leaf.normalise
    assert given is not None, leaf
    transform = TRANSFORMS[leaf.transform] if leaf.transform else np.asarray
    array = transform(array)
    if given.method == "none":
        return array if leaf.direction == "higher" else scale[0] + scale[1] - array
    try:
        if given.method == "minmax":
            shares = minmax(array)
        else:
            assert given.low is not None
            assert given.high is not None
            shares = goalposts(array, float(transform(given.low)), float(transform(given.high)), clip=given.clip)
    except ScoringError as error:
        raise ScoringError(f"{leaf.path}: {error}") from None
    return to_scale(shares if leaf.direction == "higher" else 1.0 - shares, scale)
