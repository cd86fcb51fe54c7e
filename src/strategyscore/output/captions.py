"""The line below a chart or table that says where its numbers come from."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Sequence

from strategyscore.analysis.audit import RELIABLE, weak_criteria
from strategyscore.analysis.evidence import one_source
from strategyscore.model.names import country_name
from strategyscore.model.nodes import Node
from strategyscore.model.profile import CountryProfile
from strategyscore.robustness.uncertainty import Uncertainty
from strategyscore.scoring.gates import RESULTS, gates, required, results
from strategyscore.scoring.scores import Scores
from strategyscore.text.words import VARIED, countries_said, enumerated, percent, plain, points

ONE_SOURCE = "†"
"""The sign of a country whose answers all rest on one source, and which is set apart for it."""

THIN = "*"
"""The sign of a score of which less is answered than the rubric asks for."""

WEAK = "‡"
"""The sign of a criterion on which two coders agree too little."""

_NOTHING = hashlib.sha256(b"").hexdigest()  # of what was read from no file
_SHA = 8  # letters of a digest: enough to tell two states of the same files apart
_COUNTS = ("no coder", "one coder", "two coders", "three coders")


def drawn_line(drawn: Uncertainty) -> str:
    """Where the numbers come from, and how they were drawn."""
    return f"{source_line(drawn.nominal)} {draws_said(drawn)}."


def draws_said(drawn: Uncertainty) -> str:
    """How many draws there were, and of what."""
    varied = enumerated(VARIED[source] for source in drawn.plan.vary.sources)
    return f"{drawn.draws:,} draws of {varied}; seed {drawn.plan.seed}"


def table_head(scores: Scores, drawn: Uncertainty | None = None) -> str:
    """What stands above a table in a terminal: what is measured, of when, and how intervals were drawn."""
    said = f"{measure(scores)}."
    return f"{said} 90 % intervals: {draws_said(drawn)}." if drawn else said


def source_line(scores: Scores, codes: Iterable[str] | None = None) -> str:
    """Where the numbers come from; of some countries only, where they are named.

    It names the rubric, the dates that the evidence reaches to and the number of coders, and gives the digest of all
    that was read, by which a copied chart can be traced: ``provenance.json`` and the files of charts hold it in full.
    """
    shown = list(scores.countries if codes is None else [scores.countries[code] for code in codes])
    rubric = scores.rubric
    told = f"Source: strategyscore, rubric {rubric.id} {rubric.version}"
    told += f" with {rubric.changed[0] if len(rubric.changed) == 1 else 'changes'}" if rubric.changed else ""
    if scores.countries.numbers is not None:
        told += f"; values from {scores.countries.numbers.name}"
    else:
        of = "profile" if len(shown) == 1 else "profiles"
        told += f"; {len(shown)} {of}, {until(scores, shown)}{_coded(scores, shown)}"
    digests = {"data": scores.countries.digest, "rubric": rubric.digest}
    traced = [f"{name} {digest[:_SHA]}" for name, digest in digests.items() if digest != _NOTHING]
    return plain(f"{told}.{f' SHA-256: {enumerated(traced)}.' if traced else ''}")


def until(scores: Scores, shown: Sequence[CountryProfile] | None = None) -> str:
    """The date whose ratings count, or the dates that the evidence of countries reaches to."""
    if scores.as_of:
        return f"ratings as of {scores.as_of.said}"
    known = [profile.as_of for profile in shown or scores.countries if profile.as_of]
    dates = sorted(set(known), key=lambda date: date.last)
    if not dates:
        return "evidence of no stated date"
    if len(dates) == 1:
        return f"evidence up to {dates[0].said}"
    oldest = [profile for profile in shown or scores.countries if profile.as_of == dates[0]]
    of = oldest[0].name if len(oldest) == 1 else f"{len(oldest)} countries"
    return f"evidence up to {dates[-1].said} ({of}: up to {dates[0].said})"


def _coded(scores: Scores, shown: Iterable[CountryProfile]) -> str:
    """By how many coders countries are coded: a country counts with the most coders that one of its ratings has."""
    by: Counter[int] = Counter()
    for profile in shown:
        answers = scores.ratings.answers[scores.row(profile.code)] if scores.ratings.answers else ()
        by[max((max(len(answer.coders), 1) for answer in answers if answer is not None), default=0)] += 1
    counted = {number: count for number, count in sorted(by.items(), reverse=True) if number}
    if not counted:
        return ""
    said = {number: _COUNTS[number] if number < len(_COUNTS) else f"{number} coders" for number in counted}
    if len(counted) == 1:
        return f", coded by {said[next(iter(counted))]}"
    return f", {enumerated(f'{count} coded by {said[number]}' for number, count in counted.items())}"


def measure(scores: Scores, node: Node | None = None, what: str = "score") -> str:
    """What a chart measures: of what, on which scale, of how many countries and when."""
    low, high = scores.rubric.scale
    said = f"{(node or scores.rubric.root).title}: {what} from {low:g} to {high:g}, "
    said += countries_said(len(scores.countries))
    return plain(said if scores.countries.numbers is not None else f"{said}, {until(scores)}")


def one_source_note(scores: Scores, codes: Iterable[str], mark: str = "") -> str:
    """What the sign of a single source says, or what marks a country in its place, if one of these countries bears it.

    Parameters
    ----------
    scores : Scores
    codes : iterable of str
        Of the countries that are shown.
    mark : str
        Such as "Hollow", or the country that a chart is about, where the sign is not drawn.
    """
    if not set(one_source(scores)) & set(codes):
        return ""
    begins = f"{mark}: all" if mark else f"{ONE_SOURCE} All"
    return f"{begins} answers rest on one source; the country is set apart, with the rank that they give."


def counted_note(scores: Scores, what: str, codes: Collection[str] | None = None) -> str:
    """Who is set apart in the ranking and counts all the same in what is summed up over countries, such as means."""
    names = [plain(scores.countries[code].name) for code in one_source(scores) if codes is None or code in codes]
    if not names:
        return ""
    return f"{enumerated(names)}, set apart in the ranking, {'counts' if len(names) == 1 else 'count'} in {what}."


def called(node: Node, weak: Collection[str]) -> str:
    """What a node is called where room is little, with a sign if coders agree too little on it.

    Parameters
    ----------
    node : Node
    weak : collection of str
        From `weak_criteria`.
    """
    return plain(f"{node.called} {WEAK}" if node.path in weak else node.called)


def titled(node: Node, weak: Collection[str]) -> str:
    """The whole title of a node, with a sign if coders agree too little on it."""
    return plain(f"{node.title} {WEAK}" if node.path in weak else node.title)


def weak_note(scores: Scores, nodes: Iterable[Node]) -> str:
    """What the sign of low agreement says, if one of these criteria bears it."""
    if not set(weak_criteria(scores)) & {node.path for node in nodes}:
        return ""
    least = points(RELIABLE, 2)
    return f"{WEAK} Two coders agree too little on this criterion (Krippendorff's alpha below {least})."


def weak_sentence(scores: Scores, node: Node) -> str:
    """On which criteria of a node coders agree too little, where they bear no sign; empty where on none."""
    weak = weak_criteria(scores)
    titles = [leaf.title for leaf in node.walk() if leaf.path in weak]
    if not titles:
        return ""
    least = points(RELIABLE, 2)
    return plain(f"Two coders agree too little (Krippendorff's alpha below {least}) on these: {'; '.join(titles)}.")


def outside_note(names: Sequence[str], what: str = "score") -> str:
    """Why scores, or the means of groups, lie outside their own intervals, or nothing where none does."""
    if not names:
        return ""
    whats, verb, their, s = (what, "lies", "its", "") if len(names) == 1 else (f"{what}s", "lie", "their", "s")
    return (
        f"The {whats} of {enumerated(names)} {verb} outside {their} 90 % interval{s}: a published score takes the "
        "levels as stated and leaves out what is missing, while the draws vary both."
    )


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
        by = {result: enumerated(profile.in_sentence for profile, one in found if one == result) for result in RESULTS}
        parts = [f"not passed by {by['fail']}"] if by["fail"] else []
        parts += [f"not known for {by['not known']}"] if by["not known"] else []
        said.append(f"Gate: {required(scores, gate)} ({'; '.join(parts) or 'passed by all'}).")
    return plain(" ".join(said))


def thin_note(scores: Scores, sign: str) -> str:
    """What a mark at a score says of it: that it is thin."""
    least = percent(scores.program.minimum_coverage)
    return f"{sign}: less than {least} of the weight is answered, so the score is shown and counts, but has no rank."
