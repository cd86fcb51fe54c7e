"""The house style: sizes, colours and fonts of every chart.

No meaning rests on colour alone: whatever a colour says also stands as a label.
"""

from __future__ import annotations

import os
import re
import textwrap
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

import matplotlib as mpl
import matplotlib.style
from matplotlib.colors import Colormap, LinearSegmentedColormap, to_hex, to_rgb
from matplotlib.figure import Figure

from strategyscore.charts.extent import SIZE, extent

Size = Literal["column", "page", "slide"]

# Width in inches and size of the text in points: half a page, a page's text block, a slide.
WIDTHS: dict[Size, tuple[float, float]] = {"column": (3.5, 7.0), "page": (6.7, 8.5), "slide": (40 / 3, 14.0)}
# Height in inches where the paper sets it: a slide is 16 to 9, and its text gives way instead.
HEIGHTS: dict[Size, float] = {"slide": 7.5}

Style = str | os.PathLike[str] | Mapping[str, Any]

_SHEET = Path(__file__).parent / "strategyscore.mplstyle"
_SEQUENTIAL = LinearSegmentedColormap.from_list("strategyscore", ["#f3f7fb", "#9fc1e0", "#2f76b5", "#08305c"])
_in_force: list[Colours] = []  # read once for a chart, which asks for them for every mark
_own: list[Any] = []  # what `use_style` was given


@dataclass(frozen=True)
class Colours:
    """The colours of the style in use.

    Attributes
    ----------
    ink, muted, rule : str
        Of texts, of what explains them, and of lines and grids.
    strong, pale : str
        Of marks, and of the ranges behind them.
    highlighted, pale_highlighted : str
        The same for what is highlighted.
    parts : tuple of str
        Of the parts of a whole, in order.
    sequential : Colormap
        From low to high.
    """

    ink: str
    muted: str
    rule: str
    strong: str
    pale: str
    highlighted: str
    pale_highlighted: str
    parts: tuple[str, ...]
    sequential: Colormap

    def pair(self, highlighted: bool) -> tuple[str, str]:
        """Strong and pale, of what is highlighted or of the rest."""
        return (self.highlighted, self.pale_highlighted) if highlighted else (self.strong, self.pale)


def colours() -> Colours:
    """The colours of the style in use: of texts and grid as they are set, of marks from the cycle of colours."""
    return _in_force[-1] if _in_force else _read_colours()


def _read_colours() -> Colours:
    settings: Any = mpl.rcParams
    cycle = [to_hex(colour) for colour in settings["axes.prop_cycle"].by_key().get("color", ["black"])]
    strong, highlighted = cycle[0], cycle[1 % len(cycle)]
    own = settings["image.cmap"]
    return Colours(
        to_hex(settings["text.color"]),
        to_hex(settings["axes.labelcolor"]),
        to_hex(settings["grid.color"]),
        strong,
        tint(strong),
        highlighted,
        tint(highlighted),
        (strong, *cycle[2:]) if len(cycle) > 2 else tuple(cycle),  # what is highlighted keeps its colour
        _SEQUENTIAL if own == "viridis" else mpl.colormaps[own],
    )


def tint(colour: str, share: float = 0.72) -> str:
    """A colour mixed with so much white."""
    red, green, blue = (share + (1 - share) * part for part in to_rgb(colour))
    return to_hex((red, green, blue))


def use_style(*styles: Style) -> None:
    """Let your own matplotlib styles take over from the house style, until it is called anew.

    Parameters
    ----------
    *styles : str, path or mapping
        Names that matplotlib knows, files of settings, or settings themselves, the last on top. None of them goes back
        to the house style.

    Raises
    ------
    OSError
        If matplotlib knows no style of the name, and there is no such file.

    See Also
    --------
    strategyscore.charts.heatmap : A chart that it changes the look of.

    Notes
    -----
    The colours of marks are those of ``axes.prop_cycle``: the first for countries, the second for what is highlighted,
    all of them for the parts of a whole. ``image.cmap`` sets the colours of the heat map. matplotlib's own settings
    stay as they are outside the charts. The size of texts goes with the size of the chart.

    Examples
    --------
    >>> ss.charts.use_style("ggplot", {"font.size": 9})
    >>> chart = ss.charts.ranking(scores)
    >>> ss.charts.use_style()
    """
    for style in styles:
        if not isinstance(style, Mapping):
            with mpl.style.context(os.fspath(style)):
                pass
    _own[:] = [dict(style) if isinstance(style, Mapping) else os.fspath(style) for style in styles]


def own_styles() -> list[Style]:
    """What `use_style` was given last."""
    return list(_own)


@cache
def _sheet() -> Any:
    return mpl.rc_params_from_file(_SHEET, use_default_template=False)


class Chart(Figure):
    """A matplotlib figure that describes itself and shows itself in a notebook.

    Attributes
    ----------
    alt_text : str
        What the chart shows, for those who cannot see it.
    """

    alt_text: str = ""

    def _repr_png_(self) -> bytes:
        from strategyscore.charts.saving import to_png

        return to_png(self, dpi=144)


@contextmanager
def settled() -> Iterator[None]:
    """The house style on matplotlib's defaults, and what `use_style` was given on top.

    A matplotlibrc of the user's own is not in force: it could send texts of documents to LaTeX, or crop a picture.
    """
    with mpl.style.context(["default", _sheet(), *_own]):
        yield


@contextmanager
def house_style(size: Size) -> Iterator[None]:
    """The settings of matplotlib while a chart is drawn."""
    with settled(), mpl.rc_context():
        text_size(WIDTHS[size][1])
        _in_force.append(_read_colours())
        try:
            yield
        finally:
            _in_force.pop()


def text_size(points: float) -> None:
    """Set the size of all texts, until the style that is in force ends."""
    sized: Any = {"font.size": points, "axes.titlesize": points, "axes.labelsize": points}
    mpl.rcParams.update(sized)


_TIED = "\N{NO-BREAK SPACE}"
_BLANKS = re.compile(r"[ \t\r\n]+")


def wrapped(text: str, room: float, points: float, weight: str = "normal") -> list[str]:
    """Lines of a text that fit into so many points, by the font's own widths; only a word too long is broken."""

    def width(words: str) -> float:
        return measured(words, weight) * points

    lines: list[str] = []
    used, blank = 0.0, width("n n") - width("nn")
    for word in _BLANKS.split(text.strip().replace(" %", f"{_TIED}%")):  # not at a no-break space
        wide = width(word)  # words are measured one by one, since they come again and lines do not
        if lines and used + blank + wide <= room:
            lines[-1] += f" {word}"
            used += blank + wide
            continue
        if wide <= room:
            lines.append(word)
            used = wide
            continue
        fits = max(1, bisect_right(range(len(word)), room, key=lambda letters: width(word[:letters])) - 1)
        lines += textwrap.wrap(word, fits)
        used = width(lines[-1])
    return [line.replace(_TIED, " ") for line in lines]


def measured(text: str, weight: str = "normal") -> float:
    """How wide a text is by the font's own widths, in units of its size."""
    return extent(text, tuple(mpl.rcParams["font.sans-serif"][:1]), weight)[0] / SIZE


def text_width(text: str) -> float:
    """About how wide a text is, in units of its size, in the house font."""
    return 0.6 * len(text)


_EVEN = 0.209  # the luminance at which white and the house ink, of 0.014, read equally well


def on_colour(rgb: tuple[float, ...]) -> str:
    """The ink that reads better on a colour, by the relative luminance of WCAG 2."""
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in rgb[:3]]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return "white" if luminance < _EVEN else colours().ink
