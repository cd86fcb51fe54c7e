"""The lists of the command line."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from typer.testing import Result

import strategyscore as ss
from strategyscore.charts.catalogue import CATALOGUE
from tests import command_line


def run(*arguments: str) -> Result:
    return command_line.run("list", *arguments)


def rows_of(*arguments: str) -> list[dict[str, str]]:
    result = run(*arguments, "--format", "csv")
    assert (result.exit_code, result.stderr) == (0, "")
    return list(csv.DictReader(io.StringIO(result.stdout)))


def test_countries(tmp_path: Path) -> None:
    few = command_line.profiles(tmp_path, "kazakhstan", "russia")
    rows = rows_of("countries", "--countries", few)
    missing = ss.score(ss.load_rubric(), ss.load_countries(few)).explain("RUS").missing
    russia = {"country": "RUS", "name": "Russia", "as_of": "2025-02", "answered": str(27 - len(missing))}
    assert rows[1] == {**russia, "criteria": "27"}
    part = rows_of("countries", "--rubric", "regulation", "--countries", f"{few},Kazakhstan")
    assert [(row["country"], row["criteria"]) for row in part] == [("KAZ", "8")]


def test_countries_of_a_table() -> None:
    table = Path(__file__).parent / "published" / "data" / "hdi2022.csv"
    rows = rows_of("countries", "--rubric", "hdi", "--countries", f"{table},NOR,KEN")
    assert [(row["name"], row["as_of"], row["answered"]) for row in rows] == [("Kenya", "", "4"), ("Norway", "", "4")]


def test_criteria_share_the_whole_weight(tmp_path: Path) -> None:
    for name, criteria in (("national-ai-strategy", 27), ("regulation", 8)):
        rows = rows_of("criteria", "--rubric", name)
        assert [row["path"] for row in rows] == [leaf.path for leaf in ss.load_rubric(name).criteria]
        assert {row["kind"] for row in rows} == {"levels"}
        assert sum(float(row["share"]) for row in rows) == pytest.approx(1)
        assert len(rows) == criteria
    text = (
        'rubric: mine\ntitle: Mine\nversion: "1"\ncriteria:\n'
        "  - {id: one, title: One, weight: 3, unit: t, normalise: minmax}\n"
        "  - id: two\n    title: Two\n    weights: entropy\n    criteria:\n"
        "      - {id: a, title: A, unit: t, normalise: minmax}\n      - {id: b, title: B, unit: t, normalise: minmax}\n"
    )
    (tmp_path / "mine.yaml").write_text(text, encoding="utf-8")
    rows = rows_of("criteria", "-r", str(tmp_path / "mine.yaml"))
    assert [(row["path"], row["title"], row["kind"], row["share"]) for row in rows] == [
        ("one", "One", "quantity", "0.75"),
        ("two.a", "A", "quantity", ""),
        ("two.b", "B", "quantity", ""),
    ]
    shown = run("criteria", "-r", str(tmp_path / "mine.yaml")).stdout
    assert "75.0 %" in shown
    assert "\N{EN DASH}" in shown


def test_rubrics_as_json_and_into_a_file(tmp_path: Path) -> None:
    content = json.loads(run("rubrics", "-f", "json").stdout)
    assert content["provenance"]["strategyscore"] == ss.__version__
    known = {row["id"]: row for row in content["rows"]}
    assert known["national-ai-strategy"]["criteria"] == 27
    assert {"hdi", "asem", "regulation"} <= set(known)
    path = tmp_path / "rubrics.md"
    assert run("rubrics", "--out", str(path)).output == ""
    assert "| hdi | Human Development Index" in path.read_text(encoding="utf-8")
    assert run("rubrics", "-f", "xlsx").exit_code == 2


def test_charts() -> None:
    rows = {row["name"]: row for row in rows_of("charts")}
    assert list(rows) == list(CATALOGUE)
    for name, row in rows.items():
        assert (CATALOGUE[name].draw.__doc__ or "").startswith(row["shows"])
        assert row["shows"].endswith("."), name
    assert rows["dumbbell"]["takes"] == "[COUNTRY],[COUNTRY]"
    assert rows["side-by-side"]["takes"] == "[COUNTRY],[COUNTRIES]"
    assert rows["drivers"]["options"] == "size, title, source, draws, seed, vary"
    assert rows["heatmap"]["options"] == "size, title, source, highlight, groups"
    assert rows["dominance"]["options"] == "size, title, source, highlight, draws, seed, vary"


def test_groups() -> None:
    rows = {row["id"]: row for row in rows_of("groups")}
    assert rows["G7"]["members"] == "CAN, DEU, FRA, GBR, ITA, JPN, USA"
    assert rows["EU"]["title"] == "European Union"
    assert "Group of Seven" in run("groups").stdout
