"""What must hold of every rubric and every set of answers."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from strategyscore.model.nodes import Group, Node
from strategyscore.model.rubric import Rubric
from strategyscore.scoring.scores import Scores, score

from .build import CODES, cases, countries_of, paths_of, rubric_of

Case = tuple[Rubric, dict[str, list[int | None]]]
CLOSE = {"rtol": 0, "atol": 1e-9}


def scored(rubric: Rubric, answers: dict[str, list[int | None]]) -> Scores:
    return score(rubric, countries_of(answers, paths_of(rubric)))


@given(cases(), st.data())
def test_a_better_level_never_lowers_a_score(case: Case, data: st.DataObject) -> None:
    rubric, answers = case
    column = data.draw(st.integers(0, len(rubric.criteria) - 1))
    before = scored(rubric, {"CHN": [0 if level is None else level for level in answers["CHN"]]})
    levels = [0 if level is None else level for level in answers["CHN"]]
    levels[column] = min(levels[column] + 1, 4)
    after = scored(rubric, {"CHN": list(levels)})
    assert np.all(after.nodes.values >= before.nodes.values - 1e-9)
    assert np.all(after.nodes.lower >= before.nodes.lower - 1e-9)
    assert np.all(after.nodes.upper >= before.nodes.upper - 1e-9)


@given(cases())
def test_a_score_lies_within_its_bounds_and_on_the_scale(case: Case) -> None:
    nodes = scored(*case).nodes
    assert np.all((nodes.lower >= -1e-9) & (nodes.upper <= 100 + 1e-9))
    known = ~np.isnan(nodes.values)
    assert np.all((nodes.lower <= nodes.values)[known])
    assert np.all((nodes.values <= nodes.upper)[known])
    assert np.all((nodes.coverage >= 0) & (nodes.coverage <= 1 + 1e-12))


@given(cases())
def test_bounds_are_the_scores_with_all_missing_answers_at_worst_and_at_best(case: Case) -> None:
    rubric, answers = case
    nodes = scored(rubric, answers).nodes
    for filled, bound in ((0, nodes.lower), (4, nodes.upper)):
        whole = {code: [filled if level is None else level for level in row] for code, row in answers.items()}
        np.testing.assert_allclose(scored(rubric, whole).nodes.values, bound, **CLOSE)


@given(cases(), st.randoms(use_true_random=False))
def test_renaming_and_reordering_siblings_changes_nothing(case: Case, random: object) -> None:
    rubric, answers = case
    paths: dict[str, str] = {}  # from the old path of a leaf to the new one

    def turned(node: Node, old: str, new: str) -> Node:
        if not isinstance(node, Group):
            return node
        children = []
        for child in node.children:
            name = child.id[::-1] + "x"
            below = (f"{old}.{child.id}" if old else child.id, f"{new}.{name}" if new else name)
            if child.is_leaf:
                paths[below[0]] = below[1]
            children.append(replace(turned(child, *below), id=name))
        random.shuffle(children)  # type: ignore[attr-defined]
        return replace(node, children=tuple(children))

    other = rubric_of(turned(rubric.root, "", ""))
    place = {new: index for index, new in enumerate(paths_of(other))}
    moved = {}
    for code, row in answers.items():
        turned_row: list[int | None] = [None] * len(row)
        for path, level in zip(paths_of(rubric), row, strict=True):
            turned_row[place[paths[path]]] = level
        moved[code] = turned_row
    one, two = scored(rubric, answers), scored(other, moved)
    for name in ("values", "lower", "upper", "coverage"):
        np.testing.assert_allclose(getattr(one.nodes, name)[:, 0], getattr(two.nodes, name)[:, 0], **CLOSE)
    np.testing.assert_array_equal(one.ranks[:, 0], two.ranks[:, 0])


@given(cases(), st.sampled_from([1e-3, 0.5, 3, 1e4]))
def test_scaling_all_weights_changes_nothing(case: Case, factor: float) -> None:
    rubric, answers = case

    def scaled(node: Node) -> Node:
        node = replace(node, weight=node.weight * factor)
        return replace(node, children=tuple(map(scaled, node.children))) if isinstance(node, Group) else node

    one, two = scored(rubric, answers), scored(rubric_of(scaled(rubric.root)), answers)
    for name in ("values", "lower", "upper", "coverage"):
        np.testing.assert_allclose(getattr(one.nodes, name), getattr(two.nodes, name), **CLOSE)


@given(cases())
def test_a_country_scores_the_same_alone(case: Case) -> None:
    rubric, answers = case
    together = scored(rubric, answers)
    for row, code in enumerate(CODES):
        alone = scored(rubric, {code: answers[code]})
        np.testing.assert_allclose(alone.nodes.values[0], together.nodes.values[row], **CLOSE)


@given(cases(), st.data())
def test_explanations_and_comparisons_add_up(case: Case, data: st.DataObject) -> None:
    rubric, answers = case
    scores = scored(rubric, answers)
    node = data.draw(st.sampled_from([node.path for node in rubric.nodes]))
    totals = {}
    for code in ("CHN", "KEN"):
        explanation = scores.explain(code, node)
        totals[code] = explanation.score
        added = sum(item.part.adds for item in explanation.parts)
        assert added == pytest.approx(0 if np.isnan(explanation.score) else explanation.score, abs=1e-9)
    if not np.isnan(list(totals.values())).any():
        there, back = scores.compare("CHN", "KEN", node), scores.compare("KEN", "CHN", node)
        assert there.gap == pytest.approx(totals["CHN"] - totals["KEN"], abs=1e-9)
        assert sum(part.points for part in there.parts) == pytest.approx(there.gap, abs=1e-9)
        assert back.gap == -there.gap


@given(cases(), st.sampled_from([0.0, 0.3, 0.5, 1.0]))
def test_the_tables_pass_their_models_and_the_minimum_coverage_holds(case: Case, least: float) -> None:
    rubric, answers = case
    scores = scored(rubric_of(rubric.root, minimum_coverage=least), answers)
    table, tidy = scores.table, scores.tidy
    assert list(table.columns[:5]) == ["rank", "score", "lower", "upper", "coverage"]
    assert list(table.columns[5:]) == [*(child.id for child in rubric.root.children), "thin"]
    assert sorted(table.index) == CODES
    assert len(tidy) == len(CODES) * len(rubric.nodes)
    assert tidy["score"].isna().equals(tidy["coverage"] == 0)
    assert tidy["rank"].isna().equals((tidy["coverage"] < least - 1e-12) | (tidy["coverage"] == 0))
    assert tidy["thin"].equals(tidy["rank"].isna() & tidy["score"].notna())
    assert table["rank"].dropna().is_monotonic_increasing
