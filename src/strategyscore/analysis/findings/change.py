"""Findings on what changed between two dates: levels that moved, answers that are new, and scores like for like."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from strategyscore.analysis.changes.sides import same_questions
from strategyscore.analysis.findings.basis import Basis
from strategyscore.analysis.findings.finding import Finding
from strategyscore.analysis.findings.grammar import Pattern
from strategyscore.methods.rank import rounded
from strategyscore.scoring.scores import Scores

CHANGE = (
    Pattern(
        "Of the {both:count} answers that there are for both {then} and {now}, none changed. {new:count} answers are "
        "new and {gone:count} are gone, which is a change of evidence, not of policy.",
        lambda n: n["up"] + n["down"] == 0,
    ),
    Pattern(
        "Of the {both:count} answers that there are for both {then} and {now}, {up:count} rose and {down:count} fell. "
        "{new:count} more answers are new; they are a change of evidence, and the next sentences leave them out.",
        lambda n: n["up"] + n["down"] > 0,
    ),
)

MOVED = (
    Pattern(
        "On the {both:count} questions answered on both dates, {country} rises by {by:points} points, from "
        "{then:points} "
        "to {now:points}: {up:count} of its levels rose and {down:count} fell.",
        lambda n: n["now"] > n["then"] and n["up"] > 0,
    ),
    Pattern(
        "On the {both:count} questions answered on both dates, {country} falls by {by:points} points, from "
        "{then:points} "
        "to {now:points}: {up:count} of its levels rose and {down:count} fell.",
        lambda n: n["now"] < n["then"] and n["down"] > 0,
    ),
    Pattern(
        "None of the {both:count} answers on {country} that there are for both dates changed; its score moves from "
        "{before:points} to {after:points} because {new:count} answers are new.",
        lambda n: n["up"] + n["down"] == 0 and n["new"] > 0 and not n["gone"],
    ),
    Pattern(
        "None of the {both:count} answers on {country} that there are for both dates changed; its score moves from "
        "{before:points} to {after:points} because {new:count} answers are new and {gone:count} are gone.",
        lambda n: n["up"] + n["down"] == 0 and n["gone"] > 0,
    ),
    Pattern("None of the {both:count} answers on {country} changed.", lambda n: n["up"] + n["down"] == 0),
    Pattern("{up:count} levels of {country} rose and {down:count} fell; its score on the same questions is as it was."),
)


def moves(before: Scores, now: Scores) -> dict[str, NDArray[np.bool_]]:
    """Which answers rose, fell, are new, are gone, or are there on both dates, each of shape (countries, criteria)."""
    old, new = before.ratings.values, now.ratings.values
    had, has = ~np.isnan(old), ~np.isnan(new)
    old, new = before.prepared.values, now.prepared.values
    return {"both": had & has, "up": new > old, "down": new < old, "new": has & ~had, "gone": had & ~has}


def changes(basis: Basis, before: Scores) -> Iterator[Finding]:
    """What changed in all, and country by country, those that moved most first."""
    now = basis.scores
    if before.countries.codes != now.countries.codes or before.rubric != now.rubric:
        return
    moved = moves(before, now)
    then, today, _ = same_questions(now.program, before.prepared, now.prepared)
    dates = {"then": before.as_of.said if before.as_of else "then", "now": now.as_of.said if now.as_of else "now"}
    numbers = {name: float(cells.sum()) for name, cells in moved.items()}
    yield basis.found("change", CHANGE, numbers, dates, rests_on="ratings", countries=now.countries.codes)
    difference = np.nan_to_num(today - then)
    for row in np.argsort(-np.abs(difference), kind="stable"):
        code = now.countries.codes[row]
        numbers = {name: float(cells[row].sum()) for name, cells in moved.items()}
        if not numbers["both"]:
            continue
        ends = rounded([then[row], today[row]], now.rubric.digits)  # as they are shown, so that the sentence adds up
        by = float(np.nan_to_num(abs(ends[1] - ends[0])))
        numbers |= {"then": float(then[row]), "now": float(today[row]), "by": by}
        numbers |= {"before": float(before.nodes.values[row, 0]), "after": float(now.nodes.values[row, 0])}
        words = {"country": basis.name(code)}
        yield basis.found("moved", MOVED, numbers, words, rests_on="ratings", countries=(code,))
