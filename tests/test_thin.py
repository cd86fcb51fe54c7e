"""What counts is shown: a score of which too little is answered stands in every chart, table and page, marked.

Worked by hand. Two pillars of three criteria each, equal weights, levels 0 to 4 on 0 to 100, a minimum of 50 %:
Kenya has one of three answers on means (100), so that means is thin and its whole, (50 + 100) / 2 = 75, is not;
New Zealand has one of three on both (0 and 50), so that its whole, 25, is thin too and has no rank.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from matplotlib.patches import Rectangle

import strategyscore as ss

from .build import countries_of
from .conftest import read_page
from .drawn import dots
from .test_publication import Cells

LEVELS = dict.fromkeys(range(5), "?")
TITLES = {"law": "Law", "ethics": "Ethics", "bodies": "Bodies", "money": "Money", "people": "People", "chips": "Chips"}


def criteria(*ids: str) -> list[dict[str, object]]:
    return [{"id": name, "title": TITLES[name], "levels": {level: f"Step {level}" for level in LEVELS}} for name in ids]


RUBRIC = ss.load_rubric(
    {
        "rubric": "made-up",
        "title": "Made up",
        "version": "1.0",
        "missing": {"rule": "available", "minimum_coverage": 0.5},
        "criteria": [
            {"id": "rules", "title": "Rules", "criteria": criteria("law", "ethics", "bodies")},
            {"id": "means", "title": "Means", "criteria": criteria("money", "people", "chips")},
        ],
    }
)
ANSWERS = {"FRA": [4, 3, 2, 2, 1, 4], "KEN": [1, 2, 3, 4, None, None], "NZL": [0, None, None, None, 2, None]}
SCORES = ss.score(RUBRIC, countries_of(ANSWERS, [leaf.key for leaf in RUBRIC.criteria]))
NOTE = "less than 50 % of the weight is answered, so the score is shown and counts, but has no rank."
CHARTS = ss.charts


def texts(figure: CHARTS.style.Chart) -> list[str]:
    return [text.get_text() for text in figure.findobj(lambda item: hasattr(item, "get_text")) if text.get_text()]


def said(figure: CHARTS.style.Chart) -> str:
    """All texts on one line, as the lines of a paragraph are texts of their own."""
    return " ".join(texts(figure))


def hatched(figure: CHARTS.style.Chart) -> list[Rectangle]:
    axes = figure.axes[0]
    return [patch for patch in axes.patches if isinstance(patch, Rectangle) and patch.get_hatch()]


def hollow(figure: CHARTS.style.Chart) -> list[float]:
    """Where the hollow dots stand."""
    return [dot.x for dot in dots(figure.axes[0], "o") if dot.face == "#ffffff"]


def test_the_case_is_as_worked_by_hand() -> None:
    table = SCORES.table
    assert table["score"].to_dict() == pytest.approx({"KEN": 75.0, "FRA": 200 / 3, "NZL": 25.0})
    assert table["rank"].to_list()[:2] == [1, 2]
    assert pd.isna(table["rank"].iloc[2])
    assert table["thin"].to_dict() == {"KEN": "means", "FRA": "", "NZL": "made-up, rules, means"}


def test_the_ranking_shows_a_thin_whole_hatched_with_its_value_and_without_a_rank() -> None:
    figure = CHARTS.ranking(SCORES)
    assert "New Zealand 25.0 (8.3 to 75.0), no rank, 33 % answered." in figure.alt_text
    assert "1. Kenya 75.0" in figure.alt_text
    (bar,) = hatched(figure)
    assert (bar.get_x(), bar.get_width()) == pytest.approx((25 / 3, 200 / 3))
    assert hollow(figure) == pytest.approx([25.0])
    assert {"25.0", "33 %", "1", "2"} <= set(texts(figure))
    assert "3" not in texts(figure)
    assert f"*: {NOTE}" in said(figure)
    assert "New Zealand *" in texts(figure)


def test_a_part_may_be_thin_where_the_whole_is_not() -> None:
    figure = CHARTS.ranking(SCORES, "means")
    assert "Kenya 100.0 (33.3 to 100.0), no rank, 33 % answered." in figure.alt_text
    assert len(hatched(figure)) == 2
    assert not hatched(CHARTS.ranking(SCORES, countries=["FRA", "KEN"]))
    assert NOTE not in said(CHARTS.ranking(SCORES, countries=["FRA", "KEN"]))


def test_contributions_add_up_thin_parts_and_all() -> None:
    figure = CHARTS.contributions(SCORES, stacked=True)
    assert "Kenya 75.0: Rules 25.0, Means 50.0 (100.0 (33 % answered, no rank) by itself)." in figure.alt_text
    ends: dict[float, float] = {}
    for bars in figure.axes[0].containers:
        for bar in bars:
            middle = round(bar.get_y() + bar.get_height() / 2, 2)
            ends[middle] = ends.get(middle, 0.0) + bar.get_width()
    assert [*ends.values()] == pytest.approx([75.0, 200 / 3, 25.0])
    widths = sorted(patch.get_width() for patch in hatched(figure))
    assert widths == pytest.approx([0.0, 25.0, 50.0])
    assert {"50.0*", "0.0*", "25.0*"} <= set(texts(CHARTS.contributions(SCORES)))


def test_small_multiples_name_value_and_share_of_a_thin_part() -> None:
    figure = CHARTS.small_multiples(SCORES)
    assert "Means: Kenya 100.0 (33 % answered, no rank), France 58.3" in figure.alt_text
    assert len(hatched(figure)) == len(hollow(figure)) == 3
    assert f"Hatched: {NOTE}" in said(figure)


def test_the_profile_marks_thin_scores_and_says_how_much_is_answered() -> None:
    shown = texts(CHARTS.profile(SCORES, "New Zealand"))
    assert {"score 0.0* (0.0 to 66.7), 33 % answered", "score 50.0* (16.7 to 83.3), 33 % answered"} <= set(shown)
    assert "Made up: score 25.0* (8.3 to 75.0), 33 % answered" in " ".join(shown)
    assert f"*: {NOTE}" in " ".join(shown)
    assert "*" not in said(CHARTS.profile(SCORES, "FRA"))


def test_the_dumbbell_says_that_one_has_no_rank() -> None:
    told = said(CHARTS.dumbbell(SCORES, "NZL", "FRA"))
    assert "New Zealand has no rank in Made up, since only 33 % is answered." in told
    assert "has no rank" not in said(CHARTS.dumbbell(SCORES, "KEN", "FRA"))


def test_the_slope_marks_who_has_no_rank_and_says_so() -> None:
    full = ss.score(RUBRIC, SCORES.countries.replace("NZL", "rules.ethics", level=2, because="So."))
    figure = CHARTS.slope({"then": SCORES, "now": full})
    assert f"*: {NOTE}" in said(figure)
    assert "25.0*" in texts(figure)
    told = "New Zealand: then 25.0 (8.3 to 75.0), 33 % answered, no rank, now 37.5 (16.7 to 66.7)."
    assert told in figure.alt_text


def test_the_coverage_map_marks_thin_groups_and_countries() -> None:
    figure = CHARTS.coverage(SCORES)
    assert texts(figure).count("33*") == 4  # Kenya's means; New Zealand's rules, means and whole
    assert "New Zealand: 33 % answered, no rank; missing Ethics; Bodies; Money; Chips." in figure.alt_text
    assert "France: 100 % answered." in figure.alt_text


def test_the_heat_map_hatches_thin_cells_and_says_how_much_is_answered() -> None:
    figure = CHARTS.heatmap(SCORES)
    assert "Kenya: Made up 75.0, Rules 50.0, Means 100.0 (33 % answered, no rank)." in figure.alt_text
    assert len(hatched(figure)) == 4
    assert f"Hatched: {NOTE}" in said(figure)


def test_draws_give_no_rank_to_who_has_none() -> None:
    drawn = ss.uncertainty(SCORES, draws=200)
    figure = CHARTS.rank_intervals(drawn)
    assert "New Zealand: no rank, " in figure.alt_text
    assert len(hatched(figure)) == 1
    labels = [text for text in figure.axes[0].texts if text.get_text() in ("1", "2", "3")]
    assert sorted(text.get_text() for text in labels if text.get_ha() == "right" and text.get_position()[0] == 0) == [
        "1",
        "2",
    ]


def test_the_table_for_print_marks_thin_scores_and_leaves_ranks_out(tmp_path: Path) -> None:
    table = ss.tables.ranking(SCORES)
    rows = {row[0]: row[1:] for row in Cells(table.html()).rows if len(row) == 7}
    assert rows["Kenya"] == ["1", "75.0", "41.7\N{EN DASH}75.0", "67 %", "50.0", "100.0* (33 %)"]
    low, high = (f"{float(side[SCORES.row('NZL'), 0]):.1f}" for side in (SCORES.nodes.lower, SCORES.nodes.upper))
    bounds = f"{low}\N{EN DASH}{high}"
    assert rows["New Zealand"] == ["\N{EN DASH}", "25.0*", bounds, "33 %", "0.0* (33 %)", "50.0* (33 %)"]
    assert f"Marked *, with the share answered: {NOTE}" in table.html()
    assert r"100.0* (33 \%)" in table.latex()
    saved = pd.read_csv(table.save(tmp_path / "t.csv"), keep_default_na=False)
    assert list(saved["thin"]) == ["means", "", "made-up, rules, means"]
    assert list(saved["means"].astype(float)) == pytest.approx([100.0, 175 / 3, 50.0]), "files have numbers"


def test_the_scorecard_says_why_there_is_no_rank_and_adds_up() -> None:
    card = ss.tables.scorecard(SCORES, "NZL")
    assert "25.0 on a scale of 0 to 100" in card.html()
    assert "no rank: 33 % of the weight answered, and the rubric asks for 50 %." in card.html()
    assert "Rules: 0.0* (33 %)" in card.html()
    assert card.frame["adds"].sum() == pytest.approx(25.0)


def test_the_comparison_marks_the_thin_whole_and_adds_up() -> None:
    table = ss.tables.comparison(SCORES, "NZL", "KEN")
    last = next(row for row in Cells(table.html()).rows if row[:1] == ["In all"])
    assert last == ["In all", "25.0* (33 %)", "75.0", "\N{MINUS SIGN}50.0"]
    assert table.frame["gap"].iloc[:-1].sum() == pytest.approx(-50.0)


def test_the_page_marks_thin_scores_and_explains_the_mark(tmp_path: Path) -> None:
    page = read_page(ss.report.write_report(SCORES, tmp_path, draws=300, charts=[]))
    row = next(part for part in page.split("<tr ") if 'href="#NZL"' in part and "25.0" in part)
    assert '<td role="cell">\N{EN DASH}</td>' in row
    assert '<span class="mark">*</span>' in row
    assert "33 %" in row
    assert f"*: {NOTE}" in page
    assert "<strong>100.0*</strong>" in page
    assert "no rank: 33 % of the weight answered" in page
    assert "New Zealand</a> (no rank)</th>" in page


def test_a_thin_country_has_intervals_and_no_nominal_rank() -> None:
    drawn = ss.uncertainty(SCORES, draws=50)
    assert list(drawn.ranks.index) == ["KEN", "FRA", "NZL"]
    assert drawn.ranks["nominal"].tolist()[:2] == [1, 2]
    assert pd.isna(drawn.ranks.loc["NZL", "nominal"])
    assert drawn.table.loc["NZL", "score"] == pytest.approx(25)
    assert ss.uncertainty(SCORES, draws=50, vary="weights").excluded == ["NZL"]
    assert drawn._repr_html_()
