"""The types of settings: strict, so that nothing is guessed or converted."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, field_validator
from pydantic_core import PydanticCustomError

from strategyscore import limits

IDENTIFIER = r"[A-Za-z][A-Za-z0-9_-]{0,63}"
_PART_OF_RATIO = r"\d{1,9}(\.\d{1,9})?"
_RATIO = rf"\s*{_PART_OF_RATIO}\s*(/\s*{_PART_OF_RATIO}\s*)?"
# Letters without a blank, of writings that part their words: Chinese, Japanese, Thai and the like do not.
_LONG_WORD = re.compile(
    r"[^\s\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\ua4cf\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]"
    rf"{{{limits.WORD_LETTERS + 1}}}"
)


class Shape(BaseModel):
    """A mapping with known keys; nothing is guessed or converted."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, arbitrary_types_allowed=True)

    @field_validator("*", mode="before")
    @classmethod
    def _stands(cls, value: Any) -> Any:
        """A key with nothing behind it is a slip: what is left out is left out with its key."""
        if value is None:
            raise mend("nothing stands here; fill it in, or remove the key")
        return value


def mend(message: str) -> PydanticCustomError:
    """An error whose message already says what is wrong and how to mend it."""
    return PydanticCustomError("mend", "{message}", {"message": message})


def _identifier(text: str) -> str:
    if not re.fullmatch(IDENTIFIER, text):
        if re.fullmatch(IDENTIFIER.replace("{0,63}", "*"), text):
            raise mend(f"an id of {len(text)} letters is too long; keep it to 64")
        raise mend(f"{text!r} is not an id; use letters, digits, '_' and '-', a letter first")
    return text


def _fraction(value: Any) -> Any:
    """`1/3` in a pairwise matrix."""
    if isinstance(value, str):
        if not re.fullmatch(_RATIO, value, re.ASCII):  # a power of ten would be written out, digit by digit
            raise mend(f"{value[:40]!r} is not a number; write 3 or 1/3")
        try:
            return float(Fraction(value.replace(" ", "")))
        except ZeroDivisionError:
            raise mend(f"{value!r} divides by zero; write 3 or 1/3") from None
    return value


def _words(text: str) -> str:
    if long := _LONG_WORD.search(text):
        start = long.group()[:20]
        raise mend(f"the word that begins {start!r} is longer than {limits.WORD_LETTERS} letters; part it with blanks")
    return text


def _sized(value: float) -> float:
    if why := limits.magnitude(value):
        raise mend(why)
    return value


def _rising(ends: list[float]) -> list[float]:
    if ends[0] >= ends[1]:
        raise mend("the range falls; put the lower first")
    return ends


Identifier = Annotated[str, AfterValidator(_identifier), Field(json_schema_extra={"pattern": f"^{IDENTIFIER}$"})]
Text = Annotated[
    str, StringConstraints(min_length=1, max_length=limits.TEXT_LETTERS, strip_whitespace=True), AfterValidator(_words)
]
Title = Annotated[Text, Field(max_length=limits.TITLE_LETTERS)]
_Sized = AfterValidator(_sized)
Number = Annotated[float, Field(allow_inf_nan=False, ge=-limits.LARGEST, le=limits.LARGEST), _Sized]
Positive = Annotated[float, Field(gt=0, le=limits.LARGEST), _Sized]
NotNegative = Annotated[float, Field(ge=0, le=limits.LARGEST)]  # a weight may be as small as it likes
Probability = Annotated[float, Field(gt=0, le=1), _Sized]
Share = Annotated[float, Field(ge=0, le=1), _Sized]
Exponent = Annotated[float, Field(ge=-limits.EXPONENT, le=limits.EXPONENT), _Sized]
Ratio = Annotated[
    Positive,
    BeforeValidator(_fraction, json_schema_input_type=Positive | Annotated[str, Field(pattern=f"^{_RATIO}$")]),
]
Range = Annotated[list[Number], Field(min_length=2, max_length=2), AfterValidator(_rising)]
