/**
 * Hands a file over, to be kept where the browser keeps what is downloaded.
 *
 * @param {Blob} file
 * @param {string} name
 */
export function save(file, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  // The browser has taken the address up by then, and the file's bytes may go.
  setTimeout(() => URL.revokeObjectURL(link.href));
}
