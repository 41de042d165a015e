/** Comma-separated values as RFC 4180 has them, safe to open in a spreadsheet. Pure. */

/**
 * A spreadsheet takes a cell that begins with one of these for a formula and runs it (OWASP, "CSV Injection"); names and
 * tags are whatever somebody wrote into AWS. A leading `'` makes it text. A cell that begins with `'` itself gets one
 * more, so that taking one away always gives the text back.
 */
const formula = /^'*[=+\-@\t\r]/;

/** A credit is a negative amount: a plain decimal computes nothing, and has to stay a number. */
const decimal = /^-\d+(\.\d+)?$/;

const special = /[",\r\n]/;

/** Lines end with CRLF, the last one too. */
export function toCsv(rows: readonly (readonly string[])[]): string {
  return rows.map(csvLine).join("");
}

export function csvLine(cells: readonly string[]): string {
  return `${cells.map(cellOf).join(",")}\r\n`;
}

function cellOf(text: string): string {
  const safe = formula.test(text) && !decimal.test(text) ? `'${text}` : text;
  return special.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
