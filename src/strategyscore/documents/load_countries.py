"""From profile files to `Countries`: every problem of every file is gathered."""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from strategyscore.documents.bundled import bundled, is_file, is_folder, shorten
from strategyscore.documents.schema import profile as shape
from strategyscore.documents.schema.base import fit
from strategyscore.documents.yaml12 import read_document
from strategyscore.errors import DocumentError, Problem, did_you_mean, sentence
from strategyscore.model.answers import ALWAYS, Answer
from strategyscore.model.countries import Countries
from strategyscore.model.dates import PartialDate
from strategyscore.model.document import Document
from strategyscore.model.groups import every_group, taken
from strategyscore.model.names import country_code, country_codes, name_key, suggest
from strategyscore.model.profile import CountryProfile

Which = str | os.PathLike[str]


def load_countries(
    which: Which | Iterable[Which] | None = None, *, variants: Mapping[str, str] | None = None
) -> Countries:
    """Read country profiles.

    Parameters
    ----------
    which : str, path, or iterable of them, optional
        Folders, files, and codes or names of countries or groups (``"RUS"``, ``"Russia"``, ``"BRICS"``). They pick from
        the folders named beside them, or from the bundled profiles where no folder is named; files count in any case.
        Nothing at all means every bundled profile.
    variants : mapping of str to str, optional
        From a country's code or name to the variant of its profile that counts, such as ``{"RUS": "wider"}``.

    Returns
    -------
    Countries
        The profiles without a variant count where none is chosen; a variant whose file is named counts in any case.

    Raises
    ------
    DocumentError
        With every problem of every file, each with its line and column.
    UnknownCountry, UnknownVariant
        If a code, name or variant has no profile.

    See Also
    --------
    strategyscore.read_table : Reads values from a table.
    strategyscore.check : Lists the problems of files.

    Examples
    --------
    >>> ss.load_countries(["Russia", "CHN"]).codes
    ['CHN', 'RUS']
    """
    wanted = [which] if isinstance(which, str | os.PathLike) else list(which or [])
    words = [str(item) for item in wanted if is_word(item)]
    named, pool, problems = profile_files(wanted)
    own = _profiles(named, problems, {})
    others = _profiles(pool, problems, {} if words else own)
    if problems:
        raise DocumentError(problems)
    chosen = {code: profile for (code, variant), profile in sorted(others.items(), key=_place) if variant is None}
    chosen |= {code: profile for (code, _), profile in sorted(own.items(), key=_place)}
    aside = tuple(profile for (code, variant), profile in sorted(others.items(), key=_place) if variant)
    countries = Countries(tuple(profile for _, profile in sorted(chosen.items())), variants=aside)
    countries = countries.pick([*words, *{code for code, _ in own}] if words else list(chosen))
    for country, variant in (variants or {}).items():
        countries = countries.with_variant(country, variant)
    return countries


_Place = tuple[str, str | None]


def _place(item: tuple[_Place, CountryProfile]) -> tuple[str, str]:
    (code, variant), _ = item
    return code, variant or ""


def _profiles(
    files: Iterable[Path], problems: list[Problem], known: Mapping[_Place, CountryProfile]
) -> dict[_Place, CountryProfile]:
    """The profiles of these files by code and variant; one that is known already, or there twice, is a problem."""
    profiles: dict[_Place, CountryProfile] = {}
    for path in files:
        profile, faults = read_profile(path)
        problems += faults
        if profile is None:
            continue
        problems += twice(profile, {**known, **profiles})
        profiles[profile.code, profile.variant] = profile
    return profiles


def twice(profile: CountryProfile, known: Mapping[_Place, CountryProfile]) -> list[Problem]:
    """The problem that a country, or a variant of it, has a profile already."""
    before = known.get((profile.code, profile.variant))
    if before is None:
        return []
    what = f"the variant {profile.variant} of {profile.code}" if profile.variant else profile.code
    message = f"{what} has a profile in {before.document.path} already; keep one of the two"
    return profile.document.untold([profile.document.problem(("country",), message)])


def is_word(item: Which) -> bool:
    """Whether something asked for is a country or a group by its code or name, and not a file or folder."""
    if not isinstance(item, str):
        return False
    if len(item) == 3 and item.isalpha() and item.isupper():
        return True
    if "/" in item or os.sep in item or Path(item).suffix or is_file(item) or is_folder(item):
        return False
    return taken(item) != ""


def profile_files(wanted: Iterable[Which]) -> tuple[list[Path], list[Path], list[Problem]]:
    """The files that are named, those to pick from, and what is wrong with the places.

    To pick from are the files of the folders that are named; where none is, the bundled ones, unless only files are.
    """
    items = list(wanted)
    paths = [Path(item) for item in items if not is_word(item)]
    folders = [path for path in paths if is_folder(path)]
    codes_or_nothing = len(paths) < len(items) or not items
    if not folders and codes_or_nothing:
        folders = [bundled("countries")]
    named: list[Path] = []
    pool: list[Path] = []
    problems: list[Problem] = []
    for folder in folders:
        files = sorted(path for path in folder.iterdir() if path.suffix in (".yaml", ".yml"))
        if not files:
            problems.append(Problem(str(folder), 1, 1, "there is no profile in this folder; add a .yaml file"))
        pool += files
    for path in paths:
        if is_folder(path):
            continue
        if is_file(path):
            named.append(path)
        else:
            others = {name_key(one.id): one.id for one in every_group()}
            known = country_code(str(path))
            remedy = f"did you mean {known}?" if known else suggest(str(path), others) or "check the name"
            problems.append(
                Problem(str(path), 1, 1, sentence("there is no such file, folder, country or group", remedy))
            )
    own = list(dict.fromkeys(shorten(path) for path in named))
    return own, [path for path in dict.fromkeys(shorten(path) for path in pool) if path not in own], problems


