"""Files that appear whole or not at all, and tables as text that is safe to open."""

from __future__ import annotations

import errno
import json
import os
import secrets
import stat
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from strategyscore.text.markup import defused

if TYPE_CHECKING:
    import pandas as pd


_DRAFT = ".strategyscore-draft"
_OLD = 24 * 3600  # seconds, after which a draft is what a killed process left


def write_whole(files: Mapping[Path, bytes], *, last: Path | None = None) -> None:
    """Write files so that a reader never meets half of one.

    All are written under other names first, and take their own only when every one of them is on the disk. If one
    cannot be written, none is changed. A device or a pipe is written into, as it has no other name to take.

    Parameters
    ----------
    files : mapping of Path to bytes
    last : Path, optional
        The file that says what the others are. It goes before any of them changes and comes back when all have: where
        it is missing, a process was killed in between. Two processes that write the same take turns.

    Raises
    ------
    OSError
        If a folder or file cannot be written; it names the file.
    """
    written: list[tuple[Path, Path]] = []
    streams = {path: content for path, content in files.items() if _is_stream(path)}
    try:
        for path, content in files.items():
            if path not in streams:
                written.append((_draft(path, content), path))
        with _turn(last.parent if last else None):
            if last is not None and last in files:
                last.unlink(missing_ok=True)
            for draft, path in sorted(written, key=lambda pair: pair[1] == last):
                draft.replace(path)
    finally:
        for draft, _ in written:
            draft.unlink(missing_ok=True)
    for path, content in streams.items():
        with _named(path), path.open("wb") as stream:
            stream.write(content)
    for folder in {path.parent for path in files if path not in streams}:
        _sweep(folder)


def _draft(path: Path, content: bytes) -> Path:
    """The content beside the place where it will stand."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, "a folder stands where a file should go", str(path))
    draft = path.with_name(f".{secrets.token_hex(8)}{_DRAFT}")
    with _named(path):
        try:
            with draft.open("xb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
        except BaseException:
            draft.unlink(missing_ok=True)
            raise
    return draft


def _is_stream(path: Path) -> bool:
    """Whether it is a device or a pipe, or a name for one that the process has open, such as /dev/stdout."""
    if path.absolute().parts[1:2] in (("dev",), ("proc",)) and path.exists():
        return True
    try:
        kind = path.stat().st_mode
    except (OSError, ValueError):
        return False
    return not stat.S_ISREG(kind) and not stat.S_ISDIR(kind)


@contextmanager
def _named(path: Path) -> Iterator[None]:
    """Errors that name the file: a full disk names none by itself."""
    try:
        yield
    except OSError as error:
        error.filename = str(path)
        raise


@contextmanager
def _turn(folder: Path | None) -> Iterator[None]:
    """Hold a folder, for as long as this process lives, against another that would write the same files."""
    if folder is None or os.name != "posix":  # elsewhere a file that is open cannot be replaced
        yield
        return
    import fcntl

    handle = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):  # a file system without locks
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _sweep(folder: Path) -> None:
    """Remove the drafts that a killed process left."""
    with suppress(OSError):
        for draft in folder.glob(f".*{_DRAFT}"):
            if time.time() - draft.lstat().st_mtime > _OLD:
                draft.unlink(missing_ok=True)


def to_csv(table: pd.DataFrame) -> str:
    """A table as CSV in which no text can act as a formula when a spreadsheet opens it."""
    named = table.index.name is not None
    flat = table.reset_index() if named else table
    texts = flat.select_dtypes(include=["object", "string"]).columns
    safe = flat.assign(**{column: flat[column].map(defused) for column in texts})
    return safe.to_csv(index=False, lineterminator="\n")


def to_json(table: pd.DataFrame, provenance: Mapping[str, Any]) -> str:
    """A table as JSON: how it was made, then one record a row."""
    flat = table.reset_index() if table.index.name is not None else table
    rows = json.loads(flat.to_json(orient="records", double_precision=15))
    return json.dumps({"provenance": provenance, "rows": rows}, ensure_ascii=False, indent=2) + "\n"
