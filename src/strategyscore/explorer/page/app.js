// The page: one state, from the address and the controls; one way to show it.

import { answersOf } from "./answers.js";
import { detailsOf } from "./details.js";
import { el, save, setText } from "./dom.js";
import { drawerOf } from "./drawer.js";
import { rubricOf, toCsv, toYaml } from "./files.js";
import { hostOf } from "./host.js";
import { methodOf } from "./method.js";
import { drawsIn, modelOf, scoresIn, searched, sorted } from "./model.js";
import { pairOf } from "./pair.js";
import { pictureOf, toPng, toSvg } from "./picture.js";
import { rankingOf } from "./ranking.js";
import { setsTable } from "./sets.js";
import { panelOf } from "./sliders.js";
import { fromAddress, published, toAddress, VIEWS } from "./state.js";
import { SAY } from "./words.js";

const TOP = 5; // countries that are named under the sliders of a phone
const QUIET = 500; // milliseconds without a change before it is read aloud
const RECENT = 12; // draws that are kept, to say what a change did
const PAUSE = 300; // milliseconds between two changes of the address

const byId = (id) => document.getElementById(id);
const content = JSON.parse(byId("data").textContent);
const model = modelOf(content);
const host = hostOf(hear);
let { state, ignored } = fromAddress(host.start(), model.known);
let found = null; // scores, bounds and ranks now
let drawn = null; // intervals now
const recent = new Map(); // intervals by what they were drawn for
let draws = {}; // what was asked of the draws
let told = null; // ranks as last read aloud
let timer = 0;
let addressTimer = 0;
let lastKept = 0;

// Evidence is folded up in the page and unfolded once, when the first answer is opened.
let unfolded = null;
function evidence() {
  unfolded ??= (async () => {
    const bytes = Uint8Array.from(atob(byId("evidence").textContent), (letter) => letter.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    return new Response(stream).json();
  })();
  return unfolded;
}

const drawer = drawerOf(model, byId("worker").textContent, (data) => {
  drawn = data.found ?? null;
  recent.set(data.id, drawn && { ...drawn, kept: null });
  if (recent.size > RECENT) recent.delete(recent.keys().next().value);
  show({ settled: true });
});

const act = {
  open: (what) => change({ ...state, open: what }),
  close: () => change({ ...state, open: null }),
  copy: copyLink,
  set: (changes) => change({ ...state, ...changes }),
  sort: (name) => change({ ...state, sort: state.sort === name ? `-${name}` : name }),
};
const showPanel = panelOf(model, byId("panel"), () => state, change);
const ranking = rankingOf(model, act);
const answers = answersOf(model, act);
const details = detailsOf(model, evidence, act);
const sets = setsTable(model);
ranking.element.append(sets.element);
const pair = pairOf(model, act);
const method = el("div", { class: "method" });
const views = { ranking: ranking.element, pair: pair.element, answers: answers.element, method };
const tabs = Object.fromEntries(VIEWS.map((name) => [name, tabOf(name)]));
const search = el("input", { type: "search", id: "search", autocomplete: "off", list: "names" });
const find = el("div", { class: "find" });
const dates = el("input", { type: "range", id: "date", min: 0, max: model.dates.length, step: 1, "aria-describedby": "date-hint" });
const same = el("input", { type: "checkbox", id: "same" });
const dateSaid = el("output", { for: "date" });
const sameField = el("p", { class: "check" }, same, el("label", { for: "same" }, SAY.sameAnswers));
const shownLine = el("p", { class: "hint", id: "shown" });
const notice = el("p", { class: "notice", role: "alert" });
const yamlLine = el("p", { class: "hint", id: "yaml-hint" });
lay();
begin();

function tabOf(name) {
  const tab = el("button", { type: "button", role: "tab", id: `tab-${name}`, "aria-controls": `view-${name}` }, SAY.tabs[name]);
  tab.addEventListener("click", () => change({ ...state, view: name }));
  tab.addEventListener("keydown", (event) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!by) return;
    const next = VIEWS[(VIEWS.indexOf(name) + by + VIEWS.length) % VIEWS.length];
    change({ ...state, view: next });
    tabs[next].focus();
  });
  views[name].id = `view-${name}`;
  views[name].setAttribute("role", "tabpanel");
  views[name].setAttribute("aria-labelledby", `tab-${name}`);
  return tab;
}

