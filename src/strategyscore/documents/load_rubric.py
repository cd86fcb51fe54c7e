"""From rubric files to a `Rubric`: includes are followed, and every problem of every file is gathered."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import Any

from strategyscore.documents.bundled import bundled, shorten
from strategyscore.documents.schema import rubric as shape
from strategyscore.documents.schema.base import fit
from strategyscore.documents.yaml12 import Document, read_document
from strategyscore.model.errors import UnknownRubric
from strategyscore.model.problems import DocumentError, Problem, did_you_mean, sentence
from strategyscore.model.rubric import Node, Rubric

DEFAULT = "national-ai-strategy"
MAX_NODES = 10_000

# Columns of the score table, beside which the root's children stand.
RESERVED = frozenset({"country", "rank", "score", "lower", "upper", "coverage", "imputed"})

_ZERO_BOUND = ("geometric", "harmonic", "power")


def load_rubric(which: str | os.PathLike[str] | None = None) -> Rubric:
    """Read a rubric and all that it includes.

    Parameters
    ----------
    which : str or path, optional
        A file, or the id of a bundled rubric; the bundled default where nothing is given.

    Returns
    -------
    Rubric

    Raises
    ------
    DocumentError
        With every problem of every file, each with its line and column.
    UnknownRubric
        If it is no file and no bundled rubric's id.
    """
    loader = _Loader(find_rubric(which or DEFAULT))
    rubric = loader.load()
    if loader.problems or rubric is None:
        raise DocumentError(loader.problems)
    return rubric


def find_rubric(which: str | os.PathLike[str]) -> Path:
    """The file of a rubric given by path, or by the id of a bundled one."""
    path = Path(which)
    if path.suffix in (".yaml", ".yml") or path.is_file():
        return path
    folder = bundled("rubrics")
    files = [*folder.glob("*.yaml"), *folder.glob("examples/*.yaml")]
    for file in files:
        if file.stem == str(path):
            return file
    names = [file.stem for file in files]
    raise UnknownRubric(f"there is no rubric {str(path)!r}", path, names)


class _Loader:
    """Reads one root rubric; keeps what was found wrong on the way."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.folder = path.parent.resolve()
        self.problems: list[Problem] = []
        self.files: dict[Path, str] = {}
        self._read: dict[Path, tuple[Document, shape.RubricFile] | None] = {}
        self._scale: list[float] | None = None
        self._count = 0

    def load(self) -> Rubric | None:
        read = self._file(self.path)
        if read is None:
            return None
        document, file = read
        self._settings(document, file)
        root = self._root(document, file, weight=1.0, parent=None, chain=(self.path.resolve(),))
        if self.problems:
            return None
        low, high = file.scale
        return Rubric(
            root=root,
            scale=(low, high),
            missing=file.missing,
            confidence=file.confidence,
            decimals=file.decimals,
            impute=file.impute,
            treat=file.treat,
            about=file.about,
            source=file.source,
            changes=tuple(file.changes),
            files=dict(self.files),
        )

    def _file(self, path: Path) -> tuple[Document, shape.RubricFile] | None:
        """The fitted file, read once however often it is included."""
        resolved = path.resolve()
        if resolved not in self._read:
            self._read[resolved] = None
            try:
                document = read_document(path)
            except DocumentError as error:
                self.problems += error.problems
                return None
            self.files[path] = document.digest
            file, problems = fit(document, shape.RubricFile, shape.OWNERS)
            if file is not None:  # perhaps mended, to find what else is wrong
                if file.rubric != path.stem:
                    message = f"the id {file.rubric!r} is not the file's stem {path.stem!r}; rename one of the two"
                    problems += document.fresh([document.problem(("rubric",), message)])
                self._scale = self._scale or file.scale  # the root's holds for the whole tree
                problems += document.fresh(_check_numbers(document, file, self._scale))
                self._read[resolved] = (document, file)
            self.problems += problems
        return self._read[resolved]

    def _settings(self, document: Document, file: shape.RubricFile) -> None:
        """Only the root's settings count, so only they are checked against the tree."""
        confidence = file.confidence
        if not confidence.high >= confidence.medium >= confidence.low:
            message = "the probabilities must not rise from high over medium to low; put them in order"
            self._fault(document, ("confidence",), message)

    def _root(
        self, document: Document, file: shape.RubricFile, weight: float, parent: Node | None, chain: tuple[Path, ...]
    ) -> Node:
        path = file.rubric if parent is None else _below(parent, file.rubric)
        head = Node(
            id=file.rubric,
            path=path,
            key=file.rubric,
            title=file.title or _title(file.rubric),
            kind="group",
            weight=weight,
            depth=0 if parent is None else parent.depth + 1,
            question=file.about,
            aggregate=file.aggregate,
            weighting=file.weights,
            rescale=file.rescale,
            rubric=file.rubric,
            version=file.version,
        )
        return replace(head, children=self._children(document, file.criteria, head, ("criteria",), chain))

    def _children(
        self, document: Document, entries: list[Any], parent: Node, place: tuple[Any, ...], chain: tuple[Path, ...]
    ) -> tuple[Node, ...]:
        children: list[Node] = []
        seen: dict[str, int] = {parent.id: document.values[()][0]} if parent.depth == 0 else {}
        assert parent.aggregate is not None
        if sum(entry.weight for entry in entries) == 0:
            self._fault(document, place, "all weights here are zero; give at least one criterion a weight")
        if parent.aggregate.weights and len(parent.aggregate.weights) != len(entries):
            message = f"owa has {len(parent.aggregate.weights)} weights for {len(entries)} criteria; give one for each"
            self._fault(document, (*place[:-1], "aggregate", "weights"), message)
        for index, entry in enumerate(entries):
            here = (*place, index)
            child = self._child(document, entry, parent, here, chain)
            if child is None:
                continue
            name = (*here, "include" if isinstance(entry, shape.Include) else "id")
            if parent.depth == 0 and child.id in RESERVED:
                self._fault(document, name, f"the id {child.id!r} is a column of every score table; choose another")
            if child.id in seen:
                other = "the rubric itself" if child.id == parent.id else f"a sibling in line {seen[child.id]}"
                self._fault(document, name, f"the id {child.id!r} names {other} already; give this one its own")
            else:
                seen[child.id] = document.values.get(name, (1, 1))[0]
            children.append(child)
        self._check_weighting(document, parent, [child.id for child in children], (*place[:-1], "weights"))
        return tuple(children)

    def _check_weighting(self, document: Document, parent: Node, ids: list[str], place: tuple[Any, ...]) -> None:
        """A pairwise matrix must fit the criteria and mirror itself; experts must share points among all of them."""
        given = parent.weighting
        assert given is not None
        if given.matrix is not None:
            n = len(ids)
            if len(given.matrix) != n or any(len(row) != n for row in given.matrix):
                self._fault(
                    document, (*place, "matrix"), f"the matrix is not {n} by {n}; give a row for each criterion"
                )
                return
            for i, row in enumerate(given.matrix):
                for j, ratio in enumerate(row[: i + 1]):
                    if abs(ratio * given.matrix[j][i] - 1) > 0.02:
                        message = (
                            f"{ids[i]} to {ids[j]} is not the inverse of {ids[j]} to {ids[i]}; mend one of the two"
                        )
                        self._fault(document, (*place, "matrix", i, j), message)
        for expert, points in (given.experts or {}).items():
            for name in points:
                if name not in ids:
                    message = sentence(f"{parent.path} has no criterion {name!r}", did_you_mean(name, ids))
                    self._fault(document, (*place, "experts", expert, name), message)
            if not sum(points.values()):
                self._fault(document, (*place, "experts", expert), "the expert gave no points; give at least one")

    def _child(
        self, document: Document, entry: Any, parent: Node, place: tuple[Any, ...], chain: tuple[Path, ...]
    ) -> Node | None:
        self._count += 1
        if self._count > MAX_NODES:
            if self._count == MAX_NODES + 1:
                self._fault(document, place, f"the includes unfold to more than {MAX_NODES} nodes; include less")
            return None
        if isinstance(entry, shape.Include):
            return self._include(document, entry, parent, (*place, "include"), chain)
        given = {name: getattr(entry, name) for name in ("id", "weight", "question", "why", "evidence")}
        given["title"] = entry.title or _title(entry.id)
        path, depth, key = _below(parent, entry.id), parent.depth + 1, f"{parent.key}.{entry.id}"
        if isinstance(entry, shape.Levels):
            levels = dict(sorted(entry.levels.items()))
            return Node(**given, path=path, key=key, depth=depth, kind="levels", levels=levels)
        if isinstance(entry, shape.Checklist):
            return Node(**given, path=path, key=key, depth=depth, kind="checklist", checklist=dict(entry.checklist))
        if isinstance(entry, shape.Quantity):
            quantity = {name: getattr(entry, name) for name in ("unit", "direction", "normalise", "treat")}
            quantity["transform"] = tuple(entry.transform)
            return Node(**given, path=path, key=key, depth=depth, kind="quantity", **quantity)
        group = {"aggregate": entry.aggregate, "weighting": entry.weights, "rescale": entry.rescale}
        head = Node(**given, path=path, key=key, depth=depth, kind="group", **group)
        return replace(head, children=self._children(document, entry.criteria, head, (*place, "criteria"), chain))

    def _include(
        self, document: Document, entry: shape.Include, parent: Node, place: tuple[Any, ...], chain: tuple[Path, ...]
    ) -> Node | None:
        name = entry.include.removesuffix(".yaml")
        target = document.path.parent / f"{name}.yaml"
        if not _inside(target, self.folder):
            self._fault(
                document, place, f"the include {entry.include!r} leaves the rubric's folder; move the file into it"
            )
            return None
        if not target.is_file():
            beside = {file.stem for file in document.path.parent.glob("*.yaml")} - {document.path.stem}
            remedy = did_you_mean(name, beside) or "create it, or remove the entry"
            self._fault(document, place, sentence(f"there is no file {shorten(target)}", remedy))
            return None
        if target.resolve() in chain:
            start = chain.index(target.resolve())
            loop = " -> ".join([file.stem for file in chain[start:]] + [target.stem])
            self._fault(document, place, f"the include loops: {loop}; remove one of the includes")
            return None
        read = self._file(target)
        if read is None:
            return None
        return self._root(*read, weight=entry.weight, parent=parent, chain=(*chain, target.resolve()))

    def _fault(self, document: Document, place: tuple[Any, ...], message: str) -> None:
        self.problems += document.fresh([document.problem(place, message)])


