"""What a score is made of, down to the evidence."""

from __future__ import annotations

import math
import textwrap
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from strategyscore.model.answers import Answer
from strategyscore.model.nodes import Criterion, Node
from strategyscore.model.profile import CountryProfile
from strategyscore.scoring.bands import bands, in_words
from strategyscore.scoring.contributions import Part, contributions, effect
from strategyscore.scoring.gates import gates, required, results
from strategyscore.text.words import enumerated, percent, plain, points, render

if TYPE_CHECKING:
    import pandas as pd

    from strategyscore.scoring.scores import Scores


STATES = {
    "set aside": "set aside, since too little of a group above it is answered",
    "at its worst": "counted at its worst where there is no answer",
}
"""What a rubric makes of an answer, or of a missing one, in words."""


@dataclass(frozen=True)
class Explained:
    """A part of a score with the answer that it comes from.

    Attributes
    ----------
    part : Part
    answer : Answer or None
        None where the criterion is missing, for a group, and for a value from a table.
    raw : float
        The value before it was normalised; NaN where missing.
    imputed : bool
        Whether the value was filled in.
    state : str
        What the rubric makes of it, where that is not what it says: ``"set aside"``, ``"at its worst"`` or
        ``"not applicable"``.
    digits : int
        With how many decimals points are shown.
    earlier : tuple of Answer
        What the profile answered before, newest first.
    cause : str
        Of a group, what its part is the effect of.
    """

    part: Part
    answer: Answer | None
    raw: float = math.nan
    imputed: bool = False
    digits: int = 1
    earlier: tuple[Answer, ...] = ()
    cause: str = ""
    state: str = ""

    @property
    def node(self) -> Node:
        return self.part.node

    @property
    def reply(self) -> str:
        """The answer in words."""
        if self.imputed:
            return "not answered, imputed"
        if self.state == "not applicable":
            return self.state
        replied = self.replied(self.answer)
        return f"{replied}, {STATES[self.state]}" if self.state else replied

    def replied(self, answer: Answer | None) -> str:
        """An answer in words, this one or an earlier one: ``level 3 of 0 to 4``, ``12.4 % of GDP (2023)``."""
        if isinstance(self.node, Criterion):
            return self.node.reply(answer, math.nan if answer else self.raw)
        told = [
            f"{words} ({points(adds, self.digits, signed=True)})" if len(self.part.effects) > 1 else words
            for words, adds in self.part.effects
        ]
        return f"effect of {enumerated(told) or self.cause}"

    @property
    def missing(self) -> bool:
        """Whether it is a criterion without an answer."""
        absent = self.imputed or self.unanswered or math.isnan(self.part.score)
        return self.node.is_leaf and absent and self.state != "not applicable"

    @property
    def unanswered(self) -> bool:
        """Whether it counts at its worst for want of an answer."""
        return self.state == "at its worst" and self.answer is None

    @property
    def adds(self) -> str:
        """What it adds, in words."""
        if math.isnan(self.part.score) and self.node.is_leaf:
            return "excluded"
        sign = "takes" if self.part.adds < 0 else "adds"
        return f"{sign} {points(abs(self.part.adds), self.digits)}"

    @property
    def lines(self) -> list[str]:
        """What the answer says in full: the level's text, or each item of a checklist."""
        return self.node.lines(self.answer) if isinstance(self.node, Criterion) else []


