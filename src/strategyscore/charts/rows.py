"""The countries of a chart: which, in what order, and how their rows are labelled."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from strategyscore.analysis.evidence import one_source
from strategyscore.charts import style
from strategyscore.charts.frame import Panel
from strategyscore.charts.labels import beside, label_left
from strategyscore.charts.legend import Key
from strategyscore.model.nodes import Node
from strategyscore.output.captions import ONE_SOURCE, THIN
from strategyscore.robustness.uncertainty import Uncertainty
from strategyscore.scoring.scores import Scores, score
from strategyscore.text.words import percent, plain, points

_RANK = 2.7  # where the column of ranks ends, in units of the text size
_APART = 1.3  # lines of text above the countries that are set apart
_ON_A_SLIDE = 45  # countries; of more, the best and the highlighted are shown


@dataclass(frozen=True)
class Row:
    """One country on one node.

    Attributes
    ----------
    index : int
        Its row in the arrays of the scores.
    code, name : str
    rank : int or None
    tied : bool
        Whether another country has the same rank.
    highlighted : bool
    value, lower, upper, coverage : float
        Its score on the node with the bounds that missing answers leave, and the share of the node's weight that is
        answered.
    thin : bool
        Whether so little is answered that it has no rank.
    one_source : bool
        Whether all its answers rest on one source.
    """

    index: int
    code: str
    name: str
    rank: int | None
    tied: bool
    highlighted: bool
    value: float
    lower: float
    upper: float
    coverage: float
    thin: bool
    one_source: bool

    @property
    def apart(self) -> bool:
        """Whether it is set apart from the others, below them and hollow."""
        return self.one_source or self.thin

    @property
    def block(self) -> str:
        """The words above the rows that stand with it, apart from those before; empty for the first ones."""
        return "set apart" if self.apart else ""

    @property
    def label(self) -> str:
        """Its name with its signs."""
        return self._signed(self.name)

    @property
    def tag(self) -> str:
        """Its code with its signs."""
        return self._signed(self.code)

    def _signed(self, name: str) -> str:
        signs = ONE_SOURCE * self.one_source + THIN * self.thin
        return plain(f"{name} {signs}" if signs else name)

    @property
    def ranked(self) -> str:
        """Its rank as it is written; with = where it is shared, and empty where there is none."""
        return "" if self.rank is None else f"{self.rank}{'=' * self.tied}"

    def on(self, scores: Scores, node: Node) -> Row:
        """The same country on another node, still with its rank on the first."""
        return replace(self, **_on_node(scores, self.index, scores.column[node.path]))


def apart_key(rows: Sequence[Row]) -> list[Key]:
    """What a ring stands for, if one of the rows has it, in the colour that they have."""
    ink = style.colours()
    apart = [row for row in rows if row.apart]
    edge = ink.highlighted if all(row.highlighted for row in apart) else ink.strong
    return [Key("set apart", "white", "dot", edge=edge)] if apart else []


def _on_node(scores: Scores, row: int, column: int) -> dict[str, Any]:
    nodes = scores.nodes
    return {
        "value": float(nodes.values[row, column]),
        "lower": float(nodes.lower[row, column]),
        "upper": float(nodes.upper[row, column]),
        "coverage": float(nodes.coverage[row, column]),
        "thin": bool(scores.thin[row, column]),
    }


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
    column, alone = scores.column[node.path], set(one_source(scores))
    ranks = scores.ranks[:, column]

    def row(code: str) -> Row:
        index = scores.row(code)
        return Row(
            index=index,
            code=code,
            name=scores.countries[index].name,
            rank=_rank(float(ranks[index])),
            tied=int((ranks == ranks[index]).sum()) > 1,
            highlighted=code in highlighted,
            one_source=code in alone,
            **_on_node(scores, index, column),
        )

    rows = map(row, chosen(scores, countries))
    return sorted(rows, key=lambda item: (item.apart, item.rank is None, item.rank or 0, item.name))


def variants(scores: Scores, node: Node, row: Row) -> list[Row]:
    """The other evidence bases of a country, each scored in its place among the same countries, without a rank."""
    found = []
    for profile in scores.countries.variants:
        if profile.code != row.code or not profile.variant:
            continue
        other = score(scores.rubric, scores.countries.with_variant(row.code, profile.variant), scores.as_of)
        here = _on_node(other, other.row(row.code), other.column[node.path])
        code = f"{row.code} {profile.variant}"
        found.append(replace(row, code=code, name=profile.name, rank=None, tied=False, one_source=False, **here))
    return found


def on_slide(rows: list[Row], size: style.Size) -> tuple[list[Row], str]:
    """As many rows as a slide bears, the best and those highlighted, and a note on what is not shown."""
    if size != "slide" or len(rows) <= _ON_A_SLIDE:
        return rows, ""
    kept = [row for place, row in enumerate(rows) if place < _ON_A_SLIDE or row.highlighted]
    return kept, f"Shown are {len(kept)} of {len(rows)} countries: the first {_ON_A_SLIDE} and those highlighted."


def heights(rows: Sequence[Row], line: float) -> list[float]:
    """How tall each row is, in lines of text; those set apart begin after a gap."""
    begins = _blocks(rows)
    return [line + (_APART if place in begins else 0.0) for place in range(len(rows))]


def _blocks(rows: Sequence[Row]) -> dict[int, str]:
    """The places at which rows begin that stand apart from those before them, with the words above."""
    words = [row.block for row in rows]
    return {words.index(word): word for word in dict.fromkeys(words) if word and words.index(word)}


def first_apart(rows: Sequence[Row]) -> int:
    """The place of the first country that is set apart; -1 where there is none."""
    return next((place for place, row in enumerate(rows) if row.apart), -1)


def placed_rows(panel: Panel, rows: Sequence[Row]) -> list[tuple[Row, float]]:
    """Each row of a panel with its middle."""
    begins = _blocks(rows)
    return [(rows[index], y + (_APART / 2 if index in begins else 0.0)) for index, y in panel]


def middles(panel: Panel, rows: Sequence[Row], left: float, right: float, points: float) -> list[tuple[Row, float]]:
    """Each row of a panel with its middle; above those that stand apart a line with a word is drawn."""
    axes, ink = panel.axes, style.colours()
    for begins, words in _blocks(rows).items():
        if begins not in panel.rows:
            continue
        top = float(panel.ends[begins - panel.rows.start])
        wide = axes.get_position().width * axes.figure.get_figwidth() * 72 / points  # type: ignore[union-attr]
        ends: dict[str, Any] = {"xmin": (0.6 - left) / wide, "xmax": 1 + (right - 0.6) / wide}
        axes.axhline(top + 0.45, color=ink.rule, linewidth=0.8, clip_on=False, **ends)
        label_left(axes, top + 0.52, words, left, points, va="top", color=ink.muted, fontsize=points * 0.8)
    return placed_rows(panel, rows)


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


def whole_numbers(scores: Scores) -> int:
    """How many decimals the scores of cells have: none on a scale that is long enough."""
    low, high = scores.rubric.scale
    return 0 if high - low >= 20 else scores.rubric.digits


def label_width(rows: Sequence[Row]) -> float:
    """Room for the labels of the rows, in units of the text size."""
    return _RANK + 1.9 + max((style.measured(row.label, "bold") for row in rows), default=0.0)


def label_rows(axes: Axes, rows: Sequence[Row], at: Iterable[float], left: float, points: float) -> None:
    """Write rank and name beside each row, in two columns."""
    axes.set_yticks([])
    for row, y in zip(rows, at, strict=True):
        for text, indent, side in ((row.ranked, _RANK, "right"), (row.label, _RANK + 0.7, "left")):
            colour = style.colours().highlighted if row.highlighted else style.colours().ink
            weight = "bold" if row.highlighted else "normal"
            beside(axes, y, str(text), (indent - left) * points, ha=side, color=colour, fontweight=weight)


def label_right(
    axes: Axes,
    texts: Iterable[str],
    head: str,
    points: float,
    at: Iterable[float] | None = None,
    ends: float = 5.4,
    *,
    bold: bool = False,
) -> None:
    """Write a column of short texts under a head to the right of the rows, or at these heights.

    It ends so many units of the text size to the right of the axes.
    """
    ink = style.colours()
    axes.annotate(
        head,
        (1, 1),
        xycoords="axes fraction",
        xytext=(points * ends, points * 0.4),
        textcoords="offset points",
        ha="right",
        va="baseline",
        color=ink.muted,
        fontsize=points * 0.86,
        annotation_clip=False,
    )
    look: dict[str, Any] = {"color": ink.ink, "fontweight": "bold"} if bold else {"color": ink.muted}
    for y, text in zip(itertools.count() if at is None else at, texts, strict=False):
        if text:
            beside(axes, y, text, points * ends, edge=1, ha="right", fontsize=points, **look)


def score_axis(axes: Axes, scale: tuple[float, float], lows: Iterable[float], em: float, *, twice: bool) -> None:
    """The axis of scores: from the last fifth of the scale below all that is shown to the top, labelled on both sides.

    Parameters
    ----------
    axes : Axes
    scale : tuple of float
        Of the rubric.
    lows : iterable of float
        The least values that are shown; NaN counts for nothing.
    em : float
        Size of the text in points.
    twice : bool
        Whether it is labelled above the rows too.
    """
    low, high = scale
    step = (high - low) / 5
    least = min((value for value in lows if value == value), default=low)
    begins = low + step * min(3.0, max(0.0, np.floor((least - low) / step - 0.1)))
    axes.set_xlim(begins, high)
    few = axes.get_position().width * axes.figure.get_figwidth() * 72 < 14 * em  # type: ignore[union-attr]
    axes.set_xticks(np.linspace(begins, high, 3) if few else np.arange(begins, high + step / 2, step))
    axes.tick_params(axis="x", length=0, pad=em * 0.4, labeltop=twice)
    axes.spines["bottom"].set_visible(True)
    axes.grid(axis="x")
