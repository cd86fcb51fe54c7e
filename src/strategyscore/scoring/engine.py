"""The one evaluator: a program on the scores of criteria, with free leading axes.

A score is one evaluation, its bounds two more, draws ten thousand, leaving criteria out a few: whatever ranks, weighs,
aggregates, rounds or rescales does it here, so that a score, its interval and its explanation cannot disagree.

Columns, one for each node, have the shape (countries,) where they are the same in all draws, and (draws, countries)
where they are not. So what does not vary is worked out once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from strategyscore.errors import ScoringError
from strategyscore.methods.normalise import to_range
from strategyscore.methods.rank import rounded
from strategyscore.scoring.modifiers import Step, modified
from strategyscore.scoring.program import Kernel, Program

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Mask = NDArray[np.bool_]

Spread = Callable[[Floats], Floats]


@dataclass(frozen=True, eq=False)
class Evaluation:
    """What a program came to.

    Attributes
    ----------
    columns : list of ndarray, each of shape (countries,) or (draws, countries)
        The scores of every node.
    weights : dict of int to ndarray
        By the position of a group, the shares of its children: of shape (children,), (draws, children), or
        (countries, children) where each country has its own.
    steps : dict of int to list of Step
        By the position of a group, how its score came about, where bounds were asked for and a factor or a cap has a
        part.
    """

    columns: list[Floats]
    weights: dict[int, Floats]
    steps: dict[int, list[Step]]

    @property
    def root(self) -> Floats:
        """The scores of the rubric itself."""
        return self.columns[0]


def evaluate(
    program: Program,
    leaves: Sequence[Floats],
    *,
    shares: Mapping[int, Floats] | None = None,
    spreads: Mapping[int, Spread] | None = None,
    left_out: Ints | None = None,
    bounds: bool = False,
    applicable: Mask | None = None,
    factors: Mapping[str, Floats] | None = None,
) -> Evaluation:
    """Score every node, bottom up.

    Parameters
    ----------
    program : Program
    leaves : sequence of ndarray, each of shape (countries,) or (draws, countries)
        The scores of the criteria on the scale; NaN where missing.
    shares : mapping of int to ndarray, shape (children,) or (draws, children), optional
        Other weights, by the position of the group.
    spreads : mapping of int to callable, optional
        What makes of a group's weights those of each draw, where they rest on the data; by its position.
    left_out : ndarray of int, shape (draws,), optional
        The criterion, by its column, that a draw leaves out, -1 for none. Its siblings take its weight; a group's only
        criterion stays.
    bounds : bool
        Whether the leading axis is the scores themselves, then the lower and the upper ends. Weights and the ends of a
        rescaled group then come from the scores, a country at its worst is held against the others at their best, and
        a score lies within its bounds.
    applicable : ndarray of bool, shape (countries, criteria), optional
        Where a criterion applies to a country; everywhere where it is not given. Where one does not, its score is NaN
        as that of a missing one, and no group withholds its own for it.
    factors : mapping of str to ndarray of shape (countries,), optional
        What groups multiply their scores by, under the names that the program gives.

    Returns
    -------
    Evaluation

    Raises
    ------
    ScoringError
        If the values do not allow what a group asks for.
    """
    given = dict(zip(program.leaves, leaves, strict=True))
    gone = None if left_out is None else np.array([*program.leaves, -1])[left_out]
    if program.decimals is not None:
        leaves = [rounded(leaf, program.decimals.digits, program.decimals.half) for leaf in leaves]
    columns = _columns(program, leaves)
    applies = _applies(program, applicable) if program.withholds else {}
    used: dict[int, Floats] = {}
    steps: dict[int, list[Step]] = {}

    def seen(node: int) -> Floats:  # what a gate asks for is asked before it is rounded
        return given[node] if node in given else columns[node]

    for kernel in program.kernels:
        children = [columns[child] for child in kernel.children]
        out = None if left_out is None else _out(program, kernel, left_out)
        try:
            own, spread = (shares or {}).get(kernel.node), (spreads or {}).get(kernel.node)
            scores, used[kernel.node] = _scored(kernel, children, own, spread, out, bounds, program.scale)
            if kernel.rule == "withhold":
                scores = np.where(_incomplete(kernel, children, out, applies), np.nan, scores)
            if kernel.rescale:
                scores = _rescaled(scores, program.scale, bounds)
            if kernel.changes:
                before = [Step("mean", scores[0] if bounds and scores.ndim > 1 else scores)]
                scores, changes = modified(kernel, scores, seen, factors or {}, program.span, bounds, gone)
                steps[kernel.node] = [*before, *changes] if bounds else []
        except ScoringError as error:
            raise ScoringError(f"{program.paths[kernel.node]}: {error}") from None
        if kernel.decimals is not None:
            scores = rounded(scores, kernel.decimals.digits, kernel.decimals.half)
        if bounds and scores.ndim > 1:  # rounding must not put a score outside its own bounds
            scores[1] = np.fmin(scores[1], scores[0])
            scores[2] = np.fmax(scores[2], scores[0])
        columns[kernel.node] = scores
    return Evaluation(columns, used, steps)


def _columns(program: Program, leaves: Sequence[Floats]) -> list[Floats]:
    """A column for every node: those of the criteria are filled, those of the groups are still to come."""
    columns: list[Floats] = [np.empty(0)] * len(program.paths)
    for node, leaf in zip(program.leaves, leaves, strict=True):
        columns[node] = leaf
    return columns


def _scored(
    kernel: Kernel,
    children: list[Floats],
    shares: Floats | None,
    spread: Spread | None,
    out: Ints | None,
    bounds: bool,
    scale: tuple[float, float],
) -> tuple[Floats, Floats]:
    """A group's scores, and the weights that they were made with."""
    method = kernel.weighting if shares is None else None
    if method is not None and method.scores_itself:
        return _scores_itself(kernel, children, out, bounds, scale)
    if method is not None:
        weights = _from_data(kernel, children, out, bounds)
    else:
        weights = kernel.share if shares is None else shares
    if spread is not None and shares is None:
        weights = spread(weights)
    # weights that rest on the data came without the child left out, unless the spread has since moved them
    if out is not None and (method is None or spread is not None):
        weights = _without(weights, out)
    if kernel.method.among_others:
        return _among_others(kernel, children, weights, bounds, scale), weights
    told = {name: value for name, value in (("scale", scale), ("ids", kernel.ids)) if name in kernel.method.takes}
    if kernel.method.columns is not None:
        scores = kernel.method.columns(children, weights, **kernel.settings, **told)
        if scores is not None:
            return scores, weights
    values = _stacked(children)
    weights_by_row = weights[..., None, :] if weights.ndim > 1 else weights
    scores = kernel.method.function(values, weights_by_row, **kernel.settings, **told)
    return np.asarray(scores, dtype=np.float64), weights


