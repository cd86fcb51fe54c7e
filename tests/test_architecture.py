"""Imports run one way: from what people touch down to what is read."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import strategyscore

PACKAGE = Path(strategyscore.__file__).parent
# Each line may import from itself and from the lines below; those of one line know each other.
DOWNWARDS = [
    ["cli"],
    ["report"],
    ["tables", "charts"],
    ["exchange"],
    ["output"],
    ["analysis", "robustness"],
    ["scoring"],
    ["documents", "methods", "model", "schemas"],
    ["text", "version"],
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


COMMANDS = sorted((PACKAGE / "cli" / "commands").glob("[a-z]*.py"))


@pytest.mark.parametrize("path", COMMANDS, ids=lambda path: path.stem)
def test_no_command_needs_another(path: Path) -> None:
    assert "strategyscore.cli.commands" not in path.read_text(encoding="utf-8")
