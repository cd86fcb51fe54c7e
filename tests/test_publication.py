"""Tables for publication: what they say, that they say it in every format, and that no text acts."""

from __future__ import annotations

import html.parser
import json
import re
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pytest
from typer.testing import CliRunner

import strategyscore as ss
from strategyscore.analysis.audit import weak_criteria
from strategyscore.analysis.findings.basis import Basis
from strategyscore.cli.app import app
from strategyscore.report.portraits import portraits

from .conftest import PROFILE

RUBRIC, COUNTRIES = ss.load_rubric(), ss.load_countries()
SCORES = ss.score(RUBRIC, COUNTRIES)
DRAWN = ss.uncertainty(ss.score(RUBRIC, COUNTRIES), draws=500)
TABLES = {
    "ranking": ss.tables.ranking(SCORES, DRAWN),
    "scorecard": ss.tables.scorecard(SCORES, "RUS"),
    "comparison": ss.tables.comparison(SCORES, "RUS", "CHN"),
}


class Cells(html.parser.HTMLParser):
    """The cells of an HTML table, row by row."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.tags: set[str] = set()
        self.inside = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        if tag == "tr":
            self.rows.append([])
        self.inside = tag in ("td", "th") or (self.inside and tag not in ("tr", "style"))
        if tag in ("td", "th"):
            self.rows[-1].append("")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th"):
            self.inside = False

    def handle_data(self, data: str) -> None:
        if self.inside and self.rows and self.rows[-1]:
            self.rows[-1][-1] += data


def test_the_ranking_has_every_country_with_its_intervals() -> None:
    rows = {row[0]: row for row in Cells(TABLES["ranking"].html()).rows if len(row) > 5}
    for code, given in SCORES.table.iterrows():
        row = rows[COUNTRIES[code].name]
        assert row[1] == str(given["rank"])
        assert row[3] == f"{given['score']:.1f}"
        low, high = DRAWN.ranks.loc[code, ["lower", "upper"]].astype(int)
        assert row[2] == (f"{low}\N{EN DASH}{high}" if low < high else f"{low}")
        assert row[5] == f"{given['lower']:.1f}\N{EN DASH}{given['upper']:.1f}"
    few = SCORES.table.loc["RUS"]
    assert few["thin"] == "sovereignty, regulation"
    assert rows["Russia"][9].startswith(f"{few['regulation']:.1f}"), "what counts is shown"


def test_a_scorecard_has_every_criterion_its_text_and_its_facts() -> None:
    shown = Cells(TABLES["scorecard"].html()).rows
    rows = {row[0].removesuffix(" \N{DOUBLE DAGGER}"): row for row in shown if len(row) == 7}
    russia = COUNTRIES["RUS"]
    for leaf in RUBRIC.criteria:
        row, answer = rows[leaf.title], russia.answer_to(leaf)
        if answer is None:
            assert row[1] == "missing"
            continue
        assert row[1:5] == [str(answer.level), leaf.levels[answer.level], answer.confidence, str(answer.begins)]
        assert all(" ".join(item.states.split()) in row[5] for item in answer.evidence)
    assert rows[RUBRIC.root.title][2] == "effect of the weighted geometric mean"
    assert sum(TABLES["scorecard"].frame["adds"]) == pytest.approx(SCORES.table.loc["RUS", "score"], abs=1e-9)


def test_a_comparison_adds_up() -> None:
    frame = TABLES["comparison"].frame
    assert frame["gap"].iloc[:-1].sum() == pytest.approx(frame.loc["In all", "gap"], abs=1e-9)
    assert frame.loc["In all", "gap"] == pytest.approx(
        SCORES.table.loc["RUS", "score"] - SCORES.table.loc["CHN", "score"]
    )
    last = Cells(TABLES["comparison"].html()).rows[-2]
    assert last == ["In all", "25.0", f"{SCORES.table.loc['CHN', 'score']:.1f}", last[3]]
    assert last[3].startswith("\N{MINUS SIGN}")


@pytest.mark.parametrize("name", TABLES)
def test_every_format_says_the_same(name: str, tmp_path: Path) -> None:
    table = TABLES[name]
    for suffix in ("html", "tex", "md", "xlsx", "parquet", "csv", "json"):
        assert table.save(tmp_path / f"t.{suffix}").stat().st_size > 500
    flat = table.frame.reset_index() if table.frame.index.name else table.frame
    read = pd.read_parquet(tmp_path / "t.parquet")
    read = read.reset_index() if table.frame.index.name else read
    pd.testing.assert_frame_equal(read, flat, check_dtype=False)
    sheets = pd.read_excel(tmp_path / "t.xlsx", sheet_name=None)
    assert list(sheets["table"].columns) == list(flat.columns)
    assert len(json.loads((tmp_path / "t.json").read_text(encoding="utf-8"))["rows"]) == len(flat)
    assert len((tmp_path / "t.md").read_text(encoding="utf-8").splitlines()) == len(flat) + 2
    page = (tmp_path / "t.html").read_text(encoding="utf-8")
    assert "http" not in re.sub(r"</?(html|head|body)[^>]*>", "", page), "a page asks for nothing elsewhere"


def test_the_excel_file_has_a_frozen_header_and_a_sheet_of_evidence(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(TABLES["scorecard"].save(tmp_path / "russia.xlsx"))
    assert book.sheetnames == ["table", "evidence", "how it was made"]
    assert all(book[name].freeze_panes == "B2" for name in ("table", "evidence"))
    facts = sum(len(history[-1].evidence) for history in COUNTRIES["RUS"].history.values())
    assert book["evidence"].max_row == facts + 1
    assert {cell.value for cell in book["evidence"]["A"][1:]} == {"RUS"}


def test_latex_has_balanced_braces_and_no_bare_special_letters() -> None:
    for table in TABLES.values():
        latex = table.latex()
        bare = re.sub(r"\\[\\{}%&$#_]", "", latex)
        assert bare.count("{") == bare.count("}")
        assert latex.count("\\begin{") == latex.count("\\end{")
        assert not re.search(r"[^\x00-\x7f\xa0-\u017f\u2018-\u201d\u2020\u2021\u20ac]", latex), (
            "pdflatex knows these letters"
        )
        assert not re.search(r"(?<!\\)[%#]", latex)


def test_text_of_a_profile_does_not_act(demo: Path, tmp_path: Path) -> None:
    nasty = "<script>alert(1)</script> & 100% $x_1$ \\input{x} **b** [a](http://b) =1+1"
    text = PROFILE.replace("A bill was read.", json.dumps(nasty)).replace(
        "title: Gazette", f"title: {json.dumps(nasty)}"
    )
    (demo / "countries" / "kenya.yaml").write_text(text, encoding="utf-8")
    rubric = (demo / "demo.yaml").read_text(encoding="utf-8").replace("title: Demo", f"title: {json.dumps(nasty)}")
    (demo / "demo.yaml").write_text(rubric, encoding="utf-8")
    scores = ss.score(ss.load_rubric(demo / "demo.yaml"), ss.load_countries(demo / "countries"))
    for table in (ss.tables.ranking(scores), ss.tables.scorecard(scores, "KEN")):
        assert not Cells(table.html(whole=True)).tags & {"script", "b", "strong", "a", "img"}
        assert "\\input{x}" not in table.latex()
        assert np.isfinite(len(table.save(tmp_path / "t.csv").read_text(encoding="utf-8")))


def test_countries_are_picked_and_what_is_wrong_is_named(tmp_path: Path) -> None:
    picked = ss.tables.ranking(SCORES, countries=["RUS", "KAZ"])
    assert list(picked.frame.index) == ["KAZ", "RUS"]
    assert list(ss.tables.ranking(SCORES, countries=iter(["RUS", "KAZ"])).frame.index) == ["KAZ", "RUS"]
    assert picked.frame.loc["RUS", "rank"] == SCORES.table.loc["RUS", "rank"]
    with pytest.raises(KeyError, match="RUZ"):
        ss.tables.scorecard(SCORES, "RUZ")
    with pytest.raises(ValueError, match=r"a table is a file of \.html"):
        picked.save(tmp_path / "t.docx")
    assert "<table" in picked._repr_html_()


@pytest.mark.long
def test_on_the_command_line(tmp_path: Path) -> None:
    def run(*arguments: str):
        return CliRunner().invoke(app, ["table", *arguments])

    for name, which in (("ranking", ["--draws", "300"]), ("scorecard", ["RUS"]), ("comparison", ["RUS,CHN"])):
        out = tmp_path / f"{name}.md"
        done = run(name, *which, "--out", str(out))
        assert (done.exit_code, done.stdout.strip()) == (0, str(out))
        assert out.read_text(encoding="utf-8").startswith("| ")
    assert run("comparison", "RUS").exit_code == 2
    assert run("ranking", "RUS").exit_code == 2
    assert run("scorecard", "RUS", "--out", str(tmp_path / "x.gif")).exit_code == 2
    assert "did you mean 'RUS'" in run("scorecard", "RUZ").output


def test_criteria_on_which_coders_agree_too_little_are_marked_in_tables_and_on_the_page() -> None:
    weak = {leaf.title for leaf in SCORES.rubric.criteria if leaf.path in weak_criteria(SCORES)}
    assert weak
    card = ss.tables.scorecard(SCORES, "CHN")
    marked = set(re.findall(r">([^<>]*) \N{DOUBLE DAGGER}<", card.html()))
    assert marked == weak
    assert "Krippendorff" in card.html()
    assert not any("\N{DOUBLE DAGGER}" in name for name in card.frame["criterion"])
    cells = {
        cell.short for item in portraits(Basis(SCORES, None), ss.findings(SCORES)) for cell in item.strips[0].cells
    }
    assert {short for short in cells if "\N{DOUBLE DAGGER}" in short} == {"Control of data \N{DOUBLE DAGGER}"}
