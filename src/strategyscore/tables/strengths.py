"""Strengths and weaknesses of a country as a table for publication."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from strategyscore.analysis.audit import weak_criteria
from strategyscore.analysis.strengths import strengths as found
from strategyscore.output.captions import source_line, titled, weak_note
from strategyscore.scoring.scores import Scores
from strategyscore.tables.table import PublicationTable, in_house_style

_KINDS = {"strength": "Strengths", "weakness": "Weaknesses"}


def strengths(
    scores: Scores,
    country: str,
    *,
    most: int = 5,
    among: str | Iterable[str] | None = None,
    node: str | None = None,
    title: str | None = None,
    source: str | None = None,
) -> PublicationTable:
    """A row a criterion: those on which a country ranks best, then those on which it ranks worst.

    Parameters
    ----------
    scores : Scores
        From `strategyscore.score`.
    country : str
        Its code or name.
    most : int
        How many strengths, and how many weaknesses, at most.
    among : str or iterable of str, optional
        As for `strategyscore.strengths`.
    node : str, optional
        As for `strategyscore.strengths`.
    title, source : str, optional
        The heading, and the note below; written from the scores where they are not given.

    Returns
    -------
    PublicationTable
        With the rank among all, the score and the median of the others.

    Raises
    ------
    UnknownCountry, UnknownNode
        With a suggestion.

    See Also
    --------
    strategyscore.strengths : The numbers.

    Examples
    --------
    >>> "Law on AI" in ss.tables.strengths(scores, "Aria").html()
    True
    """
    import great_tables as gt

    frame = found(scores, country, most, among=among, node=node)
    profile = scores.countries[country]
    weak, nodes = weak_criteria(scores), [scores.rubric.node(path) for path in frame["node"]]
    shown: Any = frame.assign(
        kind=[_KINDS[kind] for kind in frame["kind"]],
        title=[titled(node, weak) for node in nodes],
        rank=[f"{rank} of {of}" for rank, of in zip(frame["rank"], frame["of"], strict=True)],
    )[["kind", "title", "rank", "tied", "score", "median"]]
    table = (
        gt.GT(shown, rowname_col="title", groupname_col="kind")
        .tab_stubhead("Criterion")
        .cols_label({"rank": "Rank", "tied": "Others on this rank", "score": "Score", "median": "Median of the others"})
        .fmt_number(["score", "median"], decimals=scores.rubric.digits, use_seps=False)
        .cols_align("right", ["rank", "tied", "score", "median"])
    )
    subtitle = (
        "On a strength more of the other countries score lower than higher, on a weakness more score higher; the "
        "clearest stand first. A criterion counts where the country and three others have an answer."
    )
    if note := weak_note(scores, nodes):
        subtitle += f" {note}"
    table = in_house_style(
        table,
        title or f"{profile.name}: strengths and weaknesses",
        subtitle,
        source_line(scores, [profile.code]) if source is None else source,
    )
    return PublicationTable(table, frame.set_index("node"), scores)
