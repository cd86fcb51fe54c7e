"""The command line in surroundings of all kinds: encodings, closed and full streams, homes, settings, clocks."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import strategyscore as ss

pytestmark = [pytest.mark.long, pytest.mark.skipif(sys.platform != "linux", reason="uses /dev and a shell")]

SCORE = ["score", "-c", "RUS,KAZ", "--draws", "50"]


def run(
    *arguments: str | Path, stdin: str | None = None, shell: str = "", **env: str
) -> subprocess.CompletedProcess[bytes]:
    """A command in a process of its own, under a changed environment; with a shell's words behind it."""
    command = [sys.executable, "-m", "strategyscore", *map(str, arguments)]
    surroundings = {name: value for name, value in {**os.environ, **env}.items() if value != "<unset>"}
    if shell:
        line = " ".join([f"'{word}'" for word in command]) + f" {shell}"
        return subprocess.run(["bash", "-c", line], capture_output=True, env=surroundings, timeout=120, check=False)
    return subprocess.run(command, capture_output=True, env=surroundings, timeout=120, check=False)


@pytest.mark.parametrize(
    "env",
    [
        {"PYTHONIOENCODING": "ascii"},
        {"PYTHONIOENCODING": "latin-1"},
        {"PYTHONIOENCODING": "cp1251"},
        {"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"HOME": "/nonexistent", "XDG_CACHE_HOME": "/nonexistent", "MPLCONFIGDIR": "<unset>"},
        {"HOME": "<unset>", "TERM": "dumb", "COLUMNS": "1", "TZ": "Nowhere/None"},
        {"MPLBACKEND": "no such thing"},
        {"PYTHONWARNINGS": "error"},
    ],
    ids=str,
)
def test_commands_end_well_in_surroundings_of_all_kinds(env: dict[str, str], tmp_path: Path) -> None:
    for arguments in (SCORE, ["explain", "RUS", "sovereignty"], ["check"]):
        done = run(*arguments, **env)
        assert done.returncode == 0, done.stderr
        assert b"Traceback" not in done.stderr
    out = tmp_path / "c.svg"
    done = run("chart", "ranking", "-c", "RUS,KAZ", "--draws", "0", "--out", out, **env)
    assert done.returncode == 0, done.stderr
    assert out.stat().st_size


@pytest.mark.parametrize(
    "command", [["explain", "RUS"], ["--help"], ["schema", "rubric"], SCORE, ["list", "countries"]]
)
def test_a_full_disk_behind_the_output_is_one_line(command: list[str]) -> None:
    done = run(*command, shell="> /dev/full")
    assert done.returncode == 1
    assert b"Traceback" not in done.stderr
    assert b"No space left on device" in done.stderr.splitlines()[-1]


@pytest.mark.parametrize("shell", [">&-", "2>&-", "| true", "| head -n 1", "< /dev/null"])
def test_streams_that_are_closed_are_no_trouble(shell: str) -> None:
    done = run("explain", "RUS", shell=shell)
    assert b"Traceback" not in done.stderr
    assert b"Exception" not in done.stderr
    assert b"Broken pipe" not in done.stderr


@pytest.mark.parametrize("device", ["/dev/null", "/dev/stdout", "/dev/fd/1"])
def test_a_device_is_written_into(device: str) -> None:
    before = os.lstat(device).st_mode
    done = run(*SCORE, "--format", "csv", "--out", device, shell="| cat")
    assert done.returncode == 0, done.stderr
    assert (b"country,rank" in done.stdout) == (device != "/dev/null")
    assert os.lstat(device).st_mode == before


def test_a_full_device_as_the_file_is_told_by_name() -> None:
    done = run(*SCORE, "--format", "csv", "--out", "/dev/full")
    assert (done.returncode, done.stderr.splitlines()[-1]) == (1, b"Error: /dev/full: No space left on device")


def test_a_folder_that_cannot_be_written_is_told_by_name(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for out in (tmp_path / "file" / "x.csv", tmp_path / ("x" * 300)):
        done = run(*SCORE, "--out", out)
        assert done.returncode == 1
        assert b"Traceback" not in done.stderr
        assert done.stderr.startswith(b"Error: ")


def test_names_that_are_not_utf8_are_taken(tmp_path: Path) -> None:
    where = tmp_path / "k\udce9"
    where.mkdir()
    text = next(path for path in ss.load_countries("KAZ")).document.path.read_bytes()
    (where / "one\udcff.yaml").write_bytes(text)
    for arguments in (["check", where], ["score", "-c", where, "-f", "json"], ["score", "-c", where]):
        done = run(*arguments)
        assert done.returncode == 0, done.stderr
    (where / "bad.yaml").write_bytes(b"country: [\n")
    done = run("check", where)
    assert done.returncode == 1
    assert b"k?/bad.yaml:" in done.stdout
    (where / "bad.yaml").unlink()
    done = run("report", "-c", f"{where}/one\udcff.yaml", "--draws", "0", "--out", tmp_path / "out")
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("stamp", ["abc", "-5", "9" * 30, "\u0663", " 1", ""])
def test_a_clock_that_cannot_be_read_is_ignored_with_a_word(stamp: str) -> None:
    done = run("score", "-c", "RUS,KAZ", "--draws", "0", "-f", "json", SOURCE_DATE_EPOCH=stamp)
    assert done.returncode == 0
    assert b"SOURCE_DATE_EPOCH is no number of seconds since 1970; it is ignored." in done.stderr
    assert b'"made": "2' in done.stdout


def test_settings_of_the_users_own_matplotlib_are_not_in_force(tmp_path: Path) -> None:
    (tmp_path / "matplotlibrc").write_text(
        "text.usetex: True\nbackend: TkAgg\nfont.family: Comic Sans MS\nsavefig.bbox: tight\nsvg.fonttype: path\n"
        "savefig.transparent: True\naxes.grid: True\nfigure.dpi: 30\n",
        encoding="utf-8",
    )
    made = []
    for env in ({}, {"MATPLOTLIBRC": str(tmp_path)}):
        for suffix in ("svg", "png"):
            out = tmp_path / f"{len(env)}.{suffix}"
            done = run("chart", "ranking", "-c", "RUS,KAZ", "--draws", "0", "--out", out, **env)
            assert done.returncode == 0, done.stderr
            made.append(out.read_bytes())
    assert made[:2] == made[2:]


def test_nothing_asks_for_the_network(tmp_path: Path) -> None:
    """With every socket refused, all commands do what they do."""
    (tmp_path / "sitecustomize.py").write_text(
        "import socket\n"
        "def refuse(*args, **options):\n    raise SystemExit('a socket was opened')\n"
        "socket.socket.connect = socket.socket.connect_ex = socket.socket.bind = refuse\n"
        "socket.getaddrinfo = socket.create_connection = refuse\n",
        encoding="utf-8",
    )
    env = {"PYTHONPATH": str(tmp_path)}
    for arguments in (
        [*SCORE],
        ["report", "-c", "RUS,KAZ", "--draws", "50", "--out", tmp_path / "out"],
        ["check"],
        ["audit", "-c", "RUS,KAZ"],
        ["table", "ranking", "-c", "RUS,KAZ", "--out", tmp_path / "t.html"],
    ):
        done = run(*arguments, **env)
        assert done.returncode == 0, done.stderr
