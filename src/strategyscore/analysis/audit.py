"""The audit: what the ratings rest on, and how far two coders agree."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from strategyscore.analysis.agreement import krippendorff_alpha
from strategyscore.model.answers import Answer
from strategyscore.model.nodes import Node
from strategyscore.model.profile import CountryProfile
from strategyscore.model.rubric import Rubric
from strategyscore.scoring.scores import Scores, check_scores
from strategyscore.text.words import points, render

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, repr=False, eq=False)
class Audit:
    """What profiles rest on.

    Attributes
    ----------
    criteria : DataFrame
        A row a criterion: how many countries answer it and with what confidence, how many ratings were coded twice, and
        Krippendorff's ordinal alpha over them. Validated by `strategyscore.schemas.AuditedCriteria`.
    countries : DataFrame
        A row a country: answers, sources, kinds of sources, and the parts of the root whose answers rest on fewer than
        two sources. Validated by `strategyscore.schemas.AuditedCountries`.
    alpha : float
        Over all ratings coded twice; NaN where there are none.
    """

    criteria: pd.DataFrame
    countries: pd.DataFrame
    alpha: float

    @property
    def _summary(self) -> str:
        """What was counted, in a sentence."""
        answered, missing, twice = (int(self.criteria[name].sum()) for name in ("answered", "missing", "coded_twice"))
        said = f"{answered} of {answered + missing} answers of {len(self.countries)} countries on {len(self.criteria)}"
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
        tables = [("Criterion", self.criteria), ("Country", self.countries)]
        return render("audit.html.j2", summary=self._summary, tables=tables)


def audit(scores: Scores) -> Audit:
    """Count answers, sources and agreement.

    Parameters
    ----------
    scores : Scores
        Whose answers are counted, those that were scored.
    """
    import pandas as pd

    from strategyscore.schemas import AuditedCountries, AuditedCriteria

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
    everything = _alpha([answer for answer in answers.values() if answer.level is not None])
    return Audit(AuditedCriteria.validate(criteria), AuditedCountries.validate(profiles), everything)


def _criterion(leaf: Node, answers: list[Answer | None]) -> dict[str, object]:
    present = [answer for answer in answers if answer is not None and not answer.not_applicable]
    out = sum(answer is not None and answer.not_applicable for answer in answers)
    stated = [answer.confidence for answer in present]
    return {
        "node": leaf.path,
        "answered": len(present),
        "missing": len(answers) - len(present) - out,
        **{name: stated.count(name) for name in ("high", "medium", "low")},
        "coded_twice": sum(len(answer.coders) > 1 for answer in present),
        "alpha": _alpha(present),
    }


def _alpha(answers: list[Answer]) -> float:
    twice = [answer.coders for answer in answers if len(answer.coders) > 1]
    names = sorted({name for coders in twice for name in coders})
    if not twice:
        return float("nan")
    return krippendorff_alpha(np.array([[coders.get(name, np.nan) for coders in twice] for name in names], dtype=float))


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
    kinds = [profile.sources[key].kind or "other" for key in sorted(used) if key in profile.sources]
    return {
        "country": profile.code,
        "answered": count,
        "missing": len(rubric.criteria) - count - out,
        "sources": len(used),
        "kinds": ", ".join(f"{kinds.count(kind)} {kind}" for kind in sorted(set(kinds))),
        "few_sources": ", ".join(path for path, keys in cited.items() if len(keys) < 2),
    }
