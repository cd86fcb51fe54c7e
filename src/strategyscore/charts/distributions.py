"""Distributions: how the scores of all countries are spread on each part or criterion."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

from strategyscore.analysis.audit import weak_criteria
from strategyscore.charts import style
from strategyscore.charts.frame import Frame, Plan, Texts
from strategyscore.charts.headlines import spread
from strategyscore.charts.labels import label_left
from strategyscore.charts.legend import Key
from strategyscore.charts.marks import Marks
from strategyscore.charts.rows import apart_key, highlighted_codes, label_right, score_axis, select, told, whole_numbers
from strategyscore.model.nodes import Node
from strategyscore.output.captions import called, measure, one_source_note, source_line, weak_note
from strategyscore.scoring.scores import Scores
from strategyscore.text.words import countries_said, points

Floats = NDArray[np.float64]

_LEAST = 1.7  # height of a row, in lines of text


def distributions(
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
    """Show how the scores of countries are spread: a dot a country, stacked where scores are equal, and the quartiles.

    Parameters
    ----------
    scores : Scores
        From `strategyscore.score`.
    node : str, optional
        The path of the group whose children are the rows; the whole rubric with its parts where it is not given.
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
    highlighted = highlighted_codes(scores, highlight)
    weak, digits = weak_criteria(scores), whole_numbers(scores)
    low, high = scores.rubric.scale
    named = any(row.apart and row.code in highlighted for row in rows)  # in the key, with its sign
    texts = Texts(
        title or spread(scores, shown.children or [shown]),
        measure(scores, shown, "scores"),
        (one_source_note(scores, (row.code for row in rows), "" if named else "Hollow"), weak_note(scores, nodes)),
        source_line(scores) if source is None else source,
    )
    values = {each.path: [row.on(scores, each).value for row in rows] for each in nodes}
    labels = [called(each, weak) for each in nodes]
    left = max(style.measured(label, "bold") for label in labels) + 1.8
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

        def plan(whole: float) -> Plan:
            room = max(whole - left - 6.2, 4.0)
            tall = [_height(values[each.path], room / (high - low)) for each in nodes]
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
                each = nodes[index]
                known = np.array([value for value in values[each.path] if value == value])
                floor = float(panel.ends[index - panel.rows.start + 1]) - 0.45
                middle = (y + floor) / 2 if len(known) else y
                weight = "bold" if each is shown else "normal"
                label_left(axes, middle, labels[index], left, em, fontweight=weight)
                medians.append(points(float(np.median(known)), digits) if len(known) else "")
                if not len(known):
                    continue
                first, middle, third = np.quantile(known, (0.25, 0.5, 0.75))
                axes.plot(
                    (first, third), (floor + 0.18,) * 2, color=ink.pale, linewidth=em * 0.42, solid_capstyle="butt"
                )
                axes.plot((middle, middle), (floor - 0.05, floor + 0.42), color=ink.ink, linewidth=em * 0.14, zorder=3)
                lifted = _stacked(values[each.path], scale)
                for row, value, lift in zip(rows, values[each.path], lifted, strict=True):
                    if value == value:
                        marks.dot(value, floor - 0.22 - lift, row, em * 0.46)
            marks.draw()
            label_right(axes, medians, "median", em, [float(end) - 0.5 for end in panel.ends[1:]])
    marked = [
        f"{row.name}: {', '.join(f'{each.title} {told(scores, row, each)}' for each in nodes)}."
        for row in rows
        if row.code in highlighted
    ]
    return frame.finish(" ".join([*(_told(each, values[each.path], digits) for each in nodes), *marked]))


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


def _told(node: Node, values: Iterable[float], digits: int) -> str:
    known = np.array([value for value in values if value == value])
    if not len(known):
        return f"{node.title}: no score."
    first, middle, third = (points(float(end), digits) for end in np.quantile(known, (0.25, 0.5, 0.75)))
    return f"{node.title}: median {middle}, middle half from {first} to {third}, {countries_said(len(known))}."
