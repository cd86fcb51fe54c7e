"""The rubrics and countries that travel with the package."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

import pytest

import strategyscore as ss
from strategyscore.analysis.audit import PRIMARY

PILLARS = ("sovereignty", "infrastructure", "regulation", "partnerships")
RUSSIA = {  # what Russia's document speaks of
    "sovereignty.strategy",
    "sovereignty.exposure",
    "infrastructure.access",
    "infrastructure.funding",
    "infrastructure.workforce",
    "infrastructure.deployment",
    "regulation.law",
    *(f"partnerships.{name}" for name in ("multilateral", "bilateral", "research", "exchange", "market", "norms")),
}
COMPARED = {
    *("USA", "GBR", "FRA", "DEU", "ITA", "ESP", "NLD", "POL", "CAN", "AUS", "JPN", "KOR", "CHN", "IND", "SGP"),
    *("IDN", "VNM", "SAU", "ARE", "ISR", "TUR", "IRN", "KAZ", "UKR", "RUS", "BRA", "EGY", "ZAF", "NGA", "KEN"),
}

RUBRIC = ss.load_rubric()
LOADED = ss.load_countries()
COUNTRIES = [*LOADED, *LOADED.variants]
WIDE = [profile for profile in COUNTRIES if profile.code != "RUS" or profile.variant]
CODEBOOK = COUNTRIES[0].document.path.parent / "CODEBOOK.md"


def answers(profile: ss.CountryProfile) -> list[tuple[str, object]]:
    return [(key, answer) for key, history in profile.history.items() for answer in history]


def test_the_default_rubric_is_made_of_the_four() -> None:
    assert [child.id for child in RUBRIC.root.children] == list(PILLARS)
    assert len(RUBRIC.criteria) == 27
    for node in RUBRIC.criteria:
        assert list(node.levels) == [0, 1, 2, 3, 4]
        assert len(set(node.levels.values())) == 5
        assert list(node.shorts) == [0, 1, 2, 3, 4]
        assert not any(text.lower().startswith("as ") for text in node.levels.values())
        assert node.short
        assert node.question
        assert node.why
        assert node.evidence
        assert node.key == node.path


@pytest.mark.long
@pytest.mark.parametrize("name", PILLARS)
def test_each_of_the_four_scores_by_itself(name: str) -> None:
    alone = ss.score(ss.load_rubric(name), ss.load_countries())
    within = ss.score(RUBRIC, ss.load_countries()).tidy
    within = within[within["node"] == name].set_index("country")["lower"]
    assert alone.table["lower"].sort_index().to_dict() == within.sort_index().to_dict()


def test_the_bundled_documents_are_without_a_problem() -> None:
    assert ss.check([path for profile in COUNTRIES for path in [profile.document.path]]) == []


@pytest.mark.parametrize("profile", COUNTRIES, ids=lambda profile: profile.name)
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
    if profile in WIDE:
        assert all(source.url and source.accessed and source.publisher for source in profile.sources.values())
        assert {pillar for pillar in PILLARS if len(used[pillar]) < 2} == set()
        assert len(profile.history) >= 23


@pytest.mark.parametrize("profile", COUNTRIES, ids=lambda profile: profile.name)
def test_nothing_is_dated_after_the_day_a_profile_speaks_for(profile: ss.CountryProfile) -> None:
    assert profile.as_of is not None
    late = {key: str(answer.begins) for key, answer in answers(profile) if answer.begins.first > profile.as_of.last}
    assert late == {}
    published = {key: source.published for key, source in profile.sources.items() if source.published}
    assert {key: str(day) for key, day in published.items() if day.first > profile.as_of.last} == {}


KINDS = PRIMARY | {"academic", "analysis", "law firm", "tracker", "press", "encyclopaedia"}
UNFIT = re.compile(
    r"^http://|//\d+\.\d+\.|//(staging|dev|test|prod)\.[^/]+\.|/tag/|/hashtag/|jsessionid|:\d{2,5}/|wikiwand|ness2u"
)
SILENT = re.compile(r"\b(not|nowhere|never) (was |were )?(found|seen|shown|read)\b|no (page|source) (was|is)")


@pytest.mark.parametrize("profile", WIDE, ids=lambda profile: profile.name)
def test_sources_keep_the_rules_of_the_codebook(profile: ss.CountryProfile) -> None:
    for key, source in profile.sources.items():
        assert source.kind in KINDS, key
        assert source.language, key
        assert not UNFIT.search(source.url), (key, source.url)
        assert not re.match(r"(Report|Note|Comment) (on|about) |.*not shown|.*\(from the", source.title), key
    for key, answer in answers(profile):
        kinds = {profile.sources[item.source].kind for item in answer.evidence}
        publishers = {profile.sources[item.source].publisher for item in answer.evidence}
        assert kinds != {"encyclopaedia"}, key
        if answer.confidence == "high":
            assert kinds & PRIMARY or len(publishers) > 1, key
        assert answer.at_least or not SILENT.search(answer.because), key
        assert not (answer.at_least and answer.level == 4), key
        pages = [(item.source, item.states) for item in answer.evidence]
        assert len(set(pages)) == len(pages), key


def test_most_ratings_rest_on_primary_sources_and_most_facts_are_quoted() -> None:
    latest = [(profile, history[-1]) for profile in COUNTRIES for history in profile.history.values()]
    primary = sum(
        bool({profile.sources[e.source].kind for e in answer.evidence} & PRIMARY) for profile, answer in latest
    )
    assert primary / len(latest) > 0.5
    pieces = [item for _, answer in latest for item in answer.evidence]
    assert sum(bool(item.quote) for item in pieces) / len(pieces) > 0.5
    assert not [item.where for item in pieces if re.search("opening paragraph|excerpt", item.where, re.IGNORECASE)]


def test_the_set_covers_the_countries_that_readers_compare() -> None:
    assert set(LOADED.codes) == COMPARED
    assert [(profile.code, profile.variant) for profile in LOADED.variants] == [("RUS", "wider")]


def test_two_coders_are_named_only_where_there_were_two() -> None:
    for profile in COUNTRIES:
        coders = {frozenset(answer.coders) for history in profile.history.values() for answer in history[-1:]}
        assert frozenset({"first", "second"}) in coders
        assert coders <= {frozenset({"first", "second"}), frozenset({"first"}), frozenset({"second"})}
        assert "One reader" not in profile.about


def test_the_agreement_is_what_the_codebook_says() -> None:
    pairs = [
        tuple(answer.coders.values())
        for profile in LOADED
        for history in profile.history.values()
        for answer in history
        if len(answer.coders) == 2
    ]
    equal = sum(first == second for first, second in pairs) / len(pairs)
    near = sum(abs(first - second) <= 1 for first, second in pairs) / len(pairs)
    result = ss.audit(ss.score(RUBRIC, LOADED))
    text = " ".join(CODEBOOK.read_text("utf-8").split())
    told = f"Over the {len(pairs)} ratings that both gave, {equal:.0%} are equal and {near:.0%} differ by one level"
    assert told.replace("%", " %") in text
    assert f"Krippendorff's ordinal alpha is {result.alpha:.2f}." in text
    weak = [str(node) for node, alpha in result.criteria["alpha"].items() if alpha < 0.67]
    names = [f"`{node}`" for node in weak]
    assert f"It is below 0.67 for seven criteria: {', '.join(names[:-1])} and {names[-1]}." in text


def test_russia_stands_on_its_one_document() -> None:
    russia = LOADED["RUS"]
    assert list(russia.sources) == ["tsakanyan-2025"]
    assert set(russia.history) == RUSSIA
    assert all(item.where.startswith("Section") for _, answer in answers(russia) for item in answer.evidence)
    assert all(item.quote for _, answer in answers(russia) for item in answer.evidence)


def test_russia_is_scored_with_coverage_and_bounds() -> None:
    row = ss.score(RUBRIC, LOADED).table.loc["RUS"]
    # of 6, 7, 8 and 6 criteria 2, 4, 1 and 6 are answered
    assert row["coverage"] == pytest.approx((2 / 6 + 4 / 7 + 1 / 8 + 6 / 6) / 4)
    assert row["lower"] < row["score"] < row["upper"]
    # sovereignty 2/2, infrastructure 4/4, regulation 1/1 and partnerships 6/6 levels of four
    assert row["score"] == pytest.approx(25, rel=1e-12)
    wider = ss.score(RUBRIC, LOADED.with_variant("RUS", "wider")).table.loc["RUS"]
    assert wider["coverage"] > 0.9
    assert wider["score"] > row["score"]


def test_like_for_like_on_the_date_of_russias_document() -> None:
    then = ss.score(RUBRIC, LOADED, as_of="2025-02")
    now = ss.score(RUBRIC, LOADED)
    assert then.table.loc["RUS", "coverage"] == pytest.approx(now.table.loc["RUS", "coverage"])
    assert (then.table["coverage"] <= now.table["coverage"].reindex(then.table.index)).all()
    assert then.explain("KAZ", "regulation.law").parts[0].answer.level == 1
    assert now.explain("KAZ", "regulation.law").parts[0].answer.level == 4


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
    assert len(mine["RUS"].history) < 13
    with pytest.raises(ss.DocumentError, match="already"):
        ss.load_countries([own, Path(ss.load_countries("RUS")["RUS"].document.path)])
