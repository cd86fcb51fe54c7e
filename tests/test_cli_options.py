"""What the commands that score have in common: intervals, weights, and countries by their names."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest
from typer.testing import Result

import strategyscore as ss
from strategyscore.cli.commands.score import DRAWS
from tests.command_line import profiles, run

HDI = Path(__file__).parent / "published" / "data" / "hdi2022.csv"


def rows_of(result: Result) -> list[dict[str, str]]:
    assert result.exit_code == 0, result.output
    return list(csv.DictReader(io.StringIO(result.stdout)))


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A folder of four profiles, which are read sooner than all that is bundled."""
    return profiles(tmp_path_factory.mktemp("few"), "china", "egypt", "indonesia", "russia")


@pytest.fixture(scope="module")
def scores(few: str) -> ss.Scores:
    return ss.score(ss.load_rubric(), ss.load_countries(few))


def test_a_ranking_in_the_terminal_has_the_interval_of_each_rank(scores: ss.Scores, few: str) -> None:
    shown = run("score", "-c", few)
    assert shown.stdout.startswith(
        "AI strategy and capability: score from 0 to 100, 4 countries, evidence up to June 2026"
    )
    assert f"90 % intervals: {DRAWS:,} draws of weights, ratings and missing answers; seed 0." in shown.stdout
    assert shown.stdout.splitlines()[1].split("  ")[0] == "rank"
    assert "90 % of ranks" in shown.stdout.splitlines()[1]
    ranks = ss.uncertainty(scores, draws=DRAWS).ranks
    for code, low, high in zip(ranks.index, ranks["lower"], ranks["upper"], strict=True):
        line = next(line for line in shown.stdout.splitlines() if f"({code})" in line)
        span = re.split(r"  +", line.strip())[3]
        assert span == (f"{low} to {high}" if low < high else str(low)), line
    assert shown.stderr == ""
    without = run("score", "-c", few, "--draws", "0")
    assert "90 %" not in without.stdout
    assert without.stderr == ""


def test_intervals_that_cannot_be_are_left_out_and_it_is_said_why(tmp_path: Path, few: str) -> None:
    alone = run("score", "-c", f"{few}/russia.yaml")
    assert alone.exit_code == 0
    assert "90 %" not in alone.stdout
    assert alone.stderr.startswith("No intervals are shown: fewer than two countries have a score")
    assert alone.stderr.endswith(".\n")
    best = "rubric: best\ntitle: Best\nversion: '1'\nweights: benefit_of_the_doubt\ncriteria: [{include: regulation}]\n"
    for part in ("regulation", "sovereignty"):
        source = next(iter(ss.load_rubric(part).files)).resolve()
        (tmp_path / source.name).write_text(source.read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "best.yaml").write_text(best.replace("]", ", {include: sovereignty}]"), encoding="utf-8")
    doubt = run("score", "-c", few, "--rubric", str(tmp_path / "best.yaml"))
    assert doubt.exit_code == 0
    assert doubt.stderr.startswith("No intervals are shown: benefit of the doubt")
    named = run(
        "score", "-c", f"{few}/russia.yaml", "--vary", "weights"
    )  # what was named may be at fault, so nothing is left out
    assert named.exit_code == 1


def test_other_formats_have_intervals_where_draws_are_asked_for(scores: ss.Scores, few: str) -> None:
    plain = rows_of(run("score", "-c", few, "-f", "csv"))
    assert list(plain[0])[:4] == ["country", "rank", "score", "lower"]
    drawn = rows_of(run("score", "-c", few, "-f", "csv", "--draws", "400", "--seed", "5"))
    assert list(drawn[0])[:5] == ["country", "rank", "rank_lower", "rank_upper", "score"]
    ranks = ss.uncertainty(scores, draws=400, seed=5).ranks
    assert [int(row["rank_lower"]) for row in drawn] == [ranks.loc[row["country"], "lower"] for row in drawn]
    assert [int(row["rank_upper"]) for row in drawn] == [ranks.loc[row["country"], "upper"] for row in drawn]
    assert [row["score"] for row in drawn] == [row["score"] for row in plain]
    markdown = run("score", "-c", few, "-f", "markdown", "--draws", "400", "--seed", "5").stdout
    assert re.search(r"\| CHN \| 1 \| 1 \| 1 \|", markdown)


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["score", "-f", "csv", "--seed", "1"], "--seed does nothing where there are no intervals; add --draws"),
        (["score", "-f", "csv", "--vary", "weights"], "--vary does nothing where there are no intervals; add --draws"),
        (["score", "--draws", "0", "--seed", "1"], "with --draws 0 takes no --seed; remove it"),
        (["report", "--draws", "0", "--vary", "weights"], "with --draws 0 takes no --vary; remove it"),
        (["sensitivity", "--swap", "USA,CHN", "--draws", "64"], "--swap takes no --draws; remove it"),
        (["sensitivity", "--swap", "USA,CHN", "--vary", "weights"], "--swap takes no --vary; remove it"),
        (["score", "--vary", "wieghts"], "did you mean 'weights'?"),
        (["audit", "--draws", "5"], "No such option"),
        (["list", "rubrics", "--rubric", "hdi"], "No such option"),
        (["score", "-r", "hdi", "-c", str(HDI), "--as-of", "2022"], "a table has no dates"),
        (["score", "-r", "hdi", "-c", f"{HDI},{HDI}"], "one table at a time"),
        (["score", "--weight", "regulaton=2"], "did you mean 'regulation'?"),
        (["score", "--weight", "regulation"], "is no PATH=NUMBER"),
        (["score", "--weight", "regulation=two"], "'two' is not a number"),
        (["score", "--weight", "regulation=-1"], "a weight is 0 or more"),
        (["score", "--weight", "regulation=inf"], "a weight is 0 or more, and finite"),
        (["score", "--weight", "regulation=nan"], "a weight is 0 or more, and finite"),
        (["score", "--weight", "regulation=1,regulation=2"], "names regulation twice"),
        (["score", "-w", "regulation=1", "-w", "regulation=1"], "names regulation twice"),
        (["score", "-r", "hdi", "-w", "health=0,education=0", "-w", "income=0"], "all weights here are zero"),
        (["score", "--weight", "national-ai-strategy=2"], "is the whole rubric"),
    ],
)
def test_wrong_usage_ends_with_2_and_says_what_to_do(options: list[str], says: str) -> None:
    result = run(*options)
    assert (result.exit_code, result.stdout) == (2, "")
    assert says in " ".join(result.stderr.replace("│", " ").split())


