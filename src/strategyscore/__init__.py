"""Scores national AI strategies from rubrics and evidence that a person can read.

A rubric is a tree of questions, a country profile answers them with evidence, and a score is the tree's weighted
summary of the answers::

    import strategyscore as ss

    scores = ss.score(ss.load_rubric(), ss.load_countries())
    scores.table
    scores.explain("RUS", "sovereignty")
    ss.charts.ranking(scores)

The names below are loaded when they are first used; what each of them needs comes with it.

Examples
--------
All examples of this documentation go on from here. Four invented places are scored on two rules and on their computers;
nobody could tell whether Dona has audits:

>>> import numpy as np
>>> import pandas as pd
>>> import strategyscore as ss
>>> rubric = ss.load_rubric({
...     "rubric": "readiness",
...     "title": "Readiness",
...     "criteria": [
...         {"id": "rules", "title": "Rules", "criteria": [
...             {"id": "law", "title": "Law on AI", "levels": {0: "None", 1: "Draft", 2: "In force"}},
...             {"id": "audit", "title": "Audits", "levels": {0: "No", 1: "Yes"}},
...         ]},
...         {"id": "compute", "title": "Compute", "unit": "petaflops",
...          "normalise": {"method": "goalposts", "low": 0, "high": 50}},
...     ],
... })
>>> table = pd.DataFrame({
...     "place": ["Aria", "Bora", "Cala", "Dona"],
...     "law": [2, 2, 1, 0],
...     "audit": [1, 0, 1, None],
...     "compute": [20, 40, 10, 30],
... })
>>> countries = ss.read_table(table, rubric, "place")
>>> scores = ss.score(rubric, countries)
>>> scores.table[["rank", "score", "lower", "upper"]]
         rank  score  lower  upper
country
Aria        1   70.0   70.0   70.0
Bora        2   65.0   65.0   65.0
Cala        3   47.5   47.5   47.5
Dona        4   30.0   30.0   55.0

The year before they had fewer computers:

>>> earlier = table.assign(compute=[10, 30, 10, 10])
>>> before = ss.score(rubric, ss.read_table(earlier, rubric, "place"))
>>> years = pd.concat([earlier.assign(year=2023), table.assign(year=2024)])
>>> panel = ss.score(rubric, ss.read_table(years, rubric, "place", time="year"))

And two of the bundled countries, with their evidence:

>>> coded = ss.score(ss.load_rubric("regulation"), ss.load_countries(["CHN", "RUS"]))
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
