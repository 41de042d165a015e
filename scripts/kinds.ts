import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import type { AnyAdapter } from "../server/adapters/contract";
import { adapters } from "../server/adapters/registry";

/** Writes docs/kinds.md from the registry. `--check` writes nothing and fails when it would change. */

const file = fileURLToPath(new URL("../docs/kinds.md", import.meta.url));

const restores: Readonly<Record<AnyAdapter["restore"], string>> = {
  exact: "exactly as it was",
  recreated: "made again from what was saved",
  reportOnly: "listed only",
};

function row(adapter: AnyAdapter): string {
  const { kind, plural, restore, wave, timing, iam } = adapter;
  const wakes = timing.wakesItselfAfterHours;
  const notes = [
    wakes ? `AWS starts it again after ${wakes / 24} days` : "",
    optionsOf(adapter).length > 0 ? `options: ${optionsOf(adapter).join(", ")}` : "",
  ];
  const acts = [...new Set([...iam.pause, ...iam.resume])].map((action) => `\`${action}\``);
  return `| \`${kind}\` | ${plural} | ${restores[restore]} | ${wave || ""} | ${acts.join(", ")} | ${notes.filter(Boolean).join("; ")} |`;
}

function optionsOf({ options }: AnyAdapter): readonly string[] {
  const schema = z.toJSONSchema(options, { io: "input", unrepresentable: "any" });
  return Object.keys(schema.properties ?? {}).map((name) => `\`${name}\``);
}

const text = `# Every kind

From the registry (\`server/adapters/registry.ts\`) by \`node --import tsx scripts/kinds.ts\`. A pause goes through the order
upwards, a resume downwards. What each pause saves, risks and costs is said in every plan; what a kind refuses, and why,
is in its adapter.

| kind | | comes back | order | permissions beside reading | |
|---|---|---|---|---|---|
${adapters.map(row).join("\n")}
`;

if (!process.argv.includes("--check")) {
  writeFileSync(file, text);
} else if (!existsSync(file) || readFileSync(file, "utf8") !== text) {
  console.error(
    "docs/kinds.md is not what the registry gives. Run `node --import tsx scripts/kinds.ts` and commit it.",
  );
  process.exitCode = 1;
}
