"""What is wrong with a document, where, and how to mend it."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, order=True)
class Problem:
    """One fault of one document.

    Attributes
    ----------
    path : str
        The file, as the user named it.
    line, column : int
        Where the fault stands, both counted from 1.
    message : str
        What is wrong, and how to mend it.
    """

    path: str
    line: int
    column: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}: {self.message}"


class DocumentError(ValueError):
    """Rubrics or profiles cannot be used as they stand.

    Attributes
    ----------
    problems : tuple of Problem
        Every fault found, in the order of file, line and column.
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(map(str, self.problems)))

    def __reduce__(self) -> tuple[Any, ...]:
        # by default an exception is built anew from its text, which would make a problem of every letter
        return type(self), (self.problems,)


def did_you_mean(word: object, options: Iterable[object]) -> str:
    """A suggestion for a near miss, or the options themselves where they are few.

    Returns
    -------
    str
        ``"did you mean 'weight'?"``, ``"use one of ..."``, or an empty string.
    """
    texts = sorted({str(option) for option in options})
    wanted = str(word)
    near = difflib.get_close_matches(wanted, texts, n=1, cutoff=0.6)
    # the wrong case, or 'hardware' for 'sovereignty.hardware'
    near = near or [text for text in texts if text.casefold() == wanted.casefold()]
    near = near or [text for text in texts if text.rsplit(".", 1)[-1] == wanted.rsplit(".", 1)[-1]]
    if near:
        return f"did you mean {near[0]!r}?"
    if 0 < len(texts) <= 16:
        return "use one of " + ", ".join(texts)
    return ""


def sentence(*parts: str) -> str:
    """Join what is wrong and its remedy, leaving out what is empty."""
    return "; ".join(part for part in parts if part)
