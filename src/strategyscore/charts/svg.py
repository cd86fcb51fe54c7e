"""Charts as SVG by matplotlib's own renderer: the same bytes, and each text is measured once in a process."""

from __future__ import annotations

import io
from functools import cached_property
from typing import Any

from matplotlib.backends.backend_svg import FigureCanvasSVG, RendererSVG
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

from strategyscore.charts.extent import SIZE, Extent, extent, generic_families


class _Renderer(RendererSVG):
    """The same names and figures stand in many charts, and to lay out a text takes longer than to write it."""

    @cached_property
    def _generic(self) -> tuple[tuple[str, ...], ...]:
        return generic_families()

    def get_text_width_height_descent(self, s: str, prop: FontProperties, ismath: Any) -> Extent:
        if ismath:
            return text_to_path.get_text_width_height_descent(s, prop, ismath)
        width, height, descent = extent(
            s,
            tuple(prop.get_family()),
            prop.get_weight(),
            style=prop.get_style(),
            variant=prop.get_variant(),
            stretch=prop.get_stretch(),
            generic=self._generic,
        )
        share = prop.get_size_in_points() / SIZE
        return width * share, height * share, descent * share


class _Canvas(FigureCanvasSVG):
    """Hands the figure to the renderer without the detour by which parts of a chart could become pixels."""

    def print_svg(self, filename: Any, *, metadata: dict[str, Any] | None = None, **_: Any) -> None:
        text = io.StringIO()
        dpi = self.figure.dpi
        self.figure.dpi = 72  # put back by whoever prints
        width, height = self.figure.get_size_inches()
        make: Any = _Renderer
        renderer = make(width * 72, height * 72, text, image_dpi=dpi, metadata=metadata)
        self.figure.draw(renderer)
        renderer.finalize()
        filename.write(text.getvalue().encode())


def write_svg(figure: Figure, buffer: io.BytesIO, **options: Any) -> None:
    """Write a figure as `matplotlib.figure.Figure.savefig` does."""
    canvas = figure.canvas
    try:
        _Canvas(figure).print_figure(buffer, format="svg", **options)
    finally:
        figure.set_canvas(canvas)
