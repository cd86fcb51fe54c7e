"""The tutorials: copies of the notebooks that run where the originals stand."""

from __future__ import annotations

import json
from pathlib import Path

START = """\
%cd -q {folder}
%config InlineBackend.figure_formats = ["svg"]
%xmode Minimal"""


def copy(docs: Path) -> None:
    """Write each notebook below ``tutorials``, with a first cell that is not shown."""
    folder = docs.parent / "notebooks"
    wanted = set()
    for path in sorted(folder.glob("*.ipynb")):
        content = json.loads(path.read_text(encoding="utf-8"))
        start = {
            "cell_type": "code",
            "id": "start",
            "metadata": {"tags": ["remove-cell"]},
            "source": START.format(folder=json.dumps(str(folder))),
            "outputs": [],
            "execution_count": None,
        }
        content["cells"].insert(1, start)
        target = docs / "tutorials" / path.name
        wanted.add(target)
        text = json.dumps(content, indent=1, ensure_ascii=False)
        if not target.exists() or target.read_text(encoding="utf-8") != text:
            target.write_text(text, encoding="utf-8")
    for old in set((docs / "tutorials").glob("*.ipynb")) - wanted:
        old.unlink()
