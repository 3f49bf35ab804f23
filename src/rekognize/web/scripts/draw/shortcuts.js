/** @typedef {{undo: () => void, redo: () => void, clear: () => void}} Steps */

/**
 * Keyboard ways to the tools. Fields and dialogs keep their own keys.
 *
 * @param {Steps} tools
 */
export function takeShortcuts(tools) {
  addEventListener("keydown", (event) => {
    if (event.defaultPrevented || isOccupied(event.target)) return;
    const tool = toolFor(event);
    if (!tool) return;
    event.preventDefault();
    tools[tool]();
  });
}

/**
 * @param {KeyboardEvent} event
 * @returns {keyof Steps | null}
 */
function toolFor(event) {
  const key = event.key.toLowerCase();
  if ((event.ctrlKey || event.metaKey) && !event.altKey) {
    if (key === "z") return event.shiftKey ? "redo" : "undo";
    return key === "y" ? "redo" : null;
  }
  return key === "escape" || key === "delete" ? "clear" : null;
}

/**
 * Whether a key is meant for a field or a dialog, and not for the page.
 *
 * @param {EventTarget | null} target
 */
export function isOccupied(target) {
  return target instanceof Element && target.closest("select, input[type=text], dialog[open]") !== null;
}
