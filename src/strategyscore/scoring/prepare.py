"""Criteria on the reported scale: transformed, imputed, treated and normalised as the rubric says."""

from __future__ import annotations

import dataclasses
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from strategyscore.errors import ScoringError, did_you_mean, sentence
from strategyscore.methods.normalise import ColumnError, goalposts, to_range
from strategyscore.methods.registry import Choice, imputations, normalisations, transforms, treatments
from strategyscore.methods.treat import is_outlying, kurtosis, skewness
from strategyscore.model.criteria import DivideBy, Quantity
from strategyscore.model.nodes import Group
from strategyscore.model.rubric import Rubric
from strategyscore.scoring.answers import Ratings

Floats = NDArray[np.float64]
Scale = tuple[float, float]


@dataclass(frozen=True, eq=False)
class Treated:
    """What was done about the outliers of some criteria.

    Attributes
    ----------
    paths : tuple of str
        Of the criteria that were looked at.
    actions : tuple of str
        ``"none"``, ``"winsorised"``, ``"log"``, or the word of another method.
    changed : ndarray of bool, shape (countries, criteria)
    before, after : ndarray, shape (countries, criteria)
        The values.
    outlying : ndarray of bool, shape (criteria,)
        Which still are.
    among : Treated or None
        What was done to all rows, where these are some of them.
    """

    paths: tuple[str, ...]
    actions: tuple[str, ...]
    changed: NDArray[np.bool_]
    before: Floats
    after: Floats
    outlying: NDArray[np.bool_]
    among: Treated | None = None

    @property
    def moments(self) -> dict[str, Floats]:
        """Skewness and kurtosis of each criterion before and after, under their column names in `Scores.treated`."""
        if self.among is not None:
            return self.among.moments
        return {
            "skewness_before": skewness(self.before),
            "kurtosis_before": kurtosis(self.before),
            "skewness": skewness(self.after),
            "kurtosis": kurtosis(self.after),
        }

    def rows(self, rows: slice) -> Treated:
        """What was done to some countries among the others."""
        if not self.paths:
            return self
        some = {name: getattr(self, name)[rows] for name in ("changed", "before", "after")}
        return dataclasses.replace(self, **some, among=self.among or self)


_UNTREATED = Treated((), (), np.zeros((0, 0), bool), np.zeros((0, 0)), np.zeros((0, 0)), np.zeros(0, bool))


# Of `Prepared`, a row a country.
ARRAYS = ("values", "lower", "upper", "coverage", "imputed", "worst", "best", "set_aside", "at_worst")


@dataclass(frozen=True, eq=False)
class Prepared:
    """The criteria on the reported scale, and what was done on the way.

    Attributes
    ----------
    values : ndarray, shape (countries, criteria)
        NaN where missing.
    lower, upper : ndarray, shape (countries, criteria)
        The same with what is missing at its worst and at its best.
    coverage : ndarray, shape (countries, criteria)
        The answered share of each criterion; 0 too where a value has nothing to be divided by, and NaN where a
        criterion does not apply: then its value and both of its ends are NaN too.
    imputed : ndarray of bool, shape (countries, criteria)
        Where a value was filled in.
    treated : Treated
        The criteria whose outliers were looked for.
    worst, best : ndarray, shape (countries, criteria)
        What a criterion without an answer could be.
    factors : mapping of str to ndarray of shape (countries,)
        The columns that scores are multiplied by, by their names.
    set_aside : ndarray of bool, shape (countries, criteria)
        Answers that do not count, since too little of a group above them is answered.
    at_worst : ndarray of bool, shape (countries, criteria)
        What is missing, or answered in part, and counts at its worst.
    """

    values: Floats
    lower: Floats
    upper: Floats
    coverage: Floats
    imputed: NDArray[np.bool_]
    treated: Treated
    worst: Floats
    best: Floats
    set_aside: NDArray[np.bool_]
    at_worst: NDArray[np.bool_]
    factors: Mapping[str, Floats]

    @property
    def applicable(self) -> NDArray[np.bool_]:
        """Where a criterion applies to a country, shape (countries, criteria)."""
        return ~np.isnan(self.coverage)

    def __post_init__(self) -> None:
        for array in (self.values, self.lower, self.upper, self.coverage, self.imputed, self.set_aside, self.at_worst):
            array.setflags(write=False)

    def rows(self, rows: slice, treated: Treated | None = None) -> Prepared:
        """Those of some countries.

        Parameters
        ----------
        rows : slice
        treated : Treated, optional
            What was done about their outliers; what was done among all where it is not given.
        """
        arrays = {name: getattr(self, name)[rows] for name in ARRAYS}
        factors = {name: column[rows] for name, column in self.factors.items()}
        return Prepared(**arrays, treated=treated or self.treated.rows(rows), factors=factors)

    @classmethod
    def stacked(cls, parts: Sequence[Prepared]) -> Prepared:
        """The countries of several one after the other; what was done about outliers is told by each."""
        arrays = {name: np.concatenate([getattr(part, name) for part in parts]) for name in ARRAYS}
        factors = {name: np.concatenate([part.factors[name] for part in parts]) for name in parts[0].factors}
        return cls(**arrays, treated=_UNTREATED, factors=factors)


