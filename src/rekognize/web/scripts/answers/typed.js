/**
 * The label that a typed character stands for: the alphabet's own in either case, or, since somebody may
 * have written a letter among digits, any character that there is. Null where there is none.
 *
 * @param {string} typed
 * @param {readonly string[]} labels of the alphabet
 */
export function labelTyped(typed, labels) {
  const spellings = [typed, typed.toUpperCase(), typed.toLowerCase()];
  return spellings.find((each) => labels.includes(each)) ?? (/^[0-9A-Za-z]$/.test(typed) ? typed : null);
}
