"""The command line as a user meets it."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

import strategyscore as ss
from strategyscore.cli.terminal import show_page
from strategyscore.output.formats import Format, encode
from strategyscore.report.pictures import Job, Picture
from tests.command_line import profiles, run


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A folder of four profiles, which are read sooner than all that is bundled."""
    return profiles(tmp_path_factory.mktemp("few"), "china", "kazakhstan", "russia", "united-states")


def test_score_as_a_table_csv_and_json(few: str, tmp_path: Path) -> None:
    shown = run("score", "--countries", few)
    assert shown.exit_code == 0
    assert "Russia (RUS)" in shown.stdout
    rows = list(
        csv.DictReader(io.StringIO(run("score", "-c", few, "-c", "RUS", "-c", "CHN", "--format", "csv").stdout))
    )
    assert [row["country"] for row in rows] == ["CHN", "RUS"]
    content = json.loads(run("score", "-c", f"{few},RUS,CHN", "-f", "json").stdout)
    assert [row["country"] for row in content["rows"]] == ["CHN", "RUS"]
    assert content["rows"][0]["score"] == pytest.approx(float(rows[0]["score"]), rel=1e-12)
    assert content["provenance"]["countries"]["RUS"]["sha256"]
    out = tmp_path / "new" / "scores.csv"
    written = run("score", "-c", f"{few},RUS,CHN", "--out", str(out))
    assert (written.exit_code, written.stdout) == (0, "")
    assert list(csv.DictReader(out.open(encoding="utf-8"))) == rows


def test_score_in_every_other_format(few: str, tmp_path: Path) -> None:
    markdown = run("score", "-c", few, "-f", "markdown").stdout.splitlines()
    assert markdown[0].startswith("| country | rank | score |")
    assert "| RUS | 4 | 25.0 | 9.8 | 55.8 | 51 % |" in markdown[5]
    latex = run("score", "-c", few, "-f", "latex").stdout
    assert r"RUS & 4 & 25.0 & 9.8 & 55.8 & 51 \% & 25.0" in latex
    assert run("score", "-c", few, "-o", str(tmp_path / "s.md")).exit_code == 0
    assert (tmp_path / "s.md").read_text(encoding="utf-8").splitlines() == markdown
    four = ss.score(ss.load_rubric(), ss.load_countries(few)).table
    for name in ("s.parquet", "s.xlsx"):
        assert run("score", "-c", few, "-o", str(tmp_path / name)).exit_code == 0
    pd.testing.assert_frame_equal(pd.read_parquet(tmp_path / "s.parquet"), four, check_dtype=False)
    sheets = pd.read_excel(tmp_path / "s.xlsx", sheet_name=None)
    assert list(sheets) == ["table", "every node", "evidence", "how it was made"]
    assert sheets["table"]["score"].to_numpy() == pytest.approx(four["score"].to_numpy(), abs=1e-9)
    nowhere = run("score", "-f", "xlsx")
    assert (nowhere.exit_code, nowhere.stdout) == (2, "")
    assert "add --out FILE" in nowhere.stderr


def test_no_format_lets_text_act(tmp_path: Path) -> None:
    table = pd.DataFrame({"text": ["=1+1", "a|b<script>", r"50% of $x_1$ \ {a}"], "n": [1.0, -2.5, float("nan")]})
    markdown = encode(table, Format.MARKDOWN, dict).decode()
    assert r"a\|b\<script\>" in markdown
    assert "| \N{MINUS SIGN}2.5 |" in markdown
    latex = encode(table, Format.LATEX, dict).decode()
    assert r"50\% of \$x\_1\$ \textbackslash{} \{a\} & -- \\" in latex
    (tmp_path / "t.xlsx").write_bytes(encode(table, Format.XLSX, dict))
    cell = openpyxl.load_workbook(tmp_path / "t.xlsx")["table"]["A2"]
    assert (cell.data_type, cell.value) == ("s", "'=1+1")


