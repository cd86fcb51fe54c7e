"""Every method by its step and its name, with all that the rest of the house needs to know of it.

A method is a function on arrays, registered by the decorator of its step. From the registry come what a rubric may ask
for, the messages about it, the JSON Schema, the page of methods, the compiled program and the dispatch; nobody else
lists methods. Those of an installed package are found by the entry points of the group ``strategyscore.methods``, each
a module whose import registers.
"""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Any, Generic, Literal, TypeVar

import numpy as np
from numpy.typing import NDArray

from strategyscore.errors import UnknownMethod
from strategyscore.methods.fields import Shape
from strategyscore.text.offers import offered

Floats = NDArray[np.float64]
Step = Literal["transform", "impute", "treat", "normalise", "weights", "aggregate"]

Check = Callable[..., list[tuple[tuple[Any, ...], str]]]

ENTRY_POINTS = "strategyscore.methods"


@dataclass(frozen=True, eq=False)
class Method:
    """A method and its facts.

    Attributes
    ----------
    step : str
        The key of a rubric under which it is named.
    name : str
        How a rubric names it.
    function : callable
        On arrays.
    phrase : str
        What it is called in a sentence.
    settings : type of Shape
        What it may be told.
    """

    step: Step
    name: str
    function: Callable[..., Any]
    phrase: str
    settings: type[Shape]

    @cached_property
    def about(self) -> str:
        """The first sentence of the function's documentation."""
        return (inspect.getdoc(self.function) or self.phrase).split("\n\n")[0].replace("\n", " ")

    @cached_property
    def needs(self) -> tuple[str, ...]:
        """The settings without which it cannot be asked for."""
        return tuple(name for name, item in self.settings.model_fields.items() if item.is_required())

    @cached_property
    def defaults(self) -> dict[str, Any]:
        """The settings that need not be named, with what then holds."""
        return {name: item.default for name, item in self.settings.model_fields.items() if not item.is_required()}

    @cached_property
    def takes(self) -> frozenset[str]:
        """The names of the function's parameters."""
        return frozenset(inspect.signature(self.function).parameters)

    def complete(self, choice: Choice) -> dict[str, Any]:
        """The settings of a choice, with the defaults of those that it does not name."""
        return {**self.defaults, **choice.settings}


@dataclass(frozen=True, eq=False)
class Aggregation(Method):
    """How the children of a group become its score.

    Attributes
    ----------
    linear : bool
        Whether the score is the sum of shares times scores, so that it is explained child by child.
    from_zero : bool or callable
        Whether it has a meaning from zero up only; a callable says so by the settings.
    among_others : bool
        Whether a country's score depends on the others'; the function then takes ``against`` and gives shares of 1.
    columns : callable or None
        The same on a list of columns, of shape (countries,) where they are the same in all draws and (draws, countries)
        where they are not, with weights of shape (children,) or (draws, children) and the same settings; None where it
        has no answer. It spares a method an array of draws, countries and children.
    check : callable or None
        What is wrong with the settings for these children: pairs of a place below the settings and a message.
    """

    linear: bool = False
    from_zero: bool | Callable[[Mapping[str, Any]], bool] = False
    among_others: bool = False
    columns: Callable[..., Floats | None] | None = None
    check: Check | None = None

    def needs_zero(self, settings: Mapping[str, Any]) -> bool:
        """Whether, with these settings, it has a meaning from zero up only."""
        return self.from_zero(settings) if callable(self.from_zero) else self.from_zero


@dataclass(frozen=True, eq=False)
class Normalisation(Method):
    """How the values of a quantity reach a common scale.

    Attributes
    ----------
    share : bool
        Whether it gives shares, from 0 at worst to 1 at best, which are stretched onto the scale or the ``range``.
    turns : {"values", "result", "itself"}
        What is turned round where less is better: the values before, the shares after, or the function's own business;
        it then takes ``lower_is_better``.
    by_column : tuple of str
        Settings that may differ between criteria done in one call: an array with an entry for each column.
    in_unit : tuple of str
        Settings in the unit of the raw value, which go through the criterion's transforms as the values do.
    ends : callable or None
        Worst and best that a missing value could be, by column, from the normalised values, the settings and the scale;
        the ends of the range for shares, the least and the greatest value of the column for others.
    alone : bool
        Whether what a value becomes depends on nothing but itself.
    span : callable or None
        The length that becomes the whole range, by the raw values and the settings, for methods that are linear: what
        a standard error is divided by.
    """

    share: bool = True
    turns: Literal["values", "result", "itself"] = "values"
    by_column: tuple[str, ...] = ()
    in_unit: tuple[str, ...] = ()
    ends: Callable[..., tuple[Any, Any]] | None = None
    span: Callable[..., float] | None = None
    alone: bool = False


@dataclass(frozen=True, eq=False)
class Weighting(Method):
    """How the children of a group get their weights.

    Attributes
    ----------
    rests_on : {"judgement", "data"}
        A judged method takes the weights and ids of the children; one on data their scores, of shape
        (countries, children). Both give shares that add up to 1.
    scores_itself : bool
        Whether the function gives the scores too, with weights for each country.
    check : callable or None
        What is wrong with the settings for these children: pairs of a place below the settings and a message.
    """

    rests_on: Literal["judgement", "data"] = "data"
    scores_itself: bool = False
    check: Check | None = None


