"""The same report byte for byte, wherever and however it is made."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from strategyscore.documents.bundled import bundled

pytestmark = pytest.mark.long


def digests(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def made(out: Path, sources: Path, here: Path, before: tuple[str, ...] = (), **env: str) -> dict[str, str]:
    """A report of a folder of profiles, made from a working folder under an environment."""
    command = [*before, sys.executable, "-m", "strategyscore", "report", "--draws", "400", "--highlight", "RUS"]
    command += ["--full", "--also", "png", "--countries", str(sources), "--out", str(out)]
    stamp = {"SOURCE_DATE_EPOCH": "1767225600"}
    done = subprocess.run(
        command, cwd=here, env={**os.environ, **stamp, **env}, capture_output=True, timeout=180, check=False
    )
    assert done.returncode == 0, done.stderr
    return digests(out)


def test_hash_seed_locale_folder_order_and_cores_change_nothing(tmp_path: Path) -> None:
    sources, other = tmp_path / "profiles", tmp_path / "elsewhere" / "profiles"
    sources.mkdir()
    other.mkdir(parents=True)
    names = ["russia", "kazakhstan", "china", "iran"]
    for name in names:
        shutil.copy(bundled("countries") / f"{name}.yaml", sources)
    for name in reversed(names):
        shutil.copy(bundled("countries") / f"{name}.yaml", other)
    first = made(tmp_path / "a", sources, tmp_path, PYTHONHASHSEED="1")
    assert len(first) > 30
    assert made(tmp_path / "b", sources, tmp_path, PYTHONHASHSEED="424242", LC_ALL="C", TZ="Asia/Kathmandu") == first
    assert made(tmp_path / "c", other, other, LC_ALL="C.UTF-8", OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1") == first
    if sys.platform == "linux" and shutil.which("taskset"):
        assert made(tmp_path / "d", sources, tmp_path, ("taskset", "-c", "0")) == first
