"""Files of tables to rows of cells as they stand, within the budgets; what the cells mean is said elsewhere."""

from __future__ import annotations

import csv
import hashlib
import io
import os
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from strategyscore import limits
from strategyscore.documents.bundled import is_file
from strategyscore.errors import DocumentError, Problem

if TYPE_CHECKING:
    import pandas as pd

SUFFIXES = (".csv", ".parquet", ".xlsx")


@dataclass(frozen=True)
class Sheet:
    """A table as it was found.

    Attributes
    ----------
    table : DataFrame
        With the headings as its columns.
    label : str
        What it is called: its file, or "the table".
    digest : str
        SHA-256 of the file, or of the values.
    lines : sequence of int
        In which line or row of the file each row stands, counted from 1.
    origin : mapping of (int, int) to (int, int)
        Of a table that was long: from row and column, counted from 0, to the line and column of the file.
    """

    table: pd.DataFrame
    label: str
    digest: str
    lines: Sequence[int]
    origin: Mapping[tuple[int, int], tuple[int, int]] = field(default_factory=dict)


def read_sheet(source: str | os.PathLike[str] | pd.DataFrame) -> Sheet:
    """Read a CSV, Parquet or Excel file, or take a data frame.

    Raises
    ------
    DocumentError
        If it cannot be read, is larger than the budgets, or has no proper heading.
    """
    import pandas as pd

    if isinstance(source, pd.DataFrame):
        table = _with_index(source)
        _in_budget(len(table), len(table.columns), "the table")
        digest = hashlib.sha256(pd.util.hash_pandas_object(table, index=False).to_numpy().tobytes()).hexdigest()
        _headings(list(map(str, table.columns)), "the table")
        return Sheet(table, "the table", digest, range(len(table)))
    path = Path(source)
    label, suffix = str(path), path.suffix.lower()
    if suffix not in SUFFIXES:
        raise _refused(label, f"{suffix or 'no suffix'} is not a kind of table; give {', '.join(SUFFIXES)}")
    try:
        if not is_file(path):
            raise _refused(label, "there is no such file; check the name")
        with path.open("rb") as file:
            raw = file.read(limits.TABLE_BYTES + 1)
    except OSError as error:
        raise _refused(label, f"the file cannot be read ({error.strerror or type(error).__name__})") from None
    if len(raw) > limits.TABLE_BYTES:
        raise _refused(label, f"the file is larger than {limits.TABLE_BYTES >> 20} MiB; score it in parts")
    reader = {".csv": _csv, ".parquet": _parquet, ".xlsx": _xlsx}[suffix]
    try:
        table, lines = reader(raw, label)
    except DocumentError:
        raise
    except ImportError as error:
        raise _refused(label, f"{error.name or error} is not installed; install it") from None
    except Exception as error:  # what a reader of a broken file raises is of any kind
        why = " ".join(str(error).split()) or type(error).__name__
        raise _refused(label, f"the table cannot be read ({why[:200]})") from None
    return Sheet(table, label, hashlib.sha256(raw).hexdigest(), lines)


def _csv(raw: bytes, label: str) -> tuple[pd.DataFrame, list[int]]:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        message = "this byte is not UTF-8; save the file with the encoding UTF-8"
        raise DocumentError([Problem(label, line, 1, message)]) from None
    reader = csv.reader(io.StringIO(text, newline=""), skipinitialspace=True, strict=True)
    return _framed(((reader.line_num, cells) for cells in _rows_of(reader, label) if cells), label)


def _rows_of(reader: Any, label: str) -> Iterator[list[str]]:
    """Rows, with the line of whatever is no CSV."""
    while True:
        try:
            yield next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            message = f"this is not CSV ({error}); mend the quotes here or just above"
            raise DocumentError([Problem(label, max(reader.line_num, 1), 1, message)]) from None


def _parquet(raw: bytes, label: str) -> tuple[pd.DataFrame, Sequence[int]]:
    import pyarrow.parquet as pq

    file = pq.ParquetFile(io.BytesIO(raw))
    meta = file.metadata
    _in_budget(meta.num_rows, meta.num_columns, label)
    _unfolded(sum(meta.row_group(group).total_byte_size for group in range(meta.num_row_groups)), label)
    table = _with_index(file.read().to_pandas())
    _headings(list(map(str, table.columns)), label)
    return table, range(2, len(table) + 2)


