"""What an uncertainty analysis varies, and how: checked in full, so that a mistyped setting is never ignored."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, field_serializer, model_validator

from strategyscore.documents.schema.base import fit
from strategyscore.documents.schema.choices import (
    AggregationField,
    ImputationField,
    NormalisationField,
    TreatmentField,
)
from strategyscore.documents.yaml12 import read_document
from strategyscore.errors import DocumentError, ScoringError, did_you_mean, sentence
from strategyscore.methods.fields import NotNegative, Positive, Probability, Shape, Text, mend
from strategyscore.methods.registry import Choice
from strategyscore.model.criteria import Quantity
from strategyscore.model.document import Document
from strategyscore.model.nodes import Node
from strategyscore.model.rubric import Rubric
from strategyscore.robustness.given import Numbers, numbers

SOURCES = ("weights", "ratings", "missing", "methods", "structure", "given")
Source = Literal["weights", "ratings", "missing", "methods", "structure", "given"]


class VaryWeights(Shape):
    """How weights vary.

    Attributes
    ----------
    method : {"dirichlet", "simplex", "noise", "experts"}
        Dirichlet about the given weights; uniform over all that add up to 1 (SMAA); each given weight by a factor
        between 1 - `noise` and 1 + `noise`; or one of the sets in `experts`, each as likely.
    concentration : float
        Of the Dirichlet distribution: a weight of share s has the standard deviation
        ``sqrt(s (1 - s) / (concentration + 1))``.
    noise : float
        From 0 to 1.
    levels : list of int, optional
        Only weights of nodes at these depths vary, 1 being the children of the root; all where it is not given.
    experts : mapping, optional
        From a name to weights by path; what a set does not name keeps its weight.
    """

    method: Literal["dirichlet", "simplex", "noise", "experts"] = "dirichlet"
    concentration: Positive = 50.0
    noise: Probability = 0.25
    levels: Annotated[list[Annotated[int, Field(ge=1)]], Field(min_length=1)] | None = None
    experts: Annotated[dict[Text, dict[Text, NotNegative]], Field(min_length=1)] | None = None

    @model_validator(mode="after")
    def _check(self) -> VaryWeights:
        if (self.method == "experts") != (self.experts is not None):
            raise mend("'experts' goes with method experts, and only there; add one or remove the other")
        return self


class VaryRatings(Shape):
    """How ratings vary: levels by the rubric's confidence and between coders, quantities by a standard error.

    Attributes
    ----------
    standard_errors : mapping of str to float
        By path of a quantity, in its unit.
    """

    standard_errors: dict[Text, Positive] = {}


class VaryMissing(Shape):
    """What is missing is drawn, instead of being left out.

    Attributes
    ----------
    method : {"hot_deck", "uniform"}
        A level by what countries that answer alike have on that criterion (see `strategyscore.robustness.hot_deck`), or
        each level as likely. What has no levels, a quantity or the open items of a checklist, is drawn uniformly over
        its range either way.
    """

    method: Literal["hot_deck", "uniform"] = "hot_deck"


class VaryNode(Shape):
    """Methods of one node that could as well have been chosen, drawn apart from those of other nodes.

    Attributes
    ----------
    aggregate : list
        How this group is aggregated; groups below it keep their own.
    normalise, treat : list
        Of this quantity, or of all quantities below this group.
    """

    normalise: list[NormalisationField] = []
    aggregate: list[AggregationField] = []
    treat: list[TreatmentField] = []

    @model_validator(mode="after")
    def _something(self) -> VaryNode:
        if not any(getattr(self, name) for name in type(self).model_fields):
            raise mend("nothing varies here; add a list to 'aggregate', 'normalise' or 'treat', or remove the node")
        return self


class VaryMethods(Shape):
    """Methods that could as well have been chosen; each draw takes one of each list.

    Where no list is given, those of `usual_methods` stand in for them.

    Attributes
    ----------
    normalise, aggregate, impute, treat : list
        As a rubric file would say them; they hold for all quantities, groups, or the rubric.
    spacing : list of {"equal", "convex", "concave"}
        How far apart the levels of an ordinal scale lie: in equal steps, or as the square or the square root of them.
    nodes : mapping of str to VaryNode
        By path, lists of single nodes, which stand in place of those for all.
    """

    normalise: list[NormalisationField] = []
    aggregate: list[AggregationField] = []
    impute: list[ImputationField] = []
    treat: list[TreatmentField] = []
    spacing: list[Literal["equal", "convex", "concave"]] = []
    nodes: dict[Text, VaryNode] = {}

    def steps(self, rubric: Rubric) -> dict[str, Sequence[Any]]:
        """Each list under its own name: that of a step, or of a node and a step, such as ``sovereignty.aggregate``.

        Those of nodes come after those for all, and nodes after what they stand in, so that the nearest list holds.

        Raises
        ------
        UnknownNode
            If there is no such node, with a suggestion.
        ScoringError
            If the node has no such step, or stands here twice.
        """
        told: dict[str, Sequence[Any]] = {}
        for name in STEPS:
            if getattr(self, name):
                told[name] = getattr(self, name)
        named = [(rubric.node(path), one) for path, one in self.nodes.items()]
        for node, one in sorted(named, key=lambda pair: pair[0].depth):
            for name in type(one).model_fields:
                if not getattr(one, name):
                    continue
                if f"{node.path}.{name}" in told:
                    raise ScoringError(f"{node.path} stands twice among the nodes whose methods vary; remove one")
                if name == "aggregate" and node.is_leaf:
                    raise ScoringError(f"{node.path} is a criterion, which aggregates nothing; name a group")
                if name != "aggregate" and not any(isinstance(leaf, Quantity) for leaf in leaves_of(node)):
                    raise ScoringError(f"{node.path} holds no quantity, so there is nothing to {name}; remove the list")
                told[f"{node.path}.{name}"] = getattr(one, name)
        return told


STEPS = ("normalise", "aggregate", "impute", "treat", "spacing")


def leaves_of(node: Node) -> Iterator[Node]:
    """The criteria of a node, or itself."""
    if node.is_leaf:
        yield node
    for child in node.children:
        yield from leaves_of(child)


class VaryStructure(Shape):
    """One criterion is left out at a time, or none, each as likely."""


def _kept(value: Any) -> Any:
    try:
        return numbers(value)
    except ValueError as error:
        raise mend(str(error)) from None


def _by_path(value: Any) -> Any:
    """A mapping or a data frame by the paths of nodes, or one array."""
    if hasattr(value, "to_dict"):
        value = value.to_dict("list")
    return {str(path): _kept(item) for path, item in value.items()} if isinstance(value, Mapping) else _kept(value)


class VaryGiven(Shape):
    """Draws that come from elsewhere, taken in their order.

    Attributes
    ----------
    values : array_like, shape (draws, countries, criteria), optional
        Raw values as profiles or tables have them, in the order of the countries and of the rubric's criteria; NaN is
        missing.
    weights : mapping of str to array_like of shape (draws,), or array_like of shape (draws, criteria), optional
        By the paths of nodes; what is not named keeps its weight. One array where all criteria stand below the root.
    """

    values: Annotated[Numbers, BeforeValidator(_kept)] | None = None
    weights: Annotated[Numbers | dict[str, Numbers], BeforeValidator(_by_path)] | None = None

    @model_validator(mode="after")
    def _something(self) -> VaryGiven:
        if self.values is None and self.weights is None:
            raise mend("draws that are given have 'values', 'weights' or both; give one of them")
        return self

    @field_serializer("values", "weights", when_used="unless-none")
    def _told(self, value: Numbers | dict[str, Numbers]) -> Any:
        return value.told if isinstance(value, Numbers) else {path: item.told for path, item in value.items()}


def _on(value: Any) -> Any:
    """`structure: true` is short for `structure: {}`."""
    return {} if value is True else value


class Vary(Shape):
    """All that varies; None does not."""

    weights: Annotated[VaryWeights, BeforeValidator(_on)] | None = None
    ratings: Annotated[VaryRatings, BeforeValidator(_on)] | None = None
    missing: Annotated[VaryMissing, BeforeValidator(_on)] | None = None
    methods: Annotated[VaryMethods, BeforeValidator(_on)] | None = None
    structure: Annotated[VaryStructure, BeforeValidator(_on)] | None = None
    given: VaryGiven | None = None

    def for_rubric(self, rubric: Rubric) -> Vary:
        """The same with the usual methods where they vary and none are named."""
        if self.methods is None or any(getattr(self.methods, name) for name in type(self.methods).model_fields):
            return self
        return self.model_copy(update={"methods": usual_methods(rubric)})

    @property
    def sources(self) -> list[Source]:
        """The names of what varies, in their fixed order."""
        return [name for name in SOURCES if getattr(self, name) is not None]  # type: ignore[misc]


DEFAULT = ("weights", "ratings", "missing")


Given = str | os.PathLike[str] | Sequence[str] | Mapping[str, Any] | Vary | None


def read_vary(asked: Given) -> Vary:
    """Understand what is to vary.

    Parameters
    ----------
    given : str, list of str, mapping, path or Vary, optional
        Names of sources, or a mapping of them to their settings, or a YAML file of these; weights, ratings and missing
        answers where nothing is given.

    Raises
    ------
    ValueError
        If a name or setting is not known, with a suggestion; for a file a DocumentError, with line and column.
    """
    if isinstance(asked, Vary):
        return asked
    if isinstance(asked, os.PathLike) or (isinstance(asked, str) and asked.endswith((".yaml", ".yml"))):
        return _read_file(Path(asked))
    names: Mapping[str, Any]
    if asked is None:
        names = {name: {} for name in DEFAULT}
    elif isinstance(asked, Mapping):
        names = asked
    else:
        names = {name: {} for name in ([asked] if isinstance(asked, str) else asked)}
    for name in names:
        if name not in SOURCES:
            raise ValueError(sentence(f"{name!r} is nothing that can vary", did_you_mean(name, SOURCES)))
    document = Document(Path("vary"), dict(names))
    vary, problems = fit(document, Vary, _OWNERS, say=True)
    if problems or vary is None:
        raise ValueError("; ".join(dict.fromkeys(problem.message for problem in problems)))
    if not vary.sources:
        raise ValueError(_NOTHING)
    return vary


def _read_file(path: Path) -> Vary:
    document = read_document(path)
    vary, problems = fit(document, Vary, _OWNERS)
    if vary is not None and not problems and not vary.sources:
        problems = [document.problem((), _NOTHING)]
    if vary is None or problems:
        raise DocumentError(problems)
    return vary


def usual_methods(rubric: Rubric) -> VaryMethods:
    """Alternatives for a rubric where none are named.

    Groups by the arithmetic mean or the power mean of exponent 1/2, which punishes imbalance about half as much as a
    geometric one and does not fall to zero with a single zero; levels in equal, convex or concave steps; quantities by
    minmax or percentile rank.
    """
    ordinal = any(len(leaf.steps) for leaf in rubric.criteria)
    quantities = any(isinstance(leaf, Quantity) for leaf in rubric.criteria)
    relative = [Choice(method, {"range": list(rubric.scale)}) for method in ("minmax", "percentile")]
    return VaryMethods(
        aggregate=[Choice("arithmetic"), Choice("power", {"p": 0.5})],
        spacing=["equal", "convex", "concave"] if ordinal else [],
        normalise=relative if quantities else [],
    )


_OWNERS: dict[str, type[Shape]] = {
    "weights": VaryWeights,
    "ratings": VaryRatings,
    "missing": VaryMissing,
    "methods": VaryMethods,
    "nodes": VaryNode,
    "structure": VaryStructure,
    "given": VaryGiven,
}
_NOTHING = f"nothing varies; name one of {', '.join(SOURCES)}"
