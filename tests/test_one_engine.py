"""One engine: over random rubrics with every key that the format has, a draw is a score, and a score a draw."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

import numpy as np
import pandas as pd
import pytest
import yaml
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

import strategyscore as ss
from strategyscore.documents.schema import rubric as shapes
from strategyscore.methods.registry import aggregations, imputations, normalisations, transforms, treatments, weightings
from strategyscore.model.nodes import GIVEN, Group, Node
from strategyscore.model.references import kept
from strategyscore.scoring.engine import evaluate
from strategyscore.scoring.program import Program

pytestmark = pytest.mark.slow

COUNTRIES = 6
CLOSE = {"rtol": 0, "atol": 1e-9}
QUIET = settings(
    derandomize=True,  # the same examples in each run; other ones are tried by hand, with another number of them
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)

AGGREGATIONS: dict[str, dict[str, Any]] = {name: {} for name in ("arithmetic", "harmonic", "median", "minimum")}
AGGREGATIONS |= {"maximum": {}, "sum": {}, "kemeny": {}, "choquet": {"interaction": {}}, "geometric": {}}
AGGREGATIONS |= {"power": {"p": 2.0}, "copeland": {}, "borda": {}, "owa": {"weights": []}}
WEIGHTINGS: dict[str, dict[str, Any]] = {name: {} for name in ("given", "equal", "entropy", "critic")}
WEIGHTINGS |= {"pca": {"components": 1}, "ahp": {"matrix": []}, "budget": {"experts": {}}}
WEIGHTINGS |= {"benefit_of_the_doubt": {}}
SOUGHT = {"balanced"}  # by a search, which ends within 1e-6 of the same; held by tests/test_more_methods.py
NORMALISATIONS = {
    "goalposts": {"low": 1.0, "high": 90.0},
    "minmax": {},
    "zscore": {"mean": 50.0, "sd": 5.0},
    "rank": {},
    "percentile": {},
    "borda": {},
    "distance_to_reference": {"reference": "C03"},
    "distance_to_maximum": {},
    "fraction_of_maximum": {},
    "target": {"target": 500.0},
    "piecewise": {"points": [[1.0, 0.1], [40.0, 0.9], [90.0, 0.4]]},
    "two_sided": {"low": 0.0, "best": [30.0, 40.0], "high": 80.0},
    "none": {},
}
LOW = {"skewness": 0.5, "kurtosis": 0.5}
TREATMENTS: dict[str, dict[str, Any]] = {"none": {}, "winsorise": {"points": 2, "then": "log", **LOW}}
TREATMENTS |= {"log": {"then": "winsorise", "points": 2, **LOW}}
IMPUTATIONS: dict[str, dict[str, Any]] = {"none": {}, "mean": {}, "median": {}, "group_mean": {"group": "region"}}
IMPUTATIONS |= {"group_median": {"group": "region"}, "regression": {"rounds": 2}}


def test_every_method_is_tried() -> None:
    for registry, tried in (
        (aggregations, AGGREGATIONS),
        (weightings, WEIGHTINGS),
        (normalisations, NORMALISATIONS),
        (treatments, TREATMENTS),
        (imputations, IMPUTATIONS),
    ):
        assert set(registry.named()) - SOUGHT == set(tried)
    assert set(transforms.named()) == {"log", "log10", "sqrt"}


def test_every_key_of_the_format_is_tried() -> None:
    """A key that is added to the format must be tried here, or be one that only words use."""
    words = {"title", "short", "question", "why", "evidence", "about", "source", "version", "changes", "format"}
    keys = {
        name
        for shape in (shapes.RubricFile, shapes.Group, shapes.Levels, shapes.Checklist, shapes.Quantity)
        for name in shape.model_fields
    }
    tried = {"rubric", "id", "scale", "aggregate", "weights", "rescale", "decimals", "missing", "impute", "treat"}
    tried |= {"bands", "screen", "multiply_by", "adjust", "gates"}
    tried |= {"over", "fill"}  # in panels, see tests/test_panels.py
    tried |= {"confidence", "criteria", "weight", "levels", "checklist", "unit", "normalise", "direction", "transform"}
    assert keys - words == tried


def choice(draw: st.DrawFn, options: dict[str, dict[str, Any]]) -> dict[str, Any]:
    name = draw(st.sampled_from(sorted(options)))
    return {"method": name, **options[name]}


@st.composite
def criteria(draw: st.DrawFn, name: str) -> dict[str, Any]:
    content: dict[str, Any] = {"id": name, "weight": draw(st.sampled_from([0.5, 1.0, 2.0, 3.0]))}
    kind = draw(st.sampled_from(["levels", "checklist", "quantity", "quantity", "quantity"]))
    if kind == "levels":
        return content | {"levels": {0: "no", 1: "a little", 3: "much", 4: "all"}}
    if kind == "checklist":
        return content | {"checklist": {"a": "A?", "b": "B?"}}
    content |= {"unit": "one", "normalise": choice(draw, NORMALISATIONS)}
    content["direction"] = draw(st.sampled_from(["higher", "lower"]))
    content["transform"] = draw(st.sampled_from([[], ["log"], ["sqrt", {"divide_by": "people"}], ["log10"]]))
    if draw(st.booleans()):
        content["treat"] = choice(draw, TREATMENTS)
    if draw(st.integers(0, 4)) == 0:
        content["multiply_by"] = "coefficient"
    return content


@st.composite
def groups(draw: st.DrawFn, name: str, depth: int) -> dict[str, Any]:
    children = []
    for index in range(draw(st.integers(2, 4))):
        child = f"{name}{index}"
        children.append(draw(groups(child, depth - 1) if depth and draw(st.booleans()) else criteria(child)))
    ids, n = [child["id"] for child in children], len(children)
    content: dict[str, Any] = {"id": name, "weight": draw(st.sampled_from([1.0, 2.0])), "criteria": children}
    content["aggregate"] = choice(draw, AGGREGATIONS)
    if content["aggregate"]["method"] == "owa":
        content["aggregate"]["weights"] = draw(st.lists(st.integers(1, 5).map(float), min_size=n, max_size=n))
    if content["aggregate"]["method"] == "choquet":
        content["aggregate"]["interaction"] = {ids[0]: {ids[1]: draw(st.sampled_from([-0.9, -0.2, 0.3, 1.0]))}}
    if content["aggregate"]["method"] == "geometric":
        content["aggregate"] |= draw(st.sampled_from([{}, {"ends": [10, 1]}, {"ends": [0.5, 3]}]))
    weights = choice(draw, WEIGHTINGS)
    if weights["method"] == "ahp":
        scale = draw(st.lists(st.integers(1, 4).map(float), min_size=n, max_size=n))
        weights["matrix"] = [[one / other for other in scale] for one in scale]
    if weights["method"] == "budget":
        weights["experts"] = {"anna": {name: 3.0 * (name == ids[0]) for name in ids}, "ben": dict.fromkeys(ids, 1.0)}
    content["weights"] = weights
    if draw(st.integers(0, 3)) == 0:
        content["rescale"] = "minmax"
    if draw(st.integers(0, 2)) == 0:
        content["missing"] = {"rule": draw(st.sampled_from(["available", "worst", "withhold"]))}
    if draw(st.integers(0, 3)) == 0:
        content.setdefault("missing", {})["minimum_answered"] = draw(st.sampled_from([0.3, 0.66, 1.0]))
    if draw(st.booleans()):
        content["bands"] = {"low": 0, "high": draw(st.sampled_from([0.5, 1.0]))}
    return content


def references(draw: st.DrawFn, content: dict[str, Any], start: str = "") -> list[tuple[str, dict[str, Any]]]:
    """Factors and gates for some groups, on what is below them; the nodes below by their paths."""
    below: list[tuple[str, dict[str, Any]]] = []
    for child in content["criteria"]:
        path = start + child["id"]
        below += [(path, child), *(references(draw, child, f"{path}.") if "criteria" in child else ())]
    if draw(st.integers(0, 4)) == 0:
        content["multiply_by"] = "coefficient"
    stepped = [path for path, node in below if "levels" in node]
    if stepped and draw(st.integers(0, 2)) == 0:
        factors = {0: 0.5, 1: 1.0, 3: 0.9, 4: 1.1}
        content["adjust"] = [{"criterion": draw(st.sampled_from(stepped)), "factors": factors}]
    if draw(st.integers(0, 2)) == 0:
        path, node = draw(st.sampled_from(below))
        gate = {"criterion": path, "at_least": 1.0 if "levels" in node or "checklist" in node else 0.9}
        cap = {"otherwise": {"cap": 0.4}} if draw(st.booleans()) else {}
        content["gates"] = [gate | cap]
    return below


@st.composite
def rubrics(draw: st.DrawFn) -> ss.Rubric:
    """A rubric with any of the keys of the format."""
    content = draw(groups("r", 2))
    content.pop("weight")
    references(draw, content)
    content |= {"rubric": content.pop("id"), "scale": draw(st.sampled_from([[0, 100], [0, 1], [0.25, 7]]))}
    content.setdefault("missing", {})["minimum_coverage"] = draw(st.sampled_from([0.0, 0.5]))
    content["confidence"] = {"high": 0.9}
    if draw(st.integers(0, 4)) == 0:
        content["screen"] = {"minimum_coverage": 0.9, "by": draw(st.sampled_from(["weight", "criteria"]))}
    content |= {"impute": choice(draw, IMPUTATIONS), "treat": choice(draw, TREATMENTS)}
    if draw(st.booleans()):
        digits, half = draw(st.integers(0, 3)), st.sampled_from(["up", "even"])
        whole = {"digits": digits, "half": draw(half), "at": draw(st.sampled_from(["root", "every_node"]))}
        content["decimals"] = draw(st.sampled_from([digits, whole]))
    content["over"] = draw(st.sampled_from(["all", "each"]))
    content["fill"] = draw(st.sampled_from(["none", "last", "linear"]))
    return ss.load_rubric(content)


@st.composite
def tables(draw: st.DrawFn, rubric: ss.Rubric) -> pd.DataFrame:
    """Values of a rubric's criteria, some of them missing."""
    random = np.random.default_rng(draw(st.integers(0, 10_000)))
    holes, out = draw(st.sampled_from([0.0, 0.0, 0.1])), draw(st.sampled_from([0.0, 0.0, 0.3]))
    frame = pd.DataFrame({"code": [f"C{row:02}" for row in range(COUNTRIES)]})
    for leaf in rubric.criteria:
        values = random.choice([0.0, 1, 3, 4], COUNTRIES) if len(leaf.steps) else random.uniform(1, 100, COUNTRIES)
        values = random.choice([0, 0.25, 0.5, 1], COUNTRIES) if leaf.kind == "checklist" else values
        frame[leaf.path] = np.where(random.random(COUNTRIES) < holes, np.nan, values)
        if random.random() < out:
            frame[leaf.path] = frame[leaf.path].astype(object)
            frame.loc[int(random.integers(COUNTRIES)), leaf.path] = "n/a"
    return frame.assign(
        coefficient=random.choice([0.5, 1.0, 1.2], COUNTRIES),
        people=random.uniform(1, 5, COUNTRIES),
        region=list("aabbaa"),
    )


