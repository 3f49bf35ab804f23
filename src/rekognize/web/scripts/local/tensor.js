/**
 * Numbers with a shape, last axis fastest. Whole numbers of 64 bits are kept as floats of 64 bits:
 * they are sizes and places, far below 2^53.
 *
 * @typedef {Readonly<{dims: readonly number[], data: Float32Array | Float64Array}>} Tensor
 */

/**
 * @param {readonly number[]} dims
 * @returns {number} how many numbers a tensor of that shape holds
 */
export function sizeOf(dims) {
  return dims.reduce((size, side) => size * side, 1);
}

/**
 * The tensor's numbers in another shape.
 *
 * @param {Tensor} tensor
 * @param {readonly number[]} dims
 * @returns {Tensor}
 */
export function reshaped({ data, dims: before }, dims) {
  if (sizeOf(dims) !== data.length) {
    throw new RangeError(`[${before}] has no shape [${dims}]`);
  }
  return { dims, data };
}

/**
 * @param {Tensor} like
 * @param {readonly number[]} dims
 * @returns {Tensor} zeros, of the same type
 */
export function zerosLike(like, dims) {
  const size = sizeOf(dims);
  return { dims, data: like.data instanceof Float32Array ? new Float32Array(size) : new Float64Array(size) };
}

/**
 * Half-precision numbers (IEEE 754 binary16).
 *
 * @param {DataView} view little endian, two bytes a number
 * @returns {Float32Array}
 */
export function floatsOfHalves(view) {
  const floats = new Float32Array(view.byteLength / 2);
  for (let i = 0; i < floats.length; i++) {
    const bits = view.getUint16(2 * i, true);
    const exponent = (bits >> 10) & 31;
    const fraction = bits & 1023;
    let value;
    if (exponent === 0) value = fraction * 2 ** -24;
    else if (exponent < 31) value = (1024 + fraction) * 2 ** (exponent - 25);
    else value = fraction ? NaN : Infinity;
    floats[i] = bits & 0x8000 ? -value : value;
  }
  return floats;
}
