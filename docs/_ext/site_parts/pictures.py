"""What a method does to a few numbers, drawn by calling it; colours follow the page, light or dark."""

from __future__ import annotations

import html
import inspect
import io
import re
from collections.abc import Callable
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.figure import Figure

from strategyscore.methods.registry import Method

INK, BLUE, ORANGE = "#010203", "#2f7ec4", "#c8640a"  # the ink becomes the page's own colour
SETTINGS: dict[tuple[str, str], dict[str, Any]] = {  # of methods that need some, and of those that do nothing without
    ("aggregate", "power"): {"p": 3},
    ("aggregate", "owa"): {"weights": [1, 2]},
    ("aggregate", "choquet"): {"interaction": {"a": {"b": 0.5}}},
    ("normalise", "goalposts"): {"low": 10, "high": 60},
    ("normalise", "distance_to_reference"): {"reference": "D"},
    ("normalise", "piecewise"): {"points": [[0, 0], [20, 0.6], [80, 1]]},
    ("normalise", "two_sided"): {"low": 5, "best": [20, 40], "high": 70},
    ("normalise", "target"): {"target": 50},
    ("treat", "winsorise"): {"points": 2},
    ("impute", "group_mean"): {"group": "region"},
    ("impute", "group_median"): {"group": "region"},
    ("weights", "ahp"): {"matrix": [[1, 3, 5], ["1/3", 1, 2], ["1/5", "1/2", 1]]},
    ("weights", "budget"): {"experts": {"anna": {"a": 60, "b": 30, "c": 10}, "ben": {"a": 30, "b": 30, "c": 40}}},
}
RAW = np.array([4.0, 12, 15, 33, 38, 72])
COLUMNS = np.array([[0.1, 0.5, 0.42], [0.3, 0.55, 0.9], [0.9, 0.45, 0.2], [0.6, 0.6, 0.65], [0.2, 0.5, 0.7]])


def _axes(width: float = 4.4, height: float = 2.5) -> tuple[Figure, Any]:
    figure = Figure(figsize=(width, height), layout="constrained")
    figure.patch.set_alpha(0)
    axes = figure.add_subplot()
    axes.patch.set_alpha(0)
    axes.spines[["top", "right"]].set_visible(False)
    return figure, axes


def _from_to(before: Any, after: Any, labels: tuple[str, str]) -> Figure:
    """Two lines of dots, each value tied to what it becomes."""
    figure, axes = _axes(4.4, 1.9)

    def placed(values: Any) -> Any:
        low, high = np.nanmin(values), np.nanmax(values)
        return (values - low) / (high - low) if high > low else np.full(len(values), 0.5)

    top, bottom = placed(before), placed(after)
    for one, other in zip(top, bottom, strict=True):
        axes.plot([one, other], [1, 0], color=INK, alpha=0.35, lw=1)
    axes.scatter(top, np.ones_like(top), color=BLUE, zorder=3)
    axes.scatter(bottom, np.zeros_like(bottom), color=ORANGE, zorder=3)
    for x, value in zip(top, before, strict=True):
        axes.annotate(f"{value:g}", (x, 1), (0, 7), textcoords="offset points", ha="center", fontsize=8)
    for x, value in zip(bottom, after, strict=True):
        axes.annotate(f"{value:.3g}", (x, 0), (0, -15), textcoords="offset points", ha="center", fontsize=8)
    axes.set(ylim=(-0.5, 1.4), yticks=[1, 0], yticklabels=labels, xticks=[], xlim=(-0.06, 1.06))
    axes.spines[["left", "bottom"]].set_visible(False)
    axes.tick_params(length=0)
    return figure


def _transform(method: Method, settings: dict[str, Any]) -> Figure:
    return _from_to(RAW, np.asarray(method.function(RAW)), ("value", method.phrase))


def _normalise(method: Method, settings: dict[str, Any]) -> Figure:
    told = {key: value for key, value in settings.items() if key != "range"}
    takes = getattr(method, "takes", frozenset())
    context = {"codes": ("A", "B", "C", "D", "E", "F"), "scale": (0.0, 100.0), "lower_is_better": False}
    told |= {key: value for key, value in context.items() if key in takes}
    after = np.asarray(method.function(RAW[:, None], **told)).reshape(-1)
    return _from_to(RAW, after, ("value", "share" if getattr(method, "share", True) else "score"))


def _treat(method: Method, settings: dict[str, Any]) -> Figure:
    values = np.array([8.0, 9, 10, 11, 12, 13, 14, 60])[:, None]
    found = method.function(values, **settings)
    after = found[0] if isinstance(found, tuple) else found
    return _from_to(values[:, 0], np.asarray(after)[:, 0], ("value", "treated"))


def _impute(method: Method, settings: dict[str, Any]) -> Figure:
    values = np.array([10.0, 14, np.nan, 30, 34, np.nan])
    groups = np.array(["north"] * 3 + ["south"] * 3, dtype=object)
    extra = {"groups": groups} if "group" in settings else {}
    filled = np.asarray(method.function(values[:, None], **settings, **extra))[:, 0]
    figure, axes = _axes(4.4, 1.9)
    known = ~np.isnan(values)
    axes.bar(np.flatnonzero(known), values[known], color=BLUE, width=0.6)
    put = ~known & ~np.isnan(filled)
    axes.bar(np.flatnonzero(put), filled[put], color="none", edgecolor=ORANGE, hatch="//", width=0.6)
    for at in np.flatnonzero(~known & ~put):
        axes.text(at, 1, "missing", ha="center", va="bottom", fontsize=8)
    names = [f"{code}\n{group}" for code, group in zip("ABCDEF", groups, strict=True)] if extra else list("ABCDEF")
    axes.set(xticks=range(6), xticklabels=names, yticks=[0, 20, 40])
    return figure


