"""Scores held against published figures: what agrees, what rounding explains, and what does not.

A published figure is rounded, and so are the inputs that it was computed from. Where the raw values stand with few
decimals, each may be off by half a unit of its last one; how far that can move a score is found by moving every
criterion by half a unit, up and down by chance, and adding up what each of them does at most.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from strategyscore.errors import ScoringError, did_you_mean, sentence
from strategyscore.methods.rank import rounded
from strategyscore.model.criteria import Quantity
from strategyscore.scoring.bands import bands
from strategyscore.scoring.engine import evaluate
from strategyscore.scoring.missing import settled
from strategyscore.scoring.prepare import prepare
from strategyscore.scoring.scores import Scores, check_scores
from strategyscore.text.words import enumerated, plain

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]

AGREES, ROUNDING, DIFFERS = "agrees", "rounding of the inputs", "differs"
RANK, BAND = "rank", "band"
PATTERNS = 6
"""How often each criterion is moved by chance."""
_EXACT = 6  # raw values with more decimals than this are taken as exact
_SLACK = 1e-9


@dataclass(frozen=True, eq=False)
class Against:
    """Scores beside published figures.

    Attributes
    ----------
    scores : Scores
    table : DataFrame
        A row for every country and figure: ``country``, ``column`` (of the published table), ``node``, ``published``,
        ``computed``, ``difference`` (computed less published), ``rounding`` (how far the rounding of inputs and figure
        can part them) and ``verdict``: ``agrees``, ``rounding of the inputs``, ``differs``, or which side lacks a
        figure. Bands stand as text, without a difference. Validated by `strategyscore.schemas.AgainstTable`.

    See Also
    --------
    strategyscore.against : How it is made.
    strategyscore.schemas.AgainstTable : The columns of its table.

    Examples
    --------
    >>> published = pd.DataFrame({"score": [70, 65, 47, 30]}, index=["Aria", "Bora", "Cala", "Dona"])
    >>> held = ss.against(scores, published)
    >>> held.table[["country", "published", "computed", "verdict"]]
      country  published  computed verdict
    0    Aria       70.0      70.0  agrees
    1    Bora       65.0      65.0  agrees
    2    Cala       47.0      47.5  agrees
    3    Dona       30.0      30.0  agrees
    """

    scores: Scores
    table: pd.DataFrame

    @cached_property
    def summary(self) -> pd.DataFrame:
        """A row a column of published figures: how many there are, by verdict, and the largest difference."""
        import pandas as pd

        verdicts = pd.crosstab(self.table["column"], self.table["verdict"])
        verdicts = verdicts.reindex(index=list(dict.fromkeys(self.table["column"])))
        sizes = self.table.assign(size=self.table["difference"].abs()).groupby("column")["size"].max()
        known = verdicts.reindex(columns=[AGREES, ROUNDING, DIFFERS], fill_value=0)
        lacking = verdicts.drop(columns=[AGREES, ROUNDING, DIFFERS], errors="ignore").sum(axis=1)
        return known.assign(lacking=lacking, largest=sizes.reindex(known.index)).rename_axis(
            index="column", columns=None
        )

    @property
    def differing(self) -> pd.DataFrame:
        """The rows of figures that rounding does not explain, the farthest off first."""
        rows = self.table[self.table["verdict"] == DIFFERS]
        order = rows["difference"].abs().fillna(np.inf).sort_values(ascending=False, kind="stable").index
        return rows.loc[order]

    @property
    def text(self) -> str:
        """What agrees and what does not, in sentences."""
        lines = []
        for column, row in self.summary.iterrows():
            near, off, lacking = int(row[ROUNDING]), int(row[DIFFERS]), int(row["lacking"])
            parts = [f"{row[AGREES]:.0f} of {row[[AGREES, ROUNDING, DIFFERS]].sum():.0f} figures agree"]
            if near:
                parts.append(f"{near} {_verb(near, 'differ')} by no more than the rounding of the inputs")
            if off:
                parts.append(f"{off} {_verb(off, 'differ')} by more")
            if lacking:
                parts.append(f"{lacking} {_verb(lacking, 'stand')} on one side only")
            lines.append(plain(f"{column}: {enumerated(parts)}."))
        return "\n".join(lines)

    def __repr__(self) -> str:
        return f"<Scores against {len(self.table)} published figures, {len(self.differing)} differ>"


def against(
    scores: Scores,
    published: pd.DataFrame | str | os.PathLike[str],
    *,
    columns: Mapping[str, str] | None = None,
    digits: int | Mapping[str, int] | None = None,
    input_digits: int | None = None,
) -> Against:
    """Hold scores against published figures.

    Parameters
    ----------
    scores : Scores
        From `strategyscore.score`.
    published : DataFrame or path
        A row a country, found by its code in the index or in a column; a CSV, Parquet or Excel file.
    columns : mapping of str to str, optional
        From the columns that are compared to the nodes that they hold, or to ``rank`` and ``band``. Where it is left
        out: those named as the rubric, a group's path or id, ``score``, ``rank`` or ``band``.
    digits : int or mapping of str to int, optional
        To how many decimals the figures are rounded, for all or by column; as many as they have where it is left out.
    input_digits : int, optional
        To how many decimals the raw values are rounded; as many as each criterion's have where it is left out, and
        exact from seven on.

    Returns
    -------
    Against
        Its `text` says what agrees and what does not.

    Raises
    ------
    ValueError
        If there is nothing to compare: no country in common, or no column that names a node.
    DocumentError
        If the file cannot be read.

    See Also
    --------
    strategyscore.diagnostics.effective_weights : What else to ask of an index.
    strategyscore.charts.slope : Two rankings as a picture.

    Examples
    --------
    >>> published = pd.DataFrame({"score": [70, 65, 45, 30]}, index=["Aria", "Bora", "Cala", "Dona"])
    >>> held = ss.against(scores, published)
    >>> print(held.text)
    score: 3 of 4 figures agree and 1 differs by more.
    >>> held.differing[["country", "published", "computed"]]
      country  published  computed
    2    Cala       45.0      47.5
    """
    import pandas as pd

    from strategyscore.schemas import AgainstTable

    check_scores(scores, anew=input_digits is not None)
    frame, name = _by_country(scores, published)
    found = _columns(scores, frame, columns, name)
    nodes, parted = scores.nodes.values, _Rounding(scores, input_digits)
    rows: list[dict[str, Any]] = []
    for heading, node in found.items():
        told = frame[heading].reindex(scores.countries.codes)
        if node == BAND:
            rows += _texts(scores, heading, told)
            continue
        figures = pd.to_numeric(told, errors="coerce").to_numpy(dtype=float)
        if node == RANK:
            computed, path, half = scores.ranks[:, 0], scores.rubric.id, 0.0
        else:
            computed, path = nodes[:, scores.column[node]], node
            places = digits.get(heading) if isinstance(digits, Mapping) else digits
            half = 0.5 * 10.0 ** -(_decimals(figures) if places is None else places)
        off = computed - figures
        agree = np.abs(off) <= half + _SLACK
        if half:
            agree |= np.abs(rounded(computed, round(-np.log10(2 * half))) - figures) <= _SLACK
        slack = np.full(len(off), half)
        if not np.all(agree | np.isnan(off)):
            slack = half + (parted.of_ranks(figures) if node == RANK else parted.of_node(scores.column[path]))
        verdict = np.where(agree, AGREES, np.where(np.abs(off) <= slack + _SLACK, ROUNDING, DIFFERS)).astype(object)
        verdict[np.isnan(figures)] = "computed only"
        verdict[np.isnan(computed) & ~np.isnan(figures)] = "published only"
        verdict[np.isnan(computed) & np.isnan(figures)] = ""
        rows += [
            {
                "country": code, "column": heading, "node": path, "published": figures[row], "computed": computed[row],
                "difference": off[row], "rounding": slack[row], "verdict": verdict[row],
            }
            for row, code in enumerate(scores.countries.codes)
            if verdict[row]
        ]  # fmt: skip
    return Against(scores, AgainstTable.validate(pd.DataFrame(rows)))


def _verb(count: int, verb: str) -> str:
    return verb + "s" * (count == 1)


def _by_country(scores: Scores, published: Any) -> tuple[pd.DataFrame, str]:
    """The published figures by the codes of countries, and what they are called."""
    import pandas as pd

    codes = set(scores.countries.codes)
    if isinstance(published, pd.DataFrame):
        frame, name = published, "the published table"
        if codes & set(map(str, frame.index)):
            return _unique(frame.set_index(frame.index.map(str)), name), name
    else:
        from strategyscore.documents.sheets import read_sheet

        sheet = read_sheet(published)
        frame, name = sheet.table, sheet.label
    common = {column: len(codes & set(map(str, frame[column]))) for column in frame.columns}
    best = max(common, key=lambda column: common[column], default=None)
    if best is None or not common[best]:
        raise ValueError(f"{name} has no country of these scores; give it a column of their codes")
    return _unique(frame.set_index(frame[best].map(str)), name), name


def _unique(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    if frame.index.has_duplicates:
        twice = frame.index[frame.index.duplicated()][0]
        raise ValueError(f"{name} has {twice} twice; keep one row for each country")
    return frame


def _columns(scores: Scores, frame: pd.DataFrame, named: Mapping[str, str] | None, name: str) -> dict[str, str]:
    """From the compared columns to paths of nodes, ``rank`` or ``band``."""
    root, groups = scores.rubric.root, scores.rubric.groups
    ids = [group.id for group in groups]
    known = {group.path: group.path for group in groups}
    known |= {group.id: group.path for group in groups if ids.count(group.id) == 1}
    known |= {"score": root.path, RANK: RANK} | ({BAND: BAND} if root.bands else {})
    if named is None:
        found = {str(column): known[str(column)] for column in frame.columns if str(column) in known}
        if not found:
            message = f"{name} has no column that names a node of {scores.rubric.id}; say which with columns={{...}}"
            raise ValueError(message)
        return found
    result = {}
    for column, node in named.items():
        if column not in frame.columns:
            raise ValueError(
                sentence(f"{name} has no column {column!r}", did_you_mean(column, map(str, frame.columns)))
            )
        result[column] = known.get(node) or scores.rubric.node(node).path
    return result


def _texts(scores: Scores, heading: str, told: pd.Series[Any]) -> list[dict[str, Any]]:
    """Bands: the same words, or others."""
    own, near = bands(scores, scores.rubric.root)
    rows = []
    for code, published, band, other in zip(scores.countries.codes, told, own, near, strict=True):
        figure = "" if published is None or published != published else str(published).strip()
        verdict = AGREES if figure == band else ROUNDING if other and figure == other else DIFFERS
        if not (figure and band):
            verdict = "published only" if figure else "computed only"
        if figure or band:
            rows.append(
                {
                    "country": code, "column": heading, "node": scores.rubric.id, "published": np.nan,
                    "computed": np.nan, "difference": np.nan, "rounding": np.nan, "verdict": verdict,
                }
            )  # fmt: skip
    return rows


def _decimals(values: Floats, most: int = 12) -> int:
    """How many decimals the figures have; `most` where they never end."""
    known = values[~np.isnan(values)]
    for places in range(most):
        if np.all(np.abs(known * 10.0**places - np.round(known * 10.0**places)) <= 1e-7 * np.maximum(1, np.abs(known))):
            return places
    return most


class _Rounding:
    """How far the rounding of the raw values can move scores and ranks."""

    def __init__(self, scores: Scores, input_digits: int | None) -> None:
        self.scores = scores
        self.input_digits = input_digits

    @cached_property
    def reach(self) -> Floats:
        """By how much each node's score may move, at most, shape (countries, nodes)."""
        scores, raw = self.scores, self.scores.ratings.values
        total = np.zeros(scores.nodes.values.shape)
        random = np.random.default_rng(0)
        signs = random.choice([-1.0, 1.0], (PATTERNS, len(raw)))
        signs = np.concatenate([np.ones((1, len(raw))), -np.ones((1, len(raw))), signs])
        before = _nodes(scores, raw)
        for column, leaf in enumerate(scores.rubric.criteria):
            places = _decimals(raw[:, column], _EXACT + 1) if self.input_digits is None else self.input_digits
            if not isinstance(leaf, Quantity) or places > _EXACT:
                continue
            most = np.zeros_like(total)
            for pattern in signs:
                moved = raw.copy()
                moved[:, column] += 0.5 * 10.0**-places * pattern
                try:
                    most = np.fmax(most, np.abs(_nodes(scores, moved) - before))
                except ScoringError:  # a logarithm of what lies below zero by now
                    continue
            total += np.nan_to_num(most)
        return total

    def of_node(self, column: int) -> Floats:
        """Of one node."""
        return np.asarray(self.reach[:, column])

    def of_ranks(self, published: Floats) -> Floats:
        """How far each rank may move towards the published one."""
        score, reach = self.scores.nodes.values[:, 0], self.reach[:, 0]
        first = 1 + (score - reach > (score + reach)[:, None] + _SLACK).sum(axis=1)
        last = (score + reach >= (score - reach)[:, None] - _SLACK).sum(axis=1)
        rank = self.scores.ranks[:, 0]
        return np.asarray(np.where(published < rank, rank - first, last - rank), dtype=np.float64)


def _nodes(scores: Scores, raw: Floats) -> Floats:
    """What the nodes come to with other raw values of quantities."""
    ratings = replace(scores.ratings, values=raw, lower=raw, upper=raw)
    prepared = settled(scores.program, prepare(scores.rubric, ratings, scores.countries.codes))
    found = evaluate(
        scores.program, list(prepared.values.T), applicable=prepared.applicable, factors=prepared.factors
    ).columns
    return np.column_stack(found)
