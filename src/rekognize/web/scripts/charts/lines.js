import { svg } from "./svg.js";

const WIDTH = 320;
const HEIGHT = 240;
const LEFT = 44;
const FOOT = 36;
const RIGHT = 12;
const TOP = 8;
const TICKS = 4;

/** @typedef {{name: string, points: [number, number][], dense?: boolean}} Series dense: too many points to mark */

/** @typedef {{from: number, to: number, title: string, write: (value: number) => string}} Axis */

/**
 * Lines over two axes. A second line is dashed and its points are square, so that they are told apart
 * without colour.
 *
 * @param {readonly Series[]} series one or two
 * @param {Axis} across
 * @param {Axis} up
 * @param {string} name for those who do not see it
 * @param {boolean} [diagonal] whether to draw where both values are the same
 */
export function lines(series, across, up, name, diagonal = false) {
  const x = (/** @type {number} */ value) =>
    LEFT + ((value - across.from) / (across.to - across.from)) * (WIDTH - LEFT - RIGHT);
  const y = (/** @type {number} */ value) =>
    HEIGHT - FOOT - ((value - up.from) / (up.to - up.from)) * (HEIGHT - FOOT - TOP);
  const parts = [];
  for (let i = 0; i <= TICKS; i++) {
    const [right, high] = [across, up].map(({ from, to }) => from + (i / TICKS) * (to - from));
    parts.push(
      svg("path", { d: `M${LEFT} ${y(high ?? 0)}H${WIDTH - RIGHT}`, class: "chart__grid" }),
      label(LEFT - 4, y(high ?? 0) + 4, "end", up.write(high ?? 0)),
      label(x(right ?? 0), HEIGHT - FOOT + 14, "middle", across.write(right ?? 0)),
    );
  }
  parts.push(
    label((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 4, "middle", across.title),
    svg("path", { d: `M${LEFT} ${TOP}V${HEIGHT - FOOT}H${WIDTH - RIGHT}`, class: "chart__axis" }),
  );
  if (diagonal) {
    parts.push(svg("path", { d: `M${x(0)} ${y(0)}L${x(1)} ${y(1)}`, class: "chart__axis chart__axis--thin" }));
  }
  series.forEach(({ points, dense }, i) => {
    const places = points.map(([right, high]) => [x(right), y(high)]);
    const d = places.map((place, k) => `${k ? "L" : "M"}${place.map((n) => n?.toFixed(1)).join(" ")}`).join("");
    parts.push(svg("path", { d, class: `chart__line chart__line--${i}` }));
    if (dense) return;
    for (const [cx = 0, cy = 0] of places) parts.push(marker(i, cx, cy));
  });
  return svg(
    "svg",
    { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, class: "chart", role: "img", "aria-label": `${name}. ${up.title}` },
    ...parts,
  );
}

/**
 * A short piece of a series' line, for a legend.
 *
 * @param {number} i which of the series
 */
export function sampleOf(i) {
  const line = svg("path", { d: "M0 6H28", class: `chart__line chart__line--${i}` });
  return svg("svg", { viewBox: "0 0 28 12", class: "chart chart--sample", "aria-hidden": "true" }, line, marker(i, 14, 6));
}

/**
 * @param {number} i
 * @param {number} x
 * @param {number} y
 */
function marker(i, x, y) {
  const attributes = { class: `chart__point chart__point--${i}` };
  return i === 0
    ? svg("circle", { cx: x, cy: y, r: 3, ...attributes })
    : svg("rect", { x: x - 3, y: y - 3, width: 6, height: 6, ...attributes });
}

/**
 * @param {number} x
 * @param {number} y
 * @param {"start" | "middle" | "end"} anchor
 * @param {string} words
 */
function label(x, y, anchor, words) {
  return svg("text", { x, y, "text-anchor": anchor, class: "chart__label" }, words);
}
