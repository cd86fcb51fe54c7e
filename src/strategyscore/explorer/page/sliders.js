// The panel: a slider for every weight, the way to aggregate, what missing answers count, and what is drawn.

import { el, setText } from "./dom.js";
import { ownAnswers, weightsIn } from "./model.js";
import { setsOf } from "./sets.js";
import { MISSING, moved, published, SOURCES } from "./state.js";
import { SAY, weight } from "./words.js";

/** Build the panel. `change(next)` is told every new state; the result shows a state. */
export function panelOf(model, root, read, change) {
  const locked = new Set();
  const sliders = [];
  const folds = [];
  const buttons = [
    el("button", { type: "button", id: "as-published", onclick: () => change({ ...read(), weights: {} }) }, SAY.asPublished),
    el("button", { type: "button", id: "equal", onclick: () => change({ ...read(), weights: equal(model) }) }, SAY.equal),
    el("button", { type: "button", id: "reset", onclick: () => (locked.clear(), change({ ...published(), view: read().view, sets: read().sets })) }, SAY.resetAll),
  ];
  const weights = el("section", { "aria-labelledby": "weights-title" }, el("h2", { id: "weights-title" }, SAY.weights));
  if (!model.foreign.length) {
    weights.append(el("div", { class: "buttons" }, buttons), el("p", { class: "hint", id: "weights-hint" }, SAY.weightsHint));
    weights.append(group(0, true));
  } else {
    const methods = model.foreign.map((name) => model.content.aggregations[name] ?? name.replaceAll("_", " "));
    weights.append(el("p", { class: "notice", id: "cannot" }, SAY.cannot(methods)));
  }
  const choices = model.foreign.length ? null : settings();
  const own = el("section", { "aria-labelledby": "own-title", id: "own-answers" });
  const sets = model.foreign.length ? null : setsOf(model, read, change);
  const beside = matchMedia("(min-width: 42rem)"); // as in the style
  const all = el("details", { class: "panel", open: beside.matches }, el("summary", {}, SAY.settings), own, weights);
  if (choices) all.append(choices.element, sets.element);
  const top = el("p", { class: "top-now", "aria-hidden": "true" }); // on a phone, where the open panel hides the ranking
  all.append(top);
  beside.addEventListener("change", () => (all.open ||= beside.matches)); // a frame may have its width only later
  root.replaceChildren(all);

  function group(node, top) {
    const own = model.byNode.get(node);
    const path = model.program.nodes[node];
    const list = el("div", { class: "sliders" });
    for (const child of own.children) {
      list.append(slider(path, child, own.children.length));
      if (model.byNode.has(child)) list.append(more(child));
    }
    if (!top) {
      const again = () => change({ ...read(), weights: Object.fromEntries(Object.entries(read().weights).filter(([name]) => name !== path)) });
      list.append(el("button", { type: "button", class: "small", onclick: again }, SAY.resetGroup(model.content.nodes[node].title)));
    }
    return list;
  }

  /** The parts of a group, made when they are first opened: a rubric may have hundreds of criteria. */
  function more(node) {
    const of = el("span", { class: "visually-hidden" }, SAY.of(model.content.nodes[node].title));
    const fold = el("details", { class: "more" }, el("summary", {}, SAY.more(model.byNode.get(node).children.length), of));
    fold.addEventListener("toggle", () => open(fold, node));
    folds.push([fold, model.program.nodes[node]]);
    return fold;
  }

  function open(fold, node) {
    if (fold.open && fold.children.length === 1) {
      fold.append(group(node, false));
      show(read());
    }
  }

  function slider(path, node, siblings) {
    const name = model.program.nodes[node];
    const { title } = model.content.nodes[node];
    const id = `weight-${node}`;
    const input = el("input", {
      type: "range", id, min: 0, max: 100, step: 1, "aria-describedby": "weights-hint", "data-path": name,
    });
    const output = el("output", { for: id });
    const mark = el("span", { class: "published", "aria-hidden": "true" });
    const lock = el("button", { type: "button", class: "lock", "aria-label": SAY.lock(title), "aria-pressed": "false" });
    let basis = null; // the weights when a movement began, so that going to and fro comes back to them
    input.addEventListener("input", () => {
      const before = weightsIn(model, read(), path);
      basis ??= before;
      const next = moved(basis, name, Number(input.value), locked, model.groups[path]);
      if (next) change({ ...read(), weights: { ...read().weights, [path]: next } });
    });
    input.addEventListener("change", () => {
      basis = null;
      show(read());
    });
    lock.addEventListener("click", () => {
      if (!locked.delete(name)) locked.add(name);
      show(read());
    });
    sliders.push({ path, name, title, input, output, mark, lock });
    const label = el("label", { for: id }, title);
    return el("div", { class: "slider" }, label, output, input, siblings > 1 ? lock : null, mark);
  }

  function settings() {
    const root_ = model.byNode.get(0);
    const phrase = (name) => model.content.aggregations[name] ?? name;
    const top = el(
      "select", { id: "top", onchange: () => change({ ...read(), top: top.value || null }) },
      el("option", { value: "" }, SAY.topPublished(phrase(root_.aggregate.method))),
      model.tops.map((name) => el("option", { value: name }, SAY.topNamed(phrase(name)))),
    );
    const missing = el(
      "select", { id: "missing", onchange: () => change({ ...read(), missing: missing.value }) },
      MISSING.map((name) => el("option", { value: name }, SAY.missings[name])),
    );
    const boxes = SOURCES.map((name) => {
      const box = el("input", { type: "checkbox", id: `vary-${name}`, value: name });
      box.addEventListener("change", () => change({ ...read(), vary: SOURCES.filter((_, index) => boxes[index].checked) }));
      return box;
    });
    const field = (id, label, input) => el("p", { class: "field" }, el("label", { for: id }, label), input);
    const vary = el(
      "fieldset", {}, el("legend", {}, SAY.vary),
      boxes.map((box) => el("p", { class: "check" }, box, el("label", { for: box.id }, SAY.varied[box.value]))),
    );
    const element = el("section", { class: "choices" }, field("top", SAY.top, top), field("missing", SAY.missing, missing), vary);
    return { element, top, missing, boxes };
  }

  /** The answers that a reader set, each of which can be undone. */
  function answers(state) {
    own.hidden = !Object.keys(state.answers).length;
    const items = ownAnswers(model, state).map(({ what, row, leaf, value }) => {
      const { title, kind } = model.content.nodes[model.program.criteria[leaf]];
      const said = SAY.ownAnswer(model.content.countries[row].name, title, SAY.mark(value, kind === "levels"));
      const undo = () => change({ ...read(), answers: Object.fromEntries(Object.entries(read().answers).filter(([one]) => one !== what)) });
      return el("li", {}, said, " ", el("button", { type: "button", class: "small", onclick: undo, "aria-label": SAY.undoLabel(said) }, SAY.undo));
    });
    const all = el("button", { type: "button", id: "as-answered", onclick: () => change({ ...read(), answers: {} }) }, SAY.undoAll);
    own.replaceChildren(el("h2", { id: "own-title" }, SAY.ownAnswersTitle), el("ul", { class: "own-list" }, items), all);
  }

  let answered = "";

  /** Show a state. */
  function show(state, leading) {
    setText(top, leading);
    for (const one of sliders) {
      const own = weightsIn(model, state, one.path);
      const value = own[one.name];
      const original = model.groups[one.path][one.name];
      const free = Object.keys(own).some((name) => name !== one.name && !locked.has(name));
      const held = locked.has(one.name);
      if (document.activeElement !== one.input || Math.abs(Number(one.input.value) - value) > 0.5) one.input.value = String(value);
      one.input.disabled = held || !free;
      one.input.title = free || held ? "" : SAY.atLeastOne;
      one.input.setAttribute("aria-valuetext", SAY.weightSpoken(one.title, value, original));
      setText(one.output, weight(value));
      setText(one.mark, Math.abs(value - original) > 0.05 ? SAY.publishedWeight(original) : "");
      one.lock.setAttribute("aria-pressed", String(held));
      setText(one.lock, held ? SAY.locked : SAY.unlocked);
    }
    for (const [fold, path] of folds) fold.classList.toggle("changed", Boolean(state.weights[path]));
    const now = JSON.stringify(state.answers);
    if (now !== answered || !own.children.length) answers(state);
    answered = now;
    sets?.show(state);
    if (choices) {
      choose(choices.top, state.top ?? "");
      choose(choices.missing, state.missing);
      choices.boxes.forEach((box) => (box.checked = state.vary.includes(box.value)));
      choices.boxes[2].disabled = state.missing !== "left-out";
    }
  }
  return show;
}

/** Set a choice only where it differs, so that an open list is left alone. */
function choose(select, value) {
  if (select.value !== value) select.value = value;
}

/** Equal weights in every group, in percent. */
function equal(model) {
  const even = (own) => Object.fromEntries(Object.keys(own).map((name) => [name, Math.round(10000 / Object.keys(own).length) / 100]));
  return Object.fromEntries(Object.entries(model.groups).map(([path, own]) => [path, even(own)]));
}
