"""The notebooks run from top to bottom, and are stored without what they show."""

from __future__ import annotations

from pathlib import Path

import nbclient
import nbformat
import pytest

NOTEBOOKS = sorted((Path(__file__).parents[1] / "notebooks").glob("*.ipynb"))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs_and_shows_what_it_says(path: Path) -> None:
    stored = nbformat.read(path, as_version=4)
    code = [cell for cell in stored.cells if cell.cell_type == "code"]
    assert all(cell.outputs == [] and cell.execution_count is None for cell in code)
    client = nbclient.NotebookClient(stored, timeout=120, resources={"metadata": {"path": path.parent}})
    shown = client.execute()
    for cell in (cell for cell in shown.cells if cell.cell_type == "code"):
        assert all(output.get("name") != "stderr" for output in cell.outputs), cell.source
    assert any("image/png" in output.get("data", {}) for cell in shown.cells for output in cell.get("outputs", [])) or (
        path.stem.startswith(("02", "03"))
    )


def test_there_are_five() -> None:
    assert [path.stem[:2] for path in NOTEBOOKS] == ["01", "02", "03", "04", "05"]
