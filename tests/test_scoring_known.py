"""Every option of scoring by hand, from files, on scales that are not 0 to 100."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import strategyscore as ss

from .build_files import FACT, group, levels, quantity, score_levels, score_table
from .known import SCALES, on, text

Rows = dict[str, list[float | str | None]]


def scores_of(scores: ss.Scores, node: str = "made") -> dict[str, float]:
    """A node's score by country."""
    mine = scores.tidy[scores.tidy["node"] == node]
    return dict(zip(mine["country"], mine["score"], strict=True))


def weights_of(scores: ss.Scores) -> dict[str, float]:
    """The share of each node among its siblings."""
    mine = scores.tidy[scores.tidy["country"] == scores.tidy["country"].iloc[0]]
    return dict(zip(mine["node"], mine["weight"], strict=True))


def bounds(scores: ss.Scores, code: str) -> list[float]:
    """A country's lower bound, score and upper bound."""
    return scores.table.loc[code, ["lower", "score", "upper"]].astype(float).tolist()


# coverage


@pytest.mark.parametrize(("answered", "of"), [(k, n) for n in (3, 7, 10) for k in range(1, n + 1)])
def test_a_share_of_answers_equal_to_the_minimum_is_enough_whatever_its_rounding(
    tmp_path: Path, answered: int, of: int
) -> None:
    names = [f"x{number}" for number in range(of)]
    row: list[float | str | None] = [3.0] * answered + [None] * (of - answered)
    rows: Rows = {"A": row, "B": [5.0] * of, "C": row[::-1]}
    criteria = [quantity(name, weight=0.1) for name in names]
    least = answered / of
    settings = {"scale": "[1, 7]", "missing": f"{{rule: available, minimum_coverage: {least!r}}}"}
    table = score_table(criteria, rows, tmp_path, **settings).table
    assert table["score"].to_dict() == pytest.approx({"A": 3, "B": 5, "C": 3})
    assert table["rank"].to_dict() == {"A": 2, "B": 1, "C": 2}
    assert table["coverage"].to_dict() == pytest.approx({"A": least, "B": 1, "C": least})
    assert table.loc["B", "coverage"] == 1  # and not a sum of shares beside it
    settings["missing"] = f"{{rule: available, minimum_coverage: {least + 1e-6 if answered < of else 1.0!r}}}"
    table = score_table(criteria, rows, tmp_path, **settings).table
    assert pd.isna(table.loc["A", "rank"]) == (answered < of)
    assert table.loc["B", "rank"] == 1


def test_bounds_have_what_is_missing_at_the_ends_of_the_scale(tmp_path: Path) -> None:
    rows: Rows = {"A": [5.0, None, 2.0], "B": [1.0, 1.0, 1.0]}
    criteria = [quantity("x", weight=2), quantity("y"), quantity("z")]
    assert bounds(score_table(criteria, rows, tmp_path, scale="[1, 7]"), "A") == pytest.approx([13 / 4, 4, 19 / 4])
    found = bounds(score_table(criteria, rows, tmp_path, scale="[-10, 10]"), "A")
    assert found == pytest.approx([2 / 4, 4, 22 / 4])


# ranks


@pytest.mark.parametrize(
    ("scale", "gap", "ranks"),
    [
        ((0.0, 0.001), 1e-13, [2, 1]),  # a ten thousand millionth of the scale is a difference
        ((0.0, 0.001), 1e-17, [1, 1]),
        ((0.0, 1e6), 1e-7, [1, 1]),  # less than a million millionth is a rounding
        ((0.0, 1e6), 1e-5, [2, 1]),
        ((-10.0, 10.0), 1e-11, [1, 1]),
        ((-10.0, 10.0), 1e-10, [2, 1]),
    ],
)
def test_how_near_a_tie_is_goes_by_the_length_of_the_scale(
    tmp_path: Path, scale: tuple[float, float], gap: float, ranks: list[int]
) -> None:
    middle = float(on(scale, 0.3))
    scores = score_table([quantity("x")], {"A": [middle], "B": [middle + gap]}, tmp_path, scale=text(scale))
    assert scores.table["rank"].sort_index().tolist() == ranks


def test_ranks_skip_after_a_tie_and_decimals_make_ties(tmp_path: Path) -> None:
    rows: Rows = {"A": [2.46], "B": [2.54], "C": [6.0], "D": [1.0], "E": [2.5]}
    plain = score_table([quantity("x")], rows, tmp_path, scale="[1, 7]").table["rank"].to_dict()
    assert plain == {"C": 1, "B": 2, "E": 3, "A": 4, "D": 5}
    table = score_table([quantity("x")], rows, tmp_path, scale="[1, 7]", decimals="1").table
    assert table["rank"].to_dict() == {"C": 1, "B": 2, "E": 2, "A": 2, "D": 5}
    assert table["score"].to_dict() == {"C": 6.0, "B": 2.5, "E": 2.5, "A": 2.5, "D": 1.0}


