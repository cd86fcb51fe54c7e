"""A slope chart: how ranks differ between dates, rubrics or methods."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

from strategyscore.charts import style
from strategyscore.charts.parameters import documented
from strategyscore.charts.rows import chosen, highlighted_codes
from strategyscore.model.nodes import Node
from strategyscore.output.captions import source_line
from strategyscore.scoring.scores import Scores
from strategyscore.text.words import enumerated, percent, plain, points

_FAR = 3  # ranks; a country that moves so far stands out


@documented
def slope(
    rankings: Mapping[str, Scores],
    node: str | None = None,
    *,
    ax: Axes | None = None,
    title: str | None = None,
    size: style.Size = "page",
    source: str | None = None,
    countries: str | Iterable[str] | None = None,
    highlight: str | Iterable[str] | None = None,
) -> style.Chart:
    """Join the ranks of each country in two or more rankings: of dates, rubrics or methods.

    Where too little is answered for a rank, a country is left out, and named above with its score.

    Parameters
    ----------
    rankings : mapping of str to Scores
        Each under the name that stands above it, from left to right. Countries that are in all of them are shown.
    node : str, optional
        The path of the node to rank by; the whole rubric where it is not given.
    ax, title, size, source, countries, highlight
        As of every chart; `help` tells them in full.

    Raises
    ------
    UnknownNode, UnknownCountry
        With a suggestion.
    ValueError
        If there are fewer than two rankings.
    """
    if len(rankings) < 2:
        raise ValueError("a slope chart joins two rankings or more")
    heads, scored = list(rankings), list(rankings.values())
    codes = [code for code in chosen(scored[0], countries) if all(code in each.countries.codes for each in scored)]
    for each in scored if countries is not None else ():
        each.countries.pick(countries or ())
    highlighted = highlighted_codes(scored[0], highlight)
    names = {code: scored[0].countries[code].name for code in codes}
    ranks = np.array([[_rank(each, code, node) for each in scored] for code in codes]).reshape(len(codes), -1)
    heights = np.array([_heights(column, codes) for column in ranks.T]).T.reshape(ranks.shape)
    title = plain(title or f"{_node(scored[-1], node).title}: how the ranks differ")
    marks = f"Dark: moved by {_FAR} ranks or more."
    left_out = [
        f"{names[code]} ({head}: {_told(each, code, node)})"
        for code, line in zip(codes, ranks, strict=True)
        for head, each, rank in zip(heads, scored, line, strict=True)
        if np.isnan(rank)
    ]
    if left_out:
        marks += f" Left out, where too little is answered for a rank: {enumerated(left_out)}."
    with style.house_style(size):
        palette = style.colours()
        side = 3.2 + max((style.measured(name, "bold") for name in names.values()), default=0)
        lines = int(np.isfinite(ranks).sum(axis=0).max(initial=1))
        frame = style.Frame(
            ax,
            size,
            title,
            plain(marks),
            plain(source_line(scored[-1]) if source is None else source),
            height=1.55 * lines,
            left=side,
            right=side,
            above=1.9,
            below=0.4,
        )
        axes, em = frame.ax, frame.points
        for code, rank, height in zip(codes, ranks, heights, strict=True):
            stands_out = code in highlighted
            moved = np.nanmax(rank) - np.nanmin(rank) if np.isfinite(rank).sum() > 1 else 0
            colour = palette.highlighted if stands_out else palette.ink if moved >= _FAR else palette.muted
            width = em * (0.22 if stands_out else 0.16 if moved >= _FAR else 0.08)
            axes.plot(range(len(scored)), height, "-", color=colour, linewidth=width, zorder=2)
            axes.plot(range(len(scored)), height, "o", color=colour, markersize=em * 0.45, zorder=3, clip_on=False)
            for x, end, sign in ((0, 0, -1), (len(scored) - 1, -1, 1)):
                if np.isnan(rank[end]):
                    continue
                text = f"{rank[end]:.0f}"
                axes.annotate(
                    f"{names[code]}  {text}" if sign < 0 else f"{text}  {names[code]}",
                    (x, height[end]),
                    xytext=(sign * em * 0.8, 0),
                    textcoords="offset points",
                    ha="right" if sign < 0 else "left",
                    va="center",
                    color=palette.highlighted if stands_out else palette.ink,
                    fontweight="bold" if stands_out else "normal",
                    annotation_clip=False,
                )
        for x, head in enumerate(heads):
            axes.annotate(
                plain(head),
                (x, 1),
                xycoords=axes.get_xaxis_transform(),
                xytext=(0, em * 0.7),
                textcoords="offset points",
                ha="right" if x == 0 else "left" if x == len(heads) - 1 else "center",
                va="bottom",
                color=palette.muted,
                annotation_clip=False,
            )
        axes.set_xlim(0, len(scored) - 1)
        axes.set_ylim(lines + 0.5, 0.5)
        axes.set_xticks([])
        axes.set_yticks([])
        axes.spines[:].set_visible(False)
    return frame.finish(
        f"{title}. "
        + " ".join(
            f"{names[code]}: "
            + ", ".join(
                f"{head} {'no rank' if np.isnan(rank) else f'rank {rank:.0f}'}"
                for head, rank in zip(heads, line, strict=True)
            )
            + "."
            for code, line in zip(codes, ranks, strict=True)
        )
    )


def _node(scores: Scores, path: str | None) -> Node:
    return scores.rubric.node(path) if path else scores.rubric.root


def _rank(scores: Scores, code: str, path: str | None) -> float:
    return float(scores.ranks[scores.row(code), scores.column[_node(scores, path).path]])


def _told(scores: Scores, code: str, path: str | None) -> str:
    """What stands in the place of a rank: the score, and how much is answered."""
    row, column = scores.row(code), scores.column[_node(scores, path).path]
    score = points(float(scores.nodes.values[row, column]), scores.rubric.digits)
    return f"{score}, {percent(float(scores.nodes.coverage[row, column]))} answered"


def _heights(ranks: NDArray[np.float64], codes: list[str]) -> NDArray[np.float64]:
    """A line for each country that has a rank, in the order of ranks."""
    order = sorted(np.flatnonzero(np.isfinite(ranks)), key=lambda i: (ranks[i], codes[i]))
    heights = np.full(len(codes), np.nan)
    heights[order] = np.arange(1.0, len(order) + 1)
    return heights
