"""Charts as PNG and SVG files."""

from __future__ import annotations

import io
import warnings
from collections.abc import Callable
from functools import partial
from typing import Any

import matplotlib as mpl
from matplotlib.figure import Figure

from strategyscore.charts.style import settled
from strategyscore.charts.svg import write_svg


def to_png(figure: Figure, dpi: int = 200, **metadata: str) -> bytes:
    """The chart as a PNG image.

    Parameters
    ----------
    figure : Figure
    dpi : int
        Pixels an inch.
    **metadata : str
        Written into the file, such as ``Source="..."``.
    """
    written = {"Software": "strategyscore", **_described(figure), **metadata}
    # a tenth larger than at the usual level, and a fifth sooner written
    return _saved(figure, "png", written, dpi=dpi, pil_kwargs={"compress_level": 3})


def to_svg(figure: Figure, **metadata: str) -> bytes:
    """The chart as SVG, in which text stays text; the same bytes for the same chart."""
    written = {"Date": None, "Creator": "strategyscore", **_described(figure), **metadata}
    return _saved(figure, "svg", written, {"svg.fonttype": "none", "svg.hashsalt": "strategyscore"})


def to_pdf(figure: Figure, **metadata: str) -> bytes:
    """The chart as PDF with its fonts embedded; the same bytes for the same chart."""
    keys = {"Title": figure.get_suptitle() or None, "Subject": metadata.get("Source"), "CreationDate": None}
    written = {key: value for key, value in keys.items() if value or key == "CreationDate"}
    return _saved(figure, "pdf", written, {"pdf.fonttype": 42})


def _described(figure: Figure) -> dict[str, str]:
    alt_text = getattr(figure, "alt_text", "")
    return {"Description": alt_text} if alt_text else {}


def _saved(figure: Figure, kind: str, metadata: dict[str, Any], settings: Any = None, **options: Any) -> bytes:
    buffer = io.BytesIO()
    with settled(), mpl.rc_context(settings), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing from")  # the SVG leaves the font to its reader
        write = write_svg if kind == "svg" else partial(Figure.savefig, format=kind)
        write(figure, buffer, metadata=metadata, facecolor="white", **options)
    return buffer.getvalue()


SAVERS: dict[str, Callable[..., bytes]] = {".svg": to_svg, ".png": to_png, ".pdf": to_pdf}
