import { type DBProxy, DescribeDBProxiesCommand, RDSClient } from "@aws-sdk/client-rds";
import { z } from "zod";
import { pages, type ReadDoor } from "../../aws/door";
import type { CostLine } from "../../core/money";
import type { Observed } from "../../core/resource";
import type { AboutListed } from "../contract";
import { noneOf } from "../idle";
import { isWanted, unpriced, withTags } from "../listing";
import { nullWhenGone } from "../read-each";
import { defineReport } from "../report";
import { databasesByName, type ProxyTarget, readTargets, vcpusOf } from "./proxy-targets";

const text = z.string().nullable();

const detail = z.strictObject({
  /** available, modifying, creating, incompatible-network, insufficient-resource-limits, suspended, … */
  status: z.string(),
  family: z.string(),
  targets: z.array(z.strictObject({ id: z.string(), class: text, engine: text })),
  createdAt: text,
});
type Detail = z.infer<typeof detail>;

const about: AboutListed = {
  reason: "RDS Proxy has no stop: it bills for the vCPUs of the databases behind it, with connections or without",
  remedy: "Let applications connect to the database itself and delete the proxy; a new one has another address",
};

/** Proxies in front of databases of RDS and Aurora. */
export const rdsProxy = defineReport<Detail>({
  kind: "rds.proxy",
  title: "RDS Proxy",
  plural: "RDS Proxies",
  billedAs: "Amazon Relational Database Service",
  terraform: ["aws_db_proxy"],
  about,
  read: ["rds:DescribeDBInstances", "rds:DescribeDBProxies", "rds:DescribeDBProxyTargets", "tag:GetResources"],
  detail,
  advise: ({ detail: { status } }) => ({ saw: status, ...about }),
  price,
  idle: {
    signals: [
      noneOf(
        {
          label: "client connections at most",
          namespace: "AWS/RDS",
          metric: "ClientConnections",
          statistic: "Maximum",
          quietMeansIdle: false,
        },
        // Over all its endpoints (RDS User Guide, "Monitoring RDS Proxy metrics", dimension set 1).
        ({ nativeId }: Observed<Detail>) => [{ ProxyName: nativeId }],
      ),
    ],
    since: ({ detail: { createdAt } }) => createdAt,
  },
  discover,
});

/** AWS's price list has a product for each engine behind a proxy, so each database is asked for by its own. */
function price({ detail: { targets } }: Observed<Detail>): readonly CostLine[] {
  if (targets.length === 0)
    return [unpriced("Proxy hours", "no database is behind it: AWS does not say what then bills", "hour")];
  return targets.map(hours);
}

function hours({ id, class: name, engine }: ProxyTarget): CostLine {
  const label = "Proxy hours";
  if (name === "db.serverless") {
    return unpriced(label, `${id}: by its ACUs, 8 at least; not in the catalogue`, "hour");
  }
  const vcpus = vcpusOf(name);
  if (vcpus === null || engine === null) return unpriced(label, `${id}: how many vCPUs it has is not told`, "hour");
  const key = { table: "rds.proxy", key: `${engine}.vcpuHour` };
  const note = `${vcpus} vCPUs of ${id} (${name})`;
  return { label, note, price: key, quantity: vcpus, unit: "hour", stopsWhenPaused: false };
}

async function* discover(aws: ReadDoor, only?: readonly string[]): AsyncGenerator<Observed<Detail>> {
  const proxies = (await allProxies(aws)).filter(
    ({ DBProxyName, Status }) => isWanted(DBProxyName, only) && Status !== "deleting",
  );
  if (proxies.length === 0) return;
  const databases = await databasesByName(aws);
  const found = await Promise.all(
    proxies.map(async (proxy) => {
      const names = await nullWhenGone(readTargets(aws, proxy.DBProxyName ?? ""));
      return (
        names &&
        observed(
          proxy,
          names.map((id) => databases.get(id) ?? { id, class: null, engine: null }),
        )
      );
    }),
  );
  yield* await withTags(
    aws,
    null,
    found.filter((one) => one !== null),
    only,
  );
}

/** There are 20 in an account and region unless AWS grants more. */
async function allProxies(aws: ReadDoor): Promise<readonly DBProxy[]> {
  const found: DBProxy[] = [];
  const list = pages(
    (token) => aws.read(RDSClient, new DescribeDBProxiesCommand({ MaxRecords: 100, ...(token && { Marker: token }) })),
    (out) => out.Marker,
  );
  for await (const { DBProxies = [] } of list) found.push(...DBProxies);
  return found;
}

function observed(proxy: DBProxy, targets: readonly ProxyTarget[]): Omit<Observed<Detail>, "tags"> {
  const name = proxy.DBProxyName ?? "";
  const family = proxy.EngineFamily ?? "unknown engine";
  return {
    nativeId: name,
    arn: proxy.DBProxyArn ?? "",
    name,
    type: family.toLowerCase(),
    detail: {
      status: proxy.Status ?? "unknown",
      family,
      targets: targets.map((target) => ({ ...target })),
      createdAt: proxy.CreatedDate?.toISOString() ?? null,
    },
  };
}
