"""The audit: agreement as published, and counts that add up."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
import scipy.stats
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

import strategyscore as ss
from strategyscore.analysis.agreement import alpha_interval, krippendorff_alpha
from strategyscore.analysis.calibration import calibrated, implied_accuracy, two_level_share
from strategyscore.analysis.held_against import held_against, parted, published_indices
from strategyscore.analysis.out_of_sample import by_coder, out_of_sample, said
from strategyscore.cli.app import app
from tests.command_line import run

RUBRIC, COUNTRIES = ss.load_rubric(), ss.load_countries()
X = np.nan
# Four coders, twelve units: section E of Krippendorff, Computing Krippendorff's Alpha-Reliability (2011).
PUBLISHED = np.array(
    [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, X, X, X],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, X, 3],
        [X, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, X],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, X],
    ]
)


@pytest.mark.parametrize(("scale", "alpha"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849)])
def test_alpha_is_the_published_one(scale, alpha) -> None:
    assert round(krippendorff_alpha(PUBLISHED, scale), 3) == alpha


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=2, max_size=30))
def test_alpha_knows_neither_the_order_of_coders_nor_of_units(pairs) -> None:
    ratings = np.array(pairs, dtype=float).T
    one, two = krippendorff_alpha(ratings), krippendorff_alpha(ratings[::-1, ::-1])
    assert one == pytest.approx(two, nan_ok=True)
    assert not one > 1 + 1e-12
    agreed = krippendorff_alpha(np.vstack([ratings[0], ratings[0]]))
    assert np.isnan(agreed) or agreed == pytest.approx(1)


def test_nothing_to_compare_is_not_agreement() -> None:
    assert np.isnan(krippendorff_alpha(np.array([[1.0, X], [X, 2.0]])))
    assert np.isnan(krippendorff_alpha(np.array([[2.0, 2.0], [2.0, 2.0]])))


def by_one(profile: ss.CountryProfile) -> ss.CountryProfile:
    """The same, coded by the first alone."""
    history = {key: tuple(replace(one, coders={}) for one in answers) for key, answers in profile.history.items()}
    return replace(profile, history=history)


def test_counts_add_up() -> None:
    found = ss.audit(ss.score(RUBRIC, COUNTRIES))
    assert (found.criteria["answered"] + found.criteria["missing"] == len(COUNTRIES)).all()
    assert (found.criteria[["high", "medium", "low"]].sum(axis=1) == found.criteria["answered"]).all()
    assert found.criteria["answered"].sum() == found.countries["answered"].sum()
    for table in (found.criteria, found.countries, found.parts.iloc[1:], found.confidence.iloc[:3]):
        twice = "pairs" if "pairs" in table else "coded_twice"
        assert table[twice].sum() == found.parts["coded_twice"].iloc[0] == 736
    assert found.countries.loc["RUS", "sources"] == 1
    assert found.countries.loc["RUS", "missing"] == 14
    assert found.countries.loc["RUS", "primary"] == 0
    assert found.countries["primary"].sum() / found.countries["answered"].sum() > 0.5
    assert found.alpha == found.parts["alpha"].iloc[0]
    assert (found.parts["alpha_low"] < found.parts["alpha"]).all()
    assert (found.parts["alpha"] < found.parts["alpha_high"]).all()
    earlier = ss.audit(ss.score(RUBRIC, COUNTRIES, as_of="2025-02"))
    assert earlier.criteria["answered"].sum() < found.criteria["answered"].sum()


def test_the_bootstrap_of_alpha_draws_units() -> None:
    low, high = alpha_interval(PUBLISHED)
    assert low < krippendorff_alpha(PUBLISHED) < high
    assert alpha_interval(PUBLISHED, seed=1) != (low, high)
    agreed = np.array([[1.0, 2, 3, 4], [1, 2, 3, 4]])
    assert alpha_interval(agreed) == pytest.approx((1, 1))
    wide = alpha_interval(PUBLISHED, share=0.99)
    assert wide[0] < low < high < wide[1]
    # by hand: of two units, of which one is agreed on, a quarter of the resamples is twice the other one
    pair, worst = np.array([[1.0, 1.0], [1.0, 2.0]]), np.array([[1.0, 1.0], [2.0, 2.0]])
    assert alpha_interval(pair, "nominal")[0] == pytest.approx(krippendorff_alpha(worst, "nominal"))


@pytest.mark.parametrize(("right", "far"), [(0.95, 0.0), (0.8, 0.1), (0.6, 0.3)])
def test_the_accuracy_of_coders_is_found_from_their_agreement_alone(right: float, far: float) -> None:
    """Two coders are made up, who err to either side as often; the levels lie far from the ends."""
    chance = np.random.default_rng(5)
    n = 200_000
    steps = np.where(chance.random((2, n)) < far, 2, 1) * chance.choice([-1, 1], (2, n))
    coded = 10 + np.where(chance.random((2, n)) < right, 0, steps)
    found = calibrated(list(zip(*coded.tolist(), strict=True)))
    assert found["accuracy"] == pytest.approx(right, abs=0.01)
    assert found["two_levels"] == pytest.approx(far, abs=0.03)
    assert found["low"] < found["accuracy"] < found["high"]


def test_accuracies_by_hand() -> None:
    assert implied_accuracy(1) == 1
    assert implied_accuracy(1 / 3) == pytest.approx(1 / 3)
    assert implied_accuracy(0.5) == pytest.approx(2 / 3)  # (2/3)^2 + (1/3)^2 / 2
    assert np.isnan(implied_accuracy(0.3))
    assert two_level_share(0.0, 1.0) == 0
    assert calibrated([])["pairs"] == 0


def test_the_probabilities_of_the_rubric_are_the_measured_ones() -> None:
    measured = ss.audit(ss.score(RUBRIC, COUNTRIES)).confidence
    stated = RUBRIC.confidence
    assert {name: round(measured.loc[name, "accuracy"], 2) for name in ("high", "medium", "low")} == {
        name: getattr(stated, name) for name in ("high", "medium", "low")
    }
    assert round(measured.loc["all", "two_levels"], 2) == stated.two_levels
    assert str(stated.measured) == "2026-11"


def test_each_coder_alone_is_held_against_the_other() -> None:
    scores = ss.score(RUBRIC, COUNTRIES)
    table = out_of_sample(scores, draws=500)
    assert len(table) == 30
    assert sorted(table["first"]) == sorted(table["second"]) == list(range(1, 31))
    inside = (table["second"] >= table["lower"]) & (table["second"] <= table["upper"])
    assert (inside == table["within"]).all()
    assert f"Of 60 ranks by one coder alone, {int(table['within'].sum() + table['within_2'].sum())} lie" in said(table)
    alone = by_coder(COUNTRIES, "first")["FRA"]
    for key, answers in alone.history.items():
        assert answers[0].level == COUNTRIES["FRA"].history[key][-1].coders["first"]
    with pytest.raises(ss.ScoringError, match="needs two coders"):
        out_of_sample(ss.score(RUBRIC, ss.Countries((by_one(COUNTRIES["KEN"]), by_one(COUNTRIES["NGA"])))))


def test_scores_are_held_against_published_indices() -> None:
    scores = ss.score(RUBRIC, COUNTRIES)
    table = held_against(scores)
    assert len(table) == 6
    own = pd.DataFrame({"own": scores.table["score"], "mirror": -scores.table["score"]})
    mirrored = held_against(scores, own)[RUBRIC.root.path]
    assert mirrored.to_dict() == pytest.approx({"own": 1.0, "mirror": -1.0})
    assert held_against(scores, own.iloc[:4])[RUBRIC.root.path].isna().all()
    known = published_indices()
    name = "Oxford Insights Government AI Readiness 2024"
    by_hand = scipy.stats.spearmanr(scores.table["score"], known[name].reindex(scores.table.index)).statistic
    assert table.loc[name, RUBRIC.root.path] == pytest.approx(by_hand)
    assert "places China (" in parted(scores)


def test_second_codings_are_found_and_compared() -> None:
    profile = COUNTRIES["CHN"]
    keys = [leaf.key for leaf in RUBRIC.criteria if leaf.key in profile.history][:3]
    history = {key: (replace(given[-1], coders={}),) for key, given in profile.history.items()}
    for key, coders in zip(keys, ({"a": 1, "b": 1}, {"a": 3, "b": 2}, {"a": 4, "b": 4}), strict=True):
        history[key] = (replace(history[key][-1], coders=coders),)
    found = ss.audit(ss.score(RUBRIC, ss.Countries((replace(profile, history=history), by_one(COUNTRIES["KEN"])))))
    assert found.criteria["coded_twice"].sum() == 3
    assert found.alpha == pytest.approx(krippendorff_alpha(np.array([[1, 3, 4], [1, 2, 4]], dtype=float)))


@pytest.mark.long
def test_on_the_command_line() -> None:
    shown = CliRunner().invoke(app, ["audit", "--by", "country"])
    assert shown.exit_code == 0
    assert "1 academic" in shown.stdout
    assert "Coded twice: 736 ratings, on 78 % of which the coders agree." in shown.stdout
    for by in ("part", "confidence", "coder", "index"):
        assert CliRunner().invoke(app, ["audit", "--by", by]).exit_code == 0
    rows = CliRunner().invoke(app, ["audit", "-f", "csv", "-c", "RUS"]).stdout.splitlines()
    assert rows[0] == "node,answered,missing,high,medium,low,coded_twice,agree,alpha,alpha_low,alpha_high"
    assert len(rows) == 28


def test_criteria_on_which_coders_agree_too_little_are_told_wherever_they_are_shown() -> None:
    data = RUBRIC.node("sovereignty.data").title
    told = f"Two coders agree too little (Krippendorff's alpha below 0.67) on these: {data}."
    for command in (["explain", "KAZ", "sovereignty"], ["compare", "KAZ", "CHN", "sovereignty"]):
        assert run(*command).stderr == f"{told}\n"
        assert run(*command[:-1], "sovereignty.strategy").stderr == ""
    scores = ss.score(RUBRIC, COUNTRIES)
    assert told.replace("'", "&#x27;") in ss.tables.comparison(scores, "KAZ", "CHN", "sovereignty").html()
    strengths = ss.tables.strengths(scores, "CAN", node="sovereignty", most=9).html()
    assert f"{data} ‡" in strengths
    assert "‡ Two coders agree too little on this criterion" in strengths
