"""How a text that nobody vouches for goes into Markdown, LaTeX and spreadsheets: as text, and nothing more."""

from __future__ import annotations

import re
from typing import Any

from strategyscore.text.words import DASH

_MARKDOWN = re.compile(r"([\\`*_{}\[\]#|~!$&<>])")
_LATEX = {
    "\\": r"\textbackslash{}",
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "{": r"\{",
    "}": r"\}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "\N{MINUS SIGN}": "$-$",
    DASH: "--",
}
# A spreadsheet that parts cells at semicolons or tabs, or lines at every break, begins a cell within a text.
_BEGINS = tuple("=+-@\t\r")
_WITHIN = re.compile(r"[;\t\r\n][=+\-@\t\r]")  # in few texts, and sought faster than what it stands before
_FORMULA = re.compile(r"(?:^|(?<=[;\t\r\n]))(?=[=+\-@\t\r])")


def to_markdown(text: str) -> str:
    r"""Text in Markdown: no picture, link, emphasis or element comes of it.

    Examples
    --------
    >>> print(to_markdown("![x](https://x.org) <b>"))
    \!\[x\](https\://x.org) \<b\>
    """
    safe = _MARKDOWN.sub(r"\\\1", text)
    return safe.replace("://", "\\://").replace("www.", "www\\.")


def to_latex(text: str) -> str:
    r"""Text in LaTeX: no command comes of it.

    Examples
    --------
    >>> print(to_latex(r"50 % of \input{x}"))
    50 \% of \textbackslash{}input\{x\}
    """
    return "".join(_LATEX.get(letter, letter) for letter in text)


def defused(cell: Any) -> Any:
    """A cell that no spreadsheet takes for a formula, whatever it parts cells at.

    Examples
    --------
    >>> defused("=1+1"), defused("x;=1+1"), defused(-1)
    ("'=1+1", "x;'=1+1", -1)
    """
    if not isinstance(cell, str) or not (cell[:1] in _BEGINS or _WITHIN.search(cell)):
        return cell
    return _FORMULA.sub("'", cell)
