"""Sensitivity: which source of uncertainty drives scores and ranks, and what it would take to change them."""

from __future__ import annotations

from concurrent.futures import Executor
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from strategyscore.errors import ScoringError
from strategyscore.robustness.draw import BLOCK
from strategyscore.robustness.plan import Plan, make_plan
from strategyscore.robustness.run import ranks_of, scores_of
from strategyscore.robustness.uncertainty import drawn_with, whole_number
from strategyscore.robustness.vary import Given, read_vary
from strategyscore.robustness.workers import one_thread_each, the_executor
from strategyscore.scoring.engine import evaluate
from strategyscore.scoring.scores import Scores, check_scores
from strategyscore.text.words import countries_said, render

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
        From `strategyscore.score`.
    draws : int
        Of each of the two samples; the model is scored ``draws * (factors + 2)`` times.
    seed : int
        As for `uncertainty`.
    vary : str, list of str, mapping or path, optional
        As for `uncertainty`.
    executor : concurrent.futures.Executor, optional
        As for `uncertainty`.

    Returns
    -------
    Sensitivity
        With the indices of every output and source.

    Raises
    ------
    ValueError
        If a setting is not known.
    ScoringError
        If the draws come from elsewhere, which tells nothing of what caused them.

    See Also
    --------
    strategyscore.uncertainty : How uncertain scores and ranks are.
    strategyscore.charts.drivers : The indices as a picture.

    Notes
    -----
    Each source is one factor, however many numbers it draws. Where several methods vary, each of their lists is
    one too, beside all of them together: ``methods.aggregate``, or of a node ``methods.sovereignty.aggregate``.
    First-order indices are estimated after Saltelli and others (2010), total ones after Jansen (1999), both in Computer
    Physics Communications (181 and 117).

    Examples
    --------
    >>> indices = ss.sensitivity(scores, draws=256).indices
    >>> indices.query("output == 'score' and country == 'Dona'")[["source", "first", "total"]].round(1)
         source  first  total
    3   weights    0.0    0.1
    12  ratings    0.0    0.0
    21  missing    0.9    1.0
    """
    check_scores(scores, anew=True)
    draws = whole_number("draws", draws, 8)
    seed = whole_number("seed", seed, 0)
    settings = read_vary(vary)
    if settings.given is not None:
        raise ScoringError("draws that come from elsewhere cannot be split by what caused them; leave 'given' out")
    plan = make_plan(scores, settings, seed)
    single = [f"methods.{name}" for name in plan.choices] if len(plan.choices) > 1 else []
    sources: list[str] = []
    for source in settings.sources:
        sources += [source, *(single if source == "methods" else [])]
    designs: list[dict[str, int]] = [{}, dict.fromkeys(settings.sources, 1)]
    designs += [{source: 1} for source in sources]
    blocks = -(-draws // BLOCK)
    tasks = [(plan, block, design) for design in designs for block in range(blocks)]
    with the_executor(executor, plan.cells_in_all) as workers:
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


@dataclass(frozen=True, repr=False, eq=False)
class Sensitivity:
    """What drives scores and ranks.

    Attributes
    ----------
    nominal : Scores
    plan : Plan
    sources : tuple of str
        The factors: what varies, and each single method where several do.
    samples : tuple of ndarray, each of shape (draws, countries)
        Scores of the two samples, then of the first with each source taken from the second.

    See Also
    --------
    strategyscore.sensitivity : How it is made.
    strategyscore.charts.drivers : The indices as a picture.

    Examples
    --------
    >>> driven = ss.sensitivity(scores, draws=64)
    >>> driven.sources
    ('weights', 'ratings', 'missing')
    """

    nominal: Scores
    plan: Plan
    sources: tuple[str, ...]
    samples: tuple[Floats, ...] = field(repr=False)

    def __post_init__(self) -> None:
        for sample in self.samples:
            sample.setflags(write=False)

    def __eq__(self, other: object) -> bool:
        """Equal if drawn alike from equal scores."""
        if not isinstance(other, Sensitivity):
            return NotImplemented
        return self._made_from == other._made_from

    def __hash__(self) -> int:
        return hash((self.nominal, len(self.samples[0]), self.plan.seed))

    @property
    def _made_from(self) -> tuple[object, ...]:
        return self.nominal, len(self.samples[0]), self.plan.seed, self.plan.vary

    @property
    def provenance(self) -> dict[str, Any]:
        """What a reader needs to make the same numbers again: that of the scores, and how they were drawn."""
        return {**self.nominal.provenance, "sensitivity": drawn_with(self.plan, len(self.samples[0]))}

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
            with one_thread_each():  # on several, products end on other last digits
                again = sobol_again(first, second, other, shares)
            low, high = _interval(again, ~np.isnan(own))
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
        ranks = ranks_of(sample, self.plan.span).astype(np.float64)
        nominal = ranks_of(self.plan.nominal[None, :], self.plan.span)[0]
        return np.hstack([sample, ranks, np.abs(ranks - nominal).mean(axis=1, keepdims=True)])

    @property
    def leave_one_out(self) -> pd.DataFrame:
        """Countries by criteria: how many ranks a country falls (rises, if negative) without the criterion.

        A last column, ``mean``, is the mean over the criteria of the absolute shift.
        """
        import pandas as pd

        plan = self.plan
        left_out = np.arange(-1, len(plan.criteria))
        scores = evaluate(
            plan.program,
            list(plan.as_is.values.T),
            left_out=left_out,
            applicable=plan.as_is.applicable,
            factors=plan.as_is.factors,
        ).root
        ranks = ranks_of(np.broadcast_to(scores, (len(left_out), scores.shape[-1]))[:, plan.ranked], plan.span)
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

        See Also
        --------
        strategyscore.charts.tornado : What one change at a time does.

        Examples
        --------
        >>> ss.sensitivity(scores, draws=64).swap("Aria", "Bora")
                     given    needed    change
        node
        compute        0.5  0.555556  0.055556
        rules          0.5  0.444444 -0.055556
        rules.law      0.5  0.600000  0.100000
        rules.audit    0.5  0.400000 -0.100000
        """
        import pandas as pd

        from strategyscore.schemas import SwapTable

        rows: list[dict[str, Any]] = []
        pair = [self._ranked(code) for code in (first, second)]
        plan, shares = self.plan, self.nominal.nodes.weights[0]
        for kernel in plan.program.kernels:
            if len(kernel.children) < 2:
                continue
            weights = shares[list(kernel.children)]
            for index, child in enumerate(kernel.children):
                given = float(weights[index])
                needed = None if given >= 1 else _crossing(plan, kernel.node, weights, index, pair)
                if needed is not None:
                    path = plan.program.paths[child]
                    rows.append({"node": path, "given": given, "needed": needed, "change": needed - given})
        rows.sort(key=lambda row: abs(row["change"]))
        table = pd.DataFrame(rows, columns=["node", "given", "needed", "change"]).astype({"node": str})
        return SwapTable.validate(table.astype({"given": float, "needed": float, "change": float}).set_index("node"))

    def _ranked(self, country: str) -> int:
        """The position of a country among those that are ranked."""
        code = self.nominal.countries[country].code
        if code not in self.plan.codes:
            raise ScoringError(f"{code} has no rank, so it cannot change places")
        return self.plan.codes.index(code)

    def __repr__(self) -> str:
        return f"<Sensitivity of {countries_said(len(self.plan.codes))} to {', '.join(self.sources)}>"

    def _repr_html_(self) -> str:
        table = self.indices
        return render("sensitivity.html.j2", rows=list(table[table["output"] == "rank_shift"].itertuples()))


