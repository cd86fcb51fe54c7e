"""The report, and the files that numbers leave in."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach(__name__, submod_attrs={"build": ["write_report"]})
