/** A file that cannot be read as a picture; the message says what can. */
export class UnreadablePicture extends Error {}
