"""A package of somebody else adds a method, a chart and a rubric: installed for real, and used by its names."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import strategyscore
from strategyscore.text import offers

PACKAGE = Path(__file__).parent / "extension"
PROFILE = """\
country: {code}
as_of: 2025
sources: {{page: {{title: Page, url: https://example.org/page, published: 2024}}}}
ratings:
  openness.code: {{level: {code_level}, since: 2024, confidence: high, because: So., evidence: [{fact}]}}
  openness.data: {{level: {data_level}, since: 2024, confidence: high, because: So., evidence: [{fact}]}}
"""
FACT = "{source: page, where: A, states: B.}"
USE = """
import json
import strategyscore as ss

rubric = ss.load_rubric("openness")
scores = ss.score(rubric, ss.load_countries(["kenya.yaml", "france.yaml"]))
drawn = ss.uncertainty(scores, draws=50)
print(json.dumps({
    "score": scores.table["score"].to_dict(),
    "draws": int(drawn.provenance["uncertainty"]["draws"]),
    "says": scores.explain("KEN").text(),
    "schema": "lehmer" in json.dumps(ss.json_schema("rubric")),
}))
"""


def profile(country: str, level: int) -> str:
    return PROFILE.format(code=country, code_level=level, data_level=2, fact=FACT)


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The surroundings of a process that finds the package."""
    place = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", str(place), str(PACKAGE)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    source = str(Path(strategyscore.__file__).parents[1])
    return {**os.environ, "PYTHONPATH": os.pathsep.join([str(place), source])}


def run(arguments: list[str], folder: Path, surroundings: dict[str, str]) -> str:
    done = subprocess.run(
        [sys.executable, *arguments], cwd=folder, env=surroundings, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return done.stdout


@pytest.mark.long
def test_a_package_adds_a_method_a_chart_and_a_rubric(installed: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "kenya.yaml").write_text(profile("KEN", 1), encoding="utf-8")
    (tmp_path / "france.yaml").write_text(profile("FRA", 2), encoding="utf-8")
    told = json.loads(run(["-c", USE], tmp_path, installed))
    assert told["score"] == {"FRA": 100.0, "KEN": (50**3 + 100**3) / (50**2 + 100**2)}
    assert (told["draws"], told["schema"]) == (50, True)
    assert "Lehmer mean" in told["says"]

    command = ["-m", "strategyscore"]
    countries = ["--rubric", "openness", "--countries", "kenya.yaml,france.yaml"]
    assert "Openness" in run([*command, "list", "rubrics"], tmp_path, installed)
    assert "Show the scores of all countries on one line." in run([*command, "list", "charts"], tmp_path, installed)
    drawn = run([*command, "chart", "strip", *countries, "--highlight", "KEN"], tmp_path, installed)
    assert drawn.strip() == "strip.svg"
    assert "Scores of 2 countries, from 90.0 to 100.0." in (tmp_path / "strip.svg").read_text(encoding="utf-8")
    page = run([*command, "report", *countries, "--draws", "50", "--out", "out"], tmp_path, installed)
    assert page.strip().endswith("index.html")
    assert (tmp_path / "out" / "charts" / "strip.svg").is_file()


def test_a_broken_package_is_named_and_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    from importlib import metadata

    point = metadata.EntryPoint("gone", "no_such_module_of_anybody", "strategyscore.methods")
    monkeypatch.setattr(metadata, "entry_points", lambda group: [point])
    with pytest.warns(RuntimeWarning, match="'gone' of the package no_such_module_of_anybody cannot be loaded"):
        assert list(offers.offered("strategyscore.methods")) == []
