from . import charts as charts
from . import exchange as exchange
from . import publication as publication
from . import report as report
from . import tables as tables
from .documents.checking import check as check
from .documents.load_countries import load_countries as load_countries
from .documents.load_rubric import load_rubric as load_rubric
from .documents.problems import DocumentError as DocumentError
from .documents.problems import Problem as Problem
from .documents.profile import Countries as Countries
from .documents.profile import CountryProfile as CountryProfile
from .documents.rubric import Rubric as Rubric
from .exchange.tables import read_table as read_table
from .robustness.audit import Audit as Audit
from .robustness.audit import audit as audit
from .robustness.sensitivity import Sensitivity as Sensitivity
from .robustness.sensitivity import sensitivity as sensitivity
from .robustness.settling import most_reducing as most_reducing
from .robustness.settling import settling as settling
from .robustness.uncertainty import Uncertainty as Uncertainty
from .robustness.uncertainty import uncertainty as uncertainty
from .scoring import diagnostics as diagnostics
from .scoring.errors import ScoringError as ScoringError
from .scoring.scores import Scores as Scores
from .scoring.scores import score as score
from .version import __version__ as __version__

__all__ = [
    "Audit",
    "Countries",
    "CountryProfile",
    "DocumentError",
    "Problem",
    "Rubric",
    "Scores",
    "ScoringError",
    "Sensitivity",
    "Uncertainty",
    "__version__",
    "audit",
    "charts",
    "check",
    "diagnostics",
    "exchange",
    "load_countries",
    "load_rubric",
    "most_reducing",
    "publication",
    "read_table",
    "report",
    "score",
    "sensitivity",
    "settling",
    "tables",
    "uncertainty",
]
