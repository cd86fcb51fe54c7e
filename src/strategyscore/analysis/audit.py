"""The audit: what the ratings rest on, and how far two coders agree."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from strategyscore.analysis.agreement import alpha_interval, krippendorff_alpha
from strategyscore.analysis.calibration import calibrated
from strategyscore.model.answers import Answer
from strategyscore.model.countries import Countries
from strategyscore.model.nodes import Node
from strategyscore.model.profile import CountryProfile
from strategyscore.model.rubric import Rubric
from strategyscore.scoring.scores import Scores, check_scores
from strategyscore.text.words import countries_said, enumerated, percent, points, render

if TYPE_CHECKING:
    import pandas as pd


RELIABLE = 0.667
"""The alpha below which Krippendorff (2004, Content Analysis, p. 241) would not draw even tentative conclusions."""

PRIMARY = frozenset(
    {"law", "strategy", "agreement", "government", "statistics", "standards", "international", "dataset", "company"}
)
"""The kinds of sources that state a fact at first hand, as the codebook of the bundled countries has them."""


@dataclass(frozen=True, repr=False, eq=False)
class Audit:
    """What profiles rest on.

    Attributes
    ----------
    criteria : DataFrame
        A row a criterion: how many countries answer it and with what confidence, how many ratings were coded twice, the
        share of them on which the coders agree, and Krippendorff's ordinal alpha with an interval of 90 %. Validated by
        `strategyscore.schemas.AuditedCriteria`.
    countries : DataFrame
        A row a country: answers, sources, kinds of sources, the parts of the root whose answers rest on fewer than two
        sources, how many ratings rest on a primary source, and the agreement. Validated by
        `strategyscore.schemas.AuditedCountries`.
    parts : DataFrame
        The agreement of each child of the root, and of the whole in the first row. Validated by
        `strategyscore.schemas.AuditedParts`.
    confidence : DataFrame
        A row a stated confidence, and one for all: how often two coders agree, and how often one is right by that.
        Validated by `strategyscore.schemas.AuditedConfidence`; see `strategyscore.analysis.calibration`.
    titles : mapping of str to str
        What criteria and countries are called in a sentence, by path and code.

    See Also
    --------
    strategyscore.audit : How it is made.
    strategyscore.krippendorff_alpha : The measure of agreement.

    Examples
    --------
    >>> audited = ss.audit(coded)
    >>> audited.countries.index.tolist()
    ['CHN', 'RUS']
    """

    criteria: pd.DataFrame
    countries: pd.DataFrame
    parts: pd.DataFrame
    confidence: pd.DataFrame
    titles: Mapping[str, str] = field(default_factory=dict)

    @property
    def alpha(self) -> float:
        """Krippendorff's ordinal alpha over all ratings coded twice; NaN where there are none."""
        return float(self.parts["alpha"].iloc[0])

    @property
    def weak(self) -> list[str]:
        """The criteria on which two coders agree too little, by alpha below `RELIABLE`."""
        return weak({str(node): float(alpha) for node, alpha in self.criteria["alpha"].items()})

    @property
    def sentences(self) -> list[str]:
        """What the agreement comes to, in words; nothing where no rating was coded twice."""
        whole = self.parts.iloc[0]
        if not whole["coded_twice"]:
            return ["No rating was coded twice, so that nothing is known of how far coders agree."]
        said = [
            f"Coded twice: {whole['coded_twice']:.0f} ratings, on {percent(whole['agree'])} of which the coders agree. "
            f"Krippendorff's alpha over all (ordinal): {points(self.alpha, 2)}, nine times in ten between "
            f"{points(whole['alpha_low'], 2)} and {points(whole['alpha_high'], 2)}."
        ]
        if self.weak:
            titles = "; ".join(self.titles.get(path, path) for path in self.weak)
            said.append(f"Too little agreement (alpha below {points(RELIABLE, 2)}): {titles}.")
        least = self.countries[self.countries["coded_twice"] > 0]["agree"].nsmallest(3)
        told = enumerated(f"{self.titles.get(str(code), code)} ({percent(share)})" for code, share in least.items())
        said.append(f"The coders agree least on {told}.")
        measured = self.confidence["accuracy"]
        odds = enumerated(f"{name} {points(measured[name], 2)}" for name in ("high", "medium", "low"))
        far = percent(float(self.confidence["two_levels"].iloc[-1]))
        said.append(
            f"By this agreement, on the countries here, a coder who states a confidence is right with the probability "
            f"{odds}; {far} of errors reach two levels."
        )
        return said

    @property
    def _summary(self) -> str:
        """What was counted, in a sentence."""
        answered, missing, twice = (int(self.criteria[name].sum()) for name in ("answered", "missing", "coded_twice"))
        of = f"{countries_said(len(self.countries))} on {len(self.criteria)}"
        said = f"{answered} of {answered + missing} answers of {of}"
        agreement = f", Krippendorff's alpha {points(self.alpha, 2)}" if twice else ""
        return f"{said} criteria; {twice} coded twice{agreement}"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Audit):
            return NotImplemented
        return self.criteria.equals(other.criteria) and self.countries.equals(other.countries)

    def __hash__(self) -> int:
        return hash(self._summary)

    def __repr__(self) -> str:
        return f"<Audit of {self._summary}>"

    def _repr_html_(self) -> str:
        tables = [
            ("Part", self.parts),
            ("Criterion", self.criteria),
            ("Country", self.countries),
            ("Confidence", self.confidence),
        ]
        return render("audit.html.j2", summary=self._summary, tables=tables)


