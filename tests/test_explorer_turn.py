"""What turns a ranking: answers that a reader sets, the least change of a weight or of answers, and tiers."""

from __future__ import annotations

import itertools
import json
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

import strategyscore as ss
from strategyscore.explorer.content import page_data
from strategyscore.explorer.numbers import draws_data
from strategyscore.methods.rank import TIE
from strategyscore.model.answers import Answer
from strategyscore.model.criteria import Levels
from strategyscore.model.dates import PartialDate
from strategyscore.model.nodes import Criterion
from strategyscore.robustness.tiers import above, tiers
from strategyscore.scoring.scores import Scores

from .build import countries_of, group, leaf, paths_of, rubric_of
from .explorer import PAGE, in_node, needs_node
from .test_explorer_draws import RUN, SOURCES, data_of

pytestmark = needs_node

HEAD = """
import { drawsIn, modelOf, scoresIn } from MODEL;
import { answersFor, weightsFor } from OVERTAKE;
import { fromAddress, published } from STATE;
const model = modelOf(data.content);
const row = (code) => model.codes.indexOf(code);
"""


def in_page(code: str, scores: Scores, **data: Any) -> Any:
    head = HEAD
    for name in ("MODEL", "OVERTAKE", "STATE"):
        head = head.replace(f"from {name};", f"from {json.dumps((PAGE / f'{name.lower()}.js').as_uri())};")
    return in_node(head + code, {"content": page_data(scores), **data})


@pytest.fixture(scope="module")
def scores() -> Scores:
    return ss.score(ss.load_rubric(), ss.load_countries())


def test_answers_that_a_reader_sets_count_as_if_they_were_in_the_profile(scores: Scores) -> None:
    own = {"RUS.sovereignty.hardware": "3", "KAZ.regulation.law": "0", "USA.partnerships.multilateral": "4"}
    code = """
    const { state, ignored } = fromAddress(data.address, model.known);
    const found = scoresIn(model, state);
    const { options } = drawsIn(model, state, found);
    const sides = ["values", "lower", "upper", "coverage"].map((side) => [...found.scores[side][0]]);
    console.log(JSON.stringify([ignored, sides, [...found.ranks], options.fixed.length]));"""
    odd = "RUS.sovereignty.hardware:9,XXX.regulation.law:1,RUS.regulation:1,RUS.regulation.law:-1,RUS.__proto__:1"
    address = "#a=" + ",".join(f"{what}:{value}" for what, value in own.items()) + "," + odd
    ignored, sides, ranks, fixed = in_page(code, scores, address=address)
    countries = scores.countries
    for what, value in own.items():
        country, _, path = what.partition(".")
        countries = countries.replace(country, scores.rubric.node(path).key, level=int(value))
    again = ss.score(scores.rubric, countries)
    assert ignored == odd.split(",")
    for side, name in zip(sides, ("values", "lower", "upper", "coverage"), strict=True):
        assert side == pytest.approx(list(getattr(again.nodes, name)[:, 0]), rel=0, abs=1e-9)
    assert ranks == list(again.ranks[:, 0])
    assert fixed == 3


def test_an_earlier_date_is_scored_as_of_that_date_and_held_against_now_on_the_same_answers(scores: Scores) -> None:
    code = """
    const found = data.dates.map((date) => scoresIn(model, { ...published(), date }));
    console.log(JSON.stringify([model.dates, found.map(({ scores, ranks, before }) => {
      const sides = ["values", "lower", "upper", "coverage"].map((side) => [...scores[side][0]]);
      return [...sides, [...ranks], [...before]];
    })]));"""
    known, found = in_page(code, scores, dates=["2023-12", "2025-06"])
    assert known[-1] == "2025-12"
    for date, told in zip(["2023-12", "2025-06"], found, strict=True):
        then = ss.score(scores.rubric, scores.countries, date)
        same = scores.countries
        for row, column in np.argwhere(np.isnan(then.ratings.values) & ~np.isnan(scores.ratings.values)):
            same = same.replace(same.codes[row], scores.rubric.criteria[column].key, level=None)
        sides = [getattr(then.nodes, name)[:, 0] for name in ("values", "lower", "upper", "coverage")]
        for mine, theirs in zip(
            told, [*sides, then.ranks[:, 0], ss.score(scores.rubric, same).ranks[:, 0]], strict=True
        ):
            assert [np.nan if one is None else one for one in mine] == pytest.approx(
                list(theirs), abs=1e-9, nan_ok=True
            )


