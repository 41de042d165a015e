import { DescribeFileSystemsCommand, EFSClient, type FileSystemDescription } from "@aws-sdk/client-efs";
import { z } from "zod";
import { pages, type ReadDoor } from "../../aws/door";
import type { CostLine } from "../../core/money";
import type { Observed } from "../../core/resource";
import type { AboutListed } from "../contract";
import { noneOf } from "../idle";
import { gigabytes, isWanted, toTags, unpriced } from "../listing";
import { type Advice, defineReport } from "../report";

const detail = z.strictObject({
  /** available, creating, updating, error. */
  state: z.string(),
  /** What AWS measured last; it lags by hours. */
  standardGb: z.number(),
  infrequentGb: z.number(),
  archiveGb: z.number(),
  /** Kept in one zone, which has prices of its own. */
  oneZone: z.boolean(),
  /** bursting, provisioned, elastic. */
  throughput: z.string(),
  provisionedMibps: z.number().nullable(),
  mountTargets: z.number(),
});
type Detail = z.infer<typeof detail>;

const about: AboutListed = {
  reason: "A file system bills for what it stores until it is deleted; there is nothing to stop",
  remedy: "Let lifecycle rules move what is seldom read to Infrequent Access or Archive",
};

/** EFS bills what is stored, and throughput where it is provisioned: nothing of it can be stopped. */
export const efsFileSystem = defineReport<Detail>({
  kind: "efs.fileSystem",
  title: "EFS file system",
  plural: "EFS file systems",
  billedAs: "Amazon Elastic File System",
  terraform: ["aws_efs_file_system"],
  about,
  read: ["elasticfilesystem:DescribeFileSystems"],
  detail,
  advise,
  price,
  idle: {
    signals: [
      noneOf(
        {
          label: "clients connected at most",
          namespace: "AWS/EFS",
          metric: "ClientConnections",
          statistic: "Maximum",
          quietMeansIdle: false,
        },
        ({ nativeId }) => [{ FileSystemId: nativeId }],
      ),
    ],
  },
  discover,
});

function advise({ detail: { state, mountTargets, provisionedMibps } }: Observed<Detail>): Advice {
  if (provisionedMibps !== null) {
    return {
      saw: state,
      reason: "Its provisioned throughput bills each hour, used or not, beside what it stores",
      remedy:
        "Switch it to elastic throughput where it is seldom used: that bills by use (a change back waits 24 hours)",
    };
  }
  if (mountTargets === 0) {
    const remedy = "Nothing can mount it: back it up with AWS Backup, then delete it. A restored one has a new id";
    return { saw: state, ...about, remedy };
  }
  return { saw: state, ...about };
}

/** The catalogue has Standard storage in several zones only. */
function price({ detail }: Observed<Detail>): readonly CostLine[] {
  const { standardGb, infrequentGb, archiveGb, oneZone, throughput, provisionedMibps } = detail;
  const kept = { unit: "month", stopsWhenPaused: false } as const;
  const unlisted = (label: string, quantity: number, unit: string) => ({
    ...unpriced(label, `${quantity} ${unit}: its price is not in the catalogue`),
    quantity,
  });
  const standard: CostLine = oneZone
    ? unlisted("Storage in one zone", standardGb, "GB")
    : {
        ...kept,
        label: "Storage",
        note: `${standardGb} GB Standard`,
        price: { table: "efs", key: "standard" },
        quantity: standardGb,
      };
  const elastic: CostLine = { ...kept, label: "Throughput", note: "by use", price: null, quantity: "metered" };
  return [
    standard,
    ...(infrequentGb > 0 ? [unlisted("Infrequent Access", infrequentGb, "GB")] : []),
    ...(archiveGb > 0 ? [unlisted("Archive", archiveGb, "GB")] : []),
    ...(provisionedMibps === null ? [] : [unlisted("Provisioned throughput", provisionedMibps, "MiB/s")]),
    ...(throughput === "elastic" ? [elastic] : []),
  ];
}

async function* discover(aws: ReadDoor, only?: readonly string[]): AsyncGenerator<Observed<Detail>> {
  const list = pages(
    (Marker) => aws.read(EFSClient, new DescribeFileSystemsCommand({ MaxItems: 100, ...(Marker && { Marker }) })),
    (out) => out.NextMarker,
  );
  for await (const { FileSystems = [] } of list) {
    for (const system of FileSystems) {
      const isGoing = system.LifeCycleState === "deleting" || system.LifeCycleState === "deleted";
      if (isWanted(system.FileSystemId, only) && !isGoing) yield observed(system);
    }
  }
}

function observed(system: FileSystemDescription): Observed<Detail> {
  const id = system.FileSystemId ?? "";
  const size = system.SizeInBytes;
  return {
    nativeId: id,
    arn: system.FileSystemArn ?? "",
    name: system.Name || id,
    type: system.ThroughputMode ?? "bursting",
    tags: toTags(system.Tags),
    detail: {
      state: system.LifeCycleState ?? "unknown",
      // Older ones tell one number, which is all Standard then.
      standardGb: gigabytes(size?.ValueInStandard ?? size?.Value ?? 0),
      infrequentGb: gigabytes(size?.ValueInIA ?? 0),
      archiveGb: gigabytes(size?.ValueInArchive ?? 0),
      oneZone: Boolean(system.AvailabilityZoneName),
      throughput: system.ThroughputMode ?? "bursting",
      provisionedMibps: system.ProvisionedThroughputInMibps ?? null,
      mountTargets: system.NumberOfMountTargets ?? 0,
    },
  };
}
