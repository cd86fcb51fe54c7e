"""Draws from elsewhere, and what makes countries first: by hand, and against the same draws made here."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

import strategyscore as ss
from strategyscore.robustness.draw import BLOCK
from strategyscore.robustness.smaa import entropy

from .build import countries_of

LEVELS = {level: f"Step {level}" for level in range(5)}
FLAT = ss.load_rubric({"rubric": "mine", "criteria": [{"id": name, "levels": LEVELS} for name in ("a", "b")]})
TREE = ss.load_rubric(
    {
        "rubric": "mine",
        "criteria": [
            {"id": "g", "criteria": [{"id": "a", "levels": LEVELS}, {"id": "b", "levels": LEVELS}]},
            {"id": "c", "levels": LEVELS},
        ],
    }
)


def flat(**answers: list[int | None]) -> ss.Scores:
    return ss.score(FLAT, countries_of(answers, ["a", "b"]))


def given(scores: ss.Scores, **what: Any) -> ss.Uncertainty:
    return ss.uncertainty(scores, vary={"given": what})


def test_values_are_taken_as_they_come_and_scored_by_hand() -> None:
    scores = flat(CHN=[4, 0], RUS=[0, 2])
    values = [[[4, 0], [0, 2]], [[0, 0], [4, 4]], [[2, np.nan], [1, 1]]]
    drawn = given(scores, values=values)
    assert drawn.draws == 3
    assert drawn.kept.tolist() == [[50, 25], [0, 100], [50, 25]]
    assert drawn.ranks["first"].to_dict() == pytest.approx({"CHN": 2 / 3, "RUS": 1 / 3})


def test_weights_are_shares_of_the_siblings_and_what_is_not_named_keeps_its_own() -> None:
    answers = {"CHN": [4, 0, 0], "RUS": [0, 4, 0]}
    scores = ss.score(TREE, countries_of(answers, ["g.a", "g.b", "c"]))
    frame = pd.DataFrame({"g.a": [3.0, 0.0], "g.b": [1.0, 2.0]})
    drawn = given(scores, weights=frame)
    assert drawn.kept.tolist() == [[37.5, 12.5], [0, 50]]
    assert drawn.weights_of(0).to_dict() == pytest.approx({"g": 0.5, "c": 0.5, "g.a": 0.75, "g.b": 0.25})
    once = given(flat(CHN=[4, 0], RUS=[0, 2]), weights=[[1, 3]])
    assert once.kept.tolist() == [[25, 37.5]]


def test_draws_that_were_made_here_come_to_the_same_when_they_are_handed_in() -> None:
    random = np.random.default_rng(0)
    answers = {code: random.integers(0, 5, 3).tolist() for code in ("CHN", "KEN", "RUS", "USA")}
    scores = ss.score(TREE, countries_of(answers, ["g.a", "g.b", "c"]))
    own = ss.uncertainty(scores, draws=BLOCK + 70, vary="weights")
    weights = pd.DataFrame([own.weights_of(number) for number in range(own.draws)])
    again = given(scores, weights=weights)
    assert_allclose(again.kept, own.kept, rtol=0, atol=1e-9)
    assert again.ranks.equals(own.ranks)
    few = ss.uncertainty(scores, draws=40, vary={"given": {"weights": weights}})
    assert_allclose(few.kept, own.kept[:40], rtol=0, atol=1e-9)


def test_values_that_depend_on_one_another_are_normalised_within_each_draw() -> None:
    leaf = {"unit": "%", "normalise": "minmax"}
    rubric = ss.load_rubric({"rubric": "mine", "criteria": [{"id": "a", **leaf}, {"id": "b", **leaf}]})
    frame = pd.DataFrame({"code": ["CHN", "KEN", "RUS"], "a": [1, 2, 3], "b": [3, 5, 4]})
    scores = ss.score(rubric, ss.read_table(frame, rubric, country="code"))
    values = np.array([[[10.0, 0], [20, 4], [60, 1]], [[1.0, 1], [0, 0], [2, 2]]])
    expected = [[0, 60, 62.5], [50, 0, 100]]
    assert_allclose(given(scores, values=values).kept, expected)
    fixed = {"unit": "%", "normalise": {"method": "goalposts", "low": 0, "high": 100}}
    other = ss.load_rubric({"rubric": "mine", "criteria": [{"id": "a", **fixed}, {"id": "b", **fixed}]})
    alone = ss.score(other, ss.read_table(frame, other, country="code"))
    assert_allclose(given(alone, values=values).kept, values.mean(axis=2))


def test_given_values_go_with_weights_that_are_drawn_and_the_provenance_tells_their_digest() -> None:
    scores = flat(CHN=[4, 0], RUS=[0, 2])
    values = np.tile([[[4.0, 0.0], [0.0, 2.0]]], (400, 1, 1))
    both = ss.uncertainty(scores, draws=400, vary={"given": {"values": values}, "weights": {}})
    assert_allclose(both.kept, ss.uncertainty(scores, draws=400, vary="weights").kept)
    told = both.provenance["uncertainty"]["vary"]["given"]["values"]
    assert told["shape"] == [400, 2, 2]
    assert len(told["sha256"]) == 64
    assert both == ss.uncertainty(scores, draws=400, vary={"given": {"values": values.tolist()}, "weights": {}})


@pytest.mark.parametrize(
    ("what", "says"),
    [
        ({"values": np.zeros((3, 2, 5))}, r"shape \(draws, 2 countries, 2 criteria\)"),
        ({"values": np.full((3, 2, 2), 7.0)}, "a"),
        ({"weights": {"z": [1.0]}}, "z"),
        ({"weights": {"a": [1.0, -1.0]}}, "negative or missing"),
        ({"weights": {"a": [1.0], "b": [1.0, 2.0]}}, "as many as the others"),
        ({"weights": [[0.0, 0.0]]}, "all weights below mine are zero"),
        ({"weights": [[1.0, 2.0, 3.0]]}, "paths of nodes"),
        ({"values": np.zeros((3, 2, 2)), "weights": [[1.0, 1.0]]}, "are 1 and 3"),
        ({}, "give one of them"),
        ({"values": "many"}, "no numbers"),
        ({"values": [[1, 2], [3]]}, "no numbers"),
    ],
)
def test_draws_that_do_not_fit_are_told(what: Any, says: str) -> None:
    with pytest.raises((ss.ScoringError, ValueError, KeyError), match=says):
        given(flat(CHN=[4, 0], RUS=[0, 2]), **what)


def test_what_would_draw_the_same_anew_is_refused() -> None:
    scores = flat(CHN=[4, 0], RUS=[0, 2])
    for what, other in (({"values": np.zeros((3, 2, 2))}, "missing"), ({"weights": [[1, 1]]}, "weights")):
        with pytest.raises(ss.ScoringError, match=f"do not go with '{other}'"):
            ss.uncertainty(scores, vary={"given": what, other: {}})
    with pytest.raises(ss.ScoringError, match="cannot be split"):
        ss.sensitivity(scores, vary={"given": {"weights": [[1, 1]]}})


def test_what_makes_a_country_first_by_hand() -> None:
    scores = flat(CHN=[4, 0], KEN=[1, 1], RUS=[0, 4])
    # weights of a: 0.9, 0.6 and 0.2; China is first twice, Russia once, Kenya never
    table = given(scores, weights=[[9, 1], [6, 4], [2, 8]]).smaa()
    assert table["first"].to_dict() == pytest.approx({"CHN": 2 / 3, "RUS": 1 / 3, "KEN": 0})
    assert table.loc["CHN", ["a", "b"]].tolist() == pytest.approx([0.75, 0.25])
    assert table.loc["RUS", ["a", "b"]].tolist() == pytest.approx([0.2, 0.8])
    assert table.loc["KEN", ["a", "b", "confidence"]].isna().all()
    assert table.loc[["CHN", "RUS"], "confidence"].tolist() == [1, 1]
    # ranks of China are 1, 1 and 3, of Kenya 2, 3 and 2, of Russia 3, 2 and 1
    twice = np.log2(3) - 2 / 3
    assert table["entropy"].to_dict() == pytest.approx({"CHN": twice, "KEN": twice, "RUS": np.log2(3)})
    assert entropy(np.array([[2, 0, 1], [0, 3, 0], [1, 1, 1]])).tolist() == pytest.approx(
        [np.log2(3) - 2 / 3, 0, np.log2(3)]
    )


def test_confidence_is_how_often_its_own_weights_make_it_first_with_all_else_drawn() -> None:
    scores = ss.score(FLAT, countries_of({"CHN": [4, 1], "RUS": [3, 3]}, ["a", "b"]))
    values = np.array([[[4.0, 1.0], [3.0, 3.0]], [[4.0, 1.0], [0.0, 3.0]]])
    drawn = given(scores, values=values, weights=[[3.0, 1.0], [3.0, 1.0]])
    table = drawn.smaa()  # 81.25 against 75, then against 18.75: China is first in both
    assert table.loc["CHN", ["first", "confidence"]].tolist() == [1, 1]
    drawn = given(scores, values=values, weights=[[1.0, 3.0], [9.0, 1.0]])
    table = drawn.smaa()  # first in the second only; under 0.9 and 0.1 the first draw gives 92.5 against 75
    assert table.loc["CHN", ["first", "confidence"]].tolist() == [0.5, 1]
    assert table.loc["RUS", ["first", "confidence"]].tolist() == [0.5, 1]
    with pytest.raises(ss.ScoringError, match="no weights vary"):
        ss.uncertainty(scores, draws=10, vary="ratings").smaa()
