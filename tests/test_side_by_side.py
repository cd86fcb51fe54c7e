"""Countries side by side: levels, one sign, and nothing that only one side has answered."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

import strategyscore as ss
from strategyscore.cli.app import app

from .build import countries_of, group, leaf, rubric_of

PATHS = ["rules.law", "rules.rights", "means.money", "means.people"]
RUBRIC = rubric_of(
    group("made", [group("rules", [leaf("law"), leaf("rights")]), group("means", [leaf("money"), leaf("people")])])
)
CODES = ["CHN", "KAZ", "KEN", "RUS"]
levels = st.lists(st.one_of(st.none(), st.integers(0, 4)), min_size=4, max_size=4)


def run(*words: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, words)
    return done.exit_code, done.output


@given(st.lists(levels, min_size=4, max_size=4))
def test_a_difference_is_the_first_less_the_median_of_those_that_have_an_answer(
    answers: list[list[int | None]],
) -> None:
    scores = ss.score(RUBRIC, countries_of(dict(zip(CODES, answers, strict=True)), PATHS))
    beside = ss.side_by_side(scores, "RUS", ["CHN", "KAZ", "KEN"])
    assert [line.node.path for line in beside.lines] == PATHS
    assert len(beside.comparable) + len(beside.apart) == 4
    for column, line in enumerate(beside.lines):
        own = answers[3][column]
        others = [one[column] for one in answers[:3] if one[column] is not None]
        assert line.comparable == (own is not None and bool(others))
        if line.comparable:
            assert line.difference == own - np.median(others)  # type: ignore[arg-type, operator]
        else:
            assert line.gap() == "\N{EN DASH}"
    one = ss.side_by_side(scores, "RUS", "CHN")
    back = ss.side_by_side(scores, "CHN", "RUS")
    np.testing.assert_array_equal(one.table["difference"], -back.table["difference"])


@given(st.lists(levels, min_size=2, max_size=2))
def test_nobody_is_charged_for_a_missing_answer_criterion_by_criterion(answers: list[list[int | None]]) -> None:
    """The split is over what both have answered, in which equal levels add nothing; the rest is one part of its own."""
    scores = ss.score(RUBRIC, countries_of(dict(zip(["CHN", "KEN"], answers, strict=True)), PATHS))
    compared = scores.compare("CHN", "KEN")
    split = {part.name: part.points for part in compared.parts}
    for path, ours, theirs in zip(PATHS, *answers, strict=True):
        if ours is None or theirs is None or ours == theirs:
            assert split[path] == pytest.approx(0, abs=1e-9)
        else:
            assert np.sign(split[path]) == np.sign(ours - theirs)
    same = [(ours is None) == (theirs is None) for ours, theirs in zip(*answers, strict=True)]
    if np.isfinite(compared.gap):
        assert ("missing" in split) == (not all(same))
        assert sum(split.values()) == pytest.approx(compared.gap, abs=1e-9)


def test_what_cannot_be_compared_is_listed_apart_with_who_has_no_answer() -> None:
    answers = {"CHN": [4, None, 3, 1], "KAZ": [1, None, None, 1], "RUS": [1, 2, None, 2]}
    beside = ss.side_by_side(ss.score(RUBRIC, countries_of(answers, PATHS)), "Russia", ["CHN", "Kazakhstan"])
    text = beside.text()
    assert "it is ahead on 1, level on 0 and behind on 1" in text
    assert "Difference: Russia less the median of the others." in text
    assert text.split("Cannot be compared (2):")[1].split("\n") == [
        "",
        "  rights: no answer of China and Kazakhstan",
        "  money: no answer of Russia and Kazakhstan",
    ]
    row = next(line for line in text.splitlines() if line.startswith("law"))
    assert row.split() == ["law", "1", "4", "1", "\N{MINUS SIGN}1.5"]
    assert [code for code in beside.table if code.isupper()] == ["RUS", "CHN", "KAZ"]


def test_a_country_needs_another_beside_it() -> None:
    scores = ss.score(RUBRIC, countries_of({"CHN": [1, 1, 1, 1], "RUS": [1, 1, 1, 1]}, PATHS))
    with pytest.raises(ValueError, match="Russia needs another country beside it"):
        ss.side_by_side(scores, "RUS", "RUS")
    with pytest.raises(ss.UnknownCountry):
        ss.side_by_side(scores, "RUS", "KEN")


@pytest.mark.long
def test_on_the_command_line_countries_are_columns_and_levels_stand_in_cells() -> None:
    code, text = run("compare", "Russia", "--with", "CHN,IND,Kazakhstan")
    assert code == 0
    assert next(line for line in text.splitlines() if "difference" in line).split()[:4] == ["RUS", "CHN", "IND", "KAZ"]
    assert "Cannot be compared (" in text
    code, part = run("compare", "RUS", "sovereignty", "--with", "G7")
    assert code == 0
    assert "Technological sovereignty" in part
    assert " DEU " in part
    code, table = run("compare", "RUS", "--with", "CHN,IND", "--format", "csv")
    assert table.splitlines()[0] == "node,title,part,RUS,CHN,IND,difference"
    code, gap = run("compare", "RUS", "CHN", "--split")
    assert code == 0
    assert any(line.endswith("in all") for line in gap.splitlines())


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["RUS"], "name a country to hold RUS against"),
        (["RUS", "--with", "CHN", "--split"], "--with takes no --split"),
        (["RUS", "CHN", "sovereignty", "--with", "IND"], "name one country and at most one path"),
        (["RUS", "rus"], "needs another country"),
    ],
)
def test_what_cannot_be_put_side_by_side_ends_with_two(words: list[str], told: str) -> None:
    code, text = run("compare", *words)
    assert code == 2
    assert told in text
