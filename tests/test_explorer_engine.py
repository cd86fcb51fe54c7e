"""The engine in the browser is the engine: equal to 1e-9 on scores, bounds, coverage and ranks."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import strategyscore as ss
from strategyscore.explorer.bundle import bundle
from strategyscore.explorer.content import is_twinned
from strategyscore.methods.registry import Choice, aggregations, weightings
from strategyscore.model.nodes import Group, Node
from strategyscore.model.settings import MISSING_RULES, Adjustment, Decimals, Gate, MissingHere, bands_of
from strategyscore.scoring.scores import Scores

from .browser import chromium, needs_chromium
from .build import METHODS, countries_of, group, leaf, paths_of, rubric_of
from .explorer import CHECK, case, in_node, needs_node, random_weights

DATA = Path(__file__).parent / "published" / "data"
PAIRS = {"sovereignty": {"regulation": 0.3, "partnerships": -0.2}}
TOPS = [None, *METHODS, Choice("owa", {"weights": [4.0, 3.0, 2.0, 1.0]}), Choice("choquet", {"interaction": PAIRS})]
OTHERS = [
    ("hdi", "hdi2022.csv", "iso3"),
    ("tai-ahp", "tai.csv", "iso3"),
    ("global-ai-index", "gaii2021.csv", "iso3"),
    ("asem", "coinr_asem_idata.csv", "uCode"),
    ("girai-2026", "girai2026.csv", "iso3"),
    ("inform-2020", "inform2020.csv", "iso3"),
]
RULES = ["available", "worst", "withhold", None]
CODES = ["CHN", "KAZ", "KEN", "RUS", "USA"]


@pytest.fixture(scope="module")
def bundled() -> Scores:
    return ss.score(ss.load_rubric(), ss.load_countries())


def random_scores(seed: int) -> Scores:
    """Levels on a random tree with every way to aggregate that has a twin; some answers are missing, some tie.

    Every second one has rules about missing answers, caps, factors, bands, and answers that do not apply.
    """
    random = np.random.default_rng(seed)
    rich = seed % 2 == 1

    def tree(name: str, depth: int) -> Any:
        n = int(random.integers(1, 5))
        children = []
        for index in range(n):
            weight = float(random.integers(0, 4)) if index else 1.0
            if depth and random.random() < 0.6:
                children.append(tree(f"{name}{index}", depth - 1))
            else:
                children.append(leaf(f"{name}{index}", weight))
        how = METHODS[random.integers(len(METHODS))]
        if random.random() < 0.2:
            how = Choice("owa", {"weights": random.integers(1, 5, n).astype(float).tolist()})
        elif random.random() < 0.1:
            how = Choice("choquet", {"interaction": {name + "0": {f"{name}{n - 1}": 0.7}}}) if n > 1 else Choice("sum")
        return group(name, children, how, float(random.integers(1, 4)))

    rubric = rubric_of(tree("r", 3), minimum_coverage=float(random.choice([0, 0.5])))
    rubric = _with_extras(rubric, random)
    if rich:
        rubric = _with_rules(rubric, random)
    levels = random.integers(0, 5, (len(CODES), len(rubric.criteria)))
    holes = random.random(levels.shape) < random.choice([0, 0.3])
    does_not = random.random(levels.shape) < (0.1 if rich else 0)
    answers: dict[str, list[int | str | None]] = {
        code: ["n/a" if never else None if hole else int(level) for level, hole, never in zip(*row, strict=True)]
        for code, *row in zip(CODES, levels, holes, does_not, strict=True)
    }
    return ss.score(rubric, countries_of(answers, paths_of(rubric)))


def _with_extras(rubric: ss.Rubric, random: np.random.Generator) -> ss.Rubric:
    """At times with rounding, a stretched group, or equal weights."""
    root: Any = {}
    if random.random() < 0.2:
        root["rescale"] = "minmax"
    if random.random() < 0.3:
        root["weights"] = Choice("equal")
    decimals = Decimals(int(random.integers(0, 3))) if random.random() < 0.3 else None
    return replace(rubric, root=replace(rubric.root, **root), decimals=decimals)


def _with_rules(rubric: ss.Rubric, random: np.random.Generator) -> ss.Rubric:
    """With a rule about missing answers, a cap, a factor and bands in some groups, and at times all nodes rounded."""
    leaves = {leaf.path for leaf in rubric.criteria}

    def changed(node: Node) -> Node:
        if not isinstance(node, Group):
            return node
        inside = "" if node.depth == 0 else f"{node.path}."
        below = [one.path for one in rubric.nodes[1:] if one.path.startswith(inside)]
        more: dict[str, Any] = {}
        if random.random() < 0.4:
            more["missing"] = MissingHere(RULES[random.integers(4)], float(random.choice([0, 0.3, 0.6])))
        if random.random() < 0.3:
            path = str(random.choice(below))
            most = 4 if path in leaves else 100
            cap = None if random.random() < 0.3 else float(random.integers(10, 90))
            more["gates"] = (Gate(path, float(random.integers(1, most)), cap),)
        if random.random() < 0.3:
            path = rubric.criteria[random.integers(len(rubric.criteria))].path
            more["adjust"] = (Adjustment(path, tuple(enumerate(random.uniform(0.5, 1.2, 5).round(2).tolist()))),)
        if random.random() < 0.4:
            more["bands"] = bands_of({"low": 0, "middle": 25.0, "high": 62.5})
        return replace(node, **more)

    rubric = rubric.mapped(changed)
    if random.random() < 0.3:
        half = str(random.choice(["up", "even"]))
        rubric = replace(rubric, decimals=Decimals(int(random.integers(0, 2)), half, "every_node"))
    return rubric


@pytest.fixture(scope="module")
def many() -> list[dict[str, Any]]:
    """Random rubrics with their own weights and with random ones."""
    found = []
    for seed in range(110):
        try:
            scores = random_scores(seed)
        except ss.ScoringError:
            continue  # a stretched group in which no country differs
        found += [case(scores), case(scores, random_weights(scores, np.random.default_rng(seed)))]
    return found


@pytest.fixture(scope="module")
def published(bundled: Scores) -> list[dict[str, Any]]:
    """The bundled index under every way to aggregate and random weights, and indices that others published."""
    random = np.random.default_rng(1)
    found = [case(bundled)]
    found += [case(bundled, random_weights(bundled, random), top) for top in TOPS for _ in range(2)]
    services = {code: random.integers(0, 5, 8).tolist() for code in CODES}
    cloud = ss.load_rubric("cloud-sovereignty")
    tenders = ss.score(cloud, countries_of(services, [leaf.key for leaf in cloud.criteria]))
    found += [case(tenders), case(tenders, random_weights(tenders, random))]
    for name, file, code in OTHERS:
        rubric = ss.load_rubric(name)
        table = ss.score(rubric, ss.read_table(DATA / file, rubric, country=code))
        found += [case(table), case(table, random_weights(table, random))]
    return found


ALL = CHECK + "console.log(JSON.stringify(data.map(check)));"


@needs_node
def test_the_bundled_index_and_published_ones_score_alike_in_node(published: list[dict[str, Any]]) -> None:
    assert in_node(ALL, published) == [[]] * len(published)


@needs_node
def test_random_rubrics_score_alike_in_node(many: list[dict[str, Any]]) -> None:
    assert len(many) > 150
    kinds = {one["aggregate"]["method"] for item in many for one in item["program"]["groups"]}
    assert kinds == set(aggregations.named()) - {"copeland", "borda", "kemeny"}
    groups = [one for item in many for one in item["program"]["groups"]]
    assert any(one["rescale"] for one in groups)
    for name in ("adjust", "gates", "bands"):
        assert sum(bool(one[name]) for one in groups) > 20, name
    assert {one["missing"]["rule"] for one in groups} == set(MISSING_RULES)
    assert {(item["program"]["decimals"] or {}).get("half") for item in many} == {None, "up", "even"}
    assert sum(None in column for item in many for column in item["coverage"]) > 20
    assert in_node(ALL, many) == [[]] * len(many)


@needs_node
def test_a_gate_decides_on_an_answer_before_it_is_rounded() -> None:
    """By hand: level 2 has 50.6 and level 3 has 50.9, both 51 when they count; level 1 has 33.4, then 33."""
    points = {0: 0, 1: 33.4, 2: 50.6, 3: 50.9, 4: 100}
    levels = {level: {"text": f"Step {level}", "points": own} for level, own in points.items()}
    gates = [{"criterion": name, "at_least": least, "otherwise": {"cap": 20}} for name, least in (("a", 3), ("b", 1))]
    criteria = [{"id": name, "levels": levels} for name in ("a", "b")]
    rubric = ss.load_rubric(
        {"rubric": "mine", "decimals": {"digits": 0, "at": "every_node"}, "gates": gates, "criteria": criteria}
    )
    answers = {"FRA": [3, 1], "KEN": [2, 4], "RUS": [3, 0]}
    scores = ss.score(rubric, countries_of(answers, [leaf.key for leaf in rubric.criteria]))
    assert scores.nodes.values[:, 1].tolist() == [51, 51, 51]
    results = scores.gates.pivot(index="country", columns="criterion", values="result")
    assert results["a"].to_dict() == {"FRA": "pass", "KEN": "fail", "RUS": "pass"}
    assert results["b"].to_dict() == {"FRA": "pass", "KEN": "pass", "RUS": "fail"}
    assert scores.table["score"].to_dict() == {"FRA": 42, "KEN": 20, "RUS": 20}
    assert in_node(ALL, [case(scores)]) == [[]]


@needs_node
def test_a_fault_in_the_engine_would_be_found(bundled: Scores) -> None:
    item = case(bundled)
    item["expected"]["upper"][0][3] += 2e-9
    item["expected"]["ranks"][0][0] += 1
    (wrong,) = in_node(ALL, [item])
    assert [one[1] for one in wrong] == ["upper", "rank"]


@needs_node
def test_every_method_has_a_twin_or_is_told(bundled: Scores) -> None:
    program = bundled.program.to_data()
    named = aggregations.named()
    tried = [program | {"groups": [program["groups"][0] | {"aggregate": {"method": name}}]} for name in named]
    on_data = [name for name in weightings.named() if weightings[name].rests_on == "data"]
    tried += [program | {"groups": [program["groups"][0] | {"weights": name}]} for name in on_data]
    tried.append(program | {"groups": [program["groups"][0] | {"weights": {"method": "pca", "components": 1}}]})
    found = in_node("console.log(JSON.stringify(data.map(engine.untwinned)));", tried)
    node = program["groups"][0]["node"]
    expected = [[[node, name]] if name in ("copeland", "borda", "kemeny") else [] for name in named]
    assert found == [*expected, *([[node, name]] for name in on_data), [[node, "pca"]]]
    assert [is_twinned(one) for one in tried] == [not one for one in found]
    group = program["groups"][0]
    later = [program | {"groups": [group | {"cap": 3}]}, program | {"gates": {"law": 2}}, program | {"format": 2}]
    later += [program | {"groups": [group | {"cap": None}], "gates": {}}]
    found = in_node("console.log(JSON.stringify(data.map(engine.untwinned)));", later)
    assert found == [[[node, "cap"]], [[0, "gates"]], [[0, "another format of programs"]], []]
    assert [is_twinned(one) for one in later] == [False, False, False, True]
    zero = in_node("console.log(JSON.stringify(kernels.FROM_ZERO));", None)
    assert zero == sorted(name for name in named if aggregations[name].from_zero)


@pytest.mark.slow
@pytest.mark.browser
@needs_chromium
def test_all_of_them_score_alike_in_a_real_browser(
    published: list[dict[str, Any]], many: list[dict[str, Any]], tmp_path: Path
) -> None:
    items = [*published, *many]
    text = bundle(["engine.js"])
    data = json.dumps(items).replace("<", "\\u003c")
    page = tmp_path / "page.html"
    run = "document.title = JSON.stringify(JSON.parse(document.querySelector('#data').textContent).map(check));"
    names = (
        "const engine = { score, preparedOf, columnsOf, evaluate, ranksOf, passes, bandOf }, kernels = { sharesOf };"
    )
    page.write_text(
        f'<meta charset="utf-8"><script type="application/json" id="data">{data}</script>'
        f'<script type="module">{text}{names}{CHECK}{run}</script>',
        encoding="utf-8",
    )
    with chromium(tmp_path / "profile") as new:
        tab = new()
        tab.open(page.as_uri())
        assert json.loads(tab.until("document.title")) == [[]] * len(items)
