"""Charts and tables from the command line: each is written, and takes no option that does nothing for it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from strategyscore.charts.catalogue import CATALOGUE
from strategyscore.cli.commands.chart import chart
from strategyscore.cli.options import ChartName
from tests.command_line import profiles, run

VALUES = {"highlight": "RUS", "draws": "300", "seed": "1", "vary": "weights"}


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """The option that scores three countries, whose files are read sooner than all that is bundled."""
    return "--countries", profiles(tmp_path_factory.mktemp("few"), "china", "kazakhstan", "russia")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_names_are_those_of_the_catalogue() -> None:
    assert list(ChartName) == list(CATALOGUE)


IN_HELP = {"ranking", "coverage", "profile", "dumbbell", "slope", "scatter", "rank-intervals", "heatmap", "tornado"}
IN_HELP |= {"distributions", "drivers", "tree", "tiles", "waterfall", "trend", "held-against", "side-by-side"}


def test_the_charts_that_the_help_draws_stand_in_its_examples() -> None:
    """Which test_cli_help.py runs, every one; it writes SVG, PNG and PDF."""
    assert set(re.findall(r"strategyscore chart ([a-z-]+)", chart.__doc__ or "")) == IN_HELP
    assert {".png", ".pdf"} <= set(re.findall(r"--out [a-z]+(\.[a-z]+)", chart.__doc__ or ""))


@pytest.mark.parametrize("name", sorted(set(CATALOGUE) - IN_HELP))
def test_every_other_chart_is_drawn_with_the_options_that_it_takes(name: str, here: Path, few: tuple[str, str]) -> None:
    options = [
        text for option in CATALOGUE[name].options if option in VALUES for text in (f"--{option}", VALUES[option])
    ]
    done = run("chart", name, *few, *options, "--title", "Mine")
    assert (done.exit_code, done.stdout) == (0, f"{name}.svg\n"), done.output
    drawn = (here / f"{name}.svg").read_text(encoding="utf-8")
    assert drawn.startswith("<?xml")
    assert "Mine" in drawn


@pytest.mark.parametrize(
    ("command", "name", "option"),
    [("chart", name, option) for name, entry in CATALOGUE.items() for option in VALUES if option not in entry.options]
    + [("table", f"{name}:RUS", option) for name in ("scorecard",) for option in ("draws", "seed", "vary")]
    + [("table", "comparison:RUS,CHN", "draws")],
)
def test_an_option_that_does_nothing_is_an_error(command: str, name: str, option: str, here: Path) -> None:
    words = name.split(":")
    refused = run(command, *words, f"--{option}", VALUES[option])
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert refused.stderr == f"Error: {words[0]} takes no --{option}; remove it\n"
    assert not list(here.iterdir())


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["chart", "radar"], "'radar'"),
        (["chart", "dominance", "RUS"], "shows all countries on the whole rubric; leave 'RUS' out"),
        (["chart", "dumbbell", "RUS,CHN,KAZ"], "takes at most 2; leave 'KAZ' out"),
        (["chart", "ranking", "-o", "x.gif"], "a chart is a file of .svg, .png, .pdf"),
        (["chart", "ranking", "regulaton", "-c", "FEW"], "did you mean 'regulation'?"),
        (
            ["chart", "ranking", "regulation", "--draws", "50", "-c", "FEW"],
            "ranking regulation takes no --draws; remove it",
        ),
        (["chart", "ranking", "--draws", "0", "--seed", "1"], "with --draws 0 takes no --seed; remove it"),
        (["chart", "rank-intervals", "--draws", "0"], "rank-intervals needs 1 or more draws; raise --draws"),
        (["chart", "drivers", "--draws", "7"], "drivers needs 8 or more draws; raise --draws"),
        (["chart", "drivers", "--highlight", "RUS", "--draws", "64"], "drivers takes no --highlight; remove it"),
        (["chart", "slope", "-c", "FEW", "--as-of", "2025-02"], "name a date or a rubric to compare with"),
        (["chart", "profile", "Atlantis", "-c", "FEW"], "Atlantis"),
        (["table", "scorecard", "RUS", "--draws", "3", "--seed", "3"], "takes no --draws or --seed; remove them"),
        (["table", "ranking", "RUS"], "ranking takes no country"),
        (["table", "ranking", "--draws", "0", "--vary", "weights"], "with --draws 0 takes no --vary; remove it"),
        (["table", "comparison", "RUS"], "comparison takes two countries, such as RUS,CHN"),
        (["table", "scorecard", "RUS", "--out", "x.gif"], "a table is a file of .html"),
    ],
)
def test_what_cannot_be_drawn_ends_with_2_and_says_what_to_do(
    arguments: list[str], says: str, here: Path, few: tuple[str, str]
) -> None:
    result = run(*(few[1] if word == "FEW" else word for word in arguments))
    assert (result.exit_code, result.stdout) == (2, "")
    assert says in result.stderr
    assert not list(here.iterdir())


def test_a_rubric_with_a_problem_ends_with_1_in_a_slope_too(here: Path, few: tuple[str, str]) -> None:
    (here / "odd.yaml").write_text("rubric: odd\n", encoding="utf-8")
    result = run("chart", "slope", "odd.yaml", *few)
    assert result.exit_code == 1
    assert result.stderr.startswith("odd.yaml:1:")


@pytest.mark.parametrize("draws", ["64", "128"])
def test_the_draws_of_drivers_are_those_of_its_samples(draws: str, here: Path, few: tuple[str, str]) -> None:
    assert run("chart", "drivers", "Kazakhstan", *few, "--draws", draws).exit_code == 0
    drawn = (here / "drivers.svg").read_text(encoding="utf-8")
    assert f"{draws} draws, seed 0" in drawn
    assert "Kazakhstan" in drawn


def test_a_ranking_has_its_intervals_unless_they_are_left_out(
    here: Path, few: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Any] = []

    def ranking(scores: Any, *nodes: str, uncertainty: Any, **_: Any) -> Any:
        from matplotlib.figure import Figure

        asked.append(uncertainty and uncertainty.draws)
        return Figure()

    entry = CATALOGUE["ranking"]
    monkeypatch.setitem(CATALOGUE, "ranking", type(entry)(ranking, entry.needs, entry.takes, intervals=True))
    several = ("chart", "ranking", *few)
    assert [run(*several, *more).stderr for more in ((), ("--draws", "40"), ("--draws", "0"))] == [""] * 3
    assert run("chart", "ranking", "national-ai-strategy", *few).stderr == ""
    assert asked == [10_000, 40, None, 10_000]
    of_a_part = run("chart", "ranking", "regulation", *few)
    assert of_a_part.stderr == "No intervals are shown: draws rank the whole rubric, not a part of it.\n"
    assert run("chart", "ranking", "regulation", *few, "--draws", "0").stderr == ""
    alone = run("chart", "ranking", "-c", f"{few[1]}/russia.yaml")
    assert (alone.exit_code, alone.stdout) == (0, "ranking.svg\n")
    assert re.fullmatch(r"No intervals are shown: fewer than two .*\.\n", alone.stderr)
    assert asked[4:] == [None, None, None]


def test_a_table_of_the_ranking_has_its_intervals_unless_they_are_left_out(here: Path, few: tuple[str, str]) -> None:
    heads = {}
    for name, options in (("with", ("--draws", "300")), ("without", ("--draws", "0"))):
        assert run("table", "ranking", *few, *options, "-o", f"{name}.csv").stdout == f"{name}.csv\n"
        heads[name] = (here / f"{name}.csv").read_text(encoding="utf-8").splitlines()[0].split(",")
    assert set(heads["with"]) - set(heads["without"]) == {"ranks_90", "scores_90"}
    alone = run("table", "ranking", "-c", f"{few[1]}/russia.yaml", "-o", "alone.csv")
    assert alone.exit_code == 0
    assert alone.stderr.startswith("No intervals are shown: fewer than two")
    assert (here / "alone.csv").read_text(encoding="utf-8").splitlines()[0].split(",") == heads["without"]


def test_countries_of_tables_and_charts_go_by_their_names(here: Path, few: tuple[str, str]) -> None:
    assert run("table", "comparison", "china,KZ", *few, "-o", "gap.csv").exit_code == 0
    assert "CHN,KAZ" in (here / "gap.csv").read_text(encoding="utf-8").splitlines()[0]
    assert run("chart", "dumbbell", "kazakhstan,CN", *few).exit_code == 0
    assert "Kazakhstan is behind China on" in (here / "dumbbell.svg").read_text(encoding="utf-8")
