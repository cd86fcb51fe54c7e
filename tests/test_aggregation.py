"""The means, against the standard library, numpy and hand-made numbers."""

from __future__ import annotations

import statistics

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from strategyscore.errors import ScoringError
from strategyscore.methods import aggregate as aggregation
from strategyscore.methods.normalise import goalposts, minmax
from strategyscore.methods.rank import ranks
from strategyscore.methods.registry import aggregations

NAN = float("nan")
positive = st.floats(0.01, 100)
weighted = st.lists(st.tuples(positive, st.floats(0.1, 10)), min_size=1, max_size=8)


@given(weighted)
def test_means_agree_with_the_standard_library(pairs: list[tuple[float, float]]) -> None:
    values, weights = map(list, zip(*pairs, strict=True))
    close = {"rel": 1e-12}
    assert aggregation.arithmetic(values, weights) == pytest.approx(statistics.fmean(values, weights), **close)
    assert aggregation.harmonic(values, weights) == pytest.approx(statistics.harmonic_mean(values, weights), **close)
    logs = statistics.fmean(np.log(values), weights)
    assert aggregation.geometric(values, weights) == pytest.approx(np.exp(logs), **close)
    squares = statistics.fmean(np.square(values), weights)
    assert aggregation.power(values, weights, 2) == pytest.approx(np.sqrt(squares), **close)


@given(st.lists(positive, min_size=1, max_size=9))
def test_the_median_of_equal_weights_is_the_median(values: list[float]) -> None:
    assert aggregation.median(values, np.ones(len(values))) == pytest.approx(np.median(values), rel=1e-12)


@pytest.mark.parametrize(
    ("values", "weights", "expected"),
    [([1, 2, 9], [1, 1, 5], 9), ([1, 2, 9], [2, 1, 1], 1.5), ([9, 1, 2], [1, 2, 1], 1.5), ([1, NAN, 9], [1, 5, 1], 5)],
)
def test_the_weighted_median(values: list[float], weights: list[float], expected: float) -> None:
    assert aggregation.median(values, weights) == expected


@pytest.mark.parametrize("how", ["arithmetic", "geometric", "harmonic", "median", "minimum", "maximum"])
def test_missing_values_and_zero_weights_do_not_count(how: str) -> None:
    method = aggregations[how].function
    whole = method([[20.0, 60.0]], [1, 3])
    assert method([[20.0, NAN, 60.0, 1000.0]], [1, 7, 3, 0]) == pytest.approx(whole)
    assert np.isnan(method([NAN, NAN], [1, 1]))
    assert np.isnan(method([NAN, 5.0], [1, 0]))


@pytest.mark.parametrize("how", ["geometric", "harmonic"])
def test_a_zero_makes_these_means_zero(how: str) -> None:
    assert aggregations[how].function([0.0, 90.0], [1, 1]) == 0.0


def test_leading_axes_are_free() -> None:
    values = np.random.default_rng(0).uniform(1, 100, (3, 4, 5))
    for name in ("arithmetic", "geometric", "harmonic", "median", "minimum", "maximum"):
        method = aggregations[name].function
        whole = method(values, [1, 2, 3, 4, 5])
        assert whole.shape == (3, 4)
        assert whole[1, 2] == pytest.approx(method(values[1, 2], [1, 2, 3, 4, 5]), rel=1e-12)


@given(st.lists(st.one_of(st.none(), st.integers(0, 5)), min_size=1, max_size=12))
def test_ranks_are_those_of_pandas(scores: list[int | None]) -> None:
    array = np.array([NAN if score is None else score for score in scores], dtype=float)
    expected = pd.Series(array).rank(method="min", ascending=False).to_numpy()
    np.testing.assert_array_equal(ranks(array, 100), expected)
    np.testing.assert_array_equal(ranks(np.stack([array, array]), 100), np.stack([expected, expected]))


def test_rounding_noise_does_not_decide_a_rank() -> None:
    assert ranks([0.1 + 0.2, 0.3, 0.2], 100).tolist() == [1, 1, 3]


def test_goalposts_clip_unless_told_not_to() -> None:
    assert goalposts([0, 5, 20], 0, 10).tolist() == [0, 0.5, 1]
    assert goalposts([0, 5, 20], 0, 10, clip=False).tolist() == [0, 0.5, 2]


def test_minmax_of_a_constant_column_is_an_error() -> None:
    assert minmax([[1.0], [NAN], [3.0]])[:2, 0].tolist() == pytest.approx([0, NAN], nan_ok=True)
    with pytest.raises(ScoringError, match="all present values are equal"):
        minmax([[1.0, 2.0], [3.0, 2.0]])
