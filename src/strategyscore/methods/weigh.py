"""Weights, from judgements or from the data.

Functions that take data expect `values` of shape (countries, criteria), normalised, higher is better, NaN where
missing. All return weights that add up to 1, those of `benefit_of_the_doubt` for each country.
Source, unless a function names another: OECD/JRC, Handbook on Constructing Composite Indicators (2008), section 6.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Annotated, Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from pydantic import Field, model_validator

from strategyscore.errors import ScoringError, did_you_mean, sentence
from strategyscore.methods.fields import Identifier, NotNegative, Ratio, Shape, Share, Text, mend
from strategyscore.methods.register import weighting
from strategyscore.text.words import enumerated

Floats = NDArray[np.float64]

# Mean consistency index of random matrices of 1 to 15 criteria (Saaty, Decision Making for Leaders, 1988).
_RANDOM_INDEX = (0.0, 0.0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59)
CONSISTENT = 0.2


def scaled(weights: ArrayLike) -> Floats:
    """Weights that add up to 1."""
    array = np.asarray(weights, dtype=np.float64)
    return np.asarray(array / array.sum(axis=-1, keepdims=True))


def equal(n: int) -> Floats:
    """The same weight for each of `n` criteria."""
    return np.full(n, 1.0 / n)


def ahp(matrix: ArrayLike) -> tuple[Floats, float]:
    """Weights from pairwise comparisons, by the analytic hierarchy process.

    Parameters
    ----------
    matrix : array_like, shape (criteria, criteria)
        How many times more important the row is than the column; positive, and mirrored by its inverse.

    Returns
    -------
    weights : ndarray, shape (criteria,)
        The principal eigenvector.
    consistency_ratio : float
        Below 0.1 is good; `CONSISTENT` is the most that a rubric accepts unless it says otherwise.
    """
    array = np.asarray(matrix, dtype=np.float64)
    values, vectors = np.linalg.eig(array)
    first = int(np.argmax(values.real))
    n = len(array)
    index = (values[first].real - n) / (n - 1) if n > 1 else 0.0
    random = _RANDOM_INDEX[min(n, len(_RANDOM_INDEX)) - 1]
    return scaled(np.abs(vectors[:, first].real)), float(index / random) if random else 0.0


def budget(points: ArrayLike) -> Floats:
    """Mean shares of the points that experts gave; each expert counts the same, however many points were given.

    Parameters
    ----------
    points : array_like, shape (experts, criteria)
    """
    return np.asarray(scaled(points).mean(axis=0))


@weighting("entropy", phrase="entropy weights")
def entropy(values: ArrayLike) -> Floats:
    r"""Weights by information: the more unequal a criterion's values, the more it tells countries apart.

    Each column is made to add up to 1; its weight is proportional to 1 less its Shannon entropy over :math:`\log n`.
    Source: Zou, Yun and Sun (2006), Journal of Environmental Sciences 18.

    Raises
    ------
    ScoringError
        If a value is negative, or no criterion tells any countries apart.
    """
    array = np.asarray(values, dtype=np.float64)
    if np.any(array < 0):
        raise ScoringError("entropy weights need values from 0 up; normalise onto such a scale")
    with np.errstate(invalid="ignore", divide="ignore"):
        parts = array / np.nansum(array, axis=0)
        terms = np.where(parts > 0, parts * np.log(parts), 0.0)
        count = (~np.isnan(array)).sum(axis=0)
        told = 1 + np.sum(terms, axis=0) / np.log(count)
    return _telling(told)


@weighting("critic", phrase="CRITIC weights")
def critic(values: ArrayLike) -> Floats:
    """Weights by contrast and conflict: a criterion's standard deviation times the sum of 1 less its correlations.

    Values are put on 0 to 1 within each column first.
    Source: Diakoulaki, Mavrotas and Papayannakis (1995), Computers and Operations Research 22.

    Raises
    ------
    ScoringError
        If no criterion tells any countries apart.
    """
    array = np.asarray(values, dtype=np.float64)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # a column without any value, which has no weight below
        low, high = np.nanmin(array, axis=0), np.nanmax(array, axis=0)
        spread = np.where(high > low, high - low, 1.0)
        deviation = np.nanstd((array - low) / spread, axis=0)
    return _telling(deviation * np.sum(1 - correlations(array), axis=1))


@weighting("pca", phrase="weights of a factor analysis")
def pca(values: ArrayLike, components: Annotated[int, Field(ge=1)] | None = None) -> Floats:
    """Weights from a factor analysis by principal components.

    Components are kept whose eigenvalue exceeds 1, that explain more than 10 % of the variance, or as many as are
    asked for; they are rotated by varimax. A criterion counts with the component that it loads on most: its squared
    loading there, as a share of the component's, times the component's share of the explained variance.
    Source: Nicoletti, Scarpetta and Boylaud (2000), as in the handbook's section 6.1.

    Parameters
    ----------
    values : array_like, shape (countries, criteria)
    components : int, optional
        How many to keep.
    """
    eigenvalues, vectors = principal_components(values)
    n = len(eigenvalues)
    kept = components or max(1, int(np.sum((eigenvalues > 1) & (eigenvalues / n > 0.1))))
    loadings = varimax(vectors[:, :kept] * np.sqrt(eigenvalues[:kept]))
    # the share in its component times the component's share of what is explained: the component's own sum cancels
    return scaled(np.square(loadings).max(axis=1))


def principal_components(values: ArrayLike) -> tuple[Floats, Floats]:
    """Eigenvalues, largest first, and eigenvectors (in columns) of the correlation matrix."""
    eigenvalues, vectors = np.linalg.eigh(correlations(values))
    return np.maximum(eigenvalues[::-1], 0.0), vectors[:, ::-1]


def correlations(values: ArrayLike) -> Floats:
    """Pearson correlations of the columns, each over the rows where both are present; 0 with a constant column."""
    array = np.asarray(values, dtype=np.float64)
    if not np.isnan(array).any():
        centred = array - array.mean(axis=0)
        norm = np.sqrt(np.square(centred).sum(axis=0))
        result = (centred.T @ centred) / np.where(np.outer(norm, norm) > 0, np.outer(norm, norm), np.inf)
    else:
        present = (~np.isnan(array)).astype(np.float64)
        filled = np.nan_to_num(array)
        n = present.T @ present
        first, square, cross = filled.T @ present, np.square(filled).T @ present, filled.T @ filled
        with np.errstate(invalid="ignore", divide="ignore"):
            covariance = cross - first * first.T / n
            spread = np.maximum(square - first**2 / n, 0.0)
            result = np.nan_to_num(covariance / np.sqrt(spread * spread.T), posinf=0.0, neginf=0.0)
    np.fill_diagonal(result, 1.0)
    return np.asarray(np.clip(result, -1.0, 1.0))


def varimax(loadings: ArrayLike, rounds: int = 200) -> Floats:
    """Rotate loadings so that each criterion loads on few components, each row counting the same (Kaiser 1958).

    Pairs of components are turned in their plane by the angle that is best for the pair, until none moves.
    """
    array = np.asarray(loadings, dtype=np.float64)
    length = np.sqrt(np.square(array).sum(axis=1, keepdims=True))
    unit = array / np.where(length > 0, length, 1.0)
    n, k = unit.shape
    for _ in range(rounds):
        moved = 0.0
        for one, two in combinations(range(k), 2):
            x, y = unit[:, one].copy(), unit[:, two].copy()
            u, v = x**2 - y**2, 2 * x * y
            across = 2 * (u @ v) - 2 * u.sum() * v.sum() / n
            along = u @ u - v @ v - (u.sum() ** 2 - v.sum() ** 2) / n
            angle = np.arctan2(across, along) / 4
            unit[:, one] = x * np.cos(angle) + y * np.sin(angle)
            unit[:, two] = y * np.cos(angle) - x * np.sin(angle)
            moved = max(moved, abs(angle))
        if moved < 1e-12:
            break
    return np.asarray(unit * length)


class _Limits(Shape):
    """How far a country's own weights may go."""

    low: Share | None = None
    high: Share | None = None
    limits: Literal["shares", "weights"] = "shares"

    @model_validator(mode="after")
    def _rise(self) -> _Limits:
        if self.low is not None and self.high is not None and self.low > self.high:
            raise mend("the limits fall; put the lower one at 'low'")
        return self


