"""How numbers, names and texts are shown: shared by notebooks, terminal, charts and report."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from strategyscore.text.rounding import whole_units

if TYPE_CHECKING:
    import jinja2

_TEMPLATES = Path(__file__).parent / "templates"
_BLANKS = re.compile(r"(?:(?!\xa0)[\s\x00-\x1f\x7f-\x9f])+")  # a no-break space stays one

# What no text of a document may hold: control characters can drive a terminal, overrides of the direction can make a
# text read as what it is not, blank letters and tags can hide a message, and some characters stand in no XML file.
# The joiners U+200C and U+200D belong to Arabic and Indic writing, and stand behind a letter there.
HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u2028-\u202e"
    "\u2060-\u206f\u3164\ud800-\udfff\ufdd0-\ufdef\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\U000e0000-\U000e0fff"
    + "".join(f"{chr(plane << 16 | 0xFFFE)}{chr(plane << 16 | 0xFFFF)}" for plane in range(1, 17))
    + "\u200c\u200d](?<![\u0600-\u0dff][\u200c\u200d])"  # one class first: a search for it takes a tenth of the time
)
DASH = "\N{EN DASH}"

VARIED = {
    "weights": "weights",
    "ratings": "ratings",
    "missing": "missing answers",
    "methods": "methods",
    "structure": "criteria left out",
    "given": "draws from elsewhere",
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


def source_said(source: str) -> str:
    """A source of uncertainty in a sentence, or a single method of it.

    Examples
    --------
    >>> source_said("missing"), source_said("methods.aggregate"), source_said("methods.wealth.normalise")
    ('missing answers', 'methods: the aggregation', 'methods: the normalisation of wealth')
    """
    if source in VARIED:
        return VARIED[source]
    whole, _, name = source.partition(".")
    return f"{VARIED[whole]}: {step_said(name)}"


def step_said(name: str) -> str:
    """A step of a score in a sentence, or that of one node."""
    path, _, step = name.rpartition(".")
    return f"{STEPS_SAID.get(step, step)}{f' of {path}' if path else ''}"


def enumerated(words: Iterable[str]) -> str:
    """Words as a list in a sentence: a, b and c."""
    *most, last = [*words] or [""]
    return f"{', '.join(most)} and {last}" if most else last


def countries_said(number: int) -> str:
    """So many countries.

    Examples
    --------
    >>> countries_said(1), countries_said(30)
    ('1 country', '30 countries')
    """
    return f"{number} {'country' if number == 1 else 'countries'}"


def points(value: float, digits: int = 1, *, signed: bool = False) -> str:
    """A score or a difference of scores with so many decimals, a half rounded up; a dash where there is none."""
    if not math.isfinite(value):
        return DASH
    text = f"{whole_units(abs(value) * 10**digits) / 10**digits:.{digits}f}"
    if not float(text):
        return text
    return ("\N{MINUS SIGN}" if value < 0 else "+" if signed else "") + text


def percent(share: float) -> str:
    """A share as a whole percentage that says 100 % only when nothing is missing."""
    if math.isnan(share):
        return DASH
    rounded = int(whole_units(share * 100))
    if rounded == 100 and share < 1 - 1e-9:
        rounded = 99
    return f"{rounded} %"


def span(low: float, high: float) -> str:
    """An interval of ranks: 3 to 6, or 3 where it is one rank."""
    return f"{low:.0f} to {high:.0f}" if high > low else f"{low:.0f}"


def plain(text: object) -> str:
    r"""Any text on one line, with nothing in it that could drive a terminal or hide what it says.

    Bytes of a file's name that are not UTF-8 become a question mark.

    Examples
    --------
    >>> plain("Iran\x1b]0;title\x07 and\nIraq")
    'Iran ]0;title and Iraq'
    """
    return _BLANKS.sub(" ", printable(text)).strip()


def printable(text: object) -> str:
    """A line with nothing in it that could drive a terminal, its blanks as they stand."""
    return HIDDEN.sub(lambda hidden: "?" if "\ud800" <= hidden.group() <= "\udfff" else " ", str(text))


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
