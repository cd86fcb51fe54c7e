// How the numbers are made, in sentences.

import { el } from "./dom.js";
import { weightsIn } from "./model.js";
import { percent, points, SAY } from "./words.js";

/** The text under a state. */
export function methodOf(model, state) {
  const { content, program } = model;
  const { method } = SAY;
  const odds = Object.entries(content.confidence).map(([name, share]) => `${name} ${percent(share)}`).join(", ");
  const { count, concentration, reason } = content.doubts;
  const drawn = reason ? SAY.keyNone(reason) : method.drawn(count, concentration, odds);
  const tree = [...program.groups].reverse().map((group) => {
    const path = program.nodes[group.node];
    const own = weightsIn(model, state, path);
    const top = group.node === 0 && state.top ? state.top : group.aggregate.method;
    const parts = group.children.map((child) => method.part(content.nodes[child].title, own[program.nodes[child]], model.groups[path][program.nodes[child]]));
    return el("li", {}, el("b", {}, content.nodes[group.node].title), `, ${content.aggregations[top] ?? top}: ${[...parts, ...rulesOf(model, group)].join("; ")}.`);
  });
  const { made } = content;
  return [
    el("h2", {}, method.title),
    el("p", {}, method.scoring(program.scale)),
    el("p", {}, method.bounds),
    el("p", {}, drawn),
    el("p", {}, method.publishedRank),
    el("h3", {}, method.tree),
    el("ul", {}, tree),
    el("p", {}, method.made(made.version, made.at), made.changed.length ? ` ${method.changed(made.changed)}` : ""),
    el("p", { class: "digests" }, method.digests(made.digests.rubric, made.digests.countries)),
  ];
}

/** What a group does beside the mean of its parts, in words. */
function rulesOf({ content, byNode }, group) {
  const { rules } = SAY.method;
  const { missing, multiply_by: name, adjust = [], gates = [], bands = {}, decimals } = byNode.get(group.node);
  const title = (node) => content.nodes[node].title;
  const label = (node, score) => {
    const step = content.nodes[node].steps?.find(([, own]) => Math.abs(own - score) < 1e-9);
    return step ? SAY.level(step[0]) : points(score, content.digits);
  };
  return [
    rules[missing?.rule],
    missing?.minimum_answered > 0 ? rules.aside(missing.minimum_answered) : null,
    name ? rules.multiply(name) : null,
    ...adjust.map((item) => rules.adjust(title(item.node), item.at.map((score, at) => [label(item.node, score), item.factors[at]]))),
    ...gates.map((gate) => SAY.asks(title(gate.node), label(gate.node, gate.at_least), gate.cap)),
    Object.keys(bands).length ? rules.bands(Object.entries(bands)) : null,
    decimals ? rules.rounded(decimals.digits) : null,
  ].filter(Boolean);
}
