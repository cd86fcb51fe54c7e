"""Rubrics and profiles as they were in a revision of a git repository."""

from __future__ import annotations

import io
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_SECONDS = 60  # until git has answered


@contextmanager
def at_revision(folder: Path, revision: str) -> Iterator[Path]:
    """The YAML files of a folder as they were in a revision, in a folder that is gone afterwards.

    Parameters
    ----------
    folder : Path
        Of the working tree of a git repository.
    revision : str
        Whatever git takes for a commit: a tag, a branch, ``HEAD~3``.

    Raises
    ------
    ValueError
        If there is no git, the folder lies in no repository, or there is no such revision with that folder.
    """
    if not revision or revision.startswith("-"):
        raise ValueError(f"{revision!r} names no revision; write git:REV with a tag, a branch or a commit")
    # from the top, since git looks for the working folder in what it archives
    top, below = _git(folder, revision, "rev-parse", "--show-toplevel", "--show-prefix").decode().splitlines()
    archived = _git(Path(top), revision, "archive", "--format=tar", f"{revision}:{below}")
    with tempfile.TemporaryDirectory() as out:
        with tarfile.open(fileobj=io.BytesIO(archived)) as archive:
            for member in archive.getmembers():
                name = Path(member.name)
                if member.isfile() and name.suffix in (".yaml", ".yml") and not name.is_absolute():
                    archive.extract(member, out, filter="data")
        yield Path(out)


def _git(folder: Path, revision: str, *words: str) -> bytes:
    """What git prints for a command in a folder."""
    try:
        answer = subprocess.run(["git", "-C", str(folder), *words], capture_output=True, timeout=_SECONDS, check=False)
    except FileNotFoundError:
        raise ValueError(f"git:{revision} needs git, which is not installed; name a folder instead") from None
    except subprocess.TimeoutExpired:
        raise ValueError(f"git did not answer within {_SECONDS} seconds; name a folder instead") from None
    if answer.returncode:
        said = answer.stderr.decode(errors="replace").strip().splitlines() or ["no reason given"]
        raise ValueError(f"git cannot show {revision!r} ({said[-1]}); name another revision, or a folder")
    return answer.stdout