def test_decimals_round_a_half_up_as_a_spreadsheet_shows_it(tmp_path: Path) -> None:
    rows: Rows = {"A": [7.5, 8.2], "B": [0.25, 0.25], "C": [2.449, 2.449], "D": [-0.25, -0.25], "E": [7.8, 7.9]}
    scores = score_table([quantity("x"), quantity("y")], rows, tmp_path, scale="[-10, 10]", decimals="1")
    found = scores.table
    assert found["score"].to_dict() == {"A": 7.9, "B": 0.3, "C": 2.4, "D": -0.3, "E": 7.9}
    assert found["rank"].to_dict() == {"A": 1, "E": 1, "C": 3, "B": 4, "D": 5}
    rows = {
        "A": [1.0, 1.01],
        "B": [-1.0, -1.01],
        "C": [1.0, 1.009],
    }  # a hundred times 1.005 is a little less than 100.5
    scores = score_table([quantity("x"), quantity("y")], rows, tmp_path, scale="[-10, 10]", decimals="2")
    assert scores.table["score"].to_dict() == {"A": 1.01, "B": -1.01, "C": 1.0}


def test_a_half_goes_to_the_even_digit_where_the_rubric_says_so(tmp_path: Path) -> None:
    rows: Rows = {"A": [7.5, 8.2], "B": [0.25, 0.25], "C": [0.35, 0.35], "D": [-0.25, -0.25], "E": [2.451, 2.449]}
    found = score_table(
        [quantity("x"), quantity("y")], rows, tmp_path, scale="[-10, 10]", decimals="{digits: 1, half: even}"
    ).table
    # 2.451 and 2.449 have the mean 2.45, a half too, though neither is one
    assert found["score"].to_dict() == {"A": 7.8, "B": 0.2, "C": 0.4, "D": -0.2, "E": 2.4}


def test_every_node_is_rounded_before_it_is_used_again(tmp_path: Path) -> None:
    rows: Rows = {"A": [1.05, 1.24], "B": [1.04, 1.24]}
    each = score_table(
        [quantity("x"), quantity("y")], rows, tmp_path, scale="[0, 10]", decimals="{digits: 1, at: every_node}"
    )
    # A: 1.05 is 1.1 and 1.24 is 1.2, whose mean 1.15 is 1.2; B: 1.0 and 1.2 make 1.1
    assert each.nodes.values.tolist() == [[1.2, 1.1, 1.2], [1.1, 1.0, 1.2]]
    assert each.explain("B", "x").score == 1.0
    root = score_table([quantity("x"), quantity("y")], rows, tmp_path, scale="[0, 10]", decimals="1")
    assert root.nodes.values.tolist() == [[1.1, 1.05, 1.24], [1.1, 1.04, 1.24]]
    assert each.rubric.to_yaml().count("at: every_node") == 1
    assert "decimals: 1\n" in root.rubric.to_yaml()


# normalisation


@pytest.mark.parametrize("scale", SCALES, ids=text)
def test_a_value_on_the_scale_already_is_turned_about_its_middle_where_lower_is_better(
    tmp_path: Path, scale: tuple[float, float]
) -> None:
    rows: Rows = {code: [float(on(scale, share))] for code, share in {"A": 0.25, "B": 1.0, "C": 0.0}.items()}
    scores = score_table([quantity("x", rest="direction: lower")], rows, tmp_path, scale=text(scale))
    assert scores_of(scores) == pytest.approx(
        {code: float(on(scale, share)) for code, share in zip("ABC", (0.75, 0, 1), strict=True)}
    )


NORMALISED = {
    "{method: goalposts, low: 2, high: 12}": [1.0, 0.1, 0.4, 0.0, 0.8],
    "minmax": [1.0, 0.25, 0.5, 0.0, 5 / 6],
    "{method: minmax, range: [0.5, 1]}": [1.0, 0.625, 0.75, 0.5, 11 / 12],
    "percentile": [1.0, 0.25, 0.5, 0.0, 0.75],
    "{method: rank, range: [0, 1]}": [1.0, 0.25, 0.5, 0.0, 0.75],
    "{method: borda, range: [0, 1]}": [1.0, 0.25, 0.5, 0.0, 0.75],
    "distance_to_maximum": [1.0, 0.25, 0.5, 0.0, 5 / 6],
    "{method: distance_to_reference, reference: E}": [1.0, 0.3, 0.6, 0.0, 1.0],
    "{method: distance_to_reference, reference: E, clip: false}": [1.2, 0.3, 0.6, 0.0, 1.0],
    "{method: target, target: 7}": [1.0, 0.5, 1.0, 0.0, 1.0],
    "{method: target, target: 7, clip: false}": [2.0, 0.5, 1.0, 0.0, 5 / 3],
    "fraction_of_maximum": [1.0, 4 / 13, 7 / 13, 1 / 13, 11 / 13],
}
VALUES = [13.0, 4.0, 7.0, 1.0, 11.0]
TO_GOALPOSTS = [1.0, 0.2, 0.5, 0.0, 0.9]


