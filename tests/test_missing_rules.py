"""What a rubric says about missing answers: enough answers, at their worst, withheld, and who is scored at all.

Worked by hand on levels 0 to 4, 0 to 100. Two pillars of three criteria of equal weight:
Kenya has 4, 4, none on rules and 4, none, none on means; France 2 throughout; New Zealand nothing but 4 on law.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

import strategyscore as ss

from .build import CODES, cases, countries_of, group, leaf, paths_of, rubric_of

LEVELS = {level: f"Step {level}" for level in range(5)}
ANSWERS = {"FRA": [2] * 6, "KEN": [4, 4, None, 4, None, None], "NZL": [4, None, None, None, None, None]}


def content(**keys: Any) -> dict[str, Any]:
    ids = {"rules": ("law", "ethics", "bodies"), "means": ("money", "people", "chips")}
    pillars = [
        {"id": pillar, **keys.pop(pillar, {}), "criteria": [{"id": name, "levels": LEVELS} for name in names]}
        for pillar, names in ids.items()
    ]
    return {"rubric": "mine", **keys, "criteria": pillars}


def scored(**keys: Any) -> ss.Scores:
    rubric = ss.load_rubric(content(**keys))
    return ss.score(rubric, countries_of(ANSWERS, [leaf.key for leaf in rubric.criteria]))


def of(scores: ss.Scores, code: str, *nodes: str) -> list[list[float]]:
    """Score, lower, upper and coverage of some nodes."""
    tidy = scores.tidy.set_index(["country", "node"])
    table = tidy.loc[[(code, node) for node in nodes], ["score", "lower", "upper", "coverage"]]
    return np.round(table.to_numpy(), 2).tolist()


NAN = pytest.approx(np.nan, nan_ok=True)


def test_what_is_answered_counts_where_nothing_is_said() -> None:
    found = of(scored(), "KEN", "mine", "rules", "means")
    assert found == [[100, 50, 100, 0.5], [100, 66.67, 100, 0.67], [100, 33.33, 100, 0.33]]


def test_below_the_minimum_the_answers_of_a_group_are_set_aside_everywhere() -> None:
    scores = scored(missing={"minimum_answered": 0.66})
    # one of three on means: set aside; the root has one pillar of two, below 0.66 too
    assert of(scores, "KEN", "mine", "rules", "means", "means.money") == [[NAN, 0, 100, 0]] * 4
    assert of(scores, "FRA", "mine") == [[50, 50, 50, 1]]
    halves = scored(missing={"minimum_answered": 0.5})
    assert of(halves, "KEN", "mine", "rules", "means") == [
        [100, 33.33, 100, 0.33],
        [100, 66.67, 100, 0.67],
        [NAN, 0, 100, 0],
    ]
    explanation = halves.explain("KEN")
    assert "level 4 of 0 to 4, set aside, since too little of a group above it is answered" in explanation.text(200)
    assert "no score: what is answered is too little to count" in halves.explain("KEN", "means").headline
    assert [node.id for node in explanation.missing] == ["bodies", "money", "people", "chips"]


def test_a_group_has_its_own_minimum_and_those_below_take_it_over() -> None:
    only = scored(means={"missing": {"minimum_answered": 0.66}})
    assert of(only, "KEN", "mine", "means") == [[100, 33.33, 100, 0.33], [NAN, 0, 100, 0]]
    looser = scored(missing={"minimum_answered": 0.66}, means={"missing": {"minimum_answered": 0.3}})
    assert of(looser, "KEN", "mine", "means") == [[100, 50, 100, 0.5], [100, 33.33, 100, 0.33]]


def test_a_group_with_a_score_counts_as_answered_in_the_group_above() -> None:
    """As indices count: two of three in both pillars is enough for both, and both are all of the root."""
    answers = {"KEN": [4, 4, None, 4, 4, None]}
    rubric = ss.load_rubric(content(missing={"minimum_answered": 0.67}))
    paths = [leaf.key for leaf in rubric.criteria]
    assert np.isnan(ss.score(rubric, countries_of(answers, paths)).nodes.values[0, 0])  # 0.667 is less than 0.67
    rubric = ss.load_rubric(content(missing={"minimum_answered": 0.66}))
    assert ss.score(rubric, countries_of(answers, paths)).nodes.values[0, 0] == pytest.approx(100)


def test_what_is_missing_counts_at_its_worst() -> None:
    scores = scored(missing={"rule": "worst"})
    assert of(scores, "KEN", "mine", "rules", "means") == [
        [50, 50, 100, 0.5],
        [66.67, 66.67, 100, 0.67],
        [33.33, 33.33, 100, 0.33],
    ]
    assert "not answered, counted at its worst where there is no answer" in scores.explain("KEN").text(200)
    assert [node.id for node in scores.explain("KEN").missing] == ["bodies", "people", "chips"]
    one = scored(means={"missing": {"rule": "worst"}})
    assert of(one, "KEN", "mine", "means") == [[66.67, 50, 100, 0.5], [33.33, 33.33, 100, 0.33]]
    # a whole pillar without an answer is missing in the root, whose rule holds for it
    above = scored(missing={"rule": "worst"}, means={"missing": {"rule": "available"}})
    assert of(above, "NZL", "mine", "means") == [[16.67, 16.67, 100, 0.17], [0, 0, 100, 0]]
    assert of(above, "KEN", "mine", "means") == [[83.33, 50, 100, 0.5], [100, 33.33, 100, 0.33]]


def test_half_a_checklist_counts_at_its_worst_and_a_withheld_one_not_at_all() -> None:
    questions = {"a": "A?", "b": "B?"}
    frame = pd.DataFrame({"code": ["KEN", "FRA"], "x": [1, 1], "y": [2.0, 4.0]})
    rubric = {"rubric": "m", "criteria": [{"id": "x", "checklist": questions}, {"id": "y", "levels": LEVELS}]}
    assert len(ss.read_table(frame, ss.load_rubric(rubric), country="code")) == 2
    from strategyscore.model.answers import Answer

    half = {"x": {"answers": {"a": "yes"}, "level": None}, "y": {"level": 4}}
    for rule, expected in (("available", 100), ("worst", 75), ("withhold", np.nan)):
        loaded = ss.load_rubric({**rubric, "missing": {"rule": rule}})
        countries = countries_of({"KEN": [0, 0]}, ["m.x", "m.y"])
        for path, answer in half.items():
            countries = countries.replace("KEN", f"m.{path}", **answer)
        assert isinstance(countries["KEN"].history["m.x"][-1], Answer)
        scores = ss.score(loaded, countries)
        assert scores.nodes.values[0, 0] == pytest.approx(expected, nan_ok=True)
        assert (scores.nodes.lower[0, 0], scores.nodes.upper[0, 0]) == (75, 100)
        assert scores.nodes.coverage[0, 0] == 0.75


def test_a_total_is_withheld_while_a_part_is_missing() -> None:
    scores = scored(missing={"rule": "withhold"})
    assert of(scores, "KEN", "mine", "rules") == [[NAN, 50, 100, 0.5], [NAN, 66.67, 100, 0.67]]
    assert (
        "no score: it is withheld while an answer is missing; between 50.0 and 100.0" in scores.explain("KEN").headline
    )
    assert "Kenya has no score (50.0 to 100.0)" in ss.charts.ranking(scores).alt_text
    one = scored(rules={"missing": {"rule": "withhold"}})
    assert of(one, "KEN", "mine", "rules") == [[100, 50, 100, 0.5], [NAN, 66.67, 100, 0.67]]
    drawn = ss.uncertainty(scores, draws=200, vary="missing")
    assert np.isfinite(drawn.kept).all()  # in every draw all is answered
    assert drawn.scores.loc["KEN", "q05"] >= 50
    assert ss.uncertainty(scored(rules={"missing": {"rule": "withhold"}}), draws=9, vary="weights").excluded == ["NZL"]


def test_what_is_set_aside_is_drawn_as_if_it_were_missing() -> None:
    scores = scored(means={"missing": {"minimum_answered": 0.66}})
    still = ss.uncertainty(scores, draws=20, vary="ratings")
    # law and ethics vary by a level; money, which was set aside, does not come back to be drawn about its level
    assert set(still.kept[:, still.plan.codes.index("KEN")].round(9)) <= {75.0, 87.5, 100.0}
    drawn = ss.uncertainty(scores, draws=4000, vary={"missing": {"method": "uniform"}})
    # bodies and the three of means at 0 to 4 each: the mean of a third of 100, 100, x and half of three x
    assert drawn.scores.loc["KEN", "mean"] == pytest.approx((250 / 3 + 50) / 2, abs=1.5)
    settling = drawn.settling().set_index(["country", "node"])["now"]
    assert settling[("KEN", "means.money")] == "set aside"


def test_a_screen_takes_countries_out_before_anything_is_normalised() -> None:
    frame = pd.DataFrame({"code": ["FRA", "KEN", "NZL"], "a": [1.0, 2.0, 9.0], "b": [1.0, 3.0, np.nan]})
    quantity = {"unit": "one", "normalise": "minmax"}
    rubric = ss.load_rubric(
        {
            "rubric": "m",
            "screen": {"minimum_coverage": 0.6},
            "criteria": [{"id": "a", "weight": 1, **quantity}, {"id": "b", "weight": 3, **quantity}],
        }
    )
    scores = ss.score(rubric, ss.read_table(frame, rubric, country="code"))
    assert scores.table["score"].to_dict() == {"KEN": 100, "FRA": 0}  # 2 is the most, since 9 is out
    assert scores.screened == {"NZL": 0.25}
    assert scores.provenance["screened_out"] == {"NZL": 0.25}
    note = "Not scored, since less than 60 % of the weight is answered: New Zealand (25 %)."
    assert note in ss.tables.ranking(scores).html()
    texts = ss.charts.ranking(scores).findobj(lambda item: hasattr(item, "get_text"))
    assert note in " ".join(text.get_text() for text in texts)
    by_number = ss.load_rubric(
        yaml.safe_load(rubric.to_yaml().replace("by: weight", "by: criteria").replace("0.6", "0.5"))
    )
    assert ss.score(by_number, ss.read_table(frame, rubric, country="code")).screened == {}
    with pytest.raises(ss.ScoringError, match="for every country"):
        ss.score(rubric, ss.read_table(frame.assign(b=np.nan), rubric, country="code"))


@given(cases(), st.sampled_from([0.3, 0.5, 0.66, 1.0]))
def test_setting_aside_is_the_same_as_not_having_answered(case: Any, least: float) -> None:
    rubric, answers = case
    strict = rubric.replace(rubric.id, missing={"minimum_answered": least})
    one = ss.score(strict, countries_of(answers, paths_of(rubric)))
    fewer = {
        code: [None if aside else level for level, aside in zip(answers[code], row, strict=True)]
        for code, row in zip(CODES, one.prepared.set_aside, strict=True)
    }
    other = ss.score(rubric, countries_of(fewer, paths_of(rubric)))
    for name in ("values", "lower", "upper", "coverage"):
        np.testing.assert_array_equal(getattr(one.nodes, name), getattr(other.nodes, name))


@given(cases())
def test_at_the_worst_a_score_is_its_lower_end_and_withheld_it_is_whole_or_none(case: Any) -> None:
    rubric, answers = case
    countries = countries_of(answers, paths_of(rubric))
    plain = ss.score(rubric, countries).nodes
    worst = ss.score(rubric.replace(rubric.id, missing={"rule": "worst"}), countries).nodes
    np.testing.assert_allclose(worst.values, plain.lower, rtol=0, atol=1e-9)
    np.testing.assert_allclose(worst.upper, plain.upper, rtol=0, atol=1e-9)
    np.testing.assert_array_equal(worst.coverage, plain.coverage)
    held = ss.score(rubric.replace(rubric.id, missing={"rule": "withhold"}), countries).nodes
    np.testing.assert_array_equal(np.isnan(held.values), plain.coverage < 1)
    known = plain.coverage == 1
    np.testing.assert_allclose(held.values[known], plain.values[known], rtol=0, atol=1e-9)


def test_what_a_file_says_is_what_it_says_again() -> None:
    rubric = ss.load_rubric(
        content(missing={"rule": "worst", "minimum_answered": 0.5}, rules={"missing": {"rule": "withhold"}})
    )
    assert ss.load_rubric(yaml.safe_load(rubric.to_yaml())) == rubric
    data = {
        group["node"]: group["missing"]
        for group in ss.score(rubric, countries_of(ANSWERS, [leaf.key for leaf in rubric.criteria])).program.to_data()[
            "groups"
        ]
    }
    assert data[1] == {"rule": "withhold", "minimum_answered": 0.5}
    tree = rubric_of(group("root", [leaf("a")]))
    with pytest.raises(ValueError, match="is no rule for missing answers"):
        tree.replace("root", missing={"rule": "best"})


def test_a_score_that_is_withheld_is_made_of_nothing() -> None:
    ends = {"unit": "1", "normalise": {"method": "goalposts", "low": 0, "high": 100}}
    criteria = [{"id": name, **ends} for name in ("a", "b")]
    rubric = ss.load_rubric({"rubric": "r", "missing": {"rule": "withhold"}, "criteria": criteria})
    table = pd.DataFrame({"code": ["A", "B"], "a": [50, 60], "b": [None, 20.0]})
    scores = ss.score(rubric, ss.read_table(table, rubric, country="code"))
    assert np.isnan(scores.explain("A").score)
    assert [item.part.adds for item in scores.explain("A").parts] == [0, 0]
    assert [item.part.adds for item in scores.explain("B").parts] == [30, 10]
