"""What of a report goes into a document or slides: its brief, and a page on each country in question."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from strategyscore.analysis.changes.split import CAUSES_SAID, Changes
from strategyscore.analysis.findings.basis import Basis
from strategyscore.analysis.findings.collect import key_findings
from strategyscore.analysis.findings.finding import Findings
from strategyscore.output.captions import THIN, thin_note, weak_note
from strategyscore.report.cite import citation, made_on
from strategyscore.report.first import key, rank_rows, read_first
from strategyscore.report.method import how_scored
from strategyscore.report.pictures import Job, Material, Picture
from strategyscore.report.portraits import Portrait, portraits
from strategyscore.scoring.scores import Scores
from strategyscore.text.words import DASH, countries_said, plain, points

_SOURCES = 12  # of a country that are listed; the others stand in the report's evidence
_CHANGES = 12  # changes of score that are listed; the others stand in the report's changes
_SLIDE = "-slide"  # ends the names of pictures that are drawn for a slide


@dataclass(frozen=True)
class Grid:
    """A table of texts.

    Attributes
    ----------
    title : str
        What it shows, in a line.
    heads : tuple of str
    rows : tuple of tuple of str
    left : int
        How many columns are texts, set to the left; the others are figures.
    """

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    left: int = 1


@dataclass(frozen=True)
class OnePager:
    """All that is said of one country.

    Attributes
    ----------
    name, story : str
    levels : Grid
        Each part of the index, with its score and the level on each question.
    marks : tuple of str
        What the signs of the levels say.
    strengths, weaknesses, unknown : tuple of str
    moved, rests : str
        What changed, and on how many sources it rests.
    picture, slide : Picture or None
        Its profile, for a page and for a slide.
    sources : tuple of str
    """

    name: str
    story: str
    levels: Grid
    marks: tuple[str, ...]
    strengths: tuple[str, ...]
    weaknesses: tuple[str, ...]
    unknown: tuple[str, ...]
    moved: str
    rests: str
    picture: Picture | None
    slide: Picture | None
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Handout:
    """What goes into a document or slides; every text is on one line and without control characters.

    Attributes
    ----------
    title, lead, made : str
    findings : tuple of str
    ranking : Grid
    marks : tuple of str
        What the signs of the ranking say.
    notes : tuple of (str, str)
        What to read first: a heading and sentences for each.
    change : Grid or None
        What each change of score is made of.
    picture, slide : Picture or None
        The ranking, for a page and for a slide.
    countries : tuple of OnePager
    method : tuple of str
    cite : str
    """

    title: str
    lead: str
    made: str
    findings: tuple[str, ...]
    ranking: Grid
    marks: tuple[str, ...]
    notes: tuple[tuple[str, str], ...]
    change: Grid | None
    picture: Picture | None
    slide: Picture | None
    countries: tuple[OnePager, ...]
    method: tuple[str, ...]
    cite: str


def handout_jobs(material: Material, formats: Collection[str]) -> list[Job]:
    """The pictures of a handout: the ranking, and the profile of each country that has a page.

    Parameters
    ----------
    material : Material
    formats : collection of str
        Slides, ``pptx``, and pages, ``docx``, have pictures of their own.
    """
    sizes = [size for name, size in (("docx", "page"), ("pptx", "slide")) if name in formats]
    jobs = []
    for size in sizes:
        end, options = (_SLIDE, {"size": "slide"}) if size == "slide" else ("", {})
        marked = {"highlight": list(material.highlight), **options}
        jobs.append(Job(f"ranking{end}", "ranking", (), marked, ("png",)))
        if material.scores.countries.numbers is None:
            pages = paged(material.scores, material.highlight)
            jobs += [Job(f"profile-{code}{end}", "profile", (code,), dict(options), ("png",)) for code in pages]
    return jobs


def paged(scores: Scores, highlight: Sequence[str]) -> list[str]:
    """The countries that have a page: those that are highlighted, or all where none is."""
    codes = [scores.countries.codes[row] for row in scores.order]
    return [code for code in codes if code in highlight] or codes


def handout(material: Material, findings: Findings, pictures: Mapping[str, Picture]) -> Handout:
    """Gather what goes into a document or slides.

    Parameters
    ----------
    material : Material
    findings : Findings
        All that there are.
    pictures : mapping of str to Picture
        Of `handout_jobs`, by their names.
    """
    scores, drawn = material.scores, material.robust.uncertainty if material.robust else None
    basis, rubric = Basis(scores, drawn), scores.rubric
    rows = rank_rows(basis)
    pages = paged(scores, material.highlight)
    count = len(rows)
    lead = f"{rubric.about} " if rubric.about else ""
    lead += f"{countries_said(count)}, {len(rubric.criteria)} questions, "
    lead += f"scores from {rubric.scale[0]:g} (worst) to {rubric.scale[1]:g} (best)."
    heads = ("Country", "Rank", "Score", "90 % of scores", "90 % of ranks", "Answered", "Evidence until")
    ranked = [
        (f"{row.name} {row.marks}", row.rank, row.score, row.interval, row.ranks, row.answered, row.until)
        for row in rows
    ]
    told = key_findings(scores, drawn, focus=list(material.highlight), before=material.before)
    return Handout(
        title=plain(rubric.title),
        lead=plain(lead),
        made=made_on(),
        findings=_lines(item.text for item in told),
        ranking=_grid("Ranking, with the intervals that hold 90 % of the draws", heads, ranked),
        marks=_lines(key(scores, rows)),
        notes=tuple((plain(head), plain(text)) for head, text in read_first(basis)),
        change=_change(material.changes, pages) if material.changes else None,
        picture=pictures.get("ranking"),
        slide=pictures.get(f"ranking{_SLIDE}"),
        countries=tuple(
            _page(scores, item, pictures) for item in portraits(basis, findings) if item.profile.code in pages
        ),
        method=_method(scores),
        cite=plain(citation(scores)),
    )


def _page(scores: Scores, item: Portrait, pictures: Mapping[str, Picture]) -> OnePager:
    levels = [
        (strip.title, strip.score, "; ".join(f"{cell.short} {cell.text}{cell.against}" for cell in strip.cells))
        for strip in item.strips
    ]
    cited = [one for one in item.citations.values() if one.cited]
    listed = [
        ", ".join(filter(None, [one.source.title, one.source.author, one.source.publisher, one.kind, one.source.url]))
        for one in cited[:_SOURCES]
    ]
    if len(cited) > _SOURCES:
        listed.append(f"and {len(cited) - _SOURCES} more, which stand in evidence.csv beside the report.")
    heads = ("Part", "Score", "Level found on each question (▲ above, ▼ below the median of the other countries)")
    until = f" Evidence until {item.profile.as_of.said}." if item.profile.as_of else ""
    whole = item.whole.headline
    return OnePager(
        name=plain(item.profile.name),
        story=plain(item.story or f"{whole[0].upper()}{whole[1:]}."),
        levels=_grid(f"{item.profile.name}: levels by part", heads, levels, left=3),
        marks=_marks(scores, item),
        strengths=_lines(finding.text for finding in item.findings.kinds("strength"))
        or ("None: on no question above the median of its peers.",),
        weaknesses=_lines(finding.text for finding in item.findings.kinds("weakness"))
        or ("None: on no question below the median of its peers.",),
        unknown=_lines(finding.text for finding in item.open),
        moved=plain(item.moved.text) if item.moved else "",
        rests=plain(item.rests + until),
        picture=pictures.get(f"profile-{item.profile.code}"),
        slide=pictures.get(f"profile-{item.profile.code}{_SLIDE}"),
        sources=_lines(listed),
    )


def _marks(scores: Scores, item: Portrait) -> tuple[str, ...]:
    """What the signs of a country's levels say, as far as they stand there."""
    row, parts = scores.row(item.profile.code), [scores.column[child.path] for child in scores.rubric.root.children]
    thin = thin_note(scores, THIN) if scores.thin[row, parts].any() else ""
    return tuple(filter(None, (weak_note(scores, scores.rubric.criteria), thin, f"{DASH}: no answer.")))


