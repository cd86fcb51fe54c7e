"""Draws from the command line: the options --draws, --seed and --vary, and the intervals that they make."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from strategyscore.cli.errors import refuse, wrong_values
from strategyscore.cli.inputs import split
from strategyscore.cli.terminal import draw_bar, note

if TYPE_CHECKING:
    from strategyscore.robustness.uncertainty import Uncertainty
    from strategyscore.robustness.vary import Vary
    from strategyscore.scoring.scores import Scores

USUAL = 10_000
USUAL_SAMPLE = 1024  # of each of the two samples of a sensitivity analysis
LEAST_SAMPLE = 8


@dataclass(frozen=True)
class Draws:
    """What is to be drawn.

    Attributes
    ----------
    number : int
        How many draws; 0 for none.
    seed : int
    vary : Vary
    typed : bool
        Whether what varies was named, so that it may be the cause of an error.
    """

    number: int
    seed: int
    vary: Vary
    typed: bool


def read_draws(number: int | None, seed: int | None, vary: str | None, usual: int = USUAL) -> Draws:
    """Understand the three options.

    Parameters
    ----------
    number, seed, vary
        As they were typed; None where they were not.
    usual : int
        How many draws where no number was typed.

    Raises
    ------
    DocumentError
        If the file of `vary` has a problem.
    """
    from strategyscore.robustness.vary import read_vary

    if number == 0:
        refuse("a command with --draws 0", {"seed": seed, "vary": vary})
    with wrong_values():
        settings = read_vary(vary if vary is None or vary.endswith((".yaml", ".yml")) else split([vary]))
    return Draws(usual if number is None else number, seed or 0, settings, vary is not None)


def draw_scores(scores: Scores, draws: Draws) -> Uncertainty:
    """Draw, with a bar where a person watches.

    Raises
    ------
    ScoringError
        If the scores cannot be drawn.
    """
    from strategyscore.robustness.uncertainty import uncertainty

    with draw_bar(draws.number) as advance:
        return uncertainty(scores, draws=draws.number, seed=draws.seed, vary=draws.vary, on_progress=advance)


def intervals(scores: Scores, draws: Draws) -> Uncertainty | None:
    """Draw for intervals that come by default.

    Returns
    -------
    Uncertainty or None
        None where none are wanted, and where there can be none, which a sentence on stderr explains.

    Raises
    ------
    ScoringError
        If what varies was named and cannot be drawn.
    """
    from strategyscore.errors import ScoringError

    if not draws.number:
        return None
    try:
        return draw_scores(scores, draws)
    except ScoringError as error:
        if draws.typed:
            raise
        note(f"No intervals are shown: {error}.")
        return None
