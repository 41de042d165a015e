import { fileURLToPath } from "node:url";
import { namesOf } from "./new-kind/names";
import { scaffold } from "./new-kind/scaffold";

/** `npm run new:kind -- service.thing "Title"`: the files of a new kind, with everything that is still to be written marked. */

const root = fileURLToPath(new URL("..", import.meta.url));

try {
  const names = namesOf(...process.argv.slice(2));
  const { service, file, kind } = names;
  console.log(`Written:\n  ${scaffold(root, names).join("\n  ")}

What is left is marked TODO, and throws until it is written. In this order:
  1. server/adapters/${service}/${file}.ts: what its contract asks for, from the AWS documents
     npx vitest run --project fast server/adapters/${service}/${file}.test.ts
  2. server/sandbox: the commands that it sends, and a few of them that must be refused
  3. server/adapters/fixtures/${kind}: a saved configuration as it really writes one
     npx vitest run --project fast server/adapters/conformance.test.ts -t "${kind}"
  4. node --import tsx scripts/kinds.ts for its page and its permissions, then npm run check`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
