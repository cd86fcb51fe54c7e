"""A small rubric and profile that are right, for tests to break."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import settings

from strategyscore.documents import check, load_countries
from strategyscore.documents.bundled import bundled
from strategyscore.errors import Problem
from strategyscore.model.profile import CountryProfile

# No deadlines, since a busy machine is not a failure. `.ci/run` tries more with ``--hypothesis-profile=many``.
# Both try the same examples in each run; ``--hypothesis-profile=new`` tries others, for a search by hand.
settings.register_profile("few", deadline=None, max_examples=12, derandomize=True)
settings.register_profile("many", deadline=None, max_examples=40, derandomize=True)
settings.register_profile("new", deadline=None, max_examples=100)
settings.load_profile("few")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that hypothesis runs, so that they can be run by themselves with more examples."""
    for item in items:
        if getattr(getattr(item, "obj", None), "is_hypothesis_test", False):
            item.add_marker("properties")


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """Only the library has examples to run (``--doctest-modules``); what helps the tests is not imported for them."""
    helper = collection_path.suffix == ".py" and not collection_path.name.startswith(("test_", "__init__"))
    return True if helper else None


# The bundled profiles are read once for each worker: nothing changes a profile, and most tests begin with them.
_READ: dict[tuple[str, int], tuple[CountryProfile | None, list[Problem]]] = {}
_FOLDER = bundled("countries").resolve()
_read = load_countries.read_profile


def _read_once(path: Path) -> tuple[CountryProfile | None, list[Problem]]:
    if Path(path).resolve().parent != _FOLDER:
        return _read(path)
    key = (str(path), Path(path).stat().st_mtime_ns)
    if key not in _READ:
        _READ[key] = _read(path)
    profile, problems = _READ[key]
    return profile, list(problems)


load_countries.read_profile = check.read_profile = _read_once

# Debian's names for the browser, and the usual one elsewhere; tests of pages skip where there is none
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")

RUBRIC = """\
rubric: demo
title: Demo
version: "1.0"
criteria:
  - id: law
    title: Law
    weight: 2
    levels:
      0: None
      1: Draft
      2: Adopted
  - id: wealth
    title: Wealth
    unit: dollars a head
    transform: log
    normalise: {method: goalposts, low: 100, high: 75000}
  - id: checks
    title: Checks
    checklist:
      audit: Is there an audit?
      appeal: Is there an appeal?
"""


def read_page(page: Path) -> str:
    """A page of a report, the no-break spaces before its signs of per cent as ordinary ones."""
    return page.read_text(encoding="utf-8").replace("\N{NO-BREAK SPACE}%", " %")


PROFILE = """\
country: KEN
as_of: 2025-02
sources:
  gazette:
    title: Gazette
    url: https://example.org/gazette
    published: 2024-05-01
ratings:
  demo.law:
    level: 1
    since: 2024-05
    confidence: high
    because: A bill is before parliament.
    evidence:
      - source: gazette
        where: Section 2
        states: A bill was read.
        quote: a bill was read
  demo.wealth:
    value: 2000
    year: 2023
    evidence:
      - source: gazette
        where: Table 1
        states: Income was 2000 dollars a head.
  demo.checks:
    answers: {audit: yes, appeal: partly}
    since: 2024
    confidence: low
    because: Both are described.
    evidence:
      - source: gazette
        where: Section 3
        states: Audits are held and appeals are heard at times.
"""


@pytest.fixture
def demo(tmp_path: Path) -> Path:
    """A folder with the rubric ``demo.yaml`` and, below it, the profile ``countries/kenya.yaml``."""
    (tmp_path / "demo.yaml").write_text(RUBRIC, encoding="utf-8")
    (tmp_path / "countries").mkdir()
    (tmp_path / "countries" / "kenya.yaml").write_text(PROFILE, encoding="utf-8")
    return tmp_path
