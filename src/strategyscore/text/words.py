"""How numbers, names and texts are shown: shared by notebooks, terminal, charts and report."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import jinja2

_TEMPLATES = Path(__file__).parent / "templates"
_TERMINAL = re.compile(r"[^\S\n]|[\x00-\x09\x0b-\x1f\x7f-\x9f]")
DASH = "\N{EN DASH}"

VARIED = {
    "weights": "weights",
    "ratings": "ratings",
    "missing": "missing answers",
    "methods": "methods",
    "structure": "criteria left out",
}
"""What is drawn, by its key of `vary`, in a sentence."""

STEPS_SAID = {
    "aggregate": "the aggregation",
    "normalise": "the normalisation",
    "spacing": "the spacing of levels",
    "impute": "the imputation",
    "treat": "the treatment of outliers",
    "weights": "the weighting",
}
"""The steps of a score, by their keys of a rubric, in a sentence."""


def enumerated(words: Iterable[str]) -> str:
    """Words as a list in a sentence: a, b and c."""
    *most, last = [*words] or [""]
    return f"{', '.join(most)} and {last}" if most else last


def points(value: float, digits: int = 1, *, signed: bool = False) -> str:
    """A score or a difference of scores with so many decimals; a dash where there is none."""
    if math.isnan(value):
        return DASH
    text = f"{abs(value):.{digits}f}"
    if not float(text):
        return text
    return ("\N{MINUS SIGN}" if value < 0 else "+" if signed else "") + text


def percent(share: float) -> str:
    """A share as a whole percentage that says 100 % only when nothing is missing."""
    if math.isnan(share):
        return DASH
    rounded = round(share * 100)
    if rounded == 100 and share < 1 - 1e-9:
        rounded = 99
    return f"{rounded} %"


def span(low: float, high: float) -> str:
    """An interval of ranks: 3 to 6, or 3 where it is one rank."""
    return f"{low:.0f} to {high:.0f}" if high > low else f"{low:.0f}"


def plain(text: str) -> str:
    """Text of a document on one line, with nothing in it that could drive a terminal."""
    return " ".join(_TERMINAL.sub(" ", text).split())


@cache
def _environment(folder: Path) -> jinja2.Environment:
    """The templates of a folder and the shared ones, escaping whatever comes out of a document."""
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader([folder, _TEMPLATES]),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"points": points, "percent": percent, "span": span}
    return environment


def render(template: str, folder: Path = _TEMPLATES, **data: Any) -> str:
    """Fill a template of a folder, or a shared one; every value is escaped."""
    return _environment(folder).get_template(template).render(**data)
