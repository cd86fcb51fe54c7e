"""Groups of countries: their members, their names, one's own, and the words that a person types."""

from __future__ import annotations

import pickle
import re
from pathlib import Path

import pytest

import strategyscore as ss
from strategyscore import errors
from strategyscore.documents.groups import read_groups
from strategyscore.errors import DocumentError
from strategyscore.model import groups
from strategyscore.model.groups import CountryGroup, expand, group, register_group
from strategyscore.model.names import country_code, country_codes


@pytest.fixture(autouse=True)
def _own_groups_end_with_the_test(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(groups, "_OWN", {})


COUNTS = {"EU": 27, "G7": 7, "G20": 19, "BRICS": 10, "OECD": 38, "ASEAN": 11, "GCC": 6, "AU": 55, "SCO": 10}


def test_the_bundled_groups_are_complete() -> None:
    bundled = groups.groups()
    assert {name: len(item.members) for name, item in bundled.items()} == COUNTS
    for name, item in bundled.items():
        assert item.id == name
        assert set(item.members) <= country_codes()
        assert list(item.members) == sorted(set(item.members))
        assert item.as_of is not None
        assert item.sources
        for page in item.sources:
            assert page.url is not None
            assert page.url.startswith("https://")
            assert page.accessed is not None
            assert item.as_of.begins_by(page.accessed)


# As the pages name them, so that a slip in a code is seen
READ = {
    "G7": "France, the United States, Canada, Japan, the United Kingdom, Italy, Germany",
    "G20": "Argentina, Australia, Brazil, Canada, China, France, Germany, India, Indonesia, Italy, Japan, "
    "Republic of Korea, Mexico, Russia, Saudi Arabia, South Africa, Turkey, the United Kingdom, United States",
    "BRICS": "UAE, Ethiopia, Egypt, Brazil, India, Russia, South Africa, Iran, Indonesia, China",
    "ASEAN": "Indonesia, Malaysia, the Philippines, Singapore, Thailand, Brunei, Vietnam, Laos, Myanmar, Cambodia, "
    "Timor-Leste",
    "GCC": "Saudi Arabia, Qatar, the United Arab Emirates, Kuwait, Bahrain, Oman",
    "SCO": "China, India, Russia, Pakistan, Iran, Kazakhstan, Kyrgyzstan, Tajikistan, Uzbekistan, Belarus",
    "EU": "Belgium, Bulgaria, Czechia, Denmark, Germany, Estonia, Ireland, Greece, Spain, France, Croatia, Italy, "
    "Cyprus, Latvia, Lithuania, Luxembourg, Hungary, Malta, Netherlands, Austria, Poland, Portugal, Romania, Slovenia, "
    "Slovakia, Finland, Sweden",
    "OECD": "Austria, Australia, Belgium, Canada, Chile, Colombia, Costa Rica, Czech Republic, Denmark, Estonia, "
    "Finland, France, Germany, Greece, Hungary, Iceland, Ireland, Israel, Italy, Japan, Korea, Latvia, Lithuania, "
    "Luxembourg, Mexico, the Netherlands, New Zealand, Norway, Poland, Portugal, Slovak Republic, Slovenia, Spain, "
    "Sweden, Switzerland, Türkiye, the United Kingdom, the United States",
    "AU": "Algeria, Angola, Benin, Botswana, Burkina Faso, Burundi, Cameroon, Cape Verde, Central African Republic, "
    "Chad, Comoros, Democratic Republic of the Congo, Republic of the Congo, Djibouti, Egypt, Equatorial Guinea, "
    "Eritrea, Swaziland, Ethiopia, Gabon, Gambia, Ghana, Guinea, Guinea-Bissau, Ivory Coast, Kenya, Lesotho, Liberia, "
    "Libya, Madagascar, Malawi, Mali, Mauritania, Mauritius, Morocco, Mozambique, Namibia, Niger, Nigeria, Rwanda, "
    "Sahrawi Arab Democratic Republic, São Tomé and Príncipe, Senegal, Seychelles, Sierra Leone, Somalia, "
    "South Africa, South Sudan, Sudan, Tanzania, Togo, Tunisia, Uganda, Zambia, Zimbabwe",
}


@pytest.mark.parametrize("name", COUNTS)
def test_the_members_are_those_that_were_read(name: str) -> None:
    assert sorted(str(country_code(word)) for word in READ[name].split(", ")) == list(group(name).members)


def test_what_a_reader_must_know_of_a_group_is_said() -> None:
    assert "European Union and the African Union" in str(group("G20").about)
    assert "Saudi Arabia" in str(group("BRICS").about)
    assert "ESH" in group("AU").members
    assert "Western Sahara" in str(group("AU").about)


@pytest.mark.parametrize(
    ("called", "name"),
    [
        ("eu", "EU"),
        ("European Union", "EU"),
        ("the EUROPEAN union ", "EU"),
        ("EU-27", "EU"),
        ("Group of Seven", "G7"),
        ("g-20", "G20"),
        ("brics", "BRICS"),
        ("BRICS+", "BRICS"),
        ("Organization for Economic Cooperation and Development", "OECD"),
        ("organisation for economic co-operation and development", "OECD"),
        ("Association of Southeast Asian Nations", "ASEAN"),
        ("Gulf Cooperation Council", "GCC"),
        ("African Union", "AU"),
        ("au", "AU"),
        ("Shanghai Cooperation Organization", "SCO"),
    ],
)
def test_groups_are_known_by_their_common_names(called: str, name: str) -> None:
    assert group(called).id == name


@pytest.mark.parametrize(
    ("called", "remedy"),
    [
        ("Europen Union", "did you mean 'European Union'?"),
        ("G8", "use one of ASEAN, AU, BRICS, EU"),
        ("", "use one of"),
    ],
)
def test_an_unknown_group_gets_a_remedy(called: str, remedy: str) -> None:
    with pytest.raises(errors.UnknownGroup, match=re.escape(remedy)):
        group(called)


def test_own_groups_are_known_once_they_are_registered() -> None:
    nordic = CountryGroup("nordic", "Nordic countries", ("DNK", "FIN", "ISL", "NOR", "SWE"))
    assert expand_fails("Nordic", ["DNK"]).startswith("there is no country and no group called 'Nordic'")
    register_group(nordic)
    assert group("nordic countries") is nordic
    assert [*groups.groups()][-1] == "nordic"
    assert expand(["Nordic"], ["SWE", "DNK", "USA"]) == ["DNK", "SWE"]
    register_group(CountryGroup("nordic", "Nordic countries", ("DNK",)))
    assert group("nordic").members == ("DNK",)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (CountryGroup("EU", "My union", ("DEU",)), "'EU' means European Union (EU) already"),
        (CountryGroup("mine", "Group of 7", ("DEU",)), "'Group of 7' means Group of Seven (G7) already"),
        (CountryGroup("mine", "Chad", ("DEU",)), "'Chad' means Chad (TCD) already"),
        (
            CountryGroup("mine", "Mine", ("DEU",), names=("Congo",)),
            "means DR Congo (COD) or Republic of the Congo (COG)",
        ),
        (CountryGroup("mine", "...", ("DEU",)), "'...' has no letter and no digit"),
        (CountryGroup("mine", "Mine", ()), "the group 'mine' has no members"),
    ],
)
def test_a_name_that_means_something_cannot_be_given_to_a_group(wrong: CountryGroup, message: str) -> None:
    with pytest.raises(ValueError, match=re.escape(message)):
        register_group(wrong)
    assert len(groups.groups()) == len(COUNTS)


