"""The JSON Schemas accept every file that can be read, in every short form, and refuse what cannot."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import jsonschema
import pytest
import yaml
from typer.testing import CliRunner

import strategyscore as ss
from strategyscore.cli.app import app
from strategyscore.documents.bundled import bundled
from strategyscore.documents.schema.published import json_schema
from strategyscore.documents.yaml12 import parse

from .conftest import PROFILE, RUBRIC
from .test_broken_documents import CASES, Broken

RUBRICS = [*sorted(bundled("rubrics").glob("*.yaml")), *sorted(bundled("rubrics").glob("examples/*.yaml"))]
PROFILES = sorted(bundled("countries").glob("*.yaml"))

SHORT = """\
rubric: short
format: 1
aggregate: {method: owa, weights: [1, 2, 3, 4, 5]}
weights:
  {method: ahp, matrix: [[1, 1, 1/2, 1, 1], [1, 1, 1/2, 1, 1], [2, 2, 1, 2, 2], [1, 1, 1/2, 1, 1], [1, 1, 1/2, 1, 1]]}
impute: {method: group_mean, group: region}
treat: {method: winsorise, quantiles: [0.05, 0.95], then: log}
bands: {low: 0, high: 50}
multiply_by: coefficient
adjust: [{criterion: a, factors: {0: 1, 1: 0.5}}]
gates: [{criterion: d.e, at_least: 0.5, otherwise: {cap: 50}}, {criterion: a, at_least: 1}]
decimals: {digits: 1, half: even, at: every_node}
missing: {rule: withhold, minimum_answered: 0.5, minimum_coverage: 0.2}
screen: {minimum_coverage: 0.5, by: criteria}
criteria:
  - {id: a, levels: {0: No, 1: {text: Yes it is, short: Yes}}}
  - {id: f, weight: 0, levels: {none: {text: None, points: 0}, law: {text: A law, points: 12.5}}}
  - {id: b, unit: "%", normalise: minmax, transform: log, multiply_by: share}
  - {id: c, unit: "%", normalise: {method: rank}, transform: [sqrt, {divide_by: people}], treat: none, direction: lower}
  - {id: d, short: D, aggregate: geometric, weights: equal, rescale: minmax, bands: {low: 0, high: 9.5},
     gates: [{criterion: d.e, at_least: 1}], multiply_by: share, missing: {rule: worst, minimum_answered: 0.66},
     criteria: [{id: e, checklist: {x: X?}}]}
changes:
  - {version: "1", date: 2025, what: Begun.}
  - {version: "2", date: 2025-06, what: Changed.}
  - {version: "3", date: 2025-06-30, what: Ended.}
"""


def errors(document: str, content: object) -> list[str]:
    return [error.message for error in validator(json.dumps(json_schema(document))).iter_errors(content)]  # type: ignore[arg-type]


@cache
def validator(schema: str) -> jsonschema.Draft202012Validator:
    """Of a schema, which is another one where a method was registered; checked once."""
    jsonschema.Draft202012Validator.check_schema(json.loads(schema))
    return jsonschema.Draft202012Validator(json.loads(schema))


def yaml_1_1(text: str) -> object:
    """As an editor may read it; by libyaml where it is there, in a tenth of the time."""
    return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


@pytest.mark.slow
@pytest.mark.parametrize("reader", [yaml_1_1, lambda text: parse(text, Path("x.yaml")).data], ids=["1.1", "1.2"])
@pytest.mark.parametrize("path", [*RUBRICS, *PROFILES], ids=lambda path: path.stem)
def test_every_bundled_file_is_accepted(path: Path, reader: object) -> None:
    document = "rubric" if path in RUBRICS else "profile"
    assert errors(document, reader(path.read_text(encoding="utf-8"))) == []  # type: ignore[operator]


def test_every_short_form_is_accepted(tmp_path: Path) -> None:
    assert errors("rubric", parse(SHORT, Path("short.yaml")).data) == []
    (tmp_path / "short.yaml").write_text(SHORT, encoding="utf-8")
    assert len(ss.load_rubric(tmp_path / "short.yaml").criteria) == 5


def test_what_is_written_down_is_accepted() -> None:
    for name in ("national-ai-strategy", "hdi", "tai-ahp", "asem"):
        assert errors("rubric", yaml.safe_load(ss.load_rubric(name).to_yaml())) == []


# What no schema of one file can see: YAML itself, other files, and what hangs together across a file.
BEYOND = {
    "all-weights-zero", "goalposts-reversed", "goalpost-without-log", "matrix-too-small", "matrix-not-mirrored",
    "points-for-nobody", "expert-without-points", "limits-fall", "scale-falls", "range-falls", "owa-too-few",
    "id-twice", "id-of-the-rubric", "id-not-the-stem", "include-loops", "include-outside", "include-missing",
}  # fmt: skip


def shape_cases() -> list[Broken]:
    """The broken documents whose fault is one of shape: a key, a type, a missing part."""
    wanted = (
        "unknown-key", "unknown-key-at-the-top", "missing-key", "text-for-number", "number-for-text", "negative-weight",
        "one-level", "unknown-method", "unknown-aggregate", "power-without-p", "goalposts-without-high",
        "setting-of-another-method", "unknown-normalisation", "target-without-target", "group-mean-without-group",
    )  # fmt: skip
    return [case for case in CASES if case.name in wanted]


@pytest.mark.parametrize("case", shape_cases(), ids=lambda case: case.name)
def test_what_has_a_wrong_shape_is_refused(case: Broken) -> None:
    text = (RUBRIC if case.file == "demo.yaml" else PROFILE).replace(case.old, case.new, 1)
    document = "rubric" if case.file == "demo.yaml" else "profile"
    assert errors(document, parse(text, Path("demo.yaml")).data)


def test_enough_broken_documents_are_tried() -> None:
    assert len(shape_cases()) >= 14


@pytest.mark.parametrize("document", ["rubric", "profile"])
def test_a_schema_names_itself_and_says_what_its_keys_mean(document: str, tmp_path: Path) -> None:
    path = tmp_path / "schema.json"
    assert CliRunner().invoke(app, ["schema", document, "--out", str(path)]).exit_code == 0
    schema = json.loads(path.read_text(encoding="utf-8"))
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["$id"] == f"urn:strategyscore:{document}:1"
    assert json.loads(CliRunner().invoke(app, ["schema", document]).stdout) == schema
    text = json.dumps(schema)
    assert text.count('"description"') > 20
    assert "Shape" not in text


def test_a_method_of_ones_own_is_in_the_schema() -> None:
    @ss.methods.aggregation("lehmer", phrase="Lehmer mean")
    def lehmer(values: object, weights: object, p: float = 2.0) -> object:
        return values

    try:
        rubric = {
            "rubric": "x",
            "aggregate": {"method": "lehmer", "p": 3},
            "criteria": [{"id": "a", "levels": {0: "n", 1: "y"}}],
        }
        assert errors("rubric", rubric) == []
        rubric["aggregate"] = {"method": "lehmer", "q": 3}
        assert errors("rubric", rubric)
    finally:
        ss.methods.aggregations.remove("lehmer")
