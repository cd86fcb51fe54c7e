"""Several years: the same scores as one table, or as each year by itself, and what is filled in is told."""

from __future__ import annotations

import dataclasses
import pickle
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import yaml
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

import strategyscore as ss
from strategyscore.methods.fill import carried_forward, interpolated
from tests.command_line import run
from tests.test_one_engine import rubrics, tables

CLOSE = {"rtol": 0, "atol": 1e-9}
YEARS = (2015, 2018, 2019)


def index(**keys: object) -> ss.Rubric:
    money = {"id": "money", "unit": "$", "normalise": "minmax"}
    people = {"id": "people", "unit": "1", "normalise": {"method": "goalposts", "low": 0, "high": 10}}
    law = {"id": "law", "levels": {0: "no", 1: "some", 2: "all"}}
    return ss.load_rubric({"rubric": "demo", "criteria": [money, people, law], **keys})


def frame() -> pd.DataFrame:
    rows = [
        ("KEN", 2019, 30, 6, 2),
        ("KEN", 2015, 10, 2, 0),
        ("KEN", 2018, None, None, None),
        ("UGA", 2015, 20, 8, 1),
        ("UGA", 2018, 40, None, 1),
        ("UGA", 2019, 60, None, None),
        ("RWA", 2018, 0, 5, 2),
        ("RWA", 2019, 50, 5, "n/a"),
    ]
    return pd.DataFrame(rows, columns=["iso", "when", "money", "people", "law"])


def panel_of(rubric: ss.Rubric, table: pd.DataFrame | None = None) -> ss.CountryPanel:
    return ss.read_table(frame() if table is None else table, rubric, country="iso", time="when")


def scored(**keys: object) -> ss.PanelScores:
    rubric = index(**keys)
    return ss.score(rubric, panel_of(rubric))


def test_a_table_of_years_is_read_by_year() -> None:
    panel = panel_of(index())
    assert panel.years == tuple(panel) == YEARS
    assert panel.countries == ("KEN", "RWA", "UGA")
    assert panel[2015].codes == ["KEN", "UGA"]
    assert panel[2018].numbers is not None
    np.testing.assert_array_equal(panel[2018].numbers.values["demo.money"], [np.nan, 0, 40])
    assert panel[2018]["KEN"].name == "Kenya"
    with pytest.raises(ss.UnknownYear, match=r"no year 2016; did you mean '201\d'|use one of 2015, 2018, 2019"):
        panel[2016]
    found = ss.read_table(frame(), index(), time="when")
    assert found == panel, "the column of the countries is found where codes repeat from year to year"


def test_over_all_is_one_table_and_over_each_is_each_year() -> None:
    """By hand: money of Kenya in 2015 is 10 of 0 to 60 over all, and the least of its own year."""
    together, apart = scored(), scored(over="each")
    column = together[2015].column["money"]
    assert together[2015].nodes.values[0, column] == pytest.approx(100 * 10 / 60)
    assert apart[2015].nodes.values[0, column] == 0
    table = frame().assign(row=lambda rows: rows["iso"] + rows["when"].astype(str))
    one = ss.score(index(), ss.read_table(table.drop(columns=["iso", "when"]), index(), country="row"))
    for year in YEARS:
        codes = [f"{code}{year}" for code in together[year].countries.codes]
        rows = [one.row(code) for code in codes]
        np.testing.assert_allclose(together[year].nodes.values, one.nodes.values[rows], **CLOSE)
        alone = ss.score(index(), apart.countries[year])
        for name in ("values", "lower", "upper", "coverage", "weights"):
            np.testing.assert_allclose(getattr(apart[year].nodes, name), getattr(alone.nodes, name), **CLOSE)
        np.testing.assert_array_equal(apart[year].ranks, alone.ranks)
        pd.testing.assert_frame_equal(apart[year].table, alone.table)


