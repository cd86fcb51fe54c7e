"""What every chart can be told, said once and put into the documentation of each."""

from __future__ import annotations

import inspect
import re
import textwrap
from collections.abc import Callable
from typing import Any, TypeVar

AnyChart = TypeVar("AnyChart", bound=Callable[..., Any])

SHARED = {
    "ax": (
        "matplotlib Axes, optional",
        "Where to draw; a new figure where it is not given. In your own axes the title is drawn, and the size sets "
        "the texts only.",
    ),
    "title": ("str, optional", "The text above; it names what is drawn where it is not given."),
    "size": (
        '{"column", "page", "slide"}',
        "What the chart is for, half a page, a page or a slide: it sets width and text size.",
    ),
    "source": (
        "str, optional",
        "The line below; it says where the numbers come from where it is not given. An empty text leaves it out.",
    ),
    "countries": (
        "str or iterable of str, optional",
        "The countries to show, by code, name or group such as EU; all where it is not given. Ranks stay those among "
        "all.",
    ),
    "highlight": (
        "str or iterable of str, optional",
        "The countries to highlight, by code, name or group: in another colour, and in bold.",
    ),
}
RETURNS = """\
Returns
-------
Chart
    A matplotlib Figure with an ``alt_text``. In your own axes it is their figure, which is left without one."""

_BRIEF = re.compile(r"^ax, .*?(?=\n\n|\Z)", re.DOTALL | re.MULTILINE)


def documented(chart: AnyChart) -> AnyChart:
    """Replace the brief line ``ax, title, ...`` of a chart's documentation by the full text; change nothing else."""
    if chart.__doc__:
        shared = [(name, *SHARED[name]) for name in inspect.signature(chart).parameters if name in SHARED]
        full = "\n".join(
            f"{name} : {kind}\n{textwrap.indent(textwrap.fill(text, 84), '    ')}" for name, kind, text in shared
        )
        chart.__doc__ = _BRIEF.sub(lambda _: f"{full}\n\n{RETURNS}", inspect.cleandoc(chart.__doc__), count=1)
    return chart
