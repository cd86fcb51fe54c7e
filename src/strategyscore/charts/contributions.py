"""Contributions: what each part adds to a score."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.patches import Rectangle

from strategyscore.analysis.audit import weak_criteria
from strategyscore.charts import style
from strategyscore.charts.columns import Columns
from strategyscore.charts.frame import Frame, Plan, Texts
from strategyscore.charts.group_rows import GroupRow, group_keys, group_notes, group_rows
from strategyscore.charts.headlines import ADDS, NO_RANK, headline
from strategyscore.charts.labels import near
from strategyscore.charts.legend import Key
from strategyscore.charts.marks import Marks
from strategyscore.charts.rows import (
    Row,
    any_thin,
    apart_key,
    heights,
    label_right,
    label_rows,
    label_width,
    middles,
    on_slide,
    placed_rows,
    select,
    told,
)
from strategyscore.model.nodes import Node
from strategyscore.output.captions import THIN, called, measure, one_source_note, source_line, thin_note, weak_note
from strategyscore.scoring.contributions import contributions as parts_of
from strategyscore.scoring.contributions import effect
from strategyscore.scoring.scores import Scores
from strategyscore.text.words import points

Added = tuple[list[float], float]

_FIGURES = 6.0  # a column is as wide as this, in units of the text size, if it has figures


def contributions(
    scores: Scores,
    node: str | None = None,
    *,
    stacked: bool = False,
    groups: str | Iterable[str] | None = None,
    ax: Axes | None = None,
    title: str | None = None,
    size: style.Size = "page",
    source: str | None = None,
    countries: str | Iterable[str] | None = None,
    highlight: str | Iterable[str] | None = None,
) -> style.Chart:
    """Show what each child of a node adds to the score of each country, beside what it could add at most.

    Under an arithmetic mean the parts add up to the score. What another method, such as a geometric mean, takes off or
    adds stands in a column of its own. A part of which less is answered than the rubric's minimum counts all the same,
    and is marked.

    Parameters
    ----------
    scores : Scores
        From `strategyscore.score`.
    node : str, optional
        The path of the group whose children are the parts; the whole rubric where it is not given.
    stacked : bool
        Bars end to end instead of a column for each part, of which only the first can be compared.
    groups : str or iterable of str, optional
        Groups of countries to show below the countries, each by the means of its members: by id or title, a region, a
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
    UnknownNode, UnknownCountry
        With a suggestion.

    See Also
    --------
    strategyscore.charts.ranking : The scores themselves.
    strategyscore.Scores.explain : One country in words.

    Examples
    --------
    >>> ss.charts.contributions(scores).alt_text
    'No part adds most more often than the others. Readiness: points of the score from 0 to 100, 4
    countries. Aria 70.0: Rules 50.0, Compute 20.0. Bora 65.0: Rules 25.0, Compute 40.0. Cala 47.5:
    Rules 37.5, Compute 10.0. Dona 30.0: Rules 0.0, Compute 30.0.'
    """
    shown = scores.rubric.node(node) if node else scores.rubric.root
    several, cut = on_slide(select(scores, shown, countries, highlight), size)
    below = group_rows(scores, shown, groups, short=size == "column")
    rows = [*several, *below]
    digits = scores.rubric.digits
    added = {row.code: _added(scores, row, shown) for row in rows}
    thin = any_thin(scores, several, (shown, *shown.children))
    cause = "" if shown.is_leaf else effect(scores, shown)
    takes = any(own < -1e-9 for _, own in added.values())
    changes = takes or any(own > 1e-9 for _, own in added.values())
    notes = (
        one_source_note(scores, (row.code for row in rows)),
        thin_note(scores, "Hatched" if stacked else "Marked *") if thin else "",
        "What is not answered adds nothing; its weight goes to the answers beside it."
        if any(row.coverage < 1 for row in rows)
        else "",
        *group_notes(scores, below),
        f"Method: what {cause} adds or takes off." if changes else "",
        weak_note(scores, shown.children),
        cut,
    )
    texts = Texts(
        title or _title(scores, [added[row.code][0] for row in several], shown),
        f"{measure(scores, shown, 'points of the score')}",
        notes,
        source_line(scores) if source is None else source,
    )
    columns = [("score", 4.0, [points(row.value, digits) for row in rows])]
    if changes:
        columns.insert(0, ("method", 4.0, [points(added[row.code][1], digits, signed=True) for row in rows]))
        columns[1] = ("score", 8.4, columns[1][2])
    left, right = label_width(rows), columns[-1][1] + 0.8
    draw = _stacked if stacked else _dots
    with style.house_style(size):
        frame = draw(scores, shown, rows, added, ax, size, texts, (left, right), cause if changes else "")
        em = frame.points
        for panel in frame.panels:
            placed = list(middles(panel, rows, left, right, em))
            at = [y for _, y in placed]
            for head, ends, cells in columns:
                mine = cells[panel.rows.start : panel.rows.stop]
                label_right(panel.axes, mine, head, em, at, ends, bold=head == "score")
            label_rows(panel.axes, [row for row, _ in placed], at, left, em)
    return frame.finish(
        " ".join(
            f"{row.name} {told(scores, row, shown)}: "
            + ", ".join(
                f"{child.title} {points(value, digits)}"
                + (f" ({told(scores, row, child)} by itself)" if row.on(scores, child).thin else "")
                for child, value in zip(shown.children, added[row.code][0], strict=True)
            )
            + (f", {cause} {points(added[row.code][1], digits)}" if abs(added[row.code][1]) > 1e-9 else "")
            + "."
            for row in rows
        )
    )


def _title(scores: Scores, added: Sequence[Sequence[float]], shown: Node) -> str:
    if not shown.children or not added:
        return headline([NO_RANK], {})
    alone = [int(np.argmax(each)) for each in added if sorted(each)[-1] > sum(sorted(each)[-2:-1]) + 1e-9]
    count, part = max((alone.count(part), -part) for part in range(len(shown.children)))
    part = -part
    others = [alone.count(other) for other in range(len(shown.children)) if other != part]
    numbers = {"count": count, "all": len(added), "next": max(others, default=-1)}
    return headline(ADDS, numbers, {"part": shown.children[part].called})


def _dots(
    scores: Scores,
    shown: Node,
    rows: list[Row],
    added: Mapping[str, Added],
    ax: Axes | None,
    size: style.Size,
    texts: Texts,
    sides: tuple[float, float],
    cause: str,
) -> Frame:
    """A column a part, all on one scale of points: a dot for what it adds on a line for what it could add."""
    high, ink, weak = scores.rubric.scale[1], style.colours(), weak_criteria(scores)
    digits = scores.rubric.digits
    most = {row.code: [high * share for share in _weights(scores, row, shown)] for row in rows}
    longest = max((end for ends in most.values() for end in ends if end == end), default=high)
    heads = [called(child, weak) for child in shown.children]

    def columns(whole: float) -> Columns:
        room = whole - sides[0] - sides[1]
        wide = room / max(len(heads), 1)
        figures = 2.9 / wide if wide >= _FIGURES else 0.0  # the share of a column that its figures take
        return Columns(heads, room, (0.0, longest / (1 - figures)))

    def plan(whole: float) -> Plan:
        lines = columns(whole).lines
        return Plan(heights(rows, 1.3), *sides, above=1.2 + lines, below=1.4, least=5.0 * max(len(heads), 1))

    keys = [
        Key("points that the part adds", ink.strong, "dot"),
        Key("points that it would add at its best", ink.rule, "line"),
    ]
    keys += apart_key(rows)
    keys += group_keys(rows)
    frame = Frame(ax, size, texts, plan, keys=keys, panels=2)
    em, across = frame.points, columns(frame.whole)
    for panel in frame.panels:
        axes = panel.axes
        across.draw(axes, em, scales=False)
        marks = Marks(axes)
        for row, y in placed_rows(panel, rows):
            for number, child in enumerate(shown.children):
                adds, end = added[row.code][0][number], most[row.code][number]
                part = row.on(scores, child)
                if np.isnan(part.value):
                    continue
                marks.line((across.at(number, 0), y), (across.at(number, end), y), ink.rule, em * 0.18)
                x = across.at(number, adds)
                if isinstance(part, GroupRow):
                    marks.square(x, y, em * 0.56)
                else:
                    marks.dot(x, y, part, em * 0.6)
                figures = across.scale[1] > longest  # else there is room for the mark only, beside the dot
                said = (points(adds, digits) if figures else "") + THIN * part.thin
                if said:
                    ends = across.at(number, longest) if figures else x
                    near(axes, ends, y, said, em * 0.5, fontsize=em * 0.8, color=ink.ink)
        marks.draw()
    return frame


def _stacked(
    scores: Scores,
    shown: Node,
    rows: list[Row],
    added: Mapping[str, Added],
    ax: Axes | None,
    size: style.Size,
    texts: Texts,
    sides: tuple[float, float],
    cause: str,
) -> Frame:
    """Segments end to end; only the first of them can be compared between countries."""
    palette, digits = style.colours(), scores.rubric.digits
    high, low = scores.rubric.scale[1], min(0.0, scores.rubric.scale[0])
    fills = [palette.parts[i % len(palette.parts)] for i in range(len(shown.children))]
    weak = weak_criteria(scores)
    keys = [Key(called(child, weak), fill) for child, fill in zip(shown.children, fills, strict=True)]
    if cause and any(own < -1e-9 for _, own in added.values()):
        keys.append(Key(f"taken off by {cause}", "white", edge=palette.muted, hatch="//////"))
    if cause and any(own > 1e-9 for _, own in added.values()):
        keys.append(Key(f"added by {cause}", "white", edge=palette.ink, hatch="...."))
    frame = Frame(
        ax, size, texts, lambda _: Plan(heights(rows, 1.5), *sides, above=1.6, least=12.0), keys=keys, panels=2
    )
    em = frame.points
    for panel in frame.panels:
        axes = panel.axes
        room = (frame.whole - sides[0] - sides[1]) / (high - low)  # units of the text size a point takes
        for row, y in placed_rows(panel, rows):
            adds, own = added[row.code]
            start = 0.0
            for child, value, fill in zip(shown.children, adds, fills, strict=True):
                ink = style.on_colour(to_rgb(fill))
                axes.barh(y, value, left=start, height=1.0, color=fill, edgecolor="white", linewidth=0.5, zorder=2)
                if row.on(scores, child).thin:
                    hatch: dict[str, Any] = {"hatch": "xxxx", "edgecolor": ink, "alpha": 0.5}
                    axes.add_patch(Rectangle((start, y - 0.5), value, 1.0, fill=False, linewidth=0, zorder=2, **hatch))
                text = points(value, digits)
                if value * room > 0.55 * len(text) + 0.4:
                    behind: dict[str, Any] = {"facecolor": fill, "edgecolor": "none", "pad": 0.6}
                    look: dict[str, Any] = {"ha": "center", "va": "center", "bbox": behind}
                    axes.text(start + value / 2, y, text, color=ink, fontsize=em * 0.78, **look)
                start += value
            if abs(own) > 1e-9:
                shade: dict[str, Any] = {"hatch": "//////" if own < 0 else "....", "zorder": 4, "linewidth": 0.5}
                axes.barh(y, own, left=start, height=1.0, facecolor="white", edgecolor=palette.muted, **shade)
        axes.set_xlim(low, high)
        axes.tick_params(axis="x", length=0, pad=em * 0.4)
        axes.grid(axis="x")
    return frame


def _weights(scores: Scores, row: Row, shown: Node) -> list[float]:
    """The share of the score that each child has among those that have one, NaN for the others; of a group the mean."""
    if shown.is_leaf:
        return []
    columns = tuple(scores.column[child.path] for child in shown.children)
    known = scores.nodes.counted(columns)[list(_members(row))]
    return [float(some[np.isfinite(some)].mean()) if np.isfinite(some).any() else np.nan for some in known.T]


def _members(row: Row) -> tuple[int, ...]:
    """The rows of the scores that a row is the mean of."""
    return row.members if isinstance(row, GroupRow) else (row.index,)


def _added(scores: Scores, row: Row, shown: Node) -> Added:
    """What each child adds, and what the node's own method does; of a group the means of its members."""
    each = [_added_to(scores, member, shown) for member in _members(row)]
    parts = np.mean([below for below, _ in each], axis=0) if shown.children else []
    return [float(part) for part in parts], float(np.mean([own for _, own in each]))


def _added_to(scores: Scores, row: int, shown: Node) -> Added:
    parts = parts_of(scores, row, shown)
    own = sum(part.adds for part in parts if part.node is shown and not shown.is_leaf)
    below = [
        float(np.nansum([part.adds for part in parts if f"{part.node.path}.".startswith(f"{child.path}.")]))
        for child in shown.children
    ]
    return below, own
