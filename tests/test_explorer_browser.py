"""The explorer in a real browser, used as a person uses it: by keys and by its address."""

from __future__ import annotations

import csv
import io
import json
import re
import time
from collections.abc import Iterator
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import pytest

import strategyscore as ss
from strategyscore.explorer.build import write_explorer
from strategyscore.scoring.scores import Scores
from strategyscore.text.words import points

from .browser import Tab, chromium, needs_chromium
from .build import countries_of
from .command_line import run
from .conftest import PROFILE, RUBRIC
from .explorer import SETTLED
from .test_explorer_page import NASTY, hostile
from .test_gates import ANSWERS as GATED_ANSWERS
from .test_gates import CONTENT as GATED
from .test_gates import PATHS as GATED_PATHS

pytestmark = [pytest.mark.slow, pytest.mark.browser, needs_chromium]

ROWS = """[...document.querySelectorAll(".ranking tbody tr:not(.tier)")].map((row) =>
  ["rank", "country", "score", "interval", "first", "published"].map((name) => {
    const cell = row.querySelector(`.c-${name}`);
    return (cell.querySelector(".figure, .link") ?? cell).textContent;
  }))"""


@pytest.fixture(scope="module")
def scores() -> Scores:
    return ss.score(ss.load_rubric(), ss.load_countries())


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("explorer")


@pytest.fixture(scope="module")
def page(scores: Scores, folder: Path) -> str:
    return write_explorer(scores, folder / "explorer.html").as_uri()


@pytest.fixture(scope="module")
def browser(folder: Path) -> Iterator[Tab]:
    with chromium(folder / "profile") as new:
        yield new()


@pytest.fixture
def tab(browser: Tab) -> Iterator[Tab]:
    browser.asked.clear()
    browser.told.clear()
    yield browser
    assert browser.told == []
    assert all(address.startswith(("file:", "blob:", "about:")) for address in browser.asked)


def go(tab: Tab, address: str, **window: Any) -> None:
    tab.open(address, **window)
    tab.until(SETTLED)


def test_it_begins_with_the_published_ranking_and_its_intervals(tab: Tab, page: str, scores: Scores) -> None:
    go(tab, page)
    ranks = ss.uncertainty(scores, draws=2000).ranks
    rows = tab.run(ROWS)
    assert [row[1] for row in rows] == [scores.countries[code].name for code in scores.table.index]
    for (rank, _, score, interval, first, published), code in zip(rows, scores.table.index, strict=True):
        assert rank.rstrip("=") == published == str(scores.table["rank"][code])
        assert score == points(scores.table["score"][code])
        low, high = (int(end) for end in (interval.split(" to ") * 2)[:2])
        assert abs(low - ranks["lower"][code]) <= 1
        assert abs(high - ranks["upper"][code]) <= 1
        assert abs(int(first.split("\u00a0")[0]) / 100 - ranks["first"][code]) < 0.06
    assert "You see the ranking as published." in tab.run("document.querySelector('#meta').textContent")


