"""Held against: how far the ranking and those of published indices go together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from numpy.typing import NDArray

from strategyscore.analysis.held_against import held_against as held_against_of
from strategyscore.charts import style
from strategyscore.charts.cells import Heads, correlation_colour, correlation_keys, draw_cells
from strategyscore.charts.frame import Frame, Plan, Texts
from strategyscore.charts.headlines import HELD_AGAINST, headline
from strategyscore.charts.labels import label_left
from strategyscore.errors import ScoringError
from strategyscore.output.captions import counted_note, source_line, until
from strategyscore.scoring.scores import Scores
from strategyscore.text.words import DASH, points

if TYPE_CHECKING:
    import pandas as pd

_ROW = 1.5  # height of a row, in lines of text
_LINE = 0.85  # and of a further line of its label
_NARROW = 12.0  # room for a label in a column, in units of the text size


def held_against(
    scores: Scores,
    indices: pd.DataFrame | None = None,
    *,
    ax: Axes | None = None,
    title: str | None = None,
    size: style.Size = "page",
    source: str | None = None,
) -> style.Chart:
    """Show how far the ranking goes together with published indices, as a whole and part by part (Spearman).

    Parameters
    ----------
    scores : Scores
        From `strategyscore.score`.
    indices : DataFrame, optional
        A row a country by its code, a column an index, high being good; the published indices that come with the
        package where it is not given.
    ax : matplotlib Axes, optional
        Where to draw; a new figure where it is not given. In your own axes the title is drawn, and the size sets the
        texts only.
    title : str, optional
        The text above; it names what is drawn where it is not given.
    size : {"column", "page", "slide"}
        What the chart is for, half a page, a page or a slide: it sets width and text size.
    source : str, optional
        The line below; it says where the numbers come from where it is not given. An empty text leaves it out.

    Returns
    -------
    Chart
        A matplotlib Figure with an ``alt_text``. In your own axes it is their figure, which is left without one.

    Raises
    ------
    ScoringError
        If fewer than five countries have a score in any of them.

    See Also
    --------
    strategyscore.charts.scatter : Two parts of one index against each other.

    Examples
    --------
    >>> told = ss.charts.held_against(ss.score(ss.load_rubric(), ss.load_countries())).alt_text
    >>> told.startswith("The ranking is nearest to")
    True
    """
    table = held_against_of(scores, indices)
    nodes = [scores.rubric.node(path) for path in table.columns[1:]]
    table = table.dropna(subset=nodes[0].path).sort_values(nodes[0].path, ascending=False)
    if table.empty:
        raise ScoringError("too few countries stand in the other indices; five are needed")
    counts = table["countries"].to_numpy()
    values = table.drop(columns="countries").to_numpy(dtype=float)
    labels = [f"{name} ({count})" for name, count in table["countries"].items()]
    heads = ["All", *(node.called for node in nodes[1:])]
    texts = Texts(
        title or _title(values[:, 0], [str(name) for name in table.index], int(min(counts[0], counts[-1]))),
        f"{scores.rubric.title}: rank correlation with other indices, from \N{MINUS SIGN}1 to 1; {until(scores)}",
        (
            "In brackets: the number of countries in both.",
            "" if np.isfinite(values).all() else f"{DASH}: fewer than five countries have both.",
            counted_note(scores, "the correlations"),
        ),
        source_line(scores) if source is None else source,
    )
    if size == "column":
        labels = ["\n".join(style.wrapped(label, _NARROW, 1.0)) for label in labels]
    lines = [label.split("\n") for label in labels]
    left = max(style.measured(line) for parts in lines for line in parts) + 1.8
    tall = [_ROW + _LINE * (len(parts) - 1) for parts in lines]
    with style.house_style(size):
        keys = correlation_keys(float(np.nanmin(values, initial=1.0)))

        def plan(whole: float) -> Plan:
            return Plan(tall, left, 0.8, above=0.5 + columns(whole).height, below=0.4)

        def columns(whole: float) -> Heads:
            return Heads(heads, (whole - left - 0.8) / len(heads))

        frame = Frame(ax, size, texts, plan, keys=keys)
        panel, em = frame.panels[0], frame.points
        axes = panel.axes
        boxes, fills = [], []
        for i, y in panel:
            for j, value in enumerate(values[i]):
                known = bool(np.isfinite(value))
                fill = correlation_colour(value) if known else "white"
                if known:
                    boxes.append((j + 0.03, y - tall[i] / 2 + 0.04, 0.94, tall[i] - 0.08))
                    fills.append(fill)
                colour = style.on_colour(to_rgb(fill))
                axes.text(j + 0.5, y, points(value, 2), ha="center", va="center", fontsize=0.9 * em, color=colour)
            label_left(axes, y, labels[i], left, em, linespacing=_LINE * 1.25)
        draw_cells(axes, boxes, fills)
        columns(frame.whole).draw(axes, [j + 0.5 for j in range(len(heads))], em, style.colours().ink)
        axes.set_xlim(0, len(heads))
        axes.set_xticks([])
        axes.spines[:].set_visible(False)
    told = (zip(heads, row, strict=True) for row in values)
    return frame.finish(
        " ".join(
            f"{' '.join(label.split())}: {', '.join(f'{head} {points(value, 2)}' for head, value in row)}."
            for label, row in zip(labels, told, strict=True)
        )
    )


def _title(whole: NDArray[np.float64], names: list[str], fewest: int) -> str:
    numbers = {"indices": len(names), "n": fewest, "most": float(whole[0]), "least": float(whole[-1])}
    return headline(HELD_AGAINST, numbers, {"near": names[0], "far": names[-1]})