def _applies(program: Program, applicable: Mask | None) -> dict[int, Mask]:
    """Whether something of each node applies to each country."""
    if applicable is None or applicable.all():
        return dict.fromkeys(range(len(program.paths)), np.ones(1, dtype=bool))
    applies: dict[int, Mask] = dict(zip(program.leaves, applicable.T, strict=True))
    for kernel in program.kernels:
        counted = [child for child, share in zip(kernel.children, kernel.shares, strict=True) if share > 0]
        applies[kernel.node] = np.any([applies[child] for child in counted], axis=0)
    return applies


def _incomplete(kernel: Kernel, children: list[Floats], out: Ints | None, applies: Mapping[int, Mask]) -> Mask:
    """Where a child that counts, and applies, has no score."""
    lacks: Mask = np.zeros((1,) * (1 if out is None else 2), dtype=bool)
    for index, (child, share) in enumerate(zip(children, kernel.shares, strict=True)):
        if share > 0:
            lost = np.isnan(child) & applies[kernel.children[index]]
            lacks = lacks | (lost if out is None else lost & (out != index)[:, None])
    return lacks


def _stacked(children: Sequence[Floats]) -> Floats:
    return np.stack(np.broadcast_arrays(*children), axis=-1)


def _out(program: Program, kernel: Kernel, left_out: Ints) -> Ints | None:
    """Which child each draw leaves out, -1 for none; None where no draw does."""
    position = {node: index for index, node in enumerate(kernel.children)}
    table = np.array([position.get(node, -1) for node in program.leaves] + [-1])
    out: Ints = table[left_out]
    return None if np.all(out < 0) else out


def _without(weights: Floats, out: Ints) -> Floats:
    """The weights with that of the child left out at zero; where nothing else has a weight, it stays."""
    result = np.broadcast_to(weights, (len(out), weights.shape[-1])).copy()
    rows = np.flatnonzero(out >= 0)
    kept = result[rows].copy()
    kept[np.arange(len(rows)), out[rows]] = 0.0
    total = kept.sum(axis=1, keepdims=True)
    result[rows] = np.where(total > 0, kept / np.where(total > 0, total, 1.0), result[rows])
    return result


def _from_data(kernel: Kernel, children: list[Floats], out: Ints | None, bounds: bool) -> Floats:
    """Weights that rest on the data: on that of each draw, and for bounds on the scores themselves."""
    if bounds:
        children = [child[0] if child.ndim > 1 else child for child in children]
    values = _stacked(children)
    if out is None:
        if values.ndim == 2:
            return _weighed(kernel, values, -1)
        return np.stack([_weighed_draw(kernel, one, -1) for one in values])
    if values.ndim == 2:
        known = {int(child): _weighed_draw(kernel, values, int(child)) for child in np.unique(out)}
        return np.stack([known[int(child)] for child in out])
    return np.stack([_weighed_draw(kernel, one, int(child)) for one, child in zip(values, out, strict=True)])


