"""Imports run one way: from what people touch down to what is read."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import strategyscore

PACKAGE = Path(strategyscore.__file__).parent
# Each line may import from itself and from the lines below; those of one line know each other.
DOWNWARDS = [
    ["cli", "__main__"],
    ["report"],
    ["explorer"],
    ["tables", "charts"],
    ["exchange"],
    ["output"],
    ["analysis", "robustness"],
    ["scoring"],
    ["documents"],
    ["schemas"],
    ["model"],
    ["methods"],
    ["errors"],
    ["text", "version"],
    ["limits"],
]
FLOOR = {room: floor for floor, rooms in enumerate(DOWNWARDS) for room in rooms}
FILES = sorted(path for path in PACKAGE.rglob("*.py") if path.relative_to(PACKAGE).parts[0] != "__init__.py")


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_run_downwards(path: Path) -> None:
    here = FLOOR[path.relative_to(PACKAGE).parts[0].removesuffix(".py")]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, "relative import"
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        for name in names:
            parts = name.split(".")
            if parts[0] == "strategyscore" and len(parts) > 1:
                assert FLOOR[parts[1]] >= here, f"{name} in {path.name}"


def code_lines(text: str) -> int:
    """The lines of a file without its docstrings: examples help a reader, and are no reason to take a file apart."""
    told = [
        node.body[0]
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node) is not None
    ]
    return len(text.splitlines()) - sum((node.end_lineno or 0) - node.lineno + 1 for node in told)


def test_no_file_is_too_long_to_hold_in_mind() -> None:
    assert code_lines('"""A.\n\nB.\n"""\nX = 1\n') == 1
    long = {path.name: lines for path in FILES if (lines := code_lines(path.read_text(encoding="utf-8"))) > 400}
    assert not long


def test_there_is_no_circle_of_modules() -> None:
    """Imports that happen when a module is loaded make no circle, so that each file can be read by itself."""
    arrows: dict[str, set[str]] = {}
    for path in FILES:
        name = ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__")
        arrows[name] = {
            target
            for node in ast.parse(path.read_text(encoding="utf-8")).body
            if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("strategyscore.")
            for alias in node.names
            for target in (f"{node.module}.{alias.name}", node.module)
            if (PACKAGE.parent / f"{target.replace('.', '/')}.py").is_file()
        }
    seen: dict[str, int] = {}

    def visit(name: str, trail: tuple[str, ...]) -> None:
        assert name not in trail, " -> ".join([*trail[trail.index(name) :], name])
        if name in seen:
            return
        for other in arrows.get(name, ()):
            visit(other, (*trail, name))
        seen[name] = 1

    for name in arrows:
        visit(name, ())


COMMANDS = sorted((PACKAGE / "cli" / "commands").glob("[a-z]*.py"))


@pytest.mark.parametrize("path", COMMANDS, ids=lambda path: path.stem)
def test_no_command_needs_another(path: Path) -> None:
    assert "strategyscore.cli.commands" not in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", [path for path in FILES if "explorer" in path.parts], ids=lambda path: path.name)
def test_the_explorer_needs_no_chart_and_no_table(path: Path) -> None:
    """What a reader computes in the browser is drawn there, so that the page comes without matplotlib."""
    text = path.read_text(encoding="utf-8")
    assert not any(f"strategyscore.{room}" in text for room in ("tables", "charts", "exchange", "report", "cli"))
