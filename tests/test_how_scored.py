"""What a report says of how its scores come about is what the rubric says, whatever kind of rubric it is."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import strategyscore as ss
from strategyscore.report.method import how_scored, never_zero


def scores_of(tmp_path: Path, rubric: str, table: dict[str, list[float]]) -> ss.Scores:
    (tmp_path / "own.yaml").write_text(rubric, encoding="utf-8")
    read = ss.load_rubric(tmp_path / "own.yaml")
    return ss.score(read, ss.read_table(pd.DataFrame({"code": ["AAA", "BBB"], **table}), read, country="code"))


FIGURES = """
rubric: own
title: Figures
version: "1"
missing: {rule: worst}
criteria:
  - {id: size, title: Size, weight: 3, unit: m, normalise: minmax}
  - id: depth
    title: Depth
    missing: {rule: withhold, minimum_answered: 0.6}
    criteria:
      - {id: water, title: Water, unit: m, normalise: minmax}
      - {id: soil, title: Soil, unit: m, normalise: minmax}
"""


def test_a_rubric_of_figures_speaks_of_no_levels_and_tells_each_rule_of_missing(tmp_path: Path) -> None:
    scores = scores_of(tmp_path, FIGURES, {"size": [1, 2], "water": [1, 3], "soil": [2, 5]})
    whole, groups = how_scored(scores)
    assert whole == [
        "Figures are brought onto the scale from 0 to 100 as the rubric says for each of them.",
        "Within Figures: where a question has no answer, it counts at its worst.",
        "Within Depth: where a question has no answer, its group has no score.",
        "Within Depth: where less than 60 % of a group's weight is answered, its answers are set aside.",
    ]
    assert groups == [
        "Figures: the weighted arithmetic mean of Size (75.0 %) and Depth (25.0 %).",
        "Depth: the weighted arithmetic mean of Water and Soil, which weigh 50.0 % each.",
    ]
    assert not never_zero(scores.rubric)


@pytest.mark.parametrize(("points", "steps"), [("", True), (", points: 7", False)])
def test_levels_stand_at_equal_steps_unless_they_have_points(tmp_path: Path, points: str, steps: bool) -> None:
    levels = f"{{0: {{text: none{points.replace('7', '0')}}}, 1: {{text: all{points}}}}}"
    rubric = f'rubric: own\ntitle: L\nversion: "1"\ncriteria: [{{id: one, title: One, levels: {levels}}}]\n'
    whole, _ = how_scored(scores_of(tmp_path, rubric, {"one": [0, 1]}))
    assert whole[0].startswith("Each question has a scale of levels")
    assert any("at equal steps" in sentence for sentence in whole) == steps
    assert (
        "Where a question has no answer, its weight goes to the questions beside it; it is never counted as zero."
        in whole
    )
