"""Tables in: a row a country, a column a criterion."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, overload

import numpy as np

from strategyscore import limits
from strategyscore.documents.cells import MISSING, NOT_APPLICABLE, is_missing, not_applicable, numbers, plain_column
from strategyscore.documents.long_tables import widened
from strategyscore.documents.sheets import Sheet, read_sheet
from strategyscore.errors import DocumentError, Problem, did_you_mean, few_suggestions, sentence
from strategyscore.model.countries import Countries, Numbers
from strategyscore.model.criteria import DivideBy, Levels, Quantity
from strategyscore.model.document import Document
from strategyscore.model.names import country_codes, country_name
from strategyscore.model.nodes import Criterion, Group
from strategyscore.model.panels import CountryPanel, row_code
from strategyscore.model.periods import YEAR, Calendar, Time, read_times
from strategyscore.model.profile import CountryProfile
from strategyscore.model.rubric import Rubric
from strategyscore.text.words import HIDDEN, enumerated, printable

if TYPE_CHECKING:
    import pandas as pd


@overload
def read_table(
    source: str | os.PathLike[str] | pd.DataFrame,
    rubric: Rubric,
    country: str | None = None,
    *,
    name: str | None = None,
    columns: Mapping[str, str] | None = None,
    long: Sequence[str] | None = None,
    time: None = None,
) -> Countries: ...
@overload
def read_table(
    source: str | os.PathLike[str] | pd.DataFrame,
    rubric: Rubric,
    country: str | None = None,
    *,
    name: str | None = None,
    columns: Mapping[str, str] | None = None,
    long: Sequence[str] | None = None,
    time: str,
) -> CountryPanel: ...
def read_table(
    source: str | os.PathLike[str] | pd.DataFrame,
    rubric: Rubric,
    country: str | None = None,
    *,
    name: str | None = None,
    columns: Mapping[str, str] | None = None,
    long: Sequence[str] | None = None,
    time: str | None = None,
) -> Countries | CountryPanel:
    """Read the values of a rubric's criteria from a table, wide or long.

    Parameters
    ----------
    source : path or pandas.DataFrame
        A CSV (UTF-8), Parquet or Excel file (its first sheet that is not hidden), or a data frame; a row a country, a
        column a criterion.
    rubric : Rubric
        Each of its criteria needs a column, named by its id (where no other criterion has it), its path or its key.
    country : str, optional
        The column of the countries' codes; where it is not given, the only one whose entries are all different and all
        codes of ISO 3166-1 alpha-3. With it given, the codes may be any text, such as those of regions.
    name : str, optional
        A column of names to show; the countries' English names where it is not given.
    columns : mapping of str to str, optional
        From a criterion's path to its column, where their names differ.
    long : sequence of three str, optional
        Of a long table, a row a country and criterion: the columns of the countries' codes, of the criteria and of the
        values. What the column of the criteria names then counts as a column.
    time : str, optional
        The column of the years, quarters (``2021Q3``) or months (``2021-09``), where the table has a row for every
        country and time, or, with `long`, for every country, time and criterion.

    Returns
    -------
    Countries or CountryPanel
        A `CountryPanel` where `time` is given. To be scored like profiles. All other columns are kept: denominators and
        groups are looked up among them.

    Raises
    ------
    DocumentError
        With every problem at once, each with its row and column.
    ValueError
        If `long` is not three columns.

    See Also
    --------
    strategyscore.load_countries : Reads profiles with evidence.
    strategyscore.read_coin : Reads COINr's tables.

    Notes
    -----
    Empty cells and the words of `strategyscore.documents.cells.MISSING` (``NA``, ``..`` and some more) are missing.
    ``n/a`` and ``N/A`` say that a criterion does not apply to a country, which is neither missing nor zero: no coverage
    is lost, and no bound is widened. (``pandas.read_csv`` makes both missing, unless it is told
    ``keep_default_na=False``.) Whatever else is no number is an error: yes and no, dates, errors and formulas without a
    value, commas, percent signs. Levels are checked against the rubric's scale; a checklist takes the share of yes,
    from 0 to 1.

    Examples
    --------
    >>> ss.read_table(table, rubric, "place")
    <Countries: Aria, Bora, Cala, Dona>
    """
    sheet = read_sheet(source)
    if long is not None:
        sheet, country = widened(sheet, long, time), long[0]
    with few_suggestions():
        return _read(sheet, rubric, country, name, columns or {}, time)


def _read(
    sheet: Sheet,
    rubric: Rubric,
    country: str | None,
    name: str | None,
    columns: Mapping[str, str],
    time: str | None,
) -> Countries | CountryPanel:
    table, label, digest = sheet.table, sheet.label, sheet.digest
    reader = _Reader(sheet)
    calendar, counted = (YEAR, None) if time is None else reader.times(time)
    years = None if counted is None else [calendar.label(number) for number in counted]
    alone = reader.codes(country, years)
    codes = alone if years is None else list(map(row_code, alone, years))
    wanted = reader.criteria(rubric, columns)
    values = {leaf.key: reader.numbers(column, leaf) for leaf, column in wanted}
    taken = {column for _, column in wanted}
    others = {str(column): plain_column(table[column]) for column in table.columns if column not in taken}
    for divisor in _divisors(rubric):
        if divisor in table.columns:
            others[divisor] = reader.divisor(divisor)
        else:
            near = did_you_mean(divisor, table.columns)
            reader.fault(-1, None, sentence(f"there is no column {divisor!r} to divide by", near or "add it"))
    for factor in _multipliers(rubric):
        if factor in table.columns:
            others[factor] = reader.multiplier(factor)
        else:
            near = did_you_mean(factor, table.columns)
            reader.fault(-1, None, sentence(f"there is no column {factor!r} to multiply by", near or "add it"))
    if name is not None and name not in table.columns:
        reader.fault(-1, None, sentence(f"there is no column {name!r}", did_you_mean(name, table.columns)))
    labels = dict(zip(codes, reader.labels(name), strict=True)) if name in table.columns else {}
    if reader.problems:
        raise DocumentError(reader.problems)
    _validate(values, rubric, codes)
    order = (
        np.argsort(np.array(codes), kind="stable")
        if counted is None
        else np.lexsort((np.array(alone), np.array(counted)))
    )
    document = Document(Path(label), {}, digest)
    shown = (
        labels
        if years is None
        else {code: labels.get(code) or country_name(one) for code, one in zip(codes, alone, strict=True)}
    )
    profiles = tuple(CountryProfile(codes[row], None, {}, {}, document, label=shown.get(codes[row])) for row in order)
    out = {leaf.key: not_applicable(table[column])[order] for leaf, column in wanted}
    numbers = Numbers(
        values={key: column[order] for key, column in values.items()},
        not_applicable={key: column for key, column in out.items() if column.any()},
        others={key: column[order] for key, column in others.items()},
        name=printable(Path(label).name),
        digest=digest,
    )
    rows = Countries(profiles, numbers)
    if counted is None:
        return rows
    times = np.array(counted, dtype=np.int64)[order]
    return CountryPanel(rows, tuple(alone[row] for row in order), times, calendar=calendar)


class _Reader:
    """Reads columns, and keeps what was found wrong with row and column."""

    def __init__(self, sheet: Sheet) -> None:
        self.table = sheet.table
        self.label = sheet.label
        self.lines = sheet.lines
        self.origin = sheet.origin
        self.problems: list[Problem] = []
        self.time: str | None = None
        self._positions = {str(heading): position for position, heading in enumerate(sheet.table.columns)}
        if not len(sheet.table):
            self.fault(-1, None, "the table has no rows; add one for each country")
            raise DocumentError(self.problems)

    def fault(self, row: int, column: int | None, message: str) -> None:
        """A problem in a row (-1 for the heading) and column, both from 0."""
        line = max(self.lines[row], 1) if row >= 0 else 1
        line, place = self.origin.get((row, column or 0), (line, (column or 0) + 1))
        self.problems.append(Problem(self.label, line, place, message))

    def times(self, time: str) -> tuple[Calendar, list[int]]:
        """The years, quarters or months of the rows, by their numbers."""
        if time not in self.table.columns:
            near = did_you_mean(time, self.table.columns)
            self.fault(-1, None, sentence(f"there is no column {time!r} of years, quarters or months", near))
            raise DocumentError(self.problems)
        self.time = time
        column, (calendar, counted, wrong) = self._position(time), read_times(self.table[time])
        for row, why in wrong.items():
            self.fault(row, column, f"{str(self.table[time].iloc[row])[:40]!r} {why}")
        if self.problems:
            raise DocumentError(self.problems)
        return calendar, counted

    def codes(self, country: str | None, years: Sequence[Time] | None = None) -> list[str]:
        """The countries' codes, found or given; where rows have years, none stands twice in a year."""
        if country is None:
            country = self._find(years)
        if country not in self.table.columns:
            near = did_you_mean(country, self.table.columns)
            self.fault(-1, None, sentence(f"there is no column {country!r} of countries", near))
            raise DocumentError(self.problems)
        column = self._position(country)
        codes = [self._shown(row, country, code) for row, code in enumerate(self.table[country])]
        seen: dict[str, int] = {}
        for row, code in enumerate(codes):
            named = code if years is None else f"{code} in {years[row]}"
            if code in (MISSING | NOT_APPLICABLE) - {"NA"}:
                self.fault(row, column, "the code of the country is missing; fill it in, or remove the row")
            elif named in seen:
                message = f"{named} stands here again (first in row {seen[named] + 1}); keep one of the two"
                if years is None and len(self._periods()) == 1:
                    message += f", or say which column holds the years with time={self._periods()[0]!r}"
                self.fault(row, column, message)
            seen.setdefault(named, row)
        if self.problems:
            raise DocumentError(self.problems)
        self.country = country
        return codes

    def _periods(self) -> list[str]:
        """Columns that can only be those of years, by their names."""
        return [str(column) for column in self.table.columns if str(column).strip().lower() in ("year", "time", "date")]

    def _find(self, years: Sequence[Time] | None) -> str:
        able = [str(column) for column in self.table.columns if self._are_codes(column, years)]
        if len(able) == 1:
            return able[0]
        if able:
            message = f"the columns {enumerated(map(repr, able))} all hold codes of countries"
            self.fault(-1, None, sentence(message, "remove all but one, or name it with country=..."))
        else:
            different = "all different" if years is None else "all different in each year"
            message = f"no column holds codes of ISO 3166-1 alpha-3, {different}; name the column of the countries"
            self.fault(-1, None, sentence(message, self._strangers() if years is None else ""))
        raise DocumentError(self.problems)

    def _are_codes(self, column: str, years: Sequence[Time] | None) -> bool:
        cells = self.table[column]
        if str(cells.iloc[0]).strip() not in country_codes():  # most columns are told apart by their first cell
            return False
        codes = [str(code).strip() for code in cells]
        rows = codes if years is None else list(zip(codes, years, strict=True))
        return len(set(rows)) == len(rows) and set(codes) <= country_codes()

    def labels(self, name: str | None) -> list[str]:
        """The names to show."""
        return [self._shown(row, str(name), cell) for row, cell in enumerate(self.table[name])]

    def _shown(self, row: int, column: str, cell: Any) -> str:
        """A code or a name, which people will see everywhere."""
        text = "" if is_missing(cell) and not isinstance(cell, str) else str(cell).strip()
        if hidden := HIDDEN.search(text):
            message = f"this text holds the invisible character U+{ord(hidden.group()):04X}; delete it"
            self.fault(row, self._position(column), message)
        elif len(text) > limits.TITLE_LETTERS:
            self.fault(row, self._position(column), f"this is too long; keep it to {limits.TITLE_LETTERS} letters")
        return text

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
        free = [str(column) for column in self.table.columns if column not in (self.country, self.time)]
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
        codes = {code: level for level, code in leaf.codes.items()} if isinstance(leaf, Levels) else {}
        values = self._floats(column, codes)
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

    def multiplier(self, column: str) -> np.ndarray[Any, np.dtype[np.float64]]:
        """A column that scores are multiplied by: every country has a factor."""
        values = self._floats(column)
        for row in np.flatnonzero(~(values >= 0)):
            why = "scores are multiplied by it; write a number of 0 or more, 1 where nothing changes"
            self.fault(int(row), self._position(column), f"{self._cell(int(row), column)}: {why}")
        return values

    def _floats(self, column: str, codes: Mapping[str, int] | None = None) -> np.ndarray[Any, np.dtype[np.float64]]:
        cells = self.table[column]
        if codes and cells.dtype.kind not in "iuf":
            cells = cells.map(lambda cell: codes.get(cell.strip(), cell) if isinstance(cell, str) else cell)
        values, wrong = numbers(cells)
        if codes:
            for row in wrong:
                near = did_you_mean(str(cells.iloc[row]), codes)
                words = near if near.startswith("did") else f"write a level, or one of {', '.join(codes)}"
                wrong[row] = sentence("is no level", words)
        for row, why in wrong.items():
            self.fault(row, self._position(column), f"{self._cell(row, column)} {why}")
        return np.asarray(values)

    def _position(self, column: str) -> int:
        return self._positions[column]

    def _cell(self, row: int, column: str) -> str:
        cell = str(self.table[column].iloc[row])
        when = "" if self.time is None else f" in {self.table[self.time].iloc[row]}"
        return f"{cell[:40]!r} in column {column!r} of {self.table[self.country].iloc[row]}{when}"


def _divisors(rubric: Rubric) -> list[str]:
    steps = [step for leaf in rubric.criteria if isinstance(leaf, Quantity) for step in leaf.transform]
    return list(dict.fromkeys(step.divide_by for step in steps if isinstance(step, DivideBy)))


def _multipliers(rubric: Rubric) -> list[str]:
    named = (node.multiply_by for node in rubric.nodes if isinstance(node, Group | Quantity))
    return list(dict.fromkeys(name for name in named if name is not None))


def _validate(values: Mapping[str, Any], rubric: Rubric, codes: list[str]) -> None:
    """The last word is the pandera model's, built from the rubric."""
    import pandas as pd

    from strategyscore.schemas import values_schema

    values_schema(rubric).validate(pd.DataFrame(dict(values), index=pd.Index(codes, name="country", dtype=str)))
