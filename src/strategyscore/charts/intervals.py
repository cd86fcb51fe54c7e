"""Rank intervals: the ranks that a country takes in nine of ten draws."""

from __future__ import annotations

from collections.abc import Iterable

from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from strategyscore.charts import style
from strategyscore.charts.parameters import documented
from strategyscore.charts.rows import label_right, label_rows, label_width, range_bar, select_drawn
from strategyscore.output.captions import drawn_line, thin_note
from strategyscore.robustness.uncertainty import Uncertainty
from strategyscore.text.words import plain, span

_HALF = 0.32  # a rank takes this much of the axis to either side


@documented
def rank_intervals(
    uncertainty: Uncertainty,
    *,
    ax: Axes | None = None,
    title: str | None = None,
    size: style.Size = "page",
    source: str | None = None,
    countries: str | Iterable[str] | None = None,
    highlight: str | Iterable[str] | None = None,
) -> style.Chart:
    """Show the rank of each country with its 90 % interval over the draws.

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
    table = uncertainty.ranks
    rows = select_drawn(uncertainty, countries, highlight)
    limits = table[["lower", "upper"]].to_numpy(dtype=float)
    intervals = [span(*limits[row.index]) for row in rows]
    heading = uncertainty.nominal.rubric.title
    title = plain(title or f"{heading}: how far the ranks can be trusted")
    marks = "Dot: rank. Bar: the ranks taken in 90 % of the draws. Upright line: median."
    if any(row.thin for row in rows):
        marks += f" {thin_note(uncertainty.nominal, 'Hatched')}"
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
            strong = style.colours().pair(row.highlighted)[0]
            range_bar(axes, y, (drawn["lower"] - _HALF, drawn["upper"] + _HALF), row, em * 0.95, 0.38)
            axes.vlines(drawn["median"], y - 0.3, y + 0.3, color=strong, linewidth=em * 0.14, zorder=3)
            if row.rank:
                axes.plot(row.rank, y, "o", color=strong, markersize=em * 0.75, zorder=4, clip_on=False)
        label_right(
            axes,
            intervals,
            "interval",
            em,
        )
        axes.set_ylim(len(rows) - 0.4, -0.6)
        last = int(max([limits[row.index, 1] for row in rows] + [row.rank or 1 for row in rows], default=1))
        axes.set_xlim(0.5, last + 0.5)
        axes.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=10, min_n_ticks=1))
        axes.set_xticks([tick for tick in {1, *axes.get_xticks(), last} if _shown(tick, last)])
        axes.tick_params(axis="x", length=0, pad=em * 0.5)
        label_rows(axes, rows, range(len(rows)), left, em)
        axes.grid(axis="x")
    return frame.finish(
        f"{title}. "
        + " ".join(
            f"{row.name}: {f'rank {row.rank}' if row.rank else 'no rank'}, {interval} in 90 % of the draws."
            for row, interval in zip(rows, intervals, strict=True)
        )
    )


def _shown(tick: float, last: int) -> bool:
    """The first and last rank, and those between that keep clear of them."""
    return tick in (1, last) or (1 + 0.06 * last <= tick <= last - 0.06 * last and tick == int(tick))
