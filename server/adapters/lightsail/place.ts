import { RegionName } from "@aws-sdk/client-lightsail";
import type { Tags } from "../../core/resource";

/**
 * Where Lightsail is, by the SDK's own list; elsewhere its host name does not exist, and asking would fail for ever. The
 * list has us-west-1 since 2016, where Lightsail never opened (Lightsail User Guide, "Regions and Availability Zones").
 */
const regions: ReadonlySet<string> = new Set(Object.values(RegionName).filter((name) => name !== "us-west-1"));

export function hasLightsail(region: string): boolean {
  return regions.has(region);
}

/** Lightsail writes tags in lower case, and some are keys only. */
export function lightsailTags(
  list: readonly { readonly key?: string | undefined; readonly value?: string | undefined }[] = [],
): Tags {
  return Object.fromEntries(list.map(({ key = "", value = "" }) => [key, value]));
}
