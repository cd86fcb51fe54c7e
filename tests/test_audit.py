"""The audit: agreement as published, and counts that add up."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

import strategyscore as ss
from strategyscore.analysis.agreement import krippendorff_alpha
from strategyscore.cli.app import app

RUBRIC, COUNTRIES = ss.load_rubric(), ss.load_countries()
X = np.nan
# Four coders, twelve units: section E of Krippendorff, Computing Krippendorff's Alpha-Reliability (2011).
PUBLISHED = np.array(
    [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, X, X, X],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, X, 3],
        [X, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, X],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, X],
    ]
)


@pytest.mark.parametrize(("scale", "alpha"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849)])
def test_alpha_is_the_published_one(scale, alpha) -> None:
    assert round(krippendorff_alpha(PUBLISHED, scale), 3) == alpha


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=2, max_size=30))
def test_alpha_knows_neither_the_order_of_coders_nor_of_units(pairs) -> None:
    ratings = np.array(pairs, dtype=float).T
    one, two = krippendorff_alpha(ratings), krippendorff_alpha(ratings[::-1, ::-1])
    assert one == pytest.approx(two, nan_ok=True)
    assert not one > 1 + 1e-12
    agreed = krippendorff_alpha(np.vstack([ratings[0], ratings[0]]))
    assert np.isnan(agreed) or agreed == pytest.approx(1)


def test_nothing_to_compare_is_not_agreement() -> None:
    assert np.isnan(krippendorff_alpha(np.array([[1.0, X], [X, 2.0]])))
    assert np.isnan(krippendorff_alpha(np.array([[2.0, 2.0], [2.0, 2.0]])))


def test_counts_add_up() -> None:
    found = ss.audit(ss.score(RUBRIC, COUNTRIES))
    assert (found.criteria["answered"] + found.criteria["missing"] == len(COUNTRIES)).all()
    assert (found.criteria[["high", "medium", "low"]].sum(axis=1) == found.criteria["answered"]).all()
    assert found.criteria["answered"].sum() == found.countries["answered"].sum()
    assert found.countries.loc["RUS", "sources"] == 1
    assert found.countries.loc["RUS", "missing"] == 7
    assert found.criteria["coded_twice"].sum() >= 60
    assert 0.8 < found.alpha < 1
    earlier = ss.audit(ss.score(RUBRIC, COUNTRIES, as_of="2025-02"))
    assert earlier.criteria["answered"].sum() < found.criteria["answered"].sum()


def test_second_codings_are_found_and_compared() -> None:
    profile = COUNTRIES["CHN"]
    keys = [leaf.key for leaf in RUBRIC.criteria if leaf.key in profile.history][:3]
    history = {key: (replace(given[-1], coders={}),) for key, given in profile.history.items()}
    for key, coders in zip(keys, ({"a": 1, "b": 1}, {"a": 3, "b": 2}, {"a": 4, "b": 4}), strict=True):
        history[key] = (replace(history[key][-1], coders=coders),)
    found = ss.audit(ss.score(RUBRIC, ss.Countries((replace(profile, history=history), COUNTRIES["RUS"]))))
    assert found.criteria["coded_twice"].sum() == 3
    assert found.alpha == pytest.approx(krippendorff_alpha(np.array([[1, 3, 4], [1, 2, 4]], dtype=float)))


def test_on_the_command_line() -> None:
    shown = CliRunner().invoke(app, ["audit", "--by", "country"])
    assert shown.exit_code == 0
    assert "1 article" in shown.stdout
    assert "Coded twice: 94." in shown.stdout
    rows = CliRunner().invoke(app, ["audit", "-f", "csv", "-c", "RUS"]).stdout.splitlines()
    assert rows[0] == "node,answered,missing,high,medium,low,coded_twice,alpha"
    assert len(rows) == 25
