"""Blank documents to start from."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

from strategyscore.model.names import country_name
from strategyscore.model.nodes import Criterion
from strategyscore.model.rubric import Rubric

# Editors with a YAML language server check and complete a file by the schema that it names.
EDITORS = """\
# yaml-language-server: $schema={0}.schema.json
# Write that schema beside this file with: strategyscore schema {0} --out {0}.schema.json"""


def blank_profile(code: str, rubric: Rubric, today: dt.date | None = None) -> str:
    """The text of a profile in which every criterion stands as a comment, with its question and levels.

    It has no problem as it is: everything in it is missing. A criterion is answered by taking its comment signs away.

    Parameters
    ----------
    code : str
        ISO 3166-1 alpha-3.
    rubric : Rubric
        Whose criteria it asks for.
    today : date, optional
        For ``as_of`` and ``accessed``.
    """
    day = today or dt.date.today()
    lines = [
        EDITORS.format("profile"),
        f"# {country_name(code)}, for the rubric {rubric.id} {rubric.version}.",
        "# Take the comment signs of a criterion away to answer it. What stays a comment is missing, and never counts",
        "# as zero.",
        "format: 1",
        f"country: {code}",
        f"as_of: {day:%Y-%m}",
        "sources: {}",
        "# sources:",
        "#   a-key-of-your-own:",
        "#     title: The title as published",
        "#     kind: strategy",
        "#     publisher: Who published it",
        "#     url: https://example.org/the-page-itself",
        f"#     published: {day:%Y-%m}",
        f"#     accessed: {day}",
        "#     language: en",
        "ratings: {}",
        "# ratings:",
    ]
    for leaf in rubric.criteria:
        lines += ["#", *_asked(leaf), f"#   {leaf.key}:", *_answered(leaf, day)]
    return "\n".join(lines) + "\n"


def _asked(leaf: Criterion) -> list[str]:
    asked = [
        leaf.title,
        leaf.question,
        leaf.evidence and f"Evidence: {leaf.evidence}",
        *(f"{name}: {text}" for name, text in leaf.anchors.items()),
    ]
    return [f"#   # {' '.join(line.split())}" for line in asked if line]


def _answered(leaf: Criterion, day: dt.date) -> list[str]:
    evidence = [
        "evidence:",
        "  - source: a-key-of-your-own",
        "    where: Section or page",
        "    states: The fact, in your words",
    ]
    return [f"#     {line}" for line in [*leaf.blank(day), *evidence]]


def profile_file(code: str) -> str:
    """How the file of a country is called."""
    return re.sub(r"[^a-z]+", "-", country_name(code).lower()).strip("-") + ".yaml"


def blank_rubric(path: Path) -> str:
    """The text of a rubric with one criterion of each kind, and its id as the file needs it."""
    return f"""\
{EDITORS.format("rubric")}
format: 1
rubric: {path.stem}
title: {path.stem.replace("-", " ").capitalize()}
version: "0.1"
about: The question that this rubric answers
scale: [0, 100]
aggregate: arithmetic              # geometric, harmonic, {{method: power, p: 2}}, median, minimum, maximum, ...
missing: {{rule: available, minimum_coverage: 0.5}}
confidence: {{high: 0.95, medium: 0.80, low: 0.60}}
criteria:
  - id: law
    title: A criterion with levels
    question: What is asked
    weight: 1                      # relative to its siblings
    levels:                        # each decidable from a fact that a source states
      0: None, and none planned
      1: In preparation
      2: Adopted
  - id: procedure
    title: A criterion with a checklist
    checklist:                     # answered yes, partly or no
      audit: Is it audited?
      appeal: Can it be appealed?
  - id: spending
    title: A quantity
    unit: dollars a head
    transform: log
    normalise: {{method: goalposts, low: 0.1, high: 100}}
"""
