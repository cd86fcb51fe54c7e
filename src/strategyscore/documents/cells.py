"""What a cell of a table means: a number, missing, or an error; nothing is guessed."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from typing import Any

import numpy as np

from strategyscore import limits

MISSING = frozenset({"", "NA", "NaN", "nan", "null", "None", "<NA>", "..", "-"})
"""The words for a missing value."""

NOT_APPLICABLE = frozenset({"n/a", "N/A"})
"""The words for a criterion that does not apply to a country: neither missing nor zero."""

_NOTHINGS = ("NAType", "NaTType")  # of pandas
_NUMBER = re.compile(r"[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d{1,4})?", re.ASCII)
_THOUSANDS = re.compile(r"[-+]?\d{1,3}([ ,.'\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}_]\d{3})+([.,]\d+)?", re.ASCII)
_INFINITE = re.compile(r"[-+]?inf(inity)?", re.IGNORECASE)


def is_missing(cell: Any) -> bool:
    """Whether a cell holds nothing, or a word that stands for no value."""
    if isinstance(cell, str):
        return cell.strip() in MISSING | NOT_APPLICABLE
    return cell is None or type(cell).__name__ in _NOTHINGS or (isinstance(cell, float) and cell != cell)


def number(cell: Any) -> tuple[float, str]:
    """A cell as a number, NaN where it is missing or does not apply, and what is wrong with it.

    Parameters
    ----------
    cell : object
        As a CSV, Excel or Parquet file or a data frame holds it.

    Returns
    -------
    float, str
        What is wrong ends with the remedy, and is empty where nothing is.

    Examples
    --------
    >>> number(" 1.5e3 ")
    (1500.0, '')
    >>> number("1,5")
    (nan, 'is not a number; write a point, not a comma')
    >>> number(True)
    (nan, 'is yes or no, and not a number; write 1 or 0')
    """
    if isinstance(cell, bool | np.bool_):
        return np.nan, "is yes or no, and not a number; write 1 or 0"
    if isinstance(cell, dt.date | dt.time | dt.timedelta | np.datetime64 | np.timedelta64):
        if cell != cell:
            return np.nan, ""
        return np.nan, "is a date or a time, and not a number; write a number, or leave it empty"
    if isinstance(cell, int | float | np.integer | np.floating | Decimal):
        return _read(cell)
    if cell is None or type(cell).__name__ in _NOTHINGS:
        return np.nan, ""
    if not isinstance(cell, str):
        return np.nan, f"is not a number ({type(cell).__name__}); write a number, or leave it empty"
    text = cell.strip()
    if text in MISSING or text in NOT_APPLICABLE:
        return np.nan, ""
    if _NUMBER.fullmatch(text):
        return _read(text)
    return np.nan, _told(text)


def _read(cell: Any) -> tuple[float, str]:
    try:
        value = float(cell)
    except OverflowError:  # a whole number of Python has no end
        value = np.inf
    except ValueError:  # a decimal that signals
        return np.nan, "is not a number; write a number, or leave it empty"
    if value == np.inf or value == -np.inf:
        return np.nan, "is not finite; write a number, or leave it empty"
    why = "" if value != value else limits.magnitude(value)
    return (np.nan, f"does not do: {why}") if why else (value, "")


def _told(text: str) -> str:
    """Why a text is no number, and the remedy."""
    if _INFINITE.fullmatch(text):
        return "is not finite; write a number, or leave it empty"
    if text.startswith("#"):
        return "is an error of the spreadsheet; mend its formula, or leave it empty"
    if text.startswith("="):
        return "is a formula without a value; open the file in a spreadsheet and save it, or write the number"
    if text.endswith("%"):
        return "is not a number; write it without the percent sign"
    if _THOUSANDS.fullmatch(text):
        return "is not a number; write it without marks between thousands, and with a point, not a comma"
    if "," in text:
        return "is not a number; write a point, not a comma"
    return "is not a number; write a number, or leave it empty"


def numbers(cells: Any) -> tuple[Any, dict[int, str]]:
    """A column as numbers, and what is wrong by row.

    Parameters
    ----------
    cells : pandas.Series

    Returns
    -------
    ndarray of float, dict of int to str
    """
    if cells.dtype.kind in "iuf" and not hasattr(cells.dtype, "na_value"):
        fast = cells.to_numpy(dtype=np.float64)
        sizes = np.abs(fast[fast != 0])
        if not np.any((sizes > limits.LARGEST) | (sizes < limits.SMALLEST)):
            return fast, {}
    values = np.full(len(cells), np.nan)
    wrong: dict[int, str] = {}
    known: dict[str, tuple[float, str]] = {}  # a column says the same few things again and again
    for row, cell in enumerate(cells):
        if isinstance(cell, str):
            value, why = known.get(cell) or known.setdefault(cell, number(cell))
        else:
            value, why = number(cell)
        values[row] = value
        if why:
            wrong[row] = why
    return values, wrong


def not_applicable(cells: Any) -> Any:
    """Which cells of a column say that a criterion does not apply.

    Parameters
    ----------
    cells : pandas.Series

    Returns
    -------
    ndarray of bool
    """
    if cells.dtype.kind in "iufb":
        return np.zeros(len(cells), dtype=bool)
    return np.array([isinstance(cell, str) and cell.strip() in NOT_APPLICABLE for cell in cells], dtype=bool)


def plain_column(cells: Any) -> Any:
    """A column that is no criterion: numbers where all cells are, else texts, and None where nothing stands."""
    values, wrong = numbers(cells)
    if not wrong:
        return values
    return np.array([None if is_missing(cell) else cell for cell in cells], dtype=object)