def test_a_missing_package_is_named_with_its_remedy(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, few: str) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    result = run("score", "-c", few, "-o", str(tmp_path / "s.xlsx"))
    assert result.exit_code == 1
    assert "pip install 'strategyscore[excel]'" in result.output
    assert not (tmp_path / "s.xlsx").exists()


def test_explain_shows_level_text_evidence_and_contribution_of_every_criterion(few: str) -> None:
    text = " ".join(run("explain", "RUS", "sovereignty", "-c", few).stdout.split())
    for path in ("strategy", "models", "hardware", "data", "talent", "exposure"):
        assert f"[sovereignty.{path}]" in text
    assert "at least level 2 of 0 to 4 · adds 25.0 · since 2024-02 · medium confidence" in text
    assert "“A national AI strategy is adopted by the head of state, the government or parliament.”" in text
    assert "Because: A national strategy until 2030 exists" in text
    assert "Evidence: President Putin amended the national AI strategy to 2030" in text
    assert "Section: Russia's AI Development Framework" in text
    assert text.count("not answered · excluded") == 4


def test_compare_adds_up(few: str) -> None:
    lines = run("compare", "RUS", "CHN", "sovereignty", "--split", "-c", few).stdout.splitlines()
    gaps = [float(line.split()[0].replace("\N{MINUS SIGN}", "-")) for line in lines[3:]]
    assert sum(gaps[:-1]) == pytest.approx(gaps[-1], abs=0.05 * len(gaps))


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["explain", "RUZ", "-c", "FEW"], "did you mean 'RUS'?"),
        (["explain", "RUS", "soverignty", "-c", "FEW"], "did you mean 'sovereignty'?"),
        (["score", "--countries", "ZWE"], "there is no profile of"),
        (["score", "--rubric", "regulations"], "did you mean 'regulation'?"),
        (["score", "--as-of", "yesterday"], "is not a date"),
        (["score", "--format", "pdf"], "'pdf'"),
        (["report", "--highlight", "KEN", "-c", "FEW"], "there is no profile of"),
        (["scroe"], "No such command"),
    ],
)
def test_wrong_usage_ends_with_2(
    arguments: list[str], says: str, few: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = run(*(few if word == "FEW" else word for word in arguments))
    assert result.exit_code == 2
    assert says in " ".join(result.output.split())
    assert list(tmp_path.iterdir()) == []


def test_files_that_are_not_there_end_with_1(few: str, tmp_path: Path) -> None:
    for option in (["--countries", str(tmp_path / "no")], ["--rubric", str(tmp_path / "no.yaml"), "-c", few]):
        result = run("score", *option)
        assert result.exit_code == 1
        assert ":1:1: there is no such file" in result.output


def test_a_folder_that_cannot_be_written_is_no_traceback(few: str, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file", encoding="utf-8")
    result = run("report", "-c", few, "--out", str(tmp_path / "out"))
    assert result.exit_code == 1
    assert isinstance(result.exception, SystemExit)
    assert (tmp_path / "out").read_text(encoding="utf-8") == "a file"


def test_the_console_script_runs_and_keeps_data_off_stderr() -> None:
    script = Path(sys.executable).with_name("strategyscore")
    done = subprocess.run([script, "schema"], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout)["properties"]["country"]
    assert done.stderr == ""


def test_uncertainty_as_a_table_csv_and_json(few: str) -> None:
    shown = run("uncertainty", "-c", few, "--draws", "500")
    assert shown.exit_code == 0
    assert "Russia (RUS)" in shown.stdout
    rows = list(csv.DictReader(io.StringIO(run("uncertainty", "-c", few, "--draws", "500", "-f", "csv").stdout)))
    assert [row["country"] for row in rows] == ["USA", "CHN", "KAZ", "RUS"]
    assert float(rows[-1]["q05"]) < float(rows[-1]["q95"])
    options = ("-c", few, "--draws", "500", "--seed", "4", "-f", "json")
    made = json.loads(run("uncertainty", *options).stdout)["provenance"]
    assert made["uncertainty"]["draws"] == 500
    assert made["uncertainty"]["seed"] == 4
    assert made["uncertainty"]["vary"]["weights"]["concentration"] == 50


def test_what_varies_is_named_or_read_from_a_file(few: str, tmp_path: Path) -> None:
    path = tmp_path / "vary.yaml"
    path.write_text("weights: {method: simplex}\nmethods:\n  aggregate: [arithmetic, geometric]\n", encoding="utf-8")
    some = ("uncertainty", "-c", few, "--draws", "300", "-f", "json")
    named = run(*some, "--vary", "weights, missing")
    assert list(json.loads(named.stdout)["provenance"]["uncertainty"]["vary"]) == ["weights", "missing"]
    read = json.loads(run(*some, "--vary", str(path)).stdout)
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


def test_sensitivity_and_the_weight_that_swaps_two_countries(few: str) -> None:
    shown = run("sensitivity", "-c", few, "--draws", "64")
    assert shown.exit_code == 0
    assert "mean shift of ranks" in shown.stdout
    rows = list(csv.DictReader(io.StringIO(run("sensitivity", "-c", few, "--draws", "64", "-f", "csv").stdout)))
    assert {row["source"] for row in rows} == {"weights", "ratings", "missing"}
    swap = list(csv.DictReader(io.StringIO(run("sensitivity", "-c", few, "--swap", "USA,China", "-f", "csv").stdout)))
    assert [abs(float(row["change"])) for row in swap] == sorted(abs(float(row["change"])) for row in swap)
    assert float(swap[0]["needed"]) == pytest.approx(float(swap[0]["given"]) + float(swap[0]["change"]))
    assert "No change of one weight alone" in run("sensitivity", "-c", few, "--swap", "RUS,CHN").stdout
    assert run("sensitivity", "-c", few, "--swap", "RUS").exit_code == 2
    assert run("sensitivity", "-c", few, "--swap", "RUS,CHM").exit_code == 2
    unranked = run("sensitivity", "-c", few, "--swap", "RUS,CHN", "--as-of", "2024-12")
    assert unranked.exit_code == 1
    assert "RUS has no rank" in unranked.output


@pytest.fixture
def blank_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reports whose pictures are not drawn: that they are drawn is told in test_report.py, at a cost."""

    def blank(jobs: Sequence[Job], *_: object) -> Iterator[tuple[str, Picture]]:
        for job in jobs:
            yield job.name, Picture(dict.fromkeys(job.formats, b"<svg/>"), "")

    monkeypatch.setattr("strategyscore.report.build.draw_all", blank)


@pytest.mark.long
@pytest.mark.usefixtures("blank_pictures")
def test_a_report_without_robustness_or_with_other_draws(few: str, tmp_path: Path) -> None:
    plain = run(
        "report", "-c", f"{few},RUS,KAZ", "--out", str(tmp_path / "plain"), "--draws", "0", "--weight", "regulation=2"
    )
    assert (plain.exit_code, plain.stdout) == (0, f"{tmp_path / 'plain' / 'index.html'}\n")
    assert plain.stderr == "Weights changed: regulation 2.\n"
    assert not (tmp_path / "plain" / "robustness").exists()
    one = run("report", "--out", str(tmp_path / "one"), "--countries", f"{few}/russia.yaml")
    assert one.exit_code == 0
    assert one.stderr.startswith("No intervals are shown: fewer than two countries have a score")
    assert "fewer than two countries" in (tmp_path / "one" / "index.html").read_text(encoding="utf-8")
    options = ("--draws", "500", "--seed", "3", "--vary", "weights", "--highlight", "Japan")
    other = run("report", "-c", "JPN,KOR", "-o", str(tmp_path / "out"), *options)
    assert (other.exit_code, other.stderr) == (0, "")
    made = json.loads((tmp_path / "out" / "provenance.json").read_text(encoding="utf-8"))
    assert made["uncertainty"]["draws"] == 500
    assert made["uncertainty"]["seed"] == 3
    assert "No rating is uncertain or missing" in (tmp_path / "out" / "index.html").read_text(encoding="utf-8")


@pytest.mark.long
@pytest.mark.usefixtures("blank_pictures")
def test_a_report_opens_in_the_browser_where_there_is_one(
    few: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", lambda address: opened.append(address) or len(opened) == 1)
    monkeypatch.chdir(tmp_path)
    asked = ("report", "-c", f"{few},RUS,KAZ", "-r", "regulation", "--draws", "0", "--open")
    first, second = run(*asked), run(*asked)
    address = (tmp_path / "out" / "index.html").as_uri()
    assert opened == [address, address]
    assert [(one.exit_code, one.stdout) for one in (first, second)] == [(0, f"{address}\n")] * 2
    assert first.stderr == ""
    assert "open the address in one yourself" in second.stderr


def test_a_new_profile_has_no_problem_blank_or_filled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    made = run("new", "country", "KEN")
    assert (made.exit_code, made.stdout) == (0, "countries/kenya.yaml\n")
    path = tmp_path / "countries" / "kenya.yaml"
    assert run("check", str(path)).output.endswith("no problem.\n")
    assert ss.score(ss.load_rubric(), ss.load_countries(path)).table.loc["KEN", "coverage"] == 0
    text = path.read_text(encoding="utf-8").replace("sources: {}\n", "").replace("ratings: {}\n", "")
    path.write_text(re.sub(r"(?m)^# ?(?=(sources|ratings): *$|  )", "", text), encoding="utf-8")
    assert run("check", str(path)).output.endswith("no problem.\n")
    assert ss.score(ss.load_rubric(), ss.load_countries(path)).table.loc["KEN", "coverage"] == pytest.approx(1)
    again = run("new", "country", "KEN")
    assert again.exit_code == 2
    assert "is there already" in again.output
    assert run("new", "country", "Kenya").output == again.output
    nowhere = run("new", "country", "Atlantis")
    assert nowhere.exit_code == 2
    assert "'Atlantis' is no code" in nowhere.output


def test_a_new_rubric_can_be_scored_and_asks_for_every_kind_of_answer(tmp_path: Path) -> None:
    assert run("new", "rubric", "readiness", "--out", str(tmp_path)).exit_code == 0
    path = tmp_path / "readiness.yaml"
    rubric = ss.load_rubric(path)
    assert {leaf.kind for leaf in rubric.criteria} == {"levels", "checklist", "quantity"}
    profile = tmp_path / "kenya.yaml"
    assert run("new", "country", "KEN", "--rubric", str(path), "--out", str(profile)).exit_code == 0
    text = profile.read_text(encoding="utf-8").replace("sources: {}\n", "").replace("ratings: {}\n", "")
    profile.write_text(re.sub(r"(?m)^# ?(?=(sources|ratings): *$|  )", "", text), encoding="utf-8")
    checked = run("check", str(profile), "--rubric", str(path))
    assert (checked.stdout, checked.stderr) == ("", "1 profile, 1 source: no problem.\n")
    assert run("new", "rubric", "No Good", "--out", str(tmp_path)).exit_code == 2


@pytest.mark.parametrize("name", ["profile", "rubric"])
def test_a_schema_is_json_and_names_the_keys(name: str, tmp_path: Path) -> None:
    printed = run("schema", name).stdout
    assert {"profile": "ratings", "rubric": "criteria"}[name] in json.loads(printed)["properties"]
    path = tmp_path / "new" / "schema.json"
    assert run("schema", name, "--out", str(path)).stdout == f"{path}\n"
    assert path.read_text(encoding="utf-8") == printed


def test_a_person_is_told_the_address_of_a_page_and_a_program_its_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    show_page(tmp_path / "a b.html", opened=False)
    assert capsys.readouterr().out == f"{tmp_path / 'a b.html'}\n"
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    show_page(tmp_path / "a b.html", opened=False)
    assert capsys.readouterr().out == f"{(tmp_path / 'a b.html').as_uri()}\n"
