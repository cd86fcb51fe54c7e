"""The two sides of a change as arrays, and what comes out of any mixture of them."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from strategyscore.errors import ScoringError
from strategyscore.methods.rank import ranks
from strategyscore.model.countries import Countries
from strategyscore.model.nodes import Criterion
from strategyscore.model.profile import CountryProfile
from strategyscore.model.rubric import Rubric
from strategyscore.scoring.answers import Ratings, read_ratings
from strategyscore.scoring.engine import evaluate
from strategyscore.scoring.missing import settled
from strategyscore.scoring.nodes import nodes_of
from strategyscore.scoring.prepare import Prepared, each_alone, prepare
from strategyscore.scoring.program import Program, compile_rubric
from strategyscore.scoring.scores import Scores

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

CAUSES = ("facts", "answers", "rubric", "peers")
"""What a change is split over: a country's answers given on both sides that differ, its answers that are new or gone,
the rubric with its weights, and the other countries."""

_ARRAYS = ("values", "lower", "upper", "coverage")
_SLACK = 1e-12


@dataclass(frozen=True, eq=False)
class Side:
    """The answers of both sides as one rubric reads them.

    Attributes
    ----------
    rubric : Rubric
    program : Program
    codes : tuple of list of str
        The countries before and after.
    ratings : tuple of Ratings
        Their answers. One that the rubric cannot read is the other side's: it changed with the rubric.
    common : list of str
        The countries of both.
    """

    rubric: Rubric
    program: Program
    codes: tuple[list[str], list[str]]
    ratings: tuple[Ratings, Ratings]
    common: list[str]

    @cached_property
    def pair(self) -> tuple[Ratings, Ratings]:
        """The answers of the common countries, before and after."""
        before, after = (
            _rows(ratings, [codes.index(code) for code in self.common])
            for ratings, codes in zip(self.ratings, self.codes, strict=True)
        )
        return before, after

    @cached_property
    def new_or_gone(self) -> Mask:
        """Where another share of a criterion is answered, or it applies on one side only: (common, criteria)."""
        before, after = self.pair
        return ~_same(before.coverage, after.coverage)

    @cached_property
    def differs(self) -> Mask:
        """Where as much is answered, and otherwise: (common, criteria)."""
        before, after = self.pair
        same = [_same(getattr(before, name), getattr(after, name)) for name in _ARRAYS]
        differs: Mask = ~np.logical_and.reduce(same) & ~self.new_or_gone
        return differs

    def own(self, facts: bool, answers: bool) -> Ratings:
        """The answers of the common countries with those that differ, or are new or gone, of one side or the other."""
        before, after = self.pair
        taken = (self.differs & facts) | (self.new_or_gone & answers)
        arrays = {name: np.where(taken, getattr(after, name), getattr(before, name)) for name in _ARRAYS}
        return Ratings(**arrays, others=(after if facts else before).others)

    @property
    def by_itself(self) -> bool:
        """Whether a country's score rests on its own answers only."""
        multiplied = any(getattr(node, "multiply_by", None) is not None for node in self.rubric.nodes)
        return each_alone(self.rubric) and not multiplied and not self.program.whole


def sides(before: Scores, after: Scores) -> tuple[Side, Side]:
    """Both sides as the rubric before and the rubric after read them; one and the same where the rubrics are equal.

    Raises
    ------
    ScoringError
        If a rubric's criteria have no column in a table of the other side.
    """
    common = [code for code in before.countries.codes if code in set(after.countries.codes)]
    codes = (before.countries.codes, after.countries.codes)
    one = _side(before.rubric, (before, after), codes, common)
    return one, one if before.rubric == after.rubric else _side(after.rubric, (before, after), codes, common)


def _side(rubric: Rubric, both: tuple[Scores, Scores], codes: tuple[list[str], list[str]], common: list[str]) -> Side:
    ratings, strange = zip(*(_read(rubric, scores) for scores in both), strict=True)
    for here, there in ((0, 1), (1, 0)):
        if strange[here].any():
            ratings = (*ratings[:here], _borrowed(ratings, strange[here], codes, here, there), *ratings[here + 1 :])
    return Side(rubric, compile_rubric(rubric), codes, (ratings[0], ratings[1]), common)


