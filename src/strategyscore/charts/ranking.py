"""The ranking: a score a country, with what missing answers could make of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.axes import Axes

from strategyscore.analysis.findings.basis import Basis
from strategyscore.analysis.findings.portrait import parted_ones
from strategyscore.charts import style
from strategyscore.charts.frame import Frame, Plan, Texts
from strategyscore.charts.group_rows import (
    GroupRow,
    countries_of,
    group_keys,
    group_notes,
    group_rows,
    spread_line,
    told_group,
)
from strategyscore.charts.headlines import lead
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
    score_axis,
    select,
    variants,
)
from strategyscore.model.nodes import Group
from strategyscore.output.captions import (
    THIN,
    drawn_line,
    gate_note,
    measure,
    one_source_note,
    outside_note,
    screen_note,
    source_line,
    thin_note,
)
from strategyscore.robustness.uncertainty import Uncertainty
from strategyscore.scoring.bands import bands, in_words
from strategyscore.scoring.scores import Scores
from strategyscore.text.words import DASH, enumerated, percent, points, span

if TYPE_CHECKING:
    import pandas as pd

_NARROW = 14.0  # axes, in units of the text size


def ranking(
    scores: Scores,
    node: str | None = None,
    *,
    uncertainty: Uncertainty | None = None,
    groups: str | Iterable[str] | None = None,
    ax: Axes | None = None,
    title: str | None = None,
    size: style.Size = "page",
    source: str | None = None,
    countries: str | Iterable[str] | None = None,
    highlight: str | Iterable[str] | None = None,
) -> style.Chart:
    """Rank countries by score, each with its bounds and coverage.

    A country of which less is answered than the rubric's minimum is shown with its score, hatched, and without a rank;
    it stands below the others, as does one whose answers all rest on one source. Below a highlighted country its other
    evidence bases stand, each scored in its place.

    Parameters
    ----------
    scores : Scores
        From `strategyscore.score`.
    node : str, optional
        The path of the node to rank by; the whole rubric where it is not given.
    uncertainty : Uncertainty, optional
        Draws of the same countries; adds the 90 % intervals of scores and ranks. They are those of the whole rubric.
    groups : str or iterable of str, optional
        Groups of countries to show below the countries, each by the mean of its members: by id or title, a region, a
        column of the table that tells groups apart, or ``"region"`` or ``"income"`` for all of them.
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
    UnknownNode, UnknownCountry, UnknownGroup
        With a suggestion.
    ValueError
        If draws are given for a node other than the whole rubric.

    See Also
    --------
    strategyscore.tables.ranking : The same as a table.
    strategyscore.charts.rank_intervals : How far the ranks can be trusted.

    Examples
    --------
    >>> ss.charts.ranking(scores).alt_text
    'Aria has the highest score, 70.0. Readiness: score from 0 to 100, 4 countries. 1. Aria 70.0 (70.0
    to 70.0). 2. Bora 65.0 (65.0 to 65.0). 3. Cala 47.5 (47.5 to 47.5). 4. Dona 30.0 (30.0 to 55.0).'
    """
    shown = scores.rubric.node(node) if node else scores.rubric.root
    rows = select(scores, shown, countries, highlight)
    low, high = scores.rubric.scale
    if uncertainty is not None and shown is not scores.rubric.root:
        raise ValueError("draws rank the whole rubric; leave the node out, or the draws")
    drawn = None if uncertainty is None else uncertainty.table
    intervals = {} if drawn is None else _pairs(drawn, "q05", "q95")
    taken = {} if drawn is None else {code: span(*ends) for code, ends in _pairs(drawn, "lower", "upper").items()}

    def score_said(value: float) -> str:
        return points(float(value), scores.rubric.digits)

    rows, cut = on_slide(rows, size)
    rows = [part for row in rows for part in (row, *(variants(scores, shown, row) if row.highlighted else ()))]
    wider = [row.name for row in rows if row.code not in scores.countries.codes]
    below = group_rows(scores, shown, groups, uncertainty, short=size == "column")
    rows += below
    edges = shown.bands if isinstance(shown, Group) else ()
    banded = [in_words(*pair) for pair in zip(*bands(scores, shown), strict=True)]
    line = source_line(scores) if uncertainty is None else drawn_line(uncertainty)
    notes = [
        one_source_note(scores, (row.code for row in countries_of(rows))),
        *group_notes(scores, below),
        _outside(uncertainty, rows),
        thin_note(scores, THIN) if any(row.thin for row in rows) else "",
        f"{enumerated(wider)}: scored from other evidence in the place of the row above, and not ranked beside it."
        if wider
        else "",
        f"Upright lines: where bands begin ({enumerated(f'{band.name} from {band.start:g}' for band in edges)})."
        if edges
        else "",
        gate_note(scores, shown),
        screen_note(scores),
        cut,
    ]
    texts = Texts(
        title or lead(scores, shown, uncertainty),
        measure(scores, shown),
        tuple(notes),
        line if source is None else source,
    )
    left = label_width(rows)
    columns: list[tuple[str, float, list[str]]] = [("score", 4.0, [score_said(row.value) for row in rows])]
    if drawn is not None:
        ranked = ["" if isinstance(row, GroupRow) else taken.get(row.code, DASH) for row in rows]
        columns.append(("rank, 90 %", 9.8, ranked))
    if any(row.coverage < 1 for row in rows) and not (size == "column" and drawn is not None):
        columns.append(("answered", columns[-1][1] + 5.4, [percent(row.coverage) for row in rows]))
    right = columns[-1][1] + 0.8

    def plan(_: float) -> Plan:
        return Plan(heights(rows, 1.35), left, right, above=2.2, below=1.6, least=9.0)

    with style.house_style(size):
        frame = Frame(ax, size, texts, plan, keys=_keys(rows, drawn is not None), panels=3)
        em, ink = frame.points, style.colours()
        mark = em * (
            0.72 if frame.whole - left - right > _NARROW else 0.46
        )  # a smaller one leaves the interval in sight
        lows = [end for row in rows for end in (row.lower, row.value)]
        lows += [row.lowest for row in rows if isinstance(row, GroupRow)]
        lows += [] if drawn is None else drawn["q05"].to_list()
        for panel in frame.panels:
            axes = panel.axes
            score_axis(axes, (low, high), lows, em, twice=len(panel.rows) > 8)
            for band in edges[1:]:
                axes.axvline(band.start, color=ink.muted, linewidth=em * 0.08, linestyle=(0, (4, 3)), zorder=1)
            places = list(middles(panel, rows, left, right, em))
            marks = Marks(axes)
            for row, y in places:
                strong = ink.pair(row.highlighted)[0]
                missing = np.isnan(row.value)
                ends = (low, high) if np.isnan(row.coverage) else (row.lower, row.upper)
                marks.range_bar(y, ends, row, 0.62)
                if isinstance(row, GroupRow):
                    spread_line(axes, y, row, em)
                    if row.interval is not None:
                        start, stop = row.interval
                        marks.line((start, y), (stop, y), strong, em * 0.16)
                    marks.square(row.value, y, em * 0.66)
                    continue
                if missing:
                    said = "not applicable" if np.isnan(row.coverage) else "no score" if row.coverage else "no answer"
                    axes.annotate(said, (sum(ends) / 2, y), ha="center", va="center", color=ink.ink, fontsize=em * 0.86)
                    continue
                if row.code in intervals:
                    start, stop = intervals[row.code]
                    marks.line((start, y), (stop, y), strong, em * 0.16)
                marks.dot(row.value, y, row, mark)
            marks.draw()
            at = [y for _, y in places]
            for head, edge, cells in columns:
                mine = cells[panel.rows.start : panel.rows.stop]
                label_right(axes, mine, head, em, at, edge, bold=head == "score")
            label_rows(axes, [row for row, _ in places], at, left, em)
    described = []
    for row in rows:
        if isinstance(row, GroupRow):
            described.append(told_group(row, scores.rubric.digits))
            continue
        bounds = f"{score_said(row.lower)} to {score_said(row.upper)}"
        text = f"{row.rank}. {row.name}" if row.rank else row.name
        text += f" has no score ({bounds})" if np.isnan(row.value) else f" {score_said(row.value)} ({bounds})"
        text += f", band {banded[row.index]}" if banded[row.index] and row.name not in wider else ""
        text += f", no rank, {percent(row.coverage)} answered" if row.thin else ""
        text += (
            f", ranks {taken.get(row.code, DASH)} in 90 % of the draws"
            if drawn is not None and row.name not in wider
            else ""
        )
        described.append(f"{text}.")
    return frame.finish(" ".join(described))


def _outside(uncertainty: Uncertainty | None, rows: list[Row]) -> str:
    """Why the dots of some countries lie outside their own intervals."""
    if uncertainty is None:
        return ""
    basis = Basis(uncertainty.nominal, uncertainty)
    shown = {row.code for row in rows}
    return outside_note(basis.names([code for code in parted_ones(basis) if code in shown]))


def _pairs(drawn: pd.DataFrame, low: str, high: str) -> dict[str, tuple[float, float]]:
    """The two ends of each country's interval, by code."""
    return dict(zip(drawn.index, zip(drawn[low].astype(float), drawn[high].astype(float), strict=True), strict=True))


def _keys(rows: list[Row], drawn: bool) -> list[Key]:
    ink = style.colours()
    keys = [Key("score", ink.strong, "dot")]
    keys += apart_key(rows)
    keys += [Key("90 % interval of the draws", ink.strong, "line")] if drawn else []
    if any(row.lower < row.upper for row in rows):
        keys.append(Key("lowest to highest score that unanswered questions allow", ink.pale, "bar"))
    means = group_keys(rows)
    return [*keys, *means, *([Key("its lowest to its highest member", ink.muted, "line")] if means else [])]
