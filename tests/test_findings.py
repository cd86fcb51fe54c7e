"""Findings in words: traceable, and never more than the numbers bear."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import strategyscore as ss
from strategyscore.analysis.changes.sides import same_questions
from strategyscore.analysis.findings.basis import Basis
from strategyscore.analysis.findings.collect import key_findings
from strategyscore.analysis.findings.grammar import LIKELY, Pattern, Unfounded, names, said, share
from strategyscore.analysis.findings.order import BOUNDS, LEAD, ORDER, locked
from strategyscore.analysis.findings.portrait import WEAKNESS
from strategyscore.analysis.peers import median_of_peers, medians_of_others
from strategyscore.robustness.tiers import FIRM, tiers

from .build import countries_of, group, leaf, rubric_of

PATHS = ["law", "money", "people", "chips"]
RUBRIC = rubric_of(group("made", [leaf(path) for path in PATHS]), minimum_coverage=0.5)
shares_of_draws = st.one_of(
    st.floats(0, 1), st.sampled_from([0.0, 0.4999, 0.5, 0.6599, LIKELY, 0.9499, 0.9501, FIRM, 1.0])
)


def scored(answers: dict[str, Sequence[int | None]]) -> ss.Scores:
    return ss.score(RUBRIC, countries_of(answers, PATHS))


@pytest.fixture(scope="module")
def bundled() -> tuple[ss.Scores, ss.Uncertainty, ss.Scores, ss.Findings]:
    scores = ss.score(ss.load_rubric(), ss.load_countries())
    drawn, before = ss.uncertainty(scores, draws=2000), ss.like_for_like(scores)
    assert before is not None
    return scores, drawn, before, ss.findings(scores, drawn, before=before)


# the grammar


@given(shares_of_draws)
def test_a_share_in_words_is_never_lifted_over_a_threshold(value: float) -> None:
    text = share(value)
    number = re.match(r"(\d+) %", text)
    for mark in (0.5, LIKELY, FIRM, 1.0):
        if value < mark and number:
            assert int(number.group(1)) < 100 * mark
    assert ("all" in text) == (value == 1)
    assert ("none" in text) == (value == 0)
    if number:
        assert abs(int(number.group(1)) - 100 * value) <= 1


@given(shares_of_draws, shares_of_draws, st.floats(0, 100))
def test_who_leads_is_said_no_surer_than_the_draws(first: float, rival: float, score: float) -> None:
    numbers = {"score": score, "top": 100.0, "leaders_count": 1.0, "first": first, "rival_first": rival}
    holds = [pattern for pattern in LEAD if pattern.claims(numbers)]
    assert holds
    for pattern in holds:
        text = said(pattern, numbers, {"leader": "Kenya", "leaders": "Kenya", "rival": "China"}, 1)
        assert first >= FIRM or "The lead is firm" not in text
        assert first >= LIKELY or "likely" not in text
        if "open" in text:
            assert first < LIKELY or rival > first


@given(shares_of_draws)
def test_an_order_is_said_no_surer_than_the_draws(above: float) -> None:
    first = next(pattern for pattern in ORDER if pattern.claims({"above": above}))
    text = said(first, {"above": above}, {"first": "Kenya", "second": "China"}, 1)
    assert ("is firm" in text) == (above >= FIRM)
    assert ("reverse" in text) == (above < 0.5)
    assert ("likely" in text) == (LIKELY <= above < FIRM)


def test_a_sentence_that_the_numbers_do_not_bear_is_refused() -> None:
    words = {"below": "Kenya", "above": "China", "open_below": "all", "open_above": "all"}
    with pytest.raises(Unfounded):
        said(BOUNDS[0], {"upper": 50.0, "other_lower": 50.0}, words, 1)
    with pytest.raises(Unfounded):
        said(
            WEAKNESS[0],
            {"own": 2.0, "median": 2.0, "peers": 9.0},
            {"title": "Law", "own_said": "2", "median_said": "2"},
            1,
        )
    with pytest.raises(Unfounded):
        said(Pattern("{x:count} things.", lambda numbers: numbers["x"] > 1), {"x": 1.0}, {}, 1)


def test_many_names_are_counted() -> None:
    assert names(["A", "B", "C"]) == "A, B and C"
    assert names([chr(65 + number) for number in range(9)]) == "the nine countries from A to I"


# tiers


@st.composite
def dominance(draw: st.DrawFn) -> np.ndarray:
    n = draw(st.integers(1, 7))
    above = np.full((n, n), 0.5)
    for row, column in itertools.combinations(range(n), 2):
        above[row, column] = draw(shares_of_draws)
        above[column, row] = 1 - above[row, column]
    return above


@given(dominance())
def test_no_pair_of_a_tier_can_be_told_apart_and_every_border_has_its_reason(above: np.ndarray) -> None:
    numbers = tiers(above)
    assert numbers[0] == 1
    assert set(np.diff(numbers)) <= {0, 1}
    for row, column in itertools.combinations(range(len(above)), 2):
        if numbers[row] == numbers[column]:
            assert max(above[row, column], above[column, row]) < FIRM
    for first in np.flatnonzero(np.diff(numbers)) + 1:
        before = np.flatnonzero(numbers == numbers[first] - 1)
        assert any(max(above[first, other], above[other, first]) >= FIRM for other in before)


def test_tiers_of_the_draws_leave_out_who_has_no_rank() -> None:
    scores = scored({"CHN": [4, 4, 4, 4], "KEN": [0, None, None, None], "RUS": [1, 1, 1, 1], "USA": [4, 4, 4, 4]})
    drawn = ss.uncertainty(scores, draws=500)
    assert drawn.tiers["tier"].dropna().to_dict() == {"CHN": 1, "USA": 1, "RUS": 2}


# findings against the scores that they are read from

levels = st.lists(st.one_of(st.none(), st.integers(0, 4)), min_size=4, max_size=4)


@pytest.mark.long
@given(st.lists(levels, min_size=2, max_size=5))
def test_every_finding_of_any_scores_can_be_worked_out_again(answers: list[list[int | None]]) -> None:
    codes = ["CHN", "KAZ", "KEN", "RUS", "USA"][: len(answers)]
    scores = scored(dict(zip(codes, answers, strict=True)))
    drawn = ss.uncertainty(scores, draws=250)
    told = ss.findings(scores, drawn)
    assert len(told.table) == len(told)
    above = drawn.dominance
    for item in told:
        assert item.text[0].isupper() or item.text[0] == "“"
        assert item.text.endswith(".")
        scores.rubric.node(item.node)
        assert set(item.countries) <= set(codes)
        if item.kind == "lead" and "firm." in item.text and "not firm" not in item.text:
            assert drawn.ranks.loc[item.countries[0], "first"] >= FIRM
        if item.kind == "tier" and "cannot" in item.text:
            for pair in itertools.permutations(item.countries, 2):
                assert above.loc[pair] < FIRM
        if item.kind == "bounds":
            below, over = (scores.row(code) for code in item.countries)
            assert scores.nodes.upper[below, 0] < scores.nodes.lower[over, 0]
        if item.kind == "apart":
            for other in set(codes) - set(item.countries):
                if not np.isnan(scores.ranks[scores.row(other), 0]):
                    assert max(above.loc[item.countries[0], other], above.loc[other, item.countries[0]]) >= FIRM


def test_what_open_questions_allow_is_said_only_where_there_are_some() -> None:
    scores = ss.score(ss.load_rubric(), ss.load_countries(["USA", "GBR", "KEN", "RUS"]))
    basis = Basis(scores, None)
    assert basis.missing("RUS") == 14
    said_of = {code: locked(basis, code) for code in ("GBR", "KEN", "RUS")}
    complete = [code for code in scores.countries.codes if not basis.missing(code)]
    for code, found in said_of.items():
        if found is not None:
            assert {code, *found.countries} - set(complete), found.text
    assert said_of["RUS"] is not None
    alone = Basis(ss.score(ss.load_rubric(), ss.load_countries(complete)), None)
    assert [locked(alone, code) for code in complete] == [None] * len(complete)


def test_a_number_that_begins_a_sentence_has_a_capital_letter() -> None:
    pattern = Pattern(
        "{up:count} rose. {new:count} more are new; {gone:count} are gone, by law. {named}.", lambda n: True
    )
    told = said(pattern, {"up": 2, "new": 8, "gone": 1}, {"named": "one"}, 1)
    assert told == "Two rose. Eight more are new; one are gone, by law. One."


def test_the_best_case_shows_the_two_bounds_apart() -> None:
    scores = scored({"CHN": [4, 4, 4, 4], "KEN": [1, 1, None, None], "RUS": [2, 3, 3, 3]})
    told = ss.findings(scores).of("KEN").kinds("bounds")[0]
    assert told.text == (
        "Even with every open question on Kenya at its best (62.5) and Russia, of which all is answered, at its worst "
        "(68.8), Kenya stays below Russia, as long as the existing answers hold."
    )
    assert told.address == "KEN.made"
    assert not ss.findings(scores).of("CHN").kinds("bounds")


def test_strengths_and_weaknesses_are_against_the_median_of_peers() -> None:
    scores = scored({"CHN": [4, 2, 1, None], "KEN": [1, 2, 3, 1], "RUS": [1, 2, 3, 2], "USA": [2, 1, 4, 0]})
    told = ss.findings(scores)
    assert [str(item) for item in told.of("CHN").kinds("peers", "strength", "weakness")] == [
        "On three questions that it and its peers have answered, China is above the median of its peers on one, level "
        "with it on one and below it on one.",
        "Law: level 4 (median of 3 peers: 1).",
        "People: level 1 (median of 3 peers: 3).",
    ]
    assert told.of("CHN").kinds("unknown")[0].text == "One of four questions on China has no answer: chips."


def test_what_has_no_rank_is_said_to_have_none_and_why() -> None:
    scores = scored({"CHN": [4, 4, 4, 4], "KEN": [0, None, None, None], "RUS": [1, 1, 1, 1]})
    told = ss.findings(scores, ss.uncertainty(scores, draws=250)).of("KEN").kinds("standing")[0].text
    assert "no rank, since only 25 % of the weight is answered; the rubric asks for 50 %" in told


def test_a_score_outside_its_interval_is_said_to_be() -> None:
    """Where any level is as likely, a country that is best wherever it is answered stands above nine draws in ten."""
    best = {"CHN": [0, 0, 0, 0], "KEN": [4, None, None, 4], "RUS": [1, 1, 1, 1]}
    for method, outside in (("uniform", 1), ("hot_deck", 1)):
        drawn = ss.uncertainty(scored(best), draws=4000, vary={"missing": {"method": method}})
        told = ss.findings(scored(best), drawn).of("KEN").kinds("parted")
        parts = drawn.scores.loc["KEN", "q95"] < 100
        assert len(told) == (outside if parts else 0)
        if parts:
            assert "lies above its 90 % interval" in told[0].text


def test_draws_of_other_scores_are_refused() -> None:
    scores = scored({"CHN": [4, 4, 4, 4], "KEN": [3, 3, 3, 3]})
    other = scored({"CHN": [4, 4, 4, 3], "KEN": [3, 3, 3, 3]})
    with pytest.raises(ValueError, match="the draws are of other scores"):
        ss.findings(scores, ss.uncertainty(other, draws=10))


# the bundled set


def test_the_first_page_has_five_findings_that_lead_to_where_they_come_from(
    bundled: tuple[ss.Scores, ss.Uncertainty, ss.Scores, ss.Findings],
) -> None:
    scores, drawn, before, _ = bundled
    for focus in ((), ("RUS",)):
        told = key_findings(scores, drawn, focus=focus, before=before)
        assert len(told) == 5
        assert told[0].kind == "lead"
        assert told[1].kind == "tier"
        assert len({item.text for item in told}) == 5
        assert any(item.rests_on == "bounds" for item in told)
    assert sum("Russia" in item.text for item in told) >= 3


def test_a_change_of_evidence_is_no_change_of_policy(
    bundled: tuple[ss.Scores, ss.Uncertainty, ss.Scores, ss.Findings],
) -> None:
    """Who did not change one level is not said to rise or to fall, whatever the score does."""
    scores, _, before, told = bundled
    old, new = before.ratings.values, scores.ratings.values
    then, now, _ = same_questions(scores.program, before.prepared, scores.prepared)
    moved = {item.countries[0]: item for item in told.kinds("moved")}
    assert moved
    for code, item in moved.items():
        row = scores.row(code)
        both = ~np.isnan(old[row]) & ~np.isnan(new[row])
        up, down = (new[row] > old[row]).sum(), (new[row] < old[row]).sum()
        assert (item.numbers["up"], item.numbers["down"], item.numbers["both"]) == (up, down, both.sum())
        if "rises" in item.text:
            assert up
            assert now[row] > then[row]
        if "falls" in item.text:
            assert down
            assert now[row] < then[row]


def test_every_text_is_about_a_country_that_it_names(
    bundled: tuple[ss.Scores, ss.Uncertainty, ss.Scores, ss.Findings],
) -> None:
    scores, _, _, told = bundled
    for item in told.kinds("standing", "unknown", "reach", "ask", "sources"):
        name = scores.countries[item.countries[0]].name
        assert name in item.text or item.kind == "ask"
    assert "one are" not in told.text()
    assert not re.search(r"\{|\}|\bnan\b", told.text())


@given(st.lists(st.lists(st.sampled_from([0.0, 25.0, 100 / 3, 50.0, np.nan]), min_size=3, max_size=3), min_size=1))
def test_the_median_of_the_others_is_the_median_without_the_country(rows: list[list[float]]) -> None:
    values = np.array(rows)
    expected = [median_of_peers(np.delete(values, row, axis=0)) for row in range(len(values))]
    np.testing.assert_array_equal(medians_of_others(values), np.array(expected))
