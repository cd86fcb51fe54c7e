"""Scores in the named bands of their node."""

from __future__ import annotations

from typing import TYPE_CHECKING

from strategyscore.methods.bands import band_near, band_of
from strategyscore.model.nodes import Group, Node

if TYPE_CHECKING:
    from strategyscore.scoring.scores import Scores


def bands(scores: Scores, node: Node) -> tuple[list[str], list[str]]:
    """The band of each country's score of a node, and another one that the score is within rounding of.

    Parameters
    ----------
    scores : Scores
    node : Node

    Returns
    -------
    list of str, list of str
        Names by the rows of the countries; empty where there is none.
    """
    own = node.bands if isinstance(node, Group) else ()
    if not own:
        nothing = [""] * len(scores.countries)
        return nothing, nothing
    names, starts = [*(band.name for band in own), ""], [band.start for band in own]
    column = scores.column[node.path]
    values, span = scores.nodes.values[:, column], scores.program.span
    rounded = scores.program.by_node[column].decimals is not None
    here = band_of(values, starts, span)
    near = band_near(values, starts, span, scores.rubric.digits, rounded=rounded)
    return [names[index] for index in here], [names[index] for index in near]


def in_words(band: str, near: str) -> str:
    """A band as people read it: ``low``, or ``low, within rounding of medium``."""
    return f"{band}, within rounding of {near}" if near else band
