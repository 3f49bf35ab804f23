/** How long after a pen was last seen a finger still counts as the writing hand; in milliseconds. */
const HAND_LIFTS = 5_000;

/** When a pen was last seen on or above any of the page's pads. */
let lastPen = -Infinity;

/**
 * Tells a palm from a pointer that draws: whoever writes with a pen rests the hand on the screen,
 * and wants none of that drawn.
 *
 * @param {PointerEvent} event
 * @returns {boolean} whether to leave it alone
 */
export function isPalm(event) {
  if (event.pointerType === "pen") lastPen = event.timeStamp;
  return event.pointerType === "touch" && event.timeStamp - lastPen < HAND_LIFTS;
}
