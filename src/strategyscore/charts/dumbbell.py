"""The differences between two countries, criterion by criterion."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes

from strategyscore.analysis.audit import weak_criteria
from strategyscore.analysis.findings.basis import Basis
from strategyscore.charts import style
from strategyscore.charts.frame import Frame, Plan, Texts
from strategyscore.charts.headlines import AGAINST, headline
from strategyscore.charts.labels import label_left
from strategyscore.charts.legend import Key, Mark
from strategyscore.charts.marks import Marks
from strategyscore.charts.rows import label_right, score_axis, select, whole_numbers
from strategyscore.errors import ScoringError
from strategyscore.model.nodes import Node
from strategyscore.output.captions import called, one_source_note, source_line, thin_note, weak_note
from strategyscore.scoring.comparison import Gap
from strategyscore.scoring.scores import Scores
from strategyscore.text.words import DASH, percent, plain, points


def dumbbell(
    scores: Scores,
    country: str | None = None,
    other: str | None = None,
    node: str | None = None,
    *,
    ax: Axes | None = None,
    title: str | None = None,
    size: style.Size = "page",
    source: str | None = None,
) -> style.Chart:
    """Show how far two countries are apart on each criterion, part by part, the largest differences first.

    These are differences of scores. What each of them adds to the gap between the two is a matter of weights too; it is
    what `Scores.compare` and the comparison table show, with the same sign.

    Parameters
    ----------
    scores : Scores
        From `strategyscore.score`.
    country : str, optional
        The first country, by code or name; the second of the ranking where it is not given.
    other : str, optional
        Whom it is held against; the leader of the ranking where it is not given, and the second for the leader.
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
    strategyscore.Scores.compare : What each difference adds to the gap.

    Examples
    --------
    >>> ss.charts.dumbbell(scores, "Aria", "Bora").alt_text
    'Aria is ahead of Bora on one of three questions answered for both, and behind on one. Readiness:
    score on each criterion from 0 to 100. Audits: Aria 100, Bora 0, difference +100. Compute: Aria 40,
    Bora 80, difference −40. Law on AI: Aria 100, Bora 100, difference 0.'
    """
    shown = scores.rubric.node(node) if node else scores.rubric.root
    best = [scores.countries.codes[row] for row in scores.order]
    first = scores.countries[country or best[min(1, len(best) - 1)]]
    second = scores.countries[other or next((code for code in best if code != first.code), first.code)]
    if first.code == second.code:
        raise ScoringError(f"{first.code} cannot be held against itself; name another country")
    compared = scores.compare(first.code, second.code, shown.path)
    weak = weak_criteria(scores)
    groups = _grouped(compared.criteria, shown)
    lines: list[Gap | Node] = [line for group, parts in groups for line in ([group] if group else []) + parts]
    both = [part for _, parts in groups for part in parts if np.isfinite(part.difference)]
    counts = Counter(np.sign(part.difference) for part in both)
    numbers = {"both": len(both), "level": counts[0], "ahead": counts[1], "behind": counts[-1]}
    basis = Basis(scores, None)
    names = {"first": basis.name(first.code), "second": basis.name(second.code), "shared": "answered for both"}
    pair_rows = [scores.row(first.code), scores.row(second.code)]
    low, high = scores.rubric.scale
    digits = whole_numbers(scores)
    rows = select(scores, shown, [first.code, second.code], None)
    notes = [
        f"Difference: {first.name} minus {second.name}. {DASH}: at least one of them has no answer."
        if len(both) < len(compared.criteria)
        else f"Difference: {first.name} minus {second.name}.",
        one_source_note(scores, (first.code, second.code)),
        thin_note(scores, "Hollow")
        if scores.thin[np.ix_(pair_rows, [scores.column[part.node.path] for part in compared.criteria])].any()
        else "",
        *(
            f"{row.name} has no rank in {shown.title}, since only {percent(row.coverage)} is answered."
            for row in rows
            if row.thin
        ),
        weak_note(scores, (part.node for part in compared.criteria)),
    ]
    texts = Texts(
        title or headline(AGAINST, numbers, names),
        f"{shown.title}: score on each criterion from {low:g} to {high:g}",
        tuple(notes),
        source_line(scores, [first.code, second.code]) if source is None else source,
    )
    with style.house_style(size):
        ink = style.colours()
        hollow = {row.code: row.one_source for row in rows}
        keys = [
            Key(plain(row.label), "white" if hollow[row.code] else colour, mark, edge=colour)
            for row, colour, mark in sorted(
                (
                    (row, ink.highlighted if row.code == first.code else ink.strong, _MARKS[row.code != first.code])
                    for row in rows
                ),
                key=lambda item: item[0].code != first.code,
            )
        ]
        left = _left(lines, weak)

        def plan(_: float) -> Plan:
            tall = [1.6 if isinstance(line, Node) else 1.3 for line in lines]
            heads = [place for place, line in enumerate(lines) if isinstance(line, Node)]
            return Plan(tall, left, 7.0, above=2.0, least=10.0, heads=heads)

        frame = Frame(ax, size, texts, plan, keys=keys, panels=2)
        em = frame.points
        for panel in frame.panels:
            axes = panel.axes
            said: list[tuple[float, str]] = []
            marks = Marks(axes)
            for index, y in panel:
                line = lines[index]
                if isinstance(line, Node):
                    label_left(axes, y + 0.15, plain(line.called), left, em, fontweight="bold")
                    continue
                label_left(axes, y, called(line.node, weak), left, em)
                pair = (line.first.score, line.second.score)
                of = scores.thin[pair_rows, scores.column[line.node.path]]
                open_ = (hollow[first.code] or bool(of[0]), hollow[second.code] or bool(of[1]))
                _row(marks, y, pair, open_, em)
                said.append((y, points(line.difference, digits, signed=True)))
            marks.draw()
            label_right(axes, [text for _, text in said], "difference", em, [y for y, _ in said], ends=6.4)
            score_axis(axes, (low, high), [low], em, twice=len(panel.rows) > 8)
    return frame.finish(
        " ".join(
            f"{part.node.title}: {first.name} {points(part.first.score, digits)}, "
            f"{second.name} {points(part.second.score, digits)}, "
            f"difference {points(part.difference, digits, signed=True)}."
            for _, parts in groups
            for part in parts
        )
    )


_MARKS: tuple[Mark, Mark] = ("dot", "square")


def _grouped(criteria: Sequence[Gap], shown: Node) -> list[tuple[Node | None, list[Gap]]]:
    """The criteria by child of the shown node, in each the largest differences first, and those not answered last."""

    def far(part: Gap) -> tuple[bool, float]:
        return (bool(np.isnan(part.difference)), -abs(np.nan_to_num(part.difference)))

    children = [child for child in shown.children if not child.is_leaf]
    if len(children) < 2:
        return [(None, sorted(criteria, key=far))]
    of = [
        (child, [part for part in criteria if f"{part.node.path}.".startswith(f"{child.path}.")]) for child in children
    ]
    rest = [part for part in criteria if not any(part in parts for _, parts in of)]
    grouped: list[tuple[Node | None, list[Gap]]] = [(None, sorted(rest, key=far))] if rest else []
    return grouped + [(child, sorted(parts, key=far)) for child, parts in of if parts]


def _left(lines: Sequence[Gap | Node], weak: Sequence[str]) -> float:
    """Room for the labels, in units of the text size."""
    heads = [
        style.measured(plain(line.called), "bold")
        if isinstance(line, Node)
        else style.measured(called(line.node, weak))
        for line in lines
    ]
    return max(heads, default=0.0) + 1.8


def _row(marks: Marks, y: float, pair: tuple[float, float], hollow: tuple[bool, bool], em: float) -> None:
    """A dot and a square; where the two are equal they stand above one another, so that both are seen."""
    palette = style.colours()
    if np.isfinite(pair).all():
        marks.line((pair[0], y), (pair[1], y), palette.rule, em * 0.45)
    apart = 0.22 if pair[0] == pair[1] else 0.0
    looks = (("o", -apart, palette.highlighted), ("s", apart, palette.strong))
    for value, open_, (shape, lift, colour) in zip(pair, hollow, looks, strict=True):
        if np.isfinite(value):
            marks.mark(shape, value, y + lift, colour, em * (0.5 if apart else 0.68), hollow=open_)
