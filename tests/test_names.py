"""How countries are called, and what is said of a name that is not known."""

from __future__ import annotations

import csv
import multiprocessing
import pickle
import re
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor

import numpy as np
import pycountry
import pytest
from hypothesis import given
from hypothesis import strategies as st

from strategyscore import errors
from strategyscore.errors import DocumentError, Problem
from strategyscore.methods.normalise import ColumnError, minmax
from strategyscore.model import names
from strategyscore.model.names import country_code, country_codes, country_name, possible_codes, suggest

MISTAKES = [
    *[
        kind("there is none of 'RUZ'", "RUZ", ["RUS", "KEN"])
        for kind in (
            errors.UnknownName,
            errors.UnknownNode,
            errors.UnknownCountry,
            errors.UnknownGroup,
            errors.UnknownRubric,
        )
    ],
    ColumnError("all present values are equal", [0, 2]),
    DocumentError([Problem("b.yaml", 2, 1, "this is empty"), Problem("a.yaml", 1, 1, "this is too long")]),
    errors.ScoringError("the data does not allow it"),
]


def fail(which: int | None) -> None:
    """Raise a mistake of the list, or one of a method's own."""
    if which is None:
        minmax(np.array([[1.0, 2.0], [1.0, 3.0]]))
    else:
        raise MISTAKES[which]


@pytest.mark.parametrize("error", MISTAKES, ids=lambda error: type(error).__name__)
def test_errors_survive_pickling(error: Exception) -> None:
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is type(error)
    assert str(again) == str(error)
    assert again.args == error.args
    assert vars(again) == vars(error)


def test_a_mistake_in_a_worker_leaves_the_pool_alive() -> None:
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        for which, error in enumerate(MISTAKES):
            with pytest.raises(type(error)) as caught:
                pool.submit(fail, which).result()
            assert str(caught.value) == str(error)
        with pytest.raises(ColumnError) as caught:
            pool.submit(fail, None).result()
        assert caught.value.columns == [0]
        assert pool.submit(len, "alive").result() == 5


def test_the_arguments_of_an_unknown_name_are_kept() -> None:
    error = errors.UnknownCountry("there is no profile of 'RUZ'", "RUZ", iter(["RUS", "KEN"]))
    assert (error.message, error.name, error.options) == ("there is no profile of 'RUZ'", "RUZ", ("RUS", "KEN"))
    assert str(error) == "there is no profile of 'RUZ'; did you mean 'RUS'?"


def test_names_are_read_when_they_are_first_needed() -> None:
    script = "import sys, strategyscore.model.names; print('pycountry' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


# Everyday names, former names, and the names of other people's tables
KNOWN = """
RUS: Russia, Russian Federation, the Russian Federation, ru, rus
GBR: UK, U.K., Britain, Great Britain, United Kingdom of Great Britain and Northern Ireland, GB
KOR: South Korea, Korea, Republic of Korea, "Korea, Rep.", "Korea, Republic of", Korea (Republic of), KR
PRK: North Korea, DPRK, Democratic People's Republic of Korea, Korea (Democratic People's Rep. of)
IRN: Iran, Islamic Republic of Iran, Iran (Islamic Republic of), "Iran, Islamic Rep."
SYR: Syria, Syrian Arab Republic
VNM: Vietnam, Viet Nam, Viet-Nam, Socialist Republic of Viet Nam
TUR: Turkey, Türkiye, Turkiye, TÜRKİYE, Republic of Türkiye
CIV: Ivory Coast, Côte d'Ivoire, Cote d'Ivoire, Côte d\N{RIGHT SINGLE QUOTATION MARK}Ivoire, COTE DIVOIRE
CZE: Czechia, Czech Republic, the Czech Republic
ARE: UAE, U.A.E., United Arab Emirates, Emirates, the Emirates
USA: USA, US, U.S., U.S.A., the US, United States, the United States of America, America
NLD: Netherlands, The Netherlands, Holland
TWN: Taiwan, "Taiwan, Province of China", Chinese Taipei
CHN: China, People's Republic of China, PRC
LAO: Laos, Lao PDR, Lao People's Democratic Republic
MDA: Moldova, Republic of Moldova
BOL: Bolivia, Bolivia (Plurinational State of)
VEN: Venezuela, "Venezuela, RB"
TZA: Tanzania, United Republic of Tanzania
COD: DR Congo, DRC, Democratic Republic of the Congo, "Congo, Dem. Rep.", Congo-Kinshasa, Zaire
COG: Republic of the Congo, Republic of Congo, "Congo, Rep.", Congo-Brazzaville, COG, CG
SWZ: Swaziland, Eswatini
MMR: Burma, Myanmar
MKD: Macedonia, North Macedonia
CPV: Cape Verde, Cabo Verde
TLS: East Timor, Timor-Leste, Timor Leste
HKG: Hong Kong, "Hong Kong SAR, China", "Hong Kong, China (SAR)", Hongkong
MAC: Macau, Macao
PSE: Palestine, State of Palestine, the State of Palestine, West Bank and Gaza
VAT: Vatican, Holy See, Vatican City
STP: Sao Tome and Principe, São Tomé & Príncipe
BIH: Bosnia, Bosnia-Herzegovina, Bosnia & Herzegovina
KNA: St. Kitts and Nevis, St Kitts & Nevis
GMB: The Gambia, "Gambia, The"
CUW: Curacao
ALA: Aland Islands
REU: reunion
NOR: no, NO, Norway
SVK: Slovak Republic
KGZ: Kyrgyz Republic
VGB: British Virgin Islands, "Virgin Islands, British"
VIR: US Virgin Islands, "Virgin Islands, U.S."
GNB: Guinea Bissau
GIN: Guinea
NER: Niger
WSM: Samoa
DMA: Dominica
"""
CASES = [
    (name, line.split(": ")[0])
    for line in KNOWN.strip().splitlines()
    for name in next(csv.reader([line.split(": ", 1)[1]], skipinitialspace=True))
]


