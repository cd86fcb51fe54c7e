"""Rubrics, profiles and tables as text, written into a folder and read as a user's files are."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd

import strategyscore as ss

FACT = "evidence: [{source: a, where: Page 1, states: A fact.}]"
SOURCES = "{a: {title: A, published: 2024}, b: {title: B, published: 2024}, c: {title: C, published: 2024}}"


def rubric_of(criteria: Sequence[str], folder: Path, **settings: str) -> ss.Rubric:
    """The rubric ``made``, its criteria as YAML flow mappings without braces, its other keys by name."""
    lines = ["rubric: made", *(f"{key}: {text}" for key, text in settings.items()), "criteria:"]
    path = new(folder) / "made.yaml"
    path.write_text("\n".join([*lines, *(f"  - {{{item}}}" for item in criteria)]) + "\n", encoding="utf-8")
    return ss.load_rubric(path)


def levels(name: str, steps: Sequence[int] = range(5), weight: float = 1) -> str:
    """A criterion of levels."""
    return f"id: {name}, weight: {weight!r}, levels: {{{', '.join(f'{step}: Text' for step in steps)}}}"


def quantity(name: str, normalise: str = "none", weight: float = 1, rest: str = "") -> str:
    """A criterion of a number."""
    return f"id: {name}, weight: {weight!r}, unit: points, normalise: {normalise}{rest and ', '}{rest}"


def group(name: str, criteria: Sequence[str], weight: float = 1, rest: str = "") -> str:
    """A group of criteria."""
    inside = ", ".join(f"{{{item}}}" for item in criteria)
    return f"id: {name}, weight: {weight!r}, criteria: [{inside}]{rest and ', '}{rest}"


def profiles(rubric: ss.Rubric, answers: Mapping[str, Mapping[str, str | int | None]], folder: Path) -> ss.Countries:
    """Profiles by code: each answer a level, the keys of a rating, or None for missing.

    A level alone is what two coders agree on, so that nothing about it is doubted.
    """
    inside = new(folder)
    for code, given in answers.items():
        lines = [f"country: {code}", "as_of: 2025-01", f"sources: {SOURCES}", "ratings:"]
        for name, answer in given.items():
            if answer is None:
                continue
            said = f"level: {answer}, coders: {{one: {answer}, two: {answer}}}" if isinstance(answer, int) else answer
            rest = "" if "value:" in said else ", because: So."
            rest += "" if "confidence:" in said or "value:" in said else ", confidence: medium"
            rest += "" if "since:" in said or "year:" in said else ", since: 2024"
            rest += "" if "evidence:" in said else f", {FACT}"
            lines.append(f"  {rubric.id}.{name}: {{{said}{rest}}}")
        if len(lines) == 4:
            lines[-1] = "ratings: {}"
        (inside / f"{code.lower()}.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return ss.load_countries(inside)


def table(rubric: ss.Rubric, rows: Mapping[str, Sequence[float | str | None]], columns: Sequence[str], folder: Path):
    """A table by code: a value a column, None for missing."""
    path = new(folder) / "table.csv"
    frame = pd.DataFrame(
        [[code, *("" if value is None else repr(value).strip("'") for value in row)] for code, row in rows.items()],
        columns=["unit", *columns],
    )
    frame.to_csv(path, index=False)
    return ss.read_table(path, rubric, country="unit")


def score_levels(
    criteria: Sequence[str], answers: Mapping[str, Mapping[str, str | int | None]], folder: Path, **settings: str
) -> ss.Scores:
    """Profiles scored on a rubric of these criteria."""
    rubric = rubric_of(criteria, folder, **settings)
    return ss.score(rubric, profiles(rubric, answers, folder))


def score_table(
    criteria: Sequence[str],
    rows: Mapping[str, Sequence[float | str | None]],
    folder: Path,
    columns: Sequence[str] = (),
    **settings: str,
) -> ss.Scores:
    """A table scored on a rubric; its columns are the criteria, in their order, then those named here."""
    rubric = rubric_of(criteria, folder, **settings)
    names = [leaf.path for leaf in rubric.criteria]
    return ss.score(rubric, table(rubric, rows, [*names, *columns], folder))


def new(folder: Path) -> Path:
    return Path(tempfile.mkdtemp(dir=folder))
