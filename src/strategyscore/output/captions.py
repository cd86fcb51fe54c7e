"""The line below a chart or table that says where its numbers come from."""

from __future__ import annotations

from collections.abc import Iterable

from strategyscore.model.names import country_name
from strategyscore.model.nodes import Node
from strategyscore.robustness.uncertainty import Uncertainty
from strategyscore.scoring.gates import RESULTS, gates, required, results
from strategyscore.scoring.scores import Scores
from strategyscore.text.words import VARIED, enumerated, percent, plain


def drawn_line(drawn: Uncertainty) -> str:
    """Where the numbers come from, and how they were drawn."""
    varied = enumerated(VARIED[source] for source in drawn.plan.vary.sources)
    return f"{source_line(drawn.nominal)} {drawn.draws:,} draws of {varied}; seed {drawn.plan.seed}."


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


def screen_note(scores: Scores) -> str:
    """Which countries the rubric's screen left out, in a sentence; empty for none."""
    screen = scores.rubric.screen
    if screen is None or not scores.screened:
        return ""
    of = "the weight" if screen.by == "weight" else "the criteria"
    out = enumerated(f"{country_name(code)} ({percent(share)})" for code, share in scores.screened.items())
    return plain(f"Not scored, since less than {percent(screen.minimum_coverage)} of {of} is answered: {out}.")


def gate_note(scores: Scores, node: Node | None = None) -> str:
    """What the gates of a node ask for, and who does not pass, in sentences; empty where it has none."""
    said = []
    for group, gate, at in gates(scores):
        if group is not (node or scores.rubric.root):
            continue
        found = list(zip(scores.countries, results(scores, at), strict=True))
        by = {result: enumerated(profile.name for profile, one in found if one == result) for result in RESULTS}
        parts = [f"not passed by {by['fail']}"] if by["fail"] else []
        parts += [f"not known for {by['not known']}"] if by["not known"] else []
        said.append(f"Gate: {required(scores, gate)} ({'; '.join(parts) or 'passed by all'}).")
    return plain(" ".join(said))


def thin_note(scores: Scores, sign: str) -> str:
    """What a mark at a score says of it: that it is thin."""
    least = percent(scores.program.minimum_coverage)
    return f"{sign}: less than {least} of the weight is answered; the score counts, and has no rank."
