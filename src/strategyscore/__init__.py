"""Scores national AI strategies from rubrics and evidence that a person can read.

A rubric is a tree of questions, a country profile answers them with evidence, and a score is the tree's weighted
summary of the answers::

    import strategyscore as ss

    scores = ss.score(ss.load_rubric(), ss.load_countries())
    scores.table
    scores.explain("RUS", "sovereignty")
    ss.charts.ranking(scores)

The names below are loaded when they are first used; what each of them needs comes with it.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
