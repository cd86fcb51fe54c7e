// Rank intervals: many draws of what is uncertain, each scored by the engine. The twin of strategyscore.robustness.
//
// Weights come from a Dirichlet distribution around the reader's own, ratings by their confidence, missing answers from
// what countries have that answer alike. Every number is a function of the seed, of what is drawn and of the draw, so
// that a small move of a slider moves the draws a little, and the intervals do not flicker.

import { columnsOf, evaluate } from "./engine.js";
import { tieOf } from "./kernels.js";
import { memoryOf, planOf } from "./memory.js";
import { Generator } from "./random.js";

const ENDS = [0.05, 0.95];
const FIRM = 0.95; // the share of the draws from which on the order of two countries is called firm
const WEIGHTS = 1; // the stream of random numbers; the others are those of samples.js

/**
 * Score every draw, and count the ranks.
 *
 * `program` has the reader's weights; `values` are the criteria's columns as they count, `beside` is what `besideOf` tells;
 * `vary` says which of weights, ratings and missing are drawn; `rows` are the countries that are ranked. Gives `counts`,
 * how often each of these has each rank, their 90 % intervals `lower` to `upper`, the `median` rank, `first`, the share of
 * draws in which each ranks first, `kept`, the scores of each in all draws, one country after the other, and `tiers` in the
 * order of the `ranks` as they are. Answers in `fixed`, pairs of a row and a criterion, are not drawn: a reader set them.
 * `memory` keeps what was drawn and scored last, since a slider changes the weights of one group.
 */
export function intervals(program, doubts, drawn, { values, beside, vary, rows, ranks = [], fixed = [] }, memory = memoryOf()) {
  const { count } = doubts;
  const { asked, leaves, stores, keep } = planOf(memory, program, { values, beside, vary, fixed }, count);
  const columns = columnsOf(program, values.map((column) => Float64Array.from(column)));
  const wanted = drawn
    .filter((item) => leaves.has(item.leaf) && (item.missing ? vary.missing : vary.ratings))
    .map((item) => ({ ...without(item, fixed, values), column: columns[program.criteria[item.leaf]] }));
  const touched = [...new Set(wanted.map(({ leaf }) => leaf))].map((leaf) => [columns[program.criteria[leaf]], Float64Array.from(values[leaf])]);
  const varied = vary.weights ? asked.filter((group) => group.children.length > 1) : [];
  const weights = varied.map((group) => weightsOf(group, doubts, memory.weights));
  const part = { ...program, groups: asked };
  const all = values[0].length;
  const n = rows.length;
  const counts = rows.map(() => new Int32Array(n));
  const scores = new Float64Array(n);
  const rising = new Float64Array(n);
  const places = new Int32Array(n);
  const kept = new Float64Array(n * count);
  const tie = tieOf(program);
  for (let draw = 0; draw < count; draw += 1) {
    for (const item of wanted) answer(item, draw);
    for (const [node, store] of stores) columns[node] = store.subarray(draw * all, (draw + 1) * all);
    const chosen = {};
    varied.forEach(({ node, children }, index) => {
      chosen[node] = weights[index].subarray(draw * children.length, (draw + 1) * children.length);
    });
    const root = evaluate(part, columns, beside, chosen);
    for (const [column, usual] of touched) column.set(usual);
    for (let country = 0; country < n; country += 1) {
      const value = root[rows[country]];
      scores[country] = Number.isNaN(value) ? -Infinity : value;
      kept[country * count + draw] = value;
    }
    ranked(scores, rising, places, tie);
    for (let country = 0; country < n; country += 1) counts[country][places[country]] += 1;
  }
  keep();
  const at = (share) => counts.map((own) => rankAt(own, count, share));
  const [lower, upper] = ENDS.map(at);
  const first = counts.map((own) => own[0] / count);
  const found = { rows, counts, lower, upper, median: at(0.5), first, kept, tie };
  return { ...found, tiers: tiersOf((one, other) => firm(found, one, other), ranks) };
}

