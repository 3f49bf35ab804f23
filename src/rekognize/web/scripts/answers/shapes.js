/** Characters that are one shape, told apart by their size alone. */
const SAME_SHAPE = ["0Oo", "1Il", "Cc", "Kk", "Pp", "Ss", "Uu", "Vv", "Ww", "Xx", "Yy", "Zz"];

/**
 * Every character that is drawn with the same shape, the one asked about among them.
 *
 * @param {string} label
 * @returns {readonly string[]}
 */
export function sameShape(label) {
  return [...(SAME_SHAPE.find((group) => group.includes(label)) ?? label)];
}
