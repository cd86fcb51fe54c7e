"""From a file of one's own groups of countries to `CountryGroup`: every problem of the file is gathered."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from strategyscore.documents.schema import groups as shape
from strategyscore.documents.schema.base import fit
from strategyscore.documents.yaml12 import read_document
from strategyscore.errors import DocumentError, Problem, sentence
from strategyscore.model.document import Document
from strategyscore.model.groups import CountryGroup, GroupSource, taken
from strategyscore.model.names import country_code, name_key, suggest


def read_groups(path: str | os.PathLike[str]) -> dict[str, CountryGroup]:
    """Read groups of countries from a file.

    They are known by their names only after `strategyscore.model.groups.register_group`.

    Parameters
    ----------
    path : str or path
        A YAML file such as ``groups: {nordic: {title: Nordic countries, members: [DNK, Finland, ISL, NOR, SWE]}}``. A
        group may have ``names``, ``as_of``, ``about`` and ``sources`` too.

    Returns
    -------
    dict of str to CountryGroup
        By id, in the order of the file.

    Raises
    ------
    DocumentError
        With every problem of the file, each with its line and column.

    See Also
    --------
    strategyscore.register_group : Makes one known by its names.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder) / "groups.yaml"
    ...     _ = path.write_text("groups: {visegrad: {title: Visegrad CountryGroup, members: [CZE, Hungary, pol, SK]}}")
    ...     read_groups(path)["visegrad"].members
    ('CZE', 'HUN', 'POL', 'SVK')
    """
    document = read_document(Path(path))
    file, problems = fit(document, shape.GroupsFile, shape.OWNERS)
    if file is None:
        raise DocumentError(problems)
    entries = {name: entry for name, entry in file.groups.items() if document.get(("groups", name)) is not None}
    members, faults = _members(document, entries)
    faults += _clashes(document, entries)
    problems += document.untold(faults)
    if problems:
        raise DocumentError(problems)
    return {
        name: CountryGroup(
            id=name,
            title=entry.title,
            members=members[name],
            names=tuple(entry.names),
            as_of=entry.as_of,
            about=entry.about,
            sources=tuple(GroupSource(page.title, page.url, page.accessed) for page in entry.sources),
        )
        for name, entry in entries.items()
    }


def _members(
    document: Document, entries: Mapping[str, shape.GroupEntry]
) -> tuple[dict[str, tuple[str, ...]], list[Problem]]:
    """The members' codes, and what is wrong with the members."""
    members: dict[str, tuple[str, ...]] = {}
    problems: list[Problem] = []
    for name, entry in entries.items():
        codes: dict[str, str] = {}
        for index, word in enumerate(entry.members):
            spot = ("groups", name, "members", index)
            code = country_code(word)
            if code is None:
                remedy = suggest(word) or "write a code of ISO 3166-1 or an English name, such as KEN or Kenya"
                message = sentence(f"{word!r} is not the code or the name of one country", remedy)
                problems.append(document.problem(spot, message))
            elif code in codes:
                message = f"{word!r} is {code}, which is a member already ({codes[code]!r}); keep one of the two"
                problems.append(document.problem(spot, message))
            else:
                codes[code] = word
        members[name] = tuple(codes)
    return members, problems


def _clashes(document: Document, entries: Mapping[str, shape.GroupEntry]) -> list[Problem]:
    """Names that mean a country or another group."""
    problems: list[Problem] = []
    owners: dict[str, str] = {}
    for name, entry in entries.items():
        called: list[tuple[str, tuple[Any, ...]]] = [(name, ()), (entry.title, ("title",))]
        called += [(other, ("names", index)) for index, other in enumerate(entry.names)]
        for word, part in called:
            key, message = name_key(word), ""
            if not key:
                message = f"{word!r} has no letter and no digit; give the group another name"
            elif meaning := taken(word, name):
                message = f"{word!r} means {meaning} already; give the group another name"
            elif owners.setdefault(key, name) != name:
                message = f"{word!r} is a name of the group {owners[key]!r} already; give each its own"
            if message:
                problems.append(document.problem(("groups", name, *part), message, key=not part))
    return problems
