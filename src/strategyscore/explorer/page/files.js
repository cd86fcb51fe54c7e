// What a reader takes away as text: the rubric with other weights as YAML, the table as CSV.

import { bandOf } from "./engine.js";
import { SAY } from "./words.js";

const PLAIN_KEY = /^[A-Za-z_][A-Za-z0-9_-]*$/;
const TITLE_LETTERS = 300; // as many as a rubric takes
const RESERVED = /^(null|true|false|yes|no|on|off|y|n)$/i;

/** The content of the rubric's file with a reader's weights and aggregation at the top. */
export function rubricOf(model, state) {
  const content = structuredClone(model.content.file);
  const changed = (entry, path) => {
    const own = state.weights[path];
    if (own) delete entry.weights; // what stands at the children counts, as with other weights in Python
    entry.criteria = entry.criteria.map((child) => {
      const below = path === model.program.nodes[0] ? child.id : `${path}.${child.id}`;
      const { id, title, weight: before, ...rest } = child;
      const value = own ? own[below] : before;
      const weight = value === undefined || value === 1 ? {} : { weight: value };
      const turned = { id, title, ...weight, ...rest };
      if (turned.criteria) changed(turned, below);
      return turned;
    });
  };
  changed(content, model.program.nodes[0]);
  if (state.top) content.aggregate = state.top;
  const title = SAY.ownTitle(content.title);
  if ((state.top || Object.keys(state.weights).length) && title.length <= TITLE_LETTERS) content.title = title;
  return content;
}

/** Plain data as YAML; texts in double quotes, which say everything without surprise. */
export function toYaml(value, indent = "") {
  if (Array.isArray(value)) {
    if (value.every((item) => typeof item !== "object")) return ` [${value.map(scalar).join(", ")}]\n`;
    return `\n${value.map((item) => entryOf(item, indent)).join("")}`;
  }
  if (value !== null && typeof value === "object") {
    if (!Object.keys(value).length) return " {}\n";
    return `\n${mapping(value, indent)}`;
  }
  return ` ${scalar(value)}\n`;
}

function mapping(value, indent) {
  return Object.entries(value).map(([name, item]) => `${indent}${key(name)}:${toYaml(item, `${indent}  `)}`).join("");
}

/** An item of a list: the first key of a mapping stands behind the dash. */
function entryOf(item, indent) {
  if (item === null || typeof item !== "object") return `${indent}- ${scalar(item)}\n`;
  if (Array.isArray(item)) return `${indent}-${toYaml(item, `${indent}  `)}`;
  return `${indent}- ${mapping(item, `${indent}  `).slice(indent.length + 2)}`;
}

function key(name) {
  const plain = /^-?\d+$/.test(name) || (PLAIN_KEY.test(name) && !RESERVED.test(name));
  return plain ? name : quoted(name);
}

function scalar(value) {
  return typeof value === "string" ? quoted(value) : String(value);
}

function quoted(text) {
  return JSON.stringify(text); // a text in double quotes is the same in both
}

/** The ranking as CSV with the columns of `strategyscore score --format csv --draws`, `first` and `tier`. */
export function toCsv(model, found, drawn, rows) {
  const parts = model.byNode.get(0).children;
  const heads = ["country", "rank", "rank_lower", "rank_upper", "first", "tier", "score", "lower", "upper", "coverage"];
  const root = model.byNode.get(0);
  const bands = !model.foreign.length && Object.keys(root.bands ?? {}).length > 0;
  const lines = [[...heads, ...parts.map((node) => model.content.nodes[node].id), ...(bands ? ["band"] : [])]];
  for (const row of rows) {
    const at = drawn ? drawn.rows.indexOf(row) : -1;
    const ends = at < 0 ? ["", "", "", ""] : [drawn.lower[at], drawn.upper[at], drawn.first[at], drawn.tiers[at] || ""];
    const sides = ["values", "lower", "upper", "coverage"].map((side) => found.scores[side][0][row]);
    const below = parts.map((node) => found.scores.values[node][row]);
    const band = bands ? [bandOf(model.program, root, found.scores.values[0][row]) ?? ""] : [];
    lines.push([model.codes[row], found.ranks[row], ...ends, ...sides, ...below, ...band]);
  }
  return lines.map((line) => `${line.map(cell).join(",")}\n`).join("");
}

/** A cell that no spreadsheet takes for a formula, whatever it parts cells at. */
function cell(value) {
  if (typeof value === "number") return Number.isNaN(value) ? "" : String(value);
  const safe = value.replace(/(?:^|(?<=[;\t\r\n]))(?=[=+\-@\t\r])/g, "'");
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
