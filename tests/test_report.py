"""The report: whole or not at all, self-contained, and safe with whatever a profile says."""

from __future__ import annotations

import base64
import csv
import html
import html.parser
import json
import re
import subprocess
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import pandas as pd
import pytest
from PIL import Image

import strategyscore as ss
from strategyscore.analysis.evidence import one_source
from strategyscore.analysis.findings.basis import Basis
from strategyscore.charts.catalogue import CATALOGUE
from strategyscore.charts.saving import to_svg
from strategyscore.methods.registry import aggregations
from strategyscore.output.datapackage import Described, datapackage
from strategyscore.output.files import to_csv, write_whole
from strategyscore.report.first import rank_rows
from strategyscore.report.pictures import Material, report_jobs

from .build import countries_of
from .conftest import CHROMIUM, PROFILE, RUBRIC, read_page

if TYPE_CHECKING:
    from strategyscore.report.robustness import Robustness

DATA = Path(__file__).parent / "published" / "data"

pytestmark = pytest.mark.slow

NASTY = "<script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\">"


SOME = ["BRA", "CAN", "CHN", "DEU", "FRA", "GBR", "IND", "JPN", "KAZ", "KOR", "RUS", "USA", "ZAF"]


@pytest.fixture(scope="module")
def bundled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("report") / "out"
    ss.report.write_report(ss.score(ss.load_rubric(), ss.load_countries(SOME)), out, highlight="RUS", also="png")
    return out


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile")
    text = PROFILE.replace("A bill is before parliament.", NASTY).replace(
        "title: Gazette", f"title: {json.dumps(NASTY)}"
    )
    text = text.replace("states: A bill was read.", "states: =HYPERLINK(1)").replace("Section 2", "$x^2$ {{ 7*7 }}")
    (folder / "countries").mkdir()
    (folder / "countries" / "kenya.yaml").write_text(text, encoding="utf-8")
    (folder / "demo.yaml").write_text(
        RUBRIC.replace("title: Demo", "title: Cost in $ and $_{x}$ <b>"), encoding="utf-8"
    )
    out = folder / "out"
    ss.report.write_report(ss.score(ss.load_rubric(folder / "demo.yaml"), ss.load_countries(folder / "countries")), out)
    return out


