"""How near a drawn number must come to the one that is known: four standard errors, or the same chance in a test."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import kstest, norm

import strategyscore as ss

ERRORS = 4.0
CHANCE = 2 * float(norm.sf(ERRORS))  # that a sound number lies further off

EVENLY = {"method": "uniform"}  # of missing answers: each level as likely, so that every case can be counted

SCALES = [(0.0, 100.0), (0.0, 1.0), (1.0, 7.0), (-10.0, 10.0)]


def text(scale: tuple[float, float]) -> str:
    """A scale as a rubric says it."""
    return f"[{scale[0]}, {scale[1]}]"


def on(scale: tuple[float, float], share: ArrayLike) -> NDArray[np.float64]:
    """A share of the scale as a score."""
    return scale[0] + (scale[1] - scale[0]) * np.asarray(share, dtype=np.float64)


def drawn_scores(drawn: ss.Uncertainty, code: str) -> NDArray[np.float64]:
    """A country's score in each draw."""
    return drawn.kept[:, drawn.nominal.countries.codes.index(code)]


def is_share(found: float, expected: float, n: int) -> None:
    """A share of n draws is the one that is known."""
    assert abs(found - expected) <= ERRORS * np.sqrt(expected * (1 - expected) / n) + 1e-12, (found, expected)


def takes(values: NDArray[np.float64], chances: Mapping[float, float]) -> None:
    """Draws take these values and no others, each as often as is known."""
    wanted = np.array(list(chances))
    which = np.abs(values[:, None] - wanted).argmin(axis=1)
    np.testing.assert_allclose(values, wanted[which], rtol=0, atol=1e-9 * max(1.0, np.abs(wanted).max()))
    for place, chance in enumerate(chances.values()):
        is_share(float((which == place).mean()), chance, len(values))


def has_mean(values: NDArray[np.float64], mean: float, sd: float) -> None:
    """The mean of draws is the one that is known, where their standard deviation is."""
    assert abs(values.mean() - mean) <= ERRORS * sd / np.sqrt(len(values)), (values.mean(), mean)


def has_moments(values: NDArray[np.float64], mean: float, sd: float, kurtosis: float) -> None:
    """Mean and standard deviation of draws are those that are known; `kurtosis` is the excess of their distribution."""
    has_mean(values, mean, sd)
    error = sd**2 * np.sqrt((kurtosis + 2) / len(values))
    assert abs(values.var() - sd**2) <= ERRORS * error, (values.var(), sd**2)


def is_drawn_from(values: NDArray[np.float64], cdf: Callable[[NDArray[np.float64]], NDArray[np.float64]]) -> None:
    """The whole distribution of draws is the one that is known, by the test of Kolmogorov and Smirnov."""
    assert kstest(values, cdf).pvalue > CHANCE
