"""The tree of the index: what is made of what, and how much each part weighs."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from strategyscore.analysis.audit import weak_criteria
from strategyscore.charts import style
from strategyscore.charts.frame import Frame, Plan, Texts
from strategyscore.charts.headlines import TREE, headline
from strategyscore.model.nodes import Node
from strategyscore.output.captions import called, source_line, weak_note
from strategyscore.scoring.program import shares_of_the_whole
from strategyscore.scoring.scores import Scores
from strategyscore.text.words import DASH, plain, points

_ROW = 1.35  # height of a criterion, in lines of text
_GROUP = 0.55  # width of a group beside that of a criterion


def tree(
    scores: Scores,
    node: str | None = None,
    *,
    ax: Axes | None = None,
    title: str | None = None,
    size: style.Size = "page",
    source: str | None = None,
) -> style.Chart:
    """Show what an index is made of: a column a level, and the share of the weight of each group and criterion.

    Parameters
    ----------
    scores : Scores
        From `strategyscore.score`.
    node : str, optional
        The path of the group to show; the whole rubric where it is not given.
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

    See Also
    --------
    strategyscore.Rubric.nodes : The nodes that it shows.

    Examples
    --------
    >>> ss.charts.tree(scores).alt_text
    'Three criteria in two parts that weigh the same. Readiness: parts and criteria with their share of
    the weight. Readiness: 100 % of the weight, made of 2. Rules: 50 % of the weight, made of 2. Law on
    AI: 25 % of the weight. Audits: 25 % of the weight. Compute: 50 % of the weight.'
    """
    shown = scores.rubric.node(node) if node else scores.rubric.root
    weak = weak_criteria(scores)
    leaves = [each for each in shown.walk() if each.is_leaf]
    whole_of = shares_of_the_whole(scores.program)
    own = whole_of[scores.column[shown.path]]
    share = {each.path: float(whole_of[scores.column[each.path]] / own) if own else np.nan for each in shown.walk()}
    columns = 1 + max(each.depth for each in shown.walk()) - shown.depth
    texts = Texts(
        title or _title(shown, share, leaves),
        f"{shown.title}: parts and criteria with their share of the weight",
        (
            f"{DASH} The weight rests on the data." if any(np.isnan(each) for each in share.values()) else "",
            weak_note(scores, leaves),
        ),
        source_line(scores) if source is None else source,
    )
    with style.house_style(size):
        ink = style.colours()
        parts = list(shown.children) or [shown]
        fills = {part.path: ink.parts[number % len(ink.parts)] for number, part in enumerate(parts)}
        frame = Frame(ax, size, texts, lambda _: Plan([_ROW] * len(leaves), 0.6, 0.6, above=0.4, below=0.5))
        axes, em, panel = frame.ax, frame.points, frame.panels[0]
        starts = np.concatenate([[0.0], np.cumsum([_GROUP] * (columns - 1)), [(columns - 1) * _GROUP + 1]])
        width = (frame.whole - 1.2) / starts[-1]
        place = {leaf.path: number for number, leaf in enumerate(leaves)}

        def draw(each: Node, fill: str, level: int) -> None:
            below = [place[leaf.path] for leaf in each.walk() if leaf.is_leaf]
            top, end = float(panel.ends[below[0]]), float(panel.ends[below[-1] + 1])
            begins = float(starts[level])
            span = float(starts[-1]) - begins if each.is_leaf else _GROUP
            colour = (
                style.tint(fill, 0.9 if each.is_leaf else 0.62) if each is not shown else style.tint(ink.muted, 0.85)
            )
            box = (begins + 0.15 / width, top + 0.06), span - 0.3 / width, end - top - 0.12
            axes.add_patch(Rectangle(*box, facecolor=colour, linewidth=0))
            said = _share(share[each.path])
            name = called(each, weak) if each.is_leaf else plain(each.called)
            middle = (top + end) / 2
            if each.is_leaf:
                room = span * width - 2.6 - 0.86 * style.measured(said)
                fits = min(1.0, room / style.measured(name))
                axes.text(begins + 0.8 / width, middle, name, va="center", fontsize=em * fits)
                where = begins + span - 0.8 / width
                axes.text(where, middle, said, va="center", ha="right", fontsize=em * 0.86, color=ink.muted)
            else:
                room = span * width - 1.6
                fits = min(1.0, room / max(style.measured(word, "bold") for word in name.split()))
                text = "\n".join([*style.wrapped(name, room / fits, 1.0, "bold"), said])
                look: dict[str, Any] = {"va": "center", "fontweight": "bold", "linespacing": 1.3, "fontsize": em * fits}
                axes.text(begins + 0.8 / width, middle, text, **look)
            for child in each.children:
                draw(child, fills.get(child.path, fill), level + 1)

        draw(shown, ink.muted, 0)
        axes.set_xlim(0, float(starts[-1]))
        axes.set_xticks([])
        axes.spines[:].set_visible(False)
    return frame.finish(
        " ".join(
            f"{each.title}: {_share(share[each.path])} of the weight"
            + ("" if each.is_leaf else f", made of {len(each.children)}")
            + "."
            for each in shown.walk()
        )
    )


def _share(share: float) -> str:
    """A share of the weight, with a decimal where it is no whole percentage."""
    return DASH if np.isnan(share) else f"{points(100 * share).removesuffix('.0')} %"


def _title(shown: Node, share: dict[str, float], leaves: list[Node]) -> str:
    parts = list(shown.children) or [shown]
    known = [share[part.path] for part in parts if share[part.path] == share[part.path]] or [1.0]
    heaviest = max(parts, key=lambda part: np.nan_to_num(share[part.path]))
    numbers = {
        "criteria": len(leaves),
        "parts": len(parts),
        "most": round(max(known), 9),
        "least": round(min(known), 9),
    }
    return headline(TREE, numbers, {"heaviest": heaviest.called, "share": _share(max(known))})
