"""What the page shows: the rubric, the countries and their answers, as plain data for JSON."""

from __future__ import annotations

import json
from typing import Any

import numpy as np

from strategyscore.explorer.history import NOT_APPLICABLE, history_data, mark_of
from strategyscore.explorer.numbers import draws_data, engine_data, rows
from strategyscore.methods.normalise import goalposts, to_range
from strategyscore.methods.registry import aggregations
from strategyscore.model.answers import Answer, Source
from strategyscore.model.content import rubric_content
from strategyscore.model.criteria import Levels
from strategyscore.model.groups import every_group
from strategyscore.model.nodes import Criterion, Node
from strategyscore.model.profile import CountryProfile
from strategyscore.model.settings import MISSING_RULES
from strategyscore.scoring.scores import Scores

TWINS = frozenset(
    {"arithmetic", "geometric", "harmonic", "power", "median", "minimum", "maximum", "owa", "sum", "choquet"}
)

PROGRAM_KEYS = frozenset({"format", "scale", "minimum_coverage", "decimals", "nodes", "criteria", "groups"})
GROUP_KEYS = frozenset({"node", "children", "shares", "aggregate", "weights", "rescale", "decimals", "missing"})
GROUP_KEYS |= {"multiply_by", "adjust", "gates", "bands"}


def page_data(scores: Scores) -> dict[str, Any]:
    """All that the page needs but the evidence.

    Returns
    -------
    dict
        The rubric's ``nodes`` in the order of the program, the ``countries`` in that of the rows, ``groups`` of
        countries, the ``engine``'s numbers and the ``doubts`` that are drawn, ``marks`` for the cells of the table of
        answers, the ``history`` of these by their dates, the ``published`` scores and ranks, ``aggregations`` by what
        they are called, the rubric's ``file`` as a person may take it away, and how all of it was ``made``.
    """
    rubric = scores.rubric
    told = scores.provenance
    every_row = range(len(scores.countries))
    return {
        "id": rubric.id,
        "title": rubric.title,
        "version": rubric.version,
        "about": rubric.about,
        "digits": rubric.digits,
        "as_of": str(scores.as_of) if scores.as_of else None,
        "table": scores.countries.numbers.name if scores.countries.numbers else None,
        "nodes": [_node(node, rubric.scale) for node in rubric.nodes],
        "countries": [_country(profile) for profile in scores.countries],
        "groups": _groups(scores.countries.codes),
        "engine": _compact(engine_data(scores)),
        "doubts": draws_data(scores),
        "history": history_data(scores),
        "marks": [[_mark(scores, row, leaf) for row in every_row] for leaf in range(len(rubric.criteria))],
        "published": _published(scores),
        "aggregations": {name: aggregations[name].phrase for name in aggregations.named()},
        "confidence": {name: rubric.confidence.of(name) for name in ("high", "medium", "low")},
        "file": rubric_content(rubric),
        "portable": all(leaf.key in (leaf.path, f"{rubric.id}.{leaf.path}") for leaf in rubric.criteria),
        "made": {
            "at": told["made"],
            "version": told["versions"]["strategyscore"],
            "changed": [*told["rubric"].get("changed", ()), *told.get("changed", ())],
            "digests": {"rubric": rubric.digest, "countries": scores.countries.digest},
        },
    }


def evidence_data(scores: Scores) -> dict[str, Any]:
    """The answers with all that they rest on, by country and criterion, and the sources that are cited.

    Returns
    -------
    dict
        ``answers`` and ``sources``, each by the code of a country; empty for a table.
    """
    answers: dict[str, dict[str, Any]] = {}
    sources: dict[str, dict[str, Any]] = {}
    for row, profile in enumerate(scores.countries):
        own: dict[str, Any] = {}
        for leaf, criterion in enumerate(scores.rubric.criteria):
            answer = scores.ratings.answer(row, leaf)
            if answer is not None:
                own[criterion.path] = _answer(criterion, answer, profile)
            elif not np.isnan(raw := float(scores.ratings.values[row, leaf])):
                own[criterion.path] = {"reply": criterion.reply(None, raw)}
        answers[profile.code] = own
        cited = {item["source"] for told in own.values() for item in _evidence(told)}
        sources[profile.code] = {key: _source(profile.sources[key]) for key in sorted(cited)}
    return {"answers": answers, "sources": sources}


