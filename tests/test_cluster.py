"""Uncertainty on a real local cluster of two worker processes."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import Executor

import numpy as np
import pytest

import strategyscore as ss

distributed = pytest.importorskip("distributed", reason="the extra [cluster] is not installed")

pytestmark = [pytest.mark.slow, pytest.mark.cluster]

RUBRIC, COUNTRIES = ss.load_rubric(), ss.load_countries()
ALL = {
    "weights": {},
    "ratings": {},
    "missing": {},
    "methods": {"aggregate": ["arithmetic", "geometric"], "spacing": ["equal", "convex"]},
    "structure": {},
}


@pytest.fixture(scope="module")
def executor() -> Iterator[Executor]:
    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, host="127.0.0.1"
        ) as cluster,
        distributed.Client(cluster) as client,
    ):
        assert len(set(client.run(os.getpid).values()) - {os.getpid()}) == 2
        yield client.get_executor()


@pytest.mark.parametrize("draws", [100, 3300])
def test_a_cluster_gives_the_same_bits(executor: Executor, draws: int) -> None:
    told: list[int] = []
    there = ss.uncertainty(
        ss.score(RUBRIC, COUNTRIES), draws=draws, vary=ALL, executor=executor, on_progress=told.append
    )
    here = ss.uncertainty(ss.score(RUBRIC, COUNTRIES), draws=draws, vary=ALL)
    np.testing.assert_array_equal(there.counts, here.counts)
    np.testing.assert_array_equal(there.kept, here.kept)
    assert told[-1] == draws
    assert told == sorted(told)


def test_sensitivity_too(executor: Executor) -> None:
    there = ss.sensitivity(ss.score(RUBRIC, COUNTRIES), draws=300, executor=executor)
    here = ss.sensitivity(ss.score(RUBRIC, COUNTRIES), draws=300)
    for one, two in zip(there.samples, here.samples, strict=True):
        np.testing.assert_array_equal(one, two)
