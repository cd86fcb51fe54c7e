"""The documentation's sources: every page is reached, links lead somewhere, and what is shown runs.

The site itself is built by ``.ci/docs``, which also looks at the pages in a browser.
"""

from __future__ import annotations

import re
import shlex
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import matplotlib.pyplot as plt
import pytest
import typer
import yaml

import strategyscore as ss
from strategyscore.charts.catalogue import CATALOGUE
from strategyscore.cli.app import app
from strategyscore.methods.registry import REGISTRIES

TOP = Path(__file__).parents[1]
DOCS = TOP / "docs"
PAGES = sorted(path for path in DOCS.rglob("*.md") if "_" not in path.relative_to(DOCS).parts[0][:1])
# Pages that the build makes, and from what.
MADE = {"reference/python.rst", *(f"tutorials/{path.name}" for path in (TOP / "notebooks").glob("*.ipynb"))}


def name_of(path: Path) -> str:
    return path.relative_to(DOCS).as_posix()


def fences(text: str, *languages: str) -> list[str]:
    return re.findall(rf"^```(?:{'|'.join(languages)})\n(.*?)^```", text, flags=re.DOTALL | re.MULTILINE)


def test_every_page_is_in_a_table_of_contents() -> None:
    listed = {"index.md"}
    for path in PAGES:
        for body in re.findall(r"^```\{toctree\}\n(.*?)^```", path.read_text("utf-8"), re.DOTALL | re.MULTILINE):
            for entry in filter(None, re.sub(r"^:.*$", "", body, flags=re.MULTILINE).split()):
                found = (path.parent / entry).resolve().relative_to(DOCS).as_posix()
                listed |= {page for page in MADE if Path(page).match(f"{found}.*")} | {f"{found}.md"}
    assert {name_of(path) for path in PAGES} | MADE <= listed


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_links_lead_to_files(path: Path) -> None:
    prose = re.sub(r"^```.*?^```", "", path.read_text("utf-8"), flags=re.DOTALL | re.MULTILINE)
    for link in re.findall(r"\]\(([^)\s]+)\)", prose):
        parts = urlsplit(link)
        if parts.scheme or not parts.path:
            continue
        target = (path.parent / parts.path).resolve()
        assert target.is_file() or target.relative_to(DOCS).as_posix() in MADE, link


def snippets() -> list[Any]:
    found = {name_of(path): fences(path.read_text("utf-8"), "python", r"\{code-cell\} ipython3") for path in PAGES}
    return [pytest.param(blocks, id=name) for name, blocks in found.items() if blocks]


