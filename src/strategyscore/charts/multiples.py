"""Small multiples: a panel for each part, the countries in one order."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from matplotlib.axes import Axes

from strategyscore.analysis.audit import weak_criteria
from strategyscore.charts import style
from strategyscore.charts.columns import Columns
from strategyscore.charts.frame import Frame, Plan, Texts
from strategyscore.charts.headlines import spread
from strategyscore.charts.legend import Key
from strategyscore.charts.parameters import documented
from strategyscore.charts.rows import (
    any_thin,
    dot,
    heights,
    label_rows,
    label_width,
    middles,
    on_slide,
    range_bar,
    select,
    told,
)
from strategyscore.output.captions import called, measure, one_source_note, source_line, thin_note, weak_note
from strategyscore.scoring.scores import Scores
from strategyscore.text.words import DASH


@documented
def small_multiples(
    scores: Scores,
    node: str | None = None,
    *,
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
    node : str, optional
        The path of the group whose children are the panels; the whole rubric where it is not given.
    ax, title, size, source, countries, highlight
        As of every chart; `help` tells them in full.

    Raises
    ------
    UnknownNode, UnknownCountry
        With a suggestion.
    """
    shown = scores.rubric.node(node) if node else scores.rubric.root
    rows, cut = on_slide(select(scores, shown, countries, highlight), size)
    low, high = scores.rubric.scale
    weak = weak_criteria(scores)
    heads = [called(child, weak) for child in shown.children]
    notes = (
        f"Countries in the order of {shown.title}.",
        one_source_note(scores, (row.code for row in rows)),
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
    left = label_width(rows)
    with style.house_style(size):
        ink = style.colours()
        keys = [
            Key("score", ink.strong, "dot"),
            Key("lowest to highest that unanswered questions allow", ink.pale, "bar"),
            Key(f"median of all {len(scores.countries)} countries", ink.ink, "tick"),
        ]
        keys += [Key("set apart", "white", "dot", edge=ink.strong)] if any(row.apart for row in rows) else []

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
            for number, child in enumerate(shown.children):
                values = scores.nodes.values[:, scores.column[child.path]]
                if np.isfinite(values).any():
                    middle = across.at(number, float(np.nanmedian(values)))
                    axes.axvline(middle, color=ink.ink, linewidth=0.8, zorder=1)
                for whole, y in placed:
                    row = whole.on(scores, child)
                    start, stop = (across.at(number, end) for end in (row.lower, row.upper))
                    range_bar(axes, y, (start, stop), row, 0.55)
                    if np.isfinite(row.value):
                        dot(axes, across.at(number, row.value), y, row, em * 0.58)
                    else:
                        axes.text((start + stop) / 2, y, DASH, ha="center", va="center", fontsize=em * 0.86)
            label_rows(axes, [row for row, _ in placed], [y for _, y in placed], left, em)
    return frame.finish(
        " ".join(
            f"{child.title}: " + ", ".join(f"{row.name} {told(scores, row, child)}" for row in rows) + "."
            for child in shown.children
        )
    )
