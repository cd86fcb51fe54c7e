"""Titles that say what a chart shows, each with the numbers that it may be said of.

They are patterns of the grammar of findings, which refuses a sentence that its numbers do not bear out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations

import numpy as np

from strategyscore.analysis.findings.basis import Basis
from strategyscore.analysis.findings.grammar import LIKELY, Pattern, chosen, names, said
from strategyscore.model.nodes import Node
from strategyscore.robustness.tiers import FIRM
from strategyscore.robustness.uncertainty import Uncertainty
from strategyscore.scoring.scores import Scores
from strategyscore.text.words import enumerated, points

LEADS = (
    Pattern("{leaders} share the highest score, {score:points}", lambda n: n["leaders_count"] > 1),
    Pattern("{leader} has the highest score, {score:points}", lambda n: "strongest" not in n),
    Pattern(
        "{leader} has the highest score; the first {members:count} countries cannot be told apart",
        lambda n: n["members"] > 1 and n["strongest"] < FIRM,
    ),
    Pattern("{leader} leads, and its lead over {second} is firm", lambda n: n["ahead"] >= FIRM),
    Pattern("{leader} leads, but its lead over {second} is not firm", lambda n: n["ahead"] < FIRM),
)
NO_RANK = Pattern("No country has enough answers for a rank")

TIERS = (
    Pattern(
        "None of {ranked:count} countries can be told apart from another",
        lambda n: n["tiers"] == 1 and n["strongest"] < FIRM,
    ),
    Pattern(
        "{ranked:count} countries fall into {tiers:count} tiers; within a tier no order is firm",
        lambda n: n["tiers"] > 1 and n["strongest"] < FIRM,
    ),
)

PAIRS = (
    Pattern("The order of all {pairs:count} pairs of countries is firm", lambda n: n["firm"] == n["pairs"]),
    Pattern(
        "The order of {firm:count} of {pairs:count} pairs of countries is firm",
        lambda n: n["reversed"] == 0,
    ),
    Pattern(
        "The order of {firm:count} of {pairs:count} pairs is firm; that of {reversed:count} is reversed in most draws",
        lambda n: n["reversed"] > 0,
    ),
)

FIRST = (
    Pattern("{country} ranks first in {share:share}, and that is firm", lambda n: n["share"] >= FIRM),
    Pattern("{country} ranks first most often, in {share:share}", lambda n: n["share"] >= n["next"]),
)

PARTS = (
    Pattern(
        "On average countries score highest on {highest}\N{NO-BREAK SPACE}({high:whole}) and lowest on "
        "{lowest}\N{NO-BREAK SPACE}({low:whole})",
        lambda n: points(n["high"], 0) != points(n["low"], 0),
    ),
    Pattern("On average countries score about the same on every part", lambda n: True),
)

_UNLIKE = 1.2  # times as large: below it two standard deviations read as about the same

SPREAD = (
    Pattern(
        "Countries differ most on {most} and least on {least} (standard deviation {high:whole} and {low:whole} points)",
        lambda n: n["high"] >= _UNLIKE * n["low"],
    ),
    Pattern(
        "Countries differ about as much on every part (standard deviation {low:whole} to {high:whole} points)",
        lambda n: points(n["low"], 0) != points(n["high"], 0),
    ),
    Pattern("Countries differ about as much on every part (standard deviation {low:whole} points)", lambda n: True),
)

ADDS = (
    Pattern(
        "{part} adds most in {count:count} of {all:count} countries, more often than any other part",
        lambda n: n["count"] > n["next"],
    ),
    Pattern("No part adds most more often than the others", lambda n: n["count"] <= n["next"]),
)

FEW = 10  # countries, of which one alone can make or break a correlation

TOGETHER = (
    Pattern("{up} and {across} can be compared in too few countries to say how they go together", lambda n: n["n"] < 3),
    Pattern(
        "{up} and {across} in {n:count} countries, too few to say how they go together "
        "(r\N{NO-BREAK SPACE}=\N{NO-BREAK SPACE}{r:.2f})",
        lambda n: n["n"] < FEW,
    ),
    Pattern(
        "Countries high on {across} are mostly high on {up} too (r\N{NO-BREAK SPACE}=\N{NO-BREAK SPACE}{r:.2f})",
        lambda n: n["r"] >= 0.7,
    ),
    Pattern(
        "Countries high on {across} tend to be high on {up} (r\N{NO-BREAK SPACE}=\N{NO-BREAK SPACE}{r:.2f})",
        lambda n: 0.3 <= n["r"] < 0.7,
    ),
    Pattern(
        "Scores on {across} hardly tell those on {up} (r\N{NO-BREAK SPACE}=\N{NO-BREAK SPACE}{r:.2f})",
        lambda n: abs(n["r"]) < 0.3,
    ),
    Pattern(
        "Countries high on {across} tend to be low on {up} (r\N{NO-BREAK SPACE}=\N{NO-BREAK SPACE}{r:.2f})",
        lambda n: n["r"] <= -0.3,
    ),
)

CLOSEST = (
    Pattern("The correlation of {first} and {second} is {said}", lambda n: n["pairs"] == 1),
    Pattern(
        "{count:count} pairs go together most (r\N{NO-BREAK SPACE}=\N{NO-BREAK SPACE}{said}); {negative:count} of "
        "{pairs:count} correlations are negative",
        lambda n: n["count"] > 1,
    ),
    Pattern(
        "{first} and {second} go together most (r\N{NO-BREAK SPACE}=\N{NO-BREAK SPACE}{said}); {negative:count} of "
        "{pairs:count} correlations are negative",
        lambda n: n["negative"] > 0,
    ),
    Pattern(
        "{first} and {second} go together most (r\N{NO-BREAK SPACE}=\N{NO-BREAK SPACE}{said}); no correlation is "
        "negative",
        lambda n: n["negative"] == 0,
    ),
)

HELD_AGAINST = (
    Pattern(
        "Too few countries stand in both to say which index the ranking is nearest to "
        "(correlations from {least:.2f} to {most:.2f})",
        lambda n: n["n"] < FEW and n["indices"] > 1,
    ),
    Pattern("The rank correlation with {near} is {most:.2f}", lambda n: n["indices"] == 1),
    Pattern(
        "The ranking is nearest to {near} ({most:.2f}) and farthest from {far} ({least:.2f})",
        lambda n: n["most"] > n["least"],
    ),
    Pattern("The ranking is as near to each of {indices:count} others ({most:.2f})", lambda n: n["most"] == n["least"]),
)

AGAINST = (
    Pattern("No question is answered for both {first} and {second}", lambda n: n["both"] == 0),
    Pattern(
        "{first} is level with {second} on {both:all question} {shared}",
        lambda n: n["both"] == n["level"] > 0,
    ),
    Pattern("{first} is behind {second} on {both:all question} {shared}", lambda n: n["both"] == n["behind"] > 0),
    Pattern("{first} is ahead of {second} on {both:all question} {shared}", lambda n: n["both"] == n["ahead"] > 0),
    Pattern(
        "{first} is behind {second} on {behind:count} of {both:count} questions {shared}, and ahead on {ahead:count}",
        lambda n: n["behind"] > n["ahead"],
    ),
    Pattern(
        "{first} is ahead of {second} on {ahead:count} of {both:count} questions {shared}, and behind on "
        "{behind:count}",
        lambda n: n["ahead"] >= n["behind"] and n["ahead"] > 0,
    ),
)

MEDIAN = (
    Pattern("{country}: no question is answered", lambda n: n["answered"] == 0),
    Pattern("{country} has too few peers for a median", lambda n: n["compared"] == 0 < n["answered"]),
    Pattern(
        "{country} is below the median of its peers on {compared:all question}",
        lambda n: n["below"] == n["compared"] > 0,
    ),
    Pattern(
        "{country} is above the median of its peers on {compared:all question}",
        lambda n: n["above"] == n["compared"] > 0,
    ),
    Pattern(
        "{country} is above the median of its peers on {above:count} of {compared:count} questions, and below on "
        "{below:count}",
        lambda n: n["compared"] > 0,
    ),
)

ANSWERED = (
    Pattern("All questions are answered for all {n:count} countries", lambda n: n["least"] >= 1),
    Pattern("{share} of the weight is answered; {country} has the least, {own}", lambda n: n["least"] < 1),
)

DUST = 1e-9  # points that rounding alone can part two bounds by
MOVED = (
    Pattern("No country's score changed beyond what missing answers leave open", lambda n: not n["up"] + n["down"]),
    Pattern(
        "Scores rose in {up:count} of {all:count} countries whatever the missing answers are, and fell in {down:count}",
        lambda n: n["up"] + n["down"] > 0,
    ),
)
APART = (
    Pattern("No country's scores part: their bounds overlap", lambda n: n["apart"] == 0),
    Pattern("The scores of {apart:count} of {all:count} countries part", lambda n: n["apart"] > 0),
)

MOVERS = (
    Pattern("Nothing that is looked at would move the {output} of {country}", lambda n: n["range"] == 0),
    Pattern(
        "{cause} could move the {output} of {country} farthest, and {others:count} more as far",
        lambda n: n["range"] > 0 and n["others"] > 0,
    ),
    Pattern("{cause} could move the {output} of {country} farthest", lambda n: n["range"] > 0 and n["others"] == 0),
)

DRIVERS = (
    Pattern("{output} does not vary", lambda n: "share" not in n),
    Pattern(
        "{source} drive {output} most: they have a part in {percent} of its variance", lambda n: n["share"] > n["next"]
    ),
    Pattern("No single source drives {output} most", lambda n: n["share"] <= n["next"]),
)

TREE = (
    Pattern("{criteria:count} criteria in {parts:count} parts that weigh the same", lambda n: n["most"] == n["least"]),
    Pattern(
        "{criteria:count} criteria in {parts:count} parts, of which {heaviest} weighs most, {share}",
        lambda n: n["most"] > n["least"],
    ),
)


def headline(
    patterns: Sequence[Pattern], numbers: Mapping[str, float], words: Mapping[str, str] | None = None, digits: int = 1
) -> str:
    """The first pattern that is true of the numbers, filled."""
    return said(chosen(patterns, numbers), numbers, words or {}, digits)


def movers(ways: Sequence[int]) -> str:
    """How many countries rose (1) and fell (-1) between two dates, whatever the missing answers are."""
    return headline(MOVED, {"up": ways.count(1), "down": ways.count(-1), "all": len(ways)})


def lead(scores: Scores, node: Node, drawn: Uncertainty | None) -> str:
    """Who has the highest score of a node, and, of the whole with draws, whether the top can be told apart."""
    column = scores.column[node.path]
    ranks, codes = scores.ranks[:, column], scores.countries.codes
    leaders = [code for code, rank in zip(codes, ranks, strict=True) if rank == 1]
    if not leaders:
        return headline([NO_RANK], {})
    basis = Basis(scores, drawn)
    numbers = {
        "score": float(scores.nodes.values[scores.row(leaders[0]), column]),
        "leaders_count": float(len(leaders)),
    }
    words = {"leader": basis.name(leaders[0]), "leaders": names(basis.names(leaders))}
    if drawn is not None and len(basis.ranked) > 1 and len(leaders) == 1:
        top = basis.tiers[0]
        numbers |= {"members": float(len(top)), "ahead": basis.above(*basis.ranked[:2])}
        numbers["strongest"] = strongest(basis, [top])
        words["second"] = basis.name(basis.ranked[1])
    return headline(LEADS, numbers, words, scores.rubric.digits)


def tiers(drawn: Uncertainty) -> str:
    """Into how many tiers countries fall."""
    basis = Basis(drawn.nominal, drawn)
    numbers = {"ranked": len(basis.ranked), "tiers": len(basis.tiers), "strongest": strongest(basis, basis.tiers)}
    return headline(TIERS, numbers) if len(basis.ranked) > 1 else headline([NO_RANK], {})


def strongest(basis: Basis, runs: Sequence[Sequence[str]]) -> float:
    """The largest share of the draws in which an order within a run holds."""
    pairs = [pair for run in runs for pair in combinations(run, 2)]
    return max((max(basis.above(*pair), basis.above(*pair[::-1])) for pair in pairs), default=0.0)


def parts(scores: Scores, nodes: Sequence[Node]) -> str:
    """On which of several nodes countries score highest and lowest on average."""
    means = [_mean(scores.nodes.values[:, scores.column[node.path]]) for node in nodes]
    known = [place for place, mean in enumerate(means) if mean == mean]
    if not known:
        return headline([NO_RANK], {})
    high, low = max(means[place] for place in known), min(means[place] for place in known)

    def alike(end: float) -> str:  # as they read
        return enumerated(nodes[place].called for place in known if points(means[place], 0) == points(end, 0))

    return headline(PARTS, {"high": high, "low": low}, {"highest": alike(high), "lowest": alike(low)})


def spread(scores: Scores, nodes: Sequence[Node]) -> str:
    """On which of several nodes countries differ most and least, by the standard deviation of their scores."""
    found = {}
    for node in nodes:
        values = scores.nodes.values[:, scores.column[node.path]]
        known = values[np.isfinite(values)]
        if len(known) > 1:
            found[node.called] = float(known.std())
    if not found:
        return headline([NO_RANK], {})
    most, least = max(found, key=lambda name: found[name]), min(found, key=lambda name: found[name])
    return headline(SPREAD, {"high": found[most], "low": found[least]}, {"most": most, "least": least})


def _mean(values: np.ndarray) -> float:
    known = values[np.isfinite(values)]
    return float(known.mean()) if len(known) else float("nan")


__all__ = ["LIKELY", "headline", "lead", "parts", "spread", "tiers"]
