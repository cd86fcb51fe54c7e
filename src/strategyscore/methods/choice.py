"""What a rubric asks for, read and checked: a method's name, or a mapping of it and its settings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from strategyscore.errors import did_you_mean, sentence
from strategyscore.methods.registry import REGISTRIES, Choice, Method, Registry, Step


@dataclass(frozen=True)
class Fault:
    """Something wrong with a choice.

    Attributes
    ----------
    at : tuple
        Keys and indices below the choice.
    message : str
        What is wrong and how to mend it; empty where `details` says it.
    of_key : bool
        Whether it is the key that is wrong, not its value.
    details : mapping or None
        What pydantic says of a setting.
    """

    at: tuple[Any, ...]
    message: str = ""
    of_key: bool = False
    details: Mapping[str, Any] | None = None


class ChoiceError(ValueError):
    """A choice that cannot be used, with every fault."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        said = [fault.message or str((fault.details or {}).get("msg", "")) for fault in self.faults]
        super().__init__("; ".join(said))

    def __reduce__(self) -> tuple[Any, ...]:
        return ChoiceError, (self.faults,)


def choice_of(step: Step, value: Any) -> Choice:
    """Read what a rubric says at the key of a step.

    Parameters
    ----------
    step : str
    value : str, mapping or Choice
        A method's name, or a mapping with ``method`` and its settings.

    Raises
    ------
    ChoiceError
        With every fault.

    Examples
    --------
    >>> choice_of("aggregate", {"method": "power", "p": 2}).text
    'power (p 2.0)'
    """
    if isinstance(value, Choice):
        value = {"method": value.method, **value.settings}
    registry = REGISTRIES[step]
    content = {"method": value} if isinstance(value, str) else value
    if not isinstance(content, Mapping):
        raise ChoiceError([Fault((), "the name of a method, or a mapping with 'method', must stand here")])
    if "method" not in content and registry.default is None:
        raise ChoiceError([Fault((), "the key 'method' is missing; add 'method: ...'", of_key=True)])
    name = content.get("method", registry.default)
    if not isinstance(name, str) or name not in registry:
        options = registry.named()
        near = did_you_mean(name, options)
        remedy = "" if near.startswith("use") else "use one of " + ", ".join(options)
        raise ChoiceError([Fault(("method",), sentence(f"{name!r} is not known here", near, remedy))])
    method: Method = registry[name]
    rest = {str(key): item for key, item in content.items() if key != "method"}
    faults = [_stranger(registry, method, key) for key in rest if key not in method.settings.model_fields]
    faults += [Fault((), f"method {name} needs {key!r}; add '{key}: ...'") for key in method.needs if key not in rest]
    known = {key: item for key, item in rest.items() if key in method.settings.model_fields}
    if not faults or set(method.needs) <= set(known):
        try:
            settings = method.settings.model_validate(known).model_dump(mode="json", exclude_unset=True)
        except ValidationError as error:
            faults += [Fault(tuple(item["loc"]), details=item) for item in error.errors(include_url=False)]
    if faults:
        raise ChoiceError(faults)
    return Choice(name, settings)


def _stranger(registry: Registry[Any], method: Method, key: str) -> Fault:
    """A setting that the method does not have."""
    owners = [other.name for other in registry.all() if key in other.settings.model_fields]
    if owners:
        return Fault((), f"{key!r} goes with method {' or '.join(owners)}, not with {method.name}; remove it")
    options = [name for other in registry.all() for name in other.settings.model_fields]
    near = did_you_mean(key, [*method.settings.model_fields] or options)
    near = near if near.startswith("did") else did_you_mean(key, [*options, "method"])
    return Fault((key,), sentence(f"unknown key {key!r}", near or "remove it"), of_key=True)