def _xlsx(raw: bytes, label: str) -> tuple[pd.DataFrame, list[int]]:
    import openpyxl

    with zipfile.ZipFile(io.BytesIO(raw)) as parts:
        _unfolded(sum(part.file_size for part in parts.infolist()), label)
    rows, formulas = _cells(openpyxl.load_workbook(io.BytesIO(raw), read_only=True), label)
    if formulas:  # read anew for their values, as a spreadsheet left them
        values, _ = _cells(openpyxl.load_workbook(io.BytesIO(raw), read_only=True, data_only=True), label)
        known = dict(values)
        for line, row in rows:
            for column, cell in enumerate(row):
                if isinstance(cell, str) and (line, column) in formulas:
                    valued = known.get(line, [])
                    value = valued[column] if column < len(valued) else None
                    row[column] = cell if value is None else value
    return _framed(rows, label)


def _cells(book: Any, label: str) -> tuple[list[tuple[int, list[Any]]], set[tuple[int, int]]]:
    """The rows of the first sheet that can be seen, and which of their cells are formulas."""
    sheet = next((sheet for sheet in book.worksheets if sheet.sheet_state == "visible"), None)
    if sheet is None:
        raise _refused(label, "no sheet of the file can be seen; unhide the one to be read")
    rows: list[tuple[int, list[Any]]] = []
    formulas: set[tuple[int, int]] = set()
    for line, cells in enumerate(sheet.iter_rows(), start=1):
        if line > limits.TABLE_ROWS:
            message = f"there are more than {limits.TABLE_ROWS:,} rows, empty ones counted; delete some"
            raise DocumentError([Problem(label, line, 1, message)])
        row = [cell.value for cell in cells]
        while row and row[-1] is None:
            row.pop()
        if row:
            _in_budget(len(rows), len(row), label)
            formulas |= {(line, column) for column, cell in enumerate(cells) if cell.data_type == "f"}
            rows.append((line, row))
    width = max((len(row) for _, row in rows), default=0)
    return [(line, row + [None] * (width - len(row))) for line, row in rows], formulas


def _framed(rows: Iterable[tuple[int, Sequence[Any]]], label: str) -> tuple[pd.DataFrame, list[int]]:
    """The first row as the heading and the others below it, each as long as the heading."""
    import pandas as pd

    lines: list[int] = []
    body: list[Sequence[Any]] = []
    headings: list[str] = []
    problems: list[Problem] = []
    for line, cells in rows:
        if not headings:
            headings = ["" if cell is None else str(cell).strip() for cell in cells]
            _headings(headings, label, line)
            continue
        if len(cells) != len(headings):
            few = "too few" if len(cells) < len(headings) else "too many"
            message = f"this row has {len(cells)} cells and the heading {len(headings)}, {few}; mend its separators"
            problems.append(Problem(label, line, 1, message))
        lines.append(line)
        body.append(cells)
        _in_budget(len(body), len(headings), label)
    if not headings:
        raise _refused(label, "the table is empty; write a heading, and a row for each country")
    if problems:
        raise DocumentError(problems)
    return pd.DataFrame(body, columns=pd.Index(headings, dtype=object), dtype=object), lines


def _headings(headings: Sequence[str], label: str, line: int = 1) -> None:
    """Refuse a heading that stands twice, or is missing."""
    seen: dict[str, int] = {}
    problems: list[Problem] = []
    for position, heading in enumerate(headings):
        if not heading:
            problems.append(Problem(label, line, position + 1, "this column has no heading; write one, or remove it"))
        elif heading in seen:
            message = f"the column {heading!r} stands here again (first in column {seen[heading] + 1}); keep one"
            problems.append(Problem(label, line, position + 1, message))
        seen.setdefault(heading, position)
    if problems:
        raise DocumentError(problems)


def _with_index(table: pd.DataFrame) -> pd.DataFrame:
    """The index as a column where it has a name."""
    return table.reset_index() if any(name is not None for name in table.index.names) else table


def _in_budget(rows: int, columns: int, label: str) -> None:
    if columns > limits.TABLE_COLUMNS:
        raise _refused(label, f"the table has more than {limits.TABLE_COLUMNS:,} columns; remove those not needed")
    if rows > limits.TABLE_ROWS:
        raise _refused(label, f"the table has more than {limits.TABLE_ROWS:,} rows; score it in parts")
    if rows * columns > limits.TABLE_CELLS:
        raise _refused(label, f"the table has more than {limits.TABLE_CELLS:,} cells; remove columns not needed")


def _unfolded(size: int, label: str) -> None:
    if size > limits.TABLE_UNFOLDED_BYTES:
        most = limits.TABLE_UNFOLDED_BYTES >> 20
        raise _refused(label, f"the file unfolds to more than {most} MiB; score it in parts")


def _refused(label: str, message: str) -> DocumentError:
    return DocumentError([Problem(label, 1, 1, message)])
