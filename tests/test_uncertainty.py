"""Uncertainty: draws scored as the engine scores them, the same whoever computes, and sound at the edges."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import strategyscore as ss
from strategyscore.methods.rank import rank_counts
from strategyscore.methods.registry import Choice
from strategyscore.model.answers import Answer
from strategyscore.model.nodes import Group, Node
from strategyscore.robustness.draw import BLOCK, draw, generator
from strategyscore.robustness.run import ranks_of
from strategyscore.robustness.vary import SOURCES, read_vary
from strategyscore.scoring.engine import evaluate

RUBRIC, COUNTRIES = ss.load_rubric(), ss.load_countries()
DATA = Path(__file__).parent / "published" / "data"
ALL = {
    "weights": {},
    "ratings": {},
    "missing": {},
    "methods": {"aggregate": ["arithmetic", "geometric", "median"], "spacing": ["equal", "convex", "concave"]},
    "structure": {},
}
TABLE = ss.exchange.coinr.read_coin(
    DATA / "coinr_asem_idata.csv", DATA / "coinr_asem_imeta.csv", normalise={"method": "minmax", "range": [1, 100]}
)


def rebuilt(found: ss.Uncertainty, number: int) -> np.ndarray:
    """One draw's scores by the ordinary engine: the rubric and the profiles with its settings written into them."""
    plan, rubric = found.plan, found.nominal.rubric
    block, place = divmod(number, BLOCK)
    drawn = draw(plan, block)
    weights = found.weights_of(number)
    setting = found.settings.iloc[number]
    out = setting.get("left_out", "")

    def turned(node: Node) -> Node:
        weight = 0.0 if node.path == out else float(weights.get(node.path, 1.0))
        if not isinstance(node, Group):
            return replace(node, weight=weight)
        how = setting.get("aggregate")
        return replace(node, weight=weight, aggregate=Choice(how) if how else node.aggregate)

    histories = {code: dict(COUNTRIES[code].history) for code in plan.codes}
    for item, levels in zip(plan.cells, drawn.levels, strict=True):
        for row, column, level in zip(item.rows, item.leaves, levels[place], strict=True):
            leaf = rubric.criteria[column]
            code = plan.codes[row]
            begins = COUNTRIES[code].history["partnerships.norms"][0].begins
            histories[code][leaf.key] = (Answer(begins=begins, level=list(leaf.levels)[level]),)
    profiles = tuple(replace(COUNTRIES[code], history=histories[code]) for code in plan.codes)
    power = {"equal": 1, "convex": 2, "concave": 0.5}[setting.get("spacing", "equal")]
    changed = rubric.mapped(turned)
    scores = ss.score(changed, ss.Countries(profiles))
    spaced = 100 * (scores.prepared.values / 100) ** power
    return evaluate(scores.program, list(spaced.T)).root


@pytest.mark.parametrize(
    "vary", [["weights"], ["ratings"], ["missing"], ["structure"], ALL, {"weights": {"method": "simplex"}}]
)
def test_every_draw_is_what_the_engine_makes_of_its_settings(vary: object) -> None:
    found = ss.uncertainty(ss.score(RUBRIC, COUNTRIES), draws=600, seed=3, vary=vary)  # type: ignore[arg-type]
    for number in [*range(12), 250, 599]:
        np.testing.assert_allclose(found.kept[number], rebuilt(found, number), rtol=0, atol=1e-9)


def same(one: ss.Uncertainty, two: ss.Uncertainty) -> None:
    np.testing.assert_array_equal(one.counts, two.counts)
    np.testing.assert_array_equal(one.kept, two.kept)


@pytest.mark.parametrize("workers", [1, 2, 3])
def test_the_result_is_the_same_for_any_number_of_threads_and_processes(workers: int) -> None:
    alone = ss.uncertainty(ss.score(RUBRIC, COUNTRIES), draws=2100, vary=ALL)
    with ThreadPoolExecutor(workers) as pool:
        same(alone, ss.uncertainty(ss.score(RUBRIC, COUNTRIES), draws=2100, vary=ALL, executor=pool))
    if workers == 2:
        with ProcessPoolExecutor(workers) as pool:
            same(alone, ss.uncertainty(ss.score(RUBRIC, COUNTRIES), draws=2100, vary=ALL, executor=pool))


