"""The JSON Schemas of the two kinds of file, for editors that check and complete YAML."""

from __future__ import annotations

from typing import Any, Literal

from pydantic.json_schema import GenerateJsonSchema

from strategyscore.documents.schema.profile import CountryFile
from strategyscore.documents.schema.rubric import RubricFile
from strategyscore.methods.fields import Shape
from strategyscore.methods.registry import Choice
from strategyscore.version import __version__

_NOTHING = {"type": "null"}
DIALECT = "https://json-schema.org/draft/2020-12/schema"
FORMAT = 1
_FILES: dict[str, tuple[type[Shape], str]] = {
    "profile": (CountryFile, "A country profile of strategyscore"),
    "rubric": (RubricFile, "A rubric of strategyscore"),
}


class _Generator(GenerateJsonSchema):
    """A method that holds where a file says nothing is told as a file would say it."""

    def encode_default(self, dft: Any) -> Any:
        return dft.content if isinstance(dft, Choice) else super().encode_default(dft)


def json_schema(document: Literal["profile", "rubric"]) -> dict[str, Any]:
    """The JSON Schema of a kind of file, every short form included.

    Parameters
    ----------
    document : {"profile", "rubric"}

    Returns
    -------
    dict
        After draft 2020-12. Methods that users have registered are among those that it accepts.

    See Also
    --------
    strategyscore.check : Holds files against the rules that a schema cannot say, too.

    Examples
    --------
    >>> json_schema("rubric")["$id"]
    'urn:strategyscore:rubric:1'
    """
    shape, title = _FILES[document]
    schema = _tidied(shape.model_json_schema(schema_generator=_Generator))
    return {
        "$schema": DIALECT,
        "$id": f"urn:strategyscore:{document}:{FORMAT}",
        **schema,
        "title": title,
        "$comment": f"Written by strategyscore {__version__}, for files of format {FORMAT}.",
    }


def _tidied(schema: Any) -> Any:
    """Without the titles that are only the names of keys again, and without words on how the code is laid out."""
    if isinstance(schema, list):
        return [_tidied(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    kept = {key: value for key, value in schema.items() if not (key == "title" and isinstance(value, str))}
    if _NOTHING in kept.get("anyOf", ()):  # a key that may be left out; it may not stand empty
        options = [option for option in kept.pop("anyOf") if option != _NOTHING]
        kept |= options[0] if len(options) == 1 else {"anyOf": options}
        if kept.get("default", 0) is None:
            del kept["default"]
    for key, value in kept.items():
        if key == "description" and isinstance(value, str):
            kept[key] = value.split("\n\n")[0].replace("\n", " ").replace("`", "")
        elif key in ("properties", "$defs", "patternProperties"):
            kept[key] = {name: _tidied(item) for name, item in value.items()}
        elif key not in ("enum", "const", "default", "required"):
            kept[key] = _tidied(value)
    return kept
