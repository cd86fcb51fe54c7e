// What groups do about missing answers: the twin of strategyscore.scoring.missing.
//
// Too little of a group is answered: its answers are set aside, as if they were missing. What is missing counts at its
// worst: it gets that value. A group withholds its score while something is missing.

const ENOUGH = 1e-12;

/** What a group may do about a child that is missing. */
export const MISSING_RULES = Object.freeze(["available", "worst", "withhold"]);

/** Whether some group has no score while something is missing. */
export function withholds(program) {
  return program.groups.some((group) => group.missing?.rule === "withhold");
}

/** Whether some group does more about what is missing than give its weight to what is there. */
export function settles(program) {
  return program.groups.some(({ missing }) => missing && (missing.rule !== "available" || missing.minimum_answered > 0));
}

/** The criteria after what the groups do about missing answers: other columns where there is something to do. */
export function settled(program, prepared) {
  if (!settles(program)) return prepared;
  const { coverage, worst, best, imputed } = prepared;
  const aside = setAside(program, coverage);
  const under = (rule) => {
    const children = new Set(program.groups.filter((group) => group.missing.rule === rule).flatMap((group) => group.children));
    return program.criteria.map((node) => children.has(node));
  };
  const [held, atWorst] = [under("withhold"), under("worst")];
  const partial = (leaf, row) => coverage[leaf][row] < 1 && !imputed[leaf][row];
  const each = (columns, made) => columns.map((column, leaf) => column.map((value, row) => made(value, leaf, row)));
  const values = each(prepared.values, (value, leaf, row) => (aside[leaf][row] || (held[leaf] && partial(leaf, row)) ? NaN : value));
  const lower = each(prepared.lower, (value, leaf, row) => (aside[leaf][row] ? Math.min(worst[leaf][row], value) : value));
  const upper = each(prepared.upper, (value, leaf, row) => (aside[leaf][row] ? Math.max(best[leaf][row], value) : value));
  const filled = countsAtWorst(program, values, coverage);
  return {
    ...prepared,
    values: each(values, (value, leaf, row) => (filled[leaf][row] || (atWorst[leaf] && partial(leaf, row)) ? lower[leaf][row] : value)),
    lower,
    upper,
    coverage: each(coverage, (value, leaf, row) => (aside[leaf][row] ? 0 : value)),
  };
}

/** Which answers are below groups of which too little is answered, a list for every criterion. */
function setAside(program, coverage) {
  const n = coverage[0].length;
  const has = [];
  const short = program.nodes.map(() => new Array(n).fill(false));
  program.criteria.forEach((node, leaf) => (has[node] = coverage[leaf]));
  for (const { node, children, shares, missing } of program.groups) {
    has[node] = new Float64Array(n);
    for (let row = 0; row < n; row += 1) {
      let total = 0;
      let answered = 0;
      children.forEach((child, index) => {
        if (Number.isNaN(has[child][row])) return;
        total += shares[index];
        answered += shares[index] * has[child][row];
      });
      const share = total > 0 ? answered / total : NaN;
      short[node][row] = share < missing.minimum_answered - ENOUGH;
      const without = short[node][row] || (missing.rule === "withhold" && share < 1 - ENOUGH);
      has[node][row] = without ? 0 : Math.sign(share);
    }
  }
  for (const { node, children } of [...program.groups].reverse())
    for (const child of children) short[node].forEach((one, row) => (short[child][row] ||= one));
  return program.criteria.map((node, leaf) => short[node].map((one, row) => one && !Number.isNaN(coverage[leaf][row])));
}

/** Which missing answers count at their worst: also those of a group without a score, below one of that rule. */
function countsAtWorst(program, values, coverage) {
  const n = values[0].length;
  const lacks = [];
  const there = applies(program, coverage);
  program.criteria.forEach((node, leaf) => (lacks[node] = Array.from(values[leaf], (value, row) => Number.isNaN(value) && there[node][row])));
  const unknown = [...lacks];
  for (const { node, children, shares, missing } of program.groups) {
    const weighed = children.filter((_, index) => shares[index] > 0);
    lacks[node] = Array.from({ length: n }, (_, row) => {
      if (missing.rule === "worst") return false;
      if (missing.rule === "withhold") return weighed.some((child) => lacks[child][row]);
      return there[node][row] && weighed.every((child) => lacks[child][row] || !there[child][row]);
    });
  }
  const filled = program.nodes.map(() => new Array(n).fill(false));
  for (const { node, children, missing } of [...program.groups].reverse())
    for (const child of children)
      for (let row = 0; row < n; row += 1) filled[child][row] = filled[node][row] || (lacks[child][row] && missing.rule === "worst");
  return program.criteria.map((node) => filled[node].map((one, row) => one && unknown[node][row]));
}

/** Whether something of each node applies to each country, by the criteria's coverage, which is NaN where one does not. */
export function applies(program, coverage) {
  const result = [];
  program.criteria.forEach((node, leaf) => (result[node] = Array.from(coverage[leaf], (share) => !Number.isNaN(share))));
  for (const { node, children, shares } of program.groups) {
    const weighed = children.filter((_, index) => shares[index] > 0);
    result[node] = Array.from(coverage[0], (_, row) => weighed.some((child) => result[child][row]));
  }
  return result;
}

/** Take the score from countries of which a child that counts, and applies, has none. */
export function incomplete({ children, shares }, columns, there, out) {
  children.forEach((child, index) => {
    if (!(shares[index] > 0)) return;
    for (let row = 0; row < out.length; row += 1) if (there[child][row] && Number.isNaN(columns[child][row])) out[row] = NaN;
  });
}
