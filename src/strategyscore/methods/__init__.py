"""The steps of the OECD/JRC handbook, a file each: settings, a function on arrays, and the facts of each method.

Importing this package registers every method of its files; a file that is added is found without being listed.
"""

from importlib import import_module
from pkgutil import iter_modules

from strategyscore.methods.aggregate import arithmetic, shares
from strategyscore.methods.rank import ranks
from strategyscore.methods.register import aggregation, imputation, normalisation, transform, treatment, weighting
from strategyscore.methods.registry import (
    Choice,
    aggregations,
    imputations,
    normalisations,
    transforms,
    treatments,
    weightings,
)

for _module in iter_modules(__path__):
    import_module(f"{__name__}.{_module.name}")

__all__ = [
    "Choice",
    "aggregation",
    "aggregations",
    "arithmetic",
    "imputation",
    "imputations",
    "normalisation",
    "normalisations",
    "ranks",
    "shares",
    "transform",
    "transforms",
    "treatment",
    "treatments",
    "weighting",
    "weightings",
]
