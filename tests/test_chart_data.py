"""What charts draw, read back from their axes: numbers stand where the scores put them."""

from __future__ import annotations

import itertools
import re
from functools import cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.text import Text

import strategyscore as ss
from strategyscore.analysis.audit import RELIABLE, weak_criteria
from strategyscore.analysis.evidence import cited_sources
from strategyscore.analysis.findings.grammar import count, sure
from strategyscore.analysis.held_against import held_against
from strategyscore.charts import headlines, style
from strategyscore.charts.catalogue import CATALOGUE
from strategyscore.charts.frame import parted
from strategyscore.charts.tiles import tile_grid
from strategyscore.charts.tornado import _before_a_tie
from strategyscore.errors import ScoringError
from strategyscore.model.places import places
from strategyscore.output.captions import source_line
from strategyscore.robustness.one_at_a_time import FACTOR, one_at_a_time
from strategyscore.scoring.contributions import contributions as parts_of
from strategyscore.text.words import points

from .drawn import boxes, dots

COUNTRIES = ss.load_countries()
SCORES = ss.score(ss.load_rubric(), COUNTRIES)
THEN = ss.score(ss.load_rubric(), COUNTRIES, as_of="2025-02")
CODES = [code for code in SCORES.table.index if code != "RUS"]  # as charts show them, Russia set apart below


@cache
def drawn() -> ss.Uncertainty:
    return ss.uncertainty(SCORES, draws=300)


def words(figure: Figure) -> list[str]:
    return [text.get_text() for text in figure.findobj(Text) if text.get_text()]


def test_a_ranking_draws_scores_bounds_and_intervals_and_sets_russia_apart_with_both_its_evidence_bases() -> None:
    axes = ss.charts.ranking(SCORES, uncertainty=drawn(), highlight="RUS").axes[0]
    other = ss.score(SCORES.rubric, COUNTRIES.with_variant("RUS", "wider")).table.loc["RUS"]
    table = SCORES.table
    expected = [*table.loc[[*CODES, "RUS"], "score"], other["score"]]
    assert [dot.x for dot in dots(axes)] == pytest.approx(expected)
    bars = [(bar.left, bar.right) for bar in boxes(axes)]
    ends = [*table.loc[[*CODES, "RUS"], ["lower", "upper"]].to_numpy(), other[["lower", "upper"]].to_numpy()]
    open_ends = [pair for pair in np.array(ends, dtype=float) if pair[0] < pair[1]]
    assert len(open_ends) > len(CODES) / 2
    assert np.array(bars) == pytest.approx(np.array(open_ends))
    lines = [path for item in axes.collections if isinstance(item, LineCollection) for path in item.get_segments()]
    intervals = drawn().table.loc[[*CODES, "RUS"], ["q05", "q95"]].to_numpy()
    assert np.array([segment[:, 0] for segment in lines]) == pytest.approx(intervals)
    hollow = [dot.face == "#ffffff" for dot in dots(axes)]
    assert hollow == [False] * len(CODES) + [True, False]
    steps = np.diff([dot.y for dot in dots(axes)])
    assert (steps > 0).all()
    assert np.argmax(steps) == len(CODES) - 1, "a gap before those set apart"


def test_bars_of_ranks_end_at_ranks() -> None:
    axes = ss.charts.rank_intervals(drawn()).axes[0]
    ends = drawn().ranks.loc[[*CODES, "RUS"], ["lower", "upper"]].to_numpy()
    assert [(bar.left, bar.right) for bar in boxes(axes)] == [tuple(pair) for pair in ends if pair[0] < pair[1]]
    assert all(float(tick).is_integer() for tick in axes.get_xticks())


