"""Rubrics: trees of questions, with the settings of their files."""

from __future__ import annotations

import dataclasses
import hashlib
import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, cast

from strategyscore.errors import UnknownNode
from strategyscore.methods.choice import choice_of
from strategyscore.methods.registry import Choice, Step
from strategyscore.model.nodes import GIVEN, NONE, Criterion, Group, Node
from strategyscore.model.references import kept as kept_references
from strategyscore.model.rules import missing_faults, panel_faults, tree_faults
from strategyscore.model.settings import (
    READ,
    USUAL_CONFIDENCE,
    USUAL_MISSING,
    Change,
    Confidence,
    Decimals,
    Missing,
    Screen,
    decimals_of,
)

_CHOICES: tuple[Step, ...] = ("aggregate", "weights", "normalise", "treat")


@dataclass(frozen=True)
class Rubric:
    """A tree of questions with the settings of its file.

    Attributes
    ----------
    root : Group
        The whole tree.
    scale : tuple of float
        The lowest and the highest score.
    missing : Missing
        What is done about missing answers.
    screen : Screen or None
        Which countries are scored at all; None for all.
    confidence : Confidence
        The probability that a rating of each confidence is right.
    impute : Choice
        What stands in for missing values of quantities.
    treat : Choice
        What is done about their outliers.
    over : {"all", "each"}
        Of a panel: whether normalisation, and whatever else rests on the data, runs over all years together or within
        each.
    fill : {"none", "last", "linear"}
        Of a panel: what stands in for a gap of a country's series; the last value, or what lies on the straight line
        between its neighbours.
    decimals : Decimals or None
        How scores are rounded before they are reported and ranked; a number where a half goes up, and only the rubric's
        own score is rounded.
    about, source : str or None
        What the rubric is for, and where it comes from.
    changes : tuple of Change
        Its history.
    changed : tuple of str
        What was changed since it was read, in words; told in every provenance.
    left_out : frozenset of str
        The keys and paths of criteria that `without` took out; ratings of them do not disturb.
    files : mapping of Path to str
        The files that it was read from, each with its SHA-256.

    Raises
    ------
    ValueError
        If the tree breaks a rule that a rubric file would have to keep, with every breach.

    See Also
    --------
    strategyscore.load_rubric : Reads one.
    strategyscore.score : Scores countries on one.

    Examples
    --------
    >>> rubric
    <Rubric readiness 0: 3 criteria>
    >>> [criterion.path for criterion in rubric.criteria]
    ['rules.law', 'rules.audit', 'compute']
    """

    root: Group
    scale: tuple[float, float] = (0.0, 100.0)
    missing: Missing = USUAL_MISSING
    screen: Screen | None = None
    confidence: Confidence = USUAL_CONFIDENCE
    impute: Choice = NONE
    treat: Choice = NONE
    over: str = "all"
    fill: str = "none"
    decimals: Decimals | None = None
    about: str | None = None
    source: str | None = None
    changes: tuple[Change, ...] = ()
    changed: tuple[str, ...] = ()
    left_out: frozenset[str] = frozenset()
    files: Mapping[Path, str] = field(default_factory=dict, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "decimals", decimals_of(self.decimals))
        faults = list(dict.fromkeys(tree_faults(self.root, self.scale)))
        faults += [(self.root.path, message) for _, message in missing_faults(self.missing)]
        faults += [(self.root.path, message) for message in panel_faults(self.over, self.fill)]
        if faults:
            raise ValueError("\n".join(f"{path}: {message}" for path, message in faults))

    def __hash__(self) -> int:
        return hash((self.id, self.version, self.scale, tuple(node.path for node in self.nodes)))

    @property
    def id(self) -> str:
        """The file's stem."""
        return self.root.id

    @property
    def title(self) -> str:
        """What it is called."""
        return self.root.title

    @property
    def version(self) -> str:
        """Of the file."""
        return self.root.version

    @property
    def span(self) -> float:
        """The length of the scale."""
        return self.scale[1] - self.scale[0]

    @cached_property
    def nodes(self) -> tuple[Node, ...]:
        """All nodes, the root first, parents before children."""
        return tuple(self.root.walk())

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """The nodes with children, the root first."""
        return tuple(node for node in self.nodes if isinstance(node, Group))

    @cached_property
    def criteria(self) -> tuple[Criterion, ...]:
        """The leaves, in order."""
        return tuple(node for node in self.nodes if isinstance(node, Criterion))

    @cached_property
    def column(self) -> dict[str, int]:
        """The position of each node's path among the nodes."""
        return {node.path: index for index, node in enumerate(self.nodes)}

    @cached_property
    def by_key(self) -> dict[str, Criterion]:
        """The leaves by the names that profiles use: the key, and the path in this rubric."""
        return {leaf.path: leaf for leaf in self.criteria} | {leaf.key: leaf for leaf in self.criteria}

    @property
    def digits(self) -> int:
        """How many decimals its scores are shown with: what it rounds to, or some three significant ones."""
        if self.decimals is not None:
            return self.decimals.digits
        return max(0, 3 - round(math.log10(self.span)))

    @cached_property
    def digest(self) -> str:
        """SHA-256 over the digests of all its files, and over what was changed since."""
        return hashlib.sha256("".join([*sorted(self.files.values()), *self.changed]).encode()).hexdigest()

    def node(self, path: str) -> Node:
        """The node at a path.

        Parameters
        ----------
        path : str
            Such as ``rules.law``, or the rubric's own name for the whole.

        Returns
        -------
        Node
            A group or a criterion.

        Raises
        ------
        UnknownNode
            If there is none, with a suggestion.

        See Also
        --------
        strategyscore.Rubric.nodes : All of them.

        Examples
        --------
        >>> rubric.node("rules.law").title
        'Law on AI'
        >>> try:
        ...     rubric.node("rules.lwa")
        ... except ss.UnknownNode as error:
        ...     print(error)
        'rules.lwa' is no node of readiness; did you mean 'rules.law'?
        """
        if path not in self.column:
            raise UnknownNode(f"{path!r} is no node of {self.id}", path, self.column)
        return self.nodes[self.column[path]]

    def replace(self, path: str, **changes: Any) -> Rubric:
        """A copy in which one node has other values.

        Parameters
        ----------
        path : str
            Of the node.
        **changes
            Its fields, such as ``weight=2``, ``aggregate="geometric"`` or ``title="..."``; methods as a rubric file
            says them.

        Returns
        -------
        Rubric
            The one it is called on stays as it is.

        Raises
        ------
        UnknownNode
            If there is no such node.
        TypeError
            If the node has no such field, or it follows from the tree.
        ValueError
            If a value breaks a rule of rubrics.

        See Also
        --------
        strategyscore.Rubric.with_weights : Other weights only.
        strategyscore.Countries.replace : What if a country answered otherwise.

        Examples
        --------
        >>> geometric = rubric.replace("rules", aggregate="geometric")
        >>> ss.score(geometric, countries).table["rules"].round(1).to_dict()
        {'Aria': 100.0, 'Cala': 70.7, 'Bora': 0.0, 'Dona': 0.0}
        """
        node = self.node(path)
        names = {item.name for item in dataclasses.fields(node)} - {"id", "path", "key", "depth", "children"}
        for name in changes:
            if name not in names:
                fields = ", ".join(sorted(names))
                raise TypeError(f"{path} has no field {name!r} that can be changed; use one of {fields}")
        values: dict[str, Any] = dict(changes)
        for step in _CHOICES:
            if step in values:
                values[step] = choice_of(step, values[step])
        values |= {name: read(values[name]) for name, read in READ.items() if name in values}
        if "weight" in values:
            values["weight"] = float(values["weight"])
        told = tuple(f"{path}: {name} {_told(changes[name], value)}" for name, value in values.items())
        return self.mapped(lambda old: dataclasses.replace(old, **values) if old.path == path else old, told)

    def with_weights(self, weights: Mapping[str, float]) -> Rubric:
        """A copy with other weights, by path; what is not named keeps its own.

        A group whose weights follow from a method takes those of its children where one of them is named.

        Parameters
        ----------
        weights : mapping of str to float
            From paths to weights, which count beside those of the siblings.

        Returns
        -------
        Rubric
            The one it is called on stays as it is.

        Raises
        ------
        UnknownNode
            If a path names no node.
        ValueError
            If a weight is negative, or all of a group are zero.

        See Also
        --------
        strategyscore.Rubric.replace : Other values of one node.

        Examples
        --------
        >>> heavy = rubric.with_weights({"compute": 3})
        >>> ss.score(heavy, countries).table["score"].to_dict()
        {'Bora': 72.5, 'Aria': 55.0, 'Dona': 45.0, 'Cala': 33.75}
        """
        changed = {path: float(weight) for path, weight in weights.items()}
        for path in changed:
            self.node(path)

        def turned(node: Node) -> Node:
            if isinstance(node, Group) and any(child.path in changed for child in node.children):
                node = dataclasses.replace(node, weights=GIVEN)
            return dataclasses.replace(node, weight=changed[node.path]) if node.path in changed else node

        told = tuple(f"{path}: weight {weight:g}" for path, weight in changed.items())
        return self.mapped(turned, told)

    def without(self, *paths: str) -> Rubric:
        """A copy without some nodes; a group that is left empty goes too, and gates and factors that rest on them.

        Parameters
        ----------
        *paths : str
            Of the nodes that go.

        Returns
        -------
        Rubric
            The one it is called on stays as it is.

        Raises
        ------
        UnknownNode
            If a path names no node.
        ValueError
            If nothing would be left, or a method's settings no longer fit the criteria.

        See Also
        --------
        strategyscore.Rubric.with_weights : Other weights.

        Examples
        --------
        >>> [node.path for node in rubric.without("rules.law").nodes]
        ['readiness', 'rules', 'rules.audit', 'compute']
        """
        for path in paths:
            self.node(path)

        def kept(node: Node) -> Node | None:
            if node.path in paths:
                return None
            if not isinstance(node, Group):
                return node
            children = tuple(child for child in map(kept, node.children) if child is not None)
            if not children:
                return None
            ids = {child.id for child in children}
            return dataclasses.replace(node, children=children, weights=_narrowed(node, ids))

        root = kept(self.root)
        if root is None:
            raise ValueError(f"nothing of {self.id} would be left; leave out less")
        told = tuple(f"without {path}" for path in paths)
        here = {leaf.path for leaf in root.walk() if leaf.is_leaf}
        lost = {node.path for node in self.nodes} - {node.path for node in root.walk()}
        root = _mapped(root, lambda node: kept_references(node, lost) if isinstance(node, Group) else node)
        gone = {name for leaf in self.criteria if leaf.path not in here for name in (leaf.key, leaf.path)}
        return dataclasses.replace(
            self, root=cast(Group, root), changed=(*self.changed, *told), left_out=self.left_out | gone
        )

    def mapped(self, change: Callable[[Node], Node], told: Iterable[str] = ()) -> Rubric:
        """A copy in which every node is what a function makes of it, children before parents.

        Parameters
        ----------
        change : callable
            Takes a node whose children are changed already, and gives what stands in its place.
        told : iterable of str
            What was changed, in words, for every provenance.

        Returns
        -------
        Rubric
            The one it is called on stays as it is.

        Raises
        ------
        ValueError
            If the new tree breaks a rule of rubrics.
        ValueError
            If the new tree breaks a rule of rubrics.
        ValueError
            If the new tree breaks a rule of rubrics.

        See Also
        --------
        strategyscore.Rubric.replace : One node only.

        Examples
        --------
        >>> from dataclasses import replace
        >>> loud = rubric.mapped(lambda node: replace(node, title=node.title.upper()), ["titles in capitals"])
        >>> loud.title, loud.changed
        ('READINESS', ('titles in capitals',))
        """
        return dataclasses.replace(self, root=cast(Group, _mapped(self.root, change)), changed=(*self.changed, *told))

    def to_yaml(self) -> str:
        r"""The text of a rubric file that `load_rubric` reads the same rubric from; what it includes become groups.

        Returns
        -------
        str
            YAML, in the order of the tree.

        See Also
        --------
        strategyscore.load_rubric : Reads it.
        strategyscore.exchange.to_yaml : The same as a function.

        Examples
        --------
        >>> print("\n".join(rubric.to_yaml().splitlines()[-7:]))
        - id: compute
          title: Compute
          unit: petaflops
          normalise:
            method: goalposts
            low: 0.0
            high: 50.0
        """
        import yaml

        from strategyscore.model.content import rubric_content

        dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
        return str(yaml.dump(rubric_content(self), Dumper=dumper, sort_keys=False, allow_unicode=True, width=118))

    def __repr__(self) -> str:
        changed = f", {len(self.changed)} changes" if self.changed else ""
        return f"<Rubric {self.id} {self.version}: {len(self.criteria)} criteria{changed}>"

    def _repr_html_(self) -> str:
        from strategyscore.text.words import render

        return render("rubric.html.j2", rubric=self)


def _mapped(node: Node, change: Callable[[Node], Node]) -> Node:
    """A tree in which every node is what a function makes of it, children before parents."""
    if isinstance(node, Group) and node.children:
        node = dataclasses.replace(node, children=tuple(_mapped(child, change) for child in node.children))
    return change(node)


def _told(asked: Any, value: Any) -> str:
    """A change in words: as it was asked for, but for methods and numbers."""
    return value.text if isinstance(value, Choice) else f"{value:g}" if isinstance(value, float) else str(asked)


def _narrowed(group: Group, ids: set[str]) -> Choice:
    """The weighting of a group of which only some children are left."""
    settings = dict(group.weights.settings)
    here = [index for index, child in enumerate(group.children) if child.id in ids]
    if "matrix" in settings:
        settings["matrix"] = [[settings["matrix"][i][j] for j in here] for i in here]
        if len(here) < 2:
            return GIVEN
    if "experts" in settings:
        settings["experts"] = {
            expert: {name: value for name, value in points.items() if name in ids}
            for expert, points in settings["experts"].items()
        }
    return Choice(group.weights.method, settings)
