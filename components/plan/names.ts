/** `a`, `a and b`, `a, b and c`, `a, b and 4 more`: names in a sentence, at most `limit` of them. */
export function joinNames(names: readonly string[], limit = 3): string {
  if (names.length <= 1) return names[0] ?? "";
  if (names.length > limit) return `${names.slice(0, limit).join(", ")} and ${names.length - limit} more`;
  return `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}

/** What a plan or an operation is about: `dev` of "Stop dev" or of "Stop dev: 39 of 48 resources". */
export function scopeName(title: string): string {
  return title.replace(/^(Stop|Start|Pause|Resume) /, "").replace(/: .*$/, "");
}

/** The text with a full stop, unless it ends with a mark of its own. */
export function sentence(text: string): string {
  return text === "" || /[.?:]$/.test(text) ? text : `${text}.`;
}
