"""A cell is a number, missing by a stated word, or an error with its address: nothing is guessed."""

from __future__ import annotations

import datetime as dt
import io
import time
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import strategyscore as ss
from strategyscore import limits
from strategyscore.documents.cells import MISSING, not_applicable, number, numbers

RUBRIC = ss.load_rubric(
    {
        "rubric": "wealth",
        "criteria": [
            {"id": "income", "unit": "dollars", "normalise": {"method": "goalposts", "low": 0, "high": 100}},
            {"id": "state", "levels": {0: "Bad", 1: "Good"}},
        ],
    }
)
ROWS: list[list[Any]] = [["iso3", "income", "state"], ["KEN", 10, 1], ["UGA", 20, 0]]


@pytest.mark.parametrize(
    ("cell", "says"),
    [
        (True, "yes or no"),
        (np.bool_(False), "yes or no"),
        (dt.date(2025, 1, 1), "a date or a time"),
        (pd.Timestamp("2025-01-01"), "a date or a time"),
        (pd.Timedelta(1, "D"), "a date or a time"),
        (np.timedelta64(1, "D"), "a date or a time"),
        ("TRUE", "is not a number"),
        ("#DIV/0!", "an error of the spreadsheet"),
        ("=A1+1", "a formula without a value"),
        ("1,5", "a point, not a comma"),
        ("1 234,5", "marks between thousands"),
        ("1,234,567", "marks between thousands"),
        ("1_000", "marks between thousands"),
        ("1'000", "marks between thousands"),
        ("50 %", "without the percent sign"),
        ("-nan", "is not a number"),
        ("+NAN", "is not a number"),
        ("inf", "is not finite"),
        ("-Infinity", "is not finite"),
        ("1e400", "is not finite"),
        (10**400, "is not finite"),
        (1e60, "beyond 1e+50"),
        ("1e-60", "nearer to 0"),
        ("\u0661", "is not a number"),
        ("0x10", "is not a number"),
        ("1 2", "is not a number"),
        (b"1", "is not a number (bytes)"),
        ([1], "is not a number (list)"),
        (1j, "is not a number (complex)"),
    ],
)
def test_what_is_no_number_is_an_error_with_a_remedy(cell: object, says: str) -> None:
    value, why = number(cell)
    assert np.isnan(value)
    assert says in why
    assert ";" in why


def test_what_does_not_apply_is_no_value_and_no_fault() -> None:
    column = pd.Series(["n/a", " N/A ", "NA", "", None, "1", 2.0], dtype=object)
    assert not_applicable(column).tolist() == [True, True, False, False, False, False, False]
    values, wrong = numbers(column)
    assert np.isnan(values[:5]).all()
    assert not wrong


@pytest.mark.parametrize("cell", [None, float("nan"), pd.NA, pd.NaT, np.datetime64("NaT"), *sorted(MISSING), " NA "])
def test_what_is_missing_is_missing(cell: object) -> None:
    value, why = number(cell)
    assert np.isnan(value)
    assert why == ""


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        (" +1.5 ", 1.5),
        ("-.5e-3", -0.0005),
        ("7.", 7.0),
        (Decimal("0.1"), 0.1),
        (np.int64(3), 3.0),
        (np.float32(0.5), 0.5),
    ],
)
def test_what_is_a_number_is_that_number(cell: object, value: float) -> None:
    assert number(cell) == (value, "")


@given(st.one_of(st.text(), st.floats(), st.integers(), st.booleans(), st.none(), st.decimals(), st.dates()))
def test_a_cell_is_one_of_three_things(cell: object) -> None:
    value, why = number(cell)
    assert np.isnan(value) or (abs(value) <= limits.LARGEST and not why)
    column, wrong = numbers(pd.Series([cell, 1.0], dtype=object))
    assert np.array_equal(column, [value, 1.0], equal_nan=True)
    assert wrong == ({0: why} if why else {})


@pytest.mark.parametrize("kind", ["int64", "float32", "Int64", "float64[pyarrow]", "string"])
def test_columns_of_all_kinds_of_numbers_are_read(kind: str) -> None:
    values, wrong = numbers(pd.Series([1, 2, 3]).astype(kind))
    assert values.tolist() == [1, 2, 3]
    assert not wrong


