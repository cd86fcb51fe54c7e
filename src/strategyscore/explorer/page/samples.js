// What the answers are in every draw: no slider changes that, so it is drawn once.

import { Generator } from "./random.js";

const CELLS = 2; // streams of random numbers; the first is that of the weights
const RANGES = 3;

/**
 * What is drawn of the answers.
 *
 * `doubts` is what explorer.numbers.draws_data tells; `prepared` has the criteria's columns `values`, `lower` and `upper`.
 * Gives a part for each criterion and source: in a draw it changes the answers from `starts[draw]` to the next start, each
 * of a country, by its row `at`, to what stands in `table` at its code. Most ratings stay as they are.
 */
export function samples(doubts, prepared) {
  const { count, seed, cells, ranges, chances, levels } = doubts;
  const random = new Generator(seed);
  const positions = new Float64Array(count);
  const parts = new Map();
  const n = prepared.values[0].length;
  cells.forEach(([row, leaf, at, missing]) => {
    const name = `${leaf} ${missing}`;
    if (!parts.has(name)) parts.set(name, { leaf, missing: missing === 1, rows: [], from: [] });
    parts.get(name).rows.push(row);
    parts.get(name).from.push(chances[at]);
  });
  const drawn = [...parts.values()].map(({ leaf, missing, rows, from }) => {
    const table = Float64Array.from(levels[leaf]);
    const moves = movesOf(count, rows.length);
    from.forEach((cumulated, index) => {
      const row = rows[index];
      random.start(CELLS, leaf * n + row, 0); // an answer has the same numbers by every date
      random.fill(positions);
      moves.add(row, missing ? -1 : table.indexOf(prepared.values[leaf][row]), positions, Float64Array.from(cumulated.slice(0, table.length - 1)));
    });
    return { leaf, missing, rows, table, ...moves.sorted() };
  });
  ranges.forEach(([row, leaf]) => {
    random.start(RANGES, leaf * n + row, 0);
    random.fill(positions);
    const low = prepared.lower[leaf][row];
    const high = prepared.upper[leaf][row];
    const table = positions.map((position) => low + (high - low) * position);
    const every = Uint16Array.from(positions.keys());
    drawn.push({ leaf, missing: true, rows: [row], table, starts: Int32Array.from({ length: count + 1 }, (_, draw) => draw), at: new Uint16Array(count).fill(row), codes: every });
  });
  return drawn;
}

/** The answers of one criterion that differ from what they are as they stand: collected by country, given by draw. */
function movesOf(count, countries) {
  const draws = new Uint16Array(count * countries);
  const rows = new Uint16Array(count * countries);
  const levels = new Uint16Array(count * countries);
  const starts = new Int32Array(count + 1);
  let size = 0;

  /** One answer: a level for each position, by the edges between them; as it stands it is `usual`. */
  function add(row, usual, positions, edges) {
    const from = usual > 0 ? edges[usual - 1] : usual === 0 ? 0 : 2; // what no position reaches, where it is missing
    const to = usual < edges.length ? edges[usual] : 1;
    const begin = size;
    for (let draw = 0; draw < count; draw += 1) {
      draws[size] = draw;
      size += +(positions[draw] < from || positions[draw] >= to); // else the next one is written over it
    }
    for (let index = begin; index < size; index += 1) {
      const position = positions[draws[index]];
      let level = 0;
      while (level < edges.length && position >= edges[level]) level += 1;
      rows[index] = row;
      levels[index] = level;
    }
  }

  function sorted() {
    for (let index = 0; index < size; index += 1) starts[draws[index] + 1] += 1;
    for (let draw = 0; draw < count; draw += 1) starts[draw + 1] += starts[draw];
    const next = starts.slice();
    const at = new Uint16Array(size);
    const codes = new Uint16Array(size);
    for (let index = 0; index < size; index += 1) {
      const to = next[draws[index]]++;
      at[to] = rows[index];
      codes[to] = levels[index];
    }
    return { starts, at, codes };
  }
  return { add, sorted };
}
