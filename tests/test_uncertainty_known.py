"""Uncertainty where the answer is known by hand: every source, every setting, on several scales."""

from __future__ import annotations

import itertools
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.stats import beta, norm, uniform

import strategyscore as ss

from .build_files import group, levels, quantity, rubric_of, score_levels, score_table
from .build_files import table as table_of
from .known import EVENLY, SCALES, drawn_scores, has_mean, has_moments, is_drawn_from, is_share, on, takes, text

N = 20_000
Scale = tuple[float, float]
on_every_scale = pytest.mark.parametrize("scale", SCALES, ids=text)


def draw(scores: ss.Scores, vary: object, draws: int = N, seed: int = 0) -> ss.Uncertainty:
    return ss.uncertainty(scores, draws=draws, seed=seed, vary=vary)  # type: ignore[arg-type]


def unit_countries(names: list[str], scale: Scale = (0.0, 1.0)) -> dict[str, list[float]]:
    """A country for each criterion, best in it and worst in all others: on 0 to 1 its score is the weight."""
    return {f"U-{name}": [scale[name == other] for other in names] for name in names}


# ratings


def test_a_standard_error_needs_a_linear_normalisation() -> None:
    frame = {"code": ["X", "Y", "Z"], "a": [1.0, 4.0, 2.0]}
    rubric = ss.load_rubric({"rubric": "x", "criteria": [{"id": "a", "unit": "1", "normalise": "rank"}]})
    scores = ss.score(rubric, ss.read_table(pd.DataFrame(frame), rubric, country="code"))
    with pytest.raises(ss.ScoringError, match="a: a standard error needs goalposts or minmax without a transform"):
        ss.uncertainty(scores, vary={"ratings": {"standard_errors": {"a": 1.0}}})


@on_every_scale
@pytest.mark.parametrize(("confidence", "right"), [("high", 0.95), ("medium", 0.8), ("low", 0.6)])
@pytest.mark.parametrize("level", [0, 2, 4])
def test_a_stated_level_is_right_as_its_confidence_says_and_else_one_off_to_either_side(
    tmp_path: Path, scale: Scale, confidence: str, right: float, level: int
) -> None:
    doubted = {"x": f"level: {level}, confidence: {confidence}"}
    scores = score_levels([levels("x")], {"KEN": doubted, "UGA": {"x": 2}}, tmp_path, scale=text(scale))
    drawn = draw(scores, "ratings")
    near = {0: [1], 2: [1, 3], 4: [3]}[level]
    chances = {level: right, **dict.fromkeys(near, (1 - right) / len(near))}
    takes(drawn_scores(drawn, "KEN"), {float(on(scale, step / 4)): share for step, share in chances.items()})
    takes(drawn_scores(drawn, "UGA"), {float(on(scale, 0.5)): 1.0})  # two coders agree
    above, tied = (sum(share for step, share in chances.items() if test(step)) for test in (above_2, is_2))
    is_share(drawn.acceptability.loc["KEN", 1], above + tied, N)
    is_share(drawn.acceptability.loc["UGA", 2], above, N)
    assert drawn.dominance.loc["KEN", "UGA"] == pytest.approx(
        drawn.acceptability.loc["KEN", 1]
        - drawn.acceptability.loc["UGA", 1] / 2
        + drawn.acceptability.loc["KEN", 2] / 2
    )


def above_2(step: int) -> bool:
    return step > 2


def is_2(step: int) -> bool:
    return step == 2


def test_a_rubric_says_how_often_each_confidence_is_right(tmp_path: Path) -> None:
    answers = {"KEN": {"x": "level: 1, confidence: low"}, "UGA": {"x": "level: 1, confidence: high"}}
    settings = {"scale": "[1, 7]", "confidence": "{low: 0.3, medium: 0.5, high: 1.0}"}
    drawn = draw(score_levels([levels("x", range(3))], answers, tmp_path, **settings), "ratings")
    takes(drawn_scores(drawn, "KEN"), {1.0: 0.35, 4.0: 0.3, 7.0: 0.35})
    takes(drawn_scores(drawn, "UGA"), {4.0: 1.0})


def test_neighbours_are_the_next_levels_of_the_scale_however_far_apart(tmp_path: Path) -> None:
    answers = {"KEN": {"x": "level: 2, confidence: low"}, "UGA": {"x": "level: 10, confidence: low"}}
    drawn = draw(score_levels([levels("x", [0, 2, 10])], answers, tmp_path, scale="[0, 1]"), "ratings")
    takes(drawn_scores(drawn, "KEN"), {0.0: 0.2, 0.2: 0.6, 1.0: 0.2})
    takes(drawn_scores(drawn, "UGA"), {0.2: 0.4, 1.0: 0.6})


def test_coders_who_differ_are_each_as_likely_whatever_their_confidence(tmp_path: Path) -> None:
    coders = "coders: {one: 0, two: 3, three: 3}, level: 3, confidence: high"
    drawn = draw(score_levels([levels("x")], {"KEN": {"x": coders}, "UGA": {"x": 1}}, tmp_path), "ratings")
    takes(drawn_scores(drawn, "KEN"), {0.0: 1 / 3, 75.0: 2 / 3})


def test_a_level_that_is_at_least_so_high_is_only_drawn_upwards(tmp_path: Path) -> None:
    answers = {
        "KEN": {"x": "level: 2, at_least: true, confidence: low"},
        "UGA": {"x": "level: 4, at_least: true, confidence: low"},
        "TZA": {"x": "level: 2, at_least: true, coders: {one: 0, two: 1, three: 2, four: 3}"},
    }
    drawn = draw(score_levels([levels("x")], answers, tmp_path, scale="[1, 7]"), "ratings")
    takes(drawn_scores(drawn, "KEN"), {4.0: 0.6, 5.5: 0.4})
    takes(drawn_scores(drawn, "UGA"), {7.0: 1.0})
    takes(drawn_scores(drawn, "TZA"), {4.0: 0.75, 5.5: 0.25})  # what coders found lower is no lower than that


