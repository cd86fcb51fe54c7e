"""COINr's two tables, ``iData`` and ``iMeta``, in and out.

``iMeta`` has a row for each indicator and aggregate (``Level``, ``iCode``, ``iName``, ``Direction``, ``Weight``,
``Parent``, ``Type`` and, where there are any, ``Unit`` and ``Denominator``), ``iData`` a row for each unit (``uCode``,
``uName``) and a column for each indicator. See the vignette "Building coins" of COINr.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from strategyscore.documents.tables import read_table
from strategyscore.methods.settings import (
    Aggregation,
    Confidence,
    DivideBy,
    Imputation,
    Missing,
    Normalisation,
    Treatment,
    Weighting,
)
from strategyscore.model.problems import DocumentError, Problem
from strategyscore.model.profile import Countries
from strategyscore.model.rubric import Node, Rubric

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
    settings = {
        "normalise": _fitted(Normalisation, normalise),
        "aggregate": _fitted(Aggregation, aggregate),
    }
    nodes = frame[frame["Type"].isin(["Indicator", "Aggregate"])]
    rows = {str(row["iCode"]): row for _, row in nodes.iterrows()}
    parents: dict[str, list[str]] = {}
    roots = []
    for line, (code, row) in enumerate(rows.items(), start=2):
        parent = row["Parent"]
        if _is_missing(parent):
            roots.append(code)
        elif str(parent) in rows:
            parents.setdefault(str(parent), []).append(code)
        else:
            problems.append(Problem(label, line, 1, f"{code}: its parent {parent!r} is not listed; add its row"))
    if len(roots) != 1:
        what = f"{', '.join(roots)} have no parent" if roots else "every row has a parent"
        problems.append(Problem(label, 1, 1, f"{what}; leave 'Parent' empty for the index alone"))
    if problems:
        raise DocumentError(problems)
    rubric = Rubric(
        root=_tree(roots[0], rows, parents, settings, "", "", 0),
        scale=scale,
        missing=Missing(),
        confidence=Confidence(),
        impute=_fitted(Imputation, impute),
        treat=_fitted(Treatment, treat),
    )
    table = _frame(data)
    columns = {leaf.path: leaf.id for leaf in rubric.criteria}
    name = "uName" if "uName" in table else None
    return rubric, read_table(table, rubric, country="uCode", name=name, columns=columns)


def write_coin(rubric: Rubric, countries: Countries) -> tuple[pd.DataFrame, pd.DataFrame]:
    """A rubric of quantities and its table as COINr's two tables.

    Parameters
    ----------
    rubric : Rubric
    countries : Countries
        From `read_table`.

    Returns
    -------
    data, meta : pandas.DataFrame
        ``iData`` and ``iMeta``. How values are normalised and aggregated is not part of them, and a transform other
        than a division has no place in them.

    Raises
    ------
    ValueError
        If the countries are no table, or two nodes share an id.
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
        divisors = [step.divide_by for step in node.transform if isinstance(step, DivideBy)]
        rows.append(
            {
                "Level": 1 if node.is_leaf else deepest - node.depth + 1,
                "iCode": node.id,
                "iName": node.title,
                "Direction": 1 if node.direction == "higher" else -1,
                "Weight": node.weight,
                "Unit": node.unit or "Score",
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


def _tree(
    code: str,
    rows: dict[str, Any],
    parents: dict[str, list[str]],
    settings: dict[str, Any],
    above: str,
    key: str,
    depth: int,
) -> Node:
    row = rows[code]
    path, key = f"{above}{code}", f"{key}{code}"
    below = f"{path}." if depth else ""
    given: dict[str, Any] = {
        "id": code,
        "path": path,
        "key": key,
        "title": str(row["iName"]),
        "weight": float(row["Weight"]),
        "depth": depth,
        "version": "" if depth else "1.0",
    }
    if code in parents:
        children = tuple(_tree(child, rows, parents, settings, below, f"{key}.", depth + 1) for child in parents[code])
        group = {"kind": "group", "aggregate": settings["aggregate"], "weighting": Weighting(), "children": children}
        return Node(**given, **group)
    divisor = row.get("Denominator")
    unit = row.get("Unit")
    return Node(
        **given,
        kind="quantity",
        unit="" if _is_missing(unit) else str(unit),
        direction="higher" if float(row["Direction"]) > 0 else "lower",
        transform=() if _is_missing(divisor) else (DivideBy(divide_by=str(divisor)),),
        normalise=settings["normalise"],
    )


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


def _fitted(shape: Any, given: str | dict[str, Any]) -> Any:
    try:
        return shape.model_validate({"method": given} if isinstance(given, str) else given)
    except ValidationError as error:
        raise ValueError("; ".join(details["msg"] for details in error.errors())) from None