def _check_numbers(document: Document, file: shape.RubricFile, scale: list[float]) -> list[Problem]:
    """What cannot be seen from one key alone, within one file."""
    problems: list[Problem] = []
    low, high = file.scale
    if low >= high:
        problems.append(document.problem(("scale",), f"the scale falls from {low:g} to {high:g}; put the lower first"))

    def visit(group: shape.RubricFile | shape.Group, place: tuple[Any, ...]) -> None:
        if scale[0] < 0 and group.aggregate.method in _ZERO_BOUND:
            message = f"{group.aggregate.method} means need a scale from 0 up; start the scale at 0, or use arithmetic"
            problems.append(document.problem((*place, "aggregate"), message))
        for index, entry in enumerate(group.criteria):
            here = (*place, "criteria", index)
            if isinstance(entry, shape.Group):
                visit(entry, here)
            elif isinstance(entry, shape.Quantity):
                problems.extend(_check_quantity(document, entry, here))

    visit(file, ())
    return problems


def _check_quantity(document: Document, entry: shape.Quantity, place: tuple[Any, ...]) -> list[Problem]:
    """Goalposts stand in the unit of the value, so they must bear its transforms."""
    low = entry.normalise.low
    for transform in entry.transform:
        if isinstance(transform, str) and low is not None and (low < 0 or (low == 0 and transform != "sqrt")):
            message = f"{low:g} has no {transform}; write goalposts above 0"
            return [document.problem((*place, "normalise", "low"), message)]
    return []


def _inside(path: Path, folder: Path) -> bool:
    return path.resolve().is_relative_to(folder)


def _title(name: str) -> str:
    """What a node without a title is called: its id, as words."""
    words = name.replace("_", " ").replace("-", " ").strip()
    return words[:1].upper() + words[1:]


def _below(parent: Node, name: str) -> str:
    return name if parent.depth == 0 else f"{parent.path}.{name}"
