"""A country's change of score, cause by cause, from the score before to the score after."""

from __future__ import annotations

import math
from typing import Any

from matplotlib.axes import Axes

from strategyscore.analysis.changes.sides import CAUSES
from strategyscore.analysis.changes.split import CAUSES_SAID, Changes, Move
from strategyscore.charts import style
from strategyscore.charts.frame import Frame, Plan, Texts
from strategyscore.charts.legend import Key
from strategyscore.charts.parameters import documented
from strategyscore.charts.rows import label_right, score_axis
from strategyscore.errors import ScoringError
from strategyscore.output.captions import source_line
from strategyscore.text.words import plain, points


@documented
def waterfall(
    changes: Changes,
    country: str | None = None,
    *,
    ax: Axes | None = None,
    title: str | None = None,
    size: style.Size = "page",
    source: str | None = None,
) -> style.Chart:
    """Show what turned a country's earlier score into its later one: facts, answers, rubric and other countries.

    The steps are rounded so that they add up to the change as it is shown.

    Parameters
    ----------
    changes : Changes
        From `strategyscore.changes`.
    country : str, optional
        By code or name; the country whose score changed most where it is not given.
    ax, title, size, source
        As of every chart; `help` tells them in full.

    Raises
    ------
    UnknownCountry
        With a suggestion.
    ScoringError
        If the country has no score on one of the sides.
    """
    move = changes[country] if country else _first(changes)
    if not all(map(math.isfinite, move.scores)):
        raise ScoringError(f"{move.code} has no score on one of the sides, so that there is no change to draw")
    shown, digits = move.shown, move.digits
    then, now = (f"Score, {head}" for head in changes.heads)
    title = plain(title or _title(move, shown))
    low, high = changes.after.rubric.scale
    left_out = [CAUSES_SAID[name].lower() for name in CAUSES if name not in changes.in_scores]
    notes = [f"No part of it: {', '.join(left_out)}."] if left_out else []
    texts = Texts(
        title,
        f"Score, {low:g} to {high:g}, and the points that each cause adds or takes off",
        tuple(notes),
        source_line(changes.after, [move.code]) if source is None else source,
    )
    causes = [name for name in CAUSES if name in changes.in_scores] or ["facts"]
    begin, end = (float(points(score, digits).replace("\N{MINUS SIGN}", "-")) for score in move.scores)
    steps = [(then, 0.0, begin), *_steps(begin, causes, shown), (now, 0.0, end)]
    labels = [plain(label) for label, *_ in steps]
    cells = [points(stop - start, digits, signed=0 < y < len(steps) - 1) for y, (_, start, stop) in enumerate(steps)]
    with style.house_style(size):
        palette = style.colours()
        left = max(style.measured(label, "bold") for label in labels) + 1.9
        keys = [
            Key("score", palette.strong),
            Key("adds", palette.parts[1 % len(palette.parts)]),
            Key("takes off", "white", edge=palette.highlighted, hatch="////"),  # no meaning rests on colour alone
        ]
        frame = Frame(ax, size, texts, lambda _: Plan([1.7] * len(steps), left, 6.2, above=2.0), keys=keys)
        axes, em = frame.ax, frame.points
        for index, y in frame.panels[0]:
            _, start, stop = steps[index]
            whole, falls = index in (0, len(steps) - 1), stop < start
            key = keys[0 if whole else 2 if falls else 1]
            look: dict[str, Any] = {"facecolor": key.colour, "edgecolor": key.edge or key.colour, "hatch": key.hatch}
            axes.barh(y, stop - start, left=start, height=1.0, linewidth=1, zorder=2, **look)
            if stop == start:
                axes.plot([start, start], [y - 0.5, y + 0.5], color=palette.muted, linewidth=em * 0.15, zorder=3)
            if index + 1 < len(steps):
                axes.plot([stop, stop], [y + 0.5, y + 1.2], color=palette.muted, linewidth=0.8, zorder=1)
            axes.annotate(
                labels[index],
                (0, y),
                xycoords=("axes fraction", "data"),
                xytext=(-em * 0.9, 0),
                textcoords="offset points",
                ha="right",
                va="center",
                fontweight="bold" if whole else "normal",
                annotation_clip=False,
            )
        label_right(axes, cells, "points", em, frame.panels[0].at)
        score_axis(axes, (low, high), [low], em, twice=False)
    told = " ".join(f"{label}: {cell}." for label, cell in zip(labels, cells, strict=True))
    return frame.finish(told)


def _steps(begin: float, causes: list[str], shown: dict[str, float]) -> list[tuple[str, float, float]]:
    """Each cause with where its bar begins and ends."""
    steps = []
    here = begin
    for name in causes:
        steps.append((CAUSES_SAID[name], here, here + shown[name]))
        here += shown[name]
    return steps


def _first(changes: Changes) -> Move:
    """The country whose score changed most."""
    if not changes.moves:
        raise ScoringError("no country is scored on both sides, so that there is no change to draw")
    return changes.moves[0]


def _title(move: Move, shown: dict[str, float]) -> str:
    """The finding in a sentence."""
    change, digits = shown["change"], move.digits
    if not change:
        return f"{move.name}: the score is as it was"
    way = "up" if change > 0 else "down"
    facts = f"{points(shown['facts'], digits, signed=True)} of it" if shown["facts"] else "none of it"
    return f"{move.name}: {way} by {points(abs(change), digits)} points, {facts} by facts that changed"
