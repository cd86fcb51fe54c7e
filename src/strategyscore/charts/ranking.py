"""The ranking: a score a country, with what missing answers could make of it."""

from __future__ import annotations

from collections.abc import Iterable

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from strategyscore.charts import style
from strategyscore.charts.rows import label_right, label_rows, label_width, select, source_line
from strategyscore.display import percent, plain, points
from strategyscore.scoring.scores import Scores


def ranking(
    scores: Scores,
    node: str | None = None,
    *,
    ax: Axes | None = None,
    title: str | None = None,
    size: style.Size = "page",
    source: str | None = None,
    countries: Iterable[str] | None = None,
    highlight: str | Iterable[str] | None = None,
) -> Figure:
    """Rank countries by score, each with its bounds and coverage.

    Parameters
    ----------
    scores : Scores
    node : str, optional
        The path of the node to rank by; the whole rubric where it is not given.
    ax : matplotlib Axes, optional
        Where to draw; a new figure where it is not given.
    title, source : str, optional
        The text above, and the line below; written from the scores where they are not given.
    size : {"column", "page", "slide"}
        What the chart is for: it sets width and text size.
    countries : iterable of str, optional
        The codes to show; all where it is not given. Ranks stay those among all.
    highlight : str or iterable of str, optional
        Codes to set apart.

    Returns
    -------
    matplotlib Figure
        With an ``alt_text``, unless it is drawn into your own axes.

    Raises
    ------
    UnknownNode, UnknownCountry
        With a suggestion.
    """
    shown = scores.rubric.node(node) if node else scores.rubric.root
    column = scores.column[shown.path]
    rows = select(scores, shown, countries, highlight)
    low, high = scores.rubric.scale

    def said(value: float) -> str:
        return points(float(value), scores.rubric.digits)

    title = plain(title or f"{shown.title}: ranking")
    marks = "Dot: score. Bar: the range through which missing answers could move it."
    left = label_width(rows)
    with style.house_style(size):
        frame = style.Frame(
            ax,
            size,
            title,
            marks,
            plain(source_line(scores) if source is None else source),
            height=2.1 * len(rows),
            left=left,
            right=6.2,
            above=1.6,
        )
        axes, em = frame.ax, frame.points
        for y, row in enumerate(rows):
            value = scores.reported[row.index, column]
            bounds = scores.nodes.lower[row.index, column], scores.nodes.upper[row.index, column]
            strong, pale = style.colours().pair(row.highlighted)
            axes.hlines(y, *bounds, color=pale, linewidth=em * 0.95, zorder=2)
            if row.rank is None:
                axes.annotate(
                    "not ranked",
                    (sum(bounds) / 2, y),
                    ha="center",
                    va="center",
                    color=style.colours().ink,
                    fontsize=em * 0.86,
                )
            else:
                axes.plot(value, y, "o", color=strong, markersize=em * 0.85, zorder=3, clip_on=False)
                _label_score(axes, float(value), said(value), y, (low, high), em, color=strong)
        label_right(axes, (percent(float(scores.nodes.coverage[row.index, column])) for row in rows), "answered", em)
        axes.set_ylim(len(rows) - 0.4, -0.6)
        axes.set_xlim(low, high)
        axes.tick_params(axis="x", length=0, pad=em * 0.5)
        label_rows(axes, rows, range(len(rows)), left, em)
        axes.grid(axis="x")
    return frame.finish(
        title
        + ". "
        + " ".join(
            f"{row.rank}. {row.name} {said(scores.reported[row.index, column])}"
            f" ({said(scores.nodes.lower[row.index, column])} to"
            f" {said(scores.nodes.upper[row.index, column])})."
            if row.rank
            else f"{row.name} is not ranked."
            for row in rows
        )
    )


def _label_score(
    axes: Axes, value: float, text: str, y: int, scale: tuple[float, float], em: float, *, color: str
) -> None:
    """The score above its dot, kept inside the axes at either end of the scale."""
    low, high = scale
    share = (value - low) / (high - low)
    side = "left" if share < 0.03 else "right" if share > 0.97 else "center"
    axes.annotate(
        text,
        (value, y),
        xytext=(0, em * 0.62),
        textcoords="offset points",
        ha=side,
        va="bottom",
        fontsize=em * 0.9,
        fontweight="bold",
        color=color,
        annotation_clip=False,
    )
