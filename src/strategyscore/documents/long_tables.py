"""Long tables, a row a country and criterion, turned into wide ones whose cells remember where they stood."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from strategyscore import limits
from strategyscore.documents.cells import is_missing
from strategyscore.documents.sheets import Sheet
from strategyscore.errors import DocumentError, Problem, did_you_mean, sentence


def widened(sheet: Sheet, columns: Sequence[str], time: str | None = None) -> Sheet:
    """A row a country, or a country and time, and a column for each of the criteria that the long table names.

    Parameters
    ----------
    sheet : Sheet
        A row for each country and criterion.
    columns : sequence of three str
        The columns of the countries' codes, of the criteria and of the values. Others are left out.
    time : str, optional
        The column of the years, quarters or months.

    Returns
    -------
    Sheet
        Problems of its cells are told where they stand in the long table.

    Raises
    ------
    DocumentError
        If a column is not there, a name is missing, or a country has a criterion twice, at one time.
    ValueError
        If it is not three columns.
    """
    import pandas as pd

    if isinstance(columns, str) or len(columns) != 3:
        raise ValueError("long takes three columns: of the countries, of the criteria and of the values")
    problems: list[Problem] = []
    headings = [str(name) for name in sheet.table.columns]
    for name in [*columns, *([] if time is None else [time])]:
        if name not in headings:
            message = sentence(f"there is no column {name!r}", did_you_mean(name, headings))
            problems.append(Problem(sheet.label, 1, 1, message))
    if problems:
        raise DocumentError(problems)
    positions = [headings.index(name) for name in columns]
    codes, names, values = (sheet.table.iloc[:, position] for position in positions)
    moments = [None] * len(codes) if time is None else list(sheet.table.iloc[:, headings.index(time)])
    cells: dict[tuple[tuple[str, str], str], tuple[int, Any]] = {}
    for row, (code, name, value, moment) in enumerate(zip(codes, names, values, moments, strict=True)):
        line = max(sheet.lines[row], 1)
        for cell, position in ((code, positions[0]), (name, positions[1])):
            if is_missing(cell) and str(cell) != "NA":
                problems.append(
                    Problem(sheet.label, line, position + 1, "this is missing; fill it in, or remove the row")
                )
                break
        else:
            key = ((str(code).strip(), str(moment).strip()), str(name).strip())
            if key in cells:
                who = key[0][0] if time is None else " in ".join(key[0])
                message = f"{who} has {key[1]!r} here again (first in row {cells[key][0] + 1}); keep one of the two"
                problems.append(Problem(sheet.label, line, positions[1] + 1, message))
            cells.setdefault(key, (row, value))
    if problems:
        raise DocumentError(problems)
    rows = {code: number for number, code in enumerate(dict.fromkeys(code for code, _ in cells))}
    before = 1 if time is None else 2  # columns that stand before those of the criteria
    heads = {name: number for number, name in enumerate(dict.fromkeys(name for _, name in cells), before)}
    if len(heads) > limits.TABLE_COLUMNS or len(rows) * len(heads) > limits.TABLE_CELLS:
        message = (
            f"the table names {len(heads):,} criteria of {len(rows):,} countries, which is too many; take a part of it"
        )
        raise DocumentError([Problem(sheet.label, 1, positions[1] + 1, message)])
    filled: dict[str, list[Any]] = {name: [None] * len(rows) for name in heads}
    origin: dict[tuple[int, int], tuple[int, int]] = {}
    for (code, name), (row, value) in cells.items():
        filled[name][rows[code]] = value
        origin[rows[code], heads[name]] = (max(sheet.lines[row], 1), positions[2] + 1)
    first: dict[tuple[str, str], int] = {}
    for (code, _), (row, _) in cells.items():
        first[code] = min(first.get(code, row), row)
    if time is not None:
        at = headings.index(time) + 1
        origin |= {(number, 1): (max(sheet.lines[first[code]], 1), at) for code, number in rows.items()}
    lines = [sheet.lines[first[code]] for code in rows]
    heading: dict[str, list[Any]] = {columns[0]: [code for code, _ in rows]}
    if time is not None:
        heading[time] = [moments[first[code]] for code in rows]
    table = pd.DataFrame({**heading, **{name: pd.Series(column) for name, column in filled.items()}})
    return replace(sheet, table=table, lines=lines, origin=origin)
