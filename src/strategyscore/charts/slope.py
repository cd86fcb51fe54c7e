"""Slopes: how each country's score differs between dates, rubrics or methods, with what missing answers leave open."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from strategyscore.charts import style
from strategyscore.charts.frame import Frame, Panel, Plan, Texts
from strategyscore.charts.group_rows import GroupRow, group_keys, group_rows
from strategyscore.charts.headlines import APART, DUST, headline, movers
from strategyscore.charts.labels import near
from strategyscore.charts.legend import Key
from strategyscore.charts.rows import Row, highlighted_codes, select
from strategyscore.methods.rank import moved
from strategyscore.model.nodes import Node
from strategyscore.output.captions import THIN, one_source_note, source_line, thin_note
from strategyscore.scoring.scores import Scores
from strategyscore.text.words import DASH, countries_said, enumerated, percent, plain, points

_WIDE = 11.5  # of a country's cell at least, in units of the text size
_TALL = 4.6  # of a cell, in lines of text
_HEAD = 1.3  # of which its name takes so much
_SIDE = 3.6  # beside its lines, for the figures


@dataclass(frozen=True)
class _Line:
    """One country or group: its rows in each ranking, and whether nothing changed."""

    rows: tuple[Row, ...]
    same: bool

    @property
    def parts(self) -> int:
        """1 or -1 where the last score lies above or below the first one whatever the missing answers are."""
        first, last = self.rows[0], self.rows[-1]
        return int(moved((first.lower, first.upper), (last.lower, last.upper), DUST))


def slope(
    rankings: Mapping[str, Scores],
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
    """Join the scores of each country in two or more scorings, with their bounds; bold where the bounds part.

    Between two dates a score changes when a level does, and also when more or fewer questions are answered. Only where
    the bounds of the first and the last score do not meet is the change there whatever the missing answers are.

    Parameters
    ----------
    rankings : mapping of str to Scores
        Each under the name that stands below it, from left to right. Countries that are in all of them are shown.
    node : str, optional
        The path of the node whose scores are joined; the whole rubric where it is not given.
    groups : str or iterable of str, optional
        Groups of countries to show behind the countries, each by the means of the members that have a score in all
        rankings: by id or title, a region, or ``"region"`` or ``"income"`` for all of them.
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
        If there are fewer than two rankings, or no member of a group has a score in all of them.

    See Also
    --------
    strategyscore.charts.trend : The years of a panel.
    strategyscore.changes : Says why a score changed.

    Examples
    --------
    >>> ss.charts.slope({"before": before, "now": scores}).alt_text
    'The scores of two of four countries part. Readiness: score from 0 to 100, 4 countries, before and
    now. Aria: before 60.0 (60.0 to 60.0), now 70.0 (70.0 to 70.0); bounds part. Bora: before 55.0 (55.0
    to 55.0), now 65.0 (65.0 to 65.0); bounds part. Cala: before 47.5 (47.5 to 47.5), now 47.5 (47.5 to
    47.5). Dona: before 10.0 (10.0 to 35.0), now 30.0 (30.0 to 55.0).'
    """
    if len(rankings) < 2:
        raise ValueError("a slope chart joins two rankings or more")
    heads, scored = [plain(head) for head in rankings], list(rankings.values())
    last = scored[-1]
    for each in scored if countries is not None else ():
        each.countries.pick(countries or ())
    highlighted_codes(scored[0], highlight)
    common = [code for code in last.countries.codes if all(code in each.countries.codes for each in scored)]
    picked = common if countries is None else [code for code in last.countries.pick(countries).codes if code in common]
    lines = _lines(scored, node, picked, highlight)
    means = _group_lines(scored, node, groups)
    dates = len({each.as_of for each in scored}) == len(scored) and len({each.rubric for each in scored}) == 1
    low = min(each.rubric.scale[0] for each in scored)
    high = max(each.rubric.scale[1] for each in scored)
    digits = last.rubric.digits
    thin = any(row.thin for line in lines for row in line.rows)
    shown = _node(last, node)
    texts = Texts(
        title or _title(lines, dates),
        f"{shown.title}: score from {low:g} to {high:g}, {countries_said(len(lines))}, {enumerated(heads)}",
        (
            one_source_note(last, picked),
            "Groups: the mean of the members with a score in all that is joined; in brackets how many they are."
            if means
            else "",
            thin_note(last, THIN) if thin else "",
            "A thin line: the bounds overlap, so that the change may come from questions answered on one date only."
            if dates
            else "A thin line joins scores whose bounds overlap.",
        ),
        source_line(last) if source is None else source,
    )
    with style.house_style(size):
        ink = style.colours()
        keys = [
            Key("score", ink.muted, "dot"),
            *group_keys([line.rows[-1] for line in means]),
            Key("lowest to highest that unanswered questions allow", ink.pale, "bar"),
            Key(f"{low:g} and {high:g}, the ends of the scale", ink.rule, "line"),
        ]
        keys += [Key("change beyond the bounds", ink.ink, "line")] if any(one.parts for one in lines) else []
        keys += [Key("same evidence", ink.muted, "dashed")] if any(one.same for one in lines) else []
        hollow = [row for one in lines for row in one.rows if row.apart and np.isfinite(row.value)]
        whys = ["one source"] * any(row.one_source for row in hollow)
        whys += [f"less than {percent(last.program.minimum_coverage)} answered"] * any(row.thin for row in hollow)
        keys += [Key(" or ".join(whys), "white", "dot", edge=ink.muted)] if whys else []
        lines += means

        def across(whole: float) -> int:
            return max(1, min(int((whole - 1.2) / _WIDE), len(lines)))

        def plan(whole: float) -> Plan:
            count = -(-len(lines) // across(whole))
            return Plan([_TALL] * count, 0.6, 0.6, above=0.5, below=1.6)

        frame = Frame(ax, size, texts, plan, keys=keys)
        columns = across(frame.whole)
        panel, em = frame.panels[0], frame.points
        for place, line in enumerate(lines):
            _cell(
                panel, line, place % columns, place // columns, (low, high), em, (frame.whole - 1.2) / columns, digits
            )
        axes, side = panel.axes, _SIDE * columns / (frame.whole - 1.2)
        axes.set_xlim(0, columns)
        axes.set_xticks([])
        axes.spines[:].set_visible(False)
        for x, head in ((side, heads[0]), (1 - side, heads[-1])):
            axes.annotate(
                "\n".join(style.wrapped(head, (frame.whole - 1.2) / columns / 2 / 0.8, 1.0)),
                (x, 0),
                xycoords=axes.get_xaxis_transform(),
                xytext=(0, -em * 0.2),
                textcoords="offset points",
                ha="center",
                va="top",
                fontsize=em * 0.8,
                color=ink.muted,
                annotation_clip=False,
            )
    return frame.finish(
        " ".join(
            f"{line.rows[0].name}: "
            + ", ".join(f"{head} {_told(row, digits)}" for head, row in zip(heads, line.rows, strict=True))
            + ("; same evidence" if line.same and dates else "; bounds part" if line.parts else "")
            + "."
            for line in lines
        )
    )


def _lines(
    scored: Sequence[Scores], path: str | None, codes: Sequence[str], highlight: str | Iterable[str] | None
) -> list[_Line]:
    last = scored[-1]
    order = select(last, _node(last, path), codes or None, highlight) if codes else []
    found = []
    for row in order:
        rows = []
        for each in scored:
            column, at = each.column[_node(each, path).path], each.row(row.code)
            nodes = each.nodes
            numbers = (float(side[at, column]) for side in (nodes.values, nodes.lower, nodes.upper, nodes.coverage))
            value, lower, upper, coverage = numbers
            rows.append(
                replace(row, value=value, lower=lower, upper=upper, coverage=coverage, thin=bool(each.thin[at, column]))
            )
        answers = [each.ratings.values[each.row(row.code)] for each in scored]
        same = all(
            np.array_equal(one, answers[0], equal_nan=True) if one.shape == answers[0].shape else False
            for one in answers
        )
        found.append(_Line(tuple(rows), same))
    return found


def _group_lines(scored: Sequence[Scores], path: str | None, groups: str | Iterable[str] | None) -> list[_Line]:
    """The groups asked for, each of the members that have a score in all rankings, so that it is of the same ones."""
    last, found = scored[-1], []
    for row in group_rows(last, _node(last, path), groups):
        codes = [last.countries.codes[member] for member in row.members]
        columns = [each.column[_node(each, path).path] for each in scored]
        common = [
            code
            for code in codes
            if all(
                code in each.countries.codes and np.isfinite(each.nodes.values[each.row(code), column])
                for each, column in zip(scored, columns, strict=True)
            )
        ]
        if not common:
            raise ValueError(f"no member of the group {row.code} has a score in all rankings; leave it out")
        name = f"{row.name.rsplit(' (', 1)[0]} ({len(common)})"
        rows = [
            replace(row, name=name, members=tuple(map(each.row, common))).on(each, _node(each, path)) for each in scored
        ]
        found.append(_Line(tuple(rows), same=False))
    return found


def _title(lines: Sequence[_Line], dates: bool) -> str:
    ways = [line.parts for line in lines]
    return movers(ways) if dates else headline(APART, {"apart": sum(map(abs, ways)), "all": len(lines)})


def _cell(
    panel: Panel,
    line: _Line,
    column: int,
    number: int,
    scale: tuple[float, float],
    em: float,
    wide: float,
    digits: int,
) -> None:
    """One country in a cell so wide in units of the text size: its name, and below it the scores from left to right."""
    axes, ink = panel.axes, style.colours()
    top, end = float(panel.ends[number]), float(panel.ends[number + 1])
    final = line.rows[-1]
    strong, pale = ink.pair(final.highlighted)
    group = isinstance(final, GroupRow)
    colour = strong if final.highlighted or group else ink.ink if line.parts else ink.muted
    begins, ends = top + _HEAD + 0.2, end - 0.5

    def height(value: float) -> float:
        low, high = scale
        return ends - (ends - begins) * (value - low) / (high - low)

    axes.text(
        column + 0.04,
        top + 0.75,
        final.label,
        va="center",
        fontsize=em * min(0.92, (wide - 0.8) / style.measured(final.label, "bold")),
        fontweight="bold" if final.highlighted or line.parts else "normal",
        color=strong if final.highlighted else ink.ink,
    )
    for value in scale:
        axes.plot((column + 0.04, column + 0.96), [height(value)] * 2, color=ink.rule, linewidth=0.5, zorder=0)
    side = _SIDE / wide
    xs = np.linspace(column + side, column + 1 - side, len(line.rows))
    for x, row in zip(xs, line.rows, strict=True):
        if row.lower < row.upper:
            axes.plot(
                (x, x),
                (height(row.lower), height(row.upper)),
                color=pale,
                linewidth=em * 0.5,
                solid_capstyle="butt",
                zorder=1,
            )
    known = [(x, height(row.value)) for x, row in zip(xs, line.rows, strict=True) if np.isfinite(row.value)]
    if len(known) > 1:
        width = em * (0.2 if line.parts else 0.08)
        dashes = (0, (2, 2)) if line.same else "-"
        axes.plot(*zip(*known, strict=True), color=colour, linewidth=width, linestyle=dashes, zorder=2)
    for x, row in zip(xs, line.rows, strict=True):
        if np.isfinite(row.value):
            face = "white" if row.apart else colour
            look: dict[str, Any] = {"color": colour, "markerfacecolor": face, "markersize": em * 0.42, "zorder": 3}
            axes.plot(x, height(row.value), "s" if group else "o", **look)
    for x, row, sign in ((xs[0], line.rows[0], -1), (xs[-1], final, 1)):
        said = points(row.value, digits) if np.isfinite(row.value) else DASH
        at = height(row.value if np.isfinite(row.value) else sum(scale) / 2)  # a dash stands for no score, not for 0
        look = {
            "ha": "right" if sign < 0 else "left",
            "fontweight": "bold" if line.parts else "normal",
            "color": colour,
        }
        near(axes, x, at, said + THIN * row.thin, sign * em * 0.5, fontsize=em * 0.82, **look)


def _told(row: Row, digits: int) -> str:
    said = f"{points(row.value, digits)} ({points(row.lower, digits)} to {points(row.upper, digits)})"
    return f"{said}, {row.coverage:.0%} answered, no rank".replace("%", " %") if row.thin else said


def _node(scores: Scores, path: str | None) -> Node:
    return scores.rubric.node(path) if path else scores.rubric.root