@pytest.mark.parametrize("scale", SCALES, ids=text)
@pytest.mark.parametrize("how", NORMALISED)
def test_normalised_values_reach_the_scale(tmp_path: Path, scale: tuple[float, float], how: str) -> None:
    shares = TO_GOALPOSTS if "goalposts" in how else NORMALISED[how]
    inside = how.replace("[0, 1]", text(scale)).replace("[0.5, 1]", f"[{float(on(scale, 0.5))}, {scale[1]}]")
    rows: Rows = {code: [value] for code, value in zip("ABCDE", VALUES, strict=True)}
    found = scores_of(score_table([quantity("x", inside)], rows, tmp_path, scale=text(scale)))
    assert found == pytest.approx(dict(zip("ABCDE", on(scale, shares).tolist(), strict=True)))


def test_z_scores_have_the_mean_and_the_deviation_that_are_asked_for(tmp_path: Path) -> None:
    rows: Rows = {code: [value] for code, value in zip("ABCDE", VALUES, strict=True)}
    found = scores_of(
        score_table([quantity("x", "{method: zscore, mean: 4, sd: 1.5}")], rows, tmp_path, scale="[1, 7]")
    )
    values = pd.Series(VALUES, index=list("ABCDE"))
    assert found == pytest.approx(((values - values.mean()) / values.std() * 1.5 + 4).to_dict())
    turned = quantity("x", "{method: zscore, mean: 4, sd: 1.5}", rest="direction: lower")
    lower = scores_of(score_table([turned], rows, tmp_path, scale="[1, 7]"))
    assert {code: found[code] + lower[code] for code in found} == pytest.approx(dict.fromkeys(found, 8))


def test_criteria_that_differ_by_one_setting_are_each_normalised_by_their_own(tmp_path: Path) -> None:
    ways = [
        "{method: goalposts, low: 0, high: 10}",
        "{method: goalposts, low: 0, high: 20}",
        "{method: goalposts, low: 0, high: 10, range: [2, 3]}",
        "{method: goalposts, low: 0, high: 4, clip: false}",
        "{method: goalposts, low: 0, high: 4}",
        "{method: target, target: 10}",
        "{method: target, target: 20}",
        "{method: distance_to_reference, reference: A}",
        "{method: distance_to_reference, reference: B}",
    ]
    names = [f"x{number}" for number in range(len(ways))]
    rows: Rows = {"A": [5.0] * len(ways), "B": [8.0] * len(ways), "C": [0.0] * len(ways)}
    criteria = [quantity(name, way) for name, way in zip(names, ways, strict=True)]
    scores = score_table(criteria, rows, tmp_path, scale="[0, 1]")
    found = [scores_of(scores, name)["A"] for name in names]
    assert found == pytest.approx([0.5, 0.25, 2.5, 1.25, 1, 0.5, 0.25, 1, 0.625])


# imputation and treatment


@pytest.mark.parametrize("clip", [True, False])
def test_an_imputed_value_beyond_the_goalposts_stays_within_its_bounds(tmp_path: Path, clip: bool) -> None:
    posts = f"{{method: goalposts, low: 0, high: 10, clip: {str(clip).lower()}}}"
    rows: Rows = {"A": [20.0, -6.0], "B": [30.0, -2.0], "C": [None, None]}
    scores = score_table([quantity("x", posts), quantity("y", posts)], rows, tmp_path, scale="[1, 7]", impute="mean")
    mine = scores.tidy.set_index(["country", "node"])
    for node, share, low, high in (("x", 2.5, 0.0, 2.5), ("y", -0.4, -0.4, 1.0)):
        wanted = np.clip([low, share, high], 0, 1) if clip else np.array([low, share, high])
        assert mine.loc[("C", node), ["lower", "score", "upper"]].tolist() == pytest.approx((1 + 6 * wanted).tolist())
        assert mine.loc[("C", node), "coverage"] == 0
        assert mine.loc[("C", node), "imputed"] == 1
    assert bounds(scores, "C") == sorted(bounds(scores, "C"))


