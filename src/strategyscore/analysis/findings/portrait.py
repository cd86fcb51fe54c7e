"""Findings on one country: where it stands, its strengths and weaknesses against its peers, and what is not known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from strategyscore.analysis.evidence import cited_sources
from strategyscore.analysis.findings.basis import Basis
from strategyscore.analysis.findings.finding import Finding, RestsOn
from strategyscore.analysis.findings.grammar import Pattern, level, names
from strategyscore.analysis.findings.order import locked, reach
from strategyscore.analysis.peers import median_of_peers
from strategyscore.robustness.tiers import FIRM
from strategyscore.text.words import enumerated, points

MOST = 3  # strengths, or weaknesses

STANDING = (
    Pattern(
        "{country} scores {score:points} and has no rank, since only {coverage:whole} % of the weight is answered; the "
        "rubric asks for {minimum:whole} %.",
        lambda n: "rank" not in n and n["coverage"] < n["minimum"],
    ),
    Pattern(
        "{country} scores {score:points} points; there is no other country to rank it among.",
        lambda n: n["n"] == 1,
    ),
    Pattern("{country} ranks {rank:rank} of {n:rank} with {score:points} points.", lambda n: "q95" not in n),
    Pattern(
        "{country} ranks {rank:rank} of {n:rank} with {score:points} points; in 90 % of the draws or more it ranks "
        "{low:rank}.",
        lambda n: n["low"] == n["high"],
    ),
    Pattern(
        "{country} ranks {rank:rank} of {n:rank} with {score:points} points; in 90 % of the draws or more it ranks "
        "between {low:rank} and {high:rank}.",
    ),
)

APART = (
    Pattern("It can be told apart from every other ranked country.", lambda n: n["alike"] == 0),
    Pattern("It cannot be told apart from {alike_names}.", lambda n: n["alike"] > 0),
)

PEERS = (
    Pattern(
        "{country} is below the median of its peers on {questions:all question} that it and its peers have answered.",
        lambda n: n["below"] == n["questions"],
    ),
    Pattern(
        "{country} is above the median of its peers on {questions:all question} that it and its peers have answered.",
        lambda n: n["above"] == n["questions"],
    ),
    Pattern(
        "On {questions:count} questions that it and its peers have answered, {country} is above the median of its "
        "peers "
        "on {above:count}, level with it on {level:count} and below it on {below:count}.",
        lambda n: n["above"] + n["level"] + n["below"] == n["questions"],
    ),
)

_AGAINST = "{title}: {own_said} (median of {peers:rank} peers: {median_said})."
STRENGTH = (Pattern(_AGAINST, lambda n: n["own"] > n["median"]),)
WEAKNESS = (Pattern(_AGAINST, lambda n: n["own"] < n["median"]),)

UNKNOWN = (
    Pattern("All {n:count} questions on {country} are answered.", lambda n: n["missing"] == 0),
    Pattern("One of {n:count} questions on {country} has no answer: {titles}.", lambda n: n["missing"] == 1),
    Pattern(
        "{missing:count} of {n:count} questions on {country} have no answer: {titles}.", lambda n: n["missing"] > 1
    ),
)

ASK = (
    Pattern(
        "The answer that would tell most is that to {title} ({now}): once it is known, the 90 % interval of the rank "
        "would narrow from {ranks:points} to {ranks_settled:points} ranks on average.",
        lambda n: n["ranks"] - n["ranks_settled"] >= 0.5,
    ),
    Pattern(
        "The answer that would tell most is that to {title} ({now}): once it is known, the 90 % interval of the score "
        "would narrow from {points:points} to {points_settled:points} points on average.",
        lambda n: n["points"] - n["points_settled"] >= 0.1,
    ),
)

SOURCES = (
    Pattern("Nothing is cited for {country}.", lambda n: n["sources"] == 0),
    Pattern(
        "All {answers:count} answers on {country} rest on one source: {source}.",
        lambda n: n["sources"] == 1,
    ),
    Pattern("{country}: {answers:count} answers rest on {sources:count} sources.", lambda n: n["sources"] > 1),
)

_PARTED = (
    "The published score of {country}, {score:points}, lies SIDE its 90 % interval ({q05:points} to {q95:points}): it "
    "takes the levels as stated and leaves out what is missing, while the draws vary what is uncertain."
)
PARTED = (
    Pattern(_PARTED.replace("SIDE", "above"), lambda n: n["score"] > n["q95"]),
    Pattern(_PARTED.replace("SIDE", "below"), lambda n: n["score"] < n["q05"]),
)


def standing(basis: Basis, country: str) -> Finding | None:
    """Rank and score, and the ranks that it takes in the draws."""
    score, rank = basis.score(country), basis.rank(country)
    if np.isnan(score):
        return None
    row = basis.scores.row(country)
    numbers = {"score": score, "n": float(len(basis.ranked))}
    numbers["coverage"] = 100 * float(basis.scores.nodes.coverage[row, 0])
    numbers["minimum"] = 100 * basis.scores.program.minimum_coverage
    if rank == rank:
        numbers["rank"] = rank
        if country in basis.intervals:
            drawn = basis.intervals[country]
            numbers |= {"low": float(drawn["lower"]), "high": float(drawn["upper"])}
            numbers |= {"q05": float(drawn["q05"]), "q95": float(drawn["q95"])}
    words = {"country": basis.name(country)}
    rests_on: RestsOn = "draws" if "q95" in numbers else "scores"
    return basis.found("standing", STANDING, numbers, words, rests_on=rests_on, countries=(country,))


def apart(basis: Basis, country: str) -> Finding | None:
    """From whom the draws cannot tell it apart."""
    if basis.drawn is None or country not in basis.ranked or len(basis.ranked) < 2:
        return None
    others = (code for code in basis.ranked if code != country)
    alike = [code for code in others if max(basis.above(country, code), basis.above(code, country)) < FIRM]
    words = {"alike_names": _range(basis, country, alike) if alike else ""}
    numbers = {"alike": float(len(alike))}
    return basis.found("apart", APART, numbers, words, rests_on="draws", countries=(country, *alike))


def _range(basis: Basis, country: str, alike: Sequence[str]) -> str:
    """Countries by name, or from the first to the last of them with those between that are none of them."""
    first, last = (basis.ranked.index(code) for code in (alike[0], alike[-1]))
    between = [code for code in basis.ranked[first : last + 1] if code != country]
    out = [code for code in between if code not in alike]
    if names(basis.names(alike)) == enumerated(basis.names(alike)):
        return enumerated(basis.names(alike))
    return names(basis.names(between)) + (f", but for {enumerated(basis.names(out))}" if out else "")


def against_peers(basis: Basis, country: str, peers: Sequence[str] | None = None) -> Iterator[Finding]:
    """How a country's answers stand against the median of its peers: how many, the strongest and the weakest.

    Parameters
    ----------
    basis : Basis
    country : str
    peers : sequence of str, optional
        Codes; all other countries where it is not given.
    """
    scores = basis.scores
    row = scores.row(country)
    rows = [scores.row(code) for code in peers or scores.countries.codes if code != country]
    own = scores.prepared.values[row]
    median = median_of_peers(scores.prepared.values[rows]) if peers else basis.medians[row]
    usable = np.flatnonzero(~np.isnan(own - median))
    if not len(usable):
        return
    difference = (own - median)[usable]
    difference[np.abs(difference) < 1e-9] = 0.0
    counts = {"above": (difference > 0).sum(), "level": (difference == 0).sum(), "below": (difference < 0).sum()}
    numbers = {"questions": float(len(usable))} | {name: float(value) for name, value in counts.items()}
    words = {"country": basis.name(country)}
    yield basis.found("peers", PEERS, numbers, words, rests_on="ratings", countries=(country,))
    for kind, sign in (("strength", 1.0), ("weakness", -1.0)):
        ranked = np.argsort(-sign * difference, kind="stable")
        for place in [place for place in ranked if sign * difference[place] > 0][:MOST]:
            yield _one(basis, kind, country, int(usable[place]), rows)


def _one(basis: Basis, kind: str, country: str, column: int, rows: Sequence[int]) -> Finding:
    leaf = basis.scores.rubric.criteria[column]
    stepped = bool(len(leaf.steps))
    values = basis.scores.ratings.values if stepped else basis.scores.prepared.values
    peers = values[rows, column]
    numbers = {
        "own": float(values[basis.scores.row(country), column]),
        "median": float(np.nanmedian(peers)),
        "peers": float((~np.isnan(peers)).sum()),
    }
    if stepped:
        own, median = f"level {level(numbers['own'])}", level(numbers["median"])
    else:
        digits = basis.scores.rubric.digits
        own, median = f"{points(numbers['own'], digits)} points", points(numbers["median"], digits)
    words = {"title": leaf.title, "own_said": own, "median_said": median}
    patterns = STRENGTH if kind == "strength" else WEAKNESS
    return basis.found(kind, patterns, numbers, words, rests_on="ratings", countries=(country,), node=leaf.path)


def unknown(basis: Basis, country: str) -> Finding:
    """Which questions have no answer."""
    values = basis.scores.ratings.values[basis.scores.row(country)]
    criteria = basis.scores.rubric.criteria
    titles = [leaf.title for leaf, value in zip(criteria, values, strict=True) if np.isnan(value)]
    numbers = {"missing": float(len(titles)), "n": float(len(criteria))}
    words = {"country": basis.name(country), "titles": enumerated(titles)}
    return basis.found("unknown", UNKNOWN, numbers, words, rests_on="ratings", countries=(country,))


def ask(basis: Basis, country: str, answers: dict[str, dict[str, object]]) -> Finding | None:
    """Which answer would tell most of a country.

    Parameters
    ----------
    basis : Basis
    country : str
    answers : dict
        Of each country the row of `Uncertainty.next_answers`.
    """
    row = answers.get(country)
    if row is None:
        return None
    leaf = basis.scores.rubric.node(str(row["node"]))
    columns = ("ranks", "ranks_settled", "points", "points_settled")
    numbers = {name: float(row[name]) for name in columns}  # type: ignore[arg-type]
    if not any(pattern.claims(numbers) for pattern in ASK):
        return None
    words = {"title": f"“{leaf.title}”", "now": str(row["now"])}
    return basis.found("ask", ASK, numbers, words, rests_on="draws", countries=(country,), node=leaf.path)


def sources(basis: Basis, country: str) -> Finding | None:
    """On how many sources the answers of a country rest; None for a table."""
    row = basis.scores.row(country)
    if not basis.scores.ratings.answers:
        return None
    answers = [answer for answer in basis.scores.ratings.answers[row] if answer is not None]
    cited = cited_sources(basis.scores, row)
    words = {"country": basis.name(country), "source": ""}
    if len(cited) == 1:
        source = next(iter(cited.values()))
        words["source"] = f"“{source.title}”" + (f" ({source.published.said})" if source.published else "")
    numbers = {"answers": float(len(answers)), "sources": float(len(cited))}
    return basis.found("sources", SOURCES, numbers, words, rests_on="sources", countries=(country,))


def parted(basis: Basis, country: str) -> Finding | None:
    """Whether the published score lies outside its own interval."""
    drawn = basis.intervals.get(country)
    if drawn is None:
        return None
    numbers = {"score": basis.score(country), "q05": float(drawn["q05"]), "q95": float(drawn["q95"])}
    if np.isnan(numbers["score"]) or numbers["q05"] <= numbers["score"] <= numbers["q95"]:
        return None
    words = {"country": basis.name(country)}
    return basis.found("parted", PARTED, numbers, words, rests_on="draws", countries=(country,))


def parted_ones(basis: Basis) -> list[str]:
    """The codes of the countries whose published score lies outside its own interval."""
    return [code for code in basis.intervals if parted(basis, code) is not None]


def portrait(basis: Basis, country: str, answers: dict[str, dict[str, object]]) -> Iterator[Finding]:
    """All findings on one country."""
    several = [standing(basis, country), parted(basis, country), apart(basis, country)]
    several += list(against_peers(basis, country))
    several += [unknown(basis, country), ask(basis, country, answers), reach(basis, country), locked(basis, country)]
    several.append(sources(basis, country))
    yield from (item for item in several if item is not None)
