"""Rank intervals: the ranks that a country takes in nine of ten draws."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from strategyscore.analysis.findings.basis import Basis
from strategyscore.charts import style
from strategyscore.charts.frame import Frame, Plan, Texts
from strategyscore.charts.headlines import tiers
from strategyscore.charts.legend import Key
from strategyscore.charts.marks import Marks
from strategyscore.charts.rows import (
    Row,
    apart_key,
    heights,
    label_right,
    label_rows,
    label_width,
    middles,
    on_slide,
    select_drawn,
)
from strategyscore.output.captions import THIN, drawn_line, one_source_note, thin_note, until
from strategyscore.robustness.tiers import FIRM
from strategyscore.robustness.uncertainty import Uncertainty
from strategyscore.text.words import percent, span


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
        From `strategyscore.uncertainty`.
    ax : matplotlib Axes, optional
        Where to draw; a new figure where it is not given. In your own axes the title is drawn, and the size sets the
        texts only.
    title : str, optional
        The text above; it names what is drawn where it is not given.
    size : {"column", "page", "slide"}
        What the chart is for, half a page, a page or a slide: it sets width and text size.
    source : str, optional
        The line below; it says where the numbers come from where it is not given. An empty text leaves it out.
    countries : str or iterable of str, optional
        The countries to show, by code, name or group such as EU; all where it is not given. Ranks stay those among all.
    highlight : str or iterable of str, optional
        The countries to highlight, by code, name or group: in another colour, and in bold.

    Returns
    -------
    Chart
        A matplotlib Figure with an ``alt_text``. In your own axes it is their figure, which is left without one.

    Raises
    ------
    UnknownCountry
        With a suggestion.

    See Also
    --------
    strategyscore.uncertainty : What it shows.
    strategyscore.charts.rank_acceptability : All ranks of each country.

    Examples
    --------
    >>> ss.charts.rank_intervals(ss.uncertainty(scores, draws=500)).alt_text
    'Four countries fall into two tiers; within a tier no order is firm. Readiness: rank among 4
    countries, 1 is best; evidence of no stated date. Aria: rank 1, 1 to 2 in 90 % of the draws. Bora:
    rank 2, 1 to 3 in 90 % of the draws. Cala: rank 3, 3 to 4 in 90 % of the draws. Dona: rank 4, 2 to 4
    in 90 % of the draws.'
    """
    table = uncertainty.ranks
    rows = select_drawn(uncertainty, countries, highlight)
    limits = table[["lower", "upper"]].to_numpy(dtype=float)
    medians = table["median"].to_numpy(dtype=float)
    scores = uncertainty.nominal
    parted = Basis(scores, uncertainty).tiers
    rows, cut = on_slide(rows, size)
    intervals = [span(*limits[row.index]) for row in rows]
    notes = (
        one_source_note(scores, (row.code for row in rows)),
        thin_note(scores, THIN) if any(row.thin for row in rows) else "",
        f"Within a tier no order of two countries holds in {percent(FIRM)} of the draws." if len(parted) > 1 else "",
        cut,
    )
    ranked = int(np.isfinite(scores.ranks[:, 0]).sum())
    subtitle = f"{scores.rubric.title}: rank among {ranked} countries, 1 is best; {until(scores)}"
    line = drawn_line(uncertainty)
    texts = Texts(title or tiers(uncertainty), subtitle, notes, line if source is None else source)
    left, right = label_width(rows), 6.2
    last = int(max([limits[row.index, 1] for row in rows] + [row.rank or 1 for row in rows], default=1))
    ticks = [tick for tick in {1, *MaxNLocator(integer=True, nbins=8).tick_values(1, last), last} if _shown(tick, last)]
    with style.house_style(size):
        ink = style.colours()
        keys = [
            Key("rank by score", ink.strong, "dot"),
            Key("median rank of the draws", ink.strong, "tick"),
            Key("ranks taken in 90 % of the draws", ink.pale, "bar"),
        ]
        keys += apart_key(rows)
        keys += [Key("between tiers", ink.muted, "line")] if len(parted) > 1 else []

        def plan(_: float) -> Plan:
            return Plan(heights(rows, 1.4), left, right, above=2.2, least=10.0)

        frame = Frame(ax, size, texts, plan, keys=keys, panels=3)
        em = frame.points
        for panel in frame.panels:
            axes = panel.axes
            placed = list(middles(panel, rows, left, right, em))
            places = [y for _, y in placed]
            marks = Marks(axes)
            for y in _between_tiers(parted, placed):
                axes.axhline(y, color=ink.muted, linewidth=em * 0.06, zorder=1)
            for row, y in placed:
                strong = ink.pair(row.highlighted)[0]
                marks.range_bar(y, tuple(limits[row.index]), row, 0.62)
                marks.line((medians[row.index], y - 0.42), (medians[row.index], y + 0.42), strong, em * 0.14)
                if row.rank:
                    marks.dot(row.rank, y, row, em * 0.7)
            marks.draw()
            label_right(axes, [intervals[index] for index in panel.rows], "90 %", em, places)
            axes.set_xlim(1 - 0.02 * last, last + 0.02 * last)  # a bar ends at the ranks, and its end is seen
            axes.set_xticks(ticks)
            axes.tick_params(axis="x", length=0, pad=em * 0.4, labeltop=len(panel.rows) > 8)
            label_rows(axes, [row for row, _ in placed], places, left, em)
            axes.grid(axis="x")
    return frame.finish(
        " ".join(
            f"{row.name}: {f'rank {row.rank}' if row.rank else 'no rank'}, {interval} in 90 % of the draws."
            for row, interval in zip(rows, intervals, strict=True)
        )
    )


def _between_tiers(parted: Sequence[Sequence[str]], placed: Sequence[tuple[Row, float]]) -> Iterator[float]:
    """Where one tier ends and the next begins, among rows that stand by rank."""
    tier = {code: number for number, one in enumerate(parted) for code in one}
    for (one, above), (other, below) in pairwise(placed):
        if not other.apart and tier.get(one.code) != tier.get(other.code):
            yield (above + below) / 2


def _shown(tick: float, last: int) -> bool:
    """The first and last rank, and those between that keep clear of them."""
    return tick in (1, last) or (1 + 0.06 * last <= tick <= last - 0.09 * last and tick == int(tick))
