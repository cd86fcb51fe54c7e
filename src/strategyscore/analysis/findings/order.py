"""Findings on the order of the countries: who leads, tiers, firm and open pairs, and what no open answer can change."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import numpy as np

from strategyscore.analysis.findings.basis import Basis
from strategyscore.analysis.findings.finding import Finding, RestsOn
from strategyscore.analysis.findings.grammar import LIKELY, Numbers, Pattern, names
from strategyscore.robustness.tiers import FIRM
from strategyscore.text.words import points

_LEADS = "{leader} has the highest score, {score:points} of {top:g}"

LEAD = (
    Pattern("{leaders} share the highest score, {score:points} of {top:g}.", lambda n: n["leaders_count"] > 1),
    Pattern(f"{_LEADS}. No draws were made, so how sure that lead is remains open.", lambda n: "first" not in n),
    Pattern(f"{_LEADS}, and ranks first in {{first:share}}. The lead is firm.", lambda n: n["first"] >= FIRM),
    Pattern(
        f"{_LEADS}, and ranks first in {{first:share}}. The lead is likely, but not firm.",
        lambda n: n["first"] >= LIKELY,
    ),
    Pattern(
        f"{_LEADS}, but ranks first in {{first:share}}, fewer than {{rival}} ({{rival_first:share}}). The lead is "
        f"open.",
        lambda n: n.get("rival_first", 0.0) > n["first"],
    ),
    Pattern(
        f"{_LEADS}, and ranks first in {{first:share}}. The lead is open: {{rival}} ranks first in "
        "{rival_first:share}.",
        lambda n: n["first"] < LIKELY and "rival_first" in n,
    ),
)

TIER = (
    Pattern(
        "None of the {ranked:count} ranked countries can be told apart from another: no order of two holds in "
        "{firm:share}.",
        lambda n: n["tiers"] == 1 and n["strongest"] < n["firm"],
    ),
    Pattern(
        "{members} cannot be told apart: their order holds in {strongest:share}, and would be firm from {firm:share}. "
        "The {ranked:count} ranked countries fall into {tiers:count} such tiers.",
        lambda n: n["members_count"] == 2 and n["strongest"] < n["firm"],
    ),
    Pattern(
        "{members} cannot be told apart: no order of two of them holds in {firm:share}. The {ranked:count} ranked "
        "countries fall into {tiers:count} such tiers.",
        lambda n: n["members_count"] > 2 and n["strongest"] < n["firm"],
    ),
    Pattern(
        "{members} stands in a tier of its own, above {next} in {above_next:share}. The {ranked:count} ranked "
        "countries "
        "fall into {tiers:count} tiers, within which no order of two is firm.",
        lambda n: n["members_count"] == 1 and n["above_next"] >= n["firm"],
    ),
)

PAIRS = (
    Pattern(
        "The order of all {pairs:count} pairs of ranked countries is firm: each holds in {firm:share} or more.",
        lambda n: n["firm_pairs"] == n["pairs"],
    ),
    Pattern(
        "Of the {pairs:count} pairs of ranked countries, {firm_pairs:count} {have} a firm order, one that holds in "
        "{firm:share} or more; of the {neighbours:count} pairs of neighbours, {firm_neighbours:count} {near_have}.",
        lambda n: n["firm_pairs"] < n["pairs"],
    ),
)

ORDER = (
    Pattern(
        "{first} is ranked above {second}, but scores above it in only {above:share}: the draws reverse this order.",
        lambda n: n["above"] < 0.5,
    ),
    Pattern("The order of {first} and {second} is open: it holds in {above:share}.", lambda n: n["above"] < LIKELY),
    Pattern(
        "The order of {first} and {second} is likely, but not firm: it holds in {above:share}.",
        lambda n: n["above"] < FIRM,
    ),
    Pattern("The order of {first} and {second} is firm: it holds in {above:share}.", lambda n: n["above"] >= FIRM),
)


_DUST = 1e-9  # points; scores that differ by less are equal


def _locked(numbers: Numbers) -> bool:
    return numbers["upper"] + _DUST < numbers["other_lower"]


BOUNDS = (
    Pattern(
        "Even with {open_below} at its best ({upper:exact}) and {open_above} at its worst "
        "({other_lower:exact}), {below} stays below {above}, as long as the existing answers hold.",
        _locked,
    ),
)

REACH = (
    Pattern(
        "Every question on {country} is answered, so no open question can move its score.", lambda n: not n["open"]
    ),
    Pattern(
        "With its open questions at their best {country} would score {upper:points}, at their worst {lower:points}. "
        "As long as the existing answers hold, its rank lies between {best:rank} and {worst:rank} of {n:rank}.",
        lambda n: n["open"] > 0 and n["best"] < n["worst"],
    ),
    Pattern(
        "Its open questions would put {country} anywhere from {lower:points} to {upper:points}, and leave it at rank "
        "{best:rank} of {n:rank}, as long as the existing answers hold.",
        lambda n: n["open"] > 0 and n["best"] == n["worst"],
    ),
)


def lead(basis: Basis) -> Finding | None:
    """Who has the highest score, and how surely."""
    if len(basis.ranked) < 2:
        return None
    leaders = [code for code in basis.ranked if basis.rank(code) == 1]
    numbers = {"score": basis.score(leaders[0]), "top": basis.top, "leaders_count": float(len(leaders))}
    words = {"leader": basis.name(leaders[0]), "leaders": names(basis.names(leaders))}
    countries = list(leaders)
    if basis.drawn is not None:
        numbers["first"] = float(basis.intervals[leaders[0]]["first"])
        rival = max((code for code in basis.intervals if code != leaders[0]), key=lambda c: basis.intervals[c]["first"])
        numbers["rival_first"] = float(basis.intervals[rival]["first"])
        words["rival"] = basis.name(rival)
        countries = [*leaders, rival]
    rests_on: RestsOn = "scores" if basis.drawn is None or len(leaders) > 1 else "draws"
    return basis.found("lead", LEAD, numbers, words, rests_on=rests_on, countries=list(dict.fromkeys(countries)))


def tier(basis: Basis, number: int = 0) -> Finding | None:
    """Who cannot be told apart at the top, or in another tier."""
    if number >= len(basis.tiers):
        return None
    members = basis.tiers[number]
    pairs = itertools.permutations(members, 2)
    numbers = {
        "tiers": float(len(basis.tiers)),
        "members_count": float(len(members)),
        "ranked": float(len(basis.ranked)),
        "strongest": max((basis.above(*pair) for pair in pairs), default=0.0),
        "firm": FIRM,
    }
    words = {"members": names(basis.names(members))}
    if len(members) == 1:
        if number + 1 >= len(basis.tiers):
            return None
        following = basis.tiers[number + 1][0]
        numbers["above_next"], words["next"] = basis.above(members[0], following), basis.name(following)
    return basis.found("tier", TIER, numbers, words, rests_on="draws", countries=members)


def pairs(basis: Basis) -> Finding | None:
    """How many pairs of countries are firm."""
    if basis.drawn is None or len(basis.ranked) < 3:
        return None
    every = list(itertools.combinations(basis.ranked, 2))
    near = list(itertools.pairwise(basis.ranked))
    numbers = {
        "pairs": float(len(every)),
        "firm_pairs": float(sum(basis.above(*pair) >= FIRM for pair in every)),
        "neighbours": float(len(near)),
        "firm_neighbours": float(sum(basis.above(*pair) >= FIRM for pair in near)),
        "firm": FIRM,
    }
    words = {"have": _has(numbers["firm_pairs"]), "near_have": _has(numbers["firm_neighbours"])}
    return basis.found("pairs", PAIRS, numbers, words, rests_on="draws", countries=basis.ranked)


def _has(number: float) -> str:
    return "has" if number == 1 else "have"


def order(basis: Basis, first: str, second: str) -> Finding | None:
    """How firm the published order of two countries is, the better one first."""
    if basis.drawn is None:
        return None
    words = {"first": basis.name(first), "second": basis.name(second)}
    numbers = {"above": basis.above(first, second)}
    return basis.found("order", ORDER, numbers, words, rests_on="draws", countries=(first, second))


def reversed_pairs(basis: Basis) -> list[tuple[str, str]]:
    """Pairs of ranked countries, as published, of which the draws reverse the order; the most reversed first."""
    if basis.drawn is None:
        return []
    apart = (pair for pair in itertools.combinations(basis.ranked, 2) if basis.rank(pair[0]) < basis.rank(pair[1]))
    return sorted((pair for pair in apart if basis.above(*pair) < 0.5), key=lambda pair: basis.above(*pair))


def most_fragile(basis: Basis) -> Finding | None:
    """The order that is most doubtful: the most reversed one, else that of the neighbours nearest to even."""
    turned = reversed_pairs(basis)
    near = [pair for pair in itertools.pairwise(basis.ranked) if basis.rank(pair[0]) < basis.rank(pair[1])]
    if basis.drawn is None or not near:
        return None
    return order(basis, *(turned[0] if turned else min(near, key=lambda pair: basis.above(*pair))))


def locked(basis: Basis, below: str) -> Finding | None:
    """The nearest country above one that no open question can bring within its reach.

    One of the two has open questions; else the sentence would say no more than that one score is the higher.
    """
    upper, some = basis.bounds(below)[1], basis.missing(below) > 0
    clear = [code for code in basis.ranked if code != below and basis.bounds(code)[0] > upper + _DUST]
    clear = [code for code in clear if some or basis.missing(code)]
    if not clear:
        return None
    above = min(clear, key=lambda code: basis.bounds(code)[0])
    lower = basis.bounds(above)[0]
    words = {"below": basis.name(below), "above": basis.name(above)}
    words |= {"open_below": _open(basis, below), "open_above": _open(basis, above)}
    numbers = {"upper": upper, "other_lower": lower}
    return basis.found(
        "bounds", _exact(BOUNDS, upper, lower), numbers, words, rests_on="bounds", countries=(below, above)
    )


def _open(basis: Basis, code: str) -> str:
    return (
        f"every open question on {basis.name(code)}"
        if basis.missing(code)
        else f"{basis.name(code)}, of which all is answered,"
    )


def _exact(patterns: tuple[Pattern, ...], one: float, two: float) -> tuple[Pattern, ...]:
    """The patterns with as many decimals as it takes to show two numbers apart."""
    digits = next((digits for digits in range(1, 12) if points(one, digits) != points(two, digits)), 12)
    return tuple(Pattern(pattern.text.replace(":exact", f":points{digits}"), pattern.claims) for pattern in patterns)


def reach(basis: Basis, country: str) -> Finding | None:
    """Between which ranks the open questions could put a country."""
    lower, upper = basis.bounds(country)
    others = [basis.bounds(code) for code in basis.ranked if code != country]
    if not others or not np.isfinite([lower, upper]).all():
        return None
    numbers = {
        "open": float(1 - basis.scores.nodes.coverage[basis.scores.row(country), 0]),
        "lower": lower,
        "upper": upper,
        "best": 1.0 + sum(low > upper for low, _ in others),
        "worst": 1.0 + sum(high > lower for _, high in others),
        "n": 1.0 + len(others),
    }
    words = {"country": basis.name(country)}
    return basis.found("reach", REACH, numbers, words, rests_on="bounds", countries=(country,))


def overview(basis: Basis) -> Iterator[Finding]:
    """All findings on the order, those that matter most first."""
    several = (lead(basis), tier(basis), pairs(basis), most_fragile(basis))
    yield from (item for item in several if item is not None)
