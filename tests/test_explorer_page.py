"""The explorer's page as a file, its address, and what a reader takes away from it."""

from __future__ import annotations

import base64
import csv
import gzip
import hashlib
import html.parser
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

import strategyscore as ss
from strategyscore import limits
from strategyscore.documents.yaml12 import parse
from strategyscore.explorer.build import to_html
from strategyscore.explorer.bundle import PAGE, bundle
from strategyscore.explorer.content import TWINS, evidence_data, page_data
from strategyscore.scoring.scores import Scores

from .build import countries_of, group, leaf, paths_of, rubric_of
from .command_line import run
from .conftest import PROFILE, RUBRIC
from .explorer import in_node, needs_node

NASTY = "</script><script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\">"


@pytest.fixture(scope="module")
def scores() -> Scores:
    return ss.score(ss.load_rubric(), ss.load_countries())


@pytest.fixture(scope="module")
def page(scores: Scores) -> str:
    return to_html(scores)


class Elements(html.parser.HTMLParser):
    """The elements of a page, with the text of those that a browser does not look into."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.raw: dict[str, str] = {}
        self._in = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        self._in = f"{tag}#{dict(attrs).get('id') or ''}" if tag in ("script", "style") else ""

    def handle_endtag(self, tag: str) -> None:
        self._in = ""

    def handle_data(self, data: str) -> None:
        if self._in:
            self.raw[self._in] = self.raw.get(self._in, "") + data


def test_the_page_is_one_file_that_runs_its_own_script_alone(page: str) -> None:
    elements = Elements(page)
    policy = next(a["content"] for _, a in elements.found if a.get("http-equiv") == "Content-Security-Policy")
    rules = dict(rule.split(maxsplit=1) for rule in (policy or "").split("; "))
    for name, element in (("script-src", "script#"), ("style-src", "style#")):
        digest = base64.b64encode(hashlib.sha256(elements.raw[element].encode()).digest()).decode()
        assert rules.pop(name) == f"'sha256-{digest}'"
    assert rules == {"default-src": "'none'", "worker-src": "blob:", "base-uri": "'none'", "form-action": "'none'"}
    for tag, attributes in elements.found:
        assert tag not in ("link", "iframe", "object", "base", "form", "img")
        assert not {"src", "style", *(name for name in attributes if name.startswith("on"))} & set(attributes)
    assert not re.search(r"url\(|@import", elements.raw["style#"])


def test_the_page_is_small_and_the_evidence_is_folded(page: str) -> None:
    evidence = Elements(page).raw["script#evidence"]
    assert len(page.encode()) - len(evidence) < 400_000
    assert len(page.encode()) < 1_500_000
    told = json.loads(gzip.decompress(base64.b64decode(evidence)))
    assert set(told["answers"]) == set(ss.load_countries().codes)


def test_the_same_documents_give_the_same_bytes(scores: Scores, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767225600")
    assert to_html(scores) == to_html(scores)


def test_no_element_comes_of_a_document(tmp_path: Path) -> None:
    (tmp_path / "countries").mkdir()
    (tmp_path / "demo.yaml").write_text(hostile(RUBRIC), encoding="utf-8")
    (tmp_path / "countries" / "kenya.yaml").write_text(hostile(PROFILE), encoding="utf-8")
    scores = ss.score(ss.load_rubric(tmp_path / "demo.yaml"), ss.load_countries(tmp_path / "countries"))
    plain = Elements(to_html(ss.score(ss.load_rubric("regulation"), ss.load_countries("RUS"))))
    found = Elements(to_html(scores))
    assert [tag for tag, _ in found.found] == [tag for tag, _ in plain.found]
    assert NASTY in json.loads(found.raw["script#data"])["nodes"][1]["title"]


def hostile(text: str) -> str:
    """A document with markup in every text that a person wrote."""
    keys = "title|question|why|evidence|because|where|states|quote|unit"
    texts = re.sub(
        rf"(?m)^(\s*(?:- )?(?:{keys}): )(?!$)(.+)$", lambda found: found[1] + json.dumps(found[2] + NASTY), text
    )
    return re.sub(r"(?m)^(      [012]: )(.+)$", lambda found: found[1] + json.dumps(found[2] + NASTY), texts)


@pytest.mark.long
def test_every_answer_is_there_with_its_words_its_facts_and_its_sources(scores: Scores) -> None:
    told = evidence_data(scores)
    answer = told["answers"]["RUS"]["infrastructure.access"]
    own = scores.countries["RUS"].history["infrastructure.access"][-1]
    assert answer["reply"] == f"at least level {own.level} of 0 to 4"
    assert answer["lines"] == [scores.rubric.by_key["infrastructure.access"].anchors[str(own.level)]]
    assert answer["because"] == own.because
    assert [item["states"] for item in answer["evidence"]] == [item.states for item in own.evidence]
    cited = told["sources"]["RUS"][answer["evidence"][0]["source"]]
    assert cited["title"].startswith("Russia's AI Strategy")
    assert cited["published"] == "2025-02"
    for row, profile in enumerate(scores.countries):
        answered = [leaf.path for leaf in scores.rubric.criteria if profile.answer_to(leaf) is not None]
        assert list(told["answers"][profile.code]) == answered
        marks = [mark is not None for mark in (column[row] for column in page_data(scores)["marks"])]
        assert sum(marks) == len(answered)
    coded = [one for own in told["answers"].values() for one in own.values() if "coders" in one]
    assert coded
    assert any(one.get("earlier") for own in told["answers"].values() for one in own.values())


def test_a_checklist_a_quantity_and_a_lower_limit_are_marked(demo: Path) -> None:
    countries = ss.load_countries(demo / "countries")
    scores = ss.score(ss.load_rubric(demo / "demo.yaml"), countries.replace("KEN", "demo.law", level=1, at_least=True))
    assert page_data(scores)["marks"] == [["1+"], ["45"], ["75"]]
    told = evidence_data(scores)["answers"]["KEN"]
    assert told["law"]["reply"] == "at least level 1 of 0 to 2"
    assert told["checks"]["lines"] == ["Is there an audit?: yes", "Is there an appeal?: partly"]
    assert told["wealth"]["reply"] == "2000 dollars a head (2023)"


@needs_node
def test_python_knows_which_methods_have_a_twin() -> None:
    assert set(in_node("console.log(JSON.stringify(kernels.AGGREGATIONS));", None)) == TWINS


@needs_node
def test_the_modules_make_one_script_in_which_no_name_stands_twice() -> None:
    for name in ("app.js", "worker.js"):
        text = bundle([name])
        assert not re.search(r"(?m)^(import|export)\b", text)
        assert "</script" not in text
        assert "<!--" not in text
        names = re.findall(r"(?m)^(?:async )?(?:function|const|let|class) (\w+)", text)
        assert len(names) == len(set(names))
    limit = re.search(r"TITLE_LETTERS = (\d+)", (PAGE / "files.js").read_text(encoding="utf-8"))
    assert limit
    assert int(limit[1]) == limits.TITLE_LETTERS
    for path in PAGE.glob("*.js"):
        text = path.read_text(encoding="utf-8")
        assert len(text.splitlines()) <= 400
        assert not re.search(r"innerHTML|outerHTML|insertAdjacent|document\.write|eval\(|new Function", text)


STATE = """
import * as state from STATE;
const known = {
  groups: { r: { a: 50, b: 25, c: 25 }, a: { "a.x": 70, "a.y": 30 } },
  tops: ["arithmetic"],
  opens: (text) => ["RUS", "RUS.a.x", "a.x"].includes(text),
  codes: ["RUS", "CHN"],
  dates: ["2023-12", "2024-06"],
  answers: (what, value) => what === "RUS.a.x" && ["0", "1"].includes(value),
};
const read = (address) => state.fromAddress(address, known);
"""


def in_state(code: str, data: Any = None) -> Any:
    uri = json.dumps((PAGE / "state.js").as_uri())
    return in_node(STATE.replace("STATE", uri) + f"console.log(JSON.stringify({code}));", data)


@needs_node
@pytest.mark.parametrize(
    "address",
    [
        "",
        "#RUS.a.x",
        "#RUS.a.x&w=a:40,b:35,c:25&top=arithmetic&missing=worst&vary=weights,missing&show=BRICS,South+Korea&sort=-score&view=answers",
        "#w=a.x:12.5,a.y:87.5&vary=nothing",
        "#a=RUS.a.x:1&pair=RUS,CHN&d=2024-06&same=no&view=pair",
        "#w=a:40,b:35,c:25&set=Anna+B,a:40,b:35,c:25,a.x:10,a.y:90&set=constructor,a.x:0,a.y:100",
        "#show=C%C3%B4te+d%27Ivoire",
    ],
)
def test_an_address_says_a_state_and_a_state_an_address(address: str) -> None:
    found = in_state("[read(data), state.toAddress(read(data).state)]", address)
    assert found[0]["ignored"] == []
    assert found[1].replace("%27", "'") == address.replace("%27", "'")


@needs_node
def test_what_an_address_says_without_a_meaning_is_ignored_and_told() -> None:
    odd = {
        "#XXX.law": ["XXX.law"],
        "#top=borda": ["top=borda"],
        "#missing=zero&missing=best": ["missing=zero"],
        "#w=a:40,zz:10,b:-5,c:1e9": ["zz:10", "b:-5", "c:1e9"],
        "#w=a:0,b:0,c:0": ["r"],
        "#w=__proto__:5": ["__proto__:5"],
        "#w=constructor:5": ["constructor:5"],
        "#set=__proto__,a:40&set=,a:40&set=a%2Cb,a:40": ["set=__proto__,a:40", "set=,a:40", "set=a%2Cb,a:40"],
        f"#set={'x' * 41},a:40&set=A,zz:1": [f"set={'x' * 41},a:40", "zz:1"],
        "#a=RUS.a.x:9,RUS.a.y:1,CHN.a.x:0": ["RUS.a.x:9", "RUS.a.y:1", "CHN.a.x:0"],
        "#pair=RUS&pair=RUS,RUS&pair=RUS,XXX": ["pair=RUS", "pair=RUS,RUS", "pair=RUS,XXX"],
        "#d=2024-05&d=2024&same=yes": ["d=2024-05", "d=2024", "same=yes"],
        "#vary=weights,everything": ["vary=weights,everything"],
        "#sort=password": ["sort=password"],
        "#view=<script>": ["view=<script>"],
        "#%E0%A4%A": ["%E0%A4%A"],
        f"#{'w' * 60_000}": ["it is too long"],
        "#&&&": [],
        "#main": [],
    }
    found = in_state("data.map((address) => read(address))", list(odd))
    assert [one["ignored"] for one in found] == list(odd.values())
    assert found[2]["state"]["missing"] == "best"
    assert found[3]["state"]["weights"] == {"r": {"a": 44.44, "b": 27.78, "c": 27.78}}
    assert all(one["state"]["weights"] == {} for one in found[4:])


@needs_node
def test_a_moved_weight_is_taken_from_those_that_are_not_locked() -> None:
    code = """data.map(([before, path, value, locked, original]) =>
        state.moved(before, path, value, new Set(locked), original ?? before))"""
    three = {"a": 50, "b": 25, "c": 25}
    cases = [
        [three, "a", 60, []],
        [three, "a", 60, ["b"]],
        [three, "a", 90, ["b"]],
        [three, "a", 60, ["b", "c"]],
        [{"a": 100, "b": 0, "c": 0}, "a", 40, [], {"a": 40, "b": 20, "c": 40}],
        [{"a": 100, "b": 0}, "a", 70, [], {"a": 100, "b": 0}],
        [{"a": 100}, "a", 70, []],
    ]
    assert in_state(code, cases) == [
        {"a": 60, "b": 20, "c": 20},
        {"a": 60, "b": 25, "c": 15},
        {"a": 75, "b": 25, "c": 0},
        None,
        {"a": 40, "b": 20, "c": 40},
        {"a": 70, "b": 30},
        None,
    ]


FILES = """
import { drawsIn, modelOf, scoresIn, searched } from MODEL;
import { rubricOf, toCsv, toYaml } from FILES;
import { published } from STATE;
import { percent, points } from WORDS;
"""


def in_page(code: str, data: Any) -> Any:
    head = FILES
    for name in ("MODEL", "FILES", "STATE", "WORDS"):
        head = head.replace(f"from {name};", f"from {json.dumps((PAGE / f'{name.lower()}.js').as_uri())};")
    return in_node(head + code, data)


TAKE = """
const model = modelOf(data.content);
const state = { ...published(), ...data.state };
const rows = model.codes.map((_, row) => row);
const table = toCsv(model, scoresIn(model, state), null, rows);
console.log(JSON.stringify([toYaml(rubricOf(model, state)).trimStart(), table]));
"""


@needs_node
@pytest.mark.parametrize("top", [None, "arithmetic", "harmonic", "median"])
def test_the_rubric_that_is_taken_away_gives_the_same_scores_on_the_command_line(
    scores: Scores, tmp_path: Path, top: str | None
) -> None:
    pillars, criteria = scores.rubric.root.children, scores.rubric.node("regulation").children
    weights = {
        "national-ai-strategy": {node.path: share for node, share in zip(pillars, [41, 9, 50, 0], strict=True)},
        "regulation": {node.path: 10 + 7 * index for index, node in enumerate(criteria)},
    }
    text, table = in_page(TAKE, {"content": page_data(scores), "state": {"weights": weights, "top": top}})
    path = tmp_path / "national-ai-strategy.yaml"
    path.write_text(text, encoding="utf-8")
    shown = run("score", "--rubric", str(path), "--format", "csv")
    assert shown.exit_code == 0, shown.output
    here, there = ({row["country"]: row for row in csv.DictReader(io.StringIO(one))} for one in (shown.stdout, table))
    assert set(here) == set(there) == set(scores.countries.codes)
    for code, ours in here.items():
        theirs = there[code]
        assert ours["rank"] == theirs["rank"]
        for name in ("score", "lower", "upper", "coverage", "sovereignty", "regulation"):
            assert float(theirs[name]) == pytest.approx(float(ours[name]), rel=0, abs=1e-9)


@needs_node
def test_weights_that_are_taken_away_count_where_the_rubric_had_a_method(scores: Scores) -> None:
    own = {node.path: 10.0 * index for index, node in enumerate(scores.rubric.node("regulation").children)}
    even = scores.rubric.replace("regulation", weights="equal")
    content = page_data(ss.score(even, scores.countries))
    text, _ = in_page(TAKE, {"content": content, "state": {"weights": {"regulation": own}}})
    again = ss.score(ss.load_rubric(parse(text, Path("own.yaml")).data), scores.countries)
    expected = ss.score(even.with_weights(own), scores.countries)
    assert list(again.table["score"]) == pytest.approx(list(expected.table["score"]), rel=0, abs=1e-9)


@needs_node
def test_missing_answers_count_as_a_reader_says_and_are_then_not_drawn(scores: Scores) -> None:
    code = """
    const model = modelOf(data);
    console.log(JSON.stringify(["left-out", "worst", "best"].map((missing) => {
      const state = { ...published(), missing };
      const found = scoresIn(model, state);
      const { options } = drawsIn(model, state, found);
      const sides = ["values", "lower", "upper", "coverage"].map((side) => [...found.scores[side][0]]);
      return [sides, options.vary.missing, options.rows.length];
    })));"""
    found = in_page(code, page_data(scores))
    nodes = scores.nodes
    bounds = [nodes.lower[:, 0], nodes.upper[:, 0], nodes.coverage[:, 0]]
    for (sides, drawn, count), values in zip(found, (nodes.values, nodes.lower, nodes.upper), strict=True):
        for side, expected in zip(sides, [values[:, 0], *bounds], strict=True):
            assert side == pytest.approx(list(expected), rel=0, abs=1e-9)
        assert drawn is (values is nodes.values)
        assert count == len(scores.countries)


@needs_node
@pytest.mark.parametrize("name", ["hdi", "tai-ahp", "asem", "global-ai-index", "national-ai-strategy"])
def test_a_rubric_that_nobody_changed_is_taken_away_as_it_is(name: str, scores: Scores) -> None:
    rubric = ss.load_rubric(name)
    content = page_data(scores) | {"file": page_data_of(rubric)}
    text, _ = in_page(TAKE, {"content": content, "state": {}})
    assert yaml.safe_load(text) == yaml.safe_load(rubric.to_yaml())


def page_data_of(rubric: ss.Rubric) -> Any:
    from strategyscore.model.content import rubric_content

    return rubric_content(rubric)


@needs_node
def test_texts_survive_yaml_and_no_cell_is_a_formula(scores: Scores) -> None:
    odd = {
        "a": 'x: "y" # z \\ {b} [c] & *d !e | > %f @g `h',
        "no": "tab\t line\n \U0001f600 \u00e9 \u00a0",
        "list": [{"k": [1, 2.5], "l": "- b"}, {"m": {"n": "yes", "o": {}}}, "plain"],
        "small": 1e-7,
        "off": True,
    }
    code = """
    const model = modelOf(data.content);
    const table = toCsv(model, scoresIn(model, published()), null, [0]);
    console.log(JSON.stringify([toYaml(data.odd).trimStart(), table]));"""
    content = page_data(scores)
    content["countries"] = [one | {"code": "=1+1"} for one in content["countries"]]
    text, table = in_page(code, {"content": content, "odd": odd})
    assert parse(text, Path("odd.yaml")).data == odd
    assert table.splitlines()[1].startswith(f"'=1+1,{scores.ranks[0, 0]:g},")
    keyed = in_page("console.log(JSON.stringify(toYaml(data)));", {"levels": {"0": "None", "2": "Some"}})
    assert parse(keyed, Path("levels.yaml")).data == {"levels": {0: "None", 2: "Some"}}


@needs_node
def test_the_table_that_is_taken_away_has_the_tiers_that_the_terminal_prints() -> None:
    rubric = rubric_of(group("r", [leaf(f"c{at}") for at in range(8)]), minimum_coverage=0.5)
    answers: dict[str, list[int | str | None]] = {
        "CHN": [4] * 8,
        "DEU": [4] * 7 + [3],
        "FRA": [2] * 8,
        "KAZ": [0] * 8,
        "KEN": [None] * 8,
        "RUS": [4] + [None] * 7,  # a score that counts for too little to have a rank
    }
    scores = ss.score(rubric, countries_of(answers, paths_of(rubric)))
    code = """
    const model = modelOf(data);
    const found = scoresIn(model, published());
    const { program, options } = drawsIn(model, published(), found);
    const drawn = draws.intervals(program, data.doubts, samples.samples(data.doubts, model.prepared), options);
    console.log(JSON.stringify(toCsv(model, found, drawn, model.codes.map((_, row) => row))));"""
    rows = csv.DictReader(io.StringIO(in_page(code, page_data(scores))))
    there = {row["country"]: row["tier"] for row in rows}
    assert there == {"CHN": "1", "DEU": "1", "FRA": "2", "KAZ": "3", "KEN": "", "RUS": ""}
    python = ss.uncertainty(scores, draws=2000).tiers["tier"].astype("string").fillna("")
    assert python.to_dict() == there


@needs_node
def test_numbers_are_shown_as_the_report_shows_them() -> None:
    from strategyscore.text.words import percent as share_said
    from strategyscore.text.words import points as said

    values = [0.0, 62.25, 62.35, 0.15, 0.125, -0.04, -12.25, 99.95, 1e-12, 33.333, 0.5, 1.5, 2.5, (7.5 + 8.2) / 2]
    assert [said(value, 1) for value in (6.25, 6.25 - 1e-12, 6.249, -6.25)] == ["6.3", "6.3", "6.2", "\u22126.3"]
    code = "console.log(JSON.stringify(data.map((value) => [0, 1, 2, 3].map((digits) => points(value, digits)))));"
    assert in_page(code, values) == [[said(value, digits) for digits in range(4)] for value in values]
    shares = [0, 0.004, 0.25, 0.9999, 1, 0.715, 0.625, 0.585]
    code = "console.log(JSON.stringify(data.map(percent)));"
    assert [text.replace("\u00a0", " ") for text in in_page(code, shares)] == [share_said(one) for one in shares]


@needs_node
def test_countries_are_found_by_group_name_and_code(scores: Scores) -> None:
    code = """
    const model = modelOf(data.content);
    console.log(JSON.stringify(data.words.map((text) => {
      const { rows, strange } = searched(model, text);
      return [rows.map((row) => model.codes[row]), strange];
    })));"""
    words = ["brics", "rus, Korea", "nowhere, ITALY", "", "saudi arabia,SAU"]
    found = in_page(code, {"content": page_data(scores), "words": words})
    assert found[0] == [scores.countries.pick("BRICS").codes, []]
    assert found[1] == [["KOR", "RUS"], []]
    assert found[2] == [["ITA"], ["nowhere"]]
    assert found[3] == [scores.countries.codes, []]
    assert found[4] == [["SAU"], []]


def test_the_command_writes_the_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", lambda address: opened.append(address) or True)
    out = tmp_path / "sub" / "page.html"
    done = run("explore", "-c", "RUS,CHN,KAZ", "-w", "regulation=0.5", "--out", str(out), "--open")
    assert (done.exit_code, done.stdout) == (0, f"{out.as_uri()}\n")
    assert opened == [out.as_uri()]
    assert done.stderr == "Weights changed: regulation 0.5.\n"
    told = json.loads(Elements(out.read_text(encoding="utf-8")).raw["script#data"])
    assert [one["code"] for one in told["countries"]] == ["CHN", "KAZ", "RUS"]
    assert told["made"]["changed"] == ["regulation: weight 0.5"]
    assert told["engine"]["program"]["groups"][-1]["shares"] == pytest.approx([0.2, 0.2, 0.4, 0.2])
