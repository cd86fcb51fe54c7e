"""What the README says is so."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import matplotlib.pyplot as plt
import pytest
import typer

import strategyscore as ss
from strategyscore.cli.app import app

TOP = Path(__file__).parents[1]
README = (TOP / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, flags=re.DOTALL)


@pytest.mark.slow
def test_its_lines_of_python_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(TOP)
    for block in blocks("python"):
        exec(block, {})
    plt.close("all")


def test_it_is_short_and_leads_on() -> None:
    assert len(README.splitlines()) <= 120
    links = re.findall(r"\]\(([^)#\s]+)\)", README)
    assert [link for link in links if not (TOP / link).is_file()] == []
    named = {Path(link).relative_to("docs").parts[0] for link in links if link.startswith("docs/")}
    assert {"start.md", "howto", "explanation", "limits.md"} <= named


def test_two_commands_make_an_environment() -> None:
    """They are what a release is tried with: the first makes a report, the second runs the tests."""
    made, tried = re.findall(r"^python3 -m venv .*$", README, flags=re.MULTILINE)
    assert made.endswith(" && .venv/bin/strategyscore report")
    assert tried.endswith(" && .venv/bin/pytest")


def test_its_commands_are_understood() -> None:
    lines = [line for block in blocks("sh") for line in block.splitlines() if line.startswith("strategyscore ")]
    assert len(lines) == 3
    for line in lines:
        command, (_, *words) = typer.main.get_command(app), shlex.split(line, comments=True)
        command.commands[words[0]].make_context("strategyscore", words[1:])


def test_its_picture_shows_the_scores_of_today() -> None:
    picture = (TOP / ".github" / "ranking.svg").read_text(encoding="utf-8")
    caption = next(line for line in README.splitlines() if line.startswith("!["))
    table = ss.score(ss.load_rubric(), ss.load_countries()).table["score"]
    assert f"Ranking of {len(table)} countries" in caption
    for score in table:
        assert f">{score:.1f}<" in picture
    for code in (table.index[0], table.index[-1]):
        assert f"{ss.load_countries()[code].name} with {table[code]:.1f}" in caption


def test_it_says_how_far_the_coders_agree() -> None:
    audit = ss.audit(ss.score(ss.load_rubric(), ss.load_countries()))
    pairs, agree = audit.confidence.loc["all", ["pairs", "agree"]]
    assert f"agree on {agree:.0%} of {pairs:.0f} ratings".replace("%", " %") in README.replace("\n", " ")