@st.composite
def scored(draw: st.DrawFn) -> ss.Scores:
    """A table scored on a rubric, some of its values missing."""
    rubric = draw(rubrics())
    try:
        return ss.score(rubric, ss.read_table(draw(tables(rubric)), rubric, country="code"))
    except ss.ScoringError:
        assume(False)
        raise


@given(scored())
@QUIET
def test_a_draw_in_which_nothing_varies_is_the_score(scores: ss.Scores) -> None:
    assume(np.isfinite(scores.ranks[:, 0]).sum() >= 2)
    drawn = ss.uncertainty(scores, draws=2, vary="ratings")  # a table has no confidence to vary by
    nominal = scores.nodes.values[[scores.row(code) for code in drawn.plan.codes], 0]
    np.testing.assert_allclose(drawn.kept, np.stack([nominal, nominal]), **CLOSE)
    assert drawn.ranks["lower"].tolist() == drawn.ranks["nominal"].tolist() == drawn.ranks["upper"].tolist()


def own(scores: ss.Scores) -> bool:
    return any(kernel.weighting and kernel.weighting.scores_itself for kernel in scores.program.kernels)


@given(scored(), st.sampled_from(["dirichlet", "simplex", "noise"]), st.booleans())
@QUIET
def test_every_draw_is_the_score_under_its_weights_and_methods(scores: ss.Scores, method: str, left_out: bool) -> None:
    assume(np.isfinite(scores.ranks[:, 0]).sum() >= 2 and not own(scores))
    vary: dict[str, Any] = {"weights": {"method": method}, "methods": {"aggregate": ["arithmetic", "median"]}}
    drawn = ss.uncertainty(scores, draws=4, vary=vary | ({"structure": {}} if left_out else {}))
    for number in range(4):
        weights, setting = drawn.weights_of(number), drawn.settings.iloc[number]
        aggregate = aggregations_of(setting["aggregate"])

        def turned(node: Node, weights: Any = weights, aggregate: Any = aggregate, setting: Any = setting) -> Node:
            changes: dict[str, Any] = {"weight": float(weights.get(node.path, 1.0))}
            if isinstance(node, Group):
                changes |= {"weights": GIVEN, "aggregate": aggregate}
            node = dataclasses.replace(node, **changes)
            return kept(node, {setting["left_out"]}) if left_out and isinstance(node, Group) else node

        try:
            again = ss.score(scores.rubric.mapped(turned), scores.countries)
        except ss.ScoringError:
            continue  # a group in which no country differs has no range; a draw has all at the lowest
        if not alike(again, scores):
            continue  # whether enough is answered is decided by the rubric's own weights
        expected = again.nodes.values[[scores.row(code) for code in drawn.plan.codes], 0]
        np.testing.assert_allclose(drawn.kept[number], expected, **CLOSE)


