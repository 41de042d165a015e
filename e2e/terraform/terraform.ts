import { execFile } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { findTerraform } from "../../scripts/terraform.mjs";

/** Terraform itself with its AWS provider, in a folder of its own, against a test server of AWS. */
export interface Terraform {
  apply(): Promise<void>;
  /** As `terraform state pull` prints it, read. */
  state(): Promise<Readonly<Record<string, unknown>>>;
  /** What a plan shows: 0 for no change, as `-detailed-exitcode` says it, and the changes. */
  plan(): Promise<{ readonly exitCode: number; readonly changes: readonly Change[] }>;
  /** What the provider knows of each type of resource. */
  schemas(): Promise<Readonly<Record<string, TypeSchema>>>;
  remove(): void;
}

export interface Change {
  readonly address: string;
  /** Attributes that it would set. */
  readonly attributes: readonly string[];
  /** Those for which it would make the resource anew. */
  readonly forcesNew: readonly string[];
}

export interface TypeSchema {
  readonly block: {
    readonly attributes?: Readonly<Record<string, { readonly optional?: boolean; readonly required?: boolean }>>;
    readonly block_types?: Readonly<Record<string, unknown>>;
  };
}

/** An empty zip archive: nothing is run. */
const emptyZip = Buffer.from("UEsFBgAAAAAAAAAAAAAAAAAAAAAAAA==", "base64");
const estate = fileURLToPath(new URL("estate", import.meta.url));
const run = promisify(execFile);

/** @throws Error that says what of it is not on this machine */
export async function openTerraform(endpoint: string): Promise<Terraform> {
  const found = findTerraform();
  if ("missing" in found) throw new Error(`terraform tests cannot run: ${found.missing}`);
  const cwd = mkdtempSync(join(tmpdir(), "standby-terraform-"));
  cpSync(estate, cwd, { recursive: true });
  writeFileSync(join(cwd, "function.zip"), emptyZip);
  const env = { ...process.env, AWS_ENDPOINT_URL: endpoint, TF_CLI_CONFIG_FILE: "/dev/null", TF_IN_AUTOMATION: "1" };
  const terraform = async (...args: readonly string[]) =>
    (await run("terraform", [...args], { cwd, env, maxBuffer: 2 ** 26 })).stdout;
  await terraform("init", `-plugin-dir=${found.plugins}`, "-no-color");
  return {
    apply: async () => void (await terraform("apply", "-auto-approve", "-no-color")),
    state: async () => JSON.parse(await terraform("state", "pull")) as Readonly<Record<string, unknown>>,
    plan: async () => {
      const exitCode = await terraform("plan", "-detailed-exitcode", "-no-color", "-out=plan").then(
        () => 0,
        (error: { readonly code?: unknown; readonly stderr?: string }) => {
          if (error.code === 2) return 2;
          throw new Error(`terraform plan: ${error.stderr ?? ""}`);
        },
      );
      const { resource_changes = [] } = JSON.parse(await terraform("show", "-json", "plan")) as Plan;
      return { exitCode, changes: resource_changes.flatMap(changeOf) };
    },
    schemas: async () => {
      const { provider_schemas } = JSON.parse(await terraform("providers", "schema", "-json")) as Schemas;
      return provider_schemas["registry.terraform.io/hashicorp/aws"]?.resource_schemas ?? {};
    },
    remove: () => rmSync(cwd, { recursive: true, force: true }),
  };
}

interface Schemas {
  readonly provider_schemas: Readonly<
    Record<string, { readonly resource_schemas: Readonly<Record<string, TypeSchema>> } | undefined>
  >;
}

type Values = Readonly<Record<string, unknown>>;

interface Plan {
  readonly resource_changes?: readonly {
    readonly address: string;
    readonly mode: string;
    readonly change: {
      readonly actions: readonly string[];
      readonly before: Values | null;
      readonly after: Values | null;
      /** What AWS decides, "known after apply". */
      readonly after_unknown: Values;
      readonly replace_paths?: readonly (readonly (string | number)[])[];
    };
  }[];
}

function changeOf({ address, mode, change }: NonNullable<Plan["resource_changes"]>[number]): readonly Change[] {
  const { actions, before, after, after_unknown, replace_paths = [] } = change;
  if (mode !== "managed" || actions.every((action) => action === "no-op")) return [];
  const forcesNew = replace_paths.map(([first]) => String(first));
  const isDecidedByAws = (key: string) => JSON.stringify(after_unknown[key] ?? false).includes("true");
  const keys =
    forcesNew.length > 0 ? forcesNew : Object.keys({ ...before, ...after }).filter((key) => !isDecidedByAws(key));
  const isSame = (key: string) => textOf(before?.[key]) === textOf(after?.[key]);
  return [{ address, attributes: keys.filter((key) => !isSame(key)).sort(), forcesNew }];
}

/** The provider plans an empty text where there was nothing, which Terraform does not show as a change. */
function textOf(value: unknown): string {
  return JSON.stringify(value ?? null, (_, part: unknown) => (part === "" ? null : part));
}
