import { join, resolve } from "node:path";
import { z } from "zod";

/** The only reader of the process environment. A wrong value stops the start and says which one. */

const schema = z.object({
  /** `postgres://…`; without it SQLite in the data folder. */
  DATABASE_URL: z
    .string()
    .regex(/^(postgres(ql)?:\/\/|file:)/, "must start with postgres:// or file:")
    .optional(),
  STANDBY_DATA_DIR: z.string().min(1).default("data"),
  /** `0`: no built-in sandbox account. */
  STANDBY_SANDBOX: z.enum(["0", "1"]).default("1"),
  STANDBY_ADMIN_EMAIL: z.string().min(1).optional(),
  STANDBY_ADMIN_PASSWORD: z.string().min(1).optional(),
  NEXTAUTH_SECRET: z.string().min(16).optional(),
  /** How fast waiting goes, 1 as AWS needs it. Less only for tests and demos. */
  STANDBY_PACE: z.coerce.number().min(0.001).max(1).default(1),
  STANDBY_SANDBOX_PACE: z.coerce.number().min(0.001).max(1).default(0.1),
  /** How often a region is read that holds something. `0`: only when somebody asks. */
  STANDBY_SCAN_MINUTES: z.coerce.number().int().min(0).max(1440).default(15),
  /** The only kinds that are read and acted on, with commas between; all without it. */
  STANDBY_KINDS: z.string().optional(),
  /** `0`: this process serves pages and the API, and leaves the work to others. Needs Postgres. */
  STANDBY_WORK: z.enum(["0", "1"]).default("1"),
  /** A JSON file with negotiated prices. */
  STANDBY_PRICES: z.string().min(1).optional(),
  AWS_ENDPOINT_URL: z.url().optional(),
  STANDBY_LOG: z.enum(["debug", "info", "warn", "error", "silent"]).default("info"),
});

/** Postgres is shared by any number of processes, a SQLite file belongs to one. */
export function isPostgres(databaseUrl: string | undefined): boolean {
  return /^postgres(ql)?:/.test(databaseUrl ?? "");
}

export interface Env {
  readonly databaseUrl: string;
  readonly dataDir: string;
  readonly migrationsDir: string;
  readonly sandbox: boolean;
  readonly admin: { readonly email: string; readonly password: string } | null;
  readonly secret: string | null;
  readonly pace: number;
  readonly sandboxPace: number;
  readonly scanMinutes: number;
  /** Null: every kind. */
  readonly kinds: readonly string[] | null;
  readonly work: boolean;
  readonly pricesFile: string | null;
  readonly awsEndpoint: string | null;
  readonly logLevel: string;
}

/** @throws Error that names each wrong variable */
export function readEnv(source: Readonly<Record<string, string | undefined>> = process.env): Env {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== undefined && value !== ""));
  const parsed = schema.safeParse(given);
  if (!parsed.success) {
    const wrong = parsed.error.issues.map((issue) => `${issue.path.join(".")} ${issue.message}`);
    throw new Error(`The environment is not right: ${wrong.join("; ")}`);
  }
  const env = parsed.data;
  if (Boolean(env.STANDBY_ADMIN_EMAIL) !== Boolean(env.STANDBY_ADMIN_PASSWORD)) {
    throw new Error("STANDBY_ADMIN_EMAIL and STANDBY_ADMIN_PASSWORD go together: set both or none");
  }
  if (env.STANDBY_WORK === "0" && !isPostgres(env.DATABASE_URL)) {
    throw new Error("STANDBY_WORK=0 needs Postgres (DATABASE_URL): with SQLite the one process does all the work");
  }
  const dataDir = resolve(/*turbopackIgnore: true*/ env.STANDBY_DATA_DIR);
  return {
    databaseUrl: env.DATABASE_URL ?? `file:${join(/*turbopackIgnore: true*/ dataDir, "standby.db")}`,
    dataDir,
    migrationsDir: resolve(/*turbopackIgnore: true*/ "prisma/migrations"),
    sandbox: env.STANDBY_SANDBOX === "1",
    admin:
      env.STANDBY_ADMIN_EMAIL && env.STANDBY_ADMIN_PASSWORD
        ? { email: env.STANDBY_ADMIN_EMAIL, password: env.STANDBY_ADMIN_PASSWORD }
        : null,
    secret: env.NEXTAUTH_SECRET ?? null,
    pace: env.STANDBY_PACE,
    sandboxPace: env.STANDBY_SANDBOX_PACE,
    scanMinutes: env.STANDBY_SCAN_MINUTES,
    kinds: env.STANDBY_KINDS?.split(",").map((kind) => kind.trim()) ?? null,
    work: env.STANDBY_WORK === "1",
    pricesFile: env.STANDBY_PRICES ? resolve(/*turbopackIgnore: true*/ env.STANDBY_PRICES) : null,
    awsEndpoint: env.AWS_ENDPOINT_URL ?? null,
    logLevel: env.STANDBY_LOG,
  };
}