def _read(rubric: Rubric, scores: Scores) -> tuple[Ratings, Mask]:
    """The answers of one side, and where a rubric cannot read them, or takes other answers: (countries, criteria)."""
    shape = (len(scores.countries), len(rubric.criteria))
    if rubric == scores.rubric:
        return scores.ratings, np.zeros(shape, dtype=bool)
    if scores.countries.numbers is not None:
        return read_ratings(rubric, scores.countries), np.zeros(shape, dtype=bool)
    misfits = [
        [bool((answer := profile.answer_to(leaf, scores.as_of)) and leaf.check(answer)) for leaf in rubric.criteria]
        for profile in scores.countries
    ]
    own = scores.rubric.by_key
    rescaled = [leaf.key in own and not _alike(leaf, own[leaf.key]) for leaf in rubric.criteria]
    strange = np.array(misfits, dtype=bool).reshape(shape) | np.array(rescaled)
    profiles = tuple(
        _without(profile, rubric, row) if row.any() else profile
        for profile, row in zip(scores.countries, strange, strict=True)
    )
    return read_ratings(rubric, Countries(profiles), scores.as_of), strange


def _alike(one: Criterion, two: Criterion) -> bool:
    """Whether two criteria take the same answers, whatever these count."""
    items = [getattr(leaf, "checklist", {}).keys() for leaf in (one, two)]
    return one.kind == two.kind and items[0] == items[1] and np.array_equal(one.allowed, two.allowed)


def _without(profile: CountryProfile, rubric: Rubric, strange: Mask) -> CountryProfile:
    gone = {name for leaf, out in zip(rubric.criteria, strange, strict=True) if out for name in (leaf.key, leaf.path)}
    history = {key: answers for key, answers in profile.history.items() if key not in gone}
    return dataclasses.replace(profile, history=history)


def _borrowed(
    ratings: tuple[Ratings, ...], strange: Mask, codes: tuple[list[str], list[str]], here: int, there: int
) -> Ratings:
    """The answers of one side with what does not fit taken from the other, where that has the country."""
    arrays = {name: getattr(ratings[here], name).copy() for name in _ARRAYS}
    for row, code in enumerate(codes[here]):
        if strange[row].any() and code in codes[there]:
            other = codes[there].index(code)
            for name, array in arrays.items():
                array[row] = np.where(strange[row], getattr(ratings[there], name)[other], array[row])
    return Ratings(**arrays, others=ratings[here].others)


def mixtures(before: Scores, after: Scores, pair: tuple[Side, Side]) -> tuple[Floats, Floats]:
    """Score and rank of every common country with any of the causes in force.

    Parameters
    ----------
    before, after : Scores
    pair : tuple of Side
        From `sides`.

    Returns
    -------
    scores, ranks : ndarray, shape (2, 2, 2, 2, common countries)
        An axis a cause, as `CAUSES` has them. A country that too little is answered for holds the rank that its score
        has among the others, but for the two ends, where it has none.
    """
    common = pair[0].common
    scores, places = np.full((2, 2, 2, 2, len(common)), np.nan), np.full((2, 2, 2, 2, len(common)), np.nan)
    known: dict[tuple[int, ...], tuple[Floats, Floats]] = {}
    for state in product((0, 1), repeat=4):
        facts, answers, rubric, peers = state
        side = pair[rubric]
        key = (
            facts and int(side.differs.any()),
            answers and int(side.new_or_gone.any()),
            rubric and int(pair[0] is not pair[1]),
            peers,
        )
        if key not in known:
            known[key] = _mixed(side, side.own(bool(facts), bool(answers)), peers)
        scores[state], places[state] = known[key]
    for end, scored in (((0, 0, 0, 0), before), ((1, 1, 1, 1), after)):
        rows = [scored.row(code) for code in common]
        scores[end], places[end] = scored.nodes.values[rows, 0], scored.ranks[rows, 0]
    return scores, places


