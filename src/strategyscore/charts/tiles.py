"""A map of tiles: every country as large as every other, about where it lies, and no borders."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import to_hex, to_rgb
from matplotlib.patches import Rectangle

from strategyscore.analysis.audit import weak_criteria
from strategyscore.charts import style
from strategyscore.charts.cells import draw_cells
from strategyscore.charts.frame import Frame, Plan, Texts
from strategyscore.charts.headlines import lead
from strategyscore.charts.legend import Key
from strategyscore.charts.rows import Row, select, told, whole_numbers
from strategyscore.model.places import places
from strategyscore.output.captions import called, measure, one_source_note, source_line, thin_note, weak_note
from strategyscore.scoring.scores import Scores
from strategyscore.text.words import points

_AROUND = 13.0  # lines of a slide that title, key and notes take
_LINES = 2.6  # of a tile, for a code and a score
_TALL = 1.5  # width of the grid beside its height; a slide's is wider
_ROOM = 2.2  # places for each country


def tiles(
    scores: Scores,
    node: str | None = None,
    *,
    ax: Axes | None = None,
    title: str | None = None,
    size: style.Size = "page",
    source: str | None = None,
    countries: str | Iterable[str] | None = None,
    highlight: str | Iterable[str] | None = None,
) -> style.Chart:
    """Show scores on a map of equal tiles, each country about where it lies; no borders are drawn.

    Parameters
    ----------
    scores : Scores
        From `strategyscore.score`.
    node : str, optional
        The path of the node whose scores are shown; the whole rubric where it is not given.
    ax : matplotlib Axes, optional
        Where to draw; a new figure where it is not given. In your own axes the title is drawn, and the size sets the
        texts only.
    title : str, optional
        The text above; it names what is drawn where it is not given.
    size : {"column", "page", "slide"}
        What the chart is for, half a page, a page or a slide: it sets width and text size.
    source : str, optional
        The line below; it says where the numbers come from where it is not given. An empty text leaves it out.
    countries : str or iterable of str, optional
        The countries to show, by code, name or group such as EU; all where it is not given. Ranks stay those among all.
    highlight : str or iterable of str, optional
        The countries to highlight, by code, name or group: in another colour, and in bold.

    Returns
    -------
    Chart
        A matplotlib Figure with an ``alt_text``. In your own axes it is their figure, which is left without one.

    Raises
    ------
    UnknownNode, UnknownCountry
        With a suggestion.

    See Also
    --------
    strategyscore.charts.ranking : The order of the countries.

    Examples
    --------
    >>> "Russia" in ss.charts.tiles(coded).alt_text
    True
    """
    shown = scores.rubric.node(node) if node else scores.rubric.root
    rows = select(scores, shown, countries, highlight)
    low, high = scores.rubric.scale
    digits, weak = whole_numbers(scores), weak_criteria(scores)
    texts = Texts(
        title or lead(scores, shown, None),
        measure(scores, shown),
        (
            "Each country is one tile, near its place on the globe; tiles say nothing of size or borders.",
            one_source_note(scores, (row.code for row in rows)),
            thin_note(scores, "Hatched") if any(row.thin for row in rows) else "",
            weak_note(scores, (shown,)),
        ),
        source_line(scores) if source is None else source,
    )
    shape = style.WIDTHS[size][0] / style.HEIGHTS[size] * 1.45 if size in style.HEIGHTS else _TALL
    grid = tile_grid([row.code for row in rows], shape)
    spots = np.array(list(grid.values()), dtype=int).reshape(-1, 2)
    across, down = (spots.max(axis=0) + 1).tolist() if len(spots) else (1, 1)
    with style.house_style(size):
        ink = style.colours()
        keys = [
            Key(f"{value:g}", to_hex(ink.sequential((value - low) / (high - low))), edge=ink.rule)
            for value in np.linspace(low, high, 5)
        ]
        if any(row.apart for row in rows):
            keys.append(Key("set apart", "white", edge=ink.strong))

        def plan(whole: float) -> Plan:
            tall = (whole - 1.2) / across * 0.92 / 1.45
            if size in style.HEIGHTS:  # lower tiles leave the texts of a slide their size
                room = whole * style.HEIGHTS[size] / style.WIDTHS[size][0] / 1.45 - _AROUND
                tall = min(tall, max(_LINES, room / down))
            return Plan([tall] * down, 0.6, 0.6, above=0.4, below=0.5)

        frame = Frame(ax, size, texts, plan, keys=keys)
        panel, em = frame.panels[0], frame.points
        axes = panel.axes
        row_of = {row.code: row for row in rows}
        tall = float(panel.ends[1]) if len(panel.ends) > 1 else 1.0
        wide = (frame.whole - 1.2) / across
        boxes, fills = [], []
        for code, (x, y) in grid.items():
            fill = _fill(row_of[code], (low, high))
            boxes.append((x + 0.03, y * tall + 0.03 * tall, 0.94, 0.94 * tall))
            fills.append(_face(row_of[code], fill))
            _tile(
                axes,
                row_of[code],
                x,
                y * tall,
                tall,
                em * min(1.25, wide / 3.4),
                fill,
                points(row_of[code].value, digits),
            )
        draw_cells(axes, boxes, fills)
        axes.set_xlim(0, across)
        axes.set_xticks([])
        axes.spines[:].set_visible(False)
    named = called(shown, weak)
    return frame.finish(f"{named}: " + " ".join(f"{row.name} {told(scores, row, shown)}." for row in rows))


def _fill(row: Row, scale: tuple[float, float]) -> str:
    low, high = scale
    return "#ffffff" if np.isnan(row.value) else to_hex(style.colours().sequential((row.value - low) / (high - low)))


def _face(row: Row, fill: str) -> str:
    """What a tile is filled with: its colour, or nothing where that is its frame."""
    return "#ffffff" if row.apart else fill


def _tile(axes: Axes, row: Row, x: float, y: float, tall: float, size: float, fill: str, text: str) -> None:
    """What stands on a tile: code and score, a hatch if it is thin; one that is set apart has its colour as a frame."""
    palette = style.colours()
    face = _face(row, fill)
    ink = style.on_colour(to_rgb(face))
    box = (x + 0.03, y + 0.03 * tall), 0.94, 0.94 * tall
    framed = row.highlighted or row.apart
    edge = palette.highlighted if row.highlighted else palette.rule if np.isnan(row.value) else fill
    width = size * 0.2 if framed else 0.6
    if framed or np.isnan(row.value):
        axes.add_patch(Rectangle(*box, facecolor="none", edgecolor=edge, linewidth=width, zorder=3))
    if row.thin:
        axes.add_patch(
            Rectangle(*box, facecolor="none", edgecolor=ink, hatch="////", alpha=0.35, linewidth=0, zorder=2)
        )
    behind = {"facecolor": face, "edgecolor": "none", "pad": 0.6} if row.thin else None
    look: dict[str, Any] = {"ha": "center", "va": "center", "color": ink, "zorder": 4, "bbox": behind}
    axes.text(x + 0.5, y + 0.36 * tall, row.tag, fontsize=size * 0.92, fontweight="bold", **look)
    axes.text(x + 0.5, y + 0.7 * tall, text, fontsize=size * 0.86, **look)


def tile_grid(codes: Sequence[str], shape: float = _TALL) -> dict[str, tuple[int, int]]:
    """A place on a grid for each country, column and row from the upper left, no two alike.

    Countries are spread by the order of their longitudes and latitudes, then each is given the free place that brings
    the sum of the squared distances to its least; those of unknown place stand in a row below.

    Parameters
    ----------
    codes : sequence of str
        ISO 3166-1 alpha-3.
    shape : float
        Width of the grid beside its height.

    Notes
    -----
    The assignment problem, solved by `scipy.optimize.linear_sum_assignment`.
    """
    from scipy.optimize import linear_sum_assignment

    known = [code for code in codes if code in places()]
    unknown = [code for code in codes if code not in places()]
    found: dict[str, tuple[int, int]] = {}
    rows = 0
    if known:
        where = np.array([places()[code] for code in known])
        across = max(1, int(np.ceil(np.sqrt(len(known) * _ROOM * shape))))
        down = max(1, -(-int(np.ceil(len(known) * _ROOM)) // across))
        right = _even(where[:, 1]) * (across - 1)
        below = (1 - _even(where[:, 0])) * (down - 1)
        grid = np.array([(x, y) for y in range(down) for x in range(across)])
        cost = (right[:, None] - grid[:, 0]) ** 2 + (below[:, None] - grid[:, 1]) ** 2
        taken = grid[linear_sum_assignment(cost)[1]]
        columns = np.unique(taken[:, 0], return_inverse=True)[1].ravel()
        lines = np.unique(taken[:, 1], return_inverse=True)[1].ravel()  # empty columns and rows are closed up
        found = {code: (int(x), int(y)) for code, x, y in zip(known, columns, lines, strict=True)}
        rows = int(lines.max()) + 1
    return found | {code: (place, rows) for place, code in enumerate(unknown)}


def _even(degrees: np.ndarray) -> np.ndarray:
    """From 0 to 1, half by the degrees themselves and half by their order, so that crowded regions get room."""
    if len(degrees) < 2 or np.ptp(degrees) == 0:
        return np.full(len(degrees), 0.5)
    order = np.argsort(np.argsort(degrees, kind="stable"), kind="stable") / (len(degrees) - 1)
    return np.asarray(0.5 * order + 0.5 * (degrees - degrees.min()) / np.ptp(degrees))
