"""Profiles held against a rubric."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from strategyscore import limits
from strategyscore.documents.bundled import bundled, is_file, is_folder
from strategyscore.documents.load_countries import profile_files, read_profile, twice
from strategyscore.documents.load_rubric import DEFAULT, find_rubric, load_rubric
from strategyscore.documents.yaml12 import read_document
from strategyscore.errors import DocumentError, Problem, did_you_mean, few_suggestions, near_misses, sentence
from strategyscore.model.answers import Answer
from strategyscore.model.nodes import Criterion
from strategyscore.model.profile import CountryProfile
from strategyscore.model.rubric import Rubric


def check_profiles(
    profiles: Iterable[CountryProfile], rubric: Rubric, others: Mapping[str, Criterion] | None = None
) -> list[Problem]:
    """Every rating that does not fit the rubric.

    One profile serves many rubrics, so a rating of a criterion that this one lacks may be another's.

    Parameters
    ----------
    profiles : iterable of CountryProfile
    rubric : Rubric
    others : mapping of str to Criterion, optional
        The criteria of the other rubrics, see `criteria_beside`; a rating that fits none is a problem. Where they are
        left out, a rating is taken for another rubric's if its key begins with the id of one, unless it is a near miss.
    """
    with few_suggestions():
        return _check_profiles(profiles, rubric, others)


def _check_profiles(
    profiles: Iterable[CountryProfile], rubric: Rubric, others: Mapping[str, Criterion] | None
) -> list[Problem]:
    own: Mapping[str, Criterion] = rubric.by_key
    leaves = {**(others or {}), **own}
    problems: list[Problem] = []
    for profile in profiles:
        for key, history in profile.history.items():
            criterion = leaves.get(key)
            if criterion is not None:
                for answer in history:
                    problems += profile.document.untold(_check_answer(profile, criterion, answer))
            elif key not in rubric.left_out and (others is not None or not _is_anothers(key, rubric)):
                near = did_you_mean(key, leaves) or "remove it, or add the criterion"
                message = sentence(f"{rubric.id} has no criterion {key!r}", near)
                problems += profile.document.untold([profile.document.problem(("ratings", key), message, key=True)])
    return problems


def _is_anothers(key: str, rubric: Rubric) -> bool:
    """Whether a key speaks of another rubric: it begins with the id of one, and is no near miss of a criterion here."""
    head, dot, _ = key.partition(".")
    if not dot or head in {group.rubric for group in rubric.groups}:
        return False
    return not near_misses(key, rubric.by_key, cutoff=0.85)


def check_strictly(profiles: Iterable[CountryProfile], rubric: Rubric) -> list[Problem]:
    """As `check_profiles`, held against all rubrics that can be read where there is a rating of none of this one's."""
    profiles = list(profiles)
    strangers = any(key not in rubric.by_key for profile in profiles for key in profile.history)
    with few_suggestions():
        return _check_strictly(profiles, rubric, strangers)


def _check_strictly(profiles: Sequence[CountryProfile], rubric: Rubric, strangers: bool) -> list[Problem]:
    found = check_profiles(profiles, rubric, criteria_beside(rubric) if strangers else {})
    told = {(problem.path, problem.line, problem.column) for problem in found}
    renamed = _renamed(profiles, rubric) if strangers else ()
    return [*found, *(one for one in renamed if (one.path, one.line, one.column) not in told)]


def _renamed(profiles: Sequence[CountryProfile], rubric: Rubric) -> Iterator[Problem]:
    """Criteria that nobody rates, while profiles rate one of nearly the same key, which this rubric lacks.

    Another rubric may still have that one, so that nothing else would tell of the slip.
    """
    rated = {key: profile for profile in profiles for key in profile.history}
    heads = {group.rubric for group in rubric.groups}
    strays = [key for key in rated if key not in rubric.by_key and key not in rubric.left_out]
    strays = [key for key in strays if key.partition(".")[0] in heads]
    for key in rubric.by_key if strays else ():
        if key not in rated and (near := near_misses(key, strays, cutoff=0.8)):
            document = rated[near[0]].document
            message = f"{rubric.id} has no criterion {near[0]!r}, and nobody rates its {key!r}; rename one of the two"
            yield document.problem(("ratings", near[0]), message, key=True)


@dataclass(frozen=True)
class Checked:
    """What was checked, and what is wrong with it.

    Attributes
    ----------
    problems : list of Problem
    profiles, rubrics, sources : int
        How many were read; a source that several profiles cite counts in each.
    """

    problems: list[Problem]
    profiles: int
    rubrics: int
    sources: int

    @property
    def said(self) -> str:
        """How much was read without a problem, in a line."""
        counts = {"profile": self.profiles, "rubric": self.rubrics, "source": self.sources}
        read = [f"{count:,} {word}{'s' if count != 1 else ''}" for word, count in counts.items() if count]
        return f"{', '.join(read) or 'No file'}: no problem."


