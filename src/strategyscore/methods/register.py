"""The decorators that register a function as a method, one for each step; the same for built-in ones and for users'."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from typing import Any, Literal, TypeVar, get_type_hints

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, create_model

from strategyscore.methods.fields import Range, Shape
from strategyscore.methods.registry import (
    Aggregation,
    Check,
    Imputation,
    Method,
    Normalisation,
    Registry,
    Transform,
    Treatment,
    Weighting,
    aggregations,
    imputations,
    normalisations,
    transforms,
    treatments,
    weightings,
)

Floats = NDArray[np.float64]
Function = TypeVar("Function", bound=Callable[..., Any])

# What the house tells a function that has such a parameter; not settings.
_CONTEXT = frozenset({"against", "lower_is_better", "codes", "groups", "ids", "scale"})


def _settings_of(name: str, function: Callable[..., Any], data: int) -> type[Shape]:
    """What a function may be told: its parameters after those of the data, as their annotations say."""
    hints = get_type_hints(function, include_extras=True)
    fields: dict[str, Any] = {}
    for parameter in list(inspect.signature(function).parameters.values())[data:]:
        if parameter.name in _CONTEXT or parameter.kind in (parameter.VAR_KEYWORD, parameter.VAR_POSITIONAL):
            continue
        default = ... if parameter.default is parameter.empty else parameter.default
        fields[parameter.name] = (hints.get(parameter.name, Any), Field(default))
    return create_model(name, __base__=Shape, **fields)


def _registers(
    registry: Registry[Any], kind: type[Method], name: str, phrase: str | None, settings: type[Shape] | None, data: int,
    **facts: Any,
) -> Callable[[Function], Function]:  # fmt: skip
    def register(function: Function) -> Function:
        shape = settings or _settings_of(name, function, data)
        registry.add(kind(registry.step, name, function, phrase or name.replace("_", " "), shape, **facts))
        return function

    return register


def aggregation(
    name: str, *, phrase: str | None = None, settings: type[Shape] | None = None, linear: bool = False,
    from_zero: bool | Callable[[Mapping[str, Any]], bool] = False, among_others: bool = False,
    columns: Callable[..., Floats | None] | None = None, check: Check | None = None,
) -> Callable[[Function], Function]:  # fmt: skip
    """Register a function as a way to aggregate; `name` then stands at ``aggregate:`` of a rubric.

    Parameters
    ----------
    name : str
        How rubrics name it.
    phrase : str, optional
        What it is called in a sentence, such as ``Lehmer mean``; the name where it is left out.
    settings : type of Shape, optional
        Its settings; the function's further parameters, by their annotations and defaults, where it is left out.
    linear : bool
        See `Aggregation`.
    from_zero : bool or callable
        See `Aggregation`.
    among_others : bool
        See `Aggregation`.
    columns : callable, optional
        See `Aggregation`.
    check : callable, optional
        See `Aggregation`.

    Returns
    -------
    callable
        The decorator. The function takes ``values`` of shape (..., children), NaN where missing, and ``weights`` that
        broadcast to it, and gives scores of shape (...). With the parameters ``scale`` and ``ids`` it is told the
        lowest and the highest score, and the ids of the children.

    See Also
    --------
    strategyscore.methods.aggregations : The methods that there are.
    strategyscore.methods.weighting : A way to weigh.

    Examples
    --------
    >>> @ss.methods.aggregation("largest_gap", phrase="mean less the widest gap")
    ... def largest_gap(values, weights, share: float = 0.5):
    ...     mean = ss.methods.arithmetic(values, weights)
    ...     return mean - share * (np.nanmax(values, axis=-1) - np.nanmin(values, axis=-1))
    >>> ss.methods.aggregations["largest_gap"].phrase
    'mean less the widest gap'
    >>> ss.methods.aggregations.remove("largest_gap")
    """
    facts = {
        "linear": linear, "from_zero": from_zero, "among_others": among_others, "columns": columns, "check": check,
    }  # fmt: skip
    return _registers(aggregations, Aggregation, name, phrase, settings, 2, **facts)


def normalisation(
    name: str, *, phrase: str | None = None, settings: type[Shape] | None = None, share: bool = True,
    turns: Literal["values", "result", "itself"] = "values", by_column: tuple[str, ...] = (),
    in_unit: tuple[str, ...] = (), ends: Callable[..., tuple[Any, Any]] | None = None,
    span: Callable[..., float] | None = None, alone: bool = False,
) -> Callable[[Function], Function]:  # fmt: skip
    """Register a function as a way to normalise; `name` then stands at ``normalise:`` of a quantity.

    The function takes ``values`` of shape (countries, columns), NaN where missing and higher is better, and gives as
    many: shares from 0 to 1, or, with ``share=False``, scores. With the parameter ``codes`` it is told the countries'
    codes. `settings` gains ``range`` where the method gives shares. The facts are those of `Normalisation`.

    Parameters
    ----------
    name : str
        How rubrics name it.
    phrase : str, optional
        What it is called in a sentence; the name where it is left out.
    settings : type of Shape, optional
        Its settings; the function's further parameters, by their annotations and defaults, where it is left out.
    share : bool
        Whether it gives shares, from 0 at worst to 1 at best.
    turns : {"values", "result", "itself"}
        What is turned round where less is better.
    by_column : tuple of str
        Settings that may differ between criteria done in one call.
    in_unit : tuple of str
        Settings in the unit of the raw value.
    ends : callable, optional
        Worst and best that a missing value could be, by column.
    span : callable, optional
        The length that becomes the whole range, for methods that are linear.
    alone : bool
        Whether what a value becomes depends on nothing but itself.

    Returns
    -------
    callable
        The decorator; it gives the function back.

    See Also
    --------
    strategyscore.methods.normalisations : The methods that there are.

    Examples
    --------
    >>> @ss.methods.normalisation("of_best", phrase="share of the best")
    ... def of_best(values):
    ...     return values / np.nanmax(values, axis=0)
    >>> best = rubric.replace("compute", normalise="of_best")
    >>> ss.score(best, countries).table["compute"].to_dict()
    {'Aria': 50.0, 'Bora': 100.0, 'Cala': 25.0, 'Dona': 75.0}
    >>> ss.methods.normalisations.remove("of_best")
    """

    def register(function: Function) -> Function:
        shape = settings or _settings_of(name, function, 1)
        if share and "range" not in shape.model_fields:
            shape = create_model(name, __base__=shape, range=(Range | None, None))
        facts = {
            "share": share, "turns": turns, "by_column": by_column, "in_unit": in_unit, "ends": ends, "span": span,
            "alone": alone,
        }  # fmt: skip
        return _registers(normalisations, Normalisation, name, phrase, shape, 1, **facts)(function)

    return register


def weighting(
    name: str, *, phrase: str | None = None, settings: type[Shape] | None = None,
    rests_on: Literal["judgement", "data"] = "data", scores_itself: bool = False,
    check: Check | None = None,
) -> Callable[[Function], Function]:  # fmt: skip
    """Register a function as a way to weigh; `name` then stands at ``weights:`` of a group.

    The function takes ``values`` of shape (countries, children), normalised, NaN where missing, and gives a weight for
    each child; a judged one takes the children's weights and ids instead. The facts are those of `Weighting`.

    Parameters
    ----------
    name : str
        How rubrics name it.
    phrase : str, optional
        What it is called in a sentence; the name where it is left out.
    settings : type of Shape, optional
        Its settings; the function's further parameters, by their annotations and defaults, where it is left out.
    rests_on : {"judgement", "data"}
        What the function takes: weights and ids of the children, or their scores.
    scores_itself : bool
        Whether the function gives the scores too, with weights for each country.
    check : callable, optional
        What is wrong with the settings for these children.

    Returns
    -------
    callable
        The decorator; it gives the function back.

    See Also
    --------
    strategyscore.methods.weightings : The methods that there are.
    strategyscore.methods.aggregation : A way to aggregate.

    Examples
    --------
    >>> @ss.methods.weighting("by_spread")
    ... def by_spread(values):
    ...     spread = np.nanstd(values, axis=0)
    ...     return spread / spread.sum()
    >>> own = rubric.replace("readiness", weights="by_spread")
    >>> ss.score(own, countries).table["score"].round(1).to_dict()
    {'Aria': 77.4, 'Bora': 61.3, 'Cala': 54.3, 'Dona': 22.6}
    >>> ss.methods.weightings.remove("by_spread")
    """
    data = 2 if rests_on == "judgement" else 1
    facts = {"rests_on": rests_on, "scores_itself": scores_itself, "check": check}
    return _registers(weightings, Weighting, name, phrase, settings, data, **facts)


def treatment(
    name: str, *, phrase: str | None = None, settings: type[Shape] | None = None
) -> Callable[[Function], Function]:
    """Register a function as a treatment of outliers; `name` then stands at ``treat:``.

    The function takes ``values`` of shape (countries, columns), NaN where missing, and gives them treated; or a pair of
    them and, for each column, what was done in a word.

    Parameters
    ----------
    name : str
        How rubrics name it.
    phrase : str, optional
        What it is called in a sentence; the name where it is left out.
    settings : type of Shape, optional
        Its settings; the function's further parameters, by their annotations and defaults, where it is left out.

    Returns
    -------
    callable
        The decorator; it gives the function back.

    See Also
    --------
    strategyscore.methods.treatments : The methods that there are.

    Examples
    --------
    >>> @ss.methods.treatment("cap")
    ... def cap(values, at: float = 30):
    ...     return np.minimum(values, at)
    >>> ss.methods.treatments["cap"].defaults
    {'at': 30}
    >>> ss.methods.treatments.remove("cap")
    """
    return _registers(treatments, Treatment, name, phrase, settings, 1)


def imputation(
    name: str, *, phrase: str | None = None, settings: type[Shape] | None = None
) -> Callable[[Function], Function]:
    """Register a function as an imputation; `name` then stands at ``impute:`` of a rubric.

    The function takes ``values`` of shape (countries, columns) and gives them with what is missing filled in; with the
    parameter ``groups`` it is told the group of each country.

    Parameters
    ----------
    name : str
        How rubrics name it.
    phrase : str, optional
        What it is called in a sentence; the name where it is left out.
    settings : type of Shape, optional
        Its settings; the function's further parameters, by their annotations and defaults, where it is left out.

    Returns
    -------
    callable
        The decorator; it gives the function back.

    See Also
    --------
    strategyscore.methods.imputations : The methods that there are.

    Examples
    --------
    >>> @ss.methods.imputation("lowest")
    ... def lowest(values):
    ...     return np.where(np.isnan(values), np.nanmin(values, axis=0), values)
    >>> ss.methods.imputations["lowest"].function(np.array([[1.0], [np.nan], [3.0]])).ravel().tolist()
    [1.0, 1.0, 3.0]
    >>> ss.methods.imputations.remove("lowest")
    """
    return _registers(imputations, Imputation, name, phrase, settings, 1)


def transform(
    name: str, *, phrase: str | None = None, above: float | None = None, from_: float | None = None
) -> Callable[[Function], Function]:
    """Register a function of values as a transform; `name` then stands at ``transform:`` of a quantity.

    Parameters
    ----------
    name : str
        How rubrics name it.
    phrase : str, optional
        What it is called in a sentence; the name where it is left out.
    above : float, optional
        Values must be above it.
    from_ : float, optional
        Values must not be below it.

    Returns
    -------
    callable
        The decorator; it gives the function back.

    See Also
    --------
    strategyscore.methods.transforms : The methods that there are.

    Examples
    --------
    >>> @ss.methods.transform("root", from_=0)
    ... def root(values):
    ...     return np.sqrt(values)
    >>> ss.methods.transforms["root"].function(np.array([9.0]))
    array([3.])
    >>> ss.methods.transforms.remove("root")
    """
    return _registers(transforms, Transform, name, phrase, Shape, 1, above=above, from_=from_)
