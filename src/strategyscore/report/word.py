"""The handout as a Word document: headings, native tables, and pictures with alternative texts."""

from __future__ import annotations

import io
from typing import Any

from strategyscore.report.archive import needs, undated
from strategyscore.report.handout import Grid, Handout, OnePager
from strategyscore.report.pictures import Picture
from strategyscore.text.clock import stamped

_TEXT = 17.0  # cm, between the margins of A4
_TALL = 21.0  # cm, the tallest picture that leaves room for a heading and a caption
_BLUE, _PALE = "0B5394", "F3F7FB"


def to_docx(handout: Handout) -> bytes:
    """A Word document.

    Parameters
    ----------
    handout : Handout

    Raises
    ------
    ModuleNotFoundError
        If python-docx is not installed, with the command that installs it.
    """
    needs("python-docx", "docx")
    from docx import Document
    from docx.shared import Cm, Pt

    document: Any = Document()
    _set_up(document, handout)
    document.add_heading(handout.title, 0)
    document.add_paragraph(handout.lead)
    document.add_heading("Findings", 1)
    for text in handout.findings:
        document.add_paragraph(text, style="List Number")
    document.add_heading("Read this first", 1)
    _texts(document, handout.notes)
    document.add_heading("Ranking", 1)
    _table(document, handout.ranking, [4.1, 1.4, 1.6, 2.8, 2.3, 2.3, 2.5])
    for text in handout.marks:
        document.add_paragraph(text, style="Caption")
    if handout.picture:
        _picture(document, handout.picture)
    if handout.change:
        document.add_heading("What changed", 1)
        document.add_paragraph(handout.change.title + ".")
        rest = len(handout.change.heads) - 1
        _table(document, handout.change, [3.0, *([14.0 / rest] * rest)], heads=8)
    for page in handout.countries:
        _one_pager(document, page)
    document.add_heading("Method", 1).paragraph_format.page_break_before = True
    for text in handout.method:
        document.add_paragraph(text)
    document.add_heading("How to cite", 1)
    document.add_paragraph(handout.cite)
    for section in document.sections:
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2)
        section.top_margin = section.bottom_margin = Cm(1.8)
        _footer(section.footer.paragraphs[0], handout, Pt(8))
    out = io.BytesIO()
    document.save(out)
    return undated(out.getvalue())


def _set_up(document: Any, handout: Handout) -> None:
    """Fonts, language, and what the file says of itself."""
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Calibri", Pt(10)
    normal.paragraph_format.space_after = Pt(4)
    lang = normal.element.get_or_add_rPr().makeelement(qn("w:lang"), {qn("w:val"): "en-GB"})
    normal.element.get_or_add_rPr().append(lang)
    for name, size in (("Title", 22), ("Heading 1", 15), ("Heading 2", 12), ("Caption", 8.5)):
        style = document.styles[name]
        style.font.name, style.font.size = "Calibri", Pt(size)
        style.font.color.rgb = RGBColor.from_string(_BLUE if name != "Caption" else "565E67")
        style.font.bold = name != "Caption"
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for script in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):  # else the theme's font wins
            fonts.attrib.pop(qn(script), None)
    told = document.core_properties
    told.title, told.author, told.language = handout.title, "strategyscore", "en-GB"
    told.comments = handout.cite
    told.created = told.modified = stamped().replace(tzinfo=None, microsecond=0)
    told.last_modified_by, told.revision = "strategyscore", 1


def _one_pager(document: Any, page: OnePager) -> None:
    document.add_heading(page.name, 1).paragraph_format.page_break_before = True
    document.add_paragraph(page.story)
    _table(document, page.levels, [3.4, 1.6, 12.0])
    for text in page.marks:
        document.add_paragraph(text, style="Caption")
    for head, texts in (("Strengths", page.strengths), ("Weaknesses", page.weaknesses)):
        document.add_heading(head, 2)
        for text in texts:
            document.add_paragraph(text, style="List Bullet")
    document.add_heading("What is not known", 2)
    document.add_paragraph(" ".join(page.unknown) or "Every question is answered.")
    document.add_paragraph(" ".join(filter(None, [page.rests, page.moved])))
    if page.picture:
        _picture(document, page.picture)
    if page.sources:
        document.add_heading(f"{page.name}: sources", 2)
        for number, text in enumerate(page.sources, 1):
            document.add_paragraph(f"{number}. {text}" if not text.startswith("and ") else text, style="Caption")


def _picture(document: Any, picture: Picture) -> None:
    """A picture as wide as the text, or as tall as the page allows, with its alternative text."""
    from docx.shared import Cm

    width, height = _size(picture)
    scale = min(_TEXT / width, _TALL / height)
    shape = document.add_picture(io.BytesIO(picture.files["png"]), Cm(width * scale), Cm(height * scale))
    shape._inline.docPr.set("descr", picture.alt_text)


def _size(picture: Picture) -> tuple[float, float]:
    """Width and height in pixels, from the header of the PNG."""
    head = picture.files["png"][16:24]
    return float(int.from_bytes(head[:4])), float(int.from_bytes(head[4:]))


def _texts(document: Any, notes: tuple[tuple[str, str], ...]) -> None:
    """Headings and sentences in two columns."""
    _table(document, Grid("Read this first", ("", ""), notes, left=2), [3.4, 13.6], headed=False)


def _table(document: Any, grid: Grid, widths: list[float], *, headed: bool = True, heads: float = 9) -> None:
    """A table whose head is repeated on each page, and whose rows are not broken."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt

    rows = ([grid.heads] if headed else []) + list(grid.rows)
    table = document.add_table(len(rows), len(widths))
    table.style, table.autofit = "Table Grid", False
    for column, width in zip(table.columns, widths, strict=True):  # some programs go by these, others by the cells
        column.width = Cm(width)
    properties = table._tbl.tblPr
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "bottom", "insideH"):
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "4"), ("color", "C3C9D0")):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    for side in ("left", "right", "insideV"):
        line = OxmlElement(f"w:{side}")
        line.set(qn("w:val"), "nil")
        borders.append(line)
    properties.append(borders)
    caption = OxmlElement("w:tblCaption")
    caption.set(qn("w:val"), grid.title)
    properties.append(caption)
    for number, (row, cells) in enumerate(zip(table.rows, rows, strict=True)):
        whole = row._tr.get_or_add_trPr()
        whole.append(OxmlElement("w:cantSplit"))
        if headed and number == 0:
            whole.append(OxmlElement("w:tblHeader"))
        for column, (cell, text, width) in enumerate(zip(row.cells, cells, widths, strict=True)):
            cell.width = Cm(width)
            paragraph = cell.paragraphs[0]
            paragraph.paragraph_format.space_after = Pt(1)
            run = paragraph.add_run(text)
            run.font.size = Pt(heads if headed and number == 0 else 9)
            run.bold = (headed and number == 0) or (not headed and column == 0)
            if column >= grid.left:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            if headed and number == 0:
                shade = OxmlElement("w:shd")
                shade.set(qn("w:val"), "clear")
                shade.set(qn("w:fill"), _PALE)
                cell._tc.get_or_add_tcPr().append(shade)
    document.add_paragraph().paragraph_format.space_after = Pt(0)


def _footer(paragraph: Any, handout: Handout, size: Any) -> None:
    """Title, day and the number of the page."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    run = paragraph.add_run(f"{handout.title}, {handout.made}. Page ")
    run.font.size = size
    number = paragraph.add_run()
    number.font.size = size
    for kind, text in (("begin", None), (None, "PAGE"), ("end", None)):
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        else:
            part.text = text
        number._r.append(part)