@weighting("benefit_of_the_doubt", phrase="benefit of the doubt", settings=_Limits, scores_itself=True)
def benefit_of_the_doubt(
    values: ArrayLike,
    low: float | None = None,
    high: float | None = None,
    limits: Literal["shares", "weights"] = "shares",
    *,
    against: ArrayLike | None = None,
) -> tuple[Floats, Floats]:
    """For each country the weights that show it at its best, while no country exceeds 1 with them.

    Parameters
    ----------
    values : array_like, shape (countries, criteria)
        From 0 up.
    low, high : float, optional
        Limits, as `limits` says.
    limits : {"shares", "weights"}
        Of what: of each criterion's share in a country's score, as Cherchye and others (2007) have it, or of its share
        in the sum of the weights, as table 19 of the handbook has it.
    against : array_like, shape (countries, criteria), optional
        What the others have; `values` where it is left out.

    Returns
    -------
    weights : ndarray, shape (countries, criteria)
        Scaled to add up to 1; NaN where a country has no value.
    scores : ndarray, shape (countries,)
        From 0 to 1, 1 for a country that no other beats under its own weights.

    Raises
    ------
    ScoringError
        If the limits cannot be met.

    Notes
    -----
    Source: Cherchye and others (2007), Social Indicators Research 82. A missing value takes no part; a country is held
    only against those that have what it has.
    """
    from scipy.optimize import linprog

    array = np.asarray(values, dtype=np.float64)
    others = array if against is None else np.asarray(against, dtype=np.float64)
    if np.any(array < 0):
        raise ScoringError("benefit of the doubt needs values from 0 up; normalise onto such a scale")
    n, k = array.shape
    weights, scores = np.full((n, k), np.nan), np.full(n, np.nan)
    for row in range(n):
        own = ~np.isnan(array[row])
        if not own.any():
            continue
        mine, rivals = array[row, own], others[:, own]
        rivals = np.vstack([rivals[~np.isnan(rivals).any(axis=1)], mine])
        rows = [rivals, *_limited(mine, low, high, limits, whole=bool(own.all()))]
        tops = np.concatenate([np.ones(len(rivals)), np.zeros(sum(map(len, rows[1:])))])
        solved = linprog(-mine, A_ub=np.vstack(rows), b_ub=tops, method="highs")
        total = solved.x.sum() if solved.success else 0.0
        if total <= 0 < mine.max():
            raise ScoringError("the limits of benefit of the doubt cannot be met; lower 'low' or raise 'high'")
        scores[row] = min(max(-solved.fun, 0.0), 1.0)
        weights[row, own] = solved.x / total if total > 0 else 1.0 / own.sum()
    return weights, scores


