"""Changes of the unit of a quantity, value by value.

Source: OECD/JRC, Handbook on Constructing Composite Indicators (2008), section 5.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from strategyscore.methods.register import transform

Floats = NDArray[np.float64]


@transform("log", phrase="natural logarithm", above=0.0)
def log(values: ArrayLike) -> Floats:
    """The natural logarithm."""
    return np.asarray(np.log(values))


@transform("log10", phrase="decimal logarithm", above=0.0)
def log10(values: ArrayLike) -> Floats:
    """The decimal logarithm."""
    return np.asarray(np.log10(values))


@transform("sqrt", phrase="square root", from_=0.0)
def sqrt(values: ArrayLike) -> Floats:
    """The square root."""
    return np.asarray(np.sqrt(values))
