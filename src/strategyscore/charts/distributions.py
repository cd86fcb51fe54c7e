"""Distributions: how the scores of all countries are spread on each part or criterion."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

from strategyscore.analysis.audit import weak_criteria
from strategyscore.charts import style
from strategyscore.charts.frame import Frame, Plan, Texts
from strategyscore.charts.group_rows import group_keys, group_notes, group_rows
from strategyscore.charts.headlines import spread
from strategyscore.charts.labels import label_left
from strategyscore.charts.legend import Key
from strategyscore.charts.marks import Marks
from strategyscore.charts.rows import (
    Row,
    apart_key,
    highlighted_codes,
    label_right,
    score_axis,
    select,
    told,
    whole_numbers,
)
from strategyscore.output.captions import called, counted_note, measure, one_source_note, source_line, weak_note
from strategyscore.scoring.scores import Scores
from strategyscore.text.words import countries_said, plain, points

Floats = NDArray[np.float64]

_LEAST = 1.7  # height of a row, in lines of text


def distributions(
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
    """Show how the scores of countries are spread: a dot a country, stacked where scores are equal, and the quartiles.

    Parameters
    ----------
    scores : Scores
        From `strategyscore.score`.
    node : str, optional
        The path of the group whose children are the rows; the whole rubric with its parts where it is not given.
    groups : str or iterable of str, optional
        Groups of countries to show below the parts, each by the scores of its members on the whole and their mean: by
        id or title, a region, a column of the table that tells groups apart, or ``"region"`` or ``"income"`` for all of
        them.
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
    strategyscore.diagnostics.statistics : The numbers.

    Examples
    --------
    >>> ss.charts.distributions(scores).alt_text
    'Countries differ most on Rules and least on Compute (standard deviation 37 and 22 points).
    Readiness: scores from 0 to 100, 4 countries.
    Readiness: median 56, middle half from 43 to 66, 4 countries. Rules: median 63, middle half from 38
    to 81, 4 countries. Compute: median 50, middle half from 35 to 65, 4 countries.'
    """
    shown = scores.rubric.node(node) if node else scores.rubric.root
    nodes = [shown, *shown.children]
    rows = select(scores, shown, countries, highlight)
    below = group_rows(scores, shown, groups, short=size == "column")
    highlighted = highlighted_codes(scores, highlight)
    weak, digits = weak_criteria(scores), whole_numbers(scores)
    low, high = scores.rubric.scale
    named = any(row.apart and row.code in highlighted for row in rows)  # in the key, with its sign
    texts = Texts(
        title or spread(scores, shown.children or [shown]),
        measure(scores, shown, "scores"),
        (
            one_source_note(scores, (row.code for row in rows), "" if named else "Hollow"),
            counted_note(scores, "medians and deviations", [row.code for row in rows]),
            weak_note(scores, nodes),
            f"Rows of groups: the scores of their members on {plain(shown.title)}." if below else "",
            *group_notes(scores, below),
        ),
        source_line(scores) if source is None else source,
    )
    lines = [
        _Line(called(each, weak), each.title, each is shown, [row.on(scores, each) for row in rows]) for each in nodes
    ]
    every = {row.index: row for row in select(scores, shown, None, highlight)} if below else {}
    lines += [_Line(row.name, row.name, False, [every[index] for index in row.members], row.value) for row in below]
    left = max(style.measured(line.label, "bold") for line in lines) + 1.8
    with style.house_style(size):
        ink = style.colours()
        keys = [
            Key("country", ink.strong, "dot"),
            Key("middle half of the countries", ink.pale, "bar"),
            Key("median", ink.ink, "tick"),
        ]
        keys += apart_key([row for row in rows if row.code not in highlighted])
        keys += [
            Key(row.label, "white" if row.apart else ink.highlighted, "dot", edge=ink.highlighted)
            for row in rows
            if row.code in highlighted
        ][:6]
        keys += group_keys(below)

        def plan(whole: float) -> Plan:
            room = max(whole - left - 6.2, 4.0)
            tall = [_height(line.values, room / (high - low)) for line in lines]
            return Plan(tall, left, 6.2, above=2.0, least=12.0)

        frame = Frame(ax, size, texts, plan, keys=keys, panels=2)
        em = frame.points
        scale = max(frame.whole - left - 6.2, 4.0) / (high - low)  # units of the text size a point takes
        for panel in frame.panels:
            axes = panel.axes
            score_axis(axes, (low, high), [low], em, twice=len(panel.rows) > 8)
            medians = []
            marks = Marks(axes)
            for index, y in panel:
                line = lines[index]
                known = line.known
                floor = float(panel.ends[index - panel.rows.start + 1]) - 0.45
                middle = (y + floor) / 2 if len(known) else y
                label_left(axes, middle, line.label, left, em, fontweight="bold" if line.bold else "normal")
                medians.append(points(float(np.median(known)), digits) if len(known) else "")
                if not len(known):
                    continue
                first, middle, third = np.quantile(known, (0.25, 0.5, 0.75))
                axes.plot(
                    (first, third), (floor + 0.18,) * 2, color=ink.pale, linewidth=em * 0.42, solid_capstyle="butt"
                )
                axes.plot((middle, middle), (floor - 0.05, floor + 0.42), color=ink.ink, linewidth=em * 0.14, zorder=3)
                for row, lift in zip(line.rows, _stacked(line.values, scale), strict=True):
                    if row.value == row.value:
                        marks.dot(row.value, floor - 0.22 - lift, row, em * 0.46)
                if np.isfinite(line.mean):
                    marks.square(line.mean, floor + 0.18, em * 0.42)
            marks.draw()
            label_right(axes, medians, "median", em, [float(end) - 0.5 for end in panel.ends[1:]])
    marked = [
        f"{row.name}: {', '.join(f'{each.title} {told(scores, row, each)}' for each in nodes)}."
        for row in rows
        if row.code in highlighted
    ]
    return frame.finish(" ".join([*(line.told(digits) for line in lines), *marked]))


@dataclass(frozen=True)
class _Line:
    """A row of dots: the countries on a part, or the members of a group on the whole, and their mean."""

    label: str
    title: str
    bold: bool
    rows: Sequence[Row]
    mean: float = np.nan

    @property
    def values(self) -> Floats:
        return np.array([row.value for row in self.rows], dtype=float)

    @property
    def known(self) -> Floats:
        return self.values[np.isfinite(self.values)]

    def told(self, digits: int) -> str:
        known = self.known
        if not len(known):
            return f"{self.title}: no score."
        first, middle, third = (points(float(end), digits) for end in np.quantile(known, (0.25, 0.5, 0.75)))
        mean = "" if np.isnan(self.mean) else f"mean {points(self.mean, digits)}, "
        within = f"median {middle}, middle half from {first} to {third}, {countries_said(len(known))}"
        return f"{self.title}: {mean}{within}."


_STEP = 0.4  # between dots of a stack, in lines of text
_NEAR = 0.6  # dots nearer than this stand on one another, in units of the text size


def _stacked(values: Iterable[float], scale: float) -> Floats:
    """How far each dot is lifted so that none covers another: from left to right, each to the lowest free place."""
    given = np.array(list(values), dtype=float)
    lifts = np.zeros(len(given))
    done: list[int] = []
    for place in np.argsort(given, kind="stable"):
        taken = {lifts[other] for other in done if abs(given[other] - given[place]) * scale < _NEAR}
        lifts[place] = next(step * _STEP for step in range(len(given) + 1) if step * _STEP not in taken)
        if given[place] == given[place]:
            done.append(int(place))
    return lifts


def _height(values: Iterable[float], scale: float) -> float:
    """The height of a row, in lines of text."""
    return max(_LEAST, 1.1 + float(_stacked(values, scale).max(initial=0.0)))