def test_doubted_answers_are_drawn_independently_of_each_other(tmp_path: Path) -> None:
    answers = {
        "KEN": {"x": "level: 0, confidence: low", "y": "level: 0, confidence: low"},
        "UGA": {"x": "level: 0, confidence: low", "y": 0},
    }
    drawn = draw(score_levels([levels("x", range(2)), levels("y", range(2))], answers, tmp_path), "ratings")
    takes(drawn_scores(drawn, "KEN"), {0.0: 0.36, 50.0: 0.48, 100.0: 0.16})
    both = (drawn_scores(drawn, "KEN") == 100) & (drawn_scores(drawn, "UGA") == 50)
    is_share(both.mean(), 0.4**3, N)


# standard errors of quantities


@on_every_scale
@pytest.mark.parametrize("direction", ["higher", "lower"])
def test_a_quantity_is_drawn_from_a_normal_distribution_about_itself(
    tmp_path: Path, scale: Scale, direction: str
) -> None:
    posts = quantity("x", "{method: goalposts, low: 100, high: 300}", rest=f"direction: {direction}")
    scores = score_table([posts], {"A": [180.0], "B": [250.0]}, tmp_path, scale=text(scale))
    drawn = draw(scores, {"ratings": {"standard_errors": {"x": 10.0}}})
    span = scale[1] - scale[0]
    share = 0.4 if direction == "higher" else 0.6
    values = drawn_scores(drawn, "A")
    has_moments(values, float(on(scale, share)), 0.05 * span, 0.0)
    is_drawn_from(values, norm(on(scale, share), 0.05 * span).cdf)


def test_a_standard_error_shrinks_with_the_range_of_the_normalisation(tmp_path: Path) -> None:
    scale = (-10.0, 10.0)
    posts = quantity("x", "{method: goalposts, low: 100, high: 300, range: [-4, 4]}")
    minmax = quantity("y", "{method: minmax, range: [0, 5]}")
    rows = {"A": [200.0, 50.0], "B": [200.0, 20.0], "C": [200.0, 100.0]}
    scores = score_table([posts, minmax], rows, tmp_path, scale=text(scale))
    drawn = draw(scores, {"ratings": {"standard_errors": {"x": 10.0}}})
    # 10 of 200 is a twentieth of the 8 points from -4 to 4, and x has half of the weight
    has_moments(drawn_scores(drawn, "A"), (0 + 5 * 3 / 8) / 2, 0.4 / 2, 0.0)
    drawn = draw(scores, {"ratings": {"standard_errors": {"y": 4.0}}})
    # 4 of the 80 between the smallest and the largest is a twentieth of 5 points
    has_moments(drawn_scores(drawn, "A"), (0 + 5 * 3 / 8) / 2, 0.25 / 2, 0.0)


@on_every_scale
def test_a_drawn_quantity_stays_on_the_scale(tmp_path: Path, scale: Scale) -> None:
    posts = quantity("x", "{method: goalposts, low: 0, high: 10}")
    scores = score_table([posts], {"A": [9.5], "B": [1.0]}, tmp_path, scale=text(scale))
    drawn = draw(scores, {"ratings": {"standard_errors": {"x": 1.0}}})
    top, bottom = drawn_scores(drawn, "A"), drawn_scores(drawn, "B")
    assert top.max() == scale[1]
    assert bottom.min() == scale[0]
    is_share((top == scale[1]).mean(), norm.sf(0.5), N)
    is_share((bottom == scale[0]).mean(), norm.cdf(-1.0), N)


# missing answers


@on_every_scale
def test_a_missing_level_is_any_level_as_likely(tmp_path: Path, scale: Scale) -> None:
    answers = {"KEN": {"x": None}, "UGA": {"x": 2}, "TZA": {"x": 1}}
    drawn = draw(score_levels([levels("x")], answers, tmp_path, scale=text(scale)), {"missing": EVENLY})
    takes(drawn_scores(drawn, "KEN"), {float(on(scale, level / 4)): 0.2 for level in range(5)})
    is_share(drawn.acceptability.loc["KEN", 1], 0.6, N)
    is_share(drawn.acceptability.loc["UGA", 1], 0.6, N)  # ties share the better rank
    is_share(drawn.acceptability.loc["KEN", 3], 0.2, N)
    is_share(drawn.acceptability.loc["TZA", 2], 0.2 + 0.2, N)
    # above at levels 3 and 4, and half of the ties at level 2
    above = (drawn_scores(drawn, "KEN") > on(scale, 0.5)).mean() + (
        drawn_scores(drawn, "KEN") == on(scale, 0.5)
    ).mean() / 2
    assert drawn.dominance.loc["KEN", "UGA"] == pytest.approx(above)
    assert abs(drawn.dominance.loc["KEN", "UGA"] - 0.5) <= 4 * np.sqrt(0.2 / N)
    assert abs(drawn.dominance.loc["KEN", "TZA"] - 0.7) <= 4 * np.sqrt(0.16 / N)


@on_every_scale
def test_a_missing_quantity_is_any_place_on_the_scale_as_likely(tmp_path: Path, scale: Scale) -> None:
    posts = quantity("x", "{method: goalposts, low: 0, high: 10}")
    scores = score_table([posts], {"A": [None], "B": [2.5]}, tmp_path, scale=text(scale))
    drawn = draw(scores, {"missing": EVENLY})
    low, high = scale
    values = drawn_scores(drawn, "A")
    has_moments(values, (low + high) / 2, (high - low) / np.sqrt(12), -1.2)
    is_drawn_from(values, uniform(low, high - low).cdf)
    is_share(drawn.dominance.loc["A", "B"], 0.75, N)


