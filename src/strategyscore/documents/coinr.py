"""COINr's two tables, ``iData`` and ``iMeta``, in and out.

``iMeta`` has a row for each indicator and aggregate (``Level``, ``iCode``, ``iName``, ``Direction``, ``Weight``,
``Parent``, ``Type`` and, where there are any, ``Unit`` and ``Denominator``), ``iData`` a row for each unit (``uCode``,
``uName``) and a column for each indicator. See the vignette "Building coins" of COINr.
"""

from __future__ import annotations

import math
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from strategyscore.documents.load_rubric import rubric_of
from strategyscore.documents.tables import read_table
from strategyscore.errors import DocumentError, Problem
from strategyscore.methods.choice import ChoiceError, choice_of
from strategyscore.methods.registry import Step
from strategyscore.model.countries import Countries
from strategyscore.model.criteria import DivideBy, Quantity
from strategyscore.model.document import Document
from strategyscore.model.rubric import Rubric

if TYPE_CHECKING:
    import pandas as pd

    Source = str | os.PathLike[str] | pd.DataFrame

_NEEDED = ("iCode", "iName", "Direction", "Weight", "Parent", "Type")


def read_coin(
    data: Source,
    meta: Source,
    *,
    normalise: str | dict[str, Any] = "minmax",
    aggregate: str | dict[str, Any] = "arithmetic",
    impute: str | dict[str, Any] = "none",
    treat: str | dict[str, Any] = "none",
    scale: tuple[float, float] = (0.0, 100.0),
) -> tuple[Rubric, Countries]:
    """Move an index over from COINr.

    Parameters
    ----------
    data, meta : path or pandas.DataFrame
        ``iData`` and ``iMeta``.
    normalise, aggregate, impute, treat : str or dict
        How the index is built, as a rubric file would say it; the tables do not. COINr's own defaults are min-max,
        arithmetic means, no imputation, and ``{"method": "winsorise", "points": 5, "then": "log"}``.
    scale : tuple of float
        What scores are reported on.

    Returns
    -------
    rubric : Rubric
        The tree of ``Parent``; `strategyscore.exchange.to_yaml` writes it down.
    countries : Countries
        The values, with the denominators and groups.

    Raises
    ------
    DocumentError
        If the tables are not COINr's, with every problem.

    See Also
    --------
    strategyscore.write_coin : The way back.
    strategyscore.read_table : Any other table.

    Examples
    --------
    >>> meta = pd.DataFrame({
    ...     "iCode": ["compute", "index"], "iName": ["Compute", "Index"], "Parent": ["index", None],
    ...     "Level": [1, 2], "Weight": 1, "Direction": 1, "Type": ["Indicator", "Aggregate"],
    ... })
    >>> data = pd.DataFrame({"uCode": ["A", "B", "C"], "uName": ["Aria", "Bora", "Cala"], "compute": [20, 40, 10]})
    >>> own, units = ss.read_coin(data, meta)
    >>> ss.score(own, units).table["score"].round(1).to_dict()
    {'B': 100.0, 'A': 33.3, 'C': 0.0}
    """
    frame = _frame(meta)
    label = "iMeta" if not isinstance(meta, str | os.PathLike) else str(meta)
    problems = [
        Problem(label, 1, 1, f"there is no column {name!r}; give COINr's iMeta")
        for name in _NEEDED
        if name not in frame
    ]
    if problems:
        raise DocumentError(problems)
    asked: dict[Step, Any] = {"normalise": normalise, "aggregate": aggregate, "impute": impute, "treat": treat}
    rubric = rubric_of(_document(frame, label, {step: _content(step, value) for step, value in asked.items()}, scale))
    table = _frame(data)
    columns = {leaf.path: leaf.id for leaf in rubric.criteria}
    name = "uName" if "uName" in table else None
    return rubric, read_table(table, rubric, country="uCode", name=name, columns=columns)


