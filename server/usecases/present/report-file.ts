import { csvOf, jsonOf, type Report } from "./report";
import { htmlOf } from "./report-html";

/** A file to keep. What is in it comes bit by bit: it may be longer than there is room for. */
export interface ExportedFile {
  /** Letters, digits, `-` and `.` only: any file system and any header takes it. */
  readonly name: string;
  readonly type: string;
  readonly text: Iterable<string> | AsyncIterable<string>;
}

export const csvType = "text/csv; charset=utf-8; header=present";

const renderers = {
  json: { type: "application/json", textOf: jsonOf },
  csv: { type: csvType, textOf: csvOf },
  html: { type: "text/html; charset=utf-8", textOf: htmlOf },
} as const;

export function fileOf(report: Report, format: keyof typeof renderers, name: string): ExportedFile {
  const { type, textOf } = renderers[format];
  return { name: `${name}.${format}`, type, text: textOf(report) };
}
