// The ranking as a drawing that stands alone: colours and sizes are in it, texts stay texts.

import { draw } from "./dom.js";
import { points, SAY, span } from "./words.js";

const INK = "#1c1f23";
const MUTED = "#565e67";
const BLUE = "#0b5394";
const PALE = "#a9c6e2";
const RULE = "#d5dae0";
const ROW = 24;
const LEFT = 230;
const MIDDLE = 620;
const RIGHT = 940;
const WIDE = 1060;

/** The drawing with these rows. */
export function pictureOf(model, found, drawn, rows, subtitle) {
  const { digits, title, countries } = model.content;
  const [low, high] = model.program.scale;
  const n = model.codes.length;
  const x = (value) => LEFT + ((MIDDLE - LEFT - 90) * (value - low)) / (high - low);
  const r = (rank) => MIDDLE + 20 + ((RIGHT - MIDDLE - 20) * (rank - 1)) / Math.max(n - 1, 1);
  const text = (at, y, content, more = {}) => draw("text", { x: at, y, fill: INK, "font-size": 13, ...more }, content);
  const height = 96 + rows.length * ROW + 40;
  const svg = draw("svg", { xmlns: "http://www.w3.org/2000/svg", viewBox: `0 0 ${WIDE} ${height}`, width: WIDE, height, "font-family": "system-ui, Arial, sans-serif", role: "img" });
  svg.append(draw("title", {}, title), draw("rect", { width: WIDE, height, fill: "white" }));
  svg.append(text(16, 30, title, { "font-size": 20, "font-weight": "bold" }), text(16, 52, subtitle, { fill: MUTED }));
  const head = { fill: MUTED, "font-size": 12 };
  svg.append(text(LEFT, 82, SAY.heads.score, head), text(MIDDLE + 20, 82, SAY.heads.interval, head));
  rows.forEach((row, index) => {
    const y = 104 + index * ROW;
    const at = drawn ? drawn.rows.indexOf(row) : -1;
    const value = found.scores.values[0][row];
    const ends = [found.scores.lower[0][row], found.scores.upper[0][row]];
    const rank = found.ranks[row];
    const line = (from, to) => draw("line", { x1: from, x2: to, y1: y - 4, y2: y - 4, stroke: RULE });
    svg.append(text(40, y, Number.isNaN(rank) ? "" : String(rank), { "text-anchor": "end" }), text(52, y, countries[row].name));
    svg.append(line(x(low), x(high)), line(r(1), r(n)));
    svg.append(draw("rect", { x: x(ends[0]), y: y - 9, width: Math.max(x(ends[1]) - x(ends[0]), 0), height: 10, fill: PALE }));
    if (!Number.isNaN(value)) svg.append(draw("circle", { cx: x(value), cy: y - 4, r: 4, fill: BLUE }));
    svg.append(text(MIDDLE - 74, y, points(value, digits), { "font-weight": "bold" }));
    if (at >= 0) svg.append(draw("rect", { x: r(drawn.lower[at]) - 3, y: y - 9, width: r(drawn.upper[at]) - r(drawn.lower[at]) + 6, height: 10, fill: PALE }));
    if (!Number.isNaN(found.before[row])) svg.append(draw("rect", { x: r(found.before[row]) - 1, y: y - 11, width: 2, height: 14, fill: "#8a929b" }));
    if (!Number.isNaN(rank)) svg.append(draw("circle", { cx: r(rank), cy: y - 4, r: 4, fill: BLUE }));
    if (at >= 0) svg.append(text(RIGHT + 16, y, span(drawn.lower[at], drawn.upper[at])));
  });
  const { id, version, made } = model.content;
  svg.append(text(16, height - 14, `strategyscore ${made.version}, ${id} ${version}, ${made.digests.rubric.slice(0, 12)}`, head));
  return svg;
}

/** The text of an SVG file. */
export function toSvg(picture) {
  return new XMLSerializer().serializeToString(picture);
}

/** The same as the bytes of a PNG file; painted here, since a page that may load nothing may load no drawing either. */
export function toPng(picture, scale = 2) {
  const number = (shape, name) => Number(shape.getAttribute(name) ?? 0);
  const canvas = document.createElement("canvas");
  canvas.width = number(picture, "width") * scale;
  canvas.height = number(picture, "height") * scale;
  const pen = canvas.getContext("2d");
  pen.scale(scale, scale);
  for (const shape of picture.children) {
    pen.fillStyle = shape.getAttribute("fill") ?? INK;
    if (shape.tagName === "rect") pen.fillRect(number(shape, "x"), number(shape, "y"), number(shape, "width"), number(shape, "height"));
    else if (shape.tagName === "line") {
      pen.strokeStyle = shape.getAttribute("stroke");
      pen.beginPath();
      pen.moveTo(number(shape, "x1"), number(shape, "y1"));
      pen.lineTo(number(shape, "x2"), number(shape, "y2"));
      pen.stroke();
    } else if (shape.tagName === "circle") {
      pen.beginPath();
      pen.arc(number(shape, "cx"), number(shape, "cy"), number(shape, "r"), 0, 2 * Math.PI);
      pen.fill();
    } else if (shape.tagName === "text") {
      pen.font = `${shape.getAttribute("font-weight") ?? "normal"} ${number(shape, "font-size")}px ${picture.getAttribute("font-family")}`;
      pen.textAlign = shape.getAttribute("text-anchor") === "end" ? "right" : "left";
      pen.fillText(shape.textContent, number(shape, "x"), number(shape, "y"));
    }
  }
  return new Promise((done) => canvas.toBlob(done, "image/png"));
}