def test_a_slider_moved_by_keys_leaves_as_a_rubric_that_the_command_line_scores_alike(
    tab: Tab, page: str, folder: Path, scores: Scores
) -> None:
    go(tab, page)
    before = tab.run(ROWS)
    downloads = folder / "downloads"
    tab.send("Browser.setDownloadBehavior", behavior="allow", downloadPath=str(downloads))
    slider = "input[data-path=regulation]"
    tab.focus(slider)
    tab.press(*["ArrowRight"] * 12)
    spoken = tab.run(f"document.querySelector({slider!r}).getAttribute('aria-valuetext')")
    assert spoken == "37\u00a0% of the weight, published 25\u00a0%"
    tab.until(SETTLED)
    after = tab.run(ROWS)
    assert [row[2] for row in after] != [row[2] for row in before]
    assert "You see your own ranking: other weights." in tab.run("document.querySelector('#meta').textContent")
    said = tab.until("document.querySelector('#status').textContent")
    moved = next(row for row in after if row[0].rstrip("=") != row[5].split(" ")[0])
    assert f"{moved[1]} is now {moved[0].rstrip('=')}, was " in said
    for rank, _, _, _, _, published in after:
        if not rank.rstrip("=").isdecimal():  # too little is answered for a rank under these weights
            continue
        by = int(published.split(" ")[0]) - int(rank.rstrip("="))
        assert published.partition(" ")[2] == (f"up {by}" if by > 0 else f"down {-by}" if by < 0 else "")
    texts = {}
    tab.focus("#png")
    tab.press("Enter")
    wait_for(downloads / "national-ai-strategy.png")
    picture = plt.imread(downloads / "national-ai-strategy.png")
    assert picture.shape[:2] == (2 * (136 + 24 * len(after)), 2 * 1060)
    assert (
        len(np.unique(picture[:, 2 * 40 : 2 * 52, :3].round(1).reshape(-1, 3), axis=0)) > 3
    )  # ranks are written there
    tab.run("document.querySelector('#cite').click()")
    hint = "document.querySelector('#yaml-hint').textContent"
    cited = tab.until(f"{hint}.includes('SHA-256') && {hint}")
    assert f"{scores.rubric.title}, version {scores.rubric.version}, ranked by a reader with other weights." in cited
    assert scores.rubric.digest[:12] in cited
    for kind in ("yaml", "csv", "svg"):
        tab.focus(f"#{kind}")
        tab.press("Enter")
        path = downloads / f"national-ai-strategy.{kind}"
        wait_for(path)
        texts[kind] = path.read_text(encoding="utf-8")
    shown = run("score", "--rubric", str(downloads / "national-ai-strategy.yaml"), "-f", "csv")
    here, there = (
        {row["country"]: row for row in csv.DictReader(io.StringIO(one))} for one in (shown.stdout, texts["csv"])
    )
    for row in after:
        code = scores.countries[scores.countries.row(row[1])].code
        assert points(float(here[code]["score"])) == row[2].rstrip("*")
        assert here[code]["rank"] == there[code]["rank"] == row[0].rstrip("=").replace("\N{EN DASH}", "")
        for name in ("score", "lower", "upper", "coverage"):
            assert float(here[code][name]) == pytest.approx(float(there[code][name]), rel=0, abs=1e-9)
        assert row[3] == " to ".join(dict.fromkeys([there[code]["rank_lower"], there[code]["rank_upper"]]))
    assert "<script" not in texts["svg"]
    assert all(row[1] in texts["svg"] for row in after)


def wait_for(path: Path) -> None:
    end = time.monotonic() + 20
    while not path.is_file():
        assert time.monotonic() < end, path
        time.sleep(0.02)


def test_the_address_keeps_the_state_and_gives_it_back(tab: Tab, page: str) -> None:
    go(tab, page)
    tab.focus("input[data-path=sovereignty]")
    tab.press("End")
    tab.focus("#missing")
    tab.press("ArrowDown")
    tab.focus("#search")
    tab.press(*"brics")
    tab.focus(".c-first .sort")
    tab.press("Enter")
    tab.until(SETTLED)
    tab.until("location.hash.endsWith('sort=first')")
    rows, address = tab.run(ROWS), tab.run("location.href")
    assert re.search(r"#w=sovereignty:100,infrastructure:0,.*&missing=worst&show=brics&sort=first$", address)
    assert tab.run("document.querySelector('.c-first').getAttribute('aria-sort')") == "ascending"
    go(tab, address)
    assert tab.run(ROWS) == rows
    assert 4 < len(rows) < 12
    tab.focus("#reset")
    tab.press("Enter")
    tab.until(SETTLED)
    tab.until("location.hash === ''")
    assert len(tab.run(ROWS)) == len(ss.load_countries())


