"""A small grammar of findings: patterns of sentences, each with the numbers that it may be said of.

A pattern claims no more than its numbers: `said` refuses a sentence whose claim does not hold. Words for how sure a
thing is stand for stated shares of the draws, as in the guidance of the IPCC (Mastrandrea et al. 2010): *firm* from
95 %, *likely* from 66 %, *open* below.
"""

from __future__ import annotations

import math
import re
import string
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from strategyscore.robustness.tiers import FIRM
from strategyscore.text.rounding import whole_units
from strategyscore.text.words import enumerated, percent, points

Numbers = Mapping[str, float]

LIKELY = 0.66
"""The share of the draws from which on a thing is called likely."""

_COUNTS = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_NAMED = 6  # names in a list; of more, the first and the last


@dataclass(frozen=True)
class Pattern:
    """A sentence with gaps, and of which numbers it is true.

    Attributes
    ----------
    text : str
        Gaps are ``{name:how}``; how is one of ``points``, ``share``, ``count``, ``rank``, ``level``,
        ``all`` with the name of a thing, or nothing.
    claims : callable
        Whether the numbers bear the sentence out.
    """

    text: str
    claims: Callable[[Numbers], bool] = lambda numbers: True


class Unfounded(ValueError):
    """No pattern of a kind is true of the numbers."""


def chosen(patterns: Sequence[Pattern], numbers: Numbers) -> Pattern:
    """The first pattern whose claim the numbers bear out.

    Raises
    ------
    Unfounded
        If there is none.
    """
    for pattern in patterns:
        if pattern.claims(numbers):
            return pattern
    raise Unfounded(f"no sentence is true of {dict(numbers)}")


def said(pattern: Pattern, numbers: Numbers, words: Mapping[str, str], digits: int) -> str:
    """A pattern with its gaps filled.

    Parameters
    ----------
    pattern : Pattern
    numbers : mapping of str to float
    words : mapping of str to str
        Names and titles.
    digits : int
        With how many decimals points are shown.

    Raises
    ------
    Unfounded
        If the numbers do not bear the sentence out.
    """
    if not pattern.claims(numbers):
        raise Unfounded(f"{pattern.text!r} is not true of {dict(numbers)}")
    text = _Filled(digits).vformat(pattern.text, (), {**words, **numbers})
    return _BEGINS.sub(lambda begin: begin[0].capitalize(), text)


_BEGINS = re.compile(rf"^[a-z]|(?<=\. )(?:{'|'.join(_COUNTS)})\b")  # a number may be the first word of a sentence


class _Filled(string.Formatter):
    def __init__(self, digits: int) -> None:
        self.digits = digits

    def format_field(self, value: Any, format_spec: str) -> str:
        if format_spec.startswith("points"):  # with so many decimals, or the usual ones
            return points(value, int(format_spec.removeprefix("points") or self.digits))
        if format_spec == "whole":
            return points(value, 0)
        if format_spec.startswith("all "):  # of things by their name
            return every(value, format_spec.removeprefix("all "))
        shown = {"share": share, "count": count, "rank": whole, "level": level}.get(format_spec)
        return shown(value) if shown else str(super().format_field(value, format_spec))


def share(value: float) -> str:
    """A share of the draws in words; rounding never lifts it over a threshold, nor to all or none.

    Examples
    --------
    >>> share(0.634), share(0.9496), share(1.0), share(0.0004)
    ('63 % of the draws', '94 % of the draws', 'all draws', 'less than 1 % of the draws')
    """
    if value <= 0:
        return "none of the draws"
    if value >= 1:
        return "all draws"
    if value < 0.01:
        return "less than 1 % of the draws"
    if value > 0.99:
        return "more than 99 % of the draws"
    rounded = whole_percent(value)
    if rounded == 50 and value > 0.5:
        return "just over half of the draws"
    return f"{percent(rounded / 100)} of the draws"


def whole_percent(value: float) -> int:
    """A share of the draws as a whole percentage, which rounding never lifts over a threshold."""
    rounded = int(whole_units(100 * value))
    crossed = any(value < mark <= rounded / 100 for mark in (0.5, LIKELY, FIRM))
    return math.floor(100 * value) if crossed else rounded


def count(value: float) -> str:
    """A number of things: a word below ten."""
    number = int(value)
    return _COUNTS[number] if 0 <= number < len(_COUNTS) else f"{number:,}"


def every(value: float, thing: str) -> str:
    """All of so many things.

    Examples
    --------
    >>> every(1, "question"), every(2, "question"), every(13, "question")
    ('the only question', 'both questions', 'all 13 questions')
    """
    return {1: f"the only {thing}", 2: f"both {thing}s"}.get(int(value), f"all {count(value)} {thing}s")


def whole(value: float) -> str:
    """A rank."""
    return f"{int(value)}"


def level(value: float) -> str:
    """A level or a median of levels: at most one decimal."""
    return f"{value:.1f}".rstrip("0").rstrip(".")


def sure(value: float) -> str:
    """The word for how sure a thing is that holds in so large a share of the draws."""
    return "firm" if value >= FIRM else "likely" if value >= LIKELY else "open"


def names(several: Sequence[str]) -> str:
    """Names in a sentence; of many, how many there are from the first to the last."""
    if len(several) <= _NAMED:
        return enumerated(several)
    return f"the {count(len(several))} countries from {several[0]} to {several[-1]}"
