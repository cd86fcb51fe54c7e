"""What to know of a score before one trusts it; nothing here draws."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach(__name__, submodules=["diagnostics"])
