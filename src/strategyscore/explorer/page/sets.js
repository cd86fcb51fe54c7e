// Sets of weights under names: those of several experts, kept in the address, and how the ranks differ between them.

import { el } from "./dom.js";
import { scoresIn } from "./model.js";
import { nameable } from "./state.js";
import { DASH, SAY } from "./words.js";

/** The part of the panel. `change(next)` is told every new state. */
export function setsOf(model, read, change) {
  const input = el("input", { type: "text", id: "set-name", maxlength: 40, autocomplete: "off" });
  const said = el("p", { class: "hint", role: "status" });
  const list = el("ul", { class: "own-list", id: "sets" });
  const form = el("form", { class: "set-form", onsubmit: keep }, el("label", { for: "set-name" }, SAY.setName), input, el("button", { type: "submit", id: "save-set" }, SAY.saveSet));
  const element = el("details", { class: "sets" }, el("summary", {}, SAY.sets), el("p", { class: "hint" }, SAY.setsHint), form, said, list);
  let last = "";

  function keep(event) {
    event.preventDefault();
    const name = input.value.trim().replace(/[,&#=:]/g, " ").replace(/\s+/g, " ");
    const { sets, weights } = read();
    said.textContent = Object.keys(weights).length ? "" : SAY.noWeightsYet;
    if (!Object.keys(weights).length || !nameable(sets, name)) return;
    input.value = "";
    change({ ...read(), sets: { ...sets, [name]: weights } });
  }

  function show(state) {
    const now = JSON.stringify(state.sets);
    if (now === last) return;
    last = now;
    const names = Object.keys(state.sets);
    if (names.length) element.open = true;
    list.replaceChildren(...names.map((name) => {
      const { [name]: weights, ...others } = state.sets;
      const use = el("button", { type: "button", class: "link", onclick: () => change({ ...read(), weights }) }, SAY.useSet(name));
      const remove = el("button", { type: "button", class: "small", onclick: () => change({ ...read(), sets: others }), "aria-label": SAY.removeSet(name) }, SAY.remove);
      return el("li", {}, use, " ", remove);
    }));
  }
  return { element, show };
}

/** The ranks of the countries under each set, as a table behind a fold. */
export function setsTable(model) {
  const element = el("details", { class: "sets-table" });
  let last = "";

  function show(state, order) {
    const names = Object.keys(state.sets);
    element.hidden = !names.length || model.foreign.length > 0;
    if (element.hidden) return;
    const rows = order();
    const now = JSON.stringify([state.sets, state.answers, state.top, state.missing, rows]);
    if (now === last) return;
    last = now;
    const ranks = names.map((name) => scoresIn(model, { ...state, weights: state.sets[name] }).ranks);
    const heads = [SAY.heads.country, SAY.asPublishedHead, ...names].map((text) => el("th", { scope: "col" }, text));
    const shown = (rank) => el("td", {}, rank === null || Number.isNaN(rank) ? DASH : String(rank));
    const lines = rows.map((row) => {
      const own = [model.content.published.ranks[row], ...ranks.map((one) => one[row])];
      return el("tr", {}, el("th", { scope: "row" }, model.content.countries[row].name), own.map(shown));
    });
    const table = el("table", { id: "sets-ranks" }, el("caption", { class: "visually-hidden" }, SAY.setsCaption), el("thead", {}, el("tr", {}, heads)), el("tbody", {}, lines));
    element.replaceChildren(el("summary", {}, SAY.setsCompared), el("div", { class: "wide" }, table));
  }
  return { element, show };
}
