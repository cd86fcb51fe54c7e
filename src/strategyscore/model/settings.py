"""The settings of a rubric and of its groups, as plain data."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from strategyscore.model.dates import PartialDate

MISSING_RULES = ("available", "worst", "withhold")
OVER = ("all", "each")  # all years of a panel together, or each by itself
USUAL_PANEL = {"over": "all", "fill": "none"}


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
    rule : {"available", "worst", "withhold"}
        In every group that says nothing else: the weight of what is missing goes to its siblings; or it counts at its
        worst; or the group has no score while something is missing.
    minimum_coverage : float
        A node of which less is answered keeps its score, is marked as thin, and is not ranked.
    minimum_answered : float
        In every group that says nothing else: where less of the children's weight is answered, the group's answers are
        set aside, as if they were missing.
    """

    rule: str = "available"
    minimum_coverage: float = 0.0
    minimum_answered: float = 0.0


@dataclass(frozen=True)
class MissingHere:
    """What a group says about missing answers; None where the group above it holds.

    Attributes
    ----------
    rule, minimum_answered
        As for `Missing`.
    """

    rule: str | None = None
    minimum_answered: float | None = None

    def below(self, above: Missing) -> Missing:
        """What holds in the group, by what holds in the group above it."""
        rule = above.rule if self.rule is None else self.rule
        least = above.minimum_answered if self.minimum_answered is None else self.minimum_answered
        return Missing(rule, above.minimum_coverage, least)

    @property
    def content(self) -> dict[str, Any]:
        """As a rubric file says it."""
        pairs = {"rule": self.rule, "minimum_answered": self.minimum_answered}
        return {name: value for name, value in pairs.items() if value is not None}


@dataclass(frozen=True)
class Screen:
    """Which countries are scored at all.

    Attributes
    ----------
    minimum_coverage : float
        Of which less is answered is left out before anything is normalised.
    by : {"weight", "criteria"}
        Whether it is a share of the weight, or of the number of criteria.
    """

    minimum_coverage: float
    by: str = "weight"


@dataclass(frozen=True)
class Confidence:
    """The probability that a level stated with this confidence is the right one.

    Attributes
    ----------
    high, medium, low : float
    two_levels : float
        The share of errors that reach two levels; the others reach the next one.
    measured : PartialDate or None
        When the probabilities were worked out from how two coders agree; None where they are assumed.
    """

    high: float = 0.95
    medium: float = 0.80
    low: float = 0.60
    two_levels: float = 0.0
    measured: PartialDate | None = None

    def of(self, name: str | None) -> float:
        """The probability of a stated confidence; medium where none is stated."""
        return float(getattr(self, name or "medium"))


# What holds where a file says nothing.
USUAL_MISSING, USUAL_CONFIDENCE = Missing(), Confidence()


@dataclass(frozen=True)
class Decimals:
    """How scores are rounded, decided on the decimal value.

    Attributes
    ----------
    digits : int
        To so many decimals.
    half : {"up", "even"}
        Where a half goes: away from zero, or to the even digit.
    at : {"root", "every_node"}
        Whether the rubric's own score is rounded, or every node's, criteria among them, before it is used again.
    """

    digits: int
    half: str = "up"
    at: str = "root"

    @property
    def content(self) -> Any:
        """As a rubric file says it."""
        usual = Decimals(self.digits) == self
        return self.digits if usual else {"digits": self.digits, "half": self.half, "at": self.at}


def decimals_of(content: int | Mapping[str, Any] | Decimals | None) -> Decimals | None:
    """How scores are rounded, as a file says it; a number alone rounds the rubric's own score, a half upwards.

    Examples
    --------
    >>> decimals_of({"digits": 1, "half": "even"})
    Decimals(digits=1, half='even', at='root')
    """
    if isinstance(content, Mapping):
        return Decimals(**content)
    return Decimals(content) if isinstance(content, int) else content


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


@dataclass(frozen=True)
class Gate:
    """A minimum that something must reach.

    Attributes
    ----------
    criterion : str
        The path of a criterion, or of a group further down.
    at_least : float
        A level, for a checklist the share of yes, for all else a score on the scale.
    cap : float or None
        What the group's score is at most where it is not reached; None where the gate only reports.
    """

    criterion: str
    at_least: float
    cap: float | None = None

    @property
    def content(self) -> dict[str, Any]:
        """As a rubric file says it."""
        own = {"criterion": self.criterion, "at_least": self.at_least}
        return own if self.cap is None else {**own, "otherwise": {"cap": self.cap}}


def gates_of(content: Iterable[Mapping[str, Any] | Gate]) -> tuple[Gate, ...]:
    """Gates, as a file would say them."""
    return tuple(
        gate
        if isinstance(gate, Gate)
        else Gate(gate["criterion"], float(gate["at_least"]), (gate.get("otherwise") or {}).get("cap"))
        for gate in content
    )


@dataclass(frozen=True)
class Adjustment:
    """A factor by the level of a criterion: a penalty, a bonus, a halving.

    Attributes
    ----------
    criterion : str
        The path of a criterion with levels.
    factors : tuple of (int, float)
        By level, rising.
    """

    criterion: str
    factors: tuple[tuple[int, float], ...]


def adjustments_of(content: Iterable[Mapping[str, Any] | Adjustment]) -> tuple[Adjustment, ...]:
    """Adjustments, as a file would say them."""
    return tuple(
        item
        if isinstance(item, Adjustment)
        else Adjustment(item["criterion"], tuple(sorted((int(k), float(v)) for k, v in item["factors"].items())))
        for item in content
    )


def missing_of(content: Mapping[str, Any] | MissingHere | None) -> MissingHere | None:
    """What a group says about missing answers, as a file would say it."""
    return MissingHere(**content) if isinstance(content, Mapping) else content


# Settings of a node that `Rubric.replace` takes as a file says them.
READ: dict[str, Callable[[Any], Any]] = {
    "bands": bands_of,
    "missing": missing_of,
    "gates": gates_of,
    "adjust": adjustments_of,
}