@pytest.mark.parametrize(
    ("how", "filled"),
    [("mean", [5.0, 5.0]), ("median", [3.0, 3.0]), ("{method: group_mean, group: zone}", [2.0, 11.0])],
)
def test_what_is_missing_is_filled_in_as_the_rubric_says(tmp_path: Path, how: str, filled: list[float]) -> None:
    rows: Rows = {
        "A": [1.0, "near"],
        "B": [3.0, "near"],
        "C": [None, "near"],
        "D": [11.0, "far"],
        "E": [None, "far"],
        "F": [None, "nowhere"],
    }
    scores = score_table([quantity("x")], rows, tmp_path, ["zone"], scale="[0, 20]", impute=how)
    found = scores_of(scores)
    assert [found["C"], found["E"]] == pytest.approx(filled)
    assert np.isnan(found["F"]) == ("group" in how)  # a group with nothing to go by stays missing
    assert scores.table.loc[["A", "C"], "imputed"].tolist() == [0, 1]
    assert scores.table.loc[["A", "C"], "coverage"].tolist() == [1, 0]


@pytest.mark.parametrize(
    ("points", "top"), [(1, [200, 300, 300]), (2, [200, 200, 200]), (3, [29, 29, 29]), (9, [29, 29, 29])]
)
def test_no_more_points_are_winsorised_than_allowed_but_for_ties(tmp_path: Path, points: int, top: list[float]) -> None:
    values = [float(step) for step in range(30)] + [200.0, 300.0, 400.0]
    rows: Rows = {f"C{place:02}": [value] for place, value in enumerate(values)}
    scores = score_table(
        [quantity("x", "{method: goalposts, low: 0, high: 400}")],
        rows,
        tmp_path,
        scale="[0, 400]",
        treat=f"{{method: winsorise, points: {points}}}",
    )
    assert list(scores_of(scores).values())[-3:] == pytest.approx(top)
    assert scores.treated.loc["x", "points"] == sum(new != old for new, old in zip(top, (200, 300, 400), strict=True))
    assert scores.treated.loc["x", "passes"] == (points > 2)


def test_winsorising_stops_where_the_column_is_no_longer_outlying(tmp_path: Path) -> None:
    rows: Rows = {f"C{place:02}": [float(value)] for place, value in enumerate([*range(1, 11), 30, 100])}
    settings = {"scale": "[0, 100]", "treat": "{method: winsorise, points: 9}"}
    scores = score_table([quantity("x")], rows, tmp_path, **settings)
    assert list(scores_of(scores).values())[-3:] == [10, 30, 30]
    assert scores.treated.loc["x", ["points", "countries"]].tolist() == [1, "C11"]
    turned: Rows = {code: [100.0 - value[0]] for code, value in rows.items()}  # type: ignore[operator]
    scores = score_table([quantity("x")], turned, tmp_path, **settings)
    assert list(scores_of(scores).values())[-3:] == [90, 70, 70]


# weights


@pytest.mark.parametrize(("contradiction", "accepted"), [(4.17, True), (4.20, False)])
def test_pairwise_comparisons_are_refused_from_a_consistency_ratio_of_a_fifth(
    tmp_path: Path, contradiction: float, accepted: bool
) -> None:
    # Of three, with x 2 to y and y 2 to z and x to z 4 / t^3, the largest eigenvalue is 1 + t + 1 / t: 3.232 at the
    # limit, where (3.232 - 3) / 2 is a fifth of 0.58, Saaty's index of random matrices; so t^3 is 4.185 there.
    t = contradiction ** (1 / 3)
    assert ((1 + t + 1 / t - 3) / 2 / 0.58 < 0.2) == accepted
    last = 4 / contradiction
    matrix = f"[[1, 2, {last!r}], [1/2, 1, 2], [{1 / last!r}, 1/2, 1]]"
    rows: Rows = {"A": [2.0, 3.0, 4.0], "B": [3.0, 4.0, 2.0]}

    def scored(rest: str = "") -> ss.Scores:
        criteria = [quantity(name) for name in "xyz"]
        return score_table(criteria, rows, tmp_path, scale="[1, 7]", weights=f"{{method: ahp, matrix: {matrix}{rest}}}")

    found = scored(", allow_inconsistent: true")
    ends = np.array([2 * last, 1.0, 1 / (2 * last)]) ** (1 / 3)  # of three, the geometric means of the rows
    assert [weights_of(found)[name] for name in "xyz"] == pytest.approx((ends / ends.sum()).tolist())
    if accepted:
        assert weights_of(scored()) == weights_of(found)
    else:
        with pytest.raises((ss.ScoringError, ss.DocumentError), match=r"contradict each other .*at most 0\.2"):
            scored()


