/**
 * One connected part of the ink.
 *
 * @typedef {object} Part
 * @property {number} area pixels
 * @property {number} left
 * @property {number} top
 * @property {number} right one past its last column
 * @property {number} bottom one past its last row
 */

/**
 * Connected parts of a mask, corners included, each numbered from 1 on.
 *
 * @param {Uint8Array} mask rows of `width`, 1 and 0
 * @param {number} width
 * @param {number} height
 * @returns {{labels: Int32Array, parts: Part[]}} the number of each pixel's part, 0 for none
 */
export function connectedParts(mask, width, height) {
  const labels = new Int32Array(mask.length);
  /** @type {Part[]} */
  const parts = [];
  mask.forEach((set, seed) => {
    if (!set || labels[seed]) return;
    const part = { area: 0, left: width, top: height, right: 0, bottom: 0 };
    parts.push(part);
    labels[seed] = parts.length;
    const open = [seed];
    for (let i = open.pop(); i !== undefined; i = open.pop()) {
      const x = i % width;
      const y = (i - x) / width;
      part.area++;
      part.left = Math.min(part.left, x);
      part.top = Math.min(part.top, y);
      part.right = Math.max(part.right, x + 1);
      part.bottom = Math.max(part.bottom, y + 1);
      for (let row = Math.max(y - 1, 0); row <= Math.min(y + 1, height - 1); row++) {
        for (let column = Math.max(x - 1, 0); column <= Math.min(x + 1, width - 1); column++) {
          const next = row * width + column;
          if (!mask[next] || labels[next]) continue;
          labels[next] = parts.length;
          open.push(next);
        }
      }
    }
  });
  return { labels, parts };
}

/**
 * Mean width of strokes in pixels: twice their area over their outline.
 *
 * @param {Uint8Array} mask rows of `width`, 1 and 0
 * @param {number} width
 */
export function penWidth(mask, width) {
  let [area, crossings] = [0, 0];
  mask.forEach((set, i) => {
    area += set;
    if (i % width && set !== mask[i - 1]) crossings++;
    if (i >= width && set !== mask[i - width]) crossings++;
  });
  return (2 * area) / Math.max((crossings * Math.PI) / 4, 1);
}