def test_odd_addresses_are_ignored_with_a_notice(tab: Tab, page: str) -> None:
    go(tab, f"{page}#w=sovereignty:<img src=x>,regulation:50&top=zscore&XXX.law")
    notice = tab.run("document.querySelector('.notice').textContent")
    assert notice.startswith(
        "Part of the address says nothing here and was ignored: sovereignty:<img src=x>; top=zscore"
    )
    assert tab.run("document.querySelectorAll('img').length") == 0
    assert tab.run("document.querySelector('input[data-path=regulation]').value") == "40"  # 50 beside three of 25


def test_every_answer_has_an_address_and_opens_by_keys(tab: Tab, page: str, scores: Scores) -> None:
    go(tab, f"{page}#RUS.infrastructure.access")
    text = "document.querySelector('dialog[open]')?.innerText ?? ''"
    tab.until(f"({text}).includes('Facts and sources')")
    shown = tab.run(text)
    answer = scores.countries["RUS"].history["infrastructure.access"][-1]
    wanted = [
        "Russia: Access to compute for researchers and start-ups",
        "At least level 1 of 0 to 4",
        answer.because,
        f"{scores.rubric.confidence.of(answer.confidence):.0%}".replace("%", "\u00a0%"),
        "February 2025",
    ]
    wanted += [scores.rubric.by_key["infrastructure.access"].anchors["1"], answer.evidence[0].states]
    wanted += ["academic", "published February 2025", answer.evidence[0].where]
    for part in wanted:
        assert part in shown
    tab.press("Escape")
    tab.until("!document.querySelector('dialog[open]')")
    tab.until("location.hash === ''")
    tab.focus("#tab-ranking")
    tab.press("ArrowRight", "ArrowRight")
    assert tab.run("document.activeElement.id") == "tab-answers"
    tab.focus(".answers [tabindex='0']")
    tab.press("ArrowRight", "ArrowDown", "ArrowDown", "ArrowUp")
    best = scores.table.index[0]
    second = scores.rubric.criteria[1]
    cell = tab.run("document.activeElement.dataset.open")
    assert cell == f"{best}.{second.path}"
    tab.press("Enter")
    tab.until(f"({text}).includes({second.title!r})")
    tab.until(f"location.hash === '#{cell}&view=answers'")
    tab.press("Escape")
    assert tab.run("document.activeElement.dataset.open") == cell
    tab.press("ArrowUp", "ArrowUp", "Enter")
    assert tab.run("document.querySelector('dialog h2').textContent") == scores.countries[best].name


def test_a_lock_holds_and_equal_weights_are_equal(tab: Tab, page: str) -> None:
    go(tab, page)
    values = (
        "[...document.querySelectorAll('#panel > details > section input[type=range]')].map((one) => Number(one.value))"
    )
    tab.run("document.querySelector('input[data-path=partnerships]').parentElement.querySelector('.lock').click()")
    tab.focus("input[data-path=regulation]")
    tab.press("PageUp", "PageUp")
    found = tab.run(values)
    assert found[3] == 25
    assert found[2] == 45
    assert tab.run("document.querySelector('input[data-path=partnerships]').disabled")
    tab.run("document.querySelector('#equal').click()")
    assert tab.run(values) == [25, 25, 25, 25]
    tab.until("location.hash.split(':').length === 32")
    tab.run("document.querySelector('#as-published').click()")
    tab.until("location.hash === ''")


def test_parts_of_a_pillar_have_sliders_behind_more(tab: Tab, page: str, scores: Scores) -> None:
    go(tab, page)
    assert tab.run("document.querySelector('input[data-path=\"regulation.law\"]')") is None
    tab.run("document.querySelectorAll('.more summary')[2].click()")
    tab.until("document.querySelectorAll('input[data-path=\"regulation.law\"]').length")
    tab.focus('input[data-path="regulation.law"]')
    tab.press("End")
    tab.until(SETTLED)
    changed = scores.rubric.with_weights(
        {one.path: 100 * (one.id == "law") for one in scores.rubric.node("regulation").children}
    )
    table = ss.score(changed, scores.countries).table
    assert [row[2].rstrip("*") for row in tab.run(ROWS)] == [points(score) for score in table["score"]]