function lay() {
  setText(byId("about"), content.about ?? "");
  const example = content.groups.length ? `${content.groups[0].id}, ${content.countries[0].name}` : content.countries[0].name;
  const names = [...content.groups.map((group) => group.id), ...content.countries.map((country) => country.name)];
  search.placeholder = SAY.findHint(example);
  search.addEventListener("input", () => change({ ...state, show: search.value }));
  const list = el("datalist", { id: "names" }, names.map((name) => el("option", { value: name })));
  find.append(el("div", {}, el("label", { for: "search" }, SAY.find), search, list, shownLine));
  if (model.dates.length) {
    dates.addEventListener("input", () => change({ ...state, date: model.dates[dates.value] ?? null }));
    same.addEventListener("change", () => change({ ...state, same: same.checked }));
    const label = el("p", { class: "date-line" }, el("label", { for: "date" }, SAY.dateLabel), " ", dateSaid);
    find.append(el("div", { class: "dates" }, label, dates, sameField, el("p", { class: "hint", id: "date-hint" }, SAY.dateHint)));
  }
  const button = (id, text, click) => el("button", { type: "button", id, onclick: click }, text);
  const take = el(
    "section", { class: "take", "aria-labelledby": "take-title" }, el("h2", { id: "take-title" }, SAY.download),
    el("div", { class: "buttons" },
      button("copy", SAY.copyLink, copyLink),
      content.portable && !model.foreign.length ? button("yaml", SAY.yaml, takeYaml) : null,
      button("csv", SAY.csv, takeCsv),
      button("svg", SAY.svg, takeSvg),
      button("png", SAY.png, takePng),
      button("cite", SAY.cite, () => copyText(cite(), SAY.cited)),
    ),
    yamlLine,
  );
  const tablist = el("div", { role: "tablist", "aria-label": SAY.tabsLabel, class: "tabs" }, Object.values(tabs));
  byId("main").append(notice, tablist, find, ...Object.values(views), take, details.element);
}

function begin() {
  search.value = state.show;
  refresh();
  told = ranksNow();
}

/** Take the state that an address says, when one comes from outside. */
function hear(address) {
  if (address === toAddress(state)) return;
  ({ state, ignored } = fromAddress(address, model.known));
  search.value = state.show;
  refresh();
}

/** Take a new state, from a control. */
function change(next) {
  const same = scoring(next) === scoring(state);
  state = next;
  ignored = [];
  keepAddress();
  if (document.activeElement !== search) search.value = state.show;
  if (same) show({});
  else refresh();
}

/** Let the address say the state, after it is shown; not at each step of a slider: browsers allow few changes a second. */
function keepAddress() {
  clearTimeout(addressTimer);
  addressTimer = setTimeout(() => {
    lastKept = Date.now();
    host.keep(toAddress(state), state);
  }, Math.max(lastKept + PAUSE - Date.now(), 0));
}

/** What of a state the scores rest on. */
function scoring(one) {
  const { weights, answers: own, date, same: only, top, missing, vary } = one;
  return toAddress({ ...published(), weights, answers: own, date, same: only, top, missing, vary });
}

/** Scores and intervals without an answer that a reader set; the intervals only if they were drawn lately. */
function before(what) {
  const others = { ...state, answers: Object.fromEntries(Object.entries(state.answers).filter(([one]) => one !== what)) };
  return { found: scoresIn(model, others), drawn: recent.get(scoring(others)) ?? null };
}

/** Score, ask for draws, and show. */
function refresh() {
  let failed = "";
  try {
    found = scoresIn(model, state);
  } catch (error) {
    if (!(error instanceof RangeError) || !found) throw error;
    failed = SAY.failed(error.message);
  }
  draws = failed ? draws : drawsIn(model, state, found);
  if (!failed && draws.options) drawer.ask({ id: scoring(state), date: state.date, program: draws.program, options: draws.options });
  else if (!failed) drawn = null;
  const unknown = ignored.length ? SAY.ignored(ignored) : "";
  setText(notice, [failed, unknown].filter(Boolean).join(" "));
  show({ stale: Boolean(draws.options) });
}

function show({ stale = false, settled = false }) {
  const { rows, strange } = searched(model, state.show);
  const shown = rows.length ? rows : model.codes.map((_, row) => row);
  setText(shownLine, [SAY.shown(shown.length, model.codes.length), strange.length ? SAY.unknownCountry(strange) : ""].join(" ").trim());
  for (const name of VIEWS) {
    views[name].hidden = name !== state.view;
    tabs[name].setAttribute("aria-selected", String(name === state.view));
    tabs[name].setAttribute("tabindex", name === state.view ? "0" : "-1");
  }
  dates.value = String(state.date ? model.dates.indexOf(state.date) : model.dates.length);
  setText(dateSaid, state.date ? SAY.byEnd(state.date) : SAY.latestShort);
  dates.setAttribute("aria-valuetext", dateSaid.textContent);
  same.checked = state.same;
  sameField.hidden = !state.date;
  find.hidden = !["ranking", "answers"].includes(state.view);
  if (state.view === "ranking") ranking.show({ found, drawn: draws.options ? drawn : null, draws, rows: shown, sort: state.sort, stale, later: state.date !== null && state.same });
  if (state.view === "ranking") sets.show(state, () => sorted(model, found, null, shown, "rank"));
  if (state.view === "pair") pair.show({ state, found, drawn, draws, key: scoring(state) });
  if (state.view === "answers") answers.show({ state, found, drawn, rows: shown });
  if (state.view === "method") method.replaceChildren(...methodOf(model, state));
  showPanel(state, topNow());
  describe();
  details.show(state.open, { state, found, drawn: draws.options && !stale ? drawn : null, before });
  clearTimeout(timer);
  timer = setTimeout(speak, QUIET);
  if (settled || !draws.options) document.documentElement.dataset.settled = "";
  else if (stale) delete document.documentElement.dataset.settled;
}

