"""The countries of a chart: which, in what order, and how their rows are labelled."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from strategyscore.charts import style
from strategyscore.model.nodes import Node
from strategyscore.robustness.uncertainty import Uncertainty
from strategyscore.scoring.scores import Scores
from strategyscore.text.words import percent, points

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
    value, coverage : float
        Its score on the node, and the share of the node's weight that is answered.
    thin : bool
        Whether so little is answered that it has no rank.
    """

    index: int
    code: str
    name: str
    rank: int | None
    highlighted: bool
    value: float
    coverage: float
    thin: bool

    def on(self, scores: Scores, node: Node) -> Row:
        """The same country on another node, still with its rank on the first."""
        column = scores.column[node.path]
        return replace(
            self,
            value=float(scores.nodes.values[self.index, column]),
            coverage=float(scores.nodes.coverage[self.index, column]),
            thin=bool(scores.thin[self.index, column]),
        )


def chosen(scores: Scores, countries: str | Iterable[str] | None) -> list[str]:
    """The codes of the countries that are asked for by code, name or group, or of all; best first, unranked last.

    Raises
    ------
    UnknownCountry
        If one is not among those scored.
    """
    best_first = [scores.countries.codes[row] for row in scores.order]
    if countries is None:
        return best_first
    wanted = set(scores.countries.pick(countries).codes)
    return [code for code in best_first if code in wanted]


def highlighted_codes(scores: Scores, highlight: str | Iterable[str] | None) -> set[str]:
    """The codes of the countries to highlight, asked for by code, name or group.

    Raises
    ------
    UnknownCountry
        If one is not among those scored.
    """
    return set() if highlight is None else set(scores.countries.pick(highlight).codes)


def select(
    scores: Scores, node: Node, countries: str | Iterable[str] | None, highlight: str | Iterable[str] | None
) -> list[Row]:
    """The countries of a chart, best first, those without a rank last.

    Raises
    ------
    UnknownCountry
        If one is not among those scored.
    """
    highlighted = highlighted_codes(scores, highlight)
    column = scores.column[node.path]

    def row(code: str) -> Row:
        index = scores.row(code)
        return Row(
            index=index,
            code=code,
            name=scores.countries[index].name,
            rank=_rank(float(scores.ranks[index, column])),
            highlighted=code in highlighted,
            value=float(scores.nodes.values[index, column]),
            coverage=float(scores.nodes.coverage[index, column]),
            thin=bool(scores.thin[index, column]),
        )

    rows = map(row, chosen(scores, countries))
    return sorted(rows, key=lambda item: (item.rank is None, item.rank or 0, item.code))


def select_drawn(
    uncertainty: Uncertainty, countries: str | Iterable[str] | None, highlight: str | Iterable[str] | None
) -> list[Row]:
    """The countries of a chart of draws, best first; `index` is the row in `Uncertainty.ranks`.

    A country without a rank may still be drawn, where missing answers vary; it keeps having none.

    Raises
    ------
    UnknownCountry
        If one is not among those scored.
    """
    scores = uncertainty.nominal
    drawn = {code: index for index, code in enumerate(map(str, uncertainty.ranks.index))}
    rows = select(scores, scores.rubric.root, countries, highlight)
    return [replace(row, index=drawn[row.code]) for row in rows if row.code in drawn]


def _rank(rank: float) -> int | None:
    return None if np.isnan(rank) else int(rank)


def told(scores: Scores, row: Row, node: Node) -> str:
    """A country's score of a node in words, and how much is answered where it is thin."""
    here = row.on(scores, node)
    said = points(here.value, scores.rubric.digits)
    return f"{said} ({percent(here.coverage)} answered, no rank)" if here.thin else said


def any_thin(scores: Scores, rows: Sequence[Row], nodes: Iterable[Node]) -> bool:
    """Whether some country's score of some node is thin."""
    columns = [scores.column[node.path] for node in nodes]
    return bool(scores.thin[np.ix_([row.index for row in rows], columns)].any())


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
                color=style.colours().highlighted if row.highlighted else style.colours().ink,
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
    """Write a column of short texts under a head to the right of the rows, or at these heights.

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


def range_bar(axes: Axes, y: float, ends: tuple[float, float], row: Row, width: float, height: float) -> None:
    """Draw what missing answers could make of a score; hatched where the score is thin.

    Parameters
    ----------
    axes : Axes
    y : float
    ends : tuple of float
        Where it begins and ends.
    row : Row
        Whose it is.
    width : float
        How thick it is, in points.
    height : float
        How thick it is where it is hatched, in rows.
    """
    strong, pale = style.colours().pair(row.highlighted)
    if not row.thin:
        axes.hlines(y, *ends, color=pale, linewidth=width, zorder=2)
        return
    corner = min(ends), y - height / 2
    bar = Rectangle(corner, abs(ends[1] - ends[0]), height, facecolor=pale, edgecolor=strong, hatch="////", zorder=2)
    bar.set_linewidth(0.5)
    axes.add_patch(bar)


def dot(axes: Axes, x: float, y: float, row: Row, size: float) -> None:
    """Draw a score: a full dot, or a hollow one where the score is thin."""
    strong = style.colours().pair(row.highlighted)[0]
    face = "white" if row.thin else strong
    axes.plot(x, y, "o", color=strong, markerfacecolor=face, markersize=size, zorder=3, clip_on=False)
