"""Rounding as a spreadsheet shows it: one rule for scores that are rounded and for figures that are shown."""

from __future__ import annotations

from typing import Any


def whole_units(units: Any, *, even: bool = False) -> Any:
    """The nearest whole number to a magnitude; what lies within a hair of a half counts as a half.

    A binary fraction that stands for a half is taken for one: the mean of 7.5 and 8.2 is 7.85, which no binary fraction
    equals. What lies within 1e-9 of a half counts as one, and so do the last digits of a large number.

    Parameters
    ----------
    units : float or ndarray of float
        Not below 0, in units of the last digit.
    even : bool
        A half goes to the even number; otherwise up.

    Returns
    -------
    float or ndarray of float

    Examples
    --------
    >>> whole_units(62.5), whole_units(62.5, even=True), whole_units(10 * (7.5 + 8.2) / 2)
    (63.0, 62.0, 79.0)
    """
    near = 1e-9 + 1e-14 * units  # what a binary fraction may be off the half that it stands for
    above = units + 0.5 + near
    whole = above // 1 if isinstance(above, float | int) else _floor(above)
    if even:
        whole = whole - (abs(units + 0.5 - whole) <= near) * (whole % 2)
    return whole


def _floor(units: Any) -> Any:
    """Of an array, in a tenth of the time that `//` takes."""
    import numpy as np

    return np.floor(units)
