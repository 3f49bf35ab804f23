import { ROOMS_ALONE } from "./alone.js";

/** @import {MessageKey} from "../language/messages.js" */

/** @typedef {{name: string, path: string, title: MessageKey, sends?: boolean, within?: string, needs?: "evaluations", unlisted?: boolean}} Room */

/** @type {readonly Room[]} */
const SERVED = [
  { name: "draw", path: "./", title: "room.draw" },
  { name: "upload", path: "upload", title: "room.upload" },
  { name: "play", path: "play", title: "room.play" },
  { name: "inside", path: "inside", title: "room.inside", sends: true },
  { name: "how", path: "how", title: "room.how", sends: true, within: "inside" },
  { name: "training", path: "training", title: "room.training", within: "inside" },
  { name: "mistakes", path: "mistakes", title: "room.mistakes", within: "inside", needs: "evaluations" },
  { name: "about", path: "about", title: "room.about" },
  { name: "review", path: "review", title: "room.review", unlisted: true },
  { name: "models", path: "models", title: "room.models", unlisted: true },
];

/**
 * The pages, as the header lists them: a name, the address relative to the first page, and what the
 * link says. Those within another are listed while one is in that one or in another of its own; one
 * that needs evaluations only where the server has some; one that is not for every visitor never. One that
 * sends asks the server whatever else is read in the browser.
 */
export const ROOMS = ROOMS_ALONE ? thoseOf(ROOMS_ALONE) : SERVED;

/**
 * @param {readonly string[]} names
 * @returns {readonly Room[]} at the addresses that they have among files
 */
function thoseOf(names) {
  return SERVED.filter(({ name }) => names.includes(name)).map((room) =>
    room.path === "./" ? room : { ...room, path: `${room.path}.html` },
  );
}
