"""The time that an output is stamped with."""

from __future__ import annotations

import datetime as dt
import os
from contextlib import suppress

VARIABLE = "SOURCE_DATE_EPOCH"


def stamped() -> dt.datetime:
    """The time that the environment sets in seconds since 1970, so that a build can be repeated; else now."""
    return _set() or dt.datetime.now(dt.UTC)


def unreadable() -> str:
    """What is wrong with the time that the environment sets; an empty string where nothing is."""
    text = os.environ.get(VARIABLE)
    return "" if text is None or _set() else f"{VARIABLE} is no number of seconds since 1970; it is ignored."


def _set() -> dt.datetime | None:
    text = os.environ.get(VARIABLE, "")
    if text.isascii() and text.isdecimal() and len(text) < 16:
        with suppress(ValueError, OverflowError, OSError):
            return dt.datetime.fromtimestamp(int(text), dt.UTC)
    return None
