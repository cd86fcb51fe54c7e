"""Matrices of shares of the draws: rank acceptability, and who stands above whom."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from numpy.typing import NDArray

from strategyscore.charts import style
from strategyscore.charts.parameters import documented
from strategyscore.charts.rows import Row, label_rows, label_width, select_drawn
from strategyscore.output.captions import drawn_line
from strategyscore.robustness.uncertainty import Uncertainty
from strategyscore.text.words import enumerated, percent, plain

_HEAD = 0.86  # of the text's size


@documented
def rank_acceptability(
    uncertainty: Uncertainty,
    *,
    ax: Axes | None = None,
    title: str | None = None,
    size: style.Size = "page",
    source: str | None = None,
    countries: str | Iterable[str] | None = None,
    highlight: str | Iterable[str] | None = None,
) -> style.Chart:
    """Show in what share of the draws each country takes each rank.

    Parameters
    ----------
    uncertainty : Uncertainty
    ax, title, size, source, countries, highlight
        As of every chart; `help` tells them in full.

    Raises
    ------
    UnknownCountry
        With a suggestion.
    """
    rows = select_drawn(uncertainty, countries, highlight)
    table = uncertainty.acceptability
    shares = table.to_numpy()[[row.index for row in rows]]
    frame, title = _matrix(
        uncertainty,
        rows,
        shares,
        [str(rank) for rank in table.columns],
        ax=ax,
        title=title or f"{uncertainty.nominal.rubric.title}: how often each rank",
        marks="Per cent of the draws in which the country (row) takes the rank (column); darker is more often.",
        size=size,
        source=source,
        bend=0.5,  # among many ranks all shares are small
    )
    return frame.finish(
        f"{title}. "
        + " ".join(
            f"{row.name}: most often rank {int(np.argmax(share)) + 1}, in {percent(float(share.max()))} of the draws."
            for row, share in zip(rows, shares, strict=True)
        )
    )


@documented
def dominance(
    uncertainty: Uncertainty,
    *,
    ax: Axes | None = None,
    title: str | None = None,
    size: style.Size = "page",
    source: str | None = None,
    countries: str | Iterable[str] | None = None,
    highlight: str | Iterable[str] | None = None,
) -> style.Chart:
    """Show in what share of the draws each country stands above each other.

    Parameters
    ----------
    uncertainty : Uncertainty
    ax, title, size, source, countries, highlight
        As of every chart; `help` tells them in full.

    Raises
    ------
    UnknownCountry
        With a suggestion.
    """
    rows = select_drawn(uncertainty, countries, highlight)
    order = [row.index for row in rows]
    shares = uncertainty.dominance.to_numpy()[np.ix_(order, order)].copy()
    np.fill_diagonal(shares, np.nan)
    frame, title = _matrix(
        uncertainty,
        rows,
        shares,
        [row.code for row in rows],
        ax=ax,
        title=title or f"{uncertainty.nominal.rubric.title}: who stands above whom",
        marks="Per cent of the draws in which the row's country scores higher than the column's; ties count half.",
        size=size,
        source=source,
    )
    return frame.finish(
        f"{title}. "
        + " ".join(
            f"{row.name} above {other.name} in {percent(float(shares[i, i + 1]))} of the draws."
            for i, (row, other) in enumerate(pairwise(rows))
        )
    )


@documented
def _matrix(
    uncertainty: Uncertainty,
    rows: Sequence[Row],
    shares: NDArray[np.float64],
    heads: Sequence[str],
    *,
    ax: Axes | None,
    title: str,
    marks: str,
    size: style.Size,
    source: str | None,
    bend: float = 1.0,
) -> tuple[style.Frame, str]:
    title = plain(title)
    unranked = [row.name for row in rows if row.rank is None]
    if unranked:
        marks += f" Without a rank, since too little is answered: {enumerated(unranked)}."
    with style.house_style(size):
        width, em = style.WIDTHS[size]
        left = label_width(rows)
        cell = min((width * 72 / em - left - 0.8) / len(heads), 6.0)
        right = width * 72 / em - left - cell * len(heads)
        text = em * min(0.95, cell / 2.7)
        upright = cell < _HEAD * style.measured(max(heads, key=len)) + 0.5
        gap = 0.02 if cell > 1.6 else 0.0  # narrow cells touch, lest the gaps be what one sees
        every = 1 if cell >= 1.3 else int(np.ceil(1.3 / cell))
        frame = style.Frame(
            ax,
            size,
            title,
            plain(marks),
            plain(drawn_line(uncertainty) if source is None else source),
            height=1.55 * len(rows),
            left=left,
            right=right,
            above=0.8 + (_HEAD * style.text_width(max(heads, key=len)) / 1.45 if upright else 0.86),
            below=0.4,
        )
        axes, em = frame.ax, frame.points
        if gap:
            _cells(axes, shares, bend, gap, text if text >= 0.5 * em else None)
        else:  # an image of a pixel a cell, which stays small however many there are
            extent = (0, len(heads), len(rows), 0)
            axes.imshow(
                shares**bend,
                style.colours().sequential,
                aspect="auto",
                interpolation="none",
                vmin=0,
                vmax=1,
                extent=extent,
            )
        for x, head in enumerate(heads):
            if x % every == 0:
                axes.text(
                    x + 0.5,
                    -0.15,
                    head,
                    ha="center",
                    va="bottom",
                    color=style.colours().muted,
                    fontsize=em * _HEAD,
                    rotation=90 if upright else 0,
                )
        axes.set_xlim(0, len(heads))
        axes.set_ylim(len(rows), 0)
        axes.set_xticks([])
        axes.spines[:].set_visible(False)
        label_rows(axes, rows, np.arange(len(rows)) + 0.5, left, em)
    return frame, title


def _cells(axes: Axes, shares: NDArray[np.float64], bend: float, gap: float, text: float | None) -> None:
    """A rectangle for each share, with its number if there is room for text of that size."""
    for y, x in np.ndindex(shares.shape):
        share = float(shares[y, x])
        if np.isnan(share):
            continue
        fill = style.colours().sequential(share**bend)
        axes.add_patch(Rectangle((x + gap, y + gap), 1 - 2 * gap, 1 - 2 * gap, facecolor=fill, linewidth=0))
        if share > 0 and text:
            ink = style.on_colour(fill)
            axes.text(x + 0.5, y + 0.5, _share(share), ha="center", va="center", color=ink, fontsize=text)


def _share(share: float) -> str:
    """Per cent; what is not quite none or all does not read as such."""
    rounded = f"{100 * share:.0f}"
    return "<1" if rounded == "0" else ">99" if rounded == "100" and share < 1 else rounded
