"""The help as a user meets it: whole sentences, and examples that run."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from strategyscore.cli import inputs
from strategyscore.cli.app import GREETING, app
from strategyscore.documents.bundled import bundled
from tests.command_line import run

CLI = Path(sys.modules["strategyscore.cli.app"].__file__ or "").parent


def commands(command: Any, name: str = "strategyscore") -> Iterator[tuple[str, Any]]:
    """Every command that does something, under what one types for it."""
    inside = getattr(command, "commands", {})
    for word, one in inside.items():
        yield from commands(one, f"{name} {word}")
    if not inside:
        yield name, command


COMMANDS = dict(commands(typer.main.get_command(app)))


def examples_of(command: Any) -> list[str]:
    texts = [command.help, *(getattr(parameter, "help", None) or "" for parameter in command.params)]
    return re.findall(r"`(strategyscore [^`]+)`", "\n".join(texts))


EXAMPLES = list(dict.fromkeys(example for command in COMMANDS.values() for example in examples_of(command)))
MINE = 'rubric: my-index\ntitle: Mine\nversion: "1"\ncriteria: [{include: sovereignty}, {include: regulation}]\n'
VARY = "weights: {method: simplex}\nmissing: true\n"
BEGINS = {".svg": b"<?xml", ".png": b"\x89PNG", ".pdf": b"%PDF", ".xlsx": b"PK", ".html": b"<!DOCTYPE", ".yaml": b""}


@pytest.fixture(scope="module", autouse=True)
def scored_once() -> Iterator[None]:
    """The same choice of bundled documents is read and scored once, since every command begins with it."""
    read, known = inputs.read_scores, {}

    def read_once(rubric: Any, countries: Any, as_of: Any, weights: Any, variant: Any = None) -> Any:
        choice = (rubric, tuple(countries or ()), as_of, tuple(weights.items()), tuple(variant or ()))
        if choice not in known:
            known[choice] = read(rubric, countries, as_of, weights, variant)
        return known[choice]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(inputs, "read_scores", read_once)
        yield


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def lay_out(words: list[str]) -> None:
    """The files of one's own that an example reads."""
    if "vary.yaml" in words:
        Path("vary.yaml").write_text(VARY, encoding="utf-8")
    if "countries/kenya.yaml" in words:
        assert run("new", "country", "KEN").exit_code == 0
    if "mine/my-index.yaml" in words:
        shutil.copytree(bundled("rubrics"), "mine", ignore=shutil.ignore_patterns("examples"))
        Path("mine/my-index.yaml").write_text(MINE, encoding="utf-8")


@pytest.mark.long
@pytest.mark.parametrize("example", EXAMPLES)
def test_every_example_runs(example: str, here: Path) -> None:
    words = shlex.split(example)[1:]
    lay_out(words)
    before = set(here.rglob("*"))
    result = run(*words)
    assert result.exit_code == 0, result.output
    written = [path for path in set(here.rglob("*")) - before if path.is_file()]
    if "--out" in words:
        out = Path(words[words.index("--out") + 1])
        assert out.exists()
    if written:
        assert all(path.read_bytes().startswith(BEGINS.get(path.suffix, b"")) for path in written)
    else:
        assert result.output.endswith("no problem.\n") == (words[0] == "check"), "all that is bundled is without one"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_help_has_whole_sentences_and_examples_of_itself(name: str) -> None:
    command = COMMANDS[name]
    text, _, examples = command.help.partition("**Examples**")
    assert re.match(r"[A-Z]", text)
    assert text.strip().endswith(".")
    assert f"`{name}" in examples
    for parameter in command.params:
        said = getattr(parameter, "help", None)
        assert said, parameter.name
        assert re.fullmatch(r"[A-Z].*\.", said), f"{name} {parameter.name}: {said}"
    shown = run(*name.split()[1:], "--help")
    assert shown.exit_code == 0
    assert examples_of(command)[0].split()[1] in shown.stdout


def test_without_a_command_it_greets_with_three_that_there_are() -> None:
    result = run()
    assert (result.exit_code, result.output) == (0, f"{GREETING}\n")
    tried = re.findall(r"(?m)^  strategyscore (.*?)  +\w.*\.$", GREETING)
    assert len(tried) == 3
    for line in tried:  # with --help nothing is done, but a wrong command or option is refused
        assert run(*line.split(), "--help").exit_code == 0, line
    assert run("report", "--opn", "--help").exit_code == 2


def test_each_command_stands_in_a_file_of_its_own_and_no_file_is_long() -> None:
    rooms = {path.stem for path in (CLI / "commands").glob("*.py")} - {"__init__"}
    assert rooms == {name.split()[1] for name in COMMANDS}
    for name, command in COMMANDS.items():
        assert command.callback.__module__ == f"strategyscore.cli.commands.{name.split()[1]}"
    for path in CLI.rglob("*.py"):
        assert len(path.read_text(encoding="utf-8").splitlines()) <= 300, path


HEAVY = ("matplotlib", "pandas", "pandera", "numpy", "scipy", "yaml", "jinja2", "pycountry", "great_tables")


def loaded_by(code: str, names: tuple[str, ...]) -> str:
    """Which of the packages a program loads."""
    code = f"import sys; {code}; print([name for name in {names!r} if name in sys.modules])"
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()


def test_the_command_line_starts_without_anything_heavy() -> None:
    assert loaded_by("import strategyscore.cli.app", (*HEAVY, "pydantic", "rich")) == "[]"


@pytest.mark.parametrize("words", [[], ["score", "--help"]])
def test_to_greet_and_to_explain_itself_needs_nothing_heavy(words: list[str]) -> None:
    program = f"from typer.testing import CliRunner; assert CliRunner().invoke(app, {words!r}).exit_code == 0"
    assert loaded_by(f"from strategyscore.cli.app import app; {program}", HEAVY) == "[]"


@pytest.mark.long
def test_scores_need_no_charts_and_the_package_nothing_at_all() -> None:
    assert loaded_by("import strategyscore", (*HEAVY, "pydantic", "rich", "typer")) == "[]"
    code = (
        "sys.modules['dask'] = None;"  # where it is installed, pandera loads it, and it loads the rest
        "import strategyscore as ss; ss.score(ss.load_rubric(), ss.load_countries('RUS')).table"
    )
    assert loaded_by(code, ("matplotlib", "jinja2", "typer")) == "[]"
