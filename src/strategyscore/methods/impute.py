"""What stands in for a missing value of a quantity.

Source: OECD/JRC, Handbook on Constructing Composite Indicators (2008), section 3.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from pydantic import Field

from strategyscore.errors import ScoringError
from strategyscore.methods.fields import Text
from strategyscore.methods.register import imputation

Floats = NDArray[np.float64]


@imputation("none")
def _none(values: ArrayLike) -> Floats:
    """What is missing stays missing."""
    return np.asarray(values, dtype=np.float64)


@imputation("mean")
def mean(values: ArrayLike) -> Floats:
    """The mean of the values present in the column."""
    return _filled(np.array(values, dtype=np.float64), np.nanmean)


@imputation("median")
def median(values: ArrayLike) -> Floats:
    """The median of the values present in the column."""
    return _filled(np.array(values, dtype=np.float64), np.nanmedian)


@imputation("group_mean", phrase="mean of the group")
def group_mean(values: ArrayLike, group: Text, *, groups: NDArray[np.object_]) -> Floats:
    """The mean of the country's group; a value missing in a group that has none present stays missing.

    Parameters
    ----------
    values : array_like, shape (countries, criteria)
    group : str
        The column that says which group a country is in.
    groups : ndarray of object, shape (countries,)
        What it says.
    """
    return _by_group(values, groups, mean)


@imputation("group_median", phrase="median of the group")
def group_median(values: ArrayLike, group: Text, *, groups: NDArray[np.object_]) -> Floats:
    """The median of the country's group; a value missing in a group that has none present stays missing.

    The parameters are those of `group_mean`.
    """
    return _by_group(values, groups, median)


@imputation("regression", phrase="regression on the other criteria")
def regression(values: ArrayLike, rounds: Annotated[int, Field(ge=1, le=100)] = 20) -> Floats:
    """What a linear regression on the other criteria foretells, in turn for each criterion, until little moves.

    A criterion of which nothing is present stays missing. What is foretold is kept between the least and the greatest
    value present.

    Parameters
    ----------
    values : array_like, shape (countries, criteria)
    rounds : int
        At most so many rounds over the criteria.

    Raises
    ------
    ScoringError
        If scikit-learn is not installed.

    Notes
    -----
    Bayesian ridge regressions, chained: van Buuren and Groothuis-Oudshoorn (2011), Journal of Statistical Software 45,
    as scikit-learn's `IterativeImputer` has them, without a random part. It needs the extra ``impute``.
    """
    try:
        from sklearn.experimental import enable_iterative_imputer  # noqa: F401
        from sklearn.impute import IterativeImputer
    except ImportError:
        message = "imputation by regression needs scikit-learn; install it with: pip install 'strategyscore[impute]'"
        raise ScoringError(message) from None
    import warnings

    array = np.array(values, dtype=np.float64)
    present = ~np.isnan(array)
    known = present.any(axis=0)
    if not known.any() or present.all():
        return array
    highest = np.fmax.reduce(array, axis=0)
    alike = highest == np.fmin.reduce(array, axis=0)
    array[:, alike] = highest[alike]  # nothing to regress on: the one value that is known
    known &= ~alike
    if present[:, known].all():
        return array
    block = array[:, known]
    imputer = IterativeImputer(
        max_iter=rounds,
        random_state=0,
        min_value=np.nanmin(block, axis=0),
        max_value=np.nanmax(block, axis=0),
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that it would go on after the last round is no matter
        array[:, known] = np.where(present[:, known], block, imputer.fit_transform(block))
    return array


def _by_group(values: ArrayLike, groups: NDArray[np.object_], fill: Callable[[Floats], Floats]) -> Floats:
    array = np.array(values, dtype=np.float64)
    for one in dict.fromkeys(groups):
        rows = groups == one
        array[rows] = fill(array[rows])
    return array


def _filled(array: Floats, statistic: Any) -> Floats:
    present = ~np.isnan(array)
    known = present.any(axis=0)
    filler = np.full(array.shape[1], np.nan)
    filler[known] = statistic(array[:, known], axis=0)
    return np.where(present, array, filler)
