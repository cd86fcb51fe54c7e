"""How countries and groups of countries are called, and what is said of a name that is not known."""

from __future__ import annotations

import multiprocessing
import pickle
from concurrent.futures import ProcessPoolExecutor

import numpy as np
import pytest

from strategyscore.methods.normalisation import ColumnError, minmax
from strategyscore.model import errors
from strategyscore.model.problems import DocumentError, Problem

MISTAKES = [
    *[
        kind("there is none of 'RUZ'", "RUZ", ["RUS", "KEN"])
        for kind in (
            errors.UnknownName,
            errors.UnknownNode,
            errors.UnknownCountry,
            errors.UnknownGroup,
            errors.UnknownRubric,
        )
    ],
    ColumnError("all present values are equal", [0, 2]),
    DocumentError([Problem("b.yaml", 2, 1, "this is empty"), Problem("a.yaml", 1, 1, "this is too long")]),
    errors.ScoringError("the data does not allow it"),
]


def fail(which: int | None) -> None:
    """Raise a mistake of the list, or one of a method's own."""
    if which is None:
        minmax(np.array([[1.0, 2.0], [1.0, 3.0]]))
    else:
        raise MISTAKES[which]


@pytest.mark.parametrize("error", MISTAKES, ids=lambda error: type(error).__name__)
def test_errors_survive_pickling(error: Exception) -> None:
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is type(error)
    assert str(again) == str(error)
    assert again.args == error.args
    assert vars(again) == vars(error)


def test_a_mistake_in_a_worker_leaves_the_pool_alive() -> None:
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        for which, error in enumerate(MISTAKES):
            with pytest.raises(type(error)) as caught:
                pool.submit(fail, which).result()
            assert str(caught.value) == str(error)
        with pytest.raises(ColumnError) as caught:
            pool.submit(fail, None).result()
        assert caught.value.columns == [0]
        assert pool.submit(len, "alive").result() == 5


def test_the_arguments_of_an_unknown_name_are_kept() -> None:
    error = errors.UnknownCountry("there is no profile of 'RUZ'", "RUZ", iter(["RUS", "KEN"]))
    assert (error.message, error.name, error.options) == ("there is no profile of 'RUZ'", "RUZ", ("RUS", "KEN"))
    assert str(error) == "there is no profile of 'RUZ'; did you mean 'RUS'?"