def _limited(mine: Floats, low: float | None, high: float | None, limits: str, *, whole: bool) -> list[Floats]:
    """Rows of a linear programme that hold each criterion's part between two limits: row @ weights <= 0."""
    n = len(mine)
    counted = mine if limits == "shares" else np.ones(n)
    rows = []
    for limit, sign in ((low, -1.0), (high, 1.0)):
        if limit is None:
            continue
        share = limit
        if not whole:  # fewer criteria must be able to share the whole among them
            share = min(limit, 1 / n) if sign < 0 else max(limit, 1 / n)
        rows.append(sign * (np.diag(counted) - share * np.tile(counted, (n, 1))))
    return rows


@weighting("given", phrase="the weights of the rubric", rests_on="judgement")
def _given(weights: ArrayLike, ids: Sequence[str]) -> Floats:
    """The weights that stand at the criteria."""
    return scaled(weights)


@weighting("equal", phrase="equal weights", rests_on="judgement")
def _equal(weights: ArrayLike, ids: Sequence[str]) -> Floats:
    """The same weight for each criterion."""
    return equal(len(ids))


class _Matrix(Shape):
    """Pairwise comparisons."""

    matrix: Annotated[
        list[list[Ratio]], Field(min_length=2, description="how many times more important the row is than the column")
    ]
    allow_inconsistent: bool = False


