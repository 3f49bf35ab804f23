/**
 * Bytes of base64, as the API gives glyphs and maps.
 *
 * @param {string} encoded
 */
export function bytesOf(encoded) {
  const text = atob(encoded);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}