def turning(seed: int) -> Scores:
    """Levels of several widths, a checklist and a rule about what is set aside, with answers of several years."""
    random = np.random.default_rng(seed)
    levels = [{level: f"Step {level}" for level in range(width)} for width in (2, 3, 4, 5)]
    rubric = ss.load_rubric(
        {
            "rubric": "mine",
            "confidence": {"high": 0.9, "medium": 0.75, "low": 0.6, "two_levels": 0.2},
            "missing": {"minimum_answered": 0.4},
            "criteria": [
                {"id": "many", "criteria": [{"id": f"c{n}", "levels": own} for n, own in enumerate(levels * 2)]},
                {"id": "list", "checklist": {"one": "One?", "two": "Two?", "three": "Three?"}},
            ],
        }
    )
    codes = ["CHN", "DEU", "FRA", "KAZ", "KEN", "NZL", "RUS", "USA"]
    countries = countries_of({code: [] for code in codes}, [])
    profiles = []
    for profile in countries:
        history = {}
        for leaf_ in rubric.criteria:
            years = sorted(random.choice(range(2018, 2025), random.integers(0, 4), replace=False).tolist())
            history[leaf_.key] = tuple(_random_answer(leaf_, str(year), random) for year in years)
        profiles.append(replace(profile, history={key: own for key, own in history.items() if own}))
    return ss.score(rubric, ss.Countries(tuple(profiles)))


def _random_answer(criterion: Criterion, year: str, random: np.random.Generator) -> Answer:
    begins = PartialDate.parse(year)
    if random.random() < 0.1:
        return Answer(begins=begins, not_applicable=True)
    if not isinstance(criterion, Levels):
        return Answer(begins=begins, answers={key: "yes" for key in ("one", "two", "three") if random.random() < 0.7})
    sure: Any = random.choice(["high", "medium", "low"])
    levels = sorted(criterion.levels)
    level, other = (int(one) for one in random.choice(levels, 2))
    coders = {"first": level, "second": other} if random.random() < 0.3 else {}
    at_least = not coders and random.random() < 0.2
    return Answer(begins=begins, level=level, confidence=sure, coders=coders, at_least=at_least)


@pytest.mark.parametrize("seed", [None, 0, 1, 2])
def test_what_is_in_doubt_by_an_earlier_date_is_what_python_says(scores: Scores, seed: int | None) -> None:
    own = scores if seed is None else turning(seed)
    dates = ["2021-12", "2023-06", "2024-12"] if seed is None else ["2019-12", "2021-12", "2023-06"]
    code = """
    console.log(JSON.stringify(data.dates.map((date) => {
      const state = { ...published(), date };
      const { options } = drawsIn(model, state, scoresIn(model, state));
      return [model.past.doubts(date), options.rows, options.vary];
    })));"""
    kinds = set()
    for date, (told, rows, vary) in zip(dates, in_page(code, own, dates=dates), strict=True):
        then = ss.score(own.rubric, own.countries, date)
        expected = draws_data(then)
        assert rows == list(range(len(own.countries)))
        assert vary == dict.fromkeys(SOURCES, True)
        cells = [
            {
                (row, leaf_, missing): doubts["chances"][at][: len(doubts["levels"][leaf_])]
                for row, leaf_, at, missing in doubts["cells"]
            }
            for doubts in (told, expected)
        ]
        assert cells[0].keys() == cells[1].keys()
        for cell, chances in cells[0].items():
            assert chances == pytest.approx(cells[1][cell], rel=0, abs=1e-9), cell
        assert sorted(told["ranges"]) == sorted(expected["ranges"])
        kinds |= {"range"} if told["ranges"] else set()
        kinds |= {"aside"} if then.prepared.set_aside.any() else set()
    assert kinds == (set() if seed is None else {"range", "aside"})


def test_a_weight_that_is_needed_turns_the_order_and_a_smaller_change_does_not(scores: Scores) -> None:
    order = list(scores.table.index)
    pairs = [[order[ahead], order[behind]] for ahead, behind in ((0, 4), (4, 6), (7, 8), (15, 18))]
    code = """
    import { moved } from STATE;
    console.log(JSON.stringify(data.pairs.map((pair) => weightsFor(model, published(), ...pair.map(row)).map((one) => {
      const short = one.needed === null ? null : one.needed - 0.1 * Math.sign(one.needed - one.now);
      const group = model.groups[one.path];
      return { ...one, less: short === null ? null : moved(group, one.name, short, new Set(), group) };
    }))));""".replace("STATE", json.dumps((PAGE / "state.js").as_uri()))
    found = in_page(code, scores, pairs=pairs)
    needed = 0
    for (ahead, behind), items in zip(pairs, found, strict=True):
        assert [one["name"] for one in items[:4]] == [node.path for node in scores.rubric.root.children]
        assert len(items) == len(scores.rubric.nodes) - 1
        by_need = sorted(
            (one for one in items if one["needed"] is not None), key=lambda one: one["needed"] - one["now"]
        )
        for one in [*by_need[:2], *by_need[-2:]]:
            needed += 1
            for weights, turned in ((one["weights"], True), (one["less"], False)):
                if abs(one["needed"] - one["now"]) < 0.1:
                    continue  # what is nearer still is no change
                again = ss.score(scores.rubric.with_weights(weights), scores.countries).table["score"]
                assert (again[behind] > again[ahead]) is np.bool_(turned), (one["name"], weights)
    assert needed > 8


