"""The rubrics and countries that travel with the package."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest

import strategyscore as ss

PILLARS = ("sovereignty", "infrastructure", "regulation", "partnerships")
SILENT = {  # what Russia's document does not speak of
    "sovereignty.data",
    "sovereignty.talent",
    "infrastructure.connectivity",
    "regulation.oversight",
    "regulation.sandbox",
    "regulation.rights",
    "regulation.standards",
}

SPARSE = {"EGY": 16, "RUS": 17}  # answers; 20 or more elsewhere
COMPARED = {
    *("USA", "GBR", "FRA", "DEU", "ITA", "JPN", "CAN", "CHN", "IND", "KOR", "SGP"),
    *("BRA", "ZAF", "ARE", "SAU", "KAZ", "IRN", "EGY", "IDN", "ISR", "RUS"),
}

RUBRIC = ss.load_rubric()
COUNTRIES = list(ss.load_countries())


def answers(profile: ss.CountryProfile) -> list[tuple[str, object]]:
    return [(key, answer) for key, history in profile.history.items() for answer in history]


def test_the_default_rubric_is_made_of_the_four() -> None:
    assert [child.id for child in RUBRIC.root.children] == list(PILLARS)
    assert len(RUBRIC.criteria) == 24
    for node in RUBRIC.criteria:
        assert list(node.levels) == [0, 1, 2, 3, 4]
        assert len(set(node.levels.values())) == 5
        assert node.question
        assert node.why
        assert node.evidence
        assert node.key == node.path


@pytest.mark.parametrize("name", PILLARS)
def test_each_of_the_four_scores_by_itself(name: str) -> None:
    alone = ss.score(ss.load_rubric(name), ss.load_countries())
    within = ss.score(RUBRIC, ss.load_countries()).tidy
    within = within[within["node"] == name].set_index("country")["lower"]
    assert alone.table["lower"].sort_index().to_dict() == within.sort_index().to_dict()


def test_the_bundled_documents_are_without_a_problem() -> None:
    assert ss.check([path for profile in COUNTRIES for path in [profile.document.path]]) == []


@pytest.mark.parametrize("profile", COUNTRIES, ids=lambda profile: profile.code)
def test_every_rating_can_be_followed_to_a_source(profile: ss.CountryProfile) -> None:
    used = defaultdict(set)
    for key, answer in answers(profile):
        assert answer.evidence, key
        assert answer.because, key
        assert answer.confidence, key
        for evidence in answer.evidence:
            used[key.split(".")[0]].add(evidence.source)
            assert len((evidence.quote or "").split()) <= 12
    assert set().union(*used.values()) == set(profile.sources), "a source is listed and not used"
    if profile.code != "RUS":
        assert all(source.url and source.accessed and source.publisher for source in profile.sources.values())
        assert {pillar for pillar in PILLARS if len(used[pillar]) < 2} == set()
        assert len(profile.history) >= SPARSE.get(profile.code, 20)


@pytest.mark.parametrize("profile", COUNTRIES, ids=lambda profile: profile.code)
def test_nothing_is_dated_after_the_day_a_profile_speaks_for(profile: ss.CountryProfile) -> None:
    assert profile.as_of is not None
    late = {key: str(answer.begins) for key, answer in answers(profile) if answer.begins.first > profile.as_of.last}
    assert late == {}
    published = {key: source.published for key, source in profile.sources.items() if source.published}
    assert {key: str(day) for key, day in published.items() if day.first > profile.as_of.last} == {}


def test_the_set_covers_the_countries_that_readers_compare() -> None:
    assert len(COUNTRIES) >= 20
    assert {profile.code for profile in COUNTRIES} >= COMPARED


def test_the_second_coding_agrees_with_the_first_as_the_codebook_says() -> None:
    twice = [answer for profile in COUNTRIES for _, answer in answers(profile) if len(answer.coders) > 1]
    differ = [answer for answer in twice if len(set(answer.coders.values())) > 1]
    codebook = " ".join((ss.load_countries("RUS")[0].document.path.parent / "CODEBOOK.md").read_text("utf-8").split())
    assert (
        f"Over all {len(twice)} ratings alpha is {ss.audit(ss.score(RUBRIC, ss.load_countries())).alpha:.2f}"
        in codebook
    )
    assert f"{len(twice) - len(differ)} are equal and {len(differ)} differ, each by one level" in codebook
    assert {max(answer.coders.values()) - min(answer.coders.values()) for answer in differ} == {1}
    assert len(twice) >= 60


def test_russia_stands_on_its_one_document() -> None:
    russia = ss.load_countries("RUS")[0]
    assert list(russia.sources) == ["tsakanyan-2025"]
    assert set(RUBRIC.by_key) - set(russia.history) == SILENT
    assert all(item.where.startswith("Section: ") for _, answer in answers(russia) for item in answer.evidence)


def test_russia_is_scored_with_coverage_and_bounds() -> None:
    row = ss.score(RUBRIC, ss.load_countries()).table.loc["RUS"]
    assert row["coverage"] == pytest.approx(17 / 24)
    assert row["lower"] < row["score"] < row["upper"]
    # sovereignty 6/4, infrastructure 5/5, regulation 2/2 and partnerships 8/6 levels of four, by geometric mean
    by_hand = 25 * (6 / 4 * 5 / 5 * 2 / 2 * 8 / 6) ** 0.25
    assert row["score"] == pytest.approx(by_hand, rel=1e-12)


def test_like_for_like_on_the_date_of_russias_document() -> None:
    then = ss.score(RUBRIC, ss.load_countries(), as_of="2025-02")
    assert then.table.loc["RUS", "coverage"] == pytest.approx(17 / 24)
    now = ss.score(RUBRIC, ss.load_countries())
    assert (then.table["coverage"] <= now.table["coverage"].reindex(then.table.index)).all()
    assert then.explain("KAZ", "regulation.law").parts[0].answer.level == 1
    assert now.explain("KAZ", "regulation.law").parts[0].answer.level == 3


def test_codes_pick_from_folders_and_files_count_in_any_case(demo: Path) -> None:
    kenya = demo / "countries" / "kenya.yaml"
    assert ss.load_countries([kenya, "RUS", "KAZ"]).codes == ["KAZ", "KEN", "RUS"]
    assert ss.load_countries(kenya).codes == ["KEN"]
    assert ss.load_countries([demo / "countries", "KEN"]).codes == ["KEN"]
    with pytest.raises(KeyError, match="RUS"):
        ss.load_countries([demo / "countries", "RUS"])
    own = demo / "russia.yaml"
    own.write_text(kenya.read_text(encoding="utf-8").replace("KEN", "RUS"), encoding="utf-8")
    mine = ss.load_countries([own, "RUS", "CHN"])
    assert mine.codes == ["CHN", "RUS"]
    assert mine["RUS"].document.path.name == "russia.yaml"
    assert len(mine["RUS"].history) < 17
    with pytest.raises(ss.DocumentError, match="already"):
        ss.load_countries([own, Path(ss.load_countries("RUS")["RUS"].document.path)])
