"""Every rating with its evidence, as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from strategyscore.model.answers import Source
from strategyscore.model.nodes import Node
from strategyscore.scoring.scores import Scores

if TYPE_CHECKING:
    import pandas as pd


def cited_sources(scores: Scores, row: int, node: Node | None = None) -> dict[str, Source]:
    """The sources that the scored answers of a country cite, by key; empty for a table.

    Parameters
    ----------
    scores : Scores
    row : int
        The country's row.
    node : Node, optional
        The part of the rubric whose answers are looked at; all of it where it is not given.
    """
    profile = scores.countries[row]
    within = {leaf.path for leaf in (node or scores.rubric.root).walk()}
    pairs = zip(scores.rubric.criteria, scores.ratings.answers[row] if scores.ratings.answers else (), strict=False)
    answers = [answer for leaf, answer in pairs if leaf.path in within]
    keys = sorted({item.source for answer in answers if answer is not None for item in answer.evidence})
    return {key: profile.sources[key] for key in keys if key in profile.sources}


def one_source(scores: Scores) -> list[str]:
    """The codes of the countries whose answers all rest on one source, where others rest on more."""
    counts = {code: len(cited_sources(scores, row)) for row, code in enumerate(scores.countries.codes)}
    alone = [code for code, count in counts.items() if count == 1]
    return alone if len(alone) < len(counts) else []


def evidence_table(scores: Scores) -> pd.DataFrame:
    """A row for every piece of evidence behind the ratings that were scored.

    Parameters
    ----------
    scores : Scores
        From `strategyscore.score`.

    Returns
    -------
    pandas.DataFrame
        Validated by `strategyscore.schemas.EvidenceTable`.

    See Also
    --------
    strategyscore.bibliography : The sources, for a reference manager.
    strategyscore.audit : Counts what the scores rest on.

    Examples
    --------
    >>> ss.evidence_table(coded).loc[0, ["country", "node", "answer"]].tolist()[:2]
    ['CHN', 'law']
    """
    import pandas as pd

    from strategyscore.schemas import EvidenceTable

    rows = []
    for profile, answers in zip(scores.countries, scores.ratings.answers or [()] * len(scores.countries), strict=True):
        for leaf, answer in zip(scores.rubric.criteria, answers, strict=False):
            for item in answer.evidence if answer else ():
                assert answer is not None
                source = profile.sources[item.source]
                number = answer.level if answer.level is not None else answer.value
                replies = ", ".join(f"{name}: {reply}" for name, reply in answer.answers.items())
                rows.append(
                    {
                        "country": profile.code,
                        "node": leaf.path,
                        "answer": replies or ("not applicable" if number is None else f"{number:g}"),
                        "since": answer.since,
                        "confidence": answer.confidence or "",
                        "because": answer.because or "",
                        "states": item.states,
                        "quote": item.quote or "",
                        "where": item.where,
                        "source": item.source,
                        "title": source.title,
                        "author": source.author or "",
                        "publisher": source.publisher or "",
                        "url": source.url or "",
                        "kind": source.kind or "",
                        "language": source.language or "",
                        "published": str(source.published or ""),
                        "accessed": str(source.accessed or ""),
                    }
                )
    return EvidenceTable.validate(pd.DataFrame(rows, columns=list(EvidenceTable.to_schema().columns), dtype=str))
