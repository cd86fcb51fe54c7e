"""The sources as BibTeX, RIS and CSL-JSON: every field by hand, and none lost on the way."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

import strategyscore as ss
from strategyscore.analysis.evidence import cited_sources
from strategyscore.model.countries import Countries
from strategyscore.model.dates import PartialDate
from strategyscore.output.bibliography import references
from tests.command_line import run

NASTY = ss.Source(
    title="R&D {100 %}: a_b, c#d $5 \\ ~ ^ «Öl»",
    kind="law",
    author="Ministry of {Science} & Technology",
    publisher="A & B",
    url="https://example.org/a_b?c=%20&d={e}",
    published=PartialDate.parse("2025-03"),
    accessed=PartialDate.parse("2026-11-26"),
    language="de",
)


@pytest.fixture(scope="module")
def scores() -> ss.Scores:
    """One source of Kazakhstan is a nasty one, and Russia cites it too."""
    countries = ss.load_countries(["KAZ", "RUS"])
    changed = []
    for profile in countries:
        key = next(iter(cited_sources(ss.score(ss.load_rubric(), countries), countries.row(profile.code))))
        changed.append(replace(profile, sources={**profile.sources, key: NASTY}))
    return ss.score(ss.load_rubric(), Countries(tuple(changed)))


def test_every_cited_source_stands_once_in_each_style(scores: ss.Scores) -> None:
    cited = {source for row in range(2) for source in cited_sources(scores, row).values()}
    found = references(scores)
    assert {reference.source for reference in found} == cited
    assert len({reference.key for reference in found}) == len(found) == len(cited)
    assert next(reference for reference in found if reference.source == NASTY).countries == ("KAZ", "RUS")
    assert ss.bibliography(scores).count("\n}\n") == len(cited)
    assert ss.bibliography(scores, "ris").count("\nER  - ") == len(cited)
    assert len(json.loads(ss.bibliography(scores, "csl"))) == len(cited)
    with pytest.raises(ValueError, match="there is no style 'apa'; use one of bibtex, ris, csl"):
        ss.bibliography(scores, "apa")  # type: ignore[arg-type]


def test_bibtex_by_hand(scores: ss.Scores) -> None:
    entry = next(entry for entry in ss.bibliography(scores).split("\n\n") if "R\\&D" in entry)
    assert re.match(r"@misc\{[a-z0-9-]+,\n", entry)
    assert entry.split("\n")[1:] == [
        r"  author = {{Ministry of \{Science\} \& Technology}},",
        r"  title = {{R\&D \{100 \%\}: a\_b, c\#d \$5 \textbackslash{} \textasciitilde{} \textasciicircum{} «Öl»}},",
        r"  howpublished = {A \& B},",
        "  year = {2025},",
        "  month = {3},",
        "  url = {https://example.org/a_b?c=%20&d=%7Be%7D},",
        "  urldate = {2026-11-26},",
        "  language = {de},",
        "  note = {Law. Cited for KAZ, RUS.},",
        "}",
    ]


def test_ris_and_csl_by_hand(scores: ss.Scores) -> None:
    entry = next(entry for entry in ss.bibliography(scores, "ris").split("\n\n") if "R&D" in entry)
    lines = [line for line in entry.split("\n") if not line.startswith("ID")]
    assert lines == [
        "TY  - STAT",
        f"AU  - {NASTY.author}",
        f"TI  - {NASTY.title}",
        "PB  - A & B",
        "PY  - 2025",
        "DA  - 2025/03/",
        "Y2  - 2026/11/26",
        "LA  - de",
        f"UR  - {NASTY.url}",
        "N1  - Law. Cited for KAZ, RUS.",
        "ER  - ",
    ]
    item = next(item for item in json.loads(ss.bibliography(scores, "csl")) if "R&D" in item["title"])
    assert {name: value for name, value in item.items() if name != "id"} == {
        "type": "legislation",
        "title": NASTY.title,
        "author": [{"literal": NASTY.author}],
        "publisher": "A & B",
        "issued": {"date-parts": [[2025, 3]]},
        "accessed": {"date-parts": [[2026, 11, 26]]},
        "URL": NASTY.url,
        "language": "de",
        "note": "Law. Cited for KAZ, RUS.",
    }


def test_the_command_chooses_the_style_by_the_file(tmp_path: Path) -> None:
    assert run("sources", "-c", "RUS").stdout.startswith("@misc{rus-tsakanyan-2025,")
    done = run("sources", "-c", "RUS", "--out", str(tmp_path / "a.ris"))
    assert done.exit_code == 0
    assert (tmp_path / "a.ris").read_text(encoding="utf-8").startswith("TY  - ")
    refused = run("sources", "-c", "RUS", "--out", str(tmp_path / "a.docx"))
    assert refused.exit_code == 2
    assert "a.docx: sources go into a file of .bib, .ris, .json" in refused.stderr
