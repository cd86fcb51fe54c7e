"""The handout as slides: a native table, bullets, and pictures with alternative texts, 16 to 9."""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from typing import Any

from strategyscore.report.archive import needs, undated
from strategyscore.report.first import EVIDENCE_UNTIL
from strategyscore.report.handout import Grid, Handout, OnePager
from strategyscore.report.pictures import Picture
from strategyscore.text.clock import stamped

_WIDE, _HIGH, _EDGE, _TOP = 13.333, 7.5, 0.6, 1.45  # inches
_ROWS = 12  # of a table on one slide
_LETTERS = 620  # of bullets that a slide holds at the usual size
_GAP = 0.375  # lines below a text
_HEAD = 0.4  # inches that the heading of a box takes
_FEW = 480  # letters of what is not known
_BLUE, _INK = "0B5394", "1C1F23"


def to_pptx(handout: Handout) -> bytes:
    """Slides.

    Parameters
    ----------
    handout : Handout

    Raises
    ------
    ModuleNotFoundError
        If python-pptx is not installed, with the command that installs it.
    """
    needs("python-pptx", "pptx")
    from pptx import Presentation
    from pptx.util import Inches

    deck: Any = Presentation()
    deck.slide_width, deck.slide_height = Inches(_WIDE), Inches(_HIGH)
    told = deck.core_properties
    told.title, told.author, told.language, told.comments = handout.title, "strategyscore", "en-GB", handout.cite
    told.created = told.modified = stamped().replace(tzinfo=None, microsecond=0)
    told.last_modified_by, told.revision = "strategyscore", 1
    _cover(deck, handout)
    _bullets(deck, "Findings", handout.findings)
    if handout.slide:
        slide = _titled(deck, "Ranking")
        _picture(slide, handout.slide, _EDGE, _WIDE - 2 * _EDGE)
        slide.notes_slide.notes_text_frame.text = "\n".join(handout.marks)
    _tables(deck, "Ranking in figures", handout.ranking, handout.marks)
    _bullets(deck, "Read this first", [f"{head}: {text}" for head, text in handout.notes])
    if handout.change:
        _tables(deck, "What each change of score is made of", handout.change, [f"{handout.change.title}."])
    for page in handout.countries:
        _one_pager(deck, page)
    _bullets(deck, "Method", handout.method)
    out = io.BytesIO()
    deck.save(out)
    return undated(out.getvalue())


def _cover(deck: Any, handout: Handout) -> None:
    """The first slide: what is measured, the first finding, how old the evidence is, and how to cite it all."""
    slide = _titled(deck, handout.title, top=1.5, size=40)
    width = _WIDE - 2 * _EDGE
    _body(slide, [handout.lead], _EDGE, 2.6, width, 1.3, bare=True)
    if handout.findings:
        _body(slide, [handout.findings[0]], _EDGE, 4.0, width, 1.3, bare=True, largest=24)
    dates = [f"{head}: {text}" for head, text in handout.notes if head == EVIDENCE_UNTIL]
    _body(slide, [*dates, f"How to cite: {handout.cite}"], _EDGE, 5.7, width, 1.3, bare=True, largest=14)


def _titled(deck: Any, title: str, *, top: float = 0.35, size: int = 28) -> Any:
    """A slide with a title only."""
    from pptx.dml.color import RGBColor
    from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
    from pptx.util import Inches, Pt

    slide = deck.slides.add_slide(deck.slide_layouts[5])
    shape = slide.shapes.title
    shape.left, shape.top, shape.width, shape.height = map(Inches, (_EDGE, top, _WIDE - 2 * _EDGE, 0.95))
    shape.text_frame.text = title
    shape.text_frame.word_wrap = True
    shape.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    paragraph = shape.text_frame.paragraphs[0]
    paragraph.alignment = PP_ALIGN.LEFT
    paragraph.font.size, paragraph.font.bold = Pt(size if len(title) < 60 else 22), True
    paragraph.font.color.rgb = RGBColor.from_string(_BLUE)
    return slide


def _bullets(deck: Any, title: str, texts: Sequence[str], *, bare: bool = False) -> None:
    """Slides with as many texts each as there is room for."""
    held: list[str] = []
    parts: list[list[str]] = []
    for text in texts:
        if held and sum(map(len, held)) + len(text) > 2 * _LETTERS:
            parts.append(held)
            held = []
        held.append(text)
    parts.append(held)
    for number, part in enumerate(parts):
        slide = _titled(deck, title if number == 0 else f"{title} (continued)")
        _body(slide, part, _EDGE, _TOP, _WIDE - 2 * _EDGE, _HIGH - _TOP - 0.4, bare=bare)


def _body(
    slide: Any,
    texts: Sequence[str],
    left: float,
    top: float,
    width: float,
    height: float,
    *,
    bare: bool = False,
    head: str = "",
    largest: int = 20,
) -> None:
    """Texts in a box, in a size that lets them fit."""
    from pptx.dml.color import RGBColor
    from pptx.util import Inches, Pt

    frame = slide.shapes.add_textbox(*map(Inches, (left, top, width, height))).text_frame
    frame.word_wrap = True
    size = _size(texts, width, height - (_HEAD if head else 0), largest)
    lines = ([head] if head else []) + list(texts)
    for number, text in enumerate(lines):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        paragraph.text = text
        paragraph.font.size = Pt(size)
        paragraph.font.bold = bool(head) and number == 0
        paragraph.font.color.rgb = RGBColor.from_string(_INK)
        paragraph.space_after = Pt(size * 1.2 * _GAP)
        if not bare and not (head and number == 0):
            _bullet(paragraph, size)


