"""Charts: what is drawn, where it stands, and that nothing collides or is cut off."""

from __future__ import annotations

from itertools import combinations

import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text

import strategyscore as ss

SCORES = ss.score(ss.load_rubric(), ss.load_countries())
DRAWN = [
    (chart, node, size)
    for chart in (ss.charts.ranking, ss.charts.heatmap)
    for node in (None, "regulation")
    for size in ("column", "page", "slide")
]


def texts(figure: Figure) -> list[Text]:
    found = [text for text in figure.findobj(Text) if text.get_text().strip() and text.get_visible()]
    return [text for text in found if text.get_window_extent().width > 0]


@pytest.mark.parametrize(("chart", "node", "size"), DRAWN, ids=lambda value: getattr(value, "__name__", str(value)))
def test_no_text_is_cut_off_and_none_covers_another(chart, node, size) -> None:
    figure = chart(SCORES, node, size=size, highlight="RUS")
    figure.canvas.draw()
    width, height = figure.canvas.get_width_height()
    shown = texts(figure)
    for text in shown:
        box = text.get_window_extent()
        assert box.x0 >= 0, text
        assert box.y0 >= 0, text
        assert box.x1 <= width, text
        assert box.y1 <= height, text
    for one, two in combinations(shown, 2):
        overlap = one.get_window_extent().padded(-1).overlaps(two.get_window_extent().padded(-1))
        assert not overlap, (one.get_text(), two.get_text())


def test_a_chart_describes_itself_and_shows_itself() -> None:
    figure = ss.charts.ranking(SCORES)
    assert "4. Russia 29.7 (19.5 to 48.4)." in figure.alt_text
    assert figure._repr_png_().startswith(b"\x89PNG")


def test_a_chart_goes_into_axes_of_ones_own() -> None:
    figure = Figure(figsize=(8, 4))
    axes = figure.subplots()
    assert ss.charts.ranking(SCORES, ax=axes, title="Mine") is figure
    assert axes.get_title(loc="left") == "Mine"


def test_countries_are_picked_and_keep_their_ranks() -> None:
    figure = ss.charts.ranking(SCORES, countries=["RUS", "KAZ"])
    shown = [text.get_text() for text in texts(figure)]
    assert "Russia" in shown
    assert "4" in shown
    assert "China" not in shown


def test_a_country_without_a_rank_is_shown_as_such() -> None:
    shown = [text.get_text() for text in texts(ss.charts.ranking(SCORES, "regulation"))]
    assert "not ranked" in shown


def test_dollar_signs_stay_dollar_signs() -> None:
    figure = ss.charts.ranking(SCORES, title="Cost in $ and $_{x}$")
    assert ss.charts.ranking(SCORES, title="$\\frac$")._repr_png_()
    assert any(text.get_text() == "Cost in $ and $_{x}$" and not text.get_parse_math() for text in texts(figure))


def test_no_global_state_of_matplotlib_changes() -> None:
    import matplotlib as mpl

    before = dict(mpl.rcParams)
    ss.charts.heatmap(SCORES)._repr_png_()
    assert dict(mpl.rcParams) == before
