"""What is fuzzed. Each target takes bytes; whatever it raises is a finding.

Documents, tables and settings may be refused with the errors that the library promises, and with no other.
"""

from __future__ import annotations

import contextlib
import functools
import io
import os
import shlex
import tempfile
from collections.abc import Callable
from pathlib import Path

import typer

import strategyscore as ss
from strategyscore.cli.app import app
from strategyscore.documents.check import check_profiles
from strategyscore.documents.load_countries import read_profile
from strategyscore.documents.load_rubric import load_rubric
from strategyscore.documents.tables import read_table
from strategyscore.robustness.vary import read_vary

from . import invariants

_MEMORY = Path("/dev/shm")
_SEEDS = Path(__file__).parent / "seeds"


@functools.cache
def folder() -> Path:
    """A folder of this process, in memory where there is such a place."""
    return Path(tempfile.mkdtemp(prefix="fuzz-", dir=_MEMORY if _MEMORY.is_dir() else None))


@functools.cache
def _demo() -> ss.Rubric:
    (folder() / "demo.yaml").write_bytes((_SEEDS / "rubric" / "demo.yaml").read_bytes())
    return load_rubric(folder() / "demo.yaml")


@functools.cache
def _scored() -> ss.Scores:
    path = folder() / "seed.csv"
    path.write_bytes((_SEEDS / "table" / "plain.csv").read_bytes())
    return ss.score(_demo(), read_table(path, _demo()))


def rubric(data: bytes) -> None:
    """A rubric file, beside one that it may include."""
    _demo()
    path = folder() / "r.yaml"
    path.write_bytes(data)
    try:
        read = load_rubric(path)
    except ss.DocumentError as error:
        _told(error)
        return
    invariants.of_rubric(read)


def profile(data: bytes) -> None:
    """A country profile."""
    path = folder() / "p.yaml"
    path.write_bytes(data)
    read, problems = read_profile(path)
    for problem in problems:
        str(problem)
    if problems or read is None:
        return
    if problems := check_profiles([read], _demo()):
        for problem in problems:
            str(problem)
        return
    invariants.of_scores(ss.score(_demo(), ss.load_countries(path)))


def table(data: bytes) -> None:
    """A table as CSV; what begins as a zip archive is taken for Excel, and as PAR1 for Parquet."""
    suffix = "xlsx" if data[:2] == b"PK" else "parquet" if data[:4] == b"PAR1" else "csv"
    path = folder() / f"t.{suffix}"
    path.write_bytes(data)
    try:
        scores = ss.score(_demo(), read_table(path, _demo()))
    except ss.DocumentError as error:
        _told(error)
        return
    except ss.ScoringError:
        return
    if len(scores.countries) <= 20:
        invariants.of_scores(scores)


def vary(data: bytes) -> None:
    """What an uncertainty analysis varies."""
    path = folder() / "v.yaml"
    path.write_bytes(data)
    try:
        settings = read_vary(path)
        ss.uncertainty(_scored(), draws=8, vary=settings)
    except ss.DocumentError as error:
        _told(error)
    except (ss.ScoringError, ss.UnknownName):
        return


@functools.cache
def _command() -> object:
    return typer.main.get_command(app)


def command(data: bytes) -> None:
    """A command line, in a folder with a rubric and a table."""
    _scored()
    text = data.decode("utf-8", "surrogateescape").replace("\0", "")
    try:
        words = shlex.split(text)[:12]
    except ValueError:
        return
    if not words or words[0] in ("report", "sensitivity") or any("open" in word for word in words):
        return
    before = Path.cwd()
    code: object = None
    os.chdir(folder())
    out, err = io.TextIOWrapper(io.BytesIO(), "utf-8", "replace"), io.TextIOWrapper(io.BytesIO(), "utf-8", "replace")
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            _command()(args=words, prog_name="strategyscore")  # type: ignore[operator]
    except SystemExit as end:
        code = end.code
    finally:
        os.chdir(before)
    assert code in (0, 1, 2, None), code


def _told(error: ss.DocumentError) -> None:
    assert error.problems
    assert all(problem.line >= 1 and problem.column >= 1 and problem.message for problem in error.problems)
    assert len(str(error).splitlines()) <= 101


TARGETS: dict[str, Callable[[bytes], None]] = {
    "rubric": rubric,
    "profile": profile,
    "table": table,
    "vary": vary,
    "command": command,
}