def _bullet(paragraph: Any, size: int) -> None:
    """Set a paragraph as an item of a list."""
    from pptx.oxml.ns import qn

    properties = paragraph._p.get_or_add_pPr()
    indent = str(int(size * 12700 * 0.9))
    properties.set("marL", indent)
    properties.set("indent", f"-{indent}")
    properties.append(properties.makeelement(qn("a:buChar"), {"char": "•"}))


def _size(texts: Sequence[str], width: float, height: float, largest: int) -> int:
    """The largest size in points at which texts fit into a box of so many inches."""
    size = largest
    while size > 9 and _lines(texts, width, size) * size * 1.2 / 72 > height:
        size -= 1
    return size


def _lines(texts: Sequence[str], width: float, size: int) -> float:
    """About how many lines texts take, the gaps between them included."""
    a_line = max(10.0, (width - 0.4) * 72 / (0.58 * size))  # of a wide font, where another stands in
    return sum(math.ceil(len(text) / a_line) + _GAP for text in texts)


def _one_pager(deck: Any, page: OnePager) -> None:
    """A country: what there is to say, its profile, and its levels as a table; sources stand in the notes."""
    slide = _titled(deck, page.name)
    wide = _WIDE - 2 * _EDGE
    half = (wide - _EDGE) / 2
    # the first is always shown; what there is no room for stands in the notes
    shown = [text for end, text in enumerate(page.unknown, 1) if end == 1 or sum(map(len, page.unknown[:end])) < _FEW]
    _body(slide, [page.story], _EDGE, _TOP, wide, 1.7, bare=True, largest=16)
    sides = {"Strengths": (page.strengths, _EDGE), "Weaknesses": (page.weaknesses, 2 * _EDGE + half)}
    size = min(_size(texts, half, 1.9 - _HEAD, 16) for texts, _ in sides.values())  # one for both
    for head, (texts, left) in sides.items():
        _body(slide, texts, left, 3.2, half, 1.9, head=head, largest=size)
    _body(slide, shown or ("Every question is answered.",), _EDGE, 5.2, wide, 2.0, head="What is not known", largest=16)
    notes = [*page.unknown[len(shown) :], page.rests, page.moved, *page.sources]
    slide.notes_slide.notes_text_frame.text = "\n".join(filter(None, notes))
    if page.slide:
        _picture(_titled(deck, f"{page.name}: profile"), page.slide, _EDGE, wide)
    _tables(deck, page.levels.title, page.levels)
    if page.marks:
        _body(deck.slides[-1], page.marks, _EDGE, 6.2, wide, 1.1, bare=True, largest=12)


def _picture(slide: Any, picture: Picture, left: float, width: float) -> None:
    """A picture in the middle of its room, with its alternative text."""
    from pptx.util import Inches

    high = _HIGH - _TOP - 0.2
    shape = slide.shapes.add_picture(io.BytesIO(picture.files["png"]), 0, 0)
    scale = min(Inches(width) / shape.width, Inches(high) / shape.height)
    shape.width, shape.height = int(shape.width * scale), int(shape.height * scale)
    shape.left = Inches(left) + (Inches(width) - shape.width) // 2
    shape.top = Inches(_TOP) + (Inches(high) - shape.height) // 2
    shape._element.nvPicPr.cNvPr.set("descr", picture.alt_text)


def _tables(deck: Any, title: str, grid: Grid, notes: Sequence[str] = ()) -> None:
    """A table over as many slides as it takes, each with what explains it below."""
    from pptx.dml.color import RGBColor
    from pptx.enum.text import PP_ALIGN
    from pptx.util import Inches, Pt

    for start in range(0, len(grid.rows), _ROWS):
        rows = [grid.heads, *grid.rows[start : start + _ROWS]]
        slide = _titled(deck, title if start == 0 else f"{title} (continued)")
        room = tuple(map(Inches, (_EDGE, _TOP, _WIDE - 2 * _EDGE, 0.42 * len(rows))))
        shape = slide.shapes.add_table(len(rows), len(grid.heads), *room)
        shape._element.nvGraphicFramePr.cNvPr.set("descr", grid.title)
        below = _TOP + 0.42 * len(rows) + 0.1
        if notes:
            _body(slide, notes, _EDGE, below, _WIDE - 2 * _EDGE, _HIGH - below - 0.1, bare=True, largest=12)
        weights = [_weight([row[column] for row in rows]) for column in range(len(grid.heads))]
        for column, weight in enumerate(weights):
            shape.table.columns[column].width = Inches((_WIDE - 2 * _EDGE) * weight / sum(weights))
        for number, row in enumerate(rows):
            for column, text in enumerate(row):
                cell = shape.table.cell(number, column)
                cell.text = text
                cell.margin_top = cell.margin_bottom = Inches(0.03)
                paragraph = cell.text_frame.paragraphs[0]
                paragraph.font.size, paragraph.font.bold = Pt(12), number == 0
                if column >= grid.left:
                    paragraph.alignment = PP_ALIGN.RIGHT
                if number == 0:
                    cell.fill.solid()
                    cell.fill.fore_color.rgb = RGBColor.from_string(_BLUE)


def _weight(cells: Sequence[str]) -> float:
    """How wide a column should be: room for its longest word, and for most of its longest text."""
    word = max((len(word) for cell in cells for word in cell.split()), default=1)
    return max(1.25 * word + 3, min(max(map(len, cells)), 110) * 0.9)
