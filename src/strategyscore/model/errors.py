"""What goes wrong: names that do not exist, and numbers that a method cannot take."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from strategyscore.model.problems import did_you_mean, sentence


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
    """A path that names no node of the rubric."""


class UnknownCountry(UnknownName):
    """A code that none of the profiles has."""


class UnknownGroup(UnknownName):
    """A name that no group of countries has."""


class UnknownRubric(UnknownName):
    """An id that no bundled rubric has."""


class ScoringError(ValueError):
    """The data does not allow what the rubric asks for."""
