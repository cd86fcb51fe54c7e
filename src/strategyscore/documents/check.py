"""Profiles held against a rubric."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from strategyscore.documents.bundled import bundled
from strategyscore.documents.load_countries import profile_files, read_profile
from strategyscore.documents.load_rubric import DEFAULT, find_rubric, load_rubric
from strategyscore.documents.yaml12 import read_document
from strategyscore.model.problems import DocumentError, Problem, did_you_mean, sentence
from strategyscore.model.profile import Answer, CountryProfile
from strategyscore.model.rubric import Node, Rubric


def check_profiles(profiles: Iterable[CountryProfile], rubric: Rubric) -> list[Problem]:
    """Every rating that does not fit the rubric.

    A rating of a criterion that the rubric lacks is a problem, unless another rubric of the same folder, or a bundled
    one, has it: one profile serves many rubrics.
    """
    leaves: Mapping[str, Node] = rubric.by_key
    profiles = list(profiles)
    problems: list[Problem] = []
    if any(key not in leaves for profile in profiles for key in profile.history):
        leaves = {**_elsewhere(rubric), **leaves}
    for profile in profiles:
        for key, history in profile.history.items():
            leaf = leaves.get(key)
            if leaf is None:
                near = did_you_mean(key, leaves) or "remove it, or add the criterion"
                message = sentence(f"{rubric.id} has no criterion {key!r}", near)
                problems += profile.document.fresh([profile.document.problem(("ratings", key), message, key=True)])
                continue
            for answer in history:
                problems += profile.document.fresh(_check_answer(profile, leaf, answer))
    return problems


def check(paths: Sequence[Path], rubric: str | Path | None = None) -> list[Problem]:
    """Every problem of rubric files and profiles.

    Parameters
    ----------
    paths : sequence of Path
        Files and folders; a file is taken for what its keys say it is.
    rubric : str or path, optional
        What profiles are held against; the bundled default where nothing is given.

    Returns
    -------
    list of Problem
    """
    problems: list[Problem] = []
    profiles: list[CountryProfile] = []
    seen: dict[str, Path] = {}
    for path in _expand(paths, problems):
        if _is_rubric(path):
            problems += _problems_of_rubric(path)
            continue
        profile, found = read_profile(path)
        problems += found
        if profile is None:
            continue
        if profile.code in seen:
            message = f"{profile.code} has a profile in {seen[profile.code]} already; keep one of the two"
            problems += profile.document.fresh([profile.document.problem(("country",), message)])
        seen[profile.code] = path
        profiles.append(profile)
    if profiles:
        try:
            problems += check_profiles(profiles, load_rubric(rubric))
        except DocumentError as error:
            problems += error.problems
    return sorted(set(problems))


def check_inputs(rubric: str | Path | None, countries: Sequence[str], paths: Sequence[Path] = ()) -> list[Problem]:
    """As `check`, with the rubric and the profiles named as for `load_rubric` and `load_countries`."""
    named, pool, problems = profile_files(countries)
    return sorted({*problems, *check([*paths, find_rubric(rubric or DEFAULT), *named, *pool], rubric)})


def _expand(paths: Sequence[Path], problems: list[Problem]) -> list[Path]:
    files: list[Path] = []
    for path in paths:
        if path.is_dir():
            files += sorted(file for file in path.rglob("*") if file.suffix in (".yaml", ".yml"))
        elif path.exists():
            files.append(path)
        else:
            problems.append(Problem(str(path), 1, 1, "there is no such file or folder; check the name"))
    return list(dict.fromkeys(files))


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


def _elsewhere(rubric: Rubric) -> Mapping[str, Node]:
    """The criteria of the other rubrics: those beside this one, and the bundled ones where it is not one of them."""
    own = {path.resolve().parent for path in rubric.files}
    included = {node.rubric for node in rubric.nodes}
    files = [path for folder in own for path in sorted(folder.glob("*.yaml")) if path.stem not in included]
    if bundled("rubrics").resolve() not in own:
        files += sorted(bundled("rubrics").glob("*.yaml"))
    found: dict[str, Node] = {}
    for path in files:
        try:
            found |= load_rubric(path).by_key
        except DocumentError:
            continue  # it is not the file in question
    return found


def _check_answer(profile: CountryProfile, leaf: Node, answer: Answer) -> list[Problem]:
    if answer.level is None and answer.value is None and not answer.answers:
        return []  # said already
    given = "level" if answer.level is not None else "answers" if answer.answers else "value"
    wanted = {"levels": "level", "checklist": "answers", "quantity": "value"}[leaf.kind]
    document = profile.document
    if given != wanted:
        message = f"{leaf.path} is answered by {wanted!r}, not by {given!r}; write '{wanted}: ...'"
        return [document.problem((*answer.place, given), message, key=True)]
    if leaf.kind == "quantity":
        assert answer.value is not None
        for transform in (name for name in leaf.transform if isinstance(name, str)):
            if answer.value < 0 or (answer.value == 0 and transform != "sqrt"):
                message = f"{answer.value:g} has no {transform}; {leaf.path} needs a value above 0"
                return [document.problem((*answer.place, "value"), message)]
        return []
    if leaf.kind == "checklist":
        return [
            document.problem(
                (*answer.place, "answers", item),
                sentence(f"{leaf.path} has no item {item!r}", did_you_mean(item, leaf.checklist)),
                key=True,
            )
            for item in answer.answers
            if item not in leaf.checklist
        ]
    given_levels: dict[tuple[str, ...], int | None] = {("coders", who): level for who, level in answer.coders.items()}
    if document.get((*answer.place, "level")) is not None:
        given_levels["level",] = answer.level
    return [
        document.problem((*answer.place, *place), f"level {level} is not one of {_range(leaf)} of {leaf.path}")
        for place, level in given_levels.items()
        if level not in leaf.levels
    ]


def _range(leaf: Node) -> str:
    levels = list(leaf.levels)
    if levels == list(range(levels[0], levels[-1] + 1)):
        return f"{levels[0]} to {levels[-1]}"
    return ", ".join(map(str, levels))