def weak(alphas: Mapping[str, float]) -> list[str]:
    """Those of which the agreement is too low to be relied on: alpha below `RELIABLE`."""
    return [name for name, alpha in alphas.items() if alpha < RELIABLE]


def weak_criteria(scores: Scores) -> list[str]:
    """The paths of the criteria on which two coders agree too little; what `Audit.weak` says, without the rest of it.

    Parameters
    ----------
    scores : Scores

    Examples
    --------
    >>> weak_criteria(scores)  # nobody coded it twice
    []
    """
    columns = zip(*scores.ratings.answers, strict=True) if scores.ratings.answers else ()
    alphas = {}
    for leaf, answers in zip(scores.rubric.criteria, columns, strict=False):
        ratings = coded_twice(answers)
        if ratings.size:
            alphas[leaf.path] = krippendorff_alpha(ratings)
    return weak(alphas)


def audit(scores: Scores) -> Audit:
    """Count answers, sources and agreement.

    Parameters
    ----------
    scores : Scores
        Whose answers are counted, those that were scored.

    Returns
    -------
    Audit
        Its tables count answers and sources, and hold the agreement of coders.

    See Also
    --------
    strategyscore.evidence_table : The evidence, piece by piece.
    strategyscore.krippendorff_alpha : The measure of agreement.

    Examples
    --------
    >>> ss.audit(coded).countries.index.tolist()
    ['CHN', 'RUS']
    """
    import pandas as pd

    from strategyscore.schemas import AuditedConfidence, AuditedCountries, AuditedCriteria, AuditedParts

    check_scores(scores)
    rubric, countries = scores.rubric, scores.countries
    answers = {
        (code, leaf.path): answer
        for code, row in zip(countries.codes, scores.ratings.answers, strict=False)
        for leaf, answer in zip(rubric.criteria, row, strict=True)
        if answer is not None
    }
    by_criterion = [
        _criterion(leaf, [answers.get((code, leaf.path)) for code in countries.codes]) for leaf in rubric.criteria
    ]
    by_country = [_country(rubric, profile, answers) for profile in countries]
    criteria = pd.DataFrame(by_criterion).astype({"node": str}).set_index("node")
    profiles = pd.DataFrame(by_country).astype({"country": str, "kinds": str, "few_sources": str}).set_index("country")
    parts = [rubric.root, *(part for part in rubric.root.children if not part.is_leaf)]
    by_part = [
        {"part": part.path, **_agreement([answers.get((code, leaf.path)) for code, leaf in _cells(countries, part)])}
        for part in parts
    ]
    return Audit(
        AuditedCriteria.validate(criteria),
        AuditedCountries.validate(profiles),
        AuditedParts.validate(pd.DataFrame(by_part).astype({"part": str}).set_index("part")),
        AuditedConfidence.validate(_confidence(list(answers.values()))),
        {leaf.path: leaf.title for leaf in rubric.criteria}
        | {profile.code: profile.in_sentence for profile in countries},
    )


