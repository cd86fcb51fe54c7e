"""Draws and their scores, a block at a time.

A block is always `BLOCK` draws, with random numbers of its own for each source of uncertainty, and is computed in the
same operations whoever computes it. So a result is the same to the last bit for any number of workers, and freezing one
source leaves the numbers of the others as they were.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from strategyscore.robustness.plan import Plan, Variant, Weighted
from strategyscore.robustness.vary import SOURCES, VaryWeights
from strategyscore.scoring.engine import Evaluation, evaluate
from strategyscore.scoring.program import Program

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Levels = NDArray[np.unsignedinteger[Any]]

BLOCK = 250


@dataclass(frozen=True, eq=False)
class Block:
    """Random numbers of a block, turned into settings.

    Attributes
    ----------
    weights : dict of int to ndarray, shape (draws, children)
        By the position of the group; those that vary about fixed ones.
    uniform : dict of int to ndarray, shape (draws, children)
        The same for weights that rest on the data: numbers from 0 to 1 that become weights when those are known.
    expert : ndarray of int, shape (draws,)
        Whose weights count.
    variant : ndarray of int, shape (draws,)
        Which choice of methods.
    left_out : ndarray of int, shape (draws,)
        The criterion that is left out, -1 for none.
    levels : list of ndarray of int, shape (draws, cells)
        For each of the plan's cells.
    positions : list of ndarray, shape (draws, cells)
        For each of the plan's ranges: uniform from 0 to 1, or standard normal.
    values : ndarray, shape (draws, countries, criteria), or None
        Scores of the criteria that come from elsewhere.
    """

    weights: dict[int, Floats]
    uniform: dict[int, Floats]
    expert: Ints
    variant: Ints
    left_out: Ints
    levels: list[Levels]
    positions: list[Floats]
    values: Floats | None = None


def generator(seed: int, source: str, block: int, stream: int = 0) -> np.random.Generator:
    """The random numbers of a source in a block; `stream` gives independent ones."""
    key = (SOURCES.index(source), stream, block)
    return np.random.Generator(np.random.SFC64(np.random.SeedSequence(seed, spawn_key=key)))


def draw(plan: Plan, block: int, streams: Mapping[str, int] | None = None, count: int = BLOCK) -> Block:
    """The settings of a block of draws.

    Parameters
    ----------
    plan : Plan
    block : int
    streams : mapping of str to int, optional
        Which stream of random numbers each source takes; the first where it is not named. A single step of the methods,
        such as ``methods.aggregate``, takes that of the methods where it is not named.
    count : int
        How many draws.
    """
    numbers: dict[str, np.random.Generator] = {
        source: generator(plan.seed, source, block, (streams or {}).get(source, 0)) for source in plan.vary.sources
    }
    levels = []
    for cells in plan.cells:
        position = numbers[cells.source].random((count, len(cells.rows)))
        levels.append(_levels_at(position, cells.cumulated))
    positions = []
    for ranges in plan.ranges:
        random = numbers[ranges.source]
        size = (count, len(ranges.rows))
        positions.append(random.random(size) if ranges.uniform else random.standard_normal(size))
    left_out = np.full(count, -1, dtype=np.intp)
    if plan.vary.structure is not None:
        left_out = numbers["structure"].integers(-1, len(plan.criteria), count).astype(np.intp)
    variant = np.zeros(count, dtype=np.intp)
    if plan.vary.methods is not None:
        variant = _chosen(plan, block, numbers["methods"], streams or {}, count)
    expert = np.zeros(count, dtype=np.intp)
    weights: dict[int, Floats] = {}
    uniform: dict[int, Floats] = {}
    if plan.vary.weights is not None:
        random, settings = numbers["weights"], plan.vary.weights
        if settings.experts:
            expert = random.integers(0, len(settings.experts), count).astype(np.intp)
        for group in plan.weighted:
            if group.from_data:
                uniform[group.node] = random.random((count, len(group.weights)))
            else:
                weights[group.node] = _drawn(group, settings, random, count, expert)
    values = None
    if plan.given is not None:
        rows = plan.given.rows(block, BLOCK)[:count]
        weights |= {node: share[rows] for node, share in plan.given.weights.items()}
        values = None if plan.given.values is None else plan.given.values[rows]
    return Block(weights, uniform, expert, variant, left_out, levels, positions, values)


def _levels_at(position: Floats, cumulated: Floats) -> Levels:
    """Which level each position between 0 and 1 falls on, as the smallest kind of whole number that holds it."""
    steps = cumulated.shape[1] - 1
    levels = np.zeros(position.shape, dtype=np.min_scalar_type(max(steps, 1)))
    for step in range(steps):  # few, and ten times as fast as all at once
        levels += position >= cumulated[:, step]
    return levels


def _chosen(plan: Plan, block: int, random: np.random.Generator, streams: Mapping[str, int], count: int) -> Ints:
    """Which combination of methods each draw takes; single steps may come from another stream than the rest."""
    many = len(plan.variants)
    variant = random.integers(0, many, count).astype(np.intp)
    own = streams.get("methods", 0)
    steps = list(np.unravel_index(variant, plan.sizes)) if plan.sizes else []
    for place, name in enumerate(plan.choices):
        stream = streams.get(f"methods.{name}", own)
        if stream != own:
            other = generator(plan.seed, "methods", block, stream).integers(0, many, count)
            steps[place] = np.unravel_index(other, plan.sizes)[place]
    return np.ravel_multi_index(tuple(steps), plan.sizes).astype(np.intp) if steps else variant


def _drawn(group: Weighted, settings: VaryWeights, random: np.random.Generator, count: int, expert: Ints) -> Floats:
    """A group's weights in each draw, about fixed ones."""
    size = (count, len(group.weights))
    if settings.method == "experts":
        drawn = np.where(np.isnan(group.experts), group.raw, group.experts)[expert]
    elif settings.method == "noise":
        drawn = group.weights * (1 + settings.noise * (2 * random.random(size) - 1))
    elif settings.method == "simplex":
        drawn = random.standard_exponential(size) * (group.weights > 0)
    else:
        shapes = settings.concentration * group.weights
        # the same numbers, a tenth sooner where all shapes are one
        drawn = random.standard_gamma(shapes[0] if np.all(shapes == shapes[0]) else shapes, size)
    return _scaled(drawn, group.weights)


