"""Two parts against each other, every country with its name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import combinations

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

from strategyscore.analysis.audit import weak_criteria
from strategyscore.analysis.evidence import one_source
from strategyscore.charts import style
from strategyscore.charts.frame import Frame, Plan, Texts
from strategyscore.charts.group_rows import group_keys, group_notes, group_rows
from strategyscore.charts.headlines import TOGETHER, headline
from strategyscore.charts.legend import Key
from strategyscore.charts.marks import Marks
from strategyscore.charts.rows import apart_key, select, told
from strategyscore.errors import ScoringError
from strategyscore.methods.weigh import correlations as correlations_of
from strategyscore.model.nodes import Node
from strategyscore.output.captions import THIN, called, one_source_note, source_line, thin_note, until, weak_note
from strategyscore.scoring.scores import Scores
from strategyscore.text.words import countries_said, enumerated, plain

Floats = NDArray[np.float64]

_SLIDE = 14.0  # lines of text that the axes of a slide are tall at least


def scatter(
    scores: Scores,
    x: str | None = None,
    y: str | None = None,
    *,
    groups: str | Iterable[str] | None = None,
    ax: Axes | None = None,
    title: str | None = None,
    size: style.Size = "page",
    source: str | None = None,
    countries: str | Iterable[str] | None = None,
    highlight: str | Iterable[str] | None = None,
) -> style.Chart:
    """Hold two nodes against each other; labels keep clear of dots and of one another.

    In your own axes the labels are placed for the limits that they have when it is drawn.

    Parameters
    ----------
    scores : Scores
        From `strategyscore.score`.
    x, y : str, optional
        Paths of the nodes across and up; the two children of the root that go together least where none is given.
    groups : str or iterable of str, optional
        Groups of countries to show too, each by the means of its members: by id or title, a region, a column of the
        table that tells groups apart, or ``"region"`` or ``"income"`` for all of them.
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
    ScoringError
        If there are no two nodes to hold against each other.

    See Also
    --------
    strategyscore.charts.correlations : All pairs.

    Examples
    --------
    >>> ss.charts.scatter(scores, "rules", "compute").alt_text
    'Compute and Rules in four countries, too few to say how they go together (r = -0.53). Compute
    against Rules: scores from 0 to 100, 4 countries, evidence of no stated date. Aria: 100.0, 40.0.
    Bora: 50.0, 80.0. Cala: 75.0, 20.0. Dona: 0.0, 60.0.'
    """
    children = scores.rubric.root.children
    if (x is None or y is None) and len(children) < 2:
        raise ScoringError("name two nodes; the rubric has no two parts")
    usual = _least_alike(scores, children) if x is None and y is None else children[:2]
    across = scores.rubric.node(x) if x else usual[0]
    up = scores.rubric.node(y) if y else usual[1]
    everyone = select(scores, scores.rubric.root, countries, highlight)
    columns = [scores.column[node.path] for node in (across, up)]
    values = scores.nodes.values[np.ix_([row.index for row in everyone], columns)]
    scored: NDArray[np.bool_] = np.atleast_1d(np.isfinite(values).all(axis=1))
    left_out = [row.name for row, has_both in zip(everyone, scored, strict=True) if not has_both]
    rows = [
        replace(row, thin=bool(scores.thin[row.index, columns].any()))
        for row, has_both in zip(everyone, scored, strict=True)
        if has_both
    ]
    values = values[scored]
    thin = [row.thin for row in rows]
    apart = [row.apart for row in rows]
    low, high = scores.rubric.scale
    weak = weak_criteria(scores)
    usual_ones = ~np.array(apart, dtype=bool)
    r = _correlation(values[usual_ones])
    numbers = {"n": 0.0, "r": 0.0} if r is None else {"n": float(usual_ones.sum()), "r": r}
    below = group_rows(scores, scores.rubric.root, groups, short=True)
    means = np.array([[row.on(scores, node).value for node in (across, up)] for row in below]).reshape(-1, 2)
    names = enumerated(row.name for row, hollow in zip(rows, thin, strict=True) if hollow)
    texts = Texts(
        title or headline(TOGETHER, numbers, {"across": across.called, "up": up.called}),
        f"{up.title} against {across.title}: scores from {low:g} to {high:g}, {countries_said(len(rows))}, "
        f"{until(scores)}",
        (
            f"Not shown, since too few questions are answered: {enumerated(left_out)}." if left_out else "",
            one_source_note(scores, (row.code for row in rows)),
            thin_note(scores, f"{THIN} ({names})") if any(thin) else "",
            f"The correlation r is that of {len(values) - sum(apart)} countries; those set apart are not among them."
            if any(apart) and r is not None
            else "",
            *group_notes(scores, below),
            weak_note(scores, (across, up)),
        ),
        source_line(scores) if source is None else source,
    )
    with style.house_style(size):
        ink = style.colours()
        keys = [
            Key("country", ink.strong, "dot"),
            Key("lowest to highest that unanswered questions allow", ink.pale, "line"),
            Key("equal scores", ink.muted, "dashed"),
        ]
        keys += [*apart_key(rows), *group_keys(below)]

        def plan(whole: float) -> Plan:
            tall = _SLIDE if size in style.HEIGHTS else (whole - 6.6) / 1.45  # a square, where there is room for it
            return Plan([tall], 5.0, 1.6, above=1.8, below=2.6)

        frame = Frame(ax, size, texts, plan, keys=keys)
        axes, em = frame.ax, frame.points
        axes.plot((low, high), (low, high), color=ink.muted, linewidth=em * 0.08, linestyle=(0, (3, 3)), zorder=1)
        axes.grid(True)
        edge = 0.04 * (high - low)
        shown = np.ix_([row.index for row in rows], columns)
        ends = np.stack([scores.nodes.lower[shown], scores.nodes.upper[shown]])
        for set_limits, set_ticks, reach in (
            (axes.set_xlim, axes.set_xticks, ends[..., 0]),
            (axes.set_ylim, axes.set_yticks, ends[..., 1]),
        ):
            start, stop = _limits(reach, low, high)
            set_limits(start - edge, stop + edge)
            set_ticks([float(tick) for tick in np.linspace(low, high, 11) if start <= tick <= stop])
        axes.tick_params(length=0, pad=em * 0.4, labelcolor=ink.muted)
        axes.set_xlabel(f"{called(across, weak)} \N{RIGHTWARDS ARROW}", loc="right", color=ink.ink)
        axes.annotate(
            f"\N{UPWARDS ARROW} {called(up, weak)}",
            (0, 1),
            xycoords="axes fraction",
            xytext=((0.6 - 5.0) * em, em * 0.7),
            textcoords="offset points",
            va="bottom",
            color=ink.ink,
            annotation_clip=False,
        )
        for (x_value, y_value), row, hollow, (across_ends, up_ends) in zip(
            values, rows, apart, ends.transpose(1, 2, 0), strict=True
        ):
            colour, pale = ink.pair(row.highlighted)
            face = "white" if hollow else colour
            layer = 3 + row.highlighted
            axes.hlines(y_value, *across_ends, color=pale, linewidth=em * 0.16, zorder=1.5)
            axes.vlines(x_value, *up_ends, color=pale, linewidth=em * 0.16, zorder=1.5)
            axes.plot(x_value, y_value, "o", color=colour, markerfacecolor=face, markersize=em * 0.7, zorder=layer)
        marks = Marks(axes)
        for x_value, y_value in means:
            marks.square(x_value, y_value, em * 0.62)
        marks.draw()
        named = [*rows, *below]
        dots, alike = _merged(np.concatenate([values, means]), (high - low) / 200)
        highlighted = [any(named[i].highlighted for i in several) for several in alike]
        codes = [", ".join(named[i].tag for i in several) for several in alike]
        labels = [", ".join(named[i].label for i in several) for several in alike]
        lines = _bound_lines(values, ends)
        offsets, clear = _label_offsets(axes, labels, dots, lines, highlighted, em * 0.9)
        if not clear:
            labels = codes
            offsets, _ = _label_offsets(axes, labels, dots, lines, highlighted, em * 0.9)
        _write_labels(axes, labels, dots, offsets, highlighted, em * 0.9)
    return frame.finish(
        " ".join(f"{plain(row.name)}: {told(scores, row, across)}, {told(scores, row, up)}." for row in [*rows, *below])
    )


def _limits(values: Floats, low: float, high: float) -> tuple[float, float]:
    """The whole scale, cut to tenths of it around the values so that they have room."""
    if not values.size:
        return low, high
    step = (high - low) / 10
    start = low + step * np.floor((values.min() - low) / step - 0.2)
    stop = low + step * np.ceil((values.max() - low) / step + 0.2)
    return max(low, float(start)), min(high, float(stop))


def _least_alike(scores: Scores, children: Sequence[Node]) -> tuple[Node, Node]:
    """The two parts that go together least, of which a picture tells most; the first two where that is not known."""
    columns = [scores.column[child.path] for child in children]
    alone = [scores.row(code) for code in one_source(scores)]
    values = np.where(scores.thin[:, columns], np.nan, scores.nodes.values[:, columns])
    values[alone] = np.nan  # set apart in the picture, and from r
    found = []
    for i, j in combinations(range(len(children)), 2):
        r = _correlation(values[:, [i, j]][np.isfinite(values[:, [i, j]]).all(axis=1)])
        found.append((abs(r) if r is not None else np.inf, i, j))
    _, i, j = min(found)
    return children[i], children[j]


def _correlation(values: Floats) -> float | None:
    """Pearson's; None where too few countries or no differences allow none."""
    if len(values) < 3 or (np.ptp(values, axis=0) < 1e-12).any():
        return None
    return float(correlations_of(values)[0, 1])