def book(folder: Path, rows: list[list[Any]], **states: str) -> Path:
    """An Excel file, with a sheet of another content for each name, in that state, before it."""
    made = openpyxl.Workbook()
    made.remove(made.worksheets[0])
    for title, state in states.items():
        sheet = made.create_sheet(title)
        sheet.append(["nothing"])
        sheet.sheet_state = state
    sheet = made.create_sheet("values")
    for row in rows:
        sheet.append(row)
    path = folder / "t.xlsx"
    made.save(path)
    return path


def with_cell(value: object) -> list[list[Any]]:
    return [*ROWS[:1], ["KEN", value, 1], *ROWS[2:]]


@pytest.mark.parametrize(
    ("value", "says"),
    [
        (True, "3:2: 'True' in column 'income' of KEN is yes or no"),
        ("#DIV/0!", "is an error of the spreadsheet"),
        ("=10*3", "is a formula without a value"),
        (dt.datetime(2025, 1, 1), "is a date or a time"),
        ("1,5", "write a point"),
    ],
)
def test_excel_cells_that_are_no_numbers_are_named(tmp_path: Path, value: object, says: str) -> None:
    path = book(tmp_path, [*ROWS[:1], ["UGA", 20, 0], ["KEN", value, 1]])
    with pytest.raises(ss.DocumentError, match=r"t\.xlsx:3:2") as caught:
        ss.read_table(path, RUBRIC)
    assert says in str(caught.value)


def test_a_formula_with_a_stored_value_is_that_value(tmp_path: Path) -> None:
    path = book(tmp_path, with_cell("=10*3"))
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"]
    assert b"<f>10*3</f><v" in sheet
    parts["xl/worksheets/sheet1.xml"] = sheet.replace(b"<f>10*3</f><v />", b"<f>10*3</f><v>30</v>").replace(
        b"<f>10*3</f><v></v>", b"<f>10*3</f><v>30</v>"
    )
    with zipfile.ZipFile(path, "w") as new:
        for name, part in parts.items():
            new.writestr(name, part)
    assert ss.read_table(path, RUBRIC).numbers.values["wealth.income"].tolist() == [30, 20]


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_a_hidden_sheet_is_not_read(tmp_path: Path, state: str) -> None:
    assert ss.read_table(book(tmp_path, ROWS, old=state), RUBRIC).codes == ["KEN", "UGA"]
    with pytest.raises(ss.DocumentError, match="the table has no rows"):
        ss.read_table(book(tmp_path, ROWS, old="visible"), RUBRIC)


def test_a_sheet_whose_last_row_is_far_away_is_refused_in_time(tmp_path: Path) -> None:
    path = book(tmp_path, ROWS)
    made = openpyxl.load_workbook(path)
    made.active["A1048576"] = "KEN"
    made.save(path)
    begun = time.process_time()
    with pytest.raises(ss.DocumentError, match="more than 200,000 rows, empty ones counted"):
        ss.read_table(path, RUBRIC)
    assert time.process_time() - begun < 10


