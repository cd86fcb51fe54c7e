"""Sensitivity where the answer is known: indices by counting every case, shifts and swaps by hand."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import yaml

import strategyscore as ss

from .build_files import group, levels, quantity, score_levels, score_table
from .known import ERRORS, EVENLY, SCALES, on, text

POSTS = "{method: goalposts, low: 0, high: 1}"
Factor = dict[object, float]  # what a source may be, and how likely


def exact(model: Callable[..., float], factors: Sequence[Factor]) -> list[tuple[float, float]]:
    """First-order and total indices of each factor, over all cases."""
    cases = list(itertools.product(*factors))
    odds = np.array([np.prod([one[what] for one, what in zip(factors, case, strict=True)]) for case in cases])
    values = np.array([model(*case) for case in cases])
    mean = odds @ values
    whole = odds @ (values - mean) ** 2

    def explained(places: Sequence[int]) -> float:
        """The variance of the mean given some factors."""
        total = 0.0
        for fixed in itertools.product(*(factors[place] for place in places)):
            chosen = np.array([all(case[p] == f for p, f in zip(places, fixed, strict=True)) for case in cases])
            total += (odds * chosen).sum() * (((odds * values)[chosen].sum() / odds[chosen].sum()) - mean) ** 2
        return total

    every = range(len(factors))
    return [
        (explained([one]) / whole, 1 - explained([other for other in every if other != one]) / whole) for one in every
    ]


def are_the_indices(
    table: pd.DataFrame, output: str, country: str, known: dict[str, tuple[float, float]], within: float = 0.02
) -> None:
    """Each index is the known one within four standard errors, as its own interval gives them, and that is not far."""
    mine = table[(table["output"] == output) & (table["country"] == country)].set_index("source")
    assert set(mine.index) == set(known)
    for source, pair in known.items():
        for name, value in zip(("first", "total"), pair, strict=True):
            row = mine.loc[source]
            error = (row[f"{name}_upper"] - row[f"{name}_lower"]) / (2 * 1.96)
            assert abs(row[name] - value) <= ERRORS * error + 1e-9, (source, name, row[name], value)
            assert error < within, (source, name, error)


@pytest.mark.parametrize("scale", SCALES, ids=text)
def test_variances_that_add_up_are_split_in_their_proportion(tmp_path: Path, scale: tuple[float, float]) -> None:
    answers = {"KEN": {"x": "level: 2, confidence: low", "y": None}, "UGA": {"x": 2, "y": 2}}
    scores = score_levels([levels("x", weight=3), levels("y")], answers, tmp_path, scale=text(scale))
    found = ss.sensitivity(scores, draws=8192, vary={"ratings": {}, "missing": EVENLY})
    # levels, squared: one off in 0.4 of the draws; one of 0 to 4; weights 3 and 1
    one_off, any_level = 9 * 0.4, 1 * 2.0
    shares = {"ratings": one_off / (one_off + any_level), "missing": any_level / (one_off + any_level)}
    are_the_indices(found.indices, "score", "KEN", {source: (share, share) for source, share in shares.items()})
    still = found.indices.set_index(["output", "country"]).loc[("score", "UGA")]
    assert still["first"].isna().all()
    assert still["total"].isna().all()


def test_a_normal_and_a_uniform_source_are_split_by_their_variances(tmp_path: Path) -> None:
    scores = score_table([quantity("x", POSTS), quantity("y", POSTS)], {"A": [0.5, None], "B": [0.5, 0.5]}, tmp_path)
    vary = {"ratings": {"standard_errors": {"x": 0.1}}, "missing": EVENLY}
    normal, even = 0.1**2, 1 / 12
    shares = {"ratings": normal / (normal + even), "missing": even / (normal + even)}
    known = {source: (share, share) for source, share in shares.items()}
    are_the_indices(ss.sensitivity(scores, draws=8192, vary=vary).indices, "score", "A", known)


@pytest.mark.parametrize("aggregate", ["geometric", "minimum", "{method: power, p: -1}"])
def test_where_sources_act_together_the_total_exceeds_the_first(tmp_path: Path, aggregate: str) -> None:
    answers = {"KEN": {"x": "level: 1, confidence: low", "y": None}, "UGA": {"x": 2, "y": 2}}
    criteria = [levels("x", range(3)), levels("y", range(3))]
    scores = score_levels(criteria, answers, tmp_path, scale="[1, 7]", aggregate=aggregate)

    def model(x: float, y: float) -> float:
        return {"geometric": (x * y) ** 0.5, "minimum": min(x, y)}.get(aggregate, 2 / (1 / x + 1 / y))

    known = exact(model, [{1: 0.2, 4: 0.6, 7: 0.2}, {1: 1 / 3, 4: 1 / 3, 7: 1 / 3}])
    assert all(first < total for first, total in known)
    found = ss.sensitivity(scores, draws=16_384, vary={"ratings": {}, "missing": EVENLY})
    are_the_indices(found.indices, "score", "KEN", dict(zip(["ratings", "missing"], known, strict=True)))


def test_indices_of_five_sources_at_once_are_those_of_counting_every_case(tmp_path: Path) -> None:
    answers = {"KEN": {"x": "level: 1, confidence: low", "y": None}, "UGA": {"x": 1, "y": 1}}
    scores = score_levels([levels("x", range(3)), levels("y", range(3), weight=2)], answers, tmp_path, scale="[1, 7]")
    vary = {
        "weights": {"method": "experts", "experts": {"anna": {"x": 1, "y": 2}, "ben": {"x": 4, "y": 1}}},
        "ratings": {},
        "missing": EVENLY,
        "methods": {"aggregate": ["arithmetic", "minimum"]},
        "structure": {},
    }
    factors: list[Factor] = [
        {(1, 2): 0.5, (4, 1): 0.5},
        {1: 0.2, 4: 0.6, 7: 0.2},
        {1: 1 / 3, 4: 1 / 3, 7: 1 / 3},
        {"arithmetic": 0.5, "minimum": 0.5},
        {"": 1 / 3, "x": 1 / 3, "y": 1 / 3},
    ]

    def model(weights: tuple[int, int], x: float, y: float, how: str, out: str) -> float:
        if out:
            return {"x": y, "y": x}[out]
        return min(x, y) if how == "minimum" else (weights[0] * x + weights[1] * y) / sum(weights)

    found = ss.sensitivity(scores, draws=16_384, vary=vary)
    known = dict(zip(vary, exact(model, factors), strict=True))
    are_the_indices(found.indices, "score", "KEN", known, within=0.03)


def test_indices_of_ranks_are_those_of_counting_every_case(tmp_path: Path) -> None:
    answers: dict[str, dict[str, str | int | None]] = {
        "KEN": {"x": "level: 1, confidence: low", "y": None},
        "UGA": {"x": 1, "y": 0},
        "TZA": {"x": 2, "y": 1},
    }
    criteria = [levels("x", range(3)), levels("y", range(3), weight=0.7)]
    found = ss.sensitivity(
        score_levels(criteria, answers, tmp_path), draws=16_384, vary={"ratings": {}, "missing": EVENLY}
    )
    factors: list[Factor] = [{0: 0.2, 1: 0.6, 2: 0.2}, dict.fromkeys(range(3), 1 / 3)]

    def ranks(x: int, y: int) -> list[int]:
        sums = [x + 0.7 * y, 1 + 0.7 * 0, 2 + 0.7 * 1]  # two times the score; none are equal but as they should be
        return [1 + sum(other > one + 1e-9 for other in sums) for one in sums]

    # as they stand KEN is at level 1 of x alone and ranks second, ahead of UGA
    nominal = [2, 3, 1]
    assert found.nominal.table["rank"].to_dict() == dict(zip(answers, nominal, strict=True))

    def shift(x: int, y: int) -> float:
        return float(np.mean([abs(one - two) for one, two in zip(ranks(x, y), nominal, strict=True)]))

    sources = ["ratings", "missing"]
    for place, code in enumerate(answers):
        known = exact(lambda x, y, place=place: ranks(x, y)[place], factors)
        are_the_indices(found.indices, "rank", code, dict(zip(sources, known, strict=True)), within=0.03)
    are_the_indices(
        found.indices, "rank_shift", "", dict(zip(sources, exact(shift, factors), strict=True)), within=0.03
    )


@pytest.mark.long
def test_nineteen_of_twenty_intervals_hold_the_known_index(tmp_path: Path) -> None:
    rows = {f"C{number:03}": [0.5, None] for number in range(1000)}  # a thousand analyses of the same case
    scores = score_table([quantity("x", POSTS), quantity("y", POSTS)], rows, tmp_path)
    vary = {"ratings": {"standard_errors": {"x": 0.1}}, "missing": EVENLY}
    table = ss.sensitivity(scores, draws=500, vary=vary).indices.query("output == 'score'")
    share = 0.01 / (0.01 + 1 / 12)
    held = []
    for source, known in (("ratings", share), ("missing", 1 - share)):
        mine = table[table["source"] == source]
        held += [
            ((mine[f"{name}_lower"] <= known) & (known <= mine[f"{name}_upper"])).mean() for name in ("first", "total")
        ]
    # a bootstrap of few draws holds a little too seldom; a 90 % interval would hold in 0.90
    assert abs(np.mean(held) - 0.95) <= 0.02, held


# leaving a criterion out

THREE = {"A": [6.0, 1.0, 4.0], "B": [3.0, 3.0, 1.0], "C": [1.0, 6.0, 3.1]}
# four times the scores, weights 2, 1, 1: 17, 10, 11.1; without x 5, 4, 9.1; without y 16, 7, 5.1; without z 13, 9, 8
SHIFTS = {"A": [1, 0, 0, 1 / 3], "B": [0, -1, -1, 2 / 3], "C": [-1, 1, 1, 1]}


def three(folder: Path, aggregate: str = "arithmetic") -> ss.Scores:
    criteria = [quantity("x", weight=2), quantity("y"), quantity("z")]
    return score_table(criteria, THREE, folder, scale="[1, 7]", aggregate=aggregate)


VARIED = [
    "weights",
    {"weights": {}, "missing": EVENLY},
    ["weights", "structure"],
    {"weights": {"method": "experts", "experts": {"anna": {"x": 1, "y": 9, "z": 1}}}},
]
OTHER_METHODS = [
    {"methods": {"aggregate": ["maximum", "arithmetic"]}, "weights": {}},
    {"methods": {"normalise": [{"method": "percentile", "range": [1, 7]}, "none"]}, "weights": {}},
]


@pytest.mark.parametrize("vary", [*VARIED, *OTHER_METHODS], ids=str)
def test_leaving_a_criterion_out_shifts_ranks_as_by_hand_whatever_varies(tmp_path: Path, vary: object) -> None:
    found = ss.sensitivity(three(tmp_path), draws=8, vary=vary).leave_one_out  # type: ignore[arg-type]
    assert list(found.columns) == ["x", "y", "z", "mean"]
    for code, row in SHIFTS.items():
        assert found.loc[code].tolist() == pytest.approx(row)


def test_a_group_s_only_criterion_cannot_be_left_out(tmp_path: Path) -> None:
    criteria = [group("g", [quantity("x")], weight=3), quantity("y")]
    rows = {"A": [6.0, 1.0], "B": [1.0, 6.0]}
    found = ss.sensitivity(score_table(criteria, rows, tmp_path, scale="[1, 7]"), draws=8, vary="weights").leave_one_out
    assert found.loc["A"].tolist() == [0, 0, 0]
    alone = ss.sensitivity(three(tmp_path), draws=8, vary="weights").leave_one_out
    assert alone.loc["A", "x"] == 1


# the change of a weight at which two countries are equal


@pytest.mark.parametrize("vary", ["weights", ["weights", "structure"], OTHER_METHODS[0]], ids=str)
@pytest.mark.parametrize("scale", SCALES, ids=text)
def test_two_groups_of_a_linear_index_swap_at_the_share_known_by_hand(
    tmp_path: Path, scale: tuple[float, float], vary: object
) -> None:
    inner = [quantity("x"), quantity("y", weight=3)]
    criteria = [group("g", inner, weight=2), group("h", [quantity("z")], weight=3)]
    shares = {"A": [0.9, 0.7, 0.2], "B": [0.6, 0.5, 0.5]}  # g: A 0.75, B 0.525; h: A 0.2, B 0.5
    rows = {code: [float(on(scale, share)) for share in row] for code, row in shares.items()}
    found = ss.sensitivity(score_table(criteria, rows, tmp_path, scale=text(scale)), draws=8, vary=vary)  # type: ignore[arg-type]
    table = found.swap("A", "B")
    # g of share s leads by 0.225 s and h by 0.3 (1 - s): equal at 0.3 / 0.525
    needed = 0.3 / 0.525
    assert set(table.index) == {"g", "h"}  # however x and y are weighed, A leads g by 0.3 at most, and 0.12 < 0.18
    assert table.loc["g"].tolist() == pytest.approx([0.4, needed, needed - 0.4])
    assert table.loc["h"].tolist() == pytest.approx([0.6, 1 - needed, 0.4 - needed])
    pd.testing.assert_frame_equal(table.sort_index(), found.swap("B", "A").sort_index())


def test_a_criterion_inside_a_group_swaps_at_the_share_known_by_hand(tmp_path: Path) -> None:
    criteria = [group("g", [quantity("x"), quantity("y")]), quantity("z")]
    rows = {"A": [6.0, 2.0, 3.0], "B": [2.0, 5.0, 3.1]}
    table = ss.sensitivity(score_table(criteria, rows, tmp_path, scale="[1, 7]"), draws=8, vary="weights").swap(
        "A", "B"
    )
    # in g A leads by 4 s - 3 (1 - s), and must lead by the 0.1 of z: at 3.1 / 7; of g and z, at 0.5 w = 0.1 (1 - w)
    assert table["needed"].to_dict() == pytest.approx({"g.x": 3.1 / 7, "g.y": 3.9 / 7, "g": 1 / 6, "z": 5 / 6})
    assert table["given"].to_dict() == pytest.approx(dict.fromkeys(["g.x", "g.y", "g", "z"], 0.5))
    assert list(table.index)[:2] in (["g.x", "g.y"], ["g.y", "g.x"])


def test_a_geometric_index_swaps_where_the_logarithms_do(tmp_path: Path) -> None:
    rows = {"A": [8.0, 2.0], "B": [4.0, 5.0]}
    scores = score_table(
        [quantity("x", weight=3), quantity("y")], rows, tmp_path, scale="[0, 10]", aggregate="geometric"
    )
    table = ss.sensitivity(scores, draws=8, vary="weights").swap("A", "B")
    needed = np.log(2.5) / np.log(5)  # s log 2 = (1 - s) log 2.5
    assert table.loc["x"].tolist() == pytest.approx([0.75, needed, needed - 0.75])
    assert table.loc["y"].tolist() == pytest.approx([0.25, 1 - needed, 0.75 - needed])


def test_one_that_is_better_in_everything_is_not_overtaken_by_any_weight(tmp_path: Path) -> None:
    rows = {"A": [5.0, 6.0], "B": [4.0, 2.0]}
    scores = score_table([quantity("x"), quantity("y")], rows, tmp_path, scale="[0, 10]")
    assert ss.sensitivity(scores, draws=8, vary="weights").swap("A", "B").empty


# single methods

NESTED = {
    "rubric": "mine",
    "scale": [1, 7],
    "criteria": [
        {
            "id": name,
            "criteria": [
                {"id": f"{name}{number}", "unit": "1", "normalise": {"method": "goalposts", "low": 0, "high": 10}}
                for number in (1, 2)
            ],
        }
        for name in ("g", "h")
    ],
}
FIGURES = pd.DataFrame(
    [("KEN", 1.0, 9.0, 4.0, 6.0), ("UGA", 5.0, 5.0, 1.0, 8.0), ("TZA", 3.0, 3.0, 9.0, 2.0)],
    columns=["iso3", "g1", "g2", "h1", "h2"],
)
BY_NODE = {
    "methods": {
        "aggregate": ["arithmetic", "minimum"],
        "nodes": {
            "mine": {"aggregate": ["arithmetic", "geometric"]},
            "h": {"normalise": ["minmax", "percentile", {"method": "goalposts", "low": 0, "high": 10}]},
            "h.h2": {"normalise": ["minmax", "rank"]},
        },
    },
}


def nested() -> ss.Scores:
    rubric = ss.load_rubric(NESTED)
    return ss.score(rubric, ss.read_table(FIGURES, rubric))


def by_hand(groups: str, root: str, h: object, h2: object) -> ss.Scores:
    """The same written into the rubric: the nearest list holds."""
    content = yaml.safe_load(yaml.safe_dump(NESTED))
    content["aggregate"] = root
    for part in content["criteria"]:
        part["aggregate"] = groups
    content["criteria"][1]["criteria"][0]["normalise"] = h
    content["criteria"][1]["criteria"][1]["normalise"] = h2
    rubric = ss.load_rubric(content)
    return ss.score(rubric, ss.read_table(FIGURES, rubric))


def test_methods_vary_by_node_as_if_they_stood_in_the_rubric() -> None:
    drawn = ss.uncertainty(nested(), draws=400, vary=BY_NODE)
    names = ["aggregate", "mine.aggregate", "h.normalise", "h.h2.normalise"]
    assert list(drawn.settings) == names
    assert len(drawn.settings.drop_duplicates()) == 2 * 2 * 3 * 2
    ways = {"goalposts": {"method": "goalposts", "low": 0, "high": 10}}
    for number in drawn.settings.drop_duplicates().index:
        chosen = [str(drawn.settings.loc[number, name]).split()[0] for name in names]
        alone = by_hand(chosen[0], chosen[1], *(ways.get(name, name) for name in chosen[2:]))
        np.testing.assert_allclose(drawn.kept[number], alone.nodes.values[:, 0], rtol=1e-12)


@pytest.mark.long
def test_each_single_method_has_the_indices_of_counting_every_case() -> None:
    scores = nested()
    found = ss.sensitivity(scores, draws=16_384, vary=BY_NODE)
    ways = {"goalposts": {"method": "goalposts", "low": 0, "high": 10}}
    sets: list[Factor] = [
        dict.fromkeys(names, 1 / len(names))
        for names in (
            ("arithmetic", "minimum"),
            ("arithmetic", "geometric"),
            ("minmax", "percentile", "goalposts"),
            ("minmax", "rank"),
        )
    ]
    cases = {
        case: by_hand(case[0], case[1], *(ways.get(name, name) for name in case[2:])).nodes.values[:, 0]
        for case in itertools.product(*sets)
    }
    single = [f"methods.{name}" for name in found.plan.choices]
    assert found.sources == ("methods", *single)
    for row, code in enumerate(found.plan.codes):
        known = dict(zip(single, exact(lambda *case, row=row: cases[case][row], sets), strict=True))
        known["methods"] = (1.0, 1.0)
        are_the_indices(found.indices, "score", code, known, within=0.03)
    assert "methods: the normalisation of h.h2" in ss.charts.drivers(found).alt_text


@pytest.mark.parametrize(
    ("nodes", "says"),
    [
        ({"sovereignyt": {"aggregate": ["minimum"]}}, "'sovereignyt' is no node of mine"),
        ({"h.h1": {"aggregate": ["minimum"]}}, "h.h1 is a criterion, which aggregates nothing; name a group"),
        ({"h": {}}, "methods.nodes.h: nothing varies here"),
        (
            {"h": {"agregate": ["minimum"]}},
            r"methods.nodes.h.agregate: unknown key 'agregate'; did you mean 'aggregate'\?",
        ),
        ({"h": {"aggregate": ["minimun"]}}, "methods.nodes.h.aggregate.0"),
        (
            {"h": {"aggregate": ["minimum"] * 50, "normalise": ["minmax"] * 50}},
            "make 2,500 combinations, and at most 2,000",
        ),
    ],
)
def test_what_cannot_vary_at_a_node_says_so(nodes: object, says: str) -> None:
    with pytest.raises((ValueError, KeyError), match=says):
        ss.uncertainty(nested(), draws=8, vary={"methods": {"nodes": nodes}})  # type: ignore[dict-item]


def test_a_broken_file_of_methods_by_node_is_told_where_it_stands(tmp_path: Path) -> None:
    path = tmp_path / "vary.yaml"
    path.write_text(
        "methods:\n  nodes:\n    h: {agregate: [minimum]}\n    g:\n      aggregate: [minimun]\n    h.h1: {}\n",
        encoding="utf-8",
    )
    with pytest.raises(ss.DocumentError) as caught:
        ss.uncertainty(nested(), draws=8, vary=path)
    told = [(problem.line, problem.column, problem.message) for problem in caught.value.problems]
    assert [(line, column) for line, column, _ in sorted(told)] == [(3, 9), (5, 19), (6, 11)]
    assert "unknown key 'agregate'; did you mean 'aggregate'?" in str(caught.value)
    assert "did you mean 'minimum'?" in str(caught.value)
