"""Side by side: a row a criterion, a column a country, in each cell the level that was found."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import to_hex, to_rgb

from strategyscore.analysis.audit import weak_criteria
from strategyscore.analysis.evidence import one_source
from strategyscore.analysis.findings.basis import Basis
from strategyscore.analysis.findings.grammar import count
from strategyscore.analysis.side_by_side import SHADES, Line, SideBySide
from strategyscore.analysis.side_by_side import side_by_side as beside_of
from strategyscore.charts import style
from strategyscore.charts.cells import Heads, draw_cells
from strategyscore.charts.frame import Frame, Plan, Texts
from strategyscore.charts.headlines import AGAINST, headline
from strategyscore.charts.labels import label_left
from strategyscore.charts.legend import Key
from strategyscore.charts.rows import label_right
from strategyscore.errors import ScoringError
from strategyscore.output.captions import (
    ONE_SOURCE,
    THIN,
    called,
    one_source_note,
    source_line,
    thin_note,
    until,
    weak_note,
)
from strategyscore.scoring.scores import Scores
from strategyscore.text.words import DASH, plain, points

_USUAL = 5  # others, where none are named
_GAP = 0.35  # cells between the first country and those that it is held against
_NOT_COMPARED = "Cannot be compared"


def side_by_side(
    scores: Scores,
    country: str | None = None,
    others: str | Iterable[str] | None = None,
    node: str | None = None,
    *,
    ax: Axes | None = None,
    title: str | None = None,
    size: style.Size = "page",
    source: str | None = None,
) -> style.Chart:
    """Show the level of a country and of several others on each criterion, and how far the first is ahead.

    What cannot be compared, since the first country or all others have no answer, stands apart and counts for nothing.

    Parameters
    ----------
    scores : Scores
        From `strategyscore.score`.
    country : str, optional
        The first country, by code or name; the first of the ranking where it is not given.
    others : str or iterable of str, optional
        Whom it is held against, by code, name or group such as EU; the five that rank highest where they are not given.
    node : str, optional
        The path of the group whose criteria are compared; the whole rubric where it is not given.
    ax : matplotlib Axes, optional
        Where to draw; a new figure where it is not given. In your own axes the title is drawn, and the size sets the
        texts only.
    title : str, optional
        The text above; it names what is drawn where it is not given.
    size : {"column", "page", "slide"}
        What the chart is for, half a page, a page or a slide: it sets width and text size.
    source : str, optional
        The line below; it says where the numbers come from where it is not given. An empty text leaves it out.

    Returns
    -------
    Chart
        A matplotlib Figure with an ``alt_text``. In your own axes it is their figure, which is left without one.

    Raises
    ------
    UnknownNode, UnknownCountry
        With a suggestion.
    ScoringError
        If there is no other country to hold it against.

    See Also
    --------
    strategyscore.side_by_side : The same as a text and a table.
    strategyscore.charts.dumbbell : Two countries, by their scores.

    Examples
    --------
    >>> ss.charts.side_by_side(scores, "Aria", ["Bora", "Cala"], "rules").alt_text
    'Aria is ahead of the median of two others on both questions that can be compared. Rules: level on
    each question, and the difference in levels; evidence of no stated date. Law on AI: Aria 2, Bora 2,
    Cala 1, difference +0.5. Audits: Aria 1, Bora 0, Cala 1, difference +0.5. Score: Aria 100.0, Bora
    50.0, Cala 75.0.'
    """
    best = [scores.countries.codes[row] for row in scores.order]
    first = scores.countries[country or best[0]].code
    named = [code for code in best if code != first][:_USUAL] if others is None else others
    if not named:
        raise ScoringError(f"there is no other country to hold {first} against")
    beside = beside_of(scores, first, named, node)
    codes = [profile.code for profile in beside.countries]
    weak = weak_criteria(scores)
    lines = _lines(beside)
    stepped = all(line.stepped for line in beside.lines)
    thin = [bool(scores.thin[scores.row(code), scores.column[beside.node.path]]) for code in codes]
    unknown = any(np.isnan(value) for line in beside.lines for value in line.values)
    texts = Texts(
        title or _title(beside, Basis(scores, None)),
        f"{beside.node.title}: level on each question, and the difference in levels{'' if stepped else ' or points'}; "
        f"{until(scores, beside.countries)}",
        (
            beside.sign,
            f"{DASH}: no answer." if unknown else "",
            one_source_note(scores, codes),
            thin_note(scores, THIN) if any(thin) else "",
            weak_note(scores, (line.node for line in beside.lines)),
        ),
        source_line(scores, codes) if source is None else source,
    )
    labels = [_label(line, weak) for line in lines]
    weights = ["normal" if isinstance(line, Line) else "bold" for line in lines]
    left, right = max(map(style.measured, labels, weights)) + 1.8, 6.6
    wide = len(codes) + _GAP
    whole = [points(value, beside.digits) + THIN * low for value, low in zip(beside.whole, thin, strict=True)]
    with style.house_style(size):
        ink = style.colours()
        alone = one_source(scores)
        signs = [f" {ONE_SOURCE}" if code in alone else "" for code in codes]
        names = [plain(profile.name) + sign for profile, sign in zip(beside.countries, signs, strict=True)]

        def plan(width: float) -> Plan:
            above = 0.6 + Heads(names, (width - left - right) / wide).height
            tall = [1.45 if isinstance(line, Line) else 1.7 for line in lines]
            places = [place for place, line in enumerate(lines) if not isinstance(line, Line) and line != _SCORE]
            return Plan(tall, left, right, above=above, below=0.4, least=2.2 * wide, heads=places)

        keys = [
            Key("lowest level of the question", to_hex(ink.sequential(0.0)), edge=ink.rule),
            Key("middle", to_hex(ink.sequential(0.5))),
            Key("highest level", to_hex(ink.sequential(1.0))),
        ]
        frame = Frame(ax, size, texts, plan, keys=keys, panels=2)
        em = frame.points
        cell = (frame.whole - left - right) / wide
        xs = [0.0, *(column + _GAP for column in range(1, len(codes)))]
        for panel in frame.panels:
            axes = panel.axes
            boxes: list[tuple[float, float, float, float]] = []
            fills: list[str] = []
            gaps: list[tuple[float, str]] = []
            for index, y in panel:
                line = lines[index]
                row = isinstance(line, Line)
                label_left(axes, y + (0 if row else 0.12), labels[index], left, em, fontweight=weights[index])
                if line == _SCORE:
                    for x, text in zip(xs, whole, strict=True):
                        look: dict[str, Any] = {"fontsize": em * min(0.9, cell / 2.9), "fontweight": "bold"}
                        axes.text(x + 0.5, y + 0.12, text, ha="center", va="center", color=ink.ink, **look)
                if not isinstance(line, Line):
                    continue
                gaps.append((y, line.gap(beside.digits)))
                for column, (x, level) in enumerate(zip(xs, line.shades, strict=True)):
                    fill = "white" if level is None else to_hex(ink.sequential(level / SHADES))
                    if level is not None:
                        boxes.append((x + 0.03, y - 0.68, 0.94, 1.36))
                        fills.append(fill)
                    look = {"fontsize": em * min(0.95, cell / 2.2), "color": style.on_colour(to_rgb(fill))}
                    axes.text(x + 0.5, y, line.cell(column, beside.digits), ha="center", va="center_baseline", **look)
            draw_cells(axes, boxes, fills)
            Heads(names, cell).draw(axes, [x + 0.5 for x in xs], em, ink.highlighted)
            label_right(axes, [text for _, text in gaps], "difference", em, [y for y, _ in gaps], ends=6.2)
            axes.set_xlim(0, wide)
            axes.set_xticks([])
            axes.spines[:].set_visible(False)
    return frame.finish(_told(beside, whole))


_SCORE = "Score, on all its answers"


def _lines(beside: SideBySide) -> list[Line | str]:
    """What stands in the rows: heads and criteria, what cannot be compared after the others, and the scores last."""
    lines: list[Line | str] = []
    for part, several in beside.groups:
        lines += [*([part] if part else []), *several]
    if beside.apart:
        lines += [_NOT_COMPARED, *beside.apart]
    return [*lines, _SCORE]


def _label(line: Line | str, weak: Sequence[str]) -> str:
    return plain(called(line.node, weak) if isinstance(line, Line) else line)


def _title(beside: SideBySide, basis: Basis) -> str:
    ahead, level, behind = beside.standing
    numbers = {"both": ahead + level + behind, "level": level, "ahead": ahead, "behind": behind}
    first, *others = (profile.code for profile in beside.countries)
    several = len(others) > 1
    words = {
        "first": basis.name(first),
        "second": f"the median of {count(len(others))} others" if several else basis.name(others[0]),
        "shared": "that can be compared" if several else "answered for both",
    }
    return headline(AGAINST, numbers, words)


def _told(beside: SideBySide, whole: Sequence[str]) -> str:
    sentences = []
    names = [plain(profile.name) for profile in beside.countries]
    for line in (*beside.comparable, *beside.apart):
        cells = (f"{name} {line.cell(column, beside.digits)}" for column, name in enumerate(names))
        sentences.append(f"{plain(line.node.title)}: {', '.join(cells)}, difference {line.gap(beside.digits)}.")
    scores = ", ".join(f"{name} {score}" for name, score in zip(names, whole, strict=True))
    return " ".join([*sentences, f"Score: {scores}."])
