"""Countries side by side, criterion by criterion, in the levels that were found: what can be compared, and what not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from strategyscore.model.nodes import Node
from strategyscore.model.profile import CountryProfile
from strategyscore.scoring.scores import Scores, check_scores
from strategyscore.text.words import DASH, enumerated, plain, points, render

if TYPE_CHECKING:
    import pandas as pd

SHADES = 4


@dataclass(frozen=True)
class Line:
    """One criterion.

    Attributes
    ----------
    node : Criterion
    part : str
        The title of the part of the compared node that it belongs to.
    values : tuple of float
        What each country has, the first one first: its level, or its score where the criterion has no levels; NaN
        where it has no answer.
    stepped : bool
        Whether the values are levels.
    shades : tuple of int or None
        Where each value stands between the worst (0) and the best (4), for colours.
    """

    node: Node
    part: str
    values: tuple[float, ...]
    stepped: bool
    shades: tuple[int | None, ...]

    @property
    def difference(self) -> float:
        """The first less the median of the others that have an answer; NaN where one side has none."""
        others = np.array(self.values[1:])
        known = others[~np.isnan(others)]
        return self.values[0] - float(np.median(known)) if len(known) else float("nan")

    @property
    def comparable(self) -> bool:
        """Whether the first country and at least one other have an answer."""
        return self.difference == self.difference

    def cell(self, column: int, digits: int = 0) -> str:
        """What a country has, in words: a level, points, or a dash."""
        value = self.values[column]
        return DASH if np.isnan(value) else f"{value:g}" if self.stepped else points(value, digits)

    def gap(self, digits: int = 0) -> str:
        """The difference, with its sign: in levels, or in points where the criterion has none."""
        if not self.comparable:
            return DASH
        return points(self.difference, int(self.difference % 1 != 0) if self.stepped else digits, signed=True)


@dataclass(frozen=True, repr=False)
class SideBySide:
    """A country beside others, on what both sides have answered.

    Attributes
    ----------
    countries : tuple of CountryProfile
        The first is held against the others.
    node : Node
    lines : tuple of Line
        Every criterion, in the rubric's order.
    whole : tuple of float
        The score of each country on the node.
    digits : int
        With how many decimals points are shown.

    See Also
    --------
    strategyscore.side_by_side : How it is made.

    Examples
    --------
    >>> ss.side_by_side(scores, "Aria", ["Bora", "Cala"]).summary
    'On 3 of 3 criteria Aria can be held against the median of the others: it is ahead on 2, level on 0
    and behind on 1.'
    """

    countries: tuple[CountryProfile, ...]
    node: Node
    lines: tuple[Line, ...]
    whole: tuple[float, ...]
    digits: int = 1

    @property
    def comparable(self) -> tuple[Line, ...]:
        """The criteria that the first country and at least one other have answered."""
        return tuple(line for line in self.lines if line.comparable)

    @property
    def apart(self) -> tuple[Line, ...]:
        """The criteria that cannot be compared."""
        return tuple(line for line in self.lines if not line.comparable)

    @property
    def groups(self) -> list[tuple[str, list[Line]]]:
        """What can be compared, by the parts of the node, in the rubric's order."""
        groups: dict[str, list[Line]] = {}
        for line in self.comparable:
            groups.setdefault(line.part, []).append(line)
        return list(groups.items())

    @property
    def against(self) -> str:
        """Whom the first country is held against, in a heading."""
        return self.countries[1].name if len(self.countries) == 2 else "median of the others"

    @property
    def sign(self) -> str:
        """What the differences are, in a sentence."""
        return f"Difference: {self.countries[0].name} less the {self.against}.".replace(
            f"less the {self.countries[1].name}", f"less {self.countries[1].name}"
        )

    @property
    def standing(self) -> tuple[int, int, int]:
        """On how many criteria the first country is ahead, level and behind."""
        ahead = sum(line.difference > 0 for line in self.comparable)
        behind = sum(line.difference < 0 for line in self.comparable)
        return ahead, len(self.comparable) - ahead - behind, behind

    @property
    def summary(self) -> str:
        """How the first country stands, in a sentence."""
        ahead, level, behind = self.standing
        whom = self.countries[1].name if len(self.countries) == 2 else "the median of the others"
        every = [
            way
            for way, count in (("ahead", ahead), ("level", level), ("behind", behind))
            if count == len(self.comparable)
        ]
        how = (
            f"{every[0]} on all of them"
            if len(every) == 1
            else f"ahead on {ahead}, level on {level} and behind on {behind}"
        )
        return (
            f"On {len(self.comparable)} of {len(self.lines)} criteria {self.countries[0].name} can be held against "
            f"{whom}: it is {how}."
        )

    def missing(self, line: Line) -> str:
        """Which countries have no answer to a criterion, in words.

        Parameters
        ----------
        line : Line
            One of `lines`.

        Returns
        -------
        str
            Empty where all have answered.

        See Also
        --------
        strategyscore.SideBySide.apart : The criteria that cannot be compared.

        Examples
        --------
        >>> beside = ss.side_by_side(scores, "Dona", ["Aria", "Bora"])
        >>> [(line.node.title, beside.missing(line)) for line in beside.apart]
        [('Audits', 'Dona')]
        """
        pairs = zip(self.countries, line.values, strict=True)
        return enumerated(profile.name for profile, value in pairs if np.isnan(value))

    @property
    def table(self) -> pd.DataFrame:
        """A row a criterion: title, part, a column for each country by its code, and `difference`.

        Validated by `strategyscore.schemas.side_by_side_schema`.
        """
        import pandas as pd

        from strategyscore.schemas import side_by_side_schema

        codes = [profile.code for profile in self.countries]
        table = pd.DataFrame(
            {
                "title": [line.node.title for line in self.lines],
                "part": [line.part for line in self.lines],
                **{code: [line.values[column] for line in self.lines] for column, code in enumerate(codes)},
                "difference": [line.difference for line in self.lines],
            },
            index=pd.Index([line.node.path for line in self.lines], name="node", dtype=str),
        ).astype({"title": str, "part": str})
        return side_by_side_schema(codes).validate(table)

    def text(self) -> str:
        """The comparison as plain text.

        Returns
        -------
        str
            A line a criterion, under the parts of the rubric.

        See Also
        --------
        strategyscore.SideBySide.table : The same as a table.

        Examples
        --------
        >>> print(ss.side_by_side(scores, "Aria", "Bora").text())
        Aria and Bora: Readiness
        ========================
        On 3 of 3 criteria Aria can be held against Bora: it is ahead on 1, level on 1 and behind on 1.
        Difference: Aria less Bora.
        <BLANKLINE>
                                     Aria   Bora difference
        RULES
        Law on AI                       2      2      0
        Audits                          1      0     +1
        Compute                      40.0   80.0  −40.0
        Score, on all its answers    70.0   65.0
        """
        title = plain(
            f"{self.countries[0].name} and {enumerated(c.name for c in self.countries[1:])}: {self.node.title}"
        )
        heads = ["", *(profile.code for profile in self.countries), "difference"]
        shown = self.comparable
        wide = max([len(plain(line.node.title)) for line in shown] + [len(plain(line.part)) for line in shown] + [25])
        lines = [title, "=" * len(title), self.summary, self.sign, ""]
        lines.append(f"{heads[0]:<{wide}}  " + " ".join(f"{head:>6}" for head in heads[1:]))
        part = ""
        for line in shown:
            if line.part != part:
                part = line.part
                lines += [plain(part).upper()] if part else []
            cells = [*(line.cell(column, self.digits) for column in range(len(self.countries))), line.gap(self.digits)]
            lines.append(f"{plain(line.node.title):<{wide}}  " + " ".join(f"{cell:>6}" for cell in cells))
        lines.append(
            f"{'Score, on all its answers':<{wide}}  "
            + " ".join(f"{points(value, self.digits):>6}" for value in self.whole)
        )
        if self.apart:
            lines += ["", f"Cannot be compared ({len(self.apart)}):"]
            lines += [f"  {plain(line.node.title)}: no answer of {self.missing(line)}" for line in self.apart]
        return "\n".join(map(str.rstrip, lines))

    def __str__(self) -> str:
        return self.text()

    def __repr__(self) -> str:
        return f"<{self.countries[0].code} beside {', '.join(c.code for c in self.countries[1:])} on {self.node.path}>"

    def _repr_html_(self) -> str:
        return render("side_by_side.html.j2", beside=self, linked=False)


