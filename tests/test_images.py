"""Charts as pictures, held against those that were looked at and found good.

The countries are made up, so that no change of a profile changes a picture. Texts are left out: how letters are drawn
changes with the font and its renderer; what texts say and where they stand is tested in test_charts.py, and where
numbers stand in test_chart_data.py. After a change of a chart that is meant, look at the new pictures and keep them:
pytest tests/test_images.py --mpl-generate-path=tests/pictures
"""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.testing.compare import calculate_rms
from matplotlib.text import Text
from numpy.typing import NDArray
from PIL import Image

import strategyscore as ss

# Root mean square of the difference of two pictures, from 0 to 255; highlighting another country makes more.
TOLERANCE = 0.5
DPI = 80

pytestmark = pytest.mark.slow

RUBRIC = """\
rubric: made-up
title: Made up
version: "1.0"
aggregate: geometric
missing: {rule: available, minimum_coverage: 0.5}
criteria:
  - id: rules
    title: Rules and institutions
    criteria: [CRITERIA-A]
  - id: means
    title: Means
    criteria: [CRITERIA-B]
"""
LEVELS = "levels: {0: None at all, 1: Announced, 2: Adopted in a first form, 3: In operation, 4: In operation at scale}"
LEVEL_OF = {
    "FRA": "43 21 34",
    "BRA": "23 -1 24",
    "JPN": "44 3- 43",
    "KEN": "12 2- -1",
    "CHL": "33 22 12",
    "NZL": "0- -- 11",
}
THEN = {"FRA": "32", "BRA": "33", "JPN": "21", "KEN": "11", "CHL": "44", "NZL": "0-"}
SURE = ("high", "medium", "low")


@cache
def made_up(as_of: str | None = None) -> ss.Scores:
    ids = ["law", "oversight", "ethics", "money", "people", "machines"]
    titles = ["Law", "Oversight institutions", "Ethics", "Public money", "People", "Machines for researchers and firms"]
    lines = [f"{{id: {name}, title: {title}, {LEVELS}}}" for name, title in zip(ids, titles, strict=True)]
    with TemporaryDirectory() as folder:
        path = Path(folder)
        text = RUBRIC.replace("CRITERIA-A", ", ".join(lines[:3])).replace("CRITERIA-B", ", ".join(lines[3:]))
        (path / "made-up.yaml").write_text(text, encoding="utf-8")
        (path / "countries").mkdir()
        for number, (code, levels) in enumerate(LEVEL_OF.items()):
            content = [f"country: {code}", "as_of: 2026-06", "sources: {a: {title: A, published: 2024}}", "ratings:"]
            earlier = THEN[code]
            for place, (name, level) in enumerate(zip(ids, levels.replace(" ", ""), strict=True)):
                if level == "-":
                    continue
                fact = "evidence: [{source: a, where: Page 1, states: A fact.}]"
                past = ""
                if place < 2 and earlier[place] != "-":
                    past = f", earlier: [{{level: {earlier[place]}, since: 2024, because: So., {fact}}}]"
                part = "rules" if place < 3 else "means"
                since = "2025-06" if past else "2024"
                sure = SURE[(number + place) % 3]
                content.append(
                    f"  made-up.{part}.{name}: {{level: {level}, since: {since}, confidence: {sure}, because: So., "
                    f"{fact}{past}}}"
                )
            (path / "countries" / f"{code}.yaml").write_text("\n".join(content), encoding="utf-8")
        return ss.score(ss.load_rubric(path / "made-up.yaml"), ss.load_countries(path / "countries"), as_of=as_of)


@cache
def drawn() -> ss.Uncertainty:
    return ss.uncertainty(ss.score(made_up().rubric, made_up().countries), draws=2000)


CHARTS = {  # those of which test_chart_data.py does not read all back from the axes
    "ranking-thin": lambda who: ss.charts.ranking(made_up(), "rules", highlight=who),  # New Zealand's is thin
    "small-multiples": lambda who: ss.charts.small_multiples(made_up(), "rules", highlight=who),
    "scatter": lambda who: ss.charts.scatter(made_up(), highlight=who),
    "dumbbell": lambda who: ss.charts.dumbbell(made_up(), who, "JPN"),
    "profile": lambda who: ss.charts.profile(made_up(), who),
    "coverage": lambda who: ss.charts.coverage(made_up(), countries=["JPN", "KEN", who]),
    "rank-acceptability": lambda who: ss.charts.rank_acceptability(drawn(), countries=["JPN", "KEN", who]),
}


def wordless(name: str, who: str) -> Figure:
    figure = CHARTS[name](who)
    for text in figure.findobj(Text):
        text.set_visible(False)
    return figure


def compared(name: str) -> pytest.MarkDecorator:
    return pytest.mark.mpl_image_compare(
        baseline_dir="pictures",
        filename=f"{name}.png",
        tolerance=TOLERANCE,
        style="default",
        savefig_kwargs={"dpi": DPI},
    )


@pytest.mark.parametrize("name", [pytest.param(name, marks=compared(name)) for name in CHARTS])
def test_charts_look_as_they_did(name: str) -> Figure:
    return wordless(name, "BRA")


@pytest.mark.parametrize("name", ["profile", "rank-acceptability"])
def test_the_comparison_sees_another_country(name: str) -> None:
    kept, other = (pixels(wordless(name, who)) for who in ("BRA", "CHL"))
    assert kept.shape != other.shape or calculate_rms(kept, other) > TOLERANCE


def pixels(figure: Figure) -> NDArray[np.float64]:
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=DPI)
    return np.asarray(Image.open(buffer).convert("RGB"), dtype=float)
