"""One chart to one file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from strategyscore.analysis.like_for_like import rankings
from strategyscore.charts.catalogue import CATALOGUE
from strategyscore.charts.saving import SAVERS
from strategyscore.output.files import write_whole
from strategyscore.robustness.sensitivity import sensitivity
from strategyscore.robustness.uncertainty import uncertainty
from strategyscore.robustness.vary import Given
from strategyscore.scoring.provenance import source_stamp
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
        What the chart takes: nodes, countries, or for a slope chart a date or a rubric; several with commas between.
    draws, seed, vary
        As for `uncertainty`, for the charts drawn from it; a tornado has the draws of `sensitivity`.
    **options
        Of the chart: ``size``, ``title``, ``source``, ``highlight``.

    Raises
    ------
    UnknownNode, UnknownCountry
        With a suggestion.
    ValueError
        If the chart takes fewer of them, or the file's suffix is another.
    """
    entry = CATALOGUE[name]
    given = [one.strip() for one in which.split(",")] if which else []
    if len(given) > len(entry.takes):
        wanted = f"takes at most {len(entry.takes)}" if entry.takes else "shows all countries on the whole rubric"
        raise ValueError(f"{name} {wanted}; leave {', '.join(given[len(entry.takes) :])!r} out")
    if out.suffix.lower() not in SAVERS:
        raise ValueError(f"{out.name}: a chart is a file of {', '.join(SAVERS)}")
    drawn: Any = scores
    if entry.needs == "rankings":
        drawn, given = rankings(scores, *given), []
    elif entry.needs == "uncertainty":
        drawn = uncertainty(scores, draws=draws, seed=seed, vary=vary)
    elif entry.needs == "sensitivity":
        drawn = sensitivity(scores, seed=seed, vary=vary)
    if not entry.highlights:
        options.pop("highlight", None)
    figure = entry.draw(drawn, *given, **options)
    write_whole({out: SAVERS[out.suffix.lower()](figure, Source=source_stamp(scores))})