def test_a_missing_quantity_keeps_to_the_range_of_its_normalisation(tmp_path: Path) -> None:
    criteria = [
        quantity("x", "{method: goalposts, low: 0, high: 10, range: [2, 4]}"),
        quantity("y", "{method: minmax, range: [3, 7]}"),
        quantity("z", "rank"),
    ]
    rows = {"A": [None, 1.0, 1.0], "B": [5.0, None, 2.0], "C": [5.0, 5.0, None], "D": [5.0, 2.0, 3.0]}
    drawn = draw(score_table(criteria, rows, tmp_path, scale="[1, 7]"), {"missing": EVENLY})
    is_drawn_from(3 * drawn_scores(drawn, "A") - 3 - 1, uniform(2, 2).cdf)
    is_drawn_from(3 * drawn_scores(drawn, "B") - 3 - 2, uniform(3, 4).cdf)
    is_drawn_from(3 * drawn_scores(drawn, "C") - 3 - 7, uniform(1, 2).cdf)  # ranks of three countries, from 1 to 3


def test_the_missing_items_of_a_checklist_are_drawn_between_all_no_and_all_yes(tmp_path: Path) -> None:
    checklist = "id: x, checklist: {a: A?, b: B?, c: C?, d: D?}"
    answers = {
        "KEN": {"x": "answers: {a: yes, b: partly}"},
        "UGA": {"x": None},
        "TZA": {"x": "answers: {a: yes, b: yes, c: no, d: no}"},
    }
    drawn = draw(score_levels([checklist], answers, tmp_path, scale="[1, 7]"), {"missing": EVENLY})
    # one and a half of four are there, two are open
    is_drawn_from(drawn_scores(drawn, "KEN"), uniform(1 + 6 * 1.5 / 4, 6 * 2 / 4).cdf)
    is_drawn_from(drawn_scores(drawn, "UGA"), uniform(1, 6).cdf)
    takes(drawn_scores(drawn, "TZA"), {4.0: 1.0})


def test_missing_answers_are_left_out_where_they_do_not_vary(tmp_path: Path) -> None:
    answers = {"KEN": {"x": "level: 1, confidence: low", "y": None}, "UGA": {"x": 0, "y": 0}}
    drawn = draw(score_levels([levels("x", range(3)), levels("y")], answers, tmp_path), "ratings")
    takes(drawn_scores(drawn, "KEN"), {0.0: 0.2, 50.0: 0.6, 100.0: 0.2})
    assert drawn.kept.shape == (N, 2)


# weights


def weighted(names: list[str], given: list[float], folder: Path, **settings: str) -> ss.Scores:
    criteria = [quantity(name, weight=weight) for name, weight in zip(names, given, strict=True)]
    return score_table(criteria, unit_countries(names), folder, scale="[0, 1]", **settings)


@pytest.mark.parametrize("concentration", [3.0, 50.0])
def test_dirichlet_weights_have_the_given_shares_as_means_and_the_known_spread(
    tmp_path: Path, concentration: float
) -> None:
    names, shares = ["x", "y", "z"], [0.1, 0.3, 0.6]
    drawn = draw(weighted(names, [1, 3, 6], tmp_path), {"weights": {"concentration": concentration}})
    found = {name: drawn_scores(drawn, f"U-{name}") for name in names}
    for name, share in zip(names, shares, strict=True):
        law = beta(concentration * share, concentration * (1 - share))
        sd = np.sqrt(share * (1 - share) / (concentration + 1))
        has_moments(found[name], share, sd, float(law.stats("k")))
        is_drawn_from(found[name], law.cdf)
        assert drawn.weights_of(7)[name] == pytest.approx(found[name][7])
    np.testing.assert_allclose(sum(found.values()), 1)
    covariance = -shares[0] * shares[1] / (concentration + 1)
    products = (found["x"] - 0.1) * (found["y"] - 0.3)
    has_mean(products, covariance, products.std())


@pytest.mark.parametrize("weights", ["entropy", "critic"])
def test_weights_from_the_data_vary_about_what_the_data_gives(tmp_path: Path, weights: str) -> None:
    names = ["x", "y", "z"]  # on each, one country is best and two are worst, so all have the same weight
    scores = weighted(names, [7, 1, 0], tmp_path, weights=weights)
    for vary, law in (({"concentration": 9}, beta(3, 6)), ({"method": "simplex"}, beta(1, 2))):
        drawn = draw(scores, {"weights": vary})
        for name in names:
            is_drawn_from(drawn_scores(drawn, f"U-{name}"), law.cdf)
        np.testing.assert_allclose(drawn.kept.sum(axis=1), 1)
        assert drawn.weights_of(7)["y"] == pytest.approx(drawn_scores(drawn, "U-y")[7])
    experts = {"anna": {"x": 2.0}, "ben": {}}
    drawn = draw(scores, {"weights": {"method": "experts", "experts": experts}})
    for row in ((1 / 2, 1 / 4, 1 / 4), (1 / 3, 1 / 3, 1 / 3)):  # what the data gives counts 1 for each on average
        is_share(np.isclose(drawn.kept, row, rtol=0, atol=1e-9).all(axis=1).mean(), 0.5, N)


def test_the_concentration_is_50_where_none_is_given(tmp_path: Path) -> None:
    scores = weighted(["x", "y"], [1, 1], tmp_path)
    np.testing.assert_array_equal(
        draw(scores, "weights", 500).kept, draw(scores, {"weights": {"concentration": 50}}, 500).kept
    )


def test_simplex_weights_are_uniform_over_all_that_add_up_to_1(tmp_path: Path) -> None:
    names = ["x", "y", "z", "off"]
    drawn = draw(weighted(names, [5, 1, 1, 0], tmp_path), {"weights": {"method": "simplex"}})
    for name in names[:3]:
        is_drawn_from(drawn_scores(drawn, f"U-{name}"), beta(1, 2).cdf)
        has_moments(drawn_scores(drawn, f"U-{name}"), 1 / 3, np.sqrt(1 / 18), float(beta(1, 2).stats("k")))
    takes(drawn_scores(drawn, "U-off"), {0.0: 1.0})  # a criterion that is switched off stays off


