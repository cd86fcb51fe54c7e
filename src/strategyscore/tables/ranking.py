"""The ranking as a table for publication."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from strategyscore.analysis.by_group import by_group
from strategyscore.analysis.evidence import evidence_table, one_source
from strategyscore.charts.rows import chosen
from strategyscore.output.captions import drawn_line, gate_note, screen_note, source_line, thin_note
from strategyscore.robustness.uncertainty import Uncertainty
from strategyscore.scoring.bands import in_words
from strategyscore.scoring.scores import Scores
from strategyscore.tables.table import PublicationTable, always, in_house_style, marked_score
from strategyscore.text.words import DASH, enumerated, percent, plain, points, span

if TYPE_CHECKING:
    import pandas as pd

_SHADES = ["#ffffff", "#8fb6db"]  # light enough for dark figures


def ranking(
    scores: Scores,
    uncertainty: Uncertainty | None = None,
    *,
    title: str | None = None,
    source: str | None = None,
    countries: str | Iterable[str] | None = None,
    groups: str | Iterable[str] | None = None,
) -> PublicationTable:
    """A row a country, best first: rank, score, bounds, coverage and the parts, the last shaded.

    A score of which less is answered than the rubric's minimum is marked, and a country whose own is such has no rank.

    Parameters
    ----------
    scores : Scores
        From `strategyscore.score`.
    uncertainty : Uncertainty, optional
        Of the same scores; adds the 90 % intervals of rank and score.
    title, source : str, optional
        The heading, and the note below; written from the scores where they are not given.
    countries : str or iterable of str, optional
        The countries to show, by code, name or group; all where it is not given. Ranks stay those among all.
    groups : str or iterable of str, optional
        Groups of countries, such as EU or BRICS, that stand below with the mean of their members; see
        `strategyscore.by_group`.

    Returns
    -------
    PublicationTable
        Its column `thin`, which the files have, names the scores that are marked.

    Raises
    ------
    UnknownCountry, UnknownGroup
        With a suggestion.
    ValueError
        If no member of a group is scored.

    See Also
    --------
    strategyscore.Scores.table : The numbers alone.
    strategyscore.charts.ranking : The same as a picture.

    Examples
    --------
    >>> ss.tables.ranking(scores).frame[["rank", "score", "bounds"]]
             rank  score     bounds
    country
    Aria        1   70.0  70.0–70.0
    Bora        2   65.0  65.0–65.0
    Cala        3   47.5  47.5–47.5
    Dona        4   30.0  30.0–55.0
    """
    import great_tables as gt
    import pandas as pd

    digits, root = scores.rubric.digits, scores.rubric.root
    listed = scores.table.loc[chosen(scores, countries)]
    frame = pd.DataFrame(index=listed.index)
    frame["country_name"] = [plain(scores.countries[str(code)].name) for code in listed.index]
    frame["rank"] = listed["rank"]
    if uncertainty is not None:
        ranks = uncertainty.ranks.reindex(listed.index)
        frame["ranks_90"] = [
            DASH if pd.isna(low) else span(low, high).replace(" to ", DASH)
            for low, high in zip(ranks["lower"], ranks["upper"], strict=True)
        ]
    frame["score"] = listed["score"]
    if uncertainty is not None:
        drawn = uncertainty.scores.reindex(listed.index)
        frame["scores_90"] = [_range(low, high, digits) for low, high in zip(drawn["q05"], drawn["q95"], strict=True)]
    frame["bounds"] = [_range(low, high, digits) for low, high in zip(listed["lower"], listed["upper"], strict=True)]
    frame["coverage"] = listed["coverage"]
    parts = [child.id for child in root.children]
    for part in parts:
        frame[part] = listed[part]
    banded = [name for name in ("band", "next_band") if name in listed]
    for name in banded:
        frame[name] = listed[name]
    frame["thin"] = listed["thin"]
    if groups is not None:
        frame = pd.concat([frame, _group_rows(scores, groups, uncertainty, frame)])
        frame["rank"] = frame["rank"].astype("Int64")
    shown: Any = frame.drop(columns=["thin", "next_band"], errors="ignore").assign(
        rank=[DASH if pd.isna(rank) else str(int(rank)) for rank in frame["rank"]],
        coverage=[percent(float(share)) for share in frame["coverage"]],
    )
    if banded:
        pairs = zip(frame["band"], frame["next_band"], strict=True)
        shown["band"] = [plain(in_words(band, near)) or DASH for band, near in pairs]
        shown = shown[[*shown.columns.drop(["band", *parts]), "band", *parts]]
    labels = {
        "country_name": "Country",
        "rank": "Rank",
        "ranks_90": "90 % of ranks",
        "score": "Score",
        "scores_90": "90 % of scores",
        "bounds": "Lowest to highest",
        "coverage": "Answered",
        "band": "Band",
    } | {child.id: plain(child.title) for child in root.children}
    low, high = scores.rubric.scale
    table = (
        gt.GT(shown.reset_index(drop=True), rowname_col="country_name")
        .tab_stubhead("Country")
        .cols_label({name: label for name, label in labels.items() if name in shown and name != "country_name"})
        .fmt_number(["score", *parts], decimals=digits, use_seps=False)
        .cols_align("right", [name for name in shown if name != "country_name"])
        .sub_missing(missing_text=DASH)
        .tab_style(gt.style.text(weight="bold"), gt.loc.body(columns="score"))
        .opt_css(".gt_row { white-space: nowrap; }")
    )
    if parts:
        table = table.data_color(
            parts, palette=_SHADES, domain=[low, high], na_color="white", autocolor_text=False
        ).tab_spanner("Parts", columns=parts)
    columns = {"score": scores.column[root.path]} | {child.id: scores.column[child.path] for child in root.children}
    any_thin = False
    for number, code in enumerate(map(str, listed.index)):
        row = scores.row(code)
        for name, column in columns.items():
            if scores.thin[row, column]:
                text = marked_score(scores, row, column, share=name != "score")
                table = table.fmt(always(text), columns=name, rows=[number])
                any_thin = True
    subtitle = "Lowest to highest: what missing answers could make of the score."
    if groups is not None:
        subtitle += " Of a group: the mean of its members that are scored."
    if any_thin:
        subtitle += f" {thin_note(scores, 'Marked *, with the share answered')}"
    if alone := [code for code in one_source(scores) if code in listed.index]:
        subtitle += f" All answers rest on one source: {enumerated(scores.countries[code].name for code in alone)}."
    for note in filter(None, (gate_note(scores), screen_note(scores))):
        subtitle += f" {note}"
    line = drawn_line(uncertainty) if uncertainty is not None else source_line(scores)
    table = in_house_style(
        table,
        title or root.title,
        subtitle,
        line if source is None else source,
    )
    wide = {"country_name": 0.12, "rank": 0.04, "score": 0.045, "ranks_90": 0.065, "coverage": 0.075}
    wide |= dict.fromkeys(("scores_90", "bounds"), 0.08)
    wide_in_all = sum(share for name, share in wide.items() if name in shown)
    rest = [name for name in shown if name not in wide]
    each = (0.98 - wide_in_all - 0.008 * len(shown.columns)) / max(len(rest), 1)
    widths = tuple(("r" if name != "country_name" else "l", round(wide.get(name, each), 3)) for name in shown)
    return PublicationTable(table, frame, scores, {"evidence": lambda: evidence_table(scores)}, widths, uncertainty)


def _group_rows(
    scores: Scores, groups: str | Iterable[str], uncertainty: Uncertainty | None, frame: pd.DataFrame
) -> pd.DataFrame:
    """Groups with the columns of the countries."""
    import pandas as pd

    table, digits = by_group(scores, groups, uncertainty), scores.rubric.digits
    rows = pd.DataFrame(index=table.index.rename(frame.index.name))
    members = zip(table["title"], table["scored"], table["members"], strict=True)
    rows["country_name"] = [plain(f"{title} ({scored} of {count})") for title, scored, count in members]
    rows["rank"] = pd.array([pd.NA] * len(table), dtype="Int64")
    rows["score"] = table["mean"]
    rows["bounds"] = [_range(low, high, digits) for low, high in zip(table["lower"], table["upper"], strict=True)]
    rows["coverage"] = table["coverage"]
    if uncertainty is not None:
        rows["ranks_90"] = DASH
        rows["scores_90"] = [_range(low, high, digits) for low, high in zip(table["q05"], table["q95"], strict=True)]
    for name in frame.columns.difference(rows.columns):
        rows[name] = table.get(name, "")
    return rows[frame.columns]


def _range(low: float, high: float, digits: int) -> str:
    return DASH if low != low else f"{points(float(low), digits)}{DASH}{points(float(high), digits)}"