def test_a_rubric_without_a_twin_shows_the_published_scores_and_says_so(tab: Tab, folder: Path, scores: Scores) -> None:
    changed = scores.rubric.replace(scores.rubric.id, aggregate="copeland")
    other = ss.score(changed, scores.countries)
    go(tab, write_explorer(other, folder / "copeland.html").as_uri())
    assert "This rubric uses Copeland score, which this page cannot compute" in tab.run(
        "document.querySelector('#cannot').textContent"
    )
    assert tab.run("document.querySelectorAll('input[type=range], #yaml').length") == 0
    assert [row[2] for row in tab.run(ROWS)] == [points(score) for score in other.table["score"]]
    ties = other.table["rank"].duplicated(keep=False)
    assert ties.any()
    assert [row[0] for row in tab.run(ROWS)] == [
        f"{rank}{'=' * tie}" for rank, tie in zip(other.table["rank"], ties, strict=True)
    ]
    go(tab, write_explorer(other, folder / "copeland.html").as_uri() + "#CHN&view=answers")
    assert "rank 7" in tab.run("document.querySelector('dialog').innerText")


def test_without_a_worker_the_page_draws_by_itself(tab: Tab, page: str) -> None:
    go(tab, page + "#top=median")
    rows = tab.run(ROWS)
    gone = tab.send("Page.addScriptToEvaluateOnNewDocument", source="delete window.Worker")["identifier"]
    go(tab, page + "#top=median")
    assert tab.run("typeof Worker") == "undefined"
    assert tab.run(ROWS) == rows
    tab.send("Page.removeScriptToEvaluateOnNewDocument", identifier=gone)


def test_markup_in_every_field_runs_nothing_makes_nothing_and_asks_for_nothing(tab: Tab, folder: Path) -> None:
    (folder / "hostile").mkdir()
    (folder / "hostile.yaml").write_text(hostile(RUBRIC).replace("rubric: demo", "rubric: hostile"), encoding="utf-8")
    for name, code in (("kenya", "KEN"), ("uganda", "UGA")):
        text = hostile(PROFILE.replace("country: KEN", f"country: {code}\nabout: x")).replace("demo.", "hostile.")
        (folder / "hostile" / f"{name}.yaml").write_text(
            text.replace("about: x", f"about: {json.dumps(NASTY)}"), encoding="utf-8"
        )
    countries = ss.load_countries(folder / "hostile")
    odd = {
        key: replace(source, url="javascript:document.title='owned'") for key, source in countries[1].sources.items()
    }
    countries = replace(countries, profiles=(countries[0], replace(countries[1], sources=odd)))
    scores = ss.score(ss.load_rubric(folder / "hostile.yaml"), countries)
    page = write_explorer(scores, folder / "hostile.html").as_uri()
    for what in ("KEN", "KEN.law", "KEN.wealth", "UGA.checks", "law", "view=answers", "view=method", PAIR):
        go(tab, f"{page}#{what}")
        if what in ("KEN.law", "KEN.wealth", "UGA.checks"):
            tab.until("document.querySelector('dialog').innerText.includes('Facts and sources')")
            links = tab.run("[...document.querySelectorAll('dialog a')].map((one) => [one.href, one.rel])")
            assert links == ([["https://example.org/gazette", "noopener noreferrer"]] if what.startswith("KEN") else [])
        assert NASTY in re.sub(r"\s+", " ", tab.run("document.body.innerText"))
        assert (
            tab.run("document.querySelectorAll('img, iframe, object, script:not([id]):not([type=module])').length") == 0
        )
        assert tab.run("[...document.scripts].length") == 4
        assert (what == PAIR) == ("answer that you set" in tab.run("document.querySelector('#meta').textContent"))
        assert "owned" not in tab.run("document.title").replace(NASTY, "")


