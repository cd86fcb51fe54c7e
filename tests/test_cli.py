"""The command line as a user meets it."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from typer.testing import CliRunner, Result

import strategyscore as ss
from strategyscore.charts.catalogue import CATALOGUE
from strategyscore.cli.app import app
from strategyscore.cli.console import ChartName
from strategyscore.output.formats import Format, encode


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


def test_check_is_silent_on_what_is_bundled() -> None:
    result = run("check")
    assert (result.exit_code, result.output) == (0, "")


def test_score_as_a_table_csv_and_json(tmp_path: Path) -> None:
    shown = run("score", "--countries", "RUS,CHN")
    assert shown.exit_code == 0
    assert "Russia (RUS)" in shown.stdout
    rows = list(csv.DictReader(io.StringIO(run("score", "-c", "RUS", "-c", "CHN", "--format", "csv").stdout)))
    assert [row["country"] for row in rows] == ["CHN", "RUS"]
    content = json.loads(run("score", "-c", "RUS,CHN", "-f", "json").stdout)
    assert [row["country"] for row in content["rows"]] == ["CHN", "RUS"]
    assert content["rows"][0]["score"] == pytest.approx(float(rows[0]["score"]), rel=1e-12)
    assert content["provenance"]["countries"]["RUS"]["sha256"]
    out = tmp_path / "new" / "scores.csv"
    written = run("score", "-c", "RUS,CHN", "--out", str(out))
    assert (written.exit_code, written.stdout) == (0, "")
    assert list(csv.DictReader(out.open(encoding="utf-8"))) == rows


def test_score_in_every_other_format(tmp_path: Path) -> None:
    markdown = run("score", "-c", "CHN,USA,KAZ,RUS", "-f", "markdown").stdout.splitlines()
    assert markdown[0].startswith("| country | rank | score |")
    assert "| RUS | 4 | 29.7 | 19.5 | 48.4 | 71 % |" in markdown[5]
    latex = run("score", "-c", "CHN,USA,KAZ,RUS", "-f", "latex").stdout
    assert r"RUS & 4 & 29.7 & 19.5 & 48.4 & 71 \% & 37.5" in latex
    assert run("score", "-c", "CHN,USA,KAZ,RUS", "-o", str(tmp_path / "s.md")).exit_code == 0
    assert (tmp_path / "s.md").read_text(encoding="utf-8").splitlines() == markdown
    table = ss.score(ss.load_rubric(), ss.load_countries()).table
    for name in ("s.parquet", "s.xlsx"):
        assert run("score", "-o", str(tmp_path / name)).exit_code == 0
    pd.testing.assert_frame_equal(pd.read_parquet(tmp_path / "s.parquet"), table, check_dtype=False)
    sheets = pd.read_excel(tmp_path / "s.xlsx", sheet_name=None)
    assert list(sheets) == ["table", "every node", "evidence", "how it was made"]
    assert sheets["table"]["score"].to_numpy() == pytest.approx(table["score"].to_numpy(), abs=1e-9)
    assert "to a file" in run("score", "-f", "xlsx").output or "--out" in run("score", "-f", "xlsx").output
    assert run("score", "-f", "xlsx").exit_code == 2


def test_no_format_lets_text_act(tmp_path: Path) -> None:
    table = pd.DataFrame({"text": ["=1+1", "a|b<script>", r"50% of $x_1$ \ {a}"], "n": [1.0, -2.5, float("nan")]})
    markdown = encode(table, Format.MARKDOWN, dict).decode()
    assert r"a\|b&lt;script>" in markdown
    assert "| \N{MINUS SIGN}2.5 |" in markdown
    latex = encode(table, Format.LATEX, dict).decode()
    assert r"50\% of \$x\_1\$ \textbackslash{} \{a\} & -- \\" in latex
    (tmp_path / "t.xlsx").write_bytes(encode(table, Format.XLSX, dict))
    cell = openpyxl.load_workbook(tmp_path / "t.xlsx")["table"]["A2"]
    assert (cell.data_type, cell.value) == ("s", "'=1+1")


def test_a_missing_package_is_named_with_its_remedy(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    result = run("score", "-o", str(tmp_path / "s.xlsx"))
    assert result.exit_code == 1
    assert "pip install 'strategyscore[excel]'" in result.output
    assert not (tmp_path / "s.xlsx").exists()


def test_explain_shows_level_text_evidence_and_contribution_of_every_criterion() -> None:
    text = " ".join(run("explain", "RUS", "sovereignty").stdout.split())
    for path in ("strategy", "models", "hardware", "data", "talent", "exposure"):
        assert f"[sovereignty.{path}]" in text
    assert "level 3 of 0 to 4 · adds 18.8 · since 2024-02 · high confidence" in text
    assert "“Adopted with a horizon, an owner and priority sectors”" in text
    assert "Because: The strategy has a horizon (2030)" in text
    assert "Evidence: President Putin amended the national AI strategy to 2030" in text
    assert "Section: Russia's AI Development Framework" in text
    assert text.count("missing · adds nothing") == 2


def test_compare_adds_up() -> None:
    lines = run("compare", "RUS", "CHN", "sovereignty").stdout.splitlines()
    gaps = [float(line.split()[0].replace("\N{MINUS SIGN}", "-")) for line in lines[3:]]
    assert sum(gaps[:-1]) == pytest.approx(gaps[-1], abs=0.05 * len(gaps))


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["explain", "RUZ"], "did you mean 'RUS'?"),
        (["explain", "RUS", "soverignty"], "did you mean 'sovereignty'?"),
        (["score", "--countries", "ZWE"], "there is no profile of 'ZWE'"),
        (["score", "--rubric", "regulations"], "did you mean 'regulation'?"),
        (["score", "--as-of", "yesterday"], "is not a date"),
        (["score", "--format", "pdf"], "'pdf'"),
        (["report", "--highlight", "KEN"], "there is no profile of 'KEN'"),
        (["scroe"], "No such command"),
    ],
)
def test_wrong_usage_ends_with_2(
    arguments: list[str], says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = run(*arguments)
    assert result.exit_code == 2
    assert says in " ".join(result.output.split())
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", ["check", "score", "report", "explain", "compare"])
def test_each_help_shows_examples(command: str) -> None:
    result = run(command, "--help")
    assert result.exit_code == 0
    assert f"strategyscore {command}" in result.stdout


def test_files_that_are_not_there_end_with_1(tmp_path: Path) -> None:
    for option in (["--countries", str(tmp_path / "no")], ["--rubric", str(tmp_path / "no.yaml")]):
        result = run("score", *option)
        assert result.exit_code == 1
        assert ":1:1: there is no such file" in result.output


def test_a_folder_that_cannot_be_written_is_no_traceback(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file", encoding="utf-8")
    result = run("report", "--out", str(tmp_path / "out"))
    assert result.exit_code == 1
    assert isinstance(result.exception, SystemExit)
    assert (tmp_path / "out").read_text(encoding="utf-8") == "a file"


def test_the_console_script_runs_and_keeps_data_off_stderr() -> None:
    script = Path(sys.executable).with_name("strategyscore")
    done = subprocess.run([script, "score", "-f", "csv"], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("country,rank,score,lower,upper,coverage,sovereignty")
    assert done.stderr == ""


HEAVY = ("matplotlib", "pandas", "pandera", "pydantic", "numpy", "yaml", "jinja2", "rich", "typer", "pycountry")


def test_importing_the_package_imports_nothing_heavy() -> None:
    code = f"import strategyscore, sys; print([name for name in {HEAVY!r} if name in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_scoring_imports_no_charts() -> None:
    code = (
        "import sys; sys.modules['dask'] = None;"  # where it is installed, pandera loads it, and it loads the rest
        "import strategyscore as ss; ss.score(ss.load_rubric(), ss.load_countries()).table;"
        "print([name for name in ('matplotlib', 'jinja2', 'typer') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_uncertainty_as_a_table_csv_and_json() -> None:
    shown = run("uncertainty", "--draws", "500")
    assert shown.exit_code == 0
    assert "Russia (RUS)" in shown.stdout
    rows = list(csv.DictReader(io.StringIO(run("uncertainty", "--draws", "500", "-f", "csv").stdout)))
    table = ss.score(ss.load_rubric(), ss.load_countries()).table
    assert [row["country"] for row in rows] == list(table.index)
    assert float(rows[-1]["q05"]) < float(rows[-1]["q95"])
    made = json.loads(run("uncertainty", "--draws", "500", "--seed", "4", "-f", "json").stdout)["provenance"]
    assert made["uncertainty"]["draws"] == 500
    assert made["uncertainty"]["seed"] == 4
    assert made["uncertainty"]["vary"]["weights"]["concentration"] == 50


def test_what_varies_is_named_or_read_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "vary.yaml"
    path.write_text("weights: {method: simplex}\nmethods:\n  aggregate: [arithmetic, geometric]\n", encoding="utf-8")
    named = run("uncertainty", "--draws", "300", "--vary", "weights, missing", "-f", "json")
    assert list(json.loads(named.stdout)["provenance"]["uncertainty"]["vary"]) == ["weights", "missing"]
    read = json.loads(run("uncertainty", "--draws", "300", "--vary", str(path), "-f", "json").stdout)
    assert read["provenance"]["uncertainty"]["vary"]["weights"]["method"] == "simplex"
    path.write_text("weights: {methd: simplex}\nmethods:\n  aggregate: [geometrc]\n", encoding="utf-8")
    wrong = run("uncertainty", "--vary", str(path))
    assert wrong.exit_code == 1
    assert f"{path}:1:11: unknown key 'methd'; did you mean 'method'?" in wrong.output
    assert f"{path}:3:15: 'geometrc' is not known here; did you mean 'geometric'?" in wrong.output
    path.write_text("{}\n", encoding="utf-8")
    assert f"{path}:1:1: nothing varies" in run("uncertainty", "--vary", str(path)).output
    mistyped = run("uncertainty", "--vary", "wieghts")
    assert mistyped.exit_code == 2
    assert "weights" in mistyped.output


def test_sensitivity_and_the_weight_that_swaps_two_countries() -> None:
    shown = run("sensitivity", "--draws", "64")
    assert shown.exit_code == 0
    assert "mean shift of ranks" in shown.stdout
    rows = list(csv.DictReader(io.StringIO(run("sensitivity", "--draws", "64", "-f", "csv").stdout)))
    assert {row["source"] for row in rows} == {"weights", "ratings", "missing"}
    swap = list(csv.DictReader(io.StringIO(run("sensitivity", "--swap", "USA,CHN", "-f", "csv").stdout)))
    assert [float(row["change"]) for row in swap] == sorted(float(row["change"]) for row in swap)
    assert float(swap[0]["needed"]) == pytest.approx(float(swap[0]["given"]) + float(swap[0]["change"]))
    assert "No change of one weight alone" in run("sensitivity", "--swap", "RUS,CHN").stdout
    assert run("sensitivity", "--swap", "RUS").exit_code == 2
    assert run("sensitivity", "--swap", "RUS,CHM").exit_code == 2
    unranked = run("sensitivity", "--swap", "KAZ,CHN", "--as-of", "2025-02", "--vary", "weights")
    assert unranked.exit_code == 1
    assert "KAZ has no rank" in unranked.output


def test_a_report_without_robustness_or_with_other_draws(tmp_path: Path) -> None:
    assert run("report", "-c", "RUS,KAZ", "--out", str(tmp_path / "plain"), "--draws", "0").exit_code == 0
    assert not (tmp_path / "plain" / "robustness").exists()
    assert run("report", "--out", str(tmp_path / "one"), "--countries", "RUS").exit_code == 0
    page = (tmp_path / "one" / "index.html").read_text(encoding="utf-8")
    assert "fewer than two countries" in page
    assert (
        run("report", "-c", "JPN,KOR", "-o", str(tmp_path / "out"), "--draws", "500", "--vary", "weights").exit_code
        == 0
    )
    made = json.loads((tmp_path / "out" / "provenance.json").read_text(encoding="utf-8"))
    assert made["uncertainty"]["draws"] == 500
    assert "No rating is uncertain or missing" in (tmp_path / "out" / "index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", list(CATALOGUE))
def test_every_chart_of_the_catalogue_is_drawn_into_a_file(name: str, tmp_path: Path) -> None:
    for suffix, begins in ((".svg", b"<?xml"), (".png", b"\x89PNG"), (".pdf", b"%PDF")):
        out = tmp_path / f"chart{suffix}"
        assert run("chart", name, "--out", str(out), "--draws", "300", "--highlight", "RUS").exit_code == 0
        assert out.read_bytes().startswith(begins)


def test_a_chart_of_a_part_and_what_cannot_be_drawn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("chart", "heatmap", "regulation", "--title", "Mine").stdout == "heatmap.svg\n"
    assert "Mine" in (tmp_path / "heatmap.svg").read_text(encoding="utf-8")
    assert run("chart", "tornado", "RUS", "-o", "t.svg", "--title", "Why").exit_code == 0
    for wrong in (["radar"], ["dominance", "RUS"], ["ranking", "-o", "x.gif"], ["ranking", "regulaton"]):
        result = run("chart", *wrong)
        assert result.exit_code == 2, wrong
    assert "did you mean 'regulation'" in result.output
    assert list(ChartName) == list(CATALOGUE)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["heatmap.svg", "t.svg"]


def test_a_new_profile_has_no_problem_blank_or_filled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    made = run("new", "country", "KEN")
    assert (made.exit_code, made.stdout) == (0, "countries/kenya.yaml\n")
    path = tmp_path / "countries" / "kenya.yaml"
    assert run("check", str(path)).output == ""
    assert ss.score(ss.load_rubric(), ss.load_countries(path)).table.loc["KEN", "coverage"] == 0
    text = path.read_text(encoding="utf-8").replace("sources: {}\n", "").replace("ratings: {}\n", "")
    path.write_text(re.sub(r"(?m)^# ?(?=(sources|ratings): *$|  )", "", text), encoding="utf-8")
    assert run("check", str(path)).output == ""
    assert ss.score(ss.load_rubric(), ss.load_countries(path)).table.loc["KEN", "coverage"] == pytest.approx(1)
    again = run("new", "country", "KEN")
    assert again.exit_code == 2
    assert "is there already" in again.output
    assert "did you mean 'KEN'" in " ".join(run("new", "country", "Kenya").output.replace("│", " ").split())


def test_a_new_rubric_can_be_scored_and_asks_for_every_kind_of_answer(tmp_path: Path) -> None:
    assert run("new", "rubric", "readiness", "--out", str(tmp_path)).exit_code == 0
    path = tmp_path / "readiness.yaml"
    rubric = ss.load_rubric(path)
    assert {leaf.kind for leaf in rubric.criteria} == {"levels", "checklist", "quantity"}
    profile = tmp_path / "kenya.yaml"
    assert run("new", "country", "KEN", "--rubric", str(path), "--out", str(profile)).exit_code == 0
    text = profile.read_text(encoding="utf-8").replace("sources: {}\n", "").replace("ratings: {}\n", "")
    profile.write_text(re.sub(r"(?m)^# ?(?=(sources|ratings): *$|  )", "", text), encoding="utf-8")
    assert run("check", str(profile), "--rubric", str(path)).output == ""
    assert run("new", "rubric", "No Good", "--out", str(tmp_path)).exit_code == 2


@pytest.mark.parametrize("name", ["profile", "rubric"])
def test_a_schema_is_json_and_names_the_keys(name: str) -> None:
    schema = json.loads(run("schema", name).stdout)
    assert {"profile": "ratings", "rubric": "criteria"}[name] in schema["properties"]
