/**
 * What this browser was asked to remember; null where it remembers nothing.
 *
 * @param {string} name
 */
export function stored(name) {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

/**
 * Asks this browser to remember something. One that stores nothing forgets it.
 *
 * @param {string} name
 * @param {string} value
 */
export function store(name, value) {
  try {
    localStorage.setItem(name, value);
  } catch {
    // Then it is asked or told once more.
  }
}
