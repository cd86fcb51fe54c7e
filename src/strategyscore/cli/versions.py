"""What a word on the command line stands for as another version of the scores."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from strategyscore.cli.errors import wrong_usage, wrong_values

if TYPE_CHECKING:
    from strategyscore.model.countries import Countries
    from strategyscore.model.rubric import Rubric
    from strategyscore.scoring.scores import Scores

KINDS = "a date, a rubric, a folder of profiles, rubrics or a report, a table, git:REV, or CODE=VARIANT"
LATEST = "latest"
_TABLES = (".csv", ".parquet", ".xlsx")


def read_version(word: str, asked: Scores, *, picked: bool = False) -> Scores:
    """Another version of some scores, by what was typed; what is not named stays as it was asked for.

    Parameters
    ----------
    word : str
        See `KINDS`; ``latest`` is what was asked for.
    asked : Scores
        On the rubric, the countries and the date of the options.
    picked : bool
        Whether countries were picked, so that those of another folder are held to these too.

    Raises
    ------
    DocumentError, ScoringError, UnknownName
        As `load_rubric`, `load_countries` and `score` raise them.
    """
    from strategyscore.documents.bundled import is_file, is_folder
    from strategyscore.model.dates import PartialDate
    from strategyscore.scoring.scores import score

    if word == LATEST:
        return asked
    try:
        date = PartialDate.parse(word)
    except ValueError:
        date = None
    with wrong_values(), ExitStack() as stack:
        if date is not None:
            return score(asked.rubric, asked.countries, as_of=date)
        if word.startswith("git:"):
            rubric, countries = _from_git(word.removeprefix("git:"), asked, stack)
        elif is_folder(word):
            rubric, countries = _from_folder(Path(word), asked)
        elif Path(word).suffix.lower() in _TABLES:
            from strategyscore.documents.tables import read_table

            rubric, countries = asked.rubric, read_table(word, asked.rubric)
        elif "=" in word and not is_file(word):
            code, _, name = (part.strip() for part in word.partition("="))
            rubric, countries = asked.rubric, asked.countries.with_variant(code, name)
        else:
            rubric, countries = _from_rubric(word, asked)
        if picked:
            countries = countries[[code for code in asked.countries.codes if code in countries.codes]]
        return score(rubric, countries, as_of=asked.as_of if countries.numbers is None else None)


def _from_rubric(word: str, asked: Scores) -> tuple[Rubric, Countries]:
    from strategyscore.documents.load_rubric import load_rubric
    from strategyscore.errors import UnknownRubric

    try:
        return load_rubric(word), asked.countries
    except UnknownRubric as error:
        if Path(word).suffix or "/" in word:
            raise
        wrong_usage(f"{error.args[0]}; a version is {KINDS}")


def _from_folder(folder: Path, asked: Scores) -> tuple[Rubric, Countries]:
    """A report, or rubrics, profiles, or a folder with both below it."""
    from strategyscore.documents.load_countries import load_countries
    from strategyscore.documents.load_rubric import load_rubric
    from strategyscore.documents.report_folder import is_report, read_report

    if is_report(folder):
        return read_report(folder, asked.rubric)
    name = f"{asked.rubric.id}.yaml"
    rubrics = next((place for place in (folder / "rubrics", folder) if (place / name).is_file()), None)
    rubric = load_rubric(rubrics / name) if rubrics else asked.rubric
    profiles = folder / "countries" if (folder / "countries").is_dir() else folder
    return rubric, asked.countries if rubrics == profiles else load_countries(profiles)


def _from_git(revision: str, asked: Scores, stack: ExitStack) -> tuple[Rubric, Countries]:
    """The folders of the rubric and of the profiles as they were."""
    from strategyscore.documents.load_countries import load_countries
    from strategyscore.documents.load_rubric import load_rubric
    from strategyscore.documents.revision import at_revision

    if asked.countries.numbers is not None:
        wrong_usage("git:REV goes with profiles, not with a table; name the older table itself")
    file = next(iter(asked.rubric.files), None)
    rubric = asked.rubric
    if file is not None:
        rubric = load_rubric(stack.enter_context(at_revision(file.parent, revision)) / file.name)
    folders = dict.fromkeys(profile.document.path.parent for profile in asked.countries)
    places = [stack.enter_context(at_revision(folder, revision)) for folder in folders]
    return rubric, load_countries([str(place) for place in places])
