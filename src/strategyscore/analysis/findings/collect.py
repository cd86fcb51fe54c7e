"""All findings of a score, and the few that a first page has room for."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np

from strategyscore.analysis.findings.basis import Basis
from strategyscore.analysis.findings.change import changes
from strategyscore.analysis.findings.finding import Finding, Findings
from strategyscore.analysis.findings.order import lead, locked, most_fragile, pairs, reach, tier
from strategyscore.analysis.findings.portrait import against_peers, portrait, sources, standing
from strategyscore.robustness.uncertainty import Uncertainty
from strategyscore.scoring.scores import Scores, check_scores


def findings(
    scores: Scores,
    uncertainty: Uncertainty | None = None,
    *,
    before: Scores | None = None,
    answers: Any = None,
) -> Findings:
    """What scores say, in sentences: each carries the numbers that it rests on, and claims no more than they do.

    Parameters
    ----------
    scores : Scores
        From `strategyscore.score`.
    uncertainty : Uncertainty, optional
        Draws of the same scores; without it nothing is said of how sure an order is.
    before : Scores, optional
        The same countries on an earlier date, for what changed.
    answers : DataFrame, optional
        What `Uncertainty.settling` gave, if it was worked out before.

    Returns
    -------
    Findings
        On the order of the countries, then on each country in the published order, then on changes.

    Raises
    ------
    ValueError
        If the draws are of other scores.

    See Also
    --------
    strategyscore.Uncertainty : What makes them say how sure an order is.
    strategyscore.write_report : Puts them on the first page.

    Examples
    --------
    >>> print(ss.findings(scores, ss.uncertainty(scores, draws=500))[0].text)
    Aria has the highest score, 70.0 of 100, and ranks first in 76 % of the draws. The lead is likely, but not
    firm.
    """
    basis = based(scores, uncertainty)
    return Findings(tuple(_all(basis, before, _next(uncertainty, answers))))


def key_findings(
    scores: Scores,
    uncertainty: Uncertainty | None = None,
    *,
    focus: Iterable[str] = (),
    before: Scores | None = None,
    most: int = 5,
) -> Findings:
    """The findings for a first page.

    Parameters
    ----------
    scores, uncertainty, before
        As for `findings`.
    focus : iterable of str
        Codes of the countries that the page is about, the first above all; where there is none, the country of which
        the least is answered.
    most : int
        How many.
    """
    basis = based(scores, uncertainty)
    asked = [code for code in focus if code in scores.countries.codes]
    told = list(_key(basis, asked, before))
    return Findings(tuple(told[:most]))


def based(scores: Scores, uncertainty: Uncertainty | None) -> Basis:
    """What findings are read from.

    Raises
    ------
    ValueError
        If the draws are of other scores.
    """
    check_scores(scores)
    if uncertainty is not None and uncertainty.nominal != scores:
        raise ValueError("the draws are of other scores; draw these with uncertainty(scores)")
    return Basis(scores, uncertainty)


def _next(uncertainty: Uncertainty | None, answers: Any) -> dict[str, dict[str, object]]:
    """Of each country the answer that would tell most."""
    if uncertainty is None:
        return {}
    table = uncertainty.settling() if answers is None else answers
    rows: list[dict[Any, Any]] = table.groupby("country", as_index=False).first().to_dict("records")
    return {str(row["country"]): row for row in rows}


def _all(basis: Basis, before: Scores | None, answers: dict[str, dict[str, object]]) -> Iterator[Finding]:
    yield from (item for item in (lead(basis), pairs(basis), most_fragile(basis)) if item is not None)
    yield from (item for item in (tier(basis, number) for number in range(len(basis.tiers))) if item is not None)
    for row in basis.scores.order:
        yield from portrait(basis, basis.scores.countries.codes[row], answers)
    if before is not None:
        yield from changes(basis, before)


def _key(basis: Basis, focus: list[str], before: Scores | None) -> Iterator[Finding]:
    """Who leads, who cannot be told apart, and what is sure of the countries that the page is about."""
    about = focus[0] if focus else _least_known(basis)
    several = [lead(basis), tier(basis), None if focus else most_fragile(basis)]
    if about is not None:
        if focus:
            several.append(standing(basis, about))
            several += [item for item in against_peers(basis, about) if item.kind == "peers"]
        several.append(locked(basis, about) or reach(basis, about))
        several += [item for item in (sources(basis, about),) if item is not None and item.numbers["sources"] == 1]
    several.append(pairs(basis))
    if before is not None:
        several += [item for item in changes(basis, before) if item.kind == "change"]
    yield from (item for item in several if item is not None)


def _least_known(basis: Basis) -> str | None:
    """The country of which the least is answered; None where all is."""
    coverage = basis.scores.nodes.coverage[:, 0]
    row = int(np.argmin(coverage))
    return None if math.isclose(coverage[row], 1.0) else basis.scores.countries.codes[row]
