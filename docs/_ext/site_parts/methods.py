"""Every method of a step from the registry: what it is, its settings, its facts, and a picture of what it does."""

from __future__ import annotations

import inspect
import json
import re
from typing import Any

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from site_parts import pictures
from site_parts.commands import cell
from site_parts.keys import kind
from strategyscore.methods.registry import REGISTRIES, Method

FACTS = {
    "linear": "The score is a sum of shares times scores, so it is explained child by child.",
    "from_zero": "It has a meaning from zero up only.",
    "among_others": "A country's score depends on the others'.",
    "share": "It gives shares from 0 to 1, which are stretched onto the scale or the `range`.",
    "scores_itself": "It gives the scores too, with weights of its own for each country.",
}


def markdown(text: str) -> str:
    """A docstring's sentences in Markdown."""
    text = re.sub(r":([\w:]+):`([^`]*)`", lambda found: f"{{{found.group(1)}}}`{found.group(2)}`", text)
    return re.sub(r"\s+", " ", text).strip()


def source(function: Any) -> str:
    """Where a method comes from: its own docstring, or its module's."""
    for text in (inspect.getdoc(function), inspect.getdoc(inspect.getmodule(function))):
        found = re.search(r"Source(?:, unless [^:]*)?: (.+?)(?:\n\s*\n|\Z)", text or "", re.DOTALL)
        if found:
            return markdown(found.group(1))
    return ""


def facts(method: Method) -> list[str]:
    """What follows from how the method is registered."""
    found = [says for name, says in FACTS.items() if getattr(method, name, False)]
    if getattr(method, "rests_on", "") == "judgement":
        found.append("It rests on judgement, not on the data.")
    if getattr(method, "rests_on", "") == "data":
        found.append("It rests on the data, so weights change when a country is added.")
    if getattr(method, "in_unit", ()):
        named = ", ".join(f"`{name}`" for name in method.in_unit)
        found.append(f"{named} are in the unit of the raw value.")
    if getattr(method, "above", None) is not None:
        found.append(f"Values must be above {method.above:g}.")
    if getattr(method, "from_", None) is not None:
        found.append(f"Values must be {method.from_:g} or more.")
    return found


def _settings(method: Method) -> list[str]:
    schema = method.settings.model_json_schema()
    shapes = schema.get("$defs", {})
    if not schema.get("properties"):
        return []
    lines = ["| Setting | What stands there | Default | Meaning |", "| --- | --- | --- | --- |"]
    for name, one in schema["properties"].items():
        options = [option for option in one.get("anyOf", [one]) if option != {"type": "null"}]
        options = [shapes.get(str(option.get("$ref", "")).rsplit("/", 1)[-1], option) for option in options]
        said = ", or ".join(dict.fromkeys(kind(option) for option in options))
        default = one.get("default")
        shown = "**must be given**" if name in method.needs else "" if default is None else f"`{json.dumps(default)}`"
        lines.append(f"| `{name}` | {cell(said)} | {shown} | {cell(one.get('description', ''))} |")
    return [*lines, ""]


def section(method: Method, default: str | None) -> str:
    """A method as Markdown."""
    told = pictures.SETTINGS.get((method.step, method.name))
    content = {"method": method.name, **told} if told else method.name
    written = method.name if isinstance(content, str) else json.dumps(content, ensure_ascii=False).replace('"', "")
    text = [f"({method.step}-{method.name})=", f"### {method.name}", "", markdown(method.about), ""]
    also = f" Called *{method.phrase}* in sentences." if method.phrase != method.name else ""
    text += [
        " ".join(facts(method)) + also + (" It holds where a rubric says nothing." if method.name == default else "")
    ]
    text += ["", f"```yaml\n{method.step}: {written}\n```", "", *_settings(method)]
    figure = pictures.picture(method)
    if figure is not None:
        says = f"What {method.phrase} makes of a few numbers"
        drawn = pictures.svg(figure, says, f"{method.step}-{method.name}")
        text += ["```{raw} html", f'<div class="method-picture">{drawn}</div>', "```", ""]
    if origin := source(method.function):
        text += [f"Source: {origin}", ""]
    return "\n".join(text)


def page(step: str) -> str:
    """The methods of a step."""
    registry = REGISTRIES[step]  # type: ignore[index]
    return "\n".join(section(method, registry.default) for method in registry.all()) + "\n"


class Methods(SphinxDirective):
    """``{methods} aggregate``: a section for each method of a step."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Called by Sphinx."""
        return self.parse_text_to_nodes(page(self.arguments[0]), allow_section_headings=True)
