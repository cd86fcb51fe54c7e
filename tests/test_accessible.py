"""The page meets WCAG 2.1 AA by axe-core, the checker of browsers' own tools, and fits the screen it is read on."""

from __future__ import annotations

import html
import json
import re
import subprocess
from importlib.resources import files
from pathlib import Path

import pytest

import strategyscore as ss

from .conftest import CHROMIUM

pytestmark = [pytest.mark.slow, pytest.mark.browser]

AUDIT = """
axe.run(document, {runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}).then(found => {
  const told = {
    violations: found.violations.map(rule => [rule.id, rule.nodes.length, rule.nodes[0].html.slice(0, 200)]),
    passes: found.passes.map(rule => rule.id),
    window: window.innerWidth,
    overflow: document.documentElement.scrollWidth - window.innerWidth,
  };
  const out = document.createElement("pre");
  out.id = "audit";
  out.textContent = JSON.stringify(told);
  document.body.replaceChildren(out);
});
"""


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The report of four countries with every part unfolded, and the checker let in past the page's own policy."""
    out = tmp_path_factory.mktemp("accessible")
    countries = ss.load_countries(["RUS", "CHN", "KAZ", "FRA"])
    scores = ss.score(ss.load_rubric(), countries)
    one_a_section = ["ranking", "waterfall", "heatmap", "dumbbell", "coverage", "tornado"]
    text = ss.report.write_report(scores, out, draws=300, charts=one_a_section).read_text(encoding="utf-8")
    text, let_in = re.subn(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", text)
    assert let_in == 1
    checker = files("axe_core_python").joinpath("axe.min.js").read_text(encoding="utf-8")
    unfolded = text.replace("<details", "<details open")
    return unfolded.replace("</body>", f"<script>{checker}</script><script>{AUDIT}</script></body>")


@pytest.mark.long
@pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine")
@pytest.mark.parametrize("width", [1200, 500])  # the narrowest window that headless Chromium opens is 500 wide
def test_the_page_has_no_barrier_and_does_not_run_off_the_screen(page: str, width: int, tmp_path: Path) -> None:
    copy = tmp_path / "index.html"
    copy.write_text(page, encoding="utf-8")
    command = [CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'profile'}"]
    command += [f"--window-size={width},900", "--virtual-time-budget=120000", "--dump-dom", copy.as_uri()]
    done = subprocess.run(command, capture_output=True, text=True, timeout=240, check=True)
    audit = re.search(r'<pre id="audit">(.*?)</pre>', done.stdout, re.DOTALL)
    assert audit, done.stderr
    told = json.loads(html.unescape(audit.group(1)))
    assert told["violations"] == []
    assert {"color-contrast", "image-alt", "link-name"} <= set(told["passes"])
    assert told["window"] == width
    assert told["overflow"] <= 0