@pytest.mark.parametrize("weights", ["given", "entropy"])
@pytest.mark.parametrize("noise", [0.1, 0.5, 1.0])
def test_noise_changes_each_weight_by_a_uniform_factor_up_as_often_as_down(
    tmp_path: Path, noise: float, weights: str
) -> None:
    scores = weighted(["x", "y"], [1, 1], tmp_path, weights=weights)
    drawn = draw(scores, {"weights": {"method": "noise", "noise": noise}})
    found = drawn_scores(drawn, "U-x")
    low, high = 1 - noise, 1 + noise

    def half(share: np.ndarray) -> np.ndarray:
        """Where x / (x + y) is at most a share below a half, for x and y uniform between the ends."""
        ratio = np.clip(share / (1 - share), 1e-300, 1)
        return np.where(ratio * high > low, (ratio * high - low) ** 2 / (2 * ratio * (high - low) ** 2), 0.0)

    def cdf(share: np.ndarray) -> np.ndarray:
        return np.where(share <= 0.5, half(np.minimum(share, 0.5)), 1 - half(1 - np.maximum(share, 0.5)))

    is_drawn_from(found, cdf)
    is_share((found > 0.5).mean(), 0.5, N)
    assert low / 2 <= found.min() <= low / 2 + 0.05 * noise
    assert high / 2 - 0.05 * noise <= found.max() <= high / 2


def test_noise_is_of_the_weight_and_not_of_the_share(tmp_path: Path) -> None:
    drawn = draw(weighted(["x", "y", "z"], [8, 1, 1], tmp_path), {"weights": {"method": "noise", "noise": 0.5}})
    x, y, z = (drawn_scores(drawn, f"U-{name}") for name in "xyz")
    assert (x / y).min() >= 8 / 3
    assert (x / y).max() <= 8 * 3
    assert ((y / z).min() >= 1 / 3) & ((y / z).max() <= 3)
    assert (x / y).max() > 8 * 3 * 0.9
    assert (x / y).min() < 8 / 3 * 1.1


def test_each_expert_s_weights_are_taken_as_often_and_exactly(tmp_path: Path) -> None:
    experts = {
        "anna": {"g": 2.0, "z": 1.0, "g.x": 5.0, "g.y": 3.0},
        "ben": {"g": 1.0, "z": 4.0, "g.x": 1.0, "g.y": 3.0},
        "carla": {},
        "dora": {"g": 1.0, "z": 0.0, "g.x": 7.0, "g.y": 0.0},
    }
    rows = {(2 / 3 * 5 / 8, 2 / 3 * 3 / 8, 1 / 3), (1 / 5 / 4, 1 / 5 * 3 / 4, 4 / 5), (1 / 6, 1 / 2, 1 / 3), (1, 0, 0)}
    drawn = draw(of_experts(tmp_path), {"weights": {"method": "experts", "experts": experts}})
    for row in rows:
        is_share(np.isclose(drawn.kept, row, rtol=0, atol=1e-12).all(axis=1).mean(), 0.25, N)
    assert drawn.weights_of(0)["g.x"] * drawn.weights_of(0)["g"] == pytest.approx(drawn_scores(drawn, "U-x")[0])


def test_what_an_expert_does_not_name_keeps_its_weight(tmp_path: Path) -> None:
    experts = {"anna": {"g.x": 5.0}, "ben": {"z": 3.0}}
    drawn = draw(of_experts(tmp_path), {"weights": {"method": "experts", "experts": experts}})
    for row in ((2 / 3 * 5 / 8, 2 / 3 * 3 / 8, 1 / 3), (2 / 5 / 4, 2 / 5 * 3 / 4, 3 / 5)):
        is_share(np.isclose(drawn.kept, row, rtol=0, atol=1e-12).all(axis=1).mean(), 0.5, N)


def of_experts(folder: Path) -> ss.Scores:
    criteria = [group("g", [quantity("x", weight=1), quantity("y", weight=3)], weight=2), quantity("z", weight=1)]
    return score_table(criteria, unit_countries(["x", "y", "z"]), folder, scale="[0, 1]")


@pytest.mark.parametrize("depth", [1, 2, 3])
@pytest.mark.parametrize("method", ["dirichlet", "simplex", "noise"])
def test_only_weights_at_the_named_depths_vary(tmp_path: Path, depth: int, method: str) -> None:
    inner = group("h", [quantity("x"), quantity("y", weight=3)])
    criteria = [group("g", [inner, quantity("z")], weight=2), quantity("w")]
    scores = score_table(criteria, unit_countries(["x", "y", "z", "w"]), tmp_path, scale="[0, 1]")
    drawn = draw(scores, {"weights": {"method": method, "levels": [depth]}}, 500)
    x, y, z, w = (drawn_scores(drawn, f"U-{name}") for name in "xyzw")
    varies = {1: w.std() > 1e-9, 2: (z / (x + y)).std() > 1e-9, 3: (x / y).std() > 1e-9}
    assert varies == {level: level == depth for level in varies}
    still = {1: (w, 1 / 3), 2: (z / (x + y), 1.0), 3: (x / y, 1 / 3)}
    for level in {1, 2, 3} - {depth}:
        np.testing.assert_allclose(*still[level], rtol=1e-9)


def test_all_depths_vary_where_none_is_named(tmp_path: Path) -> None:
    criteria = [group("g", [quantity("x"), quantity("y")]), quantity("z")]
    scores = score_table(criteria, unit_countries(["x", "y", "z"]), tmp_path, scale="[0, 1]")
    drawn = draw(scores, {"weights": {"concentration": 9}})
    x, y, z = (drawn_scores(drawn, f"U-{name}") for name in "xyz")
    for share in (z, x / (x + y)):  # independent of each other, both from a Beta distribution
        is_drawn_from(share, beta(4.5, 4.5).cdf)
    product = (z - 0.5) * (x / (x + y) - 0.5)
    has_mean(product, 0.0, product.std())


# structure


