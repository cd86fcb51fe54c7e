"""The gap between two countries, split over the criteria."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from strategyscore.model.nodes import Node
from strategyscore.model.profile import CountryProfile
from strategyscore.scoring.contributions import Part, contributions, effect
from strategyscore.text.words import plain, points, render

if TYPE_CHECKING:
    import pandas as pd

    from strategyscore.scoring.scores import Scores


@dataclass(frozen=True)
class Gap:
    """What one criterion (or one group's mean) adds to the gap.

    Attributes
    ----------
    node : Node
    first, second : Part
        The parts of the two scores.
    cause : str
        Of a group, what its part is the effect of.
    """

    node: Node
    first: Part
    second: Part
    cause: str = ""

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

    Notes
    -----
    A criterion that one country leaves missing adds nothing to that country's score, and its weight goes to the
    others; both show in the parts.
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
                "title": [part.node.title for part in self.parts],
                "first": [float(part.first.score) for part in self.parts],
                "second": [float(part.second.score) for part in self.parts],
                "gap": [float(part.points) for part in self.parts],
            },
            index=pd.Index([part.node.path for part in self.parts], name="node", dtype=str),
        ).astype({"title": str})
        return GapTable.validate(table)

    def text(self) -> str:
        """The comparison as plain text."""
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
    pairs = zip(*(contributions(scores, row, node) for row in rows), strict=True)
    parts = [
        Gap(ours.node, ours, theirs, "" if ours.node.is_leaf else effect(scores, ours.node)) for ours, theirs in pairs
    ]
    values = scores.nodes.values[:, scores.column[node.path]]
    return Comparison(
        first=scores.countries[rows[0]],
        second=scores.countries[rows[1]],
        node=node,
        gap=float(values[rows[0]] - values[rows[1]]),
        parts=tuple(sorted(parts, key=lambda part: -abs(part.points))),
        digits=scores.rubric.digits,
    )