@pytest.mark.slow
@pytest.mark.parametrize("blocks", snippets())
def test_what_is_shown_in_python_runs(blocks: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """The blocks of a page one after the other, as a reader would type them."""
    load, read = ss.load_countries, bundled_countries()
    monkeypatch.chdir(TOP)
    monkeypatch.setattr(ss, "load_countries", lambda *given: load(*given) if given else read)
    names: dict[str, Any] = {}
    for block in blocks:
        if "scheduler" in block:
            compile(block, "page", "exec")  # there is no such cluster; a local one is in test_cluster.py
        else:
            exec(block, names)
    plt.close("all")


@cache
def bundled_countries() -> ss.Countries:
    return ss.load_countries()


def command_lines() -> list[str]:
    found: list[str] = []
    for path in PAGES:
        text = path.read_text("utf-8")
        lines = [line for block in fences(text, "sh", "powershell", "text") for line in block.splitlines()]
        lines += [line for line in re.findall(r"`(strategyscore [^`]+)`", text) if "..." not in line]
        found += [line for line in lines if line.startswith("strategyscore ")]
    return sorted(set(found))


@pytest.mark.parametrize("line", command_lines())
def test_what_is_shown_on_the_command_line_is_understood(line: str) -> None:
    command, (_, *words) = typer.main.get_command(app), shlex.split(line)
    while words and words[0] in getattr(command, "commands", {}):
        command = command.commands[words.pop(0)]
    context = command.make_context("strategyscore", words, resilient_parsing=False)
    assert context.args == []


def test_the_rubrics_and_the_profile_that_are_shown_have_no_problem(tmp_path: Path) -> None:
    (rubric,) = fences((DOCS / "howto" / "own-rubric.md").read_text("utf-8"), "yaml")
    (profile,) = fences((DOCS / "howto" / "own-country.md").read_text("utf-8"), "yaml")
    (wealth,) = fences((DOCS / "howto" / "excel.md").read_text("utf-8"), "yaml")
    one = 'rubric: oversight\ntitle: O\nversion: "1"\ncriteria: [{id: a, title: A, levels: {0: No, 1: Yes}}]\n'
    for name, text in (("regulation", rubric), ("oversight", one), ("wealth", wealth), ("kenya", profile)):
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    assert ss.load_rubric(tmp_path / "regulation.yaml").node("institutions.oversight.a")
    assert ss.load_rubric(tmp_path / "wealth.yaml").node("income")
    assert ss.check([tmp_path / "kenya.yaml"]) == []


def test_the_file_of_what_may_vary_is_read_and_drawn(tmp_path: Path) -> None:
    (text,) = fences((DOCS / "reference" / "vary.md").read_text("utf-8"), "yaml")
    path = tmp_path / "vary.yaml"
    path.write_text(text, encoding="utf-8")
    found = ss.uncertainty(ss.score(ss.load_rubric(), bundled_countries()), draws=300, vary=path)
    assert found.plan.vary.sources == ["weights", "ratings", "missing", "methods", "structure"]
    assert len(found.plan.variants) == 2 * 3 * 2 * 2


def test_there_is_a_section_for_each_step() -> None:
    text = (DOCS / "reference" / "methods.md").read_text("utf-8")
    assert re.findall(r"\{methods\} (\w+)", text) == list(REGISTRIES)
    assert all(f"({step})=\n## {step}\n" in text for step in REGISTRIES)


@pytest.fixture(scope="module")
def parts() -> Iterator[None]:
    """What the build takes from the code can be imported, where Sphinx is installed."""
    pytest.importorskip("sphinx")
    pytest.importorskip("latex2mathml")
    sys.path.insert(0, str(DOCS / "_ext"))
    yield
    sys.path.remove(str(DOCS / "_ext"))


def test_every_public_name_is_on_the_page(parts: None) -> None:
    from site_parts import names

    page = set(names.page().split())
    aliases = {id(thing): name for name, thing in names.public().items() if name in page}
    assert [name for name, thing in names.public().items() if id(thing) not in aliases] == []
    assert {name for name in ss.__all__ if callable(getattr(ss, name)) and not name.startswith("_")} <= page
    assert {f"charts.{name}" for name in ss.charts.__all__} <= page
    assert len({name.lower() for name in names.file_names().values()}) == len(names.file_names())


def test_every_command_and_option_is_told(parts: None) -> None:
    from site_parts import commands

    page = commands.page()
    for name, command in commands.commands():
        part = page.split(f"## {name.removeprefix('strategyscore ')}\n")[1].split("\n## ")[0]
        assert all(f"`{flag}`" in part for one in command.params for flag in one.opts if flag[0] == "-")


def test_every_key_is_told_with_what_stands_there(parts: None) -> None:
    from site_parts import keys

    for document in ("rubric", "profile", "vary"):
        page, schema = keys.page(document), keys.schema_of(document)
        for one in (schema, *schema["$defs"].values()):
            assert all(f"| `{key}` | " in page for key in one.get("properties", {}))
        links = set(re.findall(r"\]\(#([\w-]+)\)", page))
        assert links <= {title.lower() for title in re.findall(r"^### (.+)$", page, re.MULTILINE)}
        assert "| anything |" not in page


@pytest.mark.parametrize("step", REGISTRIES)
def test_every_method_is_told_with_a_picture_and_what_it_may_be_told(step: Any, parts: None) -> None:
    from site_parts import methods

    page = methods.page(step)
    for method in REGISTRIES[step].all():
        part = page.split(f"### {method.name}\n")[1].split("\n### ")[0]
        assert 'role="img"' in part, method.name
        assert all(f"| `{setting}` | " in part for setting in method.settings.model_fields)
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))


def test_the_gallery_knows_only_charts_that_there_are(parts: None) -> None:
    from site_parts import gallery

    assert set(gallery.PYTHON) | set(gallery.COMMAND) <= set(CATALOGUE)
    for name in CATALOGUE:
        compile(gallery.python(name), name, "eval")


def test_the_oldest_versions_are_those_that_are_allowed() -> None:
    project = tomllib.loads((TOP / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"]
    tools = {"audit", "docs", "mutation", "dev"}  # for those who work on the library, who take the newest
    wanted = [*project["dependencies"], *(one for name in extras if name not in tools for one in extras[name])]
    pinned = (TOP / ".ci" / "minimum-versions.txt").read_text("utf-8").splitlines()[1:]
    assert [re.sub(r"\[.*?\]", "", one).replace(">=", "==") for one in wanted] == [
        one.removesuffix(".*") for one in pinned
    ]


@pytest.mark.parametrize("path", sorted((TOP / ".github" / "workflows").glob("*.yml")), ids=lambda path: path.name)
def test_a_workflow_names_what_it_runs_by_its_commit(path: Path) -> None:
    content = yaml.safe_load(path.read_text("utf-8"))
    used = [step["uses"] for job in content["jobs"].values() for step in job["steps"] if "uses" in step]
    assert used
    assert all(re.fullmatch(r"[\w.-]+/[\w.-]+@[0-9a-f]{40}", one) for one in used)
    assert content["permissions"] == {"contents": "read"}
    scripts = re.findall(r"\.ci/\w+", path.read_text("utf-8"))
    assert all((TOP / script).is_file() for script in scripts)


def test_each_form_and_each_fragment_is_read() -> None:
    for path in [*(TOP / ".github").rglob("*.yml"), TOP / ".pre-commit-config.yaml"]:
        assert yaml.safe_load(path.read_text("utf-8")), path
    kinds = tomllib.loads((TOP / "pyproject.toml").read_text("utf-8"))["tool"]["towncrier"]["type"]
    for path in (TOP / "changes").glob("*.md"):
        assert path.name == "README.md" or path.suffixes[-2][1:] in {kind["directory"] for kind in kinds}
