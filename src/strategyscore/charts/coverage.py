"""The coverage map: what is rated, with what confidence, and what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from matplotlib.axes import Axes

from strategyscore.analysis.audit import weak_criteria
from strategyscore.analysis.evidence import cited_sources
from strategyscore.charts import style
from strategyscore.charts.cells import draw_cells
from strategyscore.charts.frame import Frame, Plan, Texts
from strategyscore.charts.headlines import ANSWERED, NO_RANK, headline
from strategyscore.charts.legend import Key, Mark
from strategyscore.charts.rows import Row, any_thin, first_apart, on_slide, select
from strategyscore.model.nodes import Node
from strategyscore.output.captions import THIN, called, one_source_note, source_line, thin_note, weak_note
from strategyscore.scoring.scores import Scores
from strategyscore.text.words import DASH, countries_said, percent, plain

_OUT = "not applicable"
_SIDES = {"high": 1.0, "medium": 0.68, "low": 0.38}  # of the square of a rating, by its confidence
_KEYS: dict[str, Mark] = {"high": "box", "medium": "middle", "low": "small"}
_HEAD = 0.86  # of the text's size
_GAP = 0.6  # before the countries that are set apart, in cells


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
    """Show every criterion by country: rated, in a square the larger the higher the confidence, or missing.

    Parameters
    ----------
    scores : Scores
        From `strategyscore.score`.
    node : str, optional
        The path of the group whose criteria are the rows; the whole rubric where it is not given.
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
    strategyscore.Scores.tidy : The coverage of every node.

    Examples
    --------
    >>> ss.charts.coverage(scores).alt_text
    '94 % of the weight is answered; Dona has the least, 75 %. Readiness: what is rated and with what
    confidence, 4 countries in the order of the ranks. Aria: 100 % answered. Bora: 100 % answered.
    Cala: 100 % answered. Dona: 75 % answered; missing Audits.'
    """
    shown = scores.rubric.node(node) if node else scores.rubric.root
    rows, cut = on_slide(select(scores, shown, countries, highlight), size)
    codes = [row.code for row in rows]
    lines = _lines(shown)
    leaves = [line for line in lines if line.is_leaf]
    cells = {(leaf.path, code): _state(scores, leaf, code) for leaf in leaves for code in codes}
    apart = first_apart(rows)
    xs = [place + (_GAP if 0 < apart <= place else 0.0) for place in range(len(rows))]
    whole = (xs[-1] if xs else 0.0) + 1
    feet = _feet(scores, rows, shown)
    weak = weak_criteria(scores)
    notes = (
        f"{DASH} The criterion does not apply to the country." if _OUT in cells.values() else "",
        one_source_note(scores, codes),
        thin_note(scores, THIN)
        if any_thin(scores, rows, [shown, *(line for line in lines if not line.is_leaf)])
        else "",
        weak_note(scores, leaves),
        cut,
    )
    texts = Texts(
        title or _title(scores, rows, shown),
        f"{shown.title}: what is rated and with what confidence, {countries_said(len(rows))} in the order of the ranks",
        notes,
        source_line(scores) if source is None else source,
    )
    labels = [plain(line.called) if not line.is_leaf else called(line, weak) for line in lines]
    with style.house_style(size):
        ink = style.colours()
        levels = [name for name in _SIDES if name in cells.values()]
        keys = [Key(f"{name} confidence", ink.strong, _KEYS[name]) for name in levels]
        keys.append(Key("no answer", "white", edge=ink.muted))
        widths = [
            style.measured(label, "normal" if line.is_leaf else "bold")
            for line, label in zip(lines, labels, strict=True)
        ]
        names = max((style.measured(row.label, "bold") for row in rows), default=0.0)

        def plan(room: float) -> Plan:
            left = min(max(widths, default=0.0) * _HEAD + 1.4, 0.45 * room)
            tall = [1.05 if line.is_leaf else 1.35 for line in lines]
            cell = (room - left - 0.8) / whole
            above = 0.5 + names * min(0.82, 0.9 * cell) / 1.45
            below = 0.4 + sum(_foot(texts_of, cell) for texts_of in feet.values())
            heads = [place for place, line in enumerate(lines) if not line.is_leaf]
            return Plan(tall, left, 0.8, above=above, below=below, least=1.6 * whole, heads=heads)

        frame = Frame(ax, size, texts, plan, keys=keys, panels=2)
        em, left = frame.points, frame.plan.left
        cell = (frame.whole - left - 0.8) / whole
        small = em * min(0.82, 0.9 * cell)
        for panel in frame.panels:
            axes = panel.axes
            tall_of_all = axes.get_position().height * axes.figure.get_figheight() * 72  # type: ignore[union-attr]
            up = tall_of_all / em / max(float(axes.get_ylim()[0]), 1e-9)
            side = min(0.98, cell / up)  # of the square that fills a cell, in lines; as wide as it is tall
            boxes: dict[str, list[tuple[float, float, float, float]]] = {}
            for index, y in panel:
                line = lines[index]
                _head(axes, y + (0.0 if line.is_leaf else 0.15), labels[index], left, em, bold=not line.is_leaf)
                for x, row in zip(xs, rows, strict=True):
                    if not line.is_leaf:
                        part = row.on(scores, line)
                        if part.thin:
                            axes.text(x + 0.5, y + 0.15, _share(part), ha="center", va="center", fontsize=small)
                        continue
                    state = cells[line.path, row.code]
                    if state == _OUT:
                        axes.text(x + 0.5, y, DASH, ha="center", va="center", fontsize=small, color=ink.muted)
                        continue
                    tall = side * _SIDES.get(state, 1.0) * 0.92
                    wide = tall * up / cell
                    colour = ink.pair(row.highlighted)[0] if state else "white"
                    boxes.setdefault(colour, []).append((x + 0.5 - wide / 2, y - tall / 2, wide, tall))
            for colour, several in boxes.items():
                draw_cells(axes, several, [colour] * len(several), edge=ink.muted if colour == "white" else None)
            for x, row in zip(xs, rows, strict=True):
                _foot_or_head(axes, x + 0.5, 1, row.label, small, em * 0.4, row)
            drop = -em * 0.4
            for head, texts_of in feet.items():
                for x, row, text in zip(xs, rows, texts_of, strict=True):
                    _foot_or_head(axes, x + 0.5, 0, text, small, drop, row, upright=_upright(texts_of, cell))
                _head(axes, 0, head, left, em, drop=drop - small * 0.2)
                drop -= em * 1.45 * _foot(texts_of, cell)
            axes.set_xlim(-0.04, whole + 0.04)  # so that the outermost boxes are not cut
            axes.set_xticks([])
            axes.spines[:].set_visible(False)
    return frame.finish(
        " ".join(
            f"{row.name}: {percent(row.coverage)} answered"
            + (", no rank" if row.thin else "")
            + "".join(f"; missing {'; '.join(titles)}" for titles in [_missing(leaves, cells, row)] if titles)
            + "."
            for row in rows
        )
    )


def _title(scores: Scores, rows: Sequence[Row], shown: Node) -> str:
    known = [row for row in rows if row.coverage == row.coverage]
    if not known:
        return headline([NO_RANK], {})
    fewest = min(known, key=lambda row: row.coverage)
    share = sum(row.coverage for row in known) / len(known)
    words = {"share": percent(share), "country": fewest.name, "own": percent(fewest.coverage)}
    return headline(ANSWERED, {"least": fewest.coverage, "n": len(known)}, words)


def _feet(scores: Scores, rows: Sequence[Row], shown: Node) -> dict[str, list[str]]:
    """What stands below each country: the share answered, the number of sources, and until when the evidence goes."""
    feet = {"answered in all, %": [_share(row) for row in rows]}
    if scores.countries.numbers is None:
        feet["sources in all"] = [str(len(cited_sources(scores, row.index, shown))) for row in rows]
        dates = [scores.as_of or scores.countries[row.index].as_of for row in rows]
        feet["evidence up to"] = [str(date)[:7] if date else DASH for date in dates]
    return feet


def _foot(texts: Sequence[str], cell: float) -> float:
    """The height of a line below the countries, in lines of text."""
    longest = max(map(style.measured, texts), default=0.0)
    return (longest * min(0.82, 0.9 * cell) + 0.5) / 1.45 if _upright(texts, cell) else 1.0


def _upright(texts: Sequence[str], cell: float) -> bool:
    """Whether the texts of a line below the countries are wider than a cell, with a little room between them."""
    return max(map(style.measured, texts), default=0.0) * 0.82 + 0.4 > cell


def _head(
    axes: Axes, y: float, text: str, left: float, em: float, *, bold: bool = False, drop: float | None = None
) -> None:
    axes.annotate(
        text,
        (0, y),
        xycoords=("axes fraction", "data") if drop is None else "axes fraction",
        xytext=((0.6 - left) * em, drop or 0.0),
        textcoords="offset points",
        va="center" if drop is None else "top",
        fontsize=em * (_HEAD if drop is None else 0.78),
        fontweight="bold" if bold else "normal",
        color=style.colours().ink if drop is None else style.colours().muted,
        annotation_clip=False,
    )


def _foot_or_head(
    axes: Axes, x: float, end: int, text: str, size: float, lift: float, row: Row, *, upright: bool = True
) -> None:
    palette = style.colours()
    axes.annotate(
        text,
        (x, end),
        xycoords=axes.get_xaxis_transform(),
        xytext=(0, lift),
        textcoords="offset points",
        ha="center",
        va="bottom" if end else "top",
        rotation=90 if upright else 0,
        fontsize=size,
        color=palette.highlighted if row.highlighted else palette.ink if end else palette.muted,
        fontweight="bold" if row.highlighted else "normal",
        annotation_clip=False,
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
