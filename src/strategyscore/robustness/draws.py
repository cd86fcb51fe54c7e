"""Draws and their scores, a block at a time.

A block is always `BLOCK` draws, with random numbers of its own for each source of uncertainty, and is computed in the
same operations whoever computes it. So a result is the same to the last bit for any number of workers, and freezing one
source leaves the numbers of the others as they were.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from strategyscore.methods.aggregation import AMONG_OTHERS, aggregate
from strategyscore.methods.settings import Aggregation
from strategyscore.robustness.plan import Group, Plan, Variant
from strategyscore.robustness.vary import SOURCES

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]

BLOCK = 250

# A criterion or group: the same for all draws, (countries,), or different, (draws, countries).
Values = Floats


@dataclass(frozen=True)
class Block:
    """Random numbers of a block, turned into settings.

    Attributes
    ----------
    weights : dict of int to ndarray, shape (draws, children)
        By the place of the group; only those that vary.
    variant : ndarray of int, shape (draws,)
        Which choice of methods.
    left_out : ndarray of int, shape (draws,)
        The criterion that is left out, -1 for none.
    levels : list of ndarray of int, shape (draws, cells)
        For each of the plan's cells.
    positions : list of ndarray, shape (draws, cells)
        For each of the plan's ranges: uniform from 0 to 1, or standard normal.
    """

    weights: dict[int, Floats]
    variant: Ints
    left_out: Ints
    levels: list[Ints]
    positions: list[Floats]


def generator(seed: int, source: str, block: int, stream: int = 0) -> np.random.Generator:
    """The random numbers of a source in a block; `stream` gives independent ones."""
    key = (SOURCES.index(source), stream, block)
    return np.random.Generator(np.random.SFC64(np.random.SeedSequence(seed, spawn_key=key)))


def draw(plan: Plan, block: int, streams: dict[str, int] | None = None, count: int = BLOCK) -> Block:
    """The settings of a block of draws.

    Parameters
    ----------
    plan : Plan
    block : int
    streams : dict of str to int, optional
        Which stream of random numbers each source takes; the first where it is not named.
    count : int
        How many draws.
    """
    streams = streams or {}

    def numbers(source: str) -> np.random.Generator:
        return generator(plan.seed, source, block, streams.get(source, 0))

    cells = {source: numbers(source) for source in ("ratings", "missing")}
    uniform = [cells[item.source].random((count, len(item.rows))) for item in plan.cells]
    levels = [
        (drawn[..., None] >= item.cumulated[None, :, :-1]).sum(axis=-1)
        for drawn, item in zip(uniform, plan.cells, strict=True)
    ]
    positions = [
        np.where(
            item.sd > 0,
            cells[item.source].standard_normal((count, len(item.rows))),
            cells[item.source].random((count, len(item.rows))),
        )
        for item in plan.ranges
    ]
    left_out = np.full(count, -1, dtype=np.intp)
    if plan.vary.structure is not None:
        left_out = numbers("structure").integers(-1, len(plan.criteria), count).astype(np.intp)
    variant = np.zeros(count, dtype=np.intp)
    if plan.vary.methods is not None:
        variant = numbers("methods").integers(0, len(plan.variants), count).astype(np.intp)
    weights = _weights(plan, numbers("weights"), count) if plan.vary.weights is not None else {}
    return Block(weights, variant, left_out, levels, positions)


def _weights(plan: Plan, random: np.random.Generator, count: int) -> dict[int, Floats]:
    given = plan.vary.weights
    assert given is not None
    chosen = random.integers(0, len(plan.experts), count) if plan.experts else None
    found = {}
    for group in plan.groups:
        if not group.varies or len(group.children) < 2:
            continue
        if given.method == "experts":
            sets = np.array(
                [
                    [
                        expert.get(int(child), weight)
                        for child, weight in zip(group.children, group.weights, strict=True)
                    ]
                    for expert in plan.experts
                ]
            )
            drawn = sets[chosen]
        elif given.method == "noise":
            drawn = group.weights * (1 + given.noise * (2 * random.random((count, len(group.children))) - 1))
        elif given.method == "simplex":
            drawn = random.standard_exponential((count, len(group.children))) * (group.weights > 0)
        else:
            drawn = random.standard_gamma(given.concentration * group.weights, (count, len(group.children)))
        total = drawn.sum(axis=1, keepdims=True)
        even = np.broadcast_to(group.weights, drawn.shape).copy()
        found[group.node] = np.divide(drawn, total, out=even, where=total > 0)
    return found


def evaluate(plan: Plan, block: Block) -> Floats:
    """Scores of all countries in a block of draws, shape (draws, countries)."""
    if len(plan.variants) == 1:
        return _evaluate(plan, plan.variants[0], block, slice(None), len(block.variant))
    scores = np.empty((len(block.variant), len(plan.codes)))
    for index, variant in enumerate(plan.variants):
        chosen = np.flatnonzero(block.variant == index)
        if len(chosen):
            scores[chosen] = _evaluate(plan, variant, block, chosen, len(chosen))
    return scores


def _evaluate(plan: Plan, variant: Variant, block: Block, chosen: Ints | slice, count: int) -> Floats:
    nodes: list[Values | None] = [None] * plan.nodes
    for column, node in enumerate(plan.leaf_nodes):
        nodes[node] = variant.values[:, column]
    _draw_ratings(plan, variant, block, chosen, count, nodes)
    left_out = block.left_out[chosen]
    for group in plan.groups:
        weights = block.weights.get(group.node)
        given = group.weights if weights is None else weights[chosen]
        if plan.vary.structure is not None:
            given = _without(plan, group, given, left_out)
        children: list[Values] = [nodes[child] for child in group.children]
        result = _aggregated(children, given, variant.how or group.how, plan.scale)
        if group.rescale:
            result = _rescaled(result, plan.scale)
        nodes[group.node] = result
    root = nodes[plan.groups[-1].node]
    assert root is not None
    return np.broadcast_to(root, (count, len(plan.codes)))


def _draw_ratings(
    plan: Plan, variant: Variant, block: Block, chosen: Ints | slice, count: int, nodes: list[Values | None]
) -> None:
    """Put the drawn ratings into their criteria, which then differ between draws."""

    def column(leaf: int) -> Floats:
        node = plan.leaf_nodes[leaf]
        values = nodes[node]
        assert values is not None
        if values.ndim == 1:
            values = np.asarray(np.repeat(values[None, :], count, axis=0))
            nodes[node] = values
        return np.asarray(values)

    for item, levels in zip(plan.cells, block.levels, strict=True):
        drawn = variant.levels[item.leaves[None, :], levels[chosen]]
        for leaf in np.unique(item.leaves):
            mine = item.leaves == leaf
            column(leaf)[:, item.rows[mine]] = drawn[:, mine]
    for ranged, positions in zip(plan.ranges, block.positions, strict=True):
        at = ranged.rows, ranged.leaves
        low, high = variant.lower[at], variant.upper[at]
        spread = positions[chosen]
        ends = plan.scale
        near = np.clip(variant.values[at] + ranged.sd * spread, *ends)
        drawn = np.where(ranged.sd > 0, near, low + (high - low) * spread)
        for leaf in np.unique(ranged.leaves):
            mine = ranged.leaves == leaf
            column(leaf)[:, ranged.rows[mine]] = drawn[:, mine]


def _without(plan: Plan, group: Group, weights: Floats, left_out: Ints) -> Floats:
    """The weights with the left-out criterion's at zero; a group's only criterion cannot be left out."""
    mine = {int(node): place for place, node in enumerate(group.children)}
    places = np.array([mine.get(int(node), -1) for node in plan.leaf_nodes] + [-1])
    place = places[left_out]
    if np.all(place < 0):
        return weights
    result = np.broadcast_to(weights, (len(left_out), len(group.children))).copy()
    rows = np.flatnonzero(place >= 0)
    kept = result[rows].copy()
    kept[np.arange(len(rows)), place[rows]] = 0.0
    total = kept.sum(axis=1, keepdims=True)
    result[rows] = np.where(total > 0, kept / np.where(total > 0, total, 1.0), result[rows])
    return result


def _aggregated(children: list[Values], weights: Floats, how: Aggregation, scale: tuple[float, float]) -> Values:
    """A group's scores from its children's; `weights` of shape (children,) or (draws, children) add up to 1."""
    if how.method in ("arithmetic", "geometric"):
        logs = how.method == "geometric"
        if logs and any(np.nanmin(child, initial=np.inf) <= 0 for child in children):
            return _stacked(children, weights, how)
        mean = _mean([np.log(child) for child in children] if logs else children, weights)
        return np.asarray(np.exp(mean)) if logs else mean
    if how.method in AMONG_OTHERS:
        return _among(children, weights, how, scale)
    return _stacked(children, weights, how)


def _mean(children: list[Values], weights: Floats) -> Values:
    """The weighted mean of what is present: fixed children in one matrix product, drawn ones added to it."""
    fixed = [place for place, child in enumerate(children) if child.ndim == 1]
    drawn = [place for place, child in enumerate(children) if child.ndim == 2]
    block = np.stack([children[place] for place in fixed]) if fixed else np.zeros((0, children[0].shape[-1]))
    holes = bool(np.isnan(block).any() or any(np.isnan(children[place]).any() for place in drawn))
    share = weights[..., fixed] if drawn else weights
    if not holes:
        total = share @ block
        for place in drawn:
            total = total + weights[..., place, None] * children[place]
        return np.asarray(total)
    known = ~np.isnan(block)
    total, present = share @ np.where(known, block, 0.0), share @ known.astype(np.float64)
    for place in drawn:
        child, weight = children[place], weights[..., place, None]
        known = ~np.isnan(child)
        total = total + weight * np.where(known, child, 0.0)
        present = present + weight * known
    return np.asarray(np.divide(total, present, out=np.full(np.shape(total), np.nan), where=present > 0))


def _stacked(children: list[Values], weights: Floats, how: Aggregation) -> Values:
    return aggregate(_stack(children), weights[..., None, :] if weights.ndim == 2 else weights, how)


def _stack(children: list[Values]) -> Floats:
    return np.stack(np.broadcast_arrays(*children), axis=-1)


def _among(children: list[Values], weights: Floats, how: Aggregation, scale: tuple[float, float]) -> Values:
    """Copeland and Borda, draw by draw where weights differ."""
    method, (low, high) = AMONG_OTHERS[how.method], scale
    values = _stack(children)
    if weights.ndim == 1:
        return low + (high - low) * method(values, weights)
    values = np.broadcast_to(values, (len(weights), *values.shape[-2:]))
    return low + (high - low) * np.stack([method(one, weight) for one, weight in zip(values, weights, strict=True)])


def _rescaled(values: Values, scale: tuple[float, float]) -> Values:
    low, high = np.nanmin(values, axis=-1, keepdims=True), np.nanmax(values, axis=-1, keepdims=True)
    return np.asarray(scale[0] + (scale[1] - scale[0]) * (values - low) / np.where(high > low, high - low, 1.0))