def _change(moved: Changes, pages: Sequence[str]) -> Grid | None:
    """What each change is made of: of the countries that have a page, and of those that moved most."""
    named = [move for move in moved.moves if move.code in pages]
    others = [move for move in moved.moves if move.code not in pages][: max(0, _CHANGES - len(named))]
    shown = [move for move in moved.moves if move in named or move in others]
    rows = []
    for move in shown:
        ends = [points(score, move.digits) for score in move.scores]
        parts = [points(move.shown[name], move.digits, signed=True) for name in ("change", *moved.in_scores)]
        rows.append((move.name, *ends, *parts, *(points(rank, 0) for rank in move.ranks)))
    then, now = moved.heads
    heads = ("Country", f"Score, {then}", f"Score, {now}", "Change", *(CAUSES_SAID[name] for name in moved.in_scores))
    title = (
        "What each change of score is made of; only facts that changed are a change in the country. A fact counts for "
        "less here than on the questions of both dates alone, since new answers share the weight with it"
    )
    if len(shown) < len(moved.moves):
        title += f". The other {len(moved.moves) - len(shown)} countries stand in changes.csv beside the report"
    return _grid(title, (*heads, f"Rank, {then}", f"Rank, {now}"), rows) if rows else None


def _method(scores: Scores) -> tuple[str, ...]:
    """How the scores come about, in sentences."""
    whole, groups = how_scored(scores)
    return _lines([" ".join(whole), *groups, f"Rubric {scores.rubric.id}, version {scores.rubric.version}."])


def _grid(title: str, heads: Sequence[str], rows: Iterable[Sequence[str]], left: int = 1) -> Grid:
    texts = tuple(tuple(plain(cell) for cell in row) for row in rows)
    return Grid(plain(title), tuple(map(plain, heads)), texts, left)


def _lines(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(plain(text) for text in texts)