AT_HAND = ["BRA", "CAN", "CHN", "DEU", "FRA", "RUS"]


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        (["RUS"], ["RUS"]),
        (["rus", "Russia", "ru", " the Russian Federation"], ["RUS"]),
        (["China", "G7", "deu", "brics"], ["CHN", "CAN", "DEU", "FRA", "BRA", "RUS"]),
        (["European Union"], ["DEU", "FRA"]),
        ("Germany", ["DEU"]),
        ([], []),
    ],
)
def test_words_become_codes_in_the_order_asked_for(words, codes: list[str]) -> None:
    assert expand(words, AT_HAND) == codes
    assert expand(iter([words] if isinstance(words, str) else words), iter(AT_HAND)) == codes


def test_a_code_at_hand_means_itself() -> None:
    assert expand(["U001", "u002"], ["U001", "U002"]) == ["U001", "U002"]
    assert expand(["EU"], ["DEU", "EU"]) == ["EU"]
    assert expand(["CA", "Texas"], ["CA", "Texas", "CAN"]) == ["CA", "Texas"]
    assert expand(["ca"], ["ca", "CA"]) == ["ca"]
    assert expand(["AU"], ["AU"]) == ["AU"]


def expand_fails(word: str, codes: list[str]) -> str:
    with pytest.raises(errors.UnknownCountry) as caught:
        expand([word], codes)
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize(
    ("word", "message"),
    [
        ("Rusia", "there is no country and no group called 'Rusia'; did you mean 'RUS'?"),
        ("RUZ", "there is no country and no group called 'RUZ'; did you mean 'RUS'?"),
        ("Brcs", "there is no country and no group called 'Brcs'; did you mean 'BRICS'?"),
        ("Atlantis", "there is no country and no group called 'Atlantis'; use one of BRA, CAN, CHN, DEU, FRA, RUS"),
        ("", "there is no country and no group called ''; use one of BRA, CAN, CHN, DEU, FRA, RUS"),
        ("Kenya", "there is no profile of Kenya (KEN); use one of BRA, CAN, CHN, DEU, FRA, RUS"),
        (
            "gcc",
            "there is no profile of any member of the group Gulf Cooperation Council (GCC); "
            "use one of BRA, CAN, CHN, DEU, FRA, RUS",
        ),
        ("Congo", "'Congo' can mean DR Congo (COD) or Republic of the Congo (COG); write 'COD' or 'COG'"),
        ("AU", "'AU' can mean Australia (AUS) or the group African Union; write 'AUS' or 'African Union'"),
    ],
)
def test_words_that_mean_nothing_at_hand(word: str, message: str) -> None:
    assert expand_fails(word, AT_HAND) == message


