"""The differences between two countries, criterion by criterion."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from numpy.typing import NDArray

from strategyscore.charts import style
from strategyscore.charts.legend import Key, draw_key, key_lines
from strategyscore.charts.parameters import documented
from strategyscore.charts.rows import label_right
from strategyscore.errors import ScoringError
from strategyscore.output.captions import source_line, thin_note
from strategyscore.scoring.scores import Scores
from strategyscore.text.words import DASH, percent, plain, points


@documented
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
    """Show how far two countries are apart on each criterion: the first less the second, the first's lead on top.

    These are differences of scores. What each of them adds to the gap between the two is a matter of weights too; it is
    what `Scores.compare` and the comparison table show, with the same sign.

    Parameters
    ----------
    scores : Scores
    country : str, optional
        The first country, by code or name; the second of the ranking where it is not given.
    other : str, optional
        Whom it is held against; the leader of the ranking where it is not given, and the second for the leader.
    node : str, optional
        The path of the group whose criteria are compared; the whole rubric where it is not given.
    ax, title, size, source
        As of every chart; `help` tells them in full.

    Raises
    ------
    UnknownNode, UnknownCountry
        With a suggestion.
    ScoringError
        If there is no other country to hold it against.
    """
    shown = scores.rubric.node(node) if node else scores.rubric.root
    best = [scores.countries.codes[row] for row in scores.order]
    first = scores.countries[country or best[min(1, len(best) - 1)]]
    second = scores.countries[other or next((code for code in best if code != first.code), first.code)]
    if first.code == second.code:
        raise ScoringError(f"{first.code} cannot be held against itself; name another country")
    compared = scores.compare(first.code, second.code, shown.path)
    parts = sorted(compared.criteria, key=lambda part: -part.difference if np.isfinite(part.difference) else np.inf)
    pair = [scores.row(first.code), scores.row(second.code)]
    thin = np.array([scores.thin[pair, scores.column[part.node.path]] for part in parts]).reshape(len(parts), 2)
    low, high = scores.rubric.scale
    digits = scores.rubric.digits
    title = plain(title or f"{first.name} and {second.name}: where they are apart")
    sign = f"Difference: first less second ({first.name} less {second.name})."
    marks = f"Score on each criterion, {low:g} to {high:g}. {sign}"
    if any(np.isnan(part.difference) for part in parts):
        marks += f" {DASH}: at least one has no answer."
    if thin.any():
        marks += f" {thin_note(scores, 'Hollow')}"
    for profile, row in zip((first, second), pair, strict=True):
        column = scores.column[shown.path]
        if scores.thin[row, column]:
            share = percent(float(scores.nodes.coverage[row, column]))
            marks += f" {profile.name} has no rank in {shown.title}: {share} answered."
    with style.house_style(size):
        palette = style.colours()
        width, em = style.WIDTHS[size]
        most = 0.36 * width * 72 / em
        heads = [style.wrapped(plain(part.node.called), most * em, em) for part in parts]
        left = max(style.measured(line) for head in heads for line in head) + 1.9
        tall = [0.45 + 1.1 * max(len(head), 1) for head in heads]
        at = np.cumsum([0.0, *tall])
        middle = (at[:-1] + at[1:]) / 2
        keys = [
            Key(plain(first.name), palette.highlighted, round=True),
            Key(plain(second.name), palette.strong),
        ]
        lines = key_lines(keys, width * 72 / em - 1.2)
        frame = style.Frame(
            ax,
            size,
            title,
            plain(marks),
            plain(source_line(scores, [first.code, second.code]) if source is None else source),
            height=float(at[-1]),
            left=left,
            right=6.2,
            above=1.5 + len(lines),
        )
        axes, em = frame.ax, frame.points
        for y, head, part, hollow in zip(middle, heads, parts, thin, strict=True):
            _row(axes, float(y), "\n".join(head), (part.first.score, part.second.score), hollow, em)
        signed = [points(part.difference, digits, signed=True) for part in parts]
        axes.set_ylim(float(at[-1]), 0)
        label_right(axes, signed, "difference", em, middle)
        axes.set_yticks([])
        axes.set_xlim(low, high)
        axes.tick_params(axis="x", length=0, pad=em * 0.5)
        axes.grid(axis="x")
        if ax is None:
            draw_key(axes, lines, em, left - 0.6, 2.0)
        else:
            marks_of = [
                Line2D([], [], marker=shape, linestyle="none", color=key.colour)
                for key, shape in zip(keys, "os", strict=True)
            ]
            axes.legend(marks_of, [key.label for key in keys], loc="best")
    return frame.finish(
        f"{title}. Difference: first less second. "
        + " ".join(
            f"{part.node.title}: {first.name} {points(part.first.score, digits)}, "
            f"{second.name} {points(part.second.score, digits)}, "
            f"difference {points(part.difference, digits, signed=True)}."
            for part in parts
        )
    )


def _row(axes: Axes, y: float, head: str, pair: tuple[float, float], thin: NDArray[np.bool_], em: float) -> None:
    palette = style.colours()
    axes.annotate(
        head,
        (0, y),
        xycoords=("axes fraction", "data"),
        xytext=(-em * 0.9, 0),
        textcoords="offset points",
        ha="right",
        va="center",
        linespacing=1.1,
        annotation_clip=False,
    )
    if np.isfinite(pair).all():
        axes.plot(pair, [y, y], color=palette.rule, linewidth=em * 0.45, solid_capstyle="butt", zorder=2)
    same = pair[0] == pair[1]
    looks = ((palette.highlighted, "o", 1.5), (palette.strong, "s", 0.85))
    for value, hollow, (colour, shape, share) in zip(pair, thin, looks, strict=True):
        if np.isfinite(value):  # where they are equal, one stands around the other
            side = em * 0.8 * (share if same else 1)
            face = "white" if hollow else colour
            axes.plot(value, y, shape, color=colour, markerfacecolor=face, markersize=side, zorder=3, clip_on=False)