PAIR = "view=pair&pair=KEN,UGA&set=%3Cimg%20src=x%3E,law:40&a=KEN.law:0,KEN.wealth:%3Cimg%3E"
AXE = """axe.run(document, {runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}).then((found) => ({
  violations: found.violations.map((rule) => [rule.id, rule.nodes.length, rule.nodes[0].html.slice(0, 200)]),
  passes: found.passes.map((rule) => rule.id),
}))"""


WIDE_PAGES = ["#missing=best", "#view=answers&show=BRICS&a=CHN.regulation.law:1", "#RUS&view=method"]
NARROW_PAGES = ["", "#view=pair&pair=KOR,RUS", "#CHN.sovereignty.models"]


def test_on_a_phone_the_sliders_show_who_leads(tab: Tab, page: str) -> None:
    go(tab, page, width=390)
    assert not tab.run("document.querySelector('.panel').open")
    tab.run("document.querySelector('.panel > summary').click()")
    tab.until("document.querySelector('.panel').open")
    first = tab.run("document.querySelector('.top-now').textContent").split(" \N{MIDDLE DOT} ")
    assert len(first) == 5
    assert first[0].startswith("1\N{NO-BREAK SPACE}")
    tab.focus("input[type=range]")
    tab.press(*["Home"])
    tab.until("document.querySelector('.top-now').textContent !== " + json.dumps(" \N{MIDDLE DOT} ".join(first)))
    place = "(b => [b.top, b.bottom])(document.querySelector('.top-now').getBoundingClientRect())"
    top, bottom = tab.run(place)
    assert 0 < top < bottom <= tab.run("window.innerHeight") + 1
    # the two are read at one moment, and once they are drawn: both follow the slider
    ranked = "document.querySelector('.ranking tbody tr:not(.tier) th').textContent"
    tab.until(f"document.querySelector('.top-now').textContent.startsWith('1\\u00a0' + {ranked})")
    go(tab, page, width=1280)
    assert tab.run("getComputedStyle(document.querySelector('.top-now')).display") == "none"


@pytest.mark.long
@pytest.mark.parametrize(("width", "dark", "pages"), [(1280, False, WIDE_PAGES), (360, True, NARROW_PAGES)])
def test_there_is_no_barrier(tab: Tab, page: str, width: int, dark: bool, pages: list[str]) -> None:
    checker = files("axe_core_python").joinpath("axe.min.js").read_text(encoding="utf-8")
    for what in pages:
        go(tab, page + what, width=width, dark=dark)
        tab.until("!document.querySelector('[aria-busy]')")
        tab.run("document.querySelectorAll('#panel details, .ladder').forEach((one) => (one.open = true))")
        tab.run(f"{checker}; null")
        told = tab.run(AXE)
        assert told["violations"] == [], what
        assert "color-contrast" in told["passes"]


@pytest.mark.parametrize(
    "width", [360, *(pytest.param(one, marks=pytest.mark.long) for one in (768, 1000, 1200, 1280))]
)
def test_nothing_runs_off_the_screen(tab: Tab, page: str, width: int) -> None:
    for what in ("", "#view=answers", "#CHN.sovereignty.models", "#view=method", "#view=pair&pair=ARE,GBR"):
        go(tab, page + what, width=width)
        tab.until("!document.querySelector('[aria-busy]')")
        assert tab.run("document.documentElement.scrollWidth") <= width, what
        ends = "[...document.querySelectorAll('.ranking td')].map((one) => one.getBoundingClientRect().right)"
        assert tab.run(f"Math.max(0, ...{ends})") <= width, what
        overlaps = """[...document.querySelectorAll(".ranking tbody tr:not(.tier)")].some((row) => {
          const parts = [...row.querySelectorAll(".figure, .link, .bar, .c-first")];
          const boxes = parts.map((one) => one.getBoundingClientRect());
          return boxes.some((one, at) => boxes.slice(at + 1).some((other) =>
            one.left < other.right - 1 && other.left < one.right - 1
            && one.top < other.bottom - 1 && other.top < one.bottom - 1));
        })"""
        assert not tab.run(overlaps), what


