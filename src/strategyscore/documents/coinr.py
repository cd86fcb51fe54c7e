"""COINr's two tables, ``iData`` and ``iMeta``, in and out.

``iMeta`` has a row for each indicator and aggregate (``Level``, ``iCode``, ``iName``, ``Direction``, ``Weight``,
``Parent``, ``Type`` and, where there are any, ``Unit`` and ``Denominator``), ``iData`` a row for each unit (``uCode``,
``uName``), of a panel for each unit and ``Time``, and a column for each indicator. See the vignette "Building coins" of
COINr.
"""

from __future__ import annotations

import math
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from strategyscore.documents.coinr_treatment import DEFAULT, is_specs, merged, treatment, treatment_of
from strategyscore.documents.load_rubric import rubric_of
from strategyscore.documents.tables import read_table
from strategyscore.errors import DocumentError, Problem, did_you_mean, sentence
from strategyscore.methods.choice import ChoiceError, choice_of
from strategyscore.methods.registry import Step
from strategyscore.model.countries import Countries
from strategyscore.model.criteria import DivideBy, Quantity
from strategyscore.model.document import Document, Positions
from strategyscore.model.panels import CountryPanel
from strategyscore.model.periods import YEAR
from strategyscore.model.rubric import Rubric

__all__ = ["read_coin", "treatment", "write_coin"]

if TYPE_CHECKING:
    import pandas as pd

    Source = str | os.PathLike[str] | pd.DataFrame

_NO_META = ("uCode", "uName", "Time")  # columns of iData that iMeta does not list
_NEEDED = ("iCode", "iName", "Direction", "Weight", "Parent", "Type")


