// Draws by what they are drawn of: the latest answers, or those by an earlier date.

import { intervals } from "./draws.js";
import { memoryOf } from "./memory.js";
import { samples } from "./samples.js";

/** Of so many dates the drawn answers are kept. */
export const KEPT = 3;

/** `take` is told what is in doubt by a date, `has` whether it knows that, and `find` makes the intervals. */
export function deskOf() {
  const known = new Map();
  return {
    has: (date) => known.has(date),
    take(date, doubts, prepared) {
      if (known.size >= KEPT) known.delete(known.keys().next().value);
      known.set(date, { doubts, drawn: samples(doubts, prepared), memory: memoryOf() });
    },
    find(date, program, options) {
      const { doubts, drawn, memory } = known.get(date);
      return intervals(program, doubts, drawn, options, memory);
    },
  };
}
