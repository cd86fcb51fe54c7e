// What if an answer were another one: a choice in the dialog, and what it does to score, rank and interval.

import { el, setText } from "./dom.js";
import { points, SAY, span } from "./words.js";

/** The part of the dialog. `act.set(changes)` changes the state. */
export function whatIfOf(model, act) {
  const effect = el("p", { class: "effect", id: "effect", role: "status" });
  let input = null;

  /** A value that could be set, to ask whether any could. */
  function sample(path) {
    const leaf = model.leafOf(path);
    return model.steps[leaf]?.[0]?.[0] ?? String(model.program.scale[0]);
  }

  function build(what, state) {
    const [row, leaf] = model.cellOf(what);
    const node = model.content.nodes[model.program.criteria[leaf]];
    const own = state.answers[what];
    const change = () => {
      const { [what]: _, ...others } = current.answers;
      const next = input.value.trim();
      if (next && !model.known.answers(what, next)) return;
      act.set({ answers: next ? { ...others, [what]: next } : others });
    };
    if (model.steps[leaf]) {
      const texts = Object.fromEntries(node.anchors);
      const options = model.steps[leaf].map(([label]) => el("option", { value: label }, short(SAY.levelNamed(label, texts[label] ?? ""))));
      input = el("select", { id: "what-if", onchange: change }, el("option", { value: "" }, SAY.asAnswered(model.content.marks[leaf][row])), options);
    } else {
      const [low, high] = model.program.scale;
      input = el("input", { id: "what-if", type: "number", min: low, max: high, step: "any", onchange: change, "aria-describedby": "what-if-hint" });
    }
    input.value = own ?? "";
    const [low, high] = model.program.scale;
    const hint = model.steps[leaf] ? null : el("span", { class: "hint", id: "what-if-hint" }, ` ${SAY.whatIfScore(low, high)}. ${SAY.asScored}`);
    return el("div", { class: "what-if" }, el("label", { for: "what-if" }, SAY.whatIf), input, hint, effect);
  }

  let current = null;

  /** Say what the answers that are open come to; `before` has the scores without the answer that was set. */
  function show(what, state, { found, drawn, before }) {
    current = state;
    const [row, leaf] = model.cellOf(what);
    if (row < 0 || leaf < 0) return;
    const said = (one, draws) => {
      const at = draws ? draws.rows.indexOf(row) : -1;
      const rank = Number.isNaN(one.ranks[row]) ? null : one.ranks[row];
      return SAY.effectOf(points(one.scores.values[0][row], model.content.digits), rank, at < 0 ? null : span(draws.lower[at], draws.upper[at]));
    };
    const without = state.answers[what] === undefined ? null : before(what);
    setText(effect, SAY.effect(model.content.countries[row].name, said(found, drawn), without ? said(without.found, without.drawn) : null));
    if (input && document.activeElement !== input) input.value = state.answers[what] ?? "";
  }
  return { build, show, sample };
}

function short(text) {
  return text.length > 90 ? `${text.slice(0, 89)}\u2026` : text;
}
