"""The pictures of the README, made anew: ``python -m tests.readme_pictures``; they show the bundled set of today."""

from __future__ import annotations

import io
import tempfile
import time
from pathlib import Path

from PIL import Image

import strategyscore as ss
from strategyscore.charts.saving import to_svg
from tests.browser import chromium

GITHUB = Path(__file__).parents[1] / ".github"
WIDE, HIGH = 1200, 900


def main() -> None:
    """Draw the ranking, and take a picture of the report and of the explorer as they open."""
    scores = ss.score(ss.load_rubric(), ss.load_countries())
    (GITHUB / "ranking.svg").write_bytes(to_svg(ss.charts.ranking(scores)))
    with tempfile.TemporaryDirectory() as folder, chromium(Path(folder) / "profile") as new:
        ss.write_report(scores, folder, charts=[])
        for page, name in (("index.html", "report"), ("explorer.html", "explorer")):
            tab = new()
            tab.open((Path(folder) / page).as_uri(), width=WIDE, height=HIGH)
            tab.send("Page.bringToFront")
            time.sleep(2)  # the explorer draws its first intervals
            tab.picture(Path(folder) / "shot.png", whole=False)
            tab.send("Page.close")
            # few colours are enough for a page, and keep the file small
            small = Image.open(io.BytesIO((Path(folder) / "shot.png").read_bytes())).convert("RGB").quantize(64)
            small.save(GITHUB / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