def test_many_codes_at_hand_are_not_listed() -> None:
    many = sorted(country_codes() - {"KEN"})
    assert expand_fails("Kenya", many) == "there is no profile of Kenya (KEN); add one, or leave it out"
    assert expand_fails("Atlantis", many) == "there is no country and no group called 'Atlantis'"
    assert expand_fails("U01", ["U001", "U002"]).endswith("did you mean 'U001'?")


def test_own_groups_are_read_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "groups.yaml"
    path.write_text(
        "groups:\n"
        "  nordic: {title: Nordic countries, members: [DNK, Finland, ISL, NO, swe]}\n"
        "  islands:\n"
        "    title: Islands of the north\n"
        "    names: [northern islands]\n"
        "    as_of: 2026-01\n"
        "    about: Both belong to Denmark.\n"
        "    members: [Faroe Islands, Greenland]\n"
        "    sources: [{title: Atlas, url: https://example.org/atlas, accessed: 2026-02-03}]\n",
        encoding="utf-8",
    )
    own = read_groups(path)
    assert own["nordic"] == CountryGroup("nordic", "Nordic countries", ("DNK", "FIN", "ISL", "NOR", "SWE"))
    islands = own["islands"]
    assert (islands.members, islands.names, str(islands.as_of)) == (("FRO", "GRL"), ("northern islands",), "2026-01")
    assert islands.sources[0].title == "Atlas"
    assert "nordic" not in groups.groups()
    for item in own.values():
        register_group(item)
    assert expand(["Northern Islands"], ["GRL"]) == ["GRL"]
    assert read_groups(path) == own


def problems_of(path: Path, text: str) -> list[str]:
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DocumentError) as caught:
        read_groups(path)
    return [f"{problem.line}:{problem.column} {problem.message}" for problem in caught.value.problems]