def test_ranks_are_those_within_the_year() -> None:
    scores = scored()
    table = scores.panel
    pd.testing.assert_frame_equal(table, scores.table)
    assert list(table.columns) == ["country", "year", "rank", "score", "lower", "upper", "coverage", "thin"]
    for year, rows in table.groupby("year"):
        own = scores[int(str(year))].table
        assert rows["country"].tolist() == own.index.tolist()
        assert rows["rank"].tolist() == own["rank"].tolist()
        np.testing.assert_array_equal(rows["score"], own["score"])
    np.testing.assert_array_equal(scores.ranks("money")[2], scores[2019].ranks[:, scores[2019].column["money"]])


def test_what_is_filled_in_is_told_and_is_no_answer() -> None:
    """By hand: money of Kenya in 2018 is three quarters of the way from 10 to 30; a law is carried forward."""
    last, linear = scored(fill="last"), scored(fill="linear")
    columns = [last[2018].column[name] for name in ("money", "people", "law")]
    values = last[2018].ratings.values[0]
    np.testing.assert_array_equal(values, [10, 2, 0])
    np.testing.assert_array_equal(linear[2018].ratings.values[0], [25, 5, np.nan])
    np.testing.assert_array_equal(linear[2019].ratings.values[2], [60, np.nan, np.nan])
    np.testing.assert_array_equal(last[2019].ratings.values[1], [50, 5, np.nan])  # not applicable is no gap
    for scores, filled in ((last, [True, True, True]), (linear, [True, True, False])):
        year = scores[2018]
        assert year.prepared.imputed[0].tolist() == filled
        np.testing.assert_array_equal(year.nodes.coverage[0], scored()[2018].nodes.coverage[0])
        assert year.nodes.coverage[0, 0] == 0
        np.testing.assert_allclose(year.nodes.imputed[0, 0], sum(filled) / 3)
        assert (year.nodes.lower[0, columns] == 0).all()
        assert (year.nodes.upper[0, columns] == 100).all()
        assert scores.panel.set_index(["country", "year"])["imputed"]["KEN", 2018] == pytest.approx(sum(filled) / 3)
        assert ss.score(year.rubric, year.countries).prepared.imputed[0].tolist() == filled
    assert (
        linear.countries[2018].replace("KEN", "money", value=7).numbers.is_filled("demo.money").tolist() == [False] * 3
    )
    assert "imputed" not in scored().panel


def test_filling_follows_the_distance_of_the_years_and_never_looks_back() -> None:
    nan = np.nan
    np.testing.assert_array_equal(interpolated([1, nan, nan, 5], [2000, 2001, 2003, 2004]), [1, 2, 4, 5])
    np.testing.assert_array_equal(carried_forward([[nan, 1], [2, nan], [nan, nan]]), [[nan, 1], [2, 1], [2, 1]])


@given(st.lists(st.one_of(st.just(np.nan), st.floats(-9, 9)), min_size=1, max_size=12), st.integers(0, 99))
def test_interpolation_is_that_of_numpy(values: list[float], seed: int) -> None:
    years = np.sort(np.random.default_rng(seed).choice(50, len(values), replace=False)) + 1980
    array = np.array(values)
    present = ~np.isnan(array)
    assume(present.any())
    expected = np.interp(years, years[present], array[present], left=np.nan, right=np.nan)
    np.testing.assert_allclose(interpolated(array, years), expected, rtol=0, atol=1e-12)


