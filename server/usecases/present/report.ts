import { csvLine } from "../../core/csv";

/**
 * One report, whatever it is of: facts about it and parts with rows. CSV, JSON and HTML are made of the same cells, so
 * that their figures are the same. Pure; rows are asked for one by one, so that a long report needs no room.
 */

/** As it is written in every form, exact: "12.340000". Null, and the empty text with it: not known, or there is none. */
export type Cell = string | null;

export const columnTypes = ["text", "number", "money", "time"] as const;

export interface Column {
  /** Over the column, and the name of the field in JSON: "cost USD". */
  readonly name: string;
  readonly type: (typeof columnTypes)[number];
  /** Long, or of use only to a machine: a page has it below the row. */
  readonly isBelow?: true;
}

export interface Part {
  /** What one row of it is: "resource". */
  readonly record: string;
  readonly title: string;
  readonly columns: readonly Column[];
  /** Each as long as `columns`. */
  readonly rows: Iterable<readonly Cell[]>;
  readonly total: readonly Cell[] | null;
}

/** Which cost it is, where it is from, how old it is, what is missing. */
export interface Fact {
  readonly name: string;
  readonly value: string;
}

export interface Report {
  readonly title: string;
  readonly facts: readonly Fact[];
  readonly parts: readonly Part[];
}

export function columnsOf(type: Column["type"], ...names: readonly string[]): readonly Column[] {
  return names.map((name) => ({ name, type }));
}

export function writtenAt(at: Date): Fact {
  return { name: "written at", value: at.toISOString() };
}

/** Text that a page has below the row. */
export function columnsBelow(...names: readonly string[]): readonly Column[] {
  return names.map((name) => ({ name, type: "text", isBelow: true }));
}

/** One table: `record` says what a line is, and a column that it does not have is empty. What is told of all is last. */
export function* csvOf({ title, facts, parts }: Report): Generator<string, void> {
  const own = parts.flatMap(({ columns }) => columns.map(({ name }) => name));
  const header = [...new Set(["record", ...own, "fact", "value"])];
  yield csvLine(header);
  const liner = (names: readonly string[]) => {
    const places = header.map((name) => names.indexOf(name));
    return (record: string, cells: readonly Cell[]) =>
      csvLine(places.map((place, at) => (at === 0 ? record : (cells[place] ?? ""))));
  };
  for (const { record, columns, rows, total } of parts) {
    const line = liner(columns.map(({ name }) => name));
    for (const cells of rows) yield line(record, cells);
    if (total) yield line(`${record} total`, total);
  }
  const line = liner(["fact", "value"]);
  for (const { name, value } of [{ name: "report", value: title }, ...facts]) yield line("fact", [name, value]);
}

/** As `report` in the contract says: a row is an object, amounts are decimal strings. */
export function* jsonOf({ title, facts, parts }: Report): Generator<string, void> {
  yield `{"title":${JSON.stringify(title)},"facts":${JSON.stringify(facts)},"parts":[`;
  for (const [at, { record, title: heading, columns, rows, total }] of parts.entries()) {
    const told = columns.map(({ name, type }) => ({ name, type }));
    const head = JSON.stringify({ record, title: heading, columns: told });
    yield `${at > 0 ? "," : ""}${head.slice(0, -1)},"rows":[`;
    let isFirst = true;
    for (const cells of rows) {
      yield `${isFirst ? "" : ","}${objectOf(columns, cells)}`;
      isFirst = false;
    }
    yield `],"total":${total ? objectOf(columns, total) : "null"}}`;
  }
  yield "]}";
}

function objectOf(columns: readonly Column[], cells: readonly Cell[]): string {
  return JSON.stringify(Object.fromEntries(columns.map(({ name, type }, at) => [name, fieldOf(type, cells[at])])));
}

function fieldOf(type: Column["type"], cell: Cell | undefined): string | number | null {
  if (cell === undefined || cell === null || cell === "") return null;
  return type === "number" ? Number(cell) : cell;
}
