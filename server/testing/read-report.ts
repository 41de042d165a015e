/** Reads reports back from each of their forms, by other code than that which writes them. */

/** Only cells that hold something, and amounts and counts as their digits. A total is a record of its own. */
export interface Told {
  readonly title: string;
  readonly facts: readonly { readonly name: string; readonly value: string }[];
  readonly records: readonly { readonly record: string; readonly cells: Readonly<Record<string, string>> }[];
}

/** RFC 4180, read letter by letter. */
export function parseCsv(csv: string): readonly (readonly string[])[] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = "";
  let isQuoted = false;
  for (let at = 0; at < csv.length; at += 1) {
    const letter = csv.charAt(at);
    if (isQuoted) {
      if (letter !== '"') cell += letter;
      else if (csv.charAt(at + 1) === '"') {
        cell += '"';
        at += 1;
      } else isQuoted = false;
    } else if (letter === '"') isQuoted = true;
    else if (letter === ",") {
      row.push(cell);
      cell = "";
    } else if (csv.startsWith("\r\n", at)) {
      rows.push([...row, cell]);
      [row, cell] = [[], ""];
      at += 1;
    } else cell += letter;
  }
  return rows;
}

/** What a spreadsheet would run. A plain negative number is none of it. */
export function isFormula(cell: string): boolean {
  return /^[=+\-@\t\r]/.test(cell) && !/^-\d+(\.\d+)?$/.test(cell);
}

/** The text of a cell, without the quote that keeps it from being a formula. */
export function textOf(cell: string): string {
  return cell.replace(/^'(?='*[=+\-@\t\r])/, "");
}

export function toldByCsv(csv: string): Told {
  const [head = [], ...rows] = parseCsv(csv);
  const lines = rows.map((cells) => cells.map((cell, at) => [head[at] ?? "", textOf(cell)] as const));
  const facts: { name: string; value: string }[] = [];
  const records: { record: string; cells: Record<string, string> }[] = [];
  for (const line of lines) {
    const { record = "", fact = "", value = "", ...cells } = Object.fromEntries(line);
    if (record === "fact") facts.push({ name: fact, value });
    else records.push({ record, cells: filled(cells) });
  }
  const [title, ...others] = facts;
  return { title: title?.name === "report" ? title.value : "", facts: others, records };
}

interface Json {
  readonly title: string;
  readonly facts: Told["facts"];
  readonly parts: readonly {
    readonly record: string;
    readonly rows: readonly Fields[];
    readonly total: Fields | null;
  }[];
}
type Fields = Readonly<Record<string, string | number | null>>;

export function toldByJson(json: string): Told {
  const { title, facts, parts } = JSON.parse(json) as Json;
  const cellsOf = (row: Fields) =>
    filled(Object.fromEntries(Object.entries(row).map(([name, value]) => [name, String(value ?? "")])));
  return {
    title,
    facts,
    records: parts.flatMap(({ record, rows, total }) => [
      ...rows.map((row) => ({ record, cells: cellsOf(row) })),
      ...(total ? [{ record: `${record} total`, cells: cellsOf(total) }] : []),
    ]),
  };
}

/** Every tag that a report has. Another one came out of somebody's text. */
const tags = new RegExp(
  [
    "!doctype html",
    'html lang="en"',
    'meta charset="utf-8"',
    "meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\"",
    'meta name="(viewport|color-scheme)" content="[\\w=,. -]+"',
    'section data-record="[^"<>]*"',
    'div class="wide"',
    'th scope="col" class="(text|number|money|time)"',
    'td class="(text|number|money|time)( none)?"',
    'tr class="(empty|below)"',
    "wbr",
    'td colspan="\\d+"',
    "/?(html|head|title|style|body|h1|h2|dl|dt|dd|section|div|table|thead|tbody|tfoot|tr|th|td|small)",
  ]
    .map((tag) => `^<${tag}>$`)
    .join("|"),
);

/** @throws Error where something in it is markup that a report does not have */
export function toldByHtml(html: string): Told {
  const foreign = (html.match(/<[^>]*>?/g) ?? []).find((tag) => !tags.test(tag));
  if (foreign !== undefined) throw new Error(`A report has no ${foreign}`);
  const [head = "", ...sections] = html.split(/(?=<section )/);
  return {
    title: unescaped(/<h1>([^<]*)<\/h1>/.exec(head)?.[1] ?? ""),
    facts: pairsIn(head).map(([name, value]) => ({ name, value })),
    records: sections.flatMap((section) => {
      const record = unescaped(/data-record="([^"]*)"/.exec(section)?.[1] ?? "");
      const [body = "", foot = ""] = section.split("<tfoot>");
      const names = [...body.matchAll(/<th [^>]*>([^<]*)<\/th>/g)].map(([, name = ""]) => unescaped(name));
      return [
        ...rowsIn(body.slice(body.indexOf("<tbody>")), names).map((cells) => ({ record, cells })),
        ...rowsIn(foot, names).map((cells) => ({ record: `${record} total`, cells })),
      ];
    }),
  };
}

/** Each with what stands below it. */
function rowsIn(table: string, names: readonly string[]): readonly Readonly<Record<string, string>>[] {
  const [, ...rows] = table.split("<tr>");
  return rows.map((row) => {
    const cells = [...row.matchAll(/<td class="(\w+)( none)?">(.*?)<\/td>/gs)].map(([, type, none, cell = ""]) => {
      if (none) return "";
      return unescaped(cell.replaceAll(type === "money" ? /,|<\/?small>/g : "<wbr>", ""));
    });
    const entries = names.map((name, at) => [name, cells[at] ?? ""] as const);
    return filled(Object.fromEntries([...entries, ...pairsIn(row)]));
  });
}

function pairsIn(html: string): readonly (readonly [string, string])[] {
  return [...html.matchAll(/<dt>([^<]*)<\/dt><dd>([^<]*)<\/dd>/g)].map(([, name = "", value = ""]) => {
    return [unescaped(name), unescaped(value)] as const;
  });
}

const letters: Readonly<Record<string, string>> = { lt: "<", gt: ">", quot: '"', amp: "&", "#39": "'", "#13": "\r" };

function unescaped(text: string): string {
  return text.replaceAll(/&([a-z]+|#\d+);/g, (reference, name: string) => letters[name] ?? reference);
}

function filled(cells: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(cells).filter(([, cell]) => cell !== ""));
}