@pytest.mark.parametrize(("name", "code"), CASES)
def test_names_that_people_use(name: str, code: str) -> None:
    for text in (name, f"  {name}\t", name.upper(), name.lower()):
        assert country_code(text) == code


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "?",
        "the",
        "Kosovo",
        "XKX",
        "XK",
        "Germ",
        "land",
        "United",
        "Republic",
        "Korea, North or South",
        "EU",
        "404",
        "Europe",
        "England",
        "Soviet Union",
        "Россия",
    ],
)
def test_what_is_no_country_is_none(text: str) -> None:
    assert country_code(text) is None


def test_only_two_names_are_ambiguous_and_mean_no_country() -> None:
    assert {key for key, codes in names._known().items() if len(codes) > 1} == {"congo", "virginislands"}
    assert country_code("Congo") is None
    assert possible_codes("the congo") == ("COD", "COG")
    assert possible_codes("Virgin Islands") == ("VGB", "VIR")


def test_every_other_name_is_of_a_country_that_exists() -> None:
    assert set(names._OTHER_NAMES) | set(names._SHORT_NAMES) <= country_codes()


@given(
    st.sampled_from(sorted(country_codes())),
    st.sampled_from([str.upper, str.lower, str.swapcase, str.title]),
    st.text(" \t\n", max_size=3),
)
def test_every_code_and_name_leads_back(code: str, case, blanks: str) -> None:
    country = pycountry.countries.get(alpha_3=code)
    official = getattr(country, "official_name", country.name)
    for text in (code, country.alpha_2, country_name(code), official):
        assert country_code(blanks + case(text) + blanks) == code


def test_names_for_reports_are_short_and_all_different() -> None:
    shown = [country_name(code) for code in country_codes()]
    assert len(shown) == len(set(shown)) == 249
    assert not [name for name in shown if re.search(r"[,(]|Republic of (?!the Congo)", name)]
    expected = {
        "BES": "Caribbean Netherlands",
        "BOL": "Bolivia",
        "CIV": "Côte d'Ivoire",
        "COD": "DR Congo",
        "COG": "Republic of the Congo",
        "FLK": "Falkland Islands",
        "FSM": "Micronesia",
        "KOR": "South Korea",
        "LAO": "Laos",
        "MAF": "Saint Martin",
        "MDA": "Moldova",
        "MKD": "North Macedonia",
        "PRK": "North Korea",
        "RUS": "Russia",
        "SXM": "Sint Maarten",
        "TUR": "Türkiye",
        "TWN": "Taiwan",
        "TZA": "Tanzania",
        "USA": "United States",
        "VGB": "British Virgin Islands",
        "VIR": "US Virgin Islands",
        "VNM": "Vietnam",
    }
    assert {code: country_name(code) for code in expected} == expected
    assert country_name("U001") == "U001"


@pytest.mark.parametrize(
    ("typed", "suggestion"),
    [
        ("Rusia", "did you mean 'RUS'?"),
        ("RUZ", "did you mean 'RUS'?"),
        ("Germny", "did you mean 'DEU'?"),
        ("GER", "did you mean 'DEU'?"),
        ("Brasil", "did you mean 'BRA'?"),
        ("untied states", "did you mean 'USA'?"),
        ("Great Britian", "did you mean 'GBR'?"),
        ("Kazakh", "did you mean 'KAZ'?"),
        ("Congo", "did you mean 'COD' or 'COG'?"),
        ("Nige", "did you mean 'NER' or 'NGA'?"),
        ("Kenya", "did you mean 'KEN'?"),
        ("England", ""),
        ("Kosovo", ""),
        ("XK", ""),
        ("", ""),
    ],
)
def test_typos_of_names_and_codes_get_a_suggestion(typed: str, suggestion: str) -> None:
    assert suggest(typed) == suggestion
