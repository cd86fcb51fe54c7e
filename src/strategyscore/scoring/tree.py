"""Scores of all nodes of a rubric from its normalised criteria, bottom up."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from strategyscore.documents.rubric import Rubric
from strategyscore.scoring.aggregation import aggregate
from strategyscore.scoring.normalisation import ScoringError, minmax, normalise, to_scale
from strategyscore.scoring.ratings import Ratings

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
    """

    values: Floats
    lower: Floats
    upper: Floats
    coverage: Floats


def score_tree(rubric: Rubric, ratings: Ratings) -> NodeScores:
    """Normalise the criteria and aggregate them over the whole tree.

    Raises
    ------
    ScoringError
        If a min-max has no range to work on.
    """
    low, high = rubric.scale
    shape = (len(ratings.values), len(rubric.nodes))
    result = NodeScores(*(np.full(shape, np.nan) for _ in range(4)))
    column = {leaf.path: index for index, leaf in enumerate(rubric.criteria)}
    place = {node.path: index for index, node in enumerate(rubric.nodes)}
    for node in reversed(rubric.nodes):  # children before parents
        here = place[node.path]
        if node.is_leaf:
            given = column[node.path]
            values = normalise(ratings.values[:, given], node, rubric.scale)
            worst, best = values, values
            if node.kind == "checklist":
                worst = normalise(ratings.lower[:, given], node, rubric.scale)
                best = normalise(ratings.upper[:, given], node, rubric.scale)
            result.values[:, here] = values
            result.lower[:, here] = np.where(np.isnan(worst), low, worst)
            result.upper[:, here] = np.where(np.isnan(best), high, best)
            result.coverage[:, here] = ratings.coverage[:, given]
            continue
        children = [place[child.path] for child in node.children]
        weights = np.array([child.weight for child in node.children])
        assert node.aggregate is not None
        for side in (result.values, result.lower, result.upper):
            side[:, here] = aggregate(side[:, children], weights, node.aggregate)
        result.coverage[:, here] = result.coverage[:, children] @ (weights / weights.sum())
        if node.rescale:
            _rescale(result, here, node.path, rubric.scale)
        # rounding must not put a score outside its own bounds
        np.fmin(result.lower[:, here], result.values[:, here], out=result.lower[:, here])
        np.fmax(result.upper[:, here], result.values[:, here], out=result.upper[:, here])
    return result


def _rescale(result: NodeScores, here: int, path: str, scale: tuple[float, float]) -> None:
    """Stretch a node's scores over the countries; its bounds follow and stay on the scale."""
    values = result.values[:, here].copy()
    try:
        result.values[:, here] = to_scale(minmax(values), scale)
    except ScoringError as error:
        raise ScoringError(f"{path}: {error}") from None
    if np.all(np.isnan(values)):
        return
    lowest, highest = np.nanmin(values), np.nanmax(values)
    for side in (result.lower, result.upper):
        side[:, here] = np.clip(to_scale((side[:, here] - lowest) / (highest - lowest), scale), *scale)
