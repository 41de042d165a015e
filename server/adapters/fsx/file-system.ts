import { DescribeFileSystemsCommand, type FileSystem, FSxClient } from "@aws-sdk/client-fsx";
import { z } from "zod";
import { pages, type ReadDoor } from "../../aws/door";
import type { CostLine } from "../../core/money";
import type { Observed } from "../../core/resource";
import type { AboutListed } from "../contract";
import { isWanted, toTags, unpriced } from "../listing";
import { type Advice, defineReport } from "../report";

const detail = z.strictObject({
  /** AVAILABLE, CREATING, UPDATING, MISCONFIGURED, FAILED. */
  state: z.string(),
  /** WINDOWS, LUSTRE, ONTAP, OPENZFS. */
  form: z.string(),
  /** SSD, HDD, INTELLIGENT_TIERING. */
  storage: z.string(),
  /** Null where it grows and shrinks with what is stored. */
  gb: z.number().nullable(),
  deployment: z.string().nullable(),
  /** MB/s; null for Lustre, where it comes with the storage. */
  throughput: z.number().nullable(),
});
type Detail = z.infer<typeof detail>;

const about: AboutListed = {
  reason: "FSx has no stop: what is provisioned bills until the file system is deleted",
  remedy: "Back it up and delete it: one that is restored has a new id and DNS name. Or give it less throughput",
};

/** FSx bills provisioned storage and throughput: nothing of it can be stopped. The catalogue has no prices of FSx. */
export const fsxFileSystem = defineReport<Detail>({
  kind: "fsx.fileSystem",
  title: "FSx file system",
  plural: "FSx file systems",
  billedAs: "Amazon FSx",
  terraform: [
    "aws_fsx_lustre_file_system",
    "aws_fsx_ontap_file_system",
    "aws_fsx_openzfs_file_system",
    "aws_fsx_windows_file_system",
  ],
  about,
  read: ["fsx:DescribeFileSystems"],
  detail,
  advise,
  price,
  discover,
});

function advise({ detail: { state, form, deployment } }: Observed<Detail>): Advice {
  // Lustre scratch file systems have no backups (FSx for Lustre User Guide, "Working with backups").
  const isScratch = form === "LUSTRE" && deployment?.startsWith("SCRATCH");
  if (isScratch) {
    return {
      saw: state,
      ...about,
      remedy: "Export what is new to its S3 bucket, then delete it: scratch is meant to be",
    };
  }
  return { saw: state, ...about };
}

function price({ detail: { form, storage, gb, throughput } }: Observed<Detail>): readonly CostLine[] {
  const missing = "its price is not in the catalogue";
  const disks =
    gb === null
      ? unpriced("Storage", `${form} ${storage}, by what is stored: ${missing}`)
      : { ...unpriced("Storage", `${gb} GB ${form} ${storage}: ${missing}`), quantity: gb };
  if (throughput === null) return [disks];
  return [disks, { ...unpriced("Throughput", `${throughput} MB/s ${form}: ${missing}`), quantity: throughput }];
}

async function* discover(aws: ReadDoor, only?: readonly string[]): AsyncGenerator<Observed<Detail>> {
  const list = pages(
    (NextToken) => aws.read(FSxClient, new DescribeFileSystemsCommand(NextToken ? { NextToken } : {})),
    (out) => out.NextToken,
  );
  for await (const { FileSystems = [] } of list) {
    for (const system of FileSystems) {
      if (isWanted(system.FileSystemId, only) && system.Lifecycle !== "DELETING") yield observed(system);
    }
  }
}

function observed(system: FileSystem): Observed<Detail> {
  const id = system.FileSystemId ?? "";
  const tags = toTags(system.Tags);
  const form = system.FileSystemType ?? "unknown";
  const storage = system.StorageType ?? "unknown";
  const { WindowsConfiguration: windows, LustreConfiguration: lustre, OntapConfiguration: ontap } = system;
  const zfs = system.OpenZFSConfiguration;
  return {
    nativeId: id,
    arn: system.ResourceARN ?? "",
    name: tags.Name || id,
    type: `${form} ${storage}`,
    tags,
    detail: {
      state: system.Lifecycle ?? "unknown",
      form,
      storage,
      gb: storage === "INTELLIGENT_TIERING" ? null : (system.StorageCapacity ?? null),
      deployment: (windows ?? lustre ?? ontap ?? zfs)?.DeploymentType ?? null,
      throughput: windows?.ThroughputCapacity ?? ontapThroughput(ontap) ?? zfs?.ThroughputCapacity ?? null,
    },
  };
}

/** A file system of several pairs tells it by the pair. */
function ontapThroughput(ontap: FileSystem["OntapConfiguration"]): number | undefined {
  const { ThroughputCapacity, ThroughputCapacityPerHAPair: perPair, HAPairs: pairs = 1 } = ontap ?? {};
  return ThroughputCapacity ?? (perPair === undefined ? undefined : perPair * pairs);
}
