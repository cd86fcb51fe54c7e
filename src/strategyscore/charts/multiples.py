"""Small multiples: a panel for each part, the countries in one order."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from matplotlib.axes import Axes

from strategyscore.analysis.audit import weak_criteria
from strategyscore.charts import style
from strategyscore.charts.columns import Columns
from strategyscore.charts.frame import Frame, Plan, Texts
from strategyscore.charts.group_rows import GroupRow, group_keys, group_notes, group_rows
from strategyscore.charts.headlines import spread
from strategyscore.charts.legend import Key
from strategyscore.charts.marks import Marks
from strategyscore.charts.rows import (
    any_thin,
    apart_key,
    heights,
    label_rows,
    label_width,
    middles,
    on_slide,
    select,
    told,
)
from strategyscore.output.captions import (
    called,
    counted_note,
    measure,
    one_source_note,
    source_line,
    thin_note,
    weak_note,
)
from strategyscore.scoring.scores import Scores
from strategyscore.text.words import DASH


def small_multiples(
    scores: Scores,
    node: str | None = None,
    *,
    groups: str | Iterable[str] | None = None,
    ax: Axes | None = None,
    title: str | None = None,
    size: style.Size = "page",
    source: str | None = None,
    countries: str | Iterable[str] | None = None,
    highlight: str | Iterable[str] | None = None,
) -> style.Chart:
    """Show the scores of each child of a node side by side, with their bounds, the countries in the order of the node.

    Parameters
    ----------
    scores : Scores
        From `strategyscore.score`.
    node : str, optional
        The path of the group whose children are the panels; the whole rubric where it is not given.
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

    See Also
    --------
    strategyscore.charts.heatmap : The same as colours.

    Examples
    --------
    >>> ss.charts.small_multiples(scores).alt_text
    'Countries differ most on Rules and least on Compute (standard deviation 37 and 22 points).
    Readiness: scores from 0 to 100, 4 countries.
    Rules: Aria 100.0, Bora 50.0, Cala 75.0, Dona 0.0. Compute: Aria 40.0, Bora 80.0, Cala 20.0, Dona
    60.0.'
    """
    shown = scores.rubric.node(node) if node else scores.rubric.root
    rows, cut = on_slide(select(scores, shown, countries, highlight), size)
    below = group_rows(scores, shown, groups, short=size == "column")
    low, high = scores.rubric.scale
    weak = weak_criteria(scores)
    heads = [called(child, weak) for child in shown.children]
    notes = (
        f"Countries in the order of {shown.title}.",
        one_source_note(scores, (row.code for row in rows)),
        *group_notes(scores, below),
        counted_note(scores, "the medians"),
        thin_note(scores, "Hatched") if any_thin(scores, rows, shown.children) else "",
        weak_note(scores, shown.children),
        cut,
    )
    texts = Texts(
        title or spread(scores, shown.children),
        measure(scores, shown, "scores"),
        notes,
        source_line(scores) if source is None else source,
    )
    rows = [*rows, *below]
    left = label_width(rows)
    with style.house_style(size):
        ink = style.colours()
        keys = [
            Key("score", ink.strong, "dot"),
            Key("lowest to highest that unanswered questions allow", ink.pale, "bar"),
            Key(f"median of all {len(scores.countries)} countries", ink.ink, "tick"),
        ]
        keys += apart_key(rows)
        keys += group_keys(below)

        def plan(whole: float) -> Plan:
            return Plan(
                heights(rows, 1.25),
                left,
                1.4,
                above=0.8 + columns(whole).lines,
                below=1.5,
                least=4.5 * len(shown.children),
            )

        def columns(whole: float) -> Columns:
            return Columns(heads, whole - left - 1.4, (low, high))

        frame = Frame(ax, size, texts, plan, keys=keys, panels=2)
        em = frame.points
        across = columns(frame.whole)
        for panel in frame.panels:
            axes = panel.axes
            across.draw(axes, em)
            placed = list(middles(panel, rows, left, 1.4, em))
            marks = Marks(axes)
            for number, child in enumerate(shown.children):
                values = scores.nodes.values[:, scores.column[child.path]]
                if np.isfinite(values).any():
                    middle = across.at(number, float(np.nanmedian(values)))
                    axes.axvline(middle, color=ink.ink, linewidth=0.8, zorder=1)
                for whole, y in placed:
                    row = whole.on(scores, child)
                    start, stop = (across.at(number, end) for end in (row.lower, row.upper))
                    marks.range_bar(y, (start, stop), row, 0.55)
                    if isinstance(row, GroupRow) and np.isfinite(row.value):
                        marks.square(across.at(number, row.value), y, em * 0.54)
                    elif np.isfinite(row.value):
                        marks.dot(across.at(number, row.value), y, row, em * (0.4 if size == "column" else 0.58))
                    else:
                        axes.text((start + stop) / 2, y, DASH, ha="center", va="center", fontsize=em * 0.86)
            marks.draw()
            label_rows(axes, [row for row, _ in placed], [y for _, y in placed], left, em)
    return frame.finish(
        " ".join(
            f"{child.title}: " + ", ".join(f"{row.name} {told(scores, row, child)}" for row in rows) + "."
            for child in shown.children
        )
    )
