"""Everything that draws need, as arrays and programs: made once, sent to every worker."""

from __future__ import annotations

import dataclasses
import itertools
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from strategyscore import limits
from strategyscore.errors import ScoringError
from strategyscore.methods.registry import Choice, aggregations
from strategyscore.model.criteria import Quantity
from strategyscore.model.nodes import Node
from strategyscore.model.rubric import Rubric
from strategyscore.robustness.doubts import Cells, Ranges, doubts
from strategyscore.robustness.given import GivenDraws, given_draws
from strategyscore.robustness.vary import Vary, leaves_of
from strategyscore.scoring.program import Program
from strategyscore.scoring.scores import Scores, score

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]

SPACING = {"equal": 1.0, "convex": 2.0, "concave": 0.5}  # what the share of the scale that a level has is raised to


@dataclass(frozen=True, eq=False)
class Weighted:
    """A group of which the weights vary.

    Attributes
    ----------
    node : int
        Its position among the nodes.
    weights : ndarray, shape (children,)
        Its children's shares; where they rest on the data, those of the nominal scores.
    raw : ndarray, shape (children,)
        The weights as they stand in the rubric, beside which an expert's are read.
    from_data : bool
        Whether each draw has shares of its own to vary about.
    experts : ndarray, shape (experts, children)
        The weight that each expert names, NaN where none is.
    """

    node: int
    weights: Floats
    raw: Floats
    from_data: bool
    experts: Floats


@dataclass(frozen=True, eq=False)
class Variant:
    """One choice of methods.

    Attributes
    ----------
    name : tuple of str
        What was chosen, in the order of `Plan.choices`.
    program : Program
    values, lower, upper : ndarray, shape (countries, criteria)
        On the scale.
    levels : ndarray, shape (criteria, levels)
        The score of each level of an ordinal criterion.
    applicable : ndarray of bool, shape (countries, criteria)
        Where a criterion applies to a country.
    factors : mapping of str to ndarray of shape (countries,)
        What scores are multiplied by.
    """

    name: tuple[str, ...]
    program: Program
    values: Floats
    lower: Floats
    upper: Floats
    levels: Floats
    applicable: NDArray[np.bool_]
    factors: Mapping[str, Floats]


@dataclass(frozen=True, eq=False)
class Plan:
    """What to draw and how to score it.

    Attributes
    ----------
    codes : tuple of str
        The countries that are ranked.
    ranked : ndarray of int
        Their rows among those that are scored.
    nominal : ndarray, shape (ranked,)
        Their scores as they are.
    criteria : tuple of str
        Paths of the criteria.
    as_is : Variant
        The rubric's own methods.
    variants : tuple of Variant
        What is drawn from; the rubric's own methods alone where methods do not vary.
    choices : tuple of str
        Which methods vary: a step, or a node and a step.
    sizes : tuple of int
        How many there are to choose from in each.
    weighted : tuple of Weighted
        Groups whose weights vary, children before parents.
    cells : tuple of Cells
    ranges : tuple of Ranges
    vary : Vary
    seed : int
    given : GivenDraws or None
        Draws that come from elsewhere.
    """

    codes: tuple[str, ...]
    ranked: Ints
    nominal: Floats
    criteria: tuple[str, ...]
    as_is: Variant
    variants: tuple[Variant, ...]
    choices: tuple[str, ...]
    sizes: tuple[int, ...]
    weighted: tuple[Weighted, ...]
    cells: tuple[Cells, ...]
    ranges: tuple[Ranges, ...]
    vary: Vary
    seed: int
    given: GivenDraws | None = None

    @property
    def program(self) -> Program:
        """The rubric's own."""
        return self.as_is.program

    @property
    def cells_in_all(self) -> int:
        """Countries times criteria."""
        return self.as_is.values.size

    @property
    def span(self) -> float:
        """The length of the scale, for ranks."""
        return self.program.span