def test_half_a_matrix_shows_each_pair_once_in_the_class_of_its_share() -> None:
    figure = ss.charts.dominance(drawn())
    cells = next(item for item in figure.axes[0].collections if isinstance(item, PolyCollection))
    pairs = list(itertools.combinations([*CODES, "RUS"], 2))
    assert len(cells.get_paths()) == len(pairs)
    spots = [path.vertices[:4].mean(axis=0).round(3) for path in cells.get_paths()]
    assert len({x for x, _ in spots}) == len({y for _, y in spots}) == len(CODES), "no row or column is empty"
    assert [text for text in words(figure) if text == COUNTRIES[CODES[0]].name] == [COUNTRIES[CODES[0]].name]
    above = drawn().dominance
    shares = [above.loc[pair] for pair in pairs]
    classes = ["reversed" if share < 0.5 else sure(float(share)) for share in shares]
    fills = [to_hex(colour) for colour in cells.get_facecolors()]
    of_class = dict(zip(classes, fills, strict=True))
    assert [of_class[one] for one in classes] == fills
    assert len(set(of_class.values())) == len(set(classes)) == 4
    firm = classes.count("firm")
    assert f"firm, 95 % or more ({firm})" in words(figure)
    assert f"{firm} of {len(pairs)} pairs" in figure.alt_text


@pytest.mark.parametrize(("size", "figures"), [("page", False), ("slide", True)])
def test_shares_too_small_for_a_figure_are_told_where_there_are_figures(size: style.Size, figures: bool) -> None:
    figure = ss.charts.rank_acceptability(drawn(), size=size)
    cells = [text.get_text() for text in figure.axes[0].texts if text.get_ha() == "center" and text.get_rotation() == 0]
    shares = [int(text) for text in cells if text.isdigit() and text not in map(str, range(1, 5))]
    assert bool(shares) == figures
    assert any("Shares below 5 %" in text.replace("\N{NO-BREAK SPACE}", " ") for text in words(figure)) == figures


def test_heads_of_columns_are_upright_only_where_a_word_would_be_broken() -> None:
    for size, upright in (("column", True), ("slide", False)):
        figure = ss.charts.held_against(SCORES, size=size)
        (head,) = [text for text in figure.axes[0].texts if text.get_text() == "Infrastructure"]
        assert (head.get_rotation() == 90) == upright


def test_a_slope_is_bold_only_where_bounds_part_and_dashed_where_nothing_changed() -> None:
    figure = ss.charts.slope({"then": THEN, "now": SCORES})
    joins = [line for line in figure.axes[0].lines if len(np.asarray(line.get_xdata())) == 2]
    joins = [line for line in joins if line.get_zorder() == 2]
    before, now = THEN.table, SCORES.table
    parts = {code: before.loc[code, "upper"] < now.loc[code, "lower"] - 1e-9 for code in CODES}
    assert not any(now.loc[code, "upper"] < before.loc[code, "lower"] for code in CODES)
    thick = max(line.get_linewidth() for line in joins)
    assert [line.get_linewidth() == thick for line in joins] == [*parts.values(), False]
    assert [line.get_linestyle() for line in joins][-1] == "--", "Russia's evidence is the same on both dates"
    assert f"Scores rose in {sum(parts.values())} of 30 countries" in figure.alt_text
    assert "same evidence" in figure.alt_text.split("Russia: ")[1]
    drop = [float(np.subtract(*np.asarray(line.get_ydata(), dtype=float))) for line in joins]
    change = (now["score"] - before["score"])[[*CODES, "RUS"]].to_numpy()
    assert np.array(drop) / drop[0] == pytest.approx(change / change[0], abs=1e-9), "one scale for all"


def test_a_heat_map_colours_by_score_and_writes_whole_numbers() -> None:
    figure = ss.charts.heatmap(SCORES, "sovereignty")
    filled = [box.fill for box in sorted(boxes(figure.axes[0]), key=lambda box: (box.left, box.top))]
    columns = ["sovereignty", *(child.path for child in SCORES.rubric.node("sovereignty").children)]
    values = SCORES.tidy.pivot(index="country", columns="node", values="score")[columns]
    sequential = style.colours().sequential
    ranks = SCORES.tidy.query("node == 'sovereignty'").set_index("country")["rank"]
    order = sorted(CODES, key=lambda code: (ranks[code], COUNTRIES[code].name))
    expected = [
        "#ffffff" if np.isnan(value) else to_hex(sequential(value / 100))
        for column in columns
        for value in values.loc[[*order, "RUS"], column]
    ]
    assert filled == expected
    assert f"{values.loc['FRA', 'sovereignty']:.0f}" in words(figure)
    assert not any("%" in text for text in words(figure) if len(text) < 6), "one kind of figure in a cell"


