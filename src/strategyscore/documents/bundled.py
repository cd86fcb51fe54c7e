"""Where the bundled rubrics and countries are."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from strategyscore.text.offers import offered

ENTRY_POINTS = "strategyscore.rubrics"
_PACKAGE = Path(__file__).resolve().parents[1]


def bundled(kind: str) -> Path:
    """The folder of the bundled ``rubrics`` or ``countries``.

    In a wheel they lie inside the package, in a checkout at its top, where people edit them.
    """
    inside = _PACKAGE / "bundled" / kind
    return shorten(inside if inside.is_dir() else _PACKAGE.parents[1] / kind)


def rubric_files() -> Iterator[Path]:
    """Every rubric that can be asked for by its id: the bundled ones, the examples, those of installed packages.

    A package offers a folder of rubrics by an entry point of the group ``strategyscore.rubrics``, which names the
    module that the folder is.
    """
    folder = bundled("rubrics")
    yield from sorted(folder.glob("*.yaml"))
    yield from sorted(folder.glob("examples/*.yaml"))
    for _, module in offered(ENTRY_POINTS):  # looked for only when it is none of ours, or all are wanted
        for place in module.__path__:
            yield from sorted(Path(place).glob("*.yaml"))


def is_file(path: str | os.PathLike[str]) -> bool:
    """Whether there is such a file; a name that no file could have, such as one of a thousand letters, names none."""
    return os.path.isfile(path)  # noqa: PTH113 (that of pathlib raises)


def is_folder(path: str | os.PathLike[str]) -> bool:
    """Whether there is such a folder; see `is_file`."""
    return os.path.isdir(path)  # noqa: PTH112


def shorten(path: Path) -> Path:
    """The path relative to the working folder where it lies below it, for messages."""
    absolute = Path(os.path.abspath(path))  # noqa: PTH100 (a link keeps its name)
    here = Path.cwd()
    return absolute.relative_to(here) if absolute.is_relative_to(here) else path