def _cells(countries: Countries, part: Node) -> Iterator[tuple[str, Node]]:
    leaves = [leaf for leaf in part.walk() if leaf.is_leaf]
    return ((code, leaf) for code in countries.codes for leaf in leaves)


def _criterion(leaf: Node, answers: list[Answer | None]) -> dict[str, object]:
    present = [answer for answer in answers if answer is not None and not answer.not_applicable]
    out = sum(answer is not None and answer.not_applicable for answer in answers)
    stated = [answer.confidence for answer in present]
    return {
        "node": leaf.path,
        "answered": len(present),
        "missing": len(answers) - len(present) - out,
        **{name: stated.count(name) for name in ("high", "medium", "low")},
        **_agreement(present),
    }


def _agreement(answers: Sequence[Answer | None]) -> dict[str, float]:
    """How far coders agree: the number of ratings by two or more, the share on which all agree, and alpha."""
    ratings = coded_twice(answers)
    if not ratings.size:
        return {"coded_twice": 0, **dict.fromkeys(("agree", "alpha", "alpha_low", "alpha_high"), np.nan)}
    low, high = alpha_interval(ratings)
    return {
        "coded_twice": ratings.shape[1],
        "agree": float(np.mean(np.nanmax(ratings, axis=0) == np.nanmin(ratings, axis=0))),
        "alpha": krippendorff_alpha(ratings),
        "alpha_low": low,
        "alpha_high": high,
    }


def coded_twice(answers: Sequence[Answer | None]) -> NDArray[np.float64]:
    """The levels that coders gave, shape (coders, ratings by two or more); NaN where one gave none."""
    twice = [answer.coders for answer in answers if answer is not None and len(answer.coders) > 1]
    names = sorted({name for coders in twice for name in coders})
    return np.array([[coders.get(name, np.nan) for coders in twice] for name in names], dtype=float)


def _confidence(answers: Sequence[Answer]) -> pd.DataFrame:
    import pandas as pd

    twice = [answer for answer in answers if len(answer.coders) == 2]
    rows = []
    for name in ("high", "medium", "low", "all"):
        chosen = [answer.coders.values() for answer in twice if name in ("all", answer.confidence)]
        rows.append({"confidence": name, **calibrated([(first, second) for first, second in chosen])})
    return pd.DataFrame(rows).astype({"confidence": str}).set_index("confidence")


def _country(rubric: Rubric, profile: CountryProfile, answers: dict[tuple[str, str], Answer]) -> dict[str, object]:
    cited: dict[str, set[str]] = defaultdict(set)
    count = out = 0
    for part in rubric.root.children:
        for leaf in (node for node in part.walk() if node.is_leaf):
            answer = answers.get((profile.code, leaf.path))
            if answer is not None and answer.not_applicable:
                out += 1
            elif answer is not None:
                count += 1
                cited[part.path] |= {evidence.source for evidence in answer.evidence}
    used = set().union(*cited.values()) if cited else set()
    own = [answer for (code, _), answer in answers.items() if code == profile.code]
    primary = [answer for answer in own if PRIMARY & {profile.sources[one.source].kind for one in answer.evidence}]
    kinds = [profile.sources[key].kind or "other" for key in sorted(used) if key in profile.sources]
    return {
        "country": profile.code,
        "answered": count,
        "missing": len(rubric.criteria) - count - out,
        "sources": len(used),
        "kinds": ", ".join(f"{kinds.count(kind)} {kind}" for kind in sorted(set(kinds))),
        "few_sources": ", ".join(path for path, keys in cited.items() if len(keys) < 2),
        "primary": len(primary),
        **_agreement(own),
    }
