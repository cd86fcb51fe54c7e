"""A method and its settings as a field of a file: read, and described in JSON Schema, by the registry of methods."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Annotated, Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from strategyscore.methods.choice import ChoiceError, choice_of
from strategyscore.methods.registry import REGISTRIES, Choice, Step


class AsChoice:
    """Marks a field as the choice of a method of a step."""

    def __init__(self, step: Step) -> None:
        self.step = step

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        written = core_schema.plain_serializer_function_ser_schema(lambda choice: choice.content)
        return core_schema.no_info_plain_validator_function(self._read, serialization=written)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return choice_schema(self.step)

    def _read(self, value: Any) -> Choice:
        try:
            return choice_of(self.step, value)
        except ChoiceError as error:
            raise PydanticCustomError("choice", "{said}", {"said": str(error), "faults": error.faults}) from None


def choice_schema(step: Step) -> dict[str, Any]:
    """The JSON Schema of what may stand at the key of a step: a name alone, or a mapping with settings."""
    registry = REGISTRIES[step]
    methods = registry.all()
    short = [method.name for method in methods if not method.needs]
    whole = []
    for method in methods:
        settings = method.settings.model_json_schema()
        named = {"const": method.name, "description": method.about}
        whole.append(
            {
                "type": "object",
                "title": method.phrase,
                "description": method.about,
                "properties": {"method": named, **settings.get("properties", {})},
                "required": ["method", *method.needs] if registry.default != method.name else list(method.needs),
                "additionalProperties": False,
            }
        )
    return {"anyOf": [{"enum": short, "description": "a method with its usual settings"}, *whole]}


def flat(errors: Iterable[Any]) -> Iterator[Any]:
    """The errors of pydantic, those of a choice taken apart: each with its own place, and that of the ``whole``."""
    for error in errors:
        if error["type"] != "choice":
            yield error
            continue
        for fault in error["ctx"]["faults"]:
            inner = dict(fault.details or {"type": "mend_key" if fault.of_key else "mend", "msg": fault.message})
            yield {"input": error["input"], **inner, "loc": (*error["loc"], *fault.at), "whole": error["loc"]}


AggregationField = Annotated[Choice, AsChoice("aggregate")]
ImputationField = Annotated[Choice, AsChoice("impute")]
TreatmentField = Annotated[Choice, AsChoice("treat")]
NormalisationField = Annotated[Choice, AsChoice("normalise")]
WeightingField = Annotated[Choice, AsChoice("weights")]
