"""From rubric files to a `Rubric`: includes are followed, and every problem of every file is gathered."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from strategyscore import limits
from strategyscore.documents.bundled import is_file, rubric_files, shorten
from strategyscore.documents.cells import MISSING
from strategyscore.documents.schema import rubric as shape
from strategyscore.documents.schema.base import fit
from strategyscore.documents.yaml12 import read_document
from strategyscore.errors import DocumentError, Problem, UnknownRubric, did_you_mean, sentence
from strategyscore.model.criteria import Levels, Quantity
from strategyscore.model.document import Document
from strategyscore.model.nodes import Criterion, Group, Node
from strategyscore.model.references import reference_faults
from strategyscore.model.rubric import Rubric
from strategyscore.model.rules import BESIDE, Fault, group_faults, level_faults, quantity_faults, scale_faults
from strategyscore.model.settings import (
    Adjustment,
    Change,
    Confidence,
    Gate,
    Missing,
    MissingHere,
    Screen,
    bands_of,
    decimals_of,
)

DEFAULT = "national-ai-strategy"


def load_rubric(which: str | os.PathLike[str] | Mapping[str, Any] | None = None) -> Rubric:
    """Read a rubric and all that it includes.

    Parameters
    ----------
    which : str, path or mapping, optional
        A file, the id of a bundled rubric, or the content of a rubric file as plain data, which cannot include others;
        the bundled default where it is left out.

    Returns
    -------
    Rubric
        With all that it includes.

    Raises
    ------
    DocumentError
        With every problem of every file, each with its line and column.
    UnknownRubric
        If it is no file, and the id of no bundled rubric or of one that an installed package offers.

    See Also
    --------
    strategyscore.Rubric.to_yaml : The way back.
    strategyscore.check : Lists the problems of files.

    Examples
    --------
    >>> ss.load_rubric("regulation")
    <Rubric regulation 2.1: 8 criteria>
    >>> yes_or_no = {0: "No", 1: "Yes"}
    >>> ss.load_rubric({"rubric": "mine", "criteria": [{"id": "law", "levels": yes_or_no}]})
    <Rubric mine 0: 1 criteria>
    """
    if isinstance(which, Mapping):
        return rubric_of(Document(Path(f"{which.get('rubric', 'rubric')}.yaml"), dict(which)))
    return _finished(_Loader(find_rubric(which or DEFAULT)))


def rubric_of(document: Document) -> Rubric:
    """The rubric that a document says, checked like a file.

    Raises
    ------
    DocumentError
        With every problem, at the positions that the document has.
    """
    return _finished(_Loader(document.path, document))


def _finished(loader: _Loader) -> Rubric:
    rubric = loader.load()
    if loader.problems or rubric is None:
        raise DocumentError(loader.problems)
    return rubric


def find_rubric(which: str | os.PathLike[str]) -> Path:
    """The file of a rubric given by path, or by the id of a bundled one."""
    path = Path(which)
    if path.suffix in (".yaml", ".yml") or is_file(path):
        return path
    names = []
    for file in rubric_files():
        if file.stem == str(path):
            return file
        names.append(file.stem)
    raise UnknownRubric(f"there is no rubric {str(path)!r}", path, names)


class _Loader:
    """Reads one root rubric; keeps what was wrong on the way."""

    def __init__(self, path: Path, document: Document | None = None) -> None:
        self.path = path
        self.folder = None if document else path.parent.resolve()  # what is no file cannot include one
        self.problems: list[Problem] = []
        self.files: dict[Path, str] = {}
        self._read: dict[Path, tuple[Document, shape.RubricFile] | None] = {}
        self._scale = (0.0, 100.0)
        self._count = 0
        self._entries: dict[str, tuple[Document, tuple[Any, ...]]] = {}  # where each group stands, by its path
        self._document = document

    def load(self) -> Rubric | None:
        read = self._fitted(self._document, self.path) if self._document else self._file(self.path)
        if read is None:
            return None
        document, file = read
        if not file.confidence.high >= file.confidence.medium >= file.confidence.low:
            message = "the probabilities must not rise from high over medium to low; put them in order"
            self._fault(document, ("confidence",), message)
        wrong = list(scale_faults(file.scale))
        self._faults(document, (), wrong)
        if not wrong:  # the root's scale holds for the whole tree
            self._scale = (file.scale[0], file.scale[1])
        root = self._root(document, file, weight=1.0, parent=None, chain=(self.path.resolve(),))
        if not self.problems:
            for group, (where, message) in reference_faults(root, self._scale):
                document, at = self._entries[group.path]
                self._fault(document, (*at, *where), message)
        if self.problems:
            return None
        return Rubric(
            root=root,
            scale=self._scale,
            missing=MissingHere(file.missing.rule, file.missing.minimum_answered).below(
                Missing(minimum_coverage=file.missing.minimum_coverage)
            ),
            screen=None if file.screen is None else Screen(file.screen.minimum_coverage, file.screen.by),
            confidence=Confidence(**dict(file.confidence)),
            decimals=decimals_of(said.model_dump() if isinstance(said := file.decimals, shape.Rounding) else said),
            impute=file.impute,
            over=file.over,
            fill=file.fill,
            treat=file.treat,
            about=file.about,
            source=file.source,
            changes=tuple(Change(change.version, change.date, change.what) for change in file.changes),
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
            self._read[resolved] = self._fitted(document, path)
        return self._read[resolved]

    def _fitted(self, document: Document, path: Path) -> tuple[Document, shape.RubricFile] | None:
        file, problems = fit(document, shape.RubricFile, shape.OWNERS)
        if file is not None and self._document is None and file.rubric != path.stem:
            message = f"the id {file.rubric!r} is not the file's stem {path.stem!r}; rename one of the two"
            problems += document.untold([document.problem(("rubric",), message)])
        self.problems += problems
        return None if file is None else (document, file)  # perhaps mended, so that what else is wrong comes to light

    def _root(
        self, document: Document, file: shape.RubricFile, weight: float, parent: Group | None, chain: tuple[Path, ...]
    ) -> Group:
        head = Group(
            id=file.rubric,
            path=file.rubric if parent is None else _below(parent, file.rubric),
            key=file.rubric,
            title=file.title or _title(file.rubric),
            weight=weight,
            depth=0 if parent is None else parent.depth + 1,
            short=file.short,
            question=file.about,
            aggregate=file.aggregate,
            weights=file.weights,
            rescale=file.rescale,
            missing=None if parent is None else _missing(file.missing),  # the rubric itself keeps what its file says
            bands=bands_of(file.bands),
            rubric=file.rubric,
            version=file.version,
        )
        head = _with_rules(head, file)
        return self._with_children(document, file.criteria, head, (), chain)

    def _with_children(
        self, document: Document, entries: list[Any], head: Group, at: tuple[Any, ...], chain: tuple[Path, ...]
    ) -> Group:
        children = [
            self._child(document, entry, head, (*at, "criteria", index), chain) for index, entry in enumerate(entries)
        ]
        group = replace(head, children=tuple(child for child in children if child is not None))
        self._entries[head.path] = document, at
        if len(group.children) == len(entries):
            self._faults(document, at, group_faults(group, self._scale))
        return group

    def _child(
        self, document: Document, entry: Any, parent: Group, at: tuple[Any, ...], chain: tuple[Path, ...]
    ) -> Node | None:
        self._count += 1
        if self._count > limits.NODES:
            if self._count == limits.NODES + 1:
                self._fault(document, at, f"the includes unfold to more than {limits.NODES} nodes; include less")
            return None
        if isinstance(entry, shape.Include):
            return self._include(document, entry, parent, (*at, "include"), chain)
        head = {name: getattr(entry, name) for name in ("id", "weight", "short", "question", "why", "evidence")}
        head["title"] = entry.title or _title(entry.id)
        head |= {"path": _below(parent, entry.id), "depth": parent.depth + 1, "key": f"{parent.key}.{entry.id}"}
        if isinstance(entry, shape.Group):
            group = Group(
                **head,
                aggregate=entry.aggregate,
                weights=entry.weights,
                rescale=entry.rescale,
                missing=None if entry.missing is None else _missing(entry.missing),
                bands=bands_of(entry.bands),
            )
            return self._with_children(document, entry.criteria, _with_rules(group, entry), at, chain)
        criterion: Criterion = entry.criterion(**head)
        if isinstance(criterion, Quantity):
            self._faults(document, at, quantity_faults(criterion))
        if isinstance(criterion, Levels):
            self._faults(document, at, level_faults(criterion))
            for level, code in criterion.codes.items():
                if code in MISSING:
                    message = f"{code!r} means that a cell of a table is missing; choose another code"
                    self._fault(document, (*at, "levels", level, "code"), message)
        return criterion

    def _include(
        self, document: Document, entry: shape.Include, parent: Group, at: tuple[Any, ...], chain: tuple[Path, ...]
    ) -> Node | None:
        if self.folder is None:
            self._fault(document, at, "only a file can include another; write its criteria here")
            return None
        name = entry.include.removesuffix(".yaml")
        target = document.path.parent / f"{name}.yaml"
        if not target.resolve().is_relative_to(self.folder):
            message = f"the include {entry.include!r} leaves the rubric's folder; move the file into it"
            self._fault(document, at, message)
            return None
        if not is_file(target):
            beside = {file.stem for file in document.path.parent.glob("*.yaml")} - {document.path.stem}
            remedy = did_you_mean(name, beside) or "create it, or remove the entry"
            self._fault(document, at, sentence(f"there is no file {shorten(target)}", remedy))
            return None
        if len(chain) > limits.INCLUDE_DEPTH:
            message = f"rubrics include one another more than {limits.INCLUDE_DEPTH} deep; include this one higher up"
            self._fault(document, at, message)
            return None
        if target.resolve() in chain:
            start = chain.index(target.resolve())
            loop = " -> ".join([file.stem for file in chain[start:]] + [target.stem])
            self._fault(document, at, f"the include loops: {loop}; remove one of the includes")
            return None
        read = self._file(target)
        if read is None:
            return None
        return self._root(*read, weight=entry.weight, parent=parent, chain=(*chain, target.resolve()))

    def _faults(self, document: Document, at: tuple[Any, ...], faults: Iterable[Fault]) -> None:
        for where, message in faults:
            if where[-1:] == ("id",) and (*at, *where) not in document.positions.values:
                where = (*where[:-1], "include")  # an included rubric is named by its file
            if BESIDE in message:
                message = message.replace(BESIDE, self._beside(document, at, where))
            self._fault(document, (*at, *where), message)

    @staticmethod
    def _beside(document: Document, at: tuple[Any, ...], where: tuple[Any, ...]) -> str:
        """In which line the first of two children of one name stands."""
        entries = document.get((*at, "criteria"))
        entries = entries if isinstance(entries, list) else []
        names = [entry.get("id", entry.get("include")) for entry in entries if isinstance(entry, dict)]
        sound = where[1] < len(names) == len(entries)  # a stand-in for what is wrong is not in the file
        twin = names.index(names[where[1]]) if sound else where[1]
        mark = document.positions.values.get((*at, "criteria", twin, "id"))
        return f" in line {mark[0]}" if mark and twin != where[1] else ""

    def _fault(self, document: Document, at: tuple[Any, ...], message: str) -> None:
        self.problems += document.untold([document.problem(at, message)])


def _with_rules(group: Group, said: shape.Group | shape.RubricFile) -> Group:
    """A group with what multiplies, adjusts and caps its score; what a file names, it names by its own paths."""
    inside = group.key.partition(".")[2]  # the group's path in its own file
    start = group.path.removesuffix(inside) if inside else _below(group, "") if group.depth else ""
    return replace(
        group,
        multiply_by=said.multiply_by,
        adjust=tuple(Adjustment(start + item.criterion, tuple(sorted(item.factors.items()))) for item in said.adjust),
        gates=tuple(
            Gate(start + gate.criterion, gate.at_least, None if gate.otherwise is None else gate.otherwise.cap)
            for gate in said.gates
        ),
    )


def _missing(said: shape.MissingHere) -> MissingHere | None:
    """What a group says about missing answers; None for nothing."""
    here = MissingHere(said.rule, said.minimum_answered)
    return here if here.content else None


def _title(name: str) -> str:
    """What a node without a title is called: its id, as words."""
    words = name.replace("_", " ").replace("-", " ").strip()
    return words[:1].upper() + words[1:]


def _below(parent: Node, name: str) -> str:
    return name if parent.depth == 0 else f"{parent.path}.{name}"
