/**
 * What the page's address says of its state: `alphabet=digits`, `lang=de`, ... A link so holds it.
 *
 * @param {string} name
 * @returns {string | null}
 */
export function stateOf(name) {
  return new URL(location.href).searchParams.get(name);
}

/**
 * Puts a part of the state into the address, without a step in the browser's history.
 *
 * @param {string} name
 * @param {string | null} value null takes it out
 */
export function remember(name, value) {
  const address = new URL(location.href);
  if (value === null) address.searchParams.delete(name);
  else address.searchParams.set(name, value);
  history.replaceState(null, "", address);
}

/**
 * The address of another of the pages, which goes on in the same language and alphabet, on the same
 * lines, and is read by the same.
 *
 * @param {string} path relative to this page
 */
export function linkTo(path) {
  const address = new URL(path, document.baseURI);
  for (const name of ["alphabet", "guides", "here", "lang"]) {
    const value = stateOf(name);
    if (value !== null) address.searchParams.set(name, value);
  }
  return address.href;
}
