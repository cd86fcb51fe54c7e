"""Bands: named ranges of scores, by hand, in draws, and wherever scores are shown.

Worked by hand. Two criteria of levels 0 to 4, equal weights, on 0 to 100; low from 0, medium from 35, high from 70:
France has levels 4 and 3, so 87.5; Kenya 1 and 2, so 37.5; New Zealand 0 and none, so 0, and could have 0 to 50.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.lines import Line2D
from typer.testing import CliRunner

import strategyscore as ss
from strategyscore.cli.app import app
from strategyscore.methods.bands import band_near, band_of

from .build import countries_of

LEVELS = {level: f"Step {level}" for level in range(5)}
BANDS = {"low": 0, "medium": 35, "high": 70}
CONTENT = {
    "rubric": "mine",
    "bands": BANDS,
    "criteria": [
        {"id": "law", "levels": LEVELS},
        {"id": "means", "bands": {"poor": 0, "rich": 50}, "criteria": [{"id": "money", "levels": LEVELS}]},
    ],
}
RUBRIC = ss.load_rubric(CONTENT)
SCORES = ss.score(
    RUBRIC, countries_of({"FRA": [4, 3], "KEN": [1, 2], "NZL": [0, None]}, ["mine.law", "mine.means.money"])
)


def test_each_score_has_its_band() -> None:
    table, tidy = SCORES.table, SCORES.tidy.set_index(["node", "country"])
    assert table["band"].to_dict() == {"FRA": "high", "KEN": "medium", "NZL": "low"}
    assert set(table["next_band"]) == {""}
    assert tidy.loc["means", "band"].to_dict() == {"FRA": "rich", "KEN": "rich", "NZL": ""}
    assert set(tidy.loc["law", "band"]) == {""}
    assert "band" not in ss.score(RUBRIC.replace("mine", bands={}), SCORES.countries).table


@given(st.floats(0, 100), st.lists(st.floats(0.5, 100), min_size=1, max_size=5, unique=True))
def test_a_band_begins_at_its_edge_and_ends_below_the_next(score: float, starts: list[float]) -> None:
    edges = np.array([0.0, *sorted(starts)])
    index = int(band_of(score, edges, span=100.0))
    assert edges[index] <= score + 1e-9
    assert index == len(edges) - 1 or score < edges[index + 1]


def test_what_the_rounding_of_a_sum_takes_off_is_not_taken_off_a_band() -> None:
    below = np.nextafter(70.0, 0.0)
    assert band_of(below, [0, 35, 70], span=100.0) == 2
    assert band_near(below, [0, 35, 70], span=100.0, digits=1, rounded=False) == -1


@given(st.floats(0, 100), st.integers(0, 2))
def test_a_score_within_half_a_digit_of_an_edge_is_near_the_band_beyond(score: float, digits: int) -> None:
    edges = np.array([0.0, 35.0, 70.0])
    near = int(band_near(score, edges, 100.0, digits, rounded=False))
    gap = float(np.abs(edges[1:] - score).min())
    assert (near >= 0) == (1e-10 < gap <= 0.5 * 10**-digits * (1 + 1e-9))
    assert near in (-1, int(band_of(score, edges, 100.0)) - 1, int(band_of(score, edges, 100.0)) + 1)


def test_the_share_of_draws_in_each_band() -> None:
    drawn = ss.uncertainty(SCORES, draws=4_000, vary={"missing": {"method": "uniform"}})
    shares = drawn.bands
    assert list(shares.columns) == [*BANDS]
    assert shares.loc["FRA"].tolist() == [0, 0, 1]
    # New Zealand's missing level is 0 to 4, each as likely: 0, 12.5, 25, 37.5 or 50
    assert shares.loc["NZL"].to_numpy() == pytest.approx([0.6, 0.4, 0.0], abs=0.03)
    bare = ss.uncertainty(ss.score(RUBRIC.replace("mine", bands={}), SCORES.countries), draws=10)
    with pytest.raises(ss.ScoringError, match="has no bands"):
        _ = bare.bands


def test_people_see_bands_everywhere() -> None:
    near = ss.score(RUBRIC.replace("mine", bands={"low": 0, "medium": 37.53, "high": 70}), SCORES.countries)
    assert near.table.loc["KEN", ["band", "next_band"]].tolist() == ["low", "medium"]
    assert ", band low, within rounding of medium, rank 2 of 3" in near.explain("KEN").headline
    table = ss.tables.ranking(near)
    assert "low, within rounding of medium" in table.html()
    assert list(table.frame["next_band"]) == ["", "medium", ""]
    figure = ss.charts.ranking(near)
    assert "Kenya 37.5 (37.5 to 37.5), band low, within rounding of medium." in figure.alt_text
    edges = [line for line in figure.axes[0].findobj(Line2D) if line.get_linestyle() == "--"]
    assert [np.asarray(line.get_xdata())[0] for line in edges] == [37.53, 70]


def test_the_terminal_shows_bands_and_their_shares(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text(RUBRIC.to_yaml(), encoding="utf-8")
    (tmp_path / "values.csv").write_text("code,law,money\nFRA,4,3\nKEN,1,2\nNZL,0,\n", encoding="utf-8")
    options = ["--rubric", str(tmp_path / "mine.yaml"), "--countries", str(tmp_path / "values.csv")]
    lines = CliRunner().invoke(app, ["score", "--draws", "50", *options]).stdout.splitlines()
    assert lines[1].split()[-1] == "band"
    assert [line.split()[-1] for line in lines[2:5]] == ["high", "medium", "low"]
    heads = CliRunner().invoke(app, ["uncertainty", "--draws", "50", *options]).stdout.splitlines()[1]
    assert heads.split()[-3:] == [*BANDS]


def test_bands_stand_in_the_file_and_the_program() -> None:
    assert ss.load_rubric(yaml.safe_load(RUBRIC.to_yaml())) == RUBRIC
    root = SCORES.program.to_data()["groups"][-1]
    assert root["bands"] == BANDS
    assert RUBRIC.replace("mine", bands={"a": 0, "b": 9}).changed == ("mine: bands {'a': 0, 'b': 9}",)