def test_each_criterion_is_left_out_as_often_and_its_weight_goes_to_its_siblings(tmp_path: Path) -> None:
    scores = weighted(["x", "y", "z"], [1, 3, 6], tmp_path)
    drawn = draw(scores, "structure")
    rows = {"": (0.1, 0.3, 0.6), "x": (0, 1 / 3, 2 / 3), "y": (1 / 7, 0, 6 / 7), "z": (1 / 4, 3 / 4, 0)}
    out = drawn.settings["left_out"].to_numpy()
    for name, row in rows.items():
        is_share((out == name).mean(), 0.25, N)
        np.testing.assert_allclose(drawn.kept[out == name], np.broadcast_to(row, ((out == name).sum(), 3)), atol=1e-12)


@pytest.mark.parametrize(
    "aggregate",
    [
        "arithmetic",
        "geometric",
        "{method: power, p: 2}",
        "minimum",
        "median",
        "{method: owa, weights: [3, 1]}",
        "copeland",
        "borda",
    ],
)
def test_a_draw_without_a_criterion_is_the_rubric_without_it(tmp_path: Path, aggregate: str) -> None:
    names, rows = (
        ["x", "y", "z", "only"],
        {"A": [2.0, 5.0, 3.0, 6.0], "B": [4.0, 2.0, 6.0, 2.0], "C": [3.0, 6.0, 2.0, 5.0]},
    )

    def scored(out: str) -> ss.Scores:
        x, y, z = (quantity(name, weight=0 if name == out else 1 + place) for place, name in enumerate("xyz"))
        criteria = [group("g", [x, y], rest=f"aggregate: {aggregate}"), z, group("h", [quantity("only")])]
        three = aggregate.replace("[3, 1]", "[3, 2, 1]")
        return score_table(criteria, rows, tmp_path, scale="[1, 7]", aggregate=three)

    drawn = draw(scored(""), "structure", 300)
    assert set(drawn.settings["left_out"]) == {"", "g.x", "g.y", "z", "h.only"}
    for name in names:
        path = {"x": "g.x", "y": "g.y", "z": "z", "only": "h.only"}[name]
        # a group's only criterion cannot be left out
        expected = (
            scored(name).table["score"].sort_index() if name != "only" else scored("").table["score"].sort_index()
        )
        chosen = drawn.kept[(drawn.settings["left_out"] == path).to_numpy()]
        np.testing.assert_allclose(chosen, np.broadcast_to(expected, chosen.shape), rtol=1e-12)


# methods


def test_each_way_to_aggregate_is_taken_as_often_and_gives_its_own_mean(tmp_path: Path) -> None:
    ways = ["arithmetic", "geometric", "harmonic", "minimum", {"method": "power", "p": 2}]
    rows = {"A": [2.0, 8.0], "B": [1.0, 1.0]}
    scores = score_table([quantity("x"), quantity("y")], rows, tmp_path, scale="[0, 10]")
    drawn = draw(scores, {"methods": {"aggregate": ways}})
    takes(drawn_scores(drawn, "A"), {5.0: 0.2, 4.0: 0.2, 3.2: 0.2, 2.0: 0.2, np.sqrt(34): 0.2})
    named = drawn.settings["aggregate"].to_numpy()
    np.testing.assert_allclose(drawn_scores(drawn, "A")[named == "harmonic"], 3.2)
    assert {name.split()[0] for name in named} == {"arithmetic", "geometric", "harmonic", "minimum", "power"}


@on_every_scale
def test_levels_lie_in_equal_convex_or_concave_steps(tmp_path: Path, scale: Scale) -> None:
    scores = score_levels(
        [levels("x")], {"KEN": {"x": 2}, "UGA": {"x": 1}, "TZA": {"x": 4}}, tmp_path, scale=text(scale)
    )
    drawn = draw(scores, {"methods": {"spacing": ["equal", "convex", "concave"]}})
    third = 1 / 3
    for code, share in (("KEN", 0.5), ("UGA", 0.25), ("TZA", 1.0)):
        steps = {share: third, share**2: third, share**0.5: third} if share < 1 else {1.0: 1.0}
        takes(drawn_scores(drawn, code), {float(on(scale, step)): chance for step, chance in steps.items()})
    spaced = drawn.settings["spacing"].to_numpy()
    np.testing.assert_allclose(drawn_scores(drawn, "KEN")[spaced == "convex"], on(scale, 0.25))
    np.testing.assert_allclose(drawn_scores(drawn, "KEN")[spaced == "concave"], on(scale, 0.5**0.5))


def test_drawn_levels_are_spaced_too(tmp_path: Path) -> None:
    answers = {"KEN": {"x": None}, "UGA": {"x": "level: 4, confidence: low"}}
    vary = {"missing": EVENLY, "ratings": {}, "methods": {"spacing": ["convex"]}}
    drawn = draw(score_levels([levels("x")], answers, tmp_path, scale="[1, 7]"), vary)
    takes(drawn_scores(drawn, "KEN"), {1 + 6 * step**2 / 16: 0.2 for step in range(5)})
    takes(drawn_scores(drawn, "UGA"), {1 + 6 * 9 / 16: 0.4, 7.0: 0.6})


