import { byKey, hours, usage } from "./filter-words";
import type { Asks } from "./question";

/**
 * How what belongs to no region asks AWS's price list. Its products name no region, or one that is none ("aws-other"), and
 * their usage types have no prefix. filter-tables.ts says the rest.
 */

/** Each one for a whole month: the first 25 of an account, and those beyond. */
const hostedZone = (tierFrom: number) =>
  ({
    serviceCode: "AmazonRoute53",
    filters: { productFamily: "DNS Zone" },
    usage: usage("HostedZone"),
    units: ["HostedZone"],
    tierFrom,
    everywhere: true,
  }) as const;

export const withoutRegion: Readonly<Record<string, Asks>> = {
  hostedZone: byKey({ month: hostedZone(0), "month.over25": hostedZone(25) }),
  accelerator: byKey({
    hour: {
      serviceCode: "AWSGlobalAccelerator",
      filters: {},
      usage: usage("Global-Accelerator-fixed-fee"),
      units: hours,
      everywhere: true,
    },
  }),
};
