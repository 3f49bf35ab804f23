/**
 * The nearest whole number, of two equally near ones the even one, as Python and NumPy round.
 *
 * @param {number} value
 */
export function evenly(value) {
  const below = Math.floor(value);
  const part = value - below;
  return part < 0.5 || (part === 0.5 && below % 2 === 0) ? below : below + 1;
}