def test_growth_is_against_the_year_before_in_the_panel() -> None:
    scores = scored(
        criteria=[{"id": "people", "unit": "1", "normalise": {"method": "goalposts", "low": 0, "high": 10}}]
    )
    grown = scores.growth().set_index(["country", "year"])
    assert grown.loc[("RWA", 2019), "difference"] == 0
    assert grown.loc[("RWA", 2018), ["difference", "percent"]].isna().all(), "Rwanda has no row in 2015"
    assert np.isnan(grown.loc[("KEN", 2019), "difference"]), "nothing is answered in 2018"
    linear = scored(
        fill="linear",
        criteria=[{"id": "people", "unit": "1", "normalise": {"method": "goalposts", "low": 0, "high": 10}}],
    )
    grown = linear.growth("people").set_index(["country", "year"]).loc["KEN"]
    assert grown["before"].tolist() == [2015, 2018]
    np.testing.assert_allclose(grown["difference"], [30, 10])
    np.testing.assert_allclose(grown["percent"], [150, 20])
    assert not grown["certain"].any(), "what was filled in may be anything"
    total = linear.compound_growth()
    assert total.loc["KEN", "percent"] == pytest.approx(100 * (3 ** (1 / 4) - 1))
    assert total.loc["KEN", "certain"]
    assert np.isnan(total.loc["UGA", "percent"])
    assert linear.compound_growth(2018, 2019).loc["KEN", "percent"] == pytest.approx(20)
    for wrong in ((2019, 2015), (2015, 2015)):
        with pytest.raises(ValueError, match="is not before"):
            linear.compound_growth(*wrong)
    with pytest.raises(ss.UnknownYear):
        linear.compound_growth(2014)
    with pytest.raises(ss.UnknownNode):
        linear.growth("poeple")


def test_growth_from_nothing_has_no_per_cent() -> None:
    table = pd.DataFrame({"iso": ["KEN"] * 3, "when": [2019, 2020, 2021], "people": [0.0, 5.0, 0.0]})
    rubric = index(criteria=[{"id": "people", "unit": "1", "normalise": {"method": "goalposts", "low": 0, "high": 10}}])
    scores = ss.score(rubric, panel_of(rubric, table))
    grown = scores.growth()
    assert grown["difference"].tolist() == [50, -50]
    np.testing.assert_array_equal(grown["percent"], [np.nan, -100])
    assert scores.compound_growth()["percent"].isna().all()
    below = ss.score(dataclasses.replace(rubric, scale=(-50.0, 50.0)), panel_of(rubric, table))
    assert below.growth()["difference"].tolist() == [50, -50]
    assert below.growth()["percent"].isna().all(), "from below 0, and from 0"


@pytest.mark.long
@pytest.mark.parametrize("over", ["all", "each"])
@given(data=st.data())
@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
def test_panels_of_any_rubric_are_the_tables_that_they_are_made_of(over: str, data: st.DataObject) -> None:
    """Whatever the rubric says: over all is one table of all rows, over each is each year alone; bounds hold."""
    rubric = dataclasses.replace(data.draw(rubrics()), over=over)
    years = {year: data.draw(tables(rubric)) for year in (2019, 2021)}
    years[2021] = years[2021].iloc[data.draw(st.sampled_from([0, 1])) :]
    table = pd.concat([each.assign(when=year) for year, each in years.items()])
    if over == "all":  # the reference country is a country in a year
        rubric = renamed(rubric)
    try:
        scores = ss.score(rubric, ss.read_table(table, rubric, country="code", time="when"))
    except ss.ScoringError:
        assume(False)
        raise
    panel = scores.panel
    known = panel["score"].notna()
    assert (panel["lower"] <= panel["score"] + 1e-9)[known].all()
    assert (panel["score"] <= panel["upper"] + 1e-9)[known].all()
    filled = ss.read_table(table, rubric, country="code", time="when").filled(rubric)
    if over == "all":
        same(scores.whole, ss.score(rubric, filled.rows))
    for year in scores:
        again = ss.score(rubric, filled[year]) if over == "each" else scores[year]
        same(scores[year], again)
        rows = panel[panel["year"] == year].set_index("country")
        np.testing.assert_array_equal(rows["rank"].astype(float)[again.countries.codes], again.ranks[:, 0])


def renamed(rubric: ss.Rubric) -> ss.Rubric:
    return ss.load_rubric(yaml.safe_load(rubric.to_yaml().replace("reference: C03", "reference: C03 2019")))


