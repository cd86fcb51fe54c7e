"""A rubric compiled: the small program of plain data that `engine.evaluate` runs.

Nodes, children, shares, and a kernel with its settings for each group; nothing of files, texts or evidence. What
follows from judgement alone (weights, pairwise comparisons, experts' points) is worked out here; what rests on the data
stays the name of a method. ``to_data`` is JSON, and says all that another engine needs.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from strategyscore.methods.registry import Aggregation, Choice, Weighting, aggregations, weightings
from strategyscore.methods.weigh import scaled
from strategyscore.model.nodes import Criterion, Group
from strategyscore.model.rubric import Rubric
from strategyscore.model.settings import Adjustment, Band, Decimals, Missing, bands_of, decimals_of

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]

FORMAT = 1


@dataclass(frozen=True)
class GateAt:
    """A minimum on the scale.

    Attributes
    ----------
    node : int
        What must reach it, by its position among the nodes.
    at_least : float
    cap : float or None
        What the group's score is at most where it is not reached.
    """

    node: int
    at_least: float
    cap: float | None


@dataclass(frozen=True)
class FactorsAt:
    """Factors by the score of a criterion with levels.

    Attributes
    ----------
    node : int
        The criterion, by its position among the nodes.
    at : tuple of float
        The score of each level.
    factors : tuple of float
    """

    node: int
    at: tuple[float, ...]
    factors: tuple[float, ...]


@dataclass(frozen=True)
class Kernel:
    """What one group does.

    Attributes
    ----------
    node : int
        Its position among the nodes.
    children : tuple of int
        Their positions.
    shares : tuple of float
        Of the children, adding up to 1: by judgement, or as they stand in the rubric where they rest on the data.
    aggregate, weights : Choice
    rescale : bool
        Whether its scores are stretched over the countries.
    decimals : Decimals or None
        How its scores are rounded.
    rule : {"available", "worst", "withhold"}
        What is done about a child that is missing.
    minimum_answered : float
        Where less of the children's weight is answered, the answers below it are set aside.
    multiply_by : str or None
        The name of the factors that its scores are multiplied by.
    adjust : tuple of FactorsAt
    gates : tuple of GateAt
    bands : tuple of Band
        Ranges of its scores that have names, the lowest first.
    ids : tuple of str
        Of the children.
    """

    node: int
    children: tuple[int, ...]
    shares: tuple[float, ...]
    aggregate: Choice
    weights: Choice
    rescale: bool = False
    decimals: Decimals | None = None
    rule: str = "available"
    minimum_answered: float = 0.0
    multiply_by: str | None = None
    adjust: tuple[FactorsAt, ...] = ()
    gates: tuple[GateAt, ...] = ()
    bands: tuple[Band, ...] = ()
    ids: tuple[str, ...] = ()

    @cached_property
    def share(self) -> Floats:
        """The shares as an array."""
        return np.array(self.shares)

    @cached_property
    def method(self) -> Aggregation:
        """How its children become its score."""
        return aggregations[self.aggregate.method]

    @cached_property
    def settings(self) -> dict[str, Any]:
        """The settings of `method`."""
        return self.method.complete(self.aggregate)

    @cached_property
    def weighting(self) -> Weighting | None:
        """The method of its weights where they rest on the data, else None."""
        method = weightings[self.weights.method]
        return method if method.rests_on == "data" else None

    @property
    def linear(self) -> bool:
        """Whether its score is the sum of its children's shares times scores."""
        own = self.weighting is not None and self.weighting.scores_itself
        return self.method.linear and not (self.rescale or own or self.decimals is not None or self.changes)

    @property
    def changes(self) -> bool:
        """Whether a factor or a cap changes its score."""
        return bool(self.multiply_by or self.adjust or any(gate.cap is not None for gate in self.gates))

    def __getstate__(self) -> dict[str, Any]:
        """Methods are looked up again where it arrives: a function need not be picklable."""
        return {item.name: getattr(self, item.name) for item in dataclasses.fields(self)}


