"""A page on which a reader sets the weights: the engine's twin in the browser, its draws, and the evidence."""