SAATY = dict(
    zip(range(3, 16), (0.58, 0.9, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59), strict=True)
)


@pytest.mark.parametrize("n", SAATY)
def test_a_consistency_ratio_is_held_against_random_matrices_of_the_same_size(tmp_path: Path, n: int) -> None:
    matrix = np.ones((n, n))
    for row, column in ((0, 1), (1, 2), (2, 0)):  # the first over the second over the third over the first
        matrix[row, column], matrix[column, row] = 40, 1 / 40
    largest = np.linalg.eigvals(matrix).real.max()
    ratio = (largest - n) / (n - 1) / SAATY[n]
    assert ratio > 0.2
    names = [f"x{number}" for number in range(n)]
    rows: Rows = {"A": [2.0] * n, "B": [3.0] * n}
    with pytest.raises((ss.ScoringError, ss.DocumentError), match=f"consistency ratio {ratio:.2f}, at most 0.2"):
        score_table(
            [quantity(name) for name in names], rows, tmp_path, weights=f"{{method: ahp, matrix: {matrix.tolist()}}}"
        )


def orthogonal(n: int) -> np.ndarray:
    """Columns of plus and minus one, each with a mean of 0 and uncorrelated with all others."""
    signs = np.array([[1.0]])
    while len(signs) < n:
        signs = np.block([[signs, signs], [signs, -signs]])
    return signs[:, 1:]


@pytest.mark.parametrize(
    ("alike", "correlation", "kept"),
    [
        (6, 0.5, True),  # 1.5 of 8 eigenvalues is 19 %
        (10, 0.5, True),  # 1.5 of 12 is 12.5 %
        (16, 0.5, False),  # 1.5 of 18 is 8 %
        (10, 0.1, False),  # 1.1 of 12 is 9 %
        (6, -0.5, True),
    ],
)
def test_factor_weights_keep_the_components_of_more_than_a_tenth_of_the_variance(
    tmp_path: Path, alike: int, correlation: float, kept: bool
) -> None:
    one, two, three = orthogonal(8).T[:3]
    pair = [two, correlation * two + np.sqrt(1 - correlation**2) * three]
    values = 4 + np.column_stack([one] * alike + pair)
    names = [f"x{number}" for number in range(alike + 2)]
    rows: Rows = {f"C{row}": values[row].tolist() for row in range(8)}
    found = weights_of(score_table([quantity(name) for name in names], rows, tmp_path, scale="[1, 7]", weights="pca"))
    # squared loadings: 1 on the first component, half of the eigenvalue on the second
    second = (1 + abs(correlation)) / 2 if kept else 0.0
    total = alike + 2 * second
    assert [found[name] for name in names] == pytest.approx([1 / total] * alike + [second / total] * 2, abs=1e-9)


@pytest.mark.parametrize("seed", range(3))
def test_factor_weights_are_those_of_the_best_rotation(tmp_path: Path, seed: int) -> None:
    values = np.random.default_rng(seed).uniform(1, 7, (8, 5))
    names = [f"x{number}" for number in range(5)]
    rows: Rows = {f"C{row}": values[row].tolist() for row in range(8)}
    weights = "{method: pca, components: 2}"
    found = weights_of(score_table([quantity(name) for name in names], rows, tmp_path, scale="[1, 7]", weights=weights))
    eigenvalues, vectors = np.linalg.eigh(np.corrcoef(values.T))
    loadings = vectors[:, -2:] * np.sqrt(eigenvalues[-2:])
    length = np.linalg.norm(loadings, axis=1, keepdims=True)

    def turned(angle: float) -> np.ndarray:
        return loadings @ np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])

    # varimax: the squared loadings, each row counting the same, differ most within a component
    angles = np.linspace(0, np.pi / 2, 1001)
    best = angles[np.argmax([((turned(angle) / length) ** 2).var(axis=0).sum() for angle in angles])]
    fine = best + np.linspace(-2e-3, 2e-3, 2001)
    squares = turned(max(fine, key=lambda angle: ((turned(angle) / length) ** 2).var(axis=0).sum())) ** 2
    expected = squares.max(axis=1) / squares.max(axis=1).sum()
    assert [found[name] for name in names] == pytest.approx(expected.tolist(), abs=1e-5)