def test_dots_of_contributions_stand_at_what_each_part_adds() -> None:
    axes = ss.charts.contributions(SCORES, "sovereignty").axes[0]
    children = SCORES.rubric.node("sovereignty").children
    places_of = np.array([dot.x for dot in dots(axes)])
    (tracks,) = [item.get_segments() for item in axes.collections if isinstance(item, LineCollection)]
    assert len(places_of) == len(tracks)
    share = [(x - track[0, 0]) / (track[1, 0] - track[0, 0]) for x, track in zip(places_of, tracks, strict=True)]
    values = SCORES.tidy.set_index(["country", "node"])["score"]
    ranks = SCORES.tidy.query("node == 'sovereignty'").set_index("country")["rank"]
    order = [*sorted(CODES, key=lambda code: (ranks[code], COUNTRIES[code].name)), "RUS"]
    expected = [values[code, child.path] / 100 for code in order for child in children]
    assert share == pytest.approx([value for value in expected if value == value])
    assert "Russia" in ss.charts.contributions(SCORES, stacked=True).alt_text


def test_a_tornado_draws_what_scoring_anew_gives() -> None:
    axes = ss.charts.tornado(SCORES, "RUS").axes[0]
    now = SCORES.table.loc["RUS", "score"]
    moves = {(move.node, move.kind): move for move in one_at_a_time(SCORES, "RUS")}
    assert COUNTRIES["RUS"].history["sovereignty.strategy"][-1].at_least
    assert moves["sovereignty.strategy", "rating"].scores[0] == pytest.approx(now), "only raised"
    for code, path, level, kind, side in (
        ("RUS", "sovereignty.models", 0, "missing", 0),
        ("RUS", "sovereignty.models", 4, "missing", 1),
        ("RUS", "regulation.law", 2, "rating", 1),
        ("USA", "sovereignty.hardware", 3, "rating", 0),
    ):
        changed = ss.score(SCORES.rubric, COUNTRIES.replace(code, path, level=level)).table.loc[code]
        move = next(move for move in one_at_a_time(SCORES, code) if (move.node, move.kind) == (path, kind))
        assert (move.low, move.high)[side] == str(level)
        assert move.scores[side] == pytest.approx(changed["score"])
        assert move.ranks[side] == changed["rank"]
    for side, factor in enumerate((1 / FACTOR, FACTOR)):
        heavier = SCORES.rubric.with_weights({"regulation": factor * 0.25})
        assert one_at_a_time(SCORES, "CHN")[-1].kind == "weight"
        move = next(move for move in one_at_a_time(SCORES, "CHN") if (move.node, move.kind) == ("regulation", "weight"))
        assert move.scores[side] == pytest.approx(ss.score(heavier, COUNTRIES).table.loc["CHN", "score"])
    reach = [max(abs(now - bar.left), abs(now - bar.right)) for bar in boxes(axes)]
    assert reach == sorted(reach, reverse=True)
    assert all(bar.left <= now + 1e-9 <= bar.right + 2e-9 for bar in boxes(axes))
    largest = max(abs(end - now) for move in moves.values() for end in move.scores)
    assert reach[0] == pytest.approx(largest)
    assert axes.get_legend() is None


def test_distributions_hold_every_score_and_no_dot_covers_another() -> None:
    axes = ss.charts.distributions(SCORES, "regulation").axes[0]
    nodes = ["regulation", *(child.path for child in SCORES.rubric.node("regulation").children)]
    known = SCORES.tidy[SCORES.tidy["node"].isin(nodes)]["score"].dropna()
    marks = dots(axes, "o")
    assert sorted(mark.x for mark in marks) == pytest.approx(sorted(known))
    spots = {(round(mark.x, 6), round(mark.y, 6)) for mark in marks}
    assert len(spots) == len(marks)


def test_the_sources_below_a_map_of_answers_are_those_of_the_part_that_is_shown() -> None:
    row = SCORES.row("KAZ")
    part = {
        item.source
        for leaf, answer in zip(SCORES.rubric.criteria, SCORES.ratings.answers[row], strict=True)
        if answer is not None and leaf.path.startswith("regulation.")
        for item in answer.evidence
    }
    assert set(cited_sources(SCORES, row, SCORES.rubric.node("regulation"))) == part
    assert part < set(cited_sources(SCORES, row))
    assert str(len(part)) in words(ss.charts.coverage(SCORES, "regulation", countries=["KAZ", "RUS"]))


