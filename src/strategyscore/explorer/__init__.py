"""A page on which a reader sets the weights: the engine's twin in the browser, its draws, and the evidence."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach(__name__, submod_attrs={"build": ["to_html", "write_explorer"]})
