/** @import {MessageKey} from "../language/messages.js" */

/**
 * The pages, as the header lists them: a name, the address relative to the first page, and what the
 * link says. Those that are not for every visitor are not listed.
 *
 * @type {readonly {name: string, path: string, title: MessageKey, unlisted?: boolean}[]}
 */
export const ROOMS = [
  { name: "draw", path: "./", title: "room.draw" },
  { name: "upload", path: "upload", title: "room.upload" },
  { name: "inside", path: "inside", title: "room.inside" },
  { name: "about", path: "about", title: "room.about" },
  { name: "review", path: "review", title: "room.review", unlisted: true },
];
