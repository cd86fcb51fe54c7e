// Draws apart from the page, so that sliders stay quick while thousands of draws are scored.

import { intervals, samples } from "./draws.js";

let setup = null;

self.onmessage = ({ data }) => {
  if (data.doubts) {
    setup = { doubts: data.doubts, drawn: samples(data.doubts, data.prepared), known: new Map() };
    return;
  }
  try {
    const found = intervals(data.program, setup.doubts, setup.drawn, data.options, setup.known);
    self.postMessage({ id: data.id, found }, [found.kept.buffer]);
  } catch (error) {
    self.postMessage({ id: data.id, failed: String(error.message) });
  }
};
