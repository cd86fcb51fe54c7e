"""Office files whose bytes depend on what is in them only."""

from __future__ import annotations

import io
import zipfile
from importlib.util import find_spec

_DAY = (1980, 1, 1, 0, 0, 0)  # the first that a ZIP file can name


def needs(package: str, module: str) -> None:
    """Refuse to go on without a package of the extra ``office``.

    Raises
    ------
    ModuleNotFoundError
        With the command that installs it.
    """
    if find_spec(module) is None:
        raise ModuleNotFoundError(f"this file needs {package}; install it with: pip install 'strategyscore[office]'")


def undated(content: bytes) -> bytes:
    """A ZIP file with the same members in the same order, none of which says when it was written."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            new.writestr(zipfile.ZipInfo(item.filename, _DAY), old.read(item), zipfile.ZIP_DEFLATED)
    return out.getvalue()
