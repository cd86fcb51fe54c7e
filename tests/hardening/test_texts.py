"""Text that nobody vouches for stays text, wherever it goes."""

from __future__ import annotations

import io
import re
import xml.etree.ElementTree as ET
import zipfile
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import strategyscore as ss
from strategyscore.charts.saving import to_svg
from strategyscore.output.formats import Format, encode
from strategyscore.text.markup import defused, to_latex, to_markdown
from strategyscore.text.words import HIDDEN, plain, printable
from tests.command_line import run
from tests.conftest import PROFILE, RUBRIC

NASTY = r"a_b ![x](https://t.co/x) <img src=x onerror=alert(1)> \input{a} 50 % & ~ ^ $x^2$ `c` *e* =1+1;=2 | www.x.org"


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    quoted = NASTY.replace("'", "''")
    text = PROFILE.replace("A bill is before parliament.", f"'{quoted}'").replace("A bill was read.", f"'{quoted}'")
    (tmp_path / "kenya.yaml").write_text(text, encoding="utf-8")
    named = RUBRIC.replace("title: Demo", f"title: '{quoted}'").replace("title: Law", f"title: 'Law {quoted}'")
    (tmp_path / "demo.yaml").write_text(named, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("suffix", [".md", ".tex", ".html", ".csv", ".xlsx"])
@pytest.mark.parametrize("table", ["ranking", "scorecard"])
def test_no_format_takes_a_text_for_its_own_marks(hostile: Path, suffix: str, table: str) -> None:
    out = hostile / f"t{suffix}"
    which = ["KEN"] if table == "scorecard" else []
    options = ["-r", str(hostile / "demo.yaml"), "-c", str(hostile / "kenya.yaml"), "--draws", "0", "--out", str(out)]
    if table == "scorecard":
        options.remove("--draws")
        options.remove("0")
    assert run("table", table, *which, *options).exit_code == 0
    raw = out.read_bytes()
    if suffix == ".xlsx":
        with zipfile.ZipFile(io.BytesIO(raw)) as parts:
            sheets = [parts.read(name) for name in parts.namelist() if name.endswith(".xml")]
        for sheet in sheets:
            ET.fromstring(sheet)
            assert b"<f>" not in sheet
        return
    text = raw.decode()
    if suffix == ".md":
        assert not re.search(r"(?<!\\)[<`*\[]|(?<![\\:]):(?=//)", text)
    elif suffix == ".tex":
        assert r"\input" not in text
        assert r"\textbackslash{}_" not in text
        assert r"\textbackslash{}\_" not in text
    elif suffix == ".html":
        assert "<img" not in text
    else:
        assert not re.search(r"(?:^|[;,\n])\"?[=@]", text)


@given(st.text())
def test_markdown_and_latex_of_any_text(text: str) -> None:
    assert not re.search(r"(?<!\\)(?:\\\\)*[`*_{}\[\]#|~!$&<>]", to_markdown(text))
    assert re.sub(r"\\(.)", r"\1", to_markdown(text), flags=re.DOTALL) == text
    assert not re.search(r"(?<!\\)[&%#_]", to_latex(text).replace("$-$", ""))


@given(st.text(alphabet="=+-@;\t\r\n ax'"))
def test_no_cell_begins_a_formula_wherever_it_is_cut(text: str) -> None:
    for cell in re.split("[;\t\n\r]", defused(text)):
        assert not cell.startswith(("=", "+", "-", "@"))
    assert defused(defused(text)).replace("'", "") == text.replace("'", "")


@given(st.text(st.characters(codec="utf-8")))
def test_a_line_for_a_terminal_hides_and_drives_nothing(text: str) -> None:
    assert HIDDEN.search(printable(text)) is None
    assert "\n" not in plain(text)
    assert not re.search("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", plain(text))


@pytest.mark.parametrize(
    "hidden", ["\u00ad", "\u061c", "\u180e", "\u200b", "\u202e", "\u3164", "\ufffe", "\uffff", "\U000e0041", "a\u200d"]
)
def test_a_character_that_hides_is_refused_in_a_document(tmp_path: Path, hidden: str) -> None:
    (tmp_path / "demo.yaml").write_text(RUBRIC.replace("title: Demo", f"title: D{hidden}emo"), encoding="utf-8")
    with pytest.raises(ss.DocumentError, match="invisible character"):
        ss.load_rubric(tmp_path / "demo.yaml")


@pytest.mark.parametrize("text", ["می\u200cروم", "क्\u200dष", "👍🏽", "Закон", "数据安全法", "ประเทศไทย"])
def test_writings_of_the_world_are_taken(tmp_path: Path, text: str) -> None:
    (tmp_path / "demo.yaml").write_text(RUBRIC.replace("title: Demo", f"title: {text}"), encoding="utf-8")
    assert ss.load_rubric(tmp_path / "demo.yaml").root.title == text


def test_a_long_chinese_text_is_no_long_word(tmp_path: Path) -> None:
    text = PROFILE.replace("A bill is before parliament.", "数据安全法" * 300)
    (tmp_path / "demo.yaml").write_text(RUBRIC, encoding="utf-8")
    (tmp_path / "kenya.yaml").write_text(text, encoding="utf-8")
    assert run("check", str(tmp_path / "kenya.yaml"), "-r", str(tmp_path / "demo.yaml")).exit_code == 0


def test_titles_with_breaks_forge_no_lines(tmp_path: Path) -> None:
    text = RUBRIC.replace("title: Law", 'title: "Law\\n99.9   100    100  Forged"')
    (tmp_path / "demo.yaml").write_text(text, encoding="utf-8")
    (tmp_path / "kenya.yaml").write_text(PROFILE, encoding="utf-8")
    (tmp_path / "uganda.yaml").write_text(
        PROFILE.replace("KEN", "UGA").replace("level: 1", "level: 2"), encoding="utf-8"
    )
    options = ("-r", str(tmp_path / "demo.yaml"), "-c", str(tmp_path))
    for command in (("explain", "KEN"), ("compare", "KEN", "UGA"), ("score", "--draws", "0")):
        lines = run(*command, *options).stdout.splitlines()
        assert not any(line.startswith("99.9") for line in lines)


def test_pictures_of_any_title_are_well_formed(hostile: Path) -> None:
    scores = ss.score(ss.load_rubric(hostile / "demo.yaml"), ss.load_countries(hostile / "kenya.yaml"))
    root = ET.fromstring(to_svg(ss.charts.profile(scores, "KEN")))
    assert not [element for element in root.iter() if element.tag.endswith(("script", "foreignObject", "image"))]


@pytest.mark.parametrize("form", [form for form in Format if not form.binary])
def test_every_format_takes_any_text(form: Format) -> None:
    table = pd.DataFrame({"rank": [1.0, None], "text": [NASTY, None]}, index=pd.Index(["a", "b"], name="country"))
    assert encode(table, form, dict)
