"""How countries are called, and by which names they are known."""

from __future__ import annotations

from functools import cache

# Where ISO 3166 gives only a formal name, the short one that reports use.
_SHORT_NAMES = {
    "BRN": "Brunei",
    "COD": "DR Congo",
    "FLK": "Falkland Islands",
    "FSM": "Micronesia",
    "PSE": "Palestine",
    "RUS": "Russia",
    "VAT": "Vatican City",
}


@cache
def country_codes() -> frozenset[str]:
    """All alpha-3 codes of ISO 3166-1."""
    import pycountry

    return frozenset(country.alpha_3 for country in pycountry.countries)


@cache
def country_name(code: str) -> str:
    """A short English name for a code of ISO 3166-1 alpha-3, or the code itself where it is none."""
    import pycountry

    if code in _SHORT_NAMES:
        return _SHORT_NAMES[code]
    country = pycountry.countries.get(alpha_3=code)
    if country is None:
        return code
    return str(getattr(country, "common_name", country.name)).split(",")[0]


def country_code(text: str) -> str | None:
    """The alpha-3 code meant by a code or an English name, or None."""
    import pycountry

    try:
        return str(pycountry.countries.lookup(text).alpha_3)
    except LookupError:
        return None