def _spread(weights: Floats, *, group: Weighted, settings: VaryWeights, uniform: Floats, expert: Ints) -> Floats:
    """The same about weights that rest on the data of each draw: uniform numbers through the inverse distribution."""
    if settings.method == "experts":
        named = group.experts[expert]
        drawn = np.where(np.isnan(named), weights * weights.shape[-1], named)
    elif settings.method == "noise":
        drawn = weights * (1 + settings.noise * (2 * uniform - 1))
    elif settings.method == "simplex":
        drawn = -np.log1p(-uniform) * (weights > 0)
    else:
        from scipy.special import gammaincinv

        shape = np.broadcast_to(settings.concentration * weights, uniform.shape)
        drawn = np.where(shape > 0, gammaincinv(np.where(shape > 0, shape, 1.0), uniform), 0.0)
    return _scaled(drawn, weights)


def _scaled(drawn: Floats, otherwise: Floats) -> Floats:
    """Weights that add up to 1; where all of them were drawn at zero, those that they vary about."""
    total = drawn.sum(axis=1, keepdims=True)
    if (total > 0).all():
        return np.asarray(drawn / total)
    even = np.broadcast_to(otherwise, drawn.shape).copy()
    return np.asarray(np.divide(drawn, total, out=even, where=total > 0))


def score_block(plan: Plan, block: Block) -> Floats:
    """Scores of the ranked countries in a block of draws, shape (draws, countries)."""
    if len(plan.variants) == 1:
        return _ranked(plan, _evaluated(plan, plan.variants[0], block, slice(None)).root, len(block.variant))
    scores = np.empty((len(block.variant), len(plan.codes)))
    for index, variant in enumerate(plan.variants):
        chosen = np.flatnonzero(block.variant == index)
        if len(chosen):
            scores[chosen] = _ranked(plan, _evaluated(plan, variant, block, chosen).root, len(chosen))
    return scores


