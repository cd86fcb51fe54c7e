"""What the report says of robustness: tables, charts, and the sentences that go with them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from strategyscore.model.settings import Confidence
from strategyscore.robustness.sensitivity import Sensitivity, sensitivity
from strategyscore.robustness.uncertainty import Uncertainty, uncertainty
from strategyscore.robustness.vary import STEPS, Given, Vary
from strategyscore.scoring.scores import Scores
from strategyscore.text.words import enumerated, percent, points, source_said, span, step_said

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Line:
    """One country in the tables of the page; texts are ready to be shown.

    Attributes
    ----------
    code, name : str
    thin : bool
        Whether so little is answered that it has no rank of its own.
    ranks, first, points, driver : str
        Interval of the rank, share of draws ranked first, interval of the score, and what drives the score.
    settle, now, ranks_settled, points_settled : str
        The answer whose settling narrows the intervals most, what it is now, and the widths before and after.
    """

    code: str
    name: str
    thin: bool
    ranks: str
    first: str
    points: str
    driver: str
    settle: str
    now: str
    ranks_settled: str
    points_settled: str


@dataclass(frozen=True)
class Robustness:
    """The analyses of a report.

    Attributes
    ----------
    uncertainty : Uncertainty
    sensitivity : Sensitivity
    indices, settling : DataFrame
    widest : str
        The country whose score is the least certain.
    """

    uncertainty: Uncertainty
    sensitivity: Sensitivity
    indices: pd.DataFrame
    settling: pd.DataFrame
    widest: str

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        """By the stem of the file that each is written to."""
        bands = {"bands": self.uncertainty.bands} if self.uncertainty.plan.program.by_node[0].bands else {}
        if any(kernel.gates for kernel in self.uncertainty.plan.program.kernels):
            bands["gates"] = self.uncertainty.gates
        return bands | {
            "ranks": self.uncertainty.ranks,
            "scores": self.uncertainty.scores,
            "acceptability": self.uncertainty.acceptability,
            "dominance": self.uncertainty.dominance,
            "sensitivity": self.indices,
            "leave-one-out": self.sensitivity.leave_one_out,
            "settling": self.settling,
        }

    @cached_property
    def lines(self) -> list[Line]:
        """The countries by rank, those without one last."""
        scores = self.uncertainty.nominal
        digits = scores.rubric.digits
        best = {row.country: row for row in self.settling.groupby("country", as_index=False).first().itertuples()}
        lines = []
        drawn: dict[str, Any] = {str(row.Index): row for row in self.uncertainty.table.itertuples()}
        for position in scores.order:
            code, settle = (
                scores.countries.codes[position],
                dict.fromkeys(("settle", "now", "ranks_settled", "points_settled"), ""),
            )
            if code not in drawn:
                continue
            if code in best:
                answer: Any = best[code]
                settle = {
                    "settle": scores.rubric.node(answer.node).title,
                    "now": answer.now,
                    "ranks_settled": _narrower(answer.ranks, answer.ranks_settled, 1),
                    "points_settled": _narrower(answer.points, answer.points_settled, digits),
                }
            lines.append(
                Line(
                    code=code,
                    name=scores.countries[code].name,
                    thin=bool(scores.thin[position, 0]),
                    ranks=span(drawn[code].lower, drawn[code].upper),
                    first=percent(drawn[code].first),
                    points=f"{points(drawn[code].q05, digits)} to {points(drawn[code].q95, digits)}",
                    driver=self._drivers.get(code, ""),
                    **settle,
                )
            )
        return lines

    @cached_property
    def _drivers(self) -> dict[str, str]:
        """What drives the score of each country most, and its share."""
        indices = self.indices[self.indices["output"] == "score"].dropna()
        largest = indices.sort_values("total", ascending=False, kind="stable").drop_duplicates("country")
        rows = zip(largest["country"], largest["source"], largest["total"], strict=True)
        return {code: f"{source_said(source)} ({percent(min(float(total), 1.0))})" for code, source, total in rows}

    @property
    def why(self) -> str:
        """Why the least certain score is so."""
        scores = self.uncertainty.nominal
        line = next(line for line in self.lines if line.code == self.widest)
        sentences = f"The score of {line.name} is the least certain: nine draws in ten lie from {line.points}."
        if line.driver:
            sentences += f" What drives it most, and its share of the variance (total Sobol' index): {line.driver}."
        missing = scores.explain(self.widest).missing
        if missing:
            listed = enumerated(node.title for node in missing)
            sentences += f" {len(missing)} of {len(scores.rubric.criteria)} criteria have no answer: {listed}."
        return sentences


def _narrower(now: float, settled: float, digits: int) -> str:
    """The width of an interval now and once an answer is known; as it is where that would narrow nothing."""
    before, after = points(now, digits), points(settled, digits)
    return f"{before} → {after}" if float(after) < float(before) else f"{before}, no narrower"


def analyse(scores: Scores, draws: int, seed: int, vary: Given) -> Robustness:
    """Draw, and split the variance.

    Raises
    ------
    ScoringError
        If there is no rank to be uncertain about.
    """
    drawn = uncertainty(scores, draws=draws, seed=seed, vary=vary)
    split = sensitivity(scores, seed=seed, vary=vary)
    values = drawn.scores
    widest = str((values["q95"] - values["q05"]).idxmax())
    return Robustness(drawn, split, split.indices, drawn.settling(), widest)


def described(vary: Vary, confidence: Confidence) -> list[str]:
    """What was drawn, and from what, a sentence a source."""
    sentences = []
    if vary.weights is not None:
        method = {
            "dirichlet": f"from a Dirichlet distribution about the given ones, of concentration "
            f"{vary.weights.concentration:g}",
            "simplex": "all as likely, uniformly over those that add up to 1",
            "noise": f"each given one changed by up to {vary.weights.noise:.0%}",
            "experts": f"one of the sets of {enumerated(vary.weights.experts or ())}",
        }[vary.weights.method]
        sentences.append(f"Weights: {method}.")
    if vary.ratings is not None:
        odds = f"high {confidence.high:g}, medium {confidence.medium:g}, low {confidence.low:g}"
        far = f", in {percent(confidence.two_levels)} of errors the one after that" if confidence.two_levels else ""
        sentences.append(
            "Ratings: what one coder read is right with the probability that the rubric states for its confidence "
            f"({odds}), else it is the next level up or down{far}. What two coders read alike is not in doubt; where "
            "they differ, any of theirs is as likely. A level marked at least is drawn at it or above."
        )
    if vary.missing is not None:
        sentences.append(
            "Missing answers: a level is drawn from those of the countries that answer the other questions alike, and "
            "a little from the country's own other answers; no level is ruled out. This assumes that what is not known "
            "of a country is like what is known of countries like it."
            if vary.missing.method == "hot_deck"
            else "Missing answers: any level, or any place on the scale, is as likely. So a country whose other "
            "answers are low is mostly drawn above its score, and one whose answers are high below it."
        )
    if vary.methods is not None:
        names = [name for name in STEPS if getattr(vary.methods, name)]
        for path, one in vary.methods.nodes.items():
            names += [f"{path}.{name}" for name in type(one).model_fields if getattr(one, name)]
        said = enumerated(map(step_said, names))
        sentences.append(f"Methods: each draw takes one of the alternatives given for {said}.")
    if vary.structure is not None:
        sentences.append("Structure: one criterion is left out, or none, each as likely.")
    return sentences
