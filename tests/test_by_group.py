"""Groups of countries as rows: means and spread by hand, of scores and of draws."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import numpy as np
import pytest

import strategyscore as ss
from tests.command_line import profiles, run

CODES = ["BRA", "CHN", "DEU", "FRA", "IND", "ITA", "RUS", "USA"]


@pytest.fixture(scope="module")
def scores() -> ss.Scores:
    return ss.score(ss.load_rubric(), ss.load_countries(CODES))


def test_means_and_spread_are_those_of_the_members_that_are_scored(scores: ss.Scores) -> None:
    table = ss.by_group(scores, ["brics", "European Union", "EU"])
    assert set(table.index) == {"BRICS", "EU"}
    own = scores.table
    for name, codes in (("BRICS", ["BRA", "CHN", "IND", "RUS"]), ("EU", ["DEU", "FRA", "ITA"])):
        row, several = table.loc[name], own.loc[codes]
        assert row["countries"] == ", ".join(codes)
        assert (row["scored"], row["members"]) == (len(codes), len(ss.groups()[name].members))
        assert row["mean"] == pytest.approx(sum(several["score"]) / len(codes))
        assert row["sd"] == pytest.approx(np.std(several["score"], ddof=1))
        assert (row["lowest"], row["highest"]) == (several["score"].min(), several["score"].max())
        assert row["lower"] == pytest.approx(several["lower"].mean())
        assert row["regulation"] == pytest.approx(several["regulation"].mean())
    usual = ss.by_group(scores)
    assert {"BRICS", "EU", "G7"} <= set(usual.index)
    assert "G20" not in usual.index  # they are all that is scored
    assert (usual["scored"] >= 3).all()
    assert usual["mean"].is_monotonic_decreasing


def test_the_interval_of_a_mean_is_that_of_the_means_of_the_draws(scores: ss.Scores) -> None:
    drawn = ss.uncertainty(scores, draws=400)
    row = ss.by_group(scores, "EU", drawn).loc["EU"]
    columns = [drawn.plan.codes.index(code) for code in ("DEU", "FRA", "ITA")]
    means = [float(np.mean(draw[columns])) for draw in drawn.kept]
    assert (row["q05"], row["q95"]) == pytest.approx(tuple(np.quantile(means, (0.05, 0.95))))
    spread = drawn.scores.loc[["DEU", "FRA", "ITA"]]
    assert row["q95"] - row["q05"] < (spread["q95"] - spread["q05"]).max()  # a mean is surer than its least sure part
    with pytest.raises(ValueError, match="the draws are of other scores"):
        ss.by_group(ss.score(scores.rubric, scores.countries[CODES[:4]]), "EU", drawn)


def test_groups_stand_below_the_countries_of_a_table_and_in_the_terminal(scores: ss.Scores, tmp_path: Path) -> None:
    table = ss.tables.ranking(scores, groups=["EU"])
    assert table.frame["country_name"].iloc[-1] == "European Union (3 of 27)"
    assert table.frame["score"].iloc[-1] == pytest.approx(ss.by_group(scores, "EU")["mean"].iloc[0])
    assert "European Union (3 of 27)" in table.html()
    few = profiles(tmp_path, "china", "russia", "france")
    done = run("score", "-c", few, "--groups", "BRICS", "-f", "csv")
    (row,) = csv.DictReader(io.StringIO(done.stdout))
    assert (row["group"], row["countries"]) == ("BRICS", "CHN, RUS")
    shown = run("score", "-c", few, "--groups", "BRICS,EU", "--draws", "300")
    assert "BRICS (BRICS)" in shown.stdout
    assert "1 of 27" in shown.stdout
    refused = run("score", "-c", few, "--groups", "AU")
    assert refused.exit_code == 2
    assert "no member of the group African Union (AU) is scored" in refused.stderr
