"""Steps 2 to 4 for a whole rubric: transform, impute, treat and normalise every criterion."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from strategyscore.methods import normalisation as to
from strategyscore.methods.settings import DivideBy, Normalisation
from strategyscore.methods.treatment import TRANSFORMS, Treated, impute, treat
from strategyscore.model.errors import ScoringError
from strategyscore.model.problems import did_you_mean, sentence
from strategyscore.model.rubric import Node, Rubric
from strategyscore.scoring.ratings import Ratings

Floats = NDArray[np.float64]
Scale = tuple[float, float]


@dataclass(frozen=True)
class Prepared:
    """The criteria on the reported scale, and what was done on the way.

    Attributes
    ----------
    values : ndarray, shape (countries, criteria)
        NaN where missing.
    lower, upper : ndarray, shape (countries, criteria)
        The same with what is missing at its worst and at its best.
    coverage : ndarray, shape (countries, criteria)
        The answered share of each criterion; 0 too where a value has nothing to be divided by.
    imputed : ndarray of bool, shape (countries, criteria)
        Where a value was filled in.
    treated : dict of str to Treated
        By path, for the criteria whose outliers were looked for.
    """

    values: Floats
    lower: Floats
    upper: Floats
    coverage: Floats
    imputed: NDArray[np.bool_]
    treated: dict[str, Treated]


def prepare(rubric: Rubric, ratings: Ratings, codes: Sequence[str]) -> Prepared:
    """Bring every criterion onto a common scale.

    Parameters
    ----------
    rubric : Rubric
    ratings : Ratings
    codes : sequence of str
        The countries' codes, to find a reference country.

    Raises
    ------
    ScoringError
        If the values do not allow what the rubric asks for.
    """
    leaves = rubric.criteria
    values = ratings.values.copy()
    lower, upper = ratings.lower.copy(), ratings.upper.copy()
    quantities = [index for index, leaf in enumerate(leaves) if leaf.kind == "quantity"]
    coverage = ratings.coverage.copy()
    imputed = np.zeros(values.shape, dtype=bool)
    treated: dict[str, Treated] = {}
    if quantities:
        _transform(values, leaves, quantities, ratings)
        coverage[:, quantities] = ~np.isnan(values[:, quantities])
        if rubric.impute.method != "none":
            filled = impute(values[:, quantities], rubric.impute.method, _groups(rubric, ratings))
            imputed[:, quantities] = np.isnan(values[:, quantities]) & ~np.isnan(filled)
            values[:, quantities] = filled
        for index in quantities:
            if result := _treat(values[:, index], leaves[index], rubric):
                treated[leaves[index].path] = result
                values[:, index] = result.values

    for kind in ("levels", "checklist"):
        columns = [index for index, leaf in enumerate(leaves) if leaf.kind == kind]
        if columns:
            ends = [(min(leaves[i].levels), max(leaves[i].levels)) if kind == "levels" else (0, 1) for i in columns]
            low, high = np.array(ends, dtype=np.float64).T
            for side in (values, lower, upper):
                side[:, columns] = to.to_range(to.goalposts(side[:, columns], low, high), *rubric.scale)
            lower[:, columns] = np.where(np.isnan(lower[:, columns]), rubric.scale[0], lower[:, columns])
            upper[:, columns] = np.where(np.isnan(upper[:, columns]), rubric.scale[1], upper[:, columns])
    for columns in _alike(leaves, quantities):
        block, worst, best = _normalise(values[:, columns], [leaves[i] for i in columns], rubric.scale, codes)
        known = ~(np.isnan(block) | imputed[:, columns])
        values[:, columns] = block
        lower[:, columns] = np.where(known, block, worst)
        upper[:, columns] = np.where(known, block, best)
    # an imputed value may lie beyond the ends that bound a missing one
    np.fmin(lower, values, out=lower)
    np.fmax(upper, values, out=upper)
    return Prepared(values, lower, upper, coverage, imputed, treated)


def _transform(values: Floats, leaves: Sequence[Node], quantities: list[int], ratings: Ratings) -> None:
    for index in quantities:
        for step in leaves[index].transform:
            if isinstance(step, DivideBy):
                values[:, index] /= _denominator(leaves[index], step.divide_by, ratings)
            else:
                with np.errstate(invalid="ignore", divide="ignore"):
                    values[:, index] = TRANSFORMS[step](values[:, index])
                if np.isinf(values[:, index]).any():
                    raise ScoringError(f"{leaves[index].path}: a value has no {step}; it must be above 0")


def _denominator(leaf: Node, name: str, ratings: Ratings) -> Floats:
    if name not in ratings.others:
        near = did_you_mean(name, ratings.others) or "score a table that has it, see read_table"
        raise ScoringError(sentence(f"{leaf.path}: there is no column {name!r} to divide by", near))
    try:
        column = np.asarray(ratings.others[name], dtype=np.float64)
    except ValueError:
        raise ScoringError(f"{leaf.path}: the column {name!r} holds text, so it cannot divide") from None
    if np.any(column == 0):
        raise ScoringError(f"{leaf.path}: the column {name!r} is 0 for some country, so it cannot divide")
    return column


def _groups(rubric: Rubric, ratings: Ratings) -> NDArray[np.object_] | None:
    name = rubric.impute.group
    if name is None:
        return None
    if name not in ratings.others:
        near = did_you_mean(name, ratings.others) or "score a table that has it, see read_table"
        raise ScoringError(sentence(f"there is no column {name!r} to impute by", near))
    return np.asarray(ratings.others[name], dtype=object)


def _treat(values: Floats, leaf: Node, rubric: Rubric) -> Treated | None:
    given = leaf.treat or rubric.treat
    if given.method == "none":
        return None
    quantiles = (given.quantiles[0], given.quantiles[1]) if given.quantiles else None
    return treat(
        values,
        points=given.points,
        quantiles=quantiles,
        skew=given.skewness,
        kurt=given.kurtosis,
        then_log=given.then == "log",
    )


def _alike(leaves: Sequence[Node], quantities: list[int]) -> list[list[int]]:
    """Criteria whose normalisation differs by its numbers only, to be done in one go."""
    groups: dict[object, list[int]] = defaultdict(list)
    for index in quantities:
        given = leaves[index].normalise
        assert given is not None
        limits = tuple(given.range) if given.range else None
        key = (given.method, given.clip, limits, given.mean, given.sd, given.reference, leaves[index].direction)
        groups[key].append(index)
    return list(groups.values())


def _normalise(block: Floats, leaves: list[Node], scale: Scale, codes: Sequence[str]) -> tuple[Floats, Floats, Floats]:
    """A block of criteria that are alike: their values, and the worst and the best that a missing one could be."""
    given = leaves[0].normalise
    assert given is not None
    low, high = given.range if given.range else scale
    try:
        if given.method == "none":
            values = block if leaves[0].direction == "higher" else low + high - block
            return values, np.fmin(low, _least(values)), np.fmax(high, -_least(-values))
        if given.method in _RANKS:
            values = _RANKS[given.method](block if leaves[0].direction == "higher" else -block)
            count = (~np.isnan(block)).sum(axis=0)
            first = 1.0 if given.method == "rank" else 0.0
            if given.range:
                values = to.to_range((values - first) / np.maximum(count - 1, 1), low, high)
                return values, np.full(len(leaves), low), np.full(len(leaves), high)
            return values, np.full(len(leaves), first), count - 1 + first
        if given.method == "zscore":
            turned = block if leaves[0].direction == "higher" else -block
            values = to.zscore(turned, given.mean or 0.0, given.sd or 1.0)
            return values, _least(values), -_least(-values)
        values = to.to_range(_shares(block, leaves, given, codes), low, high)
        return values, np.full(len(leaves), low), np.full(len(leaves), high)
    except to.ColumnError as error:
        names = ", ".join(leaves[column].path for column in error.columns)
        raise ScoringError(f"{names}: {error.why}; mend the values, or choose another normalisation") from None


_RANKS: dict[str, Callable[[Floats], Floats]] = {"rank": to.rank, "borda": to.borda}


def _shares(block: Floats, leaves: list[Node], given: Normalisation, codes: Sequence[str]) -> Floats:
    """The methods that place a value between 0 and 1."""
    lower_is_better = leaves[0].direction == "lower"
    if given.method == "goalposts":
        ends = np.array([_goalposts(leaf) for leaf in leaves])
        shares = to.goalposts(block, ends[:, 0], ends[:, 1], clip=given.clip)
        return 1.0 - shares if lower_is_better else shares
    if given.method == "fraction_of_maximum":
        with np.errstate(divide="ignore"):
            return to.fraction_of_maximum(1.0 / block if lower_is_better else block)
    turned = -block if lower_is_better else block
    if given.method == "target":
        goals = np.array([(leaf.normalise.target if leaf.normalise else None) or 0.0 for leaf in leaves])
        return to.target(turned, -goals if lower_is_better else goals, clip=given.clip)
    if given.method == "distance_to_reference":
        assert given.reference is not None
        if given.reference not in codes:
            near = did_you_mean(given.reference, codes)
            raise ScoringError(
                sentence(f"{leaves[0].path}: the reference country {given.reference!r} is not among them", near)
            )
        return to.distance_to_reference(turned, codes.index(given.reference), clip=given.clip)
    return {"minmax": to.minmax, "distance_to_maximum": to.distance_to_maximum, "percentile": to.percentile}[
        given.method
    ](turned)


def _goalposts(leaf: Node) -> tuple[float, float]:
    """The goalposts after the transforms of the criterion; a division does not concern them."""
    assert leaf.normalise is not None
    assert leaf.normalise.low is not None
    assert leaf.normalise.high is not None
    low, high = leaf.normalise.low, leaf.normalise.high
    for step in leaf.transform:
        if isinstance(step, str):
            low, high = float(TRANSFORMS[step](low)), float(TRANSFORMS[step](high))
    return low, high


def _least(values: Floats) -> Floats:
    return np.asarray(np.min(values, axis=0, where=~np.isnan(values), initial=np.inf))
