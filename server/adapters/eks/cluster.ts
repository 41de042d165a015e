import { type Cluster, DescribeClusterCommand, DescribeClusterVersionsCommand, EKSClient } from "@aws-sdk/client-eks";
import { z } from "zod";
import { chunks, pages, type ReadDoor } from "../../aws/door";
import type { CostLine } from "../../core/money";
import type { Observed } from "../../core/resource";
import type { AboutListed } from "../contract";
import { unpriced } from "../listing";
import { nullWhenGone } from "../read-each";
import { type Advice, defineReport } from "../report";
import { clusterNames, readAtOnce } from "./cluster-names";

const supports = ["standard", "extended", "ended", "unknown"] as const;

const detail = z.strictObject({
  /** ACTIVE, CREATING, UPDATING, FAILED, PENDING. */
  status: z.string(),
  /** Of Kubernetes: "1.34". */
  version: z.string(),
  support: z.enum(supports),
  /** When standard support of the version ends, or ended. */
  standardUntil: z.string().nullable(),
  /** EXTENDED pays for it when the time comes; STANDARD is upgraded by AWS instead. */
  upgradePolicy: z.string().nullable(),
  autoMode: z.boolean(),
  /** The size of a control plane that was provisioned for more; null where it is the standard one. */
  tier: z.string().nullable(),
  createdAt: z.string().nullable(),
});
type Detail = z.infer<typeof detail>;

const about: AboutListed = {
  reason: "EKS has no stop for a control plane: it bills each hour that the cluster exists",
  remedy: "Let several environments share one by namespaces, or delete it with its environment",
};

/**
 * EKS clusters: the control plane alone. Nodes are of their node groups, which are a kind of their own and can be paused.
 * A version costs six times as much an hour once its standard support has ended, 14 months after it came (EKS User
 * Guide, "Understand the Kubernetes version lifecycle on EKS").
 */
export const eksCluster = defineReport<Detail>({
  kind: "eks.cluster",
  title: "EKS cluster",
  plural: "EKS clusters",
  billedAs: "Amazon Elastic Container Service for Kubernetes",
  terraform: ["aws_eks_cluster"],
  about,
  read: ["eks:ListClusters", "eks:DescribeCluster", "eks:DescribeClusterVersions"],
  detail,
  advise,
  price,
  discover,
});

function advise({ detail: { status, version, support, standardUntil, upgradePolicy } }: Observed<Detail>): Advice {
  const day = standardUntil?.slice(0, 10);
  if (support === "extended") {
    return {
      saw: status,
      reason: `Kubernetes ${version} is in extended support${day ? ` since ${day}` : ""}: its control plane bills six times the price`,
      remedy: "Upgrade it one version after the other to one in standard support, or delete it with its environment",
    };
  }
  if (support === "standard" && day && upgradePolicy !== "STANDARD") {
    return {
      saw: status,
      ...about,
      remedy: `${about.remedy}. Upgrade it before ${day}: it costs six times as much from then on`,
    };
  }
  return { saw: status, ...about };
}

function price({ detail: { version, support, autoMode, tier } }: Observed<Detail>): readonly CostLine[] {
  const words = support === "unknown" ? "its support could not be told" : `${support} support`;
  const line = { unit: "hour", stopsWhenPaused: false } as const;
  const lines: CostLine[] = [
    { ...line, label: "Control plane", note: `Kubernetes ${version}, ${words}`, price: rates[support], quantity: 1 },
  ];
  if (tier !== null) {
    lines.push(unpriced("Provisioned control plane", `${tier}: its price is not in the catalogue`, "hour"));
  }
  if (autoMode) {
    lines.push({ ...line, label: "Auto Mode", note: "a fee for each instance", price: null, quantity: "metered" });
  }
  return lines;
}

const rates = {
  standard: { table: "eks", key: "cluster.hour" },
  extended: { table: "eks", key: "clusterExtendedSupport.hour" },
  ended: null,
  unknown: null,
} as const;

async function* discover(aws: ReadDoor, only?: readonly string[]): AsyncGenerator<Observed<Detail>> {
  const names = only ?? (await clusterNames(aws));
  if (names.length === 0) return;
  const versions = await supportOf(aws);
  for (const some of chunks(names, readAtOnce)) {
    for (const cluster of await Promise.all(some.map((name) => describe(aws, name)))) {
      if (cluster && cluster.status !== "DELETING") yield observed(cluster, versions);
    }
  }
}

type Support = Pick<Detail, "support" | "standardUntil">;

const supportWords: Readonly<Record<string, Detail["support"]>> = {
  STANDARD_SUPPORT: "standard",
  EXTENDED_SUPPORT: "extended",
  UNSUPPORTED: "ended",
};

/** A region's versions, with those whose support has ended. */
async function supportOf(aws: ReadDoor): Promise<ReadonlyMap<string, Support>> {
  const list = pages(
    (nextToken) => {
      const command = new DescribeClusterVersionsCommand({
        includeAll: true,
        maxResults: 100,
        ...(nextToken && { nextToken }),
      });
      return aws.read(EKSClient, command);
    },
    (out) => out.nextToken,
  );
  const found = new Map<string, Support>();
  for await (const { clusterVersions = [] } of list) {
    for (const { clusterVersion, versionStatus = "", endOfStandardSupportDate } of clusterVersions) {
      const standardUntil = endOfStandardSupportDate?.toISOString() ?? null;
      if (clusterVersion)
        found.set(clusterVersion, { support: supportWords[versionStatus] ?? "unknown", standardUntil });
    }
  }
  return found;
}

/** Null: it does not exist, or was deleted since it was listed. */
async function describe(aws: ReadDoor, name: string): Promise<Cluster | null> {
  return (await nullWhenGone(aws.read(EKSClient, new DescribeClusterCommand({ name }))))?.cluster ?? null;
}

function observed(cluster: Cluster, versions: ReadonlyMap<string, Support>): Observed<Detail> {
  const name = cluster.name ?? "";
  const version = cluster.version ?? "unknown";
  const { support, standardUntil } = versions.get(version) ?? { support: "unknown", standardUntil: null };
  const tier = cluster.controlPlaneScalingConfig?.tier;
  return {
    nativeId: name,
    arn: cluster.arn ?? "",
    name,
    type: `Kubernetes ${version}`,
    tags: { ...cluster.tags },
    detail: {
      status: cluster.status ?? "unknown",
      version,
      support,
      standardUntil,
      upgradePolicy: cluster.upgradePolicy?.supportType ?? null,
      autoMode: cluster.computeConfig?.enabled ?? false,
      tier: tier === undefined || tier === "standard" ? null : tier,
      createdAt: cluster.createdAt?.toISOString() ?? null,
    },
  };
}
