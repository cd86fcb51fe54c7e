"""Gates, caps and factors, by hand, in draws, and in words.

Worked by hand on levels 0 to 4, 0 to 100. Law and money weigh the same, harm nothing: France has 4, 4, 1; Kenya has 1,
4, 0; New Zealand none, 2, 2. Law must reach 2, else the score is at most 50; money must reach 3, which only reports;
and harm takes a tenth off at level 1, and a half at 2. France: 100 x 0.9 = 90. Kenya: (25 + 100) / 2 = 62.5, capped at
50. New Zealand: 50 x 0.5 = 25; at worst (0 + 50) / 2 x 0.5 = 12.5, at best (100 + 50) / 2 x 0.5 = 37.5.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

import strategyscore as ss
from strategyscore.cli.app import app

from .build import cases, countries_of, paths_of

LEVELS = {level: f"Step {level}" for level in range(5)}
CONTENT: dict[str, Any] = {
    "rubric": "mine",
    "gates": [
        {"criterion": "rules.law", "at_least": 2, "otherwise": {"cap": 50}},
        {"criterion": "money", "at_least": 3},
    ],
    "adjust": [{"criterion": "harm", "factors": {0: 1, 1: 0.9, 2: 0.5}}],
    "criteria": [
        {"id": "rules", "criteria": [{"id": "law", "levels": LEVELS}]},
        {"id": "money", "levels": LEVELS},
        {"id": "harm", "title": "Harmful systems", "weight": 0, "levels": {0: "None", 1: "One", 2: "More"}},
    ],
}
RUBRIC = ss.load_rubric(CONTENT)
ANSWERS = {"FRA": [4, 4, 1], "KEN": [1, 4, 0], "NZL": [None, 2, 2]}
PATHS = ["mine.rules.law", "mine.money", "mine.harm"]
SCORES = ss.score(RUBRIC, countries_of(ANSWERS, PATHS))


def test_factors_and_caps_change_scores_and_bounds() -> None:
    table = SCORES.table
    assert table["score"].to_dict() == {"FRA": 90, "KEN": 50, "NZL": 25}
    assert table.loc["NZL", ["lower", "upper"]].tolist() == [12.5, 37.5]
    assert table.loc["FRA", ["lower", "upper"]].tolist() == [90, 90]


def test_a_gate_says_who_passes() -> None:
    found = SCORES.gates.set_index(["criterion", "country"])
    assert found.loc["rules.law", "result"].to_dict() == {"FRA": "pass", "KEN": "fail", "NZL": "not known"}
    assert found.loc["money", "result"].to_dict() == {"FRA": "pass", "KEN": "pass", "NZL": "fail"}
    assert found.loc["rules.law", "cap"].tolist() == [50] * 3
    assert found.loc["money", "cap"].isna().all()
    out = ss.score(RUBRIC, countries_of({"FRA": ["n/a", 4, 0], "KEN": [1, 1, 1]}, PATHS))
    assert out.gates["result"].tolist()[:2] == ["not applicable", "fail"]
    assert out.table.loc["FRA", ["score", "lower", "upper"]].tolist() == [100, 100, 100]
    bare = ss.score(RUBRIC.replace("mine", gates=[]), SCORES.countries)
    assert bare.gates.empty
    assert bare.table.loc["KEN", "score"] == 62.5


def test_what_is_missing_may_cap_and_may_take_off() -> None:
    scores = ss.score(RUBRIC, countries_of({"FRA": [None, 4, None], "KEN": [1, 4, 0]}, PATHS))
    # as it is 100; law at 0 makes 50, and harm at 2 halves that; at best nothing is taken off
    assert scores.table.loc["FRA", ["score", "lower", "upper"]].tolist() == [100, 25, 100]
    bonus = RUBRIC.replace("mine", adjust=[{"criterion": "harm", "factors": {0: 1.2, 1: 1, 2: 1}}], gates=[])
    lifted = ss.score(bonus, scores.countries).table
    assert lifted.loc["FRA", ["score", "lower", "upper"]].tolist() == [100, 50, 120]


def test_a_draw_is_adjusted_and_capped_by_what_it_drew() -> None:
    drawn = ss.uncertainty(SCORES, draws=6000, vary={"missing": {"method": "uniform"}})
    law = drawn.kept[:, drawn.plan.codes.index("NZL")]
    # levels 0 to 4 of law, each as likely: (25 x level + 50) / 2, halved; none reaches the cap
    assert set(law.round(9)) == {12.5, 18.75, 25.0, 31.25, 37.5}
    found = drawn.gates.set_index(["criterion", "country"])
    assert found.loc[("rules.law", "NZL"), "passes"] == pytest.approx(0.6, abs=0.03)
    assert found.loc["rules.law", "passes"].to_dict() | {"NZL": 0} == {"FRA": 1, "KEN": 0, "NZL": 0}
    assert found["known"].tolist() == [1] * 6
    still = ss.uncertainty(SCORES, draws=40, vary="weights").gates.set_index(["criterion", "country"])
    assert still.loc[("rules.law", "NZL"), ["passes", "known"]].tolist() == [0, 0]


def test_levels_that_are_spaced_otherwise_are_asked_for_as_levels() -> None:
    countries = countries_of({"FRA": [2, 4, 1], "KEN": [1, 4, 0]}, PATHS)
    scores = ss.score(RUBRIC, countries)
    drawn = ss.uncertainty(scores, draws=60, vary={"methods": {"spacing": ["equal", "convex", "concave"]}})
    values = pd.DataFrame(drawn.kept, columns=drawn.plan.codes).assign(spacing=drawn.settings["spacing"])
    for spacing, power in (("equal", 1), ("convex", 2), ("concave", 0.5)):
        part = values[values["spacing"] == spacing]
        # level 2 passes, however high it stands; level 1 of harm takes a tenth off, however much it is
        assert part["FRA"].to_numpy() == pytest.approx((100 * 0.5**power + 100) / 2 * 0.9)
        assert part["KEN"].to_numpy() == pytest.approx(50)
    assert drawn.gates.set_index(["criterion", "country"]).loc[("rules.law", "FRA"), "passes"] == 1


def test_gates_ask_for_levels_before_they_are_rounded() -> None:
    thirds = {level: f"Step {level}" for level in range(4)}
    content = {
        "rubric": "m",
        "decimals": {"digits": 0, "at": "every_node"},
        "gates": [{"criterion": "a", "at_least": 1, "otherwise": {"cap": 10}}],
        "criteria": [{"id": "a", "levels": thirds}],
    }
    scores = ss.score(ss.load_rubric(content), countries_of({"FRA": [1]}, ["m.a"]))
    assert scores.table.loc["FRA", "score"] == 33
    assert scores.gates["result"].tolist() == ["pass"]


def test_a_criterion_that_is_left_out_takes_its_gate_and_its_factor_along() -> None:
    shifts = ss.sensitivity(SCORES, draws=8).leave_one_out
    assert shifts.shape[0] == 3
    without = RUBRIC.without("harm", "rules.law")
    assert without.root.adjust == ()
    assert [gate.criterion for gate in without.root.gates] == ["money"]
    drawn = ss.uncertainty(SCORES, draws=200, vary="structure")
    left = drawn.settings["left_out"]
    for path in ("harm", "money"):
        again = ss.score(RUBRIC.without(path), SCORES.countries).table["score"]
        rows = drawn.kept[(left == path).to_numpy()]
        for code in ("FRA", "KEN", "NZL"):
            if not np.isnan(again[code]):
                assert rows[:, drawn.plan.codes.index(code)] == pytest.approx(again[code])


def test_a_gate_falls_away_with_what_it_asks_for() -> None:
    gate = {"criterion": "money", "at_least": 3, "otherwise": {"cap": 20}}
    scores = ss.score(RUBRIC.replace("mine", gates=[gate]), countries_of({"FRA": [4, 1, 0], "KEN": [2, 4, 0]}, PATHS))
    assert scores.table["score"].to_dict() == {"KEN": 75, "FRA": 20}
    drawn = ss.uncertainty(scores, draws=60, vary="structure")
    rows = drawn.kept[(drawn.settings["left_out"] == "money").to_numpy()]
    assert len(rows)
    assert np.unique(rows, axis=0).tolist() == [[100, 50]]


def test_people_are_told_what_it_takes_off(tmp_path: Path) -> None:
    text = SCORES.explain("FRA").text(200)
    assert "Mine [mine]\n  effect of the factor 0.9 for Harmful systems · takes 10.0" in text
    assert "Gate: Law must reach 2, else the score is at most 50: pass." in text
    assert "Gate: Money must reach 3: pass." in text
    assert "effect of the cap of 50 for Law · takes 12.5" in SCORES.explain("KEN").text(200)
    both = ss.score(RUBRIC, countries_of({"FRA": [1, 4, 1], "KEN": [1, 4, 0]}, PATHS)).explain("FRA")
    said = (
        "effect of the factor 0.9 for Harmful systems (\N{MINUS SIGN}6.3) and the cap of 50 for Law (\N{MINUS SIGN}6.3)"
    )
    assert said in both.text(200)
    assert "Gate: Law must reach 2" in both._repr_html_()
    note = "Gate: Law must reach 2, else the score is at most 50 (not passed by Kenya; not known for New Zealand)."
    assert note in ss.tables.ranking(SCORES).html()
    compared = SCORES.compare("FRA", "KEN").text()
    assert "effect of the factor for Harmful systems and the cap of 50 for Law" in compared
    (tmp_path / "mine.yaml").write_text(RUBRIC.to_yaml(), encoding="utf-8")
    (tmp_path / "values.csv").write_text("code,law,money,harm\nFRA,4,4,1\nKEN,1,4,0\nNZL,,2,2\n", encoding="utf-8")
    options = ["--rubric", str(tmp_path / "mine.yaml"), "--countries", str(tmp_path / "values.csv"), "--draws", "0"]
    assert "not passed by Kenya" in CliRunner().invoke(app, ["score", *options]).stdout.replace("\n", " ")


def test_a_column_multiplies_a_criterion_and_a_group() -> None:
    quantity = {"unit": "one", "normalise": {"method": "goalposts", "low": 0, "high": 10}}
    rubric = ss.load_rubric(
        {
            "rubric": "m",
            "multiply_by": "coefficient",
            "criteria": [{"id": "a", "multiply_by": "share", **quantity}, {"id": "b", **quantity}],
        }
    )
    frame = pd.DataFrame(
        {"code": ["FRA", "KEN"], "a": [8, np.nan], "b": [4, 6], "share": [0.5, 0.25], "coefficient": [1, 0.9]}
    )
    scores = ss.score(rubric, ss.read_table(frame, rubric, country="code"))
    # France: (80 x 0.5 + 40) / 2; Kenya: 60 x 0.9, and with a at 0 (0 + 60) / 2 x 0.9. With a at its best, 100 x 0.25,
    # it would be 38.25, less than without an answer; a score never lies outside its ends
    assert scores.table["score"].to_dict() == pytest.approx({"KEN": 54, "FRA": 40})
    assert scores.table.loc["KEN", ["lower", "upper"]].tolist() == pytest.approx([27, 54])
    assert scores.nodes.upper[1, scores.column["a"]] == 25
    assert "effect of the factor 0.9 in coefficient · takes 6.0" in scores.explain("KEN").text(200)
    near = ss.uncertainty(scores, draws=4000, vary={"ratings": {"standard_errors": {"a": 1.0}}})
    assert near.kept[:, 0].std() == pytest.approx(10 * 0.5 / 2, rel=0.05)  # a tenth of the scale, halved, half of it
    assert ss.load_rubric(yaml.safe_load(rubric.to_yaml())) == rubric
    for changes, says in (
        ({"coefficient": [1, np.nan]}, "scores are multiplied by it; write a number of 0 or more"),
        ({"coefficient": [1, -0.1]}, "scores are multiplied by it"),
        ({"coefficient": [1, "x"]}, "is not a number"),
    ):
        with pytest.raises(ss.DocumentError, match=says):
            ss.read_table(frame.assign(**changes), rubric, country="code")
    with pytest.raises(ss.DocumentError, match="no column 'coefficient' to multiply by"):
        ss.read_table(frame.drop(columns="coefficient"), rubric, country="code")
    with pytest.raises(ss.ScoringError, match="there is no column 'coefficient' to multiply by"):
        ss.score(RUBRIC.replace("mine", multiply_by="coefficient"), SCORES.countries)


def test_included_rubrics_name_by_their_own_paths(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text(RUBRIC.to_yaml(), encoding="utf-8")
    whole = "rubric: whole\ncriteria: [{include: mine}, {id: rest, criteria: [{include: mine}]}]\n"
    (tmp_path / "whole.yaml").write_text(whole, encoding="utf-8")
    rubric = ss.load_rubric(tmp_path / "whole.yaml")
    for path in ("mine", "rest.mine"):
        group: Any = rubric.node(path)
        assert [gate.criterion for gate in group.gates] == [f"{path}.rules.law", f"{path}.money"]
    again = ss.load_rubric(yaml.safe_load(rubric.to_yaml()))
    assert [node.gates for node in again.groups] == [node.gates for node in rubric.groups]


@given(cases(), st.data())
def test_a_cap_holds_and_a_factor_of_one_changes_nothing(case: Any, data: st.DataObject) -> None:
    rubric, answers = case
    countries = countries_of(answers, paths_of(rubric))
    path = data.draw(st.sampled_from(paths_of(rubric)))
    ones = rubric.replace(rubric.id, adjust=[{"criterion": path, "factors": dict.fromkeys(range(5), 1.0)}])
    plain = ss.score(rubric, countries).nodes
    np.testing.assert_allclose(ss.score(ones, countries).nodes.values, plain.values, rtol=0, atol=1e-9)
    gate = {"criterion": path, "at_least": data.draw(st.integers(1, 4)), "otherwise": {"cap": 40}}
    gated = ss.score(rubric.replace(rubric.id, gates=[gate]), countries)
    failed = (gated.gates["result"] == "fail").to_numpy()
    values = gated.nodes.values[:, 0]
    assert np.all((values <= 40) | np.isnan(values), where=failed)
    np.testing.assert_allclose(values[~failed], plain.values[~failed, 0], rtol=0, atol=1e-9)
    assert np.all(gated.nodes.upper <= plain.upper + 1e-9)
    for code in ("CHN", "KEN"):
        explanation = gated.explain(code)
        added = sum(item.part.adds for item in explanation.parts)
        assert added == pytest.approx(0 if np.isnan(explanation.score) else explanation.score, abs=1e-9)


def test_the_european_cloud_scheme_has_minima_beside_its_mean() -> None:
    rubric = ss.load_rubric("cloud-sovereignty")
    ids = [leaf.id for leaf in rubric.criteria]
    rows = {"one": [4, 4, 4, 4, 4, 4, 4, 1], "two": [2] * 8, "three": [3, 3, 2, 3, None, 3, 3, 3]}
    frame = pd.DataFrame.from_dict(rows, orient="index", columns=ids).rename_axis("service").reset_index()
    scores = ss.score(rubric, ss.read_table(frame, rubric, country="service"))
    # 100 less three quarters of 5; 50; and of 80: (70 x 75 + 10 x 50) / 80
    assert scores.table["score"].to_dict() == pytest.approx({"one": 96.25, "two": 50, "three": 71.875})
    failed = scores.gates[scores.gates["result"] == "fail"]
    assert failed[["country", "criterion"]].to_numpy().tolist() == [["one", "environment"]]
    unknown = scores.gates[scores.gates["result"] == "not known"]
    assert unknown[["country", "criterion"]].to_numpy().tolist() == [["three", "supply_chain"]]
