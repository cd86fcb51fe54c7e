// Earlier dates: the answers that had begun by the end of a half-year, and what of now can be held against them.

import { doubtsThen } from "./doubts.js";

/** What the answers to go back to are, for a model's content and its prepared criteria. */
export function datesOf(content, prepared, program) {
  const { cells: history, chances } = content.history ?? { cells: [], chances: [] };
  const { scale } = program;
  const memo = new Map();
  const lastDay = (date) => `${date}-31`;
  const at = (answers, date) => answers.findLast(([since]) => since <= lastDay(date)) ?? null;
  const marks = new Map(history.map(([row, leaf, answers]) => [`${row} ${leaf}`, answers]));

  /** The half-years from the first to the last one in which an answer began, but for the last: that is now. */
  function halfYears() {
    const days = history.flatMap(([, , answers]) => answers.map(([since]) => since)).sort();
    if (!days.length) return [];
    const number = (day) => 2 * Number(day.slice(0, 4)) + (Number(day.slice(5, 7)) > 6 ? 1 : 0);
    const [first, last] = [number(days[0]), number(days.at(-1))];
    return Array.from({ length: last - first }, (_, index) => `${Math.floor((first + index) / 2)}-${(first + index) % 2 ? "12" : "06"}`);
  }

  const blank = (columns, value) => columns.map((column) => new Float64Array(column.length).fill(value));

  /** The criteria as they were by a date. */
  function then(date) {
    if (memo.has(date)) return memo.get(date);
    const { values, coverage } = prepared;
    const found = { ...prepared, values: blank(values, NaN), lower: blank(values, scale[0]), upper: blank(values, scale[1]), coverage: blank(coverage, 0) };
    for (const [row, leaf, answers] of history) {
      const answer = at(answers, date);
      if (!answer) continue;
      const [, , value, , low, high, share] = answer;
      const whole = answer.length === 4;
      found.values[leaf][row] = value ?? NaN;
      found.lower[leaf][row] = (whole ? value : low) ?? NaN;
      found.upper[leaf][row] = (whole ? value : high) ?? NaN;
      found.coverage[leaf][row] = whole ? 1 : share ?? NaN;
    }
    memo.set(date, found);
    return found;
  }

  /** What is in doubt by a date. */
  function doubts(date) {
    const name = `doubts ${date}`;
    if (!memo.has(name)) memo.set(name, doubtsThen(content.doubts, program, then(date), (leaf, row) => chances[answerBy(date, leaf, row)?.[3]] ?? null));
    return memo.get(name);
  }

  /** The criteria as they are now, without what was not answered by a date. */
  function sameNow(date) {
    const name = `now ${date}`;
    if (memo.has(name)) return memo.get(name);
    const before = then(date);
    const cut = (columns, value) => columns.map((column, leaf) => column.map((one, row) => (before.coverage[leaf][row] === 0 ? value : one)));
    const { values, lower, upper, coverage } = prepared;
    const found = { ...prepared, values: cut(values, NaN), lower: cut(lower, scale[0]), upper: cut(upper, scale[1]), coverage: cut(coverage, 0) };
    memo.set(name, found);
    return found;
  }

  /** What stood in a cell by a date. */
  function mark(date, leaf, row) {
    return answerBy(date, leaf, row)?.[1] ?? null;
  }

  function answerBy(date, leaf, row) {
    return at(marks.get(`${row} ${leaf}`) ?? [], date);
  }
  return { halfYears, then, doubts, sameNow, mark };
}
