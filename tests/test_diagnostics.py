"""Diagnostics, against pandas and numpy on a published data set."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import strategyscore as ss
from strategyscore import diagnostics

DATA = Path(__file__).parent / "published" / "data"
SCORES = ss.score(*ss.exchange.coinr.read_coin(DATA / "coinr_asem_idata.csv", DATA / "coinr_asem_imeta.csv"))
RAW = pd.read_csv(DATA / "coinr_asem_idata.csv").set_index("uCode").sort_index()


def test_statistics_of_each_criterion() -> None:
    table = diagnostics.statistics(SCORES)
    assert len(table) == 49
    for leaf in SCORES.rubric.criteria:
        row, column = table.loc[leaf.path], RAW[leaf.id]
        assert row["missing"] == column.isna().sum()
        assert row["mean"] == pytest.approx(column.mean(), rel=1e-12)
        assert row["skewness"] == pytest.approx(column.skew(), rel=1e-9)
        assert row["kurtosis"] == pytest.approx(column.kurt(), rel=1e-9)
        assert row["outlying"] == (abs(column.skew()) >= 2 and column.kurt() >= 3.5)


def test_correlations_within_a_group_and_across() -> None:
    within = diagnostics.correlations(SCORES, "Conn.Political", method="spearman")
    assert list(within) == ["Conn.Political.Embs", "Conn.Political.IGOs", "Conn.Political.UNVote"]
    expected = RAW[["Embs", "IGOs", "UNVote"]].corr(method="spearman").to_numpy()
    np.testing.assert_allclose(within, expected, rtol=0, atol=1e-9)
    assert diagnostics.correlations(SCORES).shape == (49, 49)


def test_reliability_by_its_other_formula() -> None:
    table = diagnostics.reliability(SCORES)
    assert set(table.index) == {node.path for node in SCORES.rubric.nodes if node.children}
    whole = RAW[["Embs", "IGOs", "UNVote"]].dropna()
    standard = (whole - whole.mean()) / whole.std()
    k = 3
    alpha = k / (k - 1) * (1 - standard.var().sum() / standard.sum(axis=1).var())
    assert table.loc["Conn.Political", "alpha"] == pytest.approx(alpha, rel=1e-9)
    assert table.loc["Conn.Political", "n"] == len(whole)


def test_principal_components_add_up() -> None:
    table = diagnostics.principal_components(SCORES, "Conn.Political")
    assert table["eigenvalue"].sum() == pytest.approx(3)
    assert table["cumulated"].iloc[-1] == pytest.approx(1)
    expected = np.linalg.eigvalsh(RAW[["Embs", "IGOs", "UNVote"]].corr().to_numpy())[::-1]
    np.testing.assert_allclose(table["eigenvalue"], expected, rtol=1e-9)


def test_effective_weights_are_shares_of_squared_correlations() -> None:
    table = diagnostics.effective_weights(SCORES)
    for _, siblings in table.groupby("group"):
        assert siblings["given"].sum() == pytest.approx(1)
        assert siblings["effective"].sum() == pytest.approx(1)
    tidy = SCORES.tidy.pivot(index="country", columns="node", values="score")
    assert table.loc["Conn", "correlation"] == pytest.approx(tidy["Conn"].corr(tidy["Index"]), rel=1e-9)
