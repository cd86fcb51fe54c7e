"""One chart to one file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from strategyscore.charts.catalogue import CATALOGUE
from strategyscore.charts.saving import SAVERS
from strategyscore.report.files import write_whole
from strategyscore.report.provenance import source_stamp
from strategyscore.robustness.sensitivity import sensitivity
from strategyscore.robustness.uncertainty import uncertainty
from strategyscore.robustness.vary import Given
from strategyscore.scoring.scores import Scores


def draw_chart(
    scores: Scores,
    name: str,
    out: Path,
    which: str | None = None,
    *,
    draws: int = 10_000,
    seed: int = 0,
    vary: Given = None,
    **options: Any,
) -> None:
    """Draw a chart of the catalogue into a file.

    Parameters
    ----------
    scores : Scores
    name : str
        In `strategyscore.charts.catalogue`.
    out : Path
        A ``.svg``, ``.png`` or ``.pdf`` file.
    which : str, optional
        The node or country that the chart takes.
    draws, seed, vary
        As for `uncertainty`, for the charts drawn from it; a tornado has the draws of `sensitivity`.
    **options
        Of the chart: ``size``, ``title``, ``source``, ``highlight``.

    Raises
    ------
    UnknownNode, UnknownCountry
        With a suggestion.
    ValueError
        If the chart takes no node or country, or the file's suffix is another.
    """
    entry = CATALOGUE[name]
    if which is not None and entry.takes is None:
        raise ValueError(f"{name} shows all countries on the whole rubric; leave {which!r} out")
    if out.suffix.lower() not in SAVERS:
        raise ValueError(f"{out.name}: a chart is a file of {', '.join(SAVERS)}")
    given: Any = scores
    if entry.needs == "uncertainty":
        given = uncertainty(scores.rubric, scores.countries, draws, seed, vary, as_of=scores.as_of)
    elif entry.needs == "sensitivity":
        given = sensitivity(scores.rubric, scores.countries, seed=seed, vary=vary, as_of=scores.as_of)
    if not entry.highlights:
        options.pop("highlight", None)
    figure = entry.draw(given, *([which] if entry.takes else []), **options)
    write_whole({out: SAVERS[out.suffix.lower()](figure, Source=source_stamp(scores))})
