// Draws apart from the page, so that sliders stay quick while thousands of draws are scored.

import { intervals, samples } from "./draws.js";

let setup = null;

self.onmessage = ({ data }) => {
  if (data.doubts) {
    setup = { doubts: data.doubts, drawn: samples(data.doubts, data.prepared) };
    return;
  }
  try {
    self.postMessage({ id: data.id, found: intervals(data.program, setup.doubts, setup.drawn, data.options) });
  } catch (error) {
    self.postMessage({ id: data.id, failed: String(error.message) });
  }
};