def test_each_way_to_normalise_impute_and_treat_is_taken_as_often_in_every_combination(tmp_path: Path) -> None:
    calm = [float(step) for step in range(20)]
    rows = {f"C{place:02}": [value] for place, value in enumerate([*calm, 400.0])}
    rows["GAP"] = [None]
    criteria = [quantity("x", "{method: goalposts, low: 0, high: 400}")]
    scores = score_table(criteria, rows, tmp_path, scale="[0, 1]", impute="mean")
    ways = {
        "normalise": [{"method": "goalposts", "low": 0, "high": 400}, {"method": "goalposts", "low": 0, "high": 800}],
        "impute": ["mean", "median"],
        "treat": ["none", {"method": "winsorise", "points": 1}],
    }
    drawn = draw(scores, {"methods": ways})
    # the mean of the 21 values is 590 / 21, their median 10; winsorising pulls 400 in to 19 or, the gap filled, further
    kept = drawn.settings.assign(gap=drawn_scores(drawn, "GAP"), top=drawn_scores(drawn, "C20"))
    for high, fill, treated in itertools.product((400, 800), (590 / 21, 10.0), (False, True)):
        named = {590 / 21: "mean", 10.0: "median"}[fill]
        mine = kept[
            kept["normalise"].str.contains(str(high))
            & (kept["impute"] == named)
            & (kept["treat"].str.contains("winsorise") == treated)
        ]
        is_share(len(mine) / N, 1 / 8, N)
        np.testing.assert_allclose(mine["gap"], fill / high)
        np.testing.assert_allclose(mine["top"], (max(fill, 19.0) if treated else 400.0) / high)


# ranks and what is told of them


def ladder(folder: Path) -> ss.Scores:
    """A country of 25 equally likely scores among 24 that stand still, one rung each."""
    rows: dict[str, list[float | None]] = {f"L{rung:02}": [float(rung)] for rung in range(1, 25)}
    return score_table([levels("x", range(25))], {**rows, "ANY": [None]}, folder, scale="[1, 7]")


def test_an_interval_of_ranks_holds_nine_draws_in_ten_and_leaves_out_one_in_twenty_at_either_end(
    tmp_path: Path,
) -> None:
    drawn = draw(ladder(tmp_path), {"missing": EVENLY})
    ranks = drawn.ranks.loc["ANY"]
    # each of 25 ranks has 4 %, so a twentieth is reached at the second from either end
    assert ranks[["lower", "median", "upper"]].tolist() == [2, 13, 24]
    np.testing.assert_array_less(np.abs(drawn.acceptability.loc["ANY"] - 0.04), 4 * np.sqrt(0.04 * 0.96 / N))
    has_mean(np.repeat(np.arange(1, 26), drawn.counts[0]), 13.0, np.sqrt((25**2 - 1) / 12))
    assert ranks["mean"] == pytest.approx(drawn.counts[0] @ np.arange(1, 26) / N)
    assert ranks["first"] == drawn.acceptability.loc["ANY", 1]
    # a country on rung k is one lower for each of the higher rungs that the other is drawn on
    for rung in (1, 12, 24):
        above = (24 - rung) / 25
        is_share(drawn.acceptability.loc[f"L{rung:02}", 24 - rung + 2], above, N)
        is_share(drawn.acceptability.loc[f"L{rung:02}", 24 - rung + 1], 1 - above, N)
    assert drawn.ranks.loc["L23", ["lower", "median", "upper"]].tolist() == [2, 2, 2]  # 3 only in one draw of 25
    assert drawn.ranks.loc["L22", ["lower", "median", "upper"]].tolist() == [3, 3, 4]


def test_quantiles_of_scores_are_those_of_the_draws(tmp_path: Path) -> None:
    drawn = draw(ladder(tmp_path), {"missing": EVENLY}, 2 * N)
    row = drawn.scores.loc["ANY"]
    rungs = {"q05": 1, "q25": 6, "q50": 12, "q75": 18, "q95": 23}  # of 0 to 24, each with 4 %
    assert row[list(rungs)].to_dict() == {name: pytest.approx(1 + 6 * rung / 24) for name, rung in rungs.items()}
    has_mean(drawn_scores(drawn, "ANY"), 4.0, 6 / 24 * np.sqrt((25**2 - 1) / 12))
    assert row["mean"] == pytest.approx(drawn_scores(drawn, "ANY").mean())
    even = score_table([quantity("x", "{method: goalposts, low: 0, high: 1}")], {"A": [None], "B": [1.0]}, tmp_path)
    quantiles = draw(even, {"missing": EVENLY}).scores.loc["A"]
    for share in (5, 25, 50, 75, 95):
        error = 100 * np.sqrt(share / 100 * (1 - share / 100) / N)
        assert abs(quantiles[f"q{share:02}"] - share) <= 4 * error


def test_the_joint_table_is_both_side_by_side(tmp_path: Path) -> None:
    drawn = draw(ladder(tmp_path), {"missing": EVENLY}, 500)
    table = drawn.table
    assert table.loc["ANY", ["lower", "upper"]].tolist() == drawn.ranks.loc["ANY", ["lower", "upper"]].tolist()
    assert table.loc["ANY", ["q05", "q95"]].tolist() == drawn.scores.loc["ANY", ["q05", "q95"]].tolist()


def test_shares_of_ranks_and_of_pairs_add_up(tmp_path: Path) -> None:
    answers = {"KEN": {"x": None}, "UGA": {"x": 2}, "TZA": {"x": "level: 2, confidence: low"}, "RWA": {"x": 2}}
    drawn = draw(score_levels([levels("x")], answers, tmp_path, scale="[-10, 10]"), {"ratings": {}, "missing": EVENLY})
    np.testing.assert_allclose(drawn.acceptability.sum(axis=1), 1)
    assert drawn.counts.sum() == 4 * N
    dominance = drawn.dominance.to_numpy()
    np.testing.assert_allclose(dominance + dominance.T, 1)
    # UGA and RWA always share a rank: both are first unless one of the others is above, and never last
    assert drawn.dominance.loc["UGA", "RWA"] == 0.5
    is_share(drawn.acceptability.loc["UGA", 1], 0.6 * 0.8, N)
    is_share(drawn.acceptability.loc["RWA", 2], 0.4 * 0.8 + 0.6 * 0.2, N)
    is_share(drawn.acceptability.loc["RWA", 3], 0.4 * 0.2, N)
    assert drawn.acceptability.loc["RWA", 4] == 0
    # KEN and TZA tie where both are one up, one down or as stated
    tied = 0.2 * (0.2 + 0.6 + 0.2)
    assert abs(drawn.dominance.loc["TZA", "KEN"] - 0.5) <= 4 * np.sqrt((1 - tied) / 4 / N)