def write_coin(rubric: Rubric, countries: Countries) -> tuple[pd.DataFrame, pd.DataFrame]:
    """A rubric of quantities and its table as COINr's two tables.

    Parameters
    ----------
    rubric : Rubric
        From `strategyscore.load_rubric`.
    countries : Countries
        From `read_table`.

    Returns
    -------
    data : pandas.DataFrame
        ``iData``.
    meta : pandas.DataFrame
        ``iMeta``. How values are normalised and aggregated is not part of them, and a transform other
        than a division has no place in them.

    Raises
    ------
    ValueError
        If the countries are no table, or two nodes share an id.

    See Also
    --------
    strategyscore.read_coin : The way back.

    Examples
    --------
    >>> one = rubric.without("rules")
    >>> data, meta = ss.write_coin(one, ss.read_table(table, one, "place"))
    >>> data
      uName uCode place  law  audit  compute
    0  Aria  Aria  Aria  2.0    1.0     20.0
    1  Bora  Bora  Bora  2.0    0.0     40.0
    2  Cala  Cala  Cala  1.0    1.0     10.0
    3  Dona  Dona  Dona  0.0    NaN     30.0
    """
    import pandas as pd

    if countries.numbers is None:
        raise ValueError("only a table of quantities can be written for COINr; use read_table")
    ids = [node.id for node in rubric.nodes]
    twice = sorted({name for name in ids if ids.count(name) > 1})
    if twice:
        raise ValueError(f"COINr needs different ids, and {', '.join(twice)} stand more than once; rename them")
    deepest = max(node.depth for node in rubric.nodes)
    parents = {child.id: node.id for node in rubric.nodes for child in node.children}
    rows: list[dict[str, Any]] = []
    for node in sorted(rubric.nodes, key=lambda node: (not node.is_leaf, -node.depth)):
        quantity = node if isinstance(node, Quantity) else None
        steps = quantity.transform if quantity else ()
        divisors = [step.divide_by for step in steps if isinstance(step, DivideBy)]
        rows.append(
            {
                "Level": 1 if node.is_leaf else deepest - node.depth + 1,
                "iCode": node.id,
                "iName": node.title,
                "Direction": -1 if quantity and quantity.direction == "lower" else 1,
                "Weight": node.weight,
                "Unit": (quantity and quantity.unit) or "Score",
                "Denominator": divisors[0] if divisors else None,
                "Parent": parents.get(node.id),
                "Type": "Indicator" if node.is_leaf else "Aggregate",
            }
        )
    used = {row["Denominator"] for row in rows}
    for name, column in countries.numbers.others.items():
        if name in ("uCode", "uName"):
            continue
        kind = "Denominator" if name in used else "Group" if column.dtype == object else "Other"
        rows.append({"iCode": name, "iName": name, "Type": kind})
    data = pd.DataFrame({"uName": [profile.name for profile in countries], "uCode": countries.codes})
    others = {name: column for name, column in countries.numbers.others.items() if name not in data}
    leaves = {leaf.id: countries.numbers.values[leaf.key] for leaf in rubric.criteria}
    return pd.concat([data, pd.DataFrame(others), pd.DataFrame(leaves)], axis=1), pd.DataFrame(rows)


