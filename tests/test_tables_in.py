"""Wide tables: what is read, what is refused, and what a rubric does with them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

import strategyscore as ss
from strategyscore.cli.app import app

RUBRIC = """\
rubric: wealth
title: Wealth
version: "1"
criteria:
  - id: income
    unit: dollars a head
    transform: [{divide_by: people}, log]
    normalise: {method: goalposts, low: 1, high: 100}
  - id: roads
    criteria:
      - {id: length, unit: km, direction: lower, normalise: minmax}
      - {id: state, levels: {0: Bad, 1: Fair, 2: Good}}
"""
TABLE = (
    "iso3,name,people,income,length,state,note\nKEN,Kenya,10,100,5,1,x\nUGA,Uganda,2,NA,1,2,y\nTZA,Tanzania,5,50,,0,\n"
)


@pytest.fixture
def files(tmp_path: Path) -> tuple[ss.Rubric, Path]:
    (tmp_path / "wealth.yaml").write_text(RUBRIC, encoding="utf-8")
    (tmp_path / "t.csv").write_text(TABLE, encoding="utf-8")
    return ss.load_rubric(tmp_path / "wealth.yaml"), tmp_path / "t.csv"


def test_a_table_is_scored_like_profiles(files: tuple[ss.Rubric, Path]) -> None:
    rubric, path = files
    countries = ss.read_table(path, rubric, name="name")
    assert countries.codes == ["KEN", "TZA", "UGA"]
    assert [profile.name for profile in countries] == ["Kenya", "Tanzania", "Uganda"]
    scores = ss.score(rubric, countries).tidy.set_index(["country", "node"])
    assert scores.loc[("KEN", "income"), "score"] == pytest.approx(50)  # 10 a head, half way from 1 to 100 in logs
    assert scores.loc[("KEN", "roads.length"), "score"] == 0
    assert scores.loc[("UGA", "roads.length"), "score"] == 100
    assert scores.loc[("UGA", "roads.state"), "score"] == 100
    assert np.isnan(scores.loc[("UGA", "income"), "score"])
    assert scores.loc[("TZA", "roads"), ["lower", "score", "upper"]].to_list() == [0, 0, 50]


@pytest.mark.parametrize("kind", ["csv", "parquet", "xlsx", "frame"])
def test_all_kinds_of_tables_give_the_same_scores(kind: str, files: tuple[ss.Rubric, Path]) -> None:
    rubric, path = files
    frame = pd.read_csv(path)
    source: object = frame
    if kind != "frame":
        source = path.with_suffix(f".{kind}")
        if kind == "parquet":
            frame.to_parquet(source)
        elif kind == "xlsx":
            frame.to_excel(source, index=False)
    found = ss.score(rubric, ss.read_table(source, rubric)).nodes.values  # type: ignore[arg-type]
    np.testing.assert_array_equal(found, ss.score(rubric, ss.read_table(path, rubric)).nodes.values)


@pytest.mark.parametrize(
    ("old", "new", "where", "says"),
    [
        ("100,5", "abc,5", "2:4", "'abc' in column 'income' of KEN is not a number"),
        ("100,5", '"1,5",5', "2:4", "write a point, not a comma"),
        ("100,5", "inf,5", "2:4", "is not finite"),
        ("100,5", "0,5", "2:4", "it has no log; income needs a value above 0"),
        ("1,2,y", "1,7,y", "3:6", "not one of the levels 0 to 2 of roads.state"),
        ("Uganda,2", "Uganda,0", "3:3", "must not be 0"),
        ("UGA", "KEN", "3:1", "KEN stands here again (first in row 1)"),
        ("UGA", "", "3:1", "the code of the country is missing"),
        ("people", "poeple", "1:1", "there is no column 'people' to divide by; did you mean 'poeple'?"),
        ("income", "incme", "1:1", "there is no column 'income' for the criterion income; did you mean 'incme'?"),
        ("note", "state", "1:7", "the column 'state' stands here again"),
        (TABLE[TABLE.index("KEN") :], "", "1:1", "the table has no rows"),
    ],
)
def test_bad_cells_are_named_by_row_and_column(old: str, new: str, where: str, says: str, files) -> None:
    rubric, path = files
    path.write_text(TABLE.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ss.DocumentError) as caught:
        ss.read_table(path, rubric, country="iso3")
    if "again" in says and "column" in says:
        where = "1:"
    assert any(
        str(problem).startswith(f"{path}:{where}") and says in str(problem) for problem in caught.value.problems
    ), caught.value


def test_all_bad_cells_show_at_once_on_the_command_line(files: tuple[ss.Rubric, Path]) -> None:
    _, path = files
    path.write_text(TABLE.replace("100,5", "abc,5").replace("1,2,y", "1,7,y"), encoding="utf-8")
    result = CliRunner().invoke(app, ["score", "--rubric", str(path.with_name("wealth.yaml")), "-c", str(path)])
    assert result.exit_code == 1
    assert [line.split(":")[1] for line in result.output.splitlines()] == ["2", "3"]


def test_the_column_of_the_countries_is_found_or_asked_for(files: tuple[ss.Rubric, Path]) -> None:
    rubric, path = files
    path.write_text(TABLE.replace("UGA", "Ug1"), encoding="utf-8")
    with pytest.raises(ss.DocumentError, match="name the column of the countries; in 'iso3' mend Ug1"):
        ss.read_table(path, rubric)
    assert ss.read_table(path, rubric, country="iso3").codes == ["KEN", "TZA", "Ug1"]
    with pytest.raises(ss.DocumentError, match=r"no column 'iso'.*did you mean 'iso3'"):
        ss.read_table(path, rubric, country="iso")


def test_columns_may_be_renamed(files: tuple[ss.Rubric, Path]) -> None:
    rubric, path = files
    path.write_text(TABLE.replace("length", "len_km"), encoding="utf-8")
    assert ss.read_table(path, rubric, columns={"roads.length": "len_km"}).codes
    with pytest.raises(ss.DocumentError, match=r"no criterion 'roads.lenth'; did you mean 'roads.length'"):
        ss.read_table(path, rubric, columns={"roads.lenth": "len_km"})


def test_a_table_has_no_dates_and_codes_pick_its_rows(files: tuple[ss.Rubric, Path]) -> None:
    rubric, path = files
    with pytest.raises(ValueError, match="a table has no dates"):
        ss.score(rubric, ss.read_table(path, rubric), as_of="2024")
    result = CliRunner().invoke(
        app, ["score", "-r", str(path.with_name("wealth.yaml")), "-c", f"{path},KEN,UGA", "-f", "csv"]
    )
    assert [line.split(",")[0] for line in result.stdout.splitlines()] == ["country", "UGA", "KEN"]


def test_explanations_and_reports_of_a_table(files: tuple[ss.Rubric, Path]) -> None:
    rubric, path = files
    scores = ss.score(rubric, ss.read_table(path, rubric, name="name"))
    text = scores.explain("KEN").text()
    assert "100 dollars a head" in text
    assert "Tanzania" in scores.compare("TZA", "KEN").text()
    assert [node.path for node in scores.explain("UGA").missing] == ["income"]
    page = ss.report.write_report(scores, path.parent / "out", charts=["ranking", "heatmap", "coverage"]).read_text(
        encoding="utf-8"
    )
    assert "t.csv" in page


def test_a_denominator_that_profiles_do_not_have_is_a_clear_error(files: tuple[ss.Rubric, Path]) -> None:
    rubric, _ = files
    with pytest.raises(ss.ScoringError, match="there is no column 'people' to divide by"):
        ss.score(rubric, ss.load_countries())


def settings_of(normalise: str, weights: str = "given", aggregate: str = "arithmetic", extra: str = "") -> str:
    leaves = "".join(
        f"  - {{id: {name}, unit: points, direction: {direction}, normalise: {normalise}}}\n"
        for name, direction in (("a", "higher"), ("b", "lower"), ("c", "higher"))
    )
    head = f"rubric: x\nscale: [0, 100]\naggregate: {aggregate}\nweights: {weights}\n{extra}criteria:\n"
    return head + leaves


FRAME = pd.DataFrame(
    {
        "iso3": ["KEN", "UGA", "TZA", "RWA", "BDI"],
        "a": [1.0, 2.0, 4.0, 8.0, 5.0],
        "b": [9.0, 7.0, 5.0, 1.0, 4.0],
        "c": [3.0, 3.5, 1.0, 2.0, 5.0],
    }
)


def scored(tmp_path: Path, text: str, frame: pd.DataFrame = FRAME) -> ss.Scores:
    (tmp_path / "x.yaml").write_text(text, encoding="utf-8")
    rubric = ss.load_rubric(tmp_path / "x.yaml")
    return ss.score(rubric, ss.read_table(frame, rubric))


@pytest.mark.parametrize(
    ("normalise", "expected"),
    [
        ("minmax", [100, 100, 25]),
        ("{method: minmax, range: [1, 11]}", [11, 11, 3.5]),
        ("rank", [5, 5, 2]),
        ("borda", [4, 4, 1]),
        ("percentile", [100, 100, 25]),
        ("distance_to_maximum", [100, 100, 25]),
        ("fraction_of_maximum", [100, 100, 40]),
        ("{method: target, target: 4}", [100, 100 * 8 / 5, 100 / 3]),
        ("{method: distance_to_reference, reference: BDI}", [100, 100, 25]),
        ("{method: distance_to_reference, reference: BDI, clip: false}", [175, 160, 25]),
        ("{method: goalposts, low: 0, high: 10}", [80, 90, 20]),
        ("none", [8, 99, 2]),
        ("zscore", [(8 - 4) / np.sqrt(7.5), (5.2 - 1) / np.sqrt(9.2), (2 - 2.9) / np.std(FRAME["c"], ddof=1)]),
    ],
)
def test_each_normalisation_in_both_directions(normalise: str, expected: list[float], tmp_path: Path) -> None:
    scores = scored(tmp_path, settings_of(normalise))
    row = scores.countries.codes.index("RWA")
    if normalise.startswith("{method: target"):
        expected[1] = 100  # clipped
    np.testing.assert_allclose(scores.nodes.values[row, 1:], expected, rtol=1e-12)


@pytest.mark.parametrize("normalise", ["minmax", "rank", "borda", "zscore", "percentile", "none"])
def test_bounds_of_a_missing_value_are_the_ends_that_the_method_has(normalise: str, tmp_path: Path) -> None:
    frame = FRAME.assign(a=[1.0, 2.0, np.nan, 8.0, 5.0])
    nodes = scored(tmp_path, settings_of(normalise), frame).nodes
    ends = {"minmax": (0, 100), "percentile": (0, 100), "none": (0, 100), "rank": (1, 4), "borda": (0, 3)}
    low, high = ends.get(normalise, (np.nanmin(nodes.values[:, 1]), np.nanmax(nodes.values[:, 1])))
    row = 3  # TZA, in the order of the codes
    assert (nodes.lower[row, 1], nodes.upper[row, 1]) == (low, high)


@pytest.mark.parametrize(
    "weights",
    [
        "equal",
        "{method: ahp, matrix: [[1, 2, 4], [1/2, 1, 2], [1/4, 1/2, 1]]}",
        "{method: budget, experts: {anna: {a: 60, b: 30, c: 10}, ben: {a: 1, b: 0, c: 1}}}",
        "entropy",
        "critic",
        "pca",
        "{method: pca, components: 2}",
        "benefit_of_the_doubt",
        "{method: benefit_of_the_doubt, low: 0.1, high: 0.6}",
    ],
)
def test_each_weighting_adds_up_and_keeps_its_bounds(weights: str, tmp_path: Path) -> None:
    frame = FRAME.assign(a=[1.0, 2.0, np.nan, 8.0, 5.0])
    scores = scored(tmp_path, settings_of("{method: minmax, range: [1, 100]}", weights), frame)
    shares = scores.nodes.weights[:, 1:]
    np.testing.assert_allclose(np.nansum(shares, axis=1), 1, rtol=1e-9)
    nodes = scores.nodes
    assert (nodes.lower[:, 0] <= nodes.values[:, 0]).all()
    assert (nodes.values[:, 0] <= nodes.upper[:, 0]).all()
    added = sum(item.part.adds for item in scores.explain("RWA").parts)
    assert added == pytest.approx(scores.explain("RWA").score, abs=1e-9)


def test_weights_of_ahp_and_budget_by_hand(tmp_path: Path) -> None:
    ahp = scored(tmp_path, settings_of("minmax", "{method: ahp, matrix: [[1, 2, 4], [1/2, 1, 2], [1/4, 1/2, 1]]}"))
    np.testing.assert_allclose(ahp.nodes.weights[0, 1:], np.array([4, 2, 1]) / 7, rtol=1e-12)
    budget = scored(
        tmp_path,
        settings_of("minmax", "{method: budget, experts: {anna: {a: 60, b: 30, c: 10}, ben: {a: 1, b: 0, c: 1}}}"),
    )
    np.testing.assert_allclose(budget.nodes.weights[0, 1:], [0.55, 0.15, 0.3], rtol=1e-12)


@pytest.mark.parametrize("aggregate", ["copeland", "borda", "{method: owa, weights: [3, 2, 1]}"])
def test_aggregations_of_the_whole_table(aggregate: str, tmp_path: Path) -> None:
    frame = FRAME.assign(a=[1.0, 2.0, np.nan, 8.0, 5.0])
    nodes = scored(tmp_path, settings_of("minmax", aggregate=aggregate), frame).nodes
    assert ((nodes.values[:, 0] >= 0) & (nodes.values[:, 0] <= 100)).all()
    assert (nodes.lower[:, 0] <= nodes.values[:, 0]).all()
    assert nodes.lower[3, 0] < nodes.upper[3, 0]


def test_constant_columns_name_the_criterion(tmp_path: Path) -> None:
    with pytest.raises(ss.ScoringError, match=r"^b: all present values are equal"):
        scored(tmp_path, settings_of("minmax"), FRAME.assign(b=3.0))


def test_contradicting_experts_name_the_node(tmp_path: Path) -> None:
    matrix = "[[1, 9, 1/9], [1/9, 1, 9], [9, 1/9, 1]]"
    with pytest.raises(ss.DocumentError, match=r"x.yaml:\d+:\d+: the pairwise comparisons contradict"):
        scored(tmp_path, settings_of("minmax", f"{{method: ahp, matrix: {matrix}}}"))
    allowed = f"{{method: ahp, allow_inconsistent: true, matrix: {matrix}}}"
    assert len(scored(tmp_path, settings_of("minmax", allowed)).table) == 5


def test_what_was_treated_is_reported(tmp_path: Path) -> None:
    frame = pd.DataFrame({"iso3": pd.Series(sorted(ss.load_countries().codes)), "a": 1.0, "b": 2.0, "c": 3.0})
    codes = ["KEN", "UGA", "TZA", "RWA", "BDI", "ETH", "SOM", "SDN", "TCD", "CMR", "GAB", "COG"]
    wild = [1.0, 2, 3, 4, 5, 6, 7, 8, 9, 10, 30, 100]
    frame = pd.DataFrame({"iso3": codes, "a": wild, "b": range(12), "c": range(12, 0, -1)})
    extra = "treat: {method: winsorise, points: 3}\n"
    treated = scored(tmp_path, settings_of("minmax", extra=extra), frame).treated
    assert treated["action"].to_dict() == {"a": "winsorised", "b": "none", "c": "none"}
    assert treated.loc["a", ["points", "countries", "passes"]].to_list() == [1, "COG", True]
    assert treated.loc["a", "kurtosis_before"] > 3.5 > treated.loc["a", "kurtosis"]
    assert scored(tmp_path, settings_of("minmax"), frame).treated.empty