@dataclass(frozen=True)
class Program:
    """What a rubric does with the scores of its criteria.

    Attributes
    ----------
    scale : tuple of float
    paths : tuple of str
        Of the nodes, the root first, parents before children.
    leaves : tuple of int
        The positions of the criteria, in the order of their columns.
    kernels : tuple of Kernel
        Children before parents; the last one is the root's.
    minimum_coverage : float
    decimals : Decimals or None
        How the scores of criteria are rounded.

    See Also
    --------
    strategyscore.Scores : Has one at `program`.

    Examples
    --------
    >>> scores.program.paths
    ('readiness', 'rules', 'rules.law', 'rules.audit', 'compute')
    >>> scores.program.kernels[-1].shares
    (0.5, 0.5)
    """

    scale: tuple[float, float]
    paths: tuple[str, ...]
    leaves: tuple[int, ...]
    kernels: tuple[Kernel, ...]
    minimum_coverage: float = 0.0
    decimals: Decimals | None = None

    @property
    def span(self) -> float:
        """The length of the scale."""
        return self.scale[1] - self.scale[0]

    @cached_property
    def by_node(self) -> dict[int, Kernel]:
        """The kernels by the position of their group."""
        return {kernel.node: kernel for kernel in self.kernels}

    @cached_property
    def whole(self) -> bool:
        """Whether countries must be scored together, since what one gets depends on the others."""
        return any(kernel.method.among_others or kernel.rescale or kernel.weighting for kernel in self.kernels)

    @cached_property
    def settles_missing(self) -> bool:
        """Whether some group does more about what is missing than give its weight to what is there."""
        return any(kernel.rule != "available" or kernel.minimum_answered for kernel in self.kernels)

    @cached_property
    def withholds(self) -> bool:
        """Whether a node of which something is answered may have no score."""
        return any(kernel.rule == "withhold" for kernel in self.kernels)

    def with_aggregation(self, choice: Choice, path: str | None = None) -> Program:
        """The same with one way to aggregate in all groups, or in the group of a path.

        Parameters
        ----------
        choice : Choice
            The method.
        path : str, optional
            Of the group; all groups where it is not given.

        Returns
        -------
        Program
            The one it is called on stays as it is.

        See Also
        --------
        strategyscore.methods.aggregations : The methods that there are.

        Examples
        --------
        >>> geometric = scores.program.with_aggregation(ss.methods.Choice("geometric"))
        >>> [kernel.aggregate.method for kernel in geometric.kernels]
        ['geometric', 'geometric']
        """
        kernels = (
            dataclasses.replace(kernel, aggregate=choice) if path in (None, self.paths[kernel.node]) else kernel
            for kernel in self.kernels
        )
        return dataclasses.replace(self, kernels=tuple(kernels))

    def spaced(self, spacing: Callable[[Floats], Floats], nodes: Collection[int]) -> Program:
        """The same where some criteria have other scores for their levels, so that what is asked of them moves too.

        Parameters
        ----------
        spacing : callable
            What a score becomes.
        nodes : collection of int
            The criteria, by their positions.

        Returns
        -------
        Program
            The one it is called on stays as it is.

        See Also
        --------
        strategyscore.uncertainty : Draws how far apart levels lie.

        Examples
        --------
        >>> scores.program.spaced(np.square, [2]) == scores.program  # it has no gate that could move
        True
        """

        def moved(kernel: Kernel) -> Kernel:
            gates = (
                dataclasses.replace(gate, at_least=float(spacing(np.array(gate.at_least))))
                if gate.node in nodes
                else gate
                for gate in kernel.gates
            )
            adjust = (
                dataclasses.replace(item, at=tuple(spacing(np.array(item.at)).tolist())) if item.node in nodes else item
                for item in kernel.adjust
            )
            return dataclasses.replace(kernel, gates=tuple(gates), adjust=tuple(adjust))

        return dataclasses.replace(self, kernels=tuple(map(moved, self.kernels)))

    def to_data(self) -> dict[str, Any]:
        """Plain data for JSON; `from_data` makes the same program of it.

        Returns
        -------
        dict
            With lists, mappings, texts and numbers only.

        See Also
        --------
        strategyscore.Program.from_data : The way back.

        Examples
        --------
        >>> sorted(scores.program.to_data())
        ['criteria', 'decimals', 'format', 'groups', 'minimum_coverage', 'nodes', 'scale']
        """
        return {
            "format": FORMAT,
            "scale": list(self.scale),
            "minimum_coverage": self.minimum_coverage,
            "decimals": self.decimals and dataclasses.asdict(self.decimals),
            "nodes": list(self.paths),
            "criteria": list(self.leaves),
            "groups": [
                {
                    "node": kernel.node,
                    "children": list(kernel.children),
                    "shares": list(kernel.shares),
                    "aggregate": {
                        "method": kernel.aggregate.method,
                        **{name: value for name, value in kernel.settings.items() if value is not None},
                    },
                    "weights": kernel.weights.content if kernel.weighting else "given",
                    "rescale": kernel.rescale,
                    "decimals": kernel.decimals and dataclasses.asdict(kernel.decimals),
                    "missing": {"rule": kernel.rule, "minimum_answered": kernel.minimum_answered},
                    "multiply_by": kernel.multiply_by,
                    "adjust": [dataclasses.asdict(item) for item in kernel.adjust],
                    "gates": [dataclasses.asdict(gate) for gate in kernel.gates],
                    "bands": {band.name: band.start for band in kernel.bands},
                }
                for kernel in self.kernels
            ],
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Program:
        """The program that `to_data` told.

        Parameters
        ----------
        data : mapping
            From `to_data`.

        Returns
        -------
        Program
            Equal to the one that was told.

        See Also
        --------
        strategyscore.Program.to_data : The way there.

        Examples
        --------
        >>> ss.Program.from_data(scores.program.to_data()) == scores.program
        True
        """
        return cls(
            scale=(float(data["scale"][0]), float(data["scale"][1])),
            paths=tuple(data["nodes"]),
            leaves=tuple(data["criteria"]),
            kernels=tuple(
                Kernel(
                    node=group["node"],
                    children=tuple(group["children"]),
                    shares=tuple(group["shares"]),
                    aggregate=_choice(group["aggregate"]),
                    weights=_choice(group["weights"]),
                    rescale=group["rescale"],
                    decimals=decimals_of(group["decimals"]),
                    rule=group["missing"]["rule"],
                    minimum_answered=float(group["missing"]["minimum_answered"]),
                    multiply_by=group["multiply_by"],
                    adjust=tuple(
                        FactorsAt(item["node"], tuple(item["at"]), tuple(item["factors"])) for item in group["adjust"]
                    ),
                    gates=tuple(GateAt(**gate) for gate in group["gates"]),
                    bands=bands_of(group["bands"]),
                    ids=tuple(data["nodes"][child].rpartition(".")[2] for child in group["children"]),
                )
                for group in data["groups"]
            ),
            minimum_coverage=float(data["minimum_coverage"]),
            decimals=decimals_of(data["decimals"]),
        )


def compile_rubric(rubric: Rubric) -> Program:
    """The program of a rubric."""
    at, missing = rubric.column, _missing(rubric)
    everywhere = rubric.decimals if rubric.decimals and rubric.decimals.at == "every_node" else None
    return Program(
        scale=rubric.scale,
        paths=tuple(node.path for node in rubric.nodes),
        leaves=tuple(at[leaf.path] for leaf in rubric.criteria),
        kernels=tuple(
            Kernel(
                node=at[group.path],
                children=tuple(at[child.path] for child in group.children),
                shares=tuple(_shares(group).tolist()),
                aggregate=group.aggregate,
                weights=group.weights,
                rescale=group.rescale is not None,
                decimals=rubric.decimals if group.depth == 0 else everywhere,
                rule=missing[group.path].rule,
                minimum_answered=missing[group.path].minimum_answered,
                multiply_by=group.multiply_by,
                adjust=tuple(_factors_at(rubric, item) for item in group.adjust),
                gates=tuple(
                    GateAt(at[gate.criterion], _on_scale(rubric, gate.criterion, gate.at_least), gate.cap)
                    for gate in group.gates
                ),
                bands=group.bands,
                ids=tuple(child.id for child in group.children),
            )
            for group in reversed(rubric.groups)
        ),
        minimum_coverage=rubric.missing.minimum_coverage,
        decimals=everywhere,
    )


def _on_scale(rubric: Rubric, path: str, value: float) -> float:
    """What a gate asks of a node, as a score."""
    node, (start, end) = rubric.node(path), rubric.scale
    ends = node.ends if isinstance(node, Criterion) else None
    if not isinstance(node, Criterion) or ends is None:
        return value
    return start + (end - start) * (float(node.raw(np.array(value))) - ends[0]) / (ends[1] - ends[0])


def _factors_at(rubric: Rubric, item: Adjustment) -> FactorsAt:
    at = tuple(_on_scale(rubric, item.criterion, level) for level, _ in item.factors)
    return FactorsAt(rubric.column[item.criterion], at, tuple(factor for _, factor in item.factors))


def _missing(rubric: Rubric) -> dict[str, Missing]:
    """What is done about missing answers, by the path of each group: its own word, or that of the group above."""
    holds: dict[str, Missing] = {}

    def visit(group: Group, above: Missing) -> None:
        holds[group.path] = here = group.missing.below(above) if group.missing else above
        for child in group.children:
            if isinstance(child, Group):
                visit(child, here)

    visit(rubric.root, rubric.missing)
    return holds


def _shares(group: Group) -> Floats:
    """The children's shares by judgement."""
    weights = np.array([child.weight for child in group.children])
    method = weightings[group.weights.method]
    if method.rests_on == "data":
        return scaled(weights)
    ids = [child.id for child in group.children]
    return np.asarray(method.function(weights, ids, **method.complete(group.weights)))


def _choice(content: Any) -> Choice:
    if isinstance(content, str):
        return Choice(content)
    return Choice(content["method"], {name: value for name, value in content.items() if name != "method"})


def shares_of_the_whole(program: Program) -> dict[int, float]:
    """The share of the whole weight that each node has by judgement; NaN where weights rest on the data."""
    shares = {0: 1.0}
    for kernel in reversed(program.kernels):
        known = shares[kernel.node] if kernel.weighting is None else float("nan")
        shares |= {child: known * share for child, share in zip(kernel.children, kernel.shares, strict=True)}
    return shares
