"""Countries of which too little is answered to be scored at all."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from strategyscore.errors import ScoringError
from strategyscore.model.rubric import Rubric
from strategyscore.scoring.answers import Ratings
from strategyscore.scoring.engine import shared
from strategyscore.scoring.program import Program

_SLACK = 1e-12


def screened_out(rubric: Rubric, program: Program, ratings: Ratings, codes: Sequence[str]) -> dict[str, float]:
    """The answered share of the countries that a rubric's screen leaves out, by their codes.

    Parameters
    ----------
    rubric : Rubric
    program : Program
        Its weights by judgement count; what rests on the data is not known before the countries are.
    ratings : Ratings
    codes : sequence of str

    Raises
    ------
    ScoringError
        If no country would be left.
    """
    screen = rubric.screen
    if screen is None:
        return {}
    applies = np.maximum(ratings.applicable.sum(axis=1), 1)
    share = np.asarray(np.nansum(ratings.coverage, axis=1) / applies)
    if screen.by == "weight":
        given = {kernel.node: kernel.share for kernel in program.kernels}
        share = shared(program, list(ratings.coverage.T), given)[0]
    out = share < screen.minimum_coverage - _SLACK
    if out.all():
        least = f"{screen.minimum_coverage:.0%}"
        raise ScoringError(f"less than {least} is answered for every country; lower the minimum_coverage of 'screen'")
    return {code: float(part) for code, part, short in zip(codes, share, out, strict=True) if short}
