import { RefusalError } from "./fault";
import type { ReadState, TerraformAddress } from "./terraform";

/**
 * Reads a state of Terraform, or of OpenTofu, which writes the same form (version 4, since Terraform 0.12). Only managed
 * `aws_*` resources are read, and of these the address, the type, the id and the ARN. Pure.
 * @throws RefusalError invalid, with what to do
 */
export function readTerraformState(state: unknown): ReadState {
  if (!isRecord(state)) throw refused("It is not a state of Terraform", pullIt);
  if ("encrypted_data" in state) throw refused("The state is encrypted", `${pullIt}, which decrypts it`);
  if (state.version !== 4) throw refused(`It is not a state of version 4 ${foundText(state.version)}`, versionRemedy);
  const { lineage, serial, resources } = state;
  if (typeof lineage !== "string" || lineage === "" || lineage.length > 128 || isOdd(lineage))
    throw refused("The state has no lineage", pullIt);
  if (!isSerial(serial)) throw refused("The state has no serial", pullIt);
  if (!Array.isArray(resources)) throw refused("The state has no list of resources", pullIt);
  const found = resources.flatMap(addressesOf);
  return { lineage, serial, addresses: [...new Map(found.map((one) => [one.address, one])).values()] };
}

/** The same state with nothing in it but what is read: what leaves a browser holds no secret. */
export function onlyAddresses({ lineage, serial, addresses }: ReadState): Readonly<Record<string, unknown>> {
  const resources = addresses.map(({ address, type, id, arn }) => ({ mode: "managed", address, type, id, arn }));
  return { version: 4, lineage, serial, resources };
}

const pullIt = "Save it with terraform state pull > state.json (or tofu state pull) and give that file";
const versionRemedy =
  "Versions before 4 were written by Terraform 0.11 and older: run a newer Terraform on it once, then give it again";

function refused(reason: string, remedy: string): RefusalError {
  return new RefusalError("invalid", `${reason}. ${remedy}.`, [{ pointer: "/state", detail: reason }]);
}

function foundText(version: unknown): string {
  return typeof version === "number" ? `but of version ${version}` : "and names no version";
}

/** A database keeps 32 bits; a state gets a new serial when it changes, so nobody comes near. */
function isSerial(value: unknown): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 0 && value < 2 ** 31;
}

function addressesOf(resource: unknown): readonly TerraformAddress[] {
  if (!isRecord(resource) || resource.mode !== "managed") return [];
  const { type } = resource;
  if (typeof type !== "string" || !/^aws_\w{1,100}$/.test(type)) return [];
  // As `onlyAddresses` wrote it.
  if (typeof resource.address === "string") return addressOf(resource.address, type, resource);
  const { module, name, instances } = resource;
  if (typeof name !== "string" || !Array.isArray(instances)) return [];
  const base = [...(typeof module === "string" ? [module] : []), type, name].join(".");
  return instances.flatMap((instance) => instanceOf(base, type, instance));
}

/** A deposed instance is one that Terraform has replaced and still has to delete. */
function instanceOf(base: string, type: string, instance: unknown): readonly TerraformAddress[] {
  if (!isRecord(instance) || "deposed" in instance) return [];
  const attributes = instance.attributes ?? instance.attributes_flat;
  return addressOf(`${base}${keyText(instance.index_key)}`, type, attributes);
}

function addressOf(address: string, type: string, attributes: unknown): readonly TerraformAddress[] {
  if (!isRecord(attributes) || typeof attributes.id !== "string" || attributes.id === "") return [];
  const { id, arn } = attributes;
  const found = { address, type, id, arn: typeof arn === "string" ? arn : "" };
  return address.length > addressAtMost || Object.values(found).some(isOdd) ? [] : [found];
}

/** Control characters and halves of a pair are in no id of AWS, and some databases refuse them. */
function isOdd(text: string): boolean {
  return /[\p{Cc}\p{Cs}]/u.test(text);
}

/** An index of Postgres takes 2,704 bytes, and a letter is up to four. No state that people write has such addresses. */
const addressAtMost = 640;

/** `[0]` of a count, `["eu"]` of a for_each, as `terraform state list` writes them. */
export function keyText(key: unknown): string {
  if (typeof key === "number") return `[${key}]`;
  return typeof key === "string" ? `["${key.replaceAll(/["\\\n\r\t]|[$%]\{/g, escaped)}"]` : "";
}

const escapes: Readonly<Record<string, string>> = {
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  "${": "$${",
  "%{": "%%{",
};

function escaped(text: string): string {
  return escapes[text] ?? `\\${text}`;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
