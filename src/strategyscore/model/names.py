"""How countries are called, and by which names they are known."""

from __future__ import annotations

import difflib
import itertools
import re
import unicodedata
from collections.abc import Collection, Mapping
from functools import cache

# Where ISO 3166 gives only a formal name, a long one, or the same as for another country: what reports say.
_SHORT_NAMES = {
    "BES": "Caribbean Netherlands",
    "BRN": "Brunei",
    "CCK": "Cocos Islands",
    "COD": "DR Congo",
    "COG": "Republic of the Congo",
    "FLK": "Falkland Islands",
    "FSM": "Micronesia",
    "MAF": "Saint Martin",
    "PCN": "Pitcairn Islands",
    "PSE": "Palestine",
    "RUS": "Russia",
    "SHN": "Saint Helena",
    "STP": "São Tomé and Príncipe",
    "SXM": "Sint Maarten",
    "VAT": "Vatican City",
    "VGB": "British Virgin Islands",
    "VIR": "US Virgin Islands",
}

# Names that ISO 3166 does not have: everyday and former ones, and those of the tables of the UN, the World Bank and
# the OECD. A name that stands with two countries means neither; what `name_key` evens out need not be listed.
_OTHER_NAMES = {
    "AFG": ["Islamic Emirate of Afghanistan"],
    "ARE": ["UAE", "Emirates"],
    "BIH": ["Bosnia"],
    "CAF": ["CAR"],
    "CCK": ["Keeling Islands"],
    "CHN": ["PRC", "Mainland China", "China, People's Republic of"],
    "CIV": ["Ivory Coast"],
    "COD": [
        "Congo",
        "DRC",
        "Congo DR",
        "Congo (DRC)",
        "Congo, Dem. Rep.",
        "Congo-Kinshasa",
        "Zaire",
        "Democratic Republic of the Congo",
    ],
    "COG": ["Congo", "Congo, Rep.", "Congo, Republic of the", "Congo Republic", "Congo-Brazzaville"],
    "CPV": ["Cape Verde"],
    "EGY": ["Egypt, Arab Rep."],
    "ESH": ["Sahrawi Republic", "Sahrawi Arab Democratic Republic", "SADR"],
    "FLK": ["Falklands"],
    "FSM": ["Micronesia, Fed. Sts."],
    "GBR": ["UK", "Britain", "Great Britain"],
    "HKG": [
        "Hong Kong SAR",
        "Hong Kong, China",
        "Hong Kong SAR, China",
        "Hong Kong, China (SAR)",
        "China, Hong Kong SAR",
    ],
    "IRL": ["Republic of Ireland", "Eire"],
    "IRN": ["Iran, Islamic Rep."],
    "KOR": ["Korea", "Republic of Korea", "Korea, Rep.", "ROK"],
    "LAO": ["Lao PDR"],
    "MAC": ["Macau", "Macao SAR", "Macau SAR", "Macao SAR, China", "China, Macao SAR"],
    "MKD": ["Macedonia", "FYROM", "Former Yugoslav Republic of Macedonia"],
    "MMR": ["Burma", "Myanmar (Burma)"],
    "NLD": ["Holland"],
    "PRK": ["DPRK", "Korea, Dem. People's Rep.", "Korea (Democratic People's Rep. of)"],
    "PSE": ["Palestinian Territories", "Palestinian Territory", "Occupied Palestinian Territory", "West Bank and Gaza"],
    "SAU": ["KSA"],
    "SOM": ["Somalia, Fed. Rep."],
    "SWZ": ["Swaziland"],
    "TLS": ["East Timor"],
    "TUR": ["Turkey"],
    "TWN": ["Chinese Taipei", "Taiwan, China", "Republic of China"],
    "USA": ["America"],
    "VAT": ["Vatican", "Holy See"],
    "VEN": ["Venezuela, RB"],
    "VGB": ["Virgin Islands", "BVI"],
    "VIR": ["Virgin Islands", "USVI"],
    "WSM": ["Western Samoa"],
    "YEM": ["Yemen, Rep."],
    "ZAF": ["RSA"],
}

WITH_ARTICLE = frozenset(
    ("ARE", "BHS", "CAF", "COD", "COG", "COM", "DOM", "GBR", "GMB", "MDV", "MHL", "NLD", "PHL", "SLB", "SYC", "USA")
)
"""Countries whose English name takes an article within a sentence."""

_SILENT = re.compile("['\N{RIGHT SINGLE QUOTATION MARK}\N{LEFT SINGLE QUOTATION MARK}`.]")
_WORD = re.compile(r"[^\W_]+")


def name_key(text: str) -> str:
    """What is left of a name when case, accents, blanks, punctuation, "the" and "and" do not count.

    Parameters
    ----------
    text : str

    Returns
    -------
    str
        The same for all ways to write a name; empty where the text has no letter and no digit.

    Examples
    --------
    >>> name_key("The Bahamas") == name_key(" BAHAMAS")
    True
    >>> name_key("St. Kitts & Nevis") == name_key("Saint Kitts and Nevis")
    True
    """
    letters = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    words = _WORD.findall(_SILENT.sub("", plain))
    if len(words) > 1 and words[0] == "st":
        words[0] = "saint"
    return "".join([word for word in words if word not in ("the", "and")] or words)