def make_plan(scores: Scores, vary: Vary, seed: int) -> Plan:
    """Prepare an analysis.

    Raises
    ------
    ScoringError
        If the rubric or the settings cannot be varied.
    """
    rubric = scores.rubric
    vary = vary.for_rubric(rubric)
    _check_weights(scores, vary)
    steps = vary.methods.steps(rubric) if vary.methods else {}
    _check_aggregations(scores, steps)
    counted = ~np.isnan(scores.ranks[:, 0])
    brings = vary.given is not None and vary.given.values is not None
    ranked = np.arange(len(counted)) if vary.missing is not None or brings else np.flatnonzero(counted)
    if len(ranked) < 2:
        raise ScoringError("fewer than two countries have a score, so there is no rank to be uncertain about")
    scored = np.arange(len(counted)) if scores.program.whole else ranked  # who counts for the scores of the others
    cells, ranges = doubts(scores, vary, scored)
    as_is = _variant(scores, scored, (), {})
    return Plan(
        codes=tuple(np.array(scores.countries.codes)[ranked]),
        ranked=np.searchsorted(scored, ranked),
        nominal=scores.nodes.values[ranked, 0],
        criteria=tuple(leaf.path for leaf in rubric.criteria),
        as_is=as_is,
        variants=tuple(_variants(scores, steps, scored)) if steps else (as_is,),
        choices=tuple(steps),
        sizes=tuple(map(len, steps.values())),
        weighted=tuple(_weighted(scores, vary)),
        cells=cells,
        ranges=ranges,
        vary=vary,
        seed=seed,
        given=given_draws(scores, vary, scored),
    )


def _check_weights(scores: Scores, vary: Vary) -> None:
    own = [kernel for kernel in scores.program.kernels if kernel.weighting and kernel.weighting.scores_itself]
    if own and (vary.weights is not None):
        method = own[0].weighting
        assert method is not None
        raise ScoringError(
            f"{method.phrase} already gives each country its best weights; they cannot vary. "
            "Leave weights out of what varies"
        )


def _check_aggregations(scores: Scores, steps: Mapping[str, Sequence[Any]]) -> None:
    """A way to aggregate that is told of the children must fit its group, or every group where all take it.

    Nor may there be more combinations than can be prepared.
    """
    if (count := math.prod(map(len, steps.values()))) > limits.VARIANTS:
        raise ScoringError(
            f"the methods make {count:,} combinations, and at most {limits.VARIANTS:,} can vary; shorten a list"
        )
    paths = scores.program.paths
    for name, options in steps.items():
        path, _, step = name.rpartition(".")
        for choice in options if step == "aggregate" else ():
            method = aggregations[choice.method]
            for kernel in scores.program.kernels if method.check else ():
                if path and paths[kernel.node] != path:
                    continue
                assert method.check is not None
                for _, message in method.check(method.complete(choice), kernel.ids):
                    raise ScoringError(f"{paths[kernel.node]}: {message}")


def _weighted(scores: Scores, vary: Vary) -> Iterator[Weighted]:
    """The groups whose weights vary."""
    if vary.weights is None:
        return
    deepest = max(node.depth for node in scores.rubric.nodes)
    if strange := [level for level in vary.weights.levels or () if level > deepest]:
        raise ScoringError(f"no node of {scores.rubric.id} stands at level {strange[0]}; use levels 1 to {deepest}")
    experts = _experts(scores.rubric, vary.weights.experts or {})
    by_path = {group.path: group for group in scores.rubric.groups}
    for kernel in scores.program.kernels:
        group = by_path[scores.program.paths[kernel.node]]
        if len(kernel.children) < 2 or (vary.weights.levels is not None and group.depth + 1 not in vary.weights.levels):
            continue
        shares = scores.nodes.weights[0, list(kernel.children)]
        judged = group.weights.method == "given"
        raw = np.array([child.weight for child in group.children]) if judged else shares * len(shares)
        yield Weighted(
            node=kernel.node,
            weights=shares,
            raw=raw,
            from_data=kernel.weighting is not None,
            experts=np.array([[one.get(child.path, np.nan) for child in group.children] for one in experts]),
        )


def _experts(rubric: Rubric, experts: Mapping[str, Mapping[str, float]]) -> list[dict[str, float]]:
    """The sets of weights by path, each of which must leave every group some weight."""
    sets = [{rubric.node(path).path: weight for path, weight in weights.items()} for weights in experts.values()]
    for group in rubric.groups:
        for chosen in sets:
            if not sum(chosen.get(child.path, child.weight) for child in group.children):
                raise ScoringError(f"an expert gives no weight to any child of {group.path}; give one to some")
    return sets


