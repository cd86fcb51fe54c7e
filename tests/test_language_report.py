"""A report of a rubric that says all it can: its tables are described, its page tells of bands, gates and screens."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

import strategyscore as ss

from .build import countries_of
from .conftest import read_page

pytestmark = pytest.mark.slow

LEVELS = {level: f"Step {level}" for level in range(5)}
RUBRIC = ss.load_rubric(
    {
        "rubric": "mine",
        "bands": {"low": 0, "high": 60},
        "missing": {"rule": "available", "minimum_answered": 0.5},
        "screen": {"minimum_coverage": 0.3},
        "decimals": {"digits": 1, "at": "every_node"},
        "gates": [{"criterion": "law", "at_least": 2, "otherwise": {"cap": 55}}],
        "adjust": [{"criterion": "harm", "factors": {0: 1, 1: 0.9}}],
        "criteria": [
            {"id": "law", "levels": LEVELS},
            {"id": "means", "criteria": [{"id": "money", "levels": LEVELS}, {"id": "people", "levels": LEVELS}]},
            {"id": "harm", "weight": 0, "levels": {0: "None", 1: "Some"}},
        ],
    }
)
ANSWERS = {"FRA": [4, 4, "n/a", 1], "KEN": [1, 4, None, 0], "NZL": [None, 2, None, 1], "RUS": [2, 2, 2, 0]}


def test_the_page_and_the_tables_tell_all(tmp_path: Path) -> None:
    scores = ss.score(RUBRIC, countries_of(ANSWERS, [leaf.key for leaf in RUBRIC.criteria]))
    assert scores.screened == {"NZL": 0.25}
    page = read_page(ss.write_report(scores, tmp_path, charts=["ranking", "coverage"], draws=200))
    assert "Gate: Law must reach 2, else the score is at most 55 (not passed by Kenya)." in page
    assert "Not scored, since less than 30 % of the weight is answered: New Zealand (25 %)." in page
    assert "Effect of the factor 0.9 for Harm: takes 10.0." in page
    assert "Gate: Law must reach 2, else the score is at most 55: fail." in page
    assert '<td role="cell">high</td>' in page
    tables = {one["path"] for one in json.loads((tmp_path / "datapackage.json").read_text("utf-8"))["resources"]}
    assert {"gates.csv", "robustness/gates.csv", "robustness/bands.csv"} <= tables
    assert pd.read_csv(tmp_path / "scores.csv")["band"].tolist() == ["high", "low", "low"]
    assert json.loads((tmp_path / "provenance.json").read_text("utf-8"))["screened_out"] == {"NZL": 0.25}