def same(one: ss.Scores, other: ss.Scores) -> None:
    assert one.countries.codes == other.countries.codes
    assert one.screened == pytest.approx(other.screened, abs=1e-12)
    for name in ("values", "lower", "upper", "coverage", "imputed", "weights"):
        np.testing.assert_allclose(getattr(one.nodes, name), getattr(other.nodes, name), **CLOSE)
    np.testing.assert_array_equal(one.thin, other.thin)
    pd.testing.assert_frame_equal(one.treated, other.treated)


def test_profiles_as_they_stood_in_several_years() -> None:
    rubric, countries = ss.load_rubric(), ss.load_countries(["RUS", "KAZ"])
    scores = ss.score(rubric, countries, as_of=[2024, 2020, 2025])
    assert scores.years == (2020, 2024, 2025)
    for year in scores:
        alone = ss.score(rubric, countries, as_of=str(year))
        assert scores[year] == alone
        same(scores[year], alone)
        pd.testing.assert_frame_equal(scores[year].explain("RUS").table, alone.explain("RUS").table)
    assert len(scores.panel) == 6
    for wrong in ([], ["2020-13"], [20]):
        with pytest.raises(ValueError, match="years such as 2021"):
            ss.score(rubric, countries, as_of=wrong)


def test_a_year_of_a_panel_is_not_made_anew_without_the_others() -> None:
    together, apart = scored(), scored(over="each")
    assert together[2019] != apart[2019]
    for made in (ss.uncertainty, ss.sensitivity):
        with pytest.raises(ss.ScoringError, match="write 'over: each'"):
            made(together[2019], draws=8)
    assert ss.uncertainty(apart[2019], draws=8).draws == 8
    fixed = index(criteria=[{"id": "law", "levels": {0: "no", 1: "some", 2: "all"}}])
    free = ss.score(fixed, panel_of(fixed))
    assert ss.uncertainty(free[2015], draws=8).draws == 8, "levels rest on no other year"


def test_panels_compare_hash_pickle_and_show_themselves() -> None:
    scores = scored(fill="last")
    again = pickle.loads(pickle.dumps(scores))
    assert again == scores
    assert hash(again) == hash(scores)
    assert scores != scored(fill="none")
    assert "<table" in scores._repr_html_()
    assert repr(scores) == "<PanelScores of 3 countries, 2015 to 2019, on demo 0>"
    assert repr(scores.countries) == "<CountryPanel: 3 countries, 2015 to 2019>"
    assert scores.provenance["years"] == [2015, 2018, 2019]
    with pytest.raises(ValueError, match="read-only"):
        scores.countries.times[0] = 1
    assert ss.load_rubric(yaml.safe_load(scores.rubric.to_yaml())) == scores.rubric


def test_a_screen_leaves_rows_out_and_says_which() -> None:
    scores = scored(screen={"minimum_coverage": 0.5, "by": "criteria"}, over="each")
    assert set(scores.whole.screened) == {"KEN 2018", "UGA 2019"}
    assert scores[2018].screened == {"KEN": 0}
    assert scores[2018].countries.codes == ["RWA", "UGA"]
    assert len(scores.panel) == 6


def test_errors_name_the_year() -> None:
    table = frame()[lambda rows: (rows["iso"] != "UGA") | (rows["when"] != 2015)]
    rubric = index(over="each")
    with pytest.raises(ss.ScoringError, match=r"^2015: money: "):
        ss.score(rubric, panel_of(rubric, table))


