"""Each country's change of score and rank, split over its causes."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from strategyscore.analysis.changes.ratings import ChangedRating, changed_ratings
from strategyscore.analysis.changes.shapley import rounded_to_sum, shapley
from strategyscore.analysis.changes.sides import CAUSES, mixtures, same_questions, sides
from strategyscore.methods.rank import TIE, rounded
from strategyscore.scoring.missing import settled
from strategyscore.scoring.prepare import prepare
from strategyscore.scoring.scores import Scores, check_scores
from strategyscore.text.words import DASH, countries_said, enumerated, plain, points, render

if TYPE_CHECKING:
    import pandas as pd

CAUSES_SAID: Mapping[str, str] = {
    "facts": "Facts that changed",
    "answers": "Answers new or gone",
    "rubric": "Rubric and weights",
    "peers": "Other countries",
}
"""What each cause is called."""


@dataclass(frozen=True)
class Move:
    """What became of one country.

    Attributes
    ----------
    code, name : str
    scores, ranks : tuple of float
        Before and after; NaN where there is none.
    parts, rank_parts : mapping of str to float
        What each cause of `CAUSES` adds to the score and to the rank; NaN where the change cannot be split.
    same : tuple of float
        The scores before and after on the questions answered on both sides, by the rubric after.
    questions : int
        How many these are.
    ratings : tuple of ChangedRating
    digits : int
        With how many decimals scores are shown.
    """

    code: str
    name: str
    scores: tuple[float, float]
    ranks: tuple[float, float]
    parts: Mapping[str, float]
    rank_parts: Mapping[str, float]
    same: tuple[float, float]
    questions: int
    ratings: tuple[ChangedRating, ...]
    digits: int = 1

    @property
    def change(self) -> float:
        """The score after less the score before."""
        return self.scores[1] - self.scores[0]

    @property
    def rank_change(self) -> float:
        """The rank after less the rank before: below zero where the country climbed."""
        return self.ranks[1] - self.ranks[0]

    @property
    def shown(self) -> dict[str, float]:
        """The change of the score and its parts, rounded so that all adds up with the scores as they are shown."""
        return _shown(self.scores, self.parts, self.digits)

    @property
    def shown_ranks(self) -> dict[str, float]:
        """The same of the rank, the parts with one decimal."""
        return _shown(self.ranks, self.rank_parts, 1)

    def count(self, *kinds: str) -> int:
        """How many of its ratings changed in these ways."""
        return sum(rating.change in kinds for rating in self.ratings)

    @property
    def told(self) -> str:
        """The changed ratings in a few words."""
        numbers = [(self.count(kind), kind) for kind in ("rose", "fell", "changed", "new", "gone")]
        return enumerated(f"{number} {kind}" for number, kind in numbers if number) or "no rating changed"


def _shown(ends: tuple[float, float], parts: Mapping[str, float], digits: int) -> dict[str, float]:
    units = np.rint(rounded(ends, digits) * 10**digits)
    values = np.array(list(parts.values()))
    if not (np.isfinite(units).all() and np.isfinite(values).all()):
        return {"change": math.nan, **dict.fromkeys(parts, math.nan)}
    total = int(units[1] - units[0])
    whole = rounded_to_sum(values, total, digits)
    return {
        "change": total / 10**digits,
        **{name: int(unit) / 10**digits for name, unit in zip(parts, whole, strict=True)},
    }


@dataclass(frozen=True, repr=False, eq=False)
class Changes:
    """What moved between two scorings, and why.

    Attributes
    ----------
    before, after : Scores
    moves : tuple of Move
        The countries of both, those whose score changed most first.
    entered, left : tuple of str
        Codes of the countries that are scored on one side only.

    See Also
    --------
    strategyscore.changes : How it is made.
    strategyscore.charts.waterfall : The change of a country as a picture.

    Examples
    --------
    >>> moved = ss.changes(before, scores)
    >>> moved.table[["score_before", "score_after", "change"]]
             score_before  score_after  change
    country
    Dona             10.0         30.0    20.0
    Aria             60.0         70.0    10.0
    Bora             55.0         65.0    10.0
    Cala             47.5         47.5     0.0
    """

    before: Scores
    after: Scores
    moves: tuple[Move, ...]
    entered: tuple[str, ...]
    left: tuple[str, ...]

    def __getitem__(self, country: str) -> Move:
        """What became of a country, by code or name.

        Raises
        ------
        UnknownCountry
            If it is not scored after.
        KeyError
            If it was not scored before.
        """
        code = self.after.countries[country].code
        for move in self.moves:
            if move.code == code:
                return move
        raise KeyError(f"{code} was not scored before, so that nothing of it changed")

    @cached_property
    def _table(self) -> pd.DataFrame:
        import pandas as pd

        from strategyscore.schemas import ChangeTable

        rows: list[dict[str, Any]] = []
        for move in self.moves:
            ends: dict[str, Any] = {
                "country": move.code,
                "rank_before": _whole(move.ranks[0]),
                "rank_after": _whole(move.ranks[1]),
                "score_before": move.scores[0],
                "score_after": move.scores[1],
                "change": move.change,
                **move.parts,
                "rank_change": move.rank_change,
                **{f"rank_{name}": part for name, part in move.rank_parts.items()},
                "questions": move.questions,
                "same_before": move.same[0],
                "same_after": move.same[1],
                "rose": move.count("rose"),
                "fell": move.count("fell"),
                "new": move.count("new"),
                "gone": move.count("gone"),
            }
            rows.append(ends)
        columns = list(ChangeTable.to_schema().columns)
        table = pd.DataFrame(rows, columns=["country", *columns]).set_index("country")
        table.index = table.index.astype(str)
        return ChangeTable.validate(table)

    @property
    def table(self) -> pd.DataFrame:
        """A row a country of both sides: scores, ranks, their changes, and what each cause adds to them.

        Validated by `strategyscore.schemas.ChangeTable`.
        """
        return self._table.copy()

    @property
    def ratings(self) -> pd.DataFrame:
        """A row a rating that changed, with its sources. Validated by `strategyscore.schemas.ChangedRatings`."""
        import pandas as pd

        from strategyscore.schemas import ChangedRatings

        names = ("country", "node", "title", "change", "before", "after", "since", "corrected", "because")
        rows = [
            {**{name: getattr(rating, name) for name in names}, "sources": rating.cited}
            for move in self.moves
            for rating in move.ratings
        ]
        columns = list(ChangedRatings.to_schema().columns)
        table = pd.DataFrame(rows, columns=columns)
        return ChangedRatings.validate(table.astype({name: bool if name == "corrected" else str for name in columns}))

    @property
    def provenance(self) -> dict[str, Any]:
        """That of the side after, with that of the side before under ``before``."""
        return {**self.after.provenance, "before": self.before.provenance}

    @property
    def heads(self) -> tuple[str, str]:
        """What each side is called: its date, its rubric, or before and after."""
        sides = (self.before, self.after)
        if self.before.as_of != self.after.as_of:
            one, two = (side.as_of.said if side.as_of else "latest" for side in sides)
        else:
            one, two = (f"{side.rubric.id} {side.rubric.version}" for side in sides)
        return (one, two) if one != two else ("before", "after")

    @property
    def in_scores(self) -> list[str]:
        """The causes that had an effect on some score, in their order."""
        return [name for name in CAUSES if any(abs(move.parts[name]) > 0 for move in self.moves)]

    @property
    def in_ranks(self) -> list[str]:
        """The causes that had an effect on some rank, in their order."""
        return [name for name in CAUSES if any(abs(move.rank_parts[name]) > 0 for move in self.moves)]

    @property
    def causes(self) -> list[str]:
        """The causes that had an effect on some score or rank, in their order."""
        return [name for name in CAUSES if name in {*self.in_scores, *self.in_ranks}]

    @property
    def summary(self) -> str:
        """What changed in all, in sentences."""
        kinds = {kind: sum(move.count(kind) for move in self.moves) for kind in ("rose", "fell", "new", "gone")}
        text = (
            f"Countries scored on both sides: {len(self.moves)}. Their ratings: {kinds['rose']} rose, "
            f"{kinds['fell']} fell, {kinds['new']} new, {kinds['gone']} gone."
        )
        if "rubric" in self.causes:
            text += " The rubric or its weights changed."
        for verb, side, codes in (("entered", self.after, self.entered), ("left", self.before, self.left)):
            if codes:
                text += f" {enumerated(side.countries[code].name for code in codes)} {verb} the ranking."
        return text

    def text(self) -> str:
        """The changes as plain text, a line a country.

        Returns
        -------
        str
            A line a country, those whose score changed most first.

        See Also
        --------
        strategyscore.Changes.story : One country in full.
        strategyscore.Changes.table : The same as a table.

        Examples
        --------
        >>> print(ss.changes(before, scores).text())
        Countries scored on both sides: 4. Their ratings: 3 rose, 0 fell, 0 new, 0 gone.
        Scores from 0 to 100, changes in points; rank 1 is best.
        <BLANKLINE>
        country      before   after  change   facts answers  rubric   peers    rank
        Dona (Dona)    10.0    30.0   +20.0   +20.0     0.0     0.0     0.0  4 to 4
        Aria (Aria)    60.0    70.0   +10.0   +10.0     0.0     0.0     0.0  1 to 1
        Bora (Bora)    55.0    65.0   +10.0   +10.0     0.0     0.0     0.0  2 to 2
        Cala (Cala)    47.5    47.5     0.0     0.0     0.0     0.0     0.0  3 to 3
        """
        named = [(plain(f"{move.name} ({move.code})"), move) for move in self.moves]
        wide = max([len(name) for name, _ in named] + [7])
        heads = ("before", "after", "change", *CAUSES, "rank")
        (then, now), (low, high) = self.heads, self.after.rubric.scale
        said = f"Before: {then}; after: {now}. " if then != "before" else ""
        said += f"Scores from {low:g} to {high:g}, changes in points; rank 1 is best."
        lines = [self.summary, said, "", " ".join([f"{'country':<{wide}}", *(f"{head:>7}" for head in heads)])]
        for name, move in named:
            shown = move.shown
            cells = [points(score, move.digits) for score in move.scores]
            cells += [points(shown[part], move.digits, signed=True) for part in ("change", *CAUSES)]
            ranks = " to ".join(f"{rank:.0f}" if math.isfinite(rank) else DASH for rank in move.ranks)
            lines.append(" ".join([f"{name:<{wide}}", *(f"{cell:>7}" for cell in cells), f" {ranks}"]))
        return "\n".join(lines)

    def story(self, country: str) -> str:
        """What became of a country as plain text: the parts of its change, and its changed ratings with sources.

        Parameters
        ----------
        country : str
            Its code or name.

        Returns
        -------
        str
            Several lines.

        Raises
        ------
        UnknownCountry
            If it is not scored on both sides.
        UnknownCountry
            If it is not scored on both sides.

        See Also
        --------
        strategyscore.Changes.text : All countries, a line each.
        strategyscore.Changes.ratings : The changed ratings as a table.

        Examples
        --------
        >>> print(ss.changes(before, scores).story("Aria"))
        Aria (Aria): 60.0 to 70.0
        =========================
                                points   ranks
        Facts that changed       +10.0    −0.5
        Answers new or gone        0.0     0.0
        Rubric and weights         0.0     0.0
        Other countries            0.0    +0.5
        In all                   +10.0     0.0
        <BLANKLINE>
        On the 3 questions answered on both sides: 60.0 to 70.0.
        <BLANKLINE>
        Compute: rose
          10 petaflops -> 20 petaflops
        """
        move = self[country]
        shown, ranks = move.shown, move.shown_ranks
        ends = " to ".join(points(score, move.digits) for score in move.scores)
        title = plain(f"{move.name} ({move.code}): {ends}")
        lines = [title, "=" * len(title), f"{'':<22}{'points':>8}{'ranks':>8}"]
        for name, said in (*CAUSES_SAID.items(), ("change", "In all")):
            cells = points(shown[name], move.digits, signed=True), points(ranks[name], 1, signed=True)
            lines.append(f"{said:<22}{cells[0]:>8}{cells[1]:>8}")
        same = " to ".join(points(score, move.digits) for score in move.same)
        lines += ["", f"On the {move.questions} questions answered on both sides: {same}."]
        for rating in move.ratings:
            was = f"{rating.before or 'no answer'} -> {rating.after or 'no answer'}"
            mark = ", corrected" if rating.corrected else f", since {rating.since}" if rating.since else ""
            lines += ["", plain(f"{rating.title}: {rating.change}{mark}"), f"  {plain(was)}"]
            lines += [f"  {plain(rating.because)}"] if rating.because else []
            lines += [f"  {plain(rating.cited)}"] if rating.sources else []
        return "\n".join(lines)

    def __str__(self) -> str:
        return self.text()

    def __repr__(self) -> str:
        return f"<Changes of {countries_said(len(self.moves))} on {self.after.rubric.id}>"

    def _repr_html_(self) -> str:
        return render("changes.html.j2", changes=self, causes=CAUSES_SAID)


def _whole(rank: float) -> int | None:
    return int(rank) if math.isfinite(rank) else None


def changes(before: Scores, after: Scores) -> Changes:
    """Split what changed between two scorings over its causes.

    Parameters
    ----------
    before, after : Scores
        Of other dates, evidence, rubrics, weights or countries.

    Returns
    -------
    Changes
        The countries of both sides, with what each cause moved.

    Raises
    ------
    ScoringError
        If a rubric's criteria have no column in a table of the other side.

    See Also
    --------
    strategyscore.charts.waterfall : One country's change as a picture.
    strategyscore.PanelScores.growth : The change from year to year.

    Notes
    -----
    There are four causes of a country's change: answers that it has on both sides and that differ (facts), answers that
    are new or gone, the rubric with its weights, and the other countries, their answers as well as who they are. Each
    gets its mean effect over all orders in which the four can come into force (Shapley), so that the parts add up to
    the change, and none depends on an order that somebody chose. Where a rubric scores each country by itself, the
    other countries move ranks only. An answer that does not fit the other side's rubric changes with the rubric.

    Examples
    --------
    >>> heavy = ss.score(rubric.with_weights({"compute": 3}), countries)
    >>> moved = ss.changes(before, heavy)
    >>> moved.in_scores
    ['facts', 'rubric']
    """
    for scores in (before, after):
        check_scores(scores, anew=True)
    pair = sides(before, after)
    now = pair[1]
    scored, ranked = mixtures(before, after, pair)
    parts, rank_parts = shapley(scored), shapley(ranked)
    for split in (parts, rank_parts):  # what a sum was rounded by is no effect
        split[np.abs(split) <= TIE * max(now.program.span, 1.0)] = 0.0
    prepared = [settled(now.program, prepare(now.rubric, ratings, now.common)) for ratings in now.pair]
    then, today, both = same_questions(now.program, *prepared)
    told = changed_ratings(before, after, now)
    order = np.argsort(-np.nan_to_num(np.abs(scored[1, 1, 1, 1] - scored[0, 0, 0, 0])), kind="stable")
    moves = tuple(
        Move(
            code=now.common[row],
            name=after.countries[now.common[row]].name,
            scores=(float(scored[0, 0, 0, 0, row]), float(scored[1, 1, 1, 1, row])),
            ranks=(float(ranked[0, 0, 0, 0, row]), float(ranked[1, 1, 1, 1, row])),
            parts=dict(zip(CAUSES, map(float, parts[:, row]), strict=True)),
            rank_parts=dict(zip(CAUSES, map(float, rank_parts[:, row]), strict=True)),
            same=(float(then[row]), float(today[row])),
            questions=int(both[row].sum()),
            ratings=tuple(rating for rating in told if rating.country == now.common[row]),
            digits=after.rubric.digits,
        )
        for row in map(int, order)
    )
    known = set(now.common)
    entered, left = (tuple(code for code in side.countries.codes if code not in known) for side in (after, before))
    return Changes(before, after, moves, entered, left)
