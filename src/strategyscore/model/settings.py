"""The settings of a rubric and of its groups, as plain data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from strategyscore.model.dates import PartialDate


@dataclass(frozen=True)
class Change:
    """An entry of a rubric's history."""

    version: str
    date: PartialDate
    what: str


@dataclass(frozen=True)
class Missing:
    """What is done about missing answers.

    Attributes
    ----------
    minimum_coverage : float
        A node of which less is answered keeps its score, is marked as thin, and is not ranked.
    """

    rule: str = "available"
    minimum_coverage: float = 0.0


@dataclass(frozen=True)
class Confidence:
    """The probability that a level stated with this confidence is the right one."""

    high: float = 0.95
    medium: float = 0.80
    low: float = 0.60

    def of(self, name: str | None) -> float:
        """The probability of a stated confidence; medium where none is stated."""
        return float(getattr(self, name or "medium"))


# What holds where a file says nothing.
USUAL_MISSING, USUAL_CONFIDENCE = Missing(), Confidence()


@dataclass(frozen=True)
class Band:
    """A range of scores with a name.

    Attributes
    ----------
    name : str
    start : float
        The lowest score that lies in it; it ends where the next one begins.
    """

    name: str
    start: float


def bands_of(content: Mapping[str, float] | Iterable[Band]) -> tuple[Band, ...]:
    """Bands from names and where they begin, the lowest first.

    Examples
    --------
    >>> [band.name for band in bands_of({"high": 70, "low": 0})]
    ['low', 'high']
    """
    bands = content.items() if isinstance(content, Mapping) else ((band.name, band.start) for band in content)
    return tuple(sorted((Band(str(name), float(start)) for name, start in bands), key=lambda band: band.start))
