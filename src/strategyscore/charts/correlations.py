"""Correlations: which parts or criteria of an index go together, each pair once."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb

from strategyscore.analysis.audit import weak_criteria
from strategyscore.analysis.diagnostics import correlations as correlations_of
from strategyscore.charts import style
from strategyscore.charts.cells import HEAD, correlation_colour, correlation_keys, draw_cells, upright_heads
from strategyscore.charts.frame import Frame, Plan, Texts
from strategyscore.charts.headlines import CLOSEST, NO_RANK, headline
from strategyscore.charts.labels import label_left
from strategyscore.errors import ScoringError
from strategyscore.output.captions import called, counted_note, source_line, until, weak_note
from strategyscore.scoring.scores import Scores
from strategyscore.text.words import points

_ROW = 1.3  # height of a row, in lines of text


def correlations(
    scores: Scores,
    node: str | None = None,
    *,
    ax: Axes | None = None,
    title: str | None = None,
    size: style.Size = "page",
    source: str | None = None,
) -> style.Chart:
    """Show how far the scores of parts or criteria go together, each pair once (Pearson's correlation).

    Parameters
    ----------
    scores : Scores
        From `strategyscore.score`.
    node : str, optional
        The path of the group whose children are compared; all criteria of the rubric where it is not given.
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
    UnknownNode
        With a suggestion.
    ScoringError
        If there are no two to compare.

    See Also
    --------
    strategyscore.diagnostics.correlations : The numbers.

    Examples
    --------
    >>> ss.charts.correlations(scores, "readiness").alt_text
    'The correlation of Rules and Compute is −0.53. Readiness: correlation of scores, from −1 to 1, each
    over the countries that have both; evidence of no stated date. Compute and Rules: −0.53.'
    """
    shown = scores.rubric.node(node) if node else scores.rubric.root
    nodes = list(shown.children if node else scores.rubric.criteria)
    if len(nodes) < 2:
        raise ScoringError(f"{shown.path} has no two parts to compare; name another group")
    weak = weak_criteria(scores)
    table = correlations_of(scores, node).to_numpy(dtype=float)
    labels = [called(each, weak) for each in nodes]
    pairs = [(i, j, float(table[i, j])) for i in range(len(nodes)) for j in range(i) if np.isfinite(table[i, j])]
    texts = Texts(
        title or _title(pairs, [each.called for each in nodes]),
        f"{shown.title}: correlation of scores, from \N{MINUS SIGN}1 to 1, each over the countries that have both; "
        f"{until(scores)}",
        (
            "A pair is left out where too few countries have both scores, or all have the same."
            if len(pairs) < len(nodes) * (len(nodes) - 1) / 2
            else "",
            counted_note(scores, "the correlations"),
            weak_note(scores, nodes),
        ),
        source_line(scores) if source is None else source,
    )
    left = max(map(style.measured, labels)) + 1.8
    count = len(nodes) - 1
    with style.house_style(size):
        keys = correlation_keys(min((value for *_, value in pairs), default=1.0))

        def cell_of(whole: float) -> float:
            return (whole - left - 0.8) / count

        def plan(whole: float) -> Plan:
            size_of = min(HEAD, 0.9 * cell_of(whole))
            return Plan([_ROW] * count, left, 0.8, above=0.5 + left * size_of / 1.45, below=0.4)

        frame = Frame(ax, size, texts, plan, keys=keys)
        panel, em = frame.panels[0], frame.points
        axes, cell = panel.axes, cell_of(frame.whole)
        boxes, fills = [], []
        short = cell < 3  # no room for the nought before the point
        said = [
            points(value, 2).replace("0.", ".") if abs(value) < 1 and short else points(value, 2) for *_, value in pairs
        ]
        size_of = em * min(0.86, 0.88 * cell / max(map(style.measured, said), default=1.0))
        for (i, j, value), text in zip(pairs, said, strict=True):
            y = float(panel.at[i - 1])
            fill = correlation_colour(value)
            boxes.append((j + 0.03, y - _ROW / 2 + 0.04, 0.94, _ROW - 0.08))
            fills.append(fill)
            if cell > 1.6:
                colour = style.on_colour(to_rgb(fill))
                axes.text(j + 0.5, y, text, ha="center", va="center", fontsize=size_of, color=colour)
        draw_cells(axes, boxes, fills)
        for i, y in enumerate(panel.at):
            label_left(axes, float(y), labels[i + 1], left, em)
        heads = [(j + 0.5, label) for j, label in enumerate(labels[:-1])]
        upright_heads(axes, heads, em, em * min(HEAD, 0.9 * cell))
        axes.set_xlim(0, count)
        axes.set_xticks([])
        axes.spines[:].set_visible(False)
    closest = sorted(pairs, key=lambda pair: -abs(pair[2]))[:40]
    return frame.finish(
        " ".join(f"{nodes[i].title} and {nodes[j].title}: {points(value, 2)}." for i, j, value in closest)
    )


def _title(pairs: list[tuple[int, int, float]], names: list[str]) -> str:
    if not pairs:
        return headline([NO_RANK], {})
    i, j, most = max(pairs, key=lambda pair: pair[2])
    said = points(most, 2)
    numbers = {
        "r": most,
        "negative": sum(value < 0 for _, _, value in pairs),
        "pairs": len(pairs),
        "count": sum(points(value, 2) == said for _, _, value in pairs),
    }
    return headline(CLOSEST, numbers, {"first": names[j], "second": names[i], "said": said})
