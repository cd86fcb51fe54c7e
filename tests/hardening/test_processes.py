"""The command line as a process: how it ends when it is stopped, and that nothing of it stays."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

import strategyscore as ss
from strategyscore.report.workers import Crew

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")

COMMAND = [sys.executable, "-m", "strategyscore"]
SMALL = ["-c", "RUS,KAZ,CHN", "--draws", "300"]


def running(mark: str) -> list[int]:
    """The processes whose environment holds a mark."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            try:
                if mark.encode() in (entry / "environ").read_bytes() and (entry / "stat").read_text().split()[2] != "Z":
                    found.append(int(entry.name))
            except OSError:
                continue
    return found


def wait_for(what: Callable[[], bool], seconds: float = 30) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if what():
            return True
        time.sleep(0.05)
    return False


def begun(tmp_path: Path, *arguments: str) -> tuple[subprocess.Popen[str], str]:
    """A report that has begun to draw, and the mark of its processes."""
    mark = f"MARK={tmp_path}"
    process = subprocess.Popen(
        [*COMMAND, "report", "--full", *SMALL, "--out", str(tmp_path / "out"), *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "MARK": str(tmp_path)},
        start_new_session=True,
    )
    # the first process, the one that tracks what is shared, and a worker
    assert wait_for(lambda: len(running(mark)) >= 3 or process.poll() is not None)
    return process, mark


needs_workers = pytest.mark.skipif((os.cpu_count() or 1) < 2, reason="one core draws without workers")


@needs_workers
@pytest.mark.long
@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP", "SIGKILL", "SIGINT"])
def test_no_worker_outlives_a_report_that_is_ended(tmp_path: Path, name: str) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "provenance.json").write_text("old", encoding="utf-8")
    process, mark = begun(tmp_path)
    time.sleep(0.8)
    if name == "SIGINT":  # as the terminal sends it: to all of them
        os.killpg(process.pid, signal.SIGINT)
    else:
        process.send_signal(getattr(signal, name))
    out, err = process.communicate(timeout=60)
    assert wait_for(lambda: not running(mark))
    expected = {"SIGTERM": 143, "SIGHUP": 129, "SIGKILL": -9, "SIGINT": 130}[name]
    assert process.returncode == expected, err
    assert "Traceback" not in err
    assert out == ""
    if name != "SIGKILL":
        assert len(err.splitlines()) <= 1
        assert not list((tmp_path / "out").rglob(".*"))
    assert (tmp_path / "out" / "provenance.json").read_text(encoding="utf-8") == "old"


def test_ctrl_c_while_a_module_is_read_ends_with_130(tmp_path: Path) -> None:
    """Python marks an interrupt within `exec` of a text, as dataclasses do, and `python -m` ends by the signal then."""
    script = """
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's job in the background would ignore it
import strategyscore.cli.app, strategyscore.cli.start
interrupted = "import os, signal, time; os.kill(os.getpid(), signal.SIGINT); time.sleep(9)"
strategyscore.cli.app.app = lambda **_: exec(interrupted)
strategyscore.cli.start.main()
"""
    (tmp_path / "interrupted.py").write_text(script, encoding="utf-8")
    command = [sys.executable, "-m", "interrupted"]
    process = subprocess.run(command, capture_output=True, text=True, timeout=60, cwd=tmp_path)
    assert (process.returncode, process.stdout, process.stderr) == (130, "", "Stopped.\n")


@needs_workers
@pytest.mark.long
def test_a_chart_whose_worker_is_killed_is_drawn_all_the_same(tmp_path: Path) -> None:
    process, mark = begun(tmp_path)
    time.sleep(1.0)
    for pid in running(mark):
        command = Path(f"/proc/{pid}/cmdline").read_bytes()
        if pid != process.pid and b"spawn_main" in command:
            os.kill(pid, signal.SIGKILL)
    out, err = process.communicate(timeout=120)
    assert process.returncode == 0, err
    assert "Traceback" not in err
    assert out.strip().endswith("index.html")
    assert len(list((tmp_path / "out" / "charts").glob("*.svg"))) >= 12


@pytest.mark.long
def test_two_reports_into_one_folder_leave_one_whole_report(tmp_path: Path) -> None:
    options = ["report", "-c", "RUS,KAZ", "--draws", "0", "--out", str(tmp_path / "out")]
    several = [
        subprocess.Popen(
            [*COMMAND, *options],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**os.environ, "SOURCE_DATE_EPOCH": str(1_700_000_000 + n)},
        )
        for n in range(2)
    ]
    assert [process.wait(timeout=120) for process in several] == [0, 0]
    stamps = {"2023-11-14T22:13:20", "2023-11-14T22:13:21"}
    manifest = (tmp_path / "out" / "provenance.json").read_text(encoding="utf-8")
    page = (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    (written,) = [stamp for stamp in stamps if stamp in manifest]
    assert written in page
    assert not [stamp for stamp in stamps - {written} if stamp in page]
    assert not list((tmp_path / "out").rglob(".*"))


def first(scores: ss.Scores, job: str) -> str:
    return f"{job} {scores.table.index[0]}"


def faulty(scores: ss.Scores, job: str) -> str:
    if os.environ.get("IN_TEST") != str(os.getpid()):
        raise RuntimeError("a worker knows less")
    return job


@pytest.mark.long
def test_workers_do_jobs_and_what_they_cannot_do_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IN_TEST", str(os.getpid()))
    scores = ss.score(ss.load_rubric(), ss.load_countries(["RUS", "KAZ"]))
    jobs = [f"job {n}" for n in range(12)]
    for workers in (1, 3):
        with Crew(workers) as crew:
            assert dict(crew.share_out(first, jobs, scores)) == {job: f"{job} KAZ" for job in jobs}
        with Crew(workers) as crew:
            assert dict(crew.share_out(faulty, jobs, scores)) == dict(zip(jobs, jobs, strict=True))


@pytest.mark.long
def test_a_script_without_a_guard_draws_with_workers_and_runs_once(tmp_path: Path) -> None:
    script = tmp_path / "mine.py"
    script.write_text(
        "import strategyscore as ss\nprint('begun')\n"
        "scores = ss.score(ss.load_rubric(), ss.load_countries(['RUS', 'KAZ']))\n"
        f"out = {str(tmp_path / 'out')!r}\n"
        "ss.report.write_report(scores, out, draws=0, charts=['heatmap', 'ranking'], workers=2)\n",
        encoding="utf-8",
    )
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, timeout=120, check=True)
    assert done.stdout == "begun\n"
    assert done.stderr == ""