/** A part without what a reader set, and without answers that do not count: what is written past the end is lost. */
function without(item, fixed, values) {
  const column = values[item.leaf];
  const own = new Set(fixed.filter(([, leaf]) => leaf === item.leaf).map(([row]) => row));
  const lost = new Set(item.rows.filter((row) => own.has(row) || (!item.missing && Number.isNaN(column[row]))));
  return lost.size ? { ...item, at: item.at.map((row) => (lost.has(row) ? column.length : row)) } : item;
}

/** In which share of the draws one country is above another one, by their places among the rows; equal scores count half. */
export function aboveIn({ kept, rows, tie }, one, other) {
  const count = kept.length / rows.length;
  return leads(kept, count, tie, one, other, Infinity)[0] / (2 * count);
}

/** Twice how often one is above the other, and the other above it; counted until both are beyond an end. */
function leads(kept, count, tie, one, other, enough) {
  const [mine, theirs] = [one * count, other * count];
  let ahead = 0;
  let behind = 0;
  for (let draw = 0; draw < count && (ahead <= enough || behind <= enough); draw += 1) {
    const by = kept[mine + draw] - kept[theirs + draw];
    if (by > tie) ahead += 2;
    else if (by < -tie) behind += 2;
    else if (by <= tie) {
      ahead += 1;
      behind += 1;
    }
  }
  return [ahead, behind];
}

/** Whether the order of two countries is firm; most pairs are seen not to be long before all draws are counted. */
function firm({ kept, rows, tie }, one, other) {
  const count = kept.length / rows.length;
  return Math.max(...leads(kept, count, tie, one, other, 2 * count * (1 - FIRM))) / (2 * count) >= FIRM;
}

/**
 * Runs of countries that cannot be told apart, counted from 1 in the order of their ranks; 0 where there is no rank.
 *
 * From the top, a country opens a new tier if it and some country of the tier so far can be told apart: the twin of
 * strategyscore.robustness.tiers. `apart` tells whether the order of two places is firm.
 */
export function tiersOf(apart, ranks) {
  const order = Array.from(ranks.keys()).filter((row) => !Number.isNaN(ranks[row])).sort((one, other) => ranks[one] - ranks[other]);
  const tiers = new Array(ranks.length).fill(0);
  let begins = 0;
  let tier = 1;
  order.forEach((row, place) => {
    if (order.slice(begins, place).some((other) => apart(row, other))) {
      begins = place;
      tier += 1;
    }
    tiers[row] = tier;
  });
  return tiers;
}

/** Put the answers of one draw into a criterion's column. */
function answer({ starts, at, codes, table, column }, draw) {
  const end = starts[draw + 1];
  for (let index = starts[draw]; index < end; index += 1) column[at[index]] = table[codes[index]];
}

/** The weights of one group in all draws, one draw after the other. */
function weightsOf({ node, children, shares }, { count, seed, concentration }, known) {
  const name = `${shares}`;
  if (known.get(node)?.name === name) return known.get(node).weights;
  const random = new Generator(seed);
  const weights = new Float64Array(count * children.length);
  for (let draw = 0; draw < count; draw += 1) {
    const out = weights.subarray(draw * children.length, (draw + 1) * children.length);
    let total = 0;
    for (let child = 0; child < out.length; child += 1) {
      random.start(WEIGHTS, children[child], draw);
      out[child] = random.gamma(concentration * shares[child]);
      total += out[child];
    }
    for (let child = 0; child < out.length; child += 1) out[child] = total > 0 ? out[child] / total : shares[child];
  }
  known.set(node, { name, weights });
  return weights;
}

/** The rank of each score, counted from 0; neighbours no farther apart than a tie share the better one. */
function ranked(scores, rising, places, tie) {
  const n = scores.length;
  rising.set(scores);
  rising.sort();
  for (let country = 0; country < n; country += 1) {
    let low = 0;
    let high = n - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (rising[middle] <= scores[country]) low = middle;
      else high = middle - 1;
    }
    while (low < n - 1 && rising[low + 1] - rising[low] <= tie) low += 1; // what is a sum's rounding better is equal
    places[country] = n - 1 - low;
  }
}

/** The rank that at least so many of the draws give a country, or a better one. */
function rankAt(own, count, share) {
  let reached = 0;
  for (let rank = 0; rank < own.length; rank += 1) {
    reached += own[rank];
    if (reached / count >= share - 1e-12) return rank + 1;
  }
  return own.length;
}
