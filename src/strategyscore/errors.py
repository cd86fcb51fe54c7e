"""What goes wrong, where, and how to mend it: in documents, with names that do not exist, with numbers."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from strategyscore import limits
from strategyscore.text.words import plain


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

    See Also
    --------
    strategyscore.DocumentError : Raised with all of them.
    strategyscore.check : Lists them.

    Examples
    --------
    >>> print(ss.Problem("kenya.yaml", 12, 3, "'level' is missing"))
    kenya.yaml:12:3: 'level' is missing
    """

    path: str
    line: int
    column: int
    message: str

    def __str__(self) -> str:
        return f"{plain(self.path)}:{self.line}:{self.column}: {plain(self.message)}"


class DocumentError(ValueError):
    """Rubrics or profiles cannot be used as they stand.

    Parameters
    ----------
    problems : iterable of Problem
        Those found.

    Attributes
    ----------
    problems : tuple of Problem
        Every fault found, in the order of file, line and column; the text names the first hundred.

    See Also
    --------
    strategyscore.check : Lists the problems without raising.
    strategyscore.Problem : One of them.

    Examples
    --------
    >>> try:
    ...     ss.load_rubric({"rubric": "mine", "criterai": []})
    ... except ss.DocumentError as error:
    ...     print(error.problems[0].message)
    the key 'criteria' is missing; add 'criteria: ...'
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(told(self.problems)))

    def __reduce__(self) -> tuple[Any, ...]:
        # by default an exception is built anew from its text, which would make a problem of every letter
        return type(self), (self.problems,)


def told(problems: Iterable[Problem]) -> list[str]:
    """Problems as lines: the first hundred of them, then how many more there are."""
    every = list(problems)
    lines = [str(problem) for problem in every[: limits.PROBLEMS_SHOWN]]
    rest = len(every) - len(lines)
    return [*lines, f"... and {rest:,} more; mend these first"] if rest else lines


_suggestions: ContextVar[list[int] | None] = ContextVar("suggestions", default=None)


@contextmanager
def few_suggestions() -> Iterator[None]:
    """Look for near misses a limited number of times: a long file of wrong names would keep one waiting for hours."""
    if _suggestions.get() is not None:
        yield
        return
    token = _suggestions.set([limits.SUGGESTIONS])
    try:
        yield
    finally:
        _suggestions.reset(token)


def near_misses(word: str, options: Iterable[str], cutoff: float = 0.6) -> list[str] | None:
    """The option that is most like a word, if any is; None where it was not looked for, see `few_suggestions`."""
    texts = list(options)
    left = _suggestions.get()
    if len(word) > limits.SUGGESTION_LETTERS or len(texts) > limits.SUGGESTION_OPTIONS or left == [0]:
        return None
    if left is not None:
        left[0] -= 1
    return difflib.get_close_matches(word, texts, n=1, cutoff=cutoff)


def did_you_mean(word: object, options: Iterable[object]) -> str:
    """A suggestion for a near miss, or the options themselves where they are few.

    Returns
    -------
    str
        ``"did you mean 'weight'?"``, ``"use one of ..."``, or an empty string; see `few_suggestions`.
    """
    texts = sorted({str(option) for option in options})
    wanted = str(word)
    near = near_misses(wanted, texts)
    if near is None:
        return ""
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


class UnknownName(KeyError):
    """A node, country, group or rubric that there is none of; the message suggests the nearest.

    Parameters
    ----------
    message : str
        What there is none of.
    name : str
        What was asked for.
    options : iterable of str
        What there is.

    Attributes
    ----------
    name : str
    options : tuple of str

    See Also
    --------
    strategyscore.UnknownCountry : Of a country.
    strategyscore.UnknownNode : Of a node.

    Examples
    --------
    >>> print(UnknownName("there is no node 'lwa'", "lwa", ["law", "wealth"]))
    there is no node 'lwa'; did you mean 'law'?
    """

    def __init__(self, message: str, name: object, options: Iterable[object]) -> None:
        self.message = message
        self.name = str(name)
        self.options = tuple(map(str, options))
        super().__init__(sentence(message, did_you_mean(self.name, self.options)))

    def __reduce__(self) -> tuple[Any, ...]:
        # by default an exception is built anew from its text alone, which ends a pool of processes
        return type(self), (self.message, self.name, self.options)

    def __str__(self) -> str:
        return str(self.args[0])


class UnknownNode(UnknownName):
    """A path that names no node of the rubric.

    See Also
    --------
    strategyscore.Rubric.nodes : The nodes that there are.

    Examples
    --------
    >>> try:
    ...     rubric.node("computer")
    ... except ss.UnknownNode as error:
    ...     print(error)
    'computer' is no node of readiness; did you mean 'compute'?
    """


class UnknownCountry(UnknownName):
    """A code that none of the profiles has.

    See Also
    --------
    strategyscore.Countries.codes : The codes that there are.

    Examples
    --------
    >>> try:
    ...     scores.explain("Borra")
    ... except ss.UnknownCountry as error:
    ...     print(error)
    there is no profile of 'Borra'; did you mean 'Bora'?
    """


class UnknownYear(UnknownName):
    """A year that a panel does not have.

    See Also
    --------
    strategyscore.PanelScores.years : The years that there are.

    Examples
    --------
    >>> try:
    ...     panel[2022]
    ... except ss.UnknownYear as error:
    ...     print(error)
    the panel has no year 2022; did you mean '2024'?
    """


class UnknownVariant(UnknownName):
    """A name that no variant of a country's profile has."""


class UnknownGroup(UnknownName):
    """A name that no group of countries has.

    See Also
    --------
    strategyscore.groups : The groups that there are.

    Examples
    --------
    >>> try:
    ...     ss.by_group(coded, "BRICKS")
    ... except ss.UnknownGroup as error:
    ...     print(error)
    there is no group of countries called 'BRICKS'; did you mean 'BRICS'?
    """


class UnknownRubric(UnknownName):
    """An id that no bundled rubric has.

    See Also
    --------
    strategyscore.load_rubric : What raises it.

    Examples
    --------
    >>> try:
    ...     ss.load_rubric("regulations")
    ... except ss.UnknownRubric as error:
    ...     print(error)
    there is no rubric 'regulations'; did you mean 'regulation'?
    """


class UnknownMethod(UnknownName):
    """A method that nobody registered.

    See Also
    --------
    strategyscore.methods.aggregations : The methods of one step.

    Examples
    --------
    >>> try:
    ...     ss.methods.aggregations["geometrical"]
    ... except ss.UnknownMethod as error:
    ...     print(error)
    'geometrical' is no method of 'aggregate'; did you mean 'geometric'?
    """


class ScoringError(ValueError):
    """The data does not allow what the rubric asks for.

    See Also
    --------
    strategyscore.score : What raises it.

    Examples
    --------
    >>> compute = {"id": "compute", "unit": "petaflops", "normalise": "minmax"}
    >>> one = ss.load_rubric({"rubric": "one", "criteria": [compute]})
    >>> try:
    ...     ss.score(one, ss.read_table(table.assign(compute=10), one, "place"))
    ... except ss.ScoringError as error:
    ...     print(error)
    compute: all present values are equal, so there is no range to place them in; mend the values, or
    choose another normalisation
    """
