"""What a missing answer is drawn from: by hand, and against answers that are known and hidden."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from numpy.testing import assert_allclose
from numpy.typing import NDArray

import strategyscore as ss
from strategyscore.robustness.hot_deck import EVEN, LIKE, OWN, distances, level_chances

from .build import countries_of, group, leaf, rubric_of

STEPS = np.linspace(0, 1, 5)
nan = np.nan


def test_countries_are_as_far_apart_as_their_common_answers() -> None:
    shares = np.array([[0.0, 1.0, 0.5], [0.5, 1.0, nan], [nan, nan, nan]])
    # (0.5 + 0) over two common answers, and two answers' worth of a quarter; without a common one a quarter
    assert_allclose(distances(shares)[0], [0.5 / 5, 1.0 / 4, 0.25])
    assert_allclose(distances(shares), distances(shares).T)


def test_a_level_is_as_likely_as_the_donors_that_have_it_by_their_likeness() -> None:
    shares = np.array([[0.5, 0.5, nan], [0.5, 0.5, 1.0], [0.0, 0.0, 0.25], [nan, nan, nan]])
    far = distances(shares)
    chances = np.full(5, EVEN / 5)
    chances[4] += 1.0  # the nearest donor
    chances[1] += np.exp(-(far[0, 2] - far[0, 1]) / LIKE)
    chances[2] += OWN  # both of its own answers
    assert_allclose(level_chances(shares, far, 0, 2, STEPS), chances / chances.sum())


def test_without_donors_only_its_own_answers_tell_and_without_those_nothing_does() -> None:
    alone = np.array([[1.0, nan]])
    assert_allclose(level_chances(alone, distances(alone), 0, 1, STEPS), np.array([0.2, 0.2, 0.2, 0.2, 2.2]) / 3)
    empty = np.array([[nan]])
    assert_allclose(level_chances(empty, distances(empty), 0, 0, STEPS), 0.2)


def test_the_answers_are_drawn_as_the_hot_deck_says_and_uniform_is_a_choice() -> None:
    rubric = rubric_of(group("made", [leaf("x"), leaf("y")]))
    scores = ss.score(rubric, countries_of({"CHN": [4, 4], "KEN": [0, 0], "RUS": [0, None]}, ["x", "y"]))
    shares = np.array([[1.0, 1.0], [0.0, 0.0], [0.0, nan]])
    wanted = level_chances(shares, distances(shares), 2, 1, STEPS)
    for vary, chances in (("missing", wanted), ({"missing": {"method": "uniform"}}, np.full(5, 0.2))):
        drawn = ss.uncertainty(scores, draws=20_000, vary=vary).kept[:, 2]
        levels = np.bincount(np.rint(drawn / 100 * 8).astype(int), minlength=5)
        assert_allclose(levels / 20_000, chances, atol=0.015)
    with pytest.raises(ValueError, match="hot_deck"):
        ss.uncertainty(scores, vary={"missing": {"method": "nearest"}})


def _known() -> tuple[ss.Scores, NDArray[np.float64]]:
    scores = ss.score(ss.load_rubric(), ss.load_countries())
    return scores, scores.prepared.values / 100


def test_intervals_of_single_answers_hold_those_that_were_hidden() -> None:
    """Each known answer is hidden in its turn; its 90 % interval must hold it as often as it says."""
    scores, shares = _known()
    held, width, gain = [], [], []
    for row, column in np.argwhere(~np.isnan(shares)):
        hidden = shares.copy()
        hidden[row, column] = nan
        steps = scores.rubric.criteria[column].steps
        steps = (steps - steps[0]) / (steps[-1] - steps[0])
        chances = level_chances(hidden, distances(hidden), int(row), int(column), steps)
        below, level = np.cumsum(chances), int(np.abs(steps - shares[row, column]).argmin())
        low, high = np.searchsorted(below, [0.05 + 1e-9, 0.95 - 1e-9])
        held.append(low <= level <= high)
        width.append(high - low + 1)
        gain.append(np.log(chances[level] * len(steps)))
    assert np.mean(held) >= 0.9
    assert np.mean(width) < 4.5
    assert np.mean(gain) > 0.2  # how much better than any level being as likely, in nats


def test_intervals_of_scores_hold_what_they_would_be_with_the_hidden_answers() -> None:
    """Five answers of every country are hidden at once; its score with them should lie in nine intervals of ten.

    What was missing before is missing in both, and stands in the middle of what is drawn for it.
    """
    scores, shares = _known()
    criteria = scores.rubric.criteria
    held: dict[str, list[bool]] = {"hot_deck": [], "uniform": []}
    off: dict[str, list[float]] = {"hot_deck": [], "uniform": []}
    truth = ss.uncertainty(scores, draws=2000, vary="missing").kept.mean(axis=0)
    for seed in range(4):
        random = np.random.default_rng(seed)
        profiles = []
        for profile, answers in zip(scores.countries, shares, strict=True):
            gone = random.choice(np.flatnonzero(~np.isnan(answers)), 5, replace=False)
            keys = {name for column in gone for name in (criteria[column].key, criteria[column].path)}
            kept = {key: past for key, past in profile.history.items() if key not in keys}
            profiles.append(dataclasses.replace(profile, history=kept))
        again = ss.score(scores.rubric, ss.Countries(tuple(profiles)))
        for method in held:
            drawn = ss.uncertainty(again, draws=1000, vary={"missing": {"method": method}})
            low, high = np.quantile(drawn.kept, [0.05, 0.95], axis=0)
            held[method] += list((low <= truth) & (truth <= high))
            off[method] += list(drawn.kept.mean(axis=0) - truth)
    assert np.mean(held["hot_deck"]) >= 0.85
    assert abs(np.mean(off["hot_deck"])) < abs(np.mean(off["uniform"]))
    assert np.mean(np.abs(off["hot_deck"])) < 0.8 * np.mean(np.abs(off["uniform"]))
