"""How long scoring takes beside the least that numpy could do. Run: pytest tests/benchmarks --benchmark-enable."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import strategyscore as ss

N, GROUPS, EACH = 200, 10, 10


@pytest.fixture(scope="module")
def values() -> np.ndarray:
    return np.random.default_rng(0).uniform(1, 100, (N, GROUPS * EACH))


def index() -> ss.Rubric:
    groups = [
        {
            "id": f"g{group}",
            "criteria": [{"id": f"c{i}", "unit": "1", "normalise": "minmax"} for i in range(EACH)],
        }
        for group in range(GROUPS)
    ]
    return ss.load_rubric({"rubric": "root", "criteria": groups})


def loaded(values: np.ndarray) -> tuple[ss.Rubric, ss.Countries]:
    rubric = index()
    columns = [leaf.path for leaf in rubric.criteria]
    table = pd.DataFrame(values, columns=columns).assign(unit=[f"U{i:03}" for i in range(N)])
    return rubric, ss.read_table(table, rubric, country="unit")


def floor(values: np.ndarray) -> np.ndarray:
    """Min-max, two levels of means and a rank, and nothing else."""
    low, high = values.min(axis=0), values.max(axis=0)
    scaled = (values - low) / (high - low) * 100
    inner = scaled.reshape(N, GROUPS, EACH).mean(axis=2)
    total = inner.mean(axis=1)
    ranks = np.empty(N)
    ranks[np.argsort(-total)] = np.arange(1, N + 1)
    return total


def test_floor(benchmark, values: np.ndarray) -> None:
    assert benchmark(floor, values).shape == (N,)


def test_score(benchmark, values: np.ndarray) -> None:
    scores = benchmark(ss.score, *loaded(values))
    np.testing.assert_allclose(scores.nodes.values[:, 0], floor(values), rtol=1e-12)


def test_score_with_missing_values_and_their_bounds(benchmark, values: np.ndarray) -> None:
    holes = np.where(np.random.default_rng(1).random(values.shape) < 0.05, np.nan, values)
    nodes = benchmark(ss.score, *loaded(holes)).nodes
    assert (nodes.lower[:, 0] < nodes.values[:, 0]).all()


def test_score_and_ranks(benchmark, values: np.ndarray) -> None:
    rubric, countries = loaded(values)
    assert benchmark(lambda: ss.score(rubric, countries).ranks).shape == (N, 111)


def test_tables_with_their_checks(benchmark, values: np.ndarray) -> None:
    rubric, countries = loaded(values)
    assert len(benchmark(lambda: ss.score(rubric, countries).table)) == N


def test_bundled_documents_from_disk(benchmark) -> None:
    assert len(benchmark(lambda: ss.score(ss.load_rubric(), ss.load_countries())).countries) >= 4
