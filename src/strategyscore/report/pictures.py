"""The report's charts, drawn side by side where the machine allows."""

from __future__ import annotations

import multiprocessing
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from typing import Any

from strategyscore.analysis.like_for_like import named
from strategyscore.charts.catalogue import CATALOGUE
from strategyscore.charts.saving import to_png, to_svg
from strategyscore.charts.style import Chart
from strategyscore.report.robustness import Robustness
from strategyscore.scoring.scores import Scores


@dataclass(frozen=True)
class Picture:
    """A chart as files.

    Attributes
    ----------
    svg, png : bytes
    alt_text : str
    """

    svg: bytes
    png: bytes
    alt_text: str


_FEW = 6  # countries; of more, only those highlighted have their profile drawn

Job = tuple[str, Callable[[], Chart]]

_jobs: list[Job] = []  # what the workers draw; they are forked, so that nothing need be pickled
_stamp = ""


def draw_all(jobs: Sequence[Job], stamp: str, workers: int) -> Iterator[tuple[str, Picture]]:
    """Draw charts, in their order.

    Parameters
    ----------
    jobs : sequence of (name, function without arguments that draws it)
    stamp : str
        Written into the files as their source.
    workers : int
        How many processes. More than one are used on Linux only, where a process can be forked.
    """
    global _stamp
    _jobs[:], _stamp = jobs, stamp
    try:
        if workers < 2 or sys.platform != "linux":
            yield from map(_drawn, range(len(jobs)))
            return
        with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("fork")) as pool:
            yield from pool.map(_drawn, range(len(jobs)))
    finally:
        _jobs.clear()


def _drawn(number: int) -> tuple[str, Picture]:
    name, draw = _jobs[number]
    chart = draw()
    svg, png = to_svg(chart, Source=_stamp), to_png(chart, Source=_stamp)
    return name, Picture(svg, png, chart.alt_text)


def report_jobs(
    scores: Scores, before: Scores | None, robust: Robustness | None, highlight: Sequence[str]
) -> list[Job]:
    """The charts of a report: all that can be drawn; profiles of few countries, or of those highlighted.

    Parameters
    ----------
    scores : Scores
    before : Scores or None
        The like-for-like ranking, for the slope chart.
    robust : Robustness or None
    highlight : sequence of str
        The codes of those to highlight.
    """
    sources: dict[str, Any] = {
        "scores": scores,
        "rankings": named(before, scores) if before is not None else None,
        "uncertainty": robust and robust.uncertainty,
        "sensitivity": robust and robust.sensitivity,
    }
    takes: dict[str, list[str]] = {
        "tornado": [robust.widest] if robust else [],
        "dumbbell": list(highlight[:1]),
    }
    jobs: list[Job] = []
    for name, entry in CATALOGUE.items():
        if sources[entry.needs] is None or not _possible(name, scores):
            continue
        options: dict[str, Any] = {"highlight": list(highlight)} if entry.highlights else {}
        if name == "ranking" and robust:
            options["uncertainty"] = robust.uncertainty
        if name == "profile":
            for code in scores.table.index if len(scores.countries) <= _FEW else highlight:
                jobs.append((f"profile-{code}", _job(name, scores, [code], options)))
            continue
        jobs.append((name, _job(name, sources[entry.needs], takes.get(name, []), options)))
    return jobs


def _job(name: str, drawn_from: Any, which: Sequence[str], options: dict[str, Any]) -> Callable[[], Chart]:
    return lambda: CATALOGUE[name].draw(drawn_from, *which, **options)


def _possible(name: str, scores: Scores) -> bool:
    if name == "dumbbell":
        return len(scores.countries) > 1
    if name == "scatter":
        return len(scores.rubric.root.children) > 1
    return name != "profile" or scores.countries.numbers is None