def _variants(scores: Scores, steps: Mapping[str, Sequence[Any]], scored: Ints) -> Iterator[Variant]:
    """The criteria and the program under each combination of methods."""
    made: dict[tuple[str, ...], Scores] = {}  # scored anew only where a criterion is prepared otherwise
    for combination in itertools.product(*steps.values()):
        chosen = dict(zip(steps, combination, strict=True))
        preparing = {name: option for name, option in chosen.items() if name.rpartition(".")[2] in _PREPARING}
        key = tuple(option.text for option in preparing.values())
        if key not in made:
            changed = _changed(scores.rubric, preparing)
            made[key] = scores if changed is scores.rubric else score(changed, scores.countries, scores.as_of)
        other = made[key]
        name = tuple(option.text if isinstance(option, Choice) else option for option in combination)
        yield _variant(other, scored, name, chosen)


def _variant(scores: Scores, scored: Ints, name: tuple[str, ...], chosen: Mapping[str, Any]) -> Variant:
    rubric = scores.rubric
    power = SPACING[chosen.get("spacing", "equal")]
    stepped = [index for index, leaf in enumerate(rubric.criteria) if len(leaf.steps)]
    low, high = rubric.scale
    sides = []
    for side in (scores.prepared.values, scores.prepared.lower, scores.prepared.upper):
        spaced = side[scored]
        if power != 1:
            spaced[:, stepped] = low + (high - low) * ((spaced[:, stepped] - low) / (high - low)) ** power
        sides.append(np.asfortranarray(spaced))  # each criterion is read by itself
    program = scores.program
    for step, choice in chosen.items():  # those of nodes come after those for all
        path, _, kind = step.rpartition(".")
        if kind == "aggregate":
            program = program.with_aggregation(choice, path or None)
    if power != 1:
        nodes = {program.leaves[index] for index in stepped}
        program = program.spaced(lambda score: low + (high - low) * ((score - low) / (high - low)) ** power, nodes)
    factors = {name: column[scored] for name, column in scores.prepared.factors.items()}
    applicable = scores.prepared.applicable[scored]
    values, lower, upper = sides
    return Variant(name, program, values, lower, upper, _levels(rubric, power), applicable, factors)


def _changed(rubric: Rubric, chosen: Mapping[str, Any]) -> Rubric:
    """The rubric with other ways of preparing its criteria."""
    fields = {name: chosen[name] for name in ("impute", "treat") if name in chosen}
    changed = dataclasses.replace(rubric, **fields) if fields else rubric
    if "normalise" in chosen:
        changed = changed.mapped(_with("normalise", chosen["normalise"], None))
    for name, choice in chosen.items():  # a node after what it stands in, so that the nearest one holds
        path, _, step = name.rpartition(".")
        if path:
            changed = changed.mapped(_with(step, choice, {leaf.path for leaf in leaves_of(rubric.node(path))}))
    return changed


_PREPARING = ("normalise", "impute", "treat")  # steps that change the scores of criteria


def _with(step: str, choice: Choice, paths: set[str] | None) -> Callable[[Node], Node]:
    """Another method for some quantities, or for all."""

    def change(node: Node) -> Node:
        if not isinstance(node, Quantity) or (paths is not None and node.path not in paths):
            return node
        return (
            dataclasses.replace(node, treat=choice) if step == "treat" else dataclasses.replace(node, normalise=choice)
        )

    return change


def _levels(rubric: Rubric, power: float) -> Floats:
    """The score of each level, shape (criteria, levels)."""
    low, high = rubric.scale
    widest = max((len(leaf.steps) for leaf in rubric.criteria), default=0)
    table = np.full((len(rubric.criteria), max(widest, 1)), np.nan)
    for index, leaf in enumerate(rubric.criteria):
        steps = leaf.steps
        if len(steps):
            table[index, : len(steps)] = low + (high - low) * ((steps - steps[0]) / (steps[-1] - steps[0])) ** power
    return table