def test_entropy_of_a_column_with_gaps_is_that_of_the_countries_that_have_it(tmp_path: Path) -> None:
    rows: Rows = {"A": [1.0, 2.0], "B": [3.0, 3.0], "C": [None, 5.0], "D": [None, 6.0]}
    found = weights_of(score_table([quantity("x"), quantity("y")], rows, tmp_path, scale="[0, 10]", weights="entropy"))

    def told(*values: float) -> float:
        parts = np.array(values) / sum(values)
        return float(1 + (parts * np.log(parts)).sum() / np.log(len(values)))

    x, y = told(1, 3), told(2, 3, 5, 6)
    assert found["x"] == pytest.approx(x / (x + y))
    assert found["y"] == pytest.approx(y / (x + y))


def test_critic_weights_are_spread_times_conflict(tmp_path: Path) -> None:
    rows: Rows = {"A": [1.0, 2.0, 2.0], "B": [7.0, 6.0, 1.0], "C": [4.0, 4.0, 5.0]}
    found = weights_of(
        score_table([quantity(name) for name in "xyz"], rows, tmp_path, scale="[0, 10]", weights="critic")
    )
    # x and y go together; each correlates with z by -1/2 of sqrt(3 / 13)
    near, far = np.sqrt(1 / 6), np.std([0.25, 0, 1])
    off = -0.5 * np.sqrt(3 / 13)
    parts = np.array([near * (1 - off), near * (1 - off), far * 2 * (1 - off)])
    assert [found[name] for name in "xyz"] == pytest.approx((parts / parts.sum()).tolist())


@pytest.mark.parametrize("weights", ["entropy", "critic"])
def test_a_criterion_on_which_all_are_equal_gets_no_weight_from_the_data(tmp_path: Path, weights: str) -> None:
    rows: Rows = {"A": [1.0, 2.0, 3.0], "B": [7.0, 6.0, 3.0], "C": [4.0, 5.0, 3.0]}
    criteria = [quantity(name) for name in "xyz"]
    found = weights_of(score_table(criteria, rows, tmp_path, scale="[0, 10]", weights=weights))
    assert found["z"] == pytest.approx(0, abs=1e-12)
    assert found["x"] + found["y"] == pytest.approx(1)


def test_budgets_and_equal_weights_take_the_place_of_given_ones(tmp_path: Path) -> None:
    rows: Rows = {"A": [2.0, 6.0], "B": [3.0, 3.0]}
    criteria = [quantity("x", weight=9), quantity("y", weight=1)]
    assert scores_of(score_table(criteria, rows, tmp_path, scale="[1, 7]"))["A"] == pytest.approx(2.4)
    assert scores_of(score_table(criteria, rows, tmp_path, scale="[1, 7]", weights="equal"))["A"] == pytest.approx(4)
    budget = "{method: budget, experts: {anna: {x: 1, y: 3}, ben: {x: 60, y: 40}}}"
    found = weights_of(score_table(criteria, rows, tmp_path, scale="[1, 7]", weights=budget))
    assert [found["x"], found["y"]] == pytest.approx([0.425, 0.575])


@pytest.mark.parametrize("scale", SCALES, ids=text)
def test_benefit_of_the_doubt_bounds_hold_one_s_own_worst_against_the_others_best(
    tmp_path: Path, scale: tuple[float, float]
) -> None:
    shares = {"A": [0.5, 0.5], "B": [None, None], "C": [0.5, None]}
    rows: Rows = {code: [None if one is None else float(on(scale, one)) for one in row] for code, row in shares.items()}
    criteria = [quantity("x"), quantity("y")]
    scores = score_table(criteria, rows, tmp_path, scale=text(scale), weights="benefit_of_the_doubt")
    # as they stand A and C are best; B may be best in both, of which A and C have a half, or worst in both
    assert bounds(scores, "A") == pytest.approx(on(scale, [0.5, 1, 1]).tolist())
    assert bounds(scores, "C") == pytest.approx(on(scale, [0.5, 1, 1]).tolist())
    missing = bounds(scores, "B")
    assert missing[0] == pytest.approx(scale[0])
    assert missing[2] == pytest.approx(scale[1])


def test_benefit_of_the_doubt_is_the_best_that_any_weights_make_of_a_country(tmp_path: Path) -> None:
    rows: Rows = {"A": [10.0, 2.0], "B": [4.0, 8.0], "C": [5.0, 4.0]}
    scores = score_table(
        [quantity("x"), quantity("y")], rows, tmp_path, scale="[0, 10]", weights="benefit_of_the_doubt"
    )
    # C under the weights at which A and B are both at 1: 10 x + 2 y = 4 x + 8 y = 1, so x = y = 1 / 12
    assert scores_of(scores) == pytest.approx({"A": 10, "B": 10, "C": 10 * 9 / 12})


# aggregation


