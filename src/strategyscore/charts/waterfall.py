"""A country's change of score, cause by cause, from the score before to the score after."""

from __future__ import annotations

import math
from typing import Any

from matplotlib.axes import Axes

from strategyscore.analysis.changes.sides import CAUSES
from strategyscore.analysis.changes.split import CAUSES_SAID, Changes, Move
from strategyscore.charts import style
from strategyscore.charts.frame import Frame, Plan, Texts
from strategyscore.charts.labels import beside
from strategyscore.charts.legend import Key
from strategyscore.charts.rows import label_right, score_axis
from strategyscore.errors import ScoringError
from strategyscore.methods.rank import rounded
from strategyscore.output.captions import one_source_note, source_line
from strategyscore.text.words import plain, points


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
    UnknownCountry
        With a suggestion.
    ScoringError
        If the country has no score on one of the sides.

    See Also
    --------
    strategyscore.changes : What it shows.

    Examples
    --------
    >>> ss.charts.waterfall(ss.changes(before, scores), "Aria").alt_text
    'Aria: up by 10.0 points; facts that changed: +10.0. Score from 0 to 100, and the points that each
    cause adds or takes off. Score, before: 60.0. Facts that changed: +10.0. Score, after: 70.0.'
    """
    move = changes[country] if country else _first(changes)
    if not all(map(math.isfinite, move.scores)):
        raise ScoringError(f"{move.code} has no score on one of the sides, so that there is no change to draw")
    shown, digits = move.shown, move.digits
    then, now = (f"Score, {head}" for head in changes.heads)
    low, high = changes.after.rubric.scale
    causes = [name for name in CAUSES if name in changes.in_scores] or ["facts"]
    left_out = [CAUSES_SAID[name].lower() for name in CAUSES if name not in causes]
    begin, end = rounded(move.scores, digits).tolist()
    steps = [(then, 0.0, begin), *_steps(begin, causes, shown), (now, 0.0, end)]
    cells = [points(stop - start, digits, signed=0 < y < len(steps) - 1) for y, (_, start, stop) in enumerate(steps)]
    labels = [plain(label) for label, *_ in steps]
    texts = Texts(
        title or _title(move, shown),
        f"Score from {low:g} to {high:g}, and the points that each cause adds or takes off",
        (
            f"What has no part in it: {'; '.join(left_out)}." if left_out else "",
            one_source_note(changes.after, [move.code], plain(changes.after.countries[move.code].name)),
        ),
        source_line(changes.after, [move.code]) if source is None else source,
    )
    with style.house_style(size):
        left = max(style.measured(label, "bold") for label in labels) + 1.9
        keys = [_key(down) for down in sorted({shown[name] < 0 for name in causes if shown[name]})]
        frame = Frame(ax, size, texts, lambda _: Plan([1.9] * len(steps), left, 6.2, above=1.4), keys=keys)
        em = frame.points
        (panel,) = frame.panels
        for index, y in panel:
            label, start, stop = steps[index]
            whole = index in (0, len(steps) - 1)
            _bar(panel.axes, y, (start, stop), whole, em)
            if index + 1 < len(steps):
                line = style.colours().muted
                panel.axes.plot([stop, stop], [y + 0.6, y + 1.3], color=line, linewidth=0.8, zorder=1)
            beside(panel.axes, y, plain(label), -em * 0.9, ha="right", fontweight="bold" if whole else "normal")
        label_right(panel.axes, cells, "points", em, panel.at)
        score_axis(panel.axes, (low, high), [low], em, twice=False)
    return frame.finish(" ".join(f"{label}: {cell}." for label, cell in zip(labels, cells, strict=True)))


def _key(down: bool) -> Key:
    look = _look(down)
    return Key("takes off" if down else "adds", look["facecolor"], edge=look["edgecolor"], hatch=look["hatch"])


def _look(down: bool) -> dict[str, Any]:
    """How a cause is drawn; what it takes off is hatched, so that no meaning rests on colour alone."""
    palette = style.colours()
    colour = palette.highlighted if down else palette.parts[1 % len(palette.parts)]
    return {"facecolor": "white" if down else colour, "edgecolor": colour, "hatch": "////" if down else None}


def _bar(axes: Axes, y: float, ends: tuple[float, float], whole: bool, em: float) -> None:
    """A score, or what a cause adds or takes off."""
    palette = style.colours()
    start, stop = ends
    if start == stop:
        axes.plot([start, start], [y - 0.6, y + 0.6], color=palette.muted, linewidth=em * 0.15, zorder=3)
        return
    look = {"facecolor": palette.strong, "edgecolor": palette.strong} if whole else _look(stop < start)
    axes.barh(y, stop - start, left=start, height=1.2, linewidth=1, zorder=2, **look)


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
        return f"{move.name}: the score is as it was" + ("" if move.ratings else ", since no rating changed")
    way, added = "up" if change > 0 else "down", points(shown["facts"], digits, signed=True)
    facts = f"facts that changed: {added}" if shown["facts"] else "no fact changed"
    return f"{move.name}: {way} by {points(abs(change), digits)} points; {facts}"
