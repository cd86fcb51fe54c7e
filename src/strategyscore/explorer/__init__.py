"""A page on which a reader sets the weights: the engine's twin in the browser, its draws, and the evidence.

``ss.explorer(scores)`` shows it in a notebook: the module can be called, since it bears the name of what it does.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import TYPE_CHECKING

import lazy_loader

if TYPE_CHECKING:
    from strategyscore.explorer.widget import Explorer
    from strategyscore.scoring.scores import Scores

__getattr__, __dir__, __all__ = lazy_loader.attach(__name__, submod_attrs={"build": ["to_html", "write_explorer"]})


class _Explorer(ModuleType):
    """The module as what can be called."""

    def __call__(self, scores: Scores) -> Explorer:
        """See `strategyscore.explorer.widget.explorer`."""
        from strategyscore.explorer.widget import explorer

        return explorer(scores)


sys.modules[__name__].__class__ = _Explorer
