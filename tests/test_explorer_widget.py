"""The explorer in a notebook: what its sliders say in Python, and the cell in a real browser."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import strategyscore as ss
from strategyscore.explorer.build import to_html
from strategyscore.scoring.scores import Scores

from .browser import chromium, needs_chromium
from .explorer import PAGE, SETTLED


@pytest.fixture(scope="module")
def scores() -> Scores:
    return ss.score(ss.load_rubric(), ss.load_countries(["CHN", "DEU", "KAZ", "RUS"]))


def test_it_says_what_is_missing_where_there_is_no_anywidget(scores: Scores, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "anywidget", None)
    with pytest.raises(ModuleNotFoundError, match=r"strategyscore\[jupyter\]"):
        _ = ss.explorer(scores).widget
    with pytest.raises(TypeError, match="scores must be Scores"):
        ss.explorer(scores.table)  # type: ignore[arg-type]


def test_what_the_sliders_say_is_python(scores: Scores) -> None:
    pytest.importorskip("anywidget")
    explorer = ss.explorer(scores)
    assert explorer.scores.table.equals(scores.table)
    assert explorer.weights["regulation"] == pytest.approx(25)
    explorer.weights = {"regulation": 0.75, "sovereignty.models": 0}
    assert explorer.weights["regulation"] == 50
    assert explorer.weights["sovereignty.models"] == 0
    assert explorer.widget.asked.startswith("#w=sovereignty:16.67,infrastructure:16.67,regulation:50,")
    expected = ss.score(scores.rubric.with_weights({"regulation": 0.75, "sovereignty.models": 0}), scores.countries)
    assert list(explorer.scores.table["score"]) == pytest.approx(list(expected.table["score"]), abs=0.005)
    assert explorer.uncertainty.draws == 2000
    with pytest.raises(ss.UnknownNode, match="regulation"):
        explorer.weights = {"regulations": 1}
    # as the page tells it
    own = {"RUS.sovereignty.hardware": "4"}
    explorer.widget.state = {"weights": {}, "answers": own, "top": "minimum", "vary": ["weights"]}
    changed = scores.countries.replace("RUS", "sovereignty.hardware", level=4)
    again = ss.score(scores.rubric.replace(scores.rubric.id, aggregate="minimum"), changed)
    assert explorer.scores.table.equals(again.table)
    assert explorer.uncertainty.plan.vary.sources == ["weights"]
    explorer.weights = {}
    assert explorer.widget.asked == "#"


CELL = """
const listeners = {};
window.model = {
  values: { page: PAGE, asked: "#w=regulation:70", state: {} },
  get: (name) => model.values[name],
  set: (name, value) => (model.values[name] = value),
  save_changes: () => (model.saved = (model.saved ?? 0) + 1),
  on: (name, call) => (listeners[name] = call),
  off: () => {},
};
window.ask = (address) => ((model.values.asked = address), listeners["change:asked"]());
window.ready = 0;
window.addEventListener("message", ({ data }) => data.ready && (window.ready += 1));
window.show = () => cell.render({ model, el: document.querySelector("#cell") });
window.away = show();
"""


@pytest.mark.slow
@pytest.mark.browser
@needs_chromium
def test_the_cell_tells_its_sliders_and_is_told_theirs(scores: Scores, tmp_path: Path) -> None:
    module = (PAGE / "cell.js").read_text(encoding="utf-8").replace("export default", "const cell =")
    content = json.dumps(to_html(scores, embedded=True)).replace("<", "\\u003c")
    code = module + CELL.replace("PAGE", content)
    page = tmp_path / "cell.html"
    page.write_text(f'<meta charset="utf-8"><div id="cell"></div><script type="module">{code}</script>', "utf-8")
    with chromium(tmp_path / "profile") as new:
        tab = new()
        tab.open(page.as_uri())
        weights = "model.values.state.weights?.['national-ai-strategy'] ?? null"
        tab.until("ready === 1")
        with tab.frame():
            tab.until(SETTLED)
            equal = (
                "[...document.querySelectorAll('.buttons button')].find((one) => one.textContent === 'Equal weights')"
            )
            tab.run(f"{equal}.click()")
        tab.until(f"({weights})?.regulation === 25")
        even = tab.run(weights)
        assert even == dict.fromkeys([node.path for node in scores.rubric.root.children], 25)
        # a notebook takes away what is out of sight, and brings it back as it was
        tab.run("(away(), document.querySelector('iframe').remove(), show(), 1)")
        tab.until("ready === 2")
        with tab.frame():
            tab.until(SETTLED)
            tab.focus("input[type=range]")
            tab.press("ArrowRight")
        tab.until(f"({weights}).sovereignty > 25")
        again = tab.run(weights)
        assert again["regulation"] == again["infrastructure"] == again["partnerships"] < 25
        assert tab.run("Object.keys(model.values.state).sort()") == [
            "answers",
            "date",
            "missing",
            "top",
            "vary",
            "weights",
        ]
        assert not [text for text in tab.told if "allow-same-origin" not in text and "Error" in text]
