"""The steps of the OECD/JRC handbook, a file each; plain functions on arrays do the mathematics."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach(__name__, submodules=["diagnostics"])
