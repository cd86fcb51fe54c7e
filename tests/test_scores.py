"""Scores worked out by hand, from files."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import strategyscore as ss

from .conftest import PROFILE, RUBRIC


def scored(folder: Path, as_of: str | None = None) -> ss.Scores:
    return ss.score(ss.load_rubric(folder / "demo.yaml"), ss.load_countries(folder / "countries"), as_of=as_of)


def rewrite(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_levels_quantities_and_checklists_reach_the_scale(demo: Path) -> None:
    scores = scored(demo)
    node = scores.tidy.set_index("node")["score"]
    wealth = 100 * (math.log(2000) - math.log(100)) / (math.log(75000) - math.log(100))
    assert node["law"] == 50
    assert node["wealth"] == pytest.approx(wealth, rel=1e-12)
    assert node["checks"] == 75
    assert node["demo"] == pytest.approx((2 * 50 + wealth + 75) / 4, rel=1e-12)
    assert scores.table.loc["KEN", "rank"] == 1
    assert scores.tidy.set_index("node")["weight"].to_dict() == {"demo": 1, "law": 0.5, "wealth": 0.25, "checks": 0.25}


def test_an_unanswered_item_widens_the_bounds(demo: Path) -> None:
    rewrite(demo / "countries" / "kenya.yaml", "{audit: yes, appeal: partly}", "{audit: yes}")
    row = scored(demo).tidy.set_index("node").loc["checks"]
    assert row[["score", "lower", "upper", "coverage"]].tolist() == [100, 50, 100, 0.5]


def test_lower_is_better_turns_the_scale(demo: Path) -> None:
    up = scored(demo).tidy.set_index("node").loc["wealth", "score"]
    rewrite(demo / "demo.yaml", "    transform: log\n", "    transform: log\n    direction: lower\n")
    assert scored(demo).tidy.set_index("node").loc["wealth", "score"] == pytest.approx(100 - up)


def test_values_beyond_the_goalposts_are_clipped(demo: Path) -> None:
    rewrite(demo / "countries" / "kenya.yaml", "value: 2000", "value: 1e9")
    assert scored(demo).tidy.set_index("node").loc["wealth", "score"] == 100


def test_several_years_of_a_value(demo: Path) -> None:
    several = """\
  demo.wealth:
    - {value: 1000, year: 2020, evidence: [{source: gazette, where: Table 1, states: A thousand.}]}
    - {value: 2000, year: 2023, evidence: [{source: gazette, where: Table 1, states: Two thousand.}]}
"""
    start, end = PROFILE.index("  demo.wealth"), PROFILE.index("  demo.checks")
    (demo / "countries" / "kenya.yaml").write_text(PROFILE[:start] + several + PROFILE[end:], encoding="utf-8")
    column = ss.load_rubric(demo / "demo.yaml").criteria.index(ss.load_rubric(demo / "demo.yaml").node("wealth"))
    assert scored(demo).ratings.values[0, column] == 2000
    assert scored(demo, "2022-12-31").ratings.values[0, column] == 1000
    assert np.isnan(scored(demo, "2019").ratings.values[0, column])


@pytest.mark.parametrize(
    ("as_of", "level"),
    [(None, 1), ("2024-05", 1), ("2024-05-01", 1), ("2024-04", 0), ("2019", 0), ("2018-12-31", None), (2024, 1)],
)
def test_as_of_takes_the_last_rating_that_had_begun(demo: Path, as_of: str | None, level: int | None) -> None:
    earlier = """\
    earlier:
      - {level: 0, since: 2019, because: None., evidence: [{source: gazette, where: p. 1, states: None.}]}
  demo.wealth:
