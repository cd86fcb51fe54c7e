"""What the two kinds of file have in common: strict shapes, and errors that say how to mend them."""

from __future__ import annotations

import dataclasses
import math
import re
from collections.abc import Mapping
from typing import Annotated, Any, TypeVar

from pydantic import BeforeValidator, ValidationError, WithJsonSchema
from pydantic_core import ErrorDetails, PydanticCustomError

from strategyscore.documents.repair import repair
from strategyscore.documents.schema.choices import flat
from strategyscore.documents.yaml12 import type_names
from strategyscore.errors import Problem, did_you_mean, few_suggestions, sentence
from strategyscore.methods.fields import Shape
from strategyscore.model.dates import PartialDate
from strategyscore.model.document import Document

S = TypeVar("S", bound=Shape)

_ROUNDS = 8  # a repair may uncover the next fault


def _date(value: Any) -> PartialDate:
    if isinstance(value, PartialDate):
        return value
    try:
        return PartialDate.parse(value)
    except ValueError as error:
        raise PydanticCustomError("mend", "{error}", {"error": str(error)}) from None


# A year may stand as a number; a reader of YAML 1.1 makes a date of a day. What is text must have the form of a date.
_DATE_SCHEMA = {
    "description": "a day, a month or a year: 2025-02-14, 2025-02 or 2025",
    "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$",
    "not": {"type": ["object", "array", "boolean", "null"]},
    "minimum": 1000,
    "maximum": 9999,
}
Date = Annotated[PartialDate, BeforeValidator(_date), WithJsonSchema(_DATE_SCHEMA)]


def fit(
    document: Document, shape: type[S], owners: Mapping[str, type[Shape]], *, say: bool = False
) -> tuple[S | None, list[Problem]]:
    """Fit a document to a shape.

    Parameters
    ----------
    document : Document
        The parsed file.
    shape : type of Shape
        What its top level must be.
    owners : mapping
        Which shape stands under which key, so that a mistyped key can be compared with the right ones.
    say : bool
        Whether messages say where by keys: for what has no lines, such as a mapping in a notebook.

    Returns
    -------
    shape or None, list of Problem
        The fitted object, and every problem. Where there is a problem the object is of use only for finding more.
    """
    with few_suggestions():
        return _fit(document, shape, owners, say)


def _fit(
    document: Document, shape: type[S], owners: Mapping[str, type[Shape]], say: bool
) -> tuple[S | None, list[Problem]]:
    data: Any = document.data
    problems: list[Problem] = []
    for _ in range(_ROUNDS):
        try:
            return shape.model_validate(data), problems
        except ValidationError as error:
            errors = list(flat(error.errors(include_url=False)))
            news = [_problem(document, shape, owners, details) for details in errors]
            if say:
                news = [
                    dataclasses.replace(problem, message=f"{'.'.join(map(str, details['loc']))}: {problem.message}")
                    for problem, details in zip(news, errors, strict=True)
                ]
            problems += document.untold(news)
            data, mended_at = repair(data, errors, shape, owners)
            document.tell(mended_at)
    return None, problems


def _problem(
    document: Document, shape: type[Shape], owners: Mapping[str, type[Shape]], details: ErrorDetails
) -> Problem:
    at, kind = details["loc"], details["type"]
    last = str(at[-1]) if at else ""
    if kind == "extra_forbidden":
        owner = next((owners[part] for part in reversed(at[:-1]) if part in owners), shape)  # type: ignore[index]
        message = sentence(f"unknown key {last!r}", did_you_mean(last, owner.model_fields) or "remove it")
        return document.problem(at, message, key=True)
    if kind == "missing":
        return document.problem(at[:-1], f"the key {last!r} is missing; add '{last}: ...'", key=True)
    return document.problem(at, _message(kind, details), key=kind == "mend_key" or at[-1:] == ("[key]",))


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
        if value in (math.inf, -math.inf):
            return _message("finite_number", details)
        words = {"ge": "at least", "gt": "more than", "le": "at most", "lt": "less than"}
        limit = next(f"{word} {context[key]:g}" for key, word in words.items() if key in context)
        return f"{value} is out of range; write a number of {limit}"
    if kind in ("too_short", "string_too_short"):
        return "this is empty; fill it in, or remove the key"
    if kind in ("too_long", "string_too_long"):
        return f"this is too long; keep it to {context['max_length']}"
    if kind in ("mend", "mend_key"):
        return details["msg"]
    return sentence(
        details["msg"][:1].lower() + details["msg"][1:], "`strategyscore schema` prints what may stand here"
    )


def _described(value: Any) -> str:
    if value is None or isinstance(value, dict | list):
        return type_names[type(value)]
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "...'"