def test_correlations_show_each_pair_once() -> None:
    figure = ss.charts.correlations(SCORES, "sovereignty", size="slide")
    table = ss.diagnostics.correlations(SCORES, "sovereignty").to_numpy()
    expected = [f"{table[i, j]:.2f}".replace("-", "\N{MINUS SIGN}") for i in range(1, len(table)) for j in range(i)]
    shown = [text.get_text() for text in figure.axes[0].texts]
    assert [text for text in shown if any(letter.isdigit() for letter in text)] == expected
    with pytest.raises(ss.ScoringError, match="no two parts"):
        ss.charts.correlations(SCORES, "sovereignty.models")


def test_what_it_is_held_against_stands_from_the_nearest_to_the_farthest() -> None:
    root = SCORES.rubric.root.path
    table = held_against(SCORES).sort_values(root, ascending=False)
    figure = ss.charts.held_against(SCORES)
    shown = [text.get_text() for text in figure.axes[0].texts]
    assert [text for text in shown if text.startswith("0.")] == [
        f"{value:.2f}" for value in table.drop(columns="countries").to_numpy().ravel()
    ]
    assert [text for text in shown if text.endswith(")")] == [f"{name} ({n})" for name, n in table["countries"].items()]
    assert f"nearest to {table.index[0]} ({table[root].iloc[0]:.2f})" in figure.alt_text
    own = table[["countries"]].T.rename(index={"countries": "RUS"})  # one country
    with pytest.raises(ss.ScoringError, match="five are needed"):
        ss.charts.held_against(SCORES, own)


def test_groups_stand_below_the_countries_with_the_mean_of_their_members() -> None:
    told = ss.by_group(SCORES, ["G7", "BRICS"], drawn())
    figure = ss.charts.ranking(SCORES, uncertainty=drawn(), groups=["BRICS", "G7"])
    for name in ("G7", "BRICS"):
        row = told.loc[name]
        assert f"mean {row['mean']:.1f}, members from {row['lowest']:.1f} to {row['highest']:.1f}." in figure.alt_text
    assert figure.alt_text.index("Group of Seven (7 of 7)") < figure.alt_text.index("BRICS (9 of 10)"), "the best first"
    assert {"means of groups", "set apart"} <= set(words(figure))
    axes = figure.axes[0]
    ends = [line.get_xdata() for line in axes.lines if line.get_marker() == "|"]
    assert np.allclose(ends, told[["lowest", "highest"]].to_numpy())
    assert np.allclose([mark.x for mark in dots(axes, "s")], told["mean"])
    cells = words(ss.charts.heatmap(SCORES, groups="G7"))
    assert f"{told.loc['G7', 'regulation']:.0f}" in cells
    with pytest.raises(ss.UnknownGroup, match="no group"):
        ss.charts.small_multiples(SCORES, groups="G8")
    against = ss.charts.scatter(SCORES, "regulation", "sovereignty", groups=["G7", "BRICS"])
    squares = [(mark.x, mark.y) for mark in dots(against.axes[0], "s")]
    assert np.allclose(squares, told[["regulation", "sovereignty"]].sort_values("sovereignty").to_numpy())
    joined = ss.charts.slope({"then": THEN, "now": SCORES}, groups="G7", countries="RUS")
    at = [[each.row(code) for code in ss.groups()["G7"].members] for each in (THEN, SCORES)]
    means = [points(float(each.nodes.values[rows, 0].mean())) for each, rows in zip((THEN, SCORES), at, strict=True)]
    assert re.search(rf"Group of Seven \(7\): then {means[0]} \(.*?\), now {means[1]} \(", joined.alt_text)
    assert "1 countries" not in joined.alt_text
    added = ss.charts.contributions(SCORES, groups="G7")
    assert len(dots(added.axes[0], "s")) == len(SCORES.rubric.root.children)
    each = []
    for code in ss.groups()["G7"].members:
        parts = parts_of(SCORES, SCORES.row(code), SCORES.rubric.root)
        each.append(sum(part.adds for part in parts if part.node.path.startswith("sovereignty.")))
    mean = f"{told.loc['G7', 'mean']:.1f}: Technological sovereignty {points(float(np.mean(each)))},"
    assert f"Group of Seven (7 of 7) {mean}" in added.alt_text


