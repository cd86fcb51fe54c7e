"""How much room a text takes, measured once in a process."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

Extent = tuple[float, float, float]

SIZE = 100
"""What matplotlib measures texts at, whatever their size."""


@lru_cache(16384)
def extent(
    text: str,
    families: tuple[str, ...],
    weight: Any = "normal",
    *,
    style: Any = "normal",
    variant: Any = "normal",
    stretch: Any = "normal",
) -> Extent:
    """The width, height and descent of a text by the font's own widths, at a size of 100.

    Parameters
    ----------
    text : str
    families : tuple of str
        Of fonts, the first one first.
    weight, style, variant, stretch
        Of the face, as `matplotlib.font_manager.FontProperties` has them.
    """
    font = FontProperties(
        family=list(families), style=style, variant=variant, weight=weight, stretch=stretch, size=SIZE
    )
    return text_to_path.get_text_width_height_descent(text, font, ismath=False)
