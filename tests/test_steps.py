"""Normalisation, treatment, imputation and weights, as functions on arrays."""

from __future__ import annotations

import warnings

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

import strategyscore as ss
from strategyscore.errors import ScoringError
from strategyscore.methods import aggregate as aggregation
from strategyscore.methods import normalise as normalisation
from strategyscore.methods import normalise_ranks, outranking
from strategyscore.methods import treat as treatment
from strategyscore.methods import weigh as weights
from strategyscore.methods.choice import choice_of
from strategyscore.methods.registry import imputations, treatments

NAN = np.nan
X = np.array([2.0, 5.0, NAN, 5.0, 10.0])
values = arrays(np.float64, (7, 3), elements=st.floats(0, 100).map(lambda number: round(number, 3)))
full = arrays(np.float64, (6, 4), elements=st.integers(1, 50).map(float))


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (normalisation.minmax(X), [0, 3 / 8, NAN, 3 / 8, 1]),
        (normalisation.distance_to_maximum(X), [0, 3 / 8, NAN, 3 / 8, 1]),
        (normalise_ranks.rank(X), [1, 2, NAN, 2, 4]),
        (normalise_ranks.borda(X), [0, 1, NAN, 1, 3]),
        (normalise_ranks.percentile(X), [0, 1 / 3, NAN, 1 / 3, 1]),
        (normalisation.fraction_of_maximum(X), [0.2, 0.5, NAN, 0.5, 1]),
        (normalisation.distance_to_reference(X, 1), [0, 1, NAN, 1, 8 / 3]),
        (normalisation.distance_to_reference(X, 1, clip=True), [0, 1, NAN, 1, 1]),
        (normalisation.place_to_target(X, 6), [0, 0.75, NAN, 0.75, 2]),
        (normalisation.place_to_target(X, 6, clip=True), [0, 0.75, NAN, 0.75, 1]),
        (normalisation.goalposts(X, 4, 8), [0, 0.25, NAN, 0.25, 1]),
        (normalisation.goalposts(X, 4, 8, clip=False), [-0.5, 0.25, NAN, 0.25, 1.5]),
    ],
)
def test_normalisation_by_hand(found: np.ndarray, expected: list[float]) -> None:
    np.testing.assert_allclose(found, expected, rtol=0, atol=1e-15)


def test_less_is_better_as_a_fraction_is_the_smallest_over_each() -> None:
    found = normalisation.fraction_of_maximum(X, lower_is_better=True)
    np.testing.assert_allclose(found, [1, 0.4, NAN, 0.4, 0.2], rtol=0, atol=1e-15)
    with pytest.raises(normalisation.ColumnError, match="a value is not above 0"):
        normalisation.fraction_of_maximum([[0.0], [4.0]], lower_is_better=True)


def test_z_scores_are_those_of_pandas() -> None:
    series = pd.Series(X)
    expected = (series - series.mean()) / series.std() * 10 + 50
    np.testing.assert_allclose(normalisation.zscore(X, 50, 10), expected, rtol=1e-14)


@pytest.mark.parametrize(
    ("method", "column"),
    [
        (normalisation.minmax, [3.0, 3.0, NAN]),
        (normalisation.zscore, [3.0, 3.0, NAN]),
        (normalisation.zscore, [3.0, NAN, NAN]),
        (normalise_ranks.percentile, [3.0, NAN, NAN]),
        (normalisation.fraction_of_maximum, [-1.0, 0.0, NAN]),
        (lambda x: normalisation.distance_to_reference(x, 0), [3.0, 4.0, 5.0]),
        (lambda x: normalisation.distance_to_reference(x, 2), [3.0, 4.0, NAN]),
        (lambda x: normalisation.place_to_target(x, 3.0), [3.0, 4.0, 5.0]),
    ],
)
def test_a_column_that_does_not_bear_a_method_is_an_error_and_never_nan(method, column: list[float]) -> None:
    good = np.array([1.0, 2.0, 4.0])
    with pytest.raises(normalisation.ColumnError) as caught:
        method(np.column_stack([good[::-1] if "reference" in str(method) else good + 9, column]))
    assert caught.value.columns[-1] == 1


def test_an_empty_column_stays_missing() -> None:
    empty = np.column_stack([[1.0, 2.0, 4.0], [NAN, NAN, NAN]])
    for method in (normalisation.minmax, normalisation.zscore, normalise_ranks.rank, normalise_ranks.percentile):
        found = method(empty)
        assert np.isnan(found[:, 1]).all()
        assert np.isfinite(found[:, 0]).all()