def test_a_tree_is_as_tall_as_its_criteria_and_its_shares_add_up() -> None:
    rubric = SCORES.rubric.with_weights({"sovereignty": 2})
    figure = ss.charts.tree(ss.score(rubric, COUNTRIES))
    assert "of which Sovereignty weighs most" in figure.alt_text
    parts = [child.called for child in rubric.root.children]
    shares = [float(text.split("\n")[-1].removesuffix(" %")) for text in words(figure) if text.split("\n")[0] in parts]
    assert len(shares) == 4
    assert sum(shares) == pytest.approx(100, abs=0.3)
    assert len(boxes(figure.axes[0])) == len(rubric.nodes)


@given(st.sets(st.sampled_from(sorted([*places(), "QQQ"])), min_size=1, max_size=60))
def test_every_country_has_a_tile_of_its_own(codes: set[str]) -> None:
    grid = tile_grid(sorted(codes))
    assert set(grid) == codes
    assert len(set(grid.values())) == len(codes)


def test_tiles_lie_as_countries_do() -> None:
    grid = tile_grid(COUNTRIES.codes)
    for west, east in (("USA", "GBR"), ("GBR", "POL"), ("IND", "JPN"), ("BRA", "ZAF"), ("EGY", "CHN")):
        assert grid[west][0] < grid[east][0]
    for north, south in (("CAN", "USA"), ("USA", "BRA"), ("GBR", "ZAF"), ("RUS", "IND"), ("JPN", "AUS")):
        assert grid[north][1] < grid[south][1]
    figure = ss.charts.tiles(SCORES)
    signed = {f"{code} \N{DAGGER}" if code == "RUS" else code for code in COUNTRIES.codes}
    assert signed <= set(words(figure))


def test_criteria_on_which_coders_disagree_bear_a_sign_wherever_criteria_are_shown() -> None:
    audit = ss.audit(SCORES)
    assert weak_criteria(SCORES) == audit.weak == list(audit.criteria.index[audit.criteria["alpha"] < RELIABLE])
    weak = {SCORES.rubric.node(path).called for path in weak_criteria(SCORES)}
    assert weak
    for figure in (
        ss.charts.coverage(SCORES),
        ss.charts.profile(SCORES, "KAZ"),
        ss.charts.dumbbell(SCORES, "KAZ", "CHN"),
        ss.charts.tree(SCORES),
        ss.charts.correlations(SCORES),
        ss.charts.distributions(SCORES, "regulation"),
    ):
        shown = {
            text.removesuffix(" \N{DOUBLE DAGGER}") for text in words(figure) if text.endswith("\N{DOUBLE DAGGER}")
        }
        assert shown == weak & {text.removesuffix(" \N{DOUBLE DAGGER}") for text in words(figure)}
        assert shown
        assert any("Krippendorff's alpha below 0.67" in text for text in words(figure))


@pytest.mark.parametrize("name", sorted(CATALOGUE))
def test_every_slide_is_16_to_9_and_every_chart_says_where_it_comes_from(name: str) -> None:
    entry = CATALOGUE[name]
    of = {"scores": SCORES, "rankings": {"then": THEN, "now": SCORES}, "uncertainty": drawn(), "sensitivity": INDICES}
    of |= {"changes": ss.changes(THEN, SCORES)} if entry.needs == "changes" else {}
    if entry.needs == "panel":
        of["panel"] = ss.score(SCORES.rubric, COUNTRIES, as_of=[2024, 2026])
    figure = entry.draw(of[entry.needs], size="slide")
    assert figure.get_size_inches() == pytest.approx((40 / 3, 7.5))
    assert min(text.get_fontsize() for text in figure.findobj(Text) if text.get_text()) >= 4.2
    told = " ".join(words(figure))
    assert "rubric national-ai-strategy 2.1" in told
    assert "SHA-256: data " + SCORES.countries.digest[:8] in told
    if entry.needs == "scores" and "country" not in entry.takes:
        assert "coded by two coders" in told


