"""What type checkers make of common uses; ``mypy`` reads this file and nobody runs it.

Each ``type: ignore`` names an error that there must be: where it is none, mypy says that it is not needed.
"""

from __future__ import annotations

from pathlib import Path
from typing import assert_type

import pandas as pd

import strategyscore as ss
from strategyscore.charts.style import Chart
from strategyscore.model.nodes import Group, Node

rubric = assert_type(ss.load_rubric(), ss.Rubric)
assert_type(ss.load_rubric({"rubric": "mine", "criteria": []}), ss.Rubric)
assert_type(rubric.node("regulation"), Node)
assert_type(rubric.root, Group)
assert_type(rubric.with_weights({"regulation": 2}), ss.Rubric)
ss.load_rubric(2)  # type: ignore[arg-type]
rubric.with_weights(["regulation"])  # type: ignore[arg-type]
rubric.scale = (0, 10)  # type: ignore[misc]

countries = assert_type(ss.load_countries(["RUS", Path("countries")]), ss.Countries)
assert_type(countries["RUS"], ss.CountryProfile)
assert_type(countries[:2], ss.Countries)
assert_type(ss.read_table("values.csv", rubric), ss.Countries)
years = assert_type(ss.read_table(pd.DataFrame(), rubric, time="year"), ss.CountryPanel)
assert_type(ss.read_table("values.csv", rubric, time="year", long=["a", "b", "c"]), ss.CountryPanel)

# one date gives scores, several give a panel of them
scores = assert_type(ss.score(rubric, countries), ss.Scores)
assert_type(ss.score(rubric, countries, "2025-02"), ss.Scores)
panel = assert_type(ss.score(rubric, years), ss.PanelScores)
assert_type(ss.score(rubric, countries, [2023, 2024]), ss.PanelScores)
assert_type(panel[2024], ss.Scores)
ss.score(countries, rubric)  # type: ignore[call-overload]

assert_type(scores.table, pd.DataFrame)
assert_type(scores.explain("RUS"), ss.Explanation)
assert_type(scores.compare("RUS", "CHN").gap, float)
assert_type(ss.against(scores, "published.csv").text, str)
assert_type(ss.changes(panel[2023], scores).causes, list[str])
assert_type(ss.findings(scores)[0], ss.Finding)
scores.explain()  # type: ignore[call-arg]
ss.bibliography(scores, "endnote")  # type: ignore[arg-type]

drawn = assert_type(ss.uncertainty(scores, draws=100, vary=["weights"]), ss.Uncertainty)
assert_type(drawn.rank_ends, dict[str, tuple[int, int]])
ss.uncertainty(scores, 100)  # type: ignore[call-arg]
ss.uncertainty(rubric)  # type: ignore[arg-type]

assert_type(ss.charts.ranking(scores, highlight="RUS", uncertainty=drawn), Chart)
assert_type(ss.charts.trend(panel, countries=["RUS"]).alt_text, str)
assert_type(ss.tables.ranking(scores).save("ranking.xlsx"), Path)
ss.charts.ranking(scores, size="poster")  # type: ignore[arg-type]
ss.charts.trend(scores)  # type: ignore[arg-type]
ss.charts.pie(scores)  # type: ignore[attr-defined]
print(ss.scores)  # type: ignore[attr-defined]
