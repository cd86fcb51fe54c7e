"""The documents beside the page: Word, slides and PDF."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Literal

from strategyscore.errors import did_you_mean, sentence
from strategyscore.report.archive import needs
from strategyscore.report.handout import Handout
from strategyscore.report.pdf import browser, to_pdf
from strategyscore.report.slides import to_pptx
from strategyscore.report.word import to_docx

Also = Literal["docx", "pptx", "pdf", "png"]
ALSO = ("docx", "pptx", "pdf", "png")
_NEEDS = {"docx": ("python-docx", "docx"), "pptx": ("python-pptx", "pptx")}


def ready(also: str | Iterable[str]) -> tuple[str, ...]:
    """The formats that are asked for, each once, when all that they need is there.

    Raises
    ------
    ValueError
        If one is not known.
    ModuleNotFoundError
        If a package is missing, with the command that installs it.
    FileNotFoundError
        If there is no browser for the PDF.
    """
    names = tuple(dict.fromkeys([also] if isinstance(also, str) else also))
    for name in names:
        if name not in ALSO:
            remedy = did_you_mean(name, ALSO) or f"use some of {', '.join(ALSO)}"
            raise ValueError(sentence(f"a report is not written as {name!r}", remedy))
        if name in _NEEDS:
            needs(*_NEEDS[name])
        elif name == "pdf":
            browser()
    return names


def office(names: Iterable[str]) -> bool:
    """Whether some of the formats are made from a handout."""
    return any(name in _NEEDS for name in names)


def documents(names: Iterable[str], content: Callable[[], Handout], html: str) -> dict[str, bytes]:
    """The documents by the names of their files.

    Parameters
    ----------
    names : iterable of str
        From `ready`.
    content : callable
        Gives what goes into a document and slides, where there are any.
    html : str
        The page.

    Raises
    ------
    OSError
        If the browser does not print the page.
    """
    several = tuple(names)
    handout = content() if office(several) else None
    files: dict[str, bytes] = {}
    for name in several:
        if name == "pdf":
            files["report.pdf"] = to_pdf(html, browser())
        elif handout is not None and name in _NEEDS:
            files[f"report.{name}"] = {"docx": to_docx, "pptx": to_pptx}[name](handout)
    return files
