"""The built documentation, looked at as a reader would: ``python -m tests.site build/site``.

Every link within the site must lead somewhere. Pages of each kind are opened in Chromium, light and dark, wide and
narrow: no barrier that axe finds, nothing that runs off the screen, nothing asked of the network, no error told.
"""

from __future__ import annotations

import json
import re
import shutil
import sys
import tempfile
from importlib.resources import files
from pathlib import Path
from urllib.parse import unquote, urlsplit

from tests.browser import chromium
from tests.conftest import CHROMIUM

PAGES = (
    "index.html",
    "start.html",
    "tutorials/01-first-look.html",
    "howto/own-rubric.html",
    "reference/methods.html",
    "reference/commands.html",
    "reference/rubric-keys.html",
    "reference/codebook.html",
    "reference/python.html",
    "reference/api/strategyscore.Scores.html",
    "reference/api/strategyscore.charts.ranking.html",
    "explanation/intervals.html",
    "gallery/charts.html",
    "gallery/tables.html",
    "gallery/report.html",
    "search.html",
)
LOOKS = ((1280, False), (390, True), (1280, True), (390, False))
# The tables and charts that the library makes are judged where they are made; a page of its own stands in a frame.
STILL = """(() => {
  const style = document.createElement("style");
  style.textContent = "* { transition: none !important; animation: none !important; }";
  document.head.append(style);
})()"""
AXE = """
axe.run(
  {exclude: [[".cell_output"], ["iframe"]]},
  {runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"], iframes: false},
).then(found => JSON.stringify(found.violations.map(
  one => [one.id, one.nodes.length, one.nodes[0].html.slice(0, 160)]
)))
"""


def broken_links(site: Path) -> list[str]:
    """Links of pages to pages, parts of pages and files that are not there."""
    texts = {
        path: path.read_text(encoding="utf-8")
        for path in site.rglob("*.html")
        if not {"live", "_static"} & {*path.parts}
    }
    ids = {path: set(re.findall(r'\b(?:id|name)="([^"]+)"', text)) for path, text in texts.items()}
    wrong = []
    for path, text in texts.items():
        body = re.sub(r"<script.*?</script>", "", text, flags=re.DOTALL)
        for link in set(re.findall(r'\b(?:href|src)="([^"]+)"', body)):
            parts = urlsplit(link.replace("&amp;", "&"))
            if parts.scheme or parts.netloc or link.startswith(("#cb", "javascript")):
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            if not target.exists():
                wrong.append(f"{path.relative_to(site)}: {link}")
            elif parts.fragment and target in ids and unquote(parts.fragment) not in ids[target]:
                wrong.append(f"{path.relative_to(site)}: {link} (no such part)")
    return sorted(wrong)


def barriers(site: Path) -> tuple[list[str], int]:
    """What is wrong with pages as they are shown, and how many views of them there were."""
    checker = files("axe_core_python").joinpath("axe.min.js").read_text(encoding="utf-8")
    wrong, views = [], 0
    with tempfile.TemporaryDirectory() as folder, chromium(Path(folder) / "profile") as new:
        for number, page in enumerate(PAGES):
            for width, dark in LOOKS if number < len(LOOKS) else LOOKS[number % 2 :: 2]:
                views += 1
                tab, look = new(), f"{page} at {width}{' dark' if dark else ''}"
                tab.open((site / page).resolve().as_uri(), width=width, dark=dark)
                tab.send("Page.bringToFront")
                over = tab.run("document.documentElement.scrollWidth - window.innerWidth")
                if over > 0:
                    wrong.append(f"{look}: runs off the screen by {over}")
                tab.run(STILL)
                tab.send("Runtime.evaluate", expression=checker)
                wrong += [f"{look}: {one}" for one in json.loads(tab.run(AXE))]
                wrong += [
                    f"{look}: asked for {one}" for one in tab.asked if not one.startswith(("file:", "data:", "about:"))
                ]
                wrong += [f"{look}: {one}" for one in tab.told if "PST]" not in one and "theme mode" not in one]
                tab.send("Page.close")
    return wrong, views


def main() -> int:
    """Tell what is wrong, and how much was looked at."""
    site = Path(sys.argv[1])
    wrong, views = broken_links(site), 0
    if CHROMIUM and shutil.which(CHROMIUM):
        told, views = barriers(site)
        wrong += told
    else:
        print("no Chromium: pages were not opened")
    print("\n".join(wrong))
    print(f"{len(list(site.rglob('*.html')))} pages, {views} views, {len(wrong)} faults")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