@dataclass(frozen=True, repr=False)
class Explanation:
    """One country's score of one node, part by part.

    Attributes
    ----------
    profile : CountryProfile
    node : Node
    score, lower, upper, coverage : float
        As in `Scores.tidy`; the parts add up to `score`.
    thin : bool
        Whether less is answered than the rubric's minimum, so that it has no rank.
    rank : int or None
    ranked : int
        How many countries have a rank here.
    minimum_coverage : float
    scale : tuple of float
    digits : int
        With how many decimals points are shown.
    parts : tuple of Explained
    band, next_band : str
        The band that the score lies in, and another one that it is within rounding of; empty where there is none.
    gates : tuple of str
        What must be reached, and whether it is, in sentences.

    See Also
    --------
    strategyscore.Scores.explain : How it is made.

    Examples
    --------
    >>> scores.explain("Bora").headline
    '65.0 on a scale of 0 to 100, rank 2 of 4; 100 % of the weight answered'
    >>> scores.explain("Dona", "rules").missing[0].title
    'Audits'
    """

    profile: CountryProfile
    node: Node
    score: float
    lower: float
    upper: float
    coverage: float
    thin: bool
    rank: int | None
    ranked: int
    minimum_coverage: float
    scale: tuple[float, float]
    digits: int
    parts: tuple[Explained, ...] = field(repr=False)
    band: str = ""
    next_band: str = ""
    gates: tuple[str, ...] = ()

    @cached_property
    def missing(self) -> list[Node]:
        """The criteria without an answer."""
        return [item.node for item in self.parts if item.missing]

    @property
    def withheld(self) -> bool:
        """Whether something is answered, and there is no score all the same."""
        return math.isnan(self.score) and self.coverage > 0

    @property
    def table(self) -> pd.DataFrame:
        """A row a part: title, weight, score, adds. Validated by `strategyscore.schemas.ContributionTable`."""
        import pandas as pd

        from strategyscore.schemas import ContributionTable

        parts = [item.part for item in self.parts]
        table = pd.DataFrame(
            {
                "title": [part.node.title for part in parts],
                "weight": [float(part.weight) for part in parts],
                "score": [float(part.score) for part in parts],
                "adds": [float(part.adds) for part in parts],
            },
            index=pd.Index([part.node.path for part in parts], name="node", dtype=str),
        ).astype({"title": str})
        return ContributionTable.validate(table)

    @property
    def headline(self) -> str:
        """The score in one sentence."""
        low, high = self.scale
        band = f", band {in_words(self.band, self.next_band)}" if self.band else ""
        low_end, high_end = points(self.lower, self.digits), points(self.upper, self.digits)
        bounds = f"between {low_end} and {high_end} depending on what is missing"
        answered = f"{percent(self.coverage)} of the weight answered"
        if math.isnan(self.score):
            why = "it is withheld while an answer is missing" if self.withheld else "no criterion is answered"
            states = {part.state for part in self.parts}
            why = "what is answered is too little to count" if "set aside" in states else why
            if math.isnan(self.coverage):
                return "no score: nothing of it applies to the country"
            return f"no score: {why}; {bounds}"
        if self.thin:
            least = percent(self.minimum_coverage)
            return (
                f"{points(self.score, self.digits)} on a scale of {low:g} to {high:g}{band}, {bounds}; no rank: "
                f"{answered}, "
                f"and the rubric asks for {least}"
            )
        exact = "" if math.isclose(self.lower, self.upper, abs_tol=1e-9) else f", {bounds}"
        place = (
            f"{points(self.score, self.digits)} on a scale of {low:g} to {high:g}{band}, "
            f"rank {self.rank} of {self.ranked}"
        )
        return f"{place}{exact}; {answered}"

    def text(self, width: int = 100) -> str:
        """The explanation as plain text, wrapped to a width in characters.

        Parameters
        ----------
        width : int
            Of a line, in characters.

        Returns
        -------
        str
            Several lines; each criterion with its answer and evidence.

        See Also
        --------
        strategyscore.Explanation.table : The parts as a table.
        strategyscore.Explanation.headline : The score in one sentence.

        Examples
        --------
        >>> print(scores.explain("Bora").text(80))
        Bora (Bora): Readiness
        ======================
        65.0 on a scale of 0 to 100, rank 2 of 4; 100 % of the weight answered.
        <BLANKLINE>
        Law on AI [rules.law]
          level 2 of 0 to 2 · adds 25.0
        <BLANKLINE>
        Audits [rules.audit]
          level 0 of 0 to 1 · adds 0.0
        <BLANKLINE>
        Compute [compute]
          40 petaflops · adds 40.0
        """
        title = plain(f"{self.profile.name} ({self.profile.code}): {self.node.title}")
        lines = [title, "=" * len(title), *textwrap.wrap(self.headline[0].upper() + self.headline[1:] + ".", width)]
        for gate in self.gates:
            lines += textwrap.wrap(plain(gate), width)
        for item in self.parts:
            lines += ["", *self._part(item, width)]
        return "\n".join(lines)

    def _part(self, item: Explained, width: int) -> list[str]:
        def wrapped(text: str, indent: str = "  ") -> list[str]:
            hanging = indent + "  "
            return textwrap.wrap(
                plain(text), width, initial_indent=indent, subsequent_indent=hanging, break_on_hyphens=False
            )

        facts = [item.reply, item.adds]
        if item.answer is not None:
            facts += [f"since {item.answer.since}"] if item.answer.since else []
            facts += [f"{item.answer.confidence} confidence"] if item.answer.confidence else []
        lines = [f"{plain(item.node.title)} [{item.node.path}]", *wrapped(" · ".join(facts))]
        for line in item.lines:
            lines += wrapped(f"“{line}”" if getattr(item.node, "verbatim", False) else line)
        if item.answer is None:
            return lines + (
                wrapped(f"Would count: {item.node.evidence}") if item.missing and item.node.evidence else []
            )
        if item.answer.because:
            lines += wrapped(f"Because: {item.answer.because}")
        for evidence in item.answer.evidence:
            source = self.profile.sources[evidence.source]
            by = source.publisher or source.author
            origin = ", ".join(filter(None, [source.title, by, str(source.published or ""), evidence.where]))
            lines += wrapped(f"Evidence: {evidence.states} ({origin})")
            lines += [f"    {source.url}"] if source.url else []
        for past in item.earlier:
            lines += wrapped(f"Before: {item.replied(past)} since {past.begins}")
        return lines

    def __str__(self) -> str:
        return self.text()

    def __repr__(self) -> str:
        return f"<Explanation of {self.node.path} for {self.profile.code}: {self.headline}>"

    def _repr_html_(self) -> str:
        return render("explanation.html.j2", explanation=self, heading=True)


