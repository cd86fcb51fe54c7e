"""The page of every public name, written from what the library says is public."""

from __future__ import annotations

import inspect
import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

# By the room that a name comes from: a heading, what one finds there.
ROOMS = {
    "documents": ("Rubrics, countries and tables", "What is read, checked and written."),
    "model": ("Rubrics, countries and tables", ""),
    "exchange": ("Rubrics, countries and tables", ""),
    "scoring": ("Scores", "From documents to numbers, and back from a number to its evidence."),
    "robustness": ("Uncertainty and sensitivity", "How far scores and ranks can be trusted."),
    "analysis": ("Analysis", "What else is to be known of scores, and of what they rest on."),
    "charts": ("Charts", "Each takes scores, draws or indices and gives a matplotlib figure."),
    "tables": ("Tables", "Each saves itself in every common format."),
    "report": ("Report and explorer", "Whole pages."),
    "explorer": ("Report and explorer", ""),
    "methods": ("Methods", "The decorators for methods of your own, and what they need."),
    "errors": ("Errors", "Each says what is wrong, where, and how to mend it."),
}
OTHERS = ("More", "Whatever else is public.")
MODULES = ("charts", "tables", "methods", "exchange", "diagnostics")  # those of whose names each is public


def public() -> dict[str, Any]:
    """Every public name below ``strategyscore``, with what it stands for."""
    package = import_module("strategyscore")
    for name in MODULES:  # one that stands elsewhere is imported by autodoc under its public name as well
        sys.modules.setdefault(f"strategyscore.{name}", getattr(package, name))
    found: dict[str, Any] = {}
    for name in package.__all__:
        thing = getattr(package, name)
        if not isinstance(thing, ModuleType):
            found[name] = thing
            continue
        listed = getattr(thing, "__all__", None) or [
            one
            for one, value in vars(thing).items()
            if not one.startswith("_") and inspect.isfunction(value) and value.__module__ == thing.__name__
        ]
        if name in MODULES:
            found |= {f"{name}.{one}": getattr(thing, one) for one in listed}
    return {name: thing for name, thing in found.items() if callable(thing)}


def rooms() -> dict[tuple[str, str], list[str]]:
    """The public names under their headings; what stands under two names is listed once."""
    order = [*dict.fromkeys(ROOMS.values()), OTHERS]
    heads = {title: (title, says) for title, says in reversed(order) if says}
    found: dict[tuple[str, str], list[str]] = {heads[title]: [] for title, says in order if says}
    seen: set[int] = set()
    for name, thing in sorted(public().items(), key=lambda item: item[0].count(".")):
        if id(thing) in seen:
            continue
        seen.add(id(thing))
        parts = (getattr(thing, "__module__", "") or "").split(".")
        room = name.split(".")[0] if "." in name and name.split(".")[0] in ROOMS else [*parts, "", ""][1]
        found[heads[ROOMS.get(room, OTHERS)[0]]].append(name)
    return {head: listed for head, listed in found.items() if listed}


def file_names() -> dict[str, str]:
    """Files of their own for names that differ in capitals only, which some systems take for one."""
    full = [f"strategyscore.{name}" for listed in rooms().values() for name in listed]
    small = {name for name in full if name == name.lower()}
    return {name: f"{name}-class" for name in full if name.lower() in small and name not in small}


def page() -> str:
    """The page in reStructuredText, which autosummary reads."""
    package = import_module("strategyscore")
    begin = (inspect.getdoc(package) or "").split("Examples\n--------\n")[1]
    lines = [
        "Python",
        "======",
        "",
        "Every public name; ``import strategyscore as ss`` is how examples call it.",
        "",
        begin,
    ]
    for (title, says), listed in rooms().items():
        lines += ["", title, "-" * len(title), "", says, "", ".. currentmodule:: strategyscore", ""]
        lines += [".. autosummary::", "   :toctree: api", "   :nosignatures:", ""]
        lines += [f"   {name}" for name in sorted(listed, key=str.lower)]
    return "\n".join(lines) + "\n"


def write(docs: Path) -> None:
    """Write the page where autosummary finds it."""
    target, text = docs / "reference" / "python.rst", page()
    if not target.exists() or target.read_text(encoding="utf-8") != text:
        target.write_text(text, encoding="utf-8")
    files = file_names()
    full = [f"strategyscore.{name}" for listed in rooms().values() for name in listed]
    wanted = {f"{files.get(name, name)}.rst" for name in full}
    for old in (docs / "reference" / "api").glob("*.rst"):
        if old.name not in wanted:
            old.unlink()
