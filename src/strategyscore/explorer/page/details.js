// What is unfolded: an answer with its words, facts and sources; a country; or a criterion.

import { el, isWeb } from "./dom.js";
import { bandOf, passes, ranksOf } from "./engine.js";
import { markIn, wholeShares } from "./model.js";
import { whatIfOf } from "./whatif.js";
import { date, DASH, points, SAY, span } from "./words.js";

/** The dialog. `act` has `open(what)`, `close()`, `copy()` and `set(changes)`; the result shows what is open under a state. */
export function detailsOf(model, evidence, act) {
  const title = el("h2", { id: "details-title", tabindex: "-1" });
  const body = el("div", { class: "details-body" });
  const close = el("button", { type: "button", class: "close", onclick: () => act.close() }, SAY.close);
  const copy = el("button", { type: "button", onclick: () => act.copy() }, SAY.copyRating);
  const element = el("dialog", { "aria-labelledby": "details-title", id: "details" }, el("div", { class: "details-head" }, title, close), body, el("div", { class: "buttons" }, copy));
  element.addEventListener("cancel", (event) => {
    event.preventDefault();
    act.close();
  });
  element.addEventListener("click", (event) => event.target === element && act.close());
  const whatIf = whatIfOf(model, act);
  let last = null;
  let live = () => {}; // what of it follows the draws

  function show(what, { state, found, drawn, before }) {
    if (what !== null) whatIf.show(what, state, { found, drawn, before });
    if (what === null) {
      if (element.open) element.close(); // the browser gives the focus back to where it was
      last = null;
      return;
    }
    if (what === last) {
      live({ found, drawn });
      return;
    }
    last = what;
    live = () => {};
    const [code] = what.split(".");
    const row = model.codes.indexOf(code);
    const path = row < 0 ? what : what.slice(code.length + 1);
    const shares = wholeShares(model, state);
    body.replaceChildren();
    if (row < 0) criterion(path, shares);
    else if (path) answer(row, path, shares, state);
    else country(row, found, drawn, shares, state);
    if (!element.open) element.showModal();
    element.scrollTop = 0;
    title.focus();
  }

  function head(...words) {
    title.textContent = words.join(": ");
  }

  const leafNode = (path) => model.at.get(path);
  const crumbs = (path) => {
    const parts = path.split(".").slice(0, -1).map((_, index, all) => all.slice(0, index + 1).join("."));
    return parts.map((one) => model.content.nodes[model.at.get(one)]?.title).filter(Boolean).join(", ");
  };
  const opener = (what, text) => el("button", { type: "button", class: "link", onclick: () => act.open(what) }, text);
  const term = (name, ...content) => [el("dt", {}, name), el("dd", {}, content)];

  function answer(row, path, shares, state) {
    const node = model.content.nodes[leafNode(path)];
    const { code, name } = model.content.countries[row];
    head(name, node.title);
    const place = [crumbs(path), SAY.share(shares[leafNode(path)])].filter(Boolean).join(" \u00b7 ");
    body.append(el("p", { class: "meta" }, place));
    if (node.question) body.append(el("p", {}, node.question));
    if (state.date) body.append(el("p", { class: "notice" }, SAY.answerNow(state.date)));
    const later = el("div", { "aria-busy": "true" });
    if (model.known.answers(`${code}.${path}`, whatIf.sample(path))) body.append(whatIf.build(`${code}.${path}`, state));
    body.append(later);
    evidence().then(
      (told) => {
        if (last !== `${code}.${path}`) return;
        later.removeAttribute("aria-busy");
        const own = told.answers[code]?.[path];
        later.append(...(own ? answered(own, node, told.sources[code] ?? {}) : unanswered(node)));
      },
      () => later.append(el("p", { class: "notice" }, SAY.evidenceFails)),
    );
    body.append(el("p", { class: "meta" }, opener(code, name), " \u00b7 ", opener(path, node.title)));
  }

  function answered(own, node, sources) {
    const facts = [];
    if (own.since) facts.push(...term(SAY.since, date(own.since)));
    if (own.confidence) facts.push(...term(SAY.confidence, SAY.confident(own.confidence, model.content.confidence[own.confidence])));
    if (own.coders) facts.push(...term(SAY.coders, SAY.coded(Object.entries(own.coders))));
    const words = el("div", { class: "reply" }, el("strong", {}, capital(own.reply)), (own.lines ?? []).map((line) => el("p", {}, line)));
    const parts = [words, el("dl", {}, facts)];
    if (own.because) parts.push(el("h3", {}, SAY.because), el("p", {}, own.because));
    if (own.evidence?.length) parts.push(el("h3", {}, SAY.facts), cited(own.evidence, sources));
    for (const past of own.earlier ?? []) {
      parts.push(el("h3", {}, SAY.before(past.since)), el("p", {}, el("strong", {}, capital(past.reply)), " ", (past.lines ?? []).join(" ")));
      if (past.because) parts.push(el("p", {}, past.because));
      if (past.evidence.length) parts.push(cited(past.evidence, sources));
    }
    if (node.kind !== "quantity" && node.anchors.length) parts.push(anchors(node, own.level));
    return parts;
  }

  function unanswered(node) {
    const parts = [el("p", { class: "reply missing-reply" }, SAY.missingHere)];
    if (node.evidence) parts.push(el("h3", {}, SAY.wouldCount), el("p", {}, node.evidence));
    if (node.anchors.length) parts.push(anchors(node, null));
    return parts;
  }

  function anchors(node, level) {
    const items = node.anchors.map(([name, text]) => {
      const here = level !== null && level !== undefined && name === String(level);
      return el("li", { class: here ? "here" : null }, el("b", {}, name), ` ${text}`, here ? el("em", {}, ` (${SAY.thisLevel})`) : null);
    });
    const title = { levels: SAY.levels, checklist: SAY.items }[node.kind] ?? SAY.what;
    return el("details", { class: "ladder" }, el("summary", {}, title), el("ul", { class: "anchors" }, items));
  }

  function cited(items, sources) {
    return el("ul", { class: "facts" }, items.map((item) => el("li", {}, item.states, item.quote ? ` ${SAY.quote(item.quote)}` : null, cite(sources[item.source], item.where))));
  }

  function cite(source, where) {
    if (!source) return null;
    const link = source.url && isWeb(source.url)
      ? el("a", { href: source.url, rel: "noopener noreferrer", target: "_blank" }, source.title)
      : source.title;
    const dates = [source.published && SAY.published(source.published), source.accessed && SAY.accessed(source.accessed)];
    const about = [source.author, source.publisher, source.kind, ...dates, source.language && SAY.language(source.language), where];
    return el("p", { class: "source" }, link, about.filter(Boolean).map((text) => `, ${text}`));
  }

  function country(row, first, drawn, shares, state) {
    const { code, name, as_of: day, about } = model.content.countries[row];
    const { digits } = model.content;
    const { scores } = first;
    head(name);
    const headline = el("p");
    const restsOn = el("p");
    live = (now) => headlines(row, now, headline, restsOn);
    live({ found: first, drawn });
    body.append(headline, restsOn);
    if (day || about) body.append(el("p", { class: "hint" }, [day ? SAY.evidenceUpTo(day) : "", about ?? ""].filter(Boolean).join(" ")));
    const lines = model.content.nodes.map((node, index) => {
      if (index === 0) return null;
      const leaf = model.program.criteria.indexOf(index);
      const weight = el("td", {}, SAY.share(shares[index]).split(" of ")[0]);
      if (leaf < 0) {
        const band = bandOf(model.program, model.byNode.get(index), scores.values[index][row]);
        const rank = ranksOf(first.program, scores, index)[row];
        const value = [points(scores.values[index][row], digits), Number.isNaN(rank) ? null : `, ${SAY.rank(rank)}`, band ? ` (${band})` : null];
        return el("tr", { class: "group" }, el("th", { scope: "row" }, node.title), el("td", {}, value), weight);
      }
      const said = SAY.mark(markIn(model, state, leaf, row), node.kind === "levels");
      return el("tr", {}, el("th", { scope: "row" }, opener(`${code}.${node.path}`, node.title)), el("td", {}, said), weight);
    });
    const heads = [SAY.criterion, SAY.answerHead, SAY.shareHead].map((text) => el("th", { scope: "col" }, text));
    body.append(el("table", { class: "parts" }, el("thead", {}, el("tr", {}, heads)), el("tbody", {}, lines.filter(Boolean))));
    const gates = model.foreign.length ? [] : model.program.groups.flatMap((group) => group.gates ?? []);
    if (!gates.length) return;
    const items = gates.map((gate) => {
      const result = passes(first.program, scores, gate)[row];
      const asked = SAY.asks(model.content.nodes[gate.node].title, levelOf(gate), gate.cap);
      return el("li", { class: `gate-${result.replace(" ", "-")}` }, `${asked}: `, el("b", {}, SAY.gateResult[result]));
    });
    body.append(el("h3", {}, SAY.gates), el("ul", { class: "gates" }, items));
  }

  /** Where a country stands, how firmly, and by which of its parts. */
  function headlines(row, { found, drawn }, headline, restsOn) {
    const { program, scores, ranks } = found;
    const shown = (side) => points(scores[side][0][row], model.content.digits);
    const known = (list) => list.filter((one) => !Number.isNaN(one)).length;
    const at = drawn ? drawn.rows.indexOf(row) : -1;
    const interval = at < 0 ? null : span(drawn.lower[at], drawn.upper[at]);
    const rank = Number.isNaN(ranks[row]) ? null : ranks[row];
    headline.textContent = SAY.countryHeadline(shown("values"), shown("lower"), shown("upper"), rank, known(ranks), interval, scores.coverage[0][row]);
    const parts = model.byNode.get(0).children.map((node) => {
      const own = ranksOf(program, scores, node);
      return { title: model.content.nodes[node].title, rank: own[row], of: known(own) };
    }).filter((one) => !Number.isNaN(one.rank)).sort((one, other) => one.rank - other.rank);
    const apart = parts.length > 1 && parts[0].rank < parts.at(-1).rank;
    restsOn.textContent = apart ? SAY.restsOn(parts[0], parts.at(-1)) : "";
  }

  /** What a gate asks for: the level where there are levels, else the score. */
  function levelOf({ node, at_least: least }) {
    const step = model.content.nodes[node].steps?.find(([, score]) => score >= least - 1e-9);
    return step ? SAY.level(step[0]) : points(least, model.content.digits);
  }

  function criterion(path, shares) {
    const index = leafNode(path);
    const node = model.content.nodes[index];
    const leaf = model.program.criteria.indexOf(index);
    head(node.title);
    body.append(el("p", { class: "meta" }, [crumbs(path), SAY.share(shares[index])].filter(Boolean).join(" \u00b7 ")));
    for (const [name, text] of [[SAY.question, node.question], [SAY.why, node.why], [SAY.wouldCount, node.evidence]])
      if (text) body.append(el("h3", {}, name), el("p", {}, text));
    if (node.anchors.length) {
      const all = anchors(node, null);
      all.open = true;
      body.append(all);
    }
    const marks = new Map();
    model.content.marks[leaf].forEach((mark, row) => marks.set(mark, [...(marks.get(mark) ?? []), row]));
    const value = (mark) => (mark === null ? -Infinity : model.prepared.values[leaf][marks.get(mark)[0]]);
    const order = [...marks.keys()].sort((one, other) => value(other) - value(one));
    const items = order.map((mark) => {
      const links = marks.get(mark).flatMap((row, place) => [place ? ", " : "", opener(`${model.codes[row]}.${path}`, model.content.countries[row].name)]);
      return el("li", {}, el("b", {}, mark ?? DASH), " ", links);
    });
    body.append(el("h3", {}, SAY.countriesAt), el("ul", { class: "anchors" }, items));
  }
  return { element, show };
}

function capital(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