@cache
def country_codes() -> frozenset[str]:
    """All alpha-3 codes of ISO 3166-1.

    Returns
    -------
    frozenset of str

    Examples
    --------
    >>> "KEN" in country_codes(), "XKX" in country_codes()
    (True, False)
    """
    import pycountry

    return frozenset(country.alpha_3 for country in pycountry.countries)


@cache
def country_name(code: str) -> str:
    """A short English name for a code of ISO 3166-1 alpha-3, or the code itself where it is none.

    Parameters
    ----------
    code : str

    Returns
    -------
    str

    Examples
    --------
    >>> country_name("KOR"), country_name("COD"), country_name("U001")
    ('South Korea', 'DR Congo', 'U001')
    """
    import pycountry

    if code.upper() in _SHORT_NAMES:
        return _SHORT_NAMES[code.upper()]
    country = pycountry.countries.get(alpha_3=code)
    if country is None:
        return code
    return str(getattr(country, "common_name", country.name)).split(",")[0]


@cache
def _known() -> dict[str, tuple[str, ...]]:
    """The alpha-3 codes that each name or code may mean, by its `name_key`."""
    import pycountry

    known: dict[str, set[str]] = {}
    for country in pycountry.countries:
        code = str(country.alpha_3)
        names = [code, country.alpha_2, country_name(code), *_OTHER_NAMES.get(code, [])]
        names += [getattr(country, kind, "") for kind in ("name", "official_name", "common_name")]
        for key in {name_key(name) for name in names} - {""}:
            known.setdefault(key, set()).add(code)
    return {key: tuple(sorted(codes)) for key, codes in known.items()}


def possible_codes(text: str) -> tuple[str, ...]:
    """The alpha-3 codes that a code or an English name may mean.

    Parameters
    ----------
    text : str

    Returns
    -------
    tuple of str
        In order; more than one where the name is ambiguous, and none where it is not known.

    Examples
    --------
    >>> possible_codes("Congo"), possible_codes("Congo-Brazzaville"), possible_codes("Atlantis")
    (('COD', 'COG'), ('COG',), ())
    """
    return _known().get(name_key(text), ())


def country_code(text: str) -> str | None:
    """The alpha-3 code meant by a code or an English name, or None.

    Parameters
    ----------
    text : str
        A code of ISO 3166-1 (alpha-3 or alpha-2) or a name: the short, the official, an everyday or a former one. Case,
        accents, blanks, punctuation and "the" do not count; a part of a name is not enough.

    Returns
    -------
    str or None
        None for what is not known and for what could be two countries.

    Examples
    --------
    >>> country_code("the united kingdom"), country_code("RU"), country_code("Cote d'Ivoire")
    ('GBR', 'RUS', 'CIV')
    >>> country_code("Congo"), country_code("Korea")
    (None, 'KOR')
    """
    codes = possible_codes(text)
    return codes[0] if len(codes) == 1 else None


def suggest(text: str, others: Mapping[str, str] | None = None) -> str:
    """A suggestion for a code or a name of a country that is mistyped, cut short or ambiguous.

    Parameters
    ----------
    text : str
    others : mapping of str to str, optional
        What else may be meant, by the `name_key` of a name: what to write for it.

    Returns
    -------
    str
        ``"did you mean 'RUS'?"``, or an empty string where nothing is near.

    Examples
    --------
    >>> suggest("Rusia"), suggest("GER"), suggest("Slov"), suggest("Atlantis")
    ("did you mean 'RUS'?", "did you mean 'DEU'?", "did you mean 'SVK' or 'SVN'?", '')
    """
    meant = _meant(name_key(text), {key: (word,) for key, word in (others or {}).items()})
    return f"did you mean {' or '.join(map(repr, meant))}?" if meant else ""


def _meant(key: str, others: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    known = {**_known(), **others}
    if key in known or len(key) < 3:
        return known.get(key, ())
    begun = {word for name in known if len(name) > 3 and name.startswith(key) for word in known[name]}
    if 1 <= len(begun) <= 3:
        return tuple(sorted(begun))
    # codes are compared with codes: a name is hardly ever near three letters
    alike = [name for name in _known() if len(name) > 2 and (len(name) == 3) == (len(key) == 3)]
    return known.get(_nearest(key, others) or _nearest(key, alike), ())


def _nearest(key: str, names: Collection[str]) -> str:
    """The name most like `key`, of equals the one that begins like it; empty where none is near."""
    near = difflib.get_close_matches(key, names, n=len(names) or 1, cutoff=0.6 if len(key) == 3 else 0.8)

    def likeness(name: str) -> tuple[float, int]:
        same = itertools.takewhile(lambda pair: pair[0] == pair[1], zip(name, key, strict=False))
        return difflib.SequenceMatcher(None, name, key).ratio(), len(list(same))

    return max(near, key=likeness, default="")
