import { RefusalError } from "@/server/core/fault";
import { onlyAddresses, readTerraformState } from "@/server/core/terraform-state";

/** What becomes of a chosen state file before anything leaves the browser. Pure. */
export type ReadFile =
  | { readonly state: Record<string, unknown>; readonly resources: number; readonly error: null }
  | { readonly state: null; readonly error: string };

export function readStateFile(text: string): ReadFile {
  try {
    const read = readTerraformState(JSON.parse(text));
    return { state: { ...onlyAddresses(read) }, resources: read.addresses.length, error: null };
  } catch (error) {
    if (error instanceof RefusalError) return { state: null, error: error.message };
    return {
      state: null,
      error: "It is not JSON. Save it with terraform state pull > state.json and choose that file.",
    };
  }
}

/** `prod.tfstate` → "prod"; a file that is called like every other says nothing. */
export function nameFromFile(file: string): string {
  const name = file.replace(/\.(tfstate|json)(\.backup)?$/i, "");
  return /^(terraform|state|default)$/i.test(name) ? "" : name.slice(0, 64);
}
