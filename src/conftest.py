"""What the examples in docstrings go on from: the names that the documentation of the package itself makes."""

from __future__ import annotations

import doctest
from typing import Any

import matplotlib as mpl
import pytest

import strategyscore


@pytest.fixture(scope="session")
def made() -> dict[str, Any]:
    """The names that stand after the examples of the package; made once, though most docstrings use them."""
    mpl.use("Agg")
    names: dict[str, Any] = {}
    for example in doctest.DocTestParser().get_examples(strategyscore.__doc__ or ""):
        exec(compile(example.source, "strategyscore", "exec"), names)
    return names


@pytest.fixture(autouse=True)
def _go_on(made: dict[str, Any], doctest_namespace: dict[str, Any]) -> None:
    doctest_namespace.update(made)
