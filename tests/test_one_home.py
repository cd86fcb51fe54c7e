"""Rules that were once told twice, and the places where the copies had drifted: each is held where it is read."""

from __future__ import annotations

import datetime as dt
import json
import pickle
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import strategyscore as ss
from strategyscore.model.answers import Answer
from strategyscore.model.dates import PartialDate

DATA = Path(__file__).parent / "published" / "data"
LEVELS = {0: "No", 1: "A little", 2: "Yes"}

RUBRIC = """\
rubric: mine
missing: {rule: available, minimum_coverage: 0.6}
criteria:
  - {id: law, title: Law, levels: {0: No, 1: Yes}}
  - {id: money, title: Money, unit: dollars, normalise: {method: goalposts, low: 0, high: 10}}
  - {id: checks, title: Checks, checklist: {a: Is there an audit?, b: Is there an appeal?}}
"""

PROFILE = """\
country: KEN
as_of: 2025
sources: {page: {title: Page, url: https://example.org/page, published: 2024}}
ratings:
  law:
    {level: 1, since: 2024, confidence: high, because: So., evidence: [{source: page, where: p. 1, states: A law.}]}
  mine.money:
    - {value: 2, year: 2020, evidence: [{source: page, where: p. 2, states: Two dollars.}]}
    - {value: 5, year: 2024, evidence: [{source: page, where: p. 2, states: Five dollars.}]}
  mine.checks:
    answers: {a: yes, b: no}
    since: 2024
    confidence: low
    because: So.
    evidence: [{source: page, where: p. 3, states: An audit.}]
    earlier:
      - {answers: {a: no}, since: 2019, because: So., evidence: [{source: page, where: p. 4, states: None then.}]}
"""


@pytest.fixture
def scores(tmp_path: Path) -> ss.Scores:
    (tmp_path / "mine.yaml").write_text(RUBRIC, encoding="utf-8")
    (tmp_path / "kenya.yaml").write_text(PROFILE, encoding="utf-8")
    other = PROFILE.replace("country: KEN", "country: UGA").replace("level: 1", "level: 0")
    (tmp_path / "uganda.yaml").write_text(other, encoding="utf-8")
    files = [tmp_path / "kenya.yaml", tmp_path / "uganda.yaml"]
    return ss.score(ss.load_rubric(tmp_path / "mine.yaml"), ss.load_countries(files))


def test_an_answer_under_its_path_is_an_answer_everywhere(scores: ss.Scores) -> None:
    assert scores.table.loc["KEN", "coverage"] == 1
    audit = ss.audit(scores)
    assert audit.criteria.loc["law", ["answered", "missing"]].tolist() == [2, 0]
    assert audit.countries.loc["KEN", "missing"] == 0
    assert "100 % answered" in ss.charts.coverage(scores).alt_text
    assert "No answer" not in ss.charts.profile(scores, "KEN").alt_text
    assert "missing" not in scores.explain("KEN").text()


def test_what_held_before_is_said_in_its_own_words_in_terminal_and_page(scores: ss.Scores) -> None:
    explanation = scores.explain("KEN")
    for said in (explanation.text(200), explanation._repr_html_()):
        assert "2 dollars (2020)" in said
        assert "1 of 2 items answered" in said
        assert "level None" not in said


def test_what_each_answer_adds_is_said(scores: ss.Scores) -> None:
    assert [item.adds for item in scores.explain("KEN").parts] == ["adds 33.3", "adds 16.7", "adds 16.7"]
    early = ss.score(scores.rubric, scores.countries, as_of="2020").explain("KEN")
    assert [item.adds for item in early.parts] == ["excluded", "adds 10.0", "adds 0.0"]
    assert [node.id for node in early.missing] == ["law"]


def test_an_audit_takes_the_day_that_was_scored_however_it_is_written(scores: ss.Scores) -> None:
    for day in ("2020", dt.date(2020, 12, 31), PartialDate.parse("2020-12")):
        audit = ss.audit(ss.score(scores.rubric, scores.countries, as_of=day))
        assert audit.criteria["answered"].to_dict() == {"law": 0, "money": 2, "checks": 2}


