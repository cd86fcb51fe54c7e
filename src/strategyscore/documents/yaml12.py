"""YAML 1.2 text to plain data in which every value keeps its line and column.

libyaml splits the text into events; what a plain scalar means is decided here, by the core schema of YAML 1.2
(section 10.3), so that ``NO`` is Norway and ``012`` is twelve. Tags, merge keys and complex keys are not part of the
formats and are refused, as is everything by which an untrusted file could exhaust memory or hide what it says.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from strategyscore import limits
from strategyscore.documents.bundled import is_file
from strategyscore.errors import DocumentError, Problem
from strategyscore.model.document import Document, Positions
from strategyscore.text.words import HIDDEN

_CORE_SCHEMA: tuple[tuple[re.Pattern[str], Any], ...] = (
    (re.compile(r"~|null|Null|NULL|"), lambda text: None),
    (re.compile(r"true|True|TRUE"), lambda text: True),
    (re.compile(r"false|False|FALSE"), lambda text: False),
    (re.compile(r"[-+]?[0-9]{1,300}"), int),
    (re.compile(r"0o[0-7]{1,300}"), lambda text: int(text[2:], 8)),
    (re.compile(r"0x[0-9a-fA-F]{1,300}"), lambda text: int(text[2:], 16)),
    (re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?"), float),
    (re.compile(r"[-+]?\.(inf|Inf|INF)"), lambda text: float(text.replace(".", ""))),
    (re.compile(r"\.(nan|NaN|NAN)"), lambda text: float("nan")),
)

_SHORT = 40  # letters
_MAY_MEAN = frozenset("~nNtTfF+-.0123456789")  # how what is no text begins

type_names: dict[type, str] = {
    dict: "a mapping",
    list: "a list",
    str: "text",
    bool: "true or false",
    int: "a whole number",
    float: "a number",
    type(None): "nothing",
}


def read_document(path: Path) -> Document:
    """Read one YAML file.

    Raises
    ------
    DocumentError
        If the file cannot be read, is no YAML, is too large, repeats a key, or uses what the formats do not have.
    """
    try:
        if not is_file(path):
            raise DocumentError([Problem(str(path), 1, 1, "there is no such file; check the name")])
        with path.open("rb") as file:
            raw = file.read(limits.FILE_BYTES + 1)
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise DocumentError([Problem(str(path), 1, 1, f"the file cannot be read ({why})")]) from None
    if len(raw) > limits.FILE_BYTES:
        message = f"the file is larger than {limits.FILE_BYTES // 1024} KiB; split it, or shorten its texts"
        raise DocumentError([Problem(str(path), 1, 1, message)])
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        good = raw[: error.start].decode("utf-8", "replace")
        raise DocumentError(
            [_at_end_of(path, good, "this byte is not UTF-8; save the file with the encoding UTF-8")]
        ) from None
    return parse(text, path, hashlib.sha256(raw).hexdigest())


def parse(text: str, path: Path, digest: str = "") -> Document:
    """Parse the text of one YAML file; see `read_document`."""
    import yaml

    for hidden in HIDDEN.finditer(text):
        if hidden.group() != "\r":
            message = f"the invisible character U+{ord(hidden.group()):04X} is not allowed; delete it"
            raise DocumentError([_at_end_of(path, text[: hidden.start()], message)])
    try:
        plain = _plain(text)
        if plain is not None:
            return Document(path, plain, digest, partial(_positions, text))
        builder = _built(text, path)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        what = ", ".join(filter(None, [error.context, error.problem]))
        remedy = "mend the indentation, the quotes or the colon here or just above"
        raise DocumentError([Problem(str(path), line, column, f"this is not YAML ({what}); {remedy}")]) from None
    except yaml.YAMLError as error:
        raise DocumentError([Problem(str(path), 1, 1, f"this is not YAML ({error})")]) from None
    if not builder.problems and not isinstance(builder.data, dict):
        builder.fault((1, 1), "the file must be a mapping of keys to values, such as 'title: ...'")
    if builder.problems:
        raise DocumentError(builder.problems)
    return Document(path, builder.data, digest, partial(_positions, text))


def _built(text: str, path: Path = Path()) -> _Builder:
    """The content of a text, with every fault and with where everything stands."""
    import yaml

    builder = _Builder(path)
    builder.build(yaml.parse(text, Loader=_loader()))
    return builder


def _positions(text: str) -> Positions:
    """Where everything stands in a text that is sound."""
    builder = _built(text)
    return Positions(builder.values, builder.keys)


def _loader() -> Any:
    import yaml

    return getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _plain(text: str) -> dict[Any, Any] | None:
    """The content of a text that has mappings, lists and scalars only, each key once; else None.

    To note where everything stands takes most of the time of reading a file, and is of use where something is wrong.
    """
    import yaml

    next_event = _loader()(text).get_event
    scalar, mapping, mapping_end, sequence, sequence_end = (
        yaml.ScalarEvent, yaml.MappingStartEvent, yaml.MappingEndEvent, yaml.SequenceStartEvent, yaml.SequenceEndEvent,
    )  # fmt: skip
    left = limits.VALUES

    def node(event: Any, depth: int) -> Any:
        nonlocal left
        left -= 1
        if event.anchor is not None or event.tag is not None or depth > limits.DEPTH or left < 0:
            raise _Refused
        kind = type(event)
        if kind is scalar:
            value = event.value
            if not event.style:
                return _scalar(value, plain=True)
            if event.style == '"' and HIDDEN.search(value):
                raise _Refused
            return value
        if kind is sequence:
            several = []
            while type(event := next_event()) is not sequence_end:
                several.append(node(event, depth + 1))
            return several
        if kind is not mapping:
            raise _Refused
        pairs: dict[Any, Any] = {}
        while type(event := next_event()) is not mapping_end:
            if type(event) is not scalar:
                raise _Refused
            key = node(event, depth + 1)
            if key in pairs:
                raise _Refused
            pairs[key] = node(next_event(), depth + 1)
        return pairs

    next_event()  # of the stream
    if type(next_event()) is not yaml.DocumentStartEvent:
        return None
    try:
        content = node(next_event(), 0)
    except _Refused:
        return None
    next_event()  # of the document's end
    alone = type(next_event()) is yaml.StreamEndEvent
    return content if alone and isinstance(content, dict) else None


def _at_end_of(path: Path, before: str, message: str) -> Problem:
    return Problem(str(path), before.count("\n") + 1, len(before) - before.rfind("\n"), message)


class _Refused(Exception):
    """Stops the reading of a file that is not worth reading on."""


class _Builder:
    """Builds plain data from YAML events, noting where each value stands."""

    def __init__(self, path: Path) -> None:
        import yaml

        self._events = yaml
        self.path = path
        self.data: Any = None
        self.values: dict[tuple[Any, ...], tuple[int, int]] = {}
        self.keys: dict[tuple[Any, ...], tuple[int, int]] = {}
        self.problems: list[Problem] = []
        self._anchors: dict[str, Any] = {}
        self._open: set[str] = set()
        self._count = 0

    def fault(self, mark: tuple[int, int], message: str) -> None:
        self.problems.append(Problem(str(self.path), *mark, message))

    def build(self, events: Iterator[Any]) -> None:
        documents = 0
        try:
            for event in events:
                if isinstance(event, self._events.DocumentStartEvent):
                    documents += 1
                    if documents > 1:
                        self.fault(_mark(event), "a second YAML document begins here; keep one document in a file")
                        return
                elif isinstance(event, self._events.NodeEvent):
                    self.data = self._node(event, events, ())
        except _Refused:
            pass

    def _node(self, event: Any, events: Iterator[Any], at: tuple[Any, ...]) -> Any:
        mark = _mark(event)
        self._enter(mark, at)
        anchor = event.anchor
        if isinstance(event, self._events.AliasEvent):
            return self._alias(anchor, mark, at)
        if event.tag is not None:
            self.fault(mark, f"the tag {event.tag!r} is not allowed; write the plain value")
        if anchor:
            self._open.add(anchor)
        value: Any
        if isinstance(event, self._events.ScalarEvent):
            value = _scalar(event.value, plain=event.style in (None, ""))
            # the whole text was searched; only an escape in double quotes can bring one in
            if event.style == '"' and isinstance(value, str) and (hidden := HIDDEN.search(value)):
                self.fault(mark, f"the text holds the invisible character U+{ord(hidden.group()):04X}; delete it")
        elif isinstance(event, self._events.SequenceStartEvent):
            value = []
            while not isinstance(item := next(events), self._events.SequenceEndEvent):
                value.append(self._node(item, events, (*at, len(value))))
        else:
            value = self._mapping(events, at)
        if anchor:
            self._open.discard(anchor)
            self._anchors[anchor] = value
        return value

    def _mapping(self, events: Iterator[Any], at: tuple[Any, ...]) -> dict[Any, Any]:
        value: dict[Any, Any] = {}
        while not isinstance(event := next(events), self._events.MappingEndEvent):
            mark = _mark(event)
            key = self._node(event, events, (*at, "<key>"))
            if isinstance(key, dict | list):
                self.fault(mark, "a list or mapping cannot be a key; use plain text")
                key = object()
            here = (*at, key)
            if key in value:
                line = self.keys[here][0]
                self.fault(mark, f"the key {key!r} stands here again (first in line {line}); keep one of the two")
                self._node(next(events), events, (*at, "<again>"))
                continue
            child = self._node(next(events), events, here)
            self.keys[here] = mark
            value[key] = child
        return value

    def _alias(self, anchor: str, mark: tuple[int, int], at: tuple[Any, ...]) -> Any:
        if anchor in self._open:
            self.fault(mark, f"the alias *{anchor} stands inside its own anchor; write the value out")
            raise _Refused
        if anchor not in self._anchors:
            self.fault(mark, f"the alias *{anchor} has no anchor &{anchor} above it; write the value out")
            return None
        return self._copy(self._anchors[anchor], mark, at)

    def _copy(self, value: Any, mark: tuple[int, int], at: tuple[Any, ...]) -> Any:
        """The anchored value again, every part of it placed at the alias that asks for it."""
        self._enter(mark, at)
        if isinstance(value, dict):
            for key in value:
                self.keys[(*at, key)] = mark
            return {key: self._copy(child, mark, (*at, key)) for key, child in value.items()}
        if isinstance(value, list):
            return [self._copy(child, mark, (*at, index)) for index, child in enumerate(value)]
        return value

    def _enter(self, mark: tuple[int, int], at: tuple[Any, ...]) -> None:
        """Count a value and its depth, however it came to stand here, and note its mark."""
        self.values[at] = mark
        if len(at) > limits.DEPTH:
            self.fault(mark, f"this is nested more than {limits.DEPTH} deep, aliases unfolded; flatten it")
            raise _Refused
        self._count += 1
        if self._count > limits.VALUES:
            self.fault(
                mark, f"aliases and values unfold to more than {limits.VALUES}; write the file without such aliases"
            )
            raise _Refused


def _mark(event: Any) -> tuple[int, int]:
    return event.start_mark.line + 1, event.start_mark.column + 1


def _scalar(text: str, *, plain: bool) -> Any:
    if not plain or (text and text[0] not in _MAY_MEAN):
        return text
    return _short(text) if len(text) <= _SHORT else _meaning(text)


def _meaning(text: str) -> Any:
    for pattern, convert in _CORE_SCHEMA:
        if pattern.fullmatch(text):
            return convert(text)
    return text


_short = lru_cache(4096)(_meaning)  # levels and dates come again and again