def _merged(values: Floats, near: float) -> tuple[Floats, list[list[int]]]:
    """Dots that cover each other share a label: where it belongs, and whose it is."""
    groups: list[list[int]] = []
    for i, value in enumerate(values):
        group = next((group for group in groups if np.abs(values[group[0]] - value).max() <= near), None)
        if group is None:
            groups.append([i])
        else:
            group.append(i)
    return np.array([values[group[0]] for group in groups]).reshape(-1, 2), groups


_BESIDE = 1.5  # what another dot beside a label costs, whose name it could be
_CROSSED = 0.8  # what a line under a label costs: another side of the dot, but no way farther out


def _bound_lines(values: Floats, ends: Floats) -> Floats:
    """The lines that show bounds, each by its ends, shape (lines, 4): those that have a length.

    Parameters
    ----------
    values : ndarray, shape (countries, 2)
    ends : ndarray, shape (2, countries, 2)
        The lower and the upper bounds.
    """
    (x, y), ((left, bottom), (right, top)) = values.T, np.swapaxes(ends, 1, 2)
    lines = np.vstack([np.column_stack([left, y, right, y]), np.column_stack([x, bottom, x, top])])
    return lines[(lines[:, :2] < lines[:, 2:]).any(axis=1)]


_ANGLES = [0, 180, 90, 270, 45, 315, 135, 225, 22, 338, 158, 202, 67, 113, 247, 293]


