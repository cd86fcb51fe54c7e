"""What the engine in the browser computes with: the program, the answers on the scale, and what of them is in doubt."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from strategyscore.errors import ScoringError
from strategyscore.robustness import hot_deck
from strategyscore.robustness.plan import Plan, make_plan
from strategyscore.robustness.vary import read_vary
from strategyscore.scoring.prepare import prepare
from strategyscore.scoring.scores import Scores

Floats = NDArray[np.float64]

DRAWS = 2_000  # as the ranking in the terminal takes
SEED = 0
DECK = ("like", "prior_answers", "prior_distance", "own", "even")


def engine_data(scores: Scores) -> dict[str, Any]:
    """The compiled rubric and the prepared criteria, as plain data for JSON.

    Parameters
    ----------
    scores : Scores

    Returns
    -------
    dict
        ``program`` as `Program.to_data` tells it; ``values``, ``lower``, ``upper`` and ``coverage``, each a list for
        every criterion of a number for every country, None where missing; ``factors``, by name the numbers that scores
        are multiplied by. Where groups do something about missing answers, which follows from the weights, these are
        the criteria before that, with ``worst``, ``best`` and ``imputed``.
    """
    prepared = scores.prepared
    sides = ["values", "lower", "upper", "coverage"]
    if scores.program.settles_missing:
        prepared = prepare(scores.rubric, scores.ratings, scores.countries.codes)
        sides += ["worst", "best", "imputed"]
    told: dict[str, Any] = {"program": scores.program.to_data()}
    told |= {name: rows(np.asarray(getattr(prepared, name), dtype=np.float64).T) for name in sides}
    return told | {"factors": {name: column.tolist() for name, column in prepared.factors.items()}}


def draws_data(scores: Scores) -> dict[str, Any]:
    """What the draws in the browser vary, worked out by the plan of `uncertainty` itself.

    Returns
    -------
    dict
        ``count``, ``seed`` and ``concentration``; ``chances``, the cumulated probabilities of levels, and ``levels``,
        their scores, a list for every criterion; ``cells`` with a row, a criterion, the position of its chances and
        whether it is missing, for every answer of which a level is drawn; ``ranges`` with a row and a criterion for
        every missing answer that is drawn between its ends; ``deck``, the numbers of the hot deck, for earlier dates.
        Where there is nothing to draw, ``reason`` alone.
    """
    try:
        plan = make_plan(scores, read_vary(None), SEED)
    except ScoringError as error:
        return {"reason": str(error)}
    weights = plan.vary.weights
    assert weights is not None
    chances, cells = _cells(plan)
    return {
        "count": DRAWS,
        "seed": SEED,
        "concentration": weights.concentration,
        "levels": [[float(value) for value in steps if not math.isnan(value)] for steps in plan.as_is.levels],
        "chances": chances,
        "cells": cells,
        "deck": {name: getattr(hot_deck, name.upper()) for name in DECK},
        "ranges": [[*map(int, pair)] for item in plan.ranges for pair in zip(item.rows, item.leaves, strict=True)],
    }


def _cells(plan: Plan) -> tuple[list[list[float]], list[list[int]]]:
    """The distributions, each told once, and the answers that are drawn from them."""
    known: dict[tuple[float, ...], int] = {}
    cells = []
    for item in plan.cells:
        missing = int(item.source == "missing")
        for row, leaf, cumulated in zip(item.rows, item.leaves, item.cumulated, strict=True):
            at = known.setdefault(tuple(map(float, cumulated)), len(known))
            cells.append([int(row), int(leaf), at, missing])
    return [list(cumulated) for cumulated in known], cells


def rows(array: Floats) -> list[list[float | None]]:
    """The rows of an array as JSON can say them: None where a number is missing."""
    return [[None if math.isnan(value) else float(value) for value in row] for row in array]
