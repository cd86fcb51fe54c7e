"""Whether the intervals hold: what one coder alone would rank, against the intervals drawn from the other alone."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from strategyscore.errors import ScoringError
from strategyscore.model.answers import Answer
from strategyscore.model.countries import Countries
from strategyscore.model.profile import CountryProfile
from strategyscore.robustness.uncertainty import uncertainty
from strategyscore.scoring.scores import Scores, score

if TYPE_CHECKING:
    import pandas as pd


def by_coder(countries: Countries, coder: str) -> Countries:
    """The countries that a coder rated with another, with the coder's own levels alone.

    What the coder did not rate is missing. A mark of at least is kept where the coder's level is not above the settled
    one, since it speaks of the evidence that both had.
    """

    def own(answer: Answer) -> Answer | None:
        level = answer.coders.get(coder)
        if level is None or answer.level is None:
            return None
        return dataclasses.replace(answer, level=level, coders={}, at_least=answer.at_least and level <= answer.level)

    def alone(profile: CountryProfile) -> CountryProfile:
        history = {}
        for key, answers in profile.history.items():
            kept = own(answers[-1])
            if kept is not None:
                history[key] = (kept,)
        return dataclasses.replace(profile, history=history)

    twice = [
        profile
        for profile in countries
        if sum(len(answers[-1].coders) > 1 for answers in profile.history.values()) > len(profile.history) / 2
    ]
    return Countries(tuple(map(alone, twice)), changed=(*countries.changed, f"levels of the coder {coder} alone"))


def out_of_sample(scores: Scores, draws: int = 2000, seed: int = 0) -> pd.DataFrame:
    """Draw from each coder alone, and see where the other's ranks lie.

    Parameters
    ----------
    scores : Scores
        Of profiles of which more than half of the ratings name the same two coders.
    draws : int
    seed : int

    Returns
    -------
    DataFrame
        A row a country: `first` and `second`, the rank by each coder alone; `lower` and `upper`, between which the rank
        lies in 90 % of the draws from the ratings of the first; `within`, whether the second's lies there; and the same
        the other way round, ``lower_2``, ``upper_2`` and ``within_2``. Validated by
        `strategyscore.schemas.OutOfSample`.

    Raises
    ------
    ScoringError
        If there are not two coders with three countries or more.

    Notes
    -----
    Only ratings and missing answers are drawn: the weights are the same for both coders.
    """
    import pandas as pd

    from strategyscore.schemas import OutOfSample

    names = sorted(
        {name for profile in scores.countries for history in profile.history.values() for name in history[-1].coders}
    )
    if len(names) != 2:
        raise ScoringError(f"the check needs two coders, and there are {len(names)}; code the countries twice")
    chosen = [by_coder(scores.countries, name) for name in names]
    if len(chosen[0]) < 3:
        raise ScoringError("fewer than three countries were coded twice, too few for ranks; code more of them twice")
    alone = [score(scores.rubric, countries, as_of=scores.as_of) for countries in chosen]
    ranks = [pd.Series(one.ranks[:, 0], index=one.countries.codes) for one in alone]
    drawn = [uncertainty(one, draws=draws, seed=seed, vary=["ratings", "missing"]).ranks for one in alone]
    table = pd.DataFrame({"first": ranks[0], "second": ranks[1]})
    for own, other, end in ((drawn[0], ranks[1], ""), (drawn[1], ranks[0], "_2")):
        own, other = own.reindex(table.index), other.reindex(table.index)
        table[f"lower{end}"], table[f"upper{end}"] = own["lower"], own["upper"]
        table[f"within{end}"] = (other >= own["lower"]) & (other <= own["upper"])
    table = table.dropna().sort_values("first")
    table.index.name = "country"
    kinds: Any = {str(name): bool if str(name).startswith("within") else float for name in table}
    return OutOfSample.validate(table.astype(kinds))


def said(table: pd.DataFrame) -> str:
    """What the check came to, in a sentence."""
    held = int(table["within"].sum() + table["within_2"].sum())
    return (
        f"Of {2 * len(table)} ranks by one coder alone, {held} lie within the 90 % intervals drawn from the other "
        f"alone ({held / (2 * len(table)):.0%}); nine in ten should."
    ).replace("%)", " %)")
