"""COINr's tables and specifications in and out: custom treatment, thresholds and panels."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import strategyscore as ss
from strategyscore.documents.coinr_treatment import treatment
from strategyscore.methods.treat import shifted_log, winsorise

DATA = Path(__file__).parent / "published" / "data"
IDATA = pd.read_csv(DATA / "coinr_asem_idata.csv")
SOME = ["Flights", "Goods", "Services"]
# as they are in iData, without what they are divided by
IMETA = pd.DataFrame(
    [("Index", None, "Aggregate"), *((name, "Index", "Indicator") for name in SOME)],
    columns=["iCode", "Parent", "Type"],
).assign(iName=lambda rows: rows["iCode"], Direction=1, Weight=1)
STRICT = {"f1_para": {"winmax": 1, "skew_thresh": 1.5, "kurt_thresh": 3}}
STRICT["f_pass_para"] = {"skew_thresh": 1.5, "kurt_thresh": 3}


def scored(**settings: object) -> ss.Scores:
    rubric, countries = ss.read_coin(IDATA, IMETA, **settings)  # type: ignore[arg-type]
    assert isinstance(countries, ss.Countries)
    return ss.score(rubric, countries)


def test_thresholds_give_the_skewness_and_kurtosis_that_coinr_publishes() -> None:
    """The examples of `qTreat` and `Treat` for data frames in COINr's reference."""
    treated = scored(treat=STRICT).treated
    assert treated["action"].to_dict() == {"Flights": "log", "Goods": "log", "Services": "none"}
    before = treated[["skewness_before", "kurtosis_before"]].loc[SOME].to_numpy()
    np.testing.assert_allclose(
        before, [[2.103287, 4.508879], [2.649973, 8.266610], [1.701085, 2.375656]], rtol=0, atol=5e-7
    )
    after = treated[["skewness", "kurtosis"]].loc[["Flights", "Goods"]].to_numpy()
    np.testing.assert_allclose(after, [[-0.09502644, -0.8305217], [0.03104001, -0.8888965]], rtol=0, atol=5e-8)
    usual = scored(treat={}).treated
    assert usual.loc["Goods", "points"] == 2
    of_goods = usual.loc["Goods", ["skewness", "kurtosis"]].to_numpy(dtype=float)
    np.testing.assert_allclose(of_goods, [1.140608, 0.1572047], rtol=0, atol=5e-7)


def test_single_indicators_are_treated_as_indiv_specs_say() -> None:
    scores = scored(treat={}, individual={"Flights": {"f1_para": {"winmax": 0}}, "Goods": "none"})
    assert scores.treated["action"].to_dict() == {"Flights": "log", "Services": "none"}
    raw = IDATA.sort_values("uCode")
    for name, values in (("Flights", shifted_log(raw["Flights"])), ("Goods", raw["Goods"].to_numpy())):
        wanted = 100 * (values - np.nanmin(values)) / np.ptp(values[~np.isnan(values)])
        np.testing.assert_allclose(scores.nodes.values[:, scores.column[name]], wanted, rtol=1e-9)
    told = scored(individual={"Goods": {"method": "winsorise", "points": 1}}).prepared.treated
    assert told.actions[list(told.paths).index("Goods")] == "winsorised"
    pulled = winsorise(raw["Goods"].to_numpy(), 1)
    assert (pulled != raw["Goods"]).sum() == 1


