"""The report: tables, charts and one self-contained page."""

from __future__ import annotations

import base64
import errno
import json
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from strategyscore.analysis.like_for_like import like_for_like
from strategyscore.charts.catalogue import CATALOGUE
from strategyscore.errors import ScoringError, did_you_mean, sentence
from strategyscore.output.captions import gate_note, screen_note, thin_note
from strategyscore.output.datapackage import datapackage
from strategyscore.output.files import to_csv, to_json, write_whole
from strategyscore.report.contents import report_tables
from strategyscore.report.pictures import Material, Picture, draw_all, report_jobs
from strategyscore.report.robustness import Robustness, analyse, described
from strategyscore.report.workers import Crew
from strategyscore.robustness.vary import Given
from strategyscore.scoring.scores import Scores
from strategyscore.text.words import render

Step = Callable[[str], None]


def write_report(
    scores: Scores,
    out: str | os.PathLike[str] = "out",
    *,
    highlight: str | Iterable[str] | None = None,
    charts: str | Iterable[str] | None = None,
    draws: int = 10_000,
    seed: int = 0,
    vary: Given = None,
    workers: int = 1,
    on_step: Step | None = None,
) -> Path:
    """Write tables, charts and one self-contained page.

    Everything is made before anything is written, and every file appears whole: a failure leaves what was there. The
    last to appear is ``provenance.json``; a folder without it is one whose writing was cut short.

    Parameters
    ----------
    scores : Scores
    out : path
        The folder; made where there is none. Other files in it stay.
    highlight : str or iterable of str, optional
        The countries to highlight in the charts, by code, name or group.
    charts : str or iterable of str, optional
        The names of the charts to draw, as ``strategyscore chart`` knows them (``"ranking"``, ``"rank-intervals"``);
        every chart that the scores allow where it is not given, and none for an empty list. Tables stay as they are.
    draws : int
        Of the uncertainty analysis; 0 leaves robustness out.
    seed, vary
        As for `uncertainty`.
    workers : int
        How many processes draw charts side by side, this one among them; the command line takes every core.
    on_step : callable, optional
        Told the name of each step, for a progress display.

    Returns
    -------
    Path
        The page, ``index.html``.

    Raises
    ------
    OSError
        If the folder cannot be written.
    ValueError
        If a setting of `vary` or the name of a chart is not known.
    """
    wanted = _wanted(charts)
    folder = Path(out)
    if folder.exists() and not folder.is_dir():  # told before the work, not after it
        raise NotADirectoryError(errno.ENOTDIR, "a file stands where the folder should go", str(folder))
    tell = on_step or (lambda _: None)

    with Crew(workers if wanted else 1) as crew:
        tell("robustness")
        robust, reason = _robustness(scores, draws, seed, vary)
        provenance = robust.uncertainty.provenance if robust else scores.provenance
        manifest = folder / "provenance.json"
        files: dict[Path, bytes] = {manifest: _json(provenance)}

        tell("tables")
        before = like_for_like(scores)
        tables = report_tables(scores, before, robust)
        for path, table in tables.items():
            files[folder / path] = to_csv(table.frame).encode()
        files[folder / "scores.json"] = to_json(scores.table, provenance).encode()
        files[folder / "datapackage.json"] = _json(datapackage(scores, tables, provenance["made"]))

        highlighted = () if highlight is None else tuple(scores.countries.pick(highlight).codes)
        material = Material(scores, before, robust, highlighted)
        jobs = [job for job in report_jobs(material) if job.chart in wanted]
        drawn: dict[str, Picture] = {}
        tell("charts")
        for name, picture in draw_all(jobs, material, crew):
            tell(f"chart: {name}")
            drawn[name] = picture
        pictures = {job.name: drawn[job.name] for job in jobs}
        for name, picture in pictures.items():
            files[folder / "charts" / f"{name}.svg"] = picture.svg
            files[folder / "charts" / f"{name}.png"] = picture.png

        tell("page")
        page = folder / "index.html"
        files[page] = to_html(scores, pictures, provenance, robust, reason, before).encode()

    tell("files")
    write_whole(files, last=manifest)
    return page


def _wanted(charts: str | Iterable[str] | None) -> set[str]:
    """The names of the charts to draw."""
    names = CATALOGUE if charts is None else [charts] if isinstance(charts, str) else list(charts)
    for name in names:
        if name not in CATALOGUE:
            raise ValueError(sentence(f"there is no chart {name!r}", did_you_mean(name, CATALOGUE)))
    return set(names)


def _robustness(scores: Scores, draws: int, seed: int, vary: Given) -> tuple[Robustness | None, str]:
    """The analyses, or why there are none."""
    if not draws:
        return None, "it was left out"
    try:
        return analyse(scores, draws, seed, vary), ""
    except ScoringError as error:
        return None, str(error)


def to_html(
    scores: Scores,
    pictures: dict[str, Picture],
    provenance: dict[str, Any],
    robust: Robustness | None = None,
    reason: str = "",
    before: Scores | None = None,
) -> str:
    """The page, with every picture inside it; it asks for nothing over the network."""
    root = scores.rubric.root
    profiles = [scores.countries[code] for code in scores.table.index]
    parts = root.children if any(child.children for child in root.children) else (root,)
    positions = {code: position for position, code in enumerate((before or scores).table.index)}
    countries = [
        {
            "profile": profile,
            "whole": scores.explain(profile.code),
            "parts": [scores.explain(profile.code, part.path) for part in parts],
            "before": before.explain(profile.code) if before and profile.code in before.countries else None,
            "position_before": positions.get(profile.code, len(positions)),
        }
        for profile in profiles
    ]
    return render(
        "report.html.j2",
        Path(__file__).parent / "templates",
        scores=scores,
        rubric=scores.rubric,
        countries=countries,
        shares=dict(zip(scores.column, scores.nodes.weights[0], strict=True)),
        before=before,
        pictures={
            name: {"data": base64.b64encode(picture.svg).decode("ascii"), "alt": picture.alt_text}
            for name, picture in pictures.items()
        },
        provenance=provenance,
        thin_note=thin_note(scores, "Marked *"),
        screen_note=screen_note(scores),
        gate_note=gate_note(scores),
        robust=robust,
        reason=reason,
        drawn=described(robust.uncertainty.plan.vary, scores.rubric.confidence) if robust else [],
    )


def _json(content: dict[str, Any]) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()
