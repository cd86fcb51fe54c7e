"""What a stranger's file may ask for: beyond the budgets it is refused at once, with a message, and nothing is lost."""

from __future__ import annotations

import re
import time
from pathlib import Path

import numpy as np
import pytest

import strategyscore as ss
from strategyscore import limits
from strategyscore.charts.style import wrapped
from strategyscore.documents.check import check
from strategyscore.errors import Problem, did_you_mean, few_suggestions
from tests.command_line import run
from tests.conftest import PROFILE, RUBRIC

DOCUMENTED = Path(__file__).parents[2] / "docs" / "limits.md"


def refused(folder: Path, text: str, name: str = "demo.yaml") -> str:
    """What is said of a file, within the time that a refusal may take."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    begun = time.process_time()
    problems = check(path, folder / "demo.yaml")
    assert time.process_time() - begun < 10
    assert problems
    return "\n".join(map(str, problems))


def levels(text: str) -> str:
    return RUBRIC.replace("      0: None\n      1: Draft\n      2: Adopted\n", text)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (levels("      0: None\n      999999999: All\n"), "10:7: 999999999 is out of range; write a number of at most"),
        (levels(f"      0: None\n      {'9' * 299}: All\n"), "out of range"),
        (levels("".join(f"      {n}: L{n}\n" for n in range(1001))), "this is too long; keep it to 1000"),
        (RUBRIC.replace("weight: 2", "weight: 1e308"), "7:13: 1e+308 is out of range; write a number of at most 1e+50"),
        (RUBRIC.replace("title: Demo", "scale: [-1e40, 1e40]"), "2:8: the scale from -1e+40 to 1e+40 is too long"),
        (RUBRIC.replace("title: Demo", "scale: [0, 1e-40]"), "the scale from 0 to 1e-40 is too long or too short"),
        (RUBRIC.replace("title: Demo", "aggregate: {method: power, p: 400}"), "2:31: 400 is out of range"),
        (RUBRIC.replace("title: Demo", "aggregate: {method: owa, weights: [1e308]}"), "1e+308 is out of range"),
        (RUBRIC.replace("low: 100", "low: 1e-300"), "nearer to 0 than 1e-50; write 0, or choose a smaller unit"),
        (RUBRIC.replace("title: Law", "title: " + "x" * 257), "6:12: the word that begins 'xxxxxxxxxxxxxxxxxxxx' is"),
        (RUBRIC.replace("title: Law", "title: " + "many words " * 40), "6:12: this is too long; keep it to 300"),
        (RUBRIC.replace("  - id: law", f"  - include: {'x' * 300}\n  - id: law"), "5:14: the word that begins"),
        (
            RUBRIC.replace("  - id: law", f"  - include: {'x x' * 90}\n  - id: law"),
            "5:14: this is too long; keep it to 200",
        ),
        (RUBRIC.replace("title: Demo", 'title: "a\\uffff"'), "2:8: the text holds the invisible character U+FFFF"),
        (RUBRIC.replace("title: Law", "title: null"), "6:12: nothing stands here; fill it in, or remove the key"),
        (RUBRIC.replace("title: Wealth", "title: law"), "the title 'law' is a sibling's as well"),
    ],
)
def test_what_is_beyond_a_budget_is_refused_with_a_remedy(tmp_path: Path, text: str, says: str) -> None:
    assert says in refused(tmp_path, text)


@pytest.mark.parametrize("number", ["1e99999999", "1e400", "1e9999999/2", "0x1p9", "1/0", "\u0663"])
def test_a_number_in_quotes_in_a_matrix_takes_no_time(tmp_path: Path, number: str) -> None:
    matrix = f"weights: {{method: ahp, matrix: [[1, 1, 1], [1, 1, 1], ['{number}', 1, 1]]}}"
    assert re.search("is not a number|divides by zero", refused(tmp_path, RUBRIC.replace("title: Demo", matrix)))


def test_a_level_far_from_the_others_takes_no_memory(tmp_path: Path) -> None:
    (tmp_path / "demo.yaml").write_text(levels("      0: None\n      1000000: All\n"), encoding="utf-8")
    says = refused(tmp_path, PROFILE.replace("level: 1", "level: 5"), "kenya.yaml")
    assert "level 5 is not one of 0, 1000000 of law" in says


def test_aliases_count_towards_the_depth(tmp_path: Path) -> None:
    anchors = ["a0: &a0 " + "[" * 36 + "]" * 36]
    anchors += [f"a{n}: &a{n} {'[' * 36}*a{n - 1}{']' * 36}" for n in range(1, 20)]
    assert "nested more than 40 deep, aliases unfolded" in refused(tmp_path, "\n".join(anchors) + "\n" + RUBRIC)


def test_includes_go_down_so_far_and_no_further(tmp_path: Path) -> None:
    for n in range(250):
        text = f"rubric: r{n}\ncriteria:\n  - include: r{n + 1}\n"
        (tmp_path / f"r{n}.yaml").write_text(text, encoding="utf-8")
    (tmp_path / "r250.yaml").write_text(RUBRIC.replace("rubric: demo", "rubric: r250"), encoding="utf-8")
    with pytest.raises(ss.DocumentError, match="rubrics include one another more than 20 deep"):
        ss.load_rubric(tmp_path / "r0.yaml")
    assert len(ss.load_rubric(tmp_path / "r240.yaml").criteria) == 3


@pytest.mark.long
def test_thousands_of_strange_keys_are_told_in_seconds(tmp_path: Path) -> None:
    leaves = "".join(f"  - {{id: criterion-{n:03}, levels: {{0: No, 1: Yes}}}}\n" for n in range(1000))
    (tmp_path / "demo.yaml").write_text("rubric: demo\ncriteria:\n" + leaves, encoding="utf-8")
    rating = "{level: 1, since: 2024, confidence: low, because: a, evidence: [{source: gazette, where: a, states: a}]}"
    strange = "".join(f"  demo.kriterion-{n}: {rating}\n" for n in range(3000))
    text = PROFILE[: PROFILE.index("ratings:")] + "ratings:\n" + strange
    begun = time.process_time()
    said = refused(tmp_path, text, "kenya.yaml")
    assert time.process_time() - begun < 10
    assert said.count("\n") == 2999
    assert 0 < said.count("did you mean") <= limits.SUGGESTIONS


def test_the_first_hundred_problems_are_shown_and_the_rest_counted(tmp_path: Path) -> None:
    path = tmp_path / "demo.yaml"
    path.write_text(levels("".join(f"      {n}: [a]\n" for n in range(300))), encoding="utf-8")
    shown = run("check", str(path))
    assert shown.exit_code == 1
    lines = shown.output.splitlines()
    assert len(lines) == 101
    with pytest.raises(ss.DocumentError) as caught:
        ss.load_rubric(path)
    assert lines[-1] == f"... and {len(caught.value.problems) - 100} more; mend these first"
    assert {problem.line for problem in caught.value.problems} == set(range(9, 309))
    assert str(caught.value).splitlines() == lines


def test_near_misses_are_looked_for_so_often() -> None:
    with few_suggestions():
        told = [did_you_mean("wieght", ["weight"]) for _ in range(30)]
    assert told == ["did you mean 'weight'?"] * limits.SUGGESTIONS + [""] * (30 - limits.SUGGESTIONS)
    assert did_you_mean("wieght", ["weight"])
    assert did_you_mean("w" * 101, ["w" * 102]) == ""


def test_a_long_word_is_broken_where_it_fits_however_long() -> None:
    lines = wrapped("x" * 4000, 200, 8)
    assert "".join(lines) == "x" * 4000
    assert len({len(line) for line in lines[:-1]}) == 1
    assert wrapped("a bc", 1e6, 8) == ["a bc"]


def test_a_folder_of_everything_is_not_walked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "ENTRIES", 10)
    for n in range(11):
        (tmp_path / f"{n}.txt").touch()
    assert "name one below it" in str(check(tmp_path)[0])


@pytest.mark.parametrize("arguments", [["-c", "x" * 5000], ["-r", "x" * 5000], ["-c", f"{'x' * 300}.yaml"]])
def test_a_name_that_no_file_can_have_is_no_file(arguments: list[str]) -> None:
    shown = run("score", *arguments)
    assert shown.exit_code in (1, 2)
    assert "there is no" in shown.output


@pytest.mark.long
def test_more_draws_than_the_budget_are_refused() -> None:
    assert run("score", "--draws", "10000001").exit_code == 2
    with pytest.raises(ValueError, match="10,000,000 or less"):
        ss.uncertainty(ss.score(ss.load_rubric(), ss.load_countries()), draws=10_000_001)


def test_levels_of_weights_that_are_not_there_are_refused() -> None:
    scores = ss.score(ss.load_rubric(), ss.load_countries())
    with pytest.raises(ss.ScoringError, match="stands at level 99; use levels 1 to 2"):
        ss.uncertainty(scores, draws=10, vary={"weights": {"levels": [99]}})


def test_an_expert_says_something_of_every_criterion(tmp_path: Path) -> None:
    experts = "weights: {method: budget, experts: {anna: {law: 10}}}"
    assert "the expert says nothing of wealth and checks" in refused(tmp_path, RUBRIC.replace("title: Demo", experts))


@pytest.mark.long
def test_a_criterion_renamed_in_a_copy_is_told_though_another_rubric_has_the_old_one(tmp_path: Path) -> None:
    copied = (ss.load_rubric("regulation").files.keys().__iter__().__next__()).read_text(encoding="utf-8")
    (tmp_path / "regulation.yaml").write_text(copied.replace("id: sandbox", "id: sandboxes"), encoding="utf-8")
    shown = run("score", "-r", str(tmp_path / "regulation.yaml"), "-c", "GBR,JPN")
    assert shown.exit_code == 1
    assert "nobody rates its 'regulation.sandboxes'; rename one of the two" in shown.output


@pytest.mark.parametrize("date", ["\u0662\u0660\u0662\u0665-\u0660\u0662", "2025-2", "20255", "2025-02-30"])
def test_a_date_has_digits_of_one_kind(date: str) -> None:
    assert run("score", "--as-of", date).exit_code == 2


def test_what_is_not_finite_is_never_a_score() -> None:
    assert np.isfinite(ss.score(ss.load_rubric(), ss.load_countries()).table["score"]).all()


def test_a_problem_is_one_line_whatever_its_file_is_called() -> None:
    problem = Problem("a\x1b]0;t\x07\nb\udcff.yaml", 1, 1, "x\ny\u202e")
    assert str(problem) == "a ]0;t b?.yaml:1:1: x y"


def test_the_budgets_are_those_that_the_documentation_tells() -> None:
    text = DOCUMENTED.read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `(\w+)` \| ([^|]+?) \|", text, flags=re.MULTILINE))
    own = {name: getattr(limits, name) for name in dir(limits) if name.isupper()}
    assert set(rows) == set(own)
    for name, told in rows.items():
        value = float(own[name])
        shown = {f"{value:,.0f}", f"{value:g}"}
        if name.endswith("BYTES"):
            shown = {f"{int(value) >> 20} MiB"}
        assert told in shown, name