def test_how_heavy_a_pillar_must_be_to_turn_an_order_is_read_and_set(tab: Tab, page: str, scores: Scores) -> None:
    table = scores.table
    ahead, behind = sorted(["CHN", "DEU"], key=lambda code: -table["score"][code])
    first, second = (scores.countries[code].name for code in (ahead, behind))
    go(tab, f"{page}#view=pair&pair={ahead},{behind}")
    head = "document.querySelector('#pair-head').textContent"
    assert f"{first} {points(table['score'][ahead])} (rank {table['rank'][ahead]}); {second}" in tab.run(head)
    leads = rf"{first} leads by \d\.\d points\. It is above {second} in \d+\u00a0% of the draws\."
    assert re.search(leads, tab.run(head))
    tab.until("document.querySelectorAll('#needs-weights tbody tr').length > 4")
    rows = tab.run("[...document.querySelectorAll('#needs-weights tbody tr')].map((one) => one.innerText)")
    assert [row.split("\t")[0] for row in rows[:4]] == [node.title for node in scores.rubric.root.children]
    found = next(row for row in rows if re.search(r"[\d.]+\u00a0% or (more|less)", row))
    title = "document.querySelector('#turn-title').textContent"
    assert tab.run(title) == f"What would it take for {second} to overtake {first}?"
    name = tab.run("document.querySelector('[data-needs]').dataset.needs")
    tab.focus("[data-needs]")
    tab.press("Enter")
    tab.until(SETTLED)
    assert f"{second} leads by" in tab.run(head), found
    needed = re.search(r"([\d.]+)\u00a0% or", found)
    assert needed
    address = tab.until("location.hash.includes('w=') && location.hash")
    assert re.search(rf"[#&,=]{re.escape(name)}:{needed[1]}\b", address)
    tab.until(f"{title}.startsWith('What would it take for {first}')")
    tab.focus("#swap")
    tab.press("Enter")
    assert tab.run(head).startswith(second)
    tab.run("document.querySelector('#as-published').click()")
    tab.until(f"{title}.startsWith('What would it take for {second}')")
    tab.run("document.querySelector('#try-several, [data-tries]').click()")
    tab.until(SETTLED)
    assert f"{second} leads by" in tab.run(head)


def test_two_countries_stand_side_by_side_with_the_words_of_their_levels(tab: Tab, page: str, scores: Scores) -> None:
    go(tab, f"{page}#view=pair")
    assert tab.run("['pair-0', 'pair-1'].map((id) => document.getElementById(id).value)") == list(
        scores.table.index[:2]
    )
    tab.focus("#pair-1")
    tab.press(*"Russia")
    tab.until("location.hash.includes(',RUS&')")
    first = scores.table.index[0]
    both = {
        code: [profile.answer_to(leaf) for leaf in scores.rubric.criteria]
        for code in (first, "RUS")
        for profile in [scores.countries[code]]
    }
    lines = "[...document.querySelectorAll('{} li')].map((one) => one.innerText)"
    known, unknown = tab.run(lines.format("#gaps")), tab.run(lines.format("#cannot-compare"))
    missing = [leaf.title for leaf, *pair in zip(scores.rubric.criteria, *both.values(), strict=True) if None in pair]
    assert len(known) + len(unknown) == len(scores.rubric.criteria)
    assert sorted(one.splitlines()[0].strip() for one in unknown) == sorted(missing)
    for leaf, *pair in zip(scores.rubric.criteria, *both.values(), strict=True):
        shown = next(one for one in [*known, *unknown] if one.startswith(leaf.title))
        for answer in pair:
            assert "missing" in shown if answer is None else leaf.anchors[str(answer.level)] in shown
    tab.focus("[data-pair='RUS.regulation.law']")
    tab.press("Enter")
    tab.until("document.querySelector('dialog[open] h2').textContent.startsWith('Russia: ')")