def test_the_answer_to_look_for_narrows_the_interval_by_what_is_known(tmp_path: Path) -> None:
    answers = {"KEN": {"x": None, "y": None}, "UGA": {"x": 2, "y": 2}}
    scores = score_levels([levels("x", weight=3), levels("y")], answers, tmp_path, scale="[0, 16]")
    table = draw(scores, {"missing": EVENLY}).settling().set_index("node")
    # of the 25 sums of 3 x and y each has 4 %; x known leaves 0 to 4, y known leaves 0 to 12
    assert table["points"].tolist() == pytest.approx([14, 14])
    assert table["points_settled"].to_dict() == {"x": pytest.approx(4), "y": pytest.approx(12)}
    assert draw(scores, {"missing": EVENLY}).next_answers()[["country", "node", "now"]].to_numpy().tolist() == [
        ["KEN", "x", "missing"]
    ]


# draws agree with the engine


@on_every_scale
def test_where_nothing_is_uncertain_every_draw_is_the_nominal_score(tmp_path: Path, scale: Scale) -> None:
    criteria = [group("g", [levels("x"), levels("y", weight=3)], weight=2), levels("z")]
    answers = {"KEN": {"x": 1, "y": 2, "z": 3}, "UGA": {"x": 4, "y": 0, "z": 1}}
    scores = score_levels(
        criteria,
        {c: {f"g.{k}" if k != "z" else k: v for k, v in a.items()} for c, a in answers.items()},
        tmp_path,
        scale=text(scale),
    )
    assert scores.table.loc["KEN", "score"] == pytest.approx(float(on(scale, (2 * (0.25 + 1.5) / 4 + 0.75) / 3)))
    drawn = draw(scores, {"ratings": {}, "missing": EVENLY}, 300)
    np.testing.assert_allclose(drawn.kept, np.broadcast_to(scores.table["score"].sort_index(), (300, 2)), rtol=1e-12)
    assert drawn.ranks["nominal"].to_dict() == drawn.ranks["upper"].to_dict() == scores.table["rank"].to_dict()


def test_a_group_is_rescaled_anew_in_every_draw(tmp_path: Path) -> None:
    answers = {"KEN": {"x": None}, "UGA": {"x": 2}, "TZA": {"x": 1}}
    scores = score_levels([levels("x")], answers, tmp_path, scale="[1, 7]", rescale="minmax")
    drawn = draw(scores, {"missing": EVENLY})
    # by the level drawn for KEN, 0 to 4, on 0 to 1: KEN, UGA, TZA
    rows = np.array([[0, 1, 1 / 2], [0, 1, 0], [1, 1, 0], [1, 1 / 2, 0], [1, 1 / 3, 0]]) * 6 + 1
    order = [scores.countries.codes.index(code) for code in ("KEN", "UGA", "TZA")]
    for row in rows:
        is_share(np.isclose(drawn.kept[:, order], row, rtol=0, atol=1e-9).all(axis=1).mean(), 0.2, N)


@pytest.mark.parametrize("how", ["copeland", "borda"])
def test_places_among_others_are_counted_anew_in_every_draw(tmp_path: Path, how: str) -> None:
    scores = score_table(
        [quantity("x", weight=2), quantity("y")],
        {"A": [3.0, 1.0], "B": [2.0, 3.0], "C": [1.0, 2.0]},
        tmp_path,
        scale="[1, 7]",
        aggregate=how,
    )
    drawn = draw(scores, {"weights": {"method": "experts", "experts": {"as_is": {}, "turned": {"x": 1, "y": 2}}}}, 4000)
    # with x at two thirds A beats both and B beats C; with y at two thirds B beats both and C beats A
    shares = {"copeland": [[1, 0.5, 0], [0, 1, 0.5]], "borda": [[2 / 3, 2 / 3, 1 / 6], [1 / 3, 5 / 6, 1 / 3]]}[how]
    for row in shares:
        is_share(np.isclose(drawn.kept, 1 + 6 * np.array(row), rtol=0, atol=1e-9).all(axis=1).mean(), 0.5, 4000)


@pytest.mark.parametrize(
    "aggregate",
    [
        "arithmetic",
        "geometric",
        "harmonic",
        "{method: power, p: 0.5}",
        "{method: power, p: -2}",
        "minimum",
        "maximum",
        "median",
        "{method: owa, weights: [3, 2, 1]}",
        "copeland",
        "borda",
    ],
)
def test_a_draw_of_weights_is_the_score_under_these_weights(tmp_path: Path, aggregate: str) -> None:
    rows = {"A": [2.0, None, 3.0], "B": [4.0, 0.0, 6.0], "C": [3.0, 6.0, 2.0], "D": [None, None, 5.0]}

    def scored(weights: dict[str, float]) -> ss.Scores:
        criteria = [quantity(name, weight=weights[name]) for name in "xyz"]
        return score_table(criteria, rows, tmp_path, scale="[0, 10]", aggregate=aggregate)

    drawn = draw(scored({"x": 1, "y": 2, "z": 3}), {"weights": {"method": "simplex"}}, 300)
    for number in (0, 249, 250, 299):
        again = scored(drawn.weights_of(number).to_dict()).table["score"].sort_index()
        np.testing.assert_allclose(drawn.kept[number], again, rtol=1e-12)


def test_weights_that_each_country_chooses_cannot_be_varied(tmp_path: Path) -> None:
    rows = {"A": [2.0, 3.0], "B": [4.0, 1.0]}
    scores = score_table([quantity("x"), quantity("y")], rows, tmp_path, weights="benefit_of_the_doubt")
    with pytest.raises(ss.ScoringError, match=r"benefit of the doubt .* best weights"):
        draw(scores, "weights", 10)