INDICES = ss.sensitivity(SCORES, draws=32)


def test_the_source_line_names_dates_coders_and_what_was_changed() -> None:
    assert "1 profile, evidence up to February 2025" in source_line(SCORES, ["RUS"])
    assert "ratings as of February 2025" in source_line(THEN)
    mine = ss.score(SCORES.rubric.with_weights({"sovereignty": 2}), COUNTRIES)
    assert mine.rubric.changed[0] in source_line(mine)
    assert "changes" not in source_line(SCORES)


counts = st.integers(0, 40)


def test_cells_side_by_side_are_the_levels_and_differences_of_the_table() -> None:
    codes = ["RUS", "CHN", "FRA", "KAZ"]
    figure = ss.charts.side_by_side(SCORES, "RUS", codes[1:])
    beside = ss.side_by_side(SCORES, "RUS", codes[1:])
    axes = figure.axes[0]
    cells = [text for text in axes.texts if text.get_va() == "center_baseline"]
    rows = sorted({text.get_position()[1] for text in cells})
    lines = [*beside.comparable, *beside.apart]
    assert len(rows) == len(lines) == 27
    cells.sort(key=lambda text: text.get_position())
    shown = [[text.get_text() for text in cells if text.get_position()[1] == y] for y in rows]
    assert shown == [[line.cell(column) for column in range(4)] for line in lines]
    gaps = [text for text in axes.texts if text.get_ha() == "right" and text.get_position()[1] in rows]
    assert [text.get_text() for text in sorted(gaps, key=lambda t: t.get_position()[1])] == [
        line.gap() for line in lines
    ]
    boxes = [path.vertices for path in axes.collections[0].get_paths()]
    fills = [to_hex(fill) for fill in axes.collections[0].get_facecolors()]
    at = {(int(box[0, 0] + 0.5), min(rows, key=lambda y: abs(y - box[:4, 1].mean()))): fill
          for box, fill in zip(boxes, fills, strict=True)}  # fmt: skip
    shades = {line.node.path: line.shades for line in lines}
    by_shade: dict[int, set[str]] = {}
    for (column, y), fill in at.items():
        shade = shades[lines[rows.index(y)].node.path][column]
        assert shade is not None
        by_shade.setdefault(shade, set()).add(fill)
    assert all(len(one) == 1 for one in by_shade.values())  # a colour a level, and another one for each
    assert len(set.union(*by_shade.values())) == len(by_shade)
    assert len(at) == sum(shade is not None for line in lines for shade in line.shades)
    assert "Russia \N{DAGGER}" in {text.get_text() for text in axes.texts}
    assert "Cannot be compared" in {text.get_text() for text in axes.texts}
    with pytest.raises(ScoringError, match="there is no other country to hold RUS against"):
        ss.charts.side_by_side(SCORES, "RUS", [])


@given(counts, counts, counts, st.floats(0, 1), st.floats(0, 1))
def test_no_title_claims_more_than_its_numbers(one: int, two: int, three: int, share: float, other: float) -> None:
    said = headlines.headline(
        headlines.AGAINST,
        {"both": one + two + three, "level": one, "ahead": two, "behind": three},
        {"first": "A", "second": "B", "shared": "answered for both"},
    )
    assert ("A is behind B" in said) == (three > two)
    assert ("A is ahead of B" in said) == (two >= three and two > 0)
    said = headlines.headline(headlines.MOVED, {"up": one, "down": two, "all": one + two + three})
    assert ("No country" in said) == (one + two == 0)
    said = headlines.headline(
        headlines.FIRST, {"share": max(share, other), "next": min(share, other)}, {"country": "A"}
    )
    assert ("firm" in said) == (max(share, other) >= 0.95)
    said = headlines.headline(headlines.TOGETHER, {"n": 30, "r": 2 * share - 1}, {"up": "A", "across": "B"})
    assert ("mostly" in said) == (2 * share - 1 >= 0.7)
    assert ("low on" in said) == (2 * share - 1 <= -0.3)
    said = headlines.headline(headlines.TOGETHER, {"n": 9, "r": 2 * share - 1}, {"up": "A", "across": "B"})
    assert "nine countries, too few to say" in said
    said = headlines.headline(
        headlines.CLOSEST,
        {"pairs": 6, "count": 1 + one, "negative": two},
        {"first": "A", "second": "B", "said": "1.00"},
    )
    assert ("A and B go together most" in said) == (one == 0)


