"""What the README says is so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import strategyscore as ss
from strategyscore.charts.catalogue import CATALOGUE

TOP = Path(__file__).parents[1]
README = (TOP / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, flags=re.DOTALL)


@pytest.mark.slow
def test_the_notebook_lines_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(TOP)
    for block in blocks("python"):
        if "scheduler" in block:
            compile(block, "README.md", "exec")  # there is no such cluster; a local one is in test_cluster.py
        else:
            exec(block, {})


def test_what_may_vary_is_read_and_drawn(tmp_path: Path) -> None:
    path = tmp_path / "vary.yaml"
    path.write_text(blocks("yaml")[2], encoding="utf-8")
    found = ss.uncertainty(ss.score(ss.load_rubric(), ss.load_countries()), draws=300, vary=path)
    assert found.plan.vary.sources == ["weights", "ratings", "missing", "methods", "structure"]
    assert len(found.plan.variants) == 2 * 3 * 2


def test_its_rubric_and_its_profile_are_without_a_problem(tmp_path: Path) -> None:
    rubric, profile, _ = blocks("yaml")
    (tmp_path / "regulation.yaml").write_text(rubric, encoding="utf-8")
    one = 'rubric: oversight\ntitle: O\nversion: "1"\ncriteria: [{id: a, title: A, levels: {0: No, 1: Yes}}]\n'
    (tmp_path / "oversight.yaml").write_text(one, encoding="utf-8")
    assert ss.load_rubric(tmp_path / "regulation.yaml").node("institutions.oversight.a")
    (tmp_path / "kenya.yaml").write_text(profile, encoding="utf-8")
    assert ss.check([tmp_path / "kenya.yaml"]) == []


def test_its_picture_shows_the_scores_of_today() -> None:
    picture = (TOP / ".github" / "ranking.svg").read_text(encoding="utf-8")
    caption = next(line for line in README.splitlines() if line.startswith("!["))
    table = ss.score(ss.load_rubric(), ss.load_countries()).table["score"]
    assert f"Ranking of {len(table)} countries" in caption
    for score in table:
        assert f">{score:.1f}<" in picture
    for code in (table.index[0], table.index[-1]):
        assert f"{ss.load_countries()[code].name} with {table[code]:.1f}" in caption


def test_its_table_of_charts_names_each_chart_as_python_and_the_command_line_do() -> None:
    start = README.index("| Chart | What it shows |")
    rows = [line.split("|")[1:-1] for line in README[start:].split("\n\n")[0].splitlines()[2:]]
    functions = [name for row in rows for name in re.findall(r"`(\w+)`", row[0])]
    assert sorted(functions) == sorted(name.replace("-", "_") for name in CATALOGUE)
    for names, _, command in rows:
        expected = [name.replace("_", "-") for name in re.findall(r"`(\w+)`", names)]
        shown = {text.split()[0] for text in re.findall(r"`([^`]+)`", command)}
        assert shown == set(expected) or command.strip() == "the same with hyphens", command
    assert set(functions) <= set(ss.charts.__all__)
