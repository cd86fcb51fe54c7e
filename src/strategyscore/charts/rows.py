"""The countries of a chart: which, in what order, and how their rows are labelled."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes

from strategyscore.charts import style
from strategyscore.model.nodes import Node
from strategyscore.robustness.uncertainty import Uncertainty
from strategyscore.scoring.scores import Scores

_RANK = 1.9  # where the column of ranks ends, in units of the text size


@dataclass(frozen=True)
class Row:
    """One country on one node.

    Attributes
    ----------
    index : int
        Its row in the arrays of the scores.
    code, name : str
    rank : int or None
    highlighted : bool
    """

    index: int
    code: str
    name: str
    rank: int | None
    highlighted: bool


def set_apart(scores: Scores, highlight: str | Iterable[str] | None) -> set[str]:
    """The codes to set apart.

    Raises
    ------
    UnknownCountry
        If a code is not among those scored.
    """
    marked = {highlight} if isinstance(highlight, str) else set(highlight or ())
    for code in marked:
        scores.row(code)
    return marked


def ranked(scores: Scores, countries: Iterable[str] | None) -> list[str]:
    """The codes that are asked for, or all, in the order of the table.

    Raises
    ------
    UnknownCountry
        If a code is not among those scored.
    """
    wanted = None if countries is None else {scores.countries[code].code for code in countries}
    return [code for code in map(str, scores.table.index) if wanted is None or code in wanted]


def select(
    scores: Scores, node: Node, countries: Iterable[str] | None, highlight: str | Iterable[str] | None
) -> list[Row]:
    """The countries of a chart, best first, those without a rank last.

    Raises
    ------
    UnknownCountry
        If a code is not among those scored.
    """
    codes = scores.countries.codes if countries is None else list(countries)
    marked = set_apart(scores, highlight)
    column = scores.column[node.path]

    def row(code: str) -> Row:
        index = scores.row(code)
        rank = scores.ranks[index, column]
        place = None if np.isnan(rank) else int(rank)
        return Row(index, code, scores.countries[index].name, place, code in marked)

    upper = scores.nodes.upper[:, column]
    return sorted(map(row, codes), key=lambda item: (item.rank is None, item.rank or 0, -upper[item.index], item.code))


def select_drawn(
    found: Uncertainty, countries: Iterable[str] | None, highlight: str | Iterable[str] | None
) -> list[Row]:
    """The countries of a chart of draws, in the order of their ranks; `index` is the row in `Uncertainty.ranks`.

    Raises
    ------
    UnknownCountry
        If a code is not among those scored.
    """
    scores = found.nominal
    wanted = None if countries is None else {scores.countries[code].code for code in countries}
    marked = set_apart(scores, highlight)
    nominal = found.ranks["nominal"]
    return [
        Row(index, code, scores.countries[code].name, int(nominal.iloc[index]), code in marked)
        for index, code in enumerate(map(str, nominal.index))
        if wanted is None or code in wanted
    ]


def label_width(rows: Sequence[Row]) -> float:
    """Room for the labels of the rows, in units of the text size."""
    return _RANK + 1.7 + style.text_width(max((row.name for row in rows), key=len))


def label_rows(axes: Axes, rows: Sequence[Row], at: Iterable[float], left: float, points: float) -> None:
    """Write rank and name beside each row, in two columns."""
    axes.set_yticks([])
    for row, y in zip(rows, at, strict=True):
        for text, indent, side in ((row.rank or "", _RANK, "right"), (row.name, _RANK + 0.7, "left")):
            axes.annotate(
                str(text),
                (0, y),
                xycoords=("axes fraction", "data"),
                xytext=((indent - left) * points, 0),
                textcoords="offset points",
                ha=side,
                va="center",
                color=style.colours().marked if row.highlighted else style.colours().ink,
                fontweight="bold" if row.highlighted else "normal",
                annotation_clip=False,
            )


def label_right(
    axes: Axes,
    texts: Iterable[str],
    head: str,
    points: float,
    at: Iterable[float] | None = None,
    ends: float = 5.4,
) -> None:
    """Write a column of short texts under a head to the right of the rows, or of the places that are given.

    It ends so many units of the text size to the right of the axes.
    """
    for y, text in [(None, head), *zip(itertools.count() if at is None else at, texts, strict=False)]:
        axes.annotate(
            text,
            (1, 1 if y is None else y),
            xycoords="axes fraction" if y is None else ("axes fraction", "data"),
            xytext=(points * ends, points * 0.4 if y is None else 0),
            textcoords="offset points",
            ha="right",
            va="baseline" if y is None else "center",
            color=style.colours().muted,
            fontsize=points * (0.86 if y is None else 1),
            annotation_clip=False,
        )
