"""A country among the others: who is above whom, criterion by criterion, and rules that make scores of it.

Values have the shape (..., countries, children), and what comes out is a share from 0 to 1 that the engine puts on the
scale. Source: OECD/JRC, Handbook on Constructing Composite Indicators (2008), section 6.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from strategyscore.methods.aggregate import shares
from strategyscore.methods.rank import TIE
from strategyscore.methods.register import aggregation

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]

EXACT = 12
"""Up to so many countries Kemeny's order is sought among all; beyond, it is improved step by step."""


def outranking(values: ArrayLike, weights: ArrayLike, against: ArrayLike | None = None) -> Floats:
    """The share of the weight on which each country is above each other, ties counting half.

    Parameters
    ----------
    values : array_like, shape (..., countries, children)
    weights : array_like, shape (children,)
    against : array_like, shape (..., countries, children), optional
        What the others have; `values` where it is not given.

    Returns
    -------
    ndarray, shape (..., countries, countries)
        Over the children that both have; 1/2 where they share none, and on the diagonal.
    """
    own = np.asarray(values, dtype=np.float64)
    other = own if against is None else np.asarray(against, dtype=np.float64)
    importance = np.asarray(weights, dtype=np.float64)
    # the order in which a sum was rounded must not decide who is above
    tie = TIE * float(np.fmax.reduce(np.abs(own), axis=None, initial=0.0))
    above = np.zeros((*own.shape[:-1], other.shape[-2]))
    total = np.zeros_like(above)
    for child in np.flatnonzero(np.broadcast_to(importance, own.shape[-1:])):
        mine, theirs = own[..., :, child, None], other[..., None, :, child]
        ahead = mine - theirs
        above += importance[child] * ((ahead > tie) + 0.5 * (np.abs(ahead) <= tie))
        total += importance[child] * ~(np.isnan(mine) | np.isnan(theirs))
    result: Floats = np.divide(above, total, out=np.full(above.shape, 0.5), where=total > 0)
    diagonal = np.arange(own.shape[-2])
    result[..., diagonal, diagonal] = 0.5
    return result


@aggregation("borda", phrase="Borda count", among_others=True)
def borda(values: ArrayLike, weights: ArrayLike, against: ArrayLike | None = None) -> Floats:
    """Weighted Borda count as a share: on average, over what share of the weight a country is above another.

    Parameters
    ----------
    values, weights, against
        As for `outranking`.

    Returns
    -------
    ndarray, shape (..., countries)
        From 0 (below all in everything) to 1; 1/2 for a single country; NaN where it has no value.
    """
    return _over_others(values, weights, outranking(values, weights, against))


@aggregation("copeland", phrase="Copeland score", among_others=True)
def copeland(values: ArrayLike, weights: ArrayLike, against: ArrayLike | None = None) -> Floats:
    """Copeland's rule as a share: a country wins over another that it outranks on more than half of the weight.

    Wins less losses, from -(n - 1) to n - 1, are put on 0 to 1.

    Parameters
    ----------
    values, weights, against
        As for `outranking`.

    Returns
    -------
    ndarray, shape (..., countries)
    """
    share = outranking(values, weights, against)
    rounded = np.round(share - 0.5, 12)
    return _over_others(values, weights, 0.5 + np.sign(rounded) / 2)


@aggregation("kemeny", phrase="Kemeny order", among_others=True)
def kemeny(values: ArrayLike, weights: ArrayLike, against: ArrayLike | None = None) -> Floats:
    """Kemeny's rule as a share: the place in the order that contradicts the least weight, from 0 for last to 1.

    Every pair of countries that stands in the order against a share of the weight costs that share. Up to `EXACT`
    countries the cheapest of all orders is found; beyond, the order by the Borda count is improved for as long as
    moving one country elsewhere makes it cheaper, which need not reach the cheapest. Countries that are level with
    each other, and level with the same others, share their mean place.

    Parameters
    ----------
    values, weights, against
        As for `outranking`. With `against`, every country is placed with its own values among the others' there.

    Returns
    -------
    ndarray, shape (..., countries)
        NaN where a country has no value.

    Notes
    -----
    Source: Young and Levenglick (1978), SIAM Journal on Applied Mathematics 35; exact by dynamic programming over sets
    (Held and Karp 1962).
    """
    own = np.asarray(values, dtype=np.float64)
    known = ~np.isnan(shares(own, weights)[..., 0])
    if against is None:
        matrix = outranking(own, weights)
        flat = matrix.reshape(-1, *matrix.shape[-2:])
        placed = np.stack(
            [_places(one, here) for one, here in zip(flat, known.reshape(-1, known.shape[-1]), strict=True)]
        )
        return placed.reshape(own.shape[:-1])
    others, mine = outranking(against, weights), outranking(own, weights, against)
    flat_others, flat_mine = (matrix.reshape(-1, *matrix.shape[-2:]) for matrix in (others, mine))
    flat_known = known.reshape(-1, known.shape[-1])
    result = np.full(flat_known.shape, np.nan)
    for place in range(len(flat_known)):
        for country in np.flatnonzero(flat_known[place]):
            matrix = flat_others[place].copy()
            matrix[country], matrix[:, country] = flat_mine[place, country], 1 - flat_mine[place, country]
            result[place, country] = _places(matrix, flat_known[place])[country]
    return result.reshape(own.shape[:-1])


