"""How long draws take beside bare numpy and scikit-criteria. Run: pytest tests/benchmarks --benchmark-enable."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import strategyscore as ss

DATA = Path(__file__).parents[1] / "published" / "data"
GIB = 1 << 30


def flat(countries: int, criteria: int) -> tuple[ss.Rubric, ss.Countries]:
    """A table of random quantities under one level of equal weights."""
    criteria = [{"id": f"c{i}", "unit": "1", "normalise": "minmax"} for i in range(criteria)]
    rubric = ss.load_rubric({"rubric": "root", "criteria": criteria})
    values = np.random.default_rng(0).uniform(1, 100, (countries, len(rubric.criteria)))
    table = pd.DataFrame(values, columns=[leaf.path for leaf in rubric.criteria])
    return rubric, ss.read_table(table.assign(unit=[f"U{i:03}" for i in range(countries)]), rubric, country="unit")


def floor(values: np.ndarray, draws: int) -> np.ndarray:
    """Dirichlet draws, one matrix product, one argsort, rank counts, and nothing else."""
    countries, criteria = values.shape
    weights = np.random.default_rng(0).dirichlet(np.full(criteria, 50 / criteria), draws)
    order = np.argsort(-(weights @ values.T), axis=1)
    places = order * countries + np.arange(countries)
    return np.bincount(places.ravel(), minlength=countries**2).reshape(countries, countries)


@pytest.mark.benchmark(group="weights only, 200 countries x 100 criteria, 10,000 draws")
def test_weights_floor(benchmark) -> None:
    values = ss.score(*flat(200, 100)).nodes.values[:, 1:]
    assert benchmark(floor, values, 10_000).sum() == 200 * 10_000


@pytest.mark.benchmark(group="weights only, 200 countries x 100 criteria, 10,000 draws")
def test_weights(benchmark) -> None:
    rubric, countries = flat(200, 100)
    found = benchmark(lambda: ss.uncertainty(ss.score(rubric, countries), draws=10_000, vary="weights"))
    assert found.counts.sum() == 200 * 10_000
    np.testing.assert_allclose(found.counts.sum(axis=1), 10_000)


@pytest.mark.slow
@pytest.mark.benchmark(group="weights only, 200 countries x 100 criteria, 50 draws")
def test_weights_of_scikit_criteria_in_a_loop(benchmark) -> None:
    skcriteria = pytest.importorskip("skcriteria", reason="scikit-criteria is not installed")
    from skcriteria.agg.simple import WeightedSumModel

    values = ss.score(*flat(200, 100)).nodes.values[:, 1:]
    weights = np.random.default_rng(0).dirichlet(np.full(100, 0.5), 50)
    model = WeightedSumModel()

    def loop() -> list[np.ndarray]:
        return [model.evaluate(skcriteria.mkdm(values, [max] * 100, weights=one)).rank_ for one in weights]

    ranks = benchmark(loop)
    mine = np.argsort(np.argsort(-(weights @ values.T), axis=1), axis=1) + 1
    np.testing.assert_array_equal(np.array(ranks), mine)


@pytest.mark.benchmark(group="ASEM 51 x 49, three levels, everything varied, 10,000 draws")
@pytest.mark.parametrize("what", ["weights", "everything"])
def test_asem(benchmark, what: str) -> None:
    minmax = {"method": "minmax", "range": [1, 100]}
    rubric, countries = ss.exchange.coinr.read_coin(
        DATA / "coinr_asem_idata.csv", DATA / "coinr_asem_imeta.csv", normalise=minmax
    )
    errors = {"Conn.Physical.LPI": 0.1, "Conn.Political.IGOs": 5, "Sust.Social.CPI": 2}
    everything = {
        "weights": {},
        "missing": {},
        "ratings": {"standard_errors": errors},
        "methods": {
            "normalise": [minmax, {"method": "percentile", "range": [1, 100]}],
            "aggregate": ["arithmetic", "geometric"],
        },
    }
    vary = everything if what == "everything" else "weights"
    found = benchmark(lambda: ss.uncertainty(ss.score(rubric, countries), draws=10_000, vary=vary))
    assert found.counts.sum() == 51 * 10_000


def seconds(criteria: int, draws: int) -> float:
    """The least of three times on the processor, so that a busy machine counts little."""
    scores = ss.score(*flat(200, criteria))
    times = []
    for _ in range(3):
        start = time.process_time()
        ss.uncertainty(scores, draws=draws, vary="weights")
        times.append(time.process_time() - start)
    return min(times)


def test_cost_grows_no_faster_than_draws_and_criteria() -> None:
    base = seconds(100, 2_500)
    assert seconds(100, 10_000) < 8 * base  # four times as many; were it the square, sixteen times the cost
    assert seconds(400, 2_500) < 8 * base


@pytest.mark.benchmark(group="cost by draws and criteria")
@pytest.mark.parametrize(("criteria", "draws"), [(100, 5_000), (100, 20_000), (100, 80_000), (400, 5_000), (25, 5_000)])
def test_cost_by_draws_and_criteria(benchmark, criteria: int, draws: int) -> None:
    draws = draws // 20 if benchmark.disabled else draws
    scores = ss.score(*flat(200, criteria))
    options = {"draws": draws, "vary": "weights"}
    assert benchmark.pedantic(ss.uncertainty, (scores,), options, rounds=2).counts.sum() == 200 * draws


@pytest.mark.long
def test_a_million_draws_stay_within_a_gibibyte(benchmark) -> None:
    """Peak memory of a process of its own, in its tables too; with ``--benchmark-disable`` of a fiftieth of the draws.

    Of these all scores are kept, 32 MB; the libraries alone take most of the rest.
    """
    draws, most = (20_000, 550 << 20) if benchmark.disabled else (1_000_000, GIB)
    code = (
        "from tests.benchmarks.test_uncertainty import flat, peak, ss\n"
        f"u = ss.uncertainty(ss.score(*flat(200, 100)), draws={draws}, vary='weights')\n"
        "u.ranks, u.scores, u.acceptability, u.dominance\n"
        "print(peak())"
    )

    def run() -> int:
        done = subprocess.run(
            [sys.executable, "-c", code], cwd=Path(__file__).parents[2], capture_output=True, check=True, text=True
        )
        return int(done.stdout)

    found = benchmark.pedantic(run, rounds=1)
    benchmark.extra_info["peak MiB"] = found >> 20
    assert found < most


def peak() -> int:
    """The most memory that this process has had, in bytes.

    What the system counts of a child takes in the parent that it was split from; Linux tells of the process alone.
    """
    status = Path("/proc/self/status")
    if status.is_file():
        return int(re.findall(r"VmHWM:\s+(\d+) kB", status.read_text(encoding="utf-8"))[0]) * 1024
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
