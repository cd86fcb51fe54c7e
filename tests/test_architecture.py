"""Imports run one way: from what people touch down to what is read."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import strategyscore

PACKAGE = Path(strategyscore.__file__).parent
DOWNWARDS = [
    "cli",
    "cli_documents",
    "cli_tables",
    "console",
    "publication",
    "report",
    "charts",
    "robustness",
    "exchange",
    "scoring",
    "tables",
    "documents",
    "display",
    "version",
]
FILES = sorted(path for path in PACKAGE.rglob("*.py") if path.relative_to(PACKAGE).parts[0] != "__init__.py")


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_run_downwards(path: Path) -> None:
    here = DOWNWARDS.index(path.relative_to(PACKAGE).parts[0].removesuffix(".py"))
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, "relative import"
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        for name in names:
            parts = name.split(".")
            if parts[0] == "strategyscore" and len(parts) > 1:
                assert DOWNWARDS.index(parts[1]) >= here, f"{name} in {path.name}"
