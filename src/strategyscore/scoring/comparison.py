"""The gap between two countries, split over the criteria."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from strategyscore.errors import ScoringError
from strategyscore.model.nodes import Node
from strategyscore.model.profile import CountryProfile
from strategyscore.scoring.contributions import Part, contributions, effect
from strategyscore.scoring.engine import evaluate
from strategyscore.text.words import plain, points, render

if TYPE_CHECKING:
    import pandas as pd

    from strategyscore.scoring.scores import Scores


MISSING = "missing"


@dataclass(frozen=True)
class Gap:
    """What one criterion (or one group's mean) adds to the gap.

    Attributes
    ----------
    node : Node
    first, second : Part
        The parts of the two scores.
    cause : str
        Of a group, what its part is the effect of; `MISSING` for what only one country has answered.
    """

    node: Node
    first: Part
    second: Part
    cause: str = ""

    @property
    def name(self) -> str:
        """Its path, or ``missing`` for what only one country has answered."""
        return "missing" if self.cause == MISSING else self.node.path

    @property
    def points(self) -> float:
        """Points that it adds to first minus second."""
        return self.first.adds - self.second.adds

    @property
    def difference(self) -> float:
        """First minus second on the criterion's own scale of scores; NaN where one has no answer."""
        return self.first.score - self.second.score

    @property
    def title(self) -> str:
        """What it is called: the criterion, or the group and what its part is the effect of."""
        if self.cause == MISSING:
            return "What only one of the two has answered"
        return self.node.title if self.node.is_leaf else f"{self.node.title}: effect of {self.cause}"


@dataclass(frozen=True, repr=False)
class Comparison:
    """The gap between two countries on a node.

    Attributes
    ----------
    first, second : CountryProfile
    node : Node
    gap : float
        First minus second, from the answers there are.
    parts : tuple of Gap
        Add up to `gap`, the largest first.
    digits : int
        With how many decimals points are shown.

    See Also
    --------
    strategyscore.Scores.compare : How it is made.
    strategyscore.tables.comparison : The same as a table for publication.

    Notes
    -----
    The parts are those of the criteria that both countries have answered, with their weights on these alone; what the
    other answers change of the gap stands in one part of its own, so that nobody is charged for a missing answer
    criterion by criterion.

    Examples
    --------
    >>> scores.compare("Aria", "Bora").gap
    5.0
    """

    first: CountryProfile
    second: CountryProfile
    node: Node
    gap: float
    parts: tuple[Gap, ...]
    digits: int = 1

    @property
    def criteria(self) -> tuple[Gap, ...]:
        """The parts that are criteria, in the rubric's order."""
        below = {part.node.path: part for part in self.parts}
        return tuple(below[node.path] for node in self.node.walk() if node.is_leaf)

    @property
    def table(self) -> pd.DataFrame:
        """A row a part: title, first, second, gap. Validated by `strategyscore.schemas.GapTable`."""
        import pandas as pd

        from strategyscore.schemas import GapTable

        table = pd.DataFrame(
            {
                "title": [part.title if part.cause == MISSING else part.node.title for part in self.parts],
                "first": [float(part.first.score) for part in self.parts],
                "second": [float(part.second.score) for part in self.parts],
                "gap": [float(part.points) for part in self.parts],
            },
            index=pd.Index([part.name for part in self.parts], name="node", dtype=str),
        ).astype({"title": str})
        return GapTable.validate(table)

    def text(self) -> str:
        """The comparison as plain text.

        Returns
        -------
        str
            A line a part, the largest first, and the gap in the last one.

        See Also
        --------
        strategyscore.Comparison.table : The same as a table.

        Examples
        --------
        >>> print(scores.compare("Aria", "Bora").text())
        Aria (Aria) and Bora (Bora): Readiness
        ======================================
            gap    Aria    Bora
          +25.0   100.0     0.0  Audits
          −20.0    40.0    80.0  Compute
            0.0   100.0   100.0  Law on AI
           +5.0                  in all
        """
        title = f"{self.first.name} ({self.first.code}) and {self.second.name} ({self.second.code}): {self.node.title}"
        title = plain(title)
        rows = [("gap", self.first.code, self.second.code, "")]
        for part in self.parts:
            first, second = (points(value, self.digits) for value in (part.first.score, part.second.score))
            rows.append((points(part.points, self.digits, signed=True), first, second, part.title))
        rows.append((points(self.gap, self.digits, signed=True), "", "", "in all"))
        table = [f"{gap:>7} {first:>7} {second:>7}  {plain(name)}".rstrip() for gap, first, second, name in rows]
        return "\n".join([title, "=" * len(title), *table])

    def __str__(self) -> str:
        return self.text()

    def __repr__(self) -> str:
        return f"<Comparison of {self.first.code} and {self.second.code}: {points(self.gap, self.digits, signed=True)}>"

    def _repr_html_(self) -> str:
        return render("comparison.html.j2", comparison=self)


def compare(scores: Scores, first: str, second: str, path: str | None = None) -> Comparison:
    """See `Scores.compare`."""
    node = scores.rubric.node(path) if path else scores.rubric.root
    rows = scores.row(first), scores.row(second)
    values = scores.nodes.values[:, scores.column[node.path]]
    ours, theirs = (_on_common(scores, rows, row, node) for row in rows)
    parts = [
        Gap(one.node, one, two, "" if one.node.is_leaf else effect(scores, one.node))
        for one, two in zip(ours, theirs, strict=True)
    ]
    gap = float(values[rows[0]] - values[rows[1]])
    rest = [
        float(values[row]) - sum(part.adds for part in side) for row, side in zip(rows, (ours, theirs), strict=True)
    ]
    if _differ(scores, rows, node) and np.isfinite(rest).all():
        one, two = (Part(node, np.nan, np.nan, adds) for adds in rest)
        parts.append(Gap(node, one, two, MISSING))
    return Comparison(
        first=scores.countries[rows[0]],
        second=scores.countries[rows[1]],
        node=node,
        gap=gap,
        parts=tuple(sorted(parts, key=lambda part: -abs(part.points))),
        digits=scores.rubric.digits,
    )


def _differ(scores: Scores, rows: tuple[int, int], node: Node) -> bool:
    """Whether one country has answered what the other has not."""
    below = {leaf.path for leaf in node.walk() if leaf.is_leaf}
    columns = [column for column, leaf in enumerate(scores.rubric.criteria) if leaf.path in below]
    missing = np.isnan(scores.prepared.values[list(rows)][:, columns])
    return bool((missing[0] != missing[1]).any())


def _on_common(scores: Scores, rows: tuple[int, int], row: int, node: Node) -> list[Part]:
    """What a country's answers add where only those count that both have; the scores shown are its own."""
    own = contributions(scores, row, node)
    if not _differ(scores, rows, node) or (scores.together and scores.program.whole):
        return own
    missing = np.isnan(scores.prepared.values[list(rows)]).any(axis=0)
    sides = {name: getattr(scores.prepared, name).copy() for name in ("values", "lower", "upper")}
    for side in sides.values():
        for one in rows:
            side[one, missing] = np.nan
    try:
        leaves = list(sides["values"].T)
        prepared = replace(scores.prepared, **sides)
        nodes = replace(scores.nodes, values=np.column_stack(evaluate(scores.program, leaves).columns))
    except ScoringError:  # without these answers the others cannot be told apart
        return own
    alone = contributions(replace(scores, prepared=prepared, nodes=nodes), row, node)
    return [replace(part, score=whole.score) for part, whole in zip(alone, own, strict=True)]
