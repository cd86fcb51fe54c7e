// Draws apart from the page, so that sliders stay quick while thousands of draws are scored.

import { deskOf } from "./desk.js";

const desk = deskOf();

self.onmessage = ({ data }) => {
  const { id, date, doubts, prepared, program, options } = data;
  try {
    if (doubts) desk.take(date, doubts, prepared);
    const found = desk.find(date, program, options);
    self.postMessage({ id, found }, [found.kept.buffer]);
  } catch (error) {
    self.postMessage({ id, failed: String(error.message) });
  }
};