@pytest.mark.long
def test_the_result_is_the_same_for_any_number_of_threads_of_the_linear_algebra() -> None:
    code = (
        "import strategyscore as ss, hashlib;"
        "u = ss.uncertainty(ss.score(ss.load_rubric(), ss.load_countries()), draws=1500);"
        "print(hashlib.sha256(u.kept.tobytes() + u.counts.tobytes()).hexdigest())"
    )
    digests = set()
    for threads in ("1", "2"):
        names = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")
        environment = {**os.environ, **dict.fromkeys(names, threads)}
        digests.add(
            subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, check=True).stdout
        )
    assert len(digests) == 1


def test_more_draws_begin_with_the_same_ones() -> None:
    few, many = (ss.uncertainty(ss.score(RUBRIC, COUNTRIES), draws=draws) for draws in (300, 1000))
    np.testing.assert_array_equal(few.kept, many.kept[:300])


def test_freezing_one_source_leaves_the_others_as_they_were() -> None:
    both = ss.uncertainty(ss.score(RUBRIC, COUNTRIES), draws=50, vary=["weights", "missing"])
    alone = ss.uncertainty(ss.score(RUBRIC, COUNTRIES), draws=50, vary="weights")
    pd.testing.assert_series_equal(both.weights_of(7), alone.weights_of(7))


def test_sources_blocks_and_streams_draw_independently() -> None:
    keys = [(source, block, stream) for source in SOURCES for block in (0, 1) for stream in (0, 1)]
    numbers = np.array([generator(0, *key).random(4000) for key in keys])
    assert np.abs(np.corrcoef(numbers) - np.eye(len(keys))).max() < 0.08