def test_results_carry_how_they_were_made(scores: ss.Scores, tmp_path: Path) -> None:
    drawn = ss.uncertainty(scores, draws=50, seed=3, vary="ratings")
    split = ss.sensitivity(scores, draws=8, seed=4, vary=["weights", "ratings"])
    assert drawn.provenance["uncertainty"] == {"draws": 50, "seed": 3, "vary": {"ratings": {"standard_errors": {}}}}
    assert split.provenance["sensitivity"]["seed"] == 4
    file = ss.tables.ranking(scores, drawn).save(tmp_path / "ranking.json")
    assert json.loads(file.read_text("utf-8"))["provenance"]["uncertainty"]["draws"] == 50
    changed = ss.score(scores.rubric.with_weights({"law": 2}), scores.countries.replace("KEN", "law", level=0))
    assert changed.provenance["rubric"]["changed"] == ["law: weight 2"]
    assert changed.provenance["changed"] == ["KEN law: level 0"]
    assert changed.provenance["rubric"]["sha256"] != scores.provenance["rubric"]["sha256"]


def meta(**changes: dict[str, object]) -> pd.DataFrame:
    """COINr's iMeta of an index over a, and b and c below g; changes by code."""
    rows = [
        {"iCode": "index", "iName": "Index", "Direction": 1, "Weight": 1, "Parent": None, "Type": "Aggregate"},
        {"iCode": "a", "iName": "A", "Direction": 1, "Weight": 1, "Parent": "index", "Type": "Indicator"},
        {"iCode": "g", "iName": "G", "Direction": 1, "Weight": 1, "Parent": "index", "Type": "Aggregate"},
        {"iCode": "b", "iName": "B", "Direction": -1, "Weight": 2, "Parent": "g", "Type": "Indicator"},
        {"iCode": "c", "iName": "C", "Direction": 1, "Weight": 1, "Parent": "g", "Type": "Indicator"},
    ]
    return pd.DataFrame([{**row, **changes.get(str(row["iCode"]), {})} for row in rows])


COIN = pd.DataFrame({"uCode": ["X", "Y", "Z"], "a": [1.0, 2, 3], "b": [3.0, 1, 2], "c": [1.0, 3, 2]})


def test_tables_of_coinr_are_checked_like_rubric_files() -> None:
    rubric, countries = ss.read_coin(COIN, meta())
    assert ss.score(rubric, countries).table["rank"].tolist() == [1, 1, 3]
    for changes, message in (
        ({"a": {"Weight": -1}}, r"iMeta:3:1: a: its weight -1.* is not a number of 0 or more"),
        ({"a": {"Weight": np.nan}}, r"iMeta:3:1: a: its weight nan"),
        ({"a": {"Weight": np.inf}}, r"iMeta:3:1: a: its weight inf"),
        ({"a": {"Weight": 0}, "g": {"Weight": 0}}, r"all weights here are zero"),
        ({"a": {"Direction": 0}}, r"iMeta:3:1: a: its direction 0.* is neither 1 nor -1"),
        ({"b": {"Direction": None}}, r"iMeta:5:1: b: its direction"),
        ({"b": {"iCode": "a"}}, r"iMeta:5:1: a stands here again \(first in line 3\)"),
        ({"g": {"Parent": "h"}}, r"iMeta:4:1: g: its parent 'h' is not listed"),
        ({"g": {"Parent": "g"}}, r"cannot be reached from index; mend 'Parent', which goes in a circle"),
        ({"g": {"Type": "Indicator"}}, r"iMeta:4:1: g: an indicator has rows below it"),
    ):
        with pytest.raises(ss.DocumentError, match=message):
            ss.read_coin(COIN, meta(**changes))
    with pytest.raises(ss.DocumentError, match="the scale falls"):
        ss.read_coin(COIN, meta(), scale=(100, 0))
    with pytest.raises(ValueError, match=r"normalise.tie: unknown key 'tie'"):
        ss.read_coin(COIN, meta(), normalise={"method": "rank", "tie": "average"})
    with pytest.raises(ValueError, match=r"treat.method: 'lug' is not known here"):
        ss.read_coin(COIN, meta(), treat={"method": "lug"})