def read_coin(
    data: Source,
    meta: Source,
    *,
    normalise: str | dict[str, Any] = "minmax",
    aggregate: str | dict[str, Any] = "arithmetic",
    impute: str | dict[str, Any] = "none",
    treat: str | dict[str, Any] = "none",
    individual: Mapping[str, str | dict[str, Any]] | None = None,
    combine_treat: bool = False,
    missing: Mapping[str, Any] | None = None,
    screen: Mapping[str, Any] | None = None,
    over: str | None = None,
    fill: str | None = None,
    scale: tuple[float, float] = (0.0, 100.0),
) -> tuple[Rubric, Countries | CountryPanel]:
    """Move an index over from COINr.

    Parameters
    ----------
    data, meta : path or pandas.DataFrame
        ``iData`` and ``iMeta``. An ``iData`` in which a unit has several rows, each with a ``Time``, is a panel.
    normalise, aggregate, impute, treat : str or dict
        How the index is built, as a rubric file would say it; the tables do not. COINr's own defaults are min-max,
        arithmetic means, no imputation, and ``{"method": "winsorise", "points": 5, "then": "log"}``. `treat` also takes
        COINr's ``global_specs``, such as ``{"f1_para": {"winmax": 3}, "f_pass_para": {"skew_thresh": 1.5}}``; ``{}`` is
        what ``Treat()`` does by itself.
    individual : mapping of str to str or dict, optional
        The treatment of single indicators by ``iCode``: as a rubric file says it, or as COINr's ``indiv_specs`` do,
        of which each takes what it does not name from `treat`, or from ``Treat()`` itself.
    combine_treat : bool
        Of COINr's specifications: whether the second function takes what the first made.
    missing, screen : mapping, optional
        As a rubric file would say them. ``{"minimum_answered": 0.66}`` does what ``dat_thresh`` does in
        ``Aggregate()``, and ``{"minimum_coverage": 0.66, "by": "criteria"}`` what it does in ``Screen()``.
    over, fill : str, optional
        Of a panel, as a rubric file would say them. COINr treats each time by itself, and normalises over all.
    scale : tuple of float
        What scores are reported on.

    Returns
    -------
    rubric : Rubric
        The tree of ``Parent``; `strategyscore.exchange.to_yaml` writes it down.
    countries : Countries or CountryPanel
        The values, with the denominators and groups.

    Raises
    ------
    DocumentError
        If the tables are not COINr's, with every problem.
    ValueError
        If a method or a specification is not known, or there is nothing like it here.

    See Also
    --------
    strategyscore.write_coin : The way back.
    strategyscore.read_table : Any other table.

    Notes
    -----
    A logarithm turns with the direction of the skew, as COINr's ``log_CT_plus`` does; ``log_CT`` is the same for what
    is skewed to the right.

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
    whole = None if isinstance(treat, str) or not is_specs(treat) else merged(DEFAULT, treat, "treat")
    said = treat if whole is None else treatment_of(whole, combine_treat, "treat")
    asked: dict[Step, Any] = {"normalise": normalise, "aggregate": aggregate, "impute": impute, "treat": said}
    methods = {step: _content(step, value) for step, value in asked.items()}
    own = _individual(frame, individual or {}, whole or DEFAULT, combine_treat)
    settings = {"missing": missing, "screen": screen, "over": over, "fill": fill}
    kept = {name: value for name, value in settings.items() if value is not None}
    rubric = rubric_of(_document(frame, label, methods, own, kept, scale))
    table = _frame(data)
    columns = {leaf.path: leaf.id for leaf in rubric.criteria}
    named: dict[str, Any] = {"country": "uCode", "name": "uName" if "uName" in table else None, "columns": columns}
    if "Time" in table and "uCode" in table and table["uCode"].duplicated().any():
        return rubric, read_table(table, rubric, time="Time", **named)
    return rubric, read_table(table, rubric, **named)


def _individual(
    frame: pd.DataFrame, individual: Mapping[str, Any], whole: Mapping[str, Any], combine: bool
) -> dict[str, Any]:
    """The treatments of single indicators, as a rubric file says them."""
    codes = [str(code) for code in frame.loc[frame["Type"] == "Indicator", "iCode"]]
    told = {}
    for code, value in individual.items():
        if code not in codes:
            raise ValueError(sentence(f"individual: there is no indicator {code!r}", did_you_mean(code, codes)))
        at = f"individual.{code}"
        said = treatment_of(merged(whole, value, at), combine, at) if is_specs(value) else value
        told[code] = _content("treat", said, at)
    return told


def write_coin(rubric: Rubric, countries: Countries | CountryPanel) -> tuple[pd.DataFrame, pd.DataFrame]:
    """A rubric of quantities and its table as COINr's two tables.

    Parameters
    ----------
    rubric : Rubric
        From `strategyscore.load_rubric`.
    countries : Countries or CountryPanel
        From `read_table`.

    Returns
    -------
    data : pandas.DataFrame
        ``iData``; of a panel with the years as ``Time``.
    meta : pandas.DataFrame
        ``iMeta``. How values are normalised and aggregated is not part of it, and a transform other than a division has
        no place in it. What is done about outliers stands in the arguments of ``Treat()``, which
        `strategyscore.exchange.coinr.treatment` gives.

    Raises
    ------
    ValueError
        If the countries are no table, two nodes share an id, or a panel is one of quarters or months.

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

    times = codes = None
    if isinstance(countries, CountryPanel):
        if countries.calendar != YEAR:
            name = countries.calendar.name
            raise ValueError(f"COINr's Time is a number, and this is a panel of {name}s; write one of years")
        times, codes, countries = countries.times, countries.codes, countries.rows
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
        if name in _NO_META:
            continue
        kind = "Denominator" if name in used else "Group" if column.dtype == object else "Other"
        rows.append({"iCode": name, "iName": name, "Type": kind})
    data = pd.DataFrame({"uName": [profile.name for profile in countries], "uCode": codes or countries.codes})
    if times is not None:
        data["Time"] = times
    others = {name: column for name, column in countries.numbers.others.items() if name not in data}
    leaves = {leaf.id: countries.numbers.values[leaf.key] for leaf in rubric.criteria}
    return pd.concat([data, pd.DataFrame(others), pd.DataFrame(leaves)], axis=1), pd.DataFrame(rows)


def _document(
    frame: pd.DataFrame,
    label: str,
    methods: Mapping[Step, Any],
    individual: Mapping[str, Any],
    settings: Mapping[str, Any],
    scale: tuple[float, float],
) -> Document:
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
        if code in individual:
            content["treat"] = individual[code]
        return content | ({"transform": [{"divide_by": divisor}]} if divisor else {})

    root = entry(roots[0], ())
    content = {"rubric": root.pop("id"), "version": "1.0", "scale": list(scale)}
    content |= {"impute": methods["impute"], "treat": methods["treat"], **settings}
    root.pop("weight")
    return Document(Path(label), {**content, **root}, find=partial(Positions, positions, {}))


def _content(step: Step, value: Any, at: str = "") -> Any:
    """What was asked for, checked by itself so that the message names the argument."""
    try:
        return choice_of(step, value).content
    except ChoiceError as error:
        said = [
            f"{'.'.join(map(str, (at or step, *fault.at)))}: {fault.message or (fault.details or {})['msg']}"
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
