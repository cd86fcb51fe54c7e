"""Wide tables in: a row a country, a column a criterion."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from strategyscore.errors import DocumentError, Problem, did_you_mean, sentence
from strategyscore.model.countries import Countries, Numbers
from strategyscore.model.criteria import DivideBy, Quantity
from strategyscore.model.document import Document
from strategyscore.model.names import country_codes
from strategyscore.model.nodes import Criterion
from strategyscore.model.profile import CountryProfile
from strategyscore.model.rubric import Rubric

if TYPE_CHECKING:
    import pandas as pd

SUFFIXES = (".csv", ".parquet", ".xlsx")
_EMPTY = frozenset({"", "NA", "N/A", "n/a", "NaN", "nan", "null", "None", "..", "-"})


def read_table(
    source: str | os.PathLike[str] | pd.DataFrame,
    rubric: Rubric,
    country: str | None = None,
    *,
    name: str | None = None,
    columns: Mapping[str, str] | None = None,
) -> Countries:
    """Read the values of a rubric's criteria from a wide table.

    Parameters
    ----------
    source : path or pandas.DataFrame
        A CSV (UTF-8), Parquet or Excel file (its first sheet), or a data frame; a row a country, a column a criterion.
    rubric : Rubric
        Each of its criteria needs a column, named by its id (where no other criterion has it), its path or its key.
    country : str, optional
        The column of the countries' codes; the first one whose entries are all different and all codes of ISO 3166-1
        alpha-3 where it is not given. With it given, the codes may be any text, such as those of regions.
    name : str, optional
        A column of names to show; the countries' English names where it is not given.
    columns : mapping of str to str, optional
        From a criterion's path to its column, where their names differ.

    Returns
    -------
    Countries
        To be scored like profiles. All other columns are kept: denominators and groups are looked up among them.

    Raises
    ------
    DocumentError
        With every problem at once, each with its row and column.

    Notes
    -----
    Empty cells and the usual marks of missing values (``NA``, ``n/a``, ``..``) are missing. Levels are checked against
    the rubric's scale; a checklist takes the share of yes, from 0 to 1.
    """
    table, label, digest, offset = _load(source)
    reader = _Reader(table, label, offset)
    codes = reader.codes(country)
    wanted = reader.criteria(rubric, columns or {})
    values = {leaf.key: reader.numbers(column, leaf) for leaf, column in wanted}
    taken = {column for _, column in wanted}
    others = {str(column): _plain(table[column]) for column in table.columns if column not in taken}
    for divisor in _divisors(rubric):
        if divisor in table.columns:
            others[divisor] = reader.divisor(divisor)
        else:
            near = did_you_mean(divisor, table.columns)
            reader.fault(-1, None, sentence(f"there is no column {divisor!r} to divide by", near or "add it"))
    if name is not None and name not in table.columns:
        reader.fault(-1, None, sentence(f"there is no column {name!r}", did_you_mean(name, table.columns)))
    if reader.problems:
        raise DocumentError(reader.problems)
    _validate(values, rubric, codes)
    order = np.argsort(np.array(codes), kind="stable")
    document = Document(Path(label), {}, digest)
    labels = dict(zip(codes, map(str, table[name]), strict=True)) if name else {}
    profiles = tuple(CountryProfile(codes[row], None, {}, {}, document, label=labels.get(codes[row])) for row in order)
    numbers = Numbers(
        values={key: column[order] for key, column in values.items()},
        others={key: column[order] for key, column in others.items()},
        name=Path(label).name,
        digest=digest,
    )
    return Countries(profiles, numbers)


def _load(source: str | os.PathLike[str] | pd.DataFrame) -> tuple[pd.DataFrame, str, str, int]:
    """The table, what it is called, its SHA-256, and the line of its first row."""
    import pandas as pd

    if isinstance(source, pd.DataFrame):
        table = source.reset_index() if source.index.name is not None else source
        digest = hashlib.sha256(pd.util.hash_pandas_object(table, index=False).to_numpy().tobytes()).hexdigest()
        return table, "the table", digest, 0
    path = Path(source)
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        message = f"{suffix or 'no suffix'} is not a kind of table; give {', '.join(SUFFIXES)}"
        raise DocumentError([Problem(str(path), 1, 1, message)])
    if not path.is_file():
        raise DocumentError([Problem(str(path), 1, 1, "there is no such file; check the name")])
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    try:
        if suffix == ".csv":
            options: Any = {"header": None, "dtype": str, "keep_default_na": False, "skipinitialspace": True}
            table = _with_heading(pd.read_csv(path, encoding="utf-8-sig", **options))
        elif suffix == ".parquet":
            table = pd.read_parquet(path)
        else:
            table = _with_heading(pd.read_excel(path, header=None, keep_default_na=False))
    except ImportError as error:
        raise DocumentError([Problem(str(path), 1, 1, f"{error.name or error} is not installed; install it")]) from None
    except Exception as error:
        why = " ".join(str(error).split()) or type(error).__name__
        raise DocumentError([Problem(str(path), 1, 1, f"the table cannot be read ({why})")]) from None
    return table, str(path), digest, 2


def _with_heading(table: pd.DataFrame) -> pd.DataFrame:
    """The first row as the heading, as it stands: pandas would rename what stands there twice."""
    body = table.iloc[1:].reset_index(drop=True)
    body.columns = [str(heading).strip() for heading in table.iloc[0]]
    return body


class _Reader:
    """Reads columns, and keeps what was found wrong with row and column."""

    def __init__(self, table: pd.DataFrame, label: str, offset: int) -> None:
        self.table = table
        self.label = label
        self.offset = offset
        self.problems: list[Problem] = []
        if not len(table):
            self.fault(-1, None, "the table has no rows; add one for each country")
        headings = list(map(str, table.columns))
        for position, heading in enumerate(headings):
            if heading in headings[:position]:
                self.fault(-1, position, f"the column {heading!r} stands here again; keep one")
        if self.problems:
            raise DocumentError(self.problems)

    def fault(self, row: int, column: int | None, message: str) -> None:
        """A problem in a row (-1 for the heading) and column, both from 0."""
        line = max(row + self.offset, 1)
        self.problems.append(Problem(self.label, line, (column or 0) + 1, message))

    def codes(self, country: str | None) -> list[str]:
        """The countries' codes, found or given."""
        if country is None:
            country = self._find()
        if country not in self.table.columns:
            near = did_you_mean(country, self.table.columns)
            self.fault(-1, None, sentence(f"there is no column {country!r} of countries", near))
            raise DocumentError(self.problems)
        column = self._position(country)
        codes = [str(code).strip() for code in self.table[country]]
        seen: dict[str, int] = {}
        for row, code in enumerate(codes):
            if code in _EMPTY - {"NA"}:
                self.fault(row, column, "the code of the country is missing; fill it in, or remove the row")
            elif code in seen:
                message = f"{code} stands here again (first in row {seen[code] + 1}); keep one of the two"
                self.fault(row, column, message)
            seen.setdefault(code, row)
        if self.problems:
            raise DocumentError(self.problems)
        self.country = country
        return codes

    def _find(self) -> str:
        for column in self.table.columns:
            codes = [str(code).strip() for code in self.table[column]]
            if len(set(codes)) == len(codes) and set(codes) <= country_codes():
                return str(column)
        message = "no column holds codes of ISO 3166-1 alpha-3, all different; name the column of the countries"
        self.fault(-1, None, sentence(message, self._strangers()))
        raise DocumentError(self.problems)

    def _strangers(self) -> str:
        """What keeps the likeliest column from being the one of the codes."""
        best = max(
            self.table.columns, key=lambda column: sum(str(code) in country_codes() for code in self.table[column])
        )
        codes = [str(code) for code in self.table[best]]
        strange = [code for code in codes if code not in country_codes()] or [
            code for code in dict.fromkeys(codes) if codes.count(code) > 1
        ]
        if len(strange) > len(codes) / 2:
            return ""
        return f"in {best!r} mend {', '.join(strange[:5])}"

    def criteria(self, rubric: Rubric, renamed: Mapping[str, str]) -> list[tuple[Criterion, str]]:
        """The column of each criterion."""
        ids = [leaf.id for leaf in rubric.criteria]
        pairs: list[tuple[Criterion, str]] = []
        free = [str(column) for column in self.table.columns if column != self.country]
        for name in renamed:
            if name not in rubric.by_key:
                self.fault(
                    0, None, sentence(f"{rubric.id} has no criterion {name!r}", did_you_mean(name, rubric.by_key))
                )
        for leaf in rubric.criteria:
            names = [renamed.get(leaf.path) or renamed.get(leaf.key), leaf.path, leaf.key]
            names += [leaf.id] if ids.count(leaf.id) == 1 else []
            column = next((name for name in names if name in free), None)
            if column is None:
                wanted = names[0] or leaf.id
                near = did_you_mean(wanted, free)
                near = near if near.startswith("did") else f"add it, or name it with columns={{{leaf.path!r}: ...}}"
                self.fault(-1, None, sentence(f"there is no column {wanted!r} for the criterion {leaf.path}", near))
            else:
                pairs.append((leaf, column))
        return pairs

    def numbers(self, column: str, leaf: Criterion) -> np.ndarray[Any, np.dtype[np.float64]]:
        """A criterion's column as numbers, each of which the criterion can take."""
        values = self._floats(column)
        position = self._position(column)
        for row in np.flatnonzero(~np.isnan(values)):
            if why := leaf.refuses(float(values[row])):
                self.fault(int(row), position, f"{self._cell(int(row), column)}: {why}")
        return values

    def divisor(self, column: str) -> np.ndarray[Any, np.dtype[np.float64]]:
        """A column that others are divided by."""
        values = self._floats(column)
        for row in np.flatnonzero(values == 0):
            position = self._position(column)
            self.fault(
                int(row), position, f"{self._cell(int(row), column)}: others are divided by it; it must not be 0"
            )
        return values

    def _floats(self, column: str) -> np.ndarray[Any, np.dtype[np.float64]]:
        series = self.table[column]
        try:
            fast = series.to_numpy(dtype=np.float64, na_value=np.nan)
            if not np.isinf(fast).any():
                return np.asarray(fast)
        except (ValueError, TypeError):
            pass
        values = np.full(len(series), np.nan)
        position = self._position(column)
        for row, cell in enumerate(series):
            text = "" if cell is None else str(cell).strip()
            if text in _EMPTY or text == "<NA>":
                continue
            try:
                values[row] = float(text)
            except ValueError:
                hint = "; write a point, not a comma" if "," in text else "; write a number, or leave it empty"
                self.fault(row, position, f"{self._cell(row, column)} is not a number{hint}")
                continue
            if np.isinf(values[row]):
                self.fault(row, position, f"{self._cell(row, column)} is not finite; write a number, or leave it empty")
        return values

    def _position(self, column: str) -> int:
        return list(self.table.columns).index(column)

    def _cell(self, row: int, column: str) -> str:
        cell = str(self.table[column].iloc[row])
        return f"{cell[:40]!r} in column {column!r} of {self.table[self.country].iloc[row]}"


def _divisors(rubric: Rubric) -> list[str]:
    steps = [step for leaf in rubric.criteria if isinstance(leaf, Quantity) for step in leaf.transform]
    return list(dict.fromkeys(step.divide_by for step in steps if isinstance(step, DivideBy)))


def _plain(series: pd.Series[Any]) -> np.ndarray[Any, Any]:
    """A column that is no criterion: numbers where all are, text or nothing otherwise."""
    cells = [None if str(cell).strip() in _EMPTY or cell is None else cell for cell in series]
    try:
        return np.array([np.nan if cell is None else float(cell) for cell in cells], dtype=np.float64)
    except (TypeError, ValueError):
        return np.array(cells, dtype=object)


def _validate(values: Mapping[str, Any], rubric: Rubric, codes: list[str]) -> None:
    """The last word is the pandera model's, built from the rubric."""
    import pandas as pd

    from strategyscore.schemas import values_schema

    values_schema(rubric).validate(pd.DataFrame(dict(values), index=pd.Index(codes, name="country", dtype=str)))
