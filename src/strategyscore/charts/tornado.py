"""The tornado: which source of uncertainty moves an output, the strongest on top."""

from __future__ import annotations

from typing import Literal

import numpy as np
from matplotlib.axes import Axes

from strategyscore.charts import style
from strategyscore.charts.parameters import documented
from strategyscore.errors import ScoringError
from strategyscore.output.captions import source_line
from strategyscore.robustness.sensitivity import Sensitivity
from strategyscore.text.words import VARIED, plain, points


@documented
def tornado(
    sensitivity: Sensitivity,
    country: str | None = None,
    output: Literal["score", "rank"] = "score",
    *,
    ax: Axes | None = None,
    title: str | None = None,
    size: style.Size = "page",
    source: str | None = None,
) -> style.Chart:
    """Show the Sobol' indices of each source of uncertainty, the strongest on top.

    Parameters
    ----------
    sensitivity : Sensitivity
    country : str, optional
        Whose score or rank, by code or name; the mean shift of all ranks where it is not given.
    output : {"score", "rank"}
        Of the country.
    ax, title, size, source
        As of every chart; `help` tells them in full.

    Raises
    ------
    UnknownCountry
        With a suggestion.
    ValueError
        If `output` is neither.
    ScoringError
        If the country has no score.
    """
    if output not in ("score", "rank"):
        raise ValueError(f"output must be score or rank, not {output!r}")
    scores = sensitivity.nominal
    table = sensitivity.indices
    if country is None:
        output_said, indices = "how far ranks shift on average", table[table["output"] == "rank_shift"]
    else:
        profile = scores.countries[country]
        if profile.code not in sensitivity.plan.codes:
            raise ScoringError(f"{profile.code} has no rank, so nothing drives it")
        output_said = f"the {output} of {profile.name}"
        indices = table[(table["output"] == output) & (table["country"] == profile.code)]
    title = plain(title or f"What drives {output_said}")
    marks = "Shares of the variance. Pale: with its interactions (line: 95 % interval). Dark: alone."
    varies = indices["total"].notna().any()
    indices = indices.sort_values("total", ascending=False, kind="stable")
    names = [VARIED[name] for name in indices["source"]]
    columns = ("first", "total", "total_lower", "total_upper")
    values = indices[list(columns)].to_numpy(dtype=float)
    left = style.text_width(max(names, key=len)) + 1.4
    line = f"{source_line(scores)} {len(sensitivity.samples[0]):,} draws, seed {sensitivity.plan.seed}."
    with style.house_style(size):
        frame = style.Frame(
            ax,
            size,
            title,
            marks,
            plain(line if source is None else source),
            height=1.9 * len(indices),
            left=left,
            right=4.0,
        )
        axes, em = frame.ax, frame.points
        for y, (name, (first, total, lower, upper)) in enumerate(zip(names, values, strict=True)):
            axes.annotate(
                name,
                (0, y),
                xycoords=("axes fraction", "data"),
                xytext=(-em * 0.8, 0),
                textcoords="offset points",
                ha="right",
                va="center",
                annotation_clip=False,
            )
            if np.isnan(total):
                continue
            axes.barh(y, total, height=0.62, color=style.colours().pale, zorder=2)
            axes.barh(y, max(first, 0.0), height=0.62, color=style.colours().strong, zorder=3)
            axes.hlines(y, lower, upper, color=style.colours().ink, linewidth=em * 0.12, zorder=4)
            axes.annotate(
                points(float(total), 2),
                (1, y),
                xycoords=("axes fraction", "data"),
                xytext=(em * 3.2, 0),
                textcoords="offset points",
                ha="right",
                va="center",
                color=style.colours().ink,
                fontweight="bold",
                annotation_clip=False,
            )
        if not varies:
            axes.annotate("does not vary", (0.5, 0.5), xycoords="axes fraction", ha="center", va="center")
        axes.set_ylim(len(indices) - 0.45, -0.55)
        axes.set_xlim(0, 1)
        axes.set_yticks([])
        axes.tick_params(axis="x", length=0, pad=em * 0.5)
        axes.grid(axis="x")
    return frame.finish(
        f"{title}. "
        + " ".join(
            f"{name}: {points(float(total), 2)} with its interactions, {points(float(first), 2)} alone."
            for name, (first, total, *_) in zip(names, values, strict=True)
        )
    )
