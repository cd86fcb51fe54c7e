"""Uncertainty: how scores and ranks spread when what is uncertain is drawn."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from strategyscore import limits
from strategyscore.methods.rank import TIE
from strategyscore.robustness.draw import BLOCK, draw, weights_of
from strategyscore.robustness.in_bands import band_table
from strategyscore.robustness.made_once import made_once
from strategyscore.robustness.plan import Plan, make_plan
from strategyscore.robustness.run import run, tasks_of
from strategyscore.robustness.tiers import above
from strategyscore.robustness.vary import Given, read_vary
from strategyscore.robustness.workers import the_executor
from strategyscore.scoring.scores import Scores, check_scores
from strategyscore.text.words import DASH, VARIED, countries_said, enumerated, render

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]

QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
KEPT_BYTES = 256 << 20  # scores kept for quantiles and dominance; of more draws an even selection is kept


def uncertainty(
    scores: Scores,
    *,
    draws: int = 10_000,
    seed: int = 0,
    vary: Given = None,
    executor: Executor | None = None,
    on_progress: Callable[[int], None] | None = None,
) -> Uncertainty:
    """Draw what is uncertain many times, and score every time.

    Parameters
    ----------
    scores : Scores
        From `score`: the nominal scores, whose rubric, countries and date are drawn about.
    draws : int
        How many times; of draws that come from elsewhere at most so many are taken.
    seed : int
        The same seed gives the same result, to the last bit, whatever the executor.
    vary : str, list of str, mapping or path, optional
        What varies: ``weights``, ``ratings``, ``missing``, ``methods``, ``structure``, ``given``, or a mapping of these
        to their settings, or a YAML file of it (see `strategyscore.robustness.vary`); the first three where it is left
        out.
    executor : concurrent.futures.Executor, optional
        Who computes: threads, processes, or a cluster (``client.get_executor()`` of ``dask.distributed``); where it is
        left out threads on all cores of this machine, or one where there is too little to do for more.
    on_progress : callable, optional
        Told how many draws are done.

    Returns
    -------
    Uncertainty
        The ranks and scores over all draws.

    Raises
    ------
    ValueError
        If a setting is not known.
    ScoringError
        If the rubric cannot be varied so.
    DocumentError
        If a file of what varies has a problem.

    See Also
    --------
    strategyscore.sensitivity : Where the uncertainty comes from.
    strategyscore.charts.rank_intervals : The ranks as a picture.

    Notes
    -----
    Countries without a nominal rank take part only if missing answers vary. Source: OECD/JRC, Handbook on Constructing
    Composite Indicators (2008), section 7; rank acceptability: Lahdelma and Salminen (2001), Operations Research 49.

    Examples
    --------
    >>> drawn = ss.uncertainty(scores, draws=500)
    >>> drawn.ranks.round(1)
             nominal  median  mean  lower  upper  first
    country
    Aria           1       1   1.2      1      2    0.8
    Bora           2       2   1.8      1      3    0.2
    Cala           3       4   3.6      3      4    0.0
    Dona           4       3   3.4      2      4    0.0
    """
    check_scores(scores, anew=True)
    draws = whole_number("draws", draws, 1)
    seed = whole_number("seed", seed, 0)
    settings = read_vary(vary)
    plan = make_plan(scores, settings, seed)
    draws = min(draws, plan.given.count) if plan.given else draws
    every = max(1, -(-draws * len(plan.codes) * 8 // KEPT_BYTES))
    blocks = -(-draws // BLOCK)
    tasks = tasks_of(plan, draws, blocks, every)
    counts = np.zeros((len(plan.codes), len(plan.codes)), dtype=np.int64)
    kept: list[Floats] = []
    done = 0
    with the_executor(executor, plan.cells_in_all) as workers:
        for part, some in workers.map(run, tasks):
            counts += part
            kept.append(some)
            done = min(done + tasks[len(kept) - 1].blocks * BLOCK, draws)
            if on_progress:
                on_progress(done)
    return Uncertainty(scores, plan, draws, counts, np.concatenate(kept))


def whole_number(name: str, value: object, least: int) -> int:
    """A whole number of at least so much.

    Raises
    ------
    TypeError, ValueError
    """
    if isinstance(value, bool) or not isinstance(value, int | np.integer):
        raise TypeError(f"{name} must be a whole number, not {value!r}")
    if value < least:
        raise ValueError(f"{name} must be {least} or more")
    if name != "seed" and value > limits.DRAWS:
        raise ValueError(f"{name} must be {limits.DRAWS:,} or less")
    return int(value)


@dataclass(frozen=True, repr=False, eq=False)
class Uncertainty:
    """Scores and ranks over all draws.

    Attributes
    ----------
    nominal : Scores
        The scores as they are.
    plan : Plan
        What was drawn; `plan.codes` are the countries, in the order of the arrays.
    draws : int
    counts : ndarray of int, shape (countries, ranks)
        How often each country had each rank.
    kept : ndarray, shape (kept draws, countries)
        Scores, of all draws, or of an even selection of them where there are very many.

    See Also
    --------
    strategyscore.uncertainty : How it is made.
    strategyscore.charts.rank_intervals : The ranks as a picture.

    Examples
    --------
    >>> drawn = ss.uncertainty(scores, draws=500)
    >>> drawn
    <Uncertainty of 4 countries over 500 draws of weights, ratings, missing>
    >>> drawn.rank_ends["Dona"]
    (2, 4)
    """

    nominal: Scores
    plan: Plan
    draws: int
    counts: NDArray[np.int64] = field(repr=False)
    kept: Floats = field(repr=False)

    def __post_init__(self) -> None:
        self.counts.setflags(write=False)
        self.kept.setflags(write=False)

    def __eq__(self, other: object) -> bool:
        """Equal if drawn alike from equal scores: the same seed gives the same draws."""
        if not isinstance(other, Uncertainty):
            return NotImplemented
        return self._made_from == other._made_from

    def __hash__(self) -> int:
        return hash((self.nominal, self.draws, self.plan.seed))

    @property
    def _made_from(self) -> tuple[Any, ...]:
        return self.nominal, self.draws, self.plan.seed, self.plan.vary

    @property
    def provenance(self) -> dict[str, Any]:
        """What a reader needs to make the same numbers again: that of the scores, and how they were drawn."""
        return {**self.nominal.provenance, "uncertainty": drawn_with(self.plan, self.draws)}

    @cached_property
    def _nominal_ranks(self) -> Floats:
        """Ranks as they are; NaN for a country whose score is thin or missing."""
        return np.asarray(self.nominal.ranks[[self.nominal.row(code) for code in self.plan.codes], 0])

    @cached_property
    def _order(self) -> NDArray[np.intp]:
        return np.lexsort((np.array(self.plan.codes), np.nan_to_num(self._nominal_ranks, nan=np.inf)))

    def _index(self) -> pd.Index[Any]:
        import pandas as pd

        codes: pd.Index[Any] = pd.Index(np.array(self.plan.codes)[self._order], name="country", dtype=str)
        return codes

    @cached_property
    def rank_ends(self) -> dict[str, tuple[int, int]]:
        """The 90 % interval of each country's rank, by code."""
        low, high = (self._rank_at(share) for share in (0.05, 0.95))
        return {code: (int(one), int(two)) for code, one, two in zip(self.plan.codes, low, high, strict=True)}

    def _rank_at(self, share: float) -> NDArray[np.int64]:
        """The rank that at least so many of the draws give each country, or a better one."""
        reached = np.cumsum(self.counts, axis=1) / self.draws >= share - 1e-12
        return np.asarray(reached.argmax(axis=1) + 1)

    @made_once
    def ranks(self) -> pd.DataFrame:
        """A row a country: nominal, median and mean rank, the 90 % interval `lower` to `upper`, and `first`.

        `first` is the share of draws in which the country ranks first. Validated by
        `strategyscore.schemas.RankIntervals`.
        """
        import pandas as pd

        from strategyscore.schemas import RankIntervals

        ends = [self.rank_ends[code] for code in self.plan.codes]
        table = pd.DataFrame(
            {
                "nominal": self._nominal_ranks,
                "median": self._rank_at(0.5),
                "mean": self.counts @ np.arange(1, len(self.plan.codes) + 1) / self.draws,
                "lower": [low for low, _ in ends],
                "upper": [high for _, high in ends],
                "first": self.counts[:, 0] / self.draws,
            }
        )
        table = table.astype({"nominal": "Int64"})
        return RankIntervals.validate(table.iloc[self._order].set_index(self._index()))

    @made_once
    def scores(self) -> pd.DataFrame:
        """A row a country: the nominal score and the quantiles of the drawn ones.

        Validated by `strategyscore.schemas.ScoreIntervals`.
        """
        import pandas as pd

        from strategyscore.schemas import ScoreIntervals

        quantiles = np.nanquantile(self.kept, QUANTILES, axis=0)
        table = pd.DataFrame({"nominal": self.plan.nominal, "mean": np.nanmean(self.kept, axis=0)})
        for share, values in zip(QUANTILES, quantiles, strict=True):
            table[f"q{round(share * 100):02}"] = values
        return ScoreIntervals.validate(table.iloc[self._order].set_index(self._index()))

    @made_once
    def table(self) -> pd.DataFrame:
        """`ranks` and `scores` side by side. Validated by `strategyscore.schemas.IntervalTable`."""
        from strategyscore.schemas import IntervalTable

        named = self.scores.rename(columns={"nominal": "score", "mean": "score_mean"})
        return IntervalTable.validate(self.ranks.join(named))

    @made_once
    def acceptability(self) -> pd.DataFrame:
        """Countries by ranks: in what share of the draws the country has the rank."""
        import pandas as pd

        from strategyscore.schemas import share_schema

        n = len(self.plan.codes)
        table = pd.DataFrame(self.counts[self._order] / self.draws, index=self._index(), columns=range(1, n + 1))
        return share_schema(list(table.columns)).validate(table)

    @cached_property
    def _dominance(self) -> Floats:
        return above(self.kept, TIE * self.plan.span)

    @made_once
    def dominance(self) -> pd.DataFrame:
        """Countries by countries: the probability that the row is above the column; ties count half."""
        import pandas as pd

        from strategyscore.schemas import share_schema

        values = self._dominance[np.ix_(self._order, self._order)]
        table = pd.DataFrame(values, index=self._index(), columns=list(self._index()))
        return share_schema(list(table.columns)).validate(table)

    @made_once
    def tiers(self) -> pd.DataFrame:
        """A row a country in the published order: `nominal` rank and `tier`, numbered from the top.

        Within a tier no country scores above another in `strategyscore.robustness.tiers.FIRM` of the draws; a country
        without a rank has no tier. Validated by `strategyscore.schemas.TierTable`.
        """
        from strategyscore.robustness.tiers import tier_table

        return tier_table(self)

    def smaa(self) -> pd.DataFrame:
        """What makes each country first: its share of first ranks, confidence factor, entropy and central weights.

        See `strategyscore.robustness.smaa`. Validated by `strategyscore.schemas.AcceptabilityTable`.

        Returns
        -------
        pandas.DataFrame
            A row a country, in the order of the ranking.

        See Also
        --------
        strategyscore.charts.rank_acceptability : All ranks of each country as a picture.

        Examples
        --------
        >>> ss.uncertainty(scores, draws=500).smaa()[["first", "confidence"]].round(2)
                 first  confidence
        country
        Aria      0.76         1.0
        Bora      0.24         1.0
        Cala      0.00         NaN
        Dona      0.00         NaN
        """
        from strategyscore.robustness.smaa import smaa

        return smaa(self).iloc[self._order]

    @property
    def bands(self) -> pd.DataFrame:
        """Countries by the rubric's bands: in what share of the draws the score lies in the band.

        A rubric without bands is a `ScoringError`.
        """
        return band_table(self).iloc[self._order]

    @property
    def gates(self) -> pd.DataFrame:
        """A row for every country and gate: the shares of draws in which it passes and is known (`GateShares`)."""
        from strategyscore.robustness.in_gates import gate_shares

        return gate_shares(self)

    @property
    def settings(self) -> pd.DataFrame:
        """A row a draw: the methods chosen, and the criterion left out. Weights are given by `weights_of`."""
        import pandas as pd

        blocks = [draw(self.plan, block) for block in range(-(-self.draws // BLOCK))]
        variant = np.concatenate([block.variant for block in blocks])[: self.draws]
        left_out = np.concatenate([block.left_out for block in blocks])[: self.draws]
        table = pd.DataFrame(index=pd.RangeIndex(self.draws, name="draw"))
        for place, choice in enumerate(self.plan.choices):
            table[choice] = np.array([found.name[place] for found in self.plan.variants])[variant]
        if self.plan.vary.structure is not None:
            table["left_out"] = np.array([*self.plan.criteria, ""])[left_out]
        return table

    def weights_of(self, number: int) -> pd.Series[Any]:
        """The shares of a draw's weights by path, drawn again from its seed.

        Parameters
        ----------
        number : int
            Of the draw, from 0.

        Returns
        -------
        pandas.Series
            Of every node but the root; those of siblings add up to 1.

        Raises
        ------
        IndexError
            If there is no such draw.

        See Also
        --------
        strategyscore.Uncertainty.settings : What else was drawn.

        Examples
        --------
        >>> ss.uncertainty(scores, draws=500).weights_of(0).round(2).to_dict()
        {'rules': 0.58, 'compute': 0.42, 'rules.law': 0.5, 'rules.audit': 0.5}
        """
        import pandas as pd

        if not 0 <= number < self.draws:
            raise IndexError(f"there is no draw {number}; they run from 0 to {self.draws - 1}")
        block, at = divmod(number, BLOCK)
        drawn = draw(self.plan, block)
        weights = weights_of(self.plan, drawn, at)
        paths = self.plan.program.paths
        shares: dict[str, float] = {}
        for kernel in self.plan.program.kernels[::-1]:
            pairs = zip(kernel.children, weights[kernel.node], strict=True)
            shares |= {paths[child]: float(value) for child, value in pairs}
        return pd.Series(shares, name="weight").rename_axis("node")

    def settling(self) -> pd.DataFrame:
        """How much narrower a country's 90 % intervals would be, were one of its uncertain answers known.

        The draws are sorted by what they drew for the answer; the interval's expected width is the mean of the widths
        within each outcome. Nothing but the draws themselves is scored.

        Returns
        -------
        pandas.DataFrame
            A row for each country and uncertain answer, those that narrow the interval of its rank most first (then of
            its score); columns ``country``, ``node``, ``now`` (missing, or the confidence), ``ranks`` and ``points``
            (widths of the intervals), ``ranks_settled`` and ``points_settled`` (expected). Validated by
            `strategyscore.schemas.SettlingTable`.

        See Also
        --------
        strategyscore.Uncertainty.next_answers : The first one of each country.

        Examples
        --------
        >>> ss.uncertainty(scores, draws=500).settling()[["country", "node", "now", "ranks", "ranks_settled"]].round(1)
          country         node      now  ranks  ranks_settled
        0    Dona  rules.audit  missing    2.0            1.2
        """
        from strategyscore.robustness.value_of_answers import settling

        return settling(self)

    def next_answers(self) -> pd.DataFrame:
        """The first row of each country in `settling`: the answer to look for next.

        Returns
        -------
        pandas.DataFrame
            Validated by `strategyscore.schemas.SettlingTable`.

        See Also
        --------
        strategyscore.Uncertainty.settling : All uncertain answers.

        Examples
        --------
        >>> ss.uncertainty(scores, draws=500).next_answers()[["country", "node"]]
          country         node
        0    Dona  rules.audit
        """
        return self.settling().groupby("country", as_index=False).first()

    @property
    def excluded(self) -> list[str]:
        """Countries that have no rank, and so no interval."""
        return [code for code in self.nominal.countries.codes if code not in self.plan.codes]

    def __repr__(self) -> str:
        varied = ", ".join(self.plan.vary.sources)
        return f"<Uncertainty of {countries_said(len(self.plan.codes))} over {self.draws} draws of {varied}>"

    def _repr_html_(self) -> str:
        varied = enumerated(VARIED[source] for source in self.plan.vary.sources)
        shown = self.ranks.astype({"nominal": object}).fillna({"nominal": DASH})
        return render("intervals.html.j2", uncertainty=self, rows=list(shown.itertuples()), varied=varied)


def drawn_with(plan: Plan, draws: int) -> dict[str, Any]:
    """The settings of an analysis, for its provenance."""
    return {"draws": draws, "seed": plan.seed, "vary": plan.vary.model_dump(mode="json", exclude_none=True)}
