"""In what share of the draws a score lies in each band."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from strategyscore.errors import ScoringError
from strategyscore.methods.bands import band_of
from strategyscore.scoring.program import Program

if TYPE_CHECKING:
    import pandas as pd

    from strategyscore.robustness.uncertainty import Uncertainty

Floats = NDArray[np.float64]


def band_table(drawn: Uncertainty) -> pd.DataFrame:
    """See `Uncertainty.bands`; the countries in the order of the plan."""
    import pandas as pd

    from strategyscore.schemas import share_schema

    names, shares = band_shares(drawn.plan.program, drawn.kept)
    codes = pd.Index(np.array(drawn.plan.codes), name="country", dtype=str)
    return share_schema(names).validate(pd.DataFrame(shares, index=codes, columns=names))


def band_shares(program: Program, drawn: Floats) -> tuple[list[str], Floats]:
    """The names of the rubric's bands, and how often each country's drawn score lies in each.

    Parameters
    ----------
    program : Program
    drawn : ndarray, shape (draws, countries)
        Scores; a draw without one lies in no band.

    Returns
    -------
    list of str, ndarray of shape (countries, bands)

    Raises
    ------
    ScoringError
        If the rubric has no bands.
    """
    own = program.by_node[0].bands
    if not own:
        raise ScoringError(f"{program.paths[0]} has no bands; name them with the key 'bands' of the rubric")
    here = band_of(drawn, [band.start for band in own], program.span)
    shares = np.stack([(here == index).mean(axis=0) for index in range(len(own))], axis=-1)
    return [band.name for band in own], shares