@pytest.mark.parametrize(
    ("how", "expected"),
    [
        ("arithmetic", (2 * 2 + 4 + 8) / 4),
        ("geometric", (2 * 2 * 4 * 8) ** 0.25),
        ("harmonic", 4 / (1 / 2 + 1 / 2 + 1 / 4 + 1 / 8)),
        ("{method: power, p: 3}", ((8 + 8 + 64 + 512) / 4) ** (1 / 3)),
        ("{method: power, p: 0}", (2 * 2 * 4 * 8) ** 0.25),
        ("{method: power, p: -2}", ((1 / 4 + 1 / 4 + 1 / 16 + 1 / 64) / 4) ** -0.5),
        ("median", 3.0),
        ("minimum", 2.0),
        ("maximum", 8.0),
        # best first z has a quarter of the weight, y a quarter and x a half; the order weights reach 6/10 at a third,
        # 9/10 at two thirds and 1 at the end, and in between in proportion
        ("{method: owa, weights: [6, 3, 1]}", 8 * 0.45 + 4 * (0.75 - 0.45) + 2 * 0.25),
    ],
)
def test_each_way_to_aggregate_by_hand_with_weights_that_differ(tmp_path: Path, how: str, expected: float) -> None:
    rows: Rows = {"A": [2.0, 4.0, 8.0], "B": [1.0, 1.0, 1.0]}
    criteria = [quantity("x", weight=2), quantity("y"), quantity("z")]
    assert scores_of(score_table(criteria, rows, tmp_path, scale="[0, 10]", aggregate=how))["A"] == pytest.approx(
        expected
    )


@pytest.mark.parametrize("how", ["geometric", "harmonic", "{method: power, p: 0}", "{method: power, p: -0.5}"])
def test_a_zero_of_positive_weight_makes_a_punishing_mean_zero_and_one_of_no_weight_does_not(
    tmp_path: Path, how: str
) -> None:
    rows: Rows = {"A": [0.0, 9.0], "B": [9.0, 9.0], "C": [0.0, 0.0], "D": [0.0, None]}
    found = scores_of(score_table([quantity("x"), quantity("y")], rows, tmp_path, scale="[0, 10]", aggregate=how))
    assert found == pytest.approx({"A": 0, "B": 9, "C": 0, "D": 0})
    off = [quantity("x", weight=0), quantity("y")]
    found = scores_of(score_table(off, rows, tmp_path, scale="[0, 10]", aggregate=how))
    assert found == pytest.approx({"A": 9, "B": 9, "C": 0, "D": np.nan}, nan_ok=True)


@pytest.mark.parametrize(
    "weights", [(0.1, 0.2, 0.3), (0.3, 0.1, 0.2), (0.1, 0.6, 0.7), (0.7, 0.1, 0.6), (0.2, 0.7, 0.9), (0.4, 0.3, 0.7)]
)
def test_copeland_s_half_of_the_weight_is_a_half_whatever_the_rounding(
    tmp_path: Path, weights: tuple[float, float, float]
) -> None:
    heavy = weights.index(max(weights))
    criteria = [quantity(name, weight=weight) for name, weight in zip("xyz", weights, strict=True)]
    rows: Rows = {
        "A": [5.0 if place == heavy else 3.0 for place in range(3)],
        "B": [3.0 if place == heavy else 5.0 for place in range(3)],
        "C": [1.0] * 3,
    }
    scores = score_table(criteria, rows, tmp_path, scale="[1, 7]", aggregate="copeland")
    # A and B each outrank the other on one half, and C on all: half a win and a win of two
    assert scores_of(scores) == {"A": 5.5, "B": 5.5, "C": 1.0}


def test_borda_is_the_mean_share_of_the_weight_on_which_one_is_above(tmp_path: Path) -> None:
    rows: Rows = {"A": [6.0, 2.0], "B": [4.0, 4.0], "C": [4.0, 3.0]}
    criteria = [quantity("x", weight=3), quantity("y")]
    scores = score_table(criteria, rows, tmp_path, scale="[1, 7]", aggregate="borda")
    # A is above both on x; B ties C on x and is above both on y; C ties B on x and is above A on y
    shares = {"A": 0.75, "B": (0.25 + 0.625) / 2, "C": (0.25 + 0.375) / 2}
    assert scores_of(scores) == pytest.approx({code: 1 + 6 * share for code, share in shares.items()})


# rescaling and explanations