@given(values)
def test_skewness_and_kurtosis_are_those_of_pandas(array: np.ndarray) -> None:
    array[0, 0] = NAN
    frame = pd.DataFrame(array)
    spread = np.nanmax(array, axis=0) - np.nanmin(array, axis=0) > 1e-3  # pandas calls tiny spreads none
    if spread.any():
        np.testing.assert_allclose(treatment.skewness(array)[spread], frame.skew()[spread], rtol=1e-7, atol=1e-9)
        np.testing.assert_allclose(treatment.kurtosis(array)[spread], frame.kurt()[spread], rtol=1e-7, atol=1e-9)


def test_winsorising_by_hand() -> None:
    column = np.array([*range(1, 11), 30.0, 100.0, NAN])
    assert treatment.is_outlying(column)
    pulled, words = treated(column, points=5)
    assert pulled[:12].tolist() == [*range(1, 11), 30, 30]
    assert words == "winsorised"
    low, _ = treated(-column, points=5)
    assert low[:12].tolist() == [-value for value in [*range(1, 11), 30, 30]]
    _, words = treated(np.array([*[1.0] * 30, 50.0, 99.0, 100.0]), points=1, then="log")
    assert words == "log"


def test_a_column_and_its_mirror_image_are_treated_alike() -> None:
    column = np.array([*[1.0] * 30, 50.0, 99.0, 100.0])
    right, left = treated(column, points=1, then="log")[0], treated(-column, points=1, then="log")[0]
    np.testing.assert_allclose(left, -right, rtol=1e-12)
    assert abs(treatment.skewness(left)) < abs(treatment.skewness(column))
    assert np.all(np.diff(left[np.argsort(-column)]) >= 0)  # the order of the values stays


def treated(column: np.ndarray, **settings: object) -> tuple[np.ndarray, str]:
    method = treatments["winsorise"]
    choice = choice_of("treat", {"method": "winsorise", **settings})
    values, words = method.function(column[:, None], **method.complete(choice))
    return values[:, 0], words[0]


def test_quantiles_clip_only_what_is_outlying() -> None:
    calm = np.arange(20.0)
    assert treated(calm, quantiles=[0.05, 0.95])[0].tolist() == calm.tolist()
    wild = np.append(calm, 1000.0)
    assert treated(wild, quantiles=[0.0, 0.95])[0].max() == np.quantile(wild, 0.95)


def test_imputation() -> None:
    array = np.array([[1.0, NAN], [3.0, 4.0], [NAN, 8.0], [20.0, NAN]])
    groups = np.array(["a", "a", "b", "b"], dtype=object)
    assert imputations["mean"].function(array).tolist() == [[1, 6], [3, 4], [8, 8], [20, 6]]
    assert imputations["median"].function(array).tolist() == [[1, 6], [3, 4], [3, 8], [20, 6]]
    assert imputations["group_mean"].function(array, "region", groups=groups).tolist() == [
        [1, 4],
        [3, 4],
        [20, 8],
        [20, 8],
    ]
    np.testing.assert_array_equal(imputations["none"].function(array), array)
    alone = imputations["group_mean"].function([[1.0], [NAN]], "region", groups=np.array(["a", "b"], dtype=object))
    assert np.isnan(alone[1, 0])  # a group with nothing to go by stays missing


# weights


def test_ahp_of_a_consistent_matrix_gives_back_its_weights() -> None:
    given = np.array([0.5, 0.3, 0.2])
    found, ratio = weights.ahp(given[:, None] / given)
    np.testing.assert_allclose(found, given, rtol=1e-12)
    assert ratio == pytest.approx(0, abs=1e-12)


def test_contradicting_comparisons_are_refused_unless_allowed() -> None:
    _, ratio = weights.ahp([[1, 9, 1 / 9], [1 / 9, 1, 9], [9, 1 / 9, 1]])
    assert ratio > weights.CONSISTENT
    matrix = [[1, 9, 1 / 9], [1 / 9, 1, 9], [9, 1 / 9, 1]]
    content = {"rubric": "index", "weights": {"method": "ahp", "matrix": matrix}}
    content["criteria"] = [{"id": name, "levels": {0: "No", 1: "Yes"}} for name in "abc"]
    with pytest.raises(ss.DocumentError, match=r"the pairwise comparisons contradict .*allow_inconsistent"):
        ss.load_rubric(content)
    content["weights"]["allow_inconsistent"] = True
    assert ss.load_rubric(content).root.weights.method == "ahp"


