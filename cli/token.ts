import { randomBytes } from "node:crypto";
import { parseArgs } from "node:util";
import { createToken } from "../server/access/tokens";
import { type Role, roles } from "../server/core/actor";
import { openRuntimeStore } from "../server/runtime/open-store";

/**
 * Makes an API token: `npm run --silent token -- create ci --role operator --days 90`. The token is the one line on
 * standard output; all else goes to standard error. Works beside a running server.
 */

const usage = `Usage: npm run --silent token -- create NAME [--role viewer|operator|admin] [--days N]

  NAME     what the token is for, 1 to 64 characters; the audit trail shows it
  --role   viewer (reads; the default), operator (also scans, plans, pauses, resumes) or admin
  --days   how long it lasts, 1 to 3650; without it the token never expires
`;

class UsageError extends Error {}

interface Wanted {
  readonly name: string;
  readonly role: Role;
  readonly days: number | null;
}

async function main(): Promise<void> {
  const { name, role, days } = readArguments(process.argv.slice(2));
  const { store, clock, newId } = await openRuntimeStore();
  try {
    const now = clock.now();
    const expiresAt = days === null ? null : new Date(now.getTime() + days * 86_400_000);
    const by = { type: "system", id: "cli", name: "command line" } as const;
    const token = await createToken({ store: store.access, newId, randomBytes, now, by }, { name, role, expiresAt });
    console.error(
      `Token "${name}" with the role ${role}; ${expiresAt ? `expires ${expiresAt.toISOString()}` : "never expires"}. It is shown this once:`,
    );
    console.log(token);
  } finally {
    await store.close();
  }
}

/** @throws UsageError that says what is wrong */
function readArguments(given: readonly string[]): Wanted {
  const { values, positionals } = parse(given);
  const [verb, name, ...rest] = positionals;
  if (verb !== "create")
    throw new UsageError(verb === undefined ? "Say what to do." : `There is no command "${verb}".`);
  if (name === undefined || name.trim() === "" || name.length > 64)
    throw new UsageError("Give the token a NAME of 1 to 64 characters.");
  if (rest.length > 0) throw new UsageError(`"${rest.join(" ")}" is too much; put quotes around a name with spaces.`);
  const role = roles.find((known) => known === (values.role ?? "viewer"));
  if (!role) throw new UsageError(`"${values.role}" is no role: viewer, operator or admin.`);
  return { name: name.trim(), role, days: values.days === undefined ? null : readDays(values.days) };
}

function parse(given: readonly string[]) {
  try {
    const options = { role: { type: "string" }, days: { type: "string" } } as const;
    return parseArgs({ args: [...given], options, allowPositionals: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function readDays(text: string): number {
  const days = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  if (days < 1 || days > 3650) throw new UsageError("--days takes a whole number from 1 to 3650.");
  return days;
}

main().catch((error: unknown) => {
  const message = error instanceof Error ? error.message : String(error);
  console.error(error instanceof UsageError ? `${message}\n\n${usage}` : `No token was made: ${message}`);
  process.exitCode = error instanceof UsageError ? 2 : 1;
});