def test_weights_are_changed_and_said_to_be(scores: ss.Scores, few: str) -> None:
    weights = {"regulation": 2.0, "sovereignty.models": 0.5, "partnerships": 0.0}
    options = ("-w", "regulation=2, sovereignty.models=0.5", "--weight", "partnerships=0", "-c", few)
    result = run("score", *options, "-f", "csv")
    assert result.stderr == "Weights changed: regulation 2, sovereignty.models 0.5, partnerships 0.\n"
    table = ss.score(scores.rubric.with_weights(weights), scores.countries).table
    assert [row["country"] for row in rows_of(result)] == list(table.index)
    changed = [float(row["score"] or "nan") for row in rows_of(result)]
    assert changed == pytest.approx(list(table["score"]), nan_ok=True)
    assert changed[0] != pytest.approx(scores.table["score"].iloc[0])


@pytest.mark.parametrize(
    "command",
    [
        "explain CHN regulation",
        "compare CHN EGY regulation",
        "uncertainty --draws 50",
        "sensitivity --draws 8",
        "sensitivity --swap CHN,EGY",
        "table comparison CHN,EGY -o gap.csv",
        "chart heatmap -o map.svg",
    ],
)
def test_every_command_that_scores_takes_weights(
    command: str, few: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    def content(*more: str) -> tuple[str, list[bytes], str]:
        result = run(*command.split(), "-c", few, *more)
        assert result.exit_code == 0, result.output
        return result.stdout, [path.read_bytes() for path in tmp_path.iterdir()], result.stderr

    before, after = content(), content("--weight", "regulation.law=9,sovereignty=9")
    assert before[:2] != after[:2]
    assert after[2].endswith("Weights changed: regulation.law 9, sovereignty 9.\n")


def test_countries_go_by_code_and_by_name_in_any_case(few: str) -> None:
    explained = run("explain", "egypt", "regulation", "-c", few).stdout
    assert explained.splitlines()[0].startswith("Egypt")
    assert explained == run("explain", "EG", "regulation", "-c", few).stdout
    assert run("compare", "China", "eg", "-c", few).stdout == run("compare", "CHN", "EGY", "-c", few).stdout
    picked = rows_of(run("score", "-f", "csv", "-c", f"{few},Egypt", "-c", "CN"))
    assert {row["country"] for row in picked} == {"EGY", "CHN"}
    table = rows_of(run("score", "-f", "csv", "-r", "hdi", "-c", f"{HDI},Norway,ken"))
    assert [row["country"] for row in table] == ["NOR", "KEN"]


def test_a_name_picks_from_the_files_and_folders_beside_it(few: str, tmp_path: Path) -> None:
    kenya = tmp_path / "kenya.yaml"
    assert run("new", "country", "Kenya", "--out", str(kenya)).exit_code == 0
    picked = rows_of(run("score", "-f", "csv", "-c", f"{kenya},{few},Indonesia"))
    assert {row["country"] for row in picked} == {"IDN", "KEN"}
    bundled = rows_of(run("score", "-f", "csv", "-c", f"{kenya},kenya,France"))
    assert {row["country"] for row in bundled} == {"FRA", "KEN"}
    missing = run("score", "-c", f"{few},France")
    assert missing.exit_code == 2
    assert "there is no profile of" in missing.stderr


def test_problems_are_all_told_where_countries_go_by_name(tmp_path: Path) -> None:
    (tmp_path / "kenya.yaml").write_text("country: KEN\n", encoding="utf-8")
    (tmp_path / "demo.yaml").write_text("rubric: demo\n", encoding="utf-8")
    result = run("score", "-c", f"{tmp_path},Kenya", "-r", str(tmp_path / "demo.yaml"))
    assert result.exit_code == 1
    for name in ("kenya.yaml", "demo.yaml"):
        assert f"{tmp_path / name}:1:1: " in result.stderr
    assert run("check", "-c", f"{tmp_path},Kenya", "-r", str(tmp_path / "demo.yaml")).exit_code == 1


def test_a_suffix_that_stands_for_no_format_is_refused(tmp_path: Path, few: str) -> None:
    for name in ("scores.doc", "scores.csvv"):
        refused = run("score", "-c", few, "--draws", "0", "--out", str(tmp_path / name))
        assert refused.exit_code == 2
        assert refused.stderr.startswith(
            f"Error: there is no format for {Path(name).suffix}; use one of .txt, .md, .tex, "
        )
        assert not (tmp_path / name).exists()
    assert run("score", "-c", few, "--draws", "0", "--out", str(tmp_path / "scores.txt")).exit_code == 0
