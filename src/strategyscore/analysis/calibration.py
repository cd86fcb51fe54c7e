"""How often a coder is right, worked out from how often two agree."""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import NormalDist

_SHARE = 0.9  # of the interval
_ROUNDS = 30
_Z = NormalDist().inv_cdf((1 + _SHARE) / 2)  # half its width, in standard deviations


def implied_accuracy(agree: float, two_levels: float = 0.0) -> float:
    """The accuracy of a coder that two coders of the same accuracy must have to agree so often.

    Parameters
    ----------
    agree : float
        The share of ratings on which two coders agree, from 0 to 1.
    two_levels : float
        The share of errors that reach two levels, see `two_level_share`.

    Returns
    -------
    float
        NaN where coders who err like this agree more often than that by chance: below a third where all errors are of
        one level.

    Notes
    -----
    Two coders, independent of each other, give the true level with probability p, and else the next one up or down,
    each as likely, or with the share t of errors the one after that. They agree where both are right, or both err to
    the same level::

        a = p^2 + (1 - p)^2 s  with  s = ((1 - t)^2 + t^2) / 2

    of which p is the larger root; ``(1 + sqrt(6 a - 2)) / 3`` where t is 0. This is the model of Dawid and Skene
    (1979), Applied Statistics 28, with one accuracy for both coders and errors of one or two levels.

    Examples
    --------
    >>> round(implied_accuracy(0.8), 3)
    0.891
    >>> implied_accuracy(1.0)
    1.0
    """
    same = ((1 - two_levels) ** 2 + two_levels**2) / 2
    root = same**2 - (1 + same) * (same - agree)
    return (same + math.sqrt(root)) / (1 + same) if root >= 0 else math.nan


def two_level_share(apart: float, accuracy: float) -> float:
    """The share of errors that reach two levels, from how often two coders are two levels apart or more.

    Parameters
    ----------
    apart : float
        The share of ratings on which they are.
    accuracy : float
        Of a coder, see `implied_accuracy`.

    Notes
    -----
    Two coders who each err by one level, to different sides, are two apart as well; what remains are errors of two
    levels of one coder where the other is right: ``apart = 2 ((1 - p) / 2)^2 + 2 p (1 - p) t``.
    """
    error = 1 - accuracy
    if not 0 < error < 1:
        return 0.0
    return min(1.0, max(0.0, (apart - error**2 / 2) / (2 * accuracy * error)))


def accuracy_interval(agreed: int, pairs: int, two_levels: float = 0.0) -> tuple[float, float]:
    """Nine times in ten the accuracy lies between these, by Wilson's interval of the share that agrees.

    Notes
    -----
    Source: E. B. Wilson (1927), Journal of the American Statistical Association 22.
    """
    if not pairs:
        return math.nan, math.nan
    share, spread = agreed / pairs, _Z**2 / pairs
    middle = (share + spread / 2) / (1 + spread)
    half = _Z / (1 + spread) * math.sqrt(share * (1 - share) / pairs + spread / pairs / 4)
    low, high = (implied_accuracy(max(1 / 3, min(1.0, end)), two_levels) for end in (middle - half, middle + half))
    return low, high


def calibrated(pairs: Sequence[tuple[int, int]]) -> dict[str, float]:
    """What pairs of levels say of the coders who gave them.

    Returns
    -------
    dict
        ``pairs``, ``agree`` and ``apart`` (shares, the latter of those two levels apart or more), ``accuracy`` with
        ``low`` and ``high``, and ``two_levels``, the share of errors that reach two levels.
    """
    n = len(pairs)
    agreed = sum(first == second for first, second in pairs)
    agree, apart = (agreed / n, sum(abs(a - b) > 1 for a, b in pairs) / n) if n else (math.nan, math.nan)
    accuracy, far = math.nan, math.nan
    if n:
        far = 0.0
        for _ in range(_ROUNDS):  # each of the two follows from the other
            accuracy = implied_accuracy(agree, far)
            far = two_level_share(apart, accuracy)
    low, high = accuracy_interval(agreed, n, far if n else 0.0)
    told = {"pairs": n, "agree": agree, "apart": apart, "accuracy": accuracy, "low": low, "high": high}
    return {**told, "two_levels": far}