def _places(above: Floats, known: NDArray[np.bool_]) -> Floats:
    """The place of each country as a share, of those that have a value."""
    rows = np.flatnonzero(known)
    result = np.full(len(known), np.nan)
    n = len(rows)
    if n < 2:
        result[rows] = 0.5
        return result
    # rounded, so that the order in which a sum was rounded does not decide
    matrix = np.round(above[np.ix_(rows, rows)], 12)
    # countries that are alike stand together in some cheapest order, so they are placed as one that counts so often
    alike = (np.abs(matrix[:, None, :] - matrix[None, :, :]).max(axis=-1) < 1e-9) & (np.abs(matrix - 0.5) < 1e-9)
    firsts, group, counts = np.unique(alike.argmax(axis=1), return_inverse=True, return_counts=True)
    together = matrix[np.ix_(firsts, firsts)] * np.outer(counts, counts)
    order = _cheapest(together) if len(firsts) <= EXACT else _improved(together)
    ahead = np.cumsum(counts[order]) - counts[order]
    place = np.empty(len(firsts))
    place[order] = n - 1 - ahead - (counts[order] - 1) / 2
    result[rows] = place[group] / (n - 1)
    return result


def _cheapest(above: Floats) -> Ints:
    """The order, best first, of the least cost: of all sets at the top, the cheapest way to order each."""
    n = len(above)
    sets = np.arange(1 << n)
    member = (sets[:, None] >> np.arange(n)) & 1
    # what it costs to put a country right below a set: the weight on which it is above members of it
    below = member @ above.T
    cost, last = np.full(1 << n, np.inf), np.zeros(1 << n, dtype=np.intp)
    cost[0] = 0.0
    size = member.sum(axis=1)
    for count in range(1, n + 1):
        here = sets[size == count]
        best = np.full(len(here), np.inf)
        for country in range(n):
            has = (here >> country) & 1 == 1
            before = here[has] ^ (1 << country)
            found = cost[before] + below[before, country]
            better = found < best[has] - 1e-12
            at = np.flatnonzero(has)[better]
            best[at], last[here[at]] = found[better], country
        cost[here] = best
    order, rest = [], (1 << n) - 1
    while rest:
        order.append(int(last[rest]))
        rest ^= 1 << order[-1]
    return np.array(order[::-1], dtype=np.intp)


def _improved(above: Floats) -> Ints:
    """The order by the Borda count, improved by moving single countries for as long as that makes it cheaper."""
    order = np.argsort(-above.sum(axis=1), kind="stable")
    gain = above - above.T
    moved = True
    while moved:
        moved = False
        for at in range(len(order)):
            country, rest = order[at], np.delete(order, at)
            # what is gained by standing before the place-th of the others, compared with standing last
            ahead = np.concatenate([np.cumsum(gain[country, rest][::-1])[::-1], [0.0]])
            to = int(ahead.argmax())
            if ahead[to] > ahead[at] + 1e-12:
                order, moved = np.insert(rest, to, country), True
    return np.asarray(order)


def _over_others(values: ArrayLike, weights: ArrayLike, matrix: Floats) -> Floats:
    n = matrix.shape[-1]
    mean = np.asarray((matrix.sum(axis=-1) - 0.5) / (n - 1)) if n > 1 else np.full(matrix.shape[:-1], 0.5)
    return np.where(np.isnan(shares(values, weights)[..., 0]), np.nan, mean)
