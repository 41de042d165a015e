import type {
  DescribeImageBuildersCommandInput,
  DescribeImageBuildersCommandOutput,
  ImageBuilder,
  StartImageBuilderCommandInput,
  StartImageBuilderCommandOutput,
  StopImageBuilderCommandInput,
  StopImageBuilderCommandOutput,
} from "@aws-sdk/client-appstream";
import { type Corner, defineCorner, stateOf } from "./corner";
import { awsError } from "./errors";
import { type Answer, change, type Moment, read } from "./operation";
import { page } from "./paging";
import { daysAgo, type Project, type RegionKey, regionOf, type Seed, subnet, tagsOf } from "./seed-story";
import type { TagMap } from "./world";

/** AppStream image builders: PENDING is how one is called on its way up. */

const stopSeconds = 120;
const startSeconds = 300;

interface BuilderState {
  name: string;
  state: "RUNNING" | "STOPPED" | "PENDING" | "STOPPING" | "SNAPSHOTTING" | "FAILED";
  until: number | null;
  instanceType: string;
  diskGb: number | null;
  subnetId: string;
  createdAt: number;
  tags: TagMap;
}

interface State {
  builders: BuilderState[];
}

const corner: Corner<State> = {
  name: "image-builders",
  empty: () => ({ builders: [] }),
  services: {
    appstream: {
      DescribeImageBuilders: read(describeImageBuilders),
      StartImageBuilder: change(startImageBuilder),
      StopImageBuilder: change(stopImageBuilder),
    },
  },
  seed,
  dues: ({ builders }) => builders.map(({ until }) => until),
  finish({ builders }, at) {
    for (const builder of builders) {
      if (builder.until === null || builder.until > at) continue;
      builder.until = null;
      builder.state = builder.state === "PENDING" ? "RUNNING" : "STOPPED";
    }
  },
  tagged: ({ builders }, at) =>
    builders.map((each) => ({ type: "appstream:image-builder", arn: arnOf(each, at), tags: each.tags })),
};
export const imageBuilders = defineCorner(corner);

function arnOf({ name }: BuilderState, at: Pick<Moment, "regionName" | "world">): string {
  return `arn:aws:appstream:${at.regionName}:${at.world.accountId}:image-builder/${name}`;
}

function find(name: string | undefined, at: Moment): BuilderState {
  const builder = stateOf(corner, at.region).builders.find((each) => each.name === name);
  if (!builder) throw awsError("ResourceNotFoundException", `Image builder ${name} does not exist`);
  return builder;
}

function describeImageBuilders(
  input: DescribeImageBuildersCommandInput,
  at: Moment,
): Answer<DescribeImageBuildersCommandOutput> {
  const found = input.Names?.map((name) => find(name, at)) ?? stateOf(corner, at.region).builders;
  const invalidToken = () => awsError("InvalidParameterCombinationException", "Invalid NextToken");
  const { items, next } = page({ items: found, size: input.MaxResults ?? 25, token: input.NextToken, invalidToken });
  return {
    ImageBuilders: items.map((each) => describe(each, at)),
    ...(next !== undefined && { NextToken: next }),
  };
}

function describe(builder: BuilderState, at: Moment): ImageBuilder {
  return {
    Name: builder.name,
    Arn: arnOf(builder, at),
    DisplayName: builder.name,
    ImageArn: `arn:aws:appstream:${at.regionName}::image/AppStream-WinServer2022-09-2026`,
    InstanceType: builder.instanceType,
    Platform: "WINDOWS_SERVER_2022",
    State: builder.state,
    ...(builder.state === "FAILED" && {
      StateChangeReason: { Code: "INTERNAL_ERROR", Message: "The instance could not be provisioned" },
    }),
    VpcConfig: { SubnetIds: [builder.subnetId], SecurityGroupIds: ["sg-0b7d3e91f2a4c6580"] },
    EnableDefaultInternetAccess: false,
    ...(builder.diskGb !== null && { RootVolumeConfig: { VolumeSizeInGb: builder.diskGb } }),
    CreatedTime: new Date(builder.createdAt),
  };
}

function inState(wanted: BuilderState["state"], builder: BuilderState): BuilderState {
  if (builder.state === wanted) return builder;
  throw awsError("ConcurrentModificationException", `Image builder ${builder.name} is in the state ${builder.state}`);
}

function startImageBuilder(input: StartImageBuilderCommandInput, at: Moment): Answer<StartImageBuilderCommandOutput> {
  const builder = inState("STOPPED", find(input.Name, at));
  builder.state = "PENDING";
  builder.until = at.ends(startSeconds);
  return { ImageBuilder: describe(builder, at) };
}

function stopImageBuilder(input: StopImageBuilderCommandInput, at: Moment): Answer<StopImageBuilderCommandOutput> {
  const builder = inState("RUNNING", find(input.Name, at));
  builder.state = "STOPPING";
  builder.until = at.ends(stopSeconds);
  return { ImageBuilder: describe(builder, at) };
}

interface Row extends Pick<BuilderState, "name" | "instanceType"> {
  readonly region: RegionKey;
  readonly project: Project;
  readonly state?: BuilderState["state"];
  readonly diskGb?: number;
}

/** One that somebody left running, one that makes an image, and one that never came up. */
const rows: readonly Row[] = [
  { region: "eu", name: "lab-tools", project: "data", instanceType: "stream.standard.large", diskGb: 300 },
  { region: "eu", name: "lab-models", project: "data", instanceType: "stream.standard.large", state: "SNAPSHOTTING" },
  { region: "us", name: "lab-training", project: "platform", instanceType: "stream.standard.medium", state: "FAILED" },
];

function seed(story: Seed): void {
  rows.forEach(({ region, project, state = "RUNNING", ...row }, index) => {
    stateOf(corner, regionOf(story, region)).builders.push({
      diskGb: null,
      ...row,
      state,
      until: null,
      subnetId: subnet(index),
      createdAt: daysAgo(story, 45),
      tags: tagsOf("lab", project),
    });
  });
}