def _document(frame: pd.DataFrame, label: str, methods: Mapping[Step, Any], scale: tuple[float, float]) -> Document:
    """``iMeta`` as the content of a rubric file, each part of it at its row of the table; every fault is gathered."""
    problems: list[Problem] = []
    rows: dict[str, _Row] = {}
    for line, (_, cells) in enumerate(frame.iterrows(), start=2):
        if cells["Type"] not in ("Indicator", "Aggregate"):
            continue
        row = _Row(line, str(cells["iCode"]), cells)
        if row.code in rows:
            message = f"{row.code} stands here again (first in line {rows[row.code].line}); keep one of the two"
            problems.append(Problem(label, line, 1, message))
            continue
        problems += [Problem(label, line, 1, f"{row.code}: {message}") for message in row.faults()]
        rows[row.code] = row
    roots = [row.code for row in rows.values() if row.parent is None]
    below: dict[str, list[str]] = {}
    for row in rows.values():
        if row.parent is not None and row.parent not in rows:
            message = f"{row.code}: its parent {row.parent!r} is not listed; add its row"
            problems.append(Problem(label, row.line, 1, message))
        elif row.parent is not None:
            below.setdefault(row.parent, []).append(row.code)
    if len(roots) != 1:
        what = f"{', '.join(roots)} have no parent" if roots else "every row has a parent"
        problems.append(Problem(label, 1, 1, f"{what}; leave 'Parent' empty for the index alone"))
    elif loose := set(rows) - set(_walk(roots[0], below)):
        line = min(rows[code].line for code in loose)
        message = f"{', '.join(sorted(loose))} cannot be reached from {roots[0]}; mend 'Parent', which goes in a circle"
        problems.append(Problem(label, line, 1, message))
    for row in rows.values():
        if row.kind == "Aggregate" and row.code not in below:
            problems.append(Problem(label, row.line, 1, f"{row.code}: an aggregate has no row below it; add one"))
        if row.kind == "Indicator" and row.code in below:
            problems.append(
                Problem(label, row.line, 1, f"{row.code}: an indicator has rows below it; make it an Aggregate")
            )
    if problems:
        raise DocumentError(problems)
    positions: dict[tuple[Any, ...], tuple[int, int]] = {(): (1, 1)}

    def entry(code: str, at: tuple[Any, ...]) -> dict[str, Any]:
        row = rows[code]
        positions[at] = (row.line, 1)
        for index, child in enumerate(below.get(code, [])):
            positions[(*at, "criteria", index)] = (rows[child].line, 1)
        content = {"id": code, "title": str(row.cells["iName"]), "weight": row.number("Weight")}
        if code in below:
            children = [entry(child, (*at, "criteria", index)) for index, child in enumerate(below[code])]
            return content | {"aggregate": methods["aggregate"], "criteria": children}
        unit, divisor = row.text("Unit"), row.text("Denominator")
        content |= {"unit": unit or "unit", "direction": "higher" if row.number("Direction") > 0 else "lower"}
        content["normalise"] = methods["normalise"]
        return content | ({"transform": [{"divide_by": divisor}]} if divisor else {})

    root = entry(roots[0], ())
    content = {"rubric": root.pop("id"), "version": "1.0", "scale": list(scale)}
    content |= {"impute": methods["impute"], "treat": methods["treat"]}
    root.pop("weight")
    return Document(Path(label), {**content, **root}, values=positions)


def _content(step: Step, value: Any) -> Any:
    """What was asked for, checked by itself so that the message names the argument."""
    try:
        return choice_of(step, value).content
    except ChoiceError as error:
        said = [
            f"{'.'.join(map(str, (step, *fault.at)))}: {fault.message or (fault.details or {})['msg']}"
            for fault in error.faults
        ]
        raise ValueError("\n".join(said)) from None


@dataclass(frozen=True)
class _Row:
    """A row of ``iMeta``."""

    line: int
    code: str
    cells: Any

    @property
    def parent(self) -> str | None:
        return self.text("Parent")

    @property
    def kind(self) -> str:
        return str(self.cells["Type"])

    def text(self, name: str) -> str | None:
        cell = self.cells.get(name)
        return None if _is_missing(cell) else str(cell)

    def number(self, name: str) -> float:
        try:
            return float(self.cells[name])
        except (TypeError, ValueError):
            return math.nan

    def faults(self) -> list[str]:
        """What is wrong with the numbers of the row."""
        wrong = []
        if not (math.isfinite(self.number("Weight")) and self.number("Weight") >= 0):
            wrong.append(f"its weight {self.cells['Weight']!r} is not a number of 0 or more; mend it")
        if self.kind == "Indicator" and self.number("Direction") not in (1.0, -1.0):
            wrong.append(f"its direction {self.cells['Direction']!r} is neither 1 nor -1; write one of them")
        return wrong


def _walk(code: str, below: Mapping[str, list[str]]) -> Iterator[str]:
    yield code
    for child in below.get(code, []):
        yield from _walk(child, below)


def _frame(source: Source) -> pd.DataFrame:
    import pandas as pd

    if isinstance(source, pd.DataFrame):
        return source
    try:
        return pd.read_csv(source, na_values=["NA", ""], keep_default_na=False)
    except (OSError, ValueError) as error:
        raise DocumentError([Problem(str(source), 1, 1, f"the table cannot be read ({error})")]) from None


def _is_missing(value: Any) -> bool:
    return value is None or value != value or value == ""