@pytest.mark.parametrize(
    ("broken", "line", "column", "message"),
    [
        ({"when": [2015, "20l8"]}, 3, 2, "'20l8' is no year, quarter or month; write 2021, 2021Q3 or 2021-09"),
        ({"when": [2015, None]}, 3, 2, "is no year"),
        ({"when": [2015, 2015.5]}, 3, 2, "'2015.5' is no year"),
        ({"when": [2015, 15]}, 3, 2, "'15' is no year"),
        ({"when": ["2015-01", "2015-13"]}, 3, 2, "'2015-13' is no year"),
        ({"when": ["2015Q1", "2015-02"]}, 3, 2, "is a month, where the first is a quarter; write all of one kind"),
        ({"when": [2015, 2015]}, 3, 1, "KEN in 2015 stands here again (first in row 1); keep one of the two"),
        ({"people": [1, "x"]}, 3, 3, "'x' in column 'people' of KEN in 2016 is not a number"),
    ],
)
def test_broken_tables_of_years(
    broken: dict[str, list[object]], line: int, column: int, message: str, tmp_path: Path
) -> None:
    content = {"iso": ["KEN", "KEN"], "when": [2015, 2016], "people": [1, 2], **broken}
    file = tmp_path / "table.csv"
    pd.DataFrame(content, dtype=object).to_csv(file, index=False)
    rubric = index(criteria=[{"id": "people", "unit": "1", "normalise": {"method": "goalposts", "low": 0, "high": 10}}])
    with pytest.raises(ss.DocumentError) as told:
        ss.read_table(file, rubric, country="iso", time="when")
    (problem,) = told.value.problems
    assert (problem.line, problem.column) == (line, column)
    assert message in problem.message


def test_a_table_of_years_without_its_column_says_what_to_do() -> None:
    rubric = index()
    with pytest.raises(
        ss.DocumentError, match=r"there is no column 'wen' of years, quarters or months; did you mean 'when'\?"
    ):
        ss.read_table(frame(), rubric, country="iso", time="wen")
    with pytest.raises(ss.DocumentError, match="say which column holds the years with time='year'"):
        ss.read_table(frame().rename(columns={"when": "year"}), rubric, country="iso")


def test_a_rubric_made_by_hand_is_checked_too() -> None:
    with pytest.raises(ValueError, match="'every' is not known for 'over'; use one of all, each"):
        dataclasses.replace(index(), over="every")
    with pytest.raises(ValueError, match="'next' is not known for 'fill'; use one of none, last, linear"):
        dataclasses.replace(index(), fill="next")


@pytest.mark.parametrize(
    ("times", "labels", "years", "said"),
    [
        (("2023-11", "2024-02"), ("2023-11", "2024-02"), 3 / 12, "February 2024"),
        (("2023Q4", "2024-q1"), ("2023Q4", "2024Q1"), 1 / 4, "the first quarter of 2024"),
        (("2021", "2024"), (2021, 2024), 3, "2024"),
    ],
)
def test_months_and_quarters_are_times_as_years_are(
    times: tuple[str, str], labels: tuple[str | int, ...], years: float, said: str
) -> None:
    """The same figures, at times that lie otherwise; by hand 20 to 40 points is a doubling."""
    people = {"id": "people", "unit": "1", "normalise": {"method": "goalposts", "low": 0, "high": 10}}
    rubric = index(criteria=[people])
    wide = pd.DataFrame(
        [("KEN", times[1], 4), ("UGA", times[0], 5), ("KEN", times[0], 2)], columns=["iso", "when", "people"]
    )
    long = wide.assign(what="people").rename(columns={"people": "much"})
    panel = ss.read_table(wide, rubric, country="iso", time="when")
    assert ss.read_table(long, rubric, long=("iso", "what", "much"), time="when") == panel
    scores = ss.score(rubric, panel)
    assert scores.years == labels
    assert scores[labels[1]].table["score"].to_dict() == {"KEN": 40}
    assert scores.compound_growth().loc["KEN", "percent"] == pytest.approx(100 * (2 ** (1 / years) - 1))
    trend = scores.trend()
    when = scores.countries.calendar.name
    assert trend[["country", when]].to_numpy().tolist() == [["KEN", labels[0]], ["KEN", labels[1]], ["UGA", labels[0]]]
    assert trend["difference"].tolist()[1] == 20
    assert trend["percent_a_year"].tolist()[1] == scores.compound_growth().loc["KEN", "percent"]
    assert trend["certain"].isna().tolist() == [True, False, True]
    assert pickle.loads(pickle.dumps(scores)).trend().equals(trend)
    figure = ss.charts.trend(scores)
    assert [text.get_text() for text in figure.axes[0].get_xticklabels()] == [str(label) for label in labels]
    assert f"in {said}" in figure.alt_text


