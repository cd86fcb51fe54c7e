"""Files that appear whole or not at all, and tables as text that is safe to open."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_whole(files: Mapping[Path, bytes]) -> None:
    """Write files so that a reader never meets half of one.

    All are written under other names first, and take their own only when every one of them is on the disk. If one
    cannot be written, none is changed.

    Parameters
    ----------
    files : mapping of Path to bytes

    Raises
    ------
    OSError
        If a folder or file cannot be written.
    """
    token = secrets.token_hex(4)
    written: list[tuple[Path, Path]] = []
    try:
        for path, content in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            if path.is_dir():
                raise IsADirectoryError(21, "a folder stands where a file should go", str(path))
            draft = path.with_name(f".{path.name}.{token}")
            written.append((draft, path))
            with draft.open("xb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
        for draft, path in written:
            draft.replace(path)
    finally:
        for draft, _ in written:
            draft.unlink(missing_ok=True)


def to_csv(table: pd.DataFrame) -> str:
    """A table as CSV in which no text can act as a formula when a spreadsheet opens it."""
    named = table.index.name is not None
    flat = table.reset_index() if named else table
    texts = flat.select_dtypes(include=["object", "string"]).columns
    safe = flat.assign(**{column: flat[column].map(defused) for column in texts})
    return safe.to_csv(index=False, lineterminator="\n")


def to_json(table: pd.DataFrame, provenance: Mapping[str, Any]) -> str:
    """A table as JSON: how it was made, then one record a row."""
    flat = table.reset_index() if table.index.name is not None else table
    rows = json.loads(flat.to_json(orient="records", double_precision=15))
    return json.dumps({"provenance": provenance, "rows": rows}, ensure_ascii=False, indent=2) + "\n"


def defused(cell: Any) -> Any:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell
