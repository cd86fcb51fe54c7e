"""The page itself: one file with everything inside it, which asks for nothing over the network."""

from __future__ import annotations

import base64
import gzip
import os
from pathlib import Path

from strategyscore.explorer.bundle import PAGE, bundle, digest
from strategyscore.explorer.content import evidence_data, page_data, to_json
from strategyscore.output.files import write_whole
from strategyscore.scoring.scores import Scores, check_scores
from strategyscore.text.words import render


def to_html(scores: Scores, *, embedded: bool = False) -> str:
    """The page on which a reader sets the weights.

    Parameters
    ----------
    scores : Scores
        As published: what the page begins with, and holds what a reader changes against.
    embedded : bool
        Whether it stands within a cell of a notebook, and tells that what its address would say.

    Returns
    -------
    str
        HTML with its script, style, numbers and evidence inside it. Its Content-Security-Policy allows that script and
        that style by their hashes, and nothing else.

    See Also
    --------
    strategyscore.write_explorer : Writes it to a file.

    Examples
    --------
    >>> from strategyscore.explorer import to_html
    >>> to_html(scores)[:15]
    '<!DOCTYPE html>'
    """
    from markupsafe import Markup

    check_scores(scores, anew=True)
    script, worker = bundle(["app.js"]), bundle(["worker.js"])
    style = (PAGE / "explorer.css").read_text(encoding="utf-8")
    evidence = gzip.compress(to_json(evidence_data(scores)).encode(), 6, mtime=0)
    return render(
        "explorer.html.j2",
        PAGE,
        title=scores.rubric.title,
        embedded=embedded,
        script=Markup(script),
        worker=Markup(worker),
        style=Markup(style),
        script_hash=Markup(digest(script)),
        style_hash=Markup(digest(style)),
        data=Markup(to_json(page_data(scores))),
        evidence=Markup(base64.b64encode(evidence).decode()),
        version=scores.provenance["versions"]["strategyscore"],
    )


def write_explorer(scores: Scores, out: str | os.PathLike[str] = "explorer.html") -> Path:
    """Write the page to a file, whole or not at all.

    Parameters
    ----------
    scores : Scores
        From `strategyscore.score`.
    out : path
        Where to; a file that is there is replaced.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    OSError
        If it cannot be written.

    See Also
    --------
    strategyscore.explorer : The same page in a notebook.
    strategyscore.write_report : Writes it beside the report.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     ss.write_explorer(scores, f"{folder}/explorer.html").name
    'explorer.html'
    """
    path = Path(out)
    write_whole({path: to_html(scores).encode()})
    return path