def prepare(rubric: Rubric, ratings: Ratings, codes: Sequence[str]) -> Prepared:
    """Bring every criterion onto a common scale.

    Parameters
    ----------
    rubric : Rubric
    ratings : Ratings
    codes : sequence of str
        The countries' codes, to find a reference country.

    Raises
    ------
    ScoringError
        If the values do not allow what the rubric asks for.
    """
    values, lower, upper = ratings.values.copy(), ratings.lower.copy(), ratings.upper.copy()
    coverage, applicable = ratings.coverage.copy(), ratings.applicable
    stands_in = ratings.filled if ratings.filled is not None else np.zeros(values.shape, dtype=bool)
    imputed = stands_in & applicable
    treated = _UNTREATED
    ends = np.tile(np.array(rubric.scale)[:, None], (1, values.shape[1]))
    anchored = [index for index, leaf in enumerate(rubric.criteria) if leaf.ends is not None]
    quantities = {index: leaf for index, leaf in enumerate(rubric.criteria) if isinstance(leaf, Quantity)}
    if quantities:
        columns = list(quantities)
        block = values[:, columns]
        _transform(block, list(quantities.values()), ratings)
        coverage[:, columns] = ~np.isnan(block) & ~stands_in[:, columns]
        filled = np.where(applicable[:, columns], _impute(block, rubric, ratings), np.nan)
        imputed[:, columns] = (np.isnan(block) | stands_in[:, columns]) & ~np.isnan(filled)
        values[:, columns] = filled
        treated = _treat(values, quantities, rubric)
    if anchored:
        low, high = np.array([rubric.criteria[index].ends for index in anchored], dtype=np.float64).T
        for side in (values, lower, upper):
            side[:, anchored] = to_range(goalposts(side[:, anchored], low, high), *rubric.scale)
        lower[:, anchored] = np.where(np.isnan(lower[:, anchored]), rubric.scale[0], lower[:, anchored])
        upper[:, anchored] = np.where(np.isnan(upper[:, anchored]), rubric.scale[1], upper[:, anchored])
    for columns in _alike(quantities):
        block, worst, best = _normalise(values[:, columns], [quantities[i] for i in columns], rubric.scale, codes)
        known = ~(np.isnan(block) | imputed[:, columns])
        values[:, columns] = block
        lower[:, columns] = np.where(known, block, worst)
        upper[:, columns] = np.where(known, block, best)
        ends[0, columns], ends[1, columns] = worst, best
    factors = multipliers(rubric, ratings)
    ends = np.repeat(ends[:, None, :], len(values), axis=1)
    for index, quantity in quantities.items():
        if quantity.multiply_by is not None:
            for side in (values, lower, upper, *ends):
                side[:, index] *= factors[quantity.multiply_by]
    # an imputed value may lie beyond the ends that bound a missing one
    np.fmin(lower, values, out=lower)
    np.fmax(upper, values, out=upper)
    for side in (lower, upper, coverage):
        side[~applicable] = np.nan
    none = np.zeros(values.shape, dtype=bool)
    return Prepared(values, lower, upper, coverage, imputed, treated, ends[0], ends[1], none, none, factors)


