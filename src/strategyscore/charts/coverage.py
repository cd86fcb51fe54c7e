"""The coverage map: what is rated, how surely, and what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.patches import Rectangle

from strategyscore.charts import style
from strategyscore.charts.legend import Key, draw_key, key_lines
from strategyscore.charts.parameters import documented
from strategyscore.charts.rows import Row, any_thin, select
from strategyscore.model.nodes import Node
from strategyscore.output.captions import source_line, thin_note
from strategyscore.scoring.scores import Scores
from strategyscore.text.words import DASH, percent, plain

_OUT = "not applicable"
_LETTERS = {"high": "h", "medium": "m", "low": "l"}


@documented
def coverage(
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
    """Show every criterion by country: rated with high, medium or low confidence, or missing.

    Parameters
    ----------
    scores : Scores
    node : str, optional
        The path of the group whose criteria are the rows; the whole rubric where it is not given.
    ax, title, size, source, countries, highlight
        As of every chart; `help` tells them in full.

    Raises
    ------
    UnknownNode, UnknownCountry
        With a suggestion.
    """
    shown = scores.rubric.node(node) if node else scores.rubric.root
    rows = select(scores, shown, countries, highlight)
    codes = [row.code for row in rows]
    lines = _lines(shown)
    leaves = [line for line in lines if line.is_leaf]
    cells = {(leaf.path, code): _state(scores, leaf, code) for leaf in leaves for code in codes}
    thin = any_thin(scores, rows, [shown, *(line for line in lines if not line.is_leaf)])
    title = plain(title or f"{shown.title}: what is rated, and how surely")
    marks = "Countries by rank, those without one last. Below: the share of the weight that is answered."
    if _OUT in cells.values():
        marks += f" {DASH}: the criterion does not apply to the country."
    if thin:
        marks += f" {thin_note(scores, 'Marked *')}"
    with style.house_style(size):
        palette = style.colours()
        width, em = style.WIDTHS[size]
        most = 0.4 * width * 72 / em
        heads = {line.path: style.wrapped(plain(line.called), (most - 1) * em, em * 0.86) for line in lines}
        left = min(most, max(style.measured(text, "bold") for head in heads.values() for text in head) + 1.2)
        cell = (width * 72 / em - left - 0.8) / max(len(codes), 1)
        tall = [0.35 + 0.9 * max(len(heads[line.path]), 1) + (0.0 if line.is_leaf else 0.35) for line in lines]
        at = np.cumsum([0.0, *tall])
        keys = [Key(f"confidence {name}" if name == "high" else name, _fill(name)) for name in _LETTERS]
        keys.append(Key("missing", "white", palette.muted, "////"))
        key = key_lines(keys, width * 72 / em - 1.2)
        frame = style.Frame(
            ax,
            size,
            title,
            marks,
            plain(source_line(scores) if source is None else source),
            height=float(at[-1]),
            left=left,
            right=0.8,
            above=2.6 + len(key),
            below=2.3,
        )
        axes, em = frame.ax, frame.points
        small = em * min(0.86, 0.42 * cell)
        for line, top, height in zip(lines, at, tall, strict=False):
            middle = float(top + height / 2) + (0.0 if line.is_leaf else 0.15)
            axes.annotate(
                "\n".join(heads[line.path]),
                (0, middle),
                xycoords=("axes fraction", "data"),
                xytext=((0.6 - left) * em, 0),
                textcoords="offset points",
                va="center",
                fontsize=em * 0.86,
                fontweight="normal" if line.is_leaf else "bold",
                linespacing=1.1,
                annotation_clip=False,
            )
            for x, row in enumerate([] if line.is_leaf else rows):
                part = row.on(scores, line)
                if part.thin:
                    axes.text(
                        x + 0.5, middle, _share(part), ha="center", va="center", fontsize=small, color=palette.ink
                    )
            for x, code in enumerate(codes if line.is_leaf else []):
                state = cells[line.path, code]
                box = (x + 0.04, float(top) + 0.06), 0.92, height - 0.12
                if not state:
                    axes.add_patch(
                        Rectangle(*box, facecolor="white", edgecolor=palette.rule, hatch="////", linewidth=0)
                    )
                    continue
                if state == _OUT:
                    middle = float(top + height / 2)
                    axes.text(x + 0.5, middle, DASH, ha="center", va="center", fontsize=small, color=palette.muted)
                    continue
                fill = _fill(state)
                axes.add_patch(Rectangle(*box, facecolor=fill, linewidth=0))
                axes.text(
                    x + 0.5,
                    float(top + height / 2),
                    _LETTERS.get(state, ""),
                    ha="center",
                    va="center",
                    fontsize=small,
                    color=style.on_colour(to_rgb(fill)),
                )
        for x, row in enumerate(rows):
            for y, text, up in ((1, row.code, True), (0, _share(row), False)):
                axes.annotate(
                    text,
                    (x + 0.5, y),
                    xycoords=axes.get_xaxis_transform(),
                    xytext=(0, em * (0.4 if up else -0.4)),
                    textcoords="offset points",
                    ha="center",
                    va="bottom" if up else "top",
                    rotation=90 if cell < 2.6 else 0,
                    fontsize=em * 0.82,
                    color=palette.highlighted if row.highlighted else palette.ink if up else palette.muted,
                    fontweight="bold" if row.highlighted else "normal",
                    annotation_clip=False,
                )
        axes.annotate(
            "answered, %",
            (0, 0),
            xycoords="axes fraction",
            xytext=((0.6 - left) * em, -em * 0.4),
            textcoords="offset points",
            va="top",
            fontsize=em * 0.82,
            color=palette.muted,
            annotation_clip=False,
        )
        axes.set_xlim(0, max(len(codes), 1))
        axes.set_ylim(float(at[-1]), 0)
        axes.set_xticks([])
        axes.set_yticks([])
        axes.spines[:].set_visible(False)
        if ax is None:
            draw_key(axes, key, em, left - 0.6, 2.8)
    return frame.finish(
        f"{title}. "
        + " ".join(
            f"{row.name}: {percent(row.coverage)} answered"
            + (", no rank" if row.thin else "")
            + "".join(f"; missing {'; '.join(titles)}" for titles in [_missing(leaves, cells, row)] if titles)
            + "."
            for row in rows
        )
    )


def _share(row: Row) -> str:
    """How many per cent are answered, with a mark where that is too little for a rank."""
    return percent(row.coverage).removesuffix(" %") + ("*" if row.thin else "")


def _missing(leaves: Sequence[Node], cells: Mapping[tuple[str, str], str], row: Row) -> list[str]:
    return [leaf.title for leaf in leaves if not cells[leaf.path, row.code]]


def _lines(shown: Node) -> list[Node]:
    """The criteria below a node, each group of them under its own line."""
    if shown.is_leaf:
        return [shown]
    lines: list[Node] = []
    for child in shown.children:
        lines += [child] if child.is_leaf else [child, *_lines(child)]
    return lines


def _state(scores: Scores, leaf: Node, code: str) -> str:
    column = [criterion.path for criterion in scores.rubric.criteria].index(leaf.path)
    if not scores.prepared.applicable[scores.row(code), column]:
        return _OUT
    if scores.countries.numbers is not None:
        known = scores.nodes.coverage[scores.row(code), scores.column[leaf.path]] > 0
        return "high" if known else ""
    answer = scores.ratings.answer(scores.row(code), column)
    return "" if answer is None else (answer.confidence or "high")


def _fill(confidence: str) -> str:
    palette = style.colours()
    return {"high": palette.strong, "medium": style.tint(palette.strong, 0.45), "low": style.tint(palette.strong, 0.8)}[
        confidence
    ]
