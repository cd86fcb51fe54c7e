"""Rank intervals: the ranks that a country takes in nine of ten draws."""

from __future__ import annotations

from collections.abc import Iterable

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from strategyscore.charts import style
from strategyscore.charts.rows import label_right, label_rows, label_width, select_drawn
from strategyscore.output.captions import drawn_line
from strategyscore.robustness.uncertainty import Uncertainty
from strategyscore.text.words import plain, span

_HALF = 0.32  # a rank is a place on the axis, this wide to either side


def rank_intervals(
    uncertainty: Uncertainty,
    *,
    ax: Axes | None = None,
    title: str | None = None,
    size: style.Size = "page",
    source: str | None = None,
    countries: Iterable[str] | None = None,
    highlight: str | Iterable[str] | None = None,
) -> Figure:
    """Show the rank of each country with its 90 % interval over the draws.

    Parameters
    ----------
    uncertainty : Uncertainty
    ax : matplotlib Axes, optional
        Where to draw; a new figure where it is not given.
    title, source : str, optional
        The text above, and the line below; written from the draws where they are not given.
    size : {"column", "page", "slide"}
        What the chart is for: it sets width and text size.
    countries : iterable of str, optional
        The codes to show; all where it is not given. Ranks stay those among all.
    highlight : str or iterable of str, optional
        Codes to set apart.

    Returns
    -------
    matplotlib Figure
        With an ``alt_text``, unless it is drawn into your own axes.

    Raises
    ------
    UnknownCountry
        With a suggestion.
    """
    table = uncertainty.ranks
    rows = select_drawn(uncertainty, countries, highlight)
    limits = table[["lower", "upper"]].to_numpy(dtype=float)
    intervals = [span(*limits[row.index]) for row in rows]
    heading = uncertainty.nominal.rubric.title
    title = plain(title or f"{heading}: how far the ranks can be trusted")
    marks = "Dot: rank. Bar: the ranks taken in 90 % of the draws. Upright line: median."
    left = label_width(rows)
    with style.house_style(size):
        frame = style.Frame(
            ax,
            size,
            title,
            marks,
            plain(drawn_line(uncertainty) if source is None else source),
            height=1.7 * len(rows),
            left=left,
            right=6.2,
            above=1.2,
        )
        axes, em = frame.ax, frame.points
        for y, row in enumerate(rows):
            drawn = table.iloc[row.index]
            strong, pale = style.colours().pair(row.highlighted)
            ends = drawn["lower"] - _HALF, drawn["upper"] + _HALF
            axes.hlines(y, *ends, color=pale, linewidth=em * 0.95, zorder=2)
            axes.vlines(drawn["median"], y - 0.3, y + 0.3, color=strong, linewidth=em * 0.14, zorder=3)
            axes.plot(drawn["nominal"], y, "o", color=strong, markersize=em * 0.75, zorder=4, clip_on=False)
        label_right(
            axes,
            intervals,
            "interval",
            em,
        )
        axes.set_ylim(len(rows) - 0.4, -0.6)
        shown = table.iloc[[row.index for row in rows]]
        last = int(shown[["nominal", "upper"]].to_numpy().max())
        axes.set_xlim(0.5, last + 0.5)
        axes.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=10, min_n_ticks=1))
        axes.set_xticks([tick for tick in {1, *axes.get_xticks(), last} if _shown(tick, last)])
        axes.tick_params(axis="x", length=0, pad=em * 0.5)
        label_rows(axes, rows, range(len(rows)), left, em)
        axes.grid(axis="x")
    return frame.finish(
        f"{title}. "
        + " ".join(
            f"{row.name}: rank {row.rank}, {interval} in 90 % of the draws."
            for row, interval in zip(rows, intervals, strict=True)
        )
    )


def _shown(tick: float, last: int) -> bool:
    """The first and last rank, and those between that keep clear of them."""
    return tick in (1, last) or (1 + 0.06 * last <= tick <= last - 0.06 * last and tick == int(tick))
