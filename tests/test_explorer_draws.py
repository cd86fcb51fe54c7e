"""Draws in the browser come from the distributions that Python draws from."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy.stats import gamma, ks_2samp, norm, uniform

import strategyscore as ss
from strategyscore.explorer.numbers import draws_data, engine_data
from strategyscore.robustness.run import ranks_of
from strategyscore.scoring.scores import Scores

from .build import countries_of, group, leaf, paths_of, rubric_of
from .explorer import in_node, needs_node
from .known import CHANCE, ERRORS, is_drawn_from, is_share
from .test_explorer_engine import random_scores

pytestmark = needs_node

SOURCES = ["weights", "ratings", "missing"]
RUN = """
const draw = (item) => {
  const { prepared, program, beside } = engine.score(item.program, engine.preparedOf(item), item.shares ?? {});
  const drawn = samples.samples(item.doubts, prepared);
  const rows = item.rows ?? prepared.values[0].reduce((all, _, row) => [...all, row], []);
  const options = { values: prepared.values, beside, vary: item.vary, rows, ranks: item.ranks ?? [] };
  const found = draws.intervals(program, item.doubts, drawn, options);
  const above = item.ranks ? rows.map((_, one) => rows.map((_, other) => draws.aboveIn(found, one, other))) : null;
  const { count } = item.doubts;
  const kept = Array.from({ length: count }, (_, at) => rows.map((_, place) => found.kept[place * count + at]));
  return { ...found, counts: found.counts.map((own) => [...own]), kept, above };
};
console.log(JSON.stringify(data.map(draw)));
"""


@pytest.fixture(scope="module")
def scores() -> Scores:
    return ss.score(ss.load_rubric(), ss.load_countries())


def data_of(scores: Scores, vary: list[str], count: int = 2000, **more: Any) -> dict[str, Any]:
    doubts = draws_data(scores) | {"count": count}
    return engine_data(scores) | {"doubts": doubts, "vary": {name: name in vary for name in SOURCES}} | more


@pytest.mark.parametrize("vary", [SOURCES, ["weights"], ["ratings"], ["missing"]], ids="-".join)
def test_scores_and_ranks_are_distributed_as_in_python(scores: Scores, vary: list[str]) -> None:
    here = ss.uncertainty(scores, draws=20_000, seed=3, vary=vary)
    rows = [scores.row(code) for code in here.plan.codes]
    (there,) = in_node(RUN, [data_of(scores, vary, rows=rows)])
    kept = np.round(there["kept"], 6)  # sums that are equal but for rounding are one value
    assert kept.shape == (2000, len(rows))
    ranks = ranks_of(here.kept, here.plan.span)
    for place in range(len(rows)):
        if np.ptp(here.kept[:, place]) < 1e-9:
            assert np.ptp(kept[:, place]) < 1e-9
        else:
            assert ks_2samp(kept[:, place], np.round(here.kept[:, place], 6)).pvalue > CHANCE
        counts = np.array(there["counts"][place])
        assert counts.sum() == 2000
        mean, sd = ranks[:, place].mean(), ranks[:, place].std()
        assert abs(counts @ np.arange(1, len(rows) + 1) / 2000 - mean) <= ERRORS * sd * np.sqrt(1 / 2000 + 1 / 20_000)
        is_share(there["first"][place], float((ranks[:, place] == 1).mean()), 1800)
        for name, share in (("lower", 0.05), ("median", 0.5), ("upper", 0.95)):
            low, high = np.quantile(ranks[:, place], [max(share - 0.03, 0), min(share + 0.03, 1)])
            assert np.floor(low) <= there[name][place] <= np.ceil(high), (name, here.plan.codes[place])


def test_weights_are_drawn_around_those_that_a_reader_sets(scores: Scores) -> None:
    weights = {"sovereignty": 7.0, "infrastructure": 1.0, "regulation": 2.0, "partnerships": 0.0}
    here = ss.uncertainty(ss.score(scores.rubric.with_weights(weights), scores.countries), draws=10_000, vary="weights")
    shares = {"0": [weight / 10 for weight in weights.values()]}
    rows = [scores.row(code) for code in here.plan.codes]
    (there,) = in_node(RUN, [data_of(scores, ["weights"], shares=shares, rows=rows)])
    for place in range(len(rows)):
        assert ks_2samp(np.array(there["kept"])[:, place], here.kept[:, place]).pvalue > CHANCE


def test_a_level_that_is_at_least_so_high_is_only_raised() -> None:
    rubric = rubric_of(group("r", [leaf("a"), leaf("b", 0.0)]))
    countries = countries_of({"CHN": [2, 0], "KEN": [2, None], "RUS": [None, 1]}, paths_of(rubric))
    countries = countries.replace("KEN", "a", level=2, at_least=True)
    (found,) = in_node(
        RUN, [data_of(ss.score(rubric, countries), {"ratings": {}, "missing": {"method": "uniform"}}, 8000)]
    )
    china, kenya, russia = np.array(found["kept"]).T
    for values, chances in (
        (china, {25: 0.1, 50: 0.8, 75: 0.1}),
        (kenya, {50: 0.8, 75: 0.2}),
    ):
        assert set(values) == set(chances)
        for value, chance in chances.items():
            is_share(float((values == value).mean()), chance, 8000)
    assert set(russia) <= {0, 25, 50, 75, 100}


def test_the_same_seed_gives_the_same_and_a_small_move_moves_little(scores: Scores) -> None:
    own = list(engine_data(scores)["program"]["groups"][-1]["shares"])
    near = [own[0] + 0.001, own[1] - 0.001, *own[2:]]
    item = data_of(scores, SOURCES)
    again, moved = item | {"shares": {"0": own}}, item | {"shares": {"0": near}}
    other = item | {"doubts": item["doubts"] | {"seed": 1}}
    first, second, third, fourth = in_node(RUN, [item, again, moved, other])
    assert first == second
    assert first["kept"] != fourth["kept"]
    shifts = np.abs(np.array(third["kept"]) - np.array(first["kept"]))
    assert np.median(shifts) < 0.1 < np.median(np.abs(np.array(fourth["kept"]) - np.array(first["kept"])))
    assert np.abs(np.array(third["lower"]) - np.array(first["lower"])).max() <= 1


AGAIN = """
const run = ({ program: published, doubts, steps, room, ...data }) => {
  const prepared = engine.preparedOf(data);
  const drawn = samples.samples(doubts, prepared);
  const kept = memory.memoryOf(room);
  return steps.map(({ shares = {}, top, vary, answer }) => {
    const aggregate = { method: top };
    const groups = published.groups.map((group) => (group.node === 0 && top ? { ...group, aggregate } : group));
    const values = prepared.values.map((column) => Float64Array.from(column));
    if (answer) values[answer[1]][answer[0]] = answer[2];
    const [again, anew] = [kept, memory.memoryOf()].map((own) => {
      try {
        const { program, beside, ...found } = engine.score({ ...published, groups }, { ...prepared, values }, shares);
        const fixed = answer ? [answer] : [];
        const options = { values: found.prepared.values, beside, vary, rows: [0, 1, 2, 3, 4], fixed };
        const { kept: every, ...rest } = draws.intervals(program, doubts, drawn, options, own);
        return [rest, [...every]];
      } catch (error) {
        return String(error); // a mean that has no meaning for what was drawn
      }
    });
    return JSON.stringify(again) === JSON.stringify(anew);
  });
};
console.log(JSON.stringify(data.map(run)));
"""


def test_what_is_kept_from_the_last_draws_changes_none() -> None:
    items = []
    for seed in range(1, 30, 2):
        random = np.random.default_rng(seed)
        try:
            own = random_scores(seed)
            item = data_of(own, SOURCES, 25) | {"room": [1e6, 500][seed % 4 > 1]}
        except ss.ScoringError:
            continue  # a stretched group in which no country differs
        if "reason" in item["doubts"] or any(one["rescale"] for one in item["program"]["groups"]):
            continue
        groups = [one for one in item["program"]["groups"] if len(one["children"]) > 1] or item["program"]["groups"]
        steps: list[dict[str, Any]] = [{}]
        for _ in range(5):
            group = groups[random.integers(len(groups))]
            shares = {str(group["node"]): random.dirichlet(np.ones(len(group["children"]))).tolist()}
            answer = [int(random.integers(5)), int(random.integers(len(item["values"]))), 50.0]
            steps += [[{"shares": shares}, {"top": "harmonic"}, {"answer": answer}][random.integers(3)], {}]
        vary = item.pop("vary")
        steps = [{"vary": vary | ({"ratings": False} if at % 4 == 3 else {})} | step for at, step in enumerate(steps)]
        items.append(item | {"steps": steps})
    assert len(items) > 8
    assert in_node(AGAIN, items) == [[True] * 11] * len(items)


def test_where_there_is_nothing_to_draw_it_is_said(scores: Scores) -> None:
    alone = draws_data(ss.score(scores.rubric, scores.countries.pick("RUS")))
    assert alone == {"reason": "fewer than two countries have a score, so there is no rank to be uncertain about"}


def test_random_numbers_have_the_distributions_that_they_are_named_after() -> None:
    shapes = [0.3, 1.2, 12.5]
    found = in_node(
        """
        const source = new random.Generator(7);
        const many = (one) => Array.from({ length: 20000 }, (_, draw) => (source.start(1, 4, draw), one()));
        const uniform = many(() => source.uniform());
        const normal = many(() => source.normal());
        console.log(JSON.stringify([uniform, normal, ...data.map((shape) => many(() => source.gamma(shape)))]));
        """,
        shapes,
    )
    known = [uniform.cdf, norm.cdf, *(gamma(shape).cdf for shape in shapes)]
    for values, cdf in zip(found, known, strict=True):
        is_drawn_from(np.array(values), cdf)
