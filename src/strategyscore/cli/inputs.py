"""What is typed becomes what the library takes: rubrics, countries, dates, and the scores that a command is about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from strategyscore.cli.errors import plain_errors, wrong_usage, wrong_values
from strategyscore.cli.terminal import note
from strategyscore.cli.weights import read_weights, reweighted, weights_sentence
from strategyscore.errors import DocumentError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from strategyscore.errors import Problem
    from strategyscore.model.countries import Countries
    from strategyscore.model.dates import PartialDate
    from strategyscore.model.rubric import Rubric
    from strategyscore.scoring.panel import PanelScores
    from strategyscore.scoring.scores import Scores

_TABLES = (".csv", ".parquet", ".xlsx")


@contextmanager
def scored(
    rubric: str | None,
    countries: list[str] | None,
    as_of: str | None,
    weight: list[str] | None,
    variant: list[str] | None = None,
) -> Iterator[Scores]:
    """The scores that a command is about, with its errors as lines, and at its end the weights that were changed."""
    with plain_errors():
        weights = read_weights(weight)
        yield read_scores(rubric, countries, as_of, weights, variant)
    if weights:
        note(weights_sentence(weights))


@contextmanager
def scored_over_time(
    rubric: str | None,
    countries: list[str] | None,
    as_of: str | None,
    weight: list[str] | None,
    variant: list[str] | None,
    time: str | None,
) -> Iterator[PanelScores]:
    """As `scored`, of a panel: a table with a column of times, or profiles as they stood at several times."""
    with plain_errors():
        weights = read_weights(weight)
        yield read_panel(rubric, countries, as_of, weights, variant, time)
    if weights:
        note(weights_sentence(weights))


def is_panel(as_of: str | None, time: str | None) -> bool:
    """Whether what was typed asks for scores at several times."""
    return time is not None or "," in (as_of or "")


def read_scores(
    rubric: str | None,
    countries: list[str] | None,
    as_of: str | None,
    weights: Mapping[str, float],
    variant: list[str] | None = None,
) -> Scores:
    """Read everything and score; if that fails, tell all problems of all files at once.

    Parameters
    ----------
    rubric, countries, as_of, variant
        As they were typed.
    weights : mapping of str to float
        Other weights, by path.

    Raises
    ------
    DocumentError, ScoringError, UnknownName
        As `load_rubric`, `load_countries` and `score` raise them.
    """
    from strategyscore.scoring.scores import score

    day = _date(as_of)
    words = split(countries)
    with _all_told(rubric, words):
        asked, chosen = _read(rubric, words, weights, variant)
        with wrong_values():
            return score(asked, chosen, as_of=day)


def read_panel(
    rubric: str | None,
    countries: list[str] | None,
    as_of: str | None,
    weights: Mapping[str, float],
    variant: list[str] | None,
    time: str | None,
) -> PanelScores:
    """As `read_scores`, of a panel.

    Parameters
    ----------
    rubric, countries, as_of, variant, time
        As they were typed.
    weights : mapping of str to float
        Other weights, by path.
    """
    from strategyscore.documents.load_rubric import load_rubric
    from strategyscore.documents.tables import read_table
    from strategyscore.scoring.scores import score

    words = split(countries)
    tables = [word for word in words if _is_table(word)]
    with _all_told(rubric, words):
        if time is None:
            asked, chosen = _read(rubric, words, weights, variant)
            with wrong_values():
                return score(asked, chosen, as_of=tuple(filter(None, map(str.strip, (as_of or "").split(",")))))
        if as_of is not None or variant:
            wrong_usage(f"a table has no {'dates' if as_of else 'variants'}; remove --as-of and --variant, or --time")
        if len(tables) != 1:
            wrong_usage("--time names a column of a table; give one table with --countries")
        asked = reweighted(load_rubric(rubric), weights)
        rows = read_table(tables[0], asked, time=time)
        names = [word for word in words if not _is_table(word)]
        return score(asked, rows.pick(names) if names else rows)


def _read(
    rubric: str | None, words: list[str], weights: Mapping[str, float], variant: list[str] | None
) -> tuple[Rubric, Countries]:
    """The rubric and the countries as they were asked for."""
    from strategyscore.documents.check import check_strictly
    from strategyscore.documents.load_rubric import load_rubric

    asked = reweighted(load_rubric(rubric), weights)
    chosen = _countries(asked, words)
    for code, name in _variants(variant).items():
        chosen = chosen.with_variant(code, name)
    if problems := check_strictly(chosen, asked):
        raise DocumentError(problems)
    return asked, chosen


@contextmanager
def _all_told(rubric: str | None, words: Sequence[str]) -> Iterator[None]:
    """Where something is wrong with a document, the problems of all that the command reads."""
    try:
        yield
    except DocumentError as error:
        raise DocumentError([*error.problems, *_all_problems(rubric, words)]) from None


def split(words: list[str] | None) -> list[str]:
    """Options that stand as `A,B` or are repeated; a path that holds a comma stays whole."""
    return [
        part for word in words or [] for part in ([word] if _exists(word) else map(str.strip, word.split(","))) if part
    ]


def _variants(words: list[str] | None) -> dict[str, str]:
    """The variants that were typed, by country."""
    chosen: dict[str, str] = {}
    for word in split(words):
        code, equals, name = (part.strip() for part in word.partition("="))
        if not code or not equals or not name:
            wrong_usage(f"--variant {word!r} is no CODE=NAME; write it like RUS=wider")
        chosen[code] = name
    return chosen


def _exists(word: str) -> bool:
    from strategyscore.documents.bundled import is_file, is_folder

    return is_file(word) or is_folder(word)


def highlighted(words: list[str] | None, scores: Scores | PanelScores) -> list[str]:
    """The codes of the countries that are to be set apart.

    Raises
    ------
    UnknownCountry
        If one is not among those scored.
    """
    from strategyscore.model.groups import expand
    from strategyscore.scoring.scores import Scores

    codes = scores.countries.codes if isinstance(scores, Scores) else scores.countries.countries
    return expand(split(words), codes) if words else []


def _countries(rubric: Rubric, words: list[str]) -> Countries:
    """Profiles, or the rows of a table; countries and groups that are named pick from either."""
    tables = [word for word in words if _is_table(word)]
    if not tables:
        from strategyscore.documents.load_countries import load_countries

        return load_countries(words)
    from strategyscore.documents.tables import read_table

    if len(tables) > 1:
        wrong_usage("--countries takes one table at a time; score each by itself")
    rows = read_table(tables[0], rubric)
    names = [word for word in words if not _is_table(word)]
    return rows.pick(names) if names else rows


def _all_problems(rubric: str | None, words: Sequence[str]) -> list[Problem]:
    """The problems of all files that a command reads, but for those of a table."""
    from strategyscore.documents.check import checked_inputs

    profiles = [word for word in words if not _is_table(word)]
    return checked_inputs(rubric, profiles).problems if profiles or not words else []


def _is_table(word: str) -> bool:
    return Path(word).suffix.lower() in _TABLES


def _date(text: str | None) -> PartialDate | None:
    from strategyscore.model.dates import PartialDate

    try:
        return PartialDate.parse(text) if text else None
    except ValueError as error:
        wrong_usage(f"--as-of: {error}")
