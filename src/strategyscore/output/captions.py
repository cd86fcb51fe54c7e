"""The line below a chart or table that says where its numbers come from."""

from __future__ import annotations

from collections.abc import Iterable

from strategyscore.robustness.uncertainty import Uncertainty
from strategyscore.scoring.scores import Scores
from strategyscore.text.words import VARIED, enumerated, plain


def drawn_line(found: Uncertainty) -> str:
    """Where the numbers come from, and how they were drawn."""
    varied = enumerated(VARIED[source] for source in found.plan.vary.sources)
    return f"{source_line(found.nominal)} {found.draws:,} draws of {varied}; seed {found.plan.seed}."


def source_line(scores: Scores, codes: Iterable[str] | None = None) -> str:
    """Where the numbers come from; of some countries only, where they are named."""
    shown = scores.countries if codes is None else [scores.countries[code] for code in codes]
    dates = sorted({str(profile.as_of) for profile in shown if profile.as_of})
    spoken = dates[0] if len(set(dates)) == 1 else " to ".join(dates[:: max(len(dates) - 1, 1)])
    profiles = "profile" if len(list(shown)) == 1 else "profiles"
    day = f"ratings as of {scores.as_of}" if scores.as_of else f"{profiles} as of {spoken}"
    if scores.countries.numbers is not None:
        day = f"values from {scores.countries.numbers.name}"
    return plain(f"Source: strategyscore, rubric {scores.rubric.id} {scores.rubric.version}; {day}.")