def shade(scores: Scores, row: int, column: int) -> int | None:
    """Where an answer stands between the worst (0) and the best (4); None where there is none."""
    low, high = scores.rubric.scale
    value = float(scores.prepared.values[row, column])
    if np.isnan(value) or np.isnan(scores.ratings.values[row, column]):
        return None
    return round(min(max((value - low) / (high - low), 0.0), 1.0) * SHADES)


def side_by_side(scores: Scores, country: str, others: str | Iterable[str], node: str | None = None) -> SideBySide:
    """Put a country beside others, criterion by criterion.

    Parameters
    ----------
    scores : Scores
        From `strategyscore.score`.
    country : str
        By code or name.
    others : str or iterable of str
        By code, name or group.
    node : str, optional
        The path of the node whose criteria are shown; the whole rubric where it is not given.

    Returns
    -------
    SideBySide
        Every criterion, and apart those that cannot be compared.

    Raises
    ------
    UnknownCountry, UnknownNode
        With a suggestion.
    ValueError
        If there is no other country.

    See Also
    --------
    strategyscore.Scores.compare : The gap between two, split over the criteria.

    Examples
    --------
    >>> ss.side_by_side(scores, "Aria", ["Bora", "Cala"]).table
                     title   part  Aria  Bora  Cala  difference
    node
    rules.law    Law on AI  Rules   2.0   2.0   1.0         0.5
    rules.audit     Audits  Rules   1.0   0.0   1.0         0.5
    compute        Compute         40.0  80.0  20.0       -10.0
    """
    check_scores(scores)
    shown = scores.rubric.node(node) if node else scores.rubric.root
    first = scores.row(country)
    picked = {scores.row(code) for code in scores.countries.pick(others).codes}
    rows = [first, *(row for row in scores.order if row in picked and row != first)]
    if len(rows) < 2:
        raise ValueError(f"{scores.countries[first].name} needs another country beside it; name one")
    columns = {leaf.path: column for column, leaf in enumerate(scores.rubric.criteria)}
    lines = []
    for part in shown.children or (shown,):
        for leaf in (below for below in part.walk() if below.is_leaf):
            stepped = bool(len(scores.rubric.criteria[columns[leaf.path]].steps))
            values = scores.ratings.values if stepped else scores.prepared.values
            column = columns[leaf.path]
            title = "" if part.is_leaf else part.title
            shades = tuple(shade(scores, row, column) for row in rows)
            lines.append(Line(leaf, title, tuple(float(values[row, column]) for row in rows), stepped, shades))
    whole = tuple(float(scores.nodes.values[row, scores.column[shown.path]]) for row in rows)
    profiles = tuple(scores.countries[row] for row in rows)
    return SideBySide(profiles, shown, tuple(lines), whole, scores.rubric.digits)
