"""Sensitivity: indices as scipy estimates them, shifts and swaps as the engine scores them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from scipy.stats import sobol_indices

import strategyscore as ss
from strategyscore.methods.registry import Choice
from strategyscore.model.nodes import Group, Node
from strategyscore.robustness.draw import BLOCK, draw
from strategyscore.robustness.sensitivity import sobol, sobol_again

RUBRIC, COUNTRIES = ss.load_rubric(), ss.load_countries()


def ishigami(x: np.ndarray) -> np.ndarray:
    return np.sin(x[..., 0]) + 7 * np.sin(x[..., 1]) ** 2 + 0.1 * x[..., 2] ** 4 * np.sin(x[..., 0])


def test_indices_are_those_of_scipy_and_of_the_textbook() -> None:
    random = np.random.default_rng(0)
    a, b = random.uniform(-np.pi, np.pi, (2, 2**17, 3))
    mixed = []
    for factor in range(3):
        changed = a.copy()
        changed[:, factor] = b[:, factor]
        mixed.append(ishigami(changed))
    f_a, f_b, f_ab = ishigami(a)[:, None], ishigami(b)[:, None], np.array(mixed)[:, :, None]
    peer = sobol_indices(
        func={"f_A": f_a.T, "f_B": f_b.T, "f_AB": f_ab.transpose(0, 2, 1)}, n=2**17, dists=None, rng=random
    )
    first, total = sobol(f_a, f_b, f_ab)
    np.testing.assert_allclose(first[:, 0], peer.first_order.ravel(), atol=1e-12)
    np.testing.assert_allclose(total[:, 0], peer.total_order.ravel(), atol=1e-12)
    # Saltelli and others (2008), Global Sensitivity Analysis: The Primer, for a = 7 and b = 0.1
    np.testing.assert_allclose(first[:, 0], [0.3139, 0.4424, 0.0], atol=0.02)
    np.testing.assert_allclose(total[:, 0], [0.5576, 0.4424, 0.2437], atol=0.02)


def test_many_samples_at_once_are_each_as_by_itself() -> None:
    random = np.random.default_rng(1)
    first, second, mixed = 50 + random.standard_normal((3, 40, 2))
    picks = random.integers(0, 40, (7, 40))
    shares = np.array([np.bincount(pick, minlength=40) for pick in picks]) / 40
    again = sobol_again(first, second, mixed, shares)
    for number, pick in enumerate(picks):
        np.testing.assert_allclose(again[:, number], sobol(first[pick], second[pick], mixed[pick]), atol=1e-9)


def test_the_only_source_has_all_the_variance() -> None:
    table = ss.sensitivity(ss.score(RUBRIC, COUNTRIES), draws=512, vary="weights").indices
    scores = table[table["output"] == "score"]
    np.testing.assert_allclose(scores["total"], 1, atol=0.15)
    np.testing.assert_allclose(scores["first"], 1, atol=0.15)


def test_a_country_with_all_answers_is_not_sensitive_to_missing_ones() -> None:
    table = ss.sensitivity(ss.score(RUBRIC, COUNTRIES), draws=256).indices.set_index(["output", "country", "source"])
    assert table.loc[("score", "RUS", "missing"), "total"] > 0.5
    full = ss.Countries(tuple(COUNTRIES[code] for code in ("CHN", "RUS", "USA")))
    rubric = ss.load_rubric("partnerships")
    found = ss.sensitivity(ss.score(rubric, full), draws=256).indices.set_index(["output", "country", "source"])
    answered = ss.score(rubric, full).table["coverage"] == 1
    assert answered.any()
    for code in answered.index[answered]:
        assert found.loc[("score", code, "missing"), "total"] == 0


def test_indices_lie_in_their_intervals_and_cover_every_output() -> None:
    found = ss.sensitivity(ss.score(RUBRIC, COUNTRIES), draws=256)
    table = found.indices
    assert len(table) == 3 * (2 * len(COUNTRIES) + 1)
    shown = table.dropna()
    for name in ("first", "total"):
        assert (shown[f"{name}_lower"] <= shown[name] + 1e-9).all()
        assert (shown[name] <= shown[f"{name}_upper"] + 1e-9).all()
    assert (shown["total"] >= 0).all()
    pd.testing.assert_frame_equal(table, ss.sensitivity(ss.score(RUBRIC, COUNTRIES), draws=256).indices)


def test_intervals_shrink_with_more_draws() -> None:
    widths = []
    for draws in (64, 4096):
        table = ss.sensitivity(ss.score(RUBRIC, COUNTRIES), draws=draws, vary=["weights", "missing"]).indices
        mine = table[(table["output"] == "score") & (table["country"] == "RUS") & (table["source"] == "missing")]
        widths.append(float((mine["total_upper"] - mine["total_lower"]).iloc[0]))
    assert widths[1] < widths[0] / 4


def test_the_same_for_any_number_of_threads() -> None:
    alone = ss.sensitivity(ss.score(RUBRIC, COUNTRIES), draws=600)
    with ThreadPoolExecutor(3) as pool:
        shared = ss.sensitivity(ss.score(RUBRIC, COUNTRIES), draws=600, executor=pool)
    for one, two in zip(alone.samples, shared.samples, strict=True):
        np.testing.assert_array_equal(one, two)


def reweighted(node: Node, path: str, share: float) -> Node:
    """The node's share of its siblings' weight set, the others giving way in proportion."""
    if not isinstance(node, Group):
        return node
    if any(child.path == path for child in node.children):
        rest = sum(child.weight for child in node.children if child.path != path)
        children = tuple(
            replace(child, weight=share if child.path == path else (1 - share) * child.weight / rest)
            for child in node.children
        )
        return replace(node, children=children)
    return replace(node, children=tuple(reweighted(child, path, share) for child in node.children))


def test_leaving_a_criterion_out_is_scoring_without_it() -> None:
    shifts = ss.sensitivity(ss.score(RUBRIC, COUNTRIES), draws=8).leave_one_out
    full = ss.score(RUBRIC, COUNTRIES)
    ranks = pd.Series(ss.score(RUBRIC, COUNTRIES).table["rank"], dtype=float)
    ranked = list(shifts.index)
    assert ranked == sorted(full.table["rank"].dropna().index)
    for leaf in RUBRIC.criteria:
        without = replace(RUBRIC, root=reweighted(RUBRIC.root, leaf.path, 0.0))
        values = ss.score(without, COUNTRIES).nodes.values[:, 0]
        again = pd.Series(values, index=COUNTRIES.codes)[ranked].round(9).rank(ascending=False, method="min")
        np.testing.assert_array_equal(shifts[leaf.path], (again - ranks[ranked]).to_numpy(), err_msg=leaf.path)
    np.testing.assert_allclose(shifts["mean"], shifts.drop(columns="mean").abs().mean(axis=1))


@pytest.mark.slow
@pytest.mark.parametrize("how", ["arithmetic", "geometric"])
@pytest.mark.parametrize(
    "pair", [pytest.param(pair, marks=pytest.mark.long) for pair in (("USA", "CHN"), ("KAZ", "RUS"), ("USA", "KAZ"))]
)
def test_at_the_share_that_is_needed_two_countries_are_equal(how: str, pair: tuple[str, str]) -> None:
    rubric = replace(RUBRIC, root=replace(RUBRIC.root, aggregate=Choice(how)))
    table = ss.sensitivity(ss.score(rubric, COUNTRIES), draws=8).swap(*pair)
    if pair == ("USA", "CHN"):
        assert len(table) > 0

    two = ss.Countries(tuple(COUNTRIES[code] for code in sorted(pair)))  # nothing here depends on the others

    def gap(path: str, share: float) -> float:
        changed = replace(rubric, root=reweighted(rubric.root, path, share))
        values = dict(zip(two.codes, ss.score(changed, two).nodes.values[:, 0], strict=True))
        return float(values[pair[0]] - values[pair[1]])

    assert table["change"].abs().is_monotonic_increasing
    for path, row in table.iterrows():
        assert gap(str(path), row["needed"]) == pytest.approx(0, abs=1e-9)
        before = row["given"] + 0.99 * row["change"]
        assert np.sign(gap(str(path), before)) == np.sign(gap(str(path), row["given"]))
        assert row["change"] == pytest.approx(row["needed"] - row["given"])
    left_out = [node.path for node in rubric.nodes if node.depth and node.path not in table.index]
    for path in left_out:
        signs = {np.sign(gap(path, share)) for share in np.linspace(0, 1, 21)} - {0.0}
        assert len(signs) == 1, path


def test_swap_names_an_unknown_country() -> None:
    with pytest.raises(KeyError, match="RUZ"):
        ss.sensitivity(ss.score(RUBRIC, COUNTRIES), draws=8).swap("RUZ", "CHN")


def test_too_few_draws_and_unknown_sources_are_errors() -> None:
    with pytest.raises(ValueError, match="draws must be 8 or more"):
        ss.sensitivity(ss.score(RUBRIC, COUNTRIES), draws=2)
    with pytest.raises(ValueError, match="did you mean 'missing'"):
        ss.sensitivity(ss.score(RUBRIC, COUNTRIES), vary="mising")


def test_settling_is_the_mean_width_within_what_was_drawn() -> None:
    found = ss.uncertainty(ss.score(RUBRIC, COUNTRIES), draws=2000)
    table = found.settling()
    assert set(table[table["country"] == "RUS"]["node"]) >= {"sovereignty.data", "regulation.oversight"}
    row = table[(table["country"] == "RUS") & (table["node"] == "sovereignty.data")].iloc[0]
    assert row["now"] == "missing"
    country, leaf = found.plan.codes.index("RUS"), found.plan.criteria.index("sovereignty.data")
    drawn: list[np.ndarray] = []
    for block in range(2000 // BLOCK):
        made = draw(found.plan, block)
        for item, levels in zip(found.plan.cells, made.levels, strict=True):
            at = np.flatnonzero((item.rows == country) & (item.leaves == leaf))
            if len(at):
                drawn.append(levels[:, at[0]])
    level = np.concatenate(drawn)
    scores = found.kept[:, country]

    def width(values: np.ndarray) -> float:
        low, high = np.quantile(values, (0.05, 0.95), method="inverted_cdf")
        return float(high - low)

    expected = sum(np.mean(level == one) * width(scores[level == one]) for one in range(5))
    assert row["points_settled"] == pytest.approx(expected)
    assert row["points"] == pytest.approx(width(scores))
    best = found.next_answers()
    assert sorted(best["country"]) == sorted(found.plan.codes)


def test_what_is_settled_in_truth_narrows_the_interval_about_as_much() -> None:
    found = ss.uncertainty(ss.score(RUBRIC, COUNTRIES), draws=4000, vary="missing")
    mine = found.settling()
    best = mine[mine["country"] == "RUS"].sort_values("points_settled").iloc[0]
    profile = COUNTRIES["RUS"]
    answer = replace(COUNTRIES["CHN"].history[best["node"]][0], confidence="high")
    widths = []
    for level in range(5):
        history = {**profile.history, best["node"]: (replace(answer, level=level, begins=profile.as_of),)}
        others = tuple(replace(one, history=history) if one.code == "RUS" else one for one in COUNTRIES)
        scores = ss.uncertainty(ss.score(RUBRIC, ss.Countries(others)), draws=4000, vary="missing").scores
        widths.append(scores.loc["RUS", "q95"] - scores.loc["RUS", "q05"])
    assert np.mean(widths) < best["points"]
    assert np.mean(widths) == pytest.approx(best["points_settled"], rel=0.15)
