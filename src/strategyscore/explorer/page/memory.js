// What is kept from one set of draws to the next. A slider changes the weights of one group: answers are drawn once, the
// weights of the other groups stay as they are, and so do the scores, in every draw, of groups that none of it touches.

const ROOM = 2 ** 23; // numbers that are kept, 64 MB

/** A memory of draws, empty. `weights` and `scores` are by the position of a group, each with the name of what it is of. */
export function memoryOf(room = ROOM) {
  return { weights: new Map(), scores: new Map(), leaves: [], room };
}

/**
 * What has to be scored in these draws.
 *
 * Gives the groups that are `asked`, in the order of the program; the criteria that they ask for, by position (`leaves`);
 * the `stores` by the position of a group, each with room for its scores in all draws, for those that are asked and for
 * those that are as they were; and `keep()`, which says that the stores are filled.
 */
export function planOf(memory, program, { values, beside, vary, fixed }, count) {
  const n = values[0].length;
  const names = namesOf(memory, program, { values, beside, vary, fixed });
  const known = (node) => memory.scores.get(node)?.name === names[node];
  const places = new Map(program.criteria.map((node, leaf) => [node, leaf]));
  const byNode = new Map(program.groups.map((group) => [group.node, group]));
  const asked = new Set();
  const leaves = new Set();
  const depths = new Map([[0, 0]]);
  const stores = new Map();
  const ask = (node) => {
    if (places.has(node)) leaves.add(places.get(node));
    else if (known(node)) stores.set(node, memory.scores.get(node).scores);
    else asked.add(node);
  };
  ask(0);
  for (const group of [...program.groups].reverse()) {
    for (const child of group.children) depths.set(child, depths.get(group.node) + 1);
    if (asked.has(group.node)) restsOn(group).forEach(ask);
  }
  // The nearer to the whole, the less has to be scored again when one of its neighbours changes; the whole itself changes
  // each time.
  const wished = [...byNode.keys()].filter((node) => node).sort((one, other) => depths.get(one) - depths.get(other));
  const room = new Set(wished.slice(0, Math.floor(memory.room / (n * count))));
  for (const node of memory.scores.keys()) if (!room.has(node)) memory.scores.delete(node);
  for (const node of asked) {
    if (!room.has(node)) continue;
    stores.set(node, memory.scores.get(node)?.scores ?? new Float64Array(n * count));
    memory.scores.delete(node); // until it is filled
  }
  const keep = () => {
    for (const node of asked) if (stores.has(node)) memory.scores.set(node, { name: names[node], scores: stores.get(node) });
  };
  return { asked: program.groups.filter(({ node }) => asked.has(node)), leaves, stores, keep };
}

/** What a group's score rests on: its children, and what its factors and gates look at. */
function restsOn({ children, adjust, gates }) {
  return [...children, ...[...(adjust ?? []), ...(gates ?? [])].map(({ node }) => node)];
}

/** A name for each node that changes with everything that its scores rest on; where something applies is the same in all. */
function namesOf(memory, program, { values, beside, vary, fixed }) {
  const all = JSON.stringify([vary, beside.factors, values[0].length]);
  const names = [];
  program.criteria.forEach((node, leaf) => {
    const before = memory.leaves[leaf];
    const same = before && before.column.length === values[leaf].length && before.column.every((value, row) => Object.is(value, values[leaf][row]));
    if (!same) memory.leaves[leaf] = { column: Float64Array.from(values[leaf]), version: (before?.version ?? 0) + 1 };
    names[node] = `${memory.leaves[leaf].version} ${fixed.filter(([, other]) => other === leaf).map(([row]) => row)}`;
  });
  for (const group of program.groups) {
    const below = restsOn(group).map((node) => names[node]);
    names[group.node] = JSON.stringify([all, group, below]);
  }
  return names;
}
