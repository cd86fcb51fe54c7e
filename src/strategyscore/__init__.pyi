from . import charts as charts
from . import exchange as exchange
from . import methods as methods
from . import report as report
from . import schemas as schemas
from . import tables as tables
from .analysis import diagnostics as diagnostics
from .analysis.against import Against as Against
from .analysis.against import against as against
from .analysis.agreement import krippendorff_alpha as krippendorff_alpha
from .analysis.audit import Audit as Audit
from .analysis.audit import audit as audit
from .analysis.by_group import by_group as by_group
from .analysis.changes.split import Changes as Changes
from .analysis.changes.split import changes as changes
from .analysis.evidence import evidence_table as evidence_table
from .analysis.findings.collect import findings as findings
from .analysis.findings.finding import Finding as Finding
from .analysis.findings.finding import Findings as Findings
from .analysis.like_for_like import like_for_like as like_for_like
from .analysis.side_by_side import SideBySide as SideBySide
from .analysis.side_by_side import side_by_side as side_by_side
from .analysis.strengths import strengths as strengths
from .documents.check import check as check
from .documents.coinr import read_coin as read_coin
from .documents.coinr import write_coin as write_coin
from .documents.groups import read_groups as read_groups
from .documents.load_countries import load_countries as load_countries
from .documents.load_rubric import load_rubric as load_rubric
from .documents.schema.published import json_schema as json_schema
from .documents.tables import read_table as read_table
from .errors import DocumentError as DocumentError
from .errors import Problem as Problem
from .errors import ScoringError as ScoringError
from .errors import UnknownCountry as UnknownCountry
from .errors import UnknownGroup as UnknownGroup
from .errors import UnknownMethod as UnknownMethod
from .errors import UnknownName as UnknownName
from .errors import UnknownNode as UnknownNode
from .errors import UnknownRubric as UnknownRubric
from .errors import UnknownYear as UnknownYear
from .explorer.build import write_explorer as write_explorer
from .explorer.widget import Explorer as Explorer
from .explorer.widget import explorer as explorer
from .model.answers import Answer as Answer
from .model.answers import Evidence as Evidence
from .model.answers import Source as Source
from .model.countries import Countries as Countries
from .model.dates import PartialDate as PartialDate
from .model.groups import CountryGroup as CountryGroup
from .model.groups import groups as groups
from .model.groups import income_groups as income_groups
from .model.groups import regions as regions
from .model.groups import register_group as register_group
from .model.panels import CountryPanel as CountryPanel
from .model.profile import CountryProfile as CountryProfile
from .model.rubric import Rubric as Rubric
from .output.bibliography import bibliography as bibliography
from .report.build import write_report as write_report
from .robustness.sensitivity import Sensitivity as Sensitivity
from .robustness.sensitivity import sensitivity as sensitivity
from .robustness.uncertainty import Uncertainty as Uncertainty
from .robustness.uncertainty import uncertainty as uncertainty
from .scoring.comparison import Comparison as Comparison
from .scoring.explanation import Explanation as Explanation
from .scoring.panel import PanelScores as PanelScores
from .scoring.program import Program as Program
from .scoring.scores import Scores as Scores
from .scoring.scores import score as score
from .tables.table import PublicationTable as PublicationTable
from .version import __version__ as __version__

__all__ = [
    "Against",
    "Answer",
    "Audit",
    "Changes",
    "Comparison",
    "Countries",
    "CountryGroup",
    "CountryPanel",
    "CountryProfile",
    "DocumentError",
    "Evidence",
    "Explanation",
    "Explorer",
    "Finding",
    "Findings",
    "PanelScores",
    "PartialDate",
    "Problem",
    "Program",
    "PublicationTable",
    "Rubric",
    "Scores",
    "ScoringError",
    "Sensitivity",
    "SideBySide",
    "Source",
    "Uncertainty",
    "UnknownCountry",
    "UnknownGroup",
    "UnknownMethod",
    "UnknownName",
    "UnknownNode",
    "UnknownRubric",
    "UnknownYear",
    "__version__",
    "against",
    "audit",
    "bibliography",
    "by_group",
    "changes",
    "charts",
    "check",
    "diagnostics",
    "evidence_table",
    "exchange",
    "explorer",
    "findings",
    "groups",
    "income_groups",
    "json_schema",
    "krippendorff_alpha",
    "like_for_like",
    "load_countries",
    "load_rubric",
    "methods",
    "read_coin",
    "read_groups",
    "read_table",
    "regions",
    "register_group",
    "report",
    "schemas",
    "score",
    "sensitivity",
    "side_by_side",
    "strengths",
    "tables",
    "uncertainty",
    "write_coin",
    "write_explorer",
    "write_report",
]