def test_experts_count_the_same_however_many_points_they_gave() -> None:
    assert weights.budget([[1, 3], [60, 40]]).tolist() == pytest.approx([(0.25 + 0.6) / 2, (0.75 + 0.4) / 2])


def test_entropy_by_hand() -> None:
    array = np.array([[1.0, 2.0], [1.0, 0.0], [1.0, 2.0]])
    assert weights.entropy(array).tolist() == pytest.approx([0, 1])  # an even column tells nothing
    wider = np.array([[1.0, 1.0], [3.0, 1.0], [1.0, 2.0]])
    parts = wider / wider.sum(axis=0)
    told = 1 + (parts * np.log(parts)).sum(axis=0) / np.log(3)
    np.testing.assert_allclose(weights.entropy(wider), told / told.sum(), rtol=1e-12)


def test_a_column_without_values_has_no_weight_and_warns_nobody() -> None:
    array = np.array([[1, np.nan, 3], [2, np.nan, 1], [4, np.nan, 5.0]])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = weights.critic(array)
    assert found[1] == 0
    assert found.sum() == pytest.approx(1)


@given(full)
def test_critic_by_its_formula(array: np.ndarray) -> None:
    frame = pd.DataFrame(array)
    spread = frame.max() - frame.min()
    if (spread == 0).any():
        return
    conflict = (1 - frame.corr()).sum()
    expected = ((frame - frame.min()) / spread).std(ddof=0) * conflict
    if expected.sum() < 1e-9:
        return
    np.testing.assert_allclose(weights.critic(array), expected / expected.sum(), rtol=1e-7, atol=1e-12)


def test_data_that_tells_nothing_gives_no_weights() -> None:
    with pytest.raises(ScoringError, match="gives no weights"):
        weights.entropy(np.ones((4, 2)))
    with pytest.raises(ScoringError, match="gives no weights"):
        weights.critic(np.ones((4, 2)))
    with pytest.raises(ScoringError, match="from 0 up"):
        weights.entropy([[-1.0, 2.0], [1.0, 3.0]])


@given(arrays(np.float64, (8, 3), elements=st.one_of(st.just(NAN), st.integers(0, 9).map(float))))
def test_correlations_with_missing_values_are_those_of_pandas(array: np.ndarray) -> None:
    expected = pd.DataFrame(array).corr().fillna(0.0).to_numpy(copy=True)
    np.fill_diagonal(expected, 1.0)
    np.testing.assert_allclose(weights.correlations(array), expected, rtol=0, atol=1e-7)


def test_factor_weights_of_two_blocks() -> None:
    rng = np.random.default_rng(3)
    one, two = rng.normal(size=(2, 400, 1))
    array = np.hstack([one + 0.1 * rng.normal(size=(400, 3)), two + 0.1 * rng.normal(size=(400, 1)), two])
    found = weights.pca(array)
    assert found.sum() == pytest.approx(1)
    np.testing.assert_allclose(found, 0.2, atol=0.01)  # each block in proportion to its size
    turn = np.array([[np.cos(0.4), -np.sin(0.4)], [np.sin(0.4), np.cos(0.4)]])
    loadings = weights.varimax(np.array([[0.9, 0.0], [0.8, 0.0], [0.0, 0.7]]) @ turn)
    np.testing.assert_allclose(np.sort(np.abs(loadings), axis=1), [[0, 0.9], [0, 0.8], [0, 0.7]], atol=1e-6)


@given(full)
def test_benefit_of_the_doubt_shows_each_at_its_best(array: np.ndarray) -> None:
    found, scores = weights.benefit_of_the_doubt(array)
    assert np.all((scores >= 0) & (scores <= 1))
    assert scores.max() == pytest.approx(1)
    best = array / array.max(axis=0)
    assert np.all(scores >= best.max(axis=1) - 1e-7)  # never worse than by one's best criterion alone
    np.testing.assert_allclose(found.sum(axis=1), 1, rtol=1e-9)
    _, limited = weights.benefit_of_the_doubt(array, low=0.1, high=0.6)
    assert np.all(limited <= scores + 1e-7)