/** How this ranking differs from the published one, in words. */
function changes() {
  const what = [];
  if (Object.keys(state.weights).length) what.push(SAY.ownWeights);
  const own = Object.keys(state.answers).length;
  if (own) what.push(SAY.ownAnswers(own));
  if (state.top) what.push(SAY.ownTop(content.aggregations[state.top]));
  if (state.date) what.push(SAY.ownDate(state.date));
  if (state.missing !== "left-out") what.push(SAY.ownMissing[state.missing]);
  return what;
}

/** Which ranking this is, in words. */
function describe() {
  const what = changes();
  const day = content.table ? SAY.fromTable(content.table) : content.as_of ?? state.date ? SAY.asOf(content.as_of ?? state.date) : SAY.latest;
  const which = what.length ? SAY.changedNow(what) : SAY.asPublishedNow;
  setText(byId("meta"), SAY.meta(content.countries.length, model.program.criteria.length, day, which));
  document.documentElement.classList.toggle("own", what.length > 0);
  setText(yamlLine, model.foreign.length ? "" : content.portable ? yamlHint() : SAY.notPortable);
}

/** What the rubric that can be taken away gives, and what of the state is not in it. */
function yamlHint() {
  const own = Object.keys(state.answers).length ? ` ${SAY.ownAnswersFile}` : "";
  return `${SAY.yamlHint(`${content.id}.yaml`, content.as_of ?? state.date, state.missing)}${own}`;
}

/** Who leads now, for those who see the sliders only. */
function topNow() {
  const now = ranksNow();
  const rows = byRank().slice(0, TOP);
  return SAY.topNow(rows.map((row) => [now[row], content.countries[row].name]).filter(([rank]) => rank !== null));
}

/** Tell a screen reader which ranks have moved since it was last told. */
function speak() {
  const now = ranksNow();
  const rows = byRank().filter((row) => now[row] !== told[row]);
  const moves = rows.slice(0, 5).map((row) => SAY.statusMove(content.countries[row].name, now[row], told[row]));
  if (moves.length) setText(byId("status"), SAY.status(moves, rows.length - moves.length));
  told = now;
}

/** The rows of all countries, the best first. */
function byRank() {
  return sorted(model, found, null, model.codes.map((_, row) => row), "rank");
}

function ranksNow() {
  return Array.from(found.ranks, (rank) => (Number.isNaN(rank) ? null : rank));
}

function rowsShown() {
  const { rows } = searched(model, state.show);
  const shown = rows.length ? rows : model.codes.map((_, row) => row);
  return sorted(model, found, drawn, shown, state.sort);
}

function say(text) {
  setText(byId("status"), text);
  setText(yamlLine, text);
}

function copyLink() {
  return copyText(host.link(toAddress(state)), () => SAY.copied);
}

async function copyText(text, said) {
  try {
    await navigator.clipboard.writeText(text);
    say(said(text));
  } catch {
    say(SAY.notCopied(text));
  }
}

function takeYaml() {
  const name = `${content.id}.yaml`;
  save(name, toYaml(rubricOf(model, state)).trimStart(), "application/yaml");
  say(`${SAY.saved(name)} ${yamlHint()}`);
}

function takeCsv() {
  save(`${content.id}.csv`, toCsv(model, found, draws.options ? drawn : null, rowsShown()), "text/csv");
  say(SAY.saved(`${content.id}.csv`));
}

function picture() {
  return pictureOf(model, found, draws.options ? drawn : null, rowsShown(), byId("meta").textContent);
}

function takeSvg() {
  save(`${content.id}.svg`, toSvg(picture()), "image/svg+xml");
  say(SAY.saved(`${content.id}.svg`));
}

async function takePng() {
  save(`${content.id}.png`, await toPng(picture()), "image/png");
  say(SAY.saved(`${content.id}.png`));
}

/** What a reader writes under a figure made of this. */
function cite() {
  const { title, version, made } = content;
  return SAY.citation({ title, version, made, digests: made.digests, own: changes(), address: host.link(toAddress(state)) });
}