def _check_matrix(settings: Mapping[str, Any], ids: Sequence[str]) -> list[tuple[tuple[Any, ...], str]]:
    """A matrix must fit the criteria, mirror itself, and not contradict itself."""
    matrix, n = settings["matrix"], len(ids)
    if len(matrix) != n or any(len(row) != n for row in matrix):
        return [(("matrix",), f"the matrix is not {n} by {n}; give a row for each criterion")]
    wrong = [
        (("matrix", i, j), f"{ids[i]} to {ids[j]} is not the inverse of {ids[j]} to {ids[i]}; mend one of the two")
        for i, row in enumerate(matrix)
        for j, ratio in enumerate(row[: i + 1])
        if abs(ratio * matrix[j][i] - 1) > 0.02
    ]
    if wrong or settings["allow_inconsistent"]:
        return wrong
    _, ratio = ahp(matrix)
    if ratio <= CONSISTENT:
        return []
    message = (
        f"the pairwise comparisons contradict each other (consistency ratio {ratio:.2f}, at most {CONSISTENT}); "
        "mend the matrix, or write 'allow_inconsistent: true'"
    )
    return [(("matrix",), message)]


@weighting(
    "ahp", phrase="weights from pairwise comparisons", settings=_Matrix, rests_on="judgement", check=_check_matrix
)
def _ahp(weights: ArrayLike, ids: Sequence[str], /, matrix: ArrayLike, allow_inconsistent: bool) -> Floats:
    """The principal eigenvector of pairwise comparisons (the analytic hierarchy process)."""
    return ahp(matrix)[0]


class _Experts(Shape):
    """Experts' points."""

    experts: Annotated[dict[Text, dict[Identifier, NotNegative]], Field(min_length=1)]


def _check_experts(settings: Mapping[str, Any], ids: Sequence[str]) -> list[tuple[tuple[Any, ...], str]]:
    """Each expert shares points among the criteria of the group."""
    wrong: list[tuple[tuple[Any, ...], str]] = []
    for expert, points in settings["experts"].items():
        for name in points:
            if name not in ids:
                message = sentence(f"the group has no criterion {name!r}", did_you_mean(name, ids))
                wrong.append((("experts", expert, name), message))
        if silent := [name for name in ids if name not in points]:
            message = f"the expert says nothing of {enumerated(silent)}; give points, 0 where it is worth none"
            wrong.append((("experts", expert), message))
        if not sum(points.values()):
            wrong.append((("experts", expert), "the expert gave no points; give at least one"))
    return wrong


@weighting("budget", phrase="experts' points", settings=_Experts, rests_on="judgement", check=_check_experts)
def _budget(weights: ArrayLike, ids: Sequence[str], /, experts: Mapping[str, Mapping[str, float]]) -> Floats:
    """The mean share of the points that experts gave."""
    return budget([[points.get(name, 0.0) for name in ids] for points in experts.values()])


def _telling(told: Floats) -> Floats:
    told = np.maximum(np.nan_to_num(told), 0.0)
    if told.sum() <= 0:
        raise ScoringError("no criterion tells the countries apart, so the data gives no weights; give them yourself")
    return scaled(told)
