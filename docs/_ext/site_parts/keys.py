"""Every key of the two kinds of YAML file, from the JSON Schemas."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, Literal

from docutils import nodes
from pydantic.json_schema import GenerateJsonSchema
from pydantic_core import PydanticOmit
from sphinx.util.docutils import SphinxDirective

import strategyscore as ss
from site_parts.commands import cell
from strategyscore.robustness.vary import Vary

Kind = Literal["rubric", "profile", "vary"]
TITLES = {"rubric": "The file of a rubric", "profile": "The file of a profile", "vary": "The file of `--vary`"}
# Of keys that the schema gives no words for.
MEANINGS = {
    "format": "which edition of the file's format this is",
    "title": "what people call it",
    "version": "changes with each change of what is asked",
    "about": "what it is for, in a sentence or two",
    "source": "where it comes from, if it is another's",
    "scale": "the worst and the best score",
    "aggregate": "how children become a score",
    "weights": "how the children get their weights",
    "rescale": "stretches the group's scores over the countries",
    "decimals": "scores are rounded so before they are ranked",
    "missing": "what is done about missing answers",
    "impute": "what stands in for a missing quantity",
    "treat": "what is done about outliers",
    "confidence": "how likely a level is right, by the confidence that the coder states",
    "criteria": "its children, in their order",
    "changes": "its history, newest first",
    "id": "its name in paths, files and tables",
    "question": "what a coder answers",
    "why": "why it is asked",
    "evidence": "what kind of source decides it",
    "unit": "what the value is counted in",
    "normalise": "how the value reaches the scale",
    "direction": "whether more or less of it is better",
    "include": "the id of a rubric of the same folder, or its path",
    "country": "a code of ISO 3166-1 alpha-3, or an English name",
    "as_of": "the date that the profile speaks for",
    "sources": "what evidence may cite, by a key of your own",
    "ratings": "the answers, by the path of the criterion",
    "what": "what changed",
    "rule": "the score is the mean of what is answered",
    "since": "from when the level holds",
}
STEPS = ("aggregate", "normalise", "weights", "impute", "treat", "transform")


def _number(schema: dict[str, Any], word: str) -> str:
    low, high = schema.get("minimum", schema.get("exclusiveMinimum")), schema.get("maximum")
    low = None if low is not None and low <= -1e9 else low
    high = None if high is not None and high >= 1e9 else high
    if low is None and high is None:
        return f"a {word}"
    if low is not None and high is not None:
        return f"a {word} from {low:g} to {high:g}"
    return f"a {word} above {low:g}" if "exclusiveMinimum" in schema else f"a {word} from {low:g} up"


def _is_method(schema: dict[str, Any]) -> bool:
    return any("method" in option.get("properties", {}) for option in schema.get("anyOf", schema.get("oneOf", ())))


def kind(schema: dict[str, Any], key: str = "") -> str:
    """What may stand at a key, in words; other shapes are links to their sections."""
    if "$ref" in schema:
        name = schema["$ref"].rsplit("/", 1)[1]
        return f"[{name}](#{name.lower()})"
    if "const" in schema:
        return f"`{json.dumps(schema['const'])}`"
    if "enum" in schema:
        return "one of " + ", ".join(f"`{one}`" for one in schema["enum"])
    if _is_method(schema) and key in STEPS:
        return f"a [method](methods.md#{key}), by its name or as a mapping with `method` and its settings"
    options = [one for one in schema.get("anyOf") or schema.get("oneOf") or () if one != {"type": "null"}]
    if options:
        said = list(dict.fromkeys(kind(option, key) for option in options))
        return ", or ".join(said)
    if isinstance(schema.get("not"), dict) and str(schema.get("pattern", "")).startswith("^\\d{4}"):
        return "a date"
    types = schema.get("type")
    if types == "array":
        inner = schema.get("items", {})
        return f"a list of: {kind(inner, key)}" if inner else "a list"
    if types == "object":
        patterns = schema.get("patternProperties", {})
        inner = next(iter(patterns.values()), schema.get("additionalProperties"))
        if schema.get("properties"):
            return "a mapping with " + ", ".join(f"`{name}`" for name in schema["properties"])
        return f"a mapping to: {kind(inner, key)}" if isinstance(inner, dict) and inner else "a mapping"
    if types in ("number", "integer"):
        return _number(schema, "number" if types == "number" else "whole number")
    if types == "boolean":
        return "`true` or `false`"
    if types == "string":
        if "pattern" in schema and "A-Za-z" in schema["pattern"]:
            return "an id: letters, digits, `_` and `-`, a letter first"
        return f"text of at most {schema['maxLength']:,} letters" if "maxLength" in schema else "text"
    return "anything" if not types else f"{types}"


def _rows(schema: dict[str, Any], meanings: Mapping[str, str]) -> list[str]:
    required = set(schema.get("required", ()))
    lines = ["| Key | What stands there | Default | Meaning |", "| --- | --- | --- | --- |"]
    for key, one in schema.get("properties", {}).items():
        value = one.get("default")
        default = "" if value is None else f"`{json.dumps(value, ensure_ascii=False)}`"
        must = "**must be given**" if key in required else default
        says = one.get("description", "") or meanings.get(key, "")
        lines.append(f"| `{key}` | {cell(kind(one, key))} | {cell(must)} | {cell(says)} |")
    return lines


class _OfFiles(GenerateJsonSchema):
    """What only Python can hand over, such as an array, is left out."""

    def handle_invalid_for_json_schema(self, schema: Any, error_info: str) -> Any:
        raise PydanticOmit


def schema_of(document: Kind) -> dict[str, Any]:
    """The JSON Schema of a kind of file."""
    if document != "vary":
        return ss.json_schema(document)
    schema = Vary.model_json_schema(schema_generator=_OfFiles)
    schema["properties"].pop("given", None)  # arrays
    schema["$defs"] = {name: one for name, one in schema["$defs"].items() if name in _named(schema)}
    return schema


def _named(schema: dict[str, Any]) -> set[str]:
    """The shapes that stand in a schema, and those that stand in these."""
    named: set[str] = set()
    ahead = [schema["properties"]]
    while ahead:
        for name in re.findall(r"#/\$defs/(\w+)", json.dumps(ahead.pop())):
            if name not in named:
                named.add(name)
                ahead.append(schema["$defs"][name])
    return named


def page(document: Kind) -> str:
    """All keys of a kind of file as Markdown, the file itself first."""
    schema, meanings = schema_of(document), {} if document == "vary" else MEANINGS
    text = [f"## {TITLES[document]}", "", *_rows(schema, meanings), ""]
    for name, one in schema.get("$defs", {}).items():
        if one.get("properties"):
            says = one.get("description", "").split("; see strategyscore")[0].split("\n\n")[0].rstrip(".")
            text += [f"### {name}", "", f"{says}." if says else "", "", *_rows(one, meanings), ""]
        elif not _is_method(one):
            text += [f"### {name}", "", one.get("description", ""), "", f"Here stands {kind(one)}.", ""]
        else:
            text += [f"### {name}", "", one.get("description", ""), "", f"A [method](methods.md#{name.lower()}).", ""]
    return "\n".join(text) + "\n"


class Keys(SphinxDirective):
    """``{yaml-keys} rubric``: a section for each mapping of such a file."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Called by Sphinx."""
        return self.parse_text_to_nodes(page(self.arguments[0]), allow_section_headings=True)