def _crossing(plan: Plan, node: int, weights: Floats, place: int, pair: list[int]) -> float | None:
    """The share nearest to the present one at which two countries are equal."""
    from scipy.optimize import brentq

    leaves = list(plan.as_is.values.T)
    if not plan.program.whole:
        leaves, pair = [leaf[pair] for leaf in leaves], [0, 1]
    else:
        pair = [int(plan.ranked[first_gap]) for first_gap in pair]

    def gap(shares: Floats) -> Floats:
        rest = np.delete(weights, place)
        drawn = np.insert((1 - shares)[:, None] * (rest / rest.sum()), place, shares, axis=1)
        scores = evaluate(
            plan.program, leaves, shares={node: drawn}, applicable=plan.as_is.applicable, factors=plan.as_is.factors
        ).root
        scores = np.broadcast_to(scores, (len(shares), scores.shape[-1]))
        return np.asarray(scores[:, pair[0]] - scores[:, pair[1]])

    grid = np.unique(np.append(np.linspace(0.0, 1.0, 201), weights[place]))
    values = gap(grid)
    here = float(gap(weights[place : place + 1])[0])
    if here == 0:
        return None
    found = [
        float(brentq(lambda share: float(gap(np.array([share]))[0]), low, high, xtol=1e-15, rtol=1e-14))
        for low, high, first_gap, second_gap in zip(grid, grid[1:], values, values[1:], strict=False)
        if first_gap * second_gap < 0
    ] + [float(share) for share, value in zip(grid, values, strict=True) if value == 0]
    return min(found, key=lambda share: abs(share - weights[place])) if found else None