@pytest.mark.parametrize(
    ("treat", "individual", "combine"),
    [
        ("none", {}, False),
        (STRICT, {}, False),
        (STRICT, {"Flights": {"f1_para": {"winmax": 0}}, "Goods": "none", "Services": {"f2": None}}, False),
        ({}, {"Goods": {"f1": "log_CT_plus", "f1_para": {}, "f2": "winsorise", "f2_para": {"winmax": 2}}}, True),
        ({"method": "log"}, {"Goods": {"method": "winsorise", "points": 3, "then": "log"}}, False),
    ],
    ids=["none", "strict", "single", "combined", "as in a rubric"],
)
def test_specifications_written_and_read_again_are_the_same(treat: object, individual: object, combine: bool) -> None:
    scores = scored(treat=treat, individual=individual, combine_treat=combine)
    specs = json.loads(json.dumps(treatment(scores.rubric)))
    again = scored(treat=specs["global_specs"], individual=specs["indiv_specs"], combine_treat=specs["combine_treat"])
    pd.testing.assert_frame_equal(again.treated, scores.treated)
    np.testing.assert_array_equal(again.nodes.values, scores.nodes.values)


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"treat": {"f3": "log_CT"}}, "treat.f3 is not known; did you mean 'f1'|treat.f3 is not known; use one of"),
        ({"treat": {"f1_para": {"winmx": 3}}}, "treat.f1_para.winmx is not known; did you mean 'winmax'"),
        ({"treat": {"f1_para": {"winmax": -1}}}, "treat.f1_para.winmax: -1 is no number of points"),
        ({"treat": {"f_pass_para": {"skew_thresh": 1}}}, "skew_thresh differs between f1_para and f_pass_para"),
        ({"treat": {"f2": "boxcox"}}, "treat.f2: 'boxcox' is no treatment known here; use one of winsorise, log_CT"),
        ({"treat": {"f1_para": {"force_win": True}}}, "force_win: points that pass the test are never pulled in"),
        ({"individual": {"Flight": "none"}}, "individual: there is no indicator 'Flight'; did you mean 'Flights'"),
        ({"individual": {"Flights": "nine"}}, "individual.Flights.method: 'nine' is not known here"),
        ({"screen": {"minimum_coverag": 1}}, "did you mean 'minimum_coverage'"),
    ],
)
def test_what_coinr_says_and_cannot_be_done_here_is_told(settings: dict[str, object], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        scored(**settings)


def test_what_coinr_cannot_say_is_told() -> None:
    with pytest.raises(ValueError, match="treat: COINr does not winsorise at quantiles; write 'points'"):
        treatment(scored(treat={"method": "winsorise", "quantiles": [0.1, 0.9]}).rubric)
    chained = {"method": "winsorise", "points": 1, "then": "log_of_winsorised"}
    mixed = scored(treat={}, individual={"Goods": chained}).rubric
    with pytest.raises(ValueError, match="combine_treat holds for all indicators, and here for Goods only"):
        treatment(mixed)


def test_a_threshold_of_answers_sets_a_group_aside() -> None:
    holes = IDATA.assign(Goods=IDATA["Goods"].where(IDATA["uCode"] != "AUT"))
    kept, _ = ss.read_coin(holes, IMETA)
    asked, countries = ss.read_coin(holes, IMETA, missing={"minimum_answered": 0.9})
    scores = ss.score(asked, countries)
    assert scores.table["score"].isna().to_dict() == {code: code == "AUT" for code in scores.table.index}
    assert ss.score(kept, countries).table["score"].notna().all()
    out, countries = ss.read_coin(holes, IMETA, screen={"minimum_coverage": 0.9, "by": "criteria"})
    assert list(ss.score(out, countries).screened) == ["AUT"]


def test_a_panel_of_coinr_is_read_and_written() -> None:
    grown = [
        IDATA.assign(Time=year, **{name: IDATA[name] * (1 + step) for name in SOME})
        for step, year in enumerate((2018, 2020))
    ]
    rows = pd.concat(grown).sample(frac=1, random_state=0)
    rubric, panel = ss.read_coin(rows, IMETA, over="each", treat={})
    assert isinstance(panel, ss.CountryPanel)
    assert panel.years == (2018, 2020)
    scores = ss.score(rubric, panel)
    alone = scored(treat={})
    for year in panel.years:  # doubled, each year by itself has the same scores
        np.testing.assert_allclose(scores[year].nodes.values, alone.nodes.values, rtol=1e-9)
    assert scores[2018].countries["AUT"].name == "Austria"
    data, meta = ss.write_coin(rubric, panel)
    assert list(data.columns[:3]) == ["uName", "uCode", "Time"]
    assert not set(meta["iCode"]) & {"Time", "uName", "uCode"}
    assert set(zip(data["uCode"], data["Time"], strict=True)) == set(zip(rows["uCode"], rows["Time"], strict=True))
    again, table = ss.read_coin(data, meta, over="each", treat={})
    np.testing.assert_array_equal(ss.score(again, table).whole.nodes.values, scores.whole.nodes.values)
    months = rows.assign(Time=rows["Time"].astype(str) + "-06")
    with pytest.raises(ValueError, match="this is a panel of months; write one of years"):
        ss.write_coin(*ss.read_coin(months, IMETA))
