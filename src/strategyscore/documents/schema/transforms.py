"""What a quantity's `transform:` may be."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator

from strategyscore.errors import did_you_mean
from strategyscore.methods.fields import Shape, Text, mend
from strategyscore.methods.registry import transforms


class DivideBy(Shape):
    """A quantity is divided by another column of the table."""

    divide_by: Text


def _transforms(value: Any) -> Any:
    steps = list(value) if isinstance(value, list) else [value]
    for index, item in enumerate(steps):
        if isinstance(item, str) and item.startswith("divide_by:"):
            steps[index] = {"divide_by": item.removeprefix("divide_by:").strip()}
        elif isinstance(item, str) and item not in transforms:
            near = did_you_mean(item, [*transforms.named(), "divide_by"])
            raise mend(f"{item!r} is not known here; {near}")
    return steps


class _TransformsSchema:
    """What a transform may be, by the registry."""

    def __get_pydantic_json_schema__(self, schema: Any, handler: Any) -> dict[str, Any]:
        division = {"type": "object", "properties": {"divide_by": {"type": "string"}}, "required": ["divide_by"]}
        one: dict[str, Any] = {
            "anyOf": [
                {"enum": transforms.named()},
                {"type": "string", "pattern": "^divide_by:"},
                {**division, "additionalProperties": False, "description": "another column of the table"},
            ]
        }
        return {"anyOf": [one, {"type": "array", "items": one}], "description": "changes of the unit, in their order"}


Transforms = Annotated[list[str | DivideBy], BeforeValidator(_transforms), _TransformsSchema()]
