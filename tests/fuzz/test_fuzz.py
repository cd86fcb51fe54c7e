"""A short run of what `run.py` does at length: every seed, and some thousand inputs that are nearly right."""

from __future__ import annotations

import random

import pytest
import yaml

from strategyscore.documents import yaml12

from .mutate import mutated
from .run import seeds_of
from .targets import TARGETS

SHORT = {"rubric": 400, "profile": 400, "table": 400, "vary": 200, "command": 40}


@pytest.mark.parametrize("name", TARGETS)
def test_every_seed_does_what_it_may(name: str) -> None:
    for seed in seeds_of(name):
        TARGETS[name](seed)


@pytest.mark.long
@pytest.mark.parametrize("name", TARGETS)
def test_inputs_that_are_nearly_right_raise_nothing_unexpected(name: str) -> None:
    chance = random.Random(20261126)
    seeds = seeds_of(name)
    for _ in range(SHORT[name]):
        data = mutated(chance.choice(seeds), seeds, chance)
        try:
            TARGETS[name](data)
        except BaseException as error:
            raise AssertionError(f"{type(error).__name__} for {data!r}") from error


def test_seeds_are_accepted_so_that_the_invariants_are_tried() -> None:
    from .invariants import of_rubric
    from .targets import folder, load_rubric

    tried = 0
    for data in seeds_of("rubric"):
        path = folder() / "r.yaml"
        path.write_bytes(data.replace(b"rubric: demo", b"rubric: r"))
        try:
            of_rubric(load_rubric(path))
            tried += 1
        except ValueError:
            continue
    assert tried >= 4


def test_what_is_read_without_its_places_is_what_is_read_with_them() -> None:
    """A plain file is read by a shorter way; whatever it takes, the long way takes too, and as the same content."""
    chance = random.Random(20261127)
    seeds = [seed for name in ("rubric", "profile", "vary") for seed in seeds_of(name)]
    read = refused = 0
    for _ in range(1500):
        text = mutated(chance.choice(seeds), seeds, chance).decode("utf-8", "replace")
        try:
            plain = yaml12._plain(text)
        except yaml.YAMLError:
            with pytest.raises(yaml.YAMLError):
                yaml12._built(text)
            continue
        if plain is None:
            refused += 1
            continue
        built = yaml12._built(text)
        assert built.problems == []
        assert repr(plain) == repr(built.data)
        read += 1
    assert min(read, refused) > 50
