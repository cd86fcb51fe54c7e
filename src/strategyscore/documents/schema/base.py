"""What the two kinds of file have in common: strict shapes, and errors that say how to mend them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

from strategyscore.documents.repair import repair
from strategyscore.documents.yaml12 import Document, type_names
from strategyscore.model.dates import PartialDate
from strategyscore.model.problems import Problem, did_you_mean, sentence


class Shape(BaseModel):
    """A mapping with known keys; nothing is guessed or converted."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, arbitrary_types_allowed=True)


S = TypeVar("S", bound=Shape)

_ROUNDS = 8  # a repair may uncover the next fault


def _identifier(text: str) -> str:
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9_-]{0,63}", text):
        raise PydanticCustomError(
            "mend", "{text} is not an id; use letters, digits, '_' and '-', a letter first", {"text": repr(text)}
        )
    return text


def _date(value: Any) -> PartialDate:
    if isinstance(value, PartialDate):
        return value
    try:
        return PartialDate.parse(value)
    except ValueError as error:
        raise PydanticCustomError("mend", "{error}", {"error": str(error)}) from None


Identifier = Annotated[str, AfterValidator(_identifier)]
Text = Annotated[str, StringConstraints(min_length=1, max_length=4000, strip_whitespace=True)]
Date = Annotated[PartialDate, BeforeValidator(_date)]
Number = Annotated[float, Field(allow_inf_nan=False)]


def fit(document: Document, shape: type[S], owners: Mapping[str, type[Shape]]) -> tuple[S | None, list[Problem]]:
    """Fit a document to a shape.

    Parameters
    ----------
    document : Document
        The parsed file.
    shape : type of Shape
        What its top level must be.
    owners : mapping
        Which shape stands under which key, so that a mistyped key can be compared with the right ones.

    Returns
    -------
    shape or None, list of Problem
        The fitted object, and every problem. Where there is a problem the object is of use only for finding more.
    """
    data: Any = document.data
    problems: list[Problem] = []
    for _ in range(_ROUNDS):
        try:
            return shape.model_validate(data), problems
        except ValidationError as error:
            errors = error.errors(include_url=False)
            problems += document.fresh(_problem(document, shape, owners, details) for details in errors)
            data, places = repair(data, errors, shape, owners)
            document.shade(places)
    return None, problems


def _problem(
    document: Document, shape: type[Shape], owners: Mapping[str, type[Shape]], details: ErrorDetails
) -> Problem:
    place, kind = details["loc"], details["type"]
    last = str(place[-1]) if place else ""
    if kind == "extra_forbidden":
        owner = next((owners[part] for part in reversed(place[:-1]) if part in owners), shape)  # type: ignore[index]
        message = sentence(f"unknown key {last!r}", did_you_mean(last, owner.model_fields) or "remove it")
        return document.problem(place, message, key=True)
    if kind == "missing":
        return document.problem(place[:-1], f"the key {last!r} is missing; add '{last}: ...'", key=True)
    return document.problem(place, _message(kind, details), key=place[-1:] == ("[key]",))


_EXPECTED = {
    "string_type": "text; put it in quotes",
    "int_type": "a whole number",
    "float_type": "a number",
    "bool_type": "true or false",
    "dict_type": "a mapping of keys to values",
    "model_type": "a mapping of keys to values",
    "model_attributes_type": "a mapping of keys to values",
    "list_type": "a list, each entry after '- '",
    "tuple_type": "a list, such as [0, 100]",
    "finite_number": "a finite number",
}


def _message(kind: str, details: ErrorDetails) -> str:
    value, context = details["input"], details.get("ctx", {})
    if kind in _EXPECTED:
        return f"{_described(value)} stands here; it must be {_EXPECTED[kind]}"
    if kind == "literal_error":
        options = re.findall(r"'([^']*)'", str(context["expected"]))
        near = did_you_mean(value, options)
        choices = "" if near.startswith("use") else "use one of " + ", ".join(options)
        return sentence(f"{_described(value)} is not known here", near, choices)
    if kind in ("greater_than_equal", "greater_than", "less_than_equal", "less_than"):
        words = {"ge": "at least", "gt": "more than", "le": "at most", "lt": "less than"}
        limit = next(f"{word} {context[key]:g}" for key, word in words.items() if key in context)
        return f"{value} is out of range; write a number of {limit}"
    if kind in ("too_short", "string_too_short"):
        return "this is empty; fill it in, or remove the key"
    if kind in ("too_long", "string_too_long"):
        return f"this is too long; keep it to {context['max_length']}"
    if kind == "mend":
        return details["msg"]
    return sentence(details["msg"][:1].lower() + details["msg"][1:], "see the format in the README")


def _described(value: Any) -> str:
    if value is None or isinstance(value, dict | list):
        return type_names[type(value)]
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "...'"


def listed(words: Sequence[object]) -> str:
    """Words as a list in a sentence."""
    return ", ".join(map(str, words))
