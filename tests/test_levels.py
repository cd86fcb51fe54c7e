"""Levels that count points, and words for them in rubrics, profiles and tables.

Worked by hand. A draft counts 1, a guideline 7, a policy 11 and a law 12 points, nothing 0: on 0 to 100 a guideline is
700 / 12. The criterion weighs the same as another with levels 0 and 1.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import yaml

import strategyscore as ss

from .test_schema import errors

POINTS = {"none": 0, "draft": 1, "guideline": 7, "policy": 11, "law": 12}
NUMBERED = {
    number: {"text": name.capitalize(), "points": points, "code": name}
    for number, (name, points) in enumerate(POINTS.items())
}
WORDED = {
    name: {"text": name.capitalize(), "points": POINTS[name]}
    for name in ("law", "none", "policy", "draft", "guideline")
}
PROFILE = """\
country: KEN
as_of: 2025
sources: {page: {title: Page, url: https://example.org/page, published: 2024}}
ratings:
  mine.rule:
    {level: guideline, since: 2024, confidence: low, because: So., evidence: [{source: page, where: p. 1, states: So.}]}
  mine.other:
    {level: 1, since: 2024, confidence: high, because: So., evidence: [{source: page, where: p. 2, states: So.}]}
"""


def rubric(levels: dict[Any, Any], **keys: Any) -> ss.Rubric:
    other = {"id": "other", "levels": {0: "No", 1: "Yes"}}
    return ss.load_rubric({"rubric": "mine", **keys, "criteria": [{"id": "rule", "levels": levels}, other]})


@pytest.mark.parametrize("levels", [NUMBERED, WORDED], ids=["numbers", "words"])
def test_points_and_codes_in_a_table(levels: dict[Any, Any]) -> None:
    asked = rubric(levels)
    frame = pd.DataFrame({"code": ["FRA", "KEN", "NZL"], "rule": ["guideline", "4", " none "], "other": [1, 1, 0]})
    scores = ss.score(asked, ss.read_table(frame, asked, country="code"))
    assert scores.table["score"].to_dict() == pytest.approx({"KEN": 100, "FRA": (700 / 12 + 100) / 2, "NZL": 0})
    assert "7 of 12 points" in scores.explain("FRA").text()
    assert ss.load_rubric(yaml.safe_load(asked.to_yaml())) == asked
    assert errors("rubric", yaml.safe_load(asked.to_yaml())) == []
    assert errors("rubric", {"rubric": "mine", "criteria": [{"id": "rule", "levels": levels}]}) == []


def test_words_in_a_profile_are_levels(tmp_path: Path) -> None:
    (tmp_path / "kenya.yaml").write_text(PROFILE, encoding="utf-8")
    countries = ss.load_countries(tmp_path / "kenya.yaml")
    asked = rubric(NUMBERED)
    scores = ss.score(asked, countries)
    assert scores.nodes.values[0, 1] == pytest.approx(700 / 12)
    assert "level 2 of 0 to 4, 7 of 12 points" in scores.explain("KEN").text(200)
    assert errors("profile", yaml.safe_load(PROFILE)) == []
    for level, expected in (("law", 100), (3, 1100 / 12), ("none", 0)):
        changed = ss.score(asked, countries.replace("KEN", "mine.rule", level=level))
        assert changed.nodes.values[0, 1] == pytest.approx(expected)
    (tmp_path / "kenya.yaml").write_text(PROFILE.replace("guideline", "guidline"), encoding="utf-8")
    with pytest.raises(ss.DocumentError, match=r"6:13: 'guidline' is no level of rule; did you mean 'guideline'\?"):
        ss.score(asked, ss.load_countries(tmp_path / "kenya.yaml"))


def test_what_is_drawn_asked_and_taken_off_is_a_level(tmp_path: Path) -> None:
    (tmp_path / "kenya.yaml").write_text(PROFILE, encoding="utf-8")
    countries = ss.load_countries(tmp_path / "kenya.yaml")
    gates = [{"criterion": "rule", "at_least": 2, "otherwise": {"cap": 10}}]
    adjust = [{"criterion": "rule", "factors": {0: 1, 1: 1, 2: 0.5, 3: 1, 4: 1}}]
    scores = ss.score(rubric(NUMBERED, gates=gates, adjust=adjust), countries)
    assert scores.nodes.values[0, 0] == pytest.approx((700 / 12 + 100) / 2 / 2)
    assert scores.gates["result"].tolist() == ["pass"]
    plain = ss.score(rubric(NUMBERED).with_weights({"other": 0}), ss.Countries((*countries, countries_like(tmp_path))))
    drawn = ss.uncertainty(plain, draws=300, vary="ratings")
    # of low confidence: the guideline, or the next level up or down
    found = {round(float(value), 6) for value in drawn.kept[:, 0]}
    assert found == {round(100 * points / 12, 6) for points in (1, 7, 11)}


def countries_like(folder: Path) -> Any:
    (folder / "uganda.yaml").write_text(PROFILE.replace("KEN", "UGA").replace("low", "high"), encoding="utf-8")
    return ss.load_countries(folder / "uganda.yaml")["UGA"]


@pytest.mark.parametrize(
    ("levels", "says"),
    [
        ({0: {"text": "a", "points": 0}, 1: "b"}, "level 1 has no points"),
        ({0: {"text": "a", "points": 2}, 1: {"text": "b", "points": 1}}, "level 1 has fewer points than level 0"),
        ({0: {"text": "a", "points": 1}, 1: {"text": "b", "points": 1}}, "all levels have the same points"),
        ({0: {"text": "a", "code": "x"}, 1: {"text": "b", "code": "x"}}, "stands for another level already"),
        ({0: {"text": "a", "code": "NA"}, 1: "b"}, "means that a cell of a table is missing"),
        ({0: {"text": "a", "pionts": 1}, 1: "b"}, "pionts"),
        ({"law": "a", 1: "b"}, "whole number"),
    ],
)
def test_levels_that_are_not_in_order_are_refused(levels: dict[Any, Any], says: str) -> None:
    with pytest.raises(ss.DocumentError, match=says):
        rubric(levels)


def test_a_word_that_is_no_level_is_refused_with_its_address() -> None:
    asked = rubric(NUMBERED)
    frame = pd.DataFrame({"code": ["FRA", "KEN"], "rule": ["lwa", "5"], "other": [1, 1]})
    with pytest.raises(ss.DocumentError) as error:
        ss.read_table(frame, asked, country="code")
    assert "did you mean 'law'?" in str(error.value)
    assert "not one of the levels 0 to 4" in str(error.value)
