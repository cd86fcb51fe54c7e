"""The chart of scores over years: what its lines, bands, marks and words say."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.collections import PolyCollection
from matplotlib.figure import Figure
from matplotlib.text import Text

import strategyscore as ss
from strategyscore.charts.trend import _LINE, _parted
from tests.test_panels import index, panel_of, scored


def words(figure: Figure) -> list[str]:
    return [text.get_text() for text in figure.findobj(Text) if text.get_text()]


def heights(figure: ss.charts.style.Chart, score: float) -> float:
    """Where a score of 0 to 100 stands in the axes."""
    axes = figure.axes[0]
    low, high = axes.get_yticks()[[0, -1]]
    first, last = (float(axes.get_yticklabels()[end].get_text()) for end in (0, -1))
    return float(low + (high - low) * (score - first) / (last - first))


def test_each_country_is_a_line_through_its_scores() -> None:
    scores = scored(fill="linear")
    figure = ss.charts.trend(scores, highlight="Kenya", countries=["KEN", "RWA"])
    lines = [line for line in figure.axes[0].lines if len(line.get_xdata()) == 3 and line.get_linestyle() == "-"]
    assert len(lines) == 2
    expected = scores.series()[:, [0, 1]]
    drawn = np.column_stack([np.asarray(line.get_ydata(), dtype=float) for line in lines])
    wanted = np.vectorize(lambda value: heights(figure, value))(expected)
    order = np.argsort(-expected[-1])
    np.testing.assert_allclose(drawn, wanted[:, order])
    bands = [item for item in figure.axes[0].collections if isinstance(item, PolyCollection)]
    assert len(bands) == 1, "the bounds of what is highlighted"
    reach = bands[0].get_paths()[0].vertices[:, 1]
    assert reach.min() == pytest.approx(heights(figure, 100)), "nothing is known of Kenya in 2018"
    assert reach.max() == pytest.approx(heights(figure, 0))
    assert any(text.startswith("Kenya ") for text in words(figure))
    hollow = [line for line in figure.axes[0].lines if line.get_markerfacecolor() == "white" and len(line.get_xdata())]
    assert {x for line in hollow for x in line.get_xdata()} == {2018}
    assert "some of it filled in" in words(figure)
    assert "Kenya: 12.2 in 2015, 70.0 in 2019." in figure.alt_text


def test_what_is_missing_is_said() -> None:
    people = {"id": "people", "unit": "1", "normalise": {"method": "goalposts", "low": 0, "high": 10}}
    table = pd.DataFrame(
        [("KEN", 2020, 1), ("KEN", 2021, 9), ("UGA", 2020, 5), ("UGA", 2021, None), ("RWA", 2020, None)],
        columns=["iso", "when", "people"],
    )
    scores = ss.score(index(criteria=[people]), panel_of(index(criteria=[people]), table))
    figure = ss.charts.trend(scores)
    told = " ".join(words(figure))
    assert "Without a score in any year: Rwanda." in told
    assert "Uganda 50.0 *" in words(figure)
    assert "* The last score is of an earlier year." in told
    assert "Scores rose in one of two countries whatever the missing answers are" in told.replace("\n", " ")
    assert "normalised by itself" not in told
    relative = " ".join(words(ss.charts.trend(scored(over="each"))))
    assert "Each year is normalised by itself" in relative


def test_who_moved_is_dark_a_thin_score_is_hollow_and_the_axis_is_where_scores_are() -> None:
    weights = {"money": 3, "people": 1}
    criteria = [
        {"id": id_, "unit": "1", "weight": weight, "normalise": {"method": "goalposts", "low": 0, "high": 10}}
        for id_, weight in weights.items()
    ]
    rubric = index(criteria=criteria, missing={"minimum_coverage": 0.5})
    table = pd.DataFrame(
        {
            "iso": ["KEN", "KEN", "UGA", "UGA", "RWA", "RWA"],
            "when": [2020, 2021] * 3,
            "money": [6, 7, None, 6, 6, 6.5],
            "people": [6, 7, 7, 6.5, None, None],
        }
    )
    scores = ss.score(rubric, panel_of(rubric, table))
    assert scores.thin()[0].tolist() == [False, False, True]
    figure = ss.charts.trend(scores)
    lines = {
        line.get_ydata()[-1]: line
        for line in figure.axes[0].lines
        if len(line.get_xdata()) == 2 and line.get_linestyle() == "-" and line.get_xdata()[0] == 2020
    }
    dark = [lines[heights(figure, score)].get_color() for score in (70, 61.25, 65)]
    assert dark[0] != dark[1] == dark[2], "Kenya alone rose whatever the missing answers are"
    hollow = [line for line in figure.axes[0].lines if line.get_markerfacecolor() == "white" and len(line.get_xdata())]
    points = [(x, float(y)) for line in hollow for x, y in zip(line.get_xdata(), line.get_ydata(), strict=True)]
    assert points == [(2020, heights(figure, 70))], "Uganda is answered by a quarter in 2020"
    assert [text.get_text() for text in figure.axes[0].get_yticklabels()] == ["60", "62", "64", "66", "68", "70"]
    told = " ".join(words(figure))
    assert "The axis shows the part of the scale from 60 to 70." in told
    assert "less than 50 % answered" in told
    assert "change beyond the bounds" in told
    assert "Scores rose in one of three countries" in told
    flat = ss.score(rubric, panel_of(rubric, table.assign(money=5.0, people=5.0)))
    assert [text.get_text() for text in ss.charts.trend(flat).axes[0].get_yticklabels()][-1] == "100"


def test_a_group_is_the_mean_of_the_members_with_a_score_at_all_times() -> None:
    people = {"id": "people", "unit": "1", "normalise": {"method": "goalposts", "low": 0, "high": 10}}
    table = pd.DataFrame(
        {
            "iso": ["FRA", "FRA", "DEU", "DEU", "ITA", "ITA", "KEN", "KEN"],
            "when": [2020, 2021] * 4,
            "people": [2, 4, 6, 6, None, 9, 1, 1],
        }
    )
    scores = ss.score(index(criteria=[people]), panel_of(index(criteria=[people]), table))
    figure = ss.charts.trend(scores, groups=["G7", "region"])
    dashed = [line for line in figure.axes[0].lines if line.get_linestyle() == "--"]
    drawn = [np.asarray(line.get_ydata(), dtype=float) for line in dashed]
    wanted = [[heights(figure, value) for value in values] for values in ([40, 50],) * 2]
    np.testing.assert_allclose(drawn, wanted)  # of France and Germany; Italy has no score in 2020
    assert {"Group of Seven (2) 50.0", "Western Europe (2) 50.0"} <= set(words(figure)), "no region of a single country"
    assert "Group of Seven (2): 40.0 in 2020, 50.0 in 2021." in figure.alt_text
    assert "Groups: the mean of the members with a score in every year" in " ".join(words(figure))
    assert "rose in one of four countries" in figure.alt_text, "a group is no country"
    still = ss.charts.trend(scores, groups="EU", countries="KEN")
    assert "change beyond the bounds" not in words(still), "that a group's mean has moved is not drawn"
    with pytest.raises(ValueError, match="no member of the group BRICS"):
        ss.charts.trend(scores, groups="BRICS")


def test_a_trend_is_drawn_at_every_size_of_one_node_and_into_axes_of_ones_own() -> None:
    scores = scored()
    for size in ("column", "page", "slide"):
        assert ss.charts.trend(scores, "money", size=size)._repr_png_()
    figure = Figure()
    ss.charts.trend(scores, ax=figure.subplots(), title="Mine")
    assert figure.axes[0].get_title(loc="left") == "Mine"


def test_a_trend_says_what_it_needs() -> None:
    scores = scored()
    with pytest.raises(TypeError, match="scores must be PanelScores, not Scores"):
        ss.charts.trend(scores[2015])  # type: ignore[arg-type]
    with pytest.raises(ss.UnknownNode):
        ss.charts.trend(scores, "mony")
    with pytest.raises(ss.UnknownCountry):
        ss.charts.trend(scores, highlight="Kenia")
    one = ss.score(
        index(),
        panel_of(index(), pd.DataFrame({"iso": ["KEN", "UGA"], "when": 2020, "money": [1, 2], "people": 1, "law": 1})),
    )
    with pytest.raises(ValueError, match="two years or more"):
        ss.charts.trend(one)


@given(st.lists(st.floats(0, 20), min_size=1, max_size=19))
def test_labels_stand_apart_in_order_and_within_the_ends(wanted: list[float]) -> None:
    placed = np.array(_parted(sorted(wanted), (0.0, 20.0)))
    assert (np.diff(placed) >= _LINE - 1e-9).all()
    assert placed[0] >= -1e-9
    assert placed[-1] <= 20 + 1e-9
    if len(wanted) == 1:
        assert placed[0] == wanted[0]


def test_many_months_are_named_by_the_years_that_they_run_over_or_by_some_of_them() -> None:
    people = {"id": "people", "unit": "1", "normalise": {"method": "goalposts", "low": 0, "high": 10}}
    rubric = index(criteria=[people])
    for count, named in (
        (14, ["2021-06", "2021-08", "2021-10", "2021-12", "2022-02", "2022-04", "2022-06"]),
        (40, ["2022", "2023", "2024"]),
    ):
        months = [f"{2021 + (number + 5) // 12}-{(number + 5) % 12 + 1:02d}" for number in range(count)]
        table = pd.DataFrame([("KEN", month, 5) for month in months], columns=["iso", "when", "people"])
        axes = ss.charts.trend(ss.score(rubric, panel_of(rubric, table))).axes[0]
        assert [text.get_text() for text in axes.get_xticklabels()] == named