@pytest.mark.parametrize("weights", ["entropy", "critic", "pca"])
def test_weights_from_the_data_follow_the_way_to_normalise(tmp_path: Path, weights: str) -> None:
    rows = {
        "A": [1.0, 9.0, 5.0],
        "B": [2.0, 3.0, 8.0],
        "C": [4.0, 4.0, 1.0],
        "D": [16.0, 1.0, 2.0],
        "E": [30.0, 6.0, 9.0],
    }
    ways = ["{method: minmax, range: [1, 7]}", "{method: percentile, range: [1, 7]}"]
    alone = [
        score_table([quantity(name, way) for name in "xyz"], rows, tmp_path, scale="[1, 7]", weights=weights)
        for way in ways
    ]
    vary = {"methods": {"normalise": [{"method": name, "range": [1, 7]} for name in ("minmax", "percentile")]}}
    drawn = draw(alone[0], vary, 200)
    for name, scores in zip(("minmax", "percentile"), alone, strict=True):
        mine = drawn.kept[drawn.settings["normalise"].str.startswith(name).to_numpy()]
        np.testing.assert_allclose(mine, np.broadcast_to(scores.table["score"].sort_index(), mine.shape), rtol=1e-9)


@pytest.mark.parametrize("weights", ["entropy", "critic", "pca"])
def test_weights_from_the_data_follow_the_answers_that_are_drawn(tmp_path: Path, weights: str) -> None:
    names = ["x", "y", "z"]

    def scored(missing: float | None) -> ss.Scores:
        rows = {"A": [7.0, 1.0, 1.0], "B": [1.0, 7.0, 1.0], "C": [1.0, 3.0, 7.0], "D": [2.0, missing, 6.0]}
        return score_table([quantity(name) for name in names], rows, tmp_path, scale="[1, 7]", weights=weights)

    drawn = draw(scored(None), {"missing": EVENLY}, 300)
    for number in (0, 250, 299):
        share = drawn.weights_of(number)[names].to_numpy()
        value = (drawn_scores(drawn, "D")[number] - 2 * share[0] - 6 * share[2]) / share[1]
        assert 1 <= value <= 7
        again = scored(float(value))
        np.testing.assert_allclose(drawn.kept[number], again.table["score"].sort_index(), rtol=1e-7)


def test_draws_are_rounded_before_they_are_ranked_as_scores_are(tmp_path: Path) -> None:
    scores = score_table(
        [quantity("x")], {"A": [4.24], "B": [4.18], "C": [3.0]}, tmp_path, scale="[1, 7]", decimals="1"
    )
    assert scores.table["rank"].to_dict() == {"A": 1, "B": 1, "C": 3}
    drawn = draw(scores, {"missing": EVENLY}, 100)
    assert drawn.ranks[["nominal", "lower", "upper"]].to_numpy().tolist() == [[1, 1, 1], [1, 1, 1], [3, 3, 3]]


@pytest.mark.parametrize(("scale", "gap", "rank"), [("[0, 0.001]", 1e-13, 2), ("[0, 1000000]", 1e-7, 1)])
def test_a_tie_in_a_draw_is_a_tie_of_the_scores(tmp_path: Path, scale: str, gap: float, rank: int) -> None:
    middle = float(scale.strip("]").split(",")[1]) / 2
    scores = score_table([quantity("x")], {"A": [middle], "B": [middle + gap]}, tmp_path, scale=scale)
    assert scores.table["rank"].to_dict() == {"A": rank, "B": 1}
    drawn = draw(scores, {"missing": EVENLY}, 100)
    assert drawn.ranks["nominal"].to_dict() == drawn.ranks["upper"].to_dict() == {"A": rank, "B": 1}


def test_the_rounding_of_a_sum_decides_no_rank_where_experts_weigh(tmp_path: Path) -> None:
    experts = {"anna": {"x": 0.1, "y": 0.2, "z": 0.3}, "ben": {"x": 0.6, "y": 0.1, "z": 0.7}}
    rows = {"A": [1.0, 1.0, 0.0], "B": [0.0, 0.0, 1.0], "C": [0.0, 0.0, 0.0]}
    scores = score_table([quantity(name) for name in "xyz"], rows, tmp_path, scale="[0, 1]")
    drawn = draw(scores, {"weights": {"method": "experts", "experts": experts}}, 500)
    assert drawn.counts.tolist() == [[500, 0, 0], [500, 0, 0], [0, 0, 500]]
    assert drawn.dominance.loc["A", "B"] == 0.5


def test_a_table_of_quantities_varies_in_every_source_at_once(tmp_path: Path) -> None:
    rubric = rubric_of([quantity("x", "{method: goalposts, low: 0, high: 10}"), quantity("y", "minmax")], tmp_path)
    countries = table_of(rubric, {"A": [5.0, 3.0], "B": [None, 1.0], "C": [2.0, 5.0]}, ["x", "y"], tmp_path)
    vary = {
        "weights": {},
        "missing": EVENLY,
        "ratings": {"standard_errors": {"x": 1.0}},
        "methods": {"aggregate": ["arithmetic", {"method": "power", "p": 2}]},
        "structure": {},
    }
    drawn = draw(ss.score(rubric, countries), vary)
    settings = drawn.settings
    for name in ("arithmetic", "power"):
        is_share(settings["aggregate"].str.startswith(name).mean(), 0.5, N)
    for name in ("", "x", "y"):
        is_share((settings["left_out"] == name).mean(), 1 / 3, N)
    only_x = (settings["left_out"] == "y").to_numpy()
    is_drawn_from(drawn_scores(drawn, "B")[only_x], uniform(0, 100).cdf)
    is_drawn_from(drawn_scores(drawn, "C")[only_x & (drawn_scores(drawn, "C") > 0)], _truncated(20, 10))
    takes(drawn_scores(drawn, "A")[(settings["left_out"] == "x").to_numpy()], {50.0: 1.0})


def _truncated(mean: float, sd: float):
    """A normal distribution of what is above zero."""
    below = norm.cdf(0, mean, sd)
    return lambda values: (norm.cdf(values, mean, sd) - below) / (1 - below)