def each_alone(rubric: Rubric) -> bool:
    """Whether what an answer becomes depends on no other country's, so that rows can be prepared in any company."""
    return rubric.impute.method == "none" and all(
        (leaf.treat or rubric.treat).method == "none" and normalisations[leaf.normalise.method].alone
        for leaf in rubric.criteria
        if isinstance(leaf, Quantity)
    )


def multipliers(rubric: Rubric, ratings: Ratings) -> dict[str, Floats]:
    """The columns that scores are multiplied by, by their names.

    Raises
    ------
    ScoringError
        If there is no such column, or it does not hold a number from 0 up for every country.
    """
    factors: dict[str, Floats] = {}
    for node in rubric.nodes:
        name = node.multiply_by if isinstance(node, Group | Quantity) else None
        if name is None or name in factors:
            continue
        try:
            factors[name] = np.asarray(_column(name, ratings, "multiply"), dtype=np.float64)
        except ScoringError as error:
            raise ScoringError(f"{node.path}: {error}") from None
        except (TypeError, ValueError):
            raise ScoringError(f"{node.path}: the column {name!r} holds text, so it cannot multiply") from None
        if not np.all(factors[name] >= 0):
            message = f"the column {name!r} is below 0, or missing, for some country; write 1 where nothing changes"
            raise ScoringError(f"{node.path}: {message}")
    return factors


def _transform(block: Floats, quantities: Sequence[Quantity], ratings: Ratings) -> None:
    for column, quantity in enumerate(quantities):
        for step in quantity.transform:
            if isinstance(step, DivideBy):
                block[:, column] /= _denominator(quantity, step.divide_by, ratings)
                continue
            with np.errstate(invalid="ignore", divide="ignore"):
                after = transforms[step].function(block[:, column])
            if np.any(~np.isfinite(after) & ~np.isnan(block[:, column])):
                raise ScoringError(f"{quantity.path}: a value has no {step}; it must be above 0")
            block[:, column] = after


def _column(name: str, ratings: Ratings, to_do: str) -> NDArray[Any]:
    """Another column of the table."""
    if name not in ratings.others:
        near = did_you_mean(name, ratings.others) or "score a table that has it, see read_table"
        raise ScoringError(sentence(f"there is no column {name!r} to {to_do} by", near))
    return ratings.others[name]


def _denominator(quantity: Quantity, name: str, ratings: Ratings) -> Floats:
    try:
        column = np.asarray(_column(name, ratings, "divide"), dtype=np.float64)
    except ScoringError as error:
        raise ScoringError(f"{quantity.path}: {error}") from None
    except ValueError:
        raise ScoringError(f"{quantity.path}: the column {name!r} holds text, so it cannot divide") from None
    if np.any(column == 0):
        raise ScoringError(f"{quantity.path}: the column {name!r} is 0 for some country, so it cannot divide")
    return column


def _impute(block: Floats, rubric: Rubric, ratings: Ratings) -> Floats:
    method = imputations[rubric.impute.method]
    settings = method.complete(rubric.impute)
    context = {}
    if "group" in settings:
        context["groups"] = np.asarray(_column(settings["group"], ratings, "impute"), dtype=object)
    return np.asarray(method.function(block, **settings, **context), dtype=np.float64)