def test_all_that_is_wrong_with_a_file_of_groups_is_said_at_once(tmp_path: Path) -> None:
    text = """\
groups:
  nordic:
    title: Nordic countries
    members: [DNK, Finland, Sweeden, dk]
  G7:
    titel: Mine
    members: []
  chad:
    title: Nordic Countries
    names: ["!!", Congo, 7]
    members: [Atlantis, Congo, {a: 1}]
  my group:
    title: Baltic states
    members: [EST]
  baltic:
    title: Baltic states
    as_of: 2025-13
    members: EST
"""
    assert problems_of(tmp_path / "groups.yaml", text) == [
        "4:29 'Sweeden' is not the code or the name of one country; did you mean 'SWE'?",
        "4:38 'dk' is DNK, which is a member already ('DNK'); keep one of the two",
        "5:3 the key 'title' is missing; add 'title: ...'",
        "6:5 unknown key 'titel'; did you mean 'title'?",
        "7:14 this is empty; fill it in, or remove the key",
        "8:3 'chad' means Chad (TCD) already; give the group another name",
        "9:12 'Nordic Countries' is a name of the group 'nordic' already; give each its own",
        "10:13 '!!' has no letter and no digit; give the group another name",
        "10:19 'Congo' means DR Congo (COD) or Republic of the Congo (COG) already; give the group another name",
        "10:26 7 stands here; it must be text; put it in quotes",
        "11:15 'Atlantis' is not the code or the name of one country; write a code of ISO 3166-1 or an English name, "
        "such as KEN or Kenya",
        "11:25 'Congo' is not the code or the name of one country; did you mean 'COD' or 'COG'?",
        "11:32 a mapping stands here; it must be text; put it in quotes",
        "12:3 'my group' is not an id; use letters, digits, '_' and '-', a letter first",
        "17:12 '2025-13' is not in the calendar; write 2025-02-14, 2025-02 or 2025",
        "18:14 'EST' stands here; it must be a list, each entry after '- '",
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("groups: {}\n", "1:9 this is empty; fill it in, or remove the key"),
        ("groups: [a]\n", "1:9 a list stands here; it must be a mapping of keys to values"),
        ("groups: {a: 3}\n", "1:13 3 stands here; it must be a mapping of keys to values"),
        ("nordic: {}\n", "1:1 the key 'groups' is missing; add 'groups: ...'"),
        ("groups: {NO: {title: North, members: [SWE]}}\n", "1:10 'NO' means Norway (NOR) already"),
        ("groups: {EU: {title: Ours, members: [SWE]}}\n", "1:10 'EU' means European Union (EU) already"),
    ],
)
def test_a_file_that_is_no_file_of_groups(tmp_path: Path, text: str, message: str) -> None:
    assert problems_of(tmp_path / "groups.yaml", text)[0].startswith(message)


def test_the_bundled_file_has_the_format_of_ones_own() -> None:
    with pytest.raises(DocumentError) as caught:
        read_groups(groups._FILE)
    assert {re.sub("^.* means .* already", "taken", problem.message) for problem in caught.value.problems} == {
        "taken; give the group another name"
    }


def test_every_country_is_in_one_region_and_a_region_stands_for_its_countries() -> None:
    members = [code for one in groups.regions().values() for code in one.members]
    assert len(members) == len(set(members)) == 240
    assert set(members) <= country_codes()
    assert {groups.region_of(code) for code in ss.load_countries().codes} <= set(groups.regions())
    assert ss.load_countries().pick("western asia").codes == ["ARE", "ISR", "SAU", "TUR"]
    assert expand("Micronesia", ["FSM", "GUM"]) == ["FSM"], "a country goes before a region of its name"


def test_the_groups_by_income_are_as_many_as_the_world_bank_counts_and_share_no_country() -> None:
    found = groups.income_groups()
    members = [code for one in found.values() for code in one.members]
    assert len(members) == len(set(members))
    assert set(members) <= country_codes()
    # 54 with Kosovo, which has no code; the first lacks small territories
    assert [len(one.members) for one in found.values()][1:] == [53, 51, 26]
    assert [name for name, one in found.items() if "RUS" in one.members] == ["High income"]
    assert "VEN" not in members, "not classified"
    assert set(ss.load_countries().codes) <= set(members)
    assert expand("low income", ["RWA", "KAZ"]) == ["RWA"]
    assert ss.load_countries().pick("upper-middle income").codes[:2] == ["BRA", "CHN"]


def test_a_group_of_ones_own_may_have_the_name_of_a_region(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(groups, "_OWN", {})
    register_group(CountryGroup("south", "Southern Europe", ("ITA", "ESP")))
    assert group("southern europe").id == "south"
    assert group("Western Europe").division
