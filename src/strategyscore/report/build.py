"""The report: tables, charts and one self-contained page."""

from __future__ import annotations

import base64
import json
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from matplotlib.figure import Figure

from strategyscore import charts
from strategyscore.charts.saving import to_png, to_svg
from strategyscore.display import render
from strategyscore.report.files import to_csv, to_json, write_whole
from strategyscore.report.provenance import provenance
from strategyscore.scoring.evidence import evidence_table
from strategyscore.scoring.scores import Scores

Step = Callable[[str], None]


def write_report(
    scores: Scores,
    out: str | os.PathLike[str] = "out",
    *,
    highlight: str | Iterable[str] | None = None,
    on_step: Step | None = None,
) -> Path:
    """Write tables, charts and one self-contained page.

    Everything is made before anything is written, and every file appears whole: a failure leaves what was there.

    Parameters
    ----------
    scores : Scores
    out : path
        The folder; made where there is none. Other files in it stay.
    highlight : str or iterable of str, optional
        Codes to set apart in the charts.
    on_step : callable, optional
        Told each step's name before it begins, for a progress display; `steps` lists them.

    Returns
    -------
    Path
        The page, ``index.html``.

    Raises
    ------
    OSError
        If the folder cannot be written.
    """
    folder = Path(out)
    tell = on_step or (lambda _: None)
    made = provenance(scores)
    files: dict[Path, bytes] = {folder / "provenance.json": _json(made)}

    tell("tables")
    table = scores.table
    files[folder / "scores.csv"] = to_csv(table).encode()
    files[folder / "scores.json"] = to_json(table, made).encode()
    files[folder / "tidy.csv"] = to_csv(scores.tidy).encode()
    files[folder / "evidence.csv"] = to_csv(evidence_table(scores)).encode()

    pictures = {}
    stamp = f"{scores.rubric.id} {scores.rubric.version}, sha256 {scores.rubric.digest}, {scores.countries.digest}"
    for name, draw in _CHARTS.items():
        tell(f"chart: {name}")
        figure = draw(scores, highlight=highlight)
        svg = to_svg(figure, Source=stamp)
        files[folder / "charts" / f"{name}.svg"] = svg
        files[folder / "charts" / f"{name}.png"] = to_png(figure, Source=stamp)
        pictures[name] = {"data": base64.b64encode(svg).decode("ascii"), "alt": getattr(figure, "alt_text", "")}

    tell("page")
    page = folder / "index.html"
    files[page] = to_html(scores, pictures, made).encode()

    tell("files")
    write_whole(files)
    return page


_CHARTS: dict[str, Callable[..., Figure]] = {"ranking": charts.ranking, "heatmap": charts.heatmap}


def steps() -> list[str]:
    """The names that `write_report` tells its ``on_step``, in order."""
    return ["tables", *(f"chart: {name}" for name in _CHARTS), "page", "files"]


def to_html(scores: Scores, pictures: dict[str, dict[str, str]], made: dict[str, Any]) -> str:
    """The page, with every picture inside it; it asks for nothing over the network."""
    root = scores.rubric.root
    profiles = [scores.countries[code] for code in scores.table.index]
    parts = root.children if any(child.children for child in root.children) else (root,)
    countries = [
        {
            "profile": profile,
            "whole": scores.explain(profile.code),
            "parts": [scores.explain(profile.code, part.path) for part in parts],
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
        dates=[] if scores.as_of else sorted({str(profile.as_of) for profile in profiles if profile.as_of}),
        pictures=pictures,
        made=made,
    )


def _json(content: dict[str, Any]) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()
