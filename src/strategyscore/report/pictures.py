"""The report's charts, drawn side by side in processes of their own."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from strategyscore.analysis.changes.split import Changes
from strategyscore.analysis.held_against import of_one_subject
from strategyscore.analysis.like_for_like import named
from strategyscore.charts.catalogue import CATALOGUE
from strategyscore.charts.saving import to_png, to_svg
from strategyscore.report.robustness import Robustness
from strategyscore.report.workers import Crew
from strategyscore.scoring.panel import PanelScores
from strategyscore.scoring.provenance import source_stamp
from strategyscore.scoring.scores import Scores


@dataclass(frozen=True)
class Picture:
    """A chart as files.

    Attributes
    ----------
    files : mapping of str to bytes
        By the format, as in a `Job`.
    alt_text : str
    """

    files: Mapping[str, bytes]
    alt_text: str


@dataclass(frozen=True)
class Material:
    """What the charts of a report are drawn from.

    Attributes
    ----------
    scores : Scores
    before : Scores or None
        The like-for-like ranking, for the slope chart.
    robust : Robustness or None
    highlight : tuple of str
        The codes of those to highlight.
    changes : Changes or None
        Between the like-for-like ranking and the scores.
    panel : PanelScores or None
        The scores at several times, the last of which are `scores`.
    """

    scores: Scores
    before: Scores | None
    robust: Robustness | None
    highlight: tuple[str, ...]
    changes: Changes | None = None
    panel: PanelScores | None = None

    def of(self, needs: str) -> Any:
        """What a chart of the catalogue is drawn from, or None where there is none."""
        if needs == "rankings":
            return named(self.before, self.scores) if self.before is not None else None
        if needs in ("changes", "panel"):
            return getattr(self, needs)
        return self.scores if needs == "scores" else self.robust and getattr(self.robust, needs)


@dataclass(frozen=True)
class Job:
    """A picture to be drawn.

    Attributes
    ----------
    name : str
        Of its files.
    chart : str
        Of the catalogue.
    which : tuple of str
        What the chart takes after what it is drawn from.
    options : mapping
    formats : tuple of str
        What it is drawn as: ``svg`` for a page and a folder, ``png`` for Word and slides, and ``phone``, an SVG too, as
        wide as the screen of a phone.
    """

    name: str
    chart: str
    which: tuple[str, ...] = ()
    options: dict[str, Any] = field(default_factory=dict)
    formats: tuple[str, ...] = ("svg",)


_SAVED_BY: dict[str, Callable[..., bytes]] = {"svg": to_svg, "png": to_png, "phone": to_svg}
_SQUARE = ("rank-acceptability", "dominance")  # a row and a column for each country
_READABLE = 60  # rows and columns at most, of 2 mm on a page
_FEW = 6  # countries; of more, only those highlighted have their profile drawn


def draw_all(jobs: Sequence[Job], material: Material, crew: Crew) -> Iterator[tuple[str, Picture]]:
    """Draw charts, each yielded as soon as it is there."""
    for job, picture in crew.share_out(_drawn, jobs, material):
        yield job.name, picture


def _drawn(material: Material, job: Job) -> Picture:
    entry = CATALOGUE[job.chart]
    options = dict(job.options)
    if job.chart == "ranking" and material.robust:
        options["uncertainty"] = material.robust.uncertainty
    chart = entry.draw(material.of(entry.needs), *job.which, **options)
    charts = dict.fromkeys(job.formats, chart)
    if "phone" in charts:
        charts["phone"] = entry.draw(material.of(entry.needs), *job.which, **{**options, "size": "column"})
    stamp = source_stamp(material.scores)
    return Picture({name: _SAVED_BY[name](one, Source=stamp) for name, one in charts.items()}, chart.alt_text)


def merged(jobs: Iterable[Job]) -> list[Job]:
    """Each picture once, in all formats that it is wanted in."""
    by_name: dict[str, Job] = {}
    for job in jobs:
        known = by_name.get(job.name, job)
        by_name[job.name] = replace(job, formats=tuple(dict.fromkeys((*known.formats, *job.formats))))
    return list(by_name.values())


def report_jobs(material: Material, wanted: Collection[str], *, named: bool = False, png: bool = False) -> list[Job]:
    """The charts of a report: those that can be drawn; profiles of few countries, or of those highlighted.

    Parameters
    ----------
    material : Material
    wanted : collection of str
        Their names in the catalogue.
    named : bool
        Whether they were asked for by their names; else those that no page could show readably are left out.
    png : bool
        Whether each is drawn as a PNG too.
    """
    formats = ("svg", "png") if png else ("svg",)
    scores, robust, highlight = material.scores, material.robust, material.highlight
    moved, widest = _moved(material), (robust.widest,) if robust else ()
    takes = {
        "waterfall": (moved,) if moved else (),
        "tornado": highlight[:1] or widest,
        "drivers": widest,
        "dumbbell": highlight[:1],
        "side-by-side": highlight[:1],
    }
    jobs: list[Job] = []
    for name, entry in CATALOGUE.items():
        if name not in wanted:
            continue
        if material.of(entry.needs) is None or not _possible(name, scores):
            continue
        if name == "waterfall" and not moved:
            continue
        if name in _SQUARE and len(scores.countries) > _READABLE and not named:
            continue
        options: dict[str, Any] = {"highlight": list(highlight)} if entry.highlights else {}
        if name == "profile":
            codes = scores.table.index if len(scores.countries) <= _FEW else highlight
            jobs += [Job(f"profile-{code}", name, (code,), options, formats) for code in codes]
            continue
        jobs.append(Job(name, name, takes.get(name, ()), options, formats))
    return jobs


def _moved(material: Material) -> str | None:
    """The country whose change is drawn: the first highlighted one if it moved, else the one that moved most."""
    moves = material.changes.moves if material.changes else ()
    moving = [move.code for move in moves if move.shown["change"]]
    return next((code for code in (*material.highlight, *moving) if code in moving), None)


def _possible(name: str, scores: Scores) -> bool:
    if name in ("dumbbell", "side-by-side"):
        return len(scores.countries) > 1
    if name in ("scatter", "correlations"):
        return len(scores.rubric.root.children) > 1
    if name == "held-against":
        return of_one_subject(scores)
    if name == "tornado":
        return not scores.together
    return name != "profile" or scores.countries.numbers is None
