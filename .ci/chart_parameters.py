#!/usr/bin/env python3
"""What every chart can be told, said once, and put into the docstring of each: .ci/chart_parameters.py [--write]

The texts stand in the sources in full, so that editors, which read sources, show them as ``help`` and the documentation
do. Without ``--write`` this only tells which docstrings are behind.
"""

from __future__ import annotations

import ast
import re
import sys
import textwrap
from pathlib import Path

CHARTS = Path(__file__).parents[1] / "src" / "strategyscore" / "charts"
WIDTH = 120

SHARED = {
    "ax": (
        "matplotlib Axes, optional",
        "Where to draw; a new figure where it is not given. In your own axes the title is drawn, and the size sets "
        "the texts only.",
    ),
    "title": ("str, optional", "The text above; it names what is drawn where it is not given."),
    "size": (
        '{"column", "page", "slide"}',
        "What the chart is for, half a page, a page or a slide: it sets width and text size.",
    ),
    "source": (
        "str, optional",
        "The line below; it says where the numbers come from where it is not given. An empty text leaves it out.",
    ),
    "countries": (
        "str or iterable of str, optional",
        "The countries to show, by code, name or group such as EU; all where it is not given. Ranks stay those among "
        "all.",
    ),
    "highlight": (
        "str or iterable of str, optional",
        "The countries to highlight, by code, name or group: in another colour, and in bold.",
    ),
}
RETURNS = """\
    Returns
    -------
    Chart
        A matplotlib Figure with an ``alt_text``. In your own axes it is their figure, which is left without one.
"""

_SECTION = re.compile(r"    Parameters\n    -{10}\n(.*?)\n(?=\n|    \"\"\")", re.DOTALL)
_ITEM = re.compile(r"^    (?=\S)", re.MULTILINE)


def charts(text: str) -> list[ast.FunctionDef]:
    """The functions of a file that draw a chart for others."""
    return [
        node
        for node in ast.parse(text).body
        if isinstance(node, ast.FunctionDef)
        and node.name[0] != "_"
        and node.returns is not None
        and ast.unparse(node.returns) == "style.Chart"
        and ast.get_docstring(node)
    ]


def full(text: str) -> str:
    """The text of a file with the shared parameters, and what is returned, in full in every chart's docstring."""
    lines = text.splitlines(keepends=True)
    for node in reversed(charts(text)):
        start, end = node.body[0].lineno - 1, node.body[0].end_lineno
        names = [one.arg for one in (*node.args.args, *node.args.kwonlyargs) if one.arg in SHARED]
        doc = _SECTION.sub(lambda match, names=names: _parameters(match[1], names), "".join(lines[start:end]), count=1)
        if "    Returns\n" not in doc:
            doc = re.sub(r"(    Parameters\n.*?\n)(?=\n|    \"\"\")", rf"\1\n{RETURNS}", doc, count=1, flags=re.DOTALL)
        lines[start:end] = [doc]
    return "".join(lines)


def _parameters(listed: str, names: list[str]) -> str:
    own = [item for item in _ITEM.split(listed) if item and item.split(" : ")[0] not in SHARED]
    shared = [f"{name} : {SHARED[name][0]}\n{_filled(SHARED[name][1])}" for name in names]
    items = "\n".join("    " + item.rstrip("\n") for item in [*own, *shared])
    return f"    Parameters\n    ----------\n{items}\n"


def _filled(text: str) -> str:
    return textwrap.fill(text, WIDTH, initial_indent=" " * 8, subsequent_indent=" " * 8, break_on_hyphens=False)


def behind() -> list[Path]:
    """The files in which a chart's docstring differs from what is said here."""
    return [path for path in sorted(CHARTS.glob("*.py")) if (text := path.read_text("utf-8")) != full(text)]


def main() -> int:
    """Tell what is behind, or write it."""
    late = behind()
    for path in late:
        print(f"{path.relative_to(CHARTS.parents[2])}: what all charts share is not told as it stands here")
        if "--write" in sys.argv:
            path.write_text(full(path.read_text("utf-8")), encoding="utf-8")
    return bool(late)


if __name__ == "__main__":
    sys.exit(main())