def _weights(method: Method, settings: dict[str, Any]) -> Figure:
    if getattr(method, "scores_itself", False):
        found = method.function(COLUMNS, **settings)
        shares = np.asarray(found[0] if isinstance(found, tuple) else found)
    elif getattr(method, "rests_on", "data") == "judgement":
        shares = np.asarray(method.function(np.array([2.0, 1.0, 1.0]), ("a", "b", "c"), **settings))
    else:
        shares = np.asarray(method.function(COLUMNS, **settings))
    figure, axes = _axes(4.4, 1.9)
    if shares.shape == (3,):
        axes.barh(range(3), shares, color=BLUE, height=0.55)
        for at, value in enumerate(shares):
            axes.text(value, at, f" {value:.0%}".replace("%", " %"), va="center", fontsize=8)
        axes.set(yticks=range(3), yticklabels=["criterion a", "criterion b", "criterion c"], xticks=[], xlim=(0, 1))
        axes.spines["bottom"].set_visible(False)
    elif shares.shape == COLUMNS.shape:
        left = np.zeros(len(shares))
        for column, colour in enumerate((BLUE, ORANGE, "#7a7a7a")):
            axes.barh(
                range(len(shares)), shares[:, column], left=left, color=colour, label=f"criterion {'abc'[column]}"
            )
            left = left + shares[:, column]
        axes.set(yticks=range(len(shares)), yticklabels=[f"country {code}" for code in "ABCDE"], xticks=[0, 0.5, 1])
        axes.legend(fontsize=7, frameon=False, loc="upper left", bbox_to_anchor=(1, 1))
    else:
        raise ValueError(f"weights of shape {shares.shape}")
    axes.invert_yaxis()
    return figure


def _aggregate(method: Method, settings: dict[str, Any]) -> Figure:
    """The score of a country whose two parts have a mean of 50, the further apart the more to the right."""
    if "ids" in inspect.signature(method.function).parameters:
        settings = {**settings, "ids": ("a", "b")}
    gap = np.linspace(0, 100, 101)
    pair = np.stack([50 + gap / 2, 50 - gap / 2], axis=-1)
    figure, axes = _axes()
    if getattr(method, "among_others", False):
        found = np.asarray(method.function(COLUMNS, np.full(3, 1 / 3), **settings))
        axes.barh(range(len(found)), found, color=BLUE, height=0.55)
        told = ["  ".join(f"{value:g}" for value in row) for row in COLUMNS]
        axes.set(yticks=range(len(found)), yticklabels=told, xlim=(0, 1), xlabel="share")
        axes.invert_yaxis()
        axes.set_title("three criteria of five countries, and what comes of them", fontsize=8, color=INK, loc="left")
        return figure
    axes.plot(gap, pair.mean(axis=-1), color=INK, lw=1, ls=":", label="arithmetic mean")
    axes.plot(gap, np.asarray(method.function(pair, np.array([0.5, 0.5]), **settings)), color=BLUE, lw=2,
              label=method.phrase)  # fmt: skip
    axes.set(ylim=(-3, 103), xlim=(0, 100), xlabel="gap between two parts that have a mean of 50", ylabel="score")
    axes.legend(fontsize=8, frameon=False)
    return figure


DRAW: dict[str, Callable[[Method, dict[str, Any]], Figure]] = {
    "transform": _transform,
    "normalise": _normalise,
    "treat": _treat,
    "impute": _impute,
    "weights": _weights,
    "aggregate": _aggregate,
}


def settings_of(method: Method) -> dict[str, Any]:
    """The settings with which a method is shown: what it needs, and its defaults."""
    told = SETTINGS.get((method.step, method.name), {})
    shape = method.settings.model_validate(told)
    return {name: getattr(shape, name) for name in method.settings.model_fields}


def picture(method: Method) -> Figure | None:
    """A picture of a method; None where its step has none, or it needs settings that are not known here."""
    draw = DRAW.get(method.step)
    if draw is None or not set(method.needs) <= set(SETTINGS.get((method.step, method.name), {})):
        return None
    colours = ("text.color", "axes.edgecolor", "axes.labelcolor", "xtick.color", "ytick.color")
    with mpl.rc_context({"font.size": 9, "svg.fonttype": "none", **dict.fromkeys(colours, INK)}):
        return draw(method, settings_of(method))


def svg(figure: Figure, says: str, salt: str) -> str:
    """A figure as part of a page, in the page's colour; the salt keeps its ids apart from others'."""
    out = io.StringIO()
    with mpl.rc_context({"svg.hashsalt": salt, "svg.fonttype": "none"}):
        figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    text = out.getvalue()
    text = text[text.index("<svg") :]
    text = re.sub(r"<metadata>.*?</metadata>", "", text, flags=re.DOTALL)
    text = re.sub(r'\bid="([^"]+)"', lambda found: f'id="{salt}-{found.group(1)}"', text)
    text = re.sub(r'(url\(#|href="#)([^")]+)', lambda found: f"{found.group(1)}{salt}-{found.group(2)}", text)
    text = text.replace(INK, "currentColor")
    label = html.escape(says, quote=True)
    return text.replace("<svg", f'<svg class="method-picture" role="img" aria-label="{label}"', 1)