def explain(scores: Scores, country: str, path: str | None = None) -> Explanation:
    """See `Scores.explain`."""
    rubric = scores.rubric
    node = rubric.node(path) if path else rubric.root
    row, column = scores.row(country), scores.column[node.path]
    profile = scores.countries[row]
    leaves = {leaf.path: index for index, leaf in enumerate(rubric.criteria)}

    def explained(part: Part) -> Explained:
        if not part.node.is_leaf:
            return Explained(part, None, digits=rubric.digits, cause=effect(scores, part.node))
        assert isinstance(part.node, Criterion)
        leaf = leaves[part.node.path]
        answer = scores.ratings.answer(row, leaf)
        past = profile.answers_to(part.node)
        earlier = [item for item in past if answer and item.begins.first < answer.begins.first]
        raw, imputed = float(scores.ratings.values[row, leaf]), bool(scores.prepared.imputed[row, leaf])
        state = "set aside" if scores.prepared.set_aside[row, leaf] else ""
        if scores.prepared.at_worst[row, leaf]:
            state = state or "at its worst"
        if not scores.prepared.applicable[row, leaf]:
            state = "not applicable"
        return Explained(part, answer, raw, imputed, rubric.digits, tuple(reversed(earlier)), "", state)

    rank = scores.ranks[row, column]
    band, next_band = (names[row] for names in bands(scores, node))
    return Explanation(
        profile=profile,
        node=node,
        score=float(scores.nodes.values[row, column]),
        lower=float(scores.nodes.lower[row, column]),
        upper=float(scores.nodes.upper[row, column]),
        coverage=float(scores.nodes.coverage[row, column]),
        thin=bool(scores.thin[row, column]),
        rank=None if math.isnan(rank) else int(rank),
        ranked=int(np.isfinite(scores.ranks[:, column]).sum()),
        minimum_coverage=rubric.missing.minimum_coverage,
        scale=rubric.scale,
        digits=rubric.digits,
        parts=tuple(explained(part) for part in contributions(scores, row, node)),
        gates=tuple(
            f"Gate: {required(scores, gate)}: {results(scores, at)[row]}."
            for group, gate, at in gates(scores)
            if group is node
        ),
        band=band,
        next_band=next_band,
    )
