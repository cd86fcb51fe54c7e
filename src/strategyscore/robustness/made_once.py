"""Tables that are made once, and handed out as copies that are free to change."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd


class made_once:  # noqa: N801 (it stands where `property` would)
    """As `property`, for a table that is worked out and validated when it is first asked for.

    What it rests on must not change. The table goes along where its owner is pickled, so that a worker need not make it
    anew.

    Parameters
    ----------
    make : callable
    """

    def __init__(self, make: Callable[[Any], pd.DataFrame]) -> None:
        self._make, self.__doc__ = make, make.__doc__
        self._name = f"_made_{make.__name__}"

    def __get__(self, owner: Any, kind: type | None = None) -> pd.DataFrame:
        if owner is None:
            return self  # type: ignore[return-value]  # as `property` does
        known = vars(owner)
        if self._name not in known:
            known[self._name] = self._make(owner)
        table: pd.DataFrame = known[self._name]
        return table.copy()