def _mixed(side: Side, own: Ratings, peers: int) -> tuple[Floats, Floats]:
    """Score and rank of each common country with its own answers among the others as they are on one side."""
    ratings, codes = side.ratings[peers], side.codes[peers]
    at = np.array([codes.index(code) for code in side.common], dtype=np.intp)
    if not side.by_itself:
        return _one_by_one(side, own, ratings, codes, at)
    others = settled(side.program, prepare(side.rubric, ratings, codes))
    mine = settled(side.program, prepare(side.rubric, own, side.common))
    nodes = nodes_of(side.program, others)
    whole = np.repeat(nodes.values[None, :, 0], len(at), axis=0)
    leaves = list(mine.values.T)
    whole[np.arange(len(at)), at] = evaluate(side.program, leaves, applicable=mine.applicable).root
    return _places(side, whole, _thin(side, nodes.coverage[:, 0]), at)


def _one_by_one(
    side: Side, own: Ratings, ratings: Ratings, codes: list[str], at: NDArray[np.intp]
) -> tuple[Floats, Floats]:
    """The same where a country's answers change what the others' are worth."""
    scores, places = np.full(len(at), np.nan), np.full(len(at), np.nan)
    for index, row in enumerate(at):
        arrays = {name: getattr(ratings, name).copy() for name in _ARRAYS}
        for name, array in arrays.items():
            array[row] = getattr(own, name)[index]
        others = {
            name: _with_cell(column, int(row), own.others[name][index])
            for name, column in ratings.others.items()
            if name in own.others
        }
        try:
            prepared = settled(side.program, prepare(side.rubric, Ratings(**arrays, others=others), codes))
            nodes = nodes_of(side.program, prepared)
        except ScoringError:
            continue  # no order goes this way
        thin = _thin(side, nodes.coverage[:, 0])
        scores[[index]], places[[index]] = _places(side, nodes.values[None, :, 0], thin, at[[index]])
    return scores, places


def _places(side: Side, whole: Floats, thin: Mask, at: NDArray[np.intp]) -> tuple[Floats, Floats]:
    """The scores of the countries in question, one a row, and their ranks among those that have one."""
    rows = np.arange(len(at))
    counted = np.where(thin, np.nan, whole)
    counted[rows, at] = whole[rows, at]
    return whole[rows, at], ranks(counted, span=side.program.span)[rows, at]


def _thin(side: Side, coverage: Floats) -> Mask:
    return ~(coverage >= side.program.minimum_coverage - _SLACK)


def _with_cell(column: NDArray[Any], row: int, value: Any) -> NDArray[Any]:
    changed = column.copy()
    changed[row] = value
    return changed


def _rows(ratings: Ratings, rows: list[int]) -> Ratings:
    arrays = {name: getattr(ratings, name)[rows] for name in _ARRAYS}
    return Ratings(**arrays, others={name: column[rows] for name, column in ratings.others.items()})


def _same(one: Floats, two: Floats) -> Mask:
    same: Mask = (one == two) | (np.isnan(one) & np.isnan(two))
    return same


def same_questions(program: Program, before: Prepared, after: Prepared) -> tuple[Floats, Floats, Mask]:
    """The scores of countries on the criteria that each has answered on both sides.

    Parameters
    ----------
    program : Program
    before, after : Prepared
        Of the same countries on the same rubric.

    Returns
    -------
    before, after : ndarray, shape (countries,)
        NaN where no criterion is left.
    both : ndarray of bool, shape (countries, criteria)
        Which criteria these are.
    """
    both = np.isfinite(before.values) & np.isfinite(after.values)
    scored = []
    for side in (before, after):
        leaves = list(np.where(both, side.values, np.nan).T)
        whole = evaluate(program, leaves, applicable=both, factors=side.factors).root
        scored.append(np.asarray(whole))
    return scored[0], scored[1], both
