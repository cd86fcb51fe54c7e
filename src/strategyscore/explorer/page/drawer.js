// Who asks for draws: in a worker, one at a time, the newest that is asked for next.

import { deskOf, KEPT } from "./desk.js";

/** `text` is the script of the worker; `done({ id, found, failed })` is told what comes of the newest that was asked for. */
export function drawerOf(model, text, done) {
  let worker = null;
  let here = null; // where there can be no worker, the page draws by itself
  let busy = false;
  let next = null;
  let sent = []; // the dates that the worker knows
  if (model.content.doubts.reason || model.foreign.length) return { ask: () => {} };
  try {
    worker = new Worker(URL.createObjectURL(new Blob([text], { type: "text/javascript" })));
    worker.onmessage = ({ data }) => told(data);
    worker.onerror = () => {
      worker = null;
      busy = false;
      if (next) start();
    };
  } catch {
    worker = null;
  }

  function start() {
    busy = true;
    const { date } = next;
    if (worker) {
      const anew = !sent.includes(date);
      if (anew) sent = [...sent, date].slice(-KEPT);
      worker.postMessage({ ...next, ...(anew ? aboutOf(date) : {}) });
      return;
    }
    const { id, program, options } = next;
    here ??= deskOf();
    setTimeout(() => {
      const { doubts, prepared } = aboutOf(date);
      if (!here.has(date)) here.take(date, doubts, prepared);
      told({ id, found: here.find(date, program, options) });
    });
  }

  /** What is in doubt by a date, and the answers as they were. */
  function aboutOf(date) {
    const { values, lower, upper } = date ? model.past.then(date) : model.prepared;
    return { doubts: date ? model.past.doubts(date) : model.content.doubts, prepared: { values, lower, upper } };
  }

  function told(data) {
    busy = false;
    if (!next) return;
    if (data.id !== next.id) {
      start();
      return;
    }
    next = null;
    done(data);
  }

  return {
    ask(asked) {
      next = asked;
      if (!busy) start();
    },
  };
}
