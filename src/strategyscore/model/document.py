"""What was read from a file, with the place of every value in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from strategyscore.errors import Problem

Marks = dict[tuple[Any, ...], tuple[int, int]]


class Positions(NamedTuple):
    """Where the parts of a document stand.

    Attributes
    ----------
    values, keys : dict
        From the place in the data (a tuple of keys and indices) to line and column, both from 1, of the value and of
        the key that names it.
    """

    values: Marks
    keys: Marks


def _nowhere() -> Positions:
    """Where the parts of what stands in no file stand."""
    return Positions({}, {})


@dataclass(frozen=True)
class Document:
    """One file: its data, and where each part of it stands.

    Attributes
    ----------
    path : Path
        The file.
    data : dict
        Its content as plain Python values.
    digest : str
        SHA-256 of the file's bytes, in hexadecimal.
    find : callable
        Finds where everything stands. It is asked once, and only if something is wrong.
    told : set
        Positions about which enough was said.
    """

    path: Path
    data: dict[Any, Any]
    digest: str = ""
    find: Callable[[], Positions] = field(default=_nowhere, repr=False, compare=False)
    told: set[tuple[int, int]] = field(default_factory=set, repr=False)

    @cached_property
    def positions(self) -> Positions:
        """Where everything stands."""
        return self.find()

    def problem(self, at: Sequence[Any], message: str, *, key: bool = False) -> Problem:
        """A problem at `place`, or at the nearest part above it that exists.

        Parts of `place` that lead nowhere are passed over, so a validator may put its own words into it.
        """
        known: tuple[Any, ...] = ()
        values, keys = self.positions
        for part in at:
            if (*known, part) in values:
                known = (*known, part)
        marks = keys if key and known in keys else values
        line, column = marks.get(known, (1, 1))
        return Problem(str(self.path), line, column, message)

    def tell(self, places_told: Iterable[Sequence[Any]]) -> None:
        """Note that a fault was reported at these places, so that what it entails need not be; see `untold`."""
        for at in places_told:
            for part in {tuple(at), tuple(at[:-1])} - {()}:
                self.told.update(marks[part] for marks in self.positions if part in marks)

    def untold(self, problems: Iterable[Problem]) -> list[Problem]:
        """The problems that are not at, or just above, a place that was reported already."""
        return [problem for problem in problems if (problem.line, problem.column) not in self.told]

    def get(self, at: Sequence[Any], default: Any = None) -> Any:
        """The value at `place`, or `default` where there is none."""
        return value_at(self.data, at, default)


def value_at(data: Any, at: Iterable[Any], default: Any = None) -> Any:
    """What stands at a place of nested mappings and lists, or `default` where there is none."""
    for part in at:
        try:
            data = data[part]
        except (KeyError, IndexError, TypeError):
            return default
    return data
