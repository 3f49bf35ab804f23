/** @import {MessageKey} from "../language/messages.js" */

/**
 * The pages, as the header lists them: a name, the address relative to the first page, and what the
 * link says.
 *
 * @type {readonly {name: string, path: string, title: MessageKey}[]}
 */
export const ROOMS = [
  { name: "draw", path: "./", title: "room.draw" },
  { name: "upload", path: "upload", title: "room.upload" },
  { name: "play", path: "play", title: "room.play" },
  { name: "inside", path: "inside", title: "room.inside" },
  { name: "about", path: "about", title: "room.about" },
];
