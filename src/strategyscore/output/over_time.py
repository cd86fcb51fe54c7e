"""How the score of each country ran over the times of a panel, as terminal and page show it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from strategyscore.scoring.panel import PanelScores
from strategyscore.text.words import points

_SHOWN = 8  # times; of more, these are spread evenly from the first to the last


@dataclass(frozen=True)
class Course:
    """One country over time, in words and figures.

    Attributes
    ----------
    code, name : str
    rank : str
        At the last time; empty where there is none.
    scores : tuple of str
        At the times that are shown; thin ones with a star.
    difference : str
        Points from the first time to the last.
    percent : str
        Growth a year.
    certain : bool
        Whether the bounds at the first and the last time do not meet.
    """

    code: str
    name: str
    rank: str
    scores: tuple[str, ...]
    difference: str
    percent: str
    certain: bool


def times_shown(scores: PanelScores) -> list[int]:
    """The positions of the times for which there is room, the first and the last among them."""
    count = len(scores.years)
    if count <= _SHOWN:
        return list(range(count))
    return [int(at) for at in np.unique(np.linspace(0, count - 1, _SHOWN).round())]


def courses(scores: PanelScores) -> list[Course]:
    """Each country over time, by its rank at the last time."""
    panel, digits = scores.countries, scores.rubric.digits
    values, thin, ranks = scores.series(), scores.thin(), scores.ranks()[-1]
    names = {profile.code: profile.name for year in panel for profile in panel[year]}
    growth = scores.compound_growth() if len(scores.years) > 1 else None
    told = []
    for column in np.argsort(np.where(np.isnan(ranks), np.inf, ranks), kind="stable"):
        code = panel.countries[column]
        told.append(
            Course(
                code,
                names[code],
                "" if np.isnan(ranks[column]) else f"{ranks[column]:.0f}",
                tuple(
                    points(float(values[at, column]), digits) + ("*" if thin[at, column] else "")
                    for at in times_shown(scores)
                ),
                points(float(values[-1, column] - values[0, column]), digits, signed=True),
                points(float("nan") if growth is None else float(growth.loc[code, "percent"]), 1, signed=True),
                growth is not None and bool(growth.loc[code, "certain"]),
            )
        )
    return told


def over_time_note(scores: PanelScores) -> str:
    """What stands in the table."""
    calendar, numbers = scores.countries.calendar, scores.countries.numbers
    first, last, name = calendar.said(numbers[0]), calendar.said(numbers[-1]), calendar.name
    said = f"Ranks are those of {last}. The change is that from {first} to {last} in points, and in per cent a year."
    said += " It is certain where the lowest and the highest that unanswered questions allow do not meet."
    if len(times_shown(scores)) < len(scores.years):
        said += f" Shown are {len(times_shown(scores))} of {len(scores.years)} {name}s."
    if scores.thin().any():
        said += " Marked *: less is answered than the rubric asks for."
    return said
