import { fileURLToPath } from "node:url";
import { adapters } from "../server/adapters/registry";
import { indexPage, kindPage } from "./docs/kind-pages";
import { policyPages } from "./docs/policy-pages";
import { staleIn, writePages } from "./docs/written";

/**
 * Writes docs/kinds.md, a page for each kind and the IAM policies from the registry. `--check` writes nothing and fails
 * when something would change.
 */

const root = fileURLToPath(new URL("../docs", import.meta.url));
const owned = ["kinds", "policies"];
const pages = new Map([
  ["kinds.md", indexPage(adapters)],
  ...adapters.map((adapter) => [`kinds/${adapter.kind}.md`, kindPage(adapter)] as const),
  ...[...policyPages(adapters)].map(([file, text]) => [`policies/${file}`, text] as const),
]);

if (process.argv.includes("--check")) {
  const stale = staleIn(root, pages, owned);
  if (stale.length > 0) {
    console.error(`docs/${stale.join(", docs/")}: not what the registry gives.`);
    console.error("Run `node --import tsx scripts/kinds.ts` and commit what it writes.");
    process.exitCode = 1;
  }
} else {
  writePages(root, pages, owned);
}
