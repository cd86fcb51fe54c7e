"""What the examples in docstrings go on from: the names that the documentation of the package itself makes."""

from __future__ import annotations

import doctest
from typing import Any

import matplotlib as mpl
import pytest

import strategyscore as ss

_READ: dict[str, ss.Countries] = {}


@pytest.fixture(autouse=True)
def _go_on(request: pytest.FixtureRequest, doctest_namespace: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """Each docstring gets the names; the bundled profiles behind them are read once."""
    load = ss.load_countries

    def read_once(which: Any = None) -> ss.Countries:
        if str(which) not in _READ:
            _READ[str(which)] = load(which)
        return _READ[str(which)]

    monkeypatch.setattr(ss, "load_countries", read_once)
    doctest_namespace.update(request.getfixturevalue("made"))


@pytest.fixture(scope="session")
def made() -> dict[str, Any]:
    """The names that stand after the examples of the package; made once, though most docstrings use them."""
    mpl.use("Agg")
    names: dict[str, Any] = {}
    for example in doctest.DocTestParser().get_examples(ss.__doc__ or ""):
        exec(compile(example.source, "strategyscore", "exec"), names)
    return names
