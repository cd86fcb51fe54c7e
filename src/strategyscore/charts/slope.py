"""A slope chart: how ranks differ between dates, rubrics or methods."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from strategyscore.charts import style
from strategyscore.charts.rows import set_apart
from strategyscore.output.captions import source_line
from strategyscore.scoring.scores import Scores
from strategyscore.text.words import DASH, plain

_FAR = 3  # ranks; a country that moves so far stands out


def slope(
    rankings: Mapping[str, Scores],
    node: str | None = None,
    *,
    ax: Axes | None = None,
    title: str | None = None,
    size: style.Size = "page",
    source: str | None = None,
    countries: Iterable[str] | None = None,
    highlight: str | Iterable[str] | None = None,
) -> Figure:
    """Join the ranks of each country in two or more rankings: of dates, rubrics or methods.

    Parameters
    ----------
    rankings : mapping of str to Scores
        Each under the name that stands above it, from left to right. Countries that are in all of them are shown.
    node : str, optional
        The path of the node to rank by; the whole rubric where it is not given.
    ax, title, size, source, highlight
        As for `ranking`.
    countries : iterable of str, optional
        The codes to show. Ranks stay those among all of each ranking.

    Returns
    -------
    matplotlib Figure
        With an ``alt_text``, unless it is drawn into your own axes.

    Raises
    ------
    UnknownNode, UnknownCountry
        With a suggestion.
    ValueError
        If there are fewer than two rankings.
    """
    if len(rankings) < 2:
        raise ValueError("a slope chart joins two rankings or more")
    heads, given = list(rankings), list(rankings.values())
    wanted = given[0].countries.codes if countries is None else list(countries)
    codes = [code for code in wanted if all(code in one.countries.codes for one in given)]
    for code in wanted if countries is not None else []:
        for one in given:
            one.row(code)
    marked = set_apart(given[0], highlight)
    names = {code: given[0].countries[code].name for code in codes}
    ranks = np.array([[_rank(one, code, node) for one in given] for code in codes], dtype=float).reshape(len(codes), -1)
    places = np.array([_places(column, codes) for column in ranks.T]).T.reshape(ranks.shape)
    shown = given[-1].rubric.node(node) if node else given[-1].rubric.root
    title = plain(title or f"{shown.title}: how the ranks differ")
    unranked = bool(np.isnan(ranks).any())
    marks = f"Dark: moved by {_FAR} ranks or more." + (f" {DASH}: too few answers for a rank." if unranked else "")
    with style.house_style(size):
        palette = style.colours()
        side = 3.2 + max((style.measured(name, "bold") for name in names.values()), default=0)
        frame = style.Frame(
            ax,
            size,
            title,
            marks,
            plain(source_line(given[-1]) if source is None else source),
            height=1.55 * len(codes),
            left=side,
            right=side,
            above=1.9,
            below=0.4,
        )
        axes, em = frame.ax, frame.points
        for code, rank, place in zip(codes, ranks, places, strict=True):
            moved = np.nanmax(rank) - np.nanmin(rank) if np.isfinite(rank).sum() > 1 else 0
            colour = palette.marked if code in marked else palette.ink if moved >= _FAR else palette.muted
            width = em * (0.22 if code in marked else 0.16 if moved >= _FAR else 0.08)
            for x in range(len(given) - 1):
                dotted = ":" if np.isnan(rank[x : x + 2]).any() else "-"
                axes.plot((x, x + 1), place[x : x + 2], dotted, color=colour, linewidth=width, zorder=2)
            axes.plot(range(len(given)), place, "o", color=colour, markersize=em * 0.45, zorder=3, clip_on=False)
            for x, end, sign in ((0, 0, -1), (len(given) - 1, -1, 1)):
                text = DASH if np.isnan(rank[end]) else f"{rank[end]:.0f}"
                weight = "bold" if code in marked else "normal"
                said = f"{names[code]}  {text}" if sign < 0 else f"{text}  {names[code]}"
                axes.annotate(
                    said,
                    (x, place[end]),
                    xytext=(sign * em * 0.8, 0),
                    textcoords="offset points",
                    ha="right" if sign < 0 else "left",
                    va="center",
                    color=palette.marked if code in marked else palette.ink,
                    fontweight=weight,
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
        axes.set_xlim(0, len(given) - 1)
        axes.set_ylim(len(codes) + 0.5, 0.5)
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


def _rank(scores: Scores, code: str, node: str | None) -> float:
    path = (scores.rubric.node(node) if node else scores.rubric.root).path
    return float(scores.ranks[scores.row(code), scores.column[path]])


def _places(ranks: NDArray[np.float64], codes: list[str]) -> list[float]:
    """A line for each country: by rank, those without one last."""
    order = sorted(range(len(codes)), key=lambda i: (np.isnan(ranks[i]), np.nan_to_num(ranks[i]), codes[i]))
    place = [0.0] * len(codes)
    for line, i in enumerate(order, start=1):
        place[i] = float(line)
    return place