@dataclass(frozen=True, eq=False)
class Treatment(Method):
    """What is done about outliers; the function takes columns, and gives them back."""


@dataclass(frozen=True, eq=False)
class Imputation(Method):
    """What stands in for a missing value; the function takes columns, and ``groups`` if it has that parameter."""


@dataclass(frozen=True, eq=False)
class Transform(Method):
    """A change of the unit, value by value.

    Attributes
    ----------
    above : float or None
        Values must be more than this; None where any will do.
    from_ : float or None
        Values must be at least this.
    """

    above: float | None = None
    from_: float | None = None

    def bears(self, value: float) -> bool:
        """Whether it has a meaning for a value."""
        return (self.above is None or value > self.above) and (self.from_ is None or value >= self.from_)


@dataclass(frozen=True)
class Choice:
    """A method that a rubric asks for, with the settings that it names.

    Attributes
    ----------
    method : str
    settings : mapping
        Plain data, only what is named.

    See Also
    --------
    strategyscore.Rubric.replace : Takes one, or what a file would say.

    Examples
    --------
    >>> ss.methods.Choice("power", {"p": 2}).text
    'power (p 2)'
    """

    method: str
    settings: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "settings", MappingProxyType(dict(self.settings)))

    def __hash__(self) -> int:
        return hash(self.text)

    def __reduce__(self) -> tuple[Any, ...]:  # a proxy of a mapping cannot be pickled
        return Choice, (self.method, dict(self.settings))

    @cached_property
    def text(self) -> str:
        """What a person would call it: the method, and its settings where it has any."""
        rest = ", ".join(f"{name} {json.dumps(value)}" for name, value in sorted(self.settings.items()))
        return f"{self.method} ({rest})" if rest else self.method

    @property
    def content(self) -> Any:
        """As a rubric file says it."""
        return {"method": self.method, **self.settings} if self.settings else self.method


M = TypeVar("M", bound=Method)


class Registry(Generic[M]):
    """The methods of one step.

    Parameters
    ----------
    step : str
        The key of a rubric under which they are named.
    default : str, optional
        What holds where a rubric names none.

    See Also
    --------
    strategyscore.methods.aggregation : Registers a way to aggregate.
    strategyscore.methods.Choice : What a rubric asks for.

    Examples
    --------
    >>> "geometric" in ss.methods.aggregations
    True
    >>> ss.methods.aggregations["geometric"].phrase
    'weighted geometric mean'
    """

    def __init__(self, step: Step, default: str | None = None) -> None:
        self.step = step
        self.default = default
        self._methods: dict[str, M] = {}

    def add(self, method: M) -> None:
        """Register a method; one of the same name is replaced, as when a notebook's cell runs again.

        Parameters
        ----------
        method : Method
            With its name and its facts.

        See Also
        --------
        strategyscore.methods.aggregation : Does it for a function.

        Examples
        --------
        >>> geometric = ss.methods.aggregations["geometric"]
        >>> ss.methods.aggregations.add(geometric)
        """
        self._methods[method.name] = method

    def remove(self, name: str) -> None:
        """Forget a method; one that is not known is no error.

        Parameters
        ----------
        name : str
            How rubrics named it.

        See Also
        --------
        strategyscore.methods.aggregation : Registers one.

        Examples
        --------
        >>> ss.methods.aggregations.remove("largest_gap")
        """
        self._methods.pop(name, None)

    def __getitem__(self, name: str) -> M:
        if name not in self._methods:
            _load_entry_points()
        if name not in self._methods:
            raise UnknownMethod(f"{name!r} is no method of {self.step!r}", name, self._methods)
        return self._methods[name]

    def __contains__(self, name: object) -> bool:
        if name not in self._methods:
            _load_entry_points()
        return name in self._methods

    def all(self) -> tuple[M, ...]:
        """Every method, those of installed packages too, in the order of registration.

        Returns
        -------
        tuple of Method
            With their facts.

        See Also
        --------
        strategyscore.methods.registry.Registry.named : Their names alone.

        Examples
        --------
        >>> [method.name for method in ss.methods.aggregations.all() if method.linear]
        ['arithmetic']
        """
        _load_entry_points()
        return tuple(self._methods.values())

    def named(self) -> list[str]:
        """The names of all of them.

        Returns
        -------
        list of str
            In the order of registration.

        See Also
        --------
        strategyscore.methods.registry.Registry.all : The methods themselves.

        Examples
        --------
        >>> "geometric" in ss.methods.aggregations.named()
        True
        """
        return [method.name for method in self.all()]


aggregations: Registry[Aggregation] = Registry("aggregate", "arithmetic")
normalisations: Registry[Normalisation] = Registry("normalise")
weightings: Registry[Weighting] = Registry("weights", "given")
treatments: Registry[Treatment] = Registry("treat", "none")
imputations: Registry[Imputation] = Registry("impute", "none")
transforms: Registry[Transform] = Registry("transform")

REGISTRIES: dict[Step, Registry[Any]] = {
    registry.step: registry
    for registry in (transforms, imputations, treatments, normalisations, weightings, aggregations)
}

_loaded = False


def _load_entry_points() -> None:
    """Import what installed packages offer, once; looked for only when a name is unknown, or all are wanted."""
    global _loaded
    if _loaded:
        return
    _loaded = True
    for _ in offered(ENTRY_POINTS):
        pass  # importing a module registers its methods
