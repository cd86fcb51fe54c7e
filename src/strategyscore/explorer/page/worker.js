// Draws apart from the page, so that sliders stay quick while thousands of draws are scored.

import { intervals } from "./draws.js";
import { memoryOf } from "./memory.js";
import { samples } from "./samples.js";

let setup = null;

self.onmessage = ({ data }) => {
  if (data.doubts) {
    setup = { doubts: data.doubts, drawn: samples(data.doubts, data.prepared), memory: memoryOf() };
    return;
  }
  try {
    const found = intervals(data.program, setup.doubts, setup.drawn, data.options, setup.memory);
    self.postMessage({ id: data.id, found }, [found.kept.buffer]);
  } catch (error) {
    self.postMessage({ id: data.id, failed: String(error.message) });
  }
};
