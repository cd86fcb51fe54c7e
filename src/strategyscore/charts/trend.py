"""Trends: how the scores of countries ran over the years of a panel."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator
from numpy.typing import NDArray

from strategyscore.analysis.evidence import one_source
from strategyscore.charts import style
from strategyscore.charts.frame import Frame, Plan, Texts
from strategyscore.charts.group_rows import short_title
from strategyscore.charts.headlines import DUST, movers
from strategyscore.charts.legend import Key
from strategyscore.methods.rank import moved
from strategyscore.model.groups import expand
from strategyscore.output.captions import ONE_SOURCE, one_source_note, source_line, thin_note
from strategyscore.scoring.panel import PanelScores
from strategyscore.scoring.within import divisions
from strategyscore.text.words import countries_said, enumerated, percent, plain, points

Floats = NDArray[np.float64]

_TALL = 22.0  # of the axes at least, in lines of text
_SCORES = 6  # steps of the axis at most
_TICKS = 8  # times that are named below; of more, whole years are where there are some
_LINE = 1.05  # from one label to the next
_BESIDE = 0.05  # of the years, between the last one and the labels
_SIDES = ("values", "lower", "upper", "imputed")  # of a node, by year and country
_ON_A_SLIDE = 24  # countries; of more, those with the highest last scores and the highlighted are shown


@dataclass(frozen=True)
class _Line:
    """One country, or the means of a group: by year scores, bounds, filled-in share and thinness; and what it is."""

    code: str
    name: str
    highlighted: bool
    values: Floats
    lower: Floats
    upper: Floats
    imputed: Floats
    thin: NDArray[np.bool_]
    one_source: bool
    group: bool = False

    @property
    def moved(self) -> int:
        """1 or -1 where the score rose or fell from first to last year whatever the missing answers are."""
        return int(moved((self.lower[0], self.upper[0]), (self.lower[-1], self.upper[-1]), DUST))

    @property
    def open(self) -> NDArray[np.bool_]:
        """Where its mark is hollow: some of the score was filled in, or less is answered than the rubric asks for."""
        return (self.imputed > 0) | self.thin

    @property
    def last(self) -> float:
        """The last score that there is."""
        return float(self.values[np.isfinite(self.values)][-1])

    def label(self, digits: int) -> str:
        """Its name and last score, with the sign of a score that is of an earlier year."""
        signs = f" {ONE_SOURCE}" * self.one_source + " *" * (not np.isfinite(self.values[-1]))
        return plain(f"{self.name} {points(self.last, digits)}{signs}")


def trend(
    scores: PanelScores,
    node: str | None = None,
    *,
    groups: str | Iterable[str] | None = None,
    ax: Axes | None = None,
    title: str | None = None,
    size: style.Size = "page",
    source: str | None = None,
    countries: str | Iterable[str] | None = None,
    highlight: str | Iterable[str] | None = None,
) -> style.Chart:
    """Draw the scores of each country over the years of a panel, as lines; with the bounds of those highlighted.

    A line is broken where a country has no score in a year, and dark where the score rose or fell whatever the missing
    answers are. A hollow mark says that some of the score was filled in, or that less is answered than the rubric asks
    for. The axis shows the part of the scale where scores are.

    Parameters
    ----------
    scores : PanelScores
        Of two years or more.
    node : str, optional
        The path of the node whose scores are drawn; the whole rubric where it is not given.
    groups : str or iterable of str, optional
        Groups of countries whose means are drawn too, of the members that have a score at all times: by id or title, a
        region, a column of the table that tells groups apart, or ``"region"`` or ``"income"`` for all of them.
    ax : matplotlib Axes, optional
        Where to draw; a new figure where it is not given. In your own axes the title is drawn, and the size sets the
        texts only.
    title : str, optional
        The text above; it names what is drawn where it is not given.
    size : {"column", "page", "slide"}
        What the chart is for, half a page, a page or a slide: it sets width and text size.
    source : str, optional
        The line below; it says where the numbers come from where it is not given. An empty text leaves it out.
    countries : str or iterable of str, optional
        The countries to show, by code, name or group such as EU; all where it is not given. Ranks stay those among all.
    highlight : str or iterable of str, optional
        The countries to highlight, by code, name or group: in another colour, and in bold.

    Returns
    -------
    Chart
        A matplotlib Figure with an ``alt_text``. In your own axes it is their figure, which is left without one.

    Raises
    ------
    UnknownNode, UnknownCountry, UnknownGroup
        With a suggestion.
    ValueError
        If the panel has fewer than two years, or no member of a group has a score at all times.
    TypeError
        If the scores are not those of a panel.

    See Also
    --------
    strategyscore.PanelScores.growth : The changes as numbers.
    strategyscore.charts.slope : Dates, rubrics or methods side by side.

    Examples
    --------
    >>> ss.charts.trend(panel).alt_text
    'Scores rose in two of four countries whatever the missing answers are, and fell in none. Readiness:
    score from 0 to 100, 4 countries, 2023 to 2024. Aria: 60.0 in 2023, 70.0 in 2024. Bora: 55.0 in
    2023, 65.0 in 2024. Cala: 47.5 in 2023, 47.5 in 2024. Dona: 10.0 in 2023, 30.0 in 2024.'
    """
    if not isinstance(scores, PanelScores):
        raise TypeError(f"scores must be PanelScores, not {type(scores).__name__}; score a panel, see read_table")
    labels = [str(year) for year in scores.years]
    calendar = scores.countries.calendar
    said = [calendar.said(number) for number in scores.countries.numbers]
    years = scores.countries.numbers / calendar.a_year
    if len(years) < 2:
        raise ValueError(f"a trend needs two {calendar.name}s or more")
    shown = scores.rubric.node(node) if node else scores.rubric.root
    low, high = scores.rubric.scale
    digits = scores.rubric.digits
    found = _lines(scores, node, countries, highlight)
    lines = [line for line in found if np.isfinite(line.values).any()]
    empty = [line.name for line in found if not np.isfinite(line.values).any()]
    picked, heading = len(lines), title or _title(lines)
    if size == "slide":
        lines = [line for place, line in enumerate(lines) if place < _ON_A_SLIDE or line.highlighted]
    last = scores[scores.years[-1]]
    means = _group_lines(scores, node, groups)
    lines = sorted([*lines, *means], key=lambda line: -line.last)
    of_countries = [line for line in lines if not line.group]
    filled = any((line.imputed > 0).any() for line in of_countries)
    thin = any(line.thin.any() for line in of_countries)
    ends, ticks = _axis(lines, (low, high))
    old = any(not np.isfinite(line.values[-1]) for line in lines)
    texts = Texts(
        heading,
        f"{shown.title}: score from {low:g} to {high:g}, {_of(len(of_countries), picked)}, {said[0]} to {said[-1]}",
        (
            one_source_note(last, (line.code for line in lines)),
            f"Groups: the mean of the members with a score in every {calendar.name}; in brackets how many they are."
            if means
            else "",
            _relative(scores),
            f"The axis shows the part of the scale from {ends[0]:g} to {ends[1]:g}." if ends != (low, high) else "",
            thin_note(last, "Hollow") if thin else "",
            f"* The last score is of an earlier {calendar.name}." if old else "",
            f"Shown are {len(lines) - len(means)} of {picked} countries: those with the highest last scores and those "
            "highlighted."
            if len(lines) - len(means) < picked
            else "",
            f"Without a score in any {calendar.name}: {enumerated(empty)}." if empty else "",
        ),
        source_line(last) if source is None else source,
    )
    with style.house_style(size):
        ink = style.colours()
        keys = [Key("score", ink.muted, "line")]
        keys += [Key("mean of a group", ink.strong, "dashed")] if means else []
        keys += [Key("change beyond the bounds", ink.ink, "line")] if any(line.moved for line in of_countries) else []
        least = f"less than {percent(last.program.minimum_coverage)} answered"
        whys = ["some of it filled in"] * filled + [least] * thin
        keys += [Key(" or ".join(whys), "white", "dot", edge=ink.muted)] if whys else []
        if any(line.highlighted for line in lines):
            keys.append(Key("lowest to highest that unanswered questions allow", ink.pale_highlighted, "bar"))
        wide = max((style.measured(line.label(digits), "bold") for line in lines), default=2.0)
        tall = max(_TALL, _LINE * len(lines))
        frame = Frame(ax, size, texts, lambda whole: Plan([tall], 3.2, wide + 0.8, below=1.8), keys=keys)
        panel, em = frame.panels[0], frame.points
        top, end = float(panel.ends[0]), float(panel.ends[1])

        def height(value: Any) -> Any:
            return end - (end - top) * (value - ends[0]) / (ends[1] - ends[0])

        axes = panel.axes
        _scaffold(axes, years, labels, height, ticks, em)
        for line in lines:
            _draw(axes, years, line, height, em)
        _labels(axes, years, lines, height, (top, max(end, top + _LINE * len(lines))), em, digits)
    return frame.finish(" ".join(_told(line, said, digits) for line in lines))


def _of(shown: int, picked: int) -> str:
    """How many countries are shown, and of how many."""
    return countries_said(picked) if shown == picked else f"{shown} of {countries_said(picked)}"


def _lines(
    scores: PanelScores, node: str | None, countries: str | Iterable[str] | None, highlight: str | Iterable[str] | None
) -> list[_Line]:
    """The countries asked for, those with the highest last scores first."""
    panel = scores.countries
    codes = list(panel.countries)
    wanted = set(codes) if countries is None else set(_expanded(countries, codes))
    marked = set() if highlight is None else set(_expanded(highlight, codes))
    names = {profile.code: profile.name for year in panel for profile in panel[year]}
    values, lower, upper, imputed = (scores.series(node, side) for side in _SIDES)
    alone, thin = set(one_source(scores[scores.years[-1]])), scores.thin(node)
    lines = [
        _Line(
            code,
            names[code],
            code in marked,
            values[:, column],
            lower[:, column],
            upper[:, column],
            imputed[:, column],
            thin[:, column],
            code in alone,
        )
        for column, code in enumerate(codes)
        if code in wanted
    ]
    return sorted(lines, key=lambda line: (-line.last if np.isfinite(line.values).any() else np.inf, line.code))


def _group_lines(scores: PanelScores, node: str | None, groups: str | Iterable[str] | None) -> list[_Line]:
    """The groups asked for: the means of the members that have a score in every year, so that a line is of the same."""
    if groups is None:
        return []
    codes = np.array(scores.countries.countries)
    sides = [scores.series(node, side) for side in _SIDES]
    always = np.isfinite(sides[0]).all(axis=0)
    thin = np.zeros(len(scores.years), dtype=bool)
    lines = []
    for several in divisions(scores[scores.years[-1]], groups).values():
        for one in several:
            members = np.flatnonzero(always & np.isin(codes, one.members))
            if not len(members) and len(several) == 1:
                raise ValueError(f"no member of the group {one.named} has a score at all times, so it has no line")
            if not len(members) or (len(members) == 1 and len(several) > 1):
                continue  # it would repeat a country
            values, lower, upper, imputed = (cube[:, members].mean(axis=1) for cube in sides)
            name = f"{short_title(one)} ({len(members)})"
            lines.append(_Line(one.id, name, False, values, lower, upper, imputed, thin, one_source=False, group=True))
    return lines


def _expanded(words: str | Iterable[str], codes: Sequence[str]) -> Iterable[str]:
    return expand([words] if isinstance(words, str) else list(words), list(codes))


def _title(lines: Sequence[_Line]) -> str:
    return movers([line.moved for line in lines])


def _relative(scores: PanelScores) -> str:
    """What a line says where each year is normalised by itself."""
    rubric = scores.rubric
    if rubric.over == "all" or all(leaf.ends is not None for leaf in rubric.criteria):
        return ""
    name = scores.countries.calendar.name
    return f"Each {name} is normalised by itself: a line says how a country stands among those of its {name}."


def _axis(lines: Sequence[_Line], scale: tuple[float, float]) -> tuple[tuple[float, float], list[float]]:
    """The part of the scale that holds all that is drawn, from one tick to another, and the ticks."""
    bounds = [side for line in lines if line.highlighted for side in (line.lower, line.upper)]
    drawn = np.concatenate([*(line.values for line in lines), *bounds, []])
    known = drawn[np.isfinite(drawn)] if len(lines) else np.array(scale)
    if known.min() == known.max():  # no part of the scale, but a point of it
        known = np.array(scale)
    found = MaxNLocator(_SCORES, steps=[1, 2, 5, 10]).tick_values(known.min(), known.max())
    ticks = sorted({min(max(float(tick), scale[0]), scale[1]) for tick in found})
    return (ticks[0], ticks[-1]), ticks


def _scaffold(axes: Axes, years: Floats, labels: Sequence[str], height: Any, ticks: Sequence[float], em: float) -> None:
    """Years, quarters or months below, and scores at the left, with their grid."""
    ink = style.colours()
    span = float(years[-1] - years[0])
    axes.set_xlim(years[0] - 0.02 * span, years[-1] + _BESIDE * span)
    axes.spines[:].set_visible(False)
    for tick in ticks:
        axes.axhline(height(tick), color=ink.rule, linewidth=0.5, zorder=0)
    axes.set_yticks([height(tick) for tick in ticks], [f"{tick:g}" for tick in ticks])
    whole = [int(year) for year in MaxNLocator(8, integer=True).tick_values(years[0], years[-1])]
    within = sorted({year for year in whole if years[0] <= year <= years[-1]})
    if len(years) > _TICKS and len(within) > 2:
        axes.set_xticks(within, [str(year) for year in within])
    else:
        some = slice(None, None, -(-len(years) // _TICKS))
        axes.set_xticks(years[some], labels[some])
    axes.tick_params(length=0, labelsize=em * 0.86, labelcolor=ink.muted)
    axes.tick_params(axis="x", pad=em * 0.8)  # clear of the lowest score


def _draw(axes: Axes, years: Any, line: _Line, height: Any, em: float) -> None:
    ink = style.colours()
    strong, pale = ink.pair(line.highlighted)
    if line.group:
        axes.plot(
            years, height(line.values), color=ink.strong, linewidth=em * 0.16, linestyle=(0, (3, 1.5)), zorder=3.5
        )
        axes.plot(years, height(line.values), "s", color=ink.strong, markersize=em * 0.34, clip_on=False, zorder=3.5)
        return
    colour, order = (strong, 4) if line.highlighted else (ink.ink, 3) if line.moved else (ink.muted, 2)
    if line.highlighted:
        axes.fill_between(years, height(line.lower), height(line.upper), color=pale, alpha=0.6, linewidth=0, zorder=1)
    width = em * (0.24 if line.highlighted else 0.18 if line.moved else 0.09)
    axes.plot(years, height(line.values), color=colour, linewidth=width, zorder=order)
    for some, face in ((line.open, "white"), (~line.open, colour)):
        look: dict[str, Any] = {"color": colour, "markerfacecolor": face, "markersize": em * 0.3, "zorder": order + 1}
        axes.plot(years[some], height(line.values[some]), "o", clip_on=False, **look)


def _labels(
    axes: Axes,
    years: Any,
    lines: Sequence[_Line],
    height: Any,
    ends: tuple[float, float],
    em: float,
    digits: int,
) -> None:
    """Name and last score of each country at the right, moved apart where they would meet."""
    ink = style.colours()
    span = float(years[-1] - years[0])
    start, end = years[-1] + 0.012 * span, years[-1] + _BESIDE * span
    for line, y in zip(lines, _parted([float(height(line.last)) for line in lines], ends), strict=True):
        colour = ink.highlighted if line.highlighted else ink.ink if line.moved else ink.muted
        colour = ink.strong if line.group else colour
        if np.isfinite(line.values[-1]):
            axes.plot((start, end), (height(line.last), y), color=colour, linewidth=0.5, clip_on=False, zorder=1)
        axes.text(
            end + 0.008 * span,
            y,
            line.label(digits),
            va="center",
            fontsize=em * 0.86,
            fontweight="bold" if line.highlighted or line.moved or line.group else "normal",
            color=colour,
        )


def _parted(wanted: Sequence[float], ends: tuple[float, float]) -> list[float]:
    """Heights so far apart that labels do not meet, as near to the wanted ones as that allows, within the ends.

    Parameters
    ----------
    wanted : sequence of float
        Rising. Runs of labels that would meet stand around the mean of where they belong.
    ends : tuple of float
    """
    runs: list[tuple[float, int]] = []  # the mean height of each run, its labels brought together, and their number
    for place, y in enumerate(wanted):
        mean, count = y - place * _LINE, 1
        while runs and runs[-1][0] > mean:
            before, many = runs.pop()
            mean, count = (before * many + mean * count) / (many + count), many + count
        runs.append((mean, count))
    most = ends[1] - (len(wanted) - 1) * _LINE
    level = [min(max(mean, ends[0]), most) for mean, count in runs for _ in range(count)]
    return [y + place * _LINE for place, y in enumerate(level)]


def _told(line: _Line, years: Sequence[str], digits: int) -> str:
    known = np.flatnonzero(np.isfinite(line.values))
    first, last = known[0], known[-1]
    said = f"{line.name}: {points(line.values[first], digits)} in {years[first]}"
    return f"{said}, {points(line.values[last], digits)} in {years[last]}." if last > first else f"{said}."
