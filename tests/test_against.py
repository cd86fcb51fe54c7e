"""Scores held against published figures: what agrees, what rounding explains, and slips that were planted."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import strategyscore as ss
from strategyscore.analysis.against import AGREES, DIFFERS, ROUNDING

from .command_line import run

DATA = Path(__file__).parent / "published" / "data"


def scored(rubric: str, table: str) -> ss.Scores:
    loaded = ss.load_rubric(rubric)
    return ss.score(loaded, ss.read_table(DATA / table, loaded, country="iso3", name="country"))


def small(values: list[float]) -> ss.Scores:
    """Two criteria of equal weight, 0 to 100, and raw values with one decimal."""
    leaf = {"unit": "%", "normalise": {"method": "goalposts", "low": 0, "high": 100}}
    rubric = ss.load_rubric({"rubric": "mine", "criteria": [{"id": "a", **leaf}, {"id": "b", **leaf}]})
    frame = pd.DataFrame({"code": ["FRA", "KEN", "NZL"], "a": values, "b": [10.5, 20.5, 30.5]})
    return ss.score(rubric, ss.read_table(frame, rubric, country="code"))


def test_by_hand_what_agrees_and_what_rounding_explains() -> None:
    scores = small([10.1, 20.2, 30.3])  # 10.3, 20.35, 30.4; raw values off by 0.05 move a score by 0.05
    published = pd.DataFrame({"mine": [10.3, 20.4, 30.3]}, index=["FRA", "KEN", "NZL"])
    table = ss.against(scores, published, digits=1).table
    assert table["verdict"].tolist() == [AGREES, AGREES, ROUNDING]
    assert table["rounding"].tolist() == pytest.approx([0.1, 0.1, 0.1])
    slipped = published.assign(mine=[10.3, 20.4, 30.1])
    found = ss.against(scores, slipped)
    assert found.differing["country"].tolist() == ["NZL"]
    assert found.differing["difference"].tolist() == pytest.approx([0.3])
    assert found.text == "mine: 2 of 3 figures agree and 1 differs by more."
    exact = ss.against(scores, published, digits=1, input_digits=7)
    assert exact.table["verdict"].tolist() == [AGREES, AGREES, DIFFERS]


def test_ranks_that_rounding_could_exchange_are_explained() -> None:
    scores = small([10.1, 20.2, 10.1])
    published = pd.DataFrame({"rank": [3, 1, 2]}, index=["FRA", "KEN", "NZL"])
    assert ss.against(scores, published).table["verdict"].tolist() == [AGREES, AGREES, AGREES]
    near = small([20.2, 10.1, 0.2])  # 15.35, 15.3 and 15.35: all within what rounding may exchange
    found = ss.against(near, pd.DataFrame({"rank": [2, 1, 3]}, index=["FRA", "KEN", "NZL"]))
    assert set(found.table["verdict"]) == {ROUNDING}
    far = ss.against(small([10.1, 50.2, 90.1]), pd.DataFrame({"rank": [2, 3, 1]}, index=["FRA", "KEN", "NZL"]))
    assert far.table["verdict"].tolist() == [DIFFERS, DIFFERS, AGREES]


def test_the_hdi_agrees_and_planted_slips_are_found() -> None:
    scores = scored("hdi", "hdi2022.csv")
    published = pd.read_csv(DATA / "hdi2022.csv").set_index("iso3")
    columns = {"hdi": "score", "hdi_rank": "rank"}
    found = ss.against(scores, published, columns=columns)
    assert found.summary["agrees"].tolist() == [193, 193]
    slipped = published.copy()
    slipped.loc["KEN", "hdi"] += 0.001
    slipped.loc["RUS", "hdi"] -= 0.02
    slipped.loc["FRA", "hdi_rank"] += 3
    found = ss.against(scores, slipped, columns=columns)
    assert set(map(tuple, found.differing[["country", "column"]].to_numpy())) >= {("RUS", "hdi"), ("FRA", "hdi_rank")}
    ken = found.table.set_index(["country", "column"]).loc[("KEN", "hdi"), "verdict"]
    assert ken in (ROUNDING, DIFFERS)


def test_every_node_and_class_of_inform_agrees_and_a_slip_is_found() -> None:
    scores = scored("inform-2020", "inform2020.csv")
    published = pd.read_csv(DATA / "inform2020.csv").rename(columns={"inform_risk": "score", "risk_class": "band"})
    found = ss.against(scores, published)
    assert list(found.summary.index) == [
        "natural", "human", "hazard_exposure", "socio_economic_vulnerability", "other_vulnerable_groups",
        "vulnerable_groups", "vulnerability", "institutional", "infrastructure", "lack_of_coping_capacity", "score",
        "band", "rank",
    ]  # fmt: skip
    assert found.summary[[ROUNDING, DIFFERS]].to_numpy().sum() == 0
    published.loc[published["iso3"] == "KEN", "vulnerability"] += 0.5
    published.loc[published["iso3"] == "RUS", "band"] = "Low"
    differing = ss.against(scores, published).differing
    assert set(map(tuple, differing[["country", "column"]].to_numpy())) == {("KEN", "vulnerability"), ("RUS", "band")}


def test_what_stands_on_one_side_only_and_what_cannot_be_compared() -> None:
    scores = small([10.1, 20.2, np.nan])
    published = pd.DataFrame({"mine": [10.3, np.nan, 30.3]}, index=["FRA", "KEN", "BRA"])
    assert ss.against(scores, published).table["verdict"].tolist() == [AGREES, "computed only", "computed only"]
    with pytest.raises(ValueError, match="no country of these scores"):
        ss.against(scores, pd.DataFrame({"mine": [1.0]}, index=["BRA"]))
    with pytest.raises(ValueError, match="no column that names a node"):
        ss.against(scores, pd.DataFrame({"other": [1.0]}, index=["FRA"]))
    with pytest.raises(ValueError, match="did you mean 'mine'"):
        ss.against(scores, published, columns={"mina": "score"})
    with pytest.raises(ss.UnknownNode):
        ss.against(scores, published, columns={"mine": "no such node"})
    with pytest.raises(ValueError, match="FRA twice"):
        ss.against(scores, pd.DataFrame({"mine": [1.0, 2.0]}, index=["FRA", "FRA"]))


def test_the_command_says_it_and_ends_with_1_where_a_figure_differs(tmp_path: Path) -> None:
    table = str(DATA / "inform2020.csv")
    file = tmp_path / "published.csv"
    published = pd.read_csv(table)[["iso3", "natural", "rank"]]
    published.to_csv(file, index=False)
    command = ["score", "--rubric", "inform-2020", "--countries", table, "--against", str(file)]
    done = run(*command)
    assert done.exit_code == 0
    assert done.stdout.splitlines() == ["natural: 191 of 191 figures agree.", "rank: 191 of 191 figures agree."]
    published.loc[3, "natural"] += 1
    published.to_csv(file, index=False)
    done = run(*command)
    assert done.exit_code == 1
    assert "190 of 191 figures agree and 1 differs by more" in done.stdout
    assert str(published.loc[3, "iso3"]) in done.stdout
    assert run(*command, "--draws", "10").exit_code == 2
    assert run(*command[:-2], "--digits", "1").exit_code == 2
