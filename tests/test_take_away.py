"""Word, slides and PDF beside the page: native tables, pictures with texts, the numbers of the scores."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest

import strategyscore as ss
from strategyscore.report import archive, pdf
from strategyscore.report.beside import documents, ready
from strategyscore.report.handout import Grid, Handout
from tests.command_line import profiles, run

from .browser import needs_chromium

docx = pytest.importorskip("docx")
pptx = pytest.importorskip("pptx")
pytestmark = pytest.mark.slow
COUNTRIES = ["CHN", "IND", "KAZ", "RUS"]


@pytest.fixture(scope="module")
def scores() -> ss.Scores:
    return ss.score(ss.load_rubric(), ss.load_countries(COUNTRIES))


@pytest.fixture(scope="module")
def folder(scores: ss.Scores, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("take-away")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", "1767225600")
        ss.write_report(scores, out, depth="brief", highlight="RUS", draws=300, also=("docx", "pptx"))
    return out


def test_the_document_has_headings_native_tables_and_the_scores(folder: Path, scores: ss.Scores) -> None:
    document = docx.Document(str(folder / "report.docx"))
    heads = [part.text for part in document.paragraphs if part.style.name.startswith(("Title", "Heading 1"))]
    assert heads == [
        *("AI strategy and capability", "Findings", "Read this first", "Ranking", "What changed", "Russia", "Method"),
        "How to cite",
    ]
    findings = [part.text for part in document.paragraphs if part.style.name == "List Number"]
    assert findings == [item.text for item in ss.findings(scores) if item.text in findings] or len(findings) == 5
    ranking = next(table for table in document.tables if table.cell(0, 1).text == "Rank")
    shown = {row.cells[0].text.strip(" †*↑"): row.cells[2].text for row in ranking.rows[1:]}
    table = scores.table
    assert shown == {scores.countries[code].name: f"{table['score'][code]:.1f}" for code in table.index}
    assert ranking.rows[0]._tr.xpath("./w:trPr/w:tblHeader")
    changed = next(table for table in document.tables if table.cell(0, 3).text == "Change")
    moves = {row.cells[0].text: [cell.text for cell in row.cells[1:4]] for row in changed.rows[1:]}
    assert moves["Russia"] == ["25.0", "25.0", "0.0"]
    assert {name: cells[1] for name, cells in moves.items()} == shown  # every country, not only those highlighted
    described = [shape._inline.docPr.get("descr") for shape in document.inline_shapes]
    assert len(described) == 2
    assert described[0].startswith("China has the highest score")
    assert "Russia" in described[1]
    assert document.core_properties.title == "AI strategy and capability"


def test_the_slides_are_wide_and_hold_tables_bullets_and_pictures_with_texts(folder: Path, scores: ss.Scores) -> None:
    deck = pptx.Presentation(str(folder / "report.pptx"))
    assert deck.slide_width / deck.slide_height == pytest.approx(16 / 9, rel=1e-3)
    titles = [slide.shapes.title.text for slide in deck.slides]
    assert titles == [
        *("AI strategy and capability", "Findings", "Ranking"),
        *("Ranking in figures", "Read this first", "What each change of score is made of", "Russia"),
        *("Russia: profile", "Russia: levels by part", "Method", "Method (continued)"),
    ]
    cover = " ".join(shape.text_frame.text for shape in deck.slides[0].shapes)
    assert f"How to cite: {deck.core_properties.comments}" in cover
    assert "version 2.1 (1 January 2026). 4 countries." in cover
    assert "Evidence until: June 2026." in cover
    shapes = [shape for slide in deck.slides for shape in slide.shapes]
    pictures = [shape for shape in shapes if shape.shape_type == pptx.enum.shapes.MSO_SHAPE_TYPE.PICTURE]
    assert len(pictures) == 2
    assert all(shape._element.nvPicPr.cNvPr.get("descr") for shape in pictures)
    tables = [shape.table for shape in shapes if shape.has_table]
    assert len(tables) == 3
    assert len(tables[0].rows) == len(COUNTRIES) + 1
    for shape in shapes:
        assert shape.left >= 0
        assert shape.left + shape.width <= deck.slide_width
        assert shape.top + shape.height <= deck.slide_height
    russia = deck.slides[titles.index("Russia")]
    assert "Vladimir Tsakanyan" in russia.notes_slide.notes_text_frame.text
    bullets = deck.slides[1].shapes[1].text_frame.paragraphs
    assert all(paragraph._p.pPr.findall(f"{{{paragraph._p.nsmap['a']}}}buChar") for paragraph in bullets)


def test_the_same_scores_give_the_same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767225600")
    grid = Grid("Ranking", tuple("ABCDEFG"), (("Kenya", *"123456"),))
    content = Handout(
        "Title", "Lead.", "today", ("One.",), grid, (), (("Sources", "Two."),), None, None, None, (), (), ""
    )
    first, second = (documents(("docx", "pptx"), lambda: content, "") for _ in range(2))
    assert first == second
    for written in first.values():
        with zipfile.ZipFile(io.BytesIO(written)) as archived:
            assert {item.date_time for item in archived.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@needs_chromium
@pytest.mark.browser
def test_the_page_is_printed_by_its_own_rules(scores: ss.Scores, tmp_path: Path) -> None:
    ss.write_report(scores, tmp_path, depth="brief", draws=0, also="pdf")
    content = (tmp_path / "report.pdf").read_bytes()
    assert content.startswith(b"%PDF-")
    assert 1 <= len(re.findall(rb"/Type ?/Page\b(?!s)", content)) <= 4


def test_what_is_missing_is_told_before_the_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = profiles(tmp_path, "russia", "kazakhstan")
    with pytest.raises(ValueError, match="a report is not written as 'docs'; did you mean 'docx'"):
        ready("docs")
    assert ready(["docx", "docx"]) == ("docx",)
    monkeypatch.setattr(archive, "find_spec", lambda name: None)
    monkeypatch.setattr(pdf.shutil, "which", lambda name: None)
    for name, message in (
        ("docx", "this file needs python-docx; install it with: pip install 'strategyscore[office]'"),
        ("pptx", "this file needs python-pptx; install it with: pip install 'strategyscore[office]'"),
        ("pdf", "Error: report.pdf: no Chromium, Chrome or Edge was found"),
    ):
        refused = run("report", "-c", folder, "--out", str(tmp_path / "out"), "--also", name)
        assert refused.exit_code == 1
        assert refused.stderr.startswith(message)
    assert run("report", "-c", folder, "--also", "odt").exit_code == 2
    assert not (tmp_path / "out").exists()
