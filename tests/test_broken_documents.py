"""Broken documents: each names its place and its remedy, ends with 1, and leaves nothing behind."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from typer.testing import CliRunner

from strategyscore.cli.app import app

from .conftest import PROFILE, RUBRIC


@dataclass(frozen=True)
class Broken:
    name: str
    file: str
    old: str
    new: str
    where: str
    says: str


def rubric(name: str, old: str, new: str, where: str, says: str) -> Broken:
    return Broken(name, "demo.yaml", old, new, where, says)


def profile(name: str, old: str, new: str, where: str, says: str) -> Broken:
    return Broken(name, "countries/kenya.yaml", old, new, where, says)


BOMB = "a: &a [x,x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{new}: &{new} [{','.join([f'*{old}'] * 10)}]\n" for old, new in zip("abcdef", "bcdefg", strict=True)
)
DEEP = "about: " + "[" * 60 + "]" * 60 + "\n"

V = 'version: "1.0"'

CASES = [
    # YAML itself
    rubric("not-yaml", "title: Demo", 'title: "Demo', "3:11", "not YAML"),
    rubric("tab", "    title: Law", "\ttitle: Law", "6:1", "not YAML"),
    rubric("duplicate-key", 'version: "1.0"', 'version: "1.0"\nversion: "2.0"', "4:1", "stands here again"),
    rubric("tag", "title: Demo", "title: !!python/object:os.system Demo", "2:8", "tag"),
    rubric("second-document", "  - id: wealth", "---\n  - id: wealth", "12:1", "second YAML document"),
    rubric("alias-without-anchor", "title: Demo", "title: *nowhere", "2:8", "no anchor"),
    rubric("alias-in-its-anchor", "title: Demo", "title: &t [*t]", "2:12", "inside its own anchor"),
    rubric("alias-bomb", "rubric: demo", BOMB + "rubric: demo", "5:", "unfold"),
    rubric("deep-nesting", "rubric: demo", DEEP + "rubric: demo", "1:", "nested more than"),
    rubric("list-as-key", "rubric: demo", "[a, b]: c\nrubric: demo", "1:1", "cannot be a key"),
    rubric("too-large", "title: Demo", "title: Demo # " + "x" * (1 << 20), "1:1", "larger than 1024 KiB"),
    rubric("bidi-override", "title: Demo", "title: De\u202emo", "2:10", "U+202E"),
    rubric("hidden-in-escape", "title: Demo", 'title: "De\\u202Emo"', "2:8", "U+202E"),
    rubric("terminal-escape", "title: Demo", "title: De\x1b[31mmo", "2:10", "U+001B"),
    rubric("top-level-list", RUBRIC, "- a\n- b\n", "1:1", "must be a mapping"),
    rubric("empty-file", RUBRIC, "", "1:1", "must be a mapping"),
    # shapes of rubrics
    rubric("unknown-key", "    weight: 2", "    wieght: 2", "7:5", "did you mean 'weight'?"),
    rubric("unknown-key-at-the-top", "title: Demo", "title: Demo\nscales: [0, 1]", "3:1", "did you mean 'scale'?"),
    rubric("missing-key", "  - id: law\n    title", "  - title", "5:5", "the key 'id' is missing"),
    rubric("text-for-number", "weight: 2", "weight: heavy", "7:13", "it must be a number"),
    rubric("number-for-text", 'version: "1.0"', "version: 1.0", "3:10", "put it in quotes"),
    rubric("negative-weight", "weight: 2", "weight: -2", "7:13", "at least 0"),
    rubric(
        "all-weights-zero",
        "  - id: law",
        "  - {id: g, title: G, criteria: [{id: a, title: A, weight: 0, levels: {0: No, 1: Yes}}]}\n  - id: law",
        "5:33",
        "all weights here are zero",
    ),
    rubric("endless-weight", "weight: 2", "weight: .inf", "7:13", "finite"),
    rubric("one-level", "      1: Draft\n      2: Adopted\n", "", "9:7", "fill it in"),
    rubric("level-no-number", "      1: Draft", "      one: Draft", "10:7", "whole number"),
    rubric("unknown-method", "transform: log", "transform: lgo", "15:16", "did you mean"),
    rubric("unknown-aggregate", 'version: "1.0"', 'version: "1.0"\naggregate: geomtric', "4:12", "'geometric'"),
    rubric("power-without-p", 'version: "1.0"', 'version: "1.0"\naggregate: power', "4:12", "power"),
    rubric("goalposts-without-high", "low: 100, high: 75000", "low: 100", "16:16", "add 'high: ...'"),
    rubric("goalposts-reversed", "low: 100, high: 75000", "low: 100, high: 10", "16:16", "is not below"),
    rubric("goalpost-without-log", "low: 100", "low: 0", "16:41", "has no log"),
    rubric(
        "setting-of-another-method", "low: 100, high: 75000", "low: 100, high: 75000, sd: 2", "16:16", "'sd' goes with"
    ),
    rubric("unknown-normalisation", "method: goalposts", "method: goalpost", "16:25", "did you mean 'goalposts'?"),
    rubric(
        "target-without-target", "{method: goalposts, low: 100, high: 75000}", "target", "16:16", "add 'target: ...'"
    ),
    rubric(
        "winsorise-without-points",
        'version: "1.0"',
        'version: "1.0"\ntreat: winsorise',
        "4:8",
        "'points' or 'quantiles'",
    ),
    rubric(
        "group-mean-without-group", 'version: "1.0"', 'version: "1.0"\nimpute: group_mean', "4:9", "add 'group: ...'"
    ),
    rubric("unknown-over", 'version: "1.0"', 'version: "1.0"\nover: eahc', "4:7", "did you mean 'each'?"),
    rubric("over-of-a-year", 'version: "1.0"', 'version: "1.0"\nover: 2020', "4:7", "use one of all, each"),
    rubric("unknown-fill", 'version: "1.0"', 'version: "1.0"\nfill: linaer', "4:7", "did you mean 'linear'?"),
    rubric("fill-as-a-mapping", 'version: "1.0"', 'version: "1.0"\nfill: {method: last}', "4:7", "is not known here"),
    rubric("over-in-a-group", "    weight: 2", "    over: each", "7:5", "unknown key 'over'"),
    rubric(
        "matrix-too-small",
        'version: "1.0"',
        'version: "1.0"\nweights: {method: ahp, matrix: [[1, 2], [1/2, 1]]}',
        "4:32",
        "not 3 by 3",
    ),
    rubric(
        "matrix-not-mirrored",
        'version: "1.0"',
        'version: "1.0"\nweights: {method: ahp, matrix: [[1, 2, 3], [2, 1, 1], [1/3, 1, 1]]}',
        "4:45",
        "not the inverse",
    ),
    rubric(
        "matrix-of-words",
        'version: "1.0"',
        'version: "1.0"\nweights: {method: ahp, matrix: [[1, two, 3], [2, 1, 1], [1/3, 1, 1]]}',
        "4:37",
        "write 3 or 1/3",
    ),
    rubric(
        "points-for-nobody",
        'version: "1.0"',
        'version: "1.0"\nweights: {method: budget, experts: {anna: {lew: 3}}}',
        "4:49",
        "did you mean 'law'?",
    ),
    rubric(
        "owa-of-two",
        'version: "1.0"',
        'version: "1.0"\naggregate: {method: owa, weights: [1, 2]}',
        "4:35",
        "give one for each",
    ),
    rubric("scale-reversed", 'version: "1.0"', 'version: "1.0"\nscale: [100, 0]', "4:8", "put the lower first"),
    rubric(
        "scale-below-zero",
        'version: "1.0"',
        'version: "1.0"\nscale: [-1, 1]\naggregate: geometric',
        "5:12",
        "from 0 up",
    ),
    rubric(
        "confidence-rises",
        'version: "1.0"',
        'version: "1.0"\nconfidence: {high: 0.5, low: 0.9}',
        "4:13",
        "must not rise",
    ),
    rubric(
        "coverage-above-one", 'version: "1.0"', 'version: "1.0"\nmissing: {minimum_coverage: 2}', "4:29", "at most 1"
    ),
    rubric("bands-from-above", 'version: "1.0"', 'version: "1.0"\nbands: {a: 10, b: 50}', "4:12", "let 'a' begin at 0"),
    rubric("bands-alike", 'version: "1.0"', 'version: "1.0"\nbands: {a: 0, b: 50, c: 50}', "4:25", "as 'b' does"),
    rubric("band-off-the-scale", 'version: "1.0"', 'version: "1.0"\nbands: {a: 0, b: 101}', "4:18", "above the scale"),
    rubric("one-band", 'version: "1.0"', 'version: "1.0"\nbands: {a: 0}', "4:8", "fill it in"),
    rubric("band-no-number", 'version: "1.0"', 'version: "1.0"\nbands: {a: 0, b: high}', "4:18", "must be a number"),
    rubric("decimals-in-words", 'version: "1.0"', 'version: "1.0"\ndecimals: one', "4:11", "must be a whole number"),
    rubric("decimals-below-zero", 'version: "1.0"', 'version: "1.0"\ndecimals: {digits: -1}', "4:20", "at least 0"),
    rubric(
        "unknown-half",
        'version: "1.0"',
        'version: "1.0"\ndecimals: {digits: 1, half: uo}',
        "4:29",
        "use one of even, up",
    ),
    rubric("decimals-of-what", 'version: "1.0"', 'version: "1.0"\ndecimals: {half: up}', "4:1", "'digits' is missing"),
    rubric("decimals-at-nothing", 'version: "1.0"', 'version: "1.0"\ndecimals: {digit: 1}', "4:12", "mean 'digits'?"),
    rubric("gate-of-nothing", V, V + "\ngates: [{criterion: lew, at_least: 1}]", "4:21", "did you mean 'law'?"),
    rubric("gate-without-a-minimum", V, V + "\ngates: [{criterion: law}]", "4:9", "'at_least' is missing"),
    rubric("gate-off-the-levels", V, V + "\ngates: [{criterion: law, at_least: 3}]", "4:36", "goes from 0 to 2"),
    rubric("gate-always-passed", V, V + "\ngates: [{criterion: law, at_least: 0}]", "4:36", "always or never reached"),
    rubric("gate-on-itself", V, V + "\ngates: [{criterion: demo, at_least: 1}]", "4:21", "nor a group below 'Demo'"),
    rubric(
        "cap-off-the-scale",
        V,
        V + "\ngates: [{criterion: law, at_least: 1, otherwise: {cap: 100}}]",
        "4:56",
        "a cap of 100 does nothing",
    ),
    rubric(
        "cap-mistyped", V, V + "\ngates: [{criterion: law, at_least: 1, otherwise: {cup: 1}}]", "4:51", "mean 'cap'?"
    ),
    rubric("factors-lacking", V, V + "\nadjust: [{criterion: law, factors: {0: 1, 1: 1}}]", "4:36", "level 2 of 'law'"),
    rubric("factor-below-zero", V, V + "\nadjust: [{criterion: law, factors: {0: 1, 1: -1}}]", "4:46", "at least 0"),
    rubric(
        "factor-of-no-level",
        V,
        V + "\nadjust: [{criterion: law, factors: {0: 1, 1: 1, 2: 1, 3: 1}}]",
        "4:58",
        "its levels are 0, 1, 2",
    ),
    rubric(
        "factors-of-no-levels", V, V + "\nadjust: [{criterion: wealth, factors: {0: 1, 1: 1}}]", "4:22", "has no levels"
    ),
    rubric("multiplied-by-a-number", V, V + "\nmultiply_by: 2", "4:14", "put it in quotes"),
    rubric("unknown-rule", 'version: "1.0"', 'version: "1.0"\nmissing: {rule: wrost}', "4:17", "did you mean 'worst'?"),
    rubric(
        "answered-above-one", 'version: "1.0"', 'version: "1.0"\nmissing: {minimum_answered: 66}', "4:29", "at most 1"
    ),
    rubric(
        "screen-of-nothing", 'version: "1.0"', 'version: "1.0"\nscreen: {by: weight}', "4:1", "'minimum_coverage' is"
    ),
    rubric(
        "screen-mistyped", 'version: "1.0"', 'version: "1.0"\nscreen: {minimum: 0.5}', "4:10", "unknown key 'minimum'"
    ),
    rubric(
        "coverage-of-a-group",
        "  - id: law",
        "  - {id: g, missing: {minimum_coverage: 0.5}, criteria: [{id: a, levels: {0: No, 1: Yes}}]}\n  - id: law",
        "5:22",
        "write it under 'missing' at the top",
    ),
    rubric("id-is-not-the-stem", "rubric: demo", "rubric: demon", "1:9", "file's stem"),
    rubric("id-of-a-column", "id: law", "id: score", "5:9", "column of every score table"),
    rubric("id-with-a-dot", "id: law", "id: a.b", "5:9", "is not an id"),
    rubric("id-twice", "id: wealth", "id: law", "12:9", "names a sibling in line 5 already"),
    rubric("include-loops", "  - id: law", "  - include: demo\n  - id: law", "5:14", "loops: demo -> demo"),
    rubric("include-outside", "  - id: law", "  - include: ../demo\n  - id: law", "5:14", "leaves the rubric's folder"),
    rubric(
        "include-absolute", "  - id: law", "  - include: /etc/passwd\n  - id: law", "5:14", "leaves the rubric's folder"
    ),
    rubric("include-missing", "  - id: law", "  - include: nothing\n  - id: law", "5:14", "there is no file"),
    # shapes of profiles
    profile("country-not-iso", "country: KEN", "country: KE", "1:10", "did you mean 'KEN'?"),
    profile("country-by-name", "country: KEN", "country: Kenya", "1:10", "did you mean 'KEN'?"),
    profile("country-no-text", "country: KEN", "country: 404", "1:10", "put it in quotes"),
    profile("no-date", "as_of: 2025-02", "as_of: 2025-13", "2:8", "not in the calendar"),
    profile("no-such-day", "since: 2024-05", "since: 2023-02-29", "11:12", "not in the calendar"),
    profile("source-not-listed", "source: gazette", "source: gazete", "15:17", "did you mean 'gazette'?"),
    profile("source-without-date", "    published: 2024-05-01\n", "", "4:3", "the source has no date"),
    profile("source-from-the-future", "published: 2024-05-01", "published: 2025-03", "7:16", "newer than"),
    profile("script-as-url", "https://example.org/gazette", "javascript:alert(1)", "6:10", "not a web address"),
    profile("unknown-criterion", "demo.law:", "demo.lawn:", "9:3", "did you mean 'demo.law'?"),
    profile("level-off-the-scale", "level: 1", "level: 7", "10:12", "level 7 is not one of 0 to 2 of law"),
    profile("level-no-whole-number", "level: 1", "level: 1.5", "10:12", "whole number"),
    profile("level-as-true", "level: 1", "level: true", "10:12", "whole number"),
    profile("coder-off-the-scale", "level: 1", "coders: {first: 1, second: 9}", "10:32", "level 9 is not one of"),
    profile(
        "value-for-a-level", "level: 1\n    since", "value: 1\n    year: 2024\n    since", "10:5", "answered by 'level'"
    ),
    profile("no-answer", "    level: 1\n", "", "9:3", "no answer stands here"),
    profile("two-answers", "level: 1", "level: 1\n    value: 3", "9:3", "several kinds of answer"),
    profile("no-because", "    because: A bill is before parliament.\n", "", "9:3", "the key 'because' is missing"),
    profile("no-confidence", "    confidence: high\n", "", "9:3", "the key 'confidence' is missing"),
    profile("unknown-confidence", "confidence: high", "confidence: hihg", "12:17", "did you mean 'high'?"),
    profile("empty-because", "because: A bill is before parliament.", 'because: ""', "13:14", "this is empty"),
    profile("since-after-as-of", "since: 2024-05", "since: 2026", "11:12", "after the profile's as_of"),
    profile("long-quote", "quote: a bill was read", "quote: " + "word " * 13, "18:16", "13 words is too long"),
    profile("unknown-item", "{audit: yes", "{audti: yes", "27:15", "did you mean 'audit'?"),
    profile("unknown-reply", "audit: yes", "audit: often", "27:22", "use one of no, partly, yes"),
    profile("value-without-log", "value: 2000", "value: 0", "20:12", "has no log"),
    profile("value-without-year", "    year: 2023\n", "", "19:3", "the key 'year' is missing"),
    profile(
        "earlier-is-later",
        "  demo.wealth:",
        "    earlier:\n      - level: 0\n        since: 2025-01\n        because: There was none.\n"
        "        evidence: [{source: gazette, where: p. 1, states: None.}]\n  demo.wealth:",
        "21:16",
        "does not begin before",
    ),
    profile(
        "no-evidence", PROFILE[PROFILE.index("    evidence:") : PROFILE.index("  demo.wealth")], "", "9:3", "'evidence'"
    ),
    profile(
        "level-and-not-applicable", "level: 1", "level: 1\n    not_applicable: true", "9:3", "several kinds of answer"
    ),
    profile(
        "not-applicable-but-why",
        PROFILE[PROFILE.index("    level: 1") : PROFILE.index("  demo.wealth")],
        "    not_applicable: true\n",
        "9:3",
        "the key 'because' is missing",
    ),
    profile("mistyped-evidence-key", "where: Section 2", "were: Section 2", "16:9", "did you mean 'where'?"),
]


def test_there_are_forty_at_least_and_no_two_alike() -> None:
    assert len(CASES) >= 40
    assert len({case.name for case in CASES}) == len(CASES)


def broken(folder: Path, case: Broken) -> None:
    path = folder / case.file
    text = path.read_text(encoding="utf-8")
    assert text.count(case.old) >= 1, f"{case.name} breaks nothing"
    path.write_text(text.replace(case.old, case.new, 1), encoding="utf-8")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_each_gives_its_place_and_remedy_and_writes_nothing(demo: Path, case: Broken) -> None:
    broken(demo, case)
    before = sorted(demo.rglob("*"))
    options = ["--rubric", str(demo / "demo.yaml"), "--countries", str(demo / "countries")]
    results = [
        CliRunner().invoke(app, ["report", *options, "--out", str(demo / "out")]),
        CliRunner().invoke(app, ["check", *options]),
    ]
    for result in results:
        assert result.exit_code == 1, result.output
        assert isinstance(result.exception, SystemExit)
        place = re.escape(str(demo / case.file)) + ":" + re.escape(case.where)
        lines = [line for line in result.output.splitlines() if re.match(place, line)]
        assert any(case.says in line for line in lines), result.output
        assert all(re.match(r".+?:\d+:\d+: .+", line) for line in result.output.splitlines()), result.output
    assert sorted(demo.rglob("*")) == before


def test_the_unbroken_documents_are_fine(demo: Path) -> None:
    options = ["--rubric", str(demo / "demo.yaml"), "--countries", str(demo / "countries")]
    result = CliRunner().invoke(app, ["check", *options])
    assert (result.exit_code, result.output) == (0, "1 profile, 1 rubric, 1 source: no problem.\n")


def test_every_problem_of_every_file_shows_at_once(demo: Path) -> None:
    for name in ("unknown-key", "negative-weight", "country-not-iso", "source-not-listed"):
        case = next(case for case in CASES if case.name == name)
        if name == "negative-weight":
            case = rubric(name, "id: wealth", "id: wealth\n    weight: -1", "", "")
        broken(demo, case)
    options = ["--rubric", str(demo / "demo.yaml"), "--countries", str(demo / "countries")]
    output = CliRunner().invoke(app, ["score", *options]).output
    for said in ("did you mean 'weight'?", "at least 0", "did you mean 'KEN'?", "did you mean 'gazette'?"):
        assert said in output


def test_one_file_with_faults_of_many_kinds_shows_them_all(demo: Path) -> None:
    kinds = (
        "country-not-iso",
        "script-as-url",
        "unknown-criterion",
        "level-off-the-scale",
        "mistyped-evidence-key",
        "value-without-log",
        "unknown-item",
        "unknown-confidence",
    )
    chosen = [next(case for case in CASES if case.name == name) for name in kinds]
    for case in chosen:
        if case.name == "unknown-criterion":  # in another rating than the bad level
            case = profile(case.name, "demo.checks:", "demo.cheks:", "26:3", "did you mean 'demo.checks'?")
        if case.name != "unknown-item":
            broken(demo, case)
    options = ["--rubric", str(demo / "demo.yaml"), "--countries", str(demo / "countries")]
    for command in ("check", "score"):
        lines = CliRunner().invoke(app, [command, *options]).output.splitlines()
        assert len(lines) == 8, lines  # the mistyped key is also a missing one
        for case in chosen:
            if case.name not in ("unknown-item", "unknown-criterion"):
                assert any(f"kenya.yaml:{case.where}" in line and case.says in line for line in lines), lines
        assert any("did you mean 'demo.checks'?" in line for line in lines)


def test_includes_that_loop_through_another_file(tmp_path: Path) -> None:
    for one, other in (("first", "second"), ("second", "first")):
        text = f'rubric: {one}\ntitle: T\nversion: "1"\ncriteria:\n  - include: {other}\n'
        (tmp_path / f"{one}.yaml").write_text(text, encoding="utf-8")
    result = CliRunner().invoke(app, ["score", "--rubric", str(tmp_path / "first.yaml")])
    assert result.exit_code == 1
    assert f"{tmp_path / 'second.yaml'}:5:14: the include loops: first -> second -> first" in result.output


def test_a_link_out_of_the_folder_is_refused(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    secret = tmp_path_factory.mktemp("elsewhere") / "secret.yaml"
    secret.write_text(RUBRIC.replace("demo", "secret"), encoding="utf-8")
    (demo / "secret.yaml").symlink_to(secret)
    broken(demo, rubric("", "  - id: law", "  - include: secret\n  - id: law", "", ""))
    result = CliRunner().invoke(app, ["score", "--rubric", str(demo / "demo.yaml")])
    assert result.exit_code == 1
    assert "leaves the rubric's folder" in result.output


def test_bytes_that_are_no_text(demo: Path) -> None:
    (demo / "demo.yaml").write_bytes(b"rubric: demo\ntitle: caf\xe9\n")
    result = CliRunner().invoke(app, ["check", str(demo / "demo.yaml")])
    assert result.exit_code == 1
    assert f"{demo / 'demo.yaml'}:2:11: this byte is not UTF-8" in result.output


def test_two_profiles_of_one_country(demo: Path) -> None:
    (demo / "countries" / "again.yaml").write_text(PROFILE, encoding="utf-8")
    result = CliRunner().invoke(app, ["check", str(demo / "countries"), "--rubric", str(demo / "demo.yaml")])
    assert result.exit_code == 1
    assert "KEN has a profile in" in result.output
