"""Draws that come from elsewhere: a posterior, an elicitation, another program.

Each draw brings raw values of all countries on all criteria, weights, or both; it is scored as any other.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from strategyscore import limits
from strategyscore.errors import ScoringError, did_you_mean, sentence
from strategyscore.scoring.missing import settled
from strategyscore.scoring.prepare import each_alone, prepare
from strategyscore.scoring.scores import Scores

if TYPE_CHECKING:
    from strategyscore.robustness.vary import Vary

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Numbers:
    """An array that cannot be changed, known by its digest.

    Attributes
    ----------
    array : ndarray
    digest : str
        SHA-256 of its shape and values.
    """

    array: Floats
    digest: str

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Numbers) and self.digest == other.digest

    def __hash__(self) -> int:
        return hash(self.digest)

    @property
    def told(self) -> dict[str, Any]:
        """For a provenance."""
        return {"shape": list(self.array.shape), "sha256": self.digest}


def numbers(value: Any) -> Numbers:
    """Keep numbers of any shape.

    Raises
    ------
    ValueError
        If they are no numbers, or too many.
    """
    if isinstance(value, Numbers):
        return value
    try:
        array = np.array(value, dtype=np.float64)
    except (TypeError, ValueError):
        raise ValueError("these are no numbers in rows of one length; give an array") from None
    if array.size > limits.GIVEN_NUMBERS:
        raise ValueError(f"these are more than {limits.GIVEN_NUMBERS:,} numbers; give fewer draws")
    array.setflags(write=False)
    content = str(array.shape).encode() + np.ascontiguousarray(array).tobytes()
    return Numbers(array, hashlib.sha256(content).hexdigest())


@dataclass(frozen=True, eq=False)
class GivenDraws:
    """Draws ready to be scored.

    Attributes
    ----------
    count : int
    values : ndarray, shape (draws, countries, criteria), or None
        On the scale, of the countries that are scored.
    weights : dict of int to ndarray, shape (draws, children)
        Shares by the position of the group.
    """

    count: int
    values: Floats | None
    weights: dict[int, Floats]

    def rows(self, block: int, size: int) -> Ints:
        """Which draws a block takes; the last one again where they end within it."""
        return np.minimum(np.arange(block * size, (block + 1) * size), self.count - 1)


def given_draws(scores: Scores, vary: Vary, scored: Ints) -> GivenDraws | None:
    """The draws of an analysis that come from elsewhere; None where none do.

    Raises
    ------
    ScoringError
        If they do not fit the scores, or what else is to vary.
    """
    asked = vary.given
    if asked is None:
        return None
    _check_company(vary)
    values = None if asked.values is None else _values(scores, asked.values.array)[:, scored]
    weights = {} if asked.weights is None else _weights(scores, asked.weights)
    counts = {len(values)} if values is not None else set()
    counts |= {len(share) for share in weights.values()}
    if len(counts) != 1:
        told = " and ".join(str(count) for count in sorted(counts))
        raise ScoringError(f"the draws that are given are {told}; give as many of values as of weights")
    return GivenDraws(counts.pop(), values, weights)


def _check_company(vary: Vary) -> None:
    """What brings its own values or weights does not go with what draws these."""
    assert vary.given is not None
    barred = [] if vary.given.values is None else ["ratings", "missing", "methods"]
    barred += [] if vary.given.weights is None else ["weights"]
    if both := [name for name in vary.sources if name in barred]:
        what = "values" if both[0] != "weights" else "weights"
        raise ScoringError(
            f"{what} that are given do not go with {both[0]!r}, which would draw them anew; leave one out"
        )


def _values(scores: Scores, raw: Floats) -> Floats:
    """Raw values of every draw on the scale."""
    n, k = len(scores.countries), len(scores.rubric.criteria)
    if raw.ndim != 3 or raw.shape[1:] != (n, k) or not len(raw):
        raise ScoringError(
            f"values that are given must have the shape (draws, {n} countries, {k} criteria), not {raw.shape}"
        )
    for column, leaf in enumerate(scores.rubric.criteria):
        cells = raw[:, :, column]
        for value in np.unique(cells[~np.isnan(cells)])[[0, -1]] if not np.isnan(cells).all() else ():
            if why := leaf.refuses(float(value)):
                raise ScoringError(f"values that are given: {why}")
    if each_alone(scores.rubric) and not scores.program.settles_missing:
        return _prepared(scores, raw.reshape(-1, k), len(raw)).reshape(raw.shape)
    return np.stack([_prepared(scores, one, 1) for one in raw])


def _prepared(scores: Scores, raw: Floats, times: int) -> Floats:
    raw = np.column_stack([leaf.raw(raw[:, column]) for column, leaf in enumerate(scores.rubric.criteria)])
    known = np.where(np.tile(scores.ratings.applicable, (times, 1)), 1.0 - np.isnan(raw), np.nan)
    raw = np.where(np.isnan(known), np.nan, raw)
    others = {name: np.tile(column, times) for name, column in scores.ratings.others.items()}
    ratings = replace(scores.ratings, values=raw, lower=raw, upper=raw, coverage=known, others=others, answers=())
    codes = scores.countries.codes * times
    return settled(scores.program, prepare(scores.rubric, ratings, codes)).values


def _weights(scores: Scores, asked: Numbers | Mapping[str, Numbers]) -> dict[int, Floats]:
    """The shares of every group that is named, by its position."""
    rubric = scores.rubric
    if isinstance(asked, Numbers):
        leaves = [leaf.path for leaf in rubric.criteria]
        if (
            asked.array.ndim != 2
            or asked.array.shape[1] != len(leaves)
            or any(leaf.depth > 1 for leaf in rubric.criteria)
        ):
            raise ScoringError(
                "weights that are given must be a mapping from paths of nodes to a number for each draw, or, where all "
                f"criteria stand right below the root, of the shape (draws, {len(leaves)} criteria)"
            )
        named = dict(zip(leaves, asked.array.T, strict=True))
    else:
        named = {rubric.node(path).path: item.array for path, item in asked.items()}
    paths = [node.path for node in rubric.nodes[1:]]
    for path, column in named.items():
        if path not in paths:
            raise ScoringError(sentence(f"{path!r} has no weight", did_you_mean(path, paths)))
        if column.ndim != 1 or len(column) != len(next(iter(named.values()))):
            raise ScoringError(f"the weights of {path} must be a number for each draw, as many as the others have")
        if not np.all(np.isfinite(column) & (column >= 0)):
            raise ScoringError(f"a weight of {path} is negative or missing; give numbers from 0 up")
    shares: dict[int, Floats] = {}
    for group in rubric.groups:
        if not any(child.path in named for child in group.children):
            continue
        count = len(next(iter(named.values())))
        raw = np.column_stack([named.get(child.path, np.full(count, child.weight)) for child in group.children])
        total = raw.sum(axis=1, keepdims=True)
        if np.any(total <= 0):
            raise ScoringError(f"in draw {int(np.argmin(total))} all weights below {group.path} are zero; give some")
        shares[scores.column[group.path]] = raw / total
    return shares
