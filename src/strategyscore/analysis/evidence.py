"""Every rating with its evidence, as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from strategyscore.scoring.scores import Scores

if TYPE_CHECKING:
    import pandas as pd


def evidence_table(scores: Scores) -> pd.DataFrame:
    """A row for every piece of evidence behind the ratings that were scored.

    Parameters
    ----------
    scores : Scores

    Returns
    -------
    pandas.DataFrame
        Validated by `strategyscore.schemas.EvidenceTable`.
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
                        "published": str(source.published or ""),
                        "accessed": str(source.accessed or ""),
                    }
                )
    return EvidenceTable.validate(pd.DataFrame(rows, columns=list(EvidenceTable.to_schema().columns), dtype=str))