@given(st.lists(st.floats(0.5, 3), min_size=1, max_size=40), st.integers(1, 3), st.sets(st.integers(0, 39)))
def test_panels_hold_every_row_in_order_and_no_head_ends_one(tall: list[float], count: int, heads: set[int]) -> None:
    heads = {head for head in heads if head < len(tall) - 1}
    runs = parted(tall, count, heads)
    assert [row for run in runs for row in run] == tall
    assert 1 <= len(runs) <= count
    ends = set(itertools.accumulate(len(run) for run in runs))
    assert not {end - 1 for end in ends} & heads


def test_a_label_of_a_scatter_stands_clear_of_its_own_bounds() -> None:
    figure = ss.charts.scatter(SCORES, "sovereignty", "partnerships")
    axes = figure.axes[0]
    figure.draw_without_rendering()
    (label,) = [text for text in axes.texts if text.get_text().startswith("RUS")]
    at = axes.transData.transform((25.0, float(SCORES.nodes.values[SCORES.row("RUS"), SCORES.column["partnerships"]])))
    box = label.get_window_extent()
    assert not box.y0 < at[1] < box.y1


def test_a_group_of_distributions_has_the_dots_of_its_members_and_its_mean() -> None:
    figure = ss.charts.distributions(SCORES, groups="BRICS")
    members = [code for code in ss.groups()["BRICS"].members if code in SCORES.countries.codes]
    known = sorted(float(SCORES.table.loc[code, "score"]) for code in members)
    (square,) = dots(figure.axes[0], "s")
    last = [dot.x for dot in dots(figure.axes[0], "o")][-len(known) :]  # the lowest row, whose stacks are low
    assert sorted(last) == pytest.approx(known)
    assert square.x == pytest.approx(np.mean(known))
    assert f"BRICS (9 of 10): mean {np.mean(known):.0f}, median {np.median(known):.0f}" in figure.alt_text
    assert "Rows of groups: the scores of their members on AI strategy and capability." in words(figure)


def test_a_profile_counts_against_the_peers_as_the_findings_do() -> None:
    told = {item.countries[0]: item.numbers for item in ss.findings(SCORES).kinds("peers")}
    for code in ("KOR", "FRA", "KAZ"):
        title = ss.charts.profile(SCORES, code).alt_text.split(".")[0]
        counts = [count(told[code][part]) for part in ("above", "questions", "below")]
        assert f"on {counts[0]} of {counts[1]} questions, and below on {counts[2]}" in title


def test_who_is_set_apart_and_counts_in_means_medians_and_correlations_is_named() -> None:
    charts = ss.charts
    for figure, what in (
        (charts.heatmap(SCORES), "the means"),
        (charts.small_multiples(SCORES), "the medians"),
        (charts.distributions(SCORES), "medians and deviations"),
        (charts.correlations(SCORES), "the correlations"),
        (charts.held_against(SCORES), "the correlations"),
    ):
        assert f"Russia, set apart in the ranking, counts in {what}." in " ".join(words(figure))
    assert "counts in" not in " ".join(words(charts.distributions(SCORES, countries=["FRA", "DEU", "ITA"])))


@given(st.lists(st.sampled_from([9.0, 5.0, 4.0, 3.0, 1.0]), max_size=12), st.integers(2, 8))
def test_a_cut_leaves_out_nothing_that_reaches_as_far_as_what_is_shown(reaches: list[float], most: int) -> None:
    ordered = sorted(reaches, reverse=True)
    shown = _before_a_tie(ordered, most)
    assert shown <= most
    if shown < len(ordered) and ordered[shown - 1] == ordered[shown]:
        assert shown == most
        assert ordered.index(ordered[most]) < most / 2, "fewer than half would be left"