"""
    rewrite(demo / "countries" / "kenya.yaml", "  demo.wealth:\n", earlier)
    answer = scored(demo, as_of).ratings.answers[0][0]
    assert (answer.level if answer else None) == level
    if answer and level == 0:
        assert answer.confidence == "high"  # taken over from the newer rating


def test_the_lower_median_of_the_coders_counts_where_no_level_is_given(demo: Path) -> None:
    rewrite(demo / "countries" / "kenya.yaml", "level: 1", "coders: {first: 2, second: 0, third: 1, fourth: 2}")
    assert scored(demo).ratings.values[0, 0] == 1


def test_what_is_thin_counts_and_is_shown_and_has_no_rank(demo: Path) -> None:
    rewrite(demo / "demo.yaml", 'version: "1.0"', 'version: "1.0"\nmissing: {rule: available, minimum_coverage: 0.8}')
    start, end = PROFILE.index("  demo.wealth"), PROFILE.index("  demo.checks")
    (demo / "countries" / "kenya.yaml").write_text(PROFILE[:start] + PROFILE[end:], encoding="utf-8")
    row = scored(demo).table.loc["KEN"]
    assert pd.isna(row["rank"])
    assert row[["lower", "upper", "coverage"]].tolist() == [43.75, 68.75, 0.75]
    assert row["score"] == pytest.approx((2 * 50 + 75) / 3)
    assert row["thin"] == "demo"
    tidy = scored(demo).tidy.set_index("node")
    assert tidy["thin"].to_dict() == {"demo": True, "law": False, "wealth": False, "checks": False}
    assert tidy["rank"].notna().to_dict() == {"demo": False, "law": True, "wealth": False, "checks": True}
    assert "no rank: 75 % of the weight answered, and the rubric asks for 80 %" in scored(demo).explain("KEN").headline


def test_a_group_rescaled_over_the_countries(demo: Path) -> None:
    rewrite(demo / "demo.yaml", 'version: "1.0"', 'version: "1.0"\nrescale: minmax')
    for code, level in (("UGA", 0), ("TZA", 2)):
        text = PROFILE.replace("country: KEN", f"country: {code}").replace("level: 1", f"level: {level}")
        (demo / "countries" / f"{code}.yaml").write_text(text, encoding="utf-8")
    assert scored(demo).table["score"].to_dict() == pytest.approx({"TZA": 100, "KEN": 50, "UGA": 0})


def test_a_rescaled_group_of_equal_scores_is_a_clear_error(demo: Path) -> None:
    rewrite(demo / "demo.yaml", 'version: "1.0"', 'version: "1.0"\nrescale: minmax')
    with pytest.raises(ss.ScoringError, match="demo: all present values are equal"):
        scored(demo)


def test_a_rubric_inside_another_governs_neither_scale_nor_names(demo: Path) -> None:
    (demo / "whole.yaml").write_text(
        'rubric: whole\ntitle: Whole\nversion: "1"\nscale: [0, 10]\ncriteria:\n  - include: demo\n    weight: 3\n',
        encoding="utf-8",
    )
    scores = ss.score(ss.load_rubric(demo / "whole.yaml"), ss.load_countries(demo / "countries"))
    assert scores.tidy.set_index("node").loc["demo.law", "score"] == 5
    assert scores.rubric.node("demo.law").key == "demo.law"


def test_ratings_of_another_rubric_in_the_folder_do_not_disturb(demo: Path) -> None:
    (demo / "other.yaml").write_text(RUBRIC.replace("rubric: demo", "rubric: other"), encoding="utf-8")
    extra = PROFILE[PROFILE.index("  demo.checks") :].replace("demo.checks", "other.checks")
    (demo / "countries" / "kenya.yaml").write_text(PROFILE + extra, encoding="utf-8")
    assert scored(demo).table.loc["KEN", "coverage"] == 1


def test_unknown_names_suggest_the_nearest(demo: Path) -> None:
    scores = scored(demo)
    with pytest.raises(KeyError, match="did you mean 'wealth'"):
        scores.explain("KEN", "welth")
    with pytest.raises(KeyError, match="there is no profile of 'KEM'; did you mean 'KEN'"):
        scores.compare("KEN", "KEM")
    with pytest.raises(KeyError, match="did you mean 'sovereignty'"):
        ss.load_rubric("soverignty")
    with pytest.raises(ValueError, match="is not a date"):
        scored(demo, "soon")


def test_tables_are_copies(demo: Path) -> None:
    scores = scored(demo)
    for name in ("table", "tidy"):
        mine = getattr(scores, name)
        mine["score"] = -1.0
        assert getattr(scores, name)["score"].gt(0).all()


def test_what_has_no_title_is_called_by_its_id(demo: Path) -> None:
    rewrite(demo / "demo.yaml", "  - id: law\n    title: Law\n", "  - id: gni_per_capita\n")
    rewrite(demo / "demo.yaml", 'title: Demo\nversion: "1.0"\n', "")
    rubric = ss.load_rubric(demo / "demo.yaml")
    assert (rubric.title, rubric.version, rubric.node("gni_per_capita").title) == ("Demo", "0", "Gni per capita")


def test_text_without_quotes_is_read_as_yaml_1_2(demo: Path) -> None:
    rewrite(demo / "demo.yaml", "title: Law", "title: NO")
    assert ss.load_rubric(demo / "demo.yaml").node("law").title == "NO"
