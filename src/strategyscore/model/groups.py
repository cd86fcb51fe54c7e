"""Groups of countries: the European Union, the G20 and others, and those that a person makes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from strategyscore.errors import UnknownCountry, UnknownGroup, did_you_mean, sentence
from strategyscore.model.dates import PartialDate
from strategyscore.model.names import country_name, name_key, possible_codes, suggest

_FILE = Path(__file__).with_name("groups.yaml")
_MAX_CHOICES = 16


@dataclass(frozen=True)
class GroupSource:
    """A page on which the members of a group were read.

    Attributes
    ----------
    title : str
        Who published it, and what it is called.
    url : str or None
    accessed : PartialDate or None
        When it was read.
    """

    title: str
    url: str | None = None
    accessed: PartialDate | None = None


def titled(title: str, id_: str) -> str:
    """A title and, where it has another one, an id."""
    return title if title == id_ else f"{title} ({id_})"


@dataclass(frozen=True)
class CountryGroup:
    """Countries that are spoken of together.

    Attributes
    ----------
    id : str
        A short name, such as ``EU``.
    title : str
        The full name.
    members : tuple of str
        Their codes, as a rule of ISO 3166-1 alpha-3.
    names : tuple of str
        Other names by which the group is known.
    as_of : PartialDate or None
        The last day for which a source gives the members.
    about : str or None
        What a reader of a ranking ought to know about the members.
    sources : tuple of GroupSource
        Where the members were read.
    division : bool
        Whether it is one of those that all countries are divided into, such as a region; a country or another group of
        the same name goes before it.

    See Also
    --------
    strategyscore.groups : Those that are known.
    strategyscore.register_group : Makes one's own known.

    Examples
    --------
    >>> ss.groups()["G7"].members
    ('CAN', 'DEU', 'FRA', 'GBR', 'ITA', 'JPN', 'USA')
    """

    id: str
    title: str
    members: tuple[str, ...]
    names: tuple[str, ...] = ()
    as_of: PartialDate | None = None
    about: str | None = None
    sources: tuple[GroupSource, ...] = ()
    division: bool = False

    @property
    def named(self) -> str:
        """Its title and, where it has another one, its id."""
        return titled(self.title, self.id)


_OWN: dict[str, CountryGroup] = {}


@cache
def _bundled() -> dict[str, CountryGroup]:
    """The groups that come with the package; its file is ours, so nothing in it is checked here."""
    entries = _read(_FILE)["groups"]
    return {
        name: CountryGroup(
            id=name,
            title=entry["title"],
            members=tuple(entry["members"]),
            names=tuple(entry.get("names", ())),
            as_of=PartialDate.parse(entry["as_of"]),
            about=entry.get("about"),
            sources=_sources(entry),
        )
        for name, entry in entries.items()
    }


@cache
def regions() -> dict[str, CountryGroup]:
    """The geographic regions of the United Nations' M49 standard, by name; each country is in one.

    Returns
    -------
    dict of str to CountryGroup

    Examples
    --------
    >>> regions()["Central Asia"].members
    ('KAZ', 'KGZ', 'TJK', 'TKM', 'UZB')
    """
    return _divided("regions.yaml")


@cache
def income_groups() -> dict[str, CountryGroup]:
    """The World Bank's groups by income per head, by name; each country that it classifies is in one.

    Returns
    -------
    dict of str to CountryGroup

    See Also
    --------
    strategyscore.regions : Where countries are.

    Examples
    --------
    >>> [*income_groups()]
    ['High income', 'Upper middle income', 'Lower middle income', 'Low income']
    >>> "KAZ" in income_groups()["Upper middle income"].members
    True
    """
    return _divided("income_groups.yaml")


DIVISIONS = {"region": regions, "income": income_groups}
"""What all countries are divided by, under the word for all of its groups."""


def every_group() -> list[CountryGroup]:
    """The groups that have a name, then those of each division."""
    return [*groups().values(), *_of_divisions()]


def _of_divisions() -> list[CountryGroup]:
    return [one for divided in DIVISIONS.values() for one in divided().values()]


def _divided(file: str) -> dict[str, CountryGroup]:
    told = _read(Path(__file__).with_name(file))
    shared: dict[str, Any] = {"as_of": PartialDate.parse(told["as_of"]), "sources": _sources(told), "division": True}
    return {name: CountryGroup(name, name, tuple(members), **shared) for name, members in told["groups"].items()}


def region_of(code: str) -> str:
    """The region of a country by its code; empty where it is in none.

    Parameters
    ----------
    code : str

    Returns
    -------
    str

    Examples
    --------
    >>> region_of("RUS"), region_of("XYZ")
    ('Eastern Europe', '')
    """
    return next((name for name, one in regions().items() if code in one.members), "")


def _read(path: Path) -> Any:
    import yaml

    # all that this loader reads is text: no code or date is taken for something else
    return yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))


def _sources(entry: Any) -> tuple[GroupSource, ...]:
    return tuple(
        GroupSource(page["title"], page["url"], PartialDate.parse(page["accessed"])) for page in entry["sources"]
    )


def groups() -> dict[str, CountryGroup]:
    """All groups by id: those that come with the package, then one's own.

    Returns
    -------
    dict of str to CountryGroup
        A copy, free to change.

    See Also
    --------
    strategyscore.register_group : Makes one's own known.
    strategyscore.by_group : The mean of each group.

    Examples
    --------
    >>> [*groups()][:4]
    ['EU', 'G7', 'G20', 'BRICS']
    """
    return {**_bundled(), **_OWN}


def _by_name() -> dict[str, CountryGroup]:
    # a group goes before one of a division that has the same name
    every = [*_of_divisions(), *groups().values()]
    by_name = {name_key(name): item for item in every for name in (item.id, item.title, *item.names)}
    by_name.pop("", None)
    return by_name


def group(name: str) -> CountryGroup:
    """The group of an id, a title or another common name, in any case.

    Parameters
    ----------
    name : str

    Returns
    -------
    CountryGroup

    Raises
    ------
    UnknownGroup
        If no group is called so.

    Examples
    --------
    >>> group("european union").id, len(group("g7").members)
    ('EU', 7)
    """
    known = _by_name().get(name_key(name))
    if known is not None:
        return known
    ids = [*groups()]
    words = ids + [item.title for item in every_group()]
    near = did_you_mean(name, words).startswith("did")
    raise UnknownGroup(f"there is no group of countries called {name!r}", name, words if near else ids)


def taken(name: str, by: str = "") -> str:
    """What a name means already, and so cannot be given to a group.

    Parameters
    ----------
    name : str
    by : str
        The id of the group that is to have it. One's own group of this id may be replaced; a bundled one may not.

    Returns
    -------
    str
        Such as ``"Chad (TCD)"``; empty where the name is free.

    Examples
    --------
    >>> taken("chad"), taken("G-20"), taken("Nordic countries")
    ('Chad (TCD)', 'Group of Twenty (G20)', '')
    """
    codes = possible_codes(name)
    if codes:
        return " or ".join(f"{country_name(code)} ({code})" for code in codes)
    other = _by_name().get(name_key(name))
    if other is None or other.division or (other.id == by and by in _OWN):
        return ""
    return other.named


def register_group(own: CountryGroup) -> None:
    """Make a group of one's own known by its names for as long as the program runs.

    Parameters
    ----------
    own : CountryGroup
        It replaces one's own group of the same id.

    Raises
    ------
    ValueError
        If the group has no members, or one of its names means a country or another group already.

    See Also
    --------
    strategyscore.read_groups : Reads groups from a file.
    strategyscore.groups : Those that are known.

    Examples
    --------
    >>> register_group(CountryGroup("baltics", "Baltic states", ("EST", "LVA", "LTU")))
    >>> group("Baltic States").members
    ('EST', 'LVA', 'LTU')
    """
    if not own.members:
        raise ValueError(f"the group {own.id!r} has no members; list one at least")
    for name in (own.id, own.title, *own.names):
        if not name_key(name):
            raise ValueError(f"{name!r} has no letter and no digit; give the group another name")
        if meaning := taken(name, own.id):
            raise ValueError(f"{name!r} means {meaning} already; give the group another name")
    _OWN[own.id] = own


def expand(words: str | Iterable[str], codes: Iterable[str]) -> list[str]:
    """The countries that a person asks for, by their codes.

    Parameters
    ----------
    words : str, or iterable of str
        Codes, names of countries and names of groups, in any mix and case. A group gives those of its members that are
        at hand.
    codes : iterable of str
        The countries at hand. A word that is one of these codes means it, whatever else it may mean.

    Returns
    -------
    list of str
        In the order asked for, none twice.

    Raises
    ------
    UnknownCountry
        If a word is not known or could mean several things, or nothing of what it means is at hand.

    Examples
    --------
    >>> expand(["Russia", "g7", "chn"], ["CAN", "CHN", "DEU", "RUS"])
    ['RUS', 'CAN', 'DEU', 'CHN']
    """
    at_hand = [*dict.fromkeys(codes)]
    asked = [words] if isinstance(words, str) else words
    return [*dict.fromkeys(code for word in asked for code in _meant(word, at_hand))]


def _meant(word: str, at_hand: Sequence[str]) -> Sequence[str]:
    """The codes at hand that one word means."""
    typed = word.strip()
    if typed in at_hand:
        return [typed]
    alike = [code for code in at_hand if code.casefold() == typed.casefold()]
    if len(alike) == 1:
        return alike
    countries = possible_codes(word)
    chosen = _by_name().get(name_key(word))
    if countries and chosen is not None and chosen.division:
        chosen = None  # Micronesia is a country too
    if len(countries) == 1 and chosen is None:
        if countries[0] in at_hand:
            return countries
        raise _missing(f"{country_name(countries[0])} ({countries[0]})", word, at_hand)
    if chosen is not None and not countries:
        members = [code for code in chosen.members if code in at_hand]
        if members:
            return members
        raise _missing(f"any member of the group {chosen.named}", word, at_hand)
    raise _unclear(word, at_hand, countries, chosen)


def _missing(what: str, word: str, at_hand: Sequence[str]) -> UnknownCountry:
    few = 0 < len(at_hand) <= _MAX_CHOICES
    remedy = f"use one of {', '.join(sorted(at_hand))}" if few else "add one, or leave it out"
    return UnknownCountry(sentence(f"there is no profile of {what}", remedy), word, ())


def _unclear(
    word: str, at_hand: Sequence[str], countries: Sequence[str], chosen: CountryGroup | None
) -> UnknownCountry:
    if countries:
        meanings = [f"{country_name(code)} ({code})" for code in countries]
        choices = [*countries]
        if chosen is not None:
            meanings.append(f"the group {chosen.title}")
            choices.append(chosen.title)
        message = f"{word!r} can mean {' or '.join(meanings)}; write {' or '.join(map(repr, choices))}"
        return UnknownCountry(message, word, ())
    message = f"there is no country and no group called {word!r}"
    others = {key: item.id for key, item in _by_name().items()} | {name_key(code): code for code in at_hand}
    near = suggest(word, others)
    return UnknownCountry(sentence(message, near), word, () if near else at_hand)
