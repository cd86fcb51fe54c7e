"""What goes wrong: names that do not exist, and numbers that a method cannot take."""

from __future__ import annotations

from collections.abc import Iterable

from strategyscore.model.problems import did_you_mean, sentence


class UnknownName(KeyError):
    """A node, country or rubric that there is none of; the message suggests the nearest.

    Parameters
    ----------
    message : str
        What there is none of.
    name : str
        What was asked for.
    options : iterable of str
        What there is.
    """

    def __init__(self, message: str, name: object, options: Iterable[object]) -> None:
        super().__init__(sentence(message, did_you_mean(name, options)))

    def __str__(self) -> str:
        return str(self.args[0])


class UnknownNode(UnknownName):
    """A path that names no node of the rubric."""


class UnknownCountry(UnknownName):
    """A code that none of the profiles has."""


class UnknownRubric(UnknownName):
    """An id that no bundled rubric has."""


class ScoringError(ValueError):
    """The data does not allow what the rubric asks for."""
