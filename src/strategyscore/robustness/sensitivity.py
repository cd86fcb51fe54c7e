"""Sensitivity: which source of uncertainty drives scores and ranks, and what it would take to change them."""

from __future__ import annotations

from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from strategyscore.model.errors import ScoringError
from strategyscore.robustness.draws import BLOCK, Block, evaluate
from strategyscore.robustness.plan import Plan, make_plan
from strategyscore.robustness.uncertainty import ranks_of, scores_of
from strategyscore.robustness.vary import Given, Vary, read_vary
from strategyscore.robustness.workers import one_thread_each, the_executor
from strategyscore.scoring.scores import Scores
from strategyscore.text.words import render

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]

RESAMPLES = 500


def sensitivity(
    scores: Scores,
    *,
    draws: int = 1024,
    seed: int = 0,
    vary: Given = None,
    executor: Executor | None = None,
) -> Sensitivity:
    """Split the variance of scores and ranks over the sources of uncertainty.

    Parameters
    ----------
    scores : Scores
    draws : int
        Of each of the two samples; the model is scored ``draws * (sources + 2)`` times.
    seed : int
    vary, executor
        As for `uncertainty`.

    Returns
    -------
    Sensitivity

    Raises
    ------
    ValueError
        If a setting is not known.

    Notes
    -----
    Each source is one factor, however many numbers it draws. First-order indices are estimated after Saltelli and
    others (2010), total ones after Jansen (1999), both in Computer Physics Communications (181 and 117).
    """
    if draws < 8:
        raise ValueError("draws must be 8 or more")
    settings = read_vary(vary)
    plan = make_plan(scores, settings, seed)
    sources = settings.sources
    designs: list[dict[str, int]] = [dict.fromkeys(sources, 0), dict.fromkeys(sources, 1)]
    designs += [{**designs[0], source: 1} for source in sources]
    blocks = -(-draws // BLOCK)
    tasks = [(plan, block, design) for design in designs for block in range(blocks)]
    with the_executor(executor) as workers:
        parts = list(workers.map(_block, tasks))
    samples = [np.concatenate(parts[place * blocks : (place + 1) * blocks])[:draws] for place in range(len(designs))]
    return Sensitivity(scores, plan, tuple(sources), tuple(samples))


def _block(task: tuple[Plan, int, dict[str, int]]) -> Floats:
    plan, block, streams = task
    with one_thread_each():
        return scores_of(plan, block, streams)


def sobol(first: Floats, second: Floats, mixed: Floats) -> tuple[Floats, Floats]:
    """First-order and total Sobol' indices from the scores of three samples.

    Parameters
    ----------
    first, second : ndarray, shape (..., draws, outputs)
        Of two independent samples.
    mixed : ndarray, shape (..., draws, outputs)
        Of the first sample with one factor taken from the second.

    Returns
    -------
    first_order, total : ndarray, shape (..., outputs)
        NaN where an output does not vary.
    """
    both = np.concatenate([first, second], axis=-2)
    centre, variance = both.mean(axis=-2, keepdims=True), both.var(axis=-2)
    own = np.mean((second - centre) * (mixed - first), axis=-2)
    whole = np.mean((first - mixed) ** 2, axis=-2) / 2
    safe = np.where(variance > 1e-18, variance, np.nan)
    return np.asarray(own / safe), np.asarray(whole / safe)


def sobol_again(first: Floats, second: Floats, mixed: Floats, shares: Floats) -> Floats:
    """The indices of many samples of the same draws at once: a few matrix products in place of a loop.

    Parameters
    ----------
    first, second, mixed : ndarray, shape (draws, outputs)
        As for `sobol`.
    shares : ndarray, shape (samples, draws)
        How much of each sample a draw makes up; rows add up to 1.

    Returns
    -------
    ndarray, shape (2, samples, outputs)
        First-order and total indices; NaN where an output does not vary.
    """
    middle = np.concatenate([first, second]).mean(axis=0)
    one, two, change = first - middle, second - middle, mixed - first
    centre = shares @ ((one + two) / 2)
    variance = shares @ ((one**2 + two**2) / 2) - centre**2
    own = shares @ (two * change) - centre * (shares @ change)
    whole = shares @ (change**2) / 2
    return np.asarray(np.stack([own, whole]) / np.where(variance > 1e-12, variance, np.nan))


def _interval(again: Floats, varies: NDArray[np.bool_]) -> tuple[Floats, Floats]:
    """The 95 % interval of the indices of many samples, each of shape (2, outputs)."""
    ends = np.full((2, 2, len(varies)), np.nan)
    if varies.any():
        ends[..., varies] = np.nanquantile(again[..., varies], (0.025, 0.975), axis=1)
    return ends[0], ends[1]


@dataclass(frozen=True, repr=False)
class Sensitivity:
    """What drives scores and ranks.

    Attributes
    ----------
    nominal : Scores
    plan : Plan
    sources : tuple of str
        The factors.
    samples : tuple of ndarray, each of shape (draws, countries)
        Scores of the two samples, then of the first with each source taken from the second.
    """

    nominal: Scores
    plan: Plan
    sources: tuple[str, ...]
    samples: tuple[Floats, ...] = field(repr=False)

    @property
    def indices(self) -> pd.DataFrame:
        """A row an output and source: first-order and total Sobol' index, each with its 95 % interval.

        Outputs are ``score`` and ``rank`` of each country, and ``rank_shift``, the mean absolute change of all ranks.
        Intervals are from 500 bootstrap samples. Validated by `strategyscore.schemas.SobolTable`.
        """
        return self._indices.copy()

    @cached_property
    def _indices(self) -> pd.DataFrame:
        import pandas as pd

        from strategyscore.schemas import SobolTable

        codes = list(self.plan.codes)
        names = [("score", code) for code in codes] + [("rank", code) for code in codes] + [("rank_shift", "")]
        outputs = [self._outputs(sample) for sample in self.samples]
        first, second, mixed = outputs[0], outputs[1], outputs[2:]
        random = np.random.default_rng(np.random.SeedSequence(self.plan.seed, spawn_key=(99,)))
        shares = random.multinomial(len(first), np.full(len(first), 1 / len(first)), RESAMPLES) / len(first)
        rows = []
        for source, other in zip(self.sources, mixed, strict=True):
            own, whole = sobol(first, second, other)
            low, high = _interval(sobol_again(first, second, other, shares), ~np.isnan(own))
            for column, (output, code) in enumerate(names):
                rows.append(
                    {
                        "output": output,
                        "country": code,
                        "source": source,
                        "first": own[column],
                        "first_lower": low[0, column],
                        "first_upper": high[0, column],
                        "total": whole[column],
                        "total_lower": low[1, column],
                        "total_upper": high[1, column],
                    }
                )
        table = pd.DataFrame(rows).astype({"output": str, "country": str, "source": str})
        return SobolTable.validate(table)

    def _outputs(self, sample: Floats) -> Floats:
        ranks = ranks_of(sample, exact=self.plan.exact).astype(np.float64)
        nominal = ranks_of(self.plan.nominal[None, :], exact=False)[0]
        return np.hstack([sample, ranks, np.abs(ranks - nominal).mean(axis=1, keepdims=True)])

    @property
    def leave_one_out(self) -> pd.DataFrame:
        """Countries by criteria: how many ranks a country falls (rises, if negative) without the criterion.

        A last column, ``mean``, is the mean over the criteria of the absolute shift.
        """
        import pandas as pd

        plan, n = self.plan, len(self.plan.criteria)
        everything = Block({}, np.zeros(n + 1, dtype=np.intp), np.arange(-1, n), [], [])
        fixed = _fixed(plan, Vary(structure={}))  # type: ignore[arg-type]
        ranks = ranks_of(np.asarray(evaluate(fixed, everything)), exact=False)
        shift = (ranks[1:] - ranks[0]).T
        index = pd.Index(plan.codes, name="country", dtype=str)
        table = pd.DataFrame(shift, index=index, columns=list(plan.criteria))
        return table.assign(mean=np.abs(shift).mean(axis=1))

    def swap(self, first: str, second: str) -> pd.DataFrame:
        """For each weight, the least change of it alone that lets two countries change places.

        A node's share of its siblings' weight changes, and theirs give way in proportion.

        Parameters
        ----------
        first, second : str
            Codes.

        Returns
        -------
        pandas.DataFrame
            Index `node`, the least change first; columns ``given`` (share), ``needed`` (share at which they are equal)
            and ``change``. Nodes whose weight alone cannot do it are left out. Exact under arithmetic means, else to
            1e-12. Validated by `strategyscore.schemas.SwapTable`.

        Raises
        ------
        UnknownCountry
            If a code is not among them.
        ScoringError
            If a country has no score.
        """
        import pandas as pd

        from strategyscore.schemas import SwapTable

        places = []
        for code in (first, second):
            if self.nominal.countries[code].code not in self.plan.codes:
                raise ScoringError(f"{code} has no score, so it has no place to change")
            places.append(self.plan.codes.index(code))
        fixed = _fixed(self.plan, Vary(weights={}))  # type: ignore[arg-type]
        paths = [node.path for node in self.nominal.rubric.nodes]
        rows = []
        for group in fixed.groups:
            for place, child in enumerate(group.children):
                given = float(group.weights[place])
                if len(group.children) < 2 or given >= 1:
                    continue
                needed = _crossing(fixed, group.node, group.weights, place, places)
                if needed is not None:
                    rows.append({"node": paths[child], "given": given, "needed": needed, "change": needed - given})
        rows.sort(key=lambda row: abs(float(row["change"])))
        table = pd.DataFrame(rows, columns=["node", "given", "needed", "change"]).astype({"node": str})
        return SwapTable.validate(table.astype({"given": float, "needed": float, "change": float}).set_index("node"))

    def __repr__(self) -> str:
        return f"<Sensitivity of {len(self.plan.codes)} countries to {', '.join(self.sources)}>"

    def _repr_html_(self) -> str:
        table = self.indices
        return render("sensitivity.html.j2", rows=list(table[table["output"] == "rank_shift"].itertuples()))


def _fixed(plan: Plan, vary: Vary) -> Plan:
    """The plan with nothing drawn but what is set by hand."""
    return replace(plan, vary=vary, cells=(), ranges=(), variants=plan.variants[:1])


def _crossing(plan: Plan, node: int, weights: Floats, place: int, places: list[int]) -> float | None:
    """The share nearest to the given one at which two countries are equal."""
    from scipy.optimize import brentq

    def gap(shares: Floats) -> Floats:
        rest = np.delete(weights, place)
        total = rest.sum()
        drawn = np.insert((1 - shares)[:, None] * (rest / total), place, shares, axis=1)
        block = Block({node: drawn}, np.zeros(len(shares), dtype=np.intp), np.full(len(shares), -1), [], [])
        scores = evaluate(plan, block)
        return np.asarray(scores[:, places[0]] - scores[:, places[1]])

    grid = np.unique(np.append(np.linspace(0.0, 1.0, 201), weights[place]))
    values = gap(grid)
    here = float(gap(weights[place : place + 1])[0])
    if here == 0:
        return None
    found = [
        float(brentq(lambda share: float(gap(np.array([share]))[0]), low, high, xtol=1e-15, rtol=1e-14))
        for low, high, one, two in zip(grid, grid[1:], values, values[1:], strict=False)
        if one * two < 0
    ] + [float(share) for share, value in zip(grid, values, strict=True) if value == 0]
    return min(found, key=lambda share: abs(share - weights[place])) if found else None
