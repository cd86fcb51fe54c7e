"""How long a panel takes: 50 countries, 30 years, 50 criteria. Run: pytest tests/benchmarks --benchmark-enable."""

from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd
import pytest

import strategyscore as ss

COUNTRIES, YEARS, GROUPS, EACH = 50, 30, 5, 10


@pytest.fixture(scope="module")
def rubric() -> ss.Rubric:
    groups = [
        {"id": f"g{group}", "criteria": [{"id": f"c{i}", "unit": "1", "normalise": "minmax"} for i in range(EACH)]}
        for group in range(GROUPS)
    ]
    return ss.load_rubric({"rubric": "root", "criteria": groups})


def read(rubric: ss.Rubric, holes: float = 0.0) -> ss.CountryPanel:
    random = np.random.default_rng(0)
    values = random.uniform(1, 100, (COUNTRIES * YEARS, GROUPS * EACH))
    values[random.random(values.shape) < holes] = np.nan
    table = pd.DataFrame(values, columns=[leaf.path for leaf in rubric.criteria]).assign(
        unit=np.tile([f"U{i:03}" for i in range(COUNTRIES)], YEARS),
        year=np.repeat(np.arange(1990, 1990 + YEARS), COUNTRIES),
    )
    return ss.read_table(table, rubric, country="unit", time="year")


@pytest.mark.parametrize("over", ["all", "each"])
def test_a_panel(benchmark, rubric: ss.Rubric, over: str) -> None:
    rubric = dataclasses.replace(rubric, over=over)
    scores = benchmark(ss.score, rubric, read(rubric))
    assert scores.series().shape == (YEARS, COUNTRIES)


@pytest.mark.parametrize("over", ["all", "each"])
def test_a_panel_with_gaps_that_are_filled(benchmark, rubric: ss.Rubric, over: str) -> None:
    rubric = dataclasses.replace(rubric, over=over, fill="linear")
    scores = benchmark(ss.score, rubric, read(rubric, 0.05))
    assert (scores.series("g0", "imputed") > 0).any()


def test_the_table_of_a_panel(benchmark, rubric: ss.Rubric) -> None:
    scores = ss.score(rubric, read(rubric))
    assert len(benchmark(lambda: scores.panel)) == COUNTRIES * YEARS


def test_reading_a_panel(benchmark, rubric: ss.Rubric) -> None:
    assert len(benchmark(read, rubric)) == YEARS
