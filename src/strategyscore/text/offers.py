"""What installed packages offer by their entry points."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from typing import Any


def offered(group: str) -> Iterator[tuple[str, Any]]:
    """Each name of a group of entry points, with what it stands for.

    One that cannot be loaded is left out with a warning that names its package, so that a broken package does not stop
    what does not need it.
    """
    from importlib.metadata import entry_points

    for point in entry_points(group=group):
        try:
            thing = point.load()
        except Exception as error:  # whatever a stranger's module may raise
            package = point.dist.name if point.dist else point.value
            message = f"{point.name!r} of the package {package} cannot be loaded and is left out: {error!r}"
            warnings.warn(message, RuntimeWarning, stacklevel=2)
            continue
        yield point.name, thing
