/**
 * Keyboard ways to the editing steps. Fields and dialogs keep their own keys.
 *
 * @param {{undo: () => void, redo: () => void, clear: () => void}} steps
 */
export function takeShortcuts(steps) {
  addEventListener("keydown", (event) => {
    if (event.defaultPrevented || isOccupied(event.target)) return;
    const step = stepFor(event);
    if (!step) return;
    event.preventDefault();
    steps[step]();
  });
}

/**
 * @param {KeyboardEvent} event
 * @returns {"undo" | "redo" | "clear" | null}
 */
function stepFor(event) {
  const key = event.key.toLowerCase();
  if ((event.ctrlKey || event.metaKey) && !event.altKey) {
    if (key === "z") return event.shiftKey ? "redo" : "undo";
    return key === "y" ? "redo" : null;
  }
  return key === "escape" || key === "delete" ? "clear" : null;
}

/** @param {EventTarget | null} target */
function isOccupied(target) {
  return target instanceof Element && target.closest("select, dialog[open]") !== null;
}
