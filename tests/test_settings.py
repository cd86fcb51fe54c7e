"""What methods may be told: each slip is refused with what to do instead; and weights that follow what is left."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

import strategyscore as ss
from strategyscore.methods.choice import ChoiceError, choice_of

LEAVES = ("a", "b", "c")
VALUES = pd.DataFrame(
    {"code": ["FRA", "KEN", "NZL", "RUS"], "a": [90, 40, 60, 10], "b": [20, 80, 50, 70], "c": [55, 65, 95, 30]}
).assign(people=[1, 2, 4, 8], name=["x", "y", "z", "w"], none=[0, 1, 1, 1])


def scored(weights: Any = "given") -> ss.Scores:
    leaves = [{"id": name, "unit": "one", "normalise": "none"} for name in LEAVES]
    rubric = ss.load_rubric({"rubric": "mine", "weights": weights, "criteria": leaves})
    return ss.score(rubric, ss.read_table(VALUES, rubric, "code"))


@pytest.mark.parametrize(
    ("step", "told", "says"),
    [
        ("aggregate", 3, "the name of a method, or a mapping"),
        ("aggregate", {"method": "owa", "weights": [0, 0]}, "all weights here are zero"),
        ("normalise", {}, "the key 'method' is missing"),
        ("normalise", {"method": "minmax", "range": [100, 0]}, "the range falls"),
        ("normalise", {"method": "goalposts", "low": None, "high": 1}, "nothing stands here"),
        ("normalise", {"method": "goalposts", "low": 0, "high": 1e-200}, "1e-200 is nearer to 0 than 1e-50; write 0"),
        ("treat", {"method": "winsorise", "quantiles": [0.9, 0.1]}, "the quantiles fall"),
        ("treat", {"method": "log", "then": "winsorise"}, "give both or none"),
        ("weights", {"method": "benefit_of_the_doubt", "low": 0.6, "high": 0.3}, "the limits fall"),
        ("weights", {"method": "ahp", "matrix": [[1, "1/0"], [1, 1]]}, "'1/0' divides by zero"),
    ],
)
def test_a_setting_that_cannot_be_is_refused(step: Any, told: Any, says: str) -> None:
    with pytest.raises(ChoiceError, match=says):
        choice_of(step, told)


@pytest.mark.parametrize(
    ("weights", "says"),
    [
        ({"method": "balanced", "targets": {"a": 0, "b": 0, "c": 0}}, "all targets are zero"),
        ({"method": "budget", "experts": {"x": {"a": 0, "b": 0, "c": 0}}}, "the expert gave no points"),
        ({"method": "budget", "experts": {"x": {"a" * 65: 1}}}, "an id of 65 letters is too long"),
    ],
)
def test_weights_that_no_group_can_have_are_refused(weights: Any, says: str) -> None:
    with pytest.raises(ss.DocumentError, match=says):
        scored(weights)


@pytest.mark.parametrize(
    ("key", "column", "says"),
    [
        ("multiply_by", "name", "holds text, so it cannot multiply"),
        ("divide_by", "name", "holds text, so it cannot divide"),
        ("divide_by", "none", "is 0 for some country, so it cannot divide"),
    ],
)
def test_a_column_that_cannot_multiply_or_divide_is_refused(key: str, column: str, says: str) -> None:
    """The table was read for a rubric that did not ask for the column."""
    countries = scored().countries
    keys = {"transform": {key: column}} if key == "divide_by" else {key: column}
    leaf = {"id": "a", "unit": "one", "normalise": "none", **keys}
    with pytest.raises(ss.ScoringError, match=says):
        ss.score(ss.load_rubric({"rubric": "mine", "criteria": [leaf]}), countries)


@pytest.mark.parametrize(
    "weights", ["entropy", "critic", "balanced", pytest.param("benefit_of_the_doubt", marks=pytest.mark.long)]
)
def test_weights_of_the_data_are_worked_out_anew_where_a_criterion_is_left_out(weights: str) -> None:
    """A draw without a criterion gives what the rubric without it does."""
    scores = scored(weights)
    drawn = ss.uncertainty(scores, draws=20, vary="structure")
    without = {path: ss.score(scores.rubric.without(path), scores.countries).nodes.values[:, 0] for path in LEAVES}
    left_out = drawn.settings["left_out"].to_numpy()
    assert {path for path in left_out if path in LEAVES} == set(LEAVES)
    for path, found in zip(left_out, drawn.kept, strict=True):
        assert_allclose(found, without.get(path, scores.nodes.values[:, 0]), atol=1e-9)


def test_a_log_that_is_not_enough_pulls_the_outermost_in() -> None:
    values = np.array([[1.0, 1.1, 1.2, 1.3, 1.1, 1.2, 1.0, 1e9]]).T
    treat = ss.methods.treatments["log"]
    after, done = treat.function(values, skewness=2.0, kurtosis=3.5, then="winsorise", points=1)
    assert done == ["log, winsorised"]
    assert after[-1] == after[:-1].max()


def test_what_varies_may_stand_in_a_file(tmp_path: Path) -> None:
    scores, path = scored(), tmp_path / "vary.yaml"
    path.write_text("structure: {}\n", encoding="utf-8")
    told = ss.uncertainty(scores, draws=50, vary=path)
    assert told.kept.tolist() == ss.uncertainty(scores, draws=50, vary="structure").kept.tolist()
    path.write_text("struktur: {}\n", encoding="utf-8")
    with pytest.raises(ss.DocumentError, match=r"vary\.yaml:1:1: .*'struktur'.* did you mean 'structure'"):
        ss.uncertainty(scores, draws=50, vary=str(path))
    with pytest.raises(IndexError, match="they run from 0 to 49"):
        told.weights_of(50)