def columns_of(plan: Plan, block: Block) -> Iterator[tuple[Program, Ints, Callable[[int], Floats]]]:
    """The scores of every node in a block of draws: for each choice of methods its program, and which draws took it.

    Yields
    ------
    program, draws, column
        `column` takes the position of a node and gives what gates see of it, of shape (draws, ranked countries).
    """
    for index, variant in enumerate(plan.variants):
        chosen = np.flatnonzero(block.variant == index) if len(plan.variants) > 1 else np.arange(len(block.variant))
        if not len(chosen):
            continue
        leaves = dict(zip(variant.program.leaves, _leaves(plan, variant, block, chosen, len(chosen)), strict=True))
        evaluation = _evaluated(plan, variant, block, chosen)

        def column(
            node: int, leaves: Mapping[int, Floats] = leaves, rest: Evaluation = evaluation, count: int = len(chosen)
        ) -> Floats:
            return _ranked(plan, leaves[node] if node in leaves else rest.columns[node], count)

        yield variant.program, chosen, column


def weights_of(plan: Plan, block: Block, at: int) -> dict[int, Floats]:
    """The shares of every group's children in one draw of a block, by the position of the group."""
    variant = plan.variants[block.variant[at]]
    weights = _evaluated(plan, variant, block, np.array([at])).weights
    return {node: share[0] if share.ndim > 1 and len(share) == 1 else share for node, share in weights.items()}


def _ranked(plan: Plan, root: Floats, count: int) -> Floats:
    root = root if len(plan.ranked) == root.shape[-1] else root[..., plan.ranked]
    return np.broadcast_to(root, (count, len(plan.codes)))


def _evaluated(plan: Plan, variant: Variant, block: Block, chosen: Ints | slice) -> Evaluation:
    spreads: dict[int, Callable[[Floats], Floats]] = {}
    if plan.vary.weights is not None:
        for group in (group for group in plan.weighted if group.from_data):
            uniform, expert = block.uniform[group.node][chosen], block.expert[chosen]
            spreads[group.node] = partial(
                _spread, group=group, settings=plan.vary.weights, uniform=uniform, expert=expert
            )
    return evaluate(
        variant.program,
        _leaves(plan, variant, block, chosen, len(block.variant[chosen])),
        shares={node: weights[chosen] for node, weights in block.weights.items()},
        spreads=spreads,
        left_out=block.left_out[chosen] if plan.vary.structure is not None else None,
        applicable=variant.applicable,
        factors=variant.factors,
    )


def _leaves(plan: Plan, variant: Variant, block: Block, chosen: Ints | slice, count: int) -> list[Floats]:
    """The criteria, those with drawn answers differing between draws."""
    if block.values is not None:
        return list(np.moveaxis(block.values[chosen], -1, 0))
    leaves = [variant.values[:, leaf] for leaf in range(len(plan.criteria))]

    def column(leaf: int) -> Floats:
        if leaves[leaf].ndim == 1:
            leaves[leaf] = np.repeat(leaves[leaf][None, :], count, axis=0)
        return leaves[leaf]

    for cells, levels in zip(plan.cells, block.levels, strict=True):
        chosen_levels = levels[chosen]
        for leaf, rows, part in cells.parts:
            column(leaf)[:, rows] = variant.levels[leaf, chosen_levels[:, part]]
    for ranges, positions in zip(plan.ranges, block.positions, strict=True):
        spread = positions[chosen]
        for leaf, rows, part in ranges.parts:
            if ranges.uniform:
                low, high = variant.lower[rows, leaf], variant.upper[rows, leaf]
                column(leaf)[:, rows] = low + (high - low) * spread[:, part]
            else:
                near = variant.values[rows, leaf] + ranges.sd[part] * spread[:, part]
                column(leaf)[:, rows] = np.clip(near, *plan.program.scale)
    return leaves