def read_profile(path: Path) -> tuple[CountryProfile | None, list[Problem]]:
    """Read one profile, with all that is wrong in itself; `check` holds it against a rubric.

    With a problem the profile is of use only for finding more; there is none where the file is no YAML.
    """
    try:
        document = read_document(path)
    except DocumentError as error:
        return None, list(error.problems)
    file, problems = fit(document, shape.CountryFile, shape.OWNERS)
    if file is None:
        return None, problems
    check = _Check(document, file)
    history = {key: check.history(key, given) for key, given in file.ratings.items()}
    check.country()
    check.sources()
    sources = {key: source.read() for key, source in file.sources.items()}
    profile = CountryProfile(file.country, file.as_of, sources, history, document, file.about, variant=file.variant)
    return profile, problems + document.untold(check.problems)


class _Check:
    """What cannot be seen from one key alone, within one file."""

    def __init__(self, document: Document, file: shape.CountryFile) -> None:
        self.document = document
        self.file = file
        self.problems: list[Problem] = []

    def fault(self, at: tuple[Any, ...], message: str, *, key: bool = False) -> None:
        self.problems.append(self.document.problem(at, message, key=key))

    def country(self) -> None:
        code = self.file.country
        if code not in country_codes():
            remedy = suggest(code) or "write one, such as KEN"
            message = sentence(f"{code!r} is not a code of ISO 3166-1 alpha-3", remedy)
            self.fault(("country",), message)

    def sources(self) -> None:
        for name, source in self.file.sources.items():
            at = ("sources", name)
            if source.published is None and source.accessed is None:
                self.fault(at, "the source has no date; add 'published: ...' or 'accessed: ...'", key=True)
            if source.published and not source.published.begins_by(self.file.as_of):
                message = f"the source is newer than the profile's as_of ({self.file.as_of}); move one of the two dates"
                self.fault((*at, "published"), message)

    def history(self, key: str, stated: shape.Rating | list[shape.Rating]) -> tuple[Answer, ...]:
        """The answers to one criterion, oldest first."""
        at = ("ratings", key)
        answers: list[Answer] = []
        for rating, here in [(stated, at)] if isinstance(stated, shape.Rating) else self._numbered(stated, at):
            answers.append(self.answer(rating, here, rating))
            newest = answers[-1]
            for past, earlier_at in self._numbered(rating.earlier, (*here, "earlier")):
                if past.earlier:
                    self.fault(
                        (*earlier_at, "earlier"), "an earlier rating has no 'earlier' of its own; list it beside"
                    )
                answer = self.answer(past, earlier_at, rating)
                if answer.begins.first >= newest.begins.first:
                    message = f"this earlier rating does not begin before {newest.begins}; mend its date"
                    self.fault((*earlier_at, "since"), message)
                answers.append(answer)
        answers.sort(key=lambda answer: answer.begins.first)
        for older, newer in itertools.pairwise(answers):
            if older.begins.first == newer.begins.first:
                self.fault(newer.at, f"two ratings begin in {newer.begins}; keep one, or mend a date", key=True)
        return tuple(answers)

    @staticmethod
    def _numbered(ratings: Sequence[shape.Rating], at: tuple[Any, ...]) -> list[tuple[shape.Rating, tuple[Any, ...]]]:
        return [(rating, (*at, index)) for index, rating in enumerate(ratings)]

    def answer(self, rating: shape.Rating, at: tuple[Any, ...], main: shape.Rating) -> Answer:
        """One answer; an earlier one has its confidence from the main one where it states none."""
        is_level = rating.level is not None or rating.coders is not None
        stated = [is_level, rating.answers is not None, rating.value is not None, rating.not_applicable]
        if sum(stated) != 1:
            what = "several kinds of answer stand" if sum(stated) else "no answer stands"
            self.fault(at, f"{what} here; give one of 'level', 'answers', 'value' or 'not_applicable'", key=True)
        needed = ["year", "evidence"] if rating.value is not None else ["since", "because", "evidence"]
        if rating.value is None and rating is main:
            needed.append("confidence")
        for name in ["because"] if rating.not_applicable else needed:
            if not getattr(rating, name):
                self.fault(at, f"the key {name!r} is missing; add '{name}: ...'", key=True)
        if rating.year is not None and rating.value is None:
            self.fault((*at, "year"), "'year' goes with a 'value'; write 'since' instead", key=True)
        begins = rating.since or (PartialDate.parse(rating.year) if rating.year else ALWAYS)
        if not begins.begins_by(self.file.as_of):
            name = "since" if rating.since else "year"
            message = f"{begins} is after the profile's as_of ({self.file.as_of}); move one of the two dates"
            self.fault((*at, name), message)
        for index, evidence in enumerate(rating.evidence):
            if evidence.source not in self.file.sources:
                remedy = did_you_mean(evidence.source, self.file.sources) or "list it under 'sources'"
                message = sentence(f"the source {evidence.source!r} is not listed", remedy)
                self.fault((*at, "evidence", index, "source"), message)
        level = rating.level if isinstance(rating.level, int) else None
        if rating.level is None and rating.coders:
            level = sorted(rating.coders.values())[(len(rating.coders) - 1) // 2]
        return Answer(
            begins=begins,
            level=level,
            coders=dict(rating.coders or {}),
            at_least=rating.at_least,
            answers=dict(rating.answers or {}),
            value=rating.value,
            confidence=rating.confidence or main.confidence,
            because=rating.because,
            evidence=tuple(evidence.read() for evidence in rating.evidence),
            at=at,
            not_applicable=rating.not_applicable,
            code=rating.level if isinstance(rating.level, str) else None,
        )
