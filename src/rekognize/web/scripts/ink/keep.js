/** @import {Stroke} from "./drawing.js" */

/**
 * Keeps drawings for as long as the browser's tab is open: going to another page and back, or
 * changing the language, loses none.
 *
 * @param {string} name of the sheet
 * @param {() => readonly (readonly Stroke[])[]} drawings asked for when the page is left
 */
export function keepDrawings(name, drawings) {
  addEventListener("pagehide", () => {
    try {
      sessionStorage.setItem(name, JSON.stringify(drawings()));
    } catch {
      // A browser that stores nothing, or has no room left, begins with a blank sheet.
    }
  });
}

/**
 * @param {string} name of the sheet
 * @returns {Stroke[][]} what {@link keepDrawings} kept; nothing when it is no such thing
 */
export function keptDrawings(name) {
  try {
    const kept = JSON.parse(sessionStorage.getItem(name) ?? "[]");
    return Array.isArray(kept) && kept.every(isDrawing) ? kept : [];
  } catch {
    return [];
  }
}

/** @param {unknown} drawing */
function isDrawing(drawing) {
  return (
    Array.isArray(drawing) &&
    drawing.every(
      (stroke) =>
        typeof stroke?.width === "number" &&
        Array.isArray(stroke.points) &&
        stroke.points.every(
          (/** @type {any} */ point) => Number.isFinite(point?.x) && Number.isFinite(point?.y),
        ),
    )
  );
}
