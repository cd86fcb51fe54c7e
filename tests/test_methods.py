"""Open methods: a user registers one in a few lines and names it in a rubric, and it holds like built-in ones."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import strategyscore as ss
from strategyscore.methods.registry import REGISTRIES

FRAME = pd.DataFrame(
    {
        "iso3": ["BDI", "KEN", "RWA", "TZA", "UGA"],
        "a": [1.0, 4, 2, 8, 5],
        "b": [20.0, 10, 40, 30, 50],
        "c": [3.0, 1, 4, 1, 5],
    }
)


@pytest.fixture(autouse=True)
def _clean() -> Iterator[None]:
    """What a test registers is forgotten after it."""
    before = {step: set(registry.named()) for step, registry in REGISTRIES.items()}
    yield
    for step, registry in REGISTRIES.items():
        for name in set(registry.named()) - before[step]:
            registry.remove(name)


def scored(content: dict[str, object], frame: pd.DataFrame = FRAME) -> ss.Scores:
    criteria = [{"id": name, "unit": "1", "normalise": content.pop("normalise", "minmax")} for name in "abc"]
    for entry in criteria:
        entry["normalise"] = criteria[0]["normalise"]
    rubric = ss.load_rubric({"rubric": "x", "criteria": criteria, **content})
    return ss.score(rubric, ss.read_table(frame, rubric))


def test_a_lehmer_mean_registered_in_five_lines_scores_with_intervals() -> None:
    @ss.methods.aggregation("lehmer", phrase="Lehmer mean", from_zero=True)
    def lehmer(values, weights, p: float = 2.0):
        shares = ss.methods.shares(values, weights)
        known = np.where(shares == 0, 1.0, values)
        return (shares * known**p).sum(axis=-1) / (shares * known ** (p - 1)).sum(axis=-1)

    scores = scored({"aggregate": {"method": "lehmer", "p": 3}, "scale": [1, 10]})
    values = scores.prepared.values
    expected = (values**3).sum(axis=1) / (values**2).sum(axis=1)
    np.testing.assert_allclose(scores.nodes.values[:, 0], expected, rtol=1e-12)
    drawn = ss.uncertainty(scores, draws=300, vary="weights")
    number, weights = 7, drawn.weights_of(7).to_numpy()
    by_hand = (values**3 @ weights) / (values**2 @ weights)
    np.testing.assert_allclose(drawn.kept[number], by_hand, rtol=1e-12)
    assert (drawn.ranks["lower"] <= drawn.ranks["upper"]).all()
    assert scores.explain("KEN").parts[-1].reply == "effect of the Lehmer mean"
    parts = scores.explain("KEN").table["adds"].sum()
    assert parts == pytest.approx(scores.table.loc["KEN", "score"], abs=1e-9)


def test_settings_of_ones_own_method_are_checked_like_those_of_others() -> None:
    @ss.methods.aggregation("lehmer")
    def lehmer(values, weights, p: float = 2.0):
        return ss.methods.arithmetic(values, weights)

    for settings, message in (
        ({"method": "lehmer", "q": 3}, r"unknown key 'q'"),
        ({"method": "lehmer", "p": "three"}, r"'three' stands here; it must be a number"),
        ({"method": "lehmr"}, r"'lehmr' is not known here; did you mean 'lehmer'"),
        ({"method": "lehmer", "matrix": [[1]]}, r"unknown key 'matrix'"),
        ({"method": "geometric", "p": 2}, r"'p' goes with method power or lehmer, not with geometric; remove it"),
    ):
        with pytest.raises(ss.DocumentError, match=message):
            scored({"aggregate": settings})


def test_a_method_from_zero_up_is_refused_on_another_scale() -> None:
    @ss.methods.aggregation("lehmer", from_zero=True)
    def lehmer(values, weights):
        return ss.methods.arithmetic(values, weights)

    with pytest.raises(ss.DocumentError, match="lehmer means need a scale from 0 up"):
        scored({"aggregate": "lehmer", "scale": [-1, 1]})


def test_a_normalisation_of_ones_own() -> None:
    @ss.methods.normalisation("logistic")
    def logistic(values, middle: float, steep: float = 1.0):
        return 1 / (1 + np.exp(-steep * (np.asarray(values) - middle)))

    scores = scored({"normalise": {"method": "logistic", "middle": 4}})
    a = scores.nodes.values[:, scores.column["a"]]
    np.testing.assert_allclose(a, 100 / (1 + np.exp(-(FRAME["a"] - 4))), rtol=1e-12)
    ranged = scored({"normalise": {"method": "logistic", "middle": 4, "range": [10, 20]}})
    np.testing.assert_allclose(ranged.nodes.values[:, ranged.column["a"]], 10 + a / 10, rtol=1e-12)
    with pytest.raises(ss.DocumentError, match="method logistic needs 'middle'"):
        scored({"normalise": "logistic"})


def test_a_normalisation_that_gives_no_number_is_an_error_that_names_the_criterion() -> None:
    @ss.methods.normalisation("broken")
    def broken(values):
        return np.where(np.asarray(values) == 4, np.nan, 0.5)

    with pytest.raises(ss.ScoringError, match="a, c: broken gives no number for some value"):
        scored({"normalise": "broken"})


def test_a_weighting_of_ones_own_rests_on_the_data_of_each_draw() -> None:
    @ss.methods.weighting("spread")
    def spread(values):
        deviation = np.nanstd(values, axis=0)
        return deviation / deviation.sum()

    scores = scored({"weights": "spread"})
    deviation = scores.prepared.values.std(axis=0)
    np.testing.assert_allclose(scores.nodes.weights[0, 1:], deviation / deviation.sum(), rtol=1e-12)
    vary = {"methods": {"normalise": ["minmax", {"method": "rank", "range": [0, 100]}]}}
    drawn = ss.uncertainty(scores, draws=20, vary=vary)
    other = scored({"weights": "spread", "normalise": {"method": "rank", "range": [0, 100]}})
    for number, name in enumerate(drawn.settings["normalise"]):
        expected = other if name.startswith("rank") else scores
        np.testing.assert_allclose(drawn.kept[number], expected.nodes.values[:, 0], rtol=0, atol=1e-9)
    assert drawn.settings["normalise"].nunique() == 2


def test_a_treatment_of_ones_own_is_reported_by_its_phrase() -> None:
    @ss.methods.treatment("halve_the_largest", phrase="largest halved")
    def halve_the_largest(values):
        array = np.array(values, dtype=float)
        array[np.nanargmax(array, axis=0), np.arange(array.shape[1])] /= 2
        return array

    scores = scored({"treat": "halve_the_largest"})
    assert scores.treated["action"].tolist() == ["largest halved"] * 3
    assert scores.treated.loc["a", "countries"] == "TZA"


def test_an_imputation_and_a_transform_of_ones_own() -> None:
    @ss.methods.imputation("seven")
    def seven(values):
        return np.where(np.isnan(values), 7.0, values)

    @ss.methods.transform("cube")
    def cube(values):
        return np.asarray(values) ** 3

    frame = FRAME.assign(a=[1.0, np.nan, 2, 8, 5])
    criteria = [{"id": "a", "unit": "1", "normalise": "minmax", "transform": "cube"}]
    rubric = ss.load_rubric({"rubric": "x", "impute": "seven", "criteria": criteria})
    scores = ss.score(rubric, ss.read_table(frame, rubric))
    assert scores.table.loc["KEN", "score"] == pytest.approx(100 * (7 - 1) / (512 - 1))
    assert scores.table.loc["KEN", "imputed"] == 1


def test_an_installed_package_registers_by_an_entry_point(tmp_path: Path) -> None:
    """A real package on the path, as an installer lays it out, found in a process that never imported it."""
    (tmp_path / "meanpack.py").write_text(
        "import strategyscore.methods as methods\n"
        "@methods.aggregation('second_best', phrase='second best')\n"
        "def second_best(values, weights):\n"
        "    import numpy as np\n"
        "    return np.sort(values, axis=-1)[..., -2]\n",
        encoding="utf-8",
    )
    info = tmp_path / "meanpack-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: meanpack\nVersion: 1.0\n", encoding="utf-8")
    (info / "entry_points.txt").write_text("[strategyscore.methods]\nmeanpack = meanpack\n", encoding="utf-8")
    code = (
        "import strategyscore as ss\n"
        "levels = {0: 'n', 1: 'y'}\n"
        "criteria = [{'id': name, 'levels': levels} for name in 'ab']\n"
        "rubric = ss.load_rubric({'rubric': 'x', 'aggregate': 'second_best', 'criteria': criteria})\n"
        "print(rubric.root.description)\n"
    )
    source = str(Path(ss.__file__).parents[1])
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={"PYTHONPATH": f"{tmp_path}:{source}"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "second best\n"


def test_facts_of_methods_are_those_of_their_functions() -> None:
    """What the registry says of each aggregation, tried on numbers."""
    values, weights = np.array([[1.0, 4.0], [2.0, 2.0], [9.0, 1.0]]), np.array([0.25, 0.75])
    for method in ss.methods.aggregations.all():
        pair = {"interaction": {"a": {"b": 0.5}}, "ids": ["a", "b"]}
        settings = {"power": {"p": 2.0}, "owa": {"weights": [1.0, 2.0]}, "choquet": pair}.get(method.name, {})
        together = method.function(values, weights, **settings)
        alone = np.array([method.function(row[None, :], weights, **settings)[0] for row in values])
        assert np.allclose(together, alone) != method.among_others, method.name
        if not method.among_others:
            linear = np.allclose(together, values @ weights)
            assert linear == method.linear, method.name
        if method.needs_zero(settings):
            with pytest.raises(ss.ScoringError):
                method.function(-values, weights, **settings)
        if method.columns is not None:
            np.testing.assert_allclose(method.columns(list(values.T), weights), together, rtol=1e-12)


def test_columns_come_to_what_the_array_of_draws_comes_to() -> None:
    """Columns the same in all draws beside drawn ones, answers that are missing, and weights that are zero."""
    random = np.random.default_rng(3)
    draws, countries = 7, 5
    columns = [random.uniform(1, 100, countries), random.uniform(1, 100, (draws, countries)), np.full(countries, 0.0)]
    columns[0][[0, 1]], columns[1][:, 0], columns[1][2, 3], columns[2][[0, 2]] = np.nan, np.nan, np.nan, np.nan
    values = np.stack(np.broadcast_arrays(*columns), axis=-1)
    drawn = random.dirichlet(np.ones(3), draws)
    at_times = drawn.copy()
    at_times[3, 2] = 0.0  # a child that counts in some draws only
    methods = [method for method in ss.methods.aggregations.all() if method.columns is not None]
    assert {method.name for method in methods} == {"arithmetic", "geometric", "minimum", "maximum"}
    told: list[tuple[str, dict[str, Any]]] = [(method.name, {}) for method in methods]
    told += [("geometric", {"ends": [10.0, 1.0]}), ("geometric", {"ends": [1.0, 100.0]})]
    for name, settings in told:
        method = ss.methods.aggregations[name]
        assert method.columns is not None
        for weights in (np.array([0.5, 0.5, 0.0]), np.array([0.0, 1.0, 0.0]), np.full(3, 1 / 3), drawn, at_times):
            got = method.columns(columns, weights, **settings)
            row = weights[..., None, :] if weights.ndim > 1 else weights
            expected = method.function(values, row, **settings)
            assert not any(np.shares_memory(got, column) for column in columns if got is not None)
            if got is None:
                assert weights is at_times
            else:
                assert got.shape == expected.shape
                np.testing.assert_allclose(got, expected, rtol=1e-12)