def test_limits_of_weights_are_not_limits_of_shares_of_the_score() -> None:
    """By hand: under w1 <= 1, w2 <= 1 and 0.6 (w1 + w2) <= 1, and for the last row w1 <= 0.55 (w1 + w2)."""
    array = np.array([[1.0, 0.0], [0.0, 1.0], [0.6, 0.6], [0.5, 0.1]])
    found, scores = weights.benefit_of_the_doubt(array, low=0.25, high=0.75, limits="weights")
    np.testing.assert_allclose(scores, [1, 1, 1, 0.5 + 0.1 * 2 / 3], rtol=1e-7)
    assert np.all((found >= 0.25 - 1e-7) & (found <= 0.75 + 1e-7))
    narrow = weights.benefit_of_the_doubt(array, high=0.55, limits="weights")[1]
    np.testing.assert_allclose(narrow[3], 0.5 * 0.55 / 0.6 + 0.1 * 0.45 / 0.6, rtol=1e-7)
    with pytest.raises(ScoringError, match="limits of benefit of the doubt cannot be met"):
        weights.benefit_of_the_doubt(array, low=0.25)  # of a zero no score can have a quarter


def test_benefit_of_the_doubt_limits_hold_and_missing_values_take_no_part() -> None:
    array = np.array([[9.0, 1.0], [1.0, 9.0], [5.0, NAN], [NAN, NAN]])
    found, scores = weights.benefit_of_the_doubt(array, low=0.3, high=0.7)
    shares = found * array / np.nansum(found * array, axis=1, keepdims=True)
    assert np.all((shares[:2] >= 0.3 - 1e-7) & (shares[:2] <= 0.7 + 1e-7))
    assert np.isnan(scores[3])
    with pytest.raises(ScoringError, match="cannot be met"):
        weights.benefit_of_the_doubt(array[:2], low=0.6)


# aggregation among others


def test_ordered_weighted_averages_by_hand() -> None:
    assert aggregation.owa([[3, 9, 6]], [1, 1, 1], [0.5, 0.3, 0.2]).tolist() == pytest.approx(
        [9 * 0.5 + 6 * 0.3 + 3 * 0.2]
    )
    assert aggregation.owa([3, 9, 6], [1, 1, 1], [1, 0, 0]) == 9
    assert aggregation.owa([3, 9, 6], [1, 1, 1], [0, 0, 1]) == 3
    assert aggregation.owa([3, 9, NAN], [1, 1, 5], [1, 1, 1]) == pytest.approx(6)
    assert np.isnan(aggregation.owa([NAN, NAN], [1, 1], [1, 1]))


@given(full, st.lists(st.integers(1, 9), min_size=4, max_size=4))
def test_equal_order_weights_are_the_arithmetic_mean(array: np.ndarray, importance: list[int]) -> None:
    expected = aggregation.arithmetic(array, importance)
    np.testing.assert_allclose(aggregation.owa(array, importance, [1, 1, 1, 1]), expected, rtol=1e-9)


def test_copeland_and_borda_by_hand() -> None:
    array = np.array([[3.0, 1.0, 1.0], [2.0, 2.0, 2.0], [1.0, 3.0, 3.0]])
    # by the last two columns, the third country beats both, the second beats the first
    assert outranking.copeland(array, [1, 1, 1]).tolist() == [0, 0.5, 1]
    assert outranking.borda(array, [1, 1, 1]).tolist() == pytest.approx([1 / 3, 1 / 2, 2 / 3])
    assert outranking.copeland(array, [9, 1, 1]).tolist() == [1, 0.5, 0]
    assert outranking.copeland([[1.0, NAN], [NAN, 1.0], [NAN, NAN]], [1, 1]).tolist()[:2] == [0.5, 0.5]
    assert outranking.borda([[7.0]], [1]).tolist() == [0.5]


@given(full, st.integers(0, 5), st.integers(0, 3))
def test_a_better_value_never_loses_a_pairwise_comparison(array: np.ndarray, row: int, column: int) -> None:
    better = array.copy()
    better[row, column] += 1
    for method in (outranking.borda, outranking.copeland):
        assert method(better, [1, 2, 3, 4])[row] >= method(array, [1, 2, 3, 4])[row] - 1e-12


@given(full)
def test_borda_counts_are_those_of_ranks(array: np.ndarray) -> None:
    ranks = pd.DataFrame(array).rank(method="average").to_numpy()
    expected = ((ranks - 1) / (len(array) - 1)) @ np.array([0.1, 0.2, 0.3, 0.4])
    np.testing.assert_allclose(outranking.borda(array, [1, 2, 3, 4]), expected, rtol=1e-9)


def test_negative_values_have_no_geometric_mean() -> None:
    with pytest.raises(ScoringError, match="negative"):
        aggregation.geometric([1.0, -1.0], [1, 1])
    assert aggregation.geometric([4.0, -1.0], [1, 0]) == pytest.approx(4)
