/**
 * Distance of each true pixel to the nearest false one, Euclidean and exact.
 *
 * Meijster, Roerdink & Hesselink (2000): distances along columns, then the lower envelope of
 * parabolas along rows, in whole numbers.
 *
 * @param {Uint8Array} mask rows of `width`, 1 and 0
 * @param {number} width
 * @param {number} height
 * @returns {Float32Array} as far as nothing can be where no pixel is false
 */
export function distanceInside(mask, width, height) {
  const none = width * width + height * height + 10;
  const distance = new Float32Array(width * height).fill(Math.sqrt(none));
  if (!mask.includes(0)) return distance;
  const steps = columnSteps(mask, width, height);
  const starts = new Int32Array(width);
  const places = new Int32Array(width);
  for (let y = 0; y < height; y++) {
    const row = steps.subarray(y * width, (y + 1) * width);
    let last = envelope(row, starts, places);
    for (let x = width - 1; x >= 0; x--) {
      distance[y * width + x] = Math.sqrt(squared(row, x, at(places, last)));
      if (x === at(starts, last)) last--;
    }
  }
  return distance;
}

/**
 * @param {Int32Array} array
 * @param {number} i within it
 */
function at(array, i) {
  return /** @type {number} */ (array[i]);
}

/**
 * @param {Uint8Array} mask
 * @param {number} width
 * @param {number} height
 * @returns {Int32Array} steps from each pixel to the nearest false one of its column
 */
function columnSteps(mask, width, height) {
  const far = width + height;
  const steps = new Int32Array(width * height);
  for (let i = 0; i < steps.length; i++) {
    if (mask[i]) steps[i] = i < width ? far : Math.min(at(steps, i - width) + 1, far);
  }
  for (let i = steps.length - width - 1; i >= 0; i--) {
    steps[i] = Math.min(at(steps, i), at(steps, i + width) + 1);
  }
  return steps;
}

/**
 * The columns whose false pixels are the nearest for some part of a row.
 *
 * @param {Int32Array} row
 * @param {Int32Array} starts out: first pixel of each part
 * @param {Int32Array} places out: the column that is nearest there
 * @returns {number} the last part's index
 */
function envelope(row, starts, places) {
  let last = 0;
  starts[0] = 0;
  places[0] = 0;
  for (let column = 1; column < row.length; column++) {
    while (last >= 0 && squared(row, at(starts, last), at(places, last)) > squared(row, at(starts, last), column)) {
      last--;
    }
    if (last < 0) {
      last = 0;
      starts[0] = 0;
      places[0] = column;
      continue;
    }
    const before = at(places, last);
    const rise = column * column - before * before + at(row, column) ** 2 - at(row, before) ** 2;
    const start = 1 + Math.floor(rise / (2 * (column - before)));
    if (start < row.length) {
      last++;
      starts[last] = start;
      places[last] = column;
    }
  }
  return last;
}

/**
 * @param {Int32Array} row
 * @param {number} x
 * @param {number} column
 * @returns {number} squared distance from x to the nearest false pixel of that column
 */
function squared(row, x, column) {
  return (x - column) ** 2 + at(row, column) ** 2;
}