def _treat(values: Floats, quantities: dict[int, Quantity], rubric: Rubric) -> Treated:
    """Treat the criteria that ask for it, in place, those of one treatment together."""
    by_choice: dict[Choice, list[int]] = defaultdict(list)
    for index, quantity in quantities.items():
        by_choice[quantity.treat or rubric.treat].append(index)
    by_choice.pop(Choice("none"), None)
    columns = sorted(index for chosen in by_choice.values() for index in chosen)
    if not columns:
        return _UNTREATED
    before, actions = values.copy(), dict.fromkeys(columns, "none")
    still = np.zeros(values.shape[1], dtype=bool)
    for choice, chosen in by_choice.items():
        method = treatments[choice.method]
        settings = method.complete(choice)
        after = method.function(before[:, chosen], **settings)
        after, words = after if isinstance(after, tuple) else (after, None)
        values[:, chosen] = after
        moved = ~((values[:, chosen] == before[:, chosen]) | np.isnan(before[:, chosen])).all(axis=0)
        words = words or [method.phrase if change else "none" for change in moved]
        actions |= dict(zip(chosen, words, strict=True))
        still[chosen] = is_outlying(values[:, chosen], settings.get("skewness", 2.0), settings.get("kurtosis", 3.5))
    return Treated(
        paths=tuple(quantities[index].path for index in columns),
        actions=tuple(actions[index] for index in columns),
        changed=~((values[:, columns] == before[:, columns]) | np.isnan(before[:, columns])),
        before=before[:, columns],
        after=values[:, columns],
        outlying=still[columns],
    )


def _alike(quantities: dict[int, Quantity]) -> list[list[int]]:
    """Criteria that one call can normalise: of one method, whose settings differ at most by column."""
    groups: dict[object, list[int]] = defaultdict(list)
    for index, quantity in quantities.items():
        method = normalisations[quantity.normalise.method]
        shared = {name: value for name, value in quantity.normalise.settings.items() if name not in method.by_column}
        told = json.dumps(shared, sort_keys=True) if shared else ""  # the usual case, in every year of a panel
        groups[method.name, quantity.direction, told].append(index)
    return list(groups.values())


def _normalise(
    block: Floats, quantities: Sequence[Quantity], scale: Scale, codes: Sequence[str]
) -> tuple[Floats, Any, Any]:
    """A block of criteria that are alike: their values, and the worst and the best that a missing one could be."""
    method = normalisations[quantities[0].normalise.method]
    lower_is_better = quantities[0].direction == "lower"
    settings = method.complete(quantities[0].normalise)
    for name in method.by_column:
        settings[name] = np.array([_setting(quantity, name) for quantity in quantities])
    ends = settings.get("range") or scale
    if method.share:
        settings.pop("range", None)
    context = {"lower_is_better": lower_is_better, "codes": codes, "scale": scale}
    told = {name: value for name, value in context.items() if name in method.takes}
    turned = lower_is_better and method.turns != "itself"
    try:
        turned_block = -block if turned and method.turns == "values" else block
        values = np.asarray(method.function(turned_block, **settings, **told), dtype=np.float64)
    except ColumnError as error:
        names = ", ".join(quantities[column].path for column in error.columns)
        raise ScoringError(f"{names}: {error.why}; mend the values, or choose another normalisation") from None
    except ScoringError as error:
        raise ScoringError(f"{quantities[0].path}: {error}") from None
    if np.any(np.isnan(values) & ~np.isnan(block)) or np.isinf(values).any():
        names = ", ".join(
            quantity.path
            for column, quantity in enumerate(quantities)
            if np.any(np.isnan(values[:, column]) & ~np.isnan(block[:, column])) or np.isinf(values[:, column]).any()
        )
        raise ScoringError(f"{names}: {method.phrase} gives no number for some value; choose another normalisation")
    if method.share:
        shares = 1.0 - values if turned and method.turns == "result" else values
        return to_range(shares, *ends), ends[0], ends[1]
    if method.ends is not None:
        worst, best = method.ends(values, settings, scale)
    else:
        present = ~np.isnan(values)
        worst = np.min(values, axis=0, where=present, initial=np.inf)
        best = np.max(values, axis=0, where=present, initial=-np.inf)
    return values, worst, best


def _setting(quantity: Quantity, name: str) -> float:
    """A setting that differs between criteria, after the transforms where it stands in their unit."""
    method = normalisations[quantity.normalise.method]
    value = float(method.complete(quantity.normalise)[name])
    if name in method.in_unit:
        for step in quantity.transform:  # a division does not concern it
            if isinstance(step, str):
                value = float(transforms[step].function(value))
    return value