def test_a_rubric_made_by_hand_is_checked_too() -> None:
    rubric = ss.load_rubric({"rubric": "x", "criteria": [{"id": name, "levels": LEVELS} for name in "ab"]})
    for wrong, message in (
        (lambda: rubric.replace("a", weight=-1), "the weight -1 is not a number of 0 or more"),
        (lambda: rubric.replace("a", weight=float("nan")), "the weight nan"),
        (lambda: rubric.with_weights({"a": 0, "b": 0}), "all weights here are zero"),
        (lambda: rubric.replace("x", aggregate={"method": "owa", "weights": [1]}), "owa has 1 weights for 2 criteria"),
        (lambda: replace(rubric, scale=(1.0, 0.0)), "the scale falls"),
        (lambda: replace(rubric.replace("x", aggregate="geometric"), scale=(-1.0, 1.0)), "need a scale from 0 up"),
        (lambda: rubric.without("a", "b"), "nothing of x would be left"),
        (lambda: rubric.replace("x", aggregate="geomtric"), "did you mean 'geometric'"),
    ):
        with pytest.raises(ValueError, match=message):
            wrong()
    with pytest.raises(ss.UnknownNode, match="is no node of x"):
        rubric.with_weights({"c": 1})
    with pytest.raises(TypeError, match="has no field 'wieght'"):
        rubric.replace("a", wieght=1)


def test_a_changed_copy_leaves_the_rubric_as_it_was() -> None:
    rubric = ss.load_rubric()
    mine = rubric.replace("sovereignty.models", weight=2)
    assert (rubric.node("sovereignty.models").weight, mine.node("sovereignty.models").weight) == (1.0, 2.0)
    assert mine != rubric
    assert mine == ss.load_rubric().with_weights({"sovereignty.models": 2}) or mine.changed
    less = rubric.without("partnerships.market", "regulation")
    assert len(less.criteria) == len(rubric.criteria) - 1 - 8
    countries = ss.load_countries(["RUS", "CHN"])
    assert len(ss.score(less, countries).rubric.criteria) == 18
    with pytest.raises(ss.DocumentError, match="did you mean"):
        ss.score(less, countries.replace("RUS", "sovereignty.modls", level=1))
    assert rubric == ss.load_rubric()
    assert hash(rubric) == hash(ss.load_rubric())


def test_leaving_a_criterion_out_of_comparisons_and_budgets_keeps_the_rest() -> None:
    criteria = [{"id": name, "levels": LEVELS} for name in "abc"]
    ahp = {"method": "ahp", "matrix": [[1, 2, 4], [0.5, 1, 2], [0.25, 0.5, 1]]}
    rubric = ss.load_rubric({"rubric": "x", "weights": ahp, "criteria": criteria}).without("b")
    assert rubric.root.weights.settings["matrix"] == [[1, 4], [0.25, 1]]
    budget = {"method": "budget", "experts": {"anna": {"a": 2, "b": 1, "c": 0}, "ben": {"a": 0, "b": 1, "c": 1}}}
    rubric = ss.load_rubric({"rubric": "x", "weights": budget, "criteria": criteria}).without("b")
    assert rubric.root.weights.settings["experts"] == {"anna": {"a": 2, "c": 0}, "ben": {"a": 0, "c": 1}}


def test_what_if_an_answer_were_another() -> None:
    countries = ss.load_countries(["RUS", "CHN"])
    changed = countries.replace("Russia", "sovereignty.data", level=2)
    before, after = (ss.score(ss.load_rubric(), one) for one in (countries, changed))
    assert np.isnan(before.tidy.set_index(["country", "node"]).loc[("RUS", "sovereignty.data"), "score"])
    assert after.tidy.set_index(["country", "node"]).loc[("RUS", "sovereignty.data"), "score"] == 50
    own = ss.score(ss.load_rubric("sovereignty"), countries.replace("RUS", "models", level=4))
    assert own.tidy.set_index(["country", "node"]).loc[("RUS", "models"), "score"] == 100
    gone = countries.replace("RUS", "sovereignty.strategy", level=None)
    assert ss.score(ss.load_rubric(), gone).ratings.answers[1][0] is None
    with pytest.raises(TypeError, match="an answer has no field 'levl'"):
        countries.replace("RUS", "sovereignty.data", levl=2)
    rubric = ss.load_rubric("hdi")
    table = ss.read_table(DATA / "hdi2022.csv", rubric, country="iso3")
    key = rubric.criteria[0].key
    assert table.replace("NOR", key, value=1.0).numbers.values[key][table.row("NOR")] == 1.0
    assert table.numbers.values[key][table.row("NOR")] != 1.0


