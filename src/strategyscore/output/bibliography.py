"""The sources of scores for reference managers and LaTeX: BibTeX, RIS and CSL-JSON."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from strategyscore.analysis.evidence import cited_sources
from strategyscore.model.answers import Source
from strategyscore.model.dates import PartialDate
from strategyscore.scoring.scores import Scores, check_scores
from strategyscore.text.words import plain

Style = Literal["bibtex", "ris", "csl"]

# The kinds of sources as RIS and CSL 1.0.2 call them; what is not named is a page on the web. Of BibTeX's types only
# @misc and @online hold an address, and @misc is known to all of its styles.
_RIS = {
    "law": "STAT",
    "press": "NEWS",
    "statistics": "DATA",
    "dataset": "DATA",
    "standards": "STAND",
    "academic": "JOUR",
    "encyclopaedia": "ENCYC",
    **dict.fromkeys(("strategy", "government", "international", "analysis"), "RPRT"),
}
_CSL = {
    "law": "legislation",
    "agreement": "treaty",
    "press": "article-newspaper",
    "statistics": "dataset",
    "dataset": "dataset",
    "standards": "standard",
    "academic": "article-journal",
    "encyclopaedia": "entry-encyclopedia",
    **dict.fromkeys(("strategy", "government", "international", "analysis"), "report"),
}
_BIBTEX = str.maketrans(
    {
        **{sign: f"\\{sign}" for sign in "&%$#_{}"},
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        "\\": r"\textbackslash{}",
    }
)


@dataclass(frozen=True)
class Reference:
    """A source, and whose answers cite it.

    Attributes
    ----------
    key : str
        Tells it from the others: letters of ASCII, digits and hyphens.
    source : Source
    countries : tuple of str
        Their codes.
    """

    key: str
    source: Source
    countries: tuple[str, ...]

    @property
    def note(self) -> str:
        """What kind it is, and for which countries it is cited."""
        kind = f"{self.source.kind[0].upper()}{self.source.kind[1:]}. " if self.source.kind else ""
        return f"{kind}Cited for {', '.join(self.countries)}."


def references(scores: Scores) -> list[Reference]:
    """The sources that the scored answers cite, each once, in the order of their keys.

    Parameters
    ----------
    scores : Scores
        Of a table there are none.
    """
    check_scores(scores)
    found: dict[Source, Reference] = {}
    for row, profile in enumerate(scores.countries):
        for name, source in cited_sources(scores, row).items():
            known = found.get(source)
            if known is not None:
                found[source] = replace(known, countries=(*known.countries, profile.code))
                continue
            found[source] = Reference(_key(name, profile.code), source, (profile.code,))
    listed: dict[str, Reference] = {}
    for reference in found.values():
        key, number = reference.key, 2
        while key in listed:
            key, number = f"{reference.key}-{number}", number + 1
        listed[key] = replace(reference, key=key)
    return [listed[key] for key in sorted(listed)]


def _key(name: str, code: str) -> str:
    ascii_only = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    key = re.sub(r"[^A-Za-z0-9]+", "-", ascii_only).strip("-").lower() or "source"
    return key if key.startswith(code.lower()) else f"{code.lower()}-{key}"


def bibliography(scores: Scores, style: Style = "bibtex") -> str:
    """The sources that the scored answers cite, as a file for a reference manager.

    Parameters
    ----------
    scores : Scores
        From `strategyscore.score`.
    style : {"bibtex", "ris", "csl"}
        BibTeX, RIS, or the JSON of the Citation Style Language 1.0.2.

    Returns
    -------
    str
        The text of the file.

    Raises
    ------
    ValueError
        If the style is another.

    See Also
    --------
    strategyscore.evidence_table : The evidence with its sources.
    strategyscore.Source : One of them.

    Examples
    --------
    >>> [line for line in ss.bibliography(coded).splitlines() if line.startswith("@misc{rus")]
    ['@misc{rus-tsakanyan-2025,']
    """
    if style not in STYLES:
        raise ValueError(f"there is no style {style!r}; use one of {', '.join(STYLES)}")
    return STYLES[style](references(scores))


def _bibtex(several: list[Reference]) -> str:
    return "\n".join(_bibtex_entry(reference) for reference in several)


def _bibtex_entry(reference: Reference) -> str:
    source = reference.source
    texts = {
        "author": f"{{{_tex(source.author)}}}" if source.author else "",  # in braces it is one name, as it stands
        "title": f"{{{_tex(source.title)}}}",
        "howpublished": _tex(source.publisher),
        **_bibtex_date(source.published),
        "url": (source.url or "").replace("{", "%7B").replace("}", "%7D").replace("\\", "%5C"),
        "urldate": _day(source.accessed),
        "language": _tex(source.language),
        "note": _tex(reference.note),
    }
    fields = [f"  {name} = {{{text}}}," for name, text in texts.items() if text]
    return "\n".join([f"@misc{{{reference.key},", *fields, "}", ""])


def _bibtex_date(date: PartialDate | None) -> dict[str, str]:
    parts = str(date).split("-") if date else []
    return {name: str(int(part)) for name, part in zip(("year", "month", "day"), parts, strict=False)}


def _tex(text: str | None) -> str:
    return plain(text).translate(_BIBTEX) if text else ""


def _day(date: PartialDate | None) -> str:
    """A whole day, which is all that a field for the day of access takes."""
    return str(date) if date and len(str(date)) == 10 else ""


def _ris(several: list[Reference]) -> str:
    lines: list[str] = []
    for reference in several:
        source = reference.source
        date = str(source.published or "").replace("-", "/")
        pairs = [
            ("TY", _RIS.get(source.kind or "", "ELEC")),
            ("ID", reference.key),
            ("AU", source.author),
            ("TI", source.title),
            ("PB", source.publisher),
            ("PY", date[:4]),
            ("DA", date + "/" * (3 - len(date.split("/"))) if date else ""),
            ("Y2", str(source.accessed or "").replace("-", "/")),
            ("LA", source.language),
            ("UR", source.url),
            ("N1", reference.note),
        ]
        lines += [f"{tag}  - {plain(text)}" for tag, text in pairs if text]
        lines += ["ER  - ", ""]
    return "\n".join(lines)


def _csl(several: list[Reference]) -> str:
    return json.dumps([_csl_item(reference) for reference in several], ensure_ascii=False, indent=2) + "\n"


def _csl_item(reference: Reference) -> dict[str, Any]:
    source = reference.source
    item: dict[str, Any] = {
        "id": reference.key,
        "type": _CSL.get(source.kind or "", "webpage"),
        "title": plain(source.title),
        "author": [{"literal": plain(source.author)}] if source.author else None,
        "publisher": plain(source.publisher) if source.publisher else None,
        "issued": _parts(source.published),
        "accessed": _parts(source.accessed),
        "URL": source.url,
        "language": source.language,
        "note": reference.note,
    }
    return {name: value for name, value in item.items() if value is not None}


def _parts(date: PartialDate | None) -> dict[str, list[list[int]]] | None:
    return {"date-parts": [[int(part) for part in str(date).split("-")]]} if date else None


STYLES: Mapping[str, Callable[[list[Reference]], str]] = {"bibtex": _bibtex, "ris": _ris, "csl": _csl}
"""How to write references, by the name of the style."""

SUFFIXES = {".bib": "bibtex", ".ris": "ris", ".json": "csl"}
"""The style that the suffix of a file stands for."""
