import { differencesBetween, pathsOf } from "../../core/differences";
import type { Hazard } from "../../core/plan";
import type { Finding, Gone, Refused } from "../contract";
import { type EndpointSaved, type Json, variantsIn } from "./endpoint-detail";

/** Whether what an endpoint is made of is still there. Pure. */

export function modelsIn(config: Json | null): readonly string[] {
  const names = variantsIn(config, "ProductionVariants").map(({ ModelName }) => ModelName);
  return names.filter((name) => typeof name === "string");
}

interface Found {
  /** By name; null where it does not exist. */
  readonly configs: ReadonlyMap<string, Json | null>;
  readonly models: ReadonlyMap<string, boolean>;
}

export function findingOf({ saved: { configuration } }: Gone<EndpointSaved>, { configs, models }: Found): Finding {
  const { configName, config } = configuration;
  const now = configs.get(configName) ?? null;
  if (now === null) return { refused: configGone(configName), hazards: [] };
  const missing = modelsIn(now).filter((name) => models.get(name) === false);
  if (missing.length > 0) return { refused: modelsGone(configName, missing), hazards: [] };
  const differences = differencesBetween(config, now);
  return { refused: null, hazards: differences.length > 0 ? [otherConfig(configName, pathsOf(differences))] : [] };
}

export function configGone(name: string): Refused {
  return {
    result: "refused",
    reason: `Its endpoint configuration ${name} was deleted meanwhile, so it cannot be made again`,
    remedy: `Make the configuration ${name} again as it is saved in the hold, then plan again`,
  };
}

export function modelsGone(configName: string, missing: readonly string[]): Refused {
  const names = missing.join(", ");
  return {
    result: "refused",
    reason: `Models of its configuration ${configName} were deleted meanwhile, so it cannot be made again: ${names}`,
    remedy: `Make ${names} again from its image and model data, then plan again`,
  };
}

/** A configuration cannot be changed: somebody deleted it and made another of its name. */
function otherConfig(name: string, what: string): Hazard {
  return {
    level: "warning",
    code: "endpoint-config-changed",
    title: "Its configuration is not the saved one",
    detail: `Somebody made ${name} anew, with other values: ${what}. The endpoint would start with these, and the resume would end with the differences told. Make ${name} again as it is saved in the hold first.`,
  };
}
