"""The notebooks run from top to bottom, and are stored without what they show."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbclient
import nbformat
import pytest
from jupyter_client import KernelManager

pytestmark = pytest.mark.slow

FOLDER = Path(__file__).parents[1] / "notebooks"
# What each must show for its story to hold.
SHOWS = {
    "01-first-look": ["Russia", "Kazakhstan"],
    "02-edit-a-rubric": [
        "weight: 0.25",
        "mine/national-ai-strategy.yaml:",
        "did you mean 'geometric'?",
        "effect of the Lehmer mean",
    ],
    "03-add-a-country": ["country: KEN", "[]", "countries/kenya.yaml:", "did you mean 'medium'?"],
    "04-how-robust": ["10,000 draws of weights, ratings and missing answers, seed 0."],
    "05-rebuild-a-published-index": ["ranks that differ: 0", "62 countries;"],
    "06-explore-weights": ["ExplorerWidget", "regulation 50", "the page is written: explorer.html"],
}


@pytest.fixture(scope="module")
def kernel() -> Iterator[KernelManager]:
    """One kernel for all notebooks, which is emptied before each."""
    manager = KernelManager(kernel_name="python3")
    manager.start_kernel(cwd=str(FOLDER))
    yield manager
    manager.shutdown_kernel(now=True)


def run(path: Path, kernel: KernelManager) -> list[Any]:
    """The cells of code with what they show."""
    stored = nbformat.read(path, as_version=4)
    assert all(not cell.outputs and cell.execution_count is None for cell in stored.cells if cell.cell_type == "code")
    stored.cells.insert(0, nbformat.v4.new_code_cell("%reset -f"))
    shown = nbclient.NotebookClient(stored, km=kernel, timeout=120).execute()
    return [cell for cell in shown.cells if cell.cell_type == "code"][1:]


@pytest.mark.long
@pytest.mark.parametrize("name", SHOWS)
def test_a_notebook_runs_and_shows_what_it_says(name: str, kernel: KernelManager) -> None:
    if name == "06-explore-weights":
        pytest.importorskip("anywidget")
    told = ""
    for cell in run(FOLDER / f"{name}.ipynb", kernel):
        assert all(output.get("name") != "stderr" for output in cell.outputs), cell.source
        data = [output.get("data", {}) for output in cell.outputs]
        *_, last = ast.parse(cell.source).body
        if isinstance(last, ast.Expr):
            assert cell.outputs, f"a cell that ends in a value shows none: {cell.source}"
            is_chart = ast.unparse(last).startswith("ss.charts.")
            assert any("image/png" in one for one in data) == is_chart, cell.source
        told += "".join(output.get("text", "") for output in cell.outputs)
        told += "".join(one.get("text/plain", "") + one.get("text/html", "") for one in data)
    assert [text for text in SHOWS[name] if text not in told] == []


def test_every_notebook_is_run() -> None:
    assert sorted(path.stem for path in FOLDER.glob("*.ipynb")) == sorted(SHOWS)
