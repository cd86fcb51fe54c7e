"""Charts as PNG and SVG files."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import matplotlib as mpl
from matplotlib.figure import Figure


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
    with mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": "strategyscore"}):
        return _saved(figure, "svg", {"Date": None, "Creator": "strategyscore", **_described(figure), **metadata})


def to_pdf(figure: Figure, **metadata: str) -> bytes:
    """The chart as PDF with its fonts embedded; the same bytes for the same chart."""
    keys = {"Title": figure.get_suptitle() or None, "Subject": metadata.get("Source"), "CreationDate": None}
    with mpl.rc_context({"pdf.fonttype": 42}):
        return _saved(figure, "pdf", {key: value for key, value in keys.items() if value or key == "CreationDate"})


def _described(figure: Figure) -> dict[str, str]:
    alt_text = getattr(figure, "alt_text", "")
    return {"Description": alt_text} if alt_text else {}


def _saved(figure: Figure, kind: str, metadata: dict[str, Any], **options: Any) -> bytes:
    buffer = io.BytesIO()
    figure.savefig(buffer, format=kind, metadata=metadata, facecolor="white", **options)
    return buffer.getvalue()


SAVERS: dict[str, Callable[..., bytes]] = {".svg": to_svg, ".png": to_png, ".pdf": to_pdf}