def _weighed(kernel: Kernel, values: Floats, out: int) -> Floats:
    """The weights of one set of values, without the child left out."""
    assert kernel.weighting is not None
    settings = kernel.weighting.complete(kernel.weights)
    rest = np.arange(values.shape[1]) != out if values.shape[1] > 1 else np.array([True])
    weights = np.zeros(values.shape[1])
    if "ids" in kernel.weighting.takes:
        settings["ids"] = [name for name, kept in zip(kernel.ids, rest, strict=True) if kept]
    weights[rest] = kernel.weighting.function(values[:, rest], **settings)
    return weights


def _weighed_draw(kernel: Kernel, values: Floats, out: int) -> Floats:
    """The same in a draw, which takes the weights of the rubric where its own values tell no countries apart."""
    try:
        return _weighed(kernel, values, out)
    except ScoringError:
        return np.asarray(_without(kernel.share, np.array([out]))[0])


def _scores_itself(
    kernel: Kernel, children: list[Floats], out: Ints | None, bounds: bool, scale: tuple[float, float]
) -> tuple[Floats, Floats]:
    """A method that gives each country weights of its own, and with them its score."""
    assert kernel.weighting is not None
    low, high = scale
    method, settings = kernel.weighting, kernel.weighting.complete(kernel.weights)
    values = (_stacked(children) - low) / (high - low)
    if values.ndim == 2 and out is None:
        weights, shares = method.function(values, **settings)
        return to_range(shares, low, high), weights
    if bounds:  # one's own worst against the others' best, and the other way round
        weights, own = method.function(values[0], **settings)
        ends = [method.function(values[side], against=values[3 - side], **settings)[1] for side in (1, 2)]
        return to_range(np.stack([own, *ends]), low, high), weights
    draws = len(out) if out is not None else len(values)
    values = np.broadcast_to(values, (draws, *values.shape[-2:])).copy()
    if out is not None and values.shape[-1] > 1:
        rows = np.flatnonzero(out >= 0)
        values[rows, :, out[rows]] = np.nan
    solved = [method.function(one, **settings) for one in values]
    return to_range(np.stack([shares for _, shares in solved]), low, high), np.stack([weights for weights, _ in solved])


def _among_others(
    kernel: Kernel, children: list[Floats], weights: Floats, bounds: bool, scale: tuple[float, float]
) -> Floats:
    """A method that places a country among the others: draw by draw where weights differ."""
    function = kernel.method.function
    values = _stacked(children)
    if bounds and values.ndim > 2:
        against = values[[0, 2, 1]]  # one's own worst against the others' best, and the other way round
        shares = np.stack([function(values[side], weights, against[side], **kernel.settings) for side in range(3)])
    elif weights.ndim == 1:
        shares = function(values, weights, **kernel.settings)
    else:
        draws = np.broadcast_to(values, (len(weights), *values.shape[-2:]))
        pairs = zip(draws, weights, strict=True)
        shares = np.stack([function(one, weight, **kernel.settings) for one, weight in pairs])
    return to_range(shares, *scale)


def _rescaled(scores: Floats, scale: tuple[float, float], bounds: bool) -> Floats:
    """A group's scores stretched over the countries; bounds follow, and stay on the scale."""
    basis = scores[:1] if bounds and scores.ndim > 1 else scores
    known = ~np.isnan(basis)
    low = np.min(basis, axis=-1, keepdims=True, where=known, initial=np.inf)
    high = np.max(basis, axis=-1, keepdims=True, where=known, initial=-np.inf)
    flat = (low == high) & known.any(axis=-1, keepdims=True)
    if np.any(flat) and (bounds or scores.ndim == 1):
        raise ScoringError("all present values are equal, so there is no range to place them in")
    with np.errstate(invalid="ignore"):  # a draw in which all are equal has them at the lowest
        shares = np.asarray((scores - low) / np.where(flat, 1.0, high - low))
    if bounds and scores.ndim > 1:
        shares[1:] = np.clip(shares[1:], 0.0, 1.0)
    return to_range(shares, *scale)


def shared(program: Program, leaves: Sequence[Floats], weights: Mapping[int, Floats]) -> list[Floats]:
    """Shares of criteria, such as the answered one, summed up to every node by the weights of an evaluation.

    Parameters
    ----------
    program : Program
    leaves : sequence of ndarray, each of shape (countries,)
        NaN where a criterion does not apply: its weight goes to its siblings.
    weights : mapping of int to ndarray
        As `Evaluation.weights`; where each country has its own, those of the rubric count.

    Returns
    -------
    list of ndarray, each of shape (countries,)
        NaN where nothing of a node applies.
    """
    columns = _columns(program, leaves)
    for kernel in program.kernels:
        own = weights[kernel.node]
        share = own if own.ndim == 1 else kernel.share
        below = np.stack([columns[child] for child in kernel.children])
        out = np.isnan(below)
        if not out.any():
            columns[kernel.node] = share @ below
            continue
        counted = np.where(out, 0.0, share[:, None])
        total = counted.sum(axis=0)
        sums = (counted * np.nan_to_num(below)).sum(axis=0)
        columns[kernel.node] = np.divide(sums, total, out=np.full(len(total), np.nan), where=total > 0)
    return columns
