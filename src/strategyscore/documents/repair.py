"""A wrong document made to fit its shape, so that the reading goes on and finds what else is wrong.

What is repaired is thrown away in the end: a document with a problem is never used. Wrong optional parts are left out;
wrong required ones get a stand-in, and whatever is said about a stand-in is dropped (see `Document.fresh`).
"""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel

from strategyscore.model.document import value_at

_LEAF = {"id": "stand-in", "title": "?", "levels": {0: "?", 1: "?"}}
_EVIDENCE = {"source": "stand-in", "where": "?", "states": "?"}
_STAND_INS: dict[str, Any] = {
    "as_of": "2199",
    "country": "stand-in",
    "criteria": [_LEAF],
    "date": "2000",
    "evidence": [_EVIDENCE],
    "id": "stand-in",
    "at_least": 1,
    "cap": 1,
    "criterion": "stand-in",
    "factors": {0: 1, 1: 1},
    "groups": {"stand-in": {"title": "?", "members": ["stand-in"]}},
    "include": "stand-in",
    "levels": {0: "?", 1: "?"},
    "checklist": {"stand-in": "?"},
    "members": ["stand-in"],
    "normalise": {"method": "none"},
    "ratings": {},
    "rubric": "stand-in",
    "source": "stand-in",
    "sources": {},
}
_ELEMENTS: dict[str, Any] = {
    "criteria": _LEAF,
    "evidence": _EVIDENCE,
    "gates": {"criterion": "stand-in", "at_least": 1},
    "adjust": {"criterion": "stand-in", "factors": {0: 1, 1: 1}},
    "earlier": {"evidence": [_EVIDENCE]},
    "members": "stand-in",
    "names": "stand-in",
}
_TEXT = "?"


def repair(
    data: Any, errors: Sequence[Any], shape: type[BaseModel], owners: Mapping[Any, type[BaseModel]]
) -> tuple[Any, list[tuple[Any, ...]]]:
    """Mend what pydantic found wrong.

    Returns
    -------
    data : object
        A mended copy.
    places : list of tuple
        What was mended.
    """
    mended, mended_at = copy.deepcopy(data), []
    for error in errors:
        at = _existing(data, error.get("whole", error["loc"]))
        mended_at.append(at)
        if error["type"] == "missing" and "whole" not in error:
            name = error["loc"][-1]
            owner = value_at(mended, at)
            if isinstance(owner, dict):
                owner[name] = copy.deepcopy(_STAND_INS.get(str(name), _TEXT))
            continue
        if not at:
            continue
        *above, last = at
        parent = value_at(mended, above)
        if isinstance(parent, list) and isinstance(last, int):
            if above and above[-1] in _ELEMENTS:
                parent[last] = copy.deepcopy(_ELEMENTS[above[-1]])
            else:
                while above and isinstance(above[-1], int):
                    above.pop()
                if above:
                    value_at(mended, above[:-1]).pop(above[-1], None)  # the whole list, such as both ends of a scale
        elif isinstance(parent, dict):
            owner_shape = next((owners[part] for part in reversed(above) if part in owners), shape)
            field = owner_shape.model_fields.get(str(last))
            if field is not None and field.is_required():
                parent[last] = copy.deepcopy(_STAND_INS.get(str(last), _TEXT))
            else:
                parent.pop(last, None)
    return mended, mended_at


def _existing(data: Any, at: Sequence[Any]) -> tuple[Any, ...]:
    """The parts of a validator's place that are in the data."""
    known: list[Any] = []
    for part in at:
        inside = isinstance(data, dict) and part in data
        inside = inside or (isinstance(data, list) and isinstance(part, int) and part < len(data))
        if inside:
            data = data[part]
            known.append(part)
    return tuple(known)