def test_another_answer_moves_score_rank_and_interval_and_can_be_undone(tab: Tab, page: str, scores: Scores) -> None:
    go(tab, f"{page}#KAZ.regulation.oversight")
    effect = "document.querySelector('#effect').textContent"
    before = scores.table.loc["KAZ"]
    tab.until(
        f"{effect}.startsWith('Kazakhstan: score {points(before['score'])}, rank {before['rank']}, 90\u00a0% interval')"
    )
    tab.focus("#what-if")
    tab.press("4")
    again = ss.score(scores.rubric, scores.countries.replace("KAZ", "regulation.oversight", level=4)).table.loc["KAZ"]
    wanted = f"Kazakhstan: score {points(again['score'])}, rank {again['rank']}, 90\u00a0% interval"
    tab.until(f"{effect}.startsWith({wanted!r})")
    assert f"(as answered: score {points(before['score'])}, rank {before['rank']}, 90\u00a0% interval" in tab.run(
        effect
    )
    tab.until("location.hash === '#KAZ.regulation.oversight&a=KAZ.regulation.oversight:4'")
    tab.press("Escape")
    tab.until("!document.querySelector('dialog[open]')")
    assert "1 answer that you set" in tab.run("document.querySelector('#meta').textContent")
    row = next(row for row in tab.run(ROWS) if row[1] == "Kazakhstan")
    assert row[2] == points(again["score"])
    tab.focus("#tab-answers")
    tab.press("Enter")
    own = tab.run("[...document.querySelectorAll('.own-answer')].map((one) => [one.dataset.open, one.textContent])")
    assert own == [["KAZ.regulation.oversight", "4"]]
    tab.run("document.querySelector('#own-answers .small').click()")
    tab.until("location.hash === '#view=answers'")
    assert tab.run("document.querySelector('#own-answers').hidden")


def test_tiers_stand_above_their_countries_in_the_ranking(tab: Tab, page: str, scores: Scores) -> None:
    go(tab, page)
    found = tab.run("[...document.querySelectorAll('.ranking .tier')].map((one) => one.textContent)")
    sizes = [int(re.fullmatch(rf"Tier {n}: (\d+) countr(y|ies)", text)[1]) for n, text in enumerate(found, 1)]  # type: ignore[index]
    assert sum(sizes) == scores.table["rank"].notna().sum()
    table = ss.uncertainty(scores, draws=2000).tiers
    assert abs(len(sizes) - table["tier"].max()) <= 2
    tab.focus(".c-score .sort")
    tab.press("Enter")
    assert tab.run("document.querySelectorAll('.ranking .tier').length") == 0


def test_sets_of_weights_are_saved_used_and_compared(tab: Tab, page: str, scores: Scores) -> None:
    go(tab, page)
    tab.run("document.querySelector('.sets').open = true")
    tab.focus("input[data-path=regulation]")
    tab.press("End")
    tab.focus("#set-name")
    tab.press(*"Anna")
    tab.press("Enter")
    tab.until("document.querySelectorAll('#sets li').length === 1")
    tab.run("document.querySelector('#as-published').click()")
    tab.until("/^#set=Anna,sovereignty:0,.*regulation:100,/.test(location.hash)")
    only = ss.score(
        scores.rubric.with_weights({one.path: one.path == "regulation" for one in scores.rubric.root.children}),
        scores.countries,
    )
    tab.run("document.querySelector('.sets-table').open = true")
    cells = "[...row.children].map((one) => one.textContent)"
    rows = tab.run(f"[...document.querySelectorAll('#sets-ranks tbody tr')].map((row) => {cells})")
    shown = {row[0]: row[1:] for row in rows}
    for code, rank in scores.table["rank"].items():
        own = only.ranks[only.row(code), 0]
        assert shown[scores.countries[code].name] == [str(rank), "\N{EN DASH}" if np.isnan(own) else str(int(own))]
    tab.run("document.querySelector('#sets .link').click()")
    tab.until("document.querySelector('input[data-path=regulation]').value === '100'")
    tab.run("document.querySelector('#sets .small').click()")
    tab.until("location.hash.startsWith('#w=') && !location.hash.includes('set=')")


