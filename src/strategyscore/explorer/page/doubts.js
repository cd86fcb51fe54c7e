// What is in doubt by an earlier date: the twin of strategyscore.robustness.doubts and of its hot deck.
//
// How sure an answer is, the page is told; what a missing one could be rests on the answers that others had by then.

import { settled } from "./missing.js";

const SAME = 1e-9; // two levels as near as that are equally near: the lower one counts

/**
 * The doubts by a date, as explorer.numbers.draws_data tells those of the latest answers.
 *
 * `now` are these; `prepared` the criteria by that date, before what groups do about missing answers; `chancesOf(leaf, row)`
 * the cumulated chances of an answer's levels, null where it is not in doubt.
 */
export function doubtsThen(now, program, prepared, chancesOf) {
  const here = settled(program, prepared);
  const [low, high] = program.scale;
  const n = prepared.values[0].length;
  const shares = here.values.map((column, leaf) =>
    column.map((value, row) => (Number.isNaN(prepared.values[leaf][row]) ? NaN : Math.min(Math.max((value - low) / (high - low), 0), 1))));
  const far = distances(shares, now.deck);
  const steps = now.levels.map((scores) => scores.map((score) => (score - scores[0]) / (scores.at(-1) - scores[0])));
  const [chances, cells, ranges] = [[], [], []];
  program.criteria.forEach((_, leaf) => {
    for (let row = 0; row < n; row += 1) {
      const share = here.coverage[leaf][row];
      if (Number.isNaN(share)) continue; // it does not apply
      const aside = share === 0 && prepared.coverage[leaf][row] > 0;
      const stepped = steps[leaf].length > 0;
      if (!stepped && share < 1) ranges.push([row, leaf]);
      if (!stepped) continue;
      const missing = Number.isNaN(prepared.values[leaf][row]) || aside;
      const own = missing ? cumulated(levelChances(shares, far, row, leaf, steps[leaf], now.deck)) : chancesOf(leaf, row);
      if (own) cells.push([row, leaf, chances.push(own) - 1, Number(missing)]);
    }
  });
  return { ...now, chances, cells, ranges };
}

/** How unlike countries answer: the mean distance over what both answered, drawn a little towards a prior one. */
function distances(shares, { prior_answers: answers, prior_distance: distance }) {
  const n = shares[0].length;
  return Array.from({ length: n }, (_, one) =>
    Float64Array.from({ length: n }, (_, other) => {
      let total = answers * distance;
      let common = answers;
      for (const column of shares) {
        const by = Math.abs(column[one] - column[other]);
        if (Number.isNaN(by)) continue;
        total += by;
        common += 1;
      }
      return total / common;
    }));
}

/** How likely each level is where a country's answer is missing. */
function levelChances(shares, far, row, leaf, steps, { like, own, even }) {
  const chances = new Array(steps.length).fill(even / steps.length);
  const donors = Array.from(shares[leaf].keys()).filter((other) => !Number.isNaN(shares[leaf][other]));
  const least = donors.reduce((so, other) => Math.min(so, far[row][other]), Infinity);
  for (const other of donors) chances[nearestStep(shares[leaf][other], steps)] += Math.exp(-(far[row][other] - least) / like);
  const elsewhere = shares.map((column) => column[row]).filter((share) => !Number.isNaN(share));
  for (const share of elsewhere) chances[nearestStep(share, steps)] += own / elsewhere.length;
  return chances;
}

function nearestStep(share, steps) {
  let best = 0;
  for (let level = 1; level < steps.length; level += 1) if (Math.abs(share - steps[level]) < Math.abs(share - steps[best]) - SAME) best = level;
  return best;
}

function cumulated(chances) {
  const total = chances.reduce((sum, chance) => sum + chance, 0);
  let reached = 0;
  return chances.map((chance, level) => ((reached += chance), level < chances.length - 1 ? reached / total : 1));
}
