"""How much room a text takes, measured once in a process."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import matplotlib as mpl
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

Extent = tuple[float, float, float]

SIZE = 100
"""What matplotlib measures texts at, whatever their size."""

_GENERIC = ("serif", "sans-serif", "cursive", "fantasy", "monospace")


@lru_cache(16384)
def extent(
    text: str,
    families: tuple[str, ...],
    weight: Any = "normal",
    *,
    style: Any = "normal",
    variant: Any = "normal",
    stretch: Any = "normal",
    generic: tuple[tuple[str, ...], ...] = (),
) -> Extent:
    """The width, height and descent of a text by the font's own widths, at a size of 100.

    Parameters
    ----------
    text : str
    families : tuple of str
        Of fonts, the first one first.
    weight, style, variant, stretch
        Of the face, as `matplotlib.font_manager.FontProperties` has them.
    generic : tuple of tuple of str
        From `generic_families`, where a family may be one of them: in another style it is another font.
    """
    font = FontProperties(
        family=list(families), style=style, variant=variant, weight=weight, stretch=stretch, size=SIZE
    )
    return text_to_path.get_text_width_height_descent(text, font, ismath=False)


def generic_families() -> tuple[tuple[str, ...], ...]:
    """The fonts that names such as sans-serif stand for in the style in force."""
    settings: Any = mpl.rcParams
    return tuple(tuple(settings[f"font.{name}"]) for name in _GENERIC)
