"""A table in the format that is asked for: text for reports, files for spreadsheets and other programs."""

from __future__ import annotations

import io
import math
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from strategyscore.output.files import to_csv, to_json
from strategyscore.text import markup
from strategyscore.text.words import DASH, enumerated, percent, plain, points

if TYPE_CHECKING:
    import pandas as pd


class Format(StrEnum):
    """How a table leaves."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    MARKDOWN = "markdown"
    LATEX = "latex"
    PARQUET = "parquet"
    XLSX = "xlsx"

    @classmethod
    def of(cls, suffix: str) -> Format:
        """The format that a file's suffix stands for.

        Raises
        ------
        ValueError
            If it stands for none.
        """
        short = {"": cls.TABLE, "txt": cls.TABLE, "md": cls.MARKDOWN, "tex": cls.LATEX}
        name = suffix.removeprefix(".").lower()
        known = short | {str(form): form for form in cls if form is not cls.TABLE}
        if name not in known:
            raise ValueError(
                f"there is no format for {suffix}; use one of {enumerated(f'.{one}' for one in known if one)}"
            )
        return known[name]

    @property
    def binary(self) -> bool:
        """Whether it is for files only."""
        return self in (Format.PARQUET, Format.XLSX)


_SHARES = {"coverage", "first", "imputed"}


def encode(
    table: pd.DataFrame,
    form: Format,
    provenance: Callable[[], Mapping[str, Any]],
    *,
    digits: int = 1,
    sheets: Mapping[str, Callable[[], pd.DataFrame]] | None = None,
) -> bytes:
    """A table as bytes.

    Parameters
    ----------
    table : DataFrame
    form : Format
    made : callable
        Tells how it was made; asked only by the formats that carry it (JSON and Excel).
    digits : int
        Decimals of scores in Markdown and LaTeX; the others keep all.
    sheets : mapping of str to callable, optional
        Further sheets of an Excel file.

    Raises
    ------
    ModuleNotFoundError
        If the package for Parquet or Excel is not installed, with the command that installs it.
    """
    if form is Format.CSV:
        return to_csv(table).encode()
    if form is Format.JSON:
        return to_json(table, provenance()).encode()
    if form is Format.MARKDOWN:
        return to_markdown(table, digits).encode()
    if form is Format.LATEX:
        return to_latex(table, digits).encode()
    if form is Format.PARQUET:
        return _parquet(table)
    if form is Format.XLSX:
        content = {"table": table, **{name: get() for name, get in (sheets or {}).items()}}
        return _xlsx(content, provenance(), digits)
    return (table.to_string() + "\n").encode()


def to_markdown(table: pd.DataFrame, digits: int = 1) -> str:
    """A table in GitHub's Markdown, numbers rounded and to the right."""
    heads, rows, right = _texts(table, digits)
    safe = [list(map(markup.to_markdown, row)) for row in (heads, *rows)]
    lines = [safe[0], ["---:" if one else "---" for one in right], *safe[1:]]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def to_latex(table: pd.DataFrame, digits: int = 1) -> str:
    """A table in LaTeX, for the package booktabs."""
    heads, rows, right = _texts(table, digits)

    def line(cells: list[str]) -> str:
        return " & ".join(map(markup.to_latex, cells)) + r" \\"

    body = [line(heads), r"\midrule", *map(line, rows)]
    columns = "".join("r" if one else "l" for one in right)
    return "\n".join([rf"\begin{{tabular}}{{{columns}}}", r"\toprule", *body, r"\bottomrule", r"\end{tabular}", ""])


def _texts(table: pd.DataFrame, digits: int) -> tuple[list[str], list[list[str]], list[bool]]:
    """Heads, rows of texts, and which columns are numbers."""
    from pandas.api.types import is_numeric_dtype

    flat = table.reset_index() if table.index.name is not None else table
    right = [is_numeric_dtype(flat[name]) for name in flat]

    def text(name: str, value: Any) -> str:
        if isinstance(value, float):
            if name == "rank" and not math.isnan(value):
                return str(int(value))
            return percent(value) if name in _SHARES else points(value, digits)
        return DASH if value is None or value != value else plain(str(value))

    names = [str(name) for name in flat]
    rows = [
        [text(name, value) for name, value in zip(names, row, strict=True)]
        for row in flat.astype(object).where(flat.notna(), float("nan")).itertuples(index=False)
    ]
    return names, rows, right


def _parquet(table: pd.DataFrame) -> bytes:
    _needs("pyarrow", "parquet")
    buffer = io.BytesIO()
    named = table.rename(columns=str)
    named.to_parquet(buffer)
    return buffer.getvalue()


def _xlsx(sheets: Mapping[str, pd.DataFrame], provenance: Mapping[str, Any], digits: int) -> bytes:
    """A sheet for each table, its header frozen and its columns wide enough, and one for how it was made."""
    _needs("openpyxl", "excel")
    import json

    import openpyxl
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for title, table in sheets.items():
        sheet = book.create_sheet(title[:31])
        flat = table.reset_index() if table.index.name is not None else table
        sheet.append([str(name) for name in flat])
        for row in flat.astype(object).where(flat.notna(), None).itertuples(index=False):
            sheet.append([markup.defused(cell) for cell in row])
        for cell in sheet[1]:
            cell.font = Font(bold=True)
        for number, name in enumerate(flat, start=1):
            letter = get_column_letter(number)
            cells = sheet[letter][1:]
            shown = [str(name), *(str(cell.value) for cell in cells if isinstance(cell.value, str))]
            sheet.column_dimensions[letter].width = min(max(map(len, shown)) + 2, 60)
            for cell in cells:
                if isinstance(cell.value, float):
                    cell.number_format = "0 %" if name in _SHARES else "0" if name == "rank" else f"0.{'0' * digits}"
                elif isinstance(cell.value, str):
                    cell.data_type = "s"  # never a formula
                    cell.alignment = Alignment(vertical="top", wrap_text=len(cell.value) > 60)
        sheet.freeze_panes = "B2"
        sheet.auto_filter.ref = sheet.dimensions
    notes = book.create_sheet("how it was made")
    for key, value in provenance.items():
        notes.append([key, value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)])
    notes.column_dimensions["A"].width = 16
    notes.column_dimensions["B"].width = 120
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _needs(package: str, extra: str) -> None:
    from importlib.util import find_spec

    if find_spec(package) is None:
        raise ModuleNotFoundError(f"this format needs {package}; install it with: pip install 'strategyscore[{extra}]'")
