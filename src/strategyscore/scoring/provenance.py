"""How an output was made: what it was computed from, with what, and when."""

from __future__ import annotations

import platform
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from strategyscore.text.clock import stamped
from strategyscore.text.words import printable

if TYPE_CHECKING:
    from strategyscore.scoring.scores import Scores

_PACKAGES = ("strategyscore", "numpy", "pandas", "pandera", "matplotlib")


def provenance(scores: Scores) -> dict[str, Any]:
    """What a reader needs to make the same numbers again.

    Parameters
    ----------
    scores : Scores

    Returns
    -------
    dict
        ``made`` (UTC; the environment's ``SOURCE_DATE_EPOCH`` where it is set), ``rubric`` and ``countries`` with the
        SHA-256 of each file, ``as_of``, and the versions of Python and the packages.
    """
    rubric = scores.rubric
    told: dict[str, Any] = {
        "made": stamped().isoformat(timespec="seconds"),
        "as_of": str(scores.as_of) if scores.as_of else None,
        "rubric": {
            "id": rubric.id,
            "version": rubric.version,
            "sha256": rubric.digest,
            "files": {printable(path.name): digest for path, digest in rubric.files.items()},
        },
        "countries": {
            profile.code: {
                "file": printable(profile.document.path.name),
                **({"variant": profile.variant} if profile.variant else {}),
                "as_of": str(profile.as_of) if profile.as_of else None,
                "sha256": profile.document.digest,
            }
            for profile in scores.countries
        },
        "versions": {"python": platform.python_version(), **{name: version(name) for name in _PACKAGES}},
    }
    if scores.screened:
        told["screened_out"] = dict(scores.screened)
    if rubric.changed:
        told["rubric"]["changed"] = list(rubric.changed)
    if scores.countries.changed:
        told["changed"] = list(scores.countries.changed)
    return told


def source_stamp(scores: Scores) -> str:
    """What a chart's file says of where it comes from: the rubric, and the digests of all that was read."""
    rubric = scores.rubric
    return f"{rubric.id} {rubric.version}, sha256 {rubric.digest}, {scores.countries.digest}"
