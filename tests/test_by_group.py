"""Groups of countries as rows: means and spread by hand, of scores and of draws."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import numpy as np
import pandas as pd
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
    assert "BRICS (BRICS)" not in shown.stdout, "once is enough"
    assert "\nBRICS " in shown.stdout
    assert "European Union (EU)" in shown.stdout
    assert "1 of 27" in shown.stdout
    refused = run("score", "-c", few, "--groups", "AU")
    assert refused.exit_code == 2
    assert "no member of the group African Union (AU) is scored" in refused.stderr


TABLE = """\
iso3,region,income,law,money
KEN,Africa,low,2,10
UGA,Africa,low,1,30
EGY,Africa,middle,1,20
FRA,Europe,high,0,60
DEU,Europe,high,2,60
CHE,,high,1,5
"""
RUBRIC = {
    "rubric": "mine",
    "criteria": [
        {"id": "law", "title": "Law", "levels": {0: "No", 1: "Some", 2: "All"}},
        {"id": "money", "unit": "dollars", "normalise": {"method": "goalposts", "low": 0, "high": 100}},
    ],
}


@pytest.fixture(scope="module")
def regions(tmp_path_factory: pytest.TempPathFactory) -> ss.Scores:
    file = tmp_path_factory.mktemp("regions") / "table.csv"
    file.write_text(TABLE, encoding="utf-8")
    rubric = ss.load_rubric(RUBRIC)
    return ss.score(rubric, ss.read_table(file, rubric))


def test_ranks_within_groups_and_columns_are_those_of_the_members_alone(regions: ss.Scores, scores: ss.Scores) -> None:
    table = regions.ranks_within("region")
    assert table.groupby("group")["country"].apply(list).to_dict() == {
        "Africa": ["KEN", "UGA", "EGY"],
        "Europe": ["DEU", "FRA"],
    }
    for name, rows in table.groupby("group"):
        alone = ss.score(regions.rubric, regions.countries[list(rows["country"])]).table["rank"]
        assert rows.set_index("country")["rank"].to_dict() == alone.to_dict(), name
        assert set(rows["of"]) == {len(rows)}
    assert table.set_index("country")["overall"].to_dict() == regions.table["rank"].drop("CHE").to_dict()
    ties = regions.ranks_within(["region", "EU"], "money")
    assert ties[ties["group"] == "EU"][["country", "rank"]].to_dict("list") == {
        "country": ["DEU", "FRA"],
        "rank": [1, 1],
    }
    assert set(ss.by_group(regions, "income").index) == {"low", "middle", "high"}
    with pytest.raises(ss.UnknownGroup, match="did you mean 'region'"):
        regions.ranks_within("regoin")
    with pytest.raises(ValueError, match="same entry in the column 'iso3', so it holds no groups"):
        regions.ranks_within("iso3")
    own = scores.ranks_within("BRICS").set_index("country")
    assert own["rank"].tolist() == own["overall"].rank().tolist()


def test_strengths_are_where_most_others_are_lower(regions: ss.Scores, scores: ss.Scores) -> None:
    table = ss.strengths(regions, "KEN").set_index("node")
    assert table["kind"].to_dict() == {"law": "strength", "money": "weakness"}
    assert table.loc["law", ["rank", "tied", "of", "leads"]].tolist() == [1, 1, 6, pytest.approx(4 / 5)]
    assert table.loc["money", ["rank", "tied", "of", "leads"]].tolist() == [5, 0, 6, pytest.approx(-3 / 5)]
    assert ss.strengths(regions, "FRA", among=["DEU", "KEN"]).empty  # of three countries, too few
    few = ss.strengths(scores, "RUS", 2, among="BRICS", node="sovereignty")
    assert few["kind"].value_counts().max() <= 2
    assert few["node"].str.startswith("sovereignty.").all()
    assert few["of"].max() <= 4
    with pytest.raises(ValueError, match="most must be a whole number of 1 or more, not 0"):
        ss.strengths(scores, "RUS", 0)


def test_ranks_within_and_strengths_on_the_command_line(tmp_path: Path) -> None:
    few = profiles(tmp_path, "china", "russia", "france", "germany", "brazil")
    done = run("score", "-c", few, "--within", "EU,BRICS", "-f", "csv")
    rows = {row["country"]: row for row in csv.DictReader(io.StringIO(done.stdout))}
    assert sorted(row["rank_in_BRICS"] for row in rows.values()) == ["", "", "1", "2", "3"]
    assert {rows["DEU"]["rank_in_EU"], rows["FRA"]["rank_in_EU"]} == {"1", "2"}
    assert "in EU" in run("score", "-c", few, "--within", "EU", "--draws", "0").stdout
    shown = run("score", "-c", few, "--groups", "EU", "--draws", "0").stdout
    assert "1 of 2" in shown
    assert "rank among all" in shown
    assert "remove one of the two" in run("score", "-c", few, "--within", "EU", "--groups", "EU").stderr
    out = tmp_path / "strengths.csv"
    assert run("table", "strengths", "RUS", "-c", few, "--out", str(out)).exit_code == 0
    told = ss.strengths(ss.score(ss.load_rubric(), ss.load_countries(few)), "RUS")
    assert [row["node"] for row in csv.DictReader(io.StringIO(out.read_text(encoding="utf-8")))] == list(told["node"])


def test_region_means_the_regions_of_the_united_nations_and_stands_beside_the_rank(tmp_path: Path) -> None:
    scores = ss.score(ss.load_rubric(), ss.load_countries())
    table = scores.ranks_within("region")
    assert set(table["group"]) <= set(ss.regions())
    assert len(table) == len(scores.countries), "each country in one region"
    for name, rows in table.groupby("group"):
        ranked = rows.dropna(subset="rank")
        assert ranked["rank"].tolist() == ranked["overall"].rank(method="min").tolist(), name
    out = tmp_path / "scores.csv"
    assert run("score", "--within", "region,EU", "--draws", "50", "--out", str(out)).exit_code == 0
    rich = ss.by_group(scores, "income").loc["High income"]
    assert rich["scored"] == sum(code in ss.income_groups()["High income"].members for code in scores.countries.codes)
    written = pd.read_csv(out, index_col="country")
    assert [*written.columns[:6]] == ["region", "rank", "rank_lower", "rank_upper", "rank_in_region", "rank_in_EU"]
    assert written.loc["KAZ", ["region", "rank_in_region"]].tolist() == ["Central Asia", 1]


def test_of_groups_that_have_the_same_members_here_the_fullest_is_shown() -> None:
    scores = ss.score(ss.load_rubric(), ss.load_countries(["RUS", "CHN", "IND", "DEU", "FRA", "ITA"]))
    shown = ss.by_group(scores)
    assert "G7" in shown.index
    assert not {"EU", "OECD"} & set(shown.index), "Germany, France and Italy are all that they have here too"
    assert len(ss.by_group(scores, ["EU", "OECD"])) == 2, "whoever asks for them gets them"