def to_json(content: Any) -> str:
    """JSON that can stand within a script of HTML: no text in it can end the script."""
    text = json.dumps(content, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _node(node: Node, scale: tuple[float, float]) -> dict[str, Any]:
    told: dict[str, Any] = {"path": node.path, "id": node.id, "title": node.title, "depth": node.depth}
    told |= {name: value for name in ("short", "question", "why", "evidence") if (value := getattr(node, name))}
    if isinstance(node, Criterion):
        told |= {"kind": node.kind, "anchors": list(node.anchors.items())}
    if isinstance(node, Levels):
        scores = to_range(goalposts(node.steps, node.steps[0], node.steps[-1]), *scale)
        told["steps"] = [[f"{level:g}", float(value)] for level, value in zip(node.allowed, scores, strict=True)]
    return told


def _country(profile: CountryProfile) -> dict[str, Any]:
    told: dict[str, Any] = {"code": profile.code, "name": profile.name}
    if profile.as_of:
        told["as_of"] = str(profile.as_of)
    if profile.about:
        told["about"] = profile.about
    return told


def _groups(codes: list[str]) -> list[dict[str, Any]]:
    """The groups, regions and groups by income with at least two of the countries."""
    found = ((item, [code for code in codes if code in item.members]) for item in every_group())
    return [{"id": item.id, "title": item.title, "codes": here} for item, here in found if len(here) > 1]


def _compact(engine: dict[str, Any]) -> dict[str, Any]:
    """The bounds of what is not wholly answered only; those of the rest are the values."""
    columns = zip(engine["values"], engine["lower"], engine["upper"], strict=True)
    bounds = [
        [leaf, row, low, high]
        for leaf, sides in enumerate(columns)
        for row, (value, low, high) in enumerate(zip(*sides, strict=True))
        if (low, high) != (value, value)
    ]
    return {name: side for name, side in engine.items() if name not in ("lower", "upper")} | {"bounds": bounds}


def _mark(scores: Scores, row: int, leaf: int) -> str | None:
    """What stands in a cell of the table of answers."""
    raw, score = float(scores.ratings.values[row, leaf]), float(scores.prepared.values[row, leaf])
    if not scores.prepared.applicable[row, leaf]:
        return NOT_APPLICABLE
    answer = scores.ratings.answer(row, leaf)
    return mark_of(scores.rubric.criteria[leaf], answer, raw, score, max(scores.rubric.digits - 1, 0))


def is_twinned(program: dict[str, Any]) -> bool:
    """Whether the engine in the browser knows all that a program says; it asks itself the same."""

    def known(item: dict[str, Any], keys: frozenset[str]) -> bool:
        return all(key in keys or value in (None, False, [], {}) for key, value in item.items())

    return (
        known(program, PROGRAM_KEYS)
        and program["format"] == 1
        and all(known(group, GROUP_KEYS) for group in program["groups"])
        and all(group["weights"] == "given" and group["aggregate"]["method"] in TWINS for group in program["groups"])
        and all(group["missing"]["rule"] in MISSING_RULES for group in program["groups"])
    )


def _published(scores: Scores) -> dict[str, Any]:
    """Scores and ranks as they are; of every node where the page cannot score itself."""
    nodes = scores.nodes
    told = {"scores": rows(nodes.values[:, :1].T)[0], "ranks": rows(scores.ranks[:, :1].T)[0]}
    if is_twinned(scores.program.to_data()):
        return told
    sides = {"values": nodes.values, "lower": nodes.lower, "upper": nodes.upper, "coverage": nodes.coverage}
    weights = rows(nodes.weights[:1])[0]
    return told | {"nodes": {name: rows(side.T) for name, side in sides.items()}, "weights": weights}


def _answer(criterion: Criterion, answer: Answer, profile: CountryProfile) -> dict[str, Any]:
    told = _said(criterion, answer)
    if answer.coders:
        told["coders"] = dict(answer.coders)
    earlier = [past for past in profile.answers_to(criterion) if past.begins.first < answer.begins.first]
    if earlier:
        told["earlier"] = [_said(criterion, past) for past in reversed(earlier)]
    return told


def _said(criterion: Criterion, answer: Answer) -> dict[str, Any]:
    told: dict[str, Any] = {"reply": criterion.reply(answer), "since": str(answer.begins)}
    if lines := criterion.lines(answer):
        told["lines"] = lines
    told |= {name: value for name in ("level", "confidence", "because") if (value := getattr(answer, name)) is not None}
    told["evidence"] = [
        {name: value for name in ("source", "where", "states", "quote") if (value := getattr(item, name))}
        for item in answer.evidence
    ]
    return told


def _evidence(told: dict[str, Any]) -> list[dict[str, Any]]:
    """The evidence of an answer and of those before it."""
    return [item for one in (told, *told.get("earlier", ())) for item in one.get("evidence", ())]


def _source(source: Source) -> dict[str, Any]:
    names = ("title", "kind", "author", "publisher", "url", "language")
    told: dict[str, Any] = {name: value for name in names if (value := getattr(source, name))}
    return told | {name: str(value) for name in ("published", "accessed") if (value := getattr(source, name))}
