"""Matrices of shares of the draws: rank acceptability, and which country scores above which."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import to_hex, to_rgb
from matplotlib.patches import Rectangle

from strategyscore.analysis.findings.basis import Basis
from strategyscore.analysis.findings.grammar import sure, whole_percent
from strategyscore.charts import style
from strategyscore.charts.cells import HEAD, draw_cells, upright_heads
from strategyscore.charts.frame import Frame, Plan, Texts
from strategyscore.charts.headlines import FIRST, PAIRS, headline
from strategyscore.charts.legend import Key
from strategyscore.charts.rows import (
    Row,
    first_apart,
    heights,
    label_rows,
    label_width,
    middles,
    on_slide,
    select_drawn,
)
from strategyscore.output.captions import THIN, drawn_line, one_source_note, thin_note, until
from strategyscore.robustness.uncertainty import Uncertainty
from strategyscore.text.words import percent

_GAP = 0.6  # before the countries that are set apart, in cells
_ROW = 1.25  # height of a row, in lines of text
_FIGURES = 1.7  # how wide a cell with a figure is, in units of the text size
_SAID = 0.05  # the least share that is written into its cell


def rank_acceptability(
    uncertainty: Uncertainty,
    *,
    ax: Axes | None = None,
    title: str | None = None,
    size: style.Size = "page",
    source: str | None = None,
    countries: str | Iterable[str] | None = None,
    highlight: str | Iterable[str] | None = None,
) -> style.Chart:
    """Show in what share of the draws each country takes each rank.

    Parameters
    ----------
    uncertainty : Uncertainty
        From `strategyscore.uncertainty`.
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
    UnknownCountry
        With a suggestion.

    See Also
    --------
    strategyscore.Uncertainty.smaa : What makes a country first.
    strategyscore.charts.rank_intervals : The intervals alone.

    Examples
    --------
    >>> ss.charts.rank_acceptability(ss.uncertainty(scores, draws=500)).alt_text
    'Aria ranks first most often, in 76 % of the draws. Readiness: per cent of the draws in which a
    country (row) takes a rank (column), 500 draws; evidence of no stated date. Aria: most often rank 1,
    in 76 % of the draws. Bora: most often rank 2, in 70 % of the draws. Cala: most often rank 4, in 57
    % of the draws. Dona: most often rank 3, in 51 % of the draws.'
    """
    rows, cut = on_slide(select_drawn(uncertainty, countries, highlight), size)
    table = uncertainty.acceptability
    shares = table.to_numpy()
    limits = uncertainty.ranks[["lower", "upper"]].to_numpy(dtype=float)
    first = table.iloc[:, 0].sort_values(ascending=False, kind="stable")
    basis = Basis(uncertainty.nominal, uncertainty)
    numbers = {"share": float(first.iloc[0]), "next": float(first.iloc[1])}
    left = label_width(rows)
    count = shares.shape[1]
    width, points = style.WIDTHS[size]
    figures = _cell(width * 72 / points, left, count) > _FIGURES
    texts = _texts(
        uncertainty,
        rows,
        title or headline(FIRST, numbers, {"country": basis.name(str(first.index[0]))}),
        f"{uncertainty.nominal.rubric.title}: per cent of the draws in which a country (row) takes a rank (column), "
        f"{uncertainty.draws:,} draws",
        [f"Shares below {percent(_SAID)} have a colour and no figure." if figures else "", cut],
        source,
    )
    with style.house_style(size):
        ink = style.colours()
        keys = [Key(f"{share} %", ink.sequential((share / 100) ** 0.5)) for share in (5, 25, 50, 100)]
        keys.append(Key("90 % of the draws", "white", edge=ink.ink))

        def plan(whole: float) -> Plan:
            return Plan(
                heights(rows, _ROW), left, 0.8, above=0.7 + (1.4 if _cell(whole, left, count) < 1.9 else 0.5), below=0.5
            )

        frame = Frame(ax, size, texts, plan, keys=keys)
        panel, em = frame.panels[0], frame.points
        axes, cell = panel.axes, _cell(frame.whole, left, count)
        placed = middles(panel, rows, left, 0.8, em)
        boxes, fills = [], []
        for row, y in placed:
            for rank, share in enumerate(shares[row.index]):
                if share <= 0:
                    continue
                fill = to_hex(ink.sequential(float(share) ** 0.5))  # among many ranks all shares are small
                boxes.append((rank, y - _ROW / 2 + 0.05, 1.0, _ROW - 0.1))
                fills.append(fill)
                if share >= _SAID and cell > _FIGURES:
                    text, colour = _share(float(share)), style.on_colour(to_rgb(fill))
                    size_of = em * min(0.86, cell / 2.2)
                    axes.text(rank + 0.5, y, text, ha="center", va="center", color=colour, fontsize=size_of)
            low, high = limits[row.index]
            edge = ink.pair(row.highlighted)[0] if row.highlighted else ink.ink
            box = ((low - 1, y - _ROW / 2 + 0.05), high - low + 1, _ROW - 0.1)
            axes.add_patch(Rectangle(*box, fill=False, edgecolor=edge, linewidth=em * 0.1, zorder=3, clip_on=False))
        draw_cells(axes, boxes, fills)
        heads = [(rank + 0.5, str(rank + 1)) for rank in range(count)]
        every = 1 if cell >= 0.9 else int(np.ceil(0.9 / cell))
        if cell < 1.9:
            upright_heads(axes, heads, em, em * min(HEAD, max(cell, 0.6)), every)
        for x, head in heads if cell >= 1.9 else ():
            axes.text(x, -0.2, head, ha="center", va="bottom", fontsize=em * HEAD, color=ink.muted)
        _bare(axes, count)
        label_rows(axes, [row for row, _ in placed], [y for _, y in placed], left, em)
    return frame.finish(
        " ".join(
            f"{row.name}: most often rank {int(np.argmax(shares[row.index])) + 1}, in "
            f"{percent(float(shares[row.index].max()))} of the draws."
            for row in rows
        )
    )


def dominance(
    uncertainty: Uncertainty,
    *,
    ax: Axes | None = None,
    title: str | None = None,
    size: style.Size = "page",
    source: str | None = None,
    countries: str | Iterable[str] | None = None,
    highlight: str | Iterable[str] | None = None,
) -> style.Chart:
    """Show for each pair of countries in what share of the draws the one ranked higher scores higher.

    A pair stands once, in the row of the country that is ranked higher. An order is firm from 95 % of the draws and
    likely from 66 %; ties count half.

    Parameters
    ----------
    uncertainty : Uncertainty
        From `strategyscore.uncertainty`.
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
    UnknownCountry
        With a suggestion.

    See Also
    --------
    strategyscore.charts.rank_intervals : The ranks themselves.

    Examples
    --------
    >>> ss.charts.dominance(ss.uncertainty(scores, draws=500)).alt_text
    'The order of three of six pairs is firm; that of one is reversed in most draws. Readiness: per cent
    of the draws in which the country of the row scores above that of the column; evidence of no stated
    date. Aria above Bora in 76 % of the draws. Bora above Cala in 99 % of the draws. Cala above Dona in
    43 % of the draws.'
    """
    rows, cut = on_slide(select_drawn(uncertainty, countries, highlight), size)
    above = uncertainty.dominance.to_numpy()
    pairs = [
        (i, j, float(above[one.index, two.index])) for i, one in enumerate(rows) for j, two in enumerate(rows) if j > i
    ]
    counts = Counter(_class(share) for _, _, share in pairs)
    numbers = {"pairs": len(pairs), "firm": counts["firm"], "reversed": counts["reversed"]}
    texts = _texts(
        uncertainty,
        rows,
        title or headline(PAIRS, numbers),
        f"{uncertainty.nominal.rubric.title}: per cent of the draws in which the country of the row scores above "
        "that of the column",
        [cut],
        source,
    )
    heads, lines = rows[1:], rows[:-1]  # nobody stands above the first, nor the last above anybody
    left = label_width(lines)
    apart = first_apart(rows) - 1
    xs = [place + (_GAP if 0 < apart <= place else 0.0) for place in range(len(heads))]
    wide = (xs[-1] if xs else 0.0) + 1
    with style.house_style(size):
        ink = style.colours()
        fill_of = {
            "firm": style.tint(ink.strong, 0.86),
            "likely": style.tint(ink.strong, 0.5),
            "open": ink.strong,
            "reversed": ink.highlighted,
        }
        told = {"firm": "firm, 95 % or more", "likely": "likely, 66 % or more", "open": "open"}
        told["reversed"] = "reversed: below 50 %"
        keys = [Key(f"{text} ({counts[how]})", fill_of[how]) for how, text in told.items() if counts[how]]
        names = max((style.measured(row.label, "bold") for row in heads), default=0.0)

        def plan(whole: float) -> Plan:
            size_of = min(HEAD, 0.9 * _cell(whole, left, wide))
            return Plan(heights(lines, _ROW), left, 0.8, above=0.5 + names * size_of / 1.45, below=0.5)

        frame = Frame(ax, size, texts, plan, keys=keys)
        panel, em = frame.panels[0], frame.points
        axes, cell = panel.axes, _cell(frame.whole, left, wide)
        placed = middles(panel, lines, left, 0.8, em)
        boxes, fills = [], []
        for i, j, share in pairs:
            x, y, fill = xs[j - 1], placed[i][1], fill_of[_class(share)]
            boxes.append((x + 0.04, y - _ROW / 2 + 0.05, 0.92, _ROW - 0.1))
            fills.append(fill)
            if share < 0.95 and cell > 1.2:
                colour = style.on_colour(to_rgb(fill))
                size_of = em * min(0.86, cell / 1.9)
                axes.text(x + 0.5, y, _share(share), ha="center", va="center", color=colour, fontsize=size_of)
        draw_cells(axes, boxes, fills)
        upright_heads(
            axes,
            [(x + 0.5, row.label) for x, row in zip(xs, heads, strict=True)],
            em,
            em * min(HEAD, 0.9 * cell),
        )
        _bare(axes, wide)
        label_rows(axes, [row for row, _ in placed], [y for _, y in placed], left, em)
    return frame.finish(
        " ".join(
            f"{row.name} above {other.name} in {percent(float(above[row.index, other.index]))} of the draws."
            for row, other in pairwise(rows)
        )
    )


def _texts(
    uncertainty: Uncertainty, rows: Sequence[Row], title: str, subtitle: str, more: Sequence[str], source: str | None
) -> Texts:
    scores = uncertainty.nominal
    notes = (
        one_source_note(scores, (row.code for row in rows)),
        thin_note(scores, THIN) if any(row.thin for row in rows) else "",
        *more,
    )
    line = drawn_line(uncertainty) if source is None else source
    return Texts(title, f"{subtitle}; {until(scores)}", notes, line)


def _class(share: float) -> str:
    """Whether an order holds firmly, likely or openly, or is reversed in most draws."""
    return "reversed" if share < 0.5 else sure(share)


def _cell(whole: float, left: float, columns: float) -> float:
    """How wide a cell is, in units of the text size."""
    return (whole - left - 0.8) / max(columns, 1)


def _bare(axes: Axes, wide: float) -> None:
    axes.set_xlim(0, wide)
    axes.set_xticks([])
    axes.spines[:].set_visible(False)


def _share(share: float) -> str:
    """Per cent; what is not quite none or all does not read as such."""
    rounded = whole_percent(share)
    return "<1" if rounded == 0 else ">99" if rounded == 100 and share < 1 else str(rounded)
