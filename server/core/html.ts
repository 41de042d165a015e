/** Text inside HTML, in an element or a quoted attribute: nothing of it is ever markup. Pure. */

/** A carriage return is written as a reference, since a browser reads a bare one as a new line. */
const references: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
  "\r": "&#13;",
  // HTML has no such character: a browser would show this one in its place.
  "\0": "\uFFFD",
};

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"'\r\0]/g, (letter) => references[letter] ?? letter);
}
