"""The folder of a report read back: its rubric, and the answers that its evidence gives."""

from __future__ import annotations

import csv
import dataclasses
import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from strategyscore import limits
from strategyscore.documents.load_rubric import load_rubric
from strategyscore.errors import DocumentError, Problem
from strategyscore.model.answers import ALWAYS, REPLIES, Answer, Evidence, Source
from strategyscore.model.countries import Countries
from strategyscore.model.dates import PartialDate
from strategyscore.model.document import Document
from strategyscore.model.names import country_codes
from strategyscore.model.nodes import Criterion
from strategyscore.model.profile import CountryProfile
from strategyscore.model.rubric import Rubric

RUBRIC = "rubric"  # the folder of its file, which is named for its id
_FILES = ("provenance.json", "evidence.csv")


def is_report(folder: Path) -> bool:
    """Whether a folder is that of a report."""
    return all((folder / name).is_file() for name in _FILES)


def read_report(folder: Path, rubric: Rubric) -> tuple[Rubric, Countries]:
    """The rubric and the countries of a report.

    Parameters
    ----------
    folder : Path
        That `write_report` wrote.
    rubric : Rubric
        Stands in where the folder holds no rubric of its own, or several.

    Returns
    -------
    rubric : Rubric
    countries : Countries
        With the answers that have evidence, as they counted in the report.

    Raises
    ------
    DocumentError
        With the place of what cannot be read.
    """
    path = folder / "evidence.csv"
    files = sorted((folder / RUBRIC).glob("*.yaml"))
    own = load_rubric(files[0]) if len(files) == 1 else rubric
    if path.stat().st_size > limits.TABLE_BYTES:
        raise DocumentError([Problem(str(path), 1, 1, f"the file is larger than {limits.TABLE_BYTES >> 20} MiB")])
    stated = _provenance(folder / "provenance.json")
    leaves = {leaf.path: leaf for leaf in own.criteria}
    sources: dict[str, dict[str, Source]] = {code: {} for code in stated}
    answers: dict[str, dict[str, Answer]] = {code: {} for code in stated}
    for line, row in _rows(path):
        code, leaf = row["country"], leaves.get(row["node"])
        if code not in country_codes() or leaf is None:
            what = f"there is no country {code!r}" if leaf else f"{own.id} has no criterion {row['node']!r}"
            raise DocumentError([Problem(str(path), line, 1, f"{what}; name a folder that this version wrote")])
        item = Evidence(row["source"], row["where"], row["states"], row["quote"] or None)
        try:
            sources.setdefault(code, {})[row["source"]] = _source(row)
            known = answers.setdefault(code, {})
            first = known.get(leaf.key) or _answer(row, leaf)
        except ValueError as error:
            raise DocumentError([Problem(str(path), line, 1, f"{error}; write the report anew")]) from None
        known[leaf.key] = dataclasses.replace(first, evidence=(*first.evidence, item))
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    profiles = tuple(
        CountryProfile(
            code=code,
            as_of=PartialDate.of(stated.get(code)),
            sources=sources[code],
            history={key: (answer,) for key, answer in answers[code].items()},
            document=Document(path, {}, digest),
        )
        for code in sorted(answers)
    )
    return own, Countries(profiles)


def _provenance(path: Path) -> dict[str, str | None]:
    """The countries of a report with the date that each speaks for."""
    try:
        told = json.loads(path.read_text(encoding="utf-8"))["countries"]
        return {str(code): one["as_of"] for code, one in told.items() if code in country_codes()}
    except (ValueError, KeyError, TypeError, AttributeError):
        message = "this is not the provenance of a report; name a folder that `strategyscore report` wrote"
        raise DocumentError([Problem(str(path), 1, 1, message)]) from None


def _rows(path: Path) -> Iterator[tuple[int, Mapping[str, str]]]:
    names = {"country", "node", "answer", "since", "confidence", "because", "states", "quote", "where", "source"}
    names |= {"title", "author", "publisher", "url", "kind", "language", "published", "accessed"}
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        lacking = sorted(names - set(rows.fieldnames or ()))
        if lacking:
            message = f"there is no column {', '.join(lacking)}; name a folder that `strategyscore report` wrote"
            raise DocumentError([Problem(str(path), 1, 1, message)])
        for row in rows:
            yield rows.line_num, {name: row[name] or "" for name in names}


def _source(row: Mapping[str, str]) -> Source:
    if row["url"] and not row["url"].startswith(("https://", "http://")):
        raise ValueError(f"{row['url']!r} is no address of a page")
    texts: dict[str, Any] = {name: row[name] or None for name in ("kind", "author", "publisher", "url", "language")}
    published, accessed = (PartialDate.of(row[name] or None) for name in ("published", "accessed"))
    return Source(row["title"], published=published, accessed=accessed, **texts)


def _answer(row: Mapping[str, str], leaf: Criterion) -> Answer:
    text = row["answer"]
    stated: dict[str, Any] = {}
    if text == "not applicable":
        stated["not_applicable"] = True
    elif leaf.answered_by == "answers":
        replies = dict(part.split(": ", 1) for part in text.split(", ") if ": " in part)
        stated["answers"] = {name: reply for name, reply in replies.items() if reply in REPLIES}
    elif leaf.answered_by == "level":
        stated["level"] = int(float(text))
    else:
        stated["value"] = float(text)
    confidence: Any = row["confidence"] if row["confidence"] in ("high", "medium", "low") else None
    begins = PartialDate.parse(row["since"]) if row["since"] else ALWAYS
    return Answer(begins=begins, confidence=confidence, because=row["because"] or None, **stated)
