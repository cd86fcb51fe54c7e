"""What must hold for every input that is accepted, whatever it says."""

from __future__ import annotations

import io
import itertools
import json
import math
import xml.etree.ElementTree as ET
from pathlib import Path

import numpy as np
import pandas as pd

import strategyscore as ss
from strategyscore.documents.load_rubric import rubric_of
from strategyscore.documents.tables import read_table
from strategyscore.documents.yaml12 import parse
from strategyscore.errors import DocumentError
from strategyscore.model.criteria import Quantity
from strategyscore.model.nodes import Criterion
from strategyscore.output.files import to_csv, to_json
from strategyscore.output.formats import to_latex, to_markdown
from strategyscore.text.words import HIDDEN

CODES = ["KEN", "TZA", "UGA"]
_FEW = 40  # nodes; a larger rubric is only read
_VOID = ("<meta", "<br", "<img", "<hr")


def of_rubric(rubric: ss.Rubric) -> None:
    """A rubric is the same when it is written and read again, and scores what can be scored."""
    again = rubric_of(parse(rubric.to_yaml(), Path("again.yaml")))
    assert again.to_yaml() == rubric.to_yaml()
    if len(rubric.nodes) > _FEW:
        return
    table = pd.DataFrame({"iso": CODES} | {leaf.path: _answers(leaf, n) for n, leaf in enumerate(rubric.criteria)})
    divisors = [
        step.divide_by
        for leaf in rubric.criteria
        if isinstance(leaf, Quantity)
        for step in leaf.transform
        if not isinstance(step, str)
    ]
    for name in divisors:
        if name not in table:
            table[name] = [1.0, 2.0, 3.0]
    try:
        countries = read_table(table, rubric, country="iso")
        scores = ss.score(rubric, countries)
    except (DocumentError, ss.ScoringError):
        return
    of_scores(scores)


def _answers(leaf: Criterion, number: int) -> list[float]:
    low, high = leaf.ends if not isinstance(leaf, Quantity) else (1.0, 5.0)
    middle = (low + high) / 2 if isinstance(leaf, Quantity) else high
    return [low, middle if number % 3 else math.nan, high]


def of_scores(scores: ss.Scores) -> None:
    """Bounds hold, numbers are finite or missing, ranks are a ranking, and what leaves is well-formed."""
    nodes = scores.nodes
    for part in (nodes.values, nodes.lower, nodes.upper):
        assert not np.isinf(part).any()
    known = ~np.isnan(nodes.values)
    slack = 1e-9 * max(1.0, float(np.nanmax(np.abs(nodes.values), initial=0.0)))
    assert (nodes.lower[known] <= nodes.values[known] + slack).all()
    assert (nodes.values[known] <= nodes.upper[known] + slack).all()
    ranks = scores.ranks[:, 0][np.isfinite(scores.ranks[:, 0])]
    assert sorted(ranks) == sorted(pd.Series(-_scores_of(scores, ranks)).rank(method="min")) or len(ranks) == 0
    _drawn(scores)
    table = scores.table
    assert len(pd.read_csv(io.StringIO(to_csv(table)))) == len(table)
    json.loads(to_json(table, {}))
    assert to_markdown(table).count("\n") == len(table) + 2
    assert to_latex(table).count(r"\\") >= len(table) + 1
    for profile in scores.countries:
        explained = scores.explain(profile.code)
        text = explained.text()
        assert all(HIDDEN.search(line) is None for line in text.splitlines())
        assert "<script" not in explained._repr_html_().lower()
        _well_formed(explained._repr_html_())


def _scores_of(scores: ss.Scores, ranks: np.ndarray) -> np.ndarray:
    """The scores that were ranked, those that differ by less than a tie made equal."""
    values = scores.nodes.values[:, 0][np.isfinite(scores.ranks[:, 0])]
    order = np.argsort(-values, kind="stable")
    made = values.copy()
    for before, after in itertools.pairwise(order):
        if ranks[before] == ranks[after]:
            made[after] = made[before]
    return made


def _drawn(scores: ss.Scores) -> None:
    """A draw with nothing varied is the score."""
    try:
        drawn = ss.uncertainty(scores, draws=2, vary="ratings")
    except (ss.ScoringError, ValueError):
        return
    if not drawn.plan.cells:
        nominal = scores.nodes.values[[scores.row(code) for code in drawn.plan.codes], 0]
        np.testing.assert_allclose(drawn.kept, np.stack([nominal, nominal]), rtol=1e-9, atol=1e-9)


def _well_formed(html: str) -> None:
    """Every element is closed, so that no text has become one."""
    if any(tag in html for tag in _VOID):
        html = html.replace("<br>", "<br/>")
    ET.fromstring(f"<x>{html.replace('&nbsp;', ' ')}</x>")
