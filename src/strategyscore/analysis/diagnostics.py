"""What to know of an index before one trusts it: its criteria, how they go together, and what weighs how much.

Every function but `cronbach_alpha` takes `Scores` and returns a data frame.
Source: OECD/JRC, Handbook on Constructing Composite Indicators (2008), section 4 and step 6; effective weights:
Paruolo, Saisana and Saltelli (2013), Journal of the Royal Statistical Society A 176.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from strategyscore.methods.treat import is_outlying, kurtosis, skewness
from strategyscore.methods.weigh import correlations as correlations_of
from strategyscore.methods.weigh import principal_components as components_of
from strategyscore.model.nodes import Node
from strategyscore.scoring.scores import Scores

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]


def statistics(scores: Scores) -> pd.DataFrame:
    """A row a criterion: what its raw values are like.

    Parameters
    ----------
    scores : Scores
        From `strategyscore.score`.

    Returns
    -------
    pandas.DataFrame
        Index `node`; columns ``n`` (present), ``missing``, ``mean``, ``sd`` (of a sample), ``min``, ``median``,
        ``max``, ``unique``, ``skewness``, ``kurtosis``, ``outlying`` (both beyond 2 and 3.5) and ``outliers`` (how many
        lie beyond the quartiles by more than 1.5 times their distance).

    See Also
    --------
    strategyscore.schemas.StatisticsTable : The columns of the table.

    Examples
    --------
    >>> ss.diagnostics.statistics(scores)[["n", "missing", "mean", "max"]].round(2)
                 n  missing   mean   max
    node
    rules.law    4        0   1.25   2.0
    rules.audit  3        1   0.67   1.0
    compute      4        0  25.00  40.0
    """
    import pandas as pd

    from strategyscore.schemas import StatisticsTable

    raw = scores.ratings.values
    frame = pd.DataFrame(raw, columns=[leaf.path for leaf in scores.rubric.criteria])
    low, high = frame.quantile(0.25), frame.quantile(0.75)
    beyond = (frame < low - 1.5 * (high - low)) | (frame > high + 1.5 * (high - low))
    table = pd.DataFrame(
        {
            "n": frame.notna().sum(),
            "missing": frame.isna().sum(),
            "mean": frame.mean(),
            "sd": frame.std(),
            "min": frame.min(),
            "median": frame.median(),
            "max": frame.max(),
            "unique": frame.nunique(),
            "skewness": skewness(raw),
            "kurtosis": kurtosis(raw),
            "outlying": is_outlying(raw),
            "outliers": beyond.sum(),
        }
    )
    table.index = pd.Index(table.index, name="node", dtype=str)
    return StatisticsTable.validate(table)


def correlations(
    scores: Scores, node: str | None = None, *, method: Literal["pearson", "spearman"] = "pearson"
) -> pd.DataFrame:
    """Correlations of the scores of a group's children, each over the countries that have both.

    Parameters
    ----------
    scores : Scores
        From `strategyscore.score`.
    node : str, optional
        The group; all criteria of the rubric, across its groups, where it is not given.
    method : {"pearson", "spearman"}
        Spearman's is Pearson's of the ranks; ties share their mean rank.

    Returns
    -------
    pandas.DataFrame
        Paths by paths. Negative correlations within a group mean that its mean hides a trade-off.

    Raises
    ------
    UnknownNode
        With a suggestion.

    See Also
    --------
    strategyscore.charts.correlations : The same as a picture.

    Examples
    --------
    >>> ss.diagnostics.correlations(scores, "readiness").round(2)
             rules  compute
    node
    rules     1.00    -0.53
    compute  -0.53     1.00
    """
    import pandas as pd

    from strategyscore.schemas import correlation_schema

    chosen = scores.rubric.node(node).children if node else scores.rubric.criteria
    paths = [child.path for child in chosen]
    frame = pd.DataFrame(_values(scores, chosen), columns=paths)
    table = frame.corr(method=method).set_axis(pd.Index(paths, name="node", dtype=str))
    return correlation_schema(paths).validate(table)


def reliability(scores: Scores) -> pd.DataFrame:
    """A row a group with two children or more: whether they measure one thing.

    Parameters
    ----------
    scores : Scores
        From `strategyscore.score`.

    Returns
    -------
    pandas.DataFrame
        Index `node`; columns ``children``, ``n`` (countries with all of them), ``alpha`` (Cronbach's, of standardised
        scores; 0.7 and above is usual for one latent trait), ``raw_alpha`` (of the scores as they are, which is the
        reliability of their mean) and ``mean_correlation``. NaN where fewer than three countries have all.

    See Also
    --------
    strategyscore.diagnostics.cronbach_alpha : The measure.

    Examples
    --------
    >>> ss.diagnostics.reliability(scores)[["children", "n", "mean_correlation"]].round(2)
               children  n  mean_correlation
    node
    readiness         2  4             -0.53
    rules             2  3             -0.50
    """
    import pandas as pd

    from strategyscore.schemas import ReliabilityTable

    rows = []
    for group in _groups(scores):
        whole = _complete(scores, group)
        k = whole.shape[1]
        mean = alpha = raw = float("nan")
        if len(whole) >= 3 and np.all(np.ptp(whole, axis=0) > 0):
            pairs = correlations_of(whole)[np.triu_indices(k, 1)]
            mean = float(pairs.mean())
            alpha, raw = cronbach_alpha(whole), cronbach_alpha(whole, standardised=False)
        told = {"node": group.path, "children": k, "n": len(whole), "alpha": alpha, "raw_alpha": raw}
        rows.append(told | {"mean_correlation": mean})
    columns = ["node", "children", "n", "alpha", "raw_alpha", "mean_correlation"]
    table = pd.DataFrame(rows, columns=columns).astype({"node": str, "children": int, "n": int})
    return ReliabilityTable.validate(table.set_index("node"))


def cronbach_alpha(values: Any, *, standardised: bool = True) -> float:
    r"""Cronbach's alpha of standardised columns, :math:`k \bar r / (1 + (k - 1) \bar r)`, or of columns as they are.

    Parameters
    ----------
    values : array_like, shape (countries, criteria)
        Without missing values.
    standardised : bool
        Whether every column counts the same; else it is of covariances,
        :math:`k / (k - 1) \, (1 - \sum s_i^2 / s^2)`, with the variances of the columns and of their sum.

    Returns
    -------
    float
        1 where all columns say the same; NaN where it has no meaning.

    See Also
    --------
    strategyscore.diagnostics.reliability : That of every group.

    Examples
    --------
    >>> round(float(ss.diagnostics.cronbach_alpha([[1, 2], [2, 2], [3, 5]])), 2)
    0.93
    """
    if not standardised:
        array = np.asarray(values, dtype=np.float64)
        k = array.shape[1]
        return float(k / (k - 1) * (1 - array.var(axis=0, ddof=1).sum() / array.sum(axis=1).var(ddof=1)))
    matrix = correlations_of(values)
    k = len(matrix)
    mean = matrix[np.triu_indices(k, 1)].mean()
    return float(k * mean / (1 + (k - 1) * mean))


def principal_components(scores: Scores, node: str | None = None) -> pd.DataFrame:
    """Eigenvalues of the correlations of a group's children, largest first.

    Parameters
    ----------
    scores : Scores
        From `strategyscore.score`.
    node : str, optional
        The group; all criteria of the rubric where it is not given.

    Returns
    -------
    pandas.DataFrame
        Index `component` from 1; columns ``eigenvalue``, ``explained``, ``cumulated`` (shares of the variance), then
        the loading of each child.

    Raises
    ------
    UnknownNode
        With a suggestion.

    See Also
    --------
    strategyscore.diagnostics.correlations : What they are of.

    Examples
    --------
    >>> ss.diagnostics.principal_components(scores, "readiness")[["eigenvalue", "explained"]].round(2)
               eigenvalue  explained
    component
    1                1.53       0.76
    2                0.47       0.24
    """
    import pandas as pd

    from strategyscore.schemas import component_schema

    chosen = scores.rubric.node(node).children if node else scores.rubric.criteria
    eigenvalues, vectors = components_of(_values(scores, chosen))
    loadings = (vectors * np.sqrt(eigenvalues)).T
    signs = np.where(loadings.sum(axis=1, keepdims=True) < 0, -1.0, 1.0)
    table = pd.DataFrame(loadings * signs, columns=[child.path for child in chosen])
    share = eigenvalues / eigenvalues.sum()
    for place, (name, column) in enumerate(
        {"eigenvalue": eigenvalues, "explained": share, "cumulated": np.cumsum(share)}.items()
    ):
        table.insert(place, name, column)
    table.index = pd.RangeIndex(1, len(table) + 1, name="component")
    return component_schema([child.path for child in chosen]).validate(table)


def effective_weights(scores: Scores) -> pd.DataFrame:
    """A row a child of each group: the weight it was given, and the one it has in effect.

    Parameters
    ----------
    scores : Scores
        From `strategyscore.score`.

    Returns
    -------
    pandas.DataFrame
        Index `node`; columns ``group``, ``given`` (share of the siblings' weight), ``correlation`` (with the group's
        score) and ``effective`` (its squared correlation as a share of its siblings'). Where the two differ much, the
        index does not say what its weights say.

    See Also
    --------
    strategyscore.methods.weighting : Weights that follow the data.

    Examples
    --------
    >>> ss.diagnostics.effective_weights(scores)[["group", "given", "effective"]].round(2)
                     group  given  effective
    node
    rules        readiness    0.5       0.99
    compute      readiness    0.5       0.01
    rules.law        rules    0.5       0.44
    rules.audit      rules    0.5       0.56
    """
    import pandas as pd

    from strategyscore.schemas import EffectiveWeights

    rows = []
    for group in _groups(scores):
        columns = [scores.column[child.path] for child in group.children]
        own = scores.nodes.values[:, [scores.column[group.path]]]
        found = [float(correlations_of(np.hstack([scores.nodes.values[:, [column]], own]))[0, 1]) for column in columns]
        total = sum(value**2 for value in found) or float("nan")
        given = np.nanmean(scores.nodes.weights[:, columns], axis=0)
        for child, share, value in zip(group.children, given, found, strict=True):
            rows.append(
                {
                    "node": child.path,
                    "group": group.path,
                    "given": float(share),
                    "correlation": value,
                    "effective": value**2 / total,
                }
            )
    table = pd.DataFrame(rows, columns=["node", "group", "given", "correlation", "effective"])
    return EffectiveWeights.validate(table.astype({"node": str, "group": str}).set_index("node"))


def _groups(scores: Scores) -> list[Node]:
    return [node for node in scores.rubric.nodes if len(node.children) > 1]


def _values(scores: Scores, nodes: Any) -> Floats:
    return scores.nodes.values[:, [scores.column[node.path] for node in nodes]]


def _complete(scores: Scores, group: Node) -> Floats:
    values = _values(scores, group.children)
    return np.asarray(values[~np.isnan(values).any(axis=1)])
