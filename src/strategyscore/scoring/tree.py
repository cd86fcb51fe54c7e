"""Steps 5 and 6 for a whole rubric: weights and scores of all nodes, bottom up."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from strategyscore.methods import weighting
from strategyscore.methods.aggregation import AMONG_OTHERS, aggregate
from strategyscore.methods.normalisation import ColumnError, minmax, to_range
from strategyscore.model.errors import ScoringError
from strategyscore.model.rubric import Node, Rubric
from strategyscore.scoring.preparation import Prepared

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class NodeScores:
    """What every node of a rubric comes to, for every country.

    Attributes
    ----------
    values : ndarray, shape (countries, nodes)
        Scores from the answers there are, whatever their coverage; NaN where there is no answer.
    lower, upper : ndarray, shape (countries, nodes)
        What the score would be with all missing answers at their worst and at their best.
    coverage : ndarray, shape (countries, nodes)
        The answered share of the weight below the node.
    imputed : ndarray, shape (countries, nodes)
        The share of the weight below the node that was filled in.
    weights : ndarray, shape (countries, nodes)
        Share of the siblings' weight; NaN where benefit of the doubt gave a country none.
    """

    values: Floats
    lower: Floats
    upper: Floats
    coverage: Floats
    imputed: Floats
    weights: Floats


def score_tree(rubric: Rubric, prepared: Prepared) -> NodeScores:
    """Aggregate normalised criteria over the whole tree.

    Parameters
    ----------
    rubric : Rubric
    prepared : Prepared

    Raises
    ------
    ScoringError
        If the values do not allow what a node asks for.
    """
    shape = (len(prepared.values), len(rubric.nodes))
    place = {node.path: index for index, node in enumerate(rubric.nodes)}
    leaves = [place[leaf.path] for leaf in rubric.criteria]
    whole = not np.any(np.isnan(prepared.values) | (prepared.lower != prepared.upper))
    sides = np.full((1 if whole else 3, *shape), np.nan)  # values, lower, upper
    for side, given in zip(sides, (prepared.values, prepared.lower, prepared.upper), strict=False):
        side[:, leaves] = given
    answered, imputed, shares = np.full(shape, np.nan), np.zeros(shape), np.ones(shape)
    answered[:, leaves] = prepared.coverage
    imputed[:, leaves] = prepared.imputed
    for node in reversed(rubric.nodes):  # children before parents
        if node.is_leaf:
            continue
        here, below = place[node.path], [place[child.path] for child in node.children]
        weights = _aggregated(sides, here, below, node, rubric.scale)
        shares[:, below] = weights
        fixed = _given(node) if weights.ndim > 1 else weights
        answered[:, here] = answered[:, below] @ fixed
        imputed[:, here] = imputed[:, below] @ fixed
        if node.rescale:
            _rescale(sides, here, node.path, rubric.scale)
        if not whole:  # rounding must not put a score outside its own bounds
            np.fmin(sides[1, :, here], sides[0, :, here], out=sides[1, :, here])
            np.fmax(sides[2, :, here], sides[0, :, here], out=sides[2, :, here])
    answered[answered > 1 - 1e-12] = 1.0  # all answered is all answered, whatever the rounding of the shares
    values, lower, upper = (sides[0], sides[0], sides[0]) if whole else sides
    return NodeScores(values, lower, upper, answered, imputed, shares)


def _aggregated(sides: Floats, here: int, below: list[int], node: Node, scale: tuple[float, float]) -> Floats:
    """Fill in a node's scores, and return the weights of its children."""
    assert node.aggregate is not None
    children = sides[:, :, below]
    low, high = scale
    try:
        if node.weighting and node.weighting.method == "benefit_of_the_doubt":
            limits = node.weighting.low, node.weighting.high
            shares = (children - low) / (high - low)
            weights, found = weighting.benefit_of_the_doubt(shares[0], None, *limits)
            sides[0, :, here] = to_range(found, low, high)
            if len(sides) > 1:  # one's own worst against the others' best, and the other way round
                for side, other in ((1, 2), (2, 1)):
                    found = weighting.benefit_of_the_doubt(shares[side], shares[other], *limits)[1]
                    sides[side, :, here] = to_range(found, low, high)
            return weights
        weights = _weights(node, children[0])
        among = AMONG_OTHERS.get(node.aggregate.method)
        if among is None:
            sides[:, :, here] = aggregate(children, weights, node.aggregate)
        else:
            sides[0, :, here] = to_range(among(children[0], weights), low, high)
            if len(sides) > 1:
                sides[1, :, here] = to_range(among(children[1], weights, children[2]), low, high)
                sides[2, :, here] = to_range(among(children[2], weights, children[1]), low, high)
    except ScoringError as error:
        text = str(error)
        raise ScoringError(text if text.startswith(f"{node.path}:") else f"{node.path}: {text}") from None
    return weights


def _given(node: Node) -> Floats:
    return weighting.scaled([child.weight for child in node.children])


def _weights(node: Node, values: Floats) -> Floats:
    """The children's shares of the weight, by the node's method."""
    given = node.weighting
    if given is None or given.method == "given":
        return _given(node)
    if given.method == "equal":
        return weighting.equal(len(node.children))
    if given.method == "ahp":
        assert given.matrix is not None
        found, ratio = weighting.ahp(given.matrix)
        weighting.check_consistency(ratio, node.path, bool(given.allow_inconsistent))
        return found
    if given.method == "budget":
        assert given.experts is not None
        return weighting.budget(
            weighting.points_of(list(given.experts.values()), [child.id for child in node.children])
        )
    if given.method == "pca":
        return weighting.pca(values, given.components)
    return {"entropy": weighting.entropy, "critic": weighting.critic}[given.method](values)


def _rescale(sides: Floats, here: int, path: str, scale: tuple[float, float]) -> None:
    """Stretch a node's scores over the countries; its bounds follow and stay on the scale."""
    values = sides[0, :, here].copy()
    try:
        sides[0, :, here] = to_range(minmax(values), *scale)
    except ColumnError as error:
        raise ScoringError(f"{path}: {error.why}") from None
    if np.all(np.isnan(values)):
        return
    lowest, highest = np.nanmin(values), np.nanmax(values)
    for side in sides[1:]:
        side[:, here] = np.clip(to_range((side[:, here] - lowest) / (highest - lowest), *scale), *scale)