def check(
    paths: str | os.PathLike[str] | Sequence[str | os.PathLike[str]], rubric: str | os.PathLike[str] | None = None
) -> list[Problem]:
    r"""Every problem of rubric files and profiles.

    Parameters
    ----------
    paths : str, path, or sequence of them
        Files and folders; a file is taken for what its keys say it is.
    rubric : str or path, optional
        What profiles are held against; the bundled default where nothing is given.

    Returns
    -------
    list of Problem
        Empty where there is none.

    See Also
    --------
    strategyscore.DocumentError : What `load_rubric` and `load_countries` raise.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "mine.yaml"
    ...     _ = file.write_text("rubric: mine\ncriteria: [{id: law, title: Law, levels: {0: No, 1: Yes}, wieght: 2}]")
    ...     for problem in ss.check(file):
    ...         print(problem.line, problem.message)
    2 unknown key 'wieght'; did you mean 'weight'?
    """
    return checked(paths, rubric).problems


def checked(
    paths: str | os.PathLike[str] | Sequence[str | os.PathLike[str]], rubric: str | os.PathLike[str] | None = None
) -> Checked:
    """As `check`, with how much was read."""
    rubrics = 0
    problems: list[Problem] = []
    profiles: list[CountryProfile] = []
    seen: dict[tuple[str, str | None], CountryProfile] = {}
    several = [paths] if isinstance(paths, str | os.PathLike) else paths
    for path in _expand([Path(path) for path in several], problems):
        if _is_rubric(path):
            rubrics += 1
            problems += _problems_of_rubric(path)
            continue
        profile, faults = read_profile(path)
        problems += faults
        if profile is None:
            continue
        problems += twice(profile, seen)
        seen[profile.code, profile.variant] = profile
        profiles.append(profile)
    if profiles:
        try:
            problems += check_strictly(profiles, load_rubric(rubric))
        except DocumentError as error:
            problems += error.problems
    sources = sum(len(profile.sources) for profile in profiles)
    return Checked(sorted(set(problems)), len(profiles), rubrics, sources)


def checked_inputs(rubric: str | Path | None, countries: Sequence[str], paths: Sequence[Path] = ()) -> Checked:
    """As `checked`, with the rubric and the profiles named as for `load_rubric` and `load_countries`."""
    named, pool, problems = profile_files(countries)
    found = checked([*paths, find_rubric(rubric or DEFAULT), *named, *pool], rubric)
    return replace(found, problems=sorted({*problems, *found.problems}))


def _expand(paths: Sequence[Path], problems: list[Problem]) -> list[Path]:
    files: list[Path] = []
    for path in paths:
        if is_folder(path):
            files += _below(path, problems)
        elif is_file(path):
            files.append(path)
        else:
            problems.append(Problem(str(path), 1, 1, "there is no such file or folder; check the name"))
    return list(dict.fromkeys(files))


def _below(folder: Path, problems: list[Problem]) -> list[Path]:
    """The YAML files of a folder and those below it, in order."""
    files: list[Path] = []
    seen = 0
    for here, folders, names in os.walk(folder):
        folders.sort()
        seen += len(folders) + len(names)
        files += [Path(here, name) for name in names if name.endswith((".yaml", ".yml"))]
        if len(files) > limits.FILES or seen > limits.ENTRIES:
            message = f"the folder holds more than {limits.FILES:,} YAML files, or very many others; name one below it"
            problems.append(Problem(str(folder), 1, 1, message))
            return []
    return sorted(files)


def _is_rubric(path: Path) -> bool:
    try:
        data = read_document(path).data
    except DocumentError:
        return False  # the reading of it as a profile reports why
    return "rubric" in data or ("criteria" in data and "country" not in data)


def _problems_of_rubric(path: Path) -> Sequence[Problem]:
    try:
        load_rubric(path)
    except DocumentError as error:
        return error.problems
    return ()


def criteria_beside(rubric: Rubric) -> Mapping[str, Criterion]:
    """The criteria of the other rubrics: those beside this one, and the bundled ones where it is not one of them."""
    own = {path.resolve().parent for path in rubric.files}
    included = {group.rubric for group in rubric.groups}
    files = [path for folder in own for path in sorted(folder.glob("*.yaml")) if path.stem not in included]
    if bundled("rubrics").resolve() not in own:
        files += sorted(bundled("rubrics").glob("*.yaml"))
    criteria: dict[str, Criterion] = {}
    for path in files:
        try:
            criteria |= load_rubric(path).by_key
        except DocumentError:
            continue  # it is not the file in question
    return criteria


def _check_answer(profile: CountryProfile, criterion: Criterion, answer: Answer) -> list[Problem]:
    document = profile.document
    return [
        document.problem((*answer.at, *at), message, key=of_key)
        for at, message, of_key in criterion.check(answer)
        if at != ("level",) or not answer.coders or document.get((*answer.at, "level")) is not None
    ]
