"""The report: tables, charts and one self-contained page."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from strategyscore.analysis.changes.split import changes
from strategyscore.analysis.findings.collect import findings
from strategyscore.analysis.like_for_like import like_for_like
from strategyscore.charts.catalogue import CATALOGUE
from strategyscore.documents.report_folder import RUBRIC
from strategyscore.errors import ScoringError, did_you_mean, sentence
from strategyscore.explorer.build import to_html as to_explorer
from strategyscore.output.bibliography import bibliography
from strategyscore.output.datapackage import datapackage
from strategyscore.output.files import to_csv, to_json, write_whole
from strategyscore.report.beside import documents, office, ready
from strategyscore.report.contents import report_tables
from strategyscore.report.handout import handout, handout_jobs
from strategyscore.report.html import DEPTHS, Depth, to_html
from strategyscore.report.pictures import Material, draw_all, merged, report_jobs
from strategyscore.report.robustness import Robustness, analyse
from strategyscore.report.workers import Crew
from strategyscore.robustness.vary import Given
from strategyscore.scoring.panel import PanelScores
from strategyscore.scoring.scores import Scores

Step = Callable[[str], None]

_FEW = 9  # charts that are drawn before another process has loaded what draws them


def write_report(
    scores: Scores | PanelScores,
    out: str | os.PathLike[str] = "out",
    *,
    highlight: str | Iterable[str] | None = None,
    charts: str | Iterable[str] | None = None,
    draws: int = 10_000,
    seed: int = 0,
    vary: Given = None,
    workers: int = 1,
    depth: Depth = "standard",
    also: str | Iterable[str] = (),
    on_step: Step | None = None,
) -> Path:
    """Write tables, charts, one self-contained page, and beside it one on which a reader sets the weights.

    Everything is made before anything is written, and every file appears whole: a failure leaves what was there. The
    last to appear is ``provenance.json``; a folder without it is one whose writing was cut short.

    Parameters
    ----------
    scores : Scores or PanelScores
        From `strategyscore.score`. Of a panel, the page is on its last time, with a section on how the scores ran.
    out : path
        The folder; made where there is none. Other files in it stay.
    highlight : str or iterable of str, optional
        The countries to highlight in the charts, by code, name or group.
    charts : str or iterable of str, optional
        The names of the charts to draw, as ``strategyscore chart`` knows them (``"ranking"``, ``"rank-intervals"``),
        all of which stand on the page; where it is not given, the ranking and those that the page has room for at its
        depth, and none for an empty list. Tables stay as they are.
    draws : int
        Of the uncertainty analysis; 0 leaves robustness out.
    seed : int
        As for `uncertainty`.
    vary : str, list of str, mapping or path, optional
        As for `uncertainty`.
    workers : int
        How many processes draw charts side by side, this one among them; the command line takes every core.
    depth : {"brief", "standard", "full"}
        A page of at most four printed pages without evidence, for which no chart is drawn unless it is named; or
        countries at half a page each, with the evidence on the screen; or every chart that the scores allow, and all
        evidence in print too.
    also : {"docx", "pptx", "pdf", "png"} or iterable of them
        What stands beside the page: a Word document and slides with the brief and a page on each highlighted country,
        or on each where none is highlighted; the page as it is printed; and each chart as PNG, for programs that do
        not read SVG.
    on_step : callable, optional
        Told the name of each step, for a progress display.

    Returns
    -------
    Path
        The page, ``index.html``.

    Raises
    ------
    OSError
        If the folder cannot be written, or there is no browser to print the page.
    ModuleNotFoundError
        If the package for Word or slides is not installed, with the command that installs it.
    ValueError
        If a setting of `vary`, the name of a chart, the depth or a format is not known.

    See Also
    --------
    strategyscore.tables.ranking : One table of it.
    strategyscore.charts.ranking : One chart of it.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     page = ss.write_report(scores, folder, charts=[], draws=0)
    ...     page.name, (page.parent / "scores.csv").exists()
    ('index.html', True)
    """
    if depth not in DEPTHS:
        raise ValueError(sentence(f"there is no depth {depth!r}", did_you_mean(depth, DEPTHS)))
    beside = ready(also)
    panel = scores if isinstance(scores, PanelScores) else None
    scores = scores if not isinstance(scores, PanelScores) else scores[scores.years[-1]]
    named = charts is not None
    highlighted = () if highlight is None else tuple(scores.countries.pick(highlight).codes)
    wanted = _wanted(charts, depth, bool(highlighted))
    folder = Path(out)
    if folder.exists() and not folder.is_dir():  # told before the work, not after it
        raise NotADirectoryError(errno.ENOTDIR, "a file stands where the folder should go", str(folder))
    tell = on_step or (lambda _: None)

    with Crew(workers if len(wanted) > _FEW or office(beside) else 1) as crew:
        tell("robustness")
        robust, reason = _robustness(scores, draws, seed, vary)
        provenance = robust.uncertainty.provenance if robust else scores.provenance
        if panel is not None:
            provenance = provenance | {"years": list(panel.years)}
        manifest = folder / "provenance.json"
        files: dict[Path, bytes] = {manifest: _json(provenance)}

        tell("tables")
        before = like_for_like(scores)
        moved = changes(before, scores) if before is not None else None
        told = findings(
            scores, robust.uncertainty if robust else None, before=before, answers=robust.settling if robust else None
        )
        tables = report_tables(scores, before, robust, told, moved, panel)
        for path, table in tables.items():
            files[folder / path] = to_csv(table.frame).encode()
        files[folder / RUBRIC / f"{scores.rubric.id}.yaml"] = scores.rubric.to_yaml().encode()
        files[folder / "sources.bib"] = bibliography(scores).encode()
        files[folder / "scores.json"] = to_json(scores.table, provenance).encode()
        files[folder / "datapackage.json"] = _json(datapackage(scores, tables, provenance["made"]))

        material = Material(scores, before, robust, highlighted, moved, panel)
        jobs = report_jobs(material, wanted, named=named, png="png" in beside)
        # a page of standard depth draws the ranking by itself, and has it as a picture beside it
        on_page = [
            replace(job, formats=("svg", "phone")) for job in jobs if named or depth == "full" or job.chart != "ranking"
        ]
        drawn = {}
        tell("charts")
        for name, picture in draw_all(merged([*jobs, *on_page, *handout_jobs(material, beside)]), material, crew):
            tell(f"chart: {name}")
            drawn[name] = picture
        for job in jobs:
            for suffix in job.formats:
                files[folder / "charts" / f"{job.name}.{suffix}"] = drawn[job.name].files[suffix]

        tell("page")
        page = folder / "index.html"
        html = to_html(
            scores,
            {job.name: drawn[job.name] for job in on_page},
            provenance,
            told,
            robust=robust,
            reason=reason,
            before=before,
            moved=moved,
            panel=panel,
            highlight=highlighted,
            depth=depth,
            files=jobs[0].formats if jobs else (),
        )
        files[page] = html.encode()
        if not scores.together:
            files[folder / "explorer.html"] = to_explorer(scores).encode()
        if beside:
            tell("documents")
            for name, content in documents(beside, lambda: handout(material, told, drawn), html).items():
                files[folder / name] = content

    tell("files")
    write_whole(files, last=manifest)
    return page


def _wanted(charts: str | Iterable[str] | None, depth: Depth, highlighted: bool) -> set[str]:
    """The names of the charts to draw."""
    if charts is None:
        depths: dict[str, tuple[str, ...]] = {"brief": (), "standard": ("standard",), "full": ("standard", "full")}
        names = [name for name, entry in CATALOGUE.items() if entry.depth in depths[depth]]
        return {name for name in names if name != "dumbbell" or highlighted or depth == "full"}
    names = [charts] if isinstance(charts, str) else list(charts)
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


def _json(content: dict[str, Any]) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()
