from . import charts as charts
from . import exchange as exchange
from . import methods as methods
from . import report as report
from . import schemas as schemas
from . import tables as tables
from .analysis import diagnostics as diagnostics
from .analysis.audit import Audit as Audit
from .analysis.audit import audit as audit
from .documents.check import check as check
from .documents.load_countries import load_countries as load_countries
from .documents.load_rubric import load_rubric as load_rubric
from .documents.tables import read_table as read_table
from .errors import DocumentError as DocumentError
from .errors import Problem as Problem
from .errors import ScoringError as ScoringError
from .model.countries import Countries as Countries
from .model.profile import CountryProfile as CountryProfile
from .model.rubric import Rubric as Rubric
from .robustness.sensitivity import Sensitivity as Sensitivity
from .robustness.sensitivity import sensitivity as sensitivity
from .robustness.uncertainty import Uncertainty as Uncertainty
from .robustness.uncertainty import uncertainty as uncertainty
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
    "methods",
    "read_table",
    "report",
    "schemas",
    "score",
    "sensitivity",
    "tables",
    "uncertainty",
]
