"""What does not apply to a country is neither missing nor zero: it is as if its rubric did not ask.

Worked by hand. Three criteria of levels 0 to 4 on 0 to 100, weights 1, 1 and 2; the last does not apply to Kenya, who
has 4 and no answer: 100, from 50 to 100, half of it answered. Were it missing, that would be from 25 to 100, a quarter.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import strategyscore as ss
from strategyscore.documents.schema.published import json_schema

from .build import cases, countries_of, paths_of
from .test_schema import errors

LEVELS = {level: f"Step {level}" for level in range(5)}
CONTENT = {
    "rubric": "mine",
    "criteria": [
        {"id": "law", "levels": LEVELS},
        {"id": "money", "levels": LEVELS},
        {"id": "sea", "weight": 2, "criteria": [{"id": "ports", "title": "Ports", "levels": LEVELS}]},
    ],
}
PROFILE = """\
country: KEN
as_of: 2025
sources: {page: {title: Page, url: https://example.org/page, published: 2024}}
ratings:
  mine.law:
    {level: 4, since: 2024, confidence: high, because: So., evidence: [{source: page, where: p. 1, states: A law.}]}
  mine.sea.ports: {not_applicable: true, because: The country has no coast.}
"""


def of_profile(folder: Path) -> ss.Scores:
    (folder / "kenya.yaml").write_text(PROFILE, encoding="utf-8")
    return ss.score(ss.load_rubric(CONTENT), ss.load_countries(folder / "kenya.yaml"))


def of_table(cell: object) -> ss.Scores:
    rubric = ss.load_rubric(CONTENT)
    frame = pd.DataFrame({"code": ["KEN", "FRA"], "law": [4, 2], "money": [None, 2], "ports": [cell, 2]}, dtype=object)
    return ss.score(rubric, ss.read_table(frame, rubric, country="code"))


def figures(scores: ss.Scores) -> list[float]:
    row = scores.row("KEN")
    return [float(getattr(scores.nodes, name)[row, 0]) for name in ("values", "lower", "upper", "coverage")]


def test_no_coverage_is_lost_and_no_bound_widened(tmp_path: Path) -> None:
    assert figures(of_profile(tmp_path)) == figures(of_table("n/a")) == figures(of_table("N/A")) == [100, 50, 100, 0.5]
    assert figures(of_table(None)) == figures(of_table("NA")) == [100, 25, 100, 0.25]


def test_people_are_told(tmp_path: Path) -> None:
    explanation = of_profile(tmp_path).explain("KEN")
    text = explanation.text(200)
    assert "Ports [sea.ports]\n  not applicable · excluded\n  Because: The country has no coast." in text
    assert "1900" not in text + explanation._repr_html_()
    assert [node.id for node in explanation.missing] == ["money"]
    assert "no score: nothing of it applies" in of_profile(tmp_path).explain("KEN", "sea").headline
    for scores in (of_profile(tmp_path), of_table("n/a")):
        figure = ss.charts.coverage(scores)
        assert "missing Money" in figure.alt_text
        assert "Ports" not in figure.alt_text.split("Kenya", 1)[1].split(".")[0]
        assert ss.charts.ranking(scores, "sea").alt_text
    assert "Ports: Not applicable." in ss.charts.profile(of_profile(tmp_path), "KEN").alt_text
    audit = ss.audit(of_profile(tmp_path))
    assert audit.countries.loc["KEN", ["answered", "missing"]].tolist() == [1, 1]
    assert audit.criteria.loc["sea.ports", ["answered", "missing"]].tolist() == [0, 0]
    row = of_table("n/a").tidy.set_index(["country", "node"]).loc[("KEN", "sea")]
    assert row[["score", "lower", "upper", "coverage", "rank"]].isna().all()
    assert not row["thin"]


def test_the_schema_wants_a_reason_and_no_evidence() -> None:
    import yaml

    content = yaml.safe_load(PROFILE)
    assert errors("profile", content) == []
    content["ratings"]["mine.sea.ports"]["not_applicable"] = False
    assert errors("profile", content)
    assert "not_applicable" in json_schema("profile")["$defs"]["Rating"]["properties"]


def test_it_is_never_imputed_drawn_filled_or_withheld_for() -> None:
    rubric = ss.load_rubric(
        {
            "rubric": "m",
            "impute": "mean",
            "missing": {"rule": "withhold"},
            "criteria": [{"id": name, "unit": "one", "normalise": "minmax"} for name in "ab"],
        }
    )
    frame = pd.DataFrame({"code": ["FRA", "KEN", "NZL"], "a": [1.0, 3.0, 2.0], "b": ["4", "n/a", "8"]}, dtype=object)
    scores = ss.score(rubric, ss.read_table(frame, rubric, country="code"))
    assert scores.table["score"].to_dict() == {"KEN": 100, "NZL": 75, "FRA": 0}
    assert not scores.prepared.imputed.any()
    vary = {"missing": True, "ratings": {"standard_errors": {"b": 3.0}}}
    drawn = ss.uncertainty(scores, draws=50, vary=vary)
    assert set(drawn.kept[:, drawn.plan.codes.index("KEN")]) == {100.0}
    assert set(drawn.settling()["country"]) <= {"FRA", "NZL"}
    for rule in ("worst", "available"):
        other = ss.score(rubric.replace("m", missing={"rule": rule, "minimum_answered": 1.0}), scores.countries)
        assert other.table["score"].to_dict() == scores.table["score"].to_dict()


def test_it_can_be_asked_what_if(tmp_path: Path) -> None:
    scores = of_profile(tmp_path)
    answered = ss.score(scores.rubric, scores.countries.replace("KEN", "mine.sea.ports", level=0))
    assert figures(answered) == [pytest.approx(100 / 3), 25, 50, 0.75]
    without = ss.score(scores.rubric, scores.countries.replace("KEN", "mine.law", not_applicable=True))
    assert figures(without)[3] == 0
    table = of_table(3)
    out = table.countries.replace("KEN", "mine.sea.ports", not_applicable=True)
    assert figures(ss.score(table.rubric, out)) == [100, 50, 100, 0.5]
    assert figures(ss.score(table.rubric, out.replace("KEN", "mine.sea.ports", value=4))) == [100, 75, 100, 0.75]
    assert out != table.countries
    assert out[["FRA"]].numbers.not_applicable["mine.sea.ports"].tolist() == [False]  # type: ignore[union-attr]


@given(cases(), st.data())
def test_it_is_the_same_as_a_rubric_that_does_not_ask(case: Any, data: st.DataObject) -> None:
    rubric, answers = case
    paths = paths_of(rubric)
    path = data.draw(st.sampled_from(paths))
    rule = data.draw(st.sampled_from([{}, {"rule": "worst"}, {"rule": "withhold"}, {"minimum_answered": 0.5}]))
    rubric = rubric.replace(rubric.id, missing=rule)
    try:
        shorter = rubric.without(path)
    except ValueError:  # nothing is left, or nothing of weight
        return
    countries = countries_of(answers, paths)
    column = paths.index(path)
    out = countries_of({code: [*row[:column], "n/a", *row[column + 1 :]] for code, row in answers.items()}, paths)
    one, other = ss.score(rubric, out), ss.score(shorter, countries)
    for name in ("values", "lower", "upper", "coverage"):
        mine, theirs = getattr(one.nodes, name)[:, 0], getattr(other.nodes, name)[:, 0]
        np.testing.assert_allclose(mine, theirs, rtol=0, atol=1e-9)
