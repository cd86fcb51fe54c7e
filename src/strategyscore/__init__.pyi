from . import charts as charts
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
from .scoring.normalisation import ScoringError as ScoringError
from .scoring.scores import Scores as Scores
from .scoring.scores import score as score
from .version import __version__ as __version__

__all__ = [
    "Countries",
    "CountryProfile",
    "DocumentError",
    "Problem",
    "Rubric",
    "Scores",
    "ScoringError",
    "__version__",
    "charts",
    "check",
    "load_countries",
    "load_rubric",
    "report",
    "score",
    "tables",
]
