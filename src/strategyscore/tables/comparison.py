"""Two countries side by side, as a table for publication."""

from __future__ import annotations

from typing import Any

from strategyscore.output.captions import source_line, thin_note, weak_sentence
from strategyscore.scoring.comparison import MISSING
from strategyscore.scoring.scores import Scores
from strategyscore.tables.table import PublicationTable, always, in_house_style, marked_score
from strategyscore.text.words import DASH, plain, points


def comparison(
    scores: Scores,
    first: str,
    second: str,
    node: str | None = None,
    *,
    title: str | None = None,
    source: str | None = None,
) -> PublicationTable:
    """A row a criterion: the scores of both, and what the difference adds to the gap; these add up to it.

    Parameters
    ----------
    scores : Scores
        From `strategyscore.score`.
    first, second : str
        By code or name; the gap is the first less the second.
    node : str, optional
        The path of the node that is compared; the whole rubric where it is not given.
    title, source : str, optional
        The heading, and the note below; written from the scores where they are not given.

    Returns
    -------
    PublicationTable
        With a column for each country and one for the gap.

    Raises
    ------
    UnknownCountry, UnknownNode
        With a suggestion.

    See Also
    --------
    strategyscore.Scores.compare : The same as an object.
    strategyscore.charts.dumbbell : The same as a picture.

    Examples
    --------
    >>> ss.tables.comparison(scores, "Aria", "Bora").frame
                Aria   Bora   gap
    criterion
    Audits     100.0    0.0  25.0
    Compute     40.0   80.0 -20.0
    Law on AI  100.0  100.0   0.0
    In all      70.0   65.0   5.0
    """
    import great_tables as gt
    import pandas as pd

    compared = scores.compare(first, second, node)
    left, right = compared.first, compared.second
    frame: Any = pd.DataFrame(
        [
            {
                "criterion": plain(part.title),
                left.code: float(part.first.score),
                right.code: float(part.second.score),
                "gap": float(part.points),
            }
            for part in compared.parts
        ]
    )
    values = scores.nodes.values[:, scores.column[compared.node.path]]
    total = {code: float(values[scores.row(code)]) for code in (left.code, right.code)}
    frame = pd.concat([frame, pd.DataFrame([{"criterion": "In all", **total, "gap": compared.gap}])], ignore_index=True)
    last = [gt.loc.stub(rows=[len(frame) - 1]), gt.loc.body(rows=[len(frame) - 1])]
    table = (
        gt.GT(frame, rowname_col="criterion")
        .tab_stubhead("Criterion")
        .cols_label({left.code: plain(left.name), right.code: plain(right.name), "gap": "Adds to the gap"})
        .fmt_number([left.code, right.code], decimals=compared.digits, use_seps=False)
        .fmt_number("gap", decimals=compared.digits, use_seps=False, force_sign=True)
        .cols_align("right", [left.code, right.code, "gap"])
        .sub_missing(missing_text=DASH)
        .tab_style([gt.style.text(weight="bold"), gt.style.borders(sides="top", color="#1c1f23")], last)
    )
    subtitle = f"The gap is {points(compared.gap, compared.digits, signed=True)} points: {left.name} less {right.name}."
    subtitle += " What only one of the two has answered stands in one row."
    thin = [
        (number, code, scores.column[path])
        for number, path in enumerate([*(part.name for part in compared.parts), compared.node.path])
        for code in (left.code, right.code)
        if path != MISSING
        if scores.thin[scores.row(code), scores.column[path]]
    ]
    for number, code, column in thin:
        text = marked_score(scores, scores.row(code), column)
        table = table.fmt(always(text), columns=code, rows=[number])
    if thin:
        subtitle += f" {thin_note(scores, 'Marked *, with the share answered')}"
    if doubted := weak_sentence(scores, compared.node):
        subtitle += f" {doubted}"
    table = in_house_style(
        table,
        title or f"{left.name} and {right.name}: {compared.node.title}",
        subtitle,
        source_line(scores, [left.code, right.code]) if source is None else source,
    )
    return PublicationTable(table, frame.set_index("criterion"), scores)
