"""The types of settings: strict, so that nothing is guessed or converted."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

_IDENTIFIER = r"[A-Za-z][A-Za-z0-9_-]{0,63}"


class Shape(BaseModel):
    """A mapping with known keys; nothing is guessed or converted."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, arbitrary_types_allowed=True)


def mend(message: str) -> PydanticCustomError:
    """An error whose message already says what is wrong and how to mend it."""
    return PydanticCustomError("mend", "{message}", {"message": message})


def _identifier(text: str) -> str:
    if not re.fullmatch(_IDENTIFIER, text):
        if re.fullmatch(_IDENTIFIER.replace("{0,63}", "*"), text):
            raise mend(f"an id of {len(text)} letters is too long; keep it to 64")
        raise mend(f"{text!r} is not an id; use letters, digits, '_' and '-', a letter first")
    return text


def _fraction(value: Any) -> Any:
    """`1/3` in a pairwise matrix."""
    if isinstance(value, str):
        try:
            return float(Fraction(value.replace(" ", "")))
        except (ValueError, ZeroDivisionError):
            raise mend(f"{value!r} is not a number; write 3 or 1/3") from None
    return value


def _rising(ends: list[float]) -> list[float]:
    if ends[0] >= ends[1]:
        raise mend("the range falls; put the lower first")
    return ends


Identifier = Annotated[str, AfterValidator(_identifier), Field(json_schema_extra={"pattern": f"^{_IDENTIFIER}$"})]
Text = Annotated[str, StringConstraints(min_length=1, max_length=4000, strip_whitespace=True)]
Number = Annotated[float, Field(allow_inf_nan=False)]
Positive = Annotated[Number, Field(gt=0)]
NotNegative = Annotated[Number, Field(ge=0)]
Probability = Annotated[Number, Field(gt=0, le=1)]
Share = Annotated[Number, Field(ge=0, le=1)]
Ratio = Annotated[
    Positive,
    BeforeValidator(
        _fraction, json_schema_input_type=Positive | Annotated[str, Field(pattern=r"^\s*\d+\s*/\s*\d+\s*$")]
    ),
]
Range = Annotated[list[Number], Field(min_length=2, max_length=2), AfterValidator(_rising)]
