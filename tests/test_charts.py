"""Charts: what is drawn, where it stands, and that nothing collides or is cut off."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable
from functools import cache, partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text

import strategyscore as ss
from strategyscore.charts.extent import extent
from strategyscore.charts.saving import to_svg
from strategyscore.text.words import DASH

from .build import countries_of

SCORES = ss.score(ss.load_rubric(), ss.load_countries())
EARLIER = ss.score(ss.load_rubric(), ss.load_countries(), as_of="2025-02")
OLD = ss.score(ss.load_rubric(), ss.load_countries(), as_of="2023-01")  # when many countries had no rank
OF_A_NODE = ("ranking", "heatmap", "contributions", "small_multiples", "coverage")
DRAWN = {
    **{
        f"{name} of {node or 'all'}": partial(getattr(ss.charts, name), SCORES, node, highlight="RUS")
        for name in OF_A_NODE
        for node in (None, "regulation")
    },
    "scatter": partial(ss.charts.scatter, SCORES, highlight="RUS"),
    "scatter of others": partial(ss.charts.scatter, SCORES, "regulation", "partnerships"),
    "slope": partial(ss.charts.slope, {"February 2025": EARLIER, "latest": SCORES}, highlight="RUS"),
    "waterfall": partial(ss.charts.waterfall, ss.changes(EARLIER, SCORES), "KAZ"),
    "bump": partial(ss.charts.slope, {"one": EARLIER, "two": SCORES, "three": EARLIER}),
    "dumbbell": partial(ss.charts.dumbbell, SCORES, "RUS"),
    "side by side": partial(ss.charts.side_by_side, SCORES, "RUS", ["CHN", "IND", "KAZ", "G7"]),
    "side by side of two": partial(ss.charts.side_by_side, SCORES, "KAZ", "CHN", "regulation"),
    "dumbbell of a part": partial(ss.charts.dumbbell, SCORES, "KAZ", "CHN", "regulation"),
    "profile": partial(ss.charts.profile, SCORES, "RUS"),
    **{
        f"{name} with thin scores": partial(getattr(ss.charts, name), EARLIER, highlight="Kazakhstan")
        for name in (*OF_A_NODE, "scatter")
    },
    "tornado": partial(ss.charts.tornado, SCORES, "RUS"),
    "tornado of a rank": partial(ss.charts.tornado, SCORES, "KAZ", "rank"),
    "distributions": partial(ss.charts.distributions, SCORES, highlight=["RUS", "KAZ"]),
    "distributions of a part": partial(ss.charts.distributions, SCORES, "regulation"),
    "correlations": partial(ss.charts.correlations, SCORES),
    "correlations of a part": partial(ss.charts.correlations, SCORES, "regulation"),
    "ranking with groups": partial(ss.charts.ranking, SCORES, groups=["EU", "G7", "region"], highlight="RUS"),
    "heatmap with groups": partial(ss.charts.heatmap, SCORES, groups="EU"),
    "multiples with groups": partial(ss.charts.small_multiples, SCORES, "regulation", groups="OECD"),
    "distributions with groups": partial(ss.charts.distributions, SCORES, groups=["EU", "region"], highlight="RUS"),
    "held_against": partial(ss.charts.held_against, SCORES),
    "tree of a part": partial(ss.charts.tree, SCORES, "regulation"),
    "tree": partial(ss.charts.tree, SCORES),
    "tiles": partial(ss.charts.tiles, SCORES, highlight="RUS"),
    "stacked contributions": partial(ss.charts.contributions, SCORES, stacked=True),
    "dumbbell with thin scores": partial(ss.charts.dumbbell, EARLIER, "KAZ", "CHN"),
    "profile with thin scores": partial(ss.charts.profile, EARLIER, "KAZ"),
    "profile of a part": partial(ss.charts.profile, SCORES, "ARE", "regulation"),
}

COIN = Path(__file__).parent / "published" / "data"
ASEM = ss.exchange.coinr.read_coin(
    COIN / "coinr_asem_idata.csv", COIN / "coinr_asem_imeta.csv", normalise={"method": "minmax", "range": [1, 100]}
)
FEW = ss.uncertainty(ss.score(ss.load_rubric(), ss.load_countries(["CHN", "USA", "KAZ", "RUS"])), draws=1000)
MANY = ss.uncertainty(ss.score(*ASEM), draws=500)
INDICES = ss.sensitivity(ss.score(ss.load_rubric(), ss.load_countries()), draws=64)
ROBUST = {
    **{
        f"{chart.__name__} of {name}": partial(chart, found)
        for chart in (ss.charts.rank_intervals, ss.charts.rank_acceptability, ss.charts.dominance)
        for name, found in (("four", FEW), ("fifty-one", MANY))
    },
    "ranking with draws": partial(ss.charts.ranking, FEW.nominal, uncertainty=FEW, highlight="RUS"),
    "drivers": partial(ss.charts.drivers, INDICES),
    "drivers of a score": partial(ss.charts.drivers, INDICES, "RUS"),
    "drivers of a rank": partial(ss.charts.drivers, INDICES, "RUS", "rank"),
}


@cache
def drawn(name: str, size: str) -> Figure:
    return DRAWN[name](size=size)


# Every chart is laid out as a page; one of each kind in the other sizes too.
SIZES = [pytest.param("column", marks=pytest.mark.long), "page", pytest.param("slide", marks=pytest.mark.long)]
ONE_OF_A_KIND = re.compile(r"\w+|\w+ of all|\w+ of fifty-one|ranking with draws")


def sized(names: Iterable[str]) -> list[Any]:
    return [
        pytest.param(name, size.values[0] if size != "page" else size, marks=size.marks if size != "page" else ())
        for name in names
        for size in SIZES
        if size == "page" or ONE_OF_A_KIND.fullmatch(name)
    ]


def texts(figure: Figure) -> list[Text]:
    return [text for text, _ in boxed(figure)]


def boxed(figure: Figure) -> list[tuple[Text, np.ndarray]]:
    """Each text that is shown, and the ends of its box."""
    found = [text for text in figure.findobj(Text) if text.get_text().strip() and text.get_visible()]
    boxes = [(text, Text.get_window_extent(text)) for text in found]
    return [(text, box.extents) for text, box in boxes if box.width > 0]


@pytest.mark.parametrize(("name", "size"), sized(DRAWN))
def test_no_text_is_cut_off_and_none_covers_another(name, size) -> None:
    nothing_collides(drawn(name, size))


@pytest.mark.long
@pytest.mark.parametrize("name", [*OF_A_NODE, "scatter"])
def test_nor_in_tables_of_many_countries(name) -> None:
    scores = ss.score(*ASEM)
    # as many countries as there are, and for the map of each answer as many criteria as a page may bear
    nothing_collides(getattr(ss.charts, name)(scores, *["Sust.Environ"] * (name == "coverage")))


@pytest.mark.parametrize("name", DRAWN)
def test_every_chart_describes_itself(name) -> None:
    alt_text = drawn(name, "page").alt_text
    assert alt_text.count(". ") >= 2
    assert (
        "Kazakhstan" in alt_text
        or "Russia" in alt_text
        or name.endswith("of a part")
        or name in ("tree", "correlations", "held_against")
    )


@pytest.mark.parametrize(("name", "size"), sized(ROBUST))
def test_nor_in_the_charts_of_robustness(name, size) -> None:
    nothing_collides(ROBUST[name](size=size))


def nothing_collides(figure: Figure) -> None:
    figure.draw_without_rendering()  # all is laid out, and nothing painted
    width, height = figure.canvas.get_width_height()
    placed = boxed(figure)
    shown, boxes = [text for text, _ in placed], np.array([box for _, box in placed])
    for text, (x0, y0, x1, y1) in zip(shown, boxes, strict=True):
        assert min(x0, y0) >= 0, text
        assert x1 <= width, text
        assert y1 <= height, text
    low, high = boxes[:, :2] + 1, boxes[:, 2:] - 1  # a pixel may touch
    overlap = np.all((low[:, None] < high[None]) & (low[None] < high[:, None]), axis=2)
    found = [(shown[i].get_text(), shown[j].get_text()) for i, j in np.argwhere(np.triu(overlap, 1))]
    assert found == []


def test_a_chart_describes_itself_and_shows_itself() -> None:
    figure = ss.charts.ranking(SCORES)
    assert "30. Russia 25.0 (9.8 to 55.8)." in figure.alt_text
    assert figure.alt_text.startswith(
        "South Korea has the highest score, 77.8. AI strategy and capability: score from 0 "
    )
    assert figure._repr_png_().startswith(b"\x89PNG")


def test_charts_of_robustness_describe_themselves() -> None:
    assert "Russia: rank 4, 4 in 90 % of the draws." in ss.charts.rank_intervals(FEW).alt_text
    told = "United States: most often rank 1, in "
    assert told in ss.charts.rank_acceptability(FEW).alt_text
    assert "Kazakhstan above Russia in" in ss.charts.dominance(FEW).alt_text
    told = ss.charts.drivers(INDICES, "RUS").alt_text
    assert told.startswith("Missing answers drive the score of Russia most: they have a part in ")
    assert ". missing answers: 0." in told


def test_a_matrix_shows_the_shares_of_its_table() -> None:
    shown = [text.get_text() for text in texts(ss.charts.rank_acceptability(FEW))]
    share = FEW.acceptability.loc["USA", 1]
    assert f"{100 * share:.0f}" in shown
    assert len([one for one in shown if one == "Russia †"]) == 1
    picked = texts(ss.charts.dominance(FEW, countries=["RUS", "KAZ"]))
    assert {"Kazakhstan", "Russia †"} <= {text.get_text() for text in picked}
    assert "China" not in {text.get_text() for text in picked}


def test_a_tornado_names_what_is_wrong() -> None:
    with pytest.raises(ValueError, match="score or rank"):
        ss.charts.tornado(SCORES, "RUS", "scor")
    with pytest.raises(ValueError, match="score or rank"):
        ss.charts.drivers(INDICES, "RUS", "scor")
    with pytest.raises(KeyError, match="RUZ"):
        ss.charts.tornado(SCORES, "RUZ")
    with pytest.raises(KeyError, match="RUZ"):
        ss.charts.drivers(INDICES, "RUZ")
    thin = next(code for row, code in enumerate(OLD.countries.codes) if OLD.thin[row, 0])
    with pytest.raises(ss.ScoringError, match=f"{thin} has no rank"):
        ss.charts.tornado(OLD, thin, "rank")


def test_an_output_that_does_not_vary_says_so() -> None:
    still = ss.sensitivity(
        ss.score(ss.load_rubric("partnerships"), ss.load_countries(["RUS", "KAZ"])), draws=64, vary="missing"
    )
    shown = [text.get_text() for text in texts(ss.charts.drivers(still, "RUS"))]
    assert "does not vary" in shown


def test_a_chart_goes_into_axes_of_ones_own() -> None:
    figure = Figure(figsize=(8, 4))
    axes = figure.subplots()
    assert ss.charts.ranking(SCORES, ax=axes, title="Mine") is figure
    assert axes.get_title(loc="left") == "Mine"


def test_countries_are_picked_and_keep_their_ranks() -> None:
    figure = ss.charts.ranking(SCORES, countries=["RUS", "KAZ"])
    shown = [text.get_text() for text in texts(figure)]
    assert "Russia †" in shown
    assert "30" in shown
    assert "China" not in shown


def test_a_country_without_a_rank_is_shown_with_its_score() -> None:
    figure = ss.charts.ranking(SCORES, "regulation")
    shown = [text.get_text() for text in texts(figure)]
    assert {"25.0", "13 %", "29"} <= set(shown)
    assert "30" not in shown
    assert re.search(r"Russia 25\.0 \([^)]*\), no rank, 13 % answered\.", figure.alt_text)


def test_countries_are_named_by_code_name_or_group_in_any_chart() -> None:
    for chart in (ss.charts.ranking, ss.charts.scatter, ss.charts.coverage):
        named = chart(SCORES, countries=["Russia", "G7"], highlight="Russian Federation")
        assert to_svg(named) == to_svg(
            chart(SCORES, countries=["RUS", "CAN", "FRA", "DEU", "ITA", "JPN", "GBR", "USA"], highlight=["RUS"])
        )
    assert ss.charts.tornado(INDICES, "Russia").alt_text == ss.charts.tornado(SCORES, "RUS").alt_text


def test_differences_have_the_sign_of_the_gap_and_are_those_of_the_scores() -> None:
    compared = SCORES.compare("RUS", "CHN")
    figure = ss.charts.dumbbell(SCORES, "RUS", "CHN")
    told = {
        title.strip(): said.replace("\N{MINUS SIGN}", "-")
        for title, said in re.findall(
            r"([^.]+): Russia [^,]+, China [^,]+, difference ([^ ]+)\.(?: |$)", figure.alt_text
        )
    }
    assert len(told) == 27
    alike = 0
    for part in compared.criteria:
        levels = [SCORES.countries[code].answer_to(part.node) for code in ("RUS", "CHN")]
        if None in levels:
            assert told[part.node.title] == DASH
            continue
        by_hand = 25.0 * (levels[0].level - levels[1].level)  # levels 0 to 4 on 0 to 100
        assert part.difference == by_hand
        assert float(told[part.node.title]) == by_hand
        if part.first.weight == pytest.approx(part.second.weight):
            alike += 1
            assert np.sign(part.points) == np.sign(by_hand)
    assert alike
    for part in SCORES.rubric.root.children:
        sizes = [
            abs(float(told[leaf]))
            for leaf in told
            if leaf in {one.title for one in part.children} and told[leaf] != DASH
        ]
        assert sizes
        assert sizes == sorted(sizes, reverse=True), "the largest differences of each part on top"
    drawn_as = {text.get_text() for text in figure.axes[0].texts}
    assert {said.replace("-", "\N{MINUS SIGN}") for said in told.values()} <= drawn_as
    shown = " ".join(text.get_text() for text in texts(figure))
    assert "Difference: Russia minus China." in shown
    assert not re.search(r"\bgap\b", shown), "a gap is in weighted points"
    shapes = {line.get_marker() for line in figure.axes[0].lines if line.get_marker() in ("o", "s")}
    assert shapes == {"o", "s"}, "colour is not all that tells the two apart"


def test_every_parameter_of_every_chart_is_documented_in_full() -> None:
    """What the charts share reads alike in all; ``.ci/chart_parameters.py --write`` puts a new text into each."""
    shared: dict[str, set[str]] = {word: set() for word in ("ax", "title", "size", "source", "countries", "highlight")}
    for name in ss.charts.__all__:
        chart = getattr(ss.charts, name)
        documented = inspect.getdoc(chart) or ""
        parameters = re.search(r"\nParameters\n-+\n(.*?)\n\n(?:Returns|Raises)\n-", documented, re.DOTALL)
        assert parameters, name
        heads = re.findall(r"^(\S.*?) :", parameters.group(1), re.MULTILINE)
        told = {word.lstrip("*") for head in heads for word in head.split(", ")}
        assert told == set(inspect.signature(chart).parameters), name
        for word in shared.keys() & told:
            (text,) = re.findall(rf"^{word} : .*(?:\n    .*)+", documented, re.MULTILINE)
            shared[word].add(text)
        if name != "use_style":
            assert "Returns\n-------\nChart\n" in documented
            assert inspect.signature(chart).return_annotation == "style.Chart"
    assert {word: len(texts) for word, texts in shared.items()} == dict.fromkeys(shared, 1)


def test_dollar_signs_stay_dollar_signs() -> None:
    figure = ss.charts.ranking(SCORES, title="Cost in $ and $_{x}$")
    assert ss.charts.ranking(SCORES, title="$\\frac$")._repr_png_()
    assert any(text.get_text() == "Cost in $ and $_{x}$" and not text.get_parse_math() for text in texts(figure))


def test_no_global_state_of_matplotlib_changes() -> None:
    import matplotlib as mpl

    before = dict(mpl.rcParams)
    ss.charts.heatmap(SCORES)._repr_png_()
    assert dict(mpl.rcParams) == before


def test_ones_own_style_takes_over_and_goes_again(tmp_path: Path) -> None:
    sheet = tmp_path / "mine.mplstyle"
    sheet.write_text("axes.prop_cycle: cycler('color', ['00ff00', 'ff00ff'])\ntext.color: 112233\n", encoding="utf-8")
    house = to_svg(ss.charts.ranking(SCORES, highlight="RUS"))
    assert b"#0b5394" in house
    try:
        ss.charts.use_style(sheet, {"grid.color": "#abcdef"})
        mine = to_svg(ss.charts.ranking(SCORES, highlight="RUS"))
        assert b"#0b5394" not in mine
        assert all(colour in mine for colour in (b"#00ff00", b"#ff00ff", b"#112233", b"#abcdef"))
        ss.charts.use_style({"image.cmap": "Greens"})
        assert to_svg(ss.charts.heatmap(SCORES)) != to_svg(ss.charts.heatmap(EARLIER))
        with pytest.raises(OSError, match="no-such-style"):
            ss.charts.use_style("no-such-style")
    finally:
        ss.charts.use_style()
    assert to_svg(ss.charts.ranking(SCORES, highlight="RUS")) == house


def test_a_text_is_measured_anew_where_a_style_has_another_font() -> None:
    to_svg(ss.charts.ranking(SCORES))
    try:
        ss.charts.use_style({"font.sans-serif": ["DejaVu Serif"]})
        known = to_svg(ss.charts.ranking(SCORES))
        extent.cache_clear()
        assert to_svg(ss.charts.ranking(SCORES)) == known
    finally:
        ss.charts.use_style()


def test_every_new_chart_goes_into_axes_of_ones_own() -> None:
    figure = Figure(figsize=(12, 20))
    axes = figure.subplots(4, 2).ravel()
    ss.charts.contributions(SCORES, ax=axes[0])
    ss.charts.small_multiples(SCORES, ax=axes[1])
    ss.charts.scatter(SCORES, ax=axes[2])
    ss.charts.slope({"then": EARLIER, "now": SCORES}, ax=axes[3])
    ss.charts.dumbbell(SCORES, "RUS", ax=axes[4])
    ss.charts.profile(SCORES, "RUS", ax=axes[5])
    assert ss.charts.coverage(SCORES, ax=axes[6], title="Mine") is figure
    assert axes[6].get_title(loc="left") == "Mine"
    figure.canvas.draw()


def test_a_scatter_names_every_country_once_and_says_whose_answers_are_few() -> None:
    shown = [text.get_text() for text in texts(ss.charts.scatter(SCORES, "regulation", "partnerships", size="slide"))]
    names = [name.rstrip(" †*") for text in shown for name in text.split(", ")]
    # names where they fit, else codes
    assert all(names.count(profile.name) + names.count(profile.code) == 1 for profile in SCORES.countries)
    assert any("* (Russia): less than 50 % of the weight is answered" in text for text in shown)


def test_contributions_add_up_to_the_score() -> None:
    alt_text = ss.charts.contributions(SCORES, countries=["CHN"]).alt_text
    numbers = [float(number) for number in re.findall(r"(?<= )\d+\.\d", alt_text)]
    lost = re.search(r"the weighted geometric mean \N{MINUS SIGN}(\d+\.\d)", alt_text)
    whole, parts = numbers[0], numbers[1:5]
    assert sum(parts) - (float(lost.group(1)) if lost else 0) == pytest.approx(whole, abs=0.3)


def test_a_gap_is_held_against_the_leader_unless_another_is_named() -> None:
    leader, second = (SCORES.countries[code].name for code in SCORES.table.index[:2])
    assert ss.charts.dumbbell(SCORES, "RUS").alt_text.startswith(f"Russia is behind {leader} on ")
    assert f": {second} " in ss.charts.dumbbell(SCORES).alt_text
    assert f", {leader} " in ss.charts.dumbbell(SCORES).alt_text
    with pytest.raises(ss.ScoringError, match="itself"):
        ss.charts.dumbbell(SCORES, "RUS", "RUS")


def test_a_slope_needs_two_rankings_and_shows_who_has_no_rank() -> None:
    with pytest.raises(ValueError, match="two rankings"):
        ss.charts.slope({"now": SCORES})
    told = ss.charts.slope({"then": OLD, "now": SCORES}).alt_text
    row = OLD.row("VNM")
    then, answered = OLD.nodes.values[row, 0], OLD.nodes.coverage[row, 0]
    assert re.search(rf"Vietnam: then {then:.1f} \([^)]*\), {answered:.0%} answered, no rank".replace("%", " %"), told)


def test_the_coverage_map_names_what_is_missing() -> None:
    alt_text = ss.charts.coverage(SCORES).alt_text
    said = re.search(r"Russia: 51 % answered; missing ([^.]*)\.", alt_text)
    assert said
    assert said.group(1).split("; ")[0] == "Domestic AI models and solutions"
    assert len(said.group(1).split("; ")) == 14


def test_a_ranking_with_draws_shows_both_intervals_and_takes_no_part_of_the_rubric() -> None:
    figure = ss.charts.ranking(FEW.nominal, uncertainty=FEW)
    shown = [text.get_text() for text in texts(figure)]
    low, high = FEW.ranks.loc["CHN", ["lower", "upper"]].astype(int)
    said = f"{low} to {high}" if high > low else f"{low}"
    assert said in shown
    assert f"ranks {said} in 90 % of the draws" in figure.alt_text
    with pytest.raises(ValueError, match="leave the node out"):
        ss.charts.ranking(FEW.nominal, "regulation", uncertainty=FEW)


SHORT = {
    "rubric": "short",
    "title": "A rubric with a title that is long",
    "short": "Whole",
    "version": "1.0",
    "criteria": [
        {
            "id": pillar,
            "title": f"Pillar {pillar} with a title that is long",
            "short": f"P{pillar}",
            "criteria": [
                {
                    "id": f"{pillar}{number}",
                    "title": f"Criterion {pillar}{number} with a title that is long",
                    "short": f"C{pillar}{number}",
                    "levels": {
                        0: {"text": "Nothing at all " * 20, "short": "None"},
                        1: {"text": "All", "short": "Full"},
                    },
                }
                for number in (1, 2)
            ],
        }
        for pillar in ("a", "b")
    ],
}


def test_charts_use_short_names_where_room_is_little_and_describe_themselves_in_full() -> None:
    rubric = ss.load_rubric(SHORT)
    levels = {"KEN": [0, 1, 0, 1], "FRA": [1, 1, 0, 0]}
    scores = ss.score(rubric, countries_of(levels, [leaf.key for leaf in rubric.criteria]))
    parts, leaves = {"Pa", "Pb"}, {"Ca1", "Ca2", "Cb1", "Cb2"}
    for chart, names in (
        (ss.charts.heatmap(scores), parts),
        (ss.charts.contributions(scores), parts),
        (ss.charts.small_multiples(scores), parts),
        (ss.charts.scatter(scores), parts),
        (ss.charts.coverage(scores), parts | leaves),
        (ss.charts.dumbbell(scores, "KEN", "FRA"), leaves),
        (ss.charts.profile(scores, "KEN"), parts | leaves),
    ):
        assert names <= {text.get_text().strip("\N{UPWARDS ARROW}\N{RIGHTWARDS ARROW} ") for text in texts(chart)}
        assert "with a title that is long" in chart.alt_text
    shown = {text.get_text() for text in texts(ss.charts.profile(scores, "KEN", size="column"))}
    assert {"0 None", "1 All"} <= shown, "a text that fits on two lines is not cut"


def test_what_a_method_adds_or_takes_off_is_named() -> None:
    rubric = ss.load_rubric({**SHORT, "aggregate": "maximum"})
    levels = {"KEN": [0, 1, 0, 0], "FRA": [1, 1, 1, 0]}
    chart = ss.charts.contributions(ss.score(rubric, countries_of(levels, [leaf.key for leaf in rubric.criteria])))
    assert "Kenya 50.0: " in chart.alt_text
    assert ", the maximum 25.0." in chart.alt_text
    assert "Method: what the maximum adds or takes off." in " ".join(text.get_text() for text in texts(chart))


def test_every_result_has_a_short_text_and_a_shape_in_a_notebook() -> None:
    audited = ss.audit(SCORES)
    assert audited == ss.audit(SCORES)
    assert audited != ss.audit(EARLIER)
    assert re.fullmatch(
        r"<Audit of \d+ of 810 answers of 30 countries on 27 criteria; \d+ coded twice, "
        r"Krippendorff's alpha 0\.\d\d>",
        repr(audited),
    )
    assert "<code>sovereignty.strategy</code>" in audited._repr_html_()
    assert audited._repr_html_().count("<table") == 4
    results = [
        SCORES,
        SCORES.countries,
        SCORES.rubric,
        SCORES.countries["RUS"],
        SCORES.explain("RUS"),
        SCORES.compare("RUS", "CHN"),
        FEW,
        INDICES,
        audited,
        ss.tables.ranking(SCORES),
        ss.tables.scorecard(SCORES, "RUS"),
        ss.tables.comparison(SCORES, "RUS", "CHN"),
    ]
    for result in results:
        assert len(repr(result)) < 300, type(result)
        assert "<table" in result._repr_html_() or "<div" in result._repr_html_()