def alike(one: ss.Scores, other: ss.Scores) -> bool:
    """Whether the same was set aside, counted at its worst, and screened out."""
    return one.countries.codes == other.countries.codes and all(
        np.array_equal(getattr(one.prepared, name), getattr(other.prepared, name)) for name in ("set_aside", "at_worst")
    )


def aggregations_of(name: str) -> Any:
    from strategyscore.methods.choice import choice_of

    return choice_of("aggregate", name)


@pytest.mark.long
@given(scored())
@QUIET
def test_leaving_a_criterion_out_is_scoring_without_its_weight(scores: ss.Scores) -> None:
    assume(np.isfinite(scores.ranks[:, 0]).sum() >= 2)
    judged = all(kernel.weighting is None for kernel in scores.program.kernels)
    assume(judged)
    leaf = scores.rubric.criteria[0]
    shares = dict(zip(scores.program.paths, scores.nodes.weights[0], strict=True))
    group = next(kernel for kernel in scores.program.kernels if scores.column[leaf.path] in kernel.children)
    assume(len(group.children) > 1)

    def turned(node: Node) -> Node:
        weight = 0.0 if node.path == leaf.path else float(shares[node.path])
        node = dataclasses.replace(node, weight=weight, **({"weights": GIVEN} if isinstance(node, Group) else {}))
        return kept(node, {leaf.path}) if isinstance(node, Group) else node  # what rests on it falls away

    try:
        again = ss.score(scores.rubric.mapped(turned), scores.countries)
    except ss.ScoringError:
        assume(False)
    assume(alike(again, scores))
    leaves = list(scores.prepared.values.T)
    without = evaluate(
        scores.program,
        leaves,
        left_out=np.array([0]),
        applicable=scores.prepared.applicable,
        factors=scores.prepared.factors,
    ).root
    np.testing.assert_allclose(without[0], again.nodes.values[:, 0], **CLOSE)


