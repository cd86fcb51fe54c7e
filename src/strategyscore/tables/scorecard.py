"""One country's scorecard with its evidence, as a table for publication."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from strategyscore.analysis.audit import weak_criteria
from strategyscore.analysis.evidence import evidence_table
from strategyscore.model.answers import Answer
from strategyscore.model.nodes import Node
from strategyscore.model.profile import CountryProfile
from strategyscore.output.captions import source_line, thin_note, titled, weak_note
from strategyscore.scoring.explanation import Explained
from strategyscore.scoring.scores import Scores
from strategyscore.tables.table import PublicationTable, in_house_style, marked_score
from strategyscore.text.words import DASH, plain

if TYPE_CHECKING:
    import pandas as pd


def scorecard(
    scores: Scores,
    country: str,
    node: str | None = None,
    *,
    title: str | None = None,
    source: str | None = None,
    evidence: bool = True,
) -> PublicationTable:
    """A row a criterion, grouped by part: the level, what it says, how sure it is, since when, and what it rests on.

    What each criterion adds, and what a mean that is not arithmetic adds or takes off, add up to the score.

    Parameters
    ----------
    scores : Scores
        From `strategyscore.score`.
    country : str
        Its code or name.
    node : str, optional
        The path of the group whose criteria are shown; the whole rubric where it is not given.
    title, source : str, optional
        The heading, and the note below; written from the scores where they are not given.
    evidence : bool
        Whether the facts and their sources stand in a column of their own.

    Returns
    -------
    PublicationTable
        Its Excel file has a sheet with every piece of evidence.

    Raises
    ------
    UnknownCountry, UnknownNode
        With a suggestion.

    See Also
    --------
    strategyscore.Scores.explain : The same as an object.
    strategyscore.charts.profile : The same as a picture.

    Examples
    --------
    >>> ss.tables.scorecard(scores, "Bora").frame[["criterion", "level", "adds"]]
       criterion              level  adds
    0  Law on AI  level 2 of 0 to 2  25.0
    1     Audits  level 0 of 0 to 1   0.0
    2    Compute       40 petaflops  40.0
    """
    import great_tables as gt
    import pandas as pd

    explained = scores.explain(country, node)
    profile, shown = explained.profile, explained.node
    digits = explained.digits
    rows = []
    for part in explained.parts:
        answer = part.answer
        says = "; ".join(part.lines) if part.node.is_leaf else part.reply
        rows.append(
            {
                "part": _part(scores, shown, part.node),
                "criterion": plain(part.node.title),
                "level": _level(part) if part.node.is_leaf else DASH,
                "says": plain(says) or DASH,
                "confidence": (answer and answer.confidence) or DASH,
                "since": (answer.since if answer else "") or DASH,
                "rests_on": _rests_on(profile, answer) if answer else DASH,
                "adds": float(part.part.adds),
            }
        )
    frame: Any = pd.DataFrame(rows)
    if not evidence:
        frame = frame.drop(columns="rests_on")
    groups = frame["part"].nunique() > 1
    row = scores.row(profile.code)
    thin = {plain(node.title): scores.column[node.path] for node in shown.children if not node.is_leaf}
    thin = {title: column for title, column in thin.items() if scores.thin[row, column]}
    heads = {title: f"{title}: {marked_score(scores, row, column)}" for title, column in thin.items()}
    visible = frame.replace({"part": heads}) if groups else frame.drop(columns="part")
    weak = weak_criteria(scores)
    visible = visible.assign(criterion=[titled(part.node, weak) for part in explained.parts])
    labels = {
        "level": "Level",
        "says": "What it says",
        "confidence": "Confidence",
        "since": "Since",
        "rests_on": "Rests on",
        "adds": "Adds",
    }
    table = (
        gt.GT(visible, rowname_col="criterion", groupname_col="part" if groups else None)
        .tab_stubhead("Criterion")
        .cols_label({name: label for name, label in labels.items() if name in visible})
        .fmt_number("adds", decimals=digits, use_seps=False)
        .cols_align("left", [name for name in ("says", "confidence", "since", "rests_on") if name in visible])
        .cols_align("center", "level")
        .sub_missing(missing_text=DASH)
        .opt_css(".gt_row { vertical-align: top; white-space: pre-line; }")
        .tab_style(gt.style.css("white-space: nowrap;"), gt.loc.body(columns="since"))
    )
    headline = explained.headline[0].upper() + explained.headline[1:]
    subtitle = f"{headline}."
    if thin and groups:
        subtitle += f" {thin_note(scores, 'Marked *, with the share answered')}"
    if note := weak_note(scores, (part.node for part in explained.parts)):
        subtitle += f" {note}"
    table = in_house_style(
        table,
        title or f"{profile.name}: {shown.title}",
        subtitle,
        source_line(scores, [profile.code]) if source is None else source,
    )
    shares = [0.15, 0.06, 0.16, 0.08, 0.08, 0.28, 0.05] if evidence else [0.25, 0.08, 0.32, 0.1, 0.1, 0.05]
    widths = [("l", share) for share in shares[:-1]] + [("r", shares[-1])]
    sheets = {"evidence": lambda: _evidence_of(scores, profile.code)}
    return PublicationTable(table, frame, scores, sheets, tuple(widths))


def _evidence_of(scores: Scores, code: str) -> pd.DataFrame:
    table = evidence_table(scores)
    return table[table["country"] == code].reset_index(drop=True)


def _part(scores: Scores, shown: Node, leaf: Node) -> str:
    """The child of the shown node that a criterion belongs to."""
    for child in shown.children:
        if f"{leaf.path}.".startswith(f"{child.path}.") and not child.is_leaf:
            return plain(child.title)
    return plain(shown.title)


def _level(part: Explained) -> str:
    if part.answer is None:
        return "missing" if part.missing else plain(part.reply)
    return str(part.answer.level) if part.answer.level is not None else plain(part.reply)


def _rests_on(profile: CountryProfile, answer: Answer) -> str:
    """The facts, a line each, with who says so and when."""
    lines = []
    for item in answer.evidence:
        source = profile.sources[item.source]
        who = ", ".join(
            str(word) for word in (source.publisher or source.author or source.title, source.published) if word
        )
        lines.append(f"{plain(item.states)} ({plain(who)})")
    return "\n".join(lines)
