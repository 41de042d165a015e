import {
  DescribeDomainsCommand,
  type DomainStatus,
  ListDomainNamesCommand,
  OpenSearchClient,
} from "@aws-sdk/client-opensearch";
import { z } from "zod";
import { chunks, type ReadDoor } from "../../aws/door";
import type { CostLine } from "../../core/money";
import type { Observed } from "../../core/resource";
import type { AboutListed } from "../contract";
import { noneOf } from "../idle";
import { isWanted, unpriced, withTags } from "../listing";
import { type Advice, defineReport } from "../report";

const nodes = z.strictObject({ role: z.string(), type: z.string(), count: z.number() });

const detail = z.strictObject({
  /** Active, Creating, Modifying, UpgradingEngineVersion, UpdatingServiceSoftware, Isolated. */
  state: z.string(),
  engine: z.string(),
  nodes: z.array(nodes),
  /** EBS of each data node; null where they have disks of their own. */
  storage: z.strictObject({ type: z.string(), gbPerNode: z.number() }).nullable(),
  endpoint: z.string().nullable(),
});
type Detail = z.infer<typeof detail>;

const about: AboutListed = {
  reason: "OpenSearch has no stop: its nodes bill from their making to their deletion",
  remedy:
    "Give it fewer or smaller nodes (a blue/green change that takes hours), or take a manual snapshot to S3 and delete it: a new domain has another endpoint",
};

const rate = { namespace: "AWS/ES", statistic: "Maximum", quietMeansIdle: false } as const;

/** OpenSearch and Elasticsearch domains. The API has no stop: only a deletion ends the bill. */
export const opensearchDomain = defineReport<Detail>({
  kind: "opensearch.domain",
  title: "OpenSearch domain",
  plural: "OpenSearch domains",
  billedAs: "Amazon OpenSearch Service",
  terraform: ["aws_opensearch_domain", "aws_elasticsearch_domain"],
  about,
  read: ["es:DescribeDomains", "es:ListDomainNames", "tag:GetResources"],
  detail,
  advise,
  price,
  idle: {
    signals: [
      noneOf({ ...rate, label: "searches a minute at most", metric: "SearchRate" }, byDomain),
      noneOf({ ...rate, label: "documents indexed a minute at most", metric: "IndexingRate" }, byDomain),
    ],
  },
  discover,
});

/** Its metrics are by domain and account, which the ARN names (OpenSearch Service Developer Guide, "Cluster metrics"). */
function byDomain({ nativeId, arn }: Observed<Detail>) {
  const ClientId = arn.split(":")[4];
  return ClientId ? [{ DomainName: nativeId, ClientId }] : [];
}

function advise({ detail: { state } }: Observed<Detail>): Advice {
  return { saw: state, ...about };
}

function price({ detail: { nodes, storage } }: Observed<Detail>): readonly CostLine[] {
  const hours = nodes.map(
    ({ role, type, count }): CostLine => ({
      label: "Node hours",
      note: `${count} × ${type} (${role})`,
      price: { table: "opensearch.instance", key: type },
      quantity: count,
      unit: "hour",
      stopsWhenPaused: false,
    }),
  );
  if (!storage) return hours;
  const data = nodes.find(({ role }) => role === "data");
  const gigabytes = storage.gbPerNode * (data?.count ?? 0);
  return [
    ...hours,
    {
      label: "EBS storage",
      note: `${gigabytes} GB ${storage.type}`,
      price: { table: "opensearch.storage", key: storage.type },
      quantity: gigabytes,
      unit: "month",
      stopsWhenPaused: false,
    },
    ...(storage.type === "io1" ? [unpriced("EBS IOPS", "provisioned IOPS: their price is not in the catalogue")] : []),
  ];
}

/** DescribeDomains takes at most 5 names (OpenSearch Service API reference). */
const namesAtMost = 5;

async function* discover(aws: ReadDoor, only?: readonly string[]): AsyncGenerator<Observed<Detail>> {
  const { DomainNames = [] } = await aws.read(OpenSearchClient, new ListDomainNamesCommand({}));
  const names = DomainNames.flatMap(({ DomainName }) => (isWanted(DomainName, only) ? [DomainName] : []));
  const answers = await Promise.all(
    chunks(names, namesAtMost).map((some) =>
      aws.read(OpenSearchClient, new DescribeDomainsCommand({ DomainNames: [...some] })),
    ),
  );
  const domains = answers.flatMap(({ DomainStatusList = [] }) => DomainStatusList).filter(({ Deleted }) => !Deleted);
  yield* await withTags(aws, "es:domain", domains.map(observed), only);
}

function observed(domain: DomainStatus): Omit<Observed<Detail>, "tags"> {
  const name = domain.DomainName ?? "";
  const { EBSEnabled, VolumeType = "gp2", VolumeSize } = domain.EBSOptions ?? {};
  return {
    nativeId: name,
    arn: domain.ARN ?? "",
    name,
    type: `${domain.ClusterConfig?.InstanceCount ?? 1} × ${domain.ClusterConfig?.InstanceType ?? "unknown"}`,
    detail: {
      state: domain.DomainProcessingStatus ?? (domain.Processing ? "Modifying" : "Active"),
      engine: domain.EngineVersion ?? "unknown",
      nodes: nodesOf(domain),
      storage: EBSEnabled && VolumeSize !== undefined ? { type: VolumeType, gbPerNode: VolumeSize } : null,
      endpoint: domain.Endpoint ?? domain.EndpointV2 ?? Object.values(domain.Endpoints ?? {})[0] ?? null,
    },
  };
}

function nodesOf({ ClusterConfig: config = {} }: DomainStatus): Detail["nodes"] {
  const data = { role: "data", type: config.InstanceType ?? "unknown", count: config.InstanceCount ?? 1 };
  const master = {
    role: "master",
    type: config.DedicatedMasterType ?? "unknown",
    count: config.DedicatedMasterCount ?? 0,
  };
  const warm = { role: "warm", type: config.WarmType ?? "unknown", count: config.WarmCount ?? 0 };
  const more = (config.NodeOptions ?? []).map(({ NodeType = "other", NodeConfig }) => ({
    role: NodeType,
    type: NodeConfig?.Type ?? "unknown",
    count: NodeConfig?.Enabled === false ? 0 : (NodeConfig?.Count ?? 0),
  }));
  return [
    data,
    ...(config.DedicatedMasterEnabled ? [master] : []),
    ...(config.WarmEnabled ? [warm] : []),
    ...more.filter(({ count }) => count > 0),
  ];
}
