"""The same countries ranked twice: on an earlier date, or on another rubric."""

from __future__ import annotations

from strategyscore.documents.load_rubric import load_rubric
from strategyscore.errors import ScoringError
from strategyscore.model.dates import PartialDate
from strategyscore.scoring.scores import Scores, score


def earliest(scores: Scores) -> PartialDate | None:
    """The earliest date that a profile speaks for, where profiles on their latest ratings speak for several."""
    if scores.as_of is not None or scores.countries.numbers is not None:
        return None
    dates = sorted({profile.as_of for profile in scores.countries if profile.as_of}, key=lambda date: date.last)
    return dates[0] if len(dates) > 1 else None


def like_for_like(scores: Scores) -> Scores | None:
    """The scores as of the earliest date that a profile speaks for; None where all speak for one date.

    Profiles of different dates compare unlike with unlike: what happened later is in some and not in others.

    Parameters
    ----------
    scores : Scores
        From `strategyscore.score`.

    Returns
    -------
    Scores or None
        On the same rubric.

    See Also
    --------
    strategyscore.score : Takes any date at `as_of`.

    Examples
    --------
    >>> earliest = ss.like_for_like(coded)
    >>> earliest.as_of.text
    '2025-02'
    """
    date = earliest(scores)
    if date is None:
        return None
    try:
        return score(scores.rubric, scores.countries, as_of=date)
    except ScoringError:
        if scores.rubric.screen is None:
            raise
        return None  # too little was answered by then for any country to be scored


def named(*several: Scores) -> dict[str, Scores]:
    """Rankings of different dates under their dates, for `strategyscore.charts.slope`."""
    return {f"as of {scores.as_of.said}" if scores.as_of else "latest": scores for scores in several}


def rankings(scores: Scores, other: str | None = None) -> dict[str, Scores]:
    """Two rankings under what tells them apart, for `strategyscore.charts.slope`.

    Parameters
    ----------
    scores : Scores
    other : str, optional
        A date, or a rubric's id or file; the earliest date that a profile speaks for where it is not given.

    Raises
    ------
    ValueError
        If there is no earlier date to compare with.
    DocumentError
        If it is a rubric that cannot be read, or does not fit the profiles.
    """
    if other is None:
        before = like_for_like(scores)
        if before is None:
            raise ValueError("all profiles speak for one date; name a date or a rubric to compare with")
        return named(before, scores)
    try:
        date = PartialDate.parse(other)
    except ValueError:
        rubric = load_rubric(other)
        here, there = (f"{asked.id} {asked.version}" for asked in (scores.rubric, rubric))
        return {there: score(rubric, scores.countries, as_of=scores.as_of), here: scores}
    return named(score(scores.rubric, scores.countries, as_of=date), scores)
