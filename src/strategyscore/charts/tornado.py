"""The tornado: what one change at a time does to a country's score or rank, the strongest on top."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from strategyscore.analysis.audit import weak_criteria
from strategyscore.analysis.findings.basis import Basis
from strategyscore.charts import style
from strategyscore.charts.frame import Frame, Plan, Texts
from strategyscore.charts.headlines import MOVERS, headline
from strategyscore.charts.labels import label_left, near
from strategyscore.charts.legend import Key
from strategyscore.errors import ScoringError
from strategyscore.output.captions import called, one_source_note, source_line, until, weak_note
from strategyscore.robustness.one_at_a_time import Move, one_at_a_time
from strategyscore.robustness.sensitivity import Sensitivity
from strategyscore.scoring.scores import Scores
from strategyscore.text.words import plain, points

_MOST = 16  # bars
_ON_A_SLIDE = 10  # bars, so that their labels can be read


def tornado(
    scores: Scores | Sensitivity,
    country: str | None = None,
    output: Literal["score", "rank"] = "score",
    *,
    ax: Axes | None = None,
    title: str | None = None,
    size: style.Size = "page",
    source: str | None = None,
) -> style.Chart:
    """Show what each answer and each weight, changed by itself, would do to a country's score or rank.

    A bar runs from the one change to the other, past the present value: a missing answer at its lowest and highest
    level, a rating one level lower and higher, a weight halved and doubled. Those that move most are shown.

    Parameters
    ----------
    scores : Scores or Sensitivity
        Of a sensitivity analysis the scores that it is of.
    country : str, optional
        Whose score or rank, by code or name; the leader of the ranking where it is not given.
    output : {"score", "rank"}
        Of the country.
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
    ValueError
        If `output` is neither.
    ScoringError
        If the country has no score, or no rank where its rank is asked for.

    See Also
    --------
    strategyscore.sensitivity : All changes together.
    strategyscore.Sensitivity.swap : The least change that swaps two countries.

    Examples
    --------
    >>> ss.charts.tornado(scores, "Dona").alt_text
    'A missing answer (Audits) could move the score of Dona farthest. Score of Dona, now 30.0, if one thing
    alone were otherwise; evidence of no stated date. Audits: 0 gives 30.0, 1 gives 55.0. Weight of
    Rules: 33 % gives 40.0, 67 % gives 20.0. Weight of Compute: 33 % gives 20.0, 67 % gives 40.0.'
    """
    if output not in ("score", "rank"):
        raise ValueError(f"output must be score or rank, not {output!r}")
    if isinstance(scores, Sensitivity):
        scores = scores.nominal
    profile = scores.countries[country] if country else scores.countries[scores.order[0]]
    row = scores.row(profile.code)
    now = float(scores.nodes.values[row, 0] if output == "score" else scores.ranks[row, 0])
    if np.isnan(now):
        raise ScoringError(f"{profile.code} has no {output}, so nothing moves it")
    every = one_at_a_time(scores, profile.code)
    moving = [move for move in every if _reach(move, output, now) > 1e-9]
    most = _MOST if size != "slide" else _ON_A_SLIDE
    moving = sorted(moving, key=lambda move: (-_reach(move, output, now), -_width(move, output)))
    moves = moving[: _before_a_tie([_reach(move, output, now) for move in moving], most)]
    weak = weak_criteria(scores)
    nodes = [scores.rubric.node(move.node) for move in moves]
    columns = {leaf.path: column for column, leaf in enumerate(scores.rubric.criteria)}
    rated = [scores.ratings.answer(row, columns[move.node]) for move in moves if move.kind == "rating"]
    least = any(answer.at_least for answer in rated if answer)
    numbers = {"range": _reach(moves[0], output, now) if moves else 0.0}
    numbers["others"] = sum(_reach(move, output, now) > numbers["range"] - 1e-9 for move in moves) - 1
    words = {"output": output, "country": Basis(scores, None).name(profile.code)}
    words["cause"] = _cause(moves[0], nodes[0].called) if moves else ""
    digits = scores.rubric.digits
    value = points(now, digits if output == "score" else 0)
    texts = Texts(
        title or headline(MOVERS, numbers, words),
        f"{output.capitalize()} of {profile.name}, now {value}, if one thing alone were otherwise; "
        f"{until(scores, [profile])}",
        (
            f"Shown are the {len(moves)} changes that move the {output} most, of {len(every)}."
            if len(moves) < len(every)
            else "",
            "A rating that is stated as the least that holds is only raised." if least else "",
            one_source_note(scores, [profile.code], plain(profile.name)),
            weak_note(scores, nodes),
        ),
        source_line(scores, [profile.code]) if source is None else source,
    )
    with style.house_style(size):
        ink = style.colours()
        fills = {"missing": style.tint(ink.strong, 0.6), "rating": ink.strong, "weight": ink.parts[1 % len(ink.parts)]}
        said = {
            "missing": "a missing answer, at its lowest and highest level",
            "rating": "a rating, one level lower or higher",
            "weight": "a weight, halved and doubled",
        }
        keys = [Key(text, fills[kind]) for kind, text in said.items() if any(move.kind == kind for move in moves)]
        keys.append(Key(f"{output} as it is", ink.ink, "tick"))
        labels = [_label(move, called(node, weak)) for move, node in zip(moves, nodes, strict=True)]
        left = max((style.measured(label) for label in labels), default=0.0) + 1.8

        def plan(_: float) -> Plan:
            return Plan([1.5] * max(len(moves), 1), left, 1.6, above=1.6)

        frame = Frame(ax, size, texts, plan, keys=keys)
        panel, em = frame.panels[0], frame.points
        axes = panel.axes
        for (_, y), move, label in zip(panel, moves, labels, strict=False):
            ends = _ends(move, output)
            low, high = min(*ends, now), max(*ends, now)
            axes.barh(y, high - low, left=low, height=0.85, color=fills[move.kind], linewidth=0, zorder=2)
            for end, text in zip(ends, (move.low, move.high), strict=True):
                if abs(end - now) < 1e-9:
                    continue
                right = end > now
                look: dict[str, Any] = {"ha": "left" if right else "right", "fontsize": em * 0.8, "color": ink.muted}
                near(axes, end, y, text, em * (0.35 if right else -0.35), **look)
            label_left(axes, y, label, left, em)
        axes.axvline(now, color=ink.ink, linewidth=em * 0.12, zorder=3)
        if not moves:
            axes.annotate("nothing moves it", (0.5, 0.5), xycoords="axes fraction", ha="center", va="center")
        _limits(axes, [end for move in moves for end in _ends(move, output)] + [now], output)
        axes.tick_params(axis="x", length=0, pad=em * 0.4, labeltop=len(moves) > 8)
        axes.grid(axis="x")
    return frame.finish(
        " ".join(
            f"{label}: {move.low} gives {points(_ends(move, output)[0], digits if output == 'score' else 0)}, "
            f"{move.high} gives {points(_ends(move, output)[1], digits if output == 'score' else 0)}."
            for move, label in zip(moves, labels, strict=True)
        )
    )


def _ends(move: Move, output: str) -> tuple[float, float]:
    return move.scores if output == "score" else move.ranks


def _before_a_tie(reaches: Sequence[float], most: int) -> int:
    """How many to show, at most so many, so that none is left out that reaches as far as one shown, if half remain."""
    if len(reaches) <= most:
        return len(reaches)
    cut = next(place for place, reach in enumerate(reaches) if reach <= reaches[most] + 1e-9)
    return cut if cut >= most / 2 else most


def _reach(move: Move, output: str, now: float) -> float:
    """How far it moves the output at most."""
    return max((abs(end - now) for end in _ends(move, output) if end == end), default=0.0)


def _width(move: Move, output: str) -> float:
    return abs(_ends(move, output)[1] - _ends(move, output)[0])


def _cause(move: Move, name: str) -> str:
    return {
        "missing": f"A missing answer ({name})",
        "rating": f"One level on {name}",
        "weight": f"The weight of {name}",
    }[move.kind]


def _label(move: Move, name: str) -> str:
    return f"Weight of {name}" if move.kind == "weight" else name


def _limits(axes: Axes, shown: list[float], output: str) -> None:
    low, high = min(shown), max(shown)
    room = max(0.14 * (high - low), 0.5)
    if output == "score":
        axes.set_xlim(low - room, high + room)
        axes.set_xticks(
            [
                tick
                for tick in MaxNLocator(nbins=8).tick_values(low - room, high + room)
                if low - room <= tick <= high + room
            ]
        )
        return
    axes.set_xlim(high + room, low - room)  # the better rank to the right
    axes.set_xticks(np.unique(np.linspace(low, high, min(8, int(high - low) + 1)).round()))
