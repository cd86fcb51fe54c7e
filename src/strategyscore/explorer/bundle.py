"""The modules of the page as one script: in their order, each name declared once, nothing fetched."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable
from pathlib import Path

PAGE = Path(__file__).parent / "page"

_IMPORT = re.compile(r"^import \{[^}]*\} from \"\./(\w+\.js)\";\n", re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function|const|class)\b)", re.MULTILINE)


def bundle(names: Iterable[str]) -> str:
    """Modules and what they import, as the text of one script.

    Parameters
    ----------
    names : iterable of str
        File names in the folder of the page. Each module comes after those that it imports from, once; all share one
        scope, so that no two may declare the same name.
    """
    done: dict[str, str] = {}

    def take(name: str) -> None:
        if name in done:
            return
        text = (PAGE / name).read_text(encoding="utf-8")
        for other in _IMPORT.findall(text):
            take(other)
        done[name] = _EXPORT.sub("", _IMPORT.sub("", text))

    for name in names:
        take(name)
    return "".join(done.values())


def digest(text: str) -> str:
    """What a Content-Security-Policy calls an inline script or style by."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
