import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { KindNames } from "./names";
import { adapterText, cornerText, fixtureText, testText } from "./templates";

const registryFile = "server/adapters/registry.ts";
const cornersFile = "server/sandbox/corners.ts";

/**
 * Writes the files of a new kind and its lines in the two registers. Nothing is written unless all of it can be.
 * @throws Error where the kind is there already
 * @returns the files, new ones first
 */
export function scaffold(root: string, names: KindNames): readonly string[] {
  const { kind, service, file, adapter } = names;
  const at = `server/adapters/${service}/${file}.ts`;
  const registry = readFileSync(path.join(root, registryFile), "utf8");
  if (existsSync(path.join(root, at)) || new RegExp(`\\b${adapter}\\b`).test(registry)) {
    throw new Error(`${kind} is a kind already: ${at}`);
  }
  const corner = cornerOf(root, names);
  const made: ReadonlyMap<string, string> = new Map([
    [at, adapterText(names)],
    [at.replace(/\.ts$/, ".test.ts"), testText(names)],
    [`server/adapters/fixtures/${kind}/v1-first.json`, fixtureText],
    [`server/sandbox/${corner.name}.ts`, cornerText(names, corner)],
  ]);
  const corners = readFileSync(path.join(root, cornersFile), "utf8");
  const changed: ReadonlyMap<string, string> = new Map([
    [registryFile, inOrder(withImport(registry, adapter, `./${service}/${file}`), adapter)],
    // At the end: the world is built in this order, and what was built before must not change.
    [cornersFile, atEnd(withImport(corners, corner.export, `./${corner.name}`), corner.export)],
  ]);
  for (const [name, text] of [...made, ...changed]) {
    mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
    writeFileSync(path.join(root, name), text);
  }
  return [...made.keys(), ...changed.keys()];
}

/** A service has one corner of its name; a further kind of it gets one of its own. */
function cornerOf(root: string, { service, file, adapter }: KindNames): { name: string; export: string } {
  const isTaken = existsSync(path.join(root, `server/sandbox/${service}.ts`));
  return isTaken ? { name: `${service}-${file}s`, export: `${adapter}s` } : { name: service, export: service };
}

/** Imports are in the order of what they are from. */
function withImport(text: string, name: string, from: string): string {
  const line = `import { ${name} } from "${from}";`;
  const lines = text.split("\n");
  const imports = lines.flatMap((one, at) => {
    const other = /^import .* from "(?<from>[^"]+)";$/.exec(one)?.groups?.from;
    return other === undefined ? [] : [{ at, from: other }];
  });
  const last = imports.at(-1);
  if (!last) throw new Error("There are no imports to add one to");
  const next = imports.find((one) => one.from > from);
  return lines.toSpliced(next?.at ?? last.at + 1, 0, line).join("\n");
}

/** The list's lines are names in the order of their kinds, which is that of the names: capitals come before small letters. */
function inOrder(text: string, name: string): string {
  const { lines, first, end } = listIn(text);
  const at = lines.findIndex((line, at) => at >= first && at < end && line.trim().replace(/,$/, "") > name);
  return lines.toSpliced(at === -1 ? end : at, 0, `  ${name},`).join("\n");
}

function atEnd(text: string, name: string): string {
  const { lines, end } = listIn(text);
  return lines.toSpliced(end, 0, `  ${name},`).join("\n");
}

function listIn(text: string) {
  const lines = text.split("\n");
  const first = lines.findIndex((line) => /^export const \w+: readonly \w+\[\] = \[$/.test(line)) + 1;
  const end = lines.indexOf("];", first);
  if (first === 0 || end === -1) throw new Error("There is no list to add a line to");
  return { lines, first, end };
}