def test_a_weight_is_found_to_be_of_no_use_where_none_is(scores: Scores) -> None:
    (items,) = in_page(
        "console.log(JSON.stringify([weightsFor(model, published(), row(data.first), row('RUS'))]));",
        scores,
        first=scores.table.index[0],
    )
    assert {one["needed"] for one in items} == {None}


HAND = rubric_of(group("r", [leaf("a", 3.0), leaf("b", 2.0), leaf("c", 1.0)]))


@pytest.mark.parametrize("answers", [[1, 1, 1], [0, 2, None], [3, 0, 4], [2, None, None], [4, 0, 0]])
def test_the_fewest_steps_of_answers_are_found(answers: list[int | None]) -> None:
    """Against all combinations of levels, under an arithmetic mean; a missing answer is one step to any level."""
    scores = ss.score(HAND, countries_of({"CHN": [4, 3, 2], "KEN": answers}, paths_of(HAND)))
    code = "console.log(JSON.stringify(answersFor(model, published(), row('CHN'), row('KEN'))));"
    found = in_page(code, scores)
    weights, ahead = np.array([3, 2, 1]), 3 * 4 + 2 * 3 + 1 * 2

    def steps(levels: tuple[int, ...]) -> int:
        pairs = zip(levels, answers, strict=True)
        return sum(level - own if own is not None else 1 for level, own in pairs)

    def lifts(levels: tuple[int, ...]) -> bool:
        pairs = zip(levels, answers, strict=True)
        return all(own is None or level >= own for level, own in pairs) and bool(weights @ levels > ahead)

    fewest = min(steps(one) for one in itertools.product(range(5), repeat=3) if lifts(one))
    own = [one["steps"] for one in found["single"] if one["row"] == 1]
    if found["several"]:
        assert not own
        levels = list(answers)
        for change in found["several"]["changes"]:
            levels[change["leaf"]] = int(change["level"])
        again = ss.score(HAND, countries_of({"CHN": [4, 3, 2], "KEN": levels}, paths_of(HAND))).table["score"]
        assert again["KEN"] > again["CHN"]
        assert found["several"]["steps"] <= fewest
    else:
        assert min(own) <= fewest
    for one in found["single"]:
        both = {"CHN": [4, 3, 2], "KEN": list(answers)}
        both["KEN" if one["row"] else "CHN"][one["leaf"]] = int(one["level"])
        again = ss.score(HAND, countries_of(both, paths_of(HAND))).table["score"]
        assert again["KEN"] > again["CHN"]


def test_tiers_are_those_of_python(scores: Scores) -> None:
    ranks = {code: float(rank) for code, rank in scores.table["rank"].items()}
    codes = [code for code in scores.countries.codes if not np.isnan(scores.ranks[scores.row(code), 0])]
    item = data_of(scores, SOURCES, rows=[scores.row(code) for code in codes])
    (found,) = in_node(RUN, [item | {"ranks": [ranks[code] for code in codes]}])
    kept = np.array(found["kept"])
    n = len(codes)
    expected = above(kept, TIE * scores.program.span)
    assert np.array(found["above"]) == pytest.approx(expected, rel=0, abs=1e-12)
    order = sorted(range(n), key=lambda at: (ranks[codes[at]], codes[at]))
    told = [found["tiers"][at] for at in order]
    assert told == tiers(expected[np.ix_(order, order)]).tolist()
    assert max(told) > 3


def test_tiers_of_any_matrix_are_those_of_python() -> None:
    random = np.random.default_rng(4)
    cases = []
    for n in (1, 2, 5, 9):
        for _ in range(20):
            upper = np.triu(random.choice([0.5, 0.9, 0.95, 1.0], (n, n), p=[0.4, 0.3, 0.1, 0.2]), 1)
            cases.append(upper + np.tril(1 - upper.T, -1) + np.eye(n) / 2)
    data = [[(np.maximum(one, one.T) >= 0.95).tolist(), list(range(1, len(one) + 1))] for one in cases]
    code = "const own = (apart, ranks) => draws.tiersOf((one, other) => apart[one][other], ranks);"
    found = in_node(f"{code} console.log(JSON.stringify(data.map((one) => own(...one))));", data)
    assert found == [tiers(one).tolist() for one in cases]
    assert in_node("console.log(JSON.stringify(draws.tiersOf(() => false, [2, NaN, 1])));", None) == [1, 0, 1]
