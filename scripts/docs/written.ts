import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";

/** Files of a folder that are written by a program, by their path in it. */
export type Pages = ReadonlyMap<string, string>;

/** What of the folder is not as it should be: missing, changed, or left from before in a folder of written files only. */
export function staleIn(root: string, pages: Pages, owned: readonly string[]): readonly string[] {
  const changed = [...pages].filter(([file, text]) => {
    const at = path.join(root, file);
    return !existsSync(at) || readFileSync(at, "utf8") !== text;
  });
  return [...changed.map(([file]) => file), ...leftIn(root, pages, owned)].sort();
}

export function writePages(root: string, pages: Pages, owned: readonly string[]): void {
  for (const file of leftIn(root, pages, owned)) rmSync(path.join(root, file));
  for (const [file, text] of pages) {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), text);
  }
}

function leftIn(root: string, pages: Pages, owned: readonly string[]): readonly string[] {
  const files = owned.flatMap((folder) => {
    const at = path.join(root, folder);
    return existsSync(at) ? readdirSync(at).map((name) => `${folder}/${name}`) : [];
  });
  return files.filter((file) => !pages.has(file));
}