def test_an_earlier_date_is_reached_by_keys(tab: Tab, page: str, scores: Scores) -> None:
    go(tab, page)
    tab.focus("#date")
    tab.press("ArrowLeft", "ArrowLeft", "ArrowLeft")
    tab.until("location.hash === '#d=2024-12'")
    assert tab.run("document.querySelector('#date').getAttribute('aria-valuetext')") == "the end of December 2024"
    table = ss.score(scores.rubric, scores.countries, "2024-12").table
    ranked = table[table["rank"].notna()]
    rows = tab.run(ROWS)
    assert [row[1] for row in rows[: len(ranked)]] == [scores.countries[code].name for code in ranked.index]
    assert [row[2] for row in rows[: len(ranked)]] == [points(score) for score in ranked["score"]]
    tab.until(SETTLED)
    drawn = {row[1]: [int(end) for end in row[3].split(" to ")] for row in tab.run(ROWS)}
    python = ss.uncertainty(ss.score(scores.rubric, scores.countries, "2024-12"), draws=2000)
    for code, low, high in python.ranks[["lower", "upper"]].itertuples():
        own = drawn[scores.countries[code].name]
        assert abs(own[0] - low) + abs(own[-1] - high) <= 2
    assert "--as-of 2024-12" in tab.run("document.querySelector('#yaml-hint').textContent")
    tab.focus("#same")
    tab.press(" ")
    tab.until("location.hash === '#d=2024-12&same=no'")
    codes = [scores.countries[scores.countries.row(row[1])].code for row in rows]
    now = [row[5].split(" ")[0] for row in tab.run(ROWS)]
    assert now == [str(scores.table["rank"][code]) for code in codes]


def test_bands_gates_and_factors_are_computed_shown_and_told(tab: Tab, folder: Path) -> None:
    rubric = ss.load_rubric(dict(GATED, bands={"low": 0, "middle": 40, "high": 70}))
    scores = ss.score(rubric, countries_of(GATED_ANSWERS | {"CHN": ["n/a", 3, 0]}, GATED_PATHS))
    address = write_explorer(scores, folder / "gates.html").as_uri()
    go(tab, address)
    assert [row[2] for row in tab.run(ROWS)] == [points(score) for score in scores.table["score"]]
    bands = tab.run(
        "[...document.querySelectorAll('.ranking .bounds')].map((one) => one.textContent.split('band: ')[1])"
    )
    assert bands == list(scores.table["band"])
    go(tab, f"{address}#NZL")
    told = tab.run("[...document.querySelectorAll('.gates li')].map((one) => one.textContent)")
    assert told == [
        "Law must reach level 2, else the score is at most 50: not known",
        "Money must reach level 3: not passed",
    ]
    go(tab, f"{address}#view=answers")
    assert tab.run("document.querySelector('[data-open=\\'CHN.rules.law\\']').textContent") == "n/a"
    go(tab, f"{address}#view=method")
    text = tab.run("document.querySelector('.method').innerText")
    assert "a factor for Harmful systems: level 0: 1, level 1: 0.9, level 2: 0.5" in text
    assert "bands: low from 0, middle from 40, high from 70" in text