def test_of_very_many_draws_an_even_selection_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = ss.uncertainty(ss.score(RUBRIC, COUNTRIES), draws=2100)
    monkeypatch.setattr("strategyscore.robustness.uncertainty.KEPT_BYTES", 2100 * len(COUNTRIES) * 8 // 7 + 8)
    part = ss.uncertainty(ss.score(RUBRIC, COUNTRIES), draws=2100)
    np.testing.assert_array_equal(part.kept, whole.kept[::7])
    np.testing.assert_array_equal(part.counts, whole.counts)
    np.testing.assert_array_equal(part.ranks, whole.ranks)


def test_a_seed_gives_its_own_draws() -> None:
    one, two = (ss.uncertainty(ss.score(RUBRIC, COUNTRIES), draws=50, seed=seed) for seed in (0, 1))
    assert not np.array_equal(one.kept, two.kept)


def test_the_less_is_answered_the_wider_the_interval_of_scores() -> None:
    table = ss.uncertainty(ss.score(RUBRIC, COUNTRIES), draws=2000).scores
    width = table["q95"] - table["q05"]
    answered = ss.score(RUBRIC, COUNTRIES).table["coverage"]
    assert width[answered < 0.9].mean() > 1.25 * width[answered == 1].mean()


def test_tables_hang_together() -> None:
    found = ss.uncertainty(ss.score(RUBRIC, COUNTRIES), draws=1000, vary=ALL)
    np.testing.assert_allclose(found.acceptability.sum(axis=1), 1)
    dominance = found.dominance.to_numpy()
    np.testing.assert_allclose(dominance + dominance.T, 1)
    ranks = found.ranks
    assert (ranks["lower"] <= ranks["median"]).all()
    assert (ranks["median"] <= ranks["upper"]).all()
    assert ranks["nominal"].to_list() == found.nominal.table["rank"].to_list()
    drawn = ranks_of(found.kept, 100)
    np.testing.assert_allclose(ranks["mean"].sort_index(), drawn.mean(axis=0))
    assert list(found.settings) == ["aggregate", "spacing", "left_out"]


def test_ties_share_the_better_rank() -> None:
    scores = np.array([[3.0, 1.0, 3.0, 2.0], [0.1 + 0.2, 0.3, 0.0, 0.3]])
    assert ranks_of(scores, 100).tolist() == [[1, 4, 1, 3], [1, 1, 4, 1]]
    counts = rank_counts(scores, 100)
    assert counts[0].tolist() == [2, 0, 0, 0]
    assert counts.sum() == 8


def test_weights_spread_as_their_settings_say() -> None:
    def sample(**settings: object) -> np.ndarray:
        vary = {"weights": settings}
        found = ss.uncertainty(ss.score(RUBRIC, COUNTRIES), draws=4000, vary=vary)
        return np.vstack([draw(found.plan, block).weights[0] for block in range(16)])

    dirichlet = sample(concentration=30.0)
    np.testing.assert_allclose(dirichlet.mean(axis=0), 0.25, atol=0.01)
    np.testing.assert_allclose(dirichlet.std(axis=0), np.sqrt(0.25 * 0.75 / 31), atol=0.005)
    simplex = sample(method="simplex")
    np.testing.assert_allclose(simplex.std(axis=0), np.sqrt(0.25 * 0.75 / 5), atol=0.01)
    noise = sample(method="noise", noise=0.1)
    assert noise.max() <= 1.1 / (1.1 + 3 * 0.9) + 1e-12
    experts = sample(method="experts", experts={"anna": {"sovereignty": 3.0}, "ben": {}})
    assert {tuple(row) for row in np.round(experts, 6)} <= {
        (0.8, 0.066667, 0.066667, 0.066667),
        (0.25, 0.25, 0.25, 0.25),
    }
    upper = ss.uncertainty(ss.score(RUBRIC, COUNTRIES), draws=10, vary={"weights": {"levels": [1]}})
    assert set(draw(upper.plan, 0).weights) == {0}


def test_ratings_are_right_as_often_as_their_confidence_says() -> None:
    found = ss.uncertainty(ss.score(RUBRIC, COUNTRIES), draws=10, vary="ratings")
    (cells,) = found.plan.cells
    stated = np.array(
        [
            COUNTRIES[found.plan.codes[row]].answer_to(RUBRIC.criteria[leaf]).level
            for row, leaf in zip(cells.rows, cells.leaves, strict=True)
        ]
    )
    drawn = np.vstack([draw(found.plan, block).levels[0] for block in range(40)])
    for cell, (row, leaf) in enumerate(zip(cells.rows, cells.leaves, strict=True)):
        answer = COUNTRIES[found.plan.codes[row]].answer_to(RUBRIC.criteria[leaf])
        far, sure = RUBRIC.confidence.two_levels, getattr(RUBRIC.confidence, answer.confidence)
        shares = np.bincount(drawn[:, cell], minlength=5) / len(drawn)
        levels = sorted(answer.coders.values())
        if levels[0] != levels[-1]:
            low = [max(level, answer.level) if answer.at_least else level for level in levels]
            expected = np.bincount(low, minlength=5) / len(low)
        elif answer.at_least:
            steps = {answer.level: sure}
            reach = far if answer.level < 3 else 0
            steps |= {answer.level + 1: (1 - sure) * (1 - reach), answer.level + 2: (1 - sure) * reach}
            expected = np.array([steps.get(level, 0.0) for level in range(5)])
        else:
            assert len(levels) == 1, "what two coders read alike is not in doubt"
            continue
        np.testing.assert_allclose(shares, expected, atol=0.03)
    assert (drawn >= stated).mean() > 0.9  # most doubts are about what more facts would raise


def test_coders_who_differ_are_drawn_between() -> None:
    profile = COUNTRIES["RUS"]
    answer = replace(profile.history["sovereignty.strategy"][0], at_least=False, coders={"first": 1, "second": 3})
    changed = replace(profile, history={**profile.history, "sovereignty.strategy": (answer,)})
    found = ss.uncertainty(ss.score(RUBRIC, ss.Countries((COUNTRIES["CHN"], changed))), draws=10, vary="ratings")
    (cells,) = found.plan.cells
    here = [i for i, (row, leaf) in enumerate(zip(cells.rows, cells.leaves, strict=True)) if (row, leaf) == (1, 0)]
    drawn = np.vstack([draw(found.plan, block).levels[0] for block in range(8)])[:, here]
    assert set(np.unique(drawn)) == {1, 3}


def test_a_published_table_is_drawn_as_it_is_scored_under_each_way_to_normalise() -> None:
    ways = [{"method": "minmax", "range": [1, 100]}, {"method": "percentile", "range": [1, 100]}]
    found = ss.uncertainty(ss.score(*TABLE), draws=500, vary={"methods": {"normalise": ways}})
    taken = found.settings["normalise"]
    for way in ways:
        files = DATA / "coinr_asem_idata.csv", DATA / "coinr_asem_imeta.csv"
        table = ss.score(*ss.exchange.coinr.read_coin(*files, normalise=way)).table["score"].sort_index()
        mine = found.kept[taken.str.startswith(str(way["method"])).to_numpy()]
        assert abs(len(mine) / 500 - 0.5) <= 4 * np.sqrt(0.25 / 500)
        np.testing.assert_allclose(mine, np.broadcast_to(table, mine.shape), rtol=1e-12)


def test_what_is_missing_in_a_published_table_is_drawn_and_what_is_there_is_not() -> None:
    scores = ss.score(*TABLE)
    found = ss.uncertainty(scores, draws=300, vary="missing")
    whole = scores.table["coverage"].sort_index().to_numpy() == 1
    assert 0 < whole.sum() < len(whole)
    np.testing.assert_array_equal(found.kept.std(axis=0) < 1e-9, whole)
    drawn = found.kept[:, ~whole]
    bounds = scores.table.sort_index()[["lower", "upper"]].to_numpy()[~whole]
    assert (drawn > bounds[:, 0]).all()
    assert (drawn < bounds[:, 1]).all()


def test_all_sources_vary_by_name_alone() -> None:
    names = ["weights", "ratings", "missing", "methods", "structure"]
    found = ss.uncertainty(ss.score(RUBRIC, COUNTRIES), draws=300, vary=names)
    assert list(found.settings) == ["aggregate", "spacing", "left_out"]
    assert found.settings["aggregate"].nunique() == 2
    assert found.settings["spacing"].nunique() == 3
    assert np.isfinite(found.kept).all()
    table = ss.uncertainty(ss.score(*TABLE), draws=300, vary=names)
    assert list(table.settings) == ["normalise", "aggregate", "left_out"]
    assert np.isfinite(table.kept).all()


@pytest.mark.parametrize(
    ("vary", "says"),
    [
        ("wieghts", "did you mean 'weights'?"),
        ({"weights": {"concentraton": 3}}, "did you mean 'concentration'?"),
        ({"weights": {"method": "dirichle"}}, "weights.method"),
        ({"weights": {"noise": 2}}, "weights.noise"),
        ({"weights": {"method": "experts"}}, "experts"),
        ({"methods": {"aggregate": ["geometrc"]}}, "methods.aggregate.0"),
        ({"methods": {"spacing": ["equl"]}}, "methods.spacing.0"),
        ([], "nothing varies"),
    ],
)
def test_a_mistyped_setting_is_an_error(vary: object, says: str) -> None:
    with pytest.raises(ValueError, match=says.replace("?", r"\?")):
        read_vary(vary)  # type: ignore[arg-type]


def test_what_cannot_be_varied_says_so() -> None:
    with pytest.raises(ss.ScoringError, match="is no quantity"):
        ss.uncertainty(ss.score(RUBRIC, COUNTRIES), vary={"ratings": {"standard_errors": {"regulation.law": 1.0}}})
    with pytest.raises(KeyError, match=r"did you mean 'regulation.law'"):
        ss.uncertainty(
            ss.score(RUBRIC, COUNTRIES),
            vary={"weights": {"method": "experts", "experts": {"a": {"regulation.lw": 1.0}}}},
        )
    with pytest.raises(ss.ScoringError, match="fewer than two countries"):
        ss.uncertainty(ss.score(RUBRIC, COUNTRIES[:1]))
    with pytest.raises(ValueError, match="draws must be 1 or more"):
        ss.uncertainty(ss.score(RUBRIC, COUNTRIES), draws=0)


def test_countries_without_a_rank_are_named() -> None:
    old = ss.score(RUBRIC, COUNTRIES, as_of="2023-01")
    thin = [code for code, marks in zip(old.countries.codes, old.thin, strict=True) if marks[0]]
    assert {"UKR", "VNM"} < set(thin) < set(old.countries.codes)
    unranked = set(old.table.index[old.table["rank"].isna()])
    assert ss.uncertainty(old, draws=10, vary="weights").excluded == sorted(unranked)
    assert ss.uncertainty(old, draws=10, vary="missing").excluded == []


def test_it_shows_itself() -> None:
    found = ss.uncertainty(ss.score(RUBRIC, COUNTRIES), draws=1000)
    shown = found._repr_html_()
    first = found.ranks.iloc[0]
    assert f"<td>{first['lower']:.0f} to {first['upper']:.0f}</td>" in shown
    assert "<td>21</td>" in shown
    assert "1,000 draws of weights, ratings and missing answers, seed 0." in shown
    assert "mean shift of ranks" in ss.sensitivity(ss.score(RUBRIC, COUNTRIES), draws=64)._repr_html_()