@pytest.mark.long
@given(scored())
@QUIET
def test_a_program_is_json_and_the_same_program_again(scores: ss.Scores) -> None:
    told = json.loads(json.dumps(scores.program.to_data()))
    there = {"leaves": list(scores.prepared.values.T), "applicable": scores.prepared.applicable}
    there["factors"] = scores.prepared.factors
    again, first = evaluate(Program.from_data(told), **there), evaluate(scores.program, **there)
    for one, other in zip(first.columns, again.columns, strict=True):
        np.testing.assert_array_equal(one, other)
    np.testing.assert_allclose(first.root, scores.nodes.values[:, 0], **CLOSE)


@given(scored())
@QUIET
def test_a_rubric_that_is_written_down_is_the_same_rubric(scores: ss.Scores) -> None:
    assert ss.load_rubric(yaml.safe_load(scores.rubric.to_yaml())) == scores.rubric


@given(scored())
@QUIET
def test_scores_lie_within_their_bounds_and_parts_add_up(scores: ss.Scores) -> None:
    nodes = scores.nodes
    known = ~np.isnan(nodes.values)
    assert (nodes.lower <= nodes.values)[known].all()
    assert (nodes.values <= nodes.upper)[known].all()
    for code in scores.countries.codes[:2]:
        explanation = scores.explain(code)
        added = sum(item.part.adds for item in explanation.parts)
        score = explanation.score
        assert np.isclose(added, 0 if np.isnan(score) else score, rtol=0, atol=1e-9)
