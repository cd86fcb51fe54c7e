"""What a word on the command line stands for as another version, and what `strategyscore changes` says of it."""

from __future__ import annotations

import csv
import io
import subprocess
from pathlib import Path

import pytest

import strategyscore as ss
from strategyscore.documents.report_folder import is_report, read_report
from tests.command_line import profiles, run


def rows(*words: str) -> dict[str, dict[str, str]]:
    """The table that the command leaves, by country."""
    result = run("changes", *words, "-f", "csv")
    assert result.exit_code == 0, result.output
    return {row["country"]: row for row in csv.DictReader(io.StringIO(result.stdout))}


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> str:
    return profiles(tmp_path_factory.mktemp("few"), "china", "kazakhstan", "russia")


def test_a_date_a_rubric_and_weights_are_versions(few: str) -> None:
    moved = rows("2025-02", "-c", few)
    assert set(moved) == {"KAZ", "CHN", "RUS"}
    sizes = [abs(float(row["change"])) for row in moved.values()]
    assert sizes == sorted(sizes, reverse=True)
    assert float(moved["CHN"]["facts"]) > 0
    assert float(moved["CHN"]["rubric"]) == float(moved["RUS"]["change"]) == 0
    weighed = rows("national-ai-strategy", "-c", few, "--weight", "regulation=3")
    assert {row["facts"] for row in weighed.values()} == {row["answers"] for row in weighed.values()} == {"0.0"}
    assert any(float(row["rubric"]) for row in weighed.values())
    shown = run("changes", "2025-02", "-c", few)
    assert shown.stdout.startswith("Countries scored on both sides: 3.")
    told = run("changes", "2025-02", "2026-01", "-c", few, "--country", "china")
    assert "On the" in told.stdout
    assert "https://" in told.stdout


def test_a_report_is_a_version_that_gives_its_scores_back(few: str, tmp_path: Path) -> None:
    rubric = ss.load_rubric()
    countries = ss.load_countries(few).replace("CHN", "sovereignty.strategy", level=0)
    scores = ss.score(rubric.with_weights({"regulation": 2}), countries)
    ss.write_report(scores, tmp_path / "out", charts=[], draws=0)
    assert is_report(tmp_path / "out")
    own, back = read_report(tmp_path / "out", rubric)
    again = ss.score(own, back)
    assert again.table["score"].tolist() == scores.table["score"].tolist()
    assert back["CHN"].sources == {
        key: source for key, source in countries["CHN"].sources.items() if key in back["CHN"].sources
    }
    moved = rows(str(tmp_path / "out"), "-c", few)
    assert float(moved["CHN"]["facts"]) > 0
    assert float(moved["RUS"]["facts"]) == 0
    assert float(moved["CHN"]["rubric"]) != 0
    (tmp_path / "out" / "evidence.csv").write_text("country,node\n", encoding="utf-8")
    broken = run("changes", str(tmp_path / "out"), "-c", few)
    assert broken.exit_code == 1
    assert "evidence.csv:1:1: there is no column accessed, ans" in broken.stderr


def test_a_folder_and_a_revision_are_versions(few: str, tmp_path: Path) -> None:
    """Three commits of profiles and rubrics; each side is read as it was, and the folder of now is left alone."""
    repository = tmp_path / "repository"
    (repository / "countries").mkdir(parents=True)
    for file in Path(few).iterdir():
        (repository / "countries" / file.name).write_bytes(file.read_bytes())
    git = ["git", "-C", str(repository), "-c", "user.name=a", "-c", "user.email=a@example.org"]
    subprocess.run([*git, "init", "-q"], check=True)
    subprocess.run([*git, "add", "."], check=True)
    subprocess.run([*git, "commit", "-qm", "first"], check=True)
    russia = repository / "countries" / "russia.yaml"
    text = russia.read_text(encoding="utf-8")
    assert text.count("    level: 0\n") == 1
    russia.write_text(text.replace("    level: 0\n", "    level: 1\n"), encoding="utf-8")
    rubric = ["--rubric", str(repository / "one.yaml")]
    lines = "rubric: one\ncriteria: [{include: regulation}, {include: sovereignty, weight: %s}]\n"
    for part in ("regulation", "sovereignty"):
        file = next(iter(ss.load_rubric(part).files)).resolve()
        (repository / f"{part}.yaml").write_bytes(file.read_bytes())
    (repository / "one.yaml").write_text(lines % 1, encoding="utf-8")
    subprocess.run([*git, "add", "."], check=True)
    subprocess.run([*git, "commit", "-qm", "second"], check=True)
    (repository / "one.yaml").write_text(lines % 3, encoding="utf-8")

    moved = rows("git:HEAD", "-c", str(repository / "countries"), *rubric)
    assert {row["facts"] for row in moved.values()} == {"0.0"}
    assert any(float(row["rubric"]) for row in moved.values())
    folder = rows(few, "-c", str(repository / "countries"), *rubric)
    assert float(folder["RUS"]["facts"]) > 0
    assert {row["rubric"] for row in folder.values()} == {"0.0"}

    gone = run("changes", "git:HEAD~7", "-c", str(repository / "countries"), *rubric)
    assert gone.exit_code == 2
    assert "git cannot show 'HEAD~7'" in gone.stderr
    assert run("changes", "git:--output=x", "-c", str(repository / "countries"), *rubric).exit_code == 2
    assert "    level: 0\n" not in russia.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["2025", "2025"], "both versions are '2025'"),
        (["sovreignty"], "a version is a date, a rubric, a folder"),
        (["RUS=narrow"], "there is no variant 'narrow' of RUS"),
        (["2025-02", "--country", "KEN"], "there is no profile of 'KEN'"),
    ],
)
def test_what_is_no_version_is_told(words: list[str], message: str, few: str) -> None:
    result = run("changes", *words, "-c", few)
    assert result.exit_code == 2
    assert message in result.stderr
