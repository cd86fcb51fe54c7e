"""The tables of a report, and what each of them says."""

from __future__ import annotations

from strategyscore.analysis.by_group import by_group
from strategyscore.analysis.changes.split import Changes
from strategyscore.analysis.evidence import evidence_table
from strategyscore.analysis.findings.finding import Findings
from strategyscore.output.datapackage import Described
from strategyscore.report.robustness import Robustness
from strategyscore.scoring.panel import PanelScores
from strategyscore.scoring.scores import Scores

_PART = "score of {} on the rubric's scale; absent where nothing is answered"


def report_tables(
    scores: Scores,
    before: Scores | None,
    robust: Robustness | None,
    findings: Findings,
    moved: Changes | None = None,
    panel: PanelScores | None = None,
) -> dict[str, Described]:
    """The tables by the path that each is written to.

    Parameters
    ----------
    scores : Scores
    before : Scores or None
        The like-for-like ranking.
    robust : Robustness or None
    findings : Findings
    moved : Changes or None
        Since the like-for-like ranking.
    panel : PanelScores or None
        The scores at several times.
    """
    tables = {"scores.csv": _ranking(scores, "A row a country, best first.")}
    if before is not None:
        says = f"A row a country, best first, on the ratings that held by {before.as_of}."
        tables["scores-like-for-like.csv"] = _ranking(before, says)
    grouped = by_group(scores, uncertainty=robust.uncertainty if robust else None)
    if len(grouped):
        says = "A row a group of countries of which three members or more are scored, the highest mean first."
        part = "mean of the members' scores of {}; absent where none has one"
        tables["groups.csv"] = Described(grouped, says, "GroupTable", part, ("group",))
    if moved is not None:
        says = f"A row a country: what changed since {moved.heads[0]}, split over its causes."
        tables["changes.csv"] = Described(moved.table, says, "ChangeTable", key=("country",))
        says = f"A row for every rating that changed since {moved.heads[0]}."
        tables["changed-ratings.csv"] = Described(moved.ratings, says, "ChangedRatings", key=("country", "node"))
    if panel is not None:
        when = panel.countries.calendar.name
        says = f"A row for every country and {when}, by country, with what changed since the {when} before."
        tables["trend.csv"] = Described(panel.trend(), says, "TrendTable", key=("country", when))
    tables["tidy.csv"] = Described(
        scores.tidy, "A row for every country and node of the rubric.", "TidyScores", key=("country", "node")
    )
    tables["evidence.csv"] = Described(
        evidence_table(scores), "A row for every piece of evidence behind the ratings.", "EvidenceTable"
    )
    tables["findings.csv"] = Described(findings.table, "A row for every sentence on the scores.", "FindingTable")
    if any(group.gates for group in scores.rubric.groups):
        tables["gates.csv"] = Described(scores.gates, "A row for every country and gate.", "GateTable")
    drawn: dict[str, tuple[str, str | None, str, tuple[str, ...]]] = {
        "ranks": ("How far each rank can be trusted.", "RankIntervals", "", ("country",)),
        "scores": ("How far each score can be trusted.", "ScoreIntervals", "", ("country",)),
        "acceptability": ("How often each rank.", None, "share of the draws in which the country has rank {}", ()),
        "gates": ("How often each gate is passed.", "GateShares", "", ()),
        "bands": ("How often each score lies in each band.", None, "share of the draws in which it lies in {}", ()),
        "dominance": ("Who stands above whom.", None, "share of the draws in which the country scores above {}", ()),
        "sensitivity": ("Sobol' indices of each source of uncertainty.", "SobolTable", "", ()),
        "leave-one-out": (
            "What leaving one criterion out does to the ranks.",
            None,
            "ranks that the country falls without it ({}); the last column is the mean of the absolute shifts",
            ("country",),
        ),
        "settling": ("How much narrower an interval would be, were an answer known.", "SettlingTable", "", ()),
    }
    for name, frame in (robust.tables if robust else {}).items():
        rows, model, others, key = drawn[name]
        tables[f"robustness/{name}.csv"] = Described(frame, rows, model, others, key)
    return tables


def _ranking(scores: Scores, says: str) -> Described:
    return Described(scores.table, says, "ScoreTable", _PART, ("country",))
