"""Which answers are in doubt, and how: the levels that one could have, or the range that it could lie in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from strategyscore.errors import ScoringError
from strategyscore.methods.registry import normalisations
from strategyscore.model.criteria import Quantity
from strategyscore.robustness.hot_deck import distances, level_chances
from strategyscore.robustness.vary import Vary
from strategyscore.scoring.scores import Scores

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Doubted:
    """Answers in doubt, of one source, those of a criterion beside each other.

    Attributes
    ----------
    source : str
        ``"ratings"`` or ``"missing"``.
    rows, leaves : ndarray of int, shape (cells,)
        Country and criterion; criteria rise.
    """

    source: str
    rows: Ints
    leaves: Ints

    @cached_property
    def parts(self) -> list[tuple[int, Ints, slice]]:
        """For each criterion its column, the rows of its countries, and which of the cells they are."""
        leaves, starts = np.unique(self.leaves, return_index=True)
        ends = [*starts[1:], len(self.leaves)]
        pairs = zip(leaves, starts, ends, strict=True)
        return [(int(leaf), self.rows[start:end], slice(int(start), int(end))) for leaf, start, end in pairs]


@dataclass(frozen=True, eq=False)
class Cells(Doubted):
    """Answers of which a level is drawn.

    Attributes
    ----------
    cumulated : ndarray, shape (cells, levels)
        Probability of each level or a lower one.
    """

    cumulated: Floats


@dataclass(frozen=True, eq=False)
class Ranges(Doubted):
    """Answers that are drawn between two ends.

    Attributes
    ----------
    sd : ndarray, shape (cells,)
        On the scale, about the nominal value, the same for a criterion; 0 in all for a uniform draw between the ends.
    """

    sd: Floats

    @property
    def uniform(self) -> bool:
        """Whether every place between the ends is as likely."""
        return not self.sd.any()


def doubts(scores: Scores, vary: Vary, rows: Ints) -> tuple[tuple[Cells, ...], tuple[Ranges, ...]]:
    """The answers that are uncertain, and how.

    Parameters
    ----------
    scores : Scores
    vary : Vary
    rows : ndarray of int
        The countries that are drawn, by their row in the scores; the rows of the result count these.

    Raises
    ------
    ScoringError
        If a standard error is stated for what cannot have one.
    """
    criteria = scores.rubric.criteria
    width = max((len(leaf.steps) for leaf in criteria), default=0)
    errors = _standard_errors(scores, vary)
    stepped = np.array([len(leaf.steps) > 0 for leaf in criteria])
    applicable = scores.prepared.applicable[rows]
    missing = (np.isnan(scores.ratings.values[rows]) | scores.prepared.set_aside[rows]) & applicable
    inexact = np.isin(np.arange(len(criteria)), list(errors))
    unknown = np.where(stepped, missing, scores.prepared.coverage[rows] < 1) & (vary.missing is not None)
    doubted = ~missing & np.where(stepped, vary.ratings is not None, inexact) & ~unknown & applicable
    missing_chances = _missing(scores, vary)
    levels: dict[str, list[tuple[int, int, Floats]]] = {"ratings": [], "missing": []}
    spans: dict[str, list[tuple[int, int, float]]] = {"ratings": [], "missing": []}
    for column, row in np.argwhere((unknown | doubted).T):
        source = "missing" if unknown[row, column] else "ratings"
        if not stepped[column]:
            error = 0.0 if unknown[row, column] else errors[column] * _multiplier(scores, int(rows[row]), column)
            spans[source].append((row, column, error))
            continue
        chances: Floats | None
        if unknown[row, column]:
            chances = missing_chances(int(rows[row]), column)
        else:
            chances = _chances(scores, int(rows[row]), column)
        if chances is not None:
            levels[source].append((row, column, cumulated(chances, width)))
    cells = tuple(Cells(source, *map(np.array, zip(*items, strict=True))) for source, items in levels.items() if items)
    ranges = tuple(Ranges(source, *map(np.array, zip(*items, strict=True))) for source, items in spans.items() if items)
    return cells, ranges


def _multiplier(scores: Scores, row: int, column: int) -> float:
    """What the score of a quantity is multiplied by, and its error with it."""
    leaf = scores.rubric.criteria[column]
    name = leaf.multiply_by if isinstance(leaf, Quantity) else None
    return 1.0 if name is None else float(scores.prepared.factors[name][row])


def _chances(scores: Scores, row: int, column: int) -> Floats | None:
    """How likely each level is; None where there is no doubt."""
    answer = scores.ratings.answer(row, column)
    if answer is None:
        return None
    confidence = scores.rubric.confidence
    return scores.rubric.criteria[column].chances(answer, confidence.of(answer.confidence), confidence.two_levels)


def _missing(scores: Scores, vary: Vary) -> Callable[[int, int], Floats]:
    """What tells, of a country's row and a criterion's column, how likely each level is where the answer is missing."""
    criteria = scores.rubric.criteria
    if vary.missing is None or vary.missing.method == "uniform":
        return lambda row, column: np.ones(len(criteria[column].steps))
    low, high = scores.rubric.scale
    shares = np.clip((scores.prepared.values - low) / (high - low), 0.0, 1.0)
    shares[np.isnan(scores.ratings.values)] = np.nan  # what was filled in tells nothing
    far = distances(shares)

    def chances(row: int, column: int) -> Floats:
        steps = criteria[column].steps
        return level_chances(shares, far, row, column, (steps - steps[0]) / (steps[-1] - steps[0]))

    return chances


def cumulated(chances: Floats, width: int) -> Floats:
    """The probability of each level or a lower one; 1 for those that there are not, up to a width."""
    reached = np.ones(width)
    reached[: len(chances)] = np.cumsum(chances) / chances.sum()
    reached[len(chances) - 1 :] = 1.0
    return reached


def _standard_errors(scores: Scores, vary: Vary) -> Mapping[int, float]:
    """Standard errors on the scale, by column; a normalisation must be linear for that."""
    if vary.ratings is None:
        return {}
    errors = {}
    columns = {leaf.path: column for column, leaf in enumerate(scores.rubric.criteria)}
    for path, error in vary.ratings.standard_errors.items():
        quantity = scores.rubric.node(path)
        if not isinstance(quantity, Quantity):
            raise ScoringError(f"{path} is no quantity, so it has no standard error; its ratings have a confidence")
        method = normalisations[quantity.normalise.method]
        if quantity.transform or method.span is None:
            linear = " or ".join(other.name for other in normalisations.all() if other.span is not None)
            raise ScoringError(f"{path}: a standard error needs {linear} without a transform")
        settings = method.complete(quantity.normalise)
        low, high = settings["range"] or scores.rubric.scale
        column = columns[quantity.path]
        errors[column] = error / method.span(scores.ratings.values[:, column], settings) * (high - low)
    return errors
