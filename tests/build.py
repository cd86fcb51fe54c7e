"""Rubrics and profiles made in memory, for properties over many of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from hypothesis import strategies as st

from strategyscore.methods.registry import Choice
from strategyscore.model.answers import Answer
from strategyscore.model.countries import Countries
from strategyscore.model.criteria import Levels
from strategyscore.model.dates import PartialDate
from strategyscore.model.document import Document
from strategyscore.model.nodes import Group, Node
from strategyscore.model.profile import CountryProfile
from strategyscore.model.rubric import Rubric
from strategyscore.model.settings import Missing

CODES = ["CHN", "KAZ", "KEN", "RUS", "USA"]
LEVELS = dict.fromkeys(range(5), "?")
METHODS = [
    Choice("arithmetic"),
    Choice("geometric"),
    Choice("geometric", {"ends": [10.0, 1.0]}),
    Choice("harmonic"),
    Choice("power", {"p": 2.0}),
    Choice("power", {"p": -0.5}),
    Choice("median"),
    Choice("minimum"),
    Choice("maximum"),
]


def leaf(name: str, weight: float = 1.0) -> Node:
    return Levels(id=name, path=name, key=name, title=name, weight=weight, levels=LEVELS)


def group(name: str, children: Sequence[Node], how: Choice = METHODS[0], weight: float = 1.0) -> Group:
    return Group(id=name, path=name, key=name, title=name, weight=weight, aggregate=how, children=tuple(children))


def rubric_of(root: Group, minimum_coverage: float = 0.0) -> Rubric:
    """A rubric whose paths and depths follow from the tree of ids."""
    return Rubric(root=_placed(root, root.id, 0), missing=Missing(minimum_coverage=minimum_coverage))


def _placed(node: Node, path: str, depth: int) -> Node:
    below = "" if depth == 0 else f"{path}."
    if isinstance(node, Group):
        children = tuple(_placed(child, below + child.id, depth + 1) for child in node.children)
        node = replace(node, children=children)
    return replace(node, path=path, key=path, depth=depth)


def countries_of(answers: Mapping[str, Sequence[int | str | None]], paths: Sequence[str]) -> Countries:
    """Profiles with one level, or None, or ``n/a``, for each path."""
    day = PartialDate.parse("2024")
    return Countries(
        tuple(
            CountryProfile(
                code=code,
                as_of=day,
                sources={},
                history={
                    path: (_answer(day, level),) for path, level in zip(paths, levels, strict=True) if level is not None
                },
                document=Document(Path(f"{code}.yaml"), {}),
            )
            for code, levels in sorted(answers.items())
        )
    )


def _answer(day: PartialDate, level: int | str) -> Answer:
    return Answer(begins=day, level=level) if isinstance(level, int) else Answer(begins=day, not_applicable=True)


weights = st.integers(1, 20).map(lambda number: number / 4)


@st.composite
def trees(draw: st.DrawFn, depth: int = 2) -> Node:
    """A group of two to four children, down to a depth; some weights are zero, never all."""
    children = []
    for index in range(draw(st.integers(2, 4))):
        weight = draw(weights) if index == 0 else draw(st.one_of(st.just(0.0), weights))
        if depth and draw(st.booleans()):
            children.append(replace(draw(trees(depth - 1)), id=f"g{index}", title=f"g{index}", weight=weight))
        else:
            children.append(leaf(f"c{index}", weight))
    return group("root", children, draw(st.sampled_from(METHODS)))


@st.composite
def cases(draw: st.DrawFn) -> tuple[Rubric, dict[str, list[int | None]]]:
    """A rubric, and five countries' levels on it, some missing."""
    rubric = rubric_of(draw(trees()))
    level = st.one_of(st.none(), st.integers(0, 4))
    n = len(rubric.criteria)
    return rubric, {code: draw(st.lists(level, min_size=n, max_size=n)) for code in CODES}


def paths_of(rubric: Rubric) -> list[str]:
    return [node.path for node in rubric.criteria]