def test_gaps_between_months_are_filled_by_their_distance() -> None:
    rows = [("KEN", "2023-11", 10), ("KEN", "2023-12", None), ("KEN", "2024-02", 40)]
    rubric = index(fill="linear", criteria=[{"id": "money", "unit": "$", "normalise": "minmax"}])
    table = pd.DataFrame(rows, columns=["iso", "when", "money"])
    panel = ss.read_table(table, rubric, country="iso", time="when").filled(rubric)
    np.testing.assert_allclose(panel["2023-12"].numbers.values["demo.money"], [20])
    with pytest.raises(ss.UnknownYear, match="the panel has no month '2024-01'"):
        panel["2024-01"]


def test_profiles_as_they_stood_at_the_ends_of_quarters(tmp_path: Path) -> None:
    rubric, countries = ss.load_rubric(), ss.load_countries(["RUS", "CHN"])
    scores = ss.score(rubric, countries, as_of=["2024Q2", "2025Q1"])
    alone = ss.score(rubric, countries, as_of="2024-06")
    np.testing.assert_array_equal(scores["2024Q2"].nodes.values, alone.nodes.values)
    assert str(scores["2024Q2"].as_of) == "2024-06"
    with pytest.raises(ValueError, match="is a year, where the first is a quarter"):
        ss.score(rubric, countries, as_of=["2024Q2", "2025"])


def test_a_panel_on_the_command_line_and_as_a_report(tmp_path: Path) -> None:
    rubric = tmp_path / "demo.yaml"
    rubric.write_text(index(fill="linear").to_yaml(), encoding="utf-8")
    file = tmp_path / "panel.csv"
    frame().to_csv(file, index=False)
    asked = ("-r", str(rubric), "-c", str(file), "--time", "when")
    file.write_text(file.read_text(encoding="utf-8").replace("iso,", "iso3,"), encoding="utf-8")
    scores = scored(fill="linear")
    out = tmp_path / "trend.csv"
    assert run("score", *asked, "--out", str(out)).output == ""
    written = pd.read_csv(out)
    for name in ("score", "difference", "percent", "percent_a_year"):
        np.testing.assert_allclose(written[name], scores.trend()[name])
    shown = run("score", *asked).stdout
    assert "Ranks are those of 2019." in shown
    assert len(run("score", *asked[:3], f"{file},KEN", *asked[4:], "-f", "csv").stdout.splitlines()) == 4
    for words, said in (
        (("score", *asked, "--draws", "9"), "a panel takes no --draws; remove it"),
        (("score", "-c", "RUS", "--time", "when"), "give one table with --countries"),
        (("score", *asked, "--as-of", "2020"), "a table has no dates"),
        (("chart", "trend", "-c", "RUS"), "name them, such as --as-of 2023,2024,2025"),
        (("chart", "ranking", *asked), "ranking takes no --time; remove it"),
    ):
        assert said in run(*words).stderr
    folder = ss.write_report(scores, tmp_path / "out", charts=["trend"]).parent
    page = (folder / "index.html").read_text(encoding="utf-8")
    assert '<section id="time">' in page
    assert "explorer.html" not in page, "one year alone cannot be made anew from min-max over all"
    assert not (folder / "explorer.html").exists()
    assert pd.read_csv(folder / "trend.csv").equals(written)
    assert (folder / "charts" / "trend.svg").exists()
