"""Every chart of the catalogue, drawn when the site is built, and the report and the explorer as they are."""

from __future__ import annotations

import inspect
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.util.docutils import SphinxDirective

import strategyscore as ss
from site_parts.methods import markdown
from strategyscore.charts.catalogue import CATALOGUE

DRAWS = 1000
# How a chart is asked for: Python, and the command line. Others are called with what they are drawn from.
PYTHON = {
    "ranking": 'ss.charts.ranking(scores, highlight="RUS", uncertainty=drawn)',
    "small-multiples": 'ss.charts.small_multiples(scores, countries=["CHN", "USA", "KOR", "FRA", "IND", "RUS"])',
    "contributions": 'ss.charts.contributions(scores, highlight="RUS")',
    "scatter": 'ss.charts.scatter(scores, "sovereignty", "partnerships", highlight="RUS")',
    "dumbbell": 'ss.charts.dumbbell(scores, "RUS", "CHN")',
    "side-by-side": 'ss.charts.side_by_side(scores, "RUS", ["CHN", "IND", "KAZ", "FRA"])',
    "profile": 'ss.charts.profile(scores, "RUS")',
    "tornado": 'ss.charts.tornado(found, "RUS")',
    "waterfall": 'ss.charts.waterfall(ss.changes(then, scores), "KEN")',
}
COMMAND = {
    "slope": "slope 2025-02",
    "scatter": "scatter sovereignty,partnerships",
    "dumbbell": "dumbbell RUS,CHN",
    "side-by-side": "side-by-side RUS,CHN,IND,KAZ,FRA",
    "profile": "profile RUS",
    "tornado": "tornado RUS",
    "waterfall": "waterfall KEN,2025-02",
    "trend": "trend --as-of 2023,2024,2025 --highlight RUS",
    "small-multiples": "small-multiples --countries CHN,USA,KOR,FRA,IND,RUS",
}
FROM = {
    "scores": "scores",
    "uncertainty": "drawn",
    "sensitivity": "found",
    "rankings": '{"February 2025": then, "latest": scores}',
    "changes": "ss.changes(then, scores)",
    "panel": "panel",
}


def python(name: str) -> str:
    """The line that draws a chart."""
    function = name.replace("-", "_")
    extra = ', highlight="RUS"' if CATALOGUE[name].highlights else ""
    return PYTHON.get(name, f"ss.charts.{function}({FROM[CATALOGUE[name].needs]}{extra})")


@cache
def given() -> dict[str, Any]:
    """What the charts are drawn from."""
    rubric, countries = ss.load_rubric(), ss.load_countries()
    scores = ss.score(rubric, countries)
    return {
        "ss": ss,
        "scores": scores,
        "then": ss.score(rubric, countries, as_of="2025-02"),
        "drawn": ss.uncertainty(scores, draws=DRAWS),
        "panel": ss.score(rubric, countries, as_of=[2023, 2024, 2025]),
        "found": ss.sensitivity(scores, draws=64),
    }


def draw(folder: Path) -> dict[str, str]:
    """Draw each chart to a file, and give the texts that stand for them."""
    folder.mkdir(parents=True, exist_ok=True)
    said = {}
    for name in CATALOGUE:
        figure = eval(python(name), dict(given()))  # the line that the page shows is the one that ran
        figure.savefig(folder / f"{name}.svg")
        said[name] = figure.alt_text
    return said


def page(said: dict[str, str]) -> str:
    """A section for each chart, as Markdown."""
    text = []
    for name, entry in CATALOGUE.items():
        title = name.replace("-", " ").capitalize()
        words = said[name].replace("<", "&lt;")
        command = f"strategyscore chart {COMMAND.get(name, name)} --out {name}.svg"
        text += [f"## {title}", "", markdown(entry.shows), ""]
        text += [f"![{title}; it is told in words below](pictures/{name}.svg)", ""]
        text += [f":::{{dropdown}} {title} in words\n{words}\n:::", ""]
        text += [f"```python\n{python(name)}\n```", "", f"```sh\n{command}\n```", ""]
        text += [f"All parameters: {{py:obj}}`strategyscore.charts.{entry.draw.__name__}`.", ""]
    return "\n".join(text)


class Charts(SphinxDirective):
    """``{all-charts}``: a section for each chart."""

    def run(self) -> list[nodes.Node]:
        """Called by Sphinx."""
        said = draw(Path(str(self.env.srcdir)) / "gallery" / "pictures")
        return self.parse_text_to_nodes(page(said), allow_section_headings=True)


def _start(app: Sphinx) -> None:
    """The report is written by a process of its own while the pages are read."""
    if app.builder.name not in ("html", "dirhtml"):
        return
    folder = Path(app.outdir) / "live"
    shutil.rmtree(folder, ignore_errors=True)
    code = f"""
import strategyscore as ss
if __name__ == "__main__":
    scores = ss.score(ss.load_rubric(), ss.load_countries())
    ss.write_report(scores, {str(folder)!r}, highlight="RUS", draws={DRAWS})
"""
    app._strategyscore_report = subprocess.Popen(  # type: ignore[attr-defined]
        [sys.executable, "-c", inspect.cleandoc(code)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )


def _finish(app: Sphinx, exception: Exception | None) -> None:
    process = getattr(app, "_strategyscore_report", None)
    if process is None:
        return
    if exception:
        process.kill()
    said, _ = process.communicate()
    if process.returncode and not exception:
        raise ExtensionError(f"the report was not written: {said.decode(errors='replace')}")


def setup(app: Sphinx) -> None:
    """Called by the extension."""
    app.add_directive("all-charts", Charts)
    app.connect("builder-inited", _start)
    app.connect("build-finished", _finish)
