"""Programs and answers for the engine in the browser, and what the engine in Python makes of them."""

from __future__ import annotations

import json
import shutil
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import strategyscore as ss
from strategyscore.errors import ScoringError
from strategyscore.explorer.numbers import engine_data, rows
from strategyscore.model.nodes import GIVEN, Group, Node
from strategyscore.scoring.bands import bands
from strategyscore.scoring.gates import results
from strategyscore.scoring.scores import Scores

PAGE = Path(ss.__file__).parent / "explorer" / "page"
SETTLED = "document.documentElement.dataset.settled !== undefined"  # the page has drawn its intervals
NODE = shutil.which("node")
needs_node = pytest.mark.skipif(NODE is None, reason="there is no node on this machine")


def case(scores: Scores, weights: dict[str, float] | None = None, aggregate: Any = None) -> dict[str, Any]:
    """What the browser is given, and what it must find; other weights and another way to aggregate at the top."""
    data = engine_data(scores)
    data["shares"] = {}
    if weights:
        at = scores.column
        for group in scores.rubric.groups:
            own = [weights[child.path] for child in group.children]
            data["shares"][str(at[group.path])] = own
    rubric = scores.rubric

    def turned(node: Node) -> Node:
        from dataclasses import replace

        if weights:
            node = replace(node, weight=float(weights.get(node.path, 1.0)))
            node = replace(node, weights=GIVEN) if isinstance(node, Group) else node
        if aggregate is not None and isinstance(node, Group) and node.depth == 0:
            node = replace(node, aggregate=aggregate)
        return node

    try:
        again = ss.score(rubric.mapped(turned), scores.countries, scores.as_of)
    except ScoringError as error:
        return data | {"fails": str(error)}
    if aggregate is not None:
        data["program"]["groups"][-1]["aggregate"] = {"method": aggregate.method, **aggregate.settings}
    nodes = again.nodes
    sides = {"values": nodes.values, "lower": nodes.lower, "upper": nodes.upper, "coverage": nodes.coverage}
    expected: dict[str, Any] = {name: rows(side.T) for name, side in sides.items()} | {"ranks": rows(again.ranks.T)}
    expected["gates"] = [results(again, gate) for kernel in again.program.kernels for gate in kernel.gates]
    expected["bands"] = [bands(again, again.rubric.node(group.path))[0] for group in reversed(again.rubric.groups)]
    return data | {"expected": expected}


def random_weights(scores: Scores, random: np.random.Generator) -> dict[str, float]:
    """A weight for every node, some of them zero, never all of a group."""
    weights = {node.path: float(random.integers(0, 5) * random.uniform(0.1, 1)) for node in scores.rubric.nodes}
    for group in scores.rubric.groups:
        if not sum(weights[child.path] for child in group.children):
            weights[group.children[0].path] = 1.0
    return weights


# Scores every case, and tells for each what is not as it must be.
CHECK = """
function check(item) {
  const close = (one, other) => (other === null ? Number.isNaN(one) : Math.abs(one - other) <= 1e-9);
  const shares = Object.fromEntries(Object.entries(item.shares).map(([node, own]) => [node, kernels.sharesOf(own)]));
  const prepared = engine.preparedOf(item);
  let found;
  try {
    found = engine.score(item.program, prepared, shares);
  } catch (error) {
    return item.fails ? [] : [String(error)];
  }
  if (item.fails) return ["did not fail: " + item.fails];
  const plain = engine.columnsOf(found.program, found.prepared.values);
  engine.evaluate(found.program, plain, found.beside);
  const wrong = [];
  item.program.nodes.forEach((path, node) => {
    for (const side of ["values", "lower", "upper", "coverage"])
      item.expected[side][node].forEach((value, row) => {
        if (!close(found[side][node][row], value)) wrong.push([path, side, row, found[side][node][row], value]);
      });
    item.expected.values[node].forEach((value, row) => {
      if (item.program.criteria.includes(node)) return;
      if (!close(plain[node][row], value)) wrong.push([path, "draw", row, plain[node][row], value]);
    });
    const ranks = engine.ranksOf(item.program, found, node);
    item.expected.ranks[node].forEach((value, row) => {
      if (!close(ranks[row], value)) wrong.push([path, "rank", row, ranks[row], value]);
    });
  });
  const { program } = found;
  const told = program.groups.flatMap((group) => group.gates.map((gate) => engine.passes(program, found, gate)));
  if (JSON.stringify(told) !== JSON.stringify(item.expected.gates)) wrong.push(["gates", told, item.expected.gates]);
  const named = program.groups.map((group) =>
    Array.from(found.values[group.node], (value) => engine.bandOf(program, group, value) ?? ""));
  if (JSON.stringify(named) !== JSON.stringify(item.expected.bands)) wrong.push(["bands", named, item.expected.bands]);
  return wrong.slice(0, 5);
}
"""


def in_node(program: str, data: Any) -> Any:
    """What a module of JavaScript prints as JSON; it finds `data` and the modules of the page."""
    head = "".join(f"import * as {name} from {json.dumps((PAGE / f'{name}.js').as_uri())};\n" for name in modules())
    head += 'import { readFileSync } from "node:fs";\nconst data = JSON.parse(readFileSync(0, "utf8"));\n'
    done = subprocess.run(
        [str(NODE), "--input-type=module", "--eval", head + program],
        input=json.dumps(data), capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@cache
def modules() -> tuple[str, ...]:
    """Those that need no document."""
    return tuple(
        name
        for name in ("engine", "kernels", "draws", "memory", "random", "samples")
        if (PAGE / f"{name}.js").is_file()
    )
