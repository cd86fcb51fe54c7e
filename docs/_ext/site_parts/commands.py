"""Every command, from its own help."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from enum import Enum
from types import NoneType
from typing import Any, get_args

import typer
from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from strategyscore.cli.app import app

WORDS = {"int": "whole number", "integer": "whole number", "integer range": "whole number", "float": "number"}


def commands(command: Any = None, name: str = "strategyscore") -> Iterator[tuple[str, Any]]:
    """Each command that does something, under what one types for it."""
    command = command or typer.main.get_command(app)
    inside = getattr(command, "commands", {})
    for word, one in inside.items():
        yield from commands(one, f"{name} {word}")
    if not inside:
        yield name, command


def cell(text: str) -> str:
    """A text for the cell of a Markdown table."""
    return re.sub(r"\s+", " ", text).strip().replace("|", "\\|").replace("<", "&lt;")


def _kind(parameter: Any) -> str:
    """What an option takes, in words."""
    again = ", may be given again" if getattr(parameter, "multiple", False) else ""
    if getattr(parameter, "is_flag", False):
        return "a switch"
    if parameter.metavar:
        return f"`{str(parameter.metavar).strip('[]<>')}`{again}"
    described = getattr(parameter, "type_descriptor", None)  # typer's own; versions before that have click's `type`
    annotation: Any = getattr(described, "annotation", None)
    annotation = next((one for one in (*get_args(annotation), annotation) if one not in (None, NoneType)), None)
    if inspect.isclass(annotation) and issubclass(annotation, Enum):
        return ", ".join(f"`{choice.value}`" for choice in annotation) + again
    choices = getattr(getattr(parameter, "type", None), "choices", None)
    if choices:
        return ", ".join(f"`{getattr(choice, 'value', choice)}`" for choice in choices) + again
    word = getattr(annotation, "__name__", None) or getattr(getattr(parameter, "type", None), "name", "text")
    return WORDS.get(word, "text") + again


def _default(parameter: Any) -> str:
    value = parameter.default
    plain = isinstance(value, str | int | float) and not isinstance(value, bool) and value != ""
    return f"`{value}`" if plain else ""


def section(name: str, command: Any) -> str:
    """A command as Markdown."""
    shown = [one for one in command.params if not getattr(one, "hidden", False) and one.name != "help"]
    arguments = [one for one in shown if one.param_type_name == "argument"]
    options = [one for one in shown if one.param_type_name != "argument"]
    words = [str(one.metavar or one.name).strip("[]").upper().replace("...", "") for one in arguments]
    usage = [word if one.required else f"[{word}]" for one, word in zip(arguments, words, strict=True)]
    many = ["..." if getattr(one, "nargs", 1) == -1 else "" for one in arguments]
    line = " ".join([name, *(["[OPTIONS]"] if options else []), *(a + b for a, b in zip(usage, many, strict=True))])
    text = [f"## {name.removeprefix('strategyscore ')}", "", f"```text\n{line}\n```", ""]
    text += [(command.help or "").replace("\b\n", "").replace("\f", "").strip(), ""]
    if arguments:
        text += ["| Argument | Meaning |", "| --- | --- |"]
        text += [f"| `{word}` | {cell(one.help or '')} |" for one, word in zip(arguments, words, strict=True)]
        text += [""]
    if options:
        text += ["| Option | Takes | Default | Meaning |", "| --- | --- | --- | --- |"]
        text += [
            f"| {', '.join(f'`{flag}`' for flag in [*one.opts, *one.secondary_opts])} | {cell(_kind(one))} | "
            f"{_default(one)} | {cell(one.help or '')} |"
            for one in options
        ]
    return "\n".join(text) + "\n"


def page() -> str:
    """All of them."""
    return "\n".join(section(name, command) for name, command in commands())


class Commands(SphinxDirective):
    """``{commands}``: a section for each command."""

    def run(self) -> list[nodes.Node]:
        """Called by Sphinx."""
        return self.parse_text_to_nodes(page(), allow_section_headings=True)