@pytest.mark.parametrize("scale", SCALES, ids=text)
def test_a_rescaled_group_runs_from_end_to_end_and_its_explanation_adds_up(
    tmp_path: Path, scale: tuple[float, float]
) -> None:
    criteria = [group("g", [quantity("x"), quantity("y")], weight=3, rest="rescale: minmax"), quantity("z")]
    shares = {"A": [0.2, 0.4, 0.5], "B": [0.5, 0.5, 0.1], "C": [0.3, 0.5, 0.9]}
    rows: Rows = {code: [float(on(scale, one)) for one in row] for code, row in shares.items()}
    scores = score_table(criteria, rows, tmp_path, scale=text(scale))
    assert scores_of(scores, "g") == pytest.approx(dict(zip("ABC", on(scale, [0, 1, 0.5]).tolist(), strict=True)))
    totals = {"A": (0 * 3 + 0.5) / 4, "B": (3 + 0.1) / 4, "C": (1.5 + 0.9) / 4}
    assert scores_of(scores) == pytest.approx({code: float(on(scale, share)) for code, share in totals.items()})
    for code in shares:
        for node in ("made", "g"):
            told = scores.explain(code, node).table
            assert told["adds"].sum() == pytest.approx(scores_of(scores, node)[code], abs=1e-9)
    told = scores.explain("C").table
    assert told.loc["g.x", "adds"] == pytest.approx(3 / 8 * float(on(scale, 0.3)))
    assert told.loc["g", "adds"] == pytest.approx(3 / 4 * float(on(scale, 0.5) - on(scale, 0.4)), abs=1e-9)


@pytest.mark.parametrize(
    "how", ["geometric", "harmonic", "minimum", "median", "copeland", "borda", "{method: owa, weights: [2, 1]}"]
)
def test_the_parts_of_any_mean_add_up_to_it(tmp_path: Path, how: str) -> None:
    criteria = [group("g", [quantity("x"), quantity("y")], weight=3, rest=f"aggregate: {how}"), quantity("z")]
    rows: Rows = {"A": [2.0, 6.0, 3.0], "B": [5.0, 4.0, 2.0], "C": [3.0, None, 6.0]}
    scores = score_table(criteria, rows, tmp_path, scale="[1, 7]", aggregate=how)
    for code in rows:
        assert scores.explain(code).table["adds"].sum() == pytest.approx(scores_of(scores)[code])
    gap = scores.compare("A", "B").table
    assert gap["gap"].sum() == pytest.approx(scores_of(scores)["A"] - scores_of(scores)["B"])


def test_an_explanation_says_what_each_answer_adds_and_a_missing_one_adds_nothing(tmp_path: Path) -> None:
    rows: Rows = {"A": [6.0, None, -4.0], "B": [2.0, 3.0, 1.0]}
    criteria = [quantity("x", weight=2), quantity("y"), quantity("z")]
    scores = score_table(criteria, rows, tmp_path, scale="[-10, 10]")
    words = {line.split("[")[1].rstrip("]"): said for line, said in pairs(scores.explain("A").text())}
    assert [words[name].split(" · ")[1] for name in "xyz"] == ["adds 4.00", "excluded", "takes 1.33"]
    filled = score_table(criteria, rows, tmp_path, scale="[-10, 10]", impute="mean")
    words = {line.split("[")[1].rstrip("]"): said for line, said in pairs(filled.explain("A").text())}
    assert [words[name].split(" · ")[1] for name in "xyz"] == ["adds 3.00", "adds 0.75", "takes 1.00"]


def pairs(text: str) -> list[tuple[str, str]]:
    """Each criterion's line and the one below it."""
    lines = text.splitlines()
    return [(line, lines[number + 1]) for number, line in enumerate(lines) if line.endswith("]")]


# the audit


def test_a_part_is_named_where_its_answers_rest_on_fewer_than_two_sources(tmp_path: Path) -> None:
    def from_(*sources: str) -> str:
        listed = ", ".join(f"{{source: {one}, where: Page 1, states: A fact.}}" for one in sources)
        return f"level: 1, evidence: [{listed}]"

    criteria = [group(name, [levels("x", range(3)), levels("y", range(3))]) for name in ("one", "two", "three", "none")]
    answers: dict[str, str | int | None] = {
        "one.x": from_("a"),
        "one.y": from_("a", "a"),
        "two.x": from_("a"),
        "two.y": from_("b"),
        "three.x": from_("a", "b", "c"),
    }
    scores = score_levels(criteria, {"KEN": answers, "UGA": {"two.x": from_("a", "b")}}, tmp_path)
    found = ss.audit(scores).countries
    assert found.loc["KEN", ["answered", "missing", "sources", "few_sources"]].tolist() == [5, 3, 3, "one"]
    assert found.loc["UGA", ["answered", "missing", "sources", "few_sources"]].tolist() == [1, 7, 2, ""]
    assert FACT.count("source") == 1  # what the helper writes where a test says nothing
