/** A resource is one thing of a kind, in one account and region. */

export type Tags = Readonly<Record<string, string>>;

/** Where a resource is and what AWS calls it. `nativeId` is unique within account, region and kind. */
export interface ResourceRef {
  readonly accountId: string;
  readonly region: string;
  readonly kind: string;
  readonly nativeId: string;
}

/** What a discovery saw of one resource. `detail` is opaque here; the adapter's schema gives it shape. */
export interface Observed<Detail = unknown> {
  readonly nativeId: string;
  readonly arn: string;
  readonly name: string;
  /** Size or flavour in the service's own words: `m6i.large`, `2 × 1 vCPU`, `metric`. */
  readonly type: string;
  readonly tags: Tags;
  readonly detail: Detail;
}

/** The state a person sees. `changing` covers everything AWS is still moving. */
export const resourceStates = [
  "running",
  "paused",
  "changing",
  "drifted",
  "unknown",
  "alwaysOn",
  "failed",
  "gone",
] as const;
export type ResourceState = (typeof resourceStates)[number];

/** `res_` and 16 hex digits of an FNV-1a hash over the ref: stable between scans and databases, no lookup needed. */
export function resourceId(ref: ResourceRef): string {
  const text = [ref.accountId, ref.region, ref.kind, ref.nativeId].join("\u0000");
  return `res_${fnv1a64(text)}`;
}

/** In two halves of 32 bits, because big integers take 20 times as long: the prime is 2^40 + 435. */
function fnv1a64(text: string): string {
  let high = 0xcbf29ce4;
  let low = 0x84222325;
  for (const byte of new TextEncoder().encode(text)) {
    const mixed = (low ^ byte) >>> 0;
    const product = mixed * 435;
    high = (Math.imul(high, 435) + Math.floor(product / 2 ** 32) + (mixed << 8)) >>> 0;
    low = product >>> 0;
  }
  return hex(high) + hex(low);
}

function hex(word: number): string {
  return word.toString(16).padStart(8, "0");
}

/** A tag that says hands off, in any spelling people already use. See the never-touch rail in docs/guides/protection.md. */
export function isProtected(tags: Tags): boolean {
  return Object.entries(tags).some(([key, value]) => {
    const name = key.toLowerCase();
    const text = value.trim().toLowerCase();
    if (name === "standby:protected" || name === "standby-protected") return text !== "false" && text !== "no";
    return name === "keep" && text === "always";
  });
}
