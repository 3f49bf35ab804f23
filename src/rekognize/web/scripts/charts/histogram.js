import { decimal } from "../language/formats.js";
import { svg } from "./svg.js";

const WIDTH = 240;
const HEIGHT = 110;
const FOOT = 18;
const BINS = 24;

/**
 * How often numbers occur, as bars between -most and most. Counts are drawn by their square roots, so
 * that the many zeros of empty paper leave the others to be seen.
 *
 * @param {ArrayLike<number>} numbers
 * @param {number} most
 * @param {string} name for those who do not see it
 */
export function histogram(numbers, most, name) {
  const counts = new Array(BINS).fill(0);
  for (const number of Array.from(numbers)) {
    const place = Math.floor(((number / most + 1) / 2) * BINS);
    counts[Math.min(BINS - 1, Math.max(0, place))] += 1;
  }
  const highest = Math.sqrt(Math.max(1, ...counts));
  const step = WIDTH / BINS;
  const floor = HEIGHT - FOOT;
  const bars = counts.map((count, i) => {
    const height = (Math.sqrt(count) / highest) * (floor - 4);
    return svg("rect", { x: i * step + 0.5, y: floor - height, width: step - 1, height, class: "chart__bar" });
  });
  const labels = [-most, 0, most].map((value, i) =>
    svg(
      "text",
      { x: (i * WIDTH) / 2, y: HEIGHT - 3, class: "chart__label", "text-anchor": ["start", "middle", "end"][i] ?? "" },
      decimal(value, 1),
    ),
  );
  return svg(
    "svg",
    { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, class: "chart", role: "img", "aria-label": name },
    svg("path", { d: `M0 ${floor}H${WIDTH}M${WIDTH / 2} 0V${floor}`, class: "chart__axis" }),
    ...bars,
    ...labels,
  );
}
