/**
 * The element of that id, checked to be of that kind.
 *
 * @template {Element} T
 * @param {string} id
 * @param {new () => T} kind such as `HTMLButtonElement`
 * @returns {T}
 * @throws {TypeError} when the page has no such element
 */
export function element(id, kind) {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) {
    throw new TypeError(`the page needs a ${kind.name} with the id ${id}`);
  }
  return found;
}
