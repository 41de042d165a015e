import {
  type HealthCheck,
  type HealthCheckConfig,
  ListHealthChecksCommand,
  Route53Client,
} from "@aws-sdk/client-route-53";
import { z } from "zod";
import { pages, type ReadDoor } from "../../aws/door";
import type { CostLine } from "../../core/money";
import type { Observed } from "../../core/resource";
import type { AboutListed } from "../contract";
import { isHome, isWanted, partitionOf, unpriced, withTags } from "../listing";
import { type Advice, defineReport } from "../report";
import { madeBy } from "./made-by";

const detail = z.strictObject({
  /** HTTP, HTTPS, HTTP_STR_MATCH, HTTPS_STR_MATCH, TCP, CALCULATED, CLOUDWATCH_METRIC, RECOVERY_CONTROL. */
  type: z.string(),
  /** What it asks; null where it asks nobody. */
  endpoint: z.string().nullable(),
  isDisabled: z.boolean(),
  /** Those that bill beside the check. */
  options: z.array(z.string()),
  /** The service that made it and will not let anybody else change it. */
  madeBy: z.string().nullable(),
});
type Detail = z.infer<typeof detail>;

const about: AboutListed = {
  reason: "A health check bills each month that it exists, disabled or not",
  remedy: "Delete it where no record and no alarm uses it; disabled it bills on, and always counts as healthy",
};

export const route53HealthCheck = defineReport<Detail>({
  kind: "route53.healthCheck",
  title: "Route 53 health check",
  plural: "Route 53 health checks",
  billedAs: "Amazon Route 53",
  terraform: ["aws_route53_health_check"],
  about,
  read: ["route53:ListHealthChecks", "tag:GetResources"],
  detail,
  advise,
  price,
  discover,
});

function advise({ detail: { isDisabled, madeBy: maker } }: Observed<Detail>): Advice {
  const state = isDisabled ? "disabled" : "checking";
  if (maker === null) return { saw: state, ...about };
  const remedy = `Delete it with what it serves in ${madeBy(maker)}, which made it`;
  return { saw: `${state}, made by ${madeBy(maker)}`, ...about, remedy };
}

/** Whether an endpoint is AWS's own no list tells, and which are the free ones nobody can say (Amazon Route 53 pricing). */
function price({ detail: { options } }: Observed<Detail>): readonly CostLine[] {
  const check = unpriced("Health check", "less for endpoints in AWS, of which 50 of an account are free");
  if (options.length === 0) return [check];
  const note = `${options.join(", ")}; not in the catalogue`;
  return [check, { ...unpriced("Optional features", note), quantity: options.length }];
}

async function* discover(aws: ReadDoor, only?: readonly string[]): AsyncGenerator<Observed<Detail>> {
  if (!isHome(aws.region)) return;
  const list = pages(
    (Marker) => aws.read(Route53Client, new ListHealthChecksCommand({ ...(Marker && { Marker }) })),
    (out) => (out.IsTruncated ? out.NextMarker : undefined),
  );
  const found: Omit<Observed<Detail>, "tags">[] = [];
  for await (const { HealthChecks = [] } of list) {
    for (const check of HealthChecks) if (isWanted(check.Id, only)) found.push(observed(check, aws.region));
  }
  for (const one of await withTags(aws, null, found)) yield { ...one, name: one.tags.Name || one.name };
}

/** Its name is a tag; without one it is called by what it asks. */
function observed({ Id: id = "", ...check }: HealthCheck, region: string): Omit<Observed<Detail>, "tags"> {
  const config = check.HealthCheckConfig;
  const type = config?.Type ?? "unknown";
  const endpoint = config?.FullyQualifiedDomainName ?? config?.IPAddress ?? null;
  return {
    nativeId: id,
    arn: `arn:${partitionOf(region)}:route53:::healthcheck/${id}`,
    name: endpoint ?? id,
    type,
    detail: {
      type,
      endpoint,
      isDisabled: config?.Disabled ?? false,
      options: config ? optionsOf(config) : [],
      madeBy: check.LinkedService?.ServicePrincipal ?? null,
    },
  };
}

/** HTTPS, string matching, an interval of 10 instead of 30 seconds, latency (Amazon Route 53 pricing). */
function optionsOf({ Type = "TCP", RequestInterval, MeasureLatency }: Partial<HealthCheckConfig>): string[] {
  return [
    Type.startsWith("HTTPS") && "HTTPS",
    Type.endsWith("_STR_MATCH") && "string matching",
    RequestInterval === 10 && "every 10 seconds",
    MeasureLatency === true && "latency",
  ].filter((one) => one !== false);
}
