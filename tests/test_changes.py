"""What changed between two scorings, and why: by hand, and as properties over random rubrics and answers."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import strategyscore as ss
from strategyscore.analysis.changes import sides as module
from strategyscore.analysis.changes.shapley import rounded_to_sum, shapley
from strategyscore.analysis.changes.sides import CAUSES, mixtures, sides
from strategyscore.model.rubric import Rubric
from strategyscore.text.words import points

from .build import CODES, cases, countries_of, group, leaf, paths_of, rubric_of
from .build_files import levels, profiles, quantity
from .build_files import rubric_of as rubric_from

TWO = rubric_of(group("root", [leaf("a"), leaf("b")]))


def test_the_parts_of_three_causes_by_hand() -> None:
    """The glove game: the first has a left glove, the others a right one each; a pair is worth 1."""
    values = np.zeros((2, 2, 2, 1))
    values[1, 1, 0] = values[1, 0, 1] = values[1, 1, 1] = 1
    np.testing.assert_allclose(shapley(values)[:, 0], [2 / 3, 1 / 6, 1 / 6])


def test_an_order_that_meets_no_number_does_not_count() -> None:
    values = np.array([[[0.0], [np.nan]], [[3.0], [5.0]]])
    assert shapley(values)[:, 0].tolist() == [3.0, 2.0]
    values[1, 0] = np.nan
    assert np.isnan(shapley(values)).all()


@given(st.lists(st.floats(-50, 50), min_size=1, max_size=5), st.integers(0, 2))
def test_rounded_parts_add_up_and_stay_near(parts: list[float], digits: int) -> None:
    array = np.array(parts)
    total = round(array.sum() * 10**digits)
    whole = rounded_to_sum(array, total, digits)
    assert whole.sum() == total
    assert np.abs(whole - array * 10**digits).max() <= 1 + 1e-6


def test_a_case_by_hand() -> None:
    """A level rises, an answer is new, a country comes in: of score and rank each part is counted by hand.

    Russia has 0; 100 with the fact alone, 0 with the new answer alone, 50 with both. Its rank beside China is 2, with
    the fact 1, with the new answer 2, with both 2; with Kazakhstan there too 3, 1, 3 and 2.
    """
    before = ss.score(TWO, countries_of({"CHN": [3, 2], "RUS": [0, None]}, ["a", "b"]))
    after = ss.score(TWO, countries_of({"CHN": [3, 2], "RUS": [4, 0], "KAZ": [1, 1]}, ["a", "b"]))
    found = ss.changes(before, after)
    move = found["Russia"]
    assert move.parts == pytest.approx({"facts": 75, "answers": -25, "rubric": 0, "peers": 0})
    assert move.rank_parts == pytest.approx({"facts": -1, "answers": 0.5, "rubric": 0, "peers": 0.5})
    assert (move.same, move.questions) == ((0.0, 100.0), 1)
    assert [(one.node, one.change) for one in move.ratings] == [("a", "rose"), ("b", "new")]
    assert found.entered == ("KAZ",)
    assert found.left == ()
    assert "Kazakhstan entered the ranking" in found.summary
    with pytest.raises(KeyError, match="KAZ was not scored before"):
        found["KAZ"]
    assert ss.changes(after, before)["RUS"].parts == pytest.approx(
        {"facts": -75, "answers": 25, "rubric": 0, "peers": 0}
    )


@given(cases(), st.data())
def test_the_parts_add_up_and_each_cause_alone_has_all(
    case: tuple[Rubric, dict[str, list[int | None]]], data: st.DataObject
) -> None:
    rubric, answers = case
    paths = paths_of(rubric)
    drawn = {code: data.draw(st.permutations(row)) for code, row in answers.items()}
    there = data.draw(st.lists(st.sampled_from(CODES), min_size=1, unique=True))
    other = _reweighted(rubric, data.draw(st.integers(1, 6)))
    before = ss.score(rubric, countries_of(answers, paths))
    after = ss.score(other, countries_of({code: drawn[code] for code in there}, paths))
    found = ss.changes(before, after)
    table = found.table  # the schema holds that parts add up
    known = table.dropna(subset=["score_before", "score_after"])
    np.testing.assert_allclose(known[list(CAUSES)].sum(axis=1), known["change"], atol=1e-9)
    digits = rubric.digits
    for move in found.moves:
        shown = move.shown
        if np.isfinite(shown["change"]):
            units = [round(shown[name] * 10**digits) for name in CAUSES]
            ends = [
                round(float(points(end, digits).replace("\N{MINUS SIGN}", "-")) * 10**digits) for end in move.scores
            ]
            assert sum(units) == round(shown["change"] * 10**digits) == ends[1] - ends[0]
    assert set(known.index) <= set(there)

    same = ss.changes(before, ss.score(rubric, countries_of(answers, paths)))
    assert not np.nan_to_num(same.table[[*CAUSES, *(f"rank_{name}" for name in CAUSES)]].to_numpy()).any()
    assert same.causes == []
    assert same.ratings.empty

    weighed = ss.changes(before, ss.score(other, countries_of(answers, paths)))
    assert set(weighed.causes) <= {"rubric"}
    np.testing.assert_allclose(weighed.table["rubric"], weighed.table["change"], atol=1e-9)
    np.testing.assert_allclose(weighed.table["rank_rubric"], weighed.table["rank_change"], atol=1e-9)

    fewer = ss.changes(before, ss.score(rubric, countries_of({code: answers[code] for code in there}, paths)))
    assert set(fewer.causes) <= {"peers"}
    np.testing.assert_allclose(np.nan_to_num(fewer.table["change"]), 0, atol=1e-9)


def _reweighted(rubric: Rubric, weight: float) -> Rubric:
    root = rubric.root
    return rubric_of(replace(root, children=(replace(root.children[0], weight=float(weight)), *root.children[1:])))


@given(cases(), st.data())
def test_both_ways_to_mix_agree(case: tuple[Rubric, dict[str, list[int | None]]], data: st.DataObject) -> None:
    """What is worked out for all countries together is what comes out of scoring them one by one."""
    rubric, answers = case
    paths = paths_of(rubric)
    before = ss.score(rubric, countries_of(answers, paths))
    drawn = {code: data.draw(st.permutations(row)) for code, row in answers.items()}
    after = ss.score(rubric, countries_of(drawn, paths))
    together = mixtures(before, after, sides(before, after))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module.Side, "by_itself", False)
        one_by_one = mixtures(before, after, sides(before, after))
    for first, second in zip(together, one_by_one, strict=True):
        np.testing.assert_allclose(first, second, atol=1e-9)


def test_where_scores_rest_on_the_others_these_have_their_part(tmp_path: Path) -> None:
    """Under a min-max Russia halves when China doubles, though its own value stays."""
    rubric = rubric_from([quantity("a", "minmax")], tmp_path)

    def scored(china: int) -> ss.Scores:
        values = {"CHN": china, "KAZ": 0, "RUS": 5}
        answers = {code: {"a": f"value: {value}, year: 2024"} for code, value in values.items()}
        return ss.score(rubric, profiles(rubric, answers, tmp_path))

    found = ss.changes(scored(10), scored(20))
    assert found["RUS"].parts == pytest.approx({"facts": 0, "answers": 0, "rubric": 0, "peers": -25})
    assert found["CHN"].parts == pytest.approx({"facts": 0, "answers": 0, "rubric": 0, "peers": 0}, abs=1e-9)
    assert [one.change for one in found["CHN"].ratings] == ["rose"]


def test_an_answer_that_the_other_rubric_cannot_read_changes_with_the_rubric(tmp_path: Path) -> None:
    """Five levels become three: level 4 of 0 to 4 turns into level 1 of 0 to 2, and nobody says that a fact changed."""
    old = rubric_from([levels("a"), levels("b")], tmp_path)
    new = rubric_from([levels("a", range(3)), levels("b")], tmp_path)
    before = ss.score(old, profiles(old, {"RUS": {"a": 4, "b": 2}}, tmp_path))
    after = ss.score(new, profiles(new, {"RUS": {"a": 1, "b": 3}}, tmp_path))
    move = ss.changes(before, after)["RUS"]
    assert move.parts == pytest.approx({"facts": 12.5, "answers": 0, "rubric": -25, "peers": 0})
    assert [(one.node, one.change) for one in move.ratings] == [("b", "rose")]


def test_the_bundled_countries_since_2025() -> None:
    """Changed ratings stand with their sources; one coded anew for the same time is told from one that moved."""
    countries = ss.load_countries(["RUS", "CHN", "ZAF"])
    rubric = ss.load_rubric()
    after = ss.score(rubric, countries)
    found = ss.changes(ss.score(rubric, countries, as_of="2025-02"), after)
    assert found["RUS"].told == "no rating changed"
    risen = found.ratings[found.ratings["change"] == "rose"]
    assert len(risen)
    assert (risen["sources"] != "").all()
    assert not risen["corrected"].any()
    assert "https://" in found.story("ZAF")
    mended = ss.changes(after, ss.score(rubric, countries.replace("RUS", "sovereignty.strategy", level=1)))
    (rating,) = mended["RUS"].ratings
    assert rating.corrected
    assert set(mended.causes) == {"facts"} | ({"peers"} & set(mended.causes))
    assert repr(found) == "<Changes of 3 countries on national-ai-strategy>"
    assert "Facts that changed" in found._repr_html_()


def test_a_waterfall_adds_up_and_says_what_it_shows() -> None:
    before = ss.score(TWO, countries_of({"CHN": [3, 2], "RUS": [0, None]}, ["a", "b"]))
    after = ss.score(TWO, countries_of({"CHN": [3, 2], "RUS": [4, 0]}, ["a", "b"]))
    found = ss.changes(before, after)
    drawn = ss.charts.waterfall(found)
    assert drawn.alt_text == (
        "Russia: up by 50.0 points; facts that changed: +75.0. Score from 0 to 100, and the points that each "
        "cause adds or takes off. Score, before: 0.0. Facts that changed: +75.0. "
        "Answers new or gone: \N{MINUS SIGN}25.0. Score, after: 50.0."
    )
    ends = [(bar.get_x(), bar.get_x() + bar.get_width()) for bar in drawn.axes[0].patches]
    assert ends == [(0, 75), (75, 50), (0, 50)]
    assert ss.charts.waterfall(found, "china").alt_text.startswith(
        "China: the score is as it was, since no rating changed."
    )
    with pytest.raises(ss.ScoringError, match="no country is scored on both sides"):
        ss.charts.waterfall(ss.changes(before, ss.score(TWO, countries_of({"KAZ": [1, 1]}, ["a", "b"]))))
