"""Methods for real indices, by hand: sums, turned means, pairs, orders, broken lines, weights that balance."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from numpy.testing import assert_allclose

import strategyscore as ss
from strategyscore.analysis.diagnostics import cronbach_alpha
from strategyscore.errors import ScoringError
from strategyscore.methods import impute, normalise, normalise_ranks, outranking, treat
from strategyscore.methods.aggregate import arithmetic, geometric, weighted_sum
from strategyscore.methods.balanced import balanced, importance
from strategyscore.methods.choquet import choquet

NAN = np.nan
LEVELS = {level: f"Step {level}" for level in range(5)}


def rubric_of(**keys: Any) -> ss.Rubric:
    leaves = [{"id": name, "unit": "one", "normalise": "none"} for name in ("a", "b", "c")]
    return ss.load_rubric({"rubric": "mine", "criteria": leaves, **keys})


def scored(rows: list[list[float]], **keys: Any) -> ss.Scores:
    rubric = rubric_of(**keys)
    frame = pd.DataFrame(rows, columns=["a", "b", "c"]).assign(code=["FRA", "KEN", "NZL", "RUS"][: len(rows)])
    return ss.score(rubric, ss.read_table(frame, rubric, country="code"))


def test_a_geometric_mean_on_a_turned_scale() -> None:
    # on 10 to 1, scores of 0, 10 and 5 of 10 are 10, 1 and 5.5; the mean of the last two is sqrt(5.5)
    found = geometric([[10.0, 5.0], [0.0, 0.0], [10.0, NAN]], [1, 1], [10, 1], scale=(0, 10))
    assert found.tolist() == pytest.approx([(10 - 5.5**0.5) / 9 * 10, 0, 10])
    # a high value weighs more on a turned scale, a low one on a shifted one
    high, low = (geometric([90.0, 10.0], [1, 1], on, scale=(0, 100)) for on in ([10, 1], [1, 10]))
    assert low < 50 < high


def test_a_rubric_turns_its_own_scale_and_wants_two_ends() -> None:
    turned = scored([[100, 0, 0]], aggregate={"method": "geometric", "ends": [10, 1]})
    assert turned.nodes.values[0, 0] == pytest.approx((10 - 100 ** (1 / 3)) / 9 * 100)
    below = scored([[100, -100, 0]], scale=[-100, 100], aggregate={"method": "geometric", "ends": [1, 2]})
    assert below.nodes.values[0, 0] == pytest.approx((3 ** (1 / 3) - 1.5) * 200)
    for on, says in (([1], "is empty; fill it in"), ([2, 2], "both ends are 2"), ([0, 1], "more than 0")):
        with pytest.raises(ss.DocumentError, match=says):
            rubric_of(aggregate={"method": "geometric", "ends": on})


def test_a_sum_is_of_points_and_what_is_missing_counts_as_the_rest() -> None:
    assert weighted_sum([[5.0, 7.0, 4.0], [5.0, NAN, 4.0]], [1, 1, 1]).tolist() == pytest.approx([16, 13.5])
    assert weighted_sum([5.0, 7.0, 4.0], [1, 1, 0]) == pytest.approx(12)
    scores = scored([[5, 7, 4], [5, NAN, 4]], aggregate="sum", missing={"rule": "worst"})
    assert scores.nodes.values[:, 0].tolist() == pytest.approx([16, 9])


def test_pairs_that_are_needed_together_or_stand_for_each_other() -> None:
    ids, values = ["a", "b", "c"], [80.0, 20.0, 50.0]
    both = choquet(values, [1, 1, 1], {"a": {"b": 0.5}}, ids=ids)
    assert both == pytest.approx(50 - 0.5 * 60 / 2)
    assert choquet(values, [1, 1, 1], {"b": {"a": -0.5}}, ids=ids) == pytest.approx(50 + 0.5 * 60 / 2)
    # one of the two is missing: it is left out with its pairs
    assert choquet([80.0, NAN, 50.0], [1, 1, 1], {"a": {"b": 0.5}}, ids=ids) == pytest.approx(65)
    # shares of a third bear an interaction of two thirds at most: the lower of the two alone would count
    assert choquet(values, [1, 1, 1], {"a": {"b": 1.0}}, ids=ids) == pytest.approx((20 + 20 + 50) / 3)


@given(
    arrays.arrays(np.float64, (4, 3), elements=st.floats(0, 100)),
    st.lists(st.integers(1, 5), min_size=3, max_size=3),
    st.lists(st.floats(-1, 1), min_size=3, max_size=3),
    st.integers(0, 2),
)
def test_a_choquet_integral_lies_within_its_values_and_never_falls_where_one_rises(
    values: Any, weights: list[int], pairs: list[float], child: int
) -> None:
    interaction = {"a": {"b": pairs[0], "c": pairs[1]}, "b": {"c": pairs[2]}}
    found = choquet(values, weights, interaction, ids=["a", "b", "c"])
    assert np.all(found >= values.min(axis=1) - 1e-9)
    assert np.all(found <= values.max(axis=1) + 1e-9)
    better = values.copy()
    better[:, child] += 7
    assert np.all(choquet(better, weights, interaction, ids=["a", "b", "c"]) >= found - 1e-9)
    assert_allclose(choquet(values, weights, {"a": {"b": 0.0}}, ids=["a", "b", "c"]), arithmetic(values, weights))


@pytest.mark.parametrize(
    ("interaction", "says"),
    [
        ({"a": {"d": 0.1}}, "the group has no criterion 'd'"),
        ({"x": {"a": 0.1}}, "the group has no criterion 'x'"),
        ({"a": {"a": 0.1}}, "cannot act together with itself"),
        ({"a": {"b": 0.1}, "b": {"a": 0.1}}, "stands here twice"),
        ({"a": {"b": 1.5}}, "less than or equal to 1|at most 1"),
    ],
)
def test_what_no_pair_is_is_told(interaction: Any, says: str) -> None:
    with pytest.raises(ss.DocumentError, match=says):
        rubric_of(aggregate={"method": "choquet", "interaction": interaction})


def test_pairs_of_other_criteria_cannot_vary_a_rubric() -> None:
    scores = scored([[1, 2, 3], [3, 2, 1]])
    choice = {"method": "choquet", "interaction": {"z": {"a": 0.1}}}
    with pytest.raises(ScoringError, match="no criterion 'z'"):
        ss.uncertainty(scores, draws=10, vary={"methods": {"aggregate": [choice]}})


def cost(order: tuple[int, ...], above: Any) -> float:
    return sum(above[low, high] for place, high in enumerate(order) for low in order[place + 1 :])


@given(arrays.arrays(np.float64, (5, 3), elements=st.integers(0, 4).map(float)))
@example(np.array([[2.0, 1, 0], [1, 1, 2], [0, 2, 1], [2, 1, 0], [0, 0, 0]]))  # the first and the fourth are alike
def test_kemeny_finds_the_order_that_contradicts_the_least_weight(values: Any) -> None:
    weights = [3, 2, 2]
    above = outranking.outranking(values, weights)
    least = min(cost(order, above) for order in itertools.permutations(range(5)))
    found = outranking.kemeny(values, weights)
    assert cost(tuple(np.argsort(-found, kind="stable")), above) == pytest.approx(least)


def test_kemeny_by_hand_ties_and_more_countries_than_are_tried_out() -> None:
    # two of three criteria put a above b above c; b and c are level with all in the second case
    assert outranking.kemeny([[3.0, 3, 1], [2, 2, 3], [1, 1, 2]], [1, 1, 1]).tolist() == [1, 0.5, 0]
    assert outranking.kemeny([[3.0, 3], [1, 1], [1, 1]], [1, 1]).tolist() == [1, 0.25, 0.25]
    assert outranking.kemeny([[3.0], [NAN], [1.0]], [1])[[0, 2]].tolist() == [1, 0]
    assert np.isnan(outranking.kemeny([[3.0], [NAN], [1.0]], [1])[1])
    many = np.random.default_rng(3).normal(size=(outranking.EXACT + 8, 4))
    found = outranking.kemeny(many, [1, 2, 3, 4])
    above = outranking.outranking(many, [1, 2, 3, 4])
    order = tuple(int(row) for row in np.argsort(-found))
    assert sorted(found * (len(many) - 1)) == pytest.approx(range(len(many)))
    for at, to in itertools.permutations(range(len(many)), 2):  # no country is better placed elsewhere
        moved = [*order[:at], *order[at + 1 :]]
        moved.insert(to, order[at])
        assert cost(tuple(moved), above) >= cost(order, above) - 1e-9


def test_a_country_is_placed_with_its_own_ends_among_the_others() -> None:
    scores = scored([[3, 3, 3], [2, 2, NAN], [1, 1, 1]], aggregate="kemeny")
    assert scores.nodes.values[:, 0].tolist() == [100, 50, 0]
    assert scores.nodes.lower[:, 0].tolist() == [50, 50, 0] or scores.nodes.lower[1, 0] <= 50
    assert np.all(scores.nodes.lower[:, 0] <= scores.nodes.values[:, 0])
    assert np.all(scores.nodes.values[:, 0] <= scores.nodes.upper[:, 0])


def test_broken_lines_and_a_best_range() -> None:
    line = normalise.piecewise([[-1.0], [5.0], [30.0], [99.0], [NAN]], [(0, 0), (10, 0.5), (50, 1)])
    assert line.ravel().tolist() == pytest.approx([0, 0.25, 0.75, 1, NAN], nan_ok=True)
    best = normalise.two_sided([0.0, 1.0, 2.5, 3.0, 6.5, 11.0], 0, [2, 3], 10)
    assert best.tolist() == pytest.approx([0, 0.5, 1, 1, 0.5, 0])
    assert normalise.two_sided([2.0, 1.0, 6.0], 0, [2, 2], 10).tolist() == pytest.approx([1, 0.5, 0.5])
    leaf = {"id": "a", "unit": "%", "direction": "lower"}
    rubric = {"rubric": "mine", "criteria": [leaf | {"normalise": {"method": "piecewise", "points": [[0, 0], [9, 1]]}}]}
    loaded = ss.load_rubric(rubric)
    table = ss.read_table(pd.DataFrame({"code": ["FRA", "KEN"], "a": [3, NAN]}), loaded, country="code")
    nodes = ss.score(loaded, table).nodes
    assert [nodes.values[0, 0], nodes.lower[1, 0], nodes.upper[1, 0]] == pytest.approx([200 / 3, 0, 100])


@pytest.mark.parametrize(
    ("choice", "says"),
    [
        ({"method": "piecewise", "points": [[0, 0], [0, 1]]}, "comes after 0"),
        ({"method": "piecewise", "points": [[0, 0], [5, 50]]}, "50 is no share"),
        ({"method": "two_sided", "low": 3, "best": [2, 3], "high": 9}, "do not rise"),
        ({"method": "rank", "ties": "average"}, "lowest"),
    ],
)
def test_lines_that_are_none_are_told(choice: Any, says: str) -> None:
    with pytest.raises(ss.DocumentError, match=says):
        ss.load_rubric({"rubric": "mine", "criteria": [{"id": "a", "unit": "%", "normalise": choice}]})


@given(arrays.arrays(np.float64, (6, 2), elements=st.one_of(st.just(NAN), st.integers(0, 3).map(float))))
def test_mean_ranks_are_those_of_pandas(array: Any) -> None:
    expected = pd.DataFrame(array).rank(method="average").to_numpy()
    assert_allclose(normalise_ranks.rank(array, "mean"), expected)


def test_the_logarithm_comes_first_or_after_winsorising() -> None:
    column = np.array([[*range(1, 20), 1e4, 1e9, 1e9, 1e13]], dtype=float).T
    settings = {"skewness": 2.0, "kurtosis": 3.5}
    after, actions = treat._log(column, then=None, points=None, **settings)
    assert actions == ["log"]
    assert_allclose(after, treat.shifted_log(column))
    both, actions = treat._winsorise(column, points=1, quantiles=None, then="log_of_winsorised", **settings)
    pulled = treat.winsorise(column[:, 0], 1)
    assert actions == ["winsorised, log"]
    assert_allclose(both[:, 0], treat.shifted_log(pulled))
    tamed = np.array([[1.0, 2, 3, 2, 1]]).T
    assert treat._log(tamed, then="winsorise", points=2, **settings)[1] == ["none"]


def test_what_is_missing_by_group_and_by_the_other_criteria() -> None:
    array = np.array([[1.0, NAN], [3.0, 4.0], [8.0, 6.0], [NAN, 100.0]])
    groups = np.array(["x", "x", "x", "y"], dtype=object)
    assert impute.group_median(array, "g", groups=groups)[0].tolist() == [1, 5]
    assert np.isnan(impute.group_median(array, "g", groups=groups)[3, 0])
    pytest.importorskip("sklearn")
    x = np.arange(20.0)
    line = np.column_stack([x, 3 * x + 2, np.full(20, NAN)])
    line[5, 1] = NAN
    found = impute.regression(line)
    assert found[5, 1] == pytest.approx(17, abs=0.01)
    assert np.isnan(found[:, 2]).all()
    assert_allclose(np.delete(found[:, :2], 5, axis=0), np.delete(line[:, :2], 5, axis=0))
    assert_allclose(impute.regression(line), found)


def test_a_criterion_on_which_all_are_alike_is_filled_with_its_one_value() -> None:
    pytest.importorskip("sklearn")
    values = np.array([[1.0, 5.0, NAN], [2.0, NAN, NAN], [NAN, 5.0, NAN]])
    filled = impute.regression(values)
    assert filled[:, 1].tolist() == [5.0, 5.0, 5.0]
    assert 1.0 <= filled[2, 0] <= 2.0
    assert np.isnan(filled[:, 2]).all()


def test_without_scikit_learn_the_error_names_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "sklearn.experimental", None)
    with pytest.raises(ScoringError, match=r"strategyscore\[impute\]"):
        impute.regression(np.array([[1.0, NAN], [2.0, 3.0]]))


def test_balanced_weights_reach_their_targets() -> None:
    random = np.random.default_rng(1)
    common = random.normal(size=(60, 1))
    values = 50 + 10 * (common + np.array([0.3, 1.0, 2.0]) * random.normal(size=(60, 3)))
    assert np.ptp(importance(values, np.ones(3))) > 0.05  # equal weights are no equal importance
    assert_allclose(importance(values, balanced(values)), 1 / 3, atol=1e-6)
    targets = {"a": 3, "b": 4, "c": 3}
    assert_allclose(importance(values, balanced(values, targets, ids=["a", "b", "c"])), [0.3, 0.4, 0.3], atol=1e-6)
    with pytest.raises(ScoringError, match="tells the countries apart"):
        balanced(np.ones((4, 2)))


def test_a_rubric_says_what_is_meant_and_the_diagnostics_what_was_reached() -> None:
    rows = [[10, 20, 5], [40, 20, 70], [70, 90, 50], [90, 70, 99]]
    reached = importance(rows, [1, 2, 1])
    weights = {"method": "balanced", "targets": dict(zip("abc", reached.tolist(), strict=True))}
    table = ss.diagnostics.effective_weights(scored(rows, weights=weights))
    assert table["effective"].tolist() == pytest.approx(reached.tolist(), abs=1e-6)
    assert table["given"].tolist() == pytest.approx([0.25, 0.5, 0.25], abs=1e-4)
    with pytest.raises(ss.DocumentError, match="nothing is said of b and c"):
        rubric_of(weights={"method": "balanced", "targets": {"a": 1}})


def test_alpha_of_covariances_is_the_reliability_of_the_mean_that_is_scored() -> None:
    values = np.array([[1.0, 2, 30], [2, 1, 10], [3, 5, 40], [4, 4, 20]])
    covariance = np.cov(values.T)
    expected = 3 / 2 * (1 - np.trace(covariance) / covariance.sum())
    assert cronbach_alpha(values, standardised=False) == pytest.approx(expected)
    table = ss.diagnostics.reliability(scored(values.tolist()))
    assert table.loc["mine", "raw_alpha"] == pytest.approx(expected)
    assert table.loc["mine", "alpha"] == pytest.approx(cronbach_alpha(values))


def test_questions_of_a_checklist_may_weigh_more(tmp_path: Path) -> None:
    checklist = {"audit": {"text": "Are systems audited?", "weight": 3}, "appeal": "Can a decision be appealed?"}
    content = {"rubric": "mine", "criteria": [{"id": "steps", "checklist": checklist}]}
    rubric = ss.load_rubric(content)
    assert ss.load_rubric(yaml.safe_load(rubric.to_yaml())) == rubric
    path = tmp_path / "kenya.yaml"
    answers = "    answers: {audit: yes}\n    since: 2024\n    confidence: high\n    because: It is.\n"
    evidence = "    evidence: [{source: law, where: Article 1, states: It is so.}]\n"
    source = "sources: {law: {title: A law, kind: law, url: 'https://example.org/law', accessed: 2025-01-01}}\n"
    path.write_text(f"country: KEN\nas_of: 2025\n{source}ratings:\n  steps:\n{answers}{evidence}", encoding="utf-8")
    nodes = ss.score(rubric, ss.load_countries([path])).nodes
    assert [float(side[0, 0]) for side in (nodes.values, nodes.lower, nodes.upper, nodes.coverage)] == [
        100,
        75,
        100,
        0.75,
    ]
