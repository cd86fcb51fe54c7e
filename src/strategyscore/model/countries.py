"""Countries to be scored: profiles, or the rows of a table."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

from strategyscore.errors import UnknownCountry, UnknownVariant, did_you_mean, sentence
from strategyscore.model.answers import Answer
from strategyscore.model.dates import PartialDate
from strategyscore.model.groups import expand
from strategyscore.model.names import country_code, suggest
from strategyscore.model.profile import CountryProfile

_OTHERWISE: dict[str, Any] = {"coders": {}, "at_least": False, "at": ()}  # of an answer that is given anew


@dataclass(frozen=True, eq=False)
class Numbers:
    """Columns of a table, a row for each country in the order of their codes.

    Attributes
    ----------
    values : mapping of str to ndarray of float
        The values of a criterion under its key; NaN where missing. Read-only.
    others : mapping of str to ndarray
        The other columns, such as denominators and groups.
    name : str
        What the table is called.
    digest : str
        SHA-256 of its content.
    not_applicable : mapping of str to ndarray of bool
        Under the key of a criterion the countries to which it does not apply; only where there are some.
    filled : mapping of str to ndarray of bool
        Under the key of a criterion the values that stand in for missing ones, taken from other years; only where there
        are some.
    """

    values: Mapping[str, NDArray[np.float64]]
    others: Mapping[str, NDArray[Any]]
    name: str
    digest: str
    not_applicable: Mapping[str, NDArray[np.bool_]] = field(default_factory=dict)
    filled: Mapping[str, NDArray[np.bool_]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for columns in (self.values, self.others, self.not_applicable, self.filled):
            for column in columns.values():
                column.setflags(write=False)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Numbers):
            return NotImplemented
        return self.values.keys() == other.values.keys() and all(
            np.array_equal(column, other.values[key], equal_nan=True)
            and np.array_equal(self.applies(key), other.applies(key))
            and np.array_equal(self.is_filled(key), other.is_filled(key))
            for key, column in self.values.items()
        )

    def applies(self, key: str) -> NDArray[np.bool_]:
        """The countries to which a criterion applies."""
        out = self.not_applicable.get(key)
        return np.ones(len(self.values[key]), dtype=bool) if out is None else ~out

    def is_filled(self, key: str) -> NDArray[np.bool_]:
        """The countries whose value of a criterion stands in for a missing one."""
        return self.filled.get(key, np.zeros(len(self.values[key]), dtype=bool))

    def __hash__(self) -> int:
        return hash(tuple(self.values))

    def rows(self, rows: Sequence[int] | slice) -> Numbers:
        """Some of the rows."""
        return dataclasses.replace(
            self,
            values={key: column[rows] for key, column in self.values.items()},
            others={key: column[rows] for key, column in self.others.items()},
            not_applicable={key: column[rows] for key, column in self.not_applicable.items()},
            filled={key: column[rows] for key, column in self.filled.items()},
        )


@dataclass(frozen=True, repr=False)
class Countries(Sequence[CountryProfile]):
    """Profiles in the order of their codes; picked by position, slice, code, name or a list of these.

    Attributes
    ----------
    profiles : tuple of CountryProfile
    numbers : Numbers or None
        Values from a table, see `read_table`.
    changed : tuple of str
        What was changed since they were read, in words; told in every provenance.
    variants : tuple of CountryProfile
        Other evidence bases of these countries, which are not scored; see `with_variant`.

    See Also
    --------
    strategyscore.load_countries : Reads profiles.
    strategyscore.read_table : Reads a table.

    Examples
    --------
    >>> countries
    <Countries: Aria, Bora, Cala, Dona>
    >>> countries["Bora"].name
    'Bora'
    >>> countries[:2].codes
    ['Aria', 'Bora']
    """

    profiles: tuple[CountryProfile, ...]
    numbers: Numbers | None = None
    changed: tuple[str, ...] = ()
    variants: tuple[CountryProfile, ...] = ()

    @cached_property
    def codes(self) -> list[str]:
        """The codes of ISO 3166-1 alpha-3, in order."""
        return [profile.code for profile in self.profiles]

    @cached_property
    def _rows(self) -> dict[str, int]:
        return {code: row for row, code in enumerate(self.codes)}

    @cached_property
    def digest(self) -> str:
        """SHA-256 over the digests of all files, and over what was changed since."""
        digests = sorted({profile.document.digest for profile in self.profiles})
        return hashlib.sha256("".join([*digests, *self.changed]).encode()).hexdigest()

    def row(self, country: object) -> int:
        """The position of a country, by its code or name.

        Parameters
        ----------
        country : str
            Its code or name.

        Returns
        -------
        int
            From 0, in the order of the codes.

        Raises
        ------
        UnknownCountry
            If there is no profile of it, with a suggestion.

        See Also
        --------
        strategyscore.Countries.pick : Several countries.

        Examples
        --------
        >>> countries.row("Bora")
        1
        """
        if isinstance(country, CountryProfile):
            country = country.code
        if country in self._rows:
            return self._rows[str(country)]
        code = country_code(country) if isinstance(country, str) else None
        if code in self._rows:
            return self._rows[str(code)]
        message = f"there is no profile of {country!r}"
        near = suggest(country) if code is None and isinstance(country, str) else ""
        if near and not did_you_mean(country, self.codes).startswith("did"):
            raise UnknownCountry(sentence(message, near), country, ())
        raise UnknownCountry(message, country, self.codes)

    def __contains__(self, country: object) -> bool:
        try:
            self.row(country)
        except UnknownCountry:
            return False
        return True

    @overload
    def __getitem__(self, which: int | str) -> CountryProfile: ...
    @overload
    def __getitem__(self, which: slice | list[str] | list[int]) -> Countries: ...
    def __getitem__(self, which: int | str | slice | Sequence[Any]) -> CountryProfile | Countries:
        if isinstance(which, slice):
            return self._picked(range(len(self.profiles))[which])
        if isinstance(which, int | np.integer):
            return self.profiles[int(which)]
        if isinstance(which, str):
            return self.profiles[self.row(which)]
        if isinstance(which, Iterable):
            rows = [int(item) if isinstance(item, int | np.integer) else self.row(item) for item in which]
            return self._picked(sorted(set(rows)))
        raise TypeError(f"countries are picked by position, slice, code, name or a list of these, not by {which!r}")

    def pick(self, *words: str | Iterable[str]) -> Countries:
        """The countries of these codes, names or groups, in the order of their codes.

        Parameters
        ----------
        *words : str or iterable of str
            Codes, names or groups.

        Returns
        -------
        Countries
            Each country once.

        Raises
        ------
        UnknownCountry
            If there is no profile of one, or a name could mean several things.

        See Also
        --------
        strategyscore.Countries.row : The position of one.
        strategyscore.groups : The groups that are known.

        Examples
        --------
        >>> coded.countries.pick("Russia").codes
        ['RUS']
        >>> coded.countries.pick("BRICS").codes  # those that there are
        ['CHN', 'RUS']
        """
        named = [word for item in words for word in ([item] if isinstance(item, str) else item)]
        return self._picked(sorted(self.codes.index(code) for code in expand(named, self.codes)))

    def _picked(self, rows: Iterable[int]) -> Countries:
        chosen = list(rows)
        numbers = self.numbers and self.numbers.rows(chosen)
        profiles = tuple(self.profiles[row] for row in chosen)
        codes = {profile.code for profile in profiles}
        others = tuple(profile for profile in self.variants if profile.code in codes)
        return dataclasses.replace(self, profiles=profiles, numbers=numbers, variants=others)

    def with_variant(self, country: str, variant: str) -> Countries:
        """The same with another evidence base of a country in the place of the one that it has.

        Parameters
        ----------
        country : str
            Its code or name.
        variant : str
            The name of the evidence base, as its profile says it.

        Returns
        -------
        Countries
            The one it is called on stays as it is.

        Raises
        ------
        UnknownCountry
            If there is no profile of the country.
        UnknownVariant
            If it has no such variant.

        See Also
        --------
        strategyscore.load_countries : Reads variants in the first place.

        Examples
        --------
        >>> coded.countries.with_variant("RUS", "wider")["RUS"].name
        'Russia, wider'
        """
        row = self.row(country)
        code, before = self.codes[row], self.profiles[row]
        known = {profile.variant: profile for profile in self.variants if profile.code == code}
        if variant not in known:
            raise UnknownVariant(f"there is no variant {variant!r} of {code}", variant, map(str, known))
        others = tuple(profile for profile in self.variants if profile is not known[variant])
        profiles = (*self.profiles[:row], known[variant], *self.profiles[row + 1 :])
        return dataclasses.replace(self, profiles=profiles, variants=(*others, before))

    def replace(self, country: str, path: str, **answer: Any) -> Countries:
        """What if: a copy in which a country answers a criterion otherwise.

        Parameters
        ----------
        country : str
            Its code or name.
        path : str
            The criterion's key, as in profiles, or its path.
        **answer
            Fields of the answer: ``level=2``, ``value=3.5``, ``answers={...}``, ``confidence="high"``. What is not
            named stays as the profile has it. ``level=None`` and ``value=None`` make it missing, and
            ``not_applicable=True`` takes the criterion out of the country's rubric.

        Returns
        -------
        Countries
            The one it is called on stays as it is. Its answer holds from the day on which the profile's own began, or
            from the profile's date where it had none.

        Raises
        ------
        UnknownCountry
            If there is no profile of the country.
        TypeError
            If an answer has no such field.
        ValueError
            If a table has no such criterion.

        See Also
        --------
        strategyscore.Rubric.replace : What if the rubric were another.

        Examples
        --------
        >>> known = countries.replace("Dona", "readiness.rules.audit", value=1)
        >>> ss.score(rubric, known).table.loc["Dona", ["score", "lower", "upper"]].tolist()
        [55.0, 55.0, 55.0]
        """
        row = self.row(country)
        told = f"{self.codes[row]} {path}: " + ", ".join(f"{name} {value}" for name, value in answer.items())
        if self.numbers is not None:
            return self._with_value(row, path, answer, told)
        names = {item.name for item in dataclasses.fields(Answer)} - {"at", "begins"}
        for name in answer:
            if name not in names:
                raise TypeError(f"an answer has no field {name!r}; use one of {', '.join(sorted(names))}")
        profile = self.profiles[row]
        history = dict(profile.history)
        alike = [key for key in history if key.endswith(f".{path}")]
        path = alike[0] if path not in history and len(alike) == 1 else path  # the criterion's path in its own rubric
        past = history.get(path, ())
        start = past[-1] if past else Answer(begins=profile.as_of or PartialDate.parse(1900))
        fields = {**_OTHERWISE, **answer} if {"level", "not_applicable"} & answer.keys() else {**answer}
        if isinstance(answer.get("level"), str):
            fields |= {"level": None, "code": answer["level"]}
        elif "level" in answer:
            fields["code"] = None
        if answer.get("not_applicable"):
            fields = {**{"level": None, "code": None, "value": None, "answers": {}}, **fields}
        elif {"level", "value", "answers"} & answer.keys():
            fields.setdefault("not_applicable", False)
        fresh = dataclasses.replace(start, **{"at": (), **fields})
        history[path] = (*past[:-1], fresh) if fresh.answered_by else ()
        changed = dataclasses.replace(profile, history=history)
        profiles = (*self.profiles[:row], changed, *self.profiles[row + 1 :])
        return dataclasses.replace(self, profiles=profiles, changed=(*self.changed, told))

    def _with_value(self, row: int, path: str, answer: Mapping[str, Any], told: str) -> Countries:
        assert self.numbers is not None
        if set(answer) not in ({"value"}, {"not_applicable"}):
            raise TypeError("a table has values only; write value=... or not_applicable=True")
        key = next((key for key in self.numbers.values if key == path or key.endswith(f".{path}")), None)
        if key is None:
            raise ValueError(f"{self.numbers.name} has no criterion {path!r}")
        column = self.numbers.values[key].copy()
        value = answer.get("value")
        column[row] = np.nan if value is None else float(value)
        out = ~self.numbers.applies(key)
        out[row] = bool(answer.get("not_applicable", False))
        filled = self.numbers.is_filled(key).copy()
        filled[row] = False
        numbers = dataclasses.replace(
            self.numbers,
            values={**self.numbers.values, key: column},
            not_applicable={**self.numbers.not_applicable, key: out},
            filled={**self.numbers.filled, key: filled},
        )
        return dataclasses.replace(self, numbers=numbers, changed=(*self.changed, told))

    def __len__(self) -> int:
        return len(self.profiles)

    def __iter__(self) -> Iterator[CountryProfile]:
        return iter(self.profiles)

    def __hash__(self) -> int:
        return hash((tuple(self.codes), self.changed))

    def __repr__(self) -> str:
        return f"<Countries: {', '.join(self.codes)}>"

    def _repr_html_(self) -> str:
        from strategyscore.text.words import render

        return render("countries.html.j2", countries=self)
