#!/usr/bin/env python3
"""Holds the docstrings of all that is public against numpydoc's checks: .ci/docstrings.py

``[tool.numpydoc_validation]`` of pyproject.toml chooses the checks. numpydoc's own hook reads files, so it would judge
private helpers too; here the things themselves are asked, under their public names. Needs numpydoc (extra dev).
"""

from __future__ import annotations

import ast
import builtins
import functools
import inspect
import sys
import textwrap
import types
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import chart_parameters
from numpydoc.docscrape import get_doc_object
from numpydoc.hooks.validate_docstrings import parse_config
from numpydoc.validate import Validator, validate

TOP = Path(__file__).parents[1]
# The modules whose names are public; what stands in several is looked at once, under the first of them.
ROOMS = ("charts", "tables", "methods", "exchange", "analysis.diagnostics", "explorer", "report", "schemas")
PROPERTIES = (property, functools.cached_property)
METHODS = (types.FunctionType, classmethod, staticmethod)

# What numpydoc's configuration cannot say: checks that are no use for one kind of thing.
NOT_FOR_PROPERTIES = {"SA01", "EX01"}  # the example and the relations stand at their class
NOT_FOR_MODELS = {"SA01", "EX01", "PR01"}  # a pandera model's columns tell themselves, and stand at what hands them out


def public() -> dict[str, Any]:
    """Every public function, class, method and property by its name."""
    things: dict[str, Any] = {
        "strategyscore.explorer": import_module("strategyscore.explorer.widget").explorer,  # a module that is called
        "strategyscore.methods.Registry": import_module("strategyscore.methods.registry").Registry,
    }
    known = {id(thing): name for name, thing in things.items()}
    for module in map(import_module, ["strategyscore", *(f"strategyscore.{room}" for room in ROOMS)]):
        names = getattr(module, "__all__", None) or [
            name
            for name, thing in vars(module).items()
            if inspect.isfunction(thing) and thing.__module__ == module.__name__ and not name.startswith("_")
        ]
        for name in names:
            thing = getattr(module, name)
            if id(thing) not in known and (inspect.isfunction(thing) or inspect.isclass(thing)):
                things[known.setdefault(id(thing), f"{module.__name__}.{name}")] = thing
    for name, thing in [*things.items()]:
        if inspect.isclass(thing) and not is_model(thing):
            for own, member in vars(thing).items():
                if isinstance(member, PROPERTIES + METHODS) and not own.startswith("_"):
                    things[f"{name}.{own}"] = member if isinstance(member, PROPERTIES) else getattr(thing, own)
    return things


def is_model(thing: Any) -> bool:
    """Whether it is a pandera model of a table."""
    return inspect.isclass(thing) and hasattr(thing, "to_schema")


def is_told(thing: type) -> bool:
    """Whether the fields of a class, or what it is made from, stand among its parameters and attributes.

    Most classes are made by the library, so their fields stand under Attributes, where numpydoc looks for no parameter.
    """
    if "__init__" not in vars(thing):
        return True  # its base class tells them
    doc = get_doc_object(thing)
    told = {name for section in ("Parameters", "Attributes") for one in doc[section] for name in one.name.split(", ")}
    wanted = {name for name in Validator(doc).signature_parameters if not name.startswith("_")}
    return wanted <= told


def unsaid(thing: Any) -> Iterator[str]:
    """The errors that a function raises itself, and that stand under Raises neither by name nor by a wider one."""
    function = inspect.unwrap(thing.fget if isinstance(thing, property) else getattr(thing, "func", thing))
    if not inspect.isroutine(function):
        return
    said = {name for one in get_doc_object(thing)["Raises"] for name in (one.name or one.type).split(", ")}
    for node in ast.walk(ast.parse(textwrap.dedent(inspect.getsource(function)))):
        if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call) and isinstance(node.exc.func, ast.Name):
            raised = function.__globals__.get(node.exc.func.id, getattr(builtins, node.exc.func.id, None))
            if not said & {kind.__name__ for kind in getattr(raised, "__mro__", ())}:
                yield node.exc.func.id


def faults(name: str, thing: Any, checks: set[str]) -> Iterator[str]:
    """What is wrong with the docstring of a thing."""
    doc = get_doc_object(thing)
    if isinstance(thing, PROPERTIES):
        checks = checks - NOT_FOR_PROPERTIES
    elif is_model(thing):
        checks = checks - NOT_FOR_MODELS
    elif inspect.isclass(thing) and is_told(thing):
        checks = checks - {"PR01"}
    for code, message in validate(doc)["errors"]:
        if code in checks:
            yield f"{name}: {code} {message}"
    yield from (f"{name}: {error} is raised and does not stand under Raises" for error in unsaid(thing))
    for functions, _ in doc["See Also"]:
        for other, _ in functions:
            try:
                Validator._load_obj(other)
            except (ImportError, AttributeError):
                yield f"{name}: See Also names {other}, which there is not"


def main() -> int:
    """Print every fault; 1 where there is one."""
    config = parse_config(TOP)
    things = public()
    listed = [fault for name, thing in things.items() for fault in faults(name, thing, config["checks"])]
    listed += [f"{path}: run .ci/chart_parameters.py --write" for path in chart_parameters.behind()]
    print("\n".join([*listed, f"{len(things)} docstrings looked at, {len(listed)} faults"]))
    return bool(listed)


if __name__ == "__main__":
    sys.exit(main())