def test_countries_are_a_container_that_is_picked_by_whatever_names_them() -> None:
    countries = ss.load_countries()
    assert "RUS" in countries
    assert "Russia" in countries
    assert "ZWE" not in countries
    assert countries["Russia"] is countries["RUS"] is countries[np.int64(countries.codes.index("RUS"))]
    assert countries[["RUS", "CHN"]].codes == ["CHN", "RUS"]
    assert countries.pick("BRICS").codes == sorted(set(countries.codes) & set(ss.groups()["BRICS"].members))
    assert ss.load_countries("G7").codes == ["CAN", "DEU", "FRA", "GBR", "ITA", "JPN", "USA"]
    with pytest.raises(ss.UnknownCountry, match="did you mean 'RUS'"):
        countries["RUZ"]
    assert countries == ss.load_countries()


def test_results_compare_hash_and_pickle(scores: ss.Scores) -> None:
    again = ss.score(scores.rubric, scores.countries)
    assert (again == scores, hash(again) == hash(scores)) == (True, True)
    assert again != ss.score(scores.rubric, scores.countries, as_of="2020")
    drawn, other = (ss.uncertainty(scores, draws=20, seed=seed) for seed in (0, 1))
    assert drawn == ss.uncertainty(again, draws=20)
    assert drawn != other
    for result in (scores, drawn, ss.sensitivity(scores, draws=8), scores.explain("KEN"), scores.compare("KEN", "UGA")):
        assert pickle.loads(pickle.dumps(result)) == result
        assert result._repr_html_()


def test_arrays_are_read_only(scores: ss.Scores) -> None:
    drawn = ss.uncertainty(scores, draws=20)
    for array in (scores.nodes.values, scores.prepared.values, scores.ratings.values, scores.thin, scores.ranks):
        with pytest.raises(ValueError, match="read-only"):
            array[0, 0] = 1
    for array in (drawn.kept, drawn.counts):
        with pytest.raises(ValueError, match="read-only"):
            array[0, 0] = 1


def test_wrong_types_say_what_is_wanted(scores: ss.Scores) -> None:
    for wrong, message in (
        (lambda: ss.score("hdi", scores.countries), "rubric must be a Rubric, not str; load it with load_rubric"),
        (lambda: ss.score(scores.rubric, list(scores.countries)), "countries must be Countries, not list"),
        (lambda: ss.uncertainty(scores.rubric), "scores must be Scores, not Rubric"),
        (lambda: ss.sensitivity(scores.countries), "scores must be Scores, not Countries"),
        (lambda: ss.audit(scores.rubric), "scores must be Scores, not Rubric"),
        (lambda: ss.uncertainty(scores, draws=1e3), "draws must be a whole number, not 1000.0"),
        (lambda: ss.uncertainty(scores, seed="a"), "seed must be a whole number, not 'a'"),
    ):
        with pytest.raises(TypeError, match=message):
            wrong()


def test_checks_take_one_path_or_several(tmp_path: Path, scores: ss.Scores) -> None:
    assert ss.check(str(tmp_path)) == ss.check([str(tmp_path)]) == ss.check([tmp_path])


def test_at_least_is_only_raised() -> None:
    levels = ss.load_rubric(
        {"rubric": "x", "criteria": [{"id": "a", "levels": dict.fromkeys(range(5), "?")}]}
    ).criteria[0]
    day = PartialDate.parse(2025)
    plain, least = (Answer(day, level=2, at_least=flag) for flag in (False, True))
    assert levels.chances(plain, 0.8).tolist() == pytest.approx([0, 0.1, 0.8, 0.1, 0])
    assert levels.chances(least, 0.8).tolist() == pytest.approx([0, 0, 0.8, 0.2, 0])
    assert levels.chances(Answer(day, level=4, at_least=True), 0.8) is None
    coded = Answer(day, level=2, coders={"first": 1, "second": 3}, at_least=True)
    assert levels.chances(coded, 0.8).tolist() == pytest.approx([0, 0, 0.5, 0.5, 0])
    assert levels.reply(least) == "at least level 2 of 0 to 4"


def test_scoring_reads_no_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """A rating of another rubric is known by its key; nothing is opened to find out."""
    rubric, countries = ss.load_rubric("sovereignty"), ss.load_countries()
    expected = ss.score(rubric, countries).nodes.values

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a file was opened")

    monkeypatch.setattr(Path, "open", refuse)
    np.testing.assert_array_equal(ss.score(rubric, countries).nodes.values, expected)
