import type {
  DescribeFileSystemsCommandInput as DescribeEfsInput,
  DescribeFileSystemsCommandOutput as DescribeEfsOutput,
  FileSystemDescription,
} from "@aws-sdk/client-efs";
import type {
  DescribeFileSystemsCommandInput as DescribeFsxInput,
  DescribeFileSystemsCommandOutput as DescribeFsxOutput,
  FileSystem,
} from "@aws-sdk/client-fsx";
import { defineCorner, stateOf } from "./corner";
import { vpcId } from "./ec2-answers";
import { awsError } from "./errors";
import { type Answer, type Moment, read } from "./operation";
import { page } from "./paging";
import { daysAgo, type RegionKey, regionOf, type Seed, tagsOf } from "./seed-story";
import { tagList } from "./tags";
import { newId, type TagMap } from "./world";

/** Shared file systems: EFS and FSx. */

interface Efs {
  id: string;
  name: string;
  gb: number;
  infrequentGb: number;
  provisionedMibps: number | null;
  mountTargets: number;
  createdAt: number;
  tags: TagMap;
}

interface Fsx {
  id: string;
  form: "WINDOWS" | "LUSTRE";
  gb: number;
  createdAt: number;
  tags: TagMap;
}

interface State {
  efs: Efs[];
  fsx: Fsx[];
}

const own = { name: "file-systems", empty: (): State => ({ efs: [], fsx: [] }) };

export const fileSystems = defineCorner<State>({
  ...own,
  services: {
    elasticfilesystem: { DescribeFileSystems: read(describeEfsList) },
    fsx: { DescribeFileSystems: read(describeFsxList) },
  },
  seed,
  dues: () => [],
  finish: () => {},
  tagged: ({ efs, fsx }, at) => [
    ...efs.map(({ id, tags }) => ({
      type: "elasticfilesystem:file-system",
      arn: arnOf("elasticfilesystem", id, at),
      tags,
    })),
    ...fsx.map(({ id, tags }) => ({ type: "fsx:file-system", arn: arnOf("fsx", id, at), tags })),
  ],
});

function arnOf(service: string, id: string, { regionName, world }: Moment): string {
  return `arn:aws:${service}:${regionName}:${world.accountId}:file-system/${id}`;
}

function describeEfsList({ MaxItems: size = 100, Marker }: DescribeEfsInput, at: Moment): Answer<DescribeEfsOutput> {
  const { efs } = stateOf(own, at.region);
  const invalidToken = () => awsError("BadRequest", "Invalid marker");
  const { items, next } = page({ items: efs, size: Math.min(size, 100), token: Marker, invalidToken });
  return { FileSystems: items.map((each) => describeEfs(each, at)), ...(next !== undefined && { NextMarker: next }) };
}

const bytes = 1024 ** 3;

function describeEfs(system: Efs, at: Moment): FileSystemDescription {
  return {
    OwnerId: at.world.accountId,
    CreationToken: system.id,
    FileSystemId: system.id,
    FileSystemArn: arnOf("elasticfilesystem", system.id, at),
    CreationTime: new Date(system.createdAt),
    LifeCycleState: "available",
    Name: system.name,
    NumberOfMountTargets: system.mountTargets,
    SizeInBytes: {
      Value: (system.gb + system.infrequentGb) * bytes,
      ValueInStandard: system.gb * bytes,
      ValueInIA: system.infrequentGb * bytes,
      ValueInArchive: 0,
    },
    PerformanceMode: "generalPurpose",
    Encrypted: true,
    ThroughputMode: system.provisionedMibps === null ? "bursting" : "provisioned",
    ...(system.provisionedMibps !== null && { ProvisionedThroughputInMibps: system.provisionedMibps }),
    Tags: Object.entries(system.tags).map(([Key, Value]) => ({ Key, Value })),
  };
}

function describeFsxList(
  { MaxResults: size = 100, NextToken }: DescribeFsxInput,
  at: Moment,
): Answer<DescribeFsxOutput> {
  const { fsx } = stateOf(own, at.region);
  const invalidToken = () => awsError("BadRequest", "Invalid NextToken");
  const { items, next } = page({ items: fsx, size, token: NextToken, invalidToken });
  return { FileSystems: items.map((each) => describeFsx(each, at)), ...(next !== undefined && { NextToken: next }) };
}

function describeFsx(system: Fsx, at: Moment): FileSystem {
  return {
    OwnerId: at.world.accountId,
    FileSystemId: system.id,
    ResourceARN: arnOf("fsx", system.id, at),
    FileSystemType: system.form,
    Lifecycle: "AVAILABLE",
    CreationTime: new Date(system.createdAt),
    StorageCapacity: system.gb,
    StorageType: "SSD",
    VpcId: vpcId,
    ...(system.form === "WINDOWS"
      ? { WindowsConfiguration: { DeploymentType: "MULTI_AZ_1", ThroughputCapacity: 32 } }
      : { LustreConfiguration: { DeploymentType: "SCRATCH_2" } }),
    Tags: tagList(system.tags),
  };
}

function seed(seed: Seed): void {
  const of = (key: RegionKey) => stateOf(own, regionOf(seed, key));
  const efs = (
    key: RegionKey,
    one: Pick<Efs, "name" | "gb" | "infrequentGb" | "provisionedMibps" | "mountTargets">,
  ) => {
    const tags = { Name: one.name, ...tagsOf("lab", "data") };
    of(key).efs.push({ ...one, id: newId(seed.world, "fs-"), createdAt: daysAgo(seed, 240), tags });
  };
  efs("eu", { name: "notebook-home", gb: 120, infrequentGb: 0, provisionedMibps: null, mountTargets: 2 });
  efs("eu", { name: "datasets", gb: 800, infrequentGb: 2400, provisionedMibps: 8, mountTargets: 2 });
  efs("us", { name: "old-home", gb: 45, infrequentGb: 0, provisionedMibps: null, mountTargets: 0 });
  const fsx = (key: RegionKey, name: string, form: Fsx["form"], gb: number) => {
    const tags = { Name: name, ...tagsOf("lab", "data") };
    of(key).fsx.push({ id: newId(seed.world, "fs-"), form, gb, createdAt: daysAgo(seed, 130), tags });
  };
  fsx("eu", "training-scratch", "LUSTRE", 1200);
  fsx("us", "lab-share", "WINDOWS", 300);
}