class Tags(html.parser.HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def tags(page: Path) -> list[tuple[str, dict[str, str | None]]]:
    parser = Tags()
    parser.feed(page.read_text(encoding="utf-8"))
    return parser.tags


def test_all_files_are_there_and_nothing_else(bundled: Path) -> None:
    names = {str(path.relative_to(bundled)) for path in bundled.rglob("*") if path.is_file()}
    tables = {"scores.csv", "scores-like-for-like.csv", "scores.json", "tidy.csv", "evidence.csv", "findings.csv"}
    tables |= {"datapackage.json", "provenance.json", "changes.csv", "changed-ratings.csv"}
    tables |= {"rubric/national-ai-strategy.yaml", "sources.bib", "groups.csv"}
    usual = {name for name, entry in CATALOGUE.items() if entry.depth == "standard" and entry.needs != "panel"}
    charts = {f"charts/{name}.{kind}" for name in usual for kind in ("png", "svg")}
    of_draws = "ranks", "scores", "acceptability", "dominance", "sensitivity", "leave-one-out", "settling"
    assert names == {"index.html", "explorer.html"} | tables | charts | {f"robustness/{name}.csv" for name in of_draws}


def test_the_page_says_why_an_interval_is_wide(bundled: Path) -> None:
    page = read_page(bundled / "index.html")
    drawn = list(csv.DictReader((bundled / "robustness" / "scores.csv").open(encoding="utf-8")))
    row = max(drawn, key=lambda row: float(row["q95"]) - float(row["q05"]))
    assert f"The score of {ss.load_countries()[row['country']].name} is the least certain" in page
    scores = ss.score(ss.load_rubric(), ss.load_countries())
    missing = scores.explain(row["country"]).missing
    assert f"{len(missing)} of {len(scores.rubric.criteria)} criteria have no answer: " in page
    for node in missing:
        assert node.title in page
    assert f"{float(row['q05']):.1f} to {float(row['q95']):.1f}" in page


def test_russia_stands_in_table_and_page_with_coverage_and_bounds(bundled: Path) -> None:
    row = next(row for row in csv.DictReader((bundled / "scores.csv").open()) if row["country"] == "RUS")
    assert float(row["lower"]) < float(row["score"]) < float(row["upper"])
    page = read_page(bundled / "index.html")
    for value in (row["score"], row["lower"], row["upper"]):
        assert f"{float(value):.1f}" in page
    assert "51 %" in page


def test_the_page_asks_for_nothing_over_the_network(bundled: Path) -> None:
    for tag, attributes in tags(bundled / "index.html"):
        assert tag not in ("script", "link", "iframe", "object", "base", "form")
        if tag == "img":
            assert attributes["src"].startswith("data:")
            assert attributes["alt"]
        if tag == "a" and attributes["href"].startswith("http"):
            assert "noopener" in attributes["rel"]
    assert "url(" not in read_page(bundled / "index.html")


def test_every_chart_is_drawn_a_second_time_for_a_phone(bundled: Path) -> None:
    page = (bundled / "index.html").read_text(encoding="utf-8")
    pictures = re.findall(r"<picture>.*?</picture>", page)
    assert len(pictures) >= 6
    for picture in pictures:
        assert 'media="screen and (max-width: 40rem)"' in picture
        small, large = (base64.b64decode(found).decode() for found in re.findall(r"svg\+xml;base64,([^\"]+)", picture))
        widths = [float(found[1]) for drawn in (small, large) if (found := re.search(r'width="([\d.]+)pt"', drawn))]
        assert widths == [252.0, 482.4]
        titles = ["".join(re.findall(r"<text[^>]*>([^<]*)", drawn)).replace(" ", "") for drawn in (small, large)]
        assert titles[0][:20] == titles[1][:20]


def test_every_link_within_the_page_leads_somewhere(bundled: Path) -> None:
    found = tags(bundled / "index.html")
    ids = [attributes["id"] for _, attributes in found if "id" in attributes]
    assert len(ids) == len(set(ids))
    for tag, attributes in found:
        if tag == "a" and not attributes["href"].startswith("http"):
            target = attributes["href"]
            assert target[1:] in ids if target.startswith("#") else (bundled / target).is_file()


def test_every_source_is_linked(bundled: Path) -> None:
    linked = {attributes["href"] for tag, attributes in tags(bundled / "index.html") if tag == "a"}
    wanted = {source.url for profile in ss.load_countries(SOME) for source in profile.sources.values() if source.url}
    assert wanted <= linked


def test_text_of_a_profile_is_escaped(hostile: Path) -> None:
    page = read_page(hostile / "index.html")
    assert "<script" not in page
    assert "onerror=&#34;" in page
    assert not any(
        tag in ("script", "b") or "onerror" in attributes for tag, attributes in tags(hostile / "index.html")
    )
    assert "{{ 7*7 }}" in page
    assert "<script" not in (hostile / "charts" / "ranking.svg").read_text(encoding="utf-8")
    assert "'=HYPERLINK(1)" in (hostile / "evidence.csv").read_text(encoding="utf-8")


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine")
@pytest.mark.parametrize("name", ["bundled", "hostile"])
def test_in_a_real_browser_no_script_runs_and_nothing_is_asked_for(
    name: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    page = request.getfixturevalue(name) / "index.html"
    log = tmp_path / "net.json"
    quiet = "--disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update"
    command = [CHROMIUM, "--headless", "--no-sandbox", *quiet.split(), "--disable-sync", "--enable-logging=stderr"]
    command += [f"--user-data-dir={tmp_path / 'profile'}", f"--log-net-log={log}", "--dump-dom", page.as_uri()]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    title = re.search(r"<title>(.*?)</title>", done.stdout)
    assert title
    assert "owned" not in title.group(1)
    assert "CONSOLE" not in done.stderr
    hosts = set(re.findall(r'"url":"(https?://[^"]+)"', log.read_text(encoding="utf-8", errors="replace")))
    cited = {source.url for profile in ss.load_countries() for source in profile.sources.values()}
    assert not hosts & {url for url in cited if url}


@pytest.mark.long
def test_the_same_documents_give_the_same_bytes_however_many_processes_draw(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767225600")
    for workers in (1, 2):
        scores = ss.score(ss.load_rubric(), ss.load_countries(["KAZ", "RUS"]))
        charts = ["ranking", "heatmap", "slope", "dominance", "tornado", "profile"]
        ss.report.write_report(scores, tmp_path / str(workers), charts=charts, draws=1000, workers=workers)
    alone = sorted(path.relative_to(tmp_path / "1") for path in (tmp_path / "1").rglob("*.*"))
    assert alone == sorted(path.relative_to(tmp_path / "2") for path in (tmp_path / "2").rglob("*.*"))
    assert sum(path.suffix == ".svg" for path in alone) == 7
    for path in alone:
        assert (tmp_path / "1" / path).read_bytes() == (tmp_path / "2" / path).read_bytes(), path


def test_pictures_are_wide_enough_for_a_page_and_say_where_they_come_from(bundled: Path) -> None:
    for name in ("ranking", "heatmap"):
        with Image.open(bundled / "charts" / f"{name}.png") as picture:
            assert picture.width == round(6.7 * 200)
            assert "national-ai-strategy" in picture.info["Source"]
            assert "Russia" in picture.info["Description"]
        svg = (bundled / "charts" / f"{name}.svg").read_text(encoding="utf-8")
        assert "Russia" in re.sub(r"<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)  # text stays text


def test_other_files_in_the_folder_stay(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    ss.report.write_report(ss.score(ss.load_rubric(), ss.load_countries("RUS")), tmp_path, draws=0, charts=[])
    assert (tmp_path / "notes.txt").read_text(encoding="utf-8") == "mine"


def test_files_appear_all_or_none(tmp_path: Path) -> None:
    (tmp_path / "old").write_bytes(b"old")
    (tmp_path / "blocked").mkdir()
    with pytest.raises(OSError, match="folder"):
        write_whole({tmp_path / "old": b"new", tmp_path / "fresh": b"x", tmp_path / "blocked": b"x"})
    assert (tmp_path / "old").read_bytes() == b"old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["blocked", "old"]


def test_formulas_are_defused_and_numbers_are_not() -> None:
    import pandas as pd

    table = pd.DataFrame({"text": ["=1+1", "+1", "-1", "@x", "\tx", "fine"], "number": [-1.5, 2, 3, 4, 5, 6]})
    lines = to_csv(table).splitlines()
    assert [line.split(",")[0] for line in lines[1:]] == ["'=1+1", "'+1", "'-1", "'@x", "'\tx", "fine"]
    assert lines[1].endswith(",-1.5")


@pytest.mark.long
def test_the_charts_that_are_asked_for_are_drawn_and_shown_and_progress_is_told_step_by_step(tmp_path: Path) -> None:
    told: list[str] = []
    scores = ss.score(ss.load_rubric(), ss.load_countries(["RUS", "KAZ"]))
    charts = ["heatmap", "profile", "ranking"]
    page = ss.report.write_report(scores, tmp_path, draws=300, charts=charts, on_step=told.append)
    names = {"heatmap", "ranking", "profile-KAZ", "profile-RUS"}
    assert {path.stem for path in (tmp_path / "charts").iterdir()} == names
    found = tags(page)
    assert sum(tag == "img" for tag, _ in found) == len(names)
    ids = {attributes["id"] for _, attributes in found if "id" in attributes}
    assert "parts" in ids
    assert not {"coverage", "comparison"} & ids  # sections that are a chart and nothing else
    links = {attributes["href"] for tag, attributes in found if tag == "a"}
    assert {link[1:] for link in links if link.startswith("#")} <= ids
    assert (tmp_path / "robustness" / "dominance.csv").is_file()  # tables are all there
    assert told[:3] == ["robustness", "tables", "charts"]
    assert sorted(told[3:-2]) == sorted(f"chart: {name}" for name in names)
    assert told[-2:] == ["page", "files"]


@pytest.mark.parametrize("highlight", [[], ["RUS"]])
def test_two_countries_are_compared_only_where_one_is_highlighted(tmp_path: Path, highlight: list[str]) -> None:
    scores = ss.score(ss.load_rubric("regulation"), ss.load_countries(["RUS", "KAZ"]))
    page = ss.report.write_report(scores, tmp_path, draws=0, highlight=highlight)
    assert (tmp_path / "charts" / "dumbbell.svg").exists() == bool(highlight)
    assert ("comparison" in {attributes.get("id") for _, attributes in tags(page)}) == bool(highlight)


@pytest.mark.long
def test_a_report_may_have_one_chart_or_none(tmp_path: Path) -> None:
    scores = ss.score(ss.load_rubric(), ss.load_countries(["RUS", "KAZ"]))
    one = ss.report.write_report(scores, tmp_path / "one", draws=0, charts="coverage")
    assert "the charts as SVG under" in one.read_text(encoding="utf-8")
    assert {path.name for path in (one.parent / "charts").iterdir()} == {"coverage.svg"}
    none = ss.report.write_report(scores, tmp_path / "none", draws=0, charts=())
    assert not (none.parent / "charts").exists()
    assert not any(tag == "img" for tag, _ in tags(none))
    assert "charts/" not in none.read_text(encoding="utf-8")


def test_squares_of_more_countries_than_a_page_can_show_are_drawn_only_when_they_are_named() -> None:
    def names(count: int, **named: bool) -> set[str]:
        rubric, frame = ss.load_rubric("hdi"), pd.read_csv(DATA / "hdi2022.csv").head(count)
        scores = ss.score(rubric, ss.read_table(frame, rubric, country="iso3", name="country"))
        drawn = SimpleNamespace(uncertainty=object(), sensitivity=None, widest=scores.countries.codes[0])
        return {
            job.name for job in report_jobs(Material(scores, None, cast("Robustness", drawn), ()), CATALOGUE, **named)
        }

    squares = {"dominance", "rank-acceptability"}
    assert squares <= names(60)
    assert not squares & names(61)
    assert squares <= names(61, named=True)


def test_a_chart_that_is_not_known_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    scores = ss.score(ss.load_rubric(), ss.load_countries("RUS"))
    with pytest.raises(ValueError, match="there is no chart 'rank_intervals'; did you mean 'rank-intervals'"):
        ss.report.write_report(scores, tmp_path / "out", charts=["ranking", "rank_intervals"])
    assert not (tmp_path / "out").exists()


def test_what_changed_is_told_on_the_questions_of_both_dates(bundled: Path) -> None:
    """Ranks of a date on which other questions were answered stand on the page only where they are split."""
    page = read_page(bundled / "index.html")
    section = page[page.index('<section id="changes">') : page.index('<section id="countries">')]
    section, split = section.split("<h3>What each change of score and rank is made of</h3>")
    countries = ss.load_countries(SOME)
    before = ss.like_for_like(ss.score(ss.load_rubric(), countries))
    assert before is not None
    assert before.as_of is not None
    assert f"What changed since {before.as_of.said}" in section
    assert "Rank" not in section
    moves = pd.read_csv(bundled / "findings.csv").query("kind == 'moved'")
    assert len(moves) == len(countries)
    for move in moves.itertuples():
        numbers = dict(pair.split("=") for pair in move.numbers.split("; "))
        row = section[section.index(f'<th scope="row">{countries[move.countries].name}</th>') :]
        cells = re.findall("<td>(.*?)</td>", row.split("</tr>")[0])
        assert [float(cells[3]), float(cells[4])] == [float(numbers["up"]), float(numbers["down"])]
        if not float(numbers["up"]) + float(numbers["down"]):
            assert cells[1] == cells[2]
    for code in ("RUS", "CHN", "ZAF"):
        row = split[split.index(f'<th scope="row">{countries[code].name}</th>') :].split("</tr>")[0]
        cells = [float(cell.replace("\N{MINUS SIGN}", "-")) for cell in re.findall("<td>(.*?)</td>", row)]
        assert cells[3] + cells[4] == pytest.approx(cells[2]) == pytest.approx(cells[1] - cells[0])
        assert sum(cells[7:10]) == pytest.approx(cells[6] - cells[5])
    assert re.search(r'href="#ZAF\.[a-z.-]+"', split)


def test_the_first_screen_says_what_was_found_how_surely_and_what_to_read_first(bundled: Path) -> None:
    page = read_page(bundled / "index.html")
    first = page[page.index('<div class="first">') : page.index('<section id="comparison">')]
    told = re.findall(r"<li>(.*?)</li>", first[first.index("<ol") : first.index("</ol>")])
    assert len(told) == 5
    texts = set(pd.read_csv(bundled / "findings.csv")["text"])
    assert {html.unescape(text) for text in told} <= texts
    for head in ("Evidence until", "Sources", "Not known", "Levels", "Score and interval"):
        assert f"<dt>{head}</dt>" in first
    ranks = pd.read_csv(bundled / "robustness" / "ranks.csv", index_col="country")
    for code, row in ranks.iterrows():
        cells = first[first.index(f'href="#{code}"') :].split("</tr>")[0]
        low, high = int(row["lower"]), int(row["upper"])
        assert (f">{low} to {high}<" if high > low else f">{low}<") in cells
    assert first.count('class="tier"') >= 3


def test_a_country_on_one_source_is_set_apart_where_others_have_more() -> None:
    scores = ss.score(ss.load_rubric(), ss.load_countries())
    alone = {
        profile.code
        for profile, answers in zip(scores.countries, scores.ratings.answers, strict=True)
        if len({item.source for answer in answers if answer for item in answer.evidence}) == 1
    }
    basis = Basis(scores, None)
    assert set(one_source(basis.scores)) == alone
    rows = rank_rows(basis)
    assert [row.apart for row in rows] == sorted(row.apart for row in rows)
    assert {row.code for row in rows if "\N{DAGGER}" in row.marks} == alone
    few = Basis(ss.score(ss.load_rubric(), ss.load_countries(sorted(alone) or ["RUS"])), None)
    assert one_source(few.scores) == []  # where all do, none is set apart for it


def test_every_rating_has_an_anchor_and_every_citation_its_number_kind_and_date(bundled: Path) -> None:
    found = tags(bundled / "index.html")
    ids = {attributes["id"] for _, attributes in found if "id" in attributes}
    scores = ss.score(ss.load_rubric(), ss.load_countries(SOME))
    for profile, answers in zip(scores.countries, scores.ratings.answers, strict=True):
        for leaf, answer in zip(scores.rubric.criteria, answers, strict=True):
            assert f"{profile.code}.{leaf.path}" in ids or answer is None
    page = read_page(bundled / "index.html")
    cited = re.findall(r'<span class="source"><a href="#(\w{3}-\d+)">\[(\d+)\]</a> (.*?)</span>', page)
    assert len(cited) > 400
    for target, number, said in cited:
        assert target in ids
        assert target.endswith(f"-{number}")
        assert re.match(r".*\d{4}", said)


@pytest.mark.long
@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine")
def test_a_brief_is_four_printed_pages_at_most_and_has_neither_evidence_nor_charts(tmp_path: Path) -> None:
    few = ["RUS", "CHN", "IND", "KAZ", "DEU", "FRA", "ITA"]
    for name, codes, highlight in (("all", None, None), ("few", few, "RUS")):
        scores = ss.score(ss.load_rubric(), ss.load_countries(codes) if codes else ss.load_countries())
        page = ss.report.write_report(scores, tmp_path / name, depth="brief", draws=1000, highlight=highlight)
        assert not (page.parent / "charts").exists()
        assert "Annex" not in page.read_text(encoding="utf-8")
        assert 'id="comparison"' in page.read_text(encoding="utf-8") or not highlight
        command = [CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'profile'}"]
        command += ["--no-pdf-header-footer", f"--print-to-pdf={tmp_path / name}.pdf", page.as_uri()]
        subprocess.run(command, capture_output=True, timeout=120, check=True)
        assert 1 <= len(re.findall(rb"/Type /Page\b", (tmp_path / f"{name}.pdf").read_bytes())) <= 4


def test_a_depth_that_is_not_known_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    scores = ss.score(ss.load_rubric(), ss.load_countries("RUS"))
    with pytest.raises(ValueError, match="there is no depth 'breif'; did you mean 'brief'"):
        ss.report.write_report(scores, tmp_path / "out", depth="breif")  # type: ignore[arg-type]
    assert not (tmp_path / "out").exists()


def test_one_country_is_no_ranking(tmp_path: Path) -> None:
    scores = ss.score(ss.load_rubric(), ss.load_countries("FRA"))
    page = read_page(ss.report.write_report(scores, tmp_path, draws=0, charts=[]))
    assert "there is no other country to rank it among" in page
    assert "ranks 1 of 1" not in page


def test_profiles_of_one_date_need_no_second_ranking(tmp_path: Path) -> None:
    scores = ss.score(ss.load_rubric(), ss.load_countries(["JPN", "KOR"]))
    page = read_page(ss.report.write_report(scores, tmp_path, draws=0, charts="slope"))
    assert 'id="changes"' not in page
    assert not (tmp_path / "scores-like-for-like.csv").exists()
    assert not (tmp_path / "charts" / "slope.svg").exists()


def test_the_descriptor_says_what_every_column_of_every_table_is(bundled: Path) -> None:
    package = json.loads((bundled / "datapackage.json").read_text(encoding="utf-8"))
    paths = {str(path.relative_to(bundled)) for path in bundled.rglob("*.csv")}
    assert {resource["path"] for resource in package["resources"]} == paths
    assert len({resource["name"] for resource in package["resources"]}) == len(paths)
    holds = {"integer": int, "number": float, "string": str, "boolean": {"True": True, "False": False}.__getitem__}
    for resource in package["resources"]:
        fields = resource["schema"]["fields"]
        with (bundled / resource["path"]).open(encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        assert [field["name"] for field in fields] == list(rows[0]), resource["path"]
        assert all(len(field["description"]) > 5 for field in fields), resource["path"]
        for field in fields:
            for row in rows:
                assert row[field["name"]] == "" or holds[field["type"]](row[field["name"]]) is not None
        keys = [tuple(row[key] for key in resource["schema"].get("primaryKey", ())) for row in rows]
        assert len(set(keys)) == len(rows) or "primaryKey" not in resource["schema"]


def test_a_table_with_a_column_that_nothing_describes_is_refused() -> None:
    scores = ss.score(ss.load_rubric(), ss.load_countries("RUS"))
    with pytest.raises(ValueError, match="'secret' has no description"):
        datapackage(scores, {"a.csv": Described(pd.DataFrame({"secret": [1]}), "A row.")}, "2026-11-25T00:00:00Z")


def test_svg_is_well_formed(hostile: Path) -> None:
    import xml.etree.ElementTree as ET

    for name in ("ranking", "heatmap"):
        ET.fromstring((hostile / "charts" / f"{name}.svg").read_bytes())
    scores = ss.score(ss.load_rubric(), ss.load_countries())
    assert to_svg(ss.charts.ranking(scores)) == to_svg(ss.charts.ranking(scores))


@pytest.mark.parametrize("name", aggregations.named())
def test_every_aggregation_reads_right_on_the_page_and_in_the_explanation(name: str, tmp_path: Path) -> None:
    """No sentence puts the bare name of a method, such as copeland, or calls what is no mean a mean."""
    settings: dict[str, Any] = {"owa": {"weights": [0.5, 0.3, 0.2]}, "power": {"p": 0.5}}
    settings["choquet"] = {"interaction": {"law": {"money": 0.3}}}
    codes, levels = ("BRA", "FRA", "KEN"), ([1, 2, 4], [3, 3, 1], [2, 4, 2])
    method = aggregations[name]
    criteria = [
        {"id": id_, "title": id_.title(), "levels": {level: f"Step {level}" for level in range(5)}}
        for id_ in ("law", "money", "people")
    ]
    rubric = ss.load_rubric(
        {
            "rubric": "made-up",
            "title": "Made up",
            "version": "1.0",
            "aggregate": {"method": method.name, **settings.get(method.name, {})},
            "criteria": criteria,
        }
    )
    keys = [leaf.key for leaf in rubric.criteria]
    scores = ss.score(rubric, countries_of(dict(zip(codes, levels, strict=True)), keys))
    page = read_page(ss.report.write_report(scores, tmp_path, draws=0, charts=[]))
    assert f"<li>Made up: the {method.phrase} of Law, Money and People, which weigh 33.3 % each.</li>" in page
    explained = scores.explain("BRA").text()
    compared = scores.compare("BRA", "FRA")
    if method.linear:
        assert "effect of" not in explained + compared.text()
        return
    assert f"effect of the {method.phrase}" in explained
    assert f"Made up: effect of the {method.phrase}" in compared.text()
    assert f"Made up: effect of the {method.phrase}" in compared._repr_html_()
    assert f"Made up: effect of the {method.phrase}" in ss.tables.comparison(scores, "BRA", "FRA").html()
    figure = ss.charts.contributions(scores)
    assert f"the {method.phrase}" in figure.alt_text
    told = page + explained + compared.text() + figure.alt_text
    assert "its mean" not in told
    for sentence in re.findall(r"[^.<>]*\bmean\b[^.<>]*", told):
        assert "mean" in method.phrase, sentence
