/**
 * The rooms that there are where no server answers, only files are handed out; null before a server.
 * `rekognize site` writes them into its pages.
 *
 * @type {readonly string[] | null}
 */
export const ROOMS_ALONE = document.documentElement.dataset["alone"]?.split(" ") ?? null;
