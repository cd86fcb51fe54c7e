"""Rubrics: trees of questions, each with its scale, weight and place in a file."""

from __future__ import annotations

import dataclasses
import hashlib
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from strategyscore.documents.schema.rubric import Change
from strategyscore.methods.settings import (
    Aggregation,
    Confidence,
    Imputation,
    Missing,
    Normalisation,
    Transform,
    Treatment,
    Weighting,
)
from strategyscore.model.errors import UnknownNode

Kind = Literal["group", "levels", "checklist", "quantity"]


@dataclass(frozen=True)
class Node:
    """A node of a rubric: the rubric itself, a group, or a criterion (a leaf).

    Attributes
    ----------
    id : str
        Its name among its siblings.
    path : str
        Its name in the whole rubric, such as ``sovereignty.hardware``; the root's is the rubric's id.
    key : str
        Its name in profiles: the id of the rubric file that defines it, then its path in that file.
    title, question, why, evidence : str or None
        What it is called, what it asks, why that matters, and what counts as evidence.
    kind : {"group", "levels", "checklist", "quantity"}
        How it is answered.
    weight : float
        Relative weight among its siblings.
    depth : int
        0 for the root.
    children : tuple of Node
        Empty for a criterion.
    levels : mapping of int to str
        The anchored scale, worst level first.
    checklist : mapping of str to str
        The items, in their order.
    unit, direction, transform, normalise, treat
        Of a quantity; `treat` is None where the rubric's holds.
    aggregate, rescale
        Of a group: how its children become its score, and whether that is rescaled over the units.
    weighting
        Of a group: how its children get their weights. Where the method needs no data, `weight` of the children is
        its result.
    """

    id: str
    path: str
    key: str
    title: str
    kind: Kind
    weight: float = 1.0
    depth: int = 0
    question: str | None = None
    why: str | None = None
    evidence: str | None = None
    children: tuple[Node, ...] = ()
    levels: Mapping[int, str] = field(default_factory=dict)
    checklist: Mapping[str, str] = field(default_factory=dict)
    unit: str | None = None
    direction: Literal["higher", "lower"] = "higher"
    transform: tuple[Transform, ...] = ()
    normalise: Normalisation | None = None
    treat: Treatment | None = None
    aggregate: Aggregation | None = None
    weighting: Weighting | None = None
    rescale: Literal["minmax"] | None = None
    rubric: str = ""
    version: str = ""

    def walk(self) -> Iterator[Node]:
        """This node and all below it, parents before children."""
        yield self
        for child in self.children:
            yield from child.walk()

    @property
    def is_leaf(self) -> bool:
        return not self.children


@dataclass(frozen=True)
class Rubric:
    """A tree of questions with the settings of its file.

    Attributes
    ----------
    root : Node
        The whole tree.
    scale : tuple of float
        The lowest and the highest score.
    missing : Missing
        What is done about missing answers.
    confidence : Confidence
        The probability that a rating of each confidence is right.
    decimals : int or None
        To how many digits its own score is rounded before it is reported and ranked.
    impute : Imputation
        What stands in for missing values of quantities.
    treat : Treatment
        What is done about their outliers.
    about, source : str or None
        What the rubric is for, and where it comes from.
    changes : tuple of Change
        Its history.
    files : mapping of Path to str
        The files that it was read from, each with its SHA-256.
    """

    root: Node
    scale: tuple[float, float]
    missing: Missing
    confidence: Confidence
    impute: Imputation = field(default_factory=Imputation)
    treat: Treatment = field(default_factory=Treatment)
    decimals: int | None = None
    about: str | None = None
    source: str | None = None
    changes: tuple[Change, ...] = ()
    files: Mapping[Path, str] = field(default_factory=dict, repr=False)

    @property
    def id(self) -> str:
        return self.root.id

    @property
    def title(self) -> str:
        return self.root.title

    @property
    def version(self) -> str:
        return self.root.version

    @cached_property
    def nodes(self) -> tuple[Node, ...]:
        """All nodes, the root first, parents before children."""
        return tuple(self.root.walk())

    @cached_property
    def criteria(self) -> tuple[Node, ...]:
        """The leaves, in order."""
        return tuple(node for node in self.nodes if node.is_leaf)

    @cached_property
    def by_key(self) -> dict[str, Node]:
        """The leaves by the names that profiles use: the key, and the path in this rubric."""
        return {leaf.path: leaf for leaf in self.criteria} | {leaf.key: leaf for leaf in self.criteria}

    @property
    def digits(self) -> int:
        """How many decimals its scores are shown with: what it rounds to, or some three significant ones."""
        if self.decimals is not None:
            return self.decimals
        return max(0, 3 - round(math.log10(self.scale[1] - self.scale[0])))

    @cached_property
    def digest(self) -> str:
        """SHA-256 over the digests of all its files."""
        return hashlib.sha256("".join(sorted(self.files.values())).encode()).hexdigest()

    def node(self, path: str) -> Node:
        """The node at a path.

        Raises
        ------
        UnknownNode
            If there is none, with a suggestion.
        """
        for node in self.nodes:
            if node.path == path:
                return node
        paths = [node.path for node in self.nodes]
        raise UnknownNode(f"{path!r} is no node of {self.id}", path, paths)

    def replace(self, path: str, **changes: Any) -> Rubric:
        """A copy in which one node has other values.

        Parameters
        ----------
        path : str
            Of the node.
        **changes
            Fields of `Node`, such as ``weight=2``.

        Raises
        ------
        UnknownNode
            If there is no such node.
        """
        self.node(path)

        def turned(node: Node) -> Node:
            if node.path == path:
                return dataclasses.replace(node, **changes)
            return dataclasses.replace(node, children=tuple(map(turned, node.children)))

        return dataclasses.replace(self, root=turned(self.root))

    def with_weights(self, weights: Mapping[str, float]) -> Rubric:
        """A copy with other weights, by path; what is not named keeps its own."""
        changed = self
        for path, weight in weights.items():
            changed = changed.replace(path, weight=float(weight))
        return changed

    def __repr__(self) -> str:
        return f"<Rubric {self.id} {self.version}: {len(self.criteria)} criteria>"

    def _repr_html_(self) -> str:
        from strategyscore.text.words import render

        return render("rubric.html.j2", rubric=self)