def _label_offsets(
    axes: Axes, labels: Sequence[str], dots: Floats, lines: Floats, highlighted: Sequence[bool], size: float
) -> tuple[list[tuple[float, float, float]], bool]:
    """Where each label covers least, beside its dot or else farther out; and whether none covers anything.

    An offset is that of the middle of the label from its dot, in points, and how far out it is.
    """
    scale = axes.figure.dpi / 72
    at = axes.transData.transform(dots) / scale if len(dots) else np.empty((0, 2))
    box = axes.get_window_extent()
    frame = np.array([box.x0, box.y0, box.x1, box.y1]) / scale
    ends = axes.transData.transform(lines.reshape(-1, 2)).reshape(-1, 4) / scale + np.array([-1, -1, 1, 1])
    taken = list(np.hstack([at - size * 0.45, at + size * 0.45]))
    crowd = [int((np.abs(at - dot).max(axis=1) < 4 * size).sum()) for dot in at]
    offsets: dict[int, tuple[float, float, float]] = {}
    clear = True
    for i in sorted(range(len(labels)), key=lambda i: (-crowd[i], i)):
        weight = "bold" if highlighted[i] else "normal"
        half = np.array([style.measured(labels[i], weight) * size * 0.52, size * 0.62])
        best, least = (0.0, 0.0, 0.0), np.inf
        for far in (0.75, 1.6, 2.6, 3.8, 5.2, 7.0):
            for angle in np.deg2rad(_ANGLES):
                direction = np.array([np.cos(angle), np.sin(angle)])
                sides = np.sign(np.where(np.abs(direction) < 0.3, 0, direction))
                middle = direction * far * size + sides * half
                label = np.concatenate([at[i] + middle - half, at[i] + middle + half])
                cost = far + 0.2 * abs(direction[1]) + 50 * _outside(label, frame) + _overlap(label, np.array(taken))
                cost += _CROSSED * np.count_nonzero(_shared(label, ends))
                near = np.delete(at, i, axis=0)
                beside = ((near > label[:2] - 0.8 * size) & (near < label[2:] + 0.8 * size)).all(axis=1)
                cost += _BESIDE * np.count_nonzero(beside)
                if len(at) > 1 and _nearest(label, at) != i:
                    cost += 12.0  # it would read as another's name
                if cost < least - 1e-9:
                    best, least = (float(middle[0]), float(middle[1]), far), cost
        offsets[i] = best
        clear = clear and least < 12
        middle = np.array(best[:2])
        taken.append(np.concatenate([at[i] + middle - half, at[i] + middle + half]))
    return [offsets[i] for i in range(len(labels))], clear


