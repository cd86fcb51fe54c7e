"""Drivers: which source of uncertainty moves an output, the strongest on top."""

from __future__ import annotations

from typing import Literal

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import PercentFormatter

from strategyscore.charts import style
from strategyscore.charts.frame import Frame, Plan, Texts
from strategyscore.charts.headlines import DRIVERS, headline
from strategyscore.charts.labels import beside, label_left
from strategyscore.charts.legend import Key
from strategyscore.errors import ScoringError
from strategyscore.output.captions import one_source_note, source_line
from strategyscore.robustness.sensitivity import Sensitivity
from strategyscore.text.words import percent, plain, points, source_said


def drivers(
    sensitivity: Sensitivity,
    country: str | None = None,
    output: Literal["score", "rank"] = "score",
    *,
    ax: Axes | None = None,
    title: str | None = None,
    size: style.Size = "page",
    source: str | None = None,
) -> style.Chart:
    """Show what share of the uncertainty of a score or rank each source of it drives (Sobol' indices).

    Parameters
    ----------
    sensitivity : Sensitivity
        From `strategyscore.sensitivity`.
    country : str, optional
        Whose score or rank, by code or name; the mean shift of all ranks where it is not given.
    output : {"score", "rank"}
        Of the country.
    ax : matplotlib Axes, optional
        Where to draw; a new figure where it is not given. In your own axes the title is drawn, and the size sets the
        texts only.
    title : str, optional
        The text above; it names what is drawn where it is not given.
    size : {"column", "page", "slide"}
        What the chart is for, half a page, a page or a slide: it sets width and text size.
    source : str, optional
        The line below; it says where the numbers come from where it is not given. An empty text leaves it out.

    Returns
    -------
    Chart
        A matplotlib Figure with an ``alt_text``. In your own axes it is their figure, which is left without one.

    Raises
    ------
    UnknownCountry
        With a suggestion.
    ValueError
        If `output` is neither.
    ScoringError
        If the country has no score.

    See Also
    --------
    strategyscore.sensitivity : What it shows.

    Examples
    --------
    >>> chart = ss.charts.drivers(ss.sensitivity(scores, draws=64), "Dona")
    >>> chart.alt_text.split(".")[0]
    'Missing answers drive the score of Dona most: they have a part in 100 % of its variance'
    """
    if output not in ("score", "rank"):
        raise ValueError(f"output must be score or rank, not {output!r}")
    scores = sensitivity.nominal
    table = sensitivity.indices
    profile = None if country is None else scores.countries[country]
    if profile is None:
        output_said, indices = "how far ranks shift on average", table[table["output"] == "rank_shift"]
    else:
        if profile.code not in sensitivity.plan.codes:
            raise ScoringError(f"{profile.code} has no rank, so nothing drives it")
        output_said = f"the {output} of {profile.name}"
        indices = table[(table["output"] == output) & (table["country"] == profile.code)]
    varies = indices["total"].notna().any()
    indices = indices.sort_values("total", ascending=False, kind="stable")
    names = [source_said(name) for name in indices["source"]]
    columns = ("first", "total", "total_lower", "total_upper")
    values = indices[list(columns)].to_numpy(dtype=float)
    line = f"{source_line(scores)} {len(sensitivity.samples[0]):,} draws, seed {sensitivity.plan.seed}."
    numbers = {"share": values[0, 1], "next": values[1, 1] if len(values) > 1 else -1.0} if varies else {}
    words = {"output": output_said, "source": names[0], "percent": percent(float(np.clip(values[0, 1], 0, 1)))}
    texts = Texts(
        title or headline(DRIVERS, numbers, words if varies else {"output": output_said}),
        f"Share of the variance of {output_said} in the draws that each source has a part in",
        (
            "Sources act together, so that the shares with interactions can add up to more than 100 %.",
            one_source_note(scores, [profile.code], plain(profile.name)) if profile else "",
        ),
        line if source is None else source,
    )
    left = max(map(style.measured, names)) + 1.8
    with style.house_style(size):
        ink = style.colours()
        keys = [
            Key("alone", ink.strong),
            Key("together with the others", ink.pale),
            Key("95 % interval", ink.ink, "line"),
        ]
        frame = Frame(ax, size, texts, lambda _: Plan([1.7] * len(indices), left, 4.4, above=0.8), keys=keys)
        axes, em = frame.ax, frame.points
        for (_, y), name, (first, total, lower, upper) in zip(frame.panels[0], names, values, strict=True):
            label_left(axes, y, name, left, em)
            if np.isnan(total):
                continue
            axes.barh(y, total, height=1.0, color=ink.pale, zorder=2)
            axes.barh(y, max(first, 0.0), height=1.0, color=ink.strong, zorder=3)
            for colour, width in (("white", 0.32), (ink.ink, 0.12)):  # a rim of white, for it lies on a dark bar too
                axes.hlines(y, lower, upper, color=colour, linewidth=em * width, zorder=4)
            share = percent(float(np.clip(total, 0, 1)))
            beside(axes, y, share, em * 3.8, edge=1, ha="right", color=ink.ink, fontweight="bold")
        if not varies:
            axes.annotate("does not vary", (0.5, 0.5), xycoords="axes fraction", ha="center", va="center")
        axes.set_xlim(0, 1)
        axes.xaxis.set_major_formatter(PercentFormatter(1, symbol=" %", decimals=0))
        axes.tick_params(axis="x", length=0, pad=em * 0.4)
        axes.grid(axis="x")
    return frame.finish(
        " ".join(
            f"{name}: {points(float(total), 2)} with its interactions, {points(float(first), 2)} alone."
            for name, (first, total, *_) in zip(names, values, strict=True)
        )
    )
