"""A file appears whole or not at all, a report is one thing, and devices stay devices."""

from __future__ import annotations

import errno
import os
import stat
import threading
from pathlib import Path
from typing import Any

import pytest

from strategyscore.output import files
from strategyscore.output.files import write_whole


def report(folder: Path, text: bytes) -> dict[Path, bytes]:
    return {folder / "manifest": text, **{folder / f"part{n}": text for n in range(5)}, folder / "sub" / "x": text}


@pytest.mark.parametrize("after", range(7))
def test_a_report_that_is_cut_short_has_no_manifest(
    tmp_path: Path, after: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_whole(report(tmp_path, b"old"), last=tmp_path / "manifest")
    replace, left = Path.replace, [after]

    def dies(self: Path, target: Any) -> Path:
        if not left[0]:
            raise KeyboardInterrupt
        left[0] -= 1
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", dies)
    with pytest.raises(KeyboardInterrupt):
        write_whole(report(tmp_path, b"new"), last=tmp_path / "manifest")
    assert not (tmp_path / "manifest").exists()
    assert not list(tmp_path.rglob(".*"))
    monkeypatch.undo()
    write_whole(report(tmp_path, b"new"), last=tmp_path / "manifest")
    assert {path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == {b"new"}


def test_drafts_that_a_killed_process_left_are_swept_after_a_day(tmp_path: Path) -> None:
    old, young, other = (tmp_path / f".{name}.strategyscore-draft" for name in ("old", "young", "x"))
    other = tmp_path / ".mine"
    for path in (old, young, other):
        path.touch()
    for path in (old, other):
        os.utime(path, (0, 0))
    write_whole({tmp_path / "a": b"a"})
    assert sorted(path.name for path in tmp_path.iterdir()) == [".mine", ".young.strategyscore-draft", "a"]


def test_two_writers_into_one_folder_take_turns(tmp_path: Path) -> None:
    """Whoever comes last has written all of it."""

    def write(text: bytes) -> None:
        for _ in range(20):
            write_whole(report(tmp_path, text), last=tmp_path / "manifest")

    writers = [threading.Thread(target=write, args=(text,)) for text in (b"one", b"two")]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert len({path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}) == 1
    assert not list(tmp_path.rglob(".*"))


def test_a_pipe_is_written_into_and_stays_a_pipe(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(path.read_bytes()))
    reader.start()
    write_whole({path: b"text"})
    reader.join()
    assert read == [b"text"]
    assert stat.S_ISFIFO(path.stat().st_mode)


def test_the_null_device_stays_a_device() -> None:
    write_whole({Path("/dev/null"): b"text"})
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)


def test_a_full_disk_is_told_with_the_name_of_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    (tmp_path / "a").write_bytes(b"old")
    monkeypatch.setattr(files.os, "fsync", full)
    with pytest.raises(OSError, match="No space left on device") as caught:
        write_whole({tmp_path / "a": b"new"})
    assert caught.value.filename == str(tmp_path / "a")
    assert [path.name for path in tmp_path.iterdir()] == ["a"]
    assert (tmp_path / "a").read_bytes() == b"old"
