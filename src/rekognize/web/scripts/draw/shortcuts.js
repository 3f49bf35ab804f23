/** @import {Tools} from "./tools.js" */

/**
 * Keyboard ways to the tools. Fields and dialogs keep their own keys.
 *
 * @param {Tools} tools
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
 * @returns {"undo" | "redo" | "clear" | null}
 */
function toolFor(event) {
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