@pytest.mark.long
def test_a_bomb_of_a_zip_is_refused_at_once(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("xl/worksheets/sheet1.xml", b"0" * (limits.TABLE_UNFOLDED_BYTES + 1))
    with pytest.raises(ss.DocumentError, match="unfolds to more than 512 MiB"):
        ss.read_table(path, RUBRIC)


def test_parquet_takes_its_index_and_refuses_what_is_no_number(tmp_path: Path) -> None:
    path = tmp_path / "t.parquet"
    frame = pd.DataFrame(ROWS[1:], columns=ROWS[0]).set_index("iso3")
    frame.to_parquet(path)
    assert ss.read_table(path, RUBRIC).codes == ["KEN", "UGA"]
    for wrong in ([True, False], pd.to_datetime(["2020", "2021"]), pd.to_timedelta([1, 2], "D")):
        frame.assign(income=wrong).to_parquet(path)
        with pytest.raises(ss.DocumentError, match=r"t\.parquet:2:2.*not a number"):
            ss.read_table(path, RUBRIC)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("iso3,income,state\nKEN,1\nUGA,2,1\n", "2:1: this row has 2 cells and the heading 3, too few"),
        ("iso3,income,state\nKEN,1,1,9\n", "2:1: this row has 4 cells and the heading 3, too many"),
        ("iso3,iso2,income,state\nKEN,UGA,1,1\nUGA,KEN,2,0\n", "1:1: the columns 'iso3' and 'iso2' all hold codes"),
        ("iso3,income,income,state\nKEN,1,2,1\n", "1:3: the column 'income' stands here again (first in column 2)"),
        ("iso3,income,,state\nKEN,1,2,1\n", "1:3: this column has no heading; write one, or remove it"),
        ('iso3,income,state\nKEN,"1,1\n', "this is not CSV"),
        ("", "the table is empty"),
        ("iso3,income,state\n", "the table has no rows"),
        ("iso3;income;state\nKEN;1;1\n", "no column holds codes"),
    ],
)
def test_csv_that_is_out_of_shape_is_named_by_its_line(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "t.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ss.DocumentError) as caught:
        ss.read_table(path, RUBRIC)
    assert says in str(caught.value)


def test_lines_are_those_of_the_file_where_cells_have_breaks(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text('note,iso3,income,state\n"a\nb",KEN,1,1\n\nc,UGA,x,1\n', encoding="utf-8")
    with pytest.raises(ss.DocumentError, match=r"t\.csv:5:3: 'x' in column 'income' of UGA"):
        ss.read_table(path, RUBRIC)


@pytest.mark.long
def test_twenty_thousand_columns_take_seconds_and_more_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    names = [f"c{n}" for n in range(limits.TABLE_COLUMNS - 3)]
    rows = ["iso3,income,state," + ",".join(names), *(f"{code},1,1" + ",1" * len(names) for code in ("KEN", "UGA"))]
    path.write_text("\n".join(rows), encoding="utf-8")
    begun = time.process_time()
    assert ss.read_table(path, RUBRIC).codes == ["KEN", "UGA"]
    assert time.process_time() - begun < 10
    path.write_text("\n".join(row + ",1" for row in rows), encoding="utf-8")
    with pytest.raises(ss.DocumentError, match="more than 20,000 columns"):
        ss.read_table(path, RUBRIC)


def test_a_file_beyond_its_size_is_refused_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "TABLE_BYTES", 1 << 20)
    path = tmp_path / "t.csv"
    path.write_text("iso3\n" + "KEN\n" * 300_000, encoding="utf-8")
    with pytest.raises(ss.DocumentError, match="larger than 1 MiB"):
        ss.read_table(path, RUBRIC)


def test_a_code_or_a_name_hides_nothing() -> None:
    frame = pd.DataFrame(
        {"iso3": ["KEN", "a\x1b]0;x\x07"], "income": [1, 2], "state": [0, 1], "name": ["K\u202e", "U"]}
    )
    with pytest.raises(ss.DocumentError, match=r"holds the invisible character U\+001B"):
        ss.read_table(frame, RUBRIC, country="iso3")
    with pytest.raises(ss.DocumentError, match=r"holds the invisible character U\+202E"):
        ss.read_table(frame.assign(iso3=["KEN", "UGA"]), RUBRIC, name="name")


def test_other_columns_are_numbers_only_where_all_cells_are() -> None:
    others = {"yes": [True, False], "few": [1, None], "text": ["1", "x"]}
    frame = pd.DataFrame(ROWS[1:], columns=ROWS[0]).assign(**others)
    read = ss.read_table(frame, RUBRIC).numbers.others
    assert read["yes"].tolist() == [True, False]
    assert np.array_equal(read["few"], [1, np.nan], equal_nan=True)
    assert read["text"].tolist() == ["1", "x"]


def test_no_bytes_are_too_strange_to_be_refused(tmp_path: Path) -> None:
    for suffix in ("csv", "xlsx", "parquet"):
        for raw in (b"", b"\x00" * 9, b"PK\x03\x04", b"PAR1PAR1", b"\xff\xfe", b'"', io.BytesIO().getvalue()):
            path = tmp_path / f"t.{suffix}"
            path.write_bytes(raw)
            with pytest.raises(ss.DocumentError):
                ss.read_table(path, RUBRIC)
