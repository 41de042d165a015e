import { createHash } from "node:crypto";
import type {
  ListTagsForResourceCommandInput,
  ListTagsForResourceCommandOutput,
  TagResourceCommandInput,
} from "@aws-sdk/client-application-auto-scaling";
import { defineCorner, stateOf } from "./corner";
import { awsError } from "./errors";
import { type Answer, change, type Moment, read } from "./operation";
import { daysAgo, type RegionKey, regionOf, type Seed, tagsOf } from "./seed-story";
import type { RegionWorld, ScalableTarget, TagMap } from "./world";

/** Scaling targets of services that the world has nothing else of, and the tags of targets. */

interface State {
  /** By what is scaled; a target that is not here has none. */
  tags: Record<string, TagMap>;
}

const name = "scalingTargets";
const empty = (): State => ({ tags: {} });

export const scalingTargets = defineCorner<State>({
  name,
  empty,
  services: {
    "application-autoscaling": { ListTagsForResource: read(listTagsForResource), TagResource: change(tagResource) },
  },
  seed,
  dues: () => [],
  finish: () => undefined,
});

/** AWS gives each an id of its own; here it is made of what the target is known by. */
export function targetArn({ namespace, resourceId, dimension }: ScalableTarget, at: Moment): string {
  const id = createHash("sha256").update([namespace, resourceId, dimension].join(" ")).digest("hex").slice(0, 32);
  return `arn:aws:application-autoscaling:${at.regionName}:${at.world.accountId}:scalable-target/${id}`;
}

function find(arn: string | undefined, at: Moment): ScalableTarget {
  const target = at.region.scalableTargets.find((one) => targetArn(one, at) === arn);
  if (!target) throw awsError("ResourceNotFoundException", `The resource ${arn} does not exist.`);
  return target;
}

function listTagsForResource(
  { ResourceARN }: ListTagsForResourceCommandInput,
  at: Moment,
): Answer<ListTagsForResourceCommandOutput> {
  const { resourceId } = find(ResourceARN, at);
  return { Tags: stateOf({ name, empty }, at.region).tags[resourceId] ?? {} };
}

/** Adds tags, and sets those that are there. */
function tagResource({ ResourceARN, Tags = {} }: TagResourceCommandInput, at: Moment): object {
  const { resourceId } = find(ResourceARN, at);
  const { tags } = stateOf({ name, empty }, at.region);
  tags[resourceId] = { ...tags[resourceId], ...Tags };
  return {};
}

/** Tags go with their target: one that is registered anew has none. */
export function forgetTags({ resourceId }: ScalableTarget, at: Moment): void {
  delete stateOf({ name, empty }, at.region).tags[resourceId];
}

/** For targets that other corners seed. */
export function seedTargetTags(region: RegionWorld, resourceId: string, tags: TagMap): void {
  stateOf({ name, empty }, region).tags[resourceId] = tags;
}

interface Row extends Pick<ScalableTarget, "namespace" | "resourceId" | "dimension" | "min" | "max"> {
  readonly region: RegionKey;
  readonly scheduledOff?: true;
}

/** The last one cannot be paused: it keeps the disks of brokers from running full. */
const rows: readonly Row[] = [
  {
    region: "eu",
    namespace: "custom-resource",
    resourceId: "https://7f3k2m9q1x.execute-api.eu-central-1.amazonaws.com/prod/scalableTargetDimensions/render-farm",
    dimension: "custom-resource:ResourceType:Property",
    min: 1,
    max: 12,
    scheduledOff: true,
  },
  {
    region: "us",
    namespace: "cassandra",
    resourceId: "keyspace/lab/table/clicks",
    dimension: "cassandra:table:WriteCapacityUnits",
    min: 5,
    max: 400,
  },
  {
    region: "eu",
    namespace: "kafka",
    resourceId: "arn:aws:kafka:eu-central-1:111122223333:cluster/lab-events/1b2c3d4e-5f60-4718-a9b0-c1d2e3f40516-3",
    dimension: "kafka:broker-storage:VolumeSize",
    min: 1,
    max: 500,
  },
];

function seed(story: Seed): void {
  for (const { region: key, scheduledOff = false, ...row } of rows) {
    seedTarget(story, regionOf(story, key), { ...row, scheduledOff }, tagsOf("lab", "data"));
  }
}

interface SeededTarget extends Pick<ScalableTarget, "namespace" | "resourceId" | "dimension" | "min" | "max"> {
  readonly scheduledOff?: boolean;
}

/** A target without policies and scheduled actions, with its tags. */
export function seedTarget(
  story: Seed,
  region: RegionWorld,
  { scheduledOff: scheduled = false, ...target }: SeededTarget,
  tags: TagMap,
): void {
  const suspended = { in: false, out: false, scheduled };
  const createdAt = daysAgo(story, 60);
  region.scalableTargets.push({ ...target, suspended, policies: [], scheduledActions: [], createdAt });
  seedTargetTags(region, target.resourceId, tags);
}
