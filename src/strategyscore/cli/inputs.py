"""What is typed becomes what the library takes: rubrics, countries, dates, and the scores that a command is about."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from strategyscore.cli.errors import plain_errors, wrong_usage, wrong_values
from strategyscore.cli.terminal import note
from strategyscore.cli.weights import read_weights, reweighted, weights_sentence
from strategyscore.model.problems import DocumentError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from strategyscore.model.dates import PartialDate
    from strategyscore.model.problems import Problem
    from strategyscore.model.profile import Countries
    from strategyscore.model.rubric import Rubric
    from strategyscore.scoring.scores import Scores

_TABLES = (".csv", ".parquet", ".xlsx")
_PROFILES = (".yaml", ".yml")


@contextmanager
def scored(
    rubric: str | None, countries: list[str] | None, as_of: str | None, weight: list[str] | None
) -> Iterator[Scores]:
    """The scores that a command is about, with its errors as lines, and at its end the weights that were changed."""
    with plain_errors():
        weights = read_weights(weight)
        yield read_scores(rubric, countries, as_of, weights)
    if weights:
        note(weights_sentence(weights))


def read_scores(
    rubric: str | None, countries: list[str] | None, as_of: str | None, weights: Mapping[str, float]
) -> Scores:
    """Read everything and score; if that fails, tell all problems of all files at once.

    Parameters
    ----------
    rubric, countries, as_of
        As they were typed.
    weights : mapping of str to float
        Other weights, by path.

    Raises
    ------
    DocumentError, ScoringError, UnknownName
        As `load_rubric`, `load_countries` and `score` raise them.
    """
    from strategyscore.documents.load_rubric import load_rubric
    from strategyscore.scoring.scores import score

    day = _date(as_of)
    words = split(countries)
    try:
        asked = reweighted(load_rubric(rubric), weights)
        chosen_countries = _countries(asked, words)
        with wrong_values():
            return score(asked, chosen_countries, as_of=day)
    except DocumentError as error:
        raise DocumentError([*error.problems, *_all_problems(rubric, words)]) from None


def split(words: list[str] | None) -> list[str]:
    """Options that stand as `A,B` or are repeated; a path that holds a comma stays whole."""
    return [
        part
        for word in words or []
        for part in ([word] if Path(word).exists() else map(str.strip, word.split(",")))
        if part
    ]


def country(word: str, codes: Sequence[str]) -> str:
    """The code that a code or name stands for; one that is unknown stays as it is, so that the look-up can say so."""
    from strategyscore.model.names import country_code

    return word if word in codes else country_code(word) or word


def chosen(words: Sequence[str], codes: Sequence[str]) -> list[str]:
    """The codes that a list of codes and names stands for.

    Parameters
    ----------
    words : sequence of str
        As they were typed.
    codes : sequence of str
        The codes at hand.
    """
    return [country(word, codes) for word in words]


def highlighted(words: list[str] | None, scores: Scores) -> list[str]:
    """The codes of the countries that are to be set apart.

    Raises
    ------
    UnknownCountry
        If one is not among those scored.
    """
    codes = chosen(split(words), scores.countries.codes)
    for code in codes:
        scores.row(code)
    return codes


def paths_and_codes(words: Sequence[str]) -> list[str]:
    """Files and folders as they stand, and countries by their codes."""
    return [word if _is_path(word) else country(word, ()) for word in words]


def _countries(rubric: Rubric, words: list[str]) -> Countries:
    """Profiles, or the rows of a table; countries that are named pick from either."""
    from strategyscore.documents.load_countries import load_countries
    from strategyscore.model.names import country_codes

    tables = [word for word in words if _is_table(word)]
    if not tables:
        paths = [word for word in words if _is_path(word)]
        names = [word for word in words if not _is_path(word)]
        if not country_codes().issuperset(names):
            names = chosen(names, _at_hand(paths))
        return load_countries([*paths, *names])
    from strategyscore.documents.tables import read_table

    if len(tables) > 1:
        wrong_usage("--countries takes one table at a time; score each by itself")
    rows = read_table(tables[0], rubric)
    names = [word for word in words if not _is_table(word)]
    return rows.pick(chosen(names, rows.codes)) if names else rows


def _at_hand(paths: Sequence[str]) -> list[str]:
    """The codes that names pick from: those of the folders, else the bundled ones, and of the files."""
    from strategyscore.documents.load_countries import load_countries

    files = [path for path in paths if not Path(path).is_dir()]
    folders = [path for path in paths if Path(path).is_dir()]
    return [*load_countries(folders).codes, *(load_countries(files).codes if files else ())]


def _all_problems(rubric: str | None, words: Sequence[str]) -> list[Problem]:
    """The problems of all files that a command reads, but for those of a table."""
    from strategyscore.documents.check import check_inputs

    profiles = [word for word in words if not _is_table(word)]
    return check_inputs(rubric, paths_and_codes(profiles)) if profiles or not words else []


def _is_path(word: str) -> bool:
    """Whether a word names a file or folder: it is one, or it is written like one."""
    path = Path(word)
    return path.exists() or path.suffix.lower() in (*_PROFILES, *_TABLES) or "/" in word or os.sep in word


def _is_table(word: str) -> bool:
    return Path(word).suffix.lower() in _TABLES


def _date(text: str | None) -> PartialDate | None:
    from strategyscore.model.dates import PartialDate

    try:
        return PartialDate.parse(text) if text else None
    except ValueError as error:
        wrong_usage(f"--as-of: {error}")
