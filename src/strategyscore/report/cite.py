"""How a ranking is cited."""

from __future__ import annotations

from strategyscore.scoring.scores import Scores
from strategyscore.text.clock import stamped
from strategyscore.text.words import countries_said
from strategyscore.version import __version__


def made_on() -> str:
    """The day that an output is stamped with, in words."""
    return f"{stamped():%-d %B %Y}"


def citation(scores: Scores) -> str:
    """A line to cite scores by: what they are on, when and with what they were made."""
    rubric, count = scores.rubric, len(scores.countries)
    dated = f", ratings as of {scores.as_of.said}" if scores.as_of else ""
    digest = f"; rubric {rubric.digest[:12]}" if rubric.digest else ""
    return (
        f"{rubric.title}, version {rubric.version} ({made_on()}). {countries_said(count)}"
        f"{dated}. Computed with strategyscore {__version__}{digest}."
    )