def _write_labels(
    axes: Axes,
    labels: Sequence[str],
    dots: Floats,
    offsets: Sequence[tuple[float, float, float]],
    highlighted: Sequence[bool],
    size: float,
) -> None:
    palette = style.colours()
    line = {"arrowstyle": "-", "color": palette.muted, "linewidth": 0.5, "shrinkA": 1, "shrinkB": size * 0.35}
    for label, dot, (x, y, far), bold in zip(labels, dots, offsets, highlighted, strict=True):
        axes.annotate(
            label,
            (float(dot[0]), float(dot[1])),
            xytext=(x, y),
            textcoords="offset points",
            ha="center",
            va="center",
            fontsize=size,
            fontweight="bold" if bold else "normal",
            color=palette.highlighted if bold else palette.ink,
            zorder=5,
            arrowprops=line if far > 1 else None,
        )


def _nearest(label: Floats, at: Floats) -> int:
    """The dot nearest to a label; the first of several."""
    away = np.maximum(label[:2] - at, 0) + np.maximum(at - label[2:], 0)
    return int(np.argmin(np.hypot(*away.T)))


def _overlap(label: Floats, others: Floats) -> float:
    """How much of a label lies on others, with a fine for each."""
    areas = _shared(label, others)
    return float(areas.sum() + 30 * (areas > 0).sum())


def _shared(label: Floats, others: Floats) -> Floats:
    """The areas that a label has in common with others."""
    sides = np.minimum(label[2:], others[:, 2:]) - np.maximum(label[:2], others[:, :2])
    return np.asarray(np.prod(np.maximum(sides, 0), axis=1))


def _outside(label: Floats, frame: Floats) -> float:
    """How far a label sticks out of the axes."""
    return float(np.maximum(frame[:2] - label[:2], 0).sum() + np.maximum(label[2:] - frame[2:], 0).sum())
