"""What findings are read from: the scores, their draws, and the few things that several patterns ask of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from strategyscore.analysis.findings.finding import Finding, RestsOn, found
from strategyscore.analysis.findings.grammar import Pattern
from strategyscore.analysis.peers import medians_of_others
from strategyscore.robustness.uncertainty import Uncertainty
from strategyscore.scoring.scores import Scores

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Basis:
    """Scores and their draws.

    Attributes
    ----------
    scores : Scores
    drawn : Uncertainty or None
        Draws of the same scores.
    """

    scores: Scores
    drawn: Uncertainty | None

    def found(
        self,
        kind: str,
        patterns: Sequence[Pattern],
        numbers: dict[str, float],
        words: dict[str, str],
        *,
        rests_on: RestsOn,
        countries: Sequence[str],
        node: str | None = None,
    ) -> Finding:
        """A finding on these scores; on the whole rubric where no node is named."""
        digits, root = self.scores.rubric.digits, self.scores.rubric.root.path
        return found(
            kind, patterns, numbers, words, rests_on=rests_on, countries=countries, node=node or root, digits=digits
        )

    def name(self, code: str) -> str:
        """What a country is called within a sentence."""
        return self.scores.countries[code].in_sentence

    def names(self, codes: Sequence[str]) -> list[str]:
        """What countries are called."""
        return [self.name(code) for code in codes]

    @property
    def top(self) -> float:
        """The upper end of the scale."""
        return self.scores.rubric.scale[1]

    @cached_property
    def ranked(self) -> list[str]:
        """The codes of the ranked countries in the published order."""
        codes, ranks = self.scores.countries.codes, self.scores.ranks[:, 0]
        return sorted((code for code, rank in zip(codes, ranks, strict=True) if rank == rank), key=self._place)

    def _place(self, code: str) -> tuple[float, str]:
        return self.rank(code), code

    @cached_property
    def _ranks(self) -> dict[str, float]:
        return dict(zip(self.scores.countries.codes, self.scores.ranks[:, 0].tolist(), strict=True))

    def rank(self, code: str) -> float:
        """The published rank; NaN where there is none."""
        return self._ranks[code] if code in self._ranks else self._ranks[self.scores.countries[code].code]

    def score(self, code: str) -> float:
        """The published score."""
        return float(self.scores.nodes.values[self.scores.row(code), 0])

    def bounds(self, code: str) -> tuple[float, float]:
        """The lowest and the highest score that the missing answers allow."""
        row = self.scores.row(code)
        return float(self.scores.nodes.lower[row, 0]), float(self.scores.nodes.upper[row, 0])

    def missing(self, code: str) -> int:
        """How many of its questions have no answer."""
        return int(np.isnan(self.scores.ratings.values[self.scores.row(code)]).sum())

    @cached_property
    def medians(self) -> Floats:
        """For each country and criterion the median of all others; NaN where too few have an answer."""
        return medians_of_others(self.scores.prepared.values)

    @cached_property
    def intervals(self) -> dict[str, dict[str, Any]]:
        """`Uncertainty.table` by code; empty without draws."""
        if self.drawn is None:
            return {}
        rows: dict[Any, dict[Any, Any]] = self.drawn.table.to_dict("index")
        return {str(code): {str(name): value for name, value in row.items()} for code, row in rows.items()}

    @cached_property
    def _above(self) -> dict[str, dict[str, float]]:
        if self.drawn is None:
            return {}
        table = self.drawn.dominance
        rows = zip(table.index, table.to_numpy().tolist(), strict=True)  # `to_dict` takes a hundred times as long
        return {str(code): dict(zip(table.columns, row, strict=True)) for code, row in rows}

    def above(self, first: str, second: str) -> float:
        """In what share of the draws a country scores above another."""
        return float(self._above[first][second])

    @cached_property
    def tiers(self) -> list[list[str]]:
        """The ranked countries, tier by tier; none without draws."""
        if self.drawn is None:
            return []
        tier = self.drawn.tiers["tier"].dropna()
        runs: dict[int, list[str]] = {}
        for code, number in tier.items():
            runs.setdefault(int(number), []).append(str(code))
        return list(runs.values())
